"""The last line: what was just done, or the keys for now; and how far along one is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget


class StatusBar(Widget):
    """Show a message until the next key, else the keys that make sense now."""

    COMPONENT_CLASSES = {"status-bar--key", "status-bar--message", "status-bar--pending"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._message = ""
        self._pending = ""
        self._hints: tuple[tuple[str, str], ...] = ()
        self._progress = ""

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

    def render_line(self, y: int) -> Strip:
        """Build the one line: hints that do not fit are left out whole."""
        width, base = self.size.width, self.rich_style
        if y or not width:
            return Strip.blank(width, base)
        right = f" {self._pending} " if self._pending else ""
        room = width - cell_len(right) - cell_len(self._progress) - 2
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
        end = [Segment(right, base + self._part("pending")), Segment(self._progress + " ", base)]
        return Strip([*strip, *end]).adjust_cell_length(width, base)

    def _part(self, name: str) -> Style:
        return self.get_component_rich_style(f"status-bar--{name}", partial=True)
