"""The same data twice: as they come, and compared. Both terminals must show the same."""

from __future__ import annotations

from collections.abc import Sequence

from emulated import EmulatedTerminal
from painting import ENTER, Line, strip, whole

from tui.ui.terminal.frames import FrameComparer

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"


class _Strict(FrameComparer):
    """In the program a mistake costs bytes only; here it fails the test."""

    def _read(self, data: str) -> None:
        try:
            super()._read(data)
        except (LookupError, ValueError, TypeError) as error:
            raise AssertionError(repr(data)) from error


class SideBySide:
    """Two terminals.

    Attributes:
        plain: Shows what is written as it comes.
        compared: Shows what the comparer lets through.
    """

    def __init__(self, columns: int, rows: int, enter: str = ENTER) -> None:
        self.columns = columns
        self.comparer = _Strict(columns, rows)
        self.plain, self.compared = EmulatedTerminal(columns, rows), EmulatedTerminal(columns, rows)
        self.write(enter)

    def write(self, *data: str) -> str:
        """Write, and return what really went over the wire."""
        written = ""
        for piece in data:
            less = self.comparer.compare(piece)
            self.plain.feed(piece)
            self.compared.feed(less)
            written += less
        return written

    def check(self) -> None:
        """Assert that both show the same. Not in the middle of a sequence."""
        assert self.compared.seen() == self.plain.seen()

    def draw(self, lines: Sequence[Line]) -> str:
        """Draw everything in a synchronized update."""
        written = self.write(BEGIN, whole([strip(line, self.columns) for line in lines]), END)
        self.check()
        return written

    def resize(self, columns: int, rows: int) -> None:
        """Give both another size."""
        self.columns = columns
        self.comparer.resize(columns, rows)
        self.plain.resize(columns, rows)
        self.compared.resize(columns, rows)
