"""Lines of text to look through: help, a file as it came, the reasons for what was stripped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.reading import wrap
from tui.ui.keymap import Press

PagerLine = str | tuple[tuple[str, str], ...]
"""Plain text, or pieces of (text, component class)."""


_TAB = 4
_LEAST = 12
"""Cells that an indented line keeps for its words; it is indented less where it has fewer."""

_Row = tuple[int, ...]
"""A line's number, where in its text the row begins and ends, and the cells it is indented by."""


class Pager(ScrollView, can_focus=True):
    """Show lines, only those in view being built. They are text, never markup.

    A line that is wider than the window goes on in rows below it.

    Args:
        lines: What is shown.
        hang: Cells by which the further rows of a line of pieces are indented.
    """

    COMPONENT_CLASSES = {"pager--title", "pager--key", "pager--quiet"}

    def __init__(self, lines: Sequence[PagerLine], *, hang: int = 0, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines = [line.expandtabs(_TAB) if isinstance(line, str) else line for line in lines]
        self._hang = hang
        self._rows: list[_Row] = []
        self._width = 0

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew; the first one in view stays there."""
        # Beside the scrollbar, whether or not there is one yet: breaking decides that.
        width = self.outer_size.width - self.styles.scrollbar_size_vertical
        if width in (0, self._width):
            return
        self._width = width
        top = self._rows[self.scroll_offset.y] if self._rows else (0, 0, 0, 0)
        self._rows = [row for number in range(len(self._lines)) for row in self._broken(number)]
        self.virtual_size = Size(0, len(self._rows))
        place = bisect_right(self._rows, (top[0], top[1] + 1)) - 1
        self.scroll_to(y=max(0, place), animate=False)

    def _broken(self, number: int) -> list[_Row]:
        """Return the rows of a line."""
        text, width = self._text(number), self._width
        hang = 0 if isinstance(self._lines[number], str) else min(self._hang, width - _LEAST)
        if len(text) <= width and text.isascii():  # all lines of a listing, nearly
            return [(number, 0, len(text), 0)]
        first, *rest = wrap(text, 0, len(text), width)
        if rest and hang > 0:
            rest = wrap(text, first.end, len(text), width - hang)
        further = [(number, row.start, row.drawn, max(0, hang)) for row in rest]
        return [(number, first.start, first.drawn, 0), *further]

    def _pieces(self, number: int) -> tuple[tuple[str, str], ...]:
        line = self._lines[number]
        return ((line, ""),) if isinstance(line, str) else line

    def _text(self, number: int) -> str:
        line = self._lines[number]
        return line if isinstance(line, str) else "".join(text for text, _ in line)

    def render_line(self, y: int) -> Strip:
        """Build the strip of one visible row."""
        row = y + self.scroll_offset.y
        base = self.rich_style
        if row >= len(self._rows):
            return Strip.blank(self.size.width, base)
        number, start, end, indent = self._rows[row]
        segments = [Segment(" " * indent, base)]
        for text, name in self._pieces(number):
            segments.append(Segment(text[max(0, start) : max(0, end)], base + self._style(name)))
            start, end = start - len(text), end - len(text)
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _style(self, name: str) -> Style:
        if not name:
            return Style.null()
        return self.get_component_rich_style(f"pager--{name}", partial=True)

    def do_down(self, press: Press) -> None:
        """Scroll down."""
        self._walk(press.times)

    def do_up(self, press: Press) -> None:
        """Scroll up."""
        self._walk(-press.times)

    def do_page_down(self, press: Press) -> None:
        """Scroll down a page."""
        self._walk(press.times * max(1, self.size.height - 2))

    def do_page_up(self, press: Press) -> None:
        """Scroll up a page."""
        self._walk(-press.times * max(1, self.size.height - 2))

    def do_half_down(self, press: Press) -> None:
        """Scroll down half a page."""
        self._walk(press.times * max(1, self.size.height // 2))

    def do_half_up(self, press: Press) -> None:
        """Scroll up half a page."""
        self._walk(-press.times * max(1, self.size.height // 2))

    def do_first(self, press: Press) -> None:
        """Scroll to the beginning."""
        self.scroll_to(y=0, animate=False)

    def do_last(self, press: Press) -> None:
        """Scroll to the end."""
        self.scroll_to(y=len(self._rows), animate=False)

    def _walk(self, rows: int) -> None:
        self.scroll_to(y=max(0, self.scroll_offset.y + rows), animate=False)
