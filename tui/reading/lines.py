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
from tui.reading.graphemes import grapheme_start
from tui.reading.items import Items
from tui.reading.line import FoldSummary, Line, LineKind, Piece, Position
from tui.reading.pieces import clusters_of, cut, pieces_in_view
from tui.reading.shapes import Shape, marker_cells, shape_of
from tui.reading.sideways import in_view, moved, shift_to_show, view
from tui.reading.spans import Run
from tui.reading.wrapped_block import wrap_block

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
        self._shifts: dict[int, int] = {}
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
                lines = wrap_block(
                    self._text,
                    block,
                    item,
                    (start, end),
                    self._shape(block),
                    self._shifts.get(block.index, 0),
                )
        if self.items.blank_after(item):
            lines.append(Line(item, len(lines), end, end, "", (), LineKind.BLANK, end))
        return tuple(lines)

    def _shape(self, block: Block) -> Shape:
        shape = self._shapes.get(block.index)
        if shape is None:
            if len(self._shapes) > _LINES_KEPT:
                self._shapes.clear()
            marker = marker_cells(self.document.blocks, block.index)
            shape = self._shapes[block.index] = shape_of(block, self.width, marker)
        return shape

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
        return clusters_of(self._text, line)

    def _indent(self, line: Line) -> int:
        return self._shape(self.block(line.item)).indent if line.prefix else 0

    def column(self, line: Line, offset: int) -> int:
        """Return the cells to the left of an offset, the prefix included.

        An offset in the white space that hangs at the end of a broken line is in the cell after
        its last word, or in the last cell of the line where there is none after it. One that is
        out of view sideways is in the first or the last cell.
        """
        indent = self._indent(line)
        if line.kind is not LineKind.TEXT:
            return 0
        starts, edges = self._clusters(line)
        place = bisect_right(starts, offset) - 1 if offset < line.drawn else len(starts)
        cells = max(0, edges[max(0, place)] - line.shift)
        return min(indent + cells, max(self.width - 1, indent))

    def offset_at(self, line: Line, column: int, *, in_view: bool = False) -> int:
        """Return the beginning of the grapheme drawn at a column, or the nearest in the line.

        On a line without text it is where the line begins; on a blank line, the last grapheme
        before it.

        Args:
            line: The line.
            column: A cell of it, the prefix included.
            in_view: In a row that is wider than the page, take the nearest grapheme that is drawn
                whole; without it, the signs at the edges stand for what is under them.
        """
        if line.kind is LineKind.BLANK:
            start = self.items.bounds(line.item)[0]
            return max(start, grapheme_start(self._text, line.end - 1)) if line.end else 0
        if line.kind is not LineKind.TEXT or line.start == line.drawn:
            return line.start
        starts, edges = self._clusters(line)
        place = bisect_right(edges, column - self._indent(line) + line.shift) - 1
        lowest, highest = 0, len(starts) - 1
        if in_view and self.slides(line):
            seen = view(edges, line.shift, self._shape(self.block(line.item)).width)
            lowest, highest = min(seen.first, highest), max(0, seen.last - 1)
        return starts[max(lowest, min(place, highest))]

    # Rows wider than the page

    def slides(self, line: Line) -> bool:
        """Tell whether a line is a row of a block whose view moves sideways."""
        return line.kind is LineKind.TEXT and self._shape(self.block(line.item)).slides

    def reaches_view(self, line: Line) -> bool:
        """Tell whether a row of such a block has text in view."""
        seen = view(self._clusters(line)[1], line.shift, self._shape(self.block(line.item)).width)
        return seen.first < seen.last

    def in_view(self, line: Line, offset: int) -> bool:
        """Tell whether an offset of a row of such a block is in view."""
        shape = self._shape(self.block(line.item))
        cells, edges = self._cells(line, offset)
        return in_view(cells, edges[-1], line.shift, shape.width)

    def _cells(self, line: Line, offset: int) -> tuple[tuple[int, int], Sequence[int]]:
        """Return where the grapheme at an offset begins and ends, and all such places."""
        starts, edges = self._clusters(line)
        if offset >= line.drawn:
            return (edges[-1], edges[-1] + 1), edges
        place = max(0, bisect_right(starts, offset) - 1)
        return (edges[place], edges[place + 1]), edges

    def _slide(self, item: int, shift: int) -> bool:
        """Begin the view of an item's block at another cell; tell whether it was elsewhere."""
        block = self.items.first_block(item)
        if shift == self._shifts.get(block, 0):
            return False
        self._shifts[block] = shift
        for kept in [kept for kept in self._wrapped if self.items.first_block(kept) == block]:
            self._kept -= len(self._wrapped.pop(kept))
        return True

    def bring(self, offset: int) -> bool:
        """Slide the block of an offset so far sideways that the offset is in view.

        A row without text stays as it is. The lines of the block that were handed out before no
        longer hold.

        Returns:
            Whether anything moved.
        """
        if not self.items:
            return False
        line = self.line(self.locate(offset))
        if line.start == line.drawn or not self.slides(line):
            return False
        shape = self._shape(self.block(line.item))
        cells, edges = self._cells(line, offset)
        if in_view(cells, edges[-1], line.shift, shape.width):
            return False
        begins = bisect_right(shape.columns, cells[0])
        column = (0, *shape.columns, max(edges[-1], cells[1]))[begins : begins + 2]
        shift = shift_to_show(
            cells, edges[-1], (column[0], column[1]), shape.columns, line.shift, shape.width
        )
        return self._slide(line.item, shift)

    def slide(self, lines: Sequence[Line], count: int, *, half: bool = False) -> bool:
        """Slide a block that is wider than the page by steps, to the right (left: negative).

        Args:
            lines: The lines of the block that are in view; they no longer hold if it moved.
            count: Columns of a table, or steps of a few cells.
            half: By half of the width instead.

        Returns:
            Whether anything moved; to the right it ends with the widest of the lines.
        """
        if not lines or not self.slides(lines[0]):
            return False
        shape = self._shape(self.block(lines[0].item))
        widest = max(self._clusters(line)[1][-1] for line in lines)
        shift = moved(shape.columns, lines[0].shift, shape.width, widest, count, half=half)
        return self._slide(lines[0].item, shift)

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
        if self.slides(line):
            return pieces_in_view(self._text, line, self._shape(self.block(line.item)).width, runs)
        return cut(self._text, line.start, line.drawn, line.tabs, runs)
