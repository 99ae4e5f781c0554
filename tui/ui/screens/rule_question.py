"""Asking, in one line and for one key, what a rule for an outlet is to go by."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

_ANSWERS = {"enter": True, "l": True, "w": False, "escape": None, "q": None}


class RuleQuestion(ModalScreen[bool | None]):
    """Ask whether the label or all the words are meant; the result is whether the label is.

    None stands for neither.

    Args:
        outlet: The outlet that the rule is for.
        label: The label that opens the block, as it is written.
        keep: Whether the rule is to keep such blocks.
    """

    def __init__(self, outlet: str, label: str, *, keep: bool) -> None:
        super().__init__(id="rule-question")
        self._outlet, self._label, self._keep = outlet, label, keep

    def compose(self) -> ComposeResult:
        """Lay out the question and its keys."""
        done = "keep" if self._keep else "strip"
        asked = f"Always {done} what begins “{self._label}” in {self._outlet}?"
        with Vertical(id="rule-box"):
            yield Static(Content(asked), id="rule-asked")
            yield Static(
                Content("Enter yes   w only what has all these words   Esc no"), id="rule-keys"
            )

    async def on_key(self, event: events.Key) -> None:
        """Take the answer."""
        event.stop()
        event.prevent_default()
        if not self.is_current:
            self.app.post_message(events.Key(event.key, event.character))
        elif event.key in _ANSWERS:
            self.dismiss(_ANSWERS[event.key])
