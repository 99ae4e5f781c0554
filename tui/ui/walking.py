"""Going far in the list, to its ends and to what is unread, and putting it in another order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.library import Rows, Sort
from tui.ui.keymap import Press
from tui.ui.listing import UNTOUCHED, fetch_all, is_partial, order_name, untouched

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk


class Walking:
    """Carries out what the list alone cannot: it knows neither the index nor the notes.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # The ends

    def do_first(self, press: Press) -> None:
        """Go to the first article, or to that of a number."""
        self._when_there(lambda: self._desk.articles.do_first(press))

    def do_last(self, press: Press) -> None:
        """Go to the last article, or to that of a number."""
        self._when_there(lambda: self._desk.articles.do_last(press))

    def _when_there(self, go: Callable[[], None]) -> None:
        """Go far, when all of the list has been fetched; the keys wait so long."""
        rows = self._desk.articles.rows
        if not is_partial(rows):
            go()
            return
        partial = rows

        async def fetch() -> None:
            try:
                await asyncio.to_thread(fetch_all, partial)
                if partial is self._desk.articles.rows:
                    go()
            finally:
                self._desk.keys.release()

        self._desk.keys.hold()
        self._desk.run_worker(fetch(), group="far")

    # Unread articles

    def do_next_unread(self, press: Press) -> None:
        """Go to the next unread article."""
        self._to_unread(press.times, 1)

    def do_previous_unread(self, press: Press) -> None:
        """Go to the unread article before."""
        self._to_unread(press.times, -1)

    def _to_unread(self, times: int, step: int) -> None:
        """Go to an unread article.

        The page around the cursor is looked through at once; beyond it the index is asked, and
        the keys wait until it has answered.
        """
        articles = self._desk.articles
        end = len(articles) if step > 0 else -1
        places = range(articles.place + step, end, step)
        near = [place for place in places[:UNTOUCHED] if self._is_unread(place)]
        if len(near) < times and len(places) > UNTOUCHED:
            self._desk.keys.hold()
            far = places[UNTOUCHED:]
            self._desk.run_worker(self._far_unread(far, near, times), group="unread")
        else:
            self._go_to_last_of(near[:times])

    async def _far_unread(self, places: range, near: list[int], times: int) -> None:
        rows, most = self._desk.articles.rows, times - len(near) + UNTOUCHED
        try:
            if isinstance(rows, Rows):
                far = await asyncio.to_thread(untouched, self._desk.session, rows, places, most)
                if rows is self._desk.articles.rows:
                    # What was read a moment ago, the index may not know yet.
                    near = [*near, *(place for place in far if self._is_unread(place))]
                    self._go_to_last_of(near[:times])
        finally:
            self._desk.keys.release()

    def _go_to_last_of(self, places: list[int]) -> None:
        if places:
            self._desk.articles.go(places[-1])
        else:
            self._desk.say("There are no more unread articles this way.")

    def _is_unread(self, place: int) -> bool:
        row = self._desk.articles.rows[place]
        return self._desk.shelf.standing(row).read_state == "unread"

    # Copies and the order

    def do_fold_copies(self, press: Press) -> None:
        """Show each story once, or all of its copies again."""
        shelf = self._desk.shelf
        shelf.fold()
        if not shelf.folded:
            self._desk.say("All copies of each story are listed.")
        elif shelf.query is None:
            self._desk.say("Each story once, its newest copy; gc shows the others.")
        else:
            self._desk.say("Copies are folded in the list of all articles, not in searches.")

    def do_sort(self, press: Press) -> None:
        """Put the list in an order, or let the reader choose one."""
        if press.argument:
            self.sort_by(press.argument)
        else:
            from tui.ui.screens.orders import Orders

            self._desk.cover_with(Orders(self._desk))

    def sort_by(self, by: str) -> None:
        """Sort by something; by the same again, the other way round."""
        shelf = self._desk.shelf
        present = shelf.sort
        reverse = present.by == by and not present.reverse
        sort = Sort(by, reverse)
        shelf.sort_by(sort)
        self._desk.say(f"Sorted: {order_name(sort)}.")
