from __future__ import annotations

import pytest
from compositor import articles, document, judged
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind, TextRange
from tui.boilerplate.verdict import Role
from tui.reading import quote_ranges, quoted_text

ARTICLE = document(
    "The pier closed.", "Sign up here.", "Photo: Ann Lee", "Nobody asked why.", "It rained.",
    Block(BlockKind.RULE, ""), "Correction: it did not.", "The end.",
)  # fmt: skip
VERDICTS = judged(ARTICLE, {1: Role.BOILERPLATE, 2: Role.CAPTION, 6: Role.PROTECTED})


def quoted(first: str, last: str, *, reveal: bool = False) -> str:
    start = ARTICLE.text.index(first)
    end = ARTICLE.text.index(last) + len(last)
    return quoted_text(ARTICLE, quote_ranges(VERDICTS, TextRange(start, end), reveal))


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("pier", "closed", "pier closed"),
        ("pier", "asked", "pier closed. […] Nobody asked"),
        ("Nobody", "rained", "Nobody asked why.\n\nIt rained"),
        ("rained", "end", "rained. […] The end"),
        ("Photo", "Ann", "Photo: Ann"),
        ("Photo", "Nobody", "Nobody"),
        ("Sign", "Nobody", "Nobody"),
        ("Sign", "Photo", "Photo"),
        ("Sign", "up", ""),
        ("Correction", "did", "Correction: it did"),
    ],
)
def test_a_quotation_holds_what_is_read(first, last, text):
    assert quoted(first, last) == text


def test_what_is_shown_can_be_quoted():
    assert quoted("closed", "up", reveal=True) == "closed.\n\nSign up"
    assert quoted("Sign", "up", reveal=True) == "Sign up"


def test_white_space_at_the_ends_is_left_out():
    assert quote_ranges(VERDICTS, TextRange(3, 18)) == (TextRange(4, 16),)
    assert quote_ranges(VERDICTS, TextRange(16, 18)) == ()


@given(articles(), st.booleans(), st.data())
def test_stretches_are_in_order_shown_and_within_the_selection(verdicts, reveal, data):
    text = verdicts.document.text
    ends = st.integers(0, len(text))
    selection = TextRange(*sorted((data.draw(ends), data.draw(ends))))
    stretches = quote_ranges(verdicts, selection, reveal)
    assert list(stretches) == sorted(stretches)
    offset = -1
    for stretch in stretches:
        assert selection.start <= stretch.start < stretch.end <= selection.end
        assert stretch.start > offset
        assert text[stretch.start : stretch.end].strip() == text[stretch.start : stretch.end]
        for block in verdicts.document.blocks_in(stretch):
            assert reveal or verdicts[block.index].keep or not block.text
        offset = stretch.end
