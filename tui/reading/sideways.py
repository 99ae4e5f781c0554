"""The view of a row that is wider than the page: what of it is shown, and how the view moves.

A view is `width` cells of a row from the cell `shift` on. Its first cell is a sign where the row
has begun further left, its last one where the row goes on. All cells here count from the
beginning of the row's text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

BEGAN = "‹"
GOES_ON = "›"

STEP = 8
"""Cells that a step moves the view where there are no columns: in code."""


class View(NamedTuple):
    """What of a row is in view.

    Attributes:
        began: Whether the row began further left, and the first cell says so.
        first: The first cluster that is wholly in view.
        before: Blank cells before it: the rest of a wide character that is cut.
        last: The cluster after the last one wholly in view; `first` where there is none.
        after: Blank cells after it, where the row goes on.
        goes_on: Whether the row goes on further right, and the last cell says so.
    """

    began: bool
    first: int
    before: int
    last: int
    after: int
    goes_on: bool


def view(edges: Sequence[int], shift: int, width: int) -> View:
    """Say which clusters of a row are in view.

    Args:
        edges: The cells left of each cluster, and the width of the row as the last.
        shift: The first cell of the view.
        width: The cells of the view, at least 3.
    """
    whole = edges[-1]
    began, goes_on = shift > 0 and whole > 0, whole > shift + width
    low, high = shift + began, shift + width - goes_on
    first = bisect_left(edges, low)
    if first >= len(edges) - 1:
        # The row ends left of the view.
        return View(began, len(edges) - 1, 0, len(edges) - 1, 0, goes_on)
    before = min(edges[first], high) - low
    last = max(first, bisect_right(edges, high) - 1)
    after = max(0, high - edges[last]) if goes_on else 0
    return View(began, first, before, last, after, goes_on)


def in_view(cells: tuple[int, int], whole: int, shift: int, width: int) -> bool:
    """Tell whether some cells of a row of `whole` cells are in view, apart from its signs."""
    start, end = cells
    return shift + (shift > 0) <= start and end <= shift + width - (whole > shift + width)


def shift_to_show(
    cells: tuple[int, int],
    whole: int,
    column: tuple[int, int],
    columns: Sequence[int],
    shift: int,
    width: int,
) -> int:
    """Return where the view has to begin for some cells to be in it; `shift` where they are.

    Args:
        cells: Where they begin and end (exclusive).
        whole: The width of the row.
        column: Where the column of the table that they are in begins and ends.
        columns: Where the columns of a table begin, but the first; empty where it is no table.
        shift: Where the view begins now.
        width: The cells of the view.
    """
    for known in (shift, 0):
        if in_view(cells, whole, known, width):
            return known
    if columns:
        wanted = column if column[1] - column[0] < width - 1 else cells
        stops = _stops(columns)
        if cells[0] <= shift:
            found = stops[bisect_right(stops, max(0, wanted[0] - 1)) - 1]
        else:
            found = stops[min(bisect_left(stops, wanted[1] + 1 - width), len(stops) - 1)]
        if in_view(cells, whole, found, width):
            return found
    # In the middle, as in vim: the next steps then cost no new view.
    return max(0, min(cells[0] - width // 2, max(whole, cells[1]) - width))


def _stops(columns: Sequence[int]) -> list[int]:
    """Say where views of a table begin: in the gap before a column, where a sign hides nothing."""
    return [0, *(place - 1 for place in columns)]


def moved(
    columns: Sequence[int], shift: int, width: int, widest: int, count: int, *, half: bool
) -> int:
    """Return where the view begins after some steps to the right (left, where negative).

    A step is a column of a table, or `STEP` cells; by halves it is half a view. To the right it
    ends where the widest row in view ends.
    """
    stops = _stops(columns) if columns and not half else []
    for _ in range(min(abs(count), widest + width)):
        if count > 0:
            if widest <= shift + width:
                break
            place = bisect_right(stops, shift)
            if place < len(stops):
                shift = stops[place]
            elif half:
                shift = min(shift + max(1, width // 2), widest - width)
            else:
                shift = min(shift + STEP, widest - width)
        else:
            if not shift:
                break
            place = bisect_left(stops, shift) - 1
            shift = stops[place] if stops else shift - (max(1, width // 2) if half else STEP)
            shift = max(0, shift)
    return shift
