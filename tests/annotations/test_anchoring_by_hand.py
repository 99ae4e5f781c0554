"""What a reader does with an altered or lost quote: differences, candidates, reattaching."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper import PARAGRAPHS, article, range_of

from tui.annotations.anchoring import (
    Anchorer,
    AnchorState,
    anchor,
    anchor_all,
    candidates,
    describe,
    reattach,
)
from tui.annotations.differences import PieceKind, differences
from tui.annotations.folding import fold
from tui.annotations.selectors import Target, TextQuoteSelector
from tui.articles.document import TextRange

OLD, NEW, SAME = PieceKind.OLD, PieceKind.NEW, PieceKind.SAME


def told(quote: str, now: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in differences(quote, now)]


@pytest.mark.parametrize(
    ("quote", "now", "pieces"),
    [
        (
            "cost £4.1 million to build",
            "cost £5.3 million to build",
            [(SAME, "cost £"), (OLD, "4.1"), (NEW, "5.3"), (SAME, " million to build")],
        ),
        ("one two three", "one three", [(SAME, "one "), (OLD, "two "), (SAME, "three")]),
        ("one two", "one", [(SAME, "one"), (OLD, " two")]),
        ("two three", "one two three", [(NEW, "one"), (SAME, " two three")]),
        (
            "he wasn’t there",
            "he was there",
            [(SAME, "he "), (OLD, "wasn’t"), (NEW, "was"), (SAME, " there")],
        ),
        ("“It’s over” – now", '"It\'s\xa0over" -  now', [(SAME, '"It\'s\xa0over" -  now')]),
        ("", "new", [(NEW, "new")]),
        ("old", "", [(OLD, "old")]),
        ("", "", []),
    ],
)
def test_the_words_that_differ(quote, now, pieces):
    assert told(quote, now) == pieces


phrases = ("one", "two", "–", "“three”", "four,", "é", "人", "")
words = st.lists(st.sampled_from(phrases), max_size=12).map(" ".join)


@given(words | st.text(max_size=40), words | st.text(max_size=40))
def test_the_pieces_are_the_two_texts(quote, now):
    pieces = differences(quote, now)
    assert all(piece.text for piece in pieces)
    assert "".join(piece.text for piece in pieces if piece.kind is not OLD) == now
    kept = "".join(piece.text for piece in pieces if piece.kind is not NEW)
    assert "".join(fold(kept).text.split()) == "".join(fold(quote).text.split())


@given(words)
def test_equal_texts_have_no_differences(text):
    assert all(piece.kind is SAME for piece in differences(text, text))


def test_a_lost_quote_is_offered_its_nearest_places_best_first():
    document = article()
    words = (
        "A new hall, which the town first promised in 2019, is now expected to cost £4.1 million."
    )
    target = describe(document, range_of(document, words))
    rewritten = "The town now says that its hall, promised in 2019, will cost £6 million at least."
    later = article(*PARAGRAPHS[:3], "Nothing is sure.", rewritten, PARAGRAPHS[4])
    assert anchor(later, target).state is AnchorState.ORPHAN
    offered = candidates(later, target)
    assert offered
    assert offered[0].range.overlaps(range_of(later, rewritten))
    scores = [place.score for place in offered]
    assert scores == sorted(scores, reverse=True)
    for at, place in enumerate(offered):
        assert not any(place.range.overlaps(other.range) for other in offered[:at])


def test_all_places_of_a_repeated_phrase_are_offered_the_right_one_first():
    lines = [f"In {town} he said that {town} was calm." for town in map(str, range(1000, 1010))]
    document = article(*lines)
    target = describe(document, range_of(document, "he said", 6))
    later = article("Lead.", *lines)
    offered = candidates(later, target, 4)
    assert len(offered) == 4
    assert offered[0].range == range_of(later, "he said", 6)
    assert all(later[place.range] == "he said" for place in offered)
    assert {place.state for place in offered} == {AnchorState.MOVED}


@given(
    st.text(max_size=30), st.lists(st.text(max_size=40), min_size=1, max_size=4), st.integers(1, 6)
)
def test_candidates_of_anything_lie_in_the_text(exact, paragraphs, count):
    document = article(*paragraphs)
    offered = candidates(document, Target("", TextQuoteSelector(exact)), count)
    assert len(offered) <= count
    for place in offered:
        assert place.range.end <= len(document.text)
        assert 0.0 <= place.score <= 1.0


def test_a_reattached_target_is_found_where_the_reader_put_it():
    document = article()
    old = describe(document, range_of(document, "by the end of March"))
    old = replace(old, extra={"renderedVia": "x"}, other_selectors=({"type": "XPathSelector"},))
    later = article("New.", *(text.replace("the end of March", "Easter") for text in PARAGRAPHS))
    place = range_of(later, "by Easter")
    new = reattach(later, old, place)
    found = anchor(later, new)
    assert (found.range, found.state) == (place, AnchorState.EXACT)
    assert (new.source, new.extra, new.quote.exact) == (old.source, old.extra, "by Easter")
    assert not new.other_selectors
    assert old.quote.exact == "by the end of March"


def test_the_old_text_is_asked_for_once_and_only_where_it_helps():
    document = article()
    targets = [describe(document, block.range) for block in document.blocks]
    asked: list[str] = []

    def old_texts(digest: str) -> str:
        asked.append(digest)
        return document.text

    assert {found.state for found in anchor_all(document, targets, old_texts)} == {
        AnchorState.EXACT
    }
    assert not asked
    later = article("New.", *PARAGRAPHS)
    assert {found.state for found in anchor_all(later, targets, old_texts)} == {AnchorState.MOVED}
    assert asked == [targets[0].text_sha256]


def test_a_text_that_is_not_at_hand_or_not_the_targets_own_does_no_harm():
    document, later = article(), article("New.", *PARAGRAPHS)
    target = describe(document, range_of(document, "the old fish market"))
    for old in (None, "", "Something else altogether, of another paper.", document.text[1:]):
        found = Anchorer(later, lambda _, old=old: old).anchor(target)
        assert later[found.range] == "the old fish market"


def test_a_deleted_phrase_is_an_orphan_though_its_twin_still_stands():
    document = article()
    words = "“We have no other choice,” said"
    target = describe(document, range_of(document, words, 1))
    left = [*PARAGRAPHS[:4], "Ivo Brandt, her deputy, would not comment."]
    later = article(*left)
    found = Anchorer(later, lambda _: document.text).anchor(target)
    assert found.state is AnchorState.ORPHAN
    first = Anchorer(later, lambda _: document.text).anchor(
        describe(document, range_of(document, words))
    )
    assert (first.range, first.state) == (range_of(later, words), AnchorState.EXACT)


def test_what_was_put_into_a_quote_is_part_of_it_now_and_what_was_put_beside_is_not():
    document = article()
    target = describe(document, range_of(document, "the old fish market"))
    later = article(
        PARAGRAPHS[0].replace("the old fish market", "now the old and loved fish market hall")
    )
    found = Anchorer(later, lambda _: document.text).anchor(target)
    assert later[found.range] == "the old and loved fish market"
    assert found.state is AnchorState.CHANGED
    assert [
        p.text for p in differences(target.quote.exact, later[found.range]) if p.kind is NEW
    ] == ["and loved"]


def test_a_quote_over_two_paragraphs_that_parted_keeps_its_larger_half():
    document = article()
    target = describe(document, TextRange(document.blocks[0].start + 60, document.blocks[1].end))
    parted = [
        PARAGRAPHS[1],
        *PARAGRAPHS[2:],
        *(f"{text} Indeed." for text in PARAGRAPHS[2:]),
        PARAGRAPHS[0],
    ]
    later = article(*parted)
    found = Anchorer(later, lambda _: document.text).anchor(target)
    assert later[found.range] == PARAGRAPHS[1]
    assert found.state is AnchorState.CHANGED


def test_a_short_sentence_that_moved_is_found_in_its_new_place():
    document = article()
    moved = "The vote was 7–2."
    target = describe(document, range_of(document, f"who chairs the board. {moved}"))
    left = [PARAGRAPHS[0], PARAGRAPHS[1].replace(" who chairs the board. The vote was 7–2.", "")]
    later = article(*left, *PARAGRAPHS[2:], "Marta Quill, who chairs the board. The vote was 7–2.")
    found = Anchorer(later, lambda _: document.text).anchor(target)
    assert later[found.range] == "who chairs the board. The vote was 7–2."
    assert found.state is AnchorState.MOVED
