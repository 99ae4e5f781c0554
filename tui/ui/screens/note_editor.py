"""Writing a note in the app: an editor at the foot of the screen, the text in view above it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea


class NoteEditor(ModalScreen[str | None]):
    """Edit a note; the result is its text, or None where it was discarded.

    `Esc` keeps what was typed: a note costs more to lose than to delete.

    Args:
        quote: What the note is about, shown above it.
        text: The note as it is.
    """

    BINDINGS = [
        ("escape", "keep", "Save"),
        ("ctrl+g", "discard", "Discard"),
    ]

    def __init__(self, quote: str, text: str = "") -> None:
        super().__init__(id="note-editor")
        self._quote = quote
        self._text = text
        self.discarded = ""
        """What had been typed when it was discarded."""

    @property
    def text(self) -> str:
        """What has been typed so far."""
        try:
            return self.query_one(TextArea).text
        except LookupError:
            return self._text

    def compose(self) -> ComposeResult:
        """Lay out the quotation, the editor and the two keys."""
        with Vertical(id="note-box"):
            yield Static(Content(self._quote), id="note-quote")
            yield TextArea(self._text, id="note-text", soft_wrap=True, tab_behavior="focus")
            yield Static(Content("Esc save   C-g discard   Markdown"), id="note-keys")

    def on_mount(self) -> None:
        """Put the cursor at the end of what is there."""
        area = self.query_one(TextArea)
        area.cursor_blink = False
        area.move_cursor(area.document.end)
        area.focus()

    async def on_key(self, event: events.Key) -> None:
        """Keep Tab from leaving the editor, and take what was typed before it had the focus."""
        area = self.query_one(TextArea)
        if event.key not in ("tab", "shift+tab") and area.has_focus:
            return
        if event.character and (event.is_printable or event.key == "enter"):
            area.insert("\n" if event.key == "enter" else event.character)
        elif event.key == "backspace":
            area.action_delete_left()
        elif event.key not in ("tab", "shift+tab"):
            return
        event.stop()
        event.prevent_default()

    def action_keep(self) -> None:
        """End with the text."""
        if self.is_current:
            self.dismiss(self.text)

    def action_discard(self) -> None:
        """End without it; undo brings it back as an unfinished note."""
        if self.is_current:
            self.discarded = self.text
            self.dismiss(None)
