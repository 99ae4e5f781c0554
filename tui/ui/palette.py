"""The command palette: every command by its name, for those who do not know its key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.ui.command import Command
from tui.ui.commands import COMMANDS, CONTEXTS, OVER_THE_DESK
from tui.ui.keymap import Press

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk


class CommandProvider(Provider):
    """Offers the commands of the panes."""

    async def discover(self) -> Hits:
        """Offer all of them while nothing is typed."""
        for command, text in self._entries():
            yield DiscoveryHit(text, self._perform(command), text)

    async def search(self, query: str) -> Hits:
        """Offer those that match what is typed."""
        matcher = self.matcher(query)
        for command, text in self._entries():
            if (score := matcher.match(text)) > 0:
                yield Hit(score, matcher.highlight(text), self._perform(command), text)

    def _entries(self) -> list[tuple[Command, str]]:
        keymap = self._desk.keymap
        entries = []
        for command in COMMANDS:
            elsewhere = command.context == "visual" or command.context in OVER_THE_DESK
            if not elsewhere and command.id != "desk.palette":
                keys = " ".join(keymap.keys_of(command))
                where = CONTEXTS[command.context].lower()
                entries.append((command, f"{command.help} · {where} · {keys}"))
        return entries

    def _perform(self, command: Command) -> partial[None]:
        return partial(self._desk.perform, Press(command, None, command.argument))

    @property
    def _desk(self) -> Desk:
        return cast("Desk", self.screen)
