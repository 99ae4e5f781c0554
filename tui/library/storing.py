"""How an article lies in the index's tables. Every function here runs inside a transaction."""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from tui.articles.addresses import address_key
from tui.articles.document import Document
from tui.articles.safe_text import clean_line
from tui.boilerplate.verdict import Role, Verdicts
from tui.library.database import DamagedTextError
from tui.library.habits import Blocks, forget_blocks, store_blocks
from tui.library.rows import Entry
from tui.library.standings import resolve, storable
from tui.library.stories import store_signature
from tui.library.wire import signature
from tui.library.words import count_words

_SEARCHED_ROLES = (Role.BODY, Role.STANDFIRST, Role.CAPTION, Role.PROTECTED)
_CORRECTIONS = frozenset(("correction",))
"""The rules whose blocks say that an article was wrong when it appeared."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
# A file may change again within the clock tick of its file system (2 s on FAT, 1 s on some
# network folders, 4 ms on ext4) without its time telling: as git does with a "racily clean" entry,
# what was changed so shortly before it was read is read once more at the next update.
_TICK = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What the index keeps of an article beside its file's size and time.

    The fields are columns of `article`; `deflated` is the text in which its words are searched,
    as it is stored; `blocks` is what its outlet's habits are learned from, and `signature` what
    its copies are found by.
    """

    sha256: str = ""
    headline: str = ""
    byline: str = ""
    outlet: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    address: str = ""
    words: int = 0
    stripped: int = 0
    notice: int = 0
    print: int = 0
    remark: str = ""
    error: str = ""
    deflated: bytes = b""
    blocks: Blocks | None = None
    signature: bytes = b""

    @classmethod
    def of(cls, document: Document, verdicts: Verdicts) -> Facts:
        """Take from an article what the list shows and the search reads."""
        metadata = document.metadata
        text = "\n\n".join(block.text for block in verdicts.blocks(*_SEARCHED_ROLES))
        url = clean_line(metadata.url)
        return cls(
            sha256=document.provenance.sha256,
            headline=clean_line(metadata.headline),
            byline=clean_line(metadata.byline),
            outlet=clean_line(metadata.outlet),
            published=clean_line(metadata.published),
            language=clean_line(metadata.language),
            url=url,
            address=address_key(url) if url else "",
            words=count_words(text),
            stripped=sum(not verdict.keep for verdict in verdicts.verdicts),
            notice=int(any(verdict.rule in _CORRECTIONS for verdict in verdicts.verdicts)),
            print=text_print(text),
            remark=clean_line(" ".join(document.remarks)),
            deflated=deflate(storable(text)),
            blocks=Blocks.of(document),
            signature=signature(text),
        )

    @classmethod
    def of_error(cls, sentence: str) -> Facts:
        """Say that the file could not be read."""
        return cls(error=clean_line(sentence))


@dataclass(frozen=True, slots=True)
class Replaced:
    """The text that an article had before its file changed.

    Attributes:
        path: The file, as the index spells it.
        sha256: Of the bytes that the file had.
        url: And so on: what the index knew of it.
        seen: When it was first indexed, ISO 8601 in UTC.
        text: The kept text, its paragraphs parted by blank lines.
    """

    path: bytes
    sha256: str
    url: str
    headline: str
    byline: str
    outlet: str
    published: str
    seen: str
    text: str


_KEPT = tuple(
    field.name for field in fields(Facts) if field.name not in ("deflated", "blocks", "signature")
)
_COLUMNS = ("size", "modified", "settled", "newest", *_KEPT)
_UPDATE = (
    f"UPDATE article SET {', '.join(f'{name} = ?' for name in _COLUMNS)}, path = ?, missing = 0, "
    "versions = versions OR ? WHERE id = ?"
)
_INSERT = (
    f"INSERT INTO article ({', '.join(_COLUMNS)}, path, versions, added) "
    f"VALUES ({', '.join('?' * (len(_COLUMNS) + 3))})"
)


def store(
    connection: sqlite3.Connection, entry: Entry, facts: Facts, *, has_versions: bool = False
) -> int:
    """Index an article; what was indexed for the same path is replaced and its id kept.

    A file with the content of one that is missing is that file, moved: it keeps its id as well.

    Args:
        connection: In a transaction.
        entry: The file.
        facts: What it says.
        has_versions: Whether an earlier text of it is kept.

    Returns:
        The article's id.
    """
    settled = abs(time.time_ns() - entry.modified) > _TICK
    newest = moment(facts.published, entry.modified)
    values = [entry.size, entry.modified, settled, newest]
    values += [getattr(facts, name) for name in _KEPT]
    article = _known(connection, entry.path, facts.sha256)
    if article is None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        cursor = connection.execute(_INSERT, (*values, entry.path, has_versions, now))
        article = int(cursor.lastrowid or 0)
    else:
        connection.execute(_UPDATE, (*values, entry.path, has_versions, article))
    before = _signature(connection, article)
    connection.execute(
        "INSERT OR REPLACE INTO body (article, text, signature) VALUES (?, ?, ?)",
        (article, facts.deflated or deflate(""), facts.signature),
    )
    store_signature(
        connection, article, before, facts.signature, lambda each: _text(connection, each)
    )
    forget_blocks(connection, article)
    if facts.blocks:
        store_blocks(connection, article, newest, facts.blocks)
    resolve(connection, [article])
    await_words(connection, [article])
    return article


def replaced_by(connection: sqlite3.Connection, entry: Entry, facts: Facts) -> Replaced | None:
    """Return what an article said before, where its file says something else now."""
    row = connection.execute(
        """SELECT sha256, url, headline, byline, outlet, published, added, text FROM article
        JOIN body ON article = id
        WHERE path = ? AND sha256 <> '' AND sha256 <> ? AND print <> ? AND error = ''""",
        (entry.path, facts.sha256, facts.print),
    ).fetchone()
    if row is None or facts.error:
        return None
    text = inflate(row[7])
    sha256, url, headline, byline, outlet, published, seen = row[:7]
    if not text.strip():
        return None
    return Replaced(entry.path, sha256, url, headline, byline, outlet, published, seen, text)


def mark_missing(connection: sqlite3.Connection, path: bytes) -> bool:
    """Note that an article's file is gone; its text and what was made of it stay.

    One that never could be read is forgotten: there is nothing of it to keep.

    Returns:
        Whether the article was known, and its file there until now.
    """
    found = connection.execute(
        "SELECT id, sha256 FROM article WHERE path = ? AND NOT missing", (path,)
    ).fetchone()
    if found is None:
        return False
    if found[1]:
        connection.execute("UPDATE article SET missing = 1 WHERE id = ?", found[:1])
    else:
        forget(connection, found[0])
    return True


def forget(connection: sqlite3.Connection, article: int) -> None:
    """Take an article out of the index."""
    forget_blocks(connection, article)
    before = _signature(connection, article)
    store_signature(connection, article, before, b"", lambda each: "")
    connection.execute("DELETE FROM body WHERE article = ?", (article,))
    connection.execute("DELETE FROM article WHERE id = ?", (article,))
    await_words(connection, [article])


def await_words(connection: sqlite3.Connection, articles: Iterable[int]) -> None:
    """Have the words of articles looked at by the word index."""
    connection.executemany(
        "INSERT INTO pending (article) VALUES (?)", [(article,) for article in articles]
    )


def deflate(text: str) -> bytes:
    """Return a text as it is stored."""
    return zlib.compress(text.encode(), 1)


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


def text_print(text: str) -> int:
    """Return a hash of a text, spacing aside, that fits into a column: 63 bits."""
    plain = " ".join(text.split())
    digest = blake2b(plain.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _signature(connection: sqlite3.Connection, article: int) -> bytes:
    row = connection.execute("SELECT signature FROM body WHERE article = ?", (article,)).fetchone()
    return b"" if row is None else bytes(row[0])


def _text(connection: sqlite3.Connection, article: int) -> str:
    row = connection.execute("SELECT text FROM body WHERE article = ?", (article,)).fetchone()
    return "" if row is None else inflate(row[0])


def _known(connection: sqlite3.Connection, path: bytes, sha256: str) -> int | None:
    found = connection.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
    if found is None and sha256:
        found = connection.execute(
            "SELECT id FROM article WHERE sha256 = ? AND missing ORDER BY id LIMIT 1", (sha256,)
        ).fetchone()
    return None if found is None else int(found[0])
