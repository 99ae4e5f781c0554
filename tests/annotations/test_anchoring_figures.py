"""How many quotes are found again, at a small size; `tests/benchmarks/anchoring.py` says it all."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from newsprint import (
    Edited,
    Newsroom,
    edit_letters,
    edit_words,
    overlap,
    page,
    pick_quotes,
    reorder,
    retyped,
    with_typography,
)

from tui.annotations import Anchored, Anchorer, AnchorState, Target, describe
from tui.articles.document import TextRange

QUOTES = 100


@cache
def report(seed: int = 5, size: int = 60_000) -> str:
    return "\n\n".join(Newsroom(seed).paragraphs(size))


def find(old: str, new: str, targets: Sequence[Target], with_old_text: bool) -> list[Anchored]:
    anchorer = Anchorer(page(new), (lambda _: old) if with_old_text else None)
    return [anchorer.anchor(target) for target in targets]


def share_right(text: str, edited: Edited, quotes: list[TextRange], with_old_text: bool) -> float:
    document = page(text)
    targets = [describe(document, quote) for quote in quotes]
    found = find(text, edited.text, targets, with_old_text)
    right = [edited.range_of(quote.start, quote.end) for quote in quotes]
    pairs = zip((item.range for item in found), right, strict=True)
    return 100 * sum(overlap(*pair) >= 0.8 for pair in pairs) / len(quotes)


ways = pytest.mark.parametrize("with_old_text", [True, False], ids=["old text", "quote alone"])


@ways
@pytest.mark.parametrize(
    ("share", "with_text", "without"), [(0.05, 99, 95), (0.10, 97.5, 93), (0.20, 95, 86)]
)
def test_quotes_in_edited_words_are_found(share, with_text, without, with_old_text):
    text, rng = report(), random.Random(8)
    quotes = pick_quotes(text, QUOTES, rng)
    edited = edit_words(text, share, rng, Newsroom.of(5))
    least = with_text if with_old_text else without
    assert share_right(text, edited, quotes, with_old_text) >= least


@ways
def test_quotes_in_edited_letters_are_found(with_old_text):
    text, rng = report(), random.Random(9)
    quotes = pick_quotes(text, QUOTES, rng)
    assert share_right(text, edit_letters(text, 0.1, rng), quotes, with_old_text) >= 98


@ways
def test_quotes_in_other_typography_are_all_found_and_not_changed(with_old_text):
    rng = random.Random(10)
    text = with_typography(report(), rng)
    quotes = pick_quotes(text, 40, rng)
    targets = [describe(page(text), quote) for quote in quotes]
    for name, edited in retyped(text).items():
        assert edited.text != text, name
        found = find(text, edited.text, targets, with_old_text)
        for item, quote in zip(found, quotes, strict=True):
            right = edited.range_of(quote.start, quote.end)
            assert overlap(item.range, right) >= 0.95, name
            assert item.state in (AnchorState.EXACT, AnchorState.MOVED), name


@ways
def test_quotes_in_reordered_paragraphs_are_found(with_old_text):
    text, rng = report(), random.Random(11)
    quotes = pick_quotes(text, QUOTES, rng, within_paragraph=True)
    assert share_right(text, reorder(text, 1 / 3, rng), quotes, with_old_text) >= 97


@ways
def test_quotes_that_are_not_there_are_not_found(with_old_text):
    newsroom, rng = Newsroom(6), random.Random(12)
    text, other = ("\n\n".join(newsroom.paragraphs(60_000)) for _ in range(2))
    away = page(other)
    quotes = [quote for quote in pick_quotes(other, QUOTES, rng) if away[quote] not in text]
    targets = [describe(away, quote) for quote in quotes]
    found = find(other, text, targets, with_old_text)
    assert sum(item.range is not None for item in found) <= 1


def test_paragraphs_that_were_taken_out_are_orphans_through_the_old_text():
    newsroom, rng = Newsroom(6), random.Random(13)
    parts = newsroom.paragraphs(60_000)
    gone = set(rng.sample(range(len(parts)), len(parts) // 3))
    left = "\n\n".join(part for at, part in enumerate(parts) if at not in gone)
    document = page("\n\n".join(parts))
    quotes = [
        quote
        for quote in pick_quotes(document.text, 2 * QUOTES, rng, within_paragraph=True)
        if document.block_at(quote.start).index in gone
    ]
    found = find(document.text, left, [describe(document, quote) for quote in quotes], True)
    assert len(quotes) > 40
    assert sum(item.range is not None for item in found) <= 1


@ways
def test_a_repeated_phrase_goes_to_its_own_place(with_old_text):
    text, rng = report(), random.Random(14)
    places = [at for at in range(len(text)) if text.startswith((" he said ", " she said "), at)]
    quotes = [TextRange(at + 1, text.index("said", at) + 4) for at in places]
    edited = edit_words(text, 0.03, rng, Newsroom.of(5))
    document = page(text)
    kept = [
        quote
        for quote in quotes
        if (place := edited.range_of(quote.start, quote.end))
        and edited.text[place.start : place.end] == document[quote]
    ]
    assert len(kept) > 10
    assert share_right(text, edited, kept, with_old_text) >= 98


def test_a_repeated_phrase_without_context_goes_to_the_nearest_place():
    document = page(report())
    places = [at for at in range(len(document.text)) if document.text.startswith("he said", at)]
    for at in places[:40]:
        target = describe(document, TextRange(at, at + 7))
        bare = replace(target, quote=replace(target.quote, prefix="", suffix=""), text_sha256="")
        assert Anchorer(document).anchor(bare).range == TextRange(at, at + 7)
