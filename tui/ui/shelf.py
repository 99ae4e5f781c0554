"""The library's side of the desk: the list, its search, and bringing the index up to date."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from threading import Event
from typing import TYPE_CHECKING

from tui.library import ArticleRow, Query, UpdateReport, parse
from tui.library.rows import Rows
from tui.ui.collecting import read_notes
from tui.ui.widgets.article_list import Standing

if TYPE_CHECKING:
    from tui.annotations import ArticleState
    from tui.ui.screens.desk import Desk

FIRST_HITS = 200
"""Hits whose snippets are fetched; further ones show what the list shows."""

BAR = 10
"""Cells of the progress bar."""

REFRESH = 0.5
"""Seconds between two looks of the list at what has been indexed meanwhile."""


class Shelf:
    """Keeps the list up to date.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._states: Mapping[str, ArticleState] = {}
        self._query: Query | None = None
        self._indexing = ""
        self._before: int | None = None
        self._stop = Event()

    # The list

    def show_all(self, keep: int | None = None) -> None:
        """Show every article, newest first."""
        self._query = None
        articles = self._desk.articles
        if keep is None and articles.current is not None and articles.place:
            keep = articles.current.id  # at the top, the cursor stays at the top
        articles.show(self._desk.session.library.rows(), keep=keep)
        self.set_title()

    @property
    def asked(self) -> object:
        """What the list is asked for; equal as long as it is the same."""
        return self._query

    def look(self) -> Rows:
        """Return what the list has to show now. For a thread; the list itself stays."""
        session, query = self._desk.session, self._query
        if query is None:
            return session.library.rows()
        return session.index.rows_of(session.library.find(query).ids)

    def standing(self, row: ArticleRow) -> Standing:
        """Say what the reader has done with an article."""
        for key in (row.sha256, row.url, str(row.path)):
            state = self._states.get(key) if key else None
            if state is not None:
                return Standing(
                    state.read_state, state.notes, state.starred, state.archived, state.tags
                )
        return Standing()

    def refresh_states(self) -> None:
        """Show what the notes file says now of every article."""
        self._states = self._desk.session.notes.article_states()
        self._desk.articles.refresh()

    def set_title(self) -> None:
        """Say above the list what it shows."""
        count = len(self._desk.articles)
        if self._query is not None:
            title = f"{count:,} found" if count else "Nothing found"
        else:
            title = f"{count:,} article{'' if count == 1 else 's'}"
            if not count and not self._indexing:
                title = "No articles here"
        self._desk.articles.set_title(" · ".join(filter(None, (title, self._indexing))))

    # Searching

    def begin_search(self) -> None:
        """Remember where the reader was, to go back there."""
        if self._query is None:
            current = self._desk.articles.current
            self._before = current.id if current is not None else None

    async def search(self, text: str) -> None:
        """Show what a query finds; what is typed meanwhile makes this one stale."""
        query = parse(text)
        if query.is_empty:
            self.show_all(self._before)
            return
        session = self._desk.session
        found = await asyncio.to_thread(session.library.find, query)
        hits = await asyncio.to_thread(session.index.hits, query, found.ids[:FIRST_HITS])
        self._query = query
        rows = session.index.rows_of(found.ids)
        self._desk.articles.show(rows, hits=hits, mark=query.ranges_in)
        self.set_title()

    def end_search(self) -> bool:
        """Show every article again, the cursor where it was; tell whether there was a search."""
        if self._query is None:
            return False
        self.show_all(self._before)
        return True

    @property
    def query(self) -> Query | None:
        """What the list is searched for."""
        return self._query

    # The index

    async def update(self) -> None:
        """Bring the index up to date in a thread, showing how far it is."""
        loop = asyncio.get_running_loop()
        last = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal last
            if loop.time() - last >= REFRESH or done == total:
                last = loop.time()
                loop.call_soon_threadsafe(self._show_progress, done, total)

        await asyncio.to_thread(read_notes, self._desk.session.notes.all)
        await self._desk.relisting.following()
        report = await asyncio.to_thread(
            self._desk.session.library.update, progress, self._stop.is_set
        )
        self._indexing = ""
        self._report(report)

    def stop(self) -> None:
        """End the indexing; the next start goes on from there."""
        self._stop.set()

    def _show_progress(self, done: int, total: int) -> None:
        if not self._desk.is_attached or not total:
            return
        filled = BAR * done // total
        self._indexing = f"{'▓' * filled}{'░' * (BAR - filled)} {done:,} of {total:,}"
        if self._query is None:
            self.show_all()
        self.set_title()

    def _report(self, report: UpdateReport) -> None:
        if not self._desk.is_attached or report.cancelled:
            return
        if self._query is None and (report.added or report.changed or report.removed):
            self.show_all()
        self.set_title()
        if report.notice:
            self._desk.tell(report.notice)
        for folder in report.unreadable[:3]:
            self._desk.tell(folder.sentence)
