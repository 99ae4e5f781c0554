"""The notes file as one session has it open: looking at it, following it, changing it whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tui.annotations.changes import Changes
from tui.annotations.history import History
from tui.annotations.model import now
from tui.annotations.snapshots import Snapshots
from tui.annotations.view import UNDO, View

if TYPE_CHECKING:  # brings TinyDB, which is needed when the file is first looked at
    from tui.annotations.atomic_storage import AtomicStorage
    from tui.annotations.tables import NotesDatabase
    from tui.annotations.tables_json import Tables


@dataclass(frozen=True)
class _Opened:
    """What belongs to the file once it was looked at."""

    database: NotesDatabase
    storage: AtomicStorage
    history: History


class OpenNotes:
    """The file behind the store. Nothing is read before the first question.

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

    @cached_property
    def _file(self) -> _Opened:
        from tui.annotations.tables import NotesDatabase

        database = NotesDatabase(self.path, self._lock_timeout)
        return _Opened(database, database.notes_storage, History(database.records_of(UNDO)))

    @cached_property
    def _snapshots(self) -> Snapshots:
        return Snapshots.beside(self._file.storage.path)

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

    def hurry(self, seconds: float) -> None:
        """Wait for no lock any more when that time has passed: the session is ending."""
        self._file.storage.hurry(seconds)

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

    @property
    def _view(self) -> View:
        storage = self._file.storage
        tables, former = storage.tables, self._former
        if former is not None and _are_same(former.tables, tables):
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


def _are_same(one: Tables, other: Tables) -> bool:
    """Tell whether nothing differs: a table that changes is replaced, also in a transaction."""
    return one is other or (
        one.keys() == other.keys() and all(one[name] is other[name] for name in one)
    )
