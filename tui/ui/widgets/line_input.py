"""One line to type in, for searching and finding: it tells when it is left, and why."""

from __future__ import annotations

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.suggester import Suggester
from textual.widgets import Input

_STEPS = {"up": -1, "ctrl+p": -1, "down": 1, "ctrl+n": 1}
_COMPLETIONS = {"tab": 1, "shift+tab": -1}


class LineInput(Input):
    """An input that reports Escape, the arrow keys and Tab instead of keeping them.

    Args:
        placeholder: What stands there while nothing is typed.
        suggester: Knows how what is typed may go on.
        asks: A character that at the beginning of the line is no typing, but asks for help.
    """

    # Textual lays out the whole screen anew when the length of a text changes, and paints the other
    # panes with it: 8 ms of each letter. Nothing here depends on how long it is.
    virtual_size = Reactive(Size(0, 0), layout=False)

    class About(Message):
        """Something that the line tells its screen."""

        def __init__(self, line: LineInput) -> None:
            super().__init__()
            self.line = line

        @property
        def control(self) -> LineInput:
            """The input, for `@on`."""
            return self.line

    class Cancelled(About):
        """Escape was pressed."""

    class Asked(About):
        """The character that asks for help was typed."""

    class Stepped(About):
        """Up or down was pressed: `steps` is -1 or 1."""

        def __init__(self, line: LineInput, steps: int) -> None:
            super().__init__(line)
            self.steps = steps

    class Completed(About):
        """Tab was pressed, or with the shift key: `steps` is 1 or -1."""

        def __init__(self, line: LineInput, steps: int) -> None:
            super().__init__(line)
            self.steps = steps

    def __init__(
        self,
        placeholder: str,
        *,
        id: str,
        suggester: Suggester | None = None,
        asks: str = "",
    ) -> None:
        super().__init__(
            placeholder=placeholder,
            id=id,
            compact=True,
            select_on_focus=False,
            suggester=suggester,
        )
        self.cursor_blink = False
        self._asks = asks

    async def on_key(self, event: events.Key) -> None:
        """Pass on what is not typing."""
        if event.key == "escape":
            self.post_message(self.Cancelled(self))
        elif event.key in _STEPS:
            self.post_message(self.Stepped(self, _STEPS[event.key]))
        elif event.key in _COMPLETIONS:
            self.post_message(self.Completed(self, _COMPLETIONS[event.key]))
        elif self._asks and event.character == self._asks and not self.cursor_position:
            self.post_message(self.Asked(self))
        else:
            return
        event.stop()
        event.prevent_default()
