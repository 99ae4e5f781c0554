"""One row of the screen as two strings, text and styles, one character a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import ne, or_
from typing import NamedTuple

from tui.ui.terminal.styles import DEFAULT, UNKNOWN, UnreadableError
from tui.ui.terminal.widths import SECOND_HALF, cells_of, joins

_CHANGED = re.compile(b"\x01+")
_NEAR = 4
"""Equal cells that are cheaper to write again than to step over: `ESC [ n C` is four bytes."""


class Row(NamedTuple):
    """What stands in a row. Where nothing is known, text and styles hold `UNKNOWN`."""

    text: str
    styles: str


@dataclass(slots=True)
class Chop:
    """A run of text that begins with a move.

    Attributes:
        row: Where it begins, from 0.
        column: Likewise.
        start: Where its sequences begin in what was written.
        before: The style that held before it.
        end: Where its sequences end.
        after: The style that holds after it.
        pieces: Styles with text, or with a sequence that begins or ends a hyperlink.
        last: The column of the cursor after it; None where only the terminal knows.
    """

    row: int
    column: int
    start: int
    before: str | None
    end: int = 0
    after: str | None = DEFAULT
    pieces: list[tuple[str, str]] = field(default_factory=list)
    last: int | None = None

    @property
    def first(self) -> str:
        """Its first character; empty if it has none."""
        return next((text[0] for _, text in self.pieces if text[0] != "\x1b"), "")

    @property
    def begins_surely(self) -> bool:
        """Whether its first character cannot join with what stands before it."""
        return cells_of(self.first) is not None


def unknown_row(columns: int) -> Row:
    """Return a row of which nothing is known."""
    return Row(UNKNOWN * columns, UNKNOWN * columns)


def blank_row(columns: int) -> Row:
    """Return an empty row."""
    return Row(" " * columns, DEFAULT * columns)


def draw(row: Row, chops: list[Chop], wraps: bool) -> tuple[Row, bool]:
    """Return what chops make of a row, and whether they left cells that nobody knows.

    Args:
        row: What stands there before.
        chops: What is written, in this order. Their `last` is set.
        wraps: Whether text goes on in the next row at the end of this one.

    Raises:
        UnreadableError: the text could go on in the next row.
    """
    text, styles = row
    columns = len(text)
    unsettled = False
    for chop in chops:
        at = chop.column
        chop.last = None
        for style, piece in chop.pieces:
            cells = cells_of(piece)
            end = columns + 1 if cells is None else at + len(cells)
            if cells is None or end > columns:
                # Where this ends, and how it joins with the cell before, only the terminal knows.
                if wraps:
                    raise UnreadableError("text may go on in the next row")
                if chop.column == 0 and joins(chop.first):
                    raise UnreadableError("a mark that may join with the row above")
                at = max(0, min(at, columns - 1) - 1)
                at -= text[at] == SECOND_HALF
                text = text[:at] + UNKNOWN * (columns - at)
                styles = styles[:at] + UNKNOWN * (columns - at)
                unsettled = True
                break
            if not cells:
                continue
            if text[at] == SECOND_HALF or (end < columns and text[end] == SECOND_HALF):
                text, styles = _halve(text, styles, at, end)
                unsettled = True
            text = text[:at] + cells + text[end:]
            styles = styles[:at] + style * len(cells) + styles[end:]
            at = end
        else:
            chop.last = at
    return Row(text, styles), unsettled and UNKNOWN in text


def _halve(text: str, styles: str, start: int, end: int) -> tuple[str, str]:
    """Forget the halves that are left of wide characters when the cells between are written."""
    for cell in (start - 1 if text[start] == SECOND_HALF else -1, end):
        if 0 <= cell < len(text) and (cell < end or text[cell] == SECOND_HALF):
            text = text[:cell] + UNKNOWN + text[cell + 1 :]
            styles = styles[:cell] + UNKNOWN + styles[cell + 1 :]
    return text, styles


def _mask(old: Row, new: Row) -> bytes:
    """Return 1 for each cell that differs, 0 for the others."""
    if new.styles == old.styles:
        return bytes(map(ne, old.text, new.text))
    if new.text == old.text:
        return bytes(map(ne, old.styles, new.styles))
    return bytes(map(or_, map(ne, old.text, new.text), map(ne, old.styles, new.styles)))


def distance(old: Row, new: Row) -> int:
    """Return about how many bytes lead from one row to another."""
    if old == new:
        return 0
    return 8 + _mask(old, new).count(1)


def changes(old: Row, new: Row) -> tuple[list[tuple[int, int]], int]:
    """Return the spans of cells to write, and from which cell on to erase the row (-1: none).

    Spans hold wide characters of both rows as a whole.
    """
    mask = _mask(old, new)
    if SECOND_HALF in old.text or SECOND_HALF in new.text:
        mask = _whole(mask, old.text, new.text)
    columns = len(mask)
    erase = -1
    end = max(len(new.text.rstrip(" ")), len(new.styles.rstrip(DEFAULT)))
    if end < columns and (first := mask.find(1, end)) >= 0 and mask.rfind(1) - first >= 3:
        erase, mask = first, mask[:first]
    spans: list[tuple[int, int]] = []
    styles = new.styles
    for match in _CHANGED.finditer(mask):
        start, end = match.span()
        if spans:
            before, near = spans[-1]
            gap = styles[near - 1 : start]
            if start - near <= _NEAR and gap == gap[0] * len(gap):
                spans[-1] = (before, end)
                continue
        spans.append((start, end))
    return spans, erase


def _whole(mask: bytes, old: str, new: str) -> bytes:
    """Widen what changed so that no wide character is written or overwritten by half."""
    cells = bytearray(mask)
    for cell in range(1, len(cells)):
        # Where pairs of the two rows overlap, all their cells differ already.
        if old[cell] == SECOND_HALF or new[cell] == SECOND_HALF:
            cells[cell - 1] = cells[cell] = cells[cell - 1] | cells[cell]
    return bytes(cells)
