"""A terminal to compare with: pyte, with what it lacks."""

from __future__ import annotations

import re

import pyte
from pyte.modes import DECAWM
from wcwidth import wcwidth

_SEQUENCE = re.compile(
    r"\x1b\[(?P<mark>[<=>?]?)(?P<numbers>[0-9;]*)(?P<between>[ -/]*)(?P<last>[@-~])"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1b[PX^_][^\x1b]*\x1b\\"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?)?\Z")
_KEPT_MODES = {"6", "7", "25"}


class _Screen(pyte.Screen):
    """pyte's screen, but half of a wide character does not outlive the other half."""

    _has_wide = False

    def draw(self, data: str) -> None:
        if data.isascii() and not self._has_wide:
            super().draw(data)
            return
        self._has_wide = True
        for character in data:
            width = wcwidth(character)
            if width > 0:
                wraps = DECAWM in self.mode and self.cursor.x == self.columns
                start = 0 if wraps else min(self.cursor.x, self.columns - width)
                row = self.cursor.y + (wraps and self.cursor.y < self.lines - 1)
                if not wraps or self.cursor.y < self.lines - 1:
                    self._break(row, start, start + width)
            super().draw(character)

    def erase_characters(self, count: int | None = None) -> None:
        self._break(self.cursor.y, self.cursor.x, self.cursor.x + (count or 1))
        super().erase_characters(count)

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        if how == 0:
            self._break(self.cursor.y, self.cursor.x, self.columns)
        super().erase_in_line(how, private)

    def erase_in_display(self, how: int = 0, *arguments: object, **options: object) -> None:
        # pyte erases only the cells that were written before, but with the style of now.
        for row in range(self.lines):
            for column in range(self.columns):
                self.buffer[row][column] = self.buffer[row][column]
        super().erase_in_display(how, *arguments, **options)

    def _break(self, row: int, start: int, end: int) -> None:
        """Blank what is left of wide characters when the cells between are written."""
        line = self.buffer[row]
        for first in (start - 1, end - 1):
            if 0 <= first < self.columns - 1 and line[first + 1].data == "":
                line[first] = line[first]._replace(data=" ")
                line[first + 1] = line[first + 1]._replace(data=" ")


class EmulatedTerminal:
    """Shows what is written to it.

    pyte neither scrolls with SU and SD nor clears the screen for the alternate one, and prints
    part of what it does not know.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = _Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self._unfinished = ""

    def feed(self, data: str) -> None:
        """Take in what is written."""
        data = self._unfinished + data
        cut = _UNFINISHED.search(data)
        end = cut.start() if cut else len(data)
        data, self._unfinished = data[:end], data[end:]
        at = 0
        for sequence in _SEQUENCE.finditer(data):
            self._stream.feed(data[at : sequence.start()])
            self._obey(sequence)
            at = sequence.end()
        self._stream.feed(data[at:])

    def _obey(self, sequence: re.Match[str]) -> None:
        last, mark, numbers = sequence["last"], sequence["mark"], sequence["numbers"]
        if last is None or sequence["between"]:
            return
        if mark == "?" and last in "hl":
            if "1049" in numbers.split(";"):
                self._stream.feed("\x1b[2J")
            for mode in _KEPT_MODES.intersection(numbers.split(";")):
                self._stream.feed(f"\x1b[?{mode}{last}")
        elif not mark and last in "ST":
            self._scroll(int(numbers or 1), up=last == "S")
        elif not mark:
            self._stream.feed(sequence.group())

    def _scroll(self, lines: int, *, up: bool) -> None:
        screen = self.screen
        top, bottom = screen.margins or (0, screen.lines - 1)
        column, row = screen.cursor.x, screen.cursor.y
        screen.cursor.y = bottom if up else top
        for _ in range(min(lines, screen.lines)):
            (screen.index if up else screen.reverse_index)()
        screen.cursor.x, screen.cursor.y = column, row

    def resize(self, columns: int, rows: int) -> None:
        """Change the size."""
        self.screen.resize(rows, columns)

    @property
    def text(self) -> str:
        """The lines of the screen."""
        # Not pyte's own: that fails where half of a wide character is left.
        return "\n".join(
            "".join(self.screen.buffer[row][column].data for column in range(self.screen.columns))
            for row in range(self.screen.lines)
        )

    def seen(self) -> list[list[object]]:
        """Everything that can be seen: each cell, and the cursor where it is visible."""
        screen = self.screen
        cells = [
            list(map(screen.buffer[row].__getitem__, range(screen.columns)))
            for row in range(screen.lines)
        ]
        return [*cells, [self.cursor]]

    @property
    def cursor(self) -> tuple[int, int]:
        """The row and column of the cursor, seen or not."""
        return self.screen.cursor.y, self.screen.cursor.x
