"""The command palette: every command by its name, for those who do not know its key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.ui.command import Command
from tui.ui.commands import COMMANDS, CONTEXTS, OVER_THE_DESK
from tui.ui.keymap import Press

if TYPE_CHECKING:
    from tui.annotations import SavedSearch
    from tui.ui.screens.desk import Desk


class CommandProvider(Provider):
    """Offers the commands of the panes."""

    async def discover(self) -> Hits:
        """Offer all of them while nothing is typed."""
        for command, text in self._entries():
            yield DiscoveryHit(text, self._perform(command), text)
        for search, text in self._searches():
            yield DiscoveryHit(Content(text), partial(self._desk.filters.run, search), text)

    async def search(self, query: str) -> Hits:
        """Offer those that match what is typed."""
        matcher = self.matcher(query)
        for command, text in self._entries():
            if (score := matcher.match(text)) > 0:
                yield Hit(score, matcher.highlight(text), self._perform(command), text)
        for search, text in self._searches():
            if (score := matcher.match(text)) > 0:  # a name is no markup: it is not highlighted
                yield Hit(score, Content(text), partial(self._desk.filters.run, search), text)

    def _searches(self) -> Iterator[tuple[SavedSearch, str]]:
        for search in self._desk.session.notes.searches():
            yield search, f"Search: {search.name}"

    def _entries(self) -> list[tuple[Command, str]]:
        keymap = self._desk.keymap
        entries = []
        for command in COMMANDS:
            within = command.context in ("visual", "filters")
            elsewhere = within or command.context in OVER_THE_DESK
            if not elsewhere and command.id != "desk.palette":
                keys = " ".join(keymap.keys_of(command))
                where = CONTEXTS[command.context].lower()
                entries.append((command, " · ".join(filter(None, (command.help, where, keys)))))
        return entries

    def _perform(self, command: Command) -> partial[None]:
        return partial(self._desk.perform, Press(command, None, command.argument))

    @property
    def _desk(self) -> Desk:
        return cast("Desk", self.screen)
