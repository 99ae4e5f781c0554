"""Asking for tags, completing those that are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static

SHOWN = 12
"""Known tags that are listed under the prompt."""


def split_tags(text: str) -> tuple[str, ...]:
    """Return the tags of a comma-separated line: trimmed, without `#`, each once."""
    tags = (" ".join(part.split()).lstrip("#").strip() for part in text.split(","))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


class _TagSuggester(Suggester):
    """Complete the last tag of the line with the most used one that begins like it."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = known

    async def get_suggestion(self, value: str) -> str | None:
        begun = value.rpartition(",")[2].lstrip(" -")
        if not begun:
            return None
        for tag in self._known:
            if tag.casefold().startswith(begun.casefold()) and len(tag) > len(begun):
                return value + tag[len(begun) :]
        return None


class TagPrompt(ModalScreen[tuple[str, ...] | None]):
    """Ask for tags; the result is all of them, or None where nothing is to change.

    Args:
        tags: The tags as they are.
        known: Tags used before, the most used first.
        title: What is asked.
    """

    BINDINGS = [("escape", "cancel", "Cancel")]

    def __init__(
        self, tags: Iterable[str], known: Sequence[str], title: str = "Tags, parted by commas"
    ) -> None:
        super().__init__(id="tag-prompt")
        self._heading = title
        self._tags = tuple(tags)
        self._known = tuple(known)

    def compose(self) -> ComposeResult:
        """Lay out the line and the known tags."""
        begun = ", ".join(self._tags) + (", " if self._tags else "")
        with Vertical(id="tag-box"):
            yield Static(Content(self._heading), id="tag-title")
            yield Input(begun, suggester=_TagSuggester(self._known), id="tag-input")
            shown = "  ".join(self._known[:SHOWN]) or "no tags yet"
            yield Static(Content(shown), id="tag-known")
            yield Static(Content("Enter save   Tab complete   Esc cancel"), id="tag-keys")

    def on_mount(self) -> None:
        """Put the cursor at the end."""
        line = self.query_one(Input)
        line.cursor_blink = False
        line.focus()
        line.cursor_position = len(line.value)

    async def on_key(self, event: events.Key) -> None:
        """Let Tab take the suggestion, and take what was typed before the line had the focus."""
        line = self.query_one(Input)
        if event.key in ("tab", "shift+tab"):
            line.action_cursor_right()
        elif line.has_focus:
            return
        elif event.is_printable and event.character:
            line.insert_text_at_cursor(event.character)
        elif event.key == "backspace":
            line.action_delete_left()
        elif event.key == "enter":
            self._end(line.value)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """End with the tags."""
        self._end(event.value)

    def _end(self, value: str) -> None:
        if self.is_current:
            self.dismiss(split_tags(value))

    def action_cancel(self) -> None:
        """End without a change."""
        if self.is_current:
            self.dismiss(None)
