"""How a block sits on the page: what stands before its lines, and where its tabs lead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rich.cells import cell_len, set_cell_size

from tui.articles.document import Block, BlockKind
from tui.reading.wrap import WHOLE

_TAB = 4
GAP = 2
"""Cells between the columns of a table."""
_BAR = "│ "
_CODE = "  "
_NEST = "  "

_ENTRIES = 100
"""Entries of a list whose numbers are looked at for their width."""

_SLIDES_FROM = 12
"""Cells below which no view moves sideways: the two signs at its edges would leave too little."""

_LONGEST_ROW = 4
"""Code with a row of more pages' widths is wrapped: generated data, or prose."""

_CODE_SIGN = re.compile(
    r"[{}<>=_|\\]|[\])];|[^ ] {3,}[^ ]|^ *(?:(?:def|function) \w*\(|\$ \w|import \w+$|#!)",
    re.MULTILINE,
)
"""What code, markup or columns have and prose in a listing (a statement, a letter) has not."""


_NUMBER = re.compile(
    r"[-+−–±~≈<>(]*\s?[A-Z]{0,3}[$€£¥]?\s?\d[\d.,’'\s]*(?:[%‰°]|[^\W\d_]{1,2})?[)*†]?"
)
"""A number as tables have them: a sign, a currency, and “%” or a short unit may stand with it."""

_NO_NUMBER = frozenset({"", "-", "–", "—", "…", "n/a"})
"""What stands in a column of numbers where there is none."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The frame of one block at one width.

    Attributes:
        first: What stands before its first line.
        rest: What stands before a line that continues a row.
        row: What stands before a later row (after a line end in the block).
        indent: The cells that each of the three takes.
        width: The cells left for text, at least 1.
        columns: For a table that is not crowded: the column, from 0, at which each cell but the
            first of a row begins.
        ends: The cell at which each of them ends that holds numbers, which are aligned by their
            ends; 0 for other columns.
        stops: Tabs lead to multiples of so many cells; 0 in a table.
        crowded: Whether it is a table too wide for its columns to be aligned.
        slides: Whether each row is one line even where it is wider than the page, and the view
            of the block moves sideways.
    """

    first: str
    rest: str
    row: str
    indent: int
    width: int
    columns: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    stops: int = _TAB
    crowded: bool = False
    slides: bool = False


def marker_cells(blocks: Sequence[Block], index: int) -> int:
    """Return the cells of the widest number that an entry of a list has to be aligned with.

    Numbers grow, so only entries further down are looked at, and not more than a screenful.
    """
    block = blocks[index]
    if block.kind is not BlockKind.LIST_ITEM or not block.marker[:1].isdigit():
        return 0
    cells = cell_len(block.marker)
    for other in blocks[index + 1 : index + _ENTRIES]:
        if other.kind is not BlockKind.LIST_ITEM or other.level < block.level:
            break
        if other.level == block.level:
            if not other.marker[:1].isdigit():
                break
            cells = max(cells, cell_len(other.marker))
    return cells


def shape_of(block: Block, width: int, marker_width: int = 0) -> Shape:
    """Return the frame of a block, at most half of a line of `width` cells.

    Args:
        block: The block.
        width: The cells of a line.
        marker_width: The cells that the marker of a list's entry is to take, if it has fewer.
    """
    room = width // 2
    if block.kind is BlockKind.LIST_ITEM:
        marker = f"{block.marker} " if block.marker else ""
        marker = " " * (marker_width + 1 - cell_len(marker)) * bool(marker_width) + marker
        marker_cells = min(cell_len(marker), room)
        nesting = min(len(_NEST) * block.level, room - marker_cells, width // 3)
        first = " " * nesting + set_cell_size(marker, marker_cells)
        rest = " " * (nesting + marker_cells)
        return _framed(first, rest, width)
    if block.kind is BlockKind.QUOTATION:
        bars = _BAR * max(1, min(block.level + 1, room // len(_BAR), 5))
        return _framed(bars, bars, width) if len(bars) <= room else _framed("", "", width)
    if block.kind is BlockKind.CODE:
        return _code(block, width)
    if block.kind is BlockKind.TABLE:
        return _table(block, width)
    return _framed("", "", width)


def _framed(first: str, rest: str, width: int) -> Shape:
    indent = cell_len(rest)
    return Shape(first, rest, rest, indent, max(1, width - indent))


def _code(block: Block, width: int) -> Shape:
    """Let the view of a listing slide where rows are too wide for the page, but wrap prose.

    Wrapped code is wrong code. But saved pages also set statements and letters in listings, and
    words out of view are not read: a listing whose too wide rows bear no sign of code is wrapped.
    A huge one is judged by its beginning.
    """
    indent = _CODE[: width // 2]
    shape = _framed(indent, indent, width)
    if shape.width < _SLIDES_FROM:
        return shape
    text = block.text[:WHOLE]
    wide, code = False, _CODE_SIGN.search(text) is not None
    for row in text.split("\n"):
        # No character takes more than the cells of a tab: most rows need not be measured.
        if len(row) * _TAB <= shape.width:
            continue
        cells = cell_len(row) + sum(tab_cells(row, 0, len(row), shape))
        if cells > _LONGEST_ROW * shape.width:
            return shape
        if cells > shape.width and not wide:
            # Indented under code it is code; a sentence below it begins at the margin.
            wide = _CODE_SIGN.search(row) is not None or (code and row.startswith("  "))
    return replace(shape, slides=wide)


def _table(block: Block, width: int) -> Shape:
    """Align the columns; where they are wider than the page, let the view of them slide.

    Numbers are aligned by their ends, but not where the page's edge would cut them.

    With a cell wider than the page itself (prose in a table made for its looks) the cells are
    parted by two spaces and wrapped instead. A huge table is measured by its beginning alone:
    what is wider further down pushes its row.
    """
    rows = [row.split("\t") for row in block.text[:WHOLE].split("\n")]
    widest: list[int] = []
    for cells in rows:
        widest.extend([0] * (len(cells) - len(widest)))
        for place, cell in enumerate(cells):
            widest[place] = max(widest[place], cell_len(cell))
    slides = sum(widest) + GAP * (len(widest) - 1) > width
    if slides and (max(widest) > width or width < _SLIDES_FROM):
        return Shape("", "", "", 0, width, stops=0, crowded=True)
    columns: list[int] = []
    ends: list[int] = []
    at = 0
    for place, cells_wide in enumerate(widest[:-1], 1):
        at += cells_wide + GAP
        columns.append(at)
        by_ends = not slides and _holds_numbers(rows, place)
        ends.append(at + widest[place] if by_ends else 0)
    return Shape("", "", "", 0, width, tuple(columns), tuple(ends), stops=0, slides=slides)


def _holds_numbers(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Tell whether all that stands in a column, but for its heading, are numbers."""
    below = [row[place].strip() for row in rows[1:] if len(row) > place]
    found = [cell for cell in below if cell not in _NO_NUMBER]
    return bool(found) and all(map(_NUMBER.fullmatch, found))


def tab_cells(text: str, start: int, end: int, shape: Shape) -> Sequence[int]:
    """Return the cells of each tab in a row of a block, in order."""
    if text.find("\t", start, end) < 0:
        return ()
    cells: list[int] = []
    at = 0
    for place, (words, following) in enumerate(pairwise(text[start:end].split("\t"))):
        at += cell_len(words)
        if shape.stops:
            cells.append(shape.stops - at % shape.stops)
        elif place < len(shape.columns):
            begin = shape.columns[place]
            if shape.ends[place]:
                begin = max(begin, shape.ends[place] - cell_len(following))
            cells.append(max(GAP, begin - at))
        else:
            cells.append(GAP)
        at += cells[-1]
    return cells
