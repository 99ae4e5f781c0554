"""Writing to a terminal in few bytes: the shortest moves, styles only where they change.

Only what a VT102 knows is used, and ECH where that is known. Rows are moved by deleting and
inserting lines, which every terminal has: terminfo knows neither SU nor SD for Linux's console.
"""

from __future__ import annotations

import re

from tui.ui.terminal.rows import Row
from tui.ui.terminal.sequences import BEGIN_UPDATE, END_UPDATE
from tui.ui.terminal.shifts import Shift
from tui.ui.terminal.styles import DEFAULT, Styles
from tui.ui.terminal.widths import SECOND_HALF

_RUN = re.compile(r"(.)\1*", re.DOTALL)
_BLANKS = re.compile(" {10,}")
"""Blanks that are dearer than to erase them and to step over them, at four or five bytes each."""


class Wire:
    """What is to be written, and where that leaves the terminal's cursor and style.

    Attributes:
        row: The row of the cursor, None where it is not known.
        column: Its column, None where it is not known or just behind the last one.
        style: The style of what is written next, None where it is not known.
        updating: Whether a synchronized update was begun: what is written is not seen yet.
        erases: Whether blanks within a row may be written with ECH.
        held: Whether nothing followed its beginning so far, which is then not written either.
    """

    def __init__(self, styles: Styles, erases: bool) -> None:
        self.styles = styles
        self.erases = erases
        self.row: int | None = None
        self.column: int | None = None
        self.style: str | None = None
        self.updating = self.held = False
        self._parts: list[str] = []

    def put(self, data: str) -> None:
        """Write data that changes neither cursor nor style."""
        if self.held:
            self.held = False
            self._parts.append(BEGIN_UPDATE)
        self._parts.append(data)

    def take(self) -> str:
        """Return what is to be written, once."""
        data = "".join(self._parts)
        self._parts.clear()
        return data

    def begin_update(self) -> None:
        """Begin a synchronized update as soon as something is written."""
        self.updating = self.held = True

    def end_update(self) -> None:
        """End a synchronized update; one in which nothing was written never was."""
        self.updating = False
        if self.held:
            self.held = False
        else:
            self.put(END_UPDATE)

    def forget(self) -> None:
        """Know nothing of cursor and style."""
        self.row = self.column = self.style = None

    def use(self, style: str) -> None:
        """Switch to a style."""
        if style != self.style:
            self.put(self.styles.change(self.style, style))
            self.style = style

    def move(self, row: int, column: int) -> None:
        """Move the cursor."""
        if self.row == row and self.column == column:
            return
        way = f"\x1b[{row + 1};{column + 1}H" if column else f"\x1b[{row + 1}H"
        if self.row == row:
            if not column:
                way = "\r"
            elif self.column is not None:
                steps = column - self.column
                count = "" if abs(steps) == 1 else str(abs(steps))
                way = f"\x1b[{count}{'C' if steps > 0 else 'D'}"
        elif self.row is not None and row == self.row + 1:
            # There are no margins, so that this cannot scroll.
            if not column:
                way = "\r\n"
            elif self.column == column:
                way = "\x1b[B"
        elif row + 1 == self.row and self.column == column:
            way = "\x1b[A"
        self.put(way)
        self.row, self.column = row, column

    def write(self, row: int, new: Row, start: int, end: int) -> None:
        """Write the cells of a row from `start` up to `end`."""
        for run in _RUN.finditer(new.styles, start, end):
            left, right = run.span()
            style = run[1]
            if style == DEFAULT and self.erases:
                for blanks in _BLANKS.finditer(new.text, left, right):
                    self._write(row, new.text, left, blanks.start(), style)
                    left = blanks.end()
                    self.move(row, blanks.start())
                    self.use(DEFAULT)
                    self.put(f"\x1b[{left - blanks.start()}X")
            self._write(row, new.text, left, right, style)

    def _write(self, row: int, text: str, start: int, end: int, style: str) -> None:
        if start < end:
            self.move(row, start)
            self.use(style)
            self.put(text[start:end].replace(SECOND_HALF, ""))
            # Behind the last column terminals differ on where the cursor is.
            self.column = end if end < len(text) else None

    def erase(self, row: int, column: int) -> None:
        """Erase a row from a column on."""
        self.move(row, column)
        self.use(DEFAULT)
        self.put("\x1b[K")

    def scroll(self, shift: Shift, rows: int) -> None:
        """Move rows up or down; the rows that come in are blank."""
        self.use(DEFAULT)
        top, bottom, lines = shift
        lasts = bottom == rows - 1
        way = "" if lasts else f"\x1b[{top + 1};{bottom + 1}r"
        way += f"\x1b[{top + 1}H"
        way += f"\x1b[{abs(lines) if abs(lines) > 1 else ''}{'M' if lines > 0 else 'L'}"
        self.put(way if lasts else f"{way}\x1b[r")
        self.row = self.column = None

    def pass_on(self, data: str, before: str | None, after: str | None) -> None:
        """Write a run of text as it came; only the terminal knows where it ends.

        Args:
            data: A move and what follows it.
            before: The style that must hold before it; None where it begins with a reset.
            after: The style that holds after it.
        """
        if before is not None:
            self.use(before)
        self.put(data)
        self.style = after
        self.row = self.column = None
