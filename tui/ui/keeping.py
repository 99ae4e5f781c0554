"""Keeping the open article's notes: changing them on disk, and showing what is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from tui.boilerplate.outlet import outlet_key
from tui.session import OpenArticle
from tui.ui.collecting import read_notes
from tui.ui.saver import Saver

if TYPE_CHECKING:
    from tui.annotations import AnnotationStore, ArticleRecord
    from tui.ui.screens.desk import Desk


LONGEST_PAINTING = 0.1
"""Seconds after which a note is saved whether it has been painted or not."""

LOOK_INTERVAL = 1.0
"""Seconds between two looks at what another session has written."""

LOOKS_TO_RETRY = 5
"""Looks after which what could not be saved is tried again."""


class Keeping:
    """Carries changes to the notes file and back to the screen.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._session = desk.session
        self.saver = Saver(desk.session, self._tell)
        self._told = ""
        self._notices = 0
        self._others = False
        self._looks = 0

    async def load(self) -> None:
        """Read the notes file and say what there is to say of it."""
        notes = self._session.notes
        await asyncio.to_thread(read_notes, notes.article_states)
        self._desk.shelf.refresh_states()
        self._tell_notices()
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
        painted = asyncio.Event()
        self._desk.call_after_refresh(painted.set)

        async def write() -> None:
            # Painting the note takes 6 ms, and three times that beside a thread that saves.
            with suppress(TimeoutError):
                await asyncio.wait_for(painted.wait(), LONGEST_PAINTING)
            if await self.saver.save() and done:
                self._desk.say(done)
            await self._read()
            self._changed()

        self._desk.run_worker(write(), group="save")

    def change(self, operation: Callable[[AnnotationStore], str], *, quiet: bool = False) -> None:
        """Carry out an operation on the notes file and say what it returns.

        Args:
            operation: Does it, in a thread.
            quiet: Whether nobody asked for it, so that a failure is told once and not each time.
        """

        async def write() -> None:
            await self.show_changed(await self.saver.run(operation, quiet=quiet))

        self._desk.run_worker(write(), group="save")

    async def show_changed(self, said: str | None) -> None:
        """Show what the notes file says after a change, and a sentence about the change."""
        await self._read()
        self._take_record()
        if said:
            self._desk.say(said)
        self._changed()

    def save_record(self, record: ArticleRecord) -> None:
        """Remember something of the open article.

        Args:
            record: The open article's record, changed.
        """
        article = self._desk.article
        seen = article.record if article is not None and article.record.id == record.id else None

        def save(notes: AnnotationStore) -> str:
            notes.save_article(record, seen)
            return ""

        self.change(save, quiet=True)

    def retry(self, *, tell: bool = False) -> None:
        """Try again to save what could not be saved."""
        if self.saver.has_failed or (tell and self.saver.unsaved):
            self.save("Everything is saved." if tell else "Saved after all.")
        elif tell:
            self._desk.say("Everything is saved.")

    async def _read(self) -> None:
        """Look at the notes in a thread, so that the screen then finds everything looked at.

        A save or another session's leaves new tables behind; reading 10,000 records anew, and
        finding notes in a text of megabytes, takes longer than a frame.
        """
        article, notes = self._desk.article, self._session.notes

        def look() -> None:
            notes.article_states()
            if article is not None:
                self.as_known(article).with_annotations(notes.for_article(article.record.id))

        await asyncio.to_thread(look)

    def _tell_notices(self) -> None:
        notices = self._session.notes.notices
        for notice in notices[self._notices :]:
            self._tell(notice)
        self._notices = len(notices)

    def _tell(self, sentence: str) -> None:
        """Tell a sentence once, and again only in the last line, until another one is told."""
        if sentence == self._told:
            self._desk.say(sentence)
        else:
            self._desk.tell(sentence)
        self._told = sentence

    def _take_record(self) -> None:
        """Take what the notes file says of the open article: its overrides, its outlet's rules."""
        if self._desk.article is not None:
            self._desk.article = self.as_known(self._desk.article)
            self._desk.reader.update_article(self._desk.article)

    def as_known(self, article: OpenArticle) -> OpenArticle:
        """Return an article with what the notes file says of it and of its outlet now."""
        notes = self._session.notes
        rules = notes.rules_of(outlet_key(article.document))
        return article.with_record(notes.article_for(article.document), rules)

    def _changed(self) -> None:
        if not self._desk.is_attached:
            return
        self.refresh()
        self._desk.shelf.refresh_states()
        self._desk.show_status()
        if self._desk.cover is not None and self._desk.cover.is_attached:
            self._desk.cover.follow()
        if self._desk.article is not None:
            orphaned = any(note.state == "orphan" for note in self._desk.article.annotations)
            self._desk.relisting.note_orphans(self._desk.article.record.id, orphaned)
        self._desk.relisting.follow()

    def news(self) -> bool:
        """Look at the notes file; tell whether there is something to show or to try again.

        Called in a thread, each `LOOK_INTERVAL`.
        """
        notes = self._session.notes
        self._others = bool(read_notes(notes.refresh)) or self._others
        self._looks += 1
        due = self.saver.has_failed and not self._looks % LOOKS_TO_RETRY
        return self._others or due or len(notes.notices) > self._notices

    async def take_news(self) -> None:
        """Show what another session has written; try again what could not be saved."""
        self._tell_notices()
        others, self._others = self._others, False
        if others:
            await self._read()
            self._take_record()
            self._changed()
        if self.saver.has_failed:
            self.retry()
