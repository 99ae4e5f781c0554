"""Finding rows that moved up or down as a block, so that the terminal can move them itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from operator import ne
from typing import NamedTuple

from tui.ui.terminal.rows import Row, blank_row, distance
from tui.ui.terminal.styles import UNKNOWN

_FEWEST = 3
"""Rows that must have changed before a look is worth it."""

_NARROWEST = 8
"""Columns of text by which rows may be known again."""

_PRICE = 32
"""Bytes that a scroll costs: margins, move, scroll, margins off, and a move again."""


class Shift(NamedTuple):
    """The rows from `top` to `bottom` (inclusive) move up by `lines`; down if negative."""

    top: int
    bottom: int
    lines: int


def find_shift(
    shown: Sequence[Row],
    wanted: Mapping[int, Row],
    rough: Mapping[int, object],
    unseen: bool,
) -> Shift | None:
    """Return the scroll that saves most, if any saves bytes.

    Only whole rows can move. Where one pane among several scrolled, it may still be shorter to
    move the rows and to mend the other panes; but that must not be seen.

    Args:
        shown: The rows on the screen.
        wanted: The rows that are to change, by their number.
        rough: Rows whose look only the terminal knows; they cannot be moved or mended.
        unseen: Whether the terminal shows nothing until the frame is complete.
    """
    changed = [row for row, new in wanted.items() if row not in rough and new != shown[row]]
    if len(changed) < _FEWEST:
        return None
    votes = _votes(shown, wanted, changed, 0, None)
    if not votes and unseen:
        left, right = _window(shown, wanted, changed)
        if right - left >= _NARROWEST:
            votes = _votes(shown, wanted, changed, left, right)
    best: Shift | None = None
    most = 0
    for lines, count in votes.most_common(2):
        if count >= 2:
            saved, shift = _weigh(shown, wanted, rough, lines)
            if shift is not None and saved > most:
                most, best = saved, shift
    return best


def _votes(
    shown: Sequence[Row],
    wanted: Mapping[int, Row],
    changed: Sequence[int],
    left: int,
    right: int | None,
) -> Counter[int]:
    """Count by how many lines the text of the changed rows may have moved."""
    places: dict[str, list[int]] = {}
    for place, old in enumerate(shown):
        places.setdefault(old.text[left:right], []).append(place)
    votes: Counter[int] = Counter()
    for row in changed:
        key = wanted[row].text[left:right]
        # A text that stands everywhere, such as a blank row, says nothing.
        found = places.get(key, ())
        if len(found) <= 2 and not key.isspace() and UNKNOWN not in key:
            votes.update(place - row for place in found if place != row)
    return votes


def _window(
    shown: Sequence[Row], wanted: Mapping[int, Row], changed: Sequence[int]
) -> tuple[int, int]:
    """Return the columns between which text changed: perhaps one pane among several."""
    left, right = len(shown[0].text), 0
    for row in changed:
        mask = bytes(map(ne, shown[row].text, wanted[row].text))
        if 1 in mask:
            left = min(left, mask.find(1))
            right = max(right, mask.rfind(1) + 1)
    return left, right


def _weigh(
    shown: Sequence[Row], wanted: Mapping[int, Row], rough: Mapping[int, object], lines: int
) -> tuple[int, Shift | None]:
    """Find the rows for which a scroll by so many lines saves most, and how much in all."""
    rows = len(shown)
    blank = blank_row(len(shown[0].text))
    costs: dict[int, int] = {}

    def new(row: int) -> Row:
        return wanted.get(row) or shown[row]

    def fixed(row: int) -> bool:
        return row in rough or UNKNOWN in new(row).text

    def cost(row: int) -> int:
        if row not in costs:
            costs[row] = distance(shown[row], new(row)) if row in wanted else 0
        return costs[row]

    start, end, most = _best_run(
        range(max(0, -lines), min(rows, rows - lines)),
        lambda row: None if fixed(row) else cost(row) - distance(shown[row + lines], new(row)),
    )
    if most <= _PRICE:
        return 0, None
    # The rows that the scroll empties.
    emptied = range(end, end + lines) if lines > 0 else range(start + lines, start)
    if any(map(fixed, emptied)):
        return 0, None
    saved = most - _PRICE - sum(distance(blank, new(row)) - cost(row) for row in emptied)
    return saved, Shift(min(start, start + lines), max(end, end + lines) - 1, lines)


def _best_run(rows: range, gain: Callable[[int], int | None]) -> tuple[int, int, int]:
    """Return the run of rows with the greatest sum, as start, end and sum (Kadane's algorithm).

    A row without a gain cannot be part of it.
    """
    best = (0, 0, 0)
    start, total = rows.start, 0
    for row in rows:
        step = gain(row)
        if step is None or total + step <= 0:
            start, total = row + 1, 0
            continue
        total += step
        if total > best[2]:
            best = (start, row + 1, total)
    return best
