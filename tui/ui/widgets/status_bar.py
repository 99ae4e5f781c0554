"""The last line: what was just done, or the keys for now; and how far along one is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static


class LongMessage(Static):
    """A message that one row does not hold: it lies over the rows above, as many as it needs."""


class StatusBar(Widget):
    """Show a message until the next key, else the keys that make sense now.

    A message that leaves no room for how far along one is has the line to itself, and one that
    is wider than the terminal lies over the end of the page.
    """

    COMPONENT_CLASSES = {"status-bar--key", "status-bar--message", "status-bar--pending"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._message = ""
        self._pending = ""
        self._hints: tuple[tuple[str, str], ...] = ()
        self._progress = ""
        self._long: LongMessage | None = None

    def say(self, message: str) -> None:
        """Show a message in place of the keys."""
        self._set(message=message)

    def show(
        self,
        *,
        hints: Sequence[tuple[str, str]] | None = None,
        progress: str | None = None,
        pending: str | None = None,
    ) -> None:
        """Show what is given anew; the rest stays.

        Args:
            hints: Pairs of a key and its word.
            progress: What stands at the right end.
            pending: The beginning of a chord.
        """
        self._set(
            hints=self._hints if hints is None else tuple(hints),
            progress=self._progress if progress is None else progress,
            pending=self._pending if pending is None else pending,
        )

    @property
    def message(self) -> str:
        """The message that is shown; empty where the keys are."""
        return self._message

    def _set(self, **values: object) -> None:
        changed = False
        for name, value in values.items():
            if getattr(self, f"_{name}") != value:
                setattr(self, f"_{name}", value)
                changed = True
        if changed:
            self.refresh()
            self._lay_over()

    def on_resize(self, event: events.Resize) -> None:
        """See whether one row holds the message now."""
        self._lay_over()

    def _lay_over(self) -> None:
        """Show a message in full that one row does not hold; made when there is the first one."""
        long = self._message if 0 < self.size.width < cell_len(self._message) + 2 else ""
        if self._long is None:
            if not long:
                return
            self._long = LongMessage()
            self.mount(self._long)
        if long:
            self._long.update(Content(long))
        if self._long.display != bool(long):
            self._long.display = bool(long)

    def render_line(self, y: int) -> Strip:
        """Build the one line: hints that do not fit are left out whole."""
        width, base = self.size.width, self.rich_style
        if y or not width:
            return Strip.blank(width, base)
        right = f" {self._pending} " if self._pending else ""
        progress = self._progress
        room = width - cell_len(right) - cell_len(progress) - 2
        if progress and cell_len(self._message) > room - 1:
            room, progress = room + cell_len(progress), ""
        left: list[Segment] = [Segment(" ", base)]
        if self._message:
            message = Strip([Segment(self._message)])
            if message.cell_length > room - 1:
                message = Strip([*message.crop(0, max(0, room - 3)), Segment("… ")])
            left.append(Segment(message.text, base + self._part("message")))
        else:
            used = 0
            for key, word in self._hints:
                cells = cell_len(key) + cell_len(word) + 3
                if used + cells > room:
                    break
                left.append(Segment(key, base + self._part("key")))
                left.append(Segment(f" {word}  ", base))
                used += cells
        strip = Strip(left).adjust_cell_length(max(0, room + 1), base)
        end = [Segment(right, base + self._part("pending")), Segment(progress + " ", base)]
        return Strip([*strip, *end]).adjust_cell_length(width, base)

    def _part(self, name: str) -> Style:
        return self.get_component_rich_style(f"status-bar--{name}", partial=True)
