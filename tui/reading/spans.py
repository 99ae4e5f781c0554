"""Overlapping styled ranges become disjoint runs, and are found quickly by place.

A line may lie under an emphasis, two highlights, a search hit and a selection at once. Drawing
wants the opposite: stretches that do not overlap, each with all that applies to it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tui.articles.document import TextRange

Payload = TypeVar("Payload")


@dataclass(frozen=True, slots=True)
class Run(Generic[Payload]):
    """A stretch over which the same styled ranges apply.

    Attributes:
        start: Its first code point in `Document.text`.
        end: Where it ends (exclusive).
        payloads: What applies, in the order in which the layers were given.
    """

    start: int
    end: int
    payloads: tuple[Payload, ...]


def flatten(
    text_range: TextRange, layers: Iterable[tuple[TextRange, Payload]]
) -> list[Run[Payload]]:
    """Turn overlapping styled ranges into disjoint runs by a sweep along the text.

    Args:
        text_range: What the runs are to cover, without a gap.
        layers: Styled ranges, in any order; what lies outside `text_range` is left out. A later
            layer comes later among a run's payloads.

    Returns:
        Runs in order, neighbours always with different payloads; none is empty, and an empty
        `text_range` has none. The cost follows the layers given and the payloads returned.
    """
    start, end = text_range.start, text_range.end
    if start == end:
        return []
    payloads: list[Payload] = []
    edges: list[tuple[int, int]] = []
    for layer, payload in layers:
        first, last = max(layer.start, start), min(layer.end, end)
        if first < last:
            # Entering is the number itself, leaving its complement.
            edges.append((first, len(payloads)))
            edges.append((last, ~len(payloads)))
            payloads.append(payload)
    if not edges:
        return [Run(start, end, ())]
    edges.sort()
    runs: list[Run[Payload]] = []
    active: list[int] = []
    here = start
    for offset, number in [*edges, (end, ~len(payloads))]:
        if offset > here:
            applying = tuple([payloads[index] for index in active])
            if runs and runs[-1].payloads == applying:
                runs[-1] = Run(runs[-1].start, offset, applying)
            else:
                runs.append(Run(here, offset, applying))
            here = offset
        if number >= 0:
            insort(active, number)
        elif ~number < len(payloads):
            del active[bisect_left(active, ~number)]
    return runs


class RangeIndex(Generic[Payload]):
    """Finds the layers that overlap a line among thousands.

    An implicit interval tree over the layers sorted by start, each node knowing the furthest end
    of its subtree: O(log n + found) a line, where a scan of 2,000 layers would be 100 µs.
    """

    def __init__(self, layers: Iterable[tuple[TextRange, Payload]]) -> None:
        """Sort the layers once, in O(n log n)."""
        numbered = sorted(enumerate(layers), key=lambda item: item[1][0].start)
        self._layers = [layer for _, layer in numbered]
        self._order = [number for number, _ in numbered]
        self._starts = [layer[0].start for layer in self._layers]
        self._furthest = [0] * len(self._layers)
        self._grow(0, len(self._layers))
        self._piled: list[Stack[Payload]] | None = None
        self._pile_ends: list[int] = []

    def __len__(self) -> int:
        return len(self._layers)

    def _grow(self, low: int, high: int) -> int:
        if low >= high:
            return -1
        middle = (low + high) // 2
        self._furthest[middle] = max(
            self._layers[middle][0].end, self._grow(low, middle), self._grow(middle + 1, high)
        )
        return self._furthest[middle]

    def overlapping(
        self, text_range: TextRange, limit: int | None = None
    ) -> list[tuple[TextRange, Payload]]:
        """Return the layers that share a code point with the range, in the order first given.

        Args:
            text_range: The range.
            limit: Of how many at most; those that begin first are taken.
        """
        found: list[int] = []
        beyond = bisect_left(self._starts, text_range.end)
        # A node is looked at after what is left of it: those that begin first come first.
        stack = [(0, len(self._layers), False)]
        while stack and (limit is None or len(found) < limit):
            low, high, descended = stack.pop()
            if low >= high or low >= beyond:
                continue
            middle = (low + high) // 2
            if descended:
                if middle < beyond and text_range.overlaps(self._layers[middle][0]):
                    found.append(middle)
            elif self._furthest[middle] > text_range.start:
                stack.append((middle + 1, high, False))
                stack.append((low, high, True))
                stack.append((low, middle, False))
        found.sort(key=self._order.__getitem__)
        return [self._layers[place] for place in found]

    def stacks(self, text_range: TextRange) -> list[Stack[Payload]]:
        """Return how the layers lie on each other over a range, in disjoint stretches.

        What thousands of layers on one line come to is counted once for all, in O(n log n); a
        look-up then costs O(log n + found), and no more is found than the line has letters.
        Payloads have to be hashable.
        """
        if self._piled is None:
            self._piled = _pile(self._layers)
            self._pile_ends = [stack.range.end for stack in self._piled]
        first = last = bisect_right(self._pile_ends, text_range.start)
        while last < len(self._piled) and self._piled[last].range.start < text_range.end:
            last += 1
        return self._piled[first:last]


@dataclass(frozen=True, slots=True)
class Stack(Generic[Payload]):
    """A stretch over which the same layers lie.

    Attributes:
        range: The stretch.
        payloads: What the layers carry, each once; that of the layer that began last comes last,
            so that of two nested ones the inner lies on top.
        depth: How many layers there are; `DEEPEST` stands for more, too.
    """

    range: TextRange
    payloads: tuple[Payload, ...]
    depth: int


DEEPEST = 3


def _pile(layers: Sequence[tuple[TextRange, Payload]]) -> list[Stack[Payload]]:
    """Sweep along layers that are sorted by their start, counting what is open."""
    numbered = sorted(layers, key=lambda layer: (layer[0].start, -layer[0].end))
    edges = sorted(
        edge
        for number, (place, _) in enumerate(numbered)
        if len(place)
        for edge in ((place.start, number), (place.end, ~number))
    )
    stacks: list[Stack[Payload]] = []
    # Of each payload the open layers, in order; those that ended are dropped when they come last.
    open_layers: dict[Payload, list[int]] = {}
    ended = bytearray(len(numbered))
    depth = begun = here = 0
    before: tuple[tuple[Payload, ...], int] = ((), 0)
    for offset, number in edges:
        if offset > here:
            payloads = tuple(open_layers)
            if len(payloads) > 1:
                payloads = tuple(sorted(payloads, key=lambda one: open_layers[one][-1]))
            seen = (payloads, min(depth, DEEPEST))
            if seen != before:
                if before[1]:
                    stacks.append(Stack(TextRange(begun, here), *before))
                begun, before = here, seen
            here = offset
        if number >= 0:
            open_layers.setdefault(numbered[number][1], []).append(number)
            depth += 1
        else:
            ended[~number] = True
            depth -= 1
            payload = numbered[~number][1]
            numbers = open_layers[payload]
            while numbers and ended[numbers[-1]]:
                numbers.pop()
            if not numbers:
                del open_layers[payload]
    if before[1]:
        stacks.append(Stack(TextRange(begun, here), *before))
    return stacks


def snap(runs: Sequence[Run[Payload]], start_of: Callable[[int], int]) -> list[Run[Payload]]:
    """Move the edges of runs to the beginnings of graphemes, so that none is drawn in halves.

    Args:
        runs: Adjoining runs, in order.
        start_of: Gives the beginning of the grapheme that holds an offset.
    """
    snapped: list[Run[Payload]] = []
    here = runs[0].start if runs else 0
    for number, run in enumerate(runs):
        end = run.end if number == len(runs) - 1 else start_of(run.end)
        if here < end:
            snapped.append(Run(here, end, run.payloads))
            here = end
    return snapped


def cover(runs: Sequence[Run[Payload]], start: int, end: int) -> list[Run[Payload]]:
    """Return disjoint runs, in order, cut to a stretch, with plain runs in their gaps."""
    covered: list[Run[Payload]] = []
    here = start
    for run in runs:
        first, last = max(run.start, here), min(run.end, end)
        if first >= last:
            continue
        if first > here:
            covered.append(Run(here, first, ()))
        covered.append(Run(first, last, run.payloads))
        here = last
    if here < end:
        covered.append(Run(here, end, ()))
    return covered
