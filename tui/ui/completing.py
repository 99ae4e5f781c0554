"""Completing what is typed into the search box: operators, and what the library has for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.suggester import Suggester

if TYPE_CHECKING:
    from tui.library.completion import Completion
    from tui.library.query import Field
    from tui.ui.screens.desk import Desk

SHOWN = 8
"""Ways to go on that are shown."""


class Completing:
    """Knows how the text in the search box can go on.

    The values of a field are fetched in a thread when they are first wanted in a search; until
    they are there, nothing is offered.

    Args:
        desk: The screen.
        arrived: Is told when more can be offered than a moment ago.
    """

    def __init__(self, desk: Desk, arrived: Callable[[], object]) -> None:
        self._desk = desk
        self._arrived = arrived
        self._values: dict[str, Sequence[str] | None] = {}
        self._cycle: tuple[str, str, Completion, int] | None = None

    def begin(self) -> None:
        """Forget the values: there may be others since the last search."""
        self._values.clear()
        self._cycle = None

    def options(self, text: str, cursor: int) -> tuple[str, ...]:
        """Return what may stand at the cursor in the place of what is typed there."""
        if self._cycle is not None and text == self._cycle[1]:
            return self._cycle[2].options[:SHOWN]
        found = self._complete(text, cursor)
        return found.options[:SHOWN] if found is not None and _is_begun(text, found) else ()

    def rest(self, text: str) -> str | None:
        """Return the text with its likeliest ending, where that only adds to it."""
        found = self._complete(text, len(text))
        if found is None or not _is_begun(text, found):
            return None
        begun = text[found.start :]
        option = next((each for each in found.options if each.startswith(begun)), None)
        return None if option is None else text[: found.start] + option

    def step(self, text: str, cursor: int, steps: int) -> tuple[str, int] | None:
        """Put the next way to go on into the text, or the one before.

        Returns:
            The text and the cursor's place in it; None where nothing goes on.
        """
        index = 0 if steps > 0 else -1
        if self._cycle is not None and text == self._cycle[1]:
            before, _, found, at = self._cycle
            index = at + steps
        else:
            before, completion = text, self._complete(text, cursor)
            if completion is None:
                return None
            found = completion
        index %= len(found.options)
        option = found.options[index]
        new = before[: found.start] + option + before[found.end :]
        only = len(found.options) == 1  # the next step then goes on behind it
        self._cycle = None if only else (before, new, found, index)
        return new, found.start + len(option)

    def _complete(self, text: str, cursor: int) -> Completion | None:
        from tui.library.completion import complete

        return complete(text, cursor, self._known)

    def _known(self, field: Field) -> Sequence[str]:
        name = str(field.value)
        if name not in self._values:
            self._values[name] = None
            self._desk.run_worker(self._fetch(name), group="values")
        return self._values[name] or ()

    async def _fetch(self, name: str) -> None:
        values = await asyncio.to_thread(self._desk.session.index.values, name)
        if self._desk.is_attached and name in self._values:
            self._values[name] = values
            self._arrived()


class Ending(Suggester):
    """Shows the likeliest ending dimly behind what is typed; Right takes it.

    Args:
        completing: Knows it.
    """

    def __init__(self, completing: Completing) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._completing = completing

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole text with its ending."""
        return self._completing.rest(value)


def _is_begun(text: str, found: Completion) -> bool:
    """Tell whether something is typed that goes on: nobody wants to see each operator always."""
    return len(text[found.start : found.end].lstrip("-")) > 1
