"""Which blocks make the items of a page: no widths, no wrapping."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from tui.articles.document import BlockKind
from tui.boilerplate.verdict import Role, Verdicts
from tui.reading.classes import VISIBLE
from tui.reading.folding import fold_case
from tui.reading.graphemes import grapheme_start
from tui.reading.sentences import AROUND, ends, skip_space
from tui.reading.wrap import WHOLE, pieces_of

_SENTENCES_KEPT = 256
_LINE_END = re.compile(r"\n")


@dataclass(frozen=True, slots=True)
class Item:
    """What is laid out together.

    Attributes:
        blocks: The indexes of its blocks: one, or the run of stripped blocks of a fold. The
            pieces of a huge block are items that name the same block.
        fold: Whether it is a run of stripped blocks, shown as one line.
    """

    blocks: range
    fold: bool


class Items(Sequence[Item]):
    """The items of an article, in order: two lists of numbers, made in one pass.

    20,000 paragraphs take 4 ms, and a line of 20 MB as much.
    """

    def __init__(self, verdicts: Verdicts, *, reveal: bool) -> None:
        """Divide an article into items; `reveal` gives stripped blocks items of their own."""
        self.verdicts = verdicts
        self.reveal = reveal
        self._starts: list[int] = []
        self._blocks: list[int] = []
        self._sentences: dict[int, list[int]] = {}
        text = verdicts.document.text
        folding = False
        for block, verdict in verdicts:
            stripped = verdict.role is Role.BOILERPLATE and not reveal
            if stripped and folding:
                continue
            folding = stripped
            if not stripped and len(block.text) > WHOLE:
                pieces = pieces_of(text, block.start, block.end)
                self._starts.extend(pieces)
                self._blocks.extend([block.index] * len(pieces))
            else:
                self._starts.append(block.start)
                self._blocks.append(block.index)

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> Item: ...

    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...

    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        first = self._blocks[index]
        if not self.is_fold(index):
            return Item(range(first, first + 1), fold=False)
        return Item(range(first, self._next_block(index)), fold=True)

    def _next_block(self, item: int) -> int:
        """Return the first block of the item after."""
        if item + 1 < len(self._blocks):
            return self._blocks[item + 1]
        return len(self.verdicts.verdicts)

    def first_block(self, item: int) -> int:
        """Return the index of an item's first block."""
        return self._blocks[item]

    def is_fold(self, item: int) -> bool:
        """Tell whether an item is a run of stripped blocks, shown as one line."""
        return not self.reveal and not self.verdicts[self._blocks[item]].keep

    def bounds(self, item: int) -> tuple[int, int]:
        """Return where an item begins and ends (exclusive) in `Document.text`."""
        start, block, after = self._starts[item], self._blocks[item], self._next_block(item)
        if after == block:
            return start, self._starts[item + 1]
        if not self.is_fold(item):
            after = block + 1
        return start, self.verdicts.document.blocks[after - 1].end

    def at(self, offset: int) -> int:
        """Return the item that holds an offset; on a separator, the item before."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def has_words(self, item: int) -> bool:
        """Tell whether an item shows text that can be walked: no fold, no rule, not blank."""
        if self.is_fold(item):
            return False
        block = self.verdicts.document.blocks[self._blocks[item]]
        if block.kind is BlockKind.RULE:
            return False
        start, end = self.bounds(item)
        return start < end and VISIBLE.search(self.verdicts.document.text, start, end) is not None

    @cached_property
    def folded(self) -> str:
        """`Document.text` in small letters, as long as it is: what is searched."""
        return fold_case(self.verdicts.document.text)

    @cached_property
    def headings(self) -> list[int]:
        """Where the shown headings begin, the headline among them."""
        text = self.verdicts.document.text
        return [
            grapheme_start(text, skip_space(text, block.start))
            for block, verdict in self.verdicts
            if (block.kind is BlockKind.HEADING or verdict.role is Role.HEADLINE)
            and block.kind is not BlockKind.RULE
            and (self.reveal or verdict.keep)
            and VISIBLE.search(block.text)
        ]

    def sentence_starts(self, item: int) -> list[int]:
        """Return where sentences begin within an item; lines count as such in code and tables."""
        starts = self._sentences.get(item)
        if starts is None:
            starts = self._find_sentences(item)
            self._sentences[item] = starts
            if len(self._sentences) > _SENTENCES_KEPT:
                del self._sentences[next(iter(self._sentences))]
        return starts

    def _find_sentences(self, item: int) -> list[int]:
        text = self.verdicts.document.text
        block = self.verdicts.document.blocks[self._blocks[item]]
        start, end = self.bounds(item)
        if block.kind in (BlockKind.CODE, BlockKind.TABLE):
            found = [match.end() for match in _LINE_END.finditer(text, start, end)]
        else:
            found = ends(text, max(block.start, start - AROUND), end)
        if start == block.start:
            found.insert(0, start)
        begins = [grapheme_start(text, skip_space(text, offset)) for offset in found]
        return [offset for offset in dict.fromkeys(begins) if start <= offset < end]

    def of_block(self, block: int) -> int:
        """Return the first item of a block; of a folded one, its fold."""
        return self.at(self.verdicts.document.blocks[block].start)

    def blank_after(self, item: int) -> bool:
        """Tell whether a blank line parts an item from the next.

        None parts the pieces of one block, the entries of a list, or a byline and a date.
        """
        if item + 1 >= len(self):
            return False
        here, after = self._blocks[item], self._blocks[item + 1]
        if here == after:
            return False
        if self.is_fold(item) or self.is_fold(item + 1):
            return True
        blocks, verdicts = self.verdicts.document.blocks, self.verdicts
        if blocks[here].kind is BlockKind.LIST_ITEM and blocks[after].kind is BlockKind.LIST_ITEM:
            return False
        return {verdicts[here].role, verdicts[after].role} != {Role.BYLINE, Role.DATE}
