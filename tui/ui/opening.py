"""Opening articles, leaving them, and remembering where the reader was."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import Worker

from tui.errors import ArticleError, CopydeskError
from tui.library import Query
from tui.library.query import Field
from tui.reading import Matches
from tui.session import OpenArticle
from tui.ui.collecting import LONG, give_back
from tui.ui.keeping import LONGEST_PAINTING
from tui.ui.keymap import Press
from tui.ui.widgets.article_list import ArticleList

if TYPE_CHECKING:
    from tui.annotations import AnnotationStore, ArticleRecord
    from tui.ui.screens.desk import Desk

SLOW = 0.2
"""Seconds after which one is told that an article is being opened."""


class Opening:
    """Puts articles on the desk.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._session = desk.session
        self._read_to_end: set[str] = set()

    def note_progress(self) -> None:
        """Note whether the reader has seen the end of the article."""
        page, article = self._desk.reader.page, self._desk.article
        if page is None or article is None or not page.window:
            return
        if page.window[-1].position >= page.lines.last:
            self._read_to_end.add(article.record.id)

    def open_path(self, path: Path, *, query: Query | None = None) -> Worker[None]:
        """Open an article; the one that was open is left where it is.

        Returns:
            What opens it, for who has to wait for that.
        """
        self.leave_article()
        return self._desk.run_worker(self._open(path, query), group="open", exclusive=True)

    async def _open(self, path: Path, query: Query | None) -> None:
        beginning = await asyncio.to_thread(self._session.beginning, path)
        if beginning is None:
            slow = self._desk.set_timer(SLOW, lambda: self._desk.status.show(pending="opening …"))
            try:
                await self._open_whole(path, query)
            finally:
                slow.stop()
                self._desk.status.show(pending="")
            return
        await self._show_beginning(beginning)
        try:
            await self._open_whole(path, query)
        finally:
            self._desk.keys.release()

    async def _show_beginning(self, beginning: OpenArticle) -> None:
        """Show the first page of a long article; keys wait until all of it is there."""
        desk = self._desk
        desk.keys.hold()
        desk.article = None
        desk.reader.show(beginning, beginning.record.position, partial=True)
        desk.margin.show(())
        desk.panes.bring(desk.reader)
        painted = asyncio.Event()
        desk.call_after_refresh(painted.set)
        with suppress(TimeoutError):
            await asyncio.wait_for(painted.wait(), LONGEST_PAINTING)

    async def _open_whole(self, path: Path, query: Query | None) -> None:
        try:
            article = await asyncio.to_thread(
                self._session.open, path, self._desk.keeping.saver.unsaved
            )
        except ArticleError as error:
            if self._desk.article is None:
                self._desk.reader.show(None)
            self._desk.tell(str(error))
            return
        self._desk.article = article
        row = await asyncio.to_thread(self._session.index.article_at, path)
        self._desk.articles.open_article = row.id if row is not None else -1
        self._desk.articles.refresh()
        position = article.record.position
        if position is not None and position > len(article.document.text):
            position = None
        self._desk.reader.show(article, position)
        self._desk.margin.show(article.annotations)
        if query is not None and self._desk.reader.lines is not None:
            self._mark(query)
        self._desk.panes.bring(self._desk.reader)
        for remark in article.document.remarks:
            self._desk.app.notify(remark, timeout=8, markup=False)
        self.save_opened(article)
        if len(article.document.text) >= LONG:
            await asyncio.to_thread(give_back)

    def _mark(self, query: Query) -> None:
        lines = self._desk.reader.lines
        if lines is None or self._desk.article is None:
            return
        found = query.ranges_in(self._desk.article.document.text)
        shown = Matches((p.start, p.end) for p in found if lines.has_words_at(p.start))
        notes_only = all(words.field is Field.NOTE for words in query.wanted)
        if (notes_only or not shown) and self._to_note(query, self._desk.article):
            return
        if shown:
            self._desk.finding.adopt(shown, shown[0])
            self._desk.reader.go(shown[0].start)
            self._desk.say(f"match 1 of {len(shown):,}; n goes to the next")

    def _to_note(self, query: Query, article: OpenArticle) -> bool:
        """Go to the first annotation whose note or tags match; tell whether there is one."""
        for placed in article.annotations:
            said = " ".join((placed.annotation.note, *placed.annotation.tags))
            if placed.ranges and query.ranges_in(said):
                self._desk.reader.go(placed.start)
                self._desk.reader.set_current(placed.annotation.id)
                self._desk.say("It matches the note here.")
                return True
        return False

    def save_opened(self, article: OpenArticle) -> None:
        """Remember that an article was opened, and where the words of its notes went."""

        def save(notes: AnnotationStore) -> str:
            with notes.together():
                record = notes.opened(article.document)
                if record.read_state == "unread":
                    notes.save_article(replace(record, read_state="reading"), record)
                saved = (placed.annotation for placed in article.annotations if placed.saved)
                moved = article.placing.moved(saved)
                # What the index kept of a lost file is another text: notes stay with their own.
                if moved and article.document.provenance.path.exists():
                    notes.follow(moved, article.document)
            return ""

        self._desk.keeping.change(save, quiet=True)

    def leave_article(self) -> None:
        """Remember where the reader was in the open article."""
        record = self.position_record()
        if record is not None:
            self._desk.keeping.save_record(record)

    def position_record(self) -> ArticleRecord | None:
        """Return the open article's record with the reader's place; None where it is the same."""
        if self._desk.article is None:
            return None
        record = self._desk.article.record
        state = "read" if record.id in self._read_to_end else record.read_state
        here = replace(record, position=self._desk.reader.cursor, read_state=state)
        return here if here != record else None

    def source_text(self) -> str:
        """Return the open article's file as text."""
        if self._desk.article is None:
            return ""
        from tui.articles.decoding import decode
        from tui.articles.files import read_file

        path = self._desk.article.document.provenance.path
        try:
            data = read_file(path, largest=self._session.settings.largest_file).data
            return decode(data, path.name).text
        except CopydeskError as error:
            return str(error)

    def do_draft(self, press: Press) -> None:
        """Go on with a note that was not finished."""
        self._desk.run_worker(self._resume(), group="open", exclusive=True)

    async def _resume(self) -> None:
        notes = self._session.notes
        drafts = notes.drafts()
        if not drafts:
            self._desk.say("There is no unfinished note.")
            return
        draft = drafts[-1]
        record = next((each for each in notes.articles() if each.id == draft.article), None)
        is_open = self._desk.article is not None and self._desk.article.record.id == draft.article
        if record is not None and record.paths and not is_open:
            await self._open(record.paths[0], None)
        if self._desk.article is None or self._desk.article.record.id != draft.article:
            self._desk.tell(
                "The article of the unfinished note cannot be opened; the note is kept."
            )
            return
        self._desk.annotating.resume(draft)

    def do_next_article(self, press: Press) -> None:
        """Open the next article of the list."""
        self._step(press.times)

    def do_previous_article(self, press: Press) -> None:
        """Open the article before in the list."""
        self._step(-press.times)

    def _step(self, steps: int) -> None:
        row = self._desk.articles.step_from_open(steps)
        if row is None:
            self._desk.say("There are no more articles this way.")
        else:
            self._desk.post_message(ArticleList.Opened(row))
