"""The search index: a cache, so whatever is wrong with it can be repaired by deleting it."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from tui.articles.safe_text import clean_line, clean_path
from tui.doctor.finding import Finding, Severity
from tui.errors import SearchIndexError
from tui.library.database import APPLICATION, VERSION
from tui.library.word_files import damaged_file, words_folder


def examine_index(path: Path) -> Iterator[Finding]:
    """Yield what is to be said of the search index, which is opened for reading only."""
    try:
        if not path.exists() or path.stat().st_size == 0:
            yield Finding("There is no search index yet; it is built when a folder is opened.")
            return
        # Not `immutable`: a desk may be writing it at this moment.
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=5.0)) as connection:
            yield from _look(connection, path)
    except OSError as error:
        yield _bad(path, f"cannot be reached: {clean_line(error.strerror or str(error))}", None)
    except UnicodeDecodeError:  # SQLite quotes a damaged schema in its complaint
        yield _bad(path, "is damaged", _delete(path))
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_LOCKED,
        ):
            yield Finding("Another session is writing the search index; it was not looked at.")
        else:
            yield _bad(path, f"is damaged: {clean_line(str(error))}", _delete(path))


def _look(connection: sqlite3.Connection, path: Path) -> Iterator[Finding]:
    [application] = connection.execute("PRAGMA application_id").fetchone()
    [version] = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION:
        yield _bad(path, "is not an index of copydesk", _delete(path))
        return
    if version != VERSION:
        yield Finding("The search index is of another version; the next desk builds it anew.")
        return
    [sound] = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if sound != "ok":
        yield _bad(path, f"is damaged: {clean_line(str(sound))}", _delete(path))
        return
    [articles] = connection.execute("SELECT count(*) FROM article").fetchone()
    [failed] = connection.execute("SELECT count(*) FROM article WHERE error != ''").fetchone()
    [name] = connection.execute("SELECT name FROM words").fetchone()
    bad = damaged_file(words_folder(path) / str(name))
    if bad is not None:
        yield _bad(bad, "is damaged", _delete(path))
        return
    yield Finding(
        f"The search index is good. Articles: {articles:,}"
        + (f"; files that could not be read: {failed:,}." if failed else ".")
    )


def _bad(path: Path, state: str, repair: Callable[[], str] | None) -> Finding:
    advice = "Nothing of yours is in it; "
    advice += "copydesk doctor --repair removes it" if repair else "delete it"
    return Finding(
        f"The search index {clean_path(path)} {state}.",
        Severity.ATTENTION,
        f"{advice}, and the next desk builds it anew.",
        repair,
    )


def _delete(path: Path) -> Callable[[], str]:
    def delete() -> str:
        lock = path.with_name(path.name + ".lock")
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for suffix in ("-wal", "-shm", "-journal"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            shutil.rmtree(words_folder(path), ignore_errors=True)
            # As the index itself does: perhaps a file of the reader's that was named by mistake.
            if _is_ours(path):
                path.unlink(missing_ok=True)
            else:
                path.replace(path.with_name(path.name + ".damaged"))
        except BlockingIOError as error:
            raise SearchIndexError(
                "The search index was not removed: a desk is using it. Close it and repeat this."
            ) from error
        finally:
            os.close(handle)
        return "The search index was removed; the next desk builds it anew."

    return delete


def _is_ours(path: Path) -> bool:
    # The application's id in the header of an SQLite file (fileformat2.html, section 1.3).
    with path.open("rb") as file:
        header = file.read(72)
    return header[:6] == b"SQLite" and header[68:72] == APPLICATION.to_bytes(4, "big")
