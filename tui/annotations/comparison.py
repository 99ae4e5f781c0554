"""An older text compared with a newer one: where each stretch of it went.

Phrases of four words that stand once in each text tie them together; the longest chain of them
that runs in the same order is the frame, and runs of them that go elsewhere are moved text. What
lies between the ties is compared when somebody asks for it: 200 quotes touch a tenth of a long
article. At the edges of a quote that were edited, letters are aligned.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from tui.annotations.matching import LONGEST_PATTERN, align
from tui.annotations.word_diff import (
    GRAM,
    Run,
    Stretch,
    common_runs,
    join_pairs,
    longest_increasing,
    unique_pairs,
)
from tui.annotations.words import Words

_SHORTEST_MOVE = 6
"""Words that have to go elsewhere together to count as moved: fewer meet by chance."""

_LONGEST_HOLE = 4000
"""Code points of rewritten text whose letters are aligned."""

_MOST_INSERTED = 64
"""Code points beyond twice a quote's length that may have been put into its middle."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """Where a range of the old text stands in the new one.

    Attributes:
        start: First code point in the new text.
        end: One past the last.
        kept: The share of the old range's words (by their length) that are still there, 0 to 1.
    """

    start: int
    end: int
    kept: float


class Comparison:
    """Maps ranges of an old text to a new one.

    About 0.3 s for two texts of a megabyte. No two texts take much longer: what has nothing
    unique in it counts as rewritten beyond a fixed effort.

    Args:
        old: The old text's words.
        new: The new text's, numbered by the same vocabulary.
    """

    def __init__(self, old: Words, new: Words) -> None:
        self.old, self.new = old, new
        length, other = len(old), len(new)
        pairs = unique_pairs(old.ids, new.ids, Stretch(0, length, 0, other), GRAM)
        chain = longest_increasing([at for _, at in pairs])
        frame = join_pairs([pairs[index] for index in chain], GRAM)
        on_chain = set(chain)
        moved = [pair for index, pair in enumerate(pairs) if index not in on_chain]
        self.moved = _moved_runs(moved, frame)
        # A run without words before everything, and one behind it.
        runs = sorted([Run(0, 0, 0), *frame, *self.moved])
        self._runs = [*runs, Run(length, other, 0)]
        self._starts = [run.old for run in self._runs]
        by_new = sorted(range(len(self._runs)), key=lambda index: self._runs[index][1:])
        self._next: dict[int, int] = dict(pairwise(by_new))
        self._before: dict[int, int] = {after: at for at, after in pairwise(by_new)}
        self._filled: dict[int, list[Run]] = {}
        self._sources: list[int] | None = None

    def map_range(self, start: int, end: int) -> Mapped | None:
        """Return where a range of the old text stands now; None where none of it is left."""
        first, last = self.old.within(start, end)
        total = self._letters(first, last)
        if not total:
            return None
        runs = self._runs_in(first, last)
        chain = _heaviest_chain(runs, end - start, self)
        if not chain:
            return self._within_hole(start, end, first, last)
        begin = self._edge_before(chain[0], first, start)
        stop = self._edge_behind(chain[-1], last, end)
        kept = sum(self._letters(run.old, run.old_end) for run in chain) / total
        return Mapped(begin, max(begin, stop), kept)

    def map_offset(self, offset: int) -> int:
        """Return about where an offset of the old text lies now; never beyond the new text.

        Where nothing was moved, a larger offset never lies before a smaller one.
        """
        word = bisect_right(self.old.starts, offset) - 1
        if word < 0:
            return min(offset, self._start_of(0))
        runs = self._runs_around(word)
        before = [run for run in runs if run.old <= word][-1:]
        if before and word < before[0].old_end:
            at = before[0].new + word - before[0].old
            return min(self.new.starts[at] + offset - self.old.starts[word], self._start_of(at + 1))
        # Rewritten: who wants to know it better asks for a range.
        return self._start_of(before[0].new_end if before else 0)

    def _start_of(self, word: int) -> int:
        """Return where a new word begins, or the end of the text behind the last one."""
        return self.new.starts[word] if word < len(self.new) else len(self.new.text)

    def kept(self, start: int, end: int) -> float:
        """Say how much of a range of the old text is still there, anywhere, 0 to 1."""
        first, last = self.old.within(start, end)
        total = self._letters(first, last)
        runs = self._runs_in(first, last)
        return sum(self._letters(run.old, run.old_end) for run in runs) / total if total else 0.0

    def came_from(self, start: int, end: int) -> float:
        """Say how much of a range of the new text stood in the old one, elsewhere or there, 0–1."""
        if self._sources is None:
            self._sources = sources = [0] * len(self.new)
            for run in self._runs:
                sources[run.new : run.new_end] = [1] * run.length
        first, last = self.new.within(start, end)
        return sum(self._sources[first:last]) / (last - first) if last > first else 0.0

    def _letters(self, first: int, last: int) -> int:
        """Count the code points of the old words."""
        return sum(self.old.ends[first:last]) - sum(self.old.starts[first:last])

    def _gap(self, index: int) -> list[Run]:
        """Return what is common between the run at `index` and the one behind it."""
        if index not in self._filled:
            run, following = self._runs[index], self._runs[index + 1]
            old, new = self.old.ids, self.new.ids
            right = self._runs[self._next[index]].new if index in self._next else len(new)
            gap = Stretch(run.old_end, following.old, run.new_end, max(run.new_end, right))
            found = common_runs(old, new, gap)
            if self._next.get(index) != index + 1 and index + 1 in self._before:
                # The text parts here: what comes next now stands behind something else.
                done = found[-1].old_end if found else run.old_end
                left = self._runs[self._before[index + 1]].new_end
                rest = Stretch(done, following.old, min(left, following.new), following.new)
                found += common_runs(old, new, rest)
            self._filled[index] = found
        return self._filled[index]

    def _runs_around(self, word: int) -> list[Run]:
        """Return the runs around an old word, from the last tie before it to the first behind."""
        index = bisect_right(self._starts, word) - 1
        runs = [self._runs[index]]
        if index + 1 < len(self._runs):
            runs += [*self._gap(index), self._runs[index + 1]]
        return [run for run in runs if run.length]

    def _runs_in(self, first: int, last: int) -> list[Run]:
        """Return the parts of runs that lie in the old words `first`..`last`, in order."""
        found = []
        index = max(0, bisect_right(self._starts, first) - 1)
        while index < len(self._runs) and self._runs[index].old < last:
            gap = self._gap(index) if index + 1 < len(self._runs) else []
            for run in (self._runs[index], *gap):
                skip = max(0, first - run.old)
                length = min(run.old_end, last) - run.old - skip
                if length > 0:
                    found.append(Run(run.old + skip, run.new + skip, length))
            index += 1
        return found

    def _edge_before(self, run: Run, first: int, start: int) -> int:
        """Return where a range begins of which `run` is the first part that is still there."""
        old, new = self.old, self.new
        if run.old == first:
            return new.starts[run.new] + max(0, start - old.starts[first])
        near = [other for other in self._runs_around(first) if other.old < first]
        before = near[-1] if near and near[-1].new_end <= run.new else None
        at = old.ends[before.old_end - 1] if before else 0
        other = new.ends[before.new_end - 1] if before else 0
        begin, stop = old.starts[run.old], new.starts[run.new]
        if begin - at > LONGEST_PATTERN or stop - other > _LONGEST_HOLE or not before:
            # Nothing to hold on to before it: the range's own words, ending where the run begins.
            at, other = start, max(other, stop - 2 * (begin - start) - 16)
            if begin - at > LONGEST_PATTERN:
                return stop
        pattern, text = old.text[at:begin], new.text[other:stop]
        return other + align(pattern, text, open_start=not before).high[start - at]

    def _edge_behind(self, run: Run, last: int, end: int) -> int:
        """Return where a range ends of which `run` is the last part that is still there."""
        old, new = self.old, self.new
        if run.old_end == last:
            return new.ends[run.new_end - 1] - max(0, old.ends[last - 1] - end)
        near = [other for other in self._runs_around(last - 1) if other.old >= last]
        behind = near[0] if near and near[0].new >= run.new_end else None
        stop = old.starts[behind.old] if behind else len(old.text)
        limit = new.starts[behind.new] if behind else len(new.text)
        at, other = old.ends[run.old_end - 1], new.ends[run.new_end - 1]
        if stop - at > LONGEST_PATTERN or limit - other > _LONGEST_HOLE or not behind:
            stop, limit = end, min(limit, other + 2 * (end - at) + 16)
            if stop - at > LONGEST_PATTERN:
                return other
        pattern, text = old.text[at:stop], new.text[other:limit]
        return other + align(pattern, text, open_end=not behind).low[end - at]

    def _within_hole(self, start: int, end: int, first: int, last: int) -> Mapped | None:
        """Align a range none of whose words is left, between the words around it that are."""
        old, new = self.old, self.new
        before = [run for run in self._runs_around(first) if run.old < first][-1:]
        behind = [run for run in self._runs_around(last - 1) if run.old >= last][:1]
        at = old.ends[before[0].old_end - 1] if before else 0
        other = new.ends[before[0].new_end - 1] if before else 0
        stop = old.starts[behind[0].old] if behind else len(old.text)
        limit = new.starts[behind[0].new] if behind else len(new.text)
        if stop - at > LONGEST_PATTERN or not 0 < limit - other <= _LONGEST_HOLE:
            return None
        match = align(old.text[at:stop], new.text[other:limit]).between(start - at, end - at)
        if match.end <= match.start:
            return None
        return Mapped(other + match.start, other + match.end, 0.0)


def _moved_runs(pairs: list[tuple[int, int]], frame: list[Run]) -> list[Run]:
    """Join phrases that go elsewhere to runs that share no word with the frame, on either side."""
    moved: list[Run] = []
    part: list[tuple[int, int]] = []
    for pair in (*pairs, None):
        if part and (
            pair is None
            or pair[1] - pair[0] != part[-1][1] - part[-1][0]
            or pair[0] - part[-1][0] > GRAM
        ):
            moved += join_pairs(part, GRAM)
            part = []
        if pair is not None:
            part.append(pair)
    ours = _free(moved, [(run.old, run.old_end) for run in frame], side=0)
    by_new = sorted((run.new, run.new_end) for run in frame)
    free = _free(ours, by_new, side=1)
    # Two moved runs may meet on the new side: the longer one keeps its words.
    kept: list[Run] = []
    taken: set[int] = set()
    old_taken: set[int] = set()
    for run in sorted(free, key=lambda run: -run.length):
        if run.length < _SHORTEST_MOVE:
            break
        words = range(run.new, run.new_end)
        if taken.isdisjoint(words) and old_taken.isdisjoint(range(run.old, run.old_end)):
            taken.update(words)
            old_taken.update(range(run.old, run.old_end))
            kept.append(run)
    return sorted(kept)


def _free(runs: list[Run], taken: list[tuple[int, int]], side: int) -> list[Run]:
    """Cut off what of each run overlaps with what is taken on that side."""
    starts = [start for start, _ in taken]
    free = []
    for run in runs:
        start, end = run[side], run[side] + run.length
        index = bisect_right(starts, start) - 1
        low = max(start, taken[index][1]) if index >= 0 else start
        high = min(end, starts[index + 1]) if index + 1 < len(starts) else end
        if high > low:
            free.append(Run(run.old + low - start, run.new + low - start, high - low))
    return free


def _heaviest_chain(runs: list[Run], length: int, comparison: Comparison) -> list[Run]:
    """Return the part of the runs that stays together in the new text, by most words.

    Args:
        runs: What is left of a range, in the old order.
        length: The range's length in code points.
        comparison: Where the words stand.
    """
    new = comparison.new
    chains: list[list[Run]] = []
    for run in runs:
        last = chains[-1][-1] if chains else None
        if last is not None and run.new >= last.new_end:
            inserted = new.starts[run.new] - new.ends[last.new_end - 1]
            if inserted <= 2 * length + _MOST_INSERTED:
                chains[-1].append(run)
                continue
        chains.append([run])
    return max(chains, key=lambda chain: sum(run.length for run in chain), default=[])
