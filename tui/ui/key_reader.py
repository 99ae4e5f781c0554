"""Keys become commands: for the pane that has them, each to its end before the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.timer import Timer

from tui.ui.commands import COMMANDS
from tui.ui.keymap import Keymap, KeyMatcher, key_name
from tui.ui.widgets.line_input import LineInput
from tui.ui.widgets.reader_pane import Selecting

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk

CHORD_PAUSE = 0.6
"""Seconds after which a key that may begin something longer is taken for itself."""


class KeyReader:
    """Reads the desk's keys.

    Args:
        desk: The screen.
        keymap: The user's keys.
    """

    def __init__(self, desk: Desk, keymap: Keymap) -> None:
        self._desk = desk
        self._keymap = keymap
        self._matcher = KeyMatcher(keymap)
        self._pause: Timer | None = None
        self._held: list[events.Key] | None = None

    @property
    def contexts(self) -> tuple[str, ...]:
        """Where keys are looked up now, the first first; nowhere while something is typed."""
        desk = self._desk
        if isinstance(desk.app.focused, LineInput):
            return ()
        if desk.context == "reader" and desk.reader.selecting is not Selecting.NOTHING:
            return ("visual", "reader", "desk")
        return (desk.context, "desk")

    @property
    def hints(self) -> list[tuple[str, str]]:
        """The keys for now, each with its word, for the last line."""
        contexts = self.contexts
        if not contexts:
            return [("Enter", "done"), ("Up Down", "earlier"), ("Esc", "back")]
        return [
            (self._keymap.keys_of(command)[0], command.hint)
            for context in contexts
            for command in COMMANDS
            if command.hint and command.context == context and self._keymap.keys_of(command)
        ]

    def take(self, event: events.Key) -> bool:
        """Read a key for the pane that has the focus; tell whether it was for a pane.

        What is typed after the key that ends a search waits until the search has ended.
        """
        if self._held is not None:
            self._held.append(event)
            return True
        if isinstance(self._desk.app.focused, LineInput):
            if event.key in ("enter", "escape"):
                self.hold()
            return False
        self._read(event)
        return True

    def hold(self) -> None:
        """Let the keys wait."""
        if self._held is None:
            self._held = []

    def release(self) -> None:
        """Read the keys that waited."""
        held, self._held = self._held or [], None
        for event in held:
            if self._desk.app.screen is not self._desk or not self.take(event):
                self._desk.app.post_message(event)

    def _read(self, event: events.Key) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        desk = self._desk
        desk.status.say("")
        for press in self._matcher.feed(self.contexts, key_name(event.key, event.character)):
            desk.perform(press)
        desk.status.show(pending=self._matcher.pending)
        # Now and not when messages are read, so that one key makes one frame; another is 17 ms.
        desk.follow_reader()
        if self._matcher.waits:
            self._pause = desk.set_timer(CHORD_PAUSE, self._expire)

    def _expire(self) -> None:
        for press in self._matcher.expire():
            self._desk.perform(press)
        self._desk.status.show(pending="")
