"""The TinyDB storage that cannot lose a note.

What it does and why is measured: plain `JSONStorage` is damaged by up to a quarter of all kills
in mid-write and by two processes within ten writes. Here a change happens under a lock, starts
from what is on disk now, and replaces the file in one step (`atomic_write`).

A plain `TinyDB(path)` opens the file. One that is *held open* while copydesk saves goes on
writing into the old file, which has no name any more: open it anew for each use.
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock, get_ident

from tinydb.storages import Storage

from tui.annotations.file_lock import locked
from tui.annotations.notes_file import FileKey, NotesFile
from tui.annotations.recovery import find_notes
from tui.annotations.schema import MIGRATIONS, SCHEMA, Migration, migrated, version_of
from tui.annotations.tables_json import Records, Tables, encode_parts
from tui.articles.safe_text import clean_line, clean_path
from tui.errors import NotesError

_SAVE = 0.5
"""Seconds that a save of another thread may take on top of waiting for the lock."""


class AtomicStorage(Storage):
    """A TinyDB file that several sessions share and no crash damages.

    Reading never waits for a disk that is being written: the committed tables are replaced as a
    whole, never changed. Who reads them through `tables` or `records` must not change them.

    Through `tables.NotesDatabase` a change is made under the lock as a whole. A bare
    `TinyDB(path, storage=AtomicStorage)` reads and writes in two steps: whole files, but of two
    sessions that change one at the same moment the later wins.

    Args:
        path: The file; a symbolic link is followed. Nothing is created before the first write.
        lock_timeout: Seconds to wait for another session's write.
        schema: The version of the tables' form that is written.
        migrations: How older forms become it.

    Attributes:
        notices: Sentences that the reader should be told, in order.
        read_only: Why nothing can be written, empty where it can.
        generation: Grows whenever the tables in memory are other ones.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        lock_timeout: float = 10.0,
        schema: int = SCHEMA,
        migrations: Mapping[int, Migration] = MIGRATIONS,
    ) -> None:
        self._file = NotesFile(Path(path))
        self._lock_timeout = lock_timeout
        self._schema, self._migrations = schema, migrations
        self._threads = RLock()
        self._patience_ends = math.inf
        self._tables: Tables = {}
        self._key: FileKey | None = None
        self._loaded = self._ever_read = False
        self._working: Tables | None = None
        self._owner = 0
        self._damaged: bytes | None = None
        self._old_schema: int | None = None
        self._unreadable = ""
        self._backed_up = self._swept = self._others_wrote = False
        self._unconfirmed = self._only_in_memory = False
        self.notices: list[str] = []
        self.read_only = ""
        self.generation = 0

    @property
    def path(self) -> Path:
        """The file, links resolved."""
        return self._file.path

    @property
    def changing(self) -> bool:
        """Whether this thread is inside a transaction."""
        return self._working is not None and self._owner == get_ident()

    @property
    def tables(self) -> Tables:
        """The tables: inside a transaction of this thread its own, else the committed ones."""
        if self._working is not None and self._owner == get_ident():
            return self._working
        if not self._loaded:
            with self._threads:
                if not self._loaded:
                    self._look()
        return self._tables

    def records(self, table: str) -> Records:
        """Return one table's records by id, not to be changed."""
        return self.tables.get(table, {})

    def replace_records(self, table: str, records: Records) -> None:
        """Put another dictionary in a table's place, inside a transaction."""
        if self._working is None or not self.changing:
            raise RuntimeError("records change only inside a transaction")
        self._working[table] = records

    # TinyDB's contract

    def read(self) -> Tables | None:
        """Return a private copy of all tables, None where there are none."""
        return copy.deepcopy(self.tables) or None

    def write(self, data: Tables) -> None:
        """Replace all tables.

        Raises:
            NotesError: they are not on the disk.
        """
        with self.transaction() as working:
            working.clear()
            # TinyDB gives ids as str; a caller's int would be written as one, too.
            for name, records in copy.deepcopy(data).items():
                working[name] = {str(number): record for number, record in records.items()}

    def hurry(self, seconds: float) -> None:
        """Wait for no lock any more when that time has passed; waits that began end, too."""
        self._patience_ends = time.monotonic() + seconds

    def _has_no_patience(self) -> bool:
        return time.monotonic() >= self._patience_ends

    def close(self) -> None:
        """Let go of the file. Everything written is on disk already."""
        self._file.close()

    # what TinyDB has no words for

    @contextmanager
    def transaction(self) -> Iterator[Tables]:
        """Change several tables in one save, which is on disk when the block has ended.

        The block sees what is on disk now. Where it raises, or the save fails, memory and file
        stay as they were. A transaction inside another is part of it.

        Raises:
            NotesError: it could not be saved; the same can be tried again.
        """
        with self._my_turn():
            if self._working is not None:
                yield self._working
                return
            with self._errors_told(), self._lock():
                self._prepare()
                working = dict(self._tables)
                self._working, self._owner = working, get_ident()
                try:
                    yield working
                finally:
                    self._working = None
                self._save(working)

    def refresh(self) -> bool:
        """Read again if another session has written; never waits for a save of our own.

        Returns:
            Whether another session's changes have come in since this was last asked.
        """
        if not self._threads.acquire(blocking=False):
            return False
        try:
            if self._working is None and self._loaded:
                self._look()
            others, self._others_wrote = self._others_wrote, False
            return others
        finally:
            self._threads.release()

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        left = min(self._lock_timeout, max(0.0, self._patience_ends - time.monotonic()))
        # Another thread of ours may wait for the file's lock just as long, and then save.
        if not self._threads.acquire(timeout=2 * left + _SAVE):
            raise NotesError("An earlier save has not ended yet: the note is not saved. Try again.")
        try:
            yield
        finally:
            self._threads.release()

    @contextmanager
    def _lock(self) -> Iterator[None]:
        try:
            self._file.make_ready()
        except OSError:
            # What a look has to say of it is said the same way: the reader is told once.
            if problem := self._look() if self._loaded else "":
                raise NotesError(problem) from None
            raise
        with locked(self._file.lock_path, self._lock_timeout, self._has_no_patience):
            yield

    @contextmanager
    def _errors_told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise NotesError(
                f"The notes could not be saved in {clean_path(self.path)}: {_reason(error)}. "
                "Nothing that was saved is lost; try again."
            ) from error

    def _prepare(self) -> None:
        """Under the lock: know what is on disk, and be allowed to replace it."""
        problem = self._look()
        if problem:
            raise NotesError(problem)
        if self.read_only:
            raise NotesError(self.read_only)
        if self._damaged is not None:
            self._file.set_aside(self._damaged)
            self._damaged = None
        if not self._swept:
            self._file.remove_leftovers()
            self._swept = True

    def _save(self, working: Tables) -> None:
        old = self._tables
        same = working.keys() == old.keys() and all(working[name] is old[name] for name in old)
        if same and not (self._only_in_memory and old):
            if self._unconfirmed:
                self._file.confirm()
                self._unconfirmed = False
            return
        tables = migrated(working, self._schema, self._migrations)
        try:
            data = encode_parts(tables)
        except ValueError as error:
            raise NotesError(f"The notes cannot be written as JSON: {error}.") from error
        keep_old_as = None
        if self._old_schema is not None:
            keep_old_as = self.path.with_name(f"{self.path.name}.schema{self._old_schema}")
        self._unconfirmed = True
        self._key = self._file.replace(
            data,
            keep_old_as=keep_old_as,
            backup=not self._backed_up and self._key is not None,
        )
        self._unconfirmed = self._only_in_memory = False
        self._backed_up, self._old_schema = True, None
        self._publish(tables)

    def _look(self) -> str:
        """Read the file if it is not the one in memory.

        Returns:
            A sentence where it cannot be read; memory then stays as it is.
        """
        first = not self._ever_read
        try:
            if not first and self._file.key() == self._key and not self._unreadable:
                return ""
            found = find_notes(self._file, first=first, have=self._tables)
        except OSError as error:
            # Memory may lack what the file holds, so nothing may replace it unread.
            self._unreadable = self._notice(
                f"The notes file {clean_path(self.path)} cannot be read: {_reason(error)}. "
                "It is not touched, and nothing can be saved until it can be read."
            )
            self._loaded = True
            return self._unreadable
        self._unreadable, self._ever_read = "", True
        self._key, self._damaged = found.key, found.damaged
        self._only_in_memory = not found.sound
        self._backed_up = self._backed_up or not found.sound
        if found.notice:
            self._notice(found.notice)
        if found.tables is not None:
            self._others_wrote = self._others_wrote or not first
            self._open_schema(_as_before(found.tables, self._tables))
        self._loaded = True  # last: another thread may be asking without a lock
        return ""

    def _open_schema(self, tables: Tables) -> None:
        version = version_of(tables)
        self.read_only, self._old_schema = "", None
        if version > self._schema:
            self.read_only = (
                f"The notes file {clean_path(self.path)} was written by a newer copydesk "
                f"(form {version}, this one knows {self._schema}): it can be read here, "
                "not changed. Install the newer version."
            )
            self._notice(self.read_only)
        elif version < self._schema and tables:
            self._old_schema = version
            tables = migrated(tables, self._schema, self._migrations)
        self._publish(tables)

    def _publish(self, tables: Tables) -> None:
        self._tables = tables
        self.generation += 1

    def _notice(self, sentence: str) -> str:
        if sentence not in self.notices:
            self.notices.append(sentence)
        return sentence


def _as_before(tables: Tables, before: Tables) -> Tables:
    """Return tables in which records that are the same as before are the same objects.

    What was made of them then stands, and the copies are let go one by one: freeing 10,000
    records at once keeps every other thread waiting for 100 ms.
    """
    for name, records in tables.items():
        old = before.get(name, {})
        for number, record in records.items():
            known = old.get(number)
            if known is not None and known == record:
                records[number] = known
    return tables


def _reason(error: OSError) -> str:
    """Say in a few words what the system said."""
    return clean_line(error.strerror or str(error) or type(error).__name__)
