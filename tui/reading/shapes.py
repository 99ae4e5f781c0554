"""How a block sits on the page: what stands before its lines, and where its tabs lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from tui.articles.document import Block, BlockKind
from tui.reading.wrap import WHOLE

_TAB = 4
GAP = 2
"""Cells between the columns of a table."""
_BAR = "│ "
_CODE = "  "
_NEST = "  "


@dataclass(frozen=True, slots=True)
class Shape:
    """The frame of one block at one width.

    Attributes:
        first: What stands before its first line.
        rest: What stands before a line that continues a row.
        row: What stands before a later row (after a line end in the block).
        indent: The cells that each of the three takes.
        width: The cells left for text, at least 1.
        columns: For a table that fits: the column, from 0, at which each cell but the first of a
            row begins.
        stops: Tabs lead to multiples of so many cells; 0 in a table.
        crowded: Whether it is a table too wide for its columns to be aligned.
    """

    first: str
    rest: str
    row: str
    indent: int
    width: int
    columns: tuple[int, ...] = ()
    stops: int = _TAB
    crowded: bool = False


def shape_of(block: Block, width: int) -> Shape:
    """Return the frame of a block, at most half of a line of `width` cells."""
    room = width // 2
    if block.kind is BlockKind.LIST_ITEM:
        marker = f"{block.marker} " if block.marker else ""
        marker_cells = min(cell_len(marker), room)
        nesting = min(len(_NEST) * block.level, room - marker_cells, width // 3)
        first = " " * nesting + set_cell_size(marker, marker_cells)
        rest = " " * (nesting + marker_cells)
        return _framed(first, rest, width)
    if block.kind is BlockKind.QUOTATION:
        bars = _BAR * max(1, min(block.level + 1, room // len(_BAR), 5))
        return _framed(bars, bars, width) if len(bars) <= room else _framed("", "", width)
    if block.kind is BlockKind.CODE:
        indent = _CODE[:room]
        return _framed(indent, indent, width)
    if block.kind is BlockKind.TABLE:
        return _table(block, width)
    return _framed("", "", width)


def _framed(first: str, rest: str, width: int) -> Shape:
    indent = cell_len(rest)
    return Shape(first, rest, rest, indent, max(1, width - indent))


def _table(block: Block, width: int) -> Shape:
    """Align the columns where the whole table fits, else part cells by two spaces.

    A huge table is measured by its beginning alone: what is wider further down pushes its row.
    """
    widest: list[int] = []
    for row in block.text[:WHOLE].split("\n"):
        cells = row.split("\t")
        widest.extend([0] * (len(cells) - len(widest)))
        for place, cell in enumerate(cells):
            widest[place] = max(widest[place], cell_len(cell))
    if sum(widest) + GAP * (len(widest) - 1) > width:
        return Shape("", "", "", 0, width, stops=0, crowded=True)
    columns: list[int] = []
    at = 0
    for cells_wide in widest[:-1]:
        at += cells_wide + GAP
        columns.append(at)
    return Shape("", "", "", 0, width, tuple(columns), stops=0)


def tab_cells(text: str, start: int, end: int, shape: Shape) -> Sequence[int]:
    """Return the cells of each tab in a row of a block, in order."""
    if text.find("\t", start, end) < 0:
        return ()
    cells: list[int] = []
    at = 0
    for place, words in enumerate(text[start:end].split("\t")[:-1]):
        at += cell_len(words)
        if shape.stops:
            cells.append(shape.stops - at % shape.stops)
        elif place < len(shape.columns):
            cells.append(max(GAP, shape.columns[place] - at))
        else:
            cells.append(GAP)
        at += cells[-1]
    return cells
