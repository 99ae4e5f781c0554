"""How an article lies in the index's tables. Every function here runs inside a transaction."""

from __future__ import annotations

import sqlite3
import time
import zlib
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tui.articles.document import Document
from tui.articles.safe_text import clean_line
from tui.boilerplate.verdict import Role, Verdicts
from tui.library.database import DamagedTextError
from tui.library.habits import Blocks, forget_blocks, store_blocks
from tui.library.rows import Entry, absolute, file_path
from tui.library.words import count_words, index_text

_SEARCHED_ROLES = (Role.BODY, Role.STANDFIRST, Role.CAPTION, Role.PROTECTED)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
# A file may change again within the clock tick of its file system (2 s on FAT, 1 s on some
# network folders, 4 ms on ext4) without its time telling: as git does with a "racily clean" entry,
# what was changed so shortly before it was read is read once more at the next update.
_TICK = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What the index keeps of an article beside its file's size and time.

    The fields are columns of `article`; `text` is what its words are searched in, and `blocks` is
    what its outlet's habits are learned from.
    """

    sha256: str
    headline: str
    byline: str
    outlet: str
    published: str
    language: str
    url: str
    words: int
    remark: str
    error: str
    text: str
    blocks: Blocks | None = None

    @classmethod
    def of(cls, document: Document, verdicts: Verdicts) -> Facts:
        """Take from an article what the list shows and the search reads."""
        metadata = document.metadata
        text = "\n\n".join(block.text for block in verdicts.blocks(*_SEARCHED_ROLES))
        return cls(
            sha256=document.provenance.sha256,
            headline=clean_line(metadata.headline),
            byline=clean_line(metadata.byline),
            outlet=clean_line(metadata.outlet),
            published=clean_line(metadata.published),
            language=clean_line(metadata.language),
            url=clean_line(metadata.url),
            words=count_words(text),
            remark=clean_line(" ".join(document.remarks)),
            error="",
            text=storable(text),
            blocks=Blocks.of(document),
        )

    @classmethod
    def of_error(cls, sentence: str) -> Facts:
        """Say that the file could not be read."""
        return cls("", "", "", "", "", "", "", 0, "", clean_line(sentence), "")


_KEPT = tuple(field.name for field in fields(Facts) if field.name not in ("text", "blocks"))
_COLUMNS = ("size", "modified", "settled", "newest", *_KEPT)
_UPDATE = f"UPDATE article SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE id = ?"
_INSERT = (
    f"INSERT INTO article ({', '.join(_COLUMNS)}, path, added) "
    f"VALUES ({', '.join('?' * (len(_COLUMNS) + 2))})"
)


def store(connection: sqlite3.Connection, entry: Entry, facts: Facts) -> None:
    """Index an article; what was indexed for the same path is replaced and its id kept."""
    settled = abs(time.time_ns() - entry.modified) > _TICK
    newest = moment(facts.published, entry.modified)
    values = [entry.size, entry.modified, settled, newest]
    values += [getattr(facts, name) for name in _KEPT]
    found = connection.execute("SELECT id FROM article WHERE path = ?", (entry.path,)).fetchone()
    if found:
        article = int(found[0])
        _take_out(connection, article)
        connection.execute(_UPDATE, (*values, article))
    else:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        article = int(connection.execute(_INSERT, (*values, entry.path, now)).lastrowid or 0)
    notes = _notes_of(connection, entry.path, facts.sha256)
    connection.execute(
        "INSERT OR REPLACE INTO body (article, text, notes) VALUES (?, ?, ?)",
        (article, zlib.compress(facts.text.encode(), 1), notes),
    )
    forget_blocks(connection, article)
    if facts.blocks:
        store_blocks(connection, article, newest, facts.blocks)
    _put_in(connection, article)


def forget(connection: sqlite3.Connection, path: bytes) -> None:
    """Take an article out of the index, if it is in it."""
    found = connection.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
    if found:
        _take_out(connection, found[0])
        forget_blocks(connection, found[0])
        connection.execute("DELETE FROM body WHERE article = ?", found)
        connection.execute("DELETE FROM article WHERE id = ?", found)


def set_note(connection: sqlite3.Connection, key: bytes, text: str) -> None:
    """Keep a note and index it anew with each article that it belongs to."""
    if text:
        connection.execute("INSERT OR REPLACE INTO note (key, text) VALUES (?, ?)", (key, text))
    else:
        connection.execute("DELETE FROM note WHERE key = ?", (key,))
    concerned = connection.execute(
        "SELECT id, path, sha256 FROM article WHERE path = ? OR sha256 = ?",
        (key, key.decode("ascii", "replace")),
    ).fetchall()
    for article, path, sha256 in concerned:
        _take_out(connection, article)
        notes = _notes_of(connection, path, sha256)
        connection.execute("UPDATE body SET notes = ? WHERE article = ?", (notes, article))
        _put_in(connection, article)


def note_key(of: Path | str) -> bytes:
    """Return the key of a file's note, or of the note of all files with a SHA-256.

    An absolute path begins with a slash, so that the two are never mistaken.
    """
    return of.encode("ascii", "replace") if isinstance(of, str) else absolute(of)


def storable(text: str) -> str:
    """Return the text without lone surrogates, which neither SQLite nor UTF-8 can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def inflate(blob: bytes) -> str:
    """Return the text that `store` deflated.

    Raises:
        DamagedTextError: these are not the bytes that were stored.
    """
    try:
        return zlib.decompress(blob).decode()
    except (zlib.error, UnicodeDecodeError, TypeError) as error:
        raise DamagedTextError(str(error)) from error


def moment(published: str, modified: int) -> int:
    """Return when an article appeared, in seconds since the epoch.

    Args:
        published: ISO 8601, as precise as the file is. A time without a zone is taken as UTC.
        modified: Taken in its place where it is empty or no date; in nanoseconds.
    """
    full = published + {4: "-01-01", 7: "-01"}.get(len(published), "")
    try:
        when = datetime.fromisoformat(full)
    except ValueError:
        return modified // 1_000_000_000
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return (when - _EPOCH) // _SECOND


def _notes_of(connection: sqlite3.Connection, path: bytes, sha256: str) -> str:
    keys = (path, sha256.encode("ascii", "replace"))
    found = connection.execute("SELECT text FROM note WHERE key IN (?, ?) ORDER BY key", keys)
    return "\n\n".join(row[0] for row in found)


def _put_in(connection: sqlite3.Connection, article: int) -> None:
    connection.execute(
        "INSERT INTO fts (rowid, headline, byline, body, notes) VALUES (?, ?, ?, ?, ?)",
        (article, *_indexed(connection, article)),
    )


def _take_out(connection: sqlite3.Connection, article: int) -> None:
    # FTS5 keeps no text: to take a row out, it must be told exactly what was put in.
    connection.execute(
        "INSERT INTO fts (fts, rowid, headline, byline, body, notes) "
        "VALUES ('delete', ?, ?, ?, ?, ?)",
        (article, *_indexed(connection, article)),
    )


def _indexed(connection: sqlite3.Connection, article: int) -> tuple[str, str, str, str]:
    headline, path, byline, text, notes = connection.execute(
        "SELECT headline, path, byline, text, notes FROM article JOIN body ON article = id "
        "WHERE id = ?",
        (article,),
    ).fetchone()
    headline = headline or clean_line(file_path(path).name)
    return index_text(headline), index_text(byline), index_text(inflate(text)), index_text(notes)
