"""What two sequences of words have in common, in nearly linear time.

The idea of the patience diff (B. Cohen, 2008): what stands exactly once on both sides fixes the
comparison there, longest increasing subsequence first, and the stretches between are compared
in the same way. Short stretches, and those with nothing unique, go to Myers' O(ND) algorithm
(E. Myers, An O(ND) difference algorithm and its variations, Algorithmica 1, 1986) with a limit
on D, so that no input takes long: where the limit is reached, the stretch counts as rewritten.
`difflib` is quadratic: two texts of 1 MB would take it hours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

GRAM = 4
"""Words of a phrase that fixes a comparison: nine in ten are unique in a long article."""

_SIZES = (4, 2, 1)
_SMALL = 64
"""Words of both sides together up to which they go straight to Myers' algorithm."""
_MOST_EDITS = 64
_MOST_ROUNDS = 12
"""How often a stretch is parted; each round is linear in its length."""


class Run(NamedTuple):
    """Words that both sides have: `old[old:old + length] == new[new:new + length]`."""

    old: int
    new: int
    length: int

    @property
    def old_end(self) -> int:
        """One past the last word on the old side."""
        return self.old + self.length

    @property
    def new_end(self) -> int:
        """One past the last word on the new side."""
        return self.new + self.length


class Stretch(NamedTuple):
    """Words `old`..`old_end` on one side and `new`..`new_end` on the other."""

    old: int
    old_end: int
    new: int
    new_end: int


def unique_grams(ids: Sequence[int], start: int, end: int, size: int) -> dict[tuple[int, ...], int]:
    """Return where each phrase of `size` words stands that stands once in `ids[start:end]`."""
    part = ids[start:end]
    places: dict[tuple[int, ...], int] = {}
    repeated: set[tuple[int, ...]] = set()
    for index, gram in enumerate(zip(*(part[shift:] for shift in range(size)), strict=False)):
        if gram in places:
            repeated.add(gram)
        else:
            places[gram] = start + index
    for gram in repeated:
        del places[gram]
    return places


def unique_pairs(
    old: Sequence[int], new: Sequence[int], stretch: Stretch, size: int
) -> list[tuple[int, int]]:
    """Return where the phrases stand that are unique on both sides, in the old order."""
    ours = unique_grams(old, stretch.old, stretch.old_end, size)
    theirs = unique_grams(new, stretch.new, stretch.new_end, size)
    return [(at, theirs[gram]) for gram, at in ours.items() if gram in theirs]


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Return the indices of a longest strictly increasing subsequence (n log n)."""
    tails: list[int] = []
    indices: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        if not tails or value > tails[-1]:
            at = len(tails)
            tails.append(value)
            indices.append(index)
        else:
            at = bisect_left(tails, value)
            tails[at], indices[at] = value, index
        before.append(indices[at - 1] if at else -1)
    chain: list[int] = []
    index = indices[-1] if indices else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def join_pairs(pairs: Sequence[tuple[int, int]], size: int) -> list[Run]:
    """Join phrases of `size` words at (old, new), increasing on both sides, to runs."""
    runs: list[Run] = []
    for old, new in pairs:
        length = size
        if runs:
            last = runs[-1]
            if new - old == last.new - last.old and old <= last.old_end:
                runs[-1] = Run(last.old, last.new, old + size - last.old)
                continue
            inside = max(0, last.old_end - old, last.new_end - new)
            old, new, length = old + inside, new + inside, size - inside
        if length > 0:
            runs.append(Run(old, new, length))
    return runs


def common_runs(
    old: Sequence[int], new: Sequence[int], stretch: Stretch | None = None
) -> list[Run]:
    """Return what both sides have in common, in order, as few long runs.

    Args:
        old: Numbers of words.
        new: The same of the other text.
        stretch: What of them to compare; all where None.
    """
    found: list[Run] = []
    waiting = [(stretch or Stretch(0, len(old), 0, len(new)), 0)]
    while waiting:
        stretch, rounds = waiting.pop()
        stretch = _trim(old, new, stretch, found)
        length, other = stretch.old_end - stretch.old, stretch.new_end - stretch.new
        if not length or not other:
            continue
        pairs: list[tuple[int, int]] = []
        if length + other > _SMALL and rounds < _MOST_ROUNDS:
            for size in _SIZES:
                pairs = unique_pairs(old, new, stretch, size)
                if pairs:
                    break
        if not pairs:
            found += _few_edits(old, new, stretch)
            continue
        chain = longest_increasing([at for _, at in pairs])
        runs = join_pairs([pairs[index] for index in chain], size)
        found += runs
        waiting += [(gap, rounds + 1) for gap in gaps_between(runs, stretch)]
    return _joined(sorted(found))


def gaps_between(runs: Sequence[Run], stretch: Stretch) -> list[Stretch]:
    """Return what lies between the runs of a stretch, before the first and after the last."""
    gaps = []
    at, other = stretch.old, stretch.new
    for run in (*runs, Run(stretch.old_end, stretch.new_end, 0)):
        gaps.append(Stretch(at, run.old, other, run.new))
        at, other = run.old_end, run.new_end
    return gaps


def _trim(old: Sequence[int], new: Sequence[int], stretch: Stretch, found: list[Run]) -> Stretch:
    """Take off what both sides begin and end with, and add it to what was found."""
    at, at_end, other, other_end = stretch
    most = min(at_end - at, other_end - other)
    head = 0
    while head < most and old[at + head] == new[other + head]:
        head += 1
    tail = 0
    while tail < most - head and old[at_end - 1 - tail] == new[other_end - 1 - tail]:
        tail += 1
    if head:
        found.append(Run(at, other, head))
    if tail:
        found.append(Run(at_end - tail, other_end - tail, tail))
    return Stretch(at + head, at_end - tail, other + head, other_end - tail)


def _joined(runs: Sequence[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        if joined and (joined[-1].old_end, joined[-1].new_end) == (run.old, run.new):
            joined[-1] = Run(joined[-1].old, joined[-1].new, joined[-1].length + run.length)
        else:
            joined.append(run)
    return joined


def _few_edits(old: Sequence[int], new: Sequence[int], stretch: Stretch) -> list[Run]:
    """Compare by Myers' greedy algorithm; nothing in common where it takes too many edits."""
    at, at_end, other, other_end = stretch
    length, width = at_end - at, other_end - other
    reach = {1: 0}
    steps: list[dict[int, int]] = []
    for edits in range(min(length + width, _MOST_EDITS) + 1):
        steps.append(reach.copy())
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (
                diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1]
            )
            x = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            y = x - diagonal
            while x < length and y < width and old[at + x] == new[other + y]:
                x, y = x + 1, y + 1
            reach[diagonal] = x
            if x >= length and y >= width and diagonal == length - width:
                return [
                    Run(at + start, other + start - slope, size)
                    for start, slope, size in _walk_back(steps, length, width)
                ]
    return []


def _walk_back(steps: list[dict[int, int]], length: int, width: int) -> list[tuple[int, int, int]]:
    """Return the diagonals of the path, as (x, x - y, length), from its end to its beginning."""
    runs = []
    x, y = length, width
    for edits in range(len(steps) - 1, -1, -1):
        reach, diagonal = steps[edits], x - y
        if edits == 0:
            start, came_from = 0, 0
        elif diagonal == -edits or (
            diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1]
        ):
            came_from = start = reach[diagonal + 1]
            y_before = came_from - (diagonal + 1)
        else:
            came_from = reach[diagonal - 1]
            start = came_from + 1
            y_before = came_from - (diagonal - 1)
        if x > start:
            runs.append((start, diagonal, x - start))
        if edits:
            x, y = came_from, y_before
    return runs
