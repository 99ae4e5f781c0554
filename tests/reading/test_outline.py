"""The table of contents: headings, or paragraphs where there are none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind, Document
from tui.articles.metadata import Metadata, Provenance
from tui.boilerplate.verdict import Role, Verdict, Verdicts
from tui.reading.outline import Outline

FILE = Provenance(Path("/articles/a"), "0" * 64, 0, 0)


def article(*lines: str, headline: str = "", stripped: str = "") -> Verdicts:
    """Make an article: `## ` begins a heading, `! ` the headline, `---` is a rule."""
    blocks, roles = [], []
    for line in lines:
        role, text, level = Role.BODY, line, 0
        kind = BlockKind.RULE if line == "---" else BlockKind.PARAGRAPH
        if line[0] in "!#":
            sign, _, text = line.partition(" ")
            kind, level = BlockKind.HEADING, sign.count("#") or 1
            role = Role.HEADLINE if sign == "!" else Role.BODY
        roles.append(Role.BOILERPLATE if text == stripped else role)
        blocks.append(Block(kind, text, level=level))
    document = Document.from_blocks(blocks, Metadata(headline=headline), FILE)
    return Verdicts(document, tuple(Verdict(number, role) for number, role in enumerate(roles)))


def entries(verdicts: Verdicts, *, reveal: bool = False) -> list[tuple[int, str, int]]:
    outline = Outline(verdicts, reveal=reveal)
    found = [outline[index] for index in range(len(outline))]
    for entry in found:
        assert 0 <= entry.through <= 1
        assert entry.through == entry.start / max(1, len(verdicts.document.text))
    return [(entry.level, entry.text, entry.words) for entry in found]


LINES = (
    "! The ferry stops",
    "It stopped on Monday morning.",
    "## What we know",
    "One two three.",
    "#### The boats",
    "One two.",
    "---",
    "## What next",
    "One.",
)


def test_headings_are_indented_below_the_headline_and_count_what_stands_below_them():
    assert entries(article(*LINES)) == [
        (0, "The ferry stops", 18),
        (1, "What we know", 7),
        (3, "The boats", 2),
        (1, "What next", 1),
    ]


def test_a_headline_that_is_in_no_block_comes_first_all_the_same():
    assert entries(article(*LINES[1:], headline="The ferry [red]stops[/red]"))[:2] == [
        (0, "The ferry [red]stops[/red]", 18),
        (1, "What we know", 7),
    ]


def test_without_a_headline_the_highest_heading_is_not_indented():
    assert entries(article("## A", "x y", "### B", "z")) == [(0, "A", 4), (1, "B", 1)]


def test_what_is_stripped_is_listed_and_counted_only_where_it_is_shown():
    verdicts = article(*LINES, stripped="What next")
    assert [text for _, text, _ in entries(verdicts)][-1] == "The boats"
    assert entries(verdicts)[0][2] == 16
    assert entries(verdicts, reveal=True) == entries(article(*LINES))


def test_paragraphs_stand_in_where_there_are_no_headings():
    verdicts = article("! The ferry stops", "It  stopped\non Monday.", "---", "y " * 500 + "z")
    outline = Outline(verdicts, reveal=False)
    assert not outline.has_headings
    first, second, third = entries(verdicts)
    assert first == (0, "The ferry stops", 505)
    assert second == (1, "It stopped on Monday.", 4)
    assert third[0] == 1
    assert third[2] == 501
    assert len(third[1]) < 500
    assert Outline(article(*LINES), reveal=False).has_headings


def test_an_offset_belongs_to_the_entry_before_it():
    verdicts = article(*LINES)
    outline = Outline(verdicts, reveal=False)
    text = verdicts.document.text
    for words, index in (("The ferry", 0), ("Monday", 0), ("What we", 1), ("One two th", 1)):
        assert outline.at(text.index(words)) == index
    assert outline.at(text.index("The boats")) == 2
    assert outline.at(len(text)) == 3
    # A headline in no block begins where the first heading may begin too.
    same = Outline(article("## A", "x", headline="B"), reveal=False)
    assert [same[same.at(0)].text, same[same.at(3)].text] == ["A", "A"]


def test_an_article_without_text_has_no_entries():
    assert len(Outline(article(), reveal=False)) == 0
    assert Outline(article(), reveal=False).at(0) == 0
    assert entries(article(headline="Only that")) == [(0, "Only that", 0)]


@given(st.lists(st.sampled_from(("# a b", "## c", "###### d", "e f g", "---", "! h")), max_size=12))
def test_parts_add_up(lines):
    verdicts = article(*lines)
    outline = Outline(verdicts, reveal=False)
    starts = [outline[index].start for index in range(len(outline))]
    assert starts == sorted(starts)
    whole = sum(
        len(block.text.split()) for block in verdicts.document.blocks if block.text != "---"
    )
    for index in range(len(outline)):
        assert 0 <= outline[index].words <= whole
        assert 0 <= outline[index].level <= 7


@pytest.mark.parametrize("heading", ["## Part", "Part"])
def test_ten_megabytes_take_no_time(heading):
    words = "The boats run every forty minutes from the pier to the mill. " * 5
    verdicts = article("! Ferry", *[heading, words] * (10_000_000 // len(words)))
    start = time.perf_counter()
    outline = Outline(verdicts, reveal=False)
    assert outline[outline.at(5_000_000)].words
    assert time.perf_counter() - start < 1  # 40 ms alone
