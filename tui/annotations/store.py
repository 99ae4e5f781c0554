"""Everything the reader made, in one TinyDB file: the one door to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tui.annotations.changes import Changes
from tui.annotations.history import History, StepKind
from tui.annotations.model import Annotation, now
from tui.annotations.records import ArticleRecord, ArticleState, Draft
from tui.annotations.snapshots import Snapshots
from tui.annotations.view import UNDO, View
from tui.articles.document import Document
from tui.errors import NotesError

if TYPE_CHECKING:  # brings TinyDB, which is needed when the file is first looked at
    from tui.annotations.atomic_storage import AtomicStorage
    from tui.annotations.tables import NotesDatabase


@dataclass(frozen=True)
class _Opened:
    """What belongs to the file once it was looked at."""

    database: NotesDatabase
    storage: AtomicStorage
    history: History


class AnnotationStore:
    """The notes file: annotations, articles, drafts, undo.

    Each operation that writes is one atomic save: when it returns, the change is on the disk.
    When it raises `NotesError`, memory is as it was before and the same call can be made again,
    also where the disk has the change and only failed to confirm it: nothing is done twice.

    Writing is for one thread at a time (others wait); reading is for any thread and never
    waits for a save. Nothing is read before the first question and nothing created before the
    first write.

    Args:
        path: The notes file; a symbolic link is followed.
        clock: Gives the moment as ISO 8601 in UTC.
        lock_timeout: Seconds to wait for another session's save.
    """

    def __init__(
        self, path: Path, *, clock: Callable[[], str] = now, lock_timeout: float = 10.0
    ) -> None:
        self.path = path
        self._clock = clock
        self._lock_timeout = lock_timeout
        self._former: View | None = None
        self._attempted = ""

    @cached_property
    def _file(self) -> _Opened:
        from tui.annotations.tables import NotesDatabase

        database = NotesDatabase(self.path, self._lock_timeout)
        return _Opened(database, database.notes_storage, History(database.records_of(UNDO)))

    @cached_property
    def _snapshots(self) -> Snapshots:
        return Snapshots.beside(self._file.storage.path)

    # the file

    @property
    def generation(self) -> int:
        """Grows with every change in memory, by this session or another."""
        return self._file.storage.generation

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences that the reader should be told about the file, in order."""
        return tuple(self._file.storage.notices)

    @property
    def read_only(self) -> str:
        """Why nothing can be written, in one sentence; empty where it can."""
        return self._file.storage.read_only

    def refresh(self) -> bool:
        """Look whether another session has written; never waits for a save of our own.

        Returns:
            Whether another session's changes have come in since this was last asked.
        """
        return self._file.storage.refresh()

    def close(self) -> None:
        """Let go of the file. Everything that was written is on disk already."""
        if "_file" in self.__dict__:
            self._file.storage.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make the operations inside the block one save: all of them, or none.

        Raises:
            NotesError: it could not be saved.
        """
        with self._file.storage.transaction():
            yield

    # articles

    def article_for(self, document: Document) -> ArticleRecord:
        """Find an article's record by its content, URL or path; a new one is only in memory."""
        return self._view.article_of(document) or ArticleRecord.of(document)

    def articles(self) -> tuple[ArticleRecord, ...]:
        """Return all article records, in the order in which they were made."""
        return tuple(self._view.articles.values())

    def article_states(self) -> Mapping[str, ArticleState]:
        """Return what the list shows of known articles, by path, URL and SHA-256."""
        return self._view.states

    def opened(self, document: Document) -> ArticleRecord:
        """Note that an article was opened: when, and what its file says now.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            return changes.open(document)

    def save_article(self, record: ArticleRecord) -> ArticleRecord:
        """Save what changed in an article's record; a change of its overrides can be undone.

        Only what differs from the record as this session last read it is written, so that
        saving a reading position does not take back what another session did.

        Returns:
            The record as it is now.

        Raises:
            NotesError: it is not on disk.
        """
        seen = self._view.articles.get(record.id)
        with self._change() as changes:
            return changes.save_article(record, seen)

    # annotations

    def add(self, annotation: Annotation, document: Document) -> Annotation:
        """Save a new annotation, with its article's record and text.

        One whose id is known is brought up to date, out of the trash where it lies there.

        Returns:
            The annotation as it was saved: its `article` is set.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            self._snapshots.keep(document.text)
            record = changes.know(document)
            return changes.save(replace(annotation, article=annotation.article or record.id))

    def update(self, annotation: Annotation) -> Annotation:
        """Save another form of an annotation; the form before goes to its history.

        One that was deleted meanwhile comes back, one that is gone is written anew.

        Returns:
            The annotation as it was saved: `modified` is set.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            return changes.save(annotation)

    def delete(self, name: str) -> None:
        """Put an annotation into the trash; one that is there or gone stays so.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            changes.move(name, StepKind.DELETE)

    def restore(self, name: str) -> Annotation:
        """Take an annotation out of the trash.

        Raises:
            NotesError: there is none of that id, or it is not on disk.
        """
        with self._change() as changes:
            changes.move(name, StepKind.RESTORE)
            found = self._view.annotation(name)
            if found is None:
                raise NotesError("That note is not in the trash any more.")
            return found

    def get(self, name: str) -> Annotation | None:
        """Return an annotation by its id, None where there is none or it is in the trash."""
        return self._view.annotation(name)

    def for_article(self, article: str) -> tuple[Annotation, ...]:
        """Return the annotations of the article with that id, in text order."""
        return self._view.of_article(article)

    def all(self) -> tuple[Annotation, ...]:
        """Return all annotations but those in the trash, in the order they were made."""
        return tuple(self._view.annotations())

    def trash(self) -> tuple[Annotation, ...]:
        """Return the deleted annotations, the last deleted first."""
        return self._view.trash()

    def history_of(self, name: str) -> tuple[Annotation, ...]:
        """Return an annotation's earlier forms, the oldest first."""
        return self._view.forms(name)

    def tags(self) -> Counter[str]:
        """Return how often each tag is used."""
        return Counter(self._view.tags)

    def text_of(self, digest: str) -> str | None:
        """Return the text of that hash as it was when it was annotated, where it is kept."""
        return self._snapshots.text(digest)

    # drafts

    def save_draft(self, draft: Draft) -> Draft:
        """Keep an unfinished note, in the place of an earlier one of its id.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            return changes.save_draft(draft)

    def drafts(self) -> tuple[Draft, ...]:
        """Return the unfinished notes, the oldest first."""
        return self._view.drafts

    def discard_draft(self, name: str) -> None:
        """Forget an unfinished note; one that is gone stays so.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            changes.discard_draft(name)

    # undo

    def undo(self) -> str | None:
        """Take back the last thing that was done to notes or stripped blocks.

        Returns:
            What was taken back, in a sentence without a full stop; None where nothing was done.

        Raises:
            NotesError: it is not on disk.
        """
        return self._flip(undone=True)

    def redo(self) -> str | None:
        """Make again what was taken back last.

        Returns:
            What was made again; None where nothing was taken back since the last change.

        Raises:
            NotesError: it is not on disk.
        """
        return self._flip(undone=False)

    def _flip(self, *, undone: bool) -> str | None:
        with self._change() as changes:
            step = changes.flip(self._attempted, undone=undone)
            self._attempted = step.id if step else ""
        self._attempted = ""
        return step.sentence if step else None

    # within a change

    @property
    def _view(self) -> View:
        storage = self._file.storage
        tables, former = storage.tables, self._former
        if former is not None and former.tables is tables and not storage.changing:
            return former
        view = View(tables, former)
        if not storage.changing:
            self._former = view
        return view

    @contextmanager
    def _change(self) -> Iterator[Changes]:
        with self._file.storage.transaction():
            file = self._file
            yield Changes(file.database, file.history, self._view, self._clock())
