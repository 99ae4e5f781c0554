"""Triage: which unread articles are gone through, in which order, and from which one on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from tui.library.query import Query, State
from tui.library.rows import Rows
from tui.ui.choosing import ids_of
from tui.ui.keymap import Press

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk


class Triaging:
    """Begins to go through the unread articles of the list.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def do_triage(self, press: Press) -> None:
        """Go through what is unread of the list, from the article under the cursor on."""
        self._desk.keys.hold()  # what is typed now is for the first article
        self._desk.run_worker(self._begin(), group="triage", exclusive=True)

    async def _begin(self) -> None:
        from tui.ui.screens.triage import Triage

        desk = self._desk
        try:
            rows, place = desk.articles.rows, desk.articles.place
            queue, start = await asyncio.to_thread(self._unread, rows, place)
            if queue:
                desk.cover_with(Triage(desk, queue, start))
            else:
                desk.say("Nothing is unread here.")
        finally:
            desk.keys.release()

    def _unread(self, rows: Sequence[object], place: int) -> tuple[Sequence[int], int]:
        """Return the unread articles in the order of the list, and where to begin among them."""
        listed = ids_of(rows) if isinstance(rows, Rows) else ()
        wanted = Query("is:unread", State("unread"))
        unread = frozenset(self._desk.session.library.find(wanted).ids)
        queue = [article for article in listed if article in unread]
        before = sum(article in unread for article in islice(listed, place))
        return queue, before if before < len(queue) else 0
