"""The real input, block by block as its README says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tui.articles.formats import read_document
from tui.boilerplate.remover import remove_boilerplate
from tui.boilerplate.verdict import Role, Verdicts

SEED = Path(__file__).parents[2].parent / "shared" / "seed" / "000_0175700b6812221d.txt"

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the real input is not at hand")


@pytest.fixture(scope="module")
def verdicts() -> Verdicts:
    return remove_boilerplate(read_document(SEED))


def test_the_headline_stands_once_and_its_repeat_is_stripped(verdicts: Verdicts) -> None:
    headline = "Russia hits Ukraine energy sites as Trump truce unravels"
    found = [(v.role, v.rule) for block, v in verdicts if block.text == headline]
    assert sorted(found) == [(Role.BOILERPLATE, "repeated headline"), (Role.HEADLINE, "")]


def test_byline_and_date_are_themselves(verdicts: Verdicts) -> None:
    metadata = verdicts.document.metadata
    assert (metadata.byline, metadata.published) == ("dharm", "2026-02-03T11:32")
    assert [b.text for b in verdicts.blocks(Role.BYLINE)] == ["by dharm"]
    assert [b.text for b in verdicts.blocks(Role.DATE)] == ["February 3, 2026 · 11:32 AM"]


def test_the_clutter_goes_and_each_piece_says_why(verdicts: Verdicts) -> None:
    stripped = {b.text[:30]: v for b, v in verdicts if v.role is Role.BOILERPLATE}
    assert Counter(verdict.rule for verdict in stripped.values()) == {
        "repeated headline": 1,
        "newsletter promo": 1,
        "disclaimer": 1,
        "related links": 1,
    }
    promo = stripped["Unlock the White House Watch n"]
    assert promo.rule == "newsletter promo"
    assert "offers a newsletter (“Unlock the White House Watch" in promo.reason
    assert stripped["⚠️ Disclaimer: All information"].rule == "disclaimer"
    assert stripped["Suggested Topics:"].rule == "related links"
    assert all(verdict.confidence >= 0.8 for verdict in stripped.values())


def test_caption_and_credit_are_set_apart(verdicts: Verdicts) -> None:
    captions = [block.text for block in verdicts.blocks(Role.CAPTION)]
    assert len(captions) == 2
    assert captions[0].endswith("in Kyiv © AP")
    assert captions[1] == "© Andrii Sybiha/X"


def test_the_contributor_line_is_protected(verdicts: Verdicts) -> None:
    protected = [block.text for block in verdicts.blocks(Role.PROTECTED)]
    assert protected == ["Additional reporting by Raphael Minder in Warsaw"]


def test_the_paragraphs_of_the_report_are_the_article_word_for_word(verdicts: Verdicts) -> None:
    body = verdicts.blocks(Role.BODY)
    raw = SEED.read_text("utf-8")
    start, end = raw.index("Russia resumed bombing"), raw.index("Additional reporting by")
    expected = [" ".join(line.split()) for line in raw[start:end].split("\n\n")]
    expected = [line for line in expected if line and "© " not in line]
    assert [" ".join(block.text.split()) for block in body] == expected
    assert len(body) == 17
