"""What an article is made of: its headings, or, where it has none, its paragraphs."""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from tui.articles.document import Block, BlockKind
from tui.boilerplate.verdict import Role, Verdicts

_ABOUT = frozenset({Role.BYLINE, Role.DATE, Role.CAPTION})
"""What stands around an article's paragraphs and is none."""

_DEEPEST = 6
_FIRST_WORDS = 400
"""Code points of an entry's text that are given; a paragraph may have ten million."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a table of contents.

    Attributes:
        start: Where it begins in `Document.text`.
        level: How deep it is indented: 0 for the headline.
        text: Its words on one line; of a long paragraph the first ones.
        words: How many words stand below it, up to the next entry of its level or a higher one;
            its own words do not count, but those of a paragraph do.
        through: How far along the text it begins, 0 to 1.
    """

    start: int
    level: int
    text: str
    words: int
    through: float


class Outline:
    """The table of contents of an article as it is shown.

    One pass over its blocks, 60 to 100 ms for 10 MB in 30,000 paragraphs; entries are made when
    they are asked for.

    Args:
        verdicts: The article.
        reveal: Whether stripped blocks are shown.
    """

    def __init__(self, verdicts: Verdicts, *, reveal: bool) -> None:
        self._verdicts = verdicts
        self._length = len(verdicts.document.text)
        self._shown = [
            block
            for block, verdict in verdicts
            if (verdict.keep or reveal) and block.kind is not BlockKind.RULE and block.text
        ]
        self._headline = next(
            (n for n, b in enumerate(self._shown) if verdicts[b.index].role is Role.HEADLINE), None
        )
        headings = [
            number
            for number, block in enumerate(self._shown)
            if block.kind is BlockKind.HEADING and number != self._headline
        ]
        self.has_headings = bool(headings)
        """Whether the entries are headings; else they are paragraphs."""
        numbers = headings or [
            number
            for number, block in enumerate(self._shown)
            if verdicts[block.index].role not in _ABOUT and number != self._headline
        ]
        if self._headline is not None:
            insort(numbers, self._headline)  # a page may have a heading above it
        self._numbers = numbers
        self._titled = self._headline is None and bool(verdicts.document.metadata.headline)
        """Whether the headline is known, but stands in no block."""

    def __len__(self) -> int:
        return len(self._numbers) + self._titled

    def __getitem__(self, index: int) -> Entry:
        start, level = self._starts[index], self._levels[index]
        return Entry(
            start, level, self._text(index), self._words(index), start / max(1, self._length)
        )

    def at(self, offset: int) -> int:
        """Return the entry that an offset belongs to; the first where it is before all."""
        return max(0, bisect_right(self._starts, offset, self._titled) - 1)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [self._shown[number].start for number in self._numbers]
        return [self._shown[0].start if self._shown else 0, *starts] if self._titled else starts

    @cached_property
    def _levels(self) -> list[int]:
        blocks = [self._shown[number] for number in self._numbers]
        below = 1 if self._titled or self._headline is not None else 0
        if not self.has_headings:
            levels = [below] * len(blocks)
        else:
            highest = min(
                block.level
                for n, block in zip(self._numbers, blocks, strict=True)
                if n != self._headline
            )
            levels = [min(_DEEPEST, max(0, block.level - highest) + below) for block in blocks]
        if self._headline is not None:
            levels[self._numbers.index(self._headline)] = 0
        return [0, *levels] if self._titled else levels

    def _text(self, index: int) -> str:
        if self._titled and index == 0:
            return self._verdicts.document.metadata.headline
        return " ".join(self._block(index).text[:_FIRST_WORDS].split())

    def _block(self, index: int) -> Block:
        return self._shown[self._numbers[index - self._titled]]

    def _words(self, index: int) -> int:
        sums = self._word_sums
        if self._titled and index == 0:
            return sums[-1]
        number = self._numbers[index - self._titled]
        if not self.has_headings and number != self._headline:
            return sums[number + 1] - sums[number]
        return sums[self._end(index)] - sums[number + 1]

    def _end(self, index: int) -> int:
        """Return the shown block at which an entry's part of the text ends."""
        return self._ends[index - self._titled]

    @cached_property
    def _ends(self) -> list[int]:
        """For each entry, the number of the next that is not below it: one pass from the end."""
        levels = self._levels[self._titled :]
        ends = [len(self._shown)] * len(levels)
        nearest = [len(self._shown)] * (_DEEPEST + 2)
        for place in range(len(levels) - 1, -1, -1):
            level = levels[place]
            ends[place] = min(nearest[: level + 1])
            nearest[level] = self._numbers[place]
        return ends

    @cached_property
    def _word_sums(self) -> list[int]:
        """How many words stand before each shown block, and in all."""
        return list(accumulate(map(_count_words, self._shown), initial=0))


def _count_words(block: Block) -> int:
    """Count words; what is not verse, code or a table has one blank between two of them."""
    text = block.text
    if "\n" in text or block.kind in (BlockKind.CODE, BlockKind.TABLE):
        return len(text.split())
    return text.count(" ") + 1
