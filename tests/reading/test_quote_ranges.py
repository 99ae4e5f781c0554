from __future__ import annotations

from itertools import pairwise

import pytest
from compositor import articles, document, judged
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind, TextRange
from tui.boilerplate.verdict import Role
from tui.reading import join_quotes, quote_ranges, quoted_text

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
        ("pier", "asked", "pier closed.\n\n[…]\n\nNobody asked"),
        ("Nobody", "rained", "Nobody asked why.\n\nIt rained"),
        ("rained", "end", "rained.\n\n[…]\n\nThe end"),
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


def test_where_nothing_was_left_out_no_ellipsis_stands():
    pier = TextRange(0, 8)
    assert quoted_text(ARTICLE, [pier, TextRange(9, 16)]) == "The pier closed."
    assert quoted_text(ARTICLE, [pier, TextRange(8, 16)]) == "The pier closed."
    asked = ARTICLE.blocks[3].range
    assert quoted_text(ARTICLE, [asked, ARTICLE.blocks[4].range]) == (
        "Nobody asked why.\n\nIt rained."
    )


def test_what_was_left_out_of_a_paragraph_is_marked_in_it():
    assert quoted_text(ARTICLE, [TextRange(0, 3), TextRange(9, 16)]) == "The […] closed."


def test_parts_out_of_order_are_marked():
    assert quoted_text(ARTICLE, [TextRange(9, 16), TextRange(0, 3)]) == "closed. […] The"


def test_a_part_that_is_no_longer_in_the_article_is_joined_with_an_ellipsis():
    places = [None, TextRange(9, 15)]
    assert join_quotes(ARTICLE, ["The jetty", "closed"], places) == "The jetty […] closed"


@given(articles(), st.booleans(), st.data())
def test_an_ellipsis_stands_where_words_were_left_out_and_nowhere_else(verdicts, reveal, data):
    text = verdicts.document.text
    ends = st.integers(0, len(text))
    selection = TextRange(*sorted((data.draw(ends), data.draw(ends))))
    stretches = quote_ranges(verdicts, selection, reveal)
    gaps = [text[one.end : other.start] for one, other in pairwise(stretches)]
    shown = [gap if not gap.strip() else "\n\n[…]\n\n" for gap in gaps]
    words = [text[stretch.start : stretch.end] for stretch in stretches]
    whole = "".join(part for pair in zip(words, [*shown, ""], strict=False) for part in pair)
    assert quoted_text(verdicts.document, stretches) == whole


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
