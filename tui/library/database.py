"""The index's file: opened, checked, shared with other sessions, replaced when it is damaged.

The index is a cache. Whatever is wrong with its file, the desk opens: a file of another version or
a damaged one is built anew, and where that cannot be, the index lives in a private temporary
database until the session ends (SQLite keeps it in memory and spills it to disk when it is large).

Two sessions may use one file. Each holds a shared lock on `NAME.lock`; only who gets it
exclusively may replace the file, because taking a database in WAL mode away from under another
process damages the next one. The kernel frees the lock when a session is killed.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from tui.errors import SearchIndexError
from tui.library.words import fold

_SCHEMA = 5
# Folding follows the interpreter's Unicode tables, and a row can only be taken out of the index
# as it was put in: another Python may need another index.
_UNICODE = [int(part) for part in unicodedata.unidata_version.split(".")[:2]]
VERSION = _SCHEMA * 10_000 + _UNICODE[0] * 100 + _UNICODE[1]
"""What `PRAGMA user_version` of a usable index is."""
APPLICATION = 0x636F7079
"""The `PRAGMA application_id` of our files: "copy"."""

TABLES = (
    *("article", "body", "standing", "standing_key", "standing_tag"),
    *("pending", "words", "shingles", "band", "copy"),
)
"""The tables of a usable index."""

_BUSY = 5.0  # seconds to wait for another session's transaction, which takes some 50 ms
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
_PRIVATE = "It is kept for this session only."


class DamagedTextError(sqlite3.DatabaseError):
    """What stands in the index is not what was stored; SQLite itself keeps no checksums."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


class _Lane:
    """A connection and the lock that whoever uses it must hold."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.connection: sqlite3.Connection


class Database:
    """The connections to the index's file, one for each kind of work.

    Any thread may use any method. `writing` and `listing` are two connections, so that a list is
    drawn while a batch is written. A private database has one connection for both.

    Attributes:
        path: The file.
        notice: The last thing that went wrong, as a sentence for the reader; empty where nothing
            did.
        is_private: Whether the index lives in a temporary database of this session.
        generation: Goes up whenever the index had to begin empty.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice = ""
        self.is_private = False
        self.generation = 0
        self.writing, self.listing = _Lane(), _Lane()
        self._depth = 0
        self._lock_file = -1
        self._closed = False
        self._open()

    # Using it

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Return what a SELECT finds.

        Raises:
            SearchIndexError: SQLite could not. Where the file is damaged the index has been
                emptied by then; `notice` says so.
        """
        generation = self.generation
        try:
            with self.listing.lock:
                self._check_open()
                return self.listing.connection.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            if not _code(error):
                raise  # a fault of our own
            raise self._failed(error, generation) from error

    def changes(self) -> int:
        """Return a number that goes up whenever this session writes."""
        with self.writing.lock:
            return 0 if self._closed else self.writing.connection.total_changes

    def mend(self, error: sqlite3.DatabaseError) -> None:
        """Begin with an empty index, because something was read from it that cannot be."""
        self._failed(error, self.generation)

    def began_anew(self, notice: str) -> None:
        """Say that something the index is made of had to begin empty: it wants an update."""
        self.generation += 1
        self.notice = notice

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write, all or nothing. A transaction inside another one is part of it.

        Raises:
            SearchIndexError: SQLite could not; nothing of the outermost transaction is kept.
        """
        generation = self.generation
        nested = False
        try:
            with self.writing.lock:
                self._check_open()
                connection = self.writing.connection
                nested = self._depth > 0
                if nested:
                    yield connection
                    return
                connection.execute("BEGIN IMMEDIATE")
                self._depth += 1
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise
                finally:
                    self._depth -= 1
        except sqlite3.DatabaseError as error:
            if nested or not _code(error):
                raise  # the outermost transaction answers for it, when it has let go of its lock
            raise self._failed(error, generation) from error

    def close(self) -> None:
        """Close the connections and let other sessions have the file. May be called again."""
        with self.writing.lock, self.listing.lock:
            if not self._closed:
                self._closed = True
                self._disconnect()

    def _check_open(self) -> None:
        if self._closed:
            raise SearchIndexError("The search index is closed.")

    def _failed(self, error: sqlite3.DatabaseError, generation: int) -> SearchIndexError:
        code = _code(error)
        if code in _DAMAGE:
            with self.writing.lock, self.listing.lock:
                if generation == self.generation and not self._closed:
                    self._disconnect()
                    self._open(damaged=True)
        elif code == sqlite3.SQLITE_FULL:
            self.notice = "The disk is full: the search index cannot take in more articles."
        elif code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            self.notice = "Another session is holding on to the search index. Try again later."
        else:
            self.notice = f"The search index cannot be used just now: {error}."
        return SearchIndexError(self.notice)

    # Opening it

    def _open(self, *, damaged: bool = False) -> None:
        """Connect to a sound index at `path`, or else to a private one."""
        try:
            _make_folder(self.path.parent)
            alone = self._take_lock()
            state = "damaged" if damaged else self._state(alone)
            if state != "sound":
                self._replace(state, alone)
            if alone:
                fcntl.flock(self._lock_file, fcntl.LOCK_SH)
            for lane in (self.writing, self.listing):
                lane.connection = self._connect()
            self.is_private = False
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is not a usable path"
            self._open_private(f"The search index cannot be kept on disk: {reason}. {_PRIVATE}")
        except sqlite3.Error as error:
            self._open_private(f"The search index cannot be kept on disk: {error}. {_PRIVATE}")
        except SearchIndexError as error:
            self._open_private(str(error))

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=_BUSY, isolation_level=None, check_same_thread=False
        )
        _add_functions(connection)
        # NORMAL cannot damage a database in WAL mode; at worst the last articles are read again.
        # What is put in lies all over the tables: to take it over from the log each 4 MB, as is
        # usual, would write most pages of them many times.
        connection.executescript(
            "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000;"
            "PRAGMA wal_autocheckpoint = 8000"
        )
        return connection

    def _open_private(self, notice: str) -> None:
        self._disconnect()
        connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        _add_functions(connection)
        _create(connection)
        for lane in (self.writing, self.listing):
            lane.connection = connection
        self.listing.lock = self.writing.lock
        self.is_private = True
        self.generation += 1
        self.notice = notice

    def _disconnect(self) -> None:
        for lane in (self.writing, self.listing):
            if hasattr(lane, "connection"):
                lane.connection.close()
        if self._lock_file >= 0:
            os.close(self._lock_file)
            self._lock_file = -1

    def _take_lock(self) -> bool:
        """Lock the file against being replaced; tell whether we are alone with it."""
        name = self.path.with_name(self.path.name + ".lock")
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        self._lock_file = os.open(name, flags, 0o600)
        deadline = time.monotonic() + _BUSY
        while True:
            for kind in (fcntl.LOCK_EX, fcntl.LOCK_SH):
                try:
                    fcntl.flock(self._lock_file, kind | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                return kind == fcntl.LOCK_EX
            # Another session is opening it at this moment.
            if time.monotonic() > deadline:
                raise SearchIndexError(f"Another session is building the index. {_PRIVATE}")
            time.sleep(0.01)

    def _state(self, alone: bool) -> str:
        """Look at the file: `sound`, `new`, `old` (or newer), or `damaged`."""
        if not self.path.exists() or self.path.stat().st_size == 0:
            return "new"
        try:
            with closing(self._connect()) as connection:
                return _state_of(connection, alone)
        except UnicodeDecodeError:
            return "damaged"  # SQLite quotes a damaged schema in its complaint
        except sqlite3.Error as error:
            if _code(error) not in _DAMAGE:
                raise
            return "damaged"

    def _replace(self, state: str, alone: bool) -> None:
        """Put an empty index at `path`.

        Raises:
            SearchIndexError: another session uses the file that is there.
        """
        said = {
            "new": "",
            "old": "The search index is from another version of copydesk.",
            "damaged": "The search index is damaged.",
        }[state]
        if not alone:
            raise SearchIndexError(f"{said} Another session is using it. {_PRIVATE}".strip())
        for suffix in ("-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        if state != "new" and not self._is_ours():
            # Perhaps a file of the reader's that was named by mistake: put aside, not deleted.
            self.path.replace(self.path.with_name(self.path.name + ".damaged"))
        else:
            self.path.unlink(missing_ok=True)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        with closing(self._connect()) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            _create(connection)
        self.generation += 1
        self.notice = f"{said} It is being built anew; nothing of yours was in it." if said else ""

    def _is_ours(self) -> bool:
        # The application's id in the header of an SQLite file (fileformat2.html, section 1.3).
        with self.path.open("rb") as file:
            header = file.read(72)
        return header[:6] == b"SQLite" and header[68:72] == APPLICATION.to_bytes(4, "big")


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 where Python's module itself complains."""
    if "Could not decode to UTF-8" in str(error):  # SQLite does not look into a text
        return sqlite3.SQLITE_CORRUPT
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _state_of(connection: sqlite3.Connection, alone: bool) -> str:
    """Look into a database; raises what SQLite says where it is damaged or may not be written."""
    [application] = connection.execute("PRAGMA application_id").fetchone()
    [version] = connection.execute("PRAGMA user_version").fetchone()
    [tables] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not (application or version or tables):
        return "new"  # a session was killed before it had made its tables
    if application != APPLICATION:
        return "damaged"
    if version != VERSION:
        return "old"
    for table in TABLES:
        connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()
    if alone:  # else somebody can write it, and asking might mean waiting for them
        # BEGIN IMMEDIATE by itself succeeds on a file that may only be read.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("ROLLBACK")
    return "sound"


def _add_functions(connection: sqlite3.Connection) -> None:
    """Let lists be sorted as a reader sorts titles: case, accents and punctuation aside."""
    connection.create_function("folded", 1, _folded, deterministic=True)
    connection.create_function("folded_title", 2, _folded_title, deterministic=True)


def _folded(text: str) -> str:
    return fold(text).strip()


def _folded_title(headline: str, path: bytes) -> str:
    return _folded(headline or path.rpartition(b"/")[2].decode("utf-8", "replace"))


def _create(connection: sqlite3.Connection) -> None:
    # All in one transaction, so that a session killed here leaves an empty file behind.
    schema = Path(__file__).with_name("schema.sql").read_text("utf-8")
    connection.executescript(
        f"BEGIN IMMEDIATE;\n{schema}\nINSERT INTO words VALUES ('{secrets.token_hex(8)}');"
        f"PRAGMA application_id = {APPLICATION};"
        f"PRAGMA user_version = {VERSION};\nCOMMIT;"
    )


def _make_folder(folder: Path) -> None:
    """Make a folder and its parents, for the user's eyes only (XDG base directories)."""
    if not folder.is_dir():
        if folder.parent != folder:
            _make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
