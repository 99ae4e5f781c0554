"""One item of a page becomes lines: the rows of its text, each broken where it is too wide."""

from __future__ import annotations

from tui.articles.document import Block
from tui.reading.line import Line, LineKind
from tui.reading.shapes import GAP, Shape, tab_cells
from tui.reading.wrap import Row, wrap, wrap_cells


def wrap_block(
    text: str, block: Block, item: int, bounds: tuple[int, int], shape: Shape, shift: int
) -> list[Line]:
    """Break a block, or a piece of a huge one, into lines.

    Args:
        text: `Document.text`.
        block: The block.
        item: What the lines say they belong to.
        bounds: Where the block or the piece begins and ends (exclusive).
        shape: The frame of the block.
        shift: Where the view of the block begins, in cells; 0 unless it slides.
    """
    start, end = bounds
    prefix = shape.first if start == block.start else shape.rest
    lines: list[Line] = []
    row_start = start
    # Asked once for all rows: a piece may hold thousands of short ones.
    tabbed = text.find("\t", start, end) >= 0
    while True:
        row_end = text.find("\n", row_start, end)
        last = row_end < 0
        row_end = end if last else row_end
        tabs = tab_cells(text, row_start, row_end, shape) if tabbed else ()
        used = 0
        if shape.slides:
            rows = [Row(row_start, row_end, row_end)]
        elif tabs and shape.crowded:
            rows = wrap_cells(text, row_start, row_end, shape.width, GAP)
        else:
            rows = wrap(text, row_start, row_end, shape.width, tabs)
        for row in rows:
            its_tabs: tuple[int, ...] = ()
            if tabs:
                shown = text.count("\t", row.start, row.drawn)
                hidden = text.count("\t", row.drawn, row.end)
                its_tabs = (*tabs[used : used + shown], *([0] * hidden))
                used += shown + hidden
            # The line end belongs to the line that it ends.
            after = row.end if last or row is not rows[-1] else row_end + 1
            lines.append(
                Line(
                    item,
                    len(lines),
                    row.start,
                    after,
                    prefix,
                    its_tabs,
                    LineKind.TEXT,
                    row.drawn,
                    shift,
                )
            )
            prefix = shape.rest
        if last:
            return lines
        prefix = shape.row
        row_start = row_end + 1
        if row_start == end and end < block.end:
            # A piece of a huge block that ends in a line end has no empty line after it.
            return lines
