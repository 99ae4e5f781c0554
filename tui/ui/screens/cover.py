"""A screen of its own over the desk: a title, a list of entries, its keys at the foot."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.ui.commands import COMMANDS
from tui.ui.keymap import KeyMatcher, Press, key_name
from tui.ui.screens.pager_screen import PagerScreen, help_lines
from tui.ui.widgets.entry_list import EntryList, EntryRow
from tui.ui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk

_LEAVE = frozenset({"desk.back", "desk.cancel"})
_ALSO_SHOWN = {"desk.back": "back", "desk.undo": "undo"}
_OF_THE_DESK = frozenset({"desk.undo", "desk.redo", "desk.save", "desk.quit", "desk.redraw"})


class Cover(ModalScreen[None]):
    """Lists what the notes file or the open article holds, and follows its changes.

    Args:
        desk: The screen under it.
        context: Where its keys are looked up.
    """

    def __init__(self, desk: Desk, context: str) -> None:
        super().__init__(id=f"cover-of-{context}")
        self.desk = desk
        self.context = context
        self.entries = EntryList(self.rows_of, id="entries")
        self.status = StatusBar(id="cover-status")
        self._matcher = KeyMatcher(desk.keymap)

    @abstractmethod
    def rows_of(self, index: int, width: int) -> list[EntryRow]:
        """Return the rows of one entry."""

    @abstractmethod
    def follow(self) -> None:
        """Show what is there now; called when the notes or the article have changed."""

    def compose(self) -> ComposeResult:
        """Lay out the title, the entries and the keys."""
        with Vertical(id="cover-box"):
            yield Static(Content(""), id="cover-title")
            yield self.entries
            yield self.status

    def on_mount(self) -> None:
        """Fill the list."""
        self.entries.focus()
        keys_of = self.desk.keymap.keys_of
        words = {command.id: command.hint for command in COMMANDS if command.hint}
        words |= _ALSO_SHOWN
        known = {command.id: keys_of(command) for command in COMMANDS}
        mine = [name for name in known if name.startswith(f"{self.context}.") and name in words]
        shown = ["desk.back", *mine, "desk.undo"]
        self.status.show(hints=[(known[name][0], words[name]) for name in shown if known[name]])
        self.follow()

    def entitle(self, title: str) -> None:
        """Set the title."""
        self.query_one("#cover-title", Static).update(Content(f" {title}"))

    def show_place(self, count: int) -> None:
        """Show which entry of how many the cursor is on."""
        self.status.show(progress=f"{self.entries.index + 1}/{count}" if count else "")

    async def on_key(self, event: events.Key) -> None:
        """Read a key; what was typed for the desk after the key that ended this goes there."""
        event.stop()
        event.prevent_default()
        if not self.is_current:
            self.app.post_message(events.Key(event.key, event.character))
            return
        self.status.say("")
        name = key_name(event.key, event.character)
        for press in self._matcher.feed((self.context, "desk"), name):
            self._perform(press)
        self.typed(self._matcher.pending)
        self.status.show(pending=self._matcher.pending)

    def _perform(self, press: Press) -> None:
        command = press.command
        if command.id in _LEAVE:
            self.leave()
        elif command.id == "desk.help":
            keymap = self.desk.keymap
            self.app.push_screen(PagerScreen("Keys", help_lines(keymap, (self.context,)), keymap))
        elif command.id in _OF_THE_DESK:
            self.desk.perform(press)
        elif command.context == self.context:
            performer = self if hasattr(self, command.method) else self.entries
            getattr(performer, command.method)(press)
            self.moved()

    def leave(self) -> None:
        """Go back to the desk."""
        self.dismiss()

    def typed(self, pending: str) -> None:
        """Take note of what was typed and is no command yet, such as a number."""

    def moved(self) -> None:
        """Show where the cursor is now."""
