"""The library's side of the desk: what the list shows."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.library import ArticleRow, Query, Rows, Sort
from tui.ui.latest import Latest
from tui.ui.listing import Listing, Wanted, look, order_name
from tui.ui.widgets.list_rows import NOTHING_DONE, Known

if TYPE_CHECKING:
    from tui.annotations import ArticleState
    from tui.ui.screens.desk import Desk

BAR = 5
"""Cells of the progress bar."""

REFRESH = 0.5
"""Seconds between two looks of the list at what has been indexed meanwhile."""

_NEWEST, _BEST = Sort(), Sort("relevance")


class Shelf:
    """Keeps the list up to date.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._states: Mapping[str, ArticleState] = {}
        self._query: Query | None = None
        self._wanted_query: Query | None = None
        self._shown: Wanted | None = None
        self._sort: Sort | None = None
        self.folded = False
        """Whether of the copies of a story the list shows only the newest, or the best match."""
        self._everything = Listing(Wanted(None, _NEWEST, False, None, 0), Rows((), lambda ids: {}))
        self._is_old = False
        self._before: int | None = None
        self._looking = Latest(desk, self._look, self._take, "search")

    # The list

    def show_first(self) -> None:
        """Show all articles, those of the first page: the others are fetched after the painting."""
        self._show(Listing(self._wanted(None), self._desk.session.library.rows()))

    def show_all(self) -> None:
        """Show every article again, the cursor where it was before the search; at once."""
        wanted = self._wanted(None, self._before)
        was = self._everything.wanted
        if (wanted.sort, wanted.folded) != (was.sort, was.folded):
            self.search(None, keep=self._before)
            return
        self._looking.drop()
        self._wanted_query = None
        self._show(Listing(wanted, self._everything.rows))
        if self._is_old:
            self.look_again()

    def search(self, query: Query | None, *, keep: int | None = None) -> None:
        """Show what a query finds, or everything; what is asked meanwhile makes this one stale."""
        self._wanted_query = query
        self._looking.ask(self._wanted(query, keep))

    def look_again(self) -> None:
        """Show what there is now, the cursor on the article that it is on."""
        articles = self._desk.articles
        keep = articles.current.id if articles.current is not None and articles.place else None
        self.search(self._wanted_query, keep=keep)  # at the top, the cursor stays at the top

    async def caught_up(self, seconds: float) -> None:
        """Wait until the list shows what was asked for last, but not longer than this."""
        try:
            await asyncio.wait_for(self._looking.caught_up(), seconds)
        except TimeoutError:
            self._desk.say("Still searching.")

    def _wanted(self, query: Query | None, keep: int | None = None) -> Wanted:
        return Wanted(query, self.sort_of(query), self.folded, keep, self._desk.articles.in_view)

    def look(self) -> Rows:
        """Return what the list has to show now. For a thread; the list itself stays."""
        self._is_old = True  # and what it showed before the search is too
        return self._look(self._wanted(self._wanted_query)).rows

    def _look(self, wanted: Wanted) -> Listing:
        return look(self._desk.session, wanted)

    def _take(self, listing: Listing) -> None:
        if listing.wanted.query != self._wanted_query:
            return  # it was asked for by what knew nothing of the search
        self._show(listing)
        self._desk.searching.shown()
        self._desk.updating.check()

    def _show(self, listing: Listing) -> None:
        shown = self._desk.articles.rows
        if self._query is None and isinstance(shown, Rows):
            self._everything = replace(self._everything, rows=shown)  # others may have changed it
        query = self._query = listing.wanted.query
        if query is None:
            self._is_old = self._is_old and listing.rows is self._everything.rows
            self._everything = listing
        mark = query.ranges_in if query is not None else None
        articles, keep = self._desk.articles, listing.wanted.keep
        as_before = self._shown is not None and listing.wanted.shows_as(self._shown)
        if as_before and articles.place and articles.current is not None:
            keep = articles.current.id  # the reader has walked on while this was looked up
        self._shown = listing.wanted
        articles.show(listing.rows, hits=listing.hits, mark=mark, keep=keep)
        self.set_title()

    def standing(self, row: ArticleRow) -> Known:
        """Say what the reader has done with an article."""
        states = self._states
        found = (
            states.get(row.sha256)
            or (states.get(row.url) if row.url else None)
            or states.get(str(row.path))
        )
        return found or NOTHING_DONE

    def refresh_states(self) -> None:
        """Show what the notes file says now of every article."""
        self._states = self._desk.session.notes.article_states()
        self._desk.articles.refresh()
        self._desk.filters.show_searches()

    def set_title(self) -> None:
        """Say above the list what it shows."""
        count = len(self._desk.articles)
        if self._query is not None:
            title = f"{count:,} found" if count else "Nothing found"
        else:
            title = f"{count:,} article{'' if count == 1 else 's'}"
            if not count and not self._desk.updating.progress:
                title = "No articles here"
        usual = _NEWEST if self._query is None else _BEST
        sort = self.sort_of(self._query)
        order = "" if sort == usual else order_name(sort)
        folded = "copies folded" if self.folded else ""
        progress = self._desk.updating.progress
        said = [part for part in (title, order, folded, progress) if part]
        if progress and sum(map(len, said)) + 3 * len(said) > self._desk.articles.size.width:
            said = [f"{count:,}", progress]
        self._desk.articles.set_title(" · ".join(said))

    # Its order

    def sort_of(self, query: Query | None) -> Sort:
        """Return the order of all articles, or of what a query finds."""
        if self._sort is None or (query is None and self._sort.by == "relevance"):
            return _NEWEST if query is None else _BEST
        return self._sort

    @property
    def sort(self) -> Sort:
        """The order that the list is in."""
        return self.sort_of(self._query)

    @property
    def chosen_sort(self) -> Sort | None:
        """The order that the reader chose; None for the usual ones."""
        return self._sort

    def sort_by(self, sort: Sort | None) -> None:
        """Put the list in an order; None for the usual one. It stays for the session."""
        if self._sort != sort:
            self._sort = sort
            self.search(self._wanted_query)

    def fold(self) -> None:
        """Show of the copies of each story only the newest, or all of them again."""
        self.folded = not self.folded
        self.look_again()

    # Searching

    def begin_search(self) -> None:
        """Remember where the reader was, to go back there."""
        if self._query is None:
            current = self._desk.articles.current
            self._before = current.id if current is not None else None

    def end_search(self) -> bool:
        """Show every article again, the cursor where it was; tell whether there was a search."""
        if self._query is None and self._wanted_query is None:
            return False
        self.show_all()
        return True

    @property
    def query(self) -> Query | None:
        """What the list is searched for."""
        return self._query

    @property
    def asked(self) -> Query | None:
        """What it will show when it has caught up."""
        return self._wanted_query

    # What was indexed meanwhile

    @property
    def everything(self) -> Rows:
        """All articles, as the list showed them last."""
        return self._everything.rows

    def grow(self) -> None:
        """Show what has been indexed so far, unless the last look is not done yet."""
        self._is_old = True
        if self._wanted_query is None and not self._looking.behind:
            self.look_again()
        self.set_title()

    def look_anew(self) -> None:
        """Show what the index has now; what the list showed before a search is old as well."""
        self._is_old = True
        self.look_again()
