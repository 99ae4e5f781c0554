"""Asking for a name, such as that of a search that is to be kept."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class NamePrompt(ModalScreen[str | None]):
    """Ask for a name; the result is one line, or None where the reader thought better of it.

    Args:
        asked: What the name is for.
        begun: What stands in the line already.
    """

    BINDINGS = [("escape", "cancel", "Cancel")]

    def __init__(self, asked: str, begun: str) -> None:
        super().__init__(id="name-prompt")
        self._asked = asked
        self._begun = begun

    def compose(self) -> ComposeResult:
        """Lay out what is asked, the line and its keys."""
        with Vertical(id="name-box"):
            yield Static(Content(self._asked), id="name-asked")
            yield Input(self._begun, id="name-input")
            yield Static(Content("Enter save   Esc cancel"), id="name-keys")

    def on_mount(self) -> None:
        """Let what is typed replace what stands there."""
        line = self.query_one(Input)
        line.cursor_blink = False
        line.focus()

    async def on_key(self, event: events.Key) -> None:
        """Take what was typed before the line had the focus."""
        line = self.query_one(Input)
        if line.has_focus:
            return
        if event.is_printable and event.character:
            line.insert_text_at_cursor(event.character)
        elif event.key == "enter":
            self._end(line.value)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """End with the name."""
        self._end(event.value)

    def _end(self, value: str) -> None:
        if self.is_current:
            self.dismiss(" ".join(value.split()) or None)

    def action_cancel(self) -> None:
        """End without one."""
        if self.is_current:
            self.dismiss(None)
