"""What one outlet's version of a story has and another's has not, paragraph by paragraph.

Paragraphs are compared as sets of pairs of neighbouring words (Broder's shingles again, of two
words, as a paragraph has few), and by the share of the smaller set that the larger has, because
outlets join and split paragraphs: a quotation that one sets apart is part of a paragraph elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from tui.library.wire import words_of

Pairs = frozenset[tuple[bytes, ...]]

PAIRS = 0.4
"""The share of the smaller paragraph's word pairs that the other has if they are one: with every
sixth word edited, two thirds are left; other paragraphs of a story share a tenth."""
_SHORT = 6
"""Word pairs under which a paragraph (a subheading, "She declined.") has to be like the whole of
the other, as its few words stand in many a paragraph."""
_EVERYWHERE = 50
"""Paragraphs of the other version from which on a pair says nothing ("of the"): without this, the
time would grow with the square of their number."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs that both versions have, or that only one has.

    Attributes:
        mine: Places of paragraphs in my version, rising; none if only the other has it.
        other: Places in the other version, rising; none if only mine has it. Where the versions
            part a passage into paragraphs differently, either may be several.
        moved: Whether both have it, but in another order.
    """

    mine: tuple[int, ...]
    other: tuple[int, ...]
    moved: bool = False

    @property
    def cut(self) -> bool:
        """Whether the other version is without it."""
        return not self.other

    @property
    def added(self) -> bool:
        """Whether only the other version has it."""
        return not self.mine


def compare_copies(mine: Sequence[str], other: Sequence[str]) -> tuple[Passage, ...]:
    """Compare two versions of a story.

    Every paragraph of either version is in exactly one Passage.

    Args:
        mine: The paragraphs of the version that is on the screen.
        other: Those of the version to compare with it.

    Returns:
        The passages in my order; what the other added stands behind what it follows there.
    """
    common = _matched([_pairs(text) for text in mine], [_pairs(text) for text in other])
    in_place = _longest_rising([found.other[0] for found in common])
    passages = [replace(found, moved=place not in in_place) for place, found in enumerate(common)]
    matched = {place for found in common for place in found.mine}
    passages += [Passage((place,), ()) for place in range(len(mine)) if place not in matched]
    passages.sort(key=lambda passage: passage.mine)
    return tuple(_with_added(passages, len(other)))


def _pairs(paragraph: str) -> Pairs:
    words, width = words_of(paragraph)
    size = 2 * width
    if len(words) < size:
        return frozenset([tuple(words)]) if words else frozenset()
    return frozenset(zip(*(islice(words, start, None) for start in range(size)), strict=False))


def _matched(mine: Sequence[Pairs], other: Sequence[Pairs]) -> list[Passage]:
    """Return the passages that both versions have, in my order.

    The likest paragraphs find each other first. Another may join one that is taken if it holds
    what nobody has claimed of it yet: the second half of a paragraph that was split, but not the
    second of two equal ones.
    """
    ours: dict[int, list[int]] = {}
    theirs: dict[int, list[int]] = {}
    unclaimed, unclaimed_there = list(mine), list(other)
    for *_, here, there in sorted(_likely(mine, other)):
        if here not in ours and there not in theirs:
            ours[here], theirs[there] = [there], [here]
        elif there not in theirs and _like(unclaimed[here], other[there], of=other[there]):
            # `here` was split; so the paragraphs it was split into belong to it alone.
            if any(theirs[place] != [here] for place in ours[here]):
                continue
            ours[here].append(there)
            theirs[there] = [here]
        elif here not in ours and _like(mine[here], unclaimed_there[there], of=mine[here]):
            if any(ours[place] != [there] for place in theirs[there]):
                continue
            theirs[there].append(here)
            ours[here] = [there]
        else:
            continue
        unclaimed[here] -= other[there]
        unclaimed_there[there] -= mine[here]
    return [
        Passage(tuple(sorted(theirs[there[0]])), tuple(sorted(there)))
        for here, there in sorted(ours.items())
        if here == min(theirs[there[0]])
    ]


def _likely(mine: Sequence[Pairs], other: Sequence[Pairs]) -> Iterator[tuple[float, int, int, int]]:
    """Yield which paragraphs are alike: how unlike, how far apart, which of mine, which there."""
    standing: dict[tuple[bytes, ...], list[int]] = {}
    for place, pairs in enumerate(other):
        for pair in pairs:
            standing.setdefault(pair, []).append(place)
    for here, pairs in enumerate(mine):
        places = (standing.get(pair, ()) for pair in pairs)
        counts = Counter(chain.from_iterable(at for at in places if len(at) <= _EVERYWHERE))
        for there, count in counts.items():
            fewest, most = sorted((len(pairs), len(other[there])))
            if count >= PAIRS * (fewest if fewest >= _SHORT else most):
                # The likeness of the wholes first, so that equals find each other; then the place.
                yield -count / most, abs(here - there), here, there


def _like(one: Pairs, another: Pairs, of: Pairs) -> bool:
    return len(of) >= _SHORT and len(one & another) >= PAIRS * len(of)


def _longest_rising(places: Sequence[int]) -> set[int]:
    """Return which of the places are in a longest rising sequence (patience sorting)."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        at[length : length + 1] = [index]
    rising: set[int] = set()
    index = at[-1] if at else -1
    while index >= 0:
        rising.add(index)
        index = before[index]
    return rising


def _with_added(passages: Sequence[Passage], count: int) -> Iterator[Passage]:
    """Yield the passages, and what only the other has behind what it stands behind there."""
    follows: dict[int, list[int]] = {}
    holder = {place: at for at, passage in enumerate(passages) for place in passage.other}
    last = -1
    for place in range(count):
        if place in holder:
            last = holder[place]
        else:
            follows.setdefault(last, []).append(place)
    for at in range(-1, len(passages)):
        if at >= 0:
            yield passages[at]
        yield from (Passage((), (place,)) for place in follows.get(at, ()))
