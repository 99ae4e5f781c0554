"""Keeping the open article's notes: changing them on disk, and showing what is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.ui.saver import Saver

if TYPE_CHECKING:
    from tui.annotations import AnnotationStore, ArticleRecord
    from tui.ui.screens.desk import Desk


class Keeping:
    """Carries changes to the notes file and back to the screen.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._session = desk.session
        self.saver = Saver(desk.session, lambda error: desk.tell(str(error)))

    async def load(self) -> None:
        """Read the notes file and say what there is to say of it."""
        notes = self._session.notes
        await asyncio.to_thread(notes.article_states)
        self._desk.shelf.refresh_states()
        for notice in notes.notices:
            self._desk.tell(notice)
        if notes.read_only:
            self._desk.tell(notes.read_only)
        if notes.drafts():
            self._desk.say("A note was not finished when you left; gn goes on with it.")

    def refresh(self, current: str = "") -> None:
        """Show the open article's annotations as they are now."""
        if self._desk.article is None:
            return
        known = self._session.notes.for_article(self._desk.article.record.id)
        mine = [note for note in self.saver.unsaved if note.article == self._desk.article.record.id]
        self._desk.article = self._desk.article.with_annotations(known, mine)
        self._desk.reader.update_article(self._desk.article)
        self._desk.margin.show(self._desk.article.annotations, keep=current)

    def save(self, done: str = "") -> None:
        """Write what waits, then show it as saved."""

        async def write() -> None:
            if await self.saver.save() and done:
                self._desk.say(done)
            self._changed()

        self._desk.run_worker(write(), group="save")

    def change(self, operation: Callable[[AnnotationStore], str]) -> None:
        """Carry out an operation on the notes file and say what it returns."""

        async def write() -> None:
            said = await self.saver.run(operation)
            self._take_record()
            if said:
                self._desk.say(said)
            self._changed()

        self._desk.run_worker(write(), group="save")

    def save_record(self, record: ArticleRecord, done: str = "") -> None:
        """Remember something of the open article."""

        def save(notes: AnnotationStore) -> str:
            notes.save_article(record)
            return done

        self.change(save)

    def retry(self, *, tell: bool = False) -> None:
        """Try again to save what could not be saved."""
        if self.saver.unsaved:
            self.save("Everything is saved." if tell else "Saved after all.")
        elif tell:
            self._desk.say("Everything is saved.")

    def _take_record(self) -> None:
        """Take what the notes file says of the open article, its overrides above all."""
        if self._desk.article is not None:
            record = self._session.notes.article_for(self._desk.article.document)
            self._desk.article = self._desk.article.with_record(record)
            self._desk.reader.update_article(self._desk.article)

    def _changed(self) -> None:
        if not self._desk.is_attached:
            return
        self.refresh()
        self._desk.shelf.refresh_states()
        self._desk.show_status()
        if self._desk.article is not None:
            notes = [placed.annotation for placed in self._desk.article.annotations]
            text = "\n".join("\n".join((n.note, *n.tags, n.quote)) for n in notes)
            sha256 = self._desk.article.document.provenance.sha256
            self._desk.run_worker(
                lambda: self._desk.shelf.index_notes(sha256, text), group="index-notes", thread=True
            )

    async def look_for_others(self) -> None:
        """Show what another session has written meanwhile."""
        if await asyncio.to_thread(self._session.notes.refresh):
            self._take_record()
            self._changed()
