"""One line to type in, for searching and finding: it tells when it is left, and why."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Input


class LineInput(Input):
    """An input that reports Escape and the arrow keys instead of keeping them."""

    class Cancelled(Message):
        """Escape was pressed."""

        def __init__(self, line: LineInput) -> None:
            super().__init__()
            self.line = line

        @property
        def control(self) -> LineInput:
            """The input, for `@on`."""
            return self.line

    class Stepped(Message):
        """Up or down was pressed: `steps` is -1 or 1."""

        def __init__(self, line: LineInput, steps: int) -> None:
            super().__init__()
            self.line = line
            self.steps = steps

        @property
        def control(self) -> LineInput:
            """The input, for `@on`."""
            return self.line

    def __init__(self, placeholder: str, *, id: str) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False

    async def on_key(self, event: events.Key) -> None:
        """Pass on what is not typing."""
        steps = {"up": -1, "ctrl+p": -1, "down": 1, "ctrl+n": 1}.get(event.key)
        if event.key == "escape":
            self.post_message(self.Cancelled(self))
        elif steps is not None:
            self.post_message(self.Stepped(self, steps))
        elif event.key not in ("tab", "shift+tab"):
            return
        event.stop()
        event.prevent_default()
