"""The index and the list follow the notes: what was archived leaves, what comes back is there."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import TYPE_CHECKING

from tui.library.rows import Rows

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk


class Relisting:
    """Tells the index what has changed in the notes, and shows the list without what has left it.

    The notes are compared with what the index was told, so that it makes no difference who
    changed them: a key, undo, or another session.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._orphaned: dict[str, bool] = {}
        self._hidden: list[frozenset[int]] = []
        self._due = self._running = self._moved = self._seek = False

    # What leaves before it is known to have left

    def hide(self, articles: Collection[int]) -> frozenset[int]:
        """Take articles off the list at once, so that the next key is for the next article.

        Returns:
            They, for `reveal` when what takes them off has been done, or has failed.
        """
        hidden = frozenset(articles)
        self._hidden.append(hidden)
        shown = self._desk.articles.rows
        if isinstance(shown, Rows):
            self._show(shown.without(hidden))
            self._desk.shelf.set_title()
        return hidden

    def reveal(self, hidden: frozenset[int]) -> None:
        """Show those of them again, when the list follows next, that are still on it."""
        self._hidden = [each for each in self._hidden if each is not hidden]
        self._moved = True

    # Following

    def seek(self) -> None:
        """Put the cursor on the article that comes back next, if it is only one."""
        self._seek = True

    def note_orphans(self, record: str, orphaned: bool) -> None:
        """Tell the index, when it follows next, whether words of an article's notes are gone."""
        self._orphaned[record] = orphaned

    def note_moved(self) -> None:
        """Look up what is on the list, when it follows next, whatever the notes say."""
        self._moved = True

    def follow(self) -> None:
        """Let the index and the list follow the notes, in the background."""
        self._desk.run_worker(self.following(), group="index-notes")

    async def following(self) -> None:
        """Let the index and the list follow the notes, and what comes in meanwhile."""
        self._due = True
        if self._running:
            return
        self._running = True
        try:
            while self._due:
                self._due = False
                await self._follow()
        finally:
            self._running = False

    async def _follow(self) -> None:
        orphaned, self._orphaned = self._orphaned, {}
        moved = await asyncio.to_thread(self._desk.session.teller.tell, orphaned)
        if (moved or self._moved) and self._desk.is_attached:
            self._moved = False
            await self._relist()

    async def _relist(self) -> None:
        """Show what the list has to show now, the cursor where it is."""
        desk, before = self._desk, self._desk.articles.rows
        asked = (desk.shelf.asked, desk.shelf.sort)
        hidden, seek = frozenset[int]().union(*self._hidden), self._seek
        self._seek = False
        # Of a long list only the beginning is fetched, where that is all that is looked at.
        whole = desk.articles.place >= Rows.PAGE // 2

        def look() -> tuple[Rows, int | None]:
            rows = desk.shelf.look()
            rows = rows.without(hidden) if hidden else rows
            if whole:
                _ = rows.ids
            return rows, _came(before, rows) if seek else None

        rows, came = await asyncio.to_thread(look)
        if not desk.is_attached:
            return
        if asked != (desk.shelf.asked, desk.shelf.sort):
            # What is shown now may have been looked up before the change.
            self._moved = self._due = True
            return
        late = frozenset[int]().union(*self._hidden) - hidden
        self._show(rows.without(late) if late else rows, came)
        desk.shelf.set_title()

    def _show(self, rows: Rows, at: int | None = None) -> None:
        """Show rows, the cursor on an article, or where it is, or on what is left after that."""
        articles = self._desk.articles
        if at is None:
            before = articles.rows
            at = _left(before, articles.place, rows) if isinstance(before, Rows) else None
        place = None if at is None else rows.place_of(at)
        articles.show_others(rows, articles.place if place is None else place)


def _left(before: Rows, place: int, rows: Rows) -> int | None:
    """Return the first article from a place on that is there still, as far as that is known."""
    ids, there = before.first_ids[place : place + 3], rows.first_ids
    if found := next((article for article in ids if article in there), None):
        return found  # without looking at all of them
    known = frozenset(there)
    ids = before.first_ids
    return next((ids[each] for each in range(place, len(ids)) if ids[each] in known), None)


def _came(before: object, rows: Rows) -> int | None:
    """Return the article that is among the first of the rows and was not; None for several."""
    if not isinstance(before, Rows):
        return None
    were = set(before.first_ids)
    came = [article for article in rows.first_ids[: len(were) + 1] if article not in were]
    return came[0] if len(came) == 1 else None
