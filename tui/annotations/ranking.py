"""Which of several places in a text is the quote's: scored by words, context and nearness."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest

from tui.annotations.comparison import Comparison
from tui.annotations.describing import CONTEXT_LENGTH
from tui.annotations.matching import LONGEST_PATTERN, Match, align, scan, similarity
from tui.annotations.selectors import TextQuoteSelector
from tui.annotations.voting import (
    NEAR,
    most_votes,
    votes_nearby,
    votes_of_rare_words,
    votes_of_seeds,
)
from tui.annotations.words import Vocabulary, Words

CERTAIN = 0.85
"""A changed quote scoring less should be looked at by the reader."""

_SMALL_TEXT = 16384
"""Code points up to which the whole text is compared so (12 ms a quote)."""

_MOST_PLACES = 4000
"""Exact places that are looked at in each direction from the old position."""

_MOST_RANKED = 24
"""Exact places whose context is compared letter by letter; the others lost to them before."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote may stand.

    Attributes:
        start: First code point.
        end: One past the last.
        alike: How like the quote the words there are, 1 − errors / length; may be negative.
        score: The same with context and nearness, 0 to 1.
    """

    start: int
    end: int
    alike: float
    score: float


def exact_places(
    text: str, quote: TextQuoteSelector, hint: int | None, most: int
) -> list[tuple[int, float]]:
    """Return the best places of the exact words with their scores, the best first."""
    exact, prefix, suffix = quote.exact, quote.prefix, quote.suffix
    whole = prefix + exact + suffix
    if not whole:
        return []
    near = hint or 0
    in_context = _places(text, whole, max(0, near - len(prefix)))
    if in_context:
        starts = [place + len(prefix) for place in in_context]
        starts.sort(key=lambda start: (abs(start - near), start))
        if len(starts) >= most:
            return [(start, 1.0) for start in starts[:most]]
    if not exact:
        return []
    places = _places(text, exact, near)
    likely = nlargest(
        max(most, _MOST_RANKED),
        places,
        lambda place: (_agreement(text, quote, place), -abs(place - near)),
    )
    scored = (
        (_score(text, quote, hint, Match(place, place + len(exact), 0)), -abs(place - near), place)
        for place in likely
    )
    return [(place, score) for score, _, place in nlargest(most, scored)]


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
    """Score a place whose context is where it should be."""
    reach = CONTEXT_LENGTH + CONTEXT_LENGTH // 2
    before = text[max(0, match.start - reach) : match.start]
    after = text[match.end : match.end + reach]
    return weigh(
        quote,
        1.0 - match.errors / max(1, len(quote.exact)),
        similarity(quote.prefix[::-1], before[::-1]),
        similarity(quote.suffix, after),
        None if hint is None else 1.0 - min(1.0, abs(match.start - hint) / max(1, len(text))),
    )


def weigh(
    quote: TextQuoteSelector, exact: float, prefix: float, suffix: float, near: float | None
) -> float:
    """Score a place as Hypothesis does: 50 quote, 20 prefix, 20 suffix, 2 position.

    What the target does not say (no context, no position) does not count.
    """
    parts = [(50.0, exact)]
    if quote.prefix:
        parts.append((20.0, prefix))
    if quote.suffix:
        parts.append((20.0, suffix))
    if near is not None:
        parts.append((2.0, near))
    total = sum(weight * max(0.0, part) for weight, part in parts)
    return total / sum(weight for weight, _ in parts)


def like_places(
    words: Words, vocabulary: Vocabulary, quote: TextQuoteSelector, hint: int | None, most: int = 4
) -> list[Place]:
    """Return places that resemble the quote, the best first, none overlapping a better one.

    Args:
        words: Where to search: the words of a folded text.
        vocabulary: What numbered them.
        quote: Words, not empty, and their context, folded.
        hint: Where they stood, None where nobody said.
        most: How many places to return at most.
    """
    pattern = Words(quote.prefix + quote.exact + quote.suffix, vocabulary)
    found: list[Place] = []
    text, length = words.text, len(pattern.text)
    width = max(CONTEXT_LENGTH, length // 4)
    slack = CONTEXT_LENGTH + length // 5
    near = hint or 0
    seen: set[int] = set()
    for count in (votes_of_rare_words, votes_nearby, votes_of_seeds):
        if found and (count is votes_of_seeds or _best(found).score >= CERTAIN):
            break
        for bucket in most_votes(count(words, pattern, width, hint), near // width, most):
            if seen.isdisjoint((bucket - 1, bucket, bucket + 1)):
                seen.add(bucket)
                begin = max(0, bucket * width - slack)
                end = min(len(text), (bucket + 2) * width + length + slack)
                found += _place_in(words, vocabulary, quote, hint, begin, end)
    if not found:
        found = _near_places(words, vocabulary, quote, hint, most)
    return _distinct(found, most)


def _best(found: list[Place]) -> Place:
    return max(found, key=lambda place: place.score)


def _distinct(found: list[Place], most: int) -> list[Place]:
    kept: list[Place] = []
    for place in sorted(found, key=lambda place: (-place.score, place.start)):
        if len(kept) == most:
            break
        if all(place.end <= other.start or other.end <= place.start for other in kept):
            kept.append(place)
    return kept


def _near_places(
    words: Words, vocabulary: Vocabulary, quote: TextQuoteSelector, hint: int | None, most: int
) -> list[Place]:
    """Search letter by letter near the hint, or the whole of a small text."""
    text, whole = words.text, quote.prefix + quote.exact + quote.suffix
    if len(quote.exact) > LONGEST_PATTERN:
        return []
    if len(text) <= _SMALL_TEXT:
        start, end = 0, len(text)
    elif hint is not None:
        start, end = max(0, hint - NEAR), min(len(text), hint + NEAR + len(quote.exact))
    else:
        return []
    ahead, slack = len(quote.prefix), CONTEXT_LENGTH + len(whole) // 5
    found: list[Place] = []
    for match in scan(quote.exact, text, start, end, most):
        begin, stop = match.start - ahead - slack, match.end + len(quote.suffix) + slack
        found += _place_in(words, vocabulary, quote, hint, max(0, begin), min(len(text), stop))
        alike = 1.0 - match.errors / len(quote.exact)
        found.append(Place(match.start, match.end, alike, _score(text, quote, hint, match)))
    return found


def _place_in(
    words: Words,
    vocabulary: Vocabulary,
    quote: TextQuoteSelector,
    hint: int | None,
    begin: int,
    end: int,
) -> list[Place]:
    """Align the quote and its context with a stretch of the text."""
    text = words.text[begin:end]
    before, behind = len(quote.prefix), len(quote.prefix) + len(quote.exact)
    whole = quote.prefix + quote.exact + quote.suffix
    if len(whole) <= LONGEST_PATTERN:
        alignment = align(whole, text, open_start=True, open_end=True)
        match = alignment.between(before, behind)
        start, stop = match.start, match.end
        alike = 1.0 - match.errors / len(quote.exact)
        wrong_before = alignment.errors_low[before] - alignment.errors_high[0]
        wrong_behind = alignment.errors_low[len(whole)] - alignment.errors_high[behind]
        prefix = 1.0 - wrong_before / max(1, len(quote.prefix))
        suffix = 1.0 - wrong_behind / max(1, len(quote.suffix))
    else:
        comparison = Comparison(Words(whole, vocabulary), Words(text, vocabulary))
        mapped = comparison.map_range(before, behind)
        if mapped is None:
            return []
        start, stop, alike = mapped.start, mapped.end, mapped.kept
        prefix, suffix = comparison.kept(0, before), comparison.kept(behind, len(whole))
    if stop <= start:
        return []
    near = None
    if hint is not None:
        near = 1.0 - min(1.0, abs(begin + start - hint) / max(1, len(words.text)))
    return [Place(begin + start, begin + stop, alike, weigh(quote, alike, prefix, suffix, near))]
