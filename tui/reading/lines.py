"""Kept blocks become lines at one width, a screenful at a time.

Nothing here is ever laid out from the top. An item (a block, a piece of a huge block, or a run of
stripped blocks folded to one line) is wrapped when it is asked for and forgotten when others
crowd it out; a place on the page is an item and a line in it. Opening, jumping to the end and
changing the width therefore cost the same at 10 MB as at 5 kB.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from typing import TypeVar

from tui.articles.document import Block, BlockKind
from tui.boilerplate.verdict import Role, Verdict, Verdicts
from tui.reading.graphemes import clusters, grapheme_start, is_simple
from tui.reading.items import Items
from tui.reading.line import FoldSummary, Line, LineKind, Piece, Position
from tui.reading.shapes import GAP, Shape, shape_of, tab_cells
from tui.reading.spans import Run, cover, snap
from tui.reading.wrap import wrap, wrap_cells

__all__ = ["FoldSummary", "Line", "LineKind", "Lines", "Piece", "Position", "lay_out"]

Payload = TypeVar("Payload")

_LINES_KEPT = 8_192
_WORDS_SHOWN = 80


def lay_out(verdicts: Verdicts, width: int, *, reveal: bool = False) -> Lines:
    """Lay out the kept blocks of an article.

    Args:
        verdicts: The article and what is stripped from it.
        width: The cells that a line may take, its prefix included; at least 1.
        reveal: Show stripped blocks in their places instead of folding them.
    """
    return Lines(Items(verdicts, reveal=reveal), width)


class Lines:
    """An article's lines at one width, made when they are asked for."""

    def __init__(self, items: Items, width: int) -> None:
        """Prepare; nothing is wrapped yet. Use `lay_out` or `at_width`."""
        self.items: Items = items
        self.width = max(1, width)
        self.verdicts = items.verdicts
        self.document = items.verdicts.document
        self.reveal = items.reveal
        self._text = self.document.text
        self._wrapped: OrderedDict[int, tuple[Line, ...]] = OrderedDict()
        self._kept = 0
        self._shapes: dict[int, Shape] = {}
        self._summaries: dict[int, FoldSummary] = {}

    def at_width(self, width: int) -> Lines:
        """Return the same items at another width; costs nothing until lines are asked for."""
        return Lines(self.items, width)

    # Items

    def block(self, item: int) -> Block:
        """Return the block of an item; of a fold, the first."""
        return self.document.blocks[self.items.first_block(item)]

    def verdict(self, item: int) -> Verdict:
        """Return the verdict on the block of an item; of a fold, on the first."""
        return self.verdicts[self.items.first_block(item)]

    def role(self, item: int) -> Role:
        """Return what the block of an item is for the article."""
        return self.verdict(item).role

    def item_of(self, offset: int) -> int:
        """Return the item that holds an offset; on a separator, the item before. O(log n)."""
        return self.items.at(offset)

    def has_words_at(self, offset: int) -> bool:
        """Tell whether an offset lies in text that can be walked: in no fold, rule or blank."""
        return bool(self.items) and self.items.has_words(self.items.at(offset))

    def fold_summary(self, item: int) -> FoldSummary:
        """Say what a fold stands for."""
        summary = self._summaries.get(item)
        if summary is None:
            blocks = self.items[item].blocks
            rules = dict.fromkeys(self.verdicts[block].rule for block in blocks)
            texts = (self.document.blocks[block].text for block in blocks)
            words = next((text for text in texts if text), "")[: 2 * _WORDS_SHOWN]
            words = words[: grapheme_start(words, _WORDS_SHOWN)]
            summary = FoldSummary(
                len(blocks), tuple(rule for rule in rules if rule), " ".join(words.split())
            )
            self._summaries[item] = summary
        return summary

    # Lines

    def item_lines(self, item: int) -> tuple[Line, ...]:
        """Return the lines of an item, and the blank line after it where there is one."""
        lines = self._wrapped.get(item)
        if lines is not None:
            self._wrapped.move_to_end(item)
            return lines
        lines = self._wrap(item)
        self._wrapped[item] = lines
        self._kept += len(lines)
        while self._kept > _LINES_KEPT and len(self._wrapped) > 1:
            self._kept -= len(self._wrapped.popitem(last=False)[1])
        return lines

    def _wrap(self, item: int) -> tuple[Line, ...]:
        start, end = self.items.bounds(item)
        if self.items.is_fold(item):
            lines = [Line(item, 0, start, end, "", (), LineKind.FOLD, start)]
        else:
            block = self.block(item)
            if block.kind is BlockKind.RULE and end - start <= self.width:
                lines = [Line(item, 0, start, end, "", (), LineKind.RULE, start)]
            else:
                lines = self._wrap_text(item, block, start, end)
        if self.items.blank_after(item):
            lines.append(Line(item, len(lines), end, end, "", (), LineKind.BLANK, end))
        return tuple(lines)

    def _shape(self, block: Block) -> Shape:
        shape = self._shapes.get(block.index)
        if shape is None:
            if len(self._shapes) > _LINES_KEPT:
                self._shapes.clear()
            shape = self._shapes[block.index] = shape_of(block, self.width)
        return shape

    def _wrap_text(self, item: int, block: Block, start: int, end: int) -> list[Line]:
        text = self._text
        shape = self._shape(block)
        prefix = shape.first if start == block.start else shape.rest
        lines: list[Line] = []
        row_start = start
        while True:
            row_end = text.find("\n", row_start, end)
            last = row_end < 0
            row_end = end if last else row_end
            tabs = tab_cells(text, row_start, row_end, shape)
            used = 0
            if tabs and shape.crowded:
                rows = wrap_cells(text, row_start, row_end, shape.width, GAP)
            else:
                rows = wrap(text, row_start, row_end, shape.width, tabs)
            for line in rows:
                its_tabs: tuple[int, ...] = ()
                if tabs:
                    shown = text.count("\t", line.start, line.drawn)
                    hidden = text.count("\t", line.drawn, line.end)
                    its_tabs = (*tabs[used : used + shown], *([0] * hidden))
                    used += shown + hidden
                lines.append(
                    Line(
                        item,
                        len(lines),
                        line.start,
                        line.end,
                        prefix,
                        its_tabs,
                        LineKind.TEXT,
                        line.drawn,
                    )
                )
                prefix = shape.rest
            if last:
                return lines
            # The line end belongs to the line that it ends.
            ended = lines[-1]
            lines[-1] = Line(
                item,
                ended.row,
                ended.start,
                row_end + 1,
                ended.prefix,
                ended.tabs,
                LineKind.TEXT,
                ended.drawn,
            )
            prefix = shape.row
            row_start = row_end + 1
            if row_start == end and end < block.end:
                # A piece of a huge block that ends in a line end has no empty line after it.
                return lines

    # Places

    @property
    def first(self) -> Position:
        """The first line of the page."""
        return Position(0, 0)

    @property
    def last(self) -> Position:
        """The last line of the page; costs one item."""
        if not self.items:
            return self.first
        item = len(self.items) - 1
        return Position(item, len(self.item_lines(item)) - 1)

    def clamp(self, position: Position) -> Position:
        """Return the nearest line that exists: widths change under an old position."""
        if not self.items or position.item < 0:
            return self.first
        if position.item >= len(self.items):
            return self.last
        row = min(position.row, len(self.item_lines(position.item)) - 1)
        return Position(position.item, max(0, row))

    def line(self, position: Position) -> Line:
        """Return the line at a position, or at the nearest that exists.

        Raises:
            IndexError: the Document has no blocks.
        """
        position = self.clamp(position)
        return self.item_lines(position.item)[position.row]

    def locate(self, offset: int) -> Position:
        """Return the line that holds an offset; a separator counts to the text before it."""
        if not self.items:
            return self.first
        item = self.items.at(offset)
        lines = self.item_lines(item)
        texts = len(lines) - (lines[-1].kind is LineKind.BLANK)
        row = bisect_right(lines, offset, hi=texts, key=lambda line: line.start) - 1
        return Position(item, max(0, row))

    def move(self, position: Position, rows: int) -> Position:
        """Return the line so many rows further down (or up), the ends being the limit.

        The cost is in proportion to the rows moved.
        """
        if not self.items:
            return self.first
        item, row = self.clamp(position)
        row += rows
        while row < 0 and item > 0:
            item -= 1
            row += len(self.item_lines(item))
        if row < 0:
            return self.first
        while row >= (height := len(self.item_lines(item))):
            if item == len(self.items) - 1:
                return Position(item, height - 1)
            row -= height
            item += 1
        return Position(item, row)

    def window(self, position: Position, height: int) -> list[Line]:
        """Return the lines of a page whose top is `position`; fewer at the end of the text."""
        if not self.items or height <= 0:
            return []
        item, row = self.clamp(position)
        lines = list(self.item_lines(item)[row : row + height])
        while len(lines) < height and item + 1 < len(self.items):
            item += 1
            lines.extend(self.item_lines(item)[: height - len(lines)])
        return lines

    # Within a line

    def _clusters(self, line: Line) -> tuple[Sequence[int], Sequence[int]]:
        if is_simple(self._text, line.start, line.drawn):
            return range(line.start, line.drawn), range(line.drawn - line.start + 1)
        return clusters(self._text, line.start, line.drawn, line.tabs)

    def _indent(self, line: Line) -> int:
        return self._shape(self.block(line.item)).indent if line.prefix else 0

    def column(self, line: Line, offset: int) -> int:
        """Return the cells to the left of an offset, the prefix included.

        An offset in the white space that hangs at the end of a broken line is in the cell after
        its last word, or in the last cell of the line where there is none after it.
        """
        indent = self._indent(line)
        if line.kind is not LineKind.TEXT:
            return 0
        starts, edges = self._clusters(line)
        place = bisect_right(starts, offset) - 1 if offset < line.drawn else len(starts)
        return min(indent + edges[max(0, place)], max(self.width - 1, indent))

    def offset_at(self, line: Line, column: int) -> int:
        """Return the beginning of the grapheme drawn at a column, or the nearest in the line.

        On a line without text it is where the line begins; on a blank line, the last grapheme
        before it.
        """
        if line.kind is LineKind.BLANK:
            start = self.items.bounds(line.item)[0]
            return max(start, grapheme_start(self._text, line.end - 1)) if line.end else 0
        if line.kind is not LineKind.TEXT or line.start == line.drawn:
            return line.start
        starts, edges = self._clusters(line)
        place = bisect_right(edges, column - self._indent(line)) - 1
        return starts[max(0, min(place, len(starts) - 1))]

    def line_text(self, line: Line) -> str:
        """Return what a line draws, prefix included, tabs turned into spaces."""
        return line.prefix + "".join(piece.text for piece in self.pieces(line))

    def pieces(self, line: Line, runs: Sequence[Run[Payload]] = ()) -> list[Piece]:
        """Cut what a line draws, the prefix apart, at the edges of its runs.

        Args:
            line: A line; one that is not TEXT has no pieces.
            runs: Disjoint runs in order, as from `spans.flatten`; they may reach beyond the line
                and leave gaps. An edge inside a grapheme moves to its beginning.
        """
        if line.kind is not LineKind.TEXT or line.start >= line.drawn:
            return []
        covered = cover(runs, line.start, line.drawn)
        simple = is_simple(self._text, line.start, line.drawn)
        if not simple and len(covered) > 1:
            covered = snap(covered, lambda offset: grapheme_start(self._text, offset))
        pieces: list[Piece] = []
        tabs = iter(line.tabs)
        for run in covered:
            words = self._text[run.start : run.end]
            if line.tabs and "\t" in words:
                # A joiner before a tab would swallow a cell of it.
                *parts, rest = words.split("\t")
                words = "".join(part.rstrip("\u200d") + " " * next(tabs, 0) for part in parts)
                words += rest
            pieces.append(Piece(words, run.start, run.payloads))
        return pieces
