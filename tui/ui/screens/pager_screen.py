"""A screen of text to look through: help, the source as it came, what was stripped and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.ui.commands import COMMANDS, CONTEXTS
from tui.ui.keymap import Keymap, KeyMatcher, key_name
from tui.ui.widgets.pager import Pager, PagerLine

_BEFORE = "   "
KEY_COLUMN = 22


class PagerScreen(ModalScreen[None]):
    """Show lines until `q` or `Esc`; the list's keys move.

    Args:
        title: What is shown.
        lines: Plain text, safe to draw.
        keymap: The user's keys.
    """

    def __init__(self, title: str, lines: Sequence[PagerLine], keymap: Keymap) -> None:
        super().__init__(id="pager-screen")
        self._heading = title
        self._lines = lines
        self._matcher = KeyMatcher(keymap)

    def compose(self) -> ComposeResult:
        """Lay out the title, the lines and the way out."""
        with Vertical(id="pager-box"):
            yield Static(Content(f" {self._heading}"), id="pager-title")
            yield Pager(self._lines, hang=len(_BEFORE) + KEY_COLUMN, id="pager")
            yield Static(Content(" q back   j k Space b move"), id="pager-keys")

    def on_mount(self) -> None:
        """Let the keys reach the lines."""
        self.query_one(Pager).focus()

    async def on_key(self, event: events.Key) -> None:
        """Move, or leave."""
        event.stop()
        event.prevent_default()
        if not self.is_current:
            # Typed before this page was gone, for what lies under it.
            self.app.post_message(events.Key(event.key, event.character))
            return
        for press in self._matcher.feed(("list", "desk"), key_name(event.key, event.character)):
            if press.command.id in ("desk.back", "desk.cancel", "desk.help"):
                self.dismiss()
            elif press.command.context == "list":
                move = getattr(self.query_one(Pager), press.command.method, None)
                if move is not None:
                    move(press)


def help_lines(keymap: Keymap, here: Sequence[str] = ()) -> list[PagerLine]:
    """Return the help: every command with its keys, by where they work.

    Args:
        keymap: The user's keys.
        here: The contexts that come first, because one is in them.
    """
    return list(_help(keymap, here))


def _help(keymap: Keymap, here: Sequence[str]) -> Iterator[PagerLine]:
    for context in dict.fromkeys((*here, *CONTEXTS)):
        title = CONTEXTS[context]
        yield ((f" {title}", "title"),)
        for command in COMMANDS:
            keys = keymap.keys_of(command)
            if command.context == context and keys:
                shown = " ".join(keys)
                # Two blanks part them where the keys are longer than their column.
                pad = " " * max(2, KEY_COLUMN - len(shown))
                yield ((_BEFORE, ""), (shown, "key"), (f"{pad}{command.help}", ""))
        yield ""
