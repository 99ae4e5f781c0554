"""A list of entries of several rows each, of which only those in view are laid out."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from tui.ui.keymap import Press

EntryRow = tuple[tuple[str, str], ...]
"""Pieces of (text, component class) of one row. They are text, never markup."""

GUTTER = 2
"""Cells at the left edge, in which the entry at the cursor is marked."""


class EntryList(Widget, can_focus=True):
    """Show entries with a cursor that goes from one to the next.

    An entry that is higher than the list is walked through row by row.

    Args:
        rows_of: Gives the rows of the entry of that number at that width; at least one.
    """

    COMPONENT_CLASSES = {
        "entry-list--title",
        "entry-list--heading",
        "entry-list--state",
        "entry-list--quiet",
        "entry-list--old",
        "entry-list--new",
        "entry-list--mark",
        "entry-list--current",
    }
    POINTER = "┃ "
    """What stands at the left edge of the entry at the cursor."""

    def __init__(
        self, rows_of: Callable[[int, int], list[EntryRow]], *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._rows_of = rows_of
        self._count = 0
        self.index = 0
        """The number of the entry at the cursor."""
        self._top = 0
        self._skipped = 0
        """Rows of the top entry that are above the window."""
        self._known: dict[int, list[EntryRow]] = {}
        self._window: list[tuple[int, EntryRow]] | None = None

    def show(self, count: int, index: int) -> None:
        """Show so many entries anew, the cursor on one of them."""
        self._count = count
        self._known.clear()
        self._skipped = self._skipped if index == self.index else 0
        self.index = max(0, min(index, count - 1))
        self._top = min(self._top, self.index)
        self._see()

    def rows_in_view(self) -> range:
        """Return which rows of the entry at the cursor are in view, all where it is not higher."""
        rows = len(self._rows(self.index)) if self._count else 0
        if rows <= self._height:
            return range(rows)
        first = self._skipped if self._top == self.index else 0
        return range(first, min(rows, first + self._height))

    def rows(self, index: int) -> list[EntryRow]:
        """Return the rows of an entry, as they are laid out now."""
        return self._rows(index)

    def go_to(self, index: int, row: int = 0) -> None:
        """Put the cursor on an entry, and a row of it into view."""
        self._go(index)
        rows = len(self._rows(self.index)) if self._count else 0
        if rows > self._height:
            self._top = self.index
            self._skipped = max(0, min(row, rows - self._height))
            self._window = None
            self.refresh()

    def _rows(self, index: int) -> list[EntryRow]:
        rows = self._known.get(index)
        if rows is None:
            rows = self._known[index] = self._rows_of(index, max(8, self.size.width - GUTTER - 1))
        return rows

    @property
    def _height(self) -> int:
        return max(1, self.size.height)

    def _see(self) -> None:
        """Move the window so that the whole entry at the cursor is in it, or its beginning."""
        self._window = None
        self.refresh()
        if not self._count:
            self._top = self._skipped = 0
            return
        if self.index > self._top:
            used, last = -self._skipped, self._top
            while last <= self.index and used <= self._height:
                used += len(self._rows(last))
                last += 1
            if used <= self._height:
                return
            top, used = self.index, len(self._rows(self.index))
            while top > self._top and used + len(self._rows(top - 1)) <= self._height:
                top -= 1
                used += len(self._rows(top))
            self._top, self._skipped = top, 0
        elif self.index < self._top:
            self._top, self._skipped = self.index, 0
        else:
            self._skipped = max(0, min(self._skipped, len(self._rows(self._top)) - self._height))

    def _fill(self) -> None:
        """Show entries above the window where it would end in blank rows."""
        used = -self._skipped
        for index in range(self._top, self._count):
            used += len(self._rows(index))
            if used >= self._height:
                return
        used += self._skipped
        self._skipped = 0
        while self._top > 0 and used + len(self._rows(self._top - 1)) <= self._height:
            self._top -= 1
            used += len(self._rows(self._top))
        self._window = None

    def _walk(self, entries: int, rows: int) -> None:
        """Walk so many entries, or so many rows through one that is higher than the list."""
        if not self._count:
            return
        below = len(self._rows(self.index)) - self._skipped - self._height
        if self._top == self.index and (below > 0 if entries > 0 else self._skipped):
            self._skipped += max(-self._skipped, min(rows, below))
            self._window = None
            self.refresh()
        else:
            self._go(self.index + entries)

    def _go(self, index: int) -> None:
        index = max(0, min(index, self._count - 1))
        if index != self.index:
            if index < self.index:
                self._skipped = 0
            self.index = index
            self._see()

    # Painting

    def _in_window(self) -> list[tuple[int, EntryRow]]:
        if self._window is None:
            self._window = []
            for index in range(self._top, self._count):
                skipped = self._skipped if index == self._top else 0
                self._window.extend((index, row) for row in self._rows(index)[skipped:])
                if len(self._window) >= self._height:
                    break
        return self._window

    def render_line(self, y: int) -> Strip:
        """Build the strip of one row."""
        base, width = self.rich_style, self.size.width
        window = self._in_window()
        if y >= len(window):
            return Strip.blank(width, base)
        index, row = window[y]
        is_heading = not row or row[0][1] == "heading"  # of what follows, and not to be chosen
        here = index == self.index and not is_heading
        style = base + self._part("current") if here else base
        gutter = Segment(self.POINTER if here else " " * GUTTER, base + self._part("mark"))
        segments = [Segment(text, style + self._part(name)) for text, name in row]
        return Strip([gutter, *segments]).adjust_cell_length(width, base)

    def _part(self, name: str) -> Style:
        if not name:
            return Style.null()
        return self.get_component_rich_style(f"entry-list--{name}", partial=True)

    # Events and commands

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new size."""
        self._known.clear()
        self._see()
        self._fill()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there."""
        window = self._in_window()
        if 0 <= event.y < len(window):
            self._go(window[event.y][0])

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go on."""
        self._walk(1, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go back."""
        self._walk(-1, -3)

    @property
    def _in_view(self) -> int:
        return max(1, len({index for index, _ in self._in_window()[: self._height]}) - 1)

    def do_down(self, press: Press) -> None:
        """Go to the next entry."""
        self._walk(press.times, press.times)

    def do_up(self, press: Press) -> None:
        """Go to the entry before."""
        self._walk(-press.times, -press.times)

    def do_page_down(self, press: Press) -> None:
        """Go past the entries in view."""
        self._walk(press.times * self._in_view, press.times * max(1, self._height - 2))

    def do_page_up(self, press: Press) -> None:
        """Go back as many entries as are in view."""
        self._walk(-press.times * self._in_view, -press.times * max(1, self._height - 2))

    def do_half_down(self, press: Press) -> None:
        """Go past half of the entries in view."""
        half = max(1, self._in_view // 2)
        self._walk(press.times * half, press.times * max(1, self._height // 2))

    def do_half_up(self, press: Press) -> None:
        """Go back half as many entries as are in view."""
        half = max(1, self._in_view // 2)
        self._walk(-press.times * half, -press.times * max(1, self._height // 2))

    def do_first(self, press: Press) -> None:
        """Go to the first entry, or to that of a number."""
        self._go(press.times - 1)

    def do_last(self, press: Press) -> None:
        """Go to the last entry, or to that of a number."""
        self._go((press.count or self._count) - 1)
