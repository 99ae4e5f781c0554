"""Lines of text to look through: help, a file as it came, the reasons for what was stripped."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.ui.keymap import Press

PagerLine = str | tuple[tuple[str, str], ...]
"""Plain text, or pieces of (text, component class)."""


class Pager(ScrollView, can_focus=True):
    """Show lines, only those in view being built. They are text, never markup."""

    COMPONENT_CLASSES = {"pager--title", "pager--key", "pager--quiet"}

    def __init__(self, lines: Sequence[PagerLine], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines = lines
        self.virtual_size = Size(0, len(lines))

    def render_line(self, y: int) -> Strip:
        """Build the strip of one visible line."""
        number = y + self.scroll_offset.y
        base = self.rich_style
        if number >= len(self._lines):
            return Strip.blank(self.size.width, base)
        line = self._lines[number]
        pieces = ((line, ""),) if isinstance(line, str) else line
        segments = [Segment(text, base + self._style(name)) for text, name in pieces]
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
        self.scroll_to(y=len(self._lines), animate=False)

    def _walk(self, rows: int) -> None:
        self.scroll_to(y=max(0, self.scroll_offset.y + rows), animate=False)
