"""Which of several places in a text is the quote's: scored by words, context and nearness."""

from __future__ import annotations

from heapq import nlargest

from tui.annotations.matching import LONGEST_PATTERN, Match, scan, similarity, vote
from tui.annotations.selectors import TextQuoteSelector

CONTEXT_LENGTH = 32
"""Code points of context before and after a quote, as other annotation tools keep them."""

CERTAIN = 0.85
"""A changed quote scoring less should be looked at by the reader."""

_NEAR = 4096
"""Code points before and after the old position that are compared letter by letter."""

_SMALL_TEXT = 16384
"""Code points up to which the whole text is compared so (12 ms a quote)."""

_MOST_PLACES = 4000
"""Exact places that are looked at in each direction from the old position."""

_MOST_RANKED = 24
"""Exact places whose context is compared letter by letter; the others lost to them before."""


def best_exact_place(
    text: str, quote: TextQuoteSelector, hint: int | None
) -> tuple[int, float] | None:
    """Return the best place of the exact words, and its score; None where they are not there.

    Args:
        text: Where to search.
        quote: The words with their context.
        hint: Where they stood, None where nobody said.
    """
    exact, prefix, suffix = quote.exact, quote.prefix, quote.suffix
    whole = prefix + exact + suffix
    if not whole:
        return None
    near = hint or 0
    in_context = _places(text, whole, max(0, near - len(prefix)))
    if in_context:
        starts = [place + len(prefix) for place in in_context]
        return min(starts, key=lambda start: (abs(start - near), start)), 1.0
    if not exact:
        return None
    places = _places(text, exact, near)
    likely = nlargest(
        _MOST_RANKED, places, lambda place: (_agreement(text, quote, place), -abs(place - near))
    )
    scored = (
        (_score(text, quote, hint, Match(place, place + len(exact), 0)), -abs(place - near), place)
        for place in likely
    )
    best = max(scored, default=None)
    return (best[2], best[0]) if best else None


def _places(text: str, words: str, near: int) -> list[int]:
    """Return where the words stand, from `near` outwards in both directions, a bounded number."""
    after: list[int] = []
    before: list[int] = []
    place = text.find(words, near)
    while place >= 0 and len(after) < _MOST_PLACES:
        after.append(place)
        place = text.find(words, place + 1)
    place = text.rfind(words, 0, near + len(words) - 1) if near else -1
    while place >= 0 and len(before) < _MOST_PLACES:
        before.append(place)
        place = text.rfind(words, 0, place + len(words) - 1)
    return [*reversed(before), *after]


def _agreement(text: str, quote: TextQuoteSelector, place: int) -> int:
    """Count the code points of context that agree, outwards from the quote."""
    count, end = 0, place + len(quote.exact)
    for offset, character in enumerate(reversed(quote.prefix), start=1):
        if place < offset or text[place - offset] != character:
            break
        count += 1
    for expected, character in zip(quote.suffix, text[end : end + len(quote.suffix)], strict=False):
        if expected != character:
            break
        count += 1
    return count


def _score(text: str, quote: TextQuoteSelector, hint: int | None, match: Match) -> float:
    """Score a place as Hypothesis does: 50 quote, 20 prefix, 20 suffix, 2 position.

    What the target does not say (no context, no position) does not count.
    """
    reach = CONTEXT_LENGTH + CONTEXT_LENGTH // 2
    parts = [(50.0, 1.0 - match.errors / max(1, len(quote.exact)))]
    if quote.prefix:
        before = text[max(0, match.start - reach) : match.start]
        parts.append((20.0, similarity(quote.prefix[::-1], before[::-1])))
    if quote.suffix:
        parts.append((20.0, similarity(quote.suffix, text[match.end : match.end + reach])))
    if hint is not None:
        parts.append((2.0, 1.0 - min(1.0, abs(match.start - hint) / max(1, len(text)))))
    return sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts)


def best_like_place(
    text: str, quote: TextQuoteSelector, hint: int | None
) -> tuple[Match, float] | None:
    """Return the place most like the quote, and its score; None where nothing is like it.

    Args:
        text: Where to search, folded.
        quote: Words, not empty, and their context, folded.
        hint: Where they stood, None where nobody said.
    """
    search = _alike if len(quote.exact) <= LONGEST_PATTERN else _alike_at_both_ends
    scored = ((match, _score(text, quote, hint, match)) for match in search(text, quote, hint))
    return max(scored, key=lambda item: (item[1], -item[0].start), default=None)


def _alike(text: str, quote: TextQuoteSelector, hint: int | None) -> list[Match]:
    """Collect places that resemble the quote: where its pieces stand, and near the hint."""
    exact, length = quote.exact, len(quote.exact)
    if len(text) <= _SMALL_TEXT:
        return scan(exact, text, 0, len(text))
    slack = max(16, length // 4) + length // 2
    found: list[Match] = []
    for place in vote(quote.prefix, exact, quote.suffix, text):
        start, end = max(0, place - slack), min(len(text), place + length + 2 * slack)
        found += scan(exact, text, start, end)
    if hint is None or any(_score(text, quote, hint, match) >= CERTAIN for match in found):
        return found
    start, end = max(0, hint - _NEAR), min(len(text), hint + _NEAR + length)
    return found + scan(exact, text, start, end)


def _alike_at_both_ends(text: str, quote: TextQuoteSelector, hint: int | None) -> list[Match]:
    """Find a long quote by its first and last words; what lies between is compared by words.

    Comparing it letter by letter would cost the product of both lengths.
    """
    exact, half = quote.exact, LONGEST_PATTERN // 2
    head = TextQuoteSelector(exact[:half], quote.prefix, exact[half : half + CONTEXT_LENGTH])
    tail = TextQuoteSelector(exact[-half:], exact[-half - CONTEXT_LENGTH : -half], quote.suffix)
    tail_hint = hint + len(exact) - half if hint is not None else None
    heads = _alike(text, head, hint)
    tails = _alike(text, tail, tail_hint)
    found = []
    for first in nlargest(2, heads, key=lambda match: _score(text, head, hint, match)):
        for last in nlargest(2, tails, key=lambda match: _score(text, tail, tail_hint, match)):
            if not len(exact) // 2 <= last.end - first.start <= len(exact) * 2:
                continue
            ends = (first.errors + last.errors) / (2 * half)
            between = _missing_words(exact[half:-half], text[first.end : last.start])
            wrong = max(1, round((ends + between) / 2 * len(exact)))
            found.append(Match(first.start, last.end, wrong))
    return found


def _missing_words(old: str, new: str) -> float:
    """Return the share of the old words that the new text lacks, 0 to 1."""
    words = old.split()
    known = set(new.split())
    return sum(word not in known for word in words) / len(words) if words else 0.0
