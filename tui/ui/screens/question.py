"""Asking before something that cannot be undone."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


class Question(ModalScreen[bool]):
    """Ask for a yes, which only `y` gives: Enter may have been typed ahead.

    Args:
        asked: The question, one sentence or two.
    """

    def __init__(self, asked: str) -> None:
        super().__init__(id="question")
        self._asked = asked

    def compose(self) -> ComposeResult:
        """Lay out the question and its keys."""
        with Vertical(id="question-box"):
            yield Static(Content(self._asked), id="question-asked")
            yield Static(Content("y yes   n or Esc no"), id="question-keys")

    async def on_key(self, event: events.Key) -> None:
        """Take the answer."""
        event.stop()
        event.prevent_default()
        if not self.is_current:
            self.app.post_message(events.Key(event.key, event.character))
        elif event.key in ("y", "n", "escape", "q"):
            self.dismiss(event.key == "y")
