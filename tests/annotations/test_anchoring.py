from __future__ import annotations

import random
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from paper import PARAGRAPHS, article, range_of

from tui.annotations import (
    AnchorState,
    Target,
    TextPositionSelector,
    TextQuoteSelector,
    anchor,
    anchor_all,
    describe,
)
from tui.annotations.folding import fold
from tui.articles.document import TextRange

texts = st.lists(st.text(max_size=60), min_size=1, max_size=5)
repetitive = st.lists(st.text(alphabet="ab 🐟", max_size=40), min_size=1, max_size=4)


@st.composite
def documents_with_ranges(draw):
    document = article(*draw(texts | repetitive))
    start = draw(st.integers(0, len(document.text)))
    return document, TextRange(start, draw(st.integers(start, len(document.text))))


@given(documents_with_ranges())
def test_what_was_described_is_found_exactly(case):
    document, text_range = case
    found = anchor(document, describe(document, text_range))
    assert (found.range, found.state, found.score) == (text_range, AnchorState.EXACT, 1.0)


@given(documents_with_ranges(), st.text(min_size=1, max_size=80))
def test_text_inserted_before_moves_it(case, inserted):
    document, text_range = case
    assume(len(text_range) > 0)
    target = describe(document, text_range)
    later = article(inserted, *(block.text for block in document.blocks))
    moved = TextRange(*(edge + len(inserted) + 2 for edge in (text_range.start, text_range.end)))
    found = anchor(later, target)
    assert later[found.range] == document[text_range]
    assert found.state in (AnchorState.MOVED, AnchorState.EXACT)
    # Where the words and all their context stand only once, that is where they are found.
    quote = target.quote
    whole = quote.prefix + quote.exact + quote.suffix
    places = [at for at in range(len(later.text)) if later.text.startswith(whole, at)]
    if len(places) == 1:
        assert found.range == moved


@given(documents_with_ranges(), documents_with_ranges())
def test_no_text_raises_and_every_range_lies_in_it(case, other):
    document, text_range = case
    found = anchor(other[0], describe(document, text_range))
    assert (found.range is None) == (found.state is AnchorState.ORPHAN)
    assert 0 <= found.score <= 1
    if found.range is not None:
        assert found.range.end <= len(other[0].text)


@given(
    st.text(max_size=30),
    st.text(max_size=8),
    st.text(max_size=8),
    st.none() | st.tuples(st.integers(0, 10**30), st.integers(0, 10**30)),
)
def test_foreign_selectors_never_raise(exact, prefix, suffix, position):
    at = TextPositionSelector(min(position), max(position)) if position else None
    target = Target("", TextQuoteSelector(exact, prefix, suffix), at, "not a hash")
    for document in (article(), article("")):
        found = anchor(document, target)
        assert (found.range is None) == (found.state is AnchorState.ORPHAN)


def test_a_small_edit_is_found_as_changed():
    document = article()
    words = "A new hall, which the town first promised in 2019, is now expected"
    target = describe(document, range_of(document, words))
    edited = [text.replace("first promised in 2019", "had promised in 2018") for text in PARAGRAPHS]
    later = article("Updated on Friday.", *edited)
    found = anchor(later, target)
    assert found.state is AnchorState.CHANGED
    assert later[found.range] == "A new hall, which the town had promised in 2018, is now expected"
    assert not found.doubtful


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_a_few_wrong_letters_leave_it_overlapping(rng):
    document = article()
    start = rng.randrange(len(document.text) - 80)
    text_range = TextRange(start, start + rng.randint(40, 80))
    letters = list(document.text)
    for place in rng.sample(range(text_range.start, text_range.end), 3):
        if letters[place] != "\n":
            letters[place] = "#"
    later = article(*"".join(letters).split("\n\n"))
    found = anchor(later, describe(document, text_range))
    assert found.state is AnchorState.CHANGED
    shared = found.range.intersection(text_range)
    union = max(found.range.end, text_range.end) - min(found.range.start, text_range.start)
    assert len(shared) / union >= 0.8


def test_a_quote_that_is_not_there_is_an_orphan():
    target = describe(
        article("An entirely different report on the price of barley in Upper Wend.", url="x"),
        TextRange(3, 50),
    )
    found = anchor(article(), target)
    assert (found.range, found.state) == (None, AnchorState.ORPHAN)
    assert found.score < 0.6


def test_of_equal_words_the_context_decides_then_the_nearness():
    document = article()
    words = "“We have no other choice,” said"
    for nth in (0, 1):
        target = describe(document, range_of(document, words, nth))
        later = article("Correction: an earlier version misspelt a name.", *PARAGRAPHS)
        assert anchor(later, target).range == range_of(later, words, nth)
    same = article(*["the same line"] * 9)
    target = describe(same, range_of(same, "same", 4))
    longer = article(*["the same line"] * 11)
    assert anchor(longer, target).range == range_of(longer, "same", 4)


def test_of_many_equal_words_the_right_company_is_found_far_away():
    lines = [f"In {town} he said that {town} was calm." for town in map(str, range(1000, 1100))]
    document = article(*lines)
    target = describe(document, range_of(document, "he said", 90))
    later = article(*lines[60:], *lines[:60])
    for state in (target, replace(target, quote=replace(target.quote, suffix=" that 1090, "))):
        assert anchor(later, state).range == range_of(later, "he said", 30)


def test_the_old_position_does_not_win_over_the_right_company():
    document = article("he said. Nothing more was known of it.", "Later he said that he was sorry.")
    target = describe(document, range_of(document, "he said", 1))
    swapped = article("Later he said that he was sorry.", "he said. Nothing more was known of it.")
    at = target.position.start
    padded = article("x" * (at - 2), "he said, in another place", swapped.blocks[0].text)
    assert padded.text.startswith("he said", at)
    assert anchor(padded, target).range == range_of(padded, "he said", 1)


def test_a_quote_without_position_and_context_is_found():
    target = Target("", TextQuoteSelector("Traders were told to leave"))
    found = anchor(article(), target)
    assert found.range == range_of(article(), "Traders were told to leave")
    assert found.state is AnchorState.EXACT
    changed = Target("", TextQuoteSelector("Traders were asked to leave by the end of May"))
    assert anchor(article(), changed).state is AnchorState.CHANGED


@pytest.mark.parametrize(
    "retype",
    [
        lambda text: text.replace("“", '"').replace("”", '"').replace("’", "'"),
        lambda text: text.replace("–", "-").replace(" ", "\n", 3),
        lambda text: text.replace(" ", "\N{NO-BREAK SPACE}"),
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace("oa", "o\N{SOFT HYPHEN}a").replace("...", "…"),
        lambda text: unicodedata.normalize("NFD", text),
    ],
)
def test_other_typography_changes_no_words(retype):
    paragraphs = (*PARAGRAPHS, "The café’s owner, Zoë Łęcka, waited... “It’s over,” she said.")
    document = article(*paragraphs)
    for words in ("choice,” said Marta Quill, who chairs the board. The vote was 7–2", "Zoë Łęcka"):
        target = describe(document, range_of(document, words))
        later = article("New.", *(retype(text) for text in paragraphs))
        found = anchor(later, target)
        assert found.state is AnchorState.MOVED
        assert (
            later[found.range]
            == retype(document.text)[len(retype(document.text[: target.position.start])) :][
                : len(retype(words))
            ]
        )


@given(st.text(alphabet="ab “”’…–-\xad\u200b\t\n\xa0é\u0301e가각ᄀ", max_size=40))
def test_folding_keeps_every_offset(text):
    folded = fold(text)
    assert "  " not in folded.text
    assert not set(folded.text) & set("“”’…–\xad\u200b\t\n\xa0")
    for start in range(len(folded.text)):
        first, last = folded.source_range(start, start + 1)
        assert 0 <= first < last <= len(text)
        assert folded.text[start] in fold(text[first:last]).text
    offsets = [folded.folded_offset(offset) for offset in range(len(text) + 1)]
    assert offsets == sorted(offsets)


def test_a_long_quote_is_found_by_its_ends():
    rng = random.Random(7)
    words = ["quay", "council", "ferry", "ledger", "rope", "tariff", "winter", "vote", "barge"]

    def sentence() -> str:
        return " ".join(rng.choices(words, k=12)).capitalize() + "."

    paragraphs = [" ".join(sentence() for _ in range(5)) for _ in range(40)]
    document = article(*paragraphs)
    text_range = TextRange(document.blocks[5].start, document.blocks[15].end)
    target = describe(document, text_range)
    paragraphs[10] = sentence()
    later = article("Lead.", *paragraphs)
    found = anchor(later, target)
    assert found.state is AnchorState.CHANGED
    assert found.range == TextRange(later.blocks[6].start, later.blocks[16].end)


def test_a_page_of_one_letter_takes_no_time():
    document = article("a" * 200_000)
    target = describe(article("b" + "a" * 300 + "b"), TextRange(1, 301))
    found = anchor(document, replace(target, position=TextPositionSelector(100_000, 100_300)))
    assert found.range is not None


def test_many_targets_are_found_in_order():
    document = article()
    targets = [describe(document, block.range) for block in reversed(document.blocks)]
    found = anchor_all(article("New.", *PARAGRAPHS), targets)
    assert [item.state for item in found] == [AnchorState.MOVED] * len(targets)
    starts = [item.range.start for item in found]
    assert starts == sorted(starts, reverse=True)
