"""Selecting articles in the list, for what is done to several of them at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.library import ArticleRow
from tui.library.rows import Rows
from tui.ui.keymap import Press

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk


class Choosing:
    """Carries out the commands that select articles.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def meant(self) -> tuple[int, ...]:
        """The selected articles, by id; the one under the cursor where none is selected."""
        articles = self._desk.articles
        if articles.selection:
            return tuple(articles.selection.ids)
        return (articles.current.id,) if articles.current is not None else ()

    def do_select(self, press: Press) -> None:
        """Select the article under the cursor, or take it out, and go to the next."""
        articles = self._desk.articles
        for _ in range(min(press.times, len(articles) - articles.place)):
            if articles.current is not None:
                articles.selection.toggle(articles.current.id)
                articles.show_selection(articles.place, articles.place + 1)
                articles.go(articles.place + 1)

    def do_select_range(self, press: Press) -> None:
        """Select all from the article that was selected last to the one under the cursor."""
        articles = self._desk.articles
        if articles.current is None:
            return
        anchor = articles.selection.anchor
        begun = articles.place_of(anchor) if anchor >= 0 else None
        first, last = sorted((articles.place if begun is None else begun, articles.place))
        articles.selection.add(ids_of(articles.rows)[first : last + 1])
        articles.selection.anchor = articles.current.id
        articles.show_selection(first, last + 1)

    def do_select_all(self, press: Press) -> None:
        """Select every article that the list shows."""
        self._desk.run_worker(self._select_all(), group="select", exclusive=True)

    async def _select_all(self) -> None:
        articles = self._desk.articles
        articles.selection.add(await asyncio.to_thread(ids_of, articles.rows))
        articles.refresh()
        if articles.selection:
            self._desk.say(f"{len(articles.selection):,} selected; Esc unselects them.")

    def clear(self) -> bool:
        """Select nothing; tell whether anything was selected."""
        if not self._desk.articles.selection.clear():
            return False
        self._desk.articles.refresh()
        return True


def ids_of(rows: Sequence[ArticleRow]) -> Sequence[int]:
    """Return the ids of all rows in order; of 100,000 within 50 ms, for a thread."""
    return rows.ids if isinstance(rows, Rows) else [row.id for row in rows]
