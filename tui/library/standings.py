"""What the reader made of articles, as the index keeps it: a copy of what the notes file holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tui.articles.addresses import address_key
from tui.articles.safe_text import clean_line
from tui.library.rows import absolute
from tui.library.words import index_text


@dataclass(frozen=True, slots=True)
class Standing:
    """What the reader made of one article.

    Attributes:
        record: The id of the article's record in the notes file.
        sha256s: Hashes of its files' bytes.
        url: Its address, or empty.
        paths: Where its file was.
        read_state: "unread", "reading" or "read".
        starred: Whether it is marked with a star.
        archived: Whether it is put away: lists show it only when asked.
        tags: Those of the article and of its notes.
        notes: How many highlights and notes it has.
        has_note: Whether any of them says something.
        has_highlight: Whether any of them is a bare highlight.
        orphaned: Whether the words of any of them are gone.
        last_opened: ISO 8601 in UTC, or empty.
        text: Everything written and marked there, to be searched.
    """

    record: str
    sha256s: tuple[str, ...] = ()
    url: str = ""
    paths: tuple[Path, ...] = ()
    read_state: str = "unread"
    starred: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()
    notes: int = 0
    has_note: bool = False
    has_highlight: bool = False
    orphaned: bool = False
    last_opened: str = ""
    text: str = ""

    @property
    def keys(self) -> frozenset[bytes]:
        """By what its articles are known. An absolute path begins with a slash, a hash never."""
        keys = {digest.encode("ascii", "replace") for digest in self.sha256s}
        keys |= {absolute(path) for path in self.paths}
        if self.url:
            keys.add(address_bytes(address_key(self.url)))
        return frozenset(keys)

    @property
    def _row(self) -> tuple[object, ...]:
        return (
            self.read_state,
            self.starred,
            self.archived,
            self.notes,
            self.has_note,
            self.has_highlight,
            self.orphaned,
            self.last_opened,
            storable(self.text),
        )


_COLUMNS = (
    "read_state, starred, archived, notes, has_note, has_highlight, orphaned, last_opened, text"
)


@dataclass(slots=True)
class Changed:
    """Which articles are touched by what was handed over.

    Attributes:
        articles: Those whose standing may be another one.
        texts: Those of them whose searched text may be another one.
    """

    articles: set[int] = field(default_factory=set)
    texts: set[int] = field(default_factory=set)


def replace_standings(connection: sqlite3.Connection, standings: Collection[Standing]) -> Changed:
    """Keep these standings and forget all others; inside a transaction."""
    changed = Changed()
    known = {row[0] for row in connection.execute("SELECT record FROM standing")}
    for standing in standings:
        set_standing(connection, standing, changed)
        known.discard(storable(standing.record))
    for record in known:
        set_standing(connection, Standing(record), changed)
    return changed


def set_standing(connection: sqlite3.Connection, standing: Standing, changed: Changed) -> None:
    """Keep a standing, in the place of an earlier one of its record; inside a transaction.

    One without keys is forgotten. What is known already costs one look.
    """
    record = storable(standing.record)
    found = connection.execute(
        f"SELECT id, {_COLUMNS} FROM standing WHERE record = ?", (record,)
    ).fetchone()
    if found is None:
        if not standing.keys:
            return
        cursor = connection.execute(
            f"INSERT INTO standing (record, {_COLUMNS}) VALUES ({', '.join('?' * 10)})",
            (record, *standing._row),
        )
        number, before, old = int(cursor.lastrowid or 0), (), frozenset[bytes]()
    else:
        number, *rest = found
        before = tuple(rest)
        rows = connection.execute("SELECT key FROM standing_key WHERE standing = ?", (number,))
        old = frozenset(row[0] for row in rows)
    tags = {(fold_tag(tag), tag) for tag in map(clean_line, standing.tags)}
    rows = connection.execute("SELECT folded, tag FROM standing_tag WHERE standing = ?", (number,))
    same_tags = set(rows) == tags
    if before == standing._row and old == standing.keys and same_tags:
        return
    articles = set(_articles_of(connection, old | standing.keys))
    articles.update(
        row[0] for row in connection.execute("SELECT id FROM article WHERE standing = ?", (number,))
    )
    changed.articles |= articles
    if old != standing.keys or before[-1:] != standing._row[-1:]:
        changed.texts |= articles
    connection.execute("DELETE FROM standing_key WHERE standing = ?", (number,))
    connection.execute("DELETE FROM standing_tag WHERE standing = ?", (number,))
    if not standing.keys:
        connection.execute("DELETE FROM standing WHERE id = ?", (number,))
        return
    assignments = ", ".join(f"{name.strip()} = ?" for name in _COLUMNS.split(","))
    connection.execute(f"UPDATE standing SET {assignments} WHERE id = ?", (*standing._row, number))
    connection.executemany(
        "INSERT INTO standing_key (key, standing) VALUES (?, ?)",
        [(key, number) for key in standing.keys],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO standing_tag (folded, standing, tag) VALUES (?, ?, ?)",
        [(folded, number, tag) for folded, tag in tags],
    )


def resolve(connection: sqlite3.Connection, articles: Iterable[int]) -> set[int]:
    """Find anew which standing each article has: by its content, its address, its path.

    Where several fit equally, the one that was opened last. Inside a transaction.

    Returns:
        The articles that are listed now and were not, or the other way round.
    """
    moved: set[int] = set()
    for article in articles:
        row = connection.execute(
            "SELECT sha256, address, path, missing, listed FROM article WHERE id = ?", (article,)
        ).fetchone()
        if row is None:
            continue
        sha256, address, path, missing, was_listed = row
        keys = (sha256.encode("ascii", "replace"), address_bytes(address), path)
        number, archived = connection.execute(
            """SELECT id, archived FROM standing_key JOIN standing ON standing = id
            WHERE key IN (?1, ?2, ?3) AND key <> x''
            ORDER BY key = ?1 DESC, key = ?2 DESC, last_opened DESC, record LIMIT 1""",
            keys,
        ).fetchone() or (None, 0)
        listed = not archived and missing < 2
        if listed != bool(was_listed):
            moved.add(article)
        connection.execute(
            "UPDATE article SET standing = ?, listed = ? WHERE id = ?", (number, listed, article)
        )
    return moved


def address_bytes(address: str) -> bytes:
    """Return a compared address as a key; it never looks like a path or a hash."""
    return b"@" + address.encode("utf-8", "replace") if address else b""


def fold_tag(tag: str) -> str:
    """Return a tag as tags are compared: case, accents and punctuation aside."""
    return " ".join(index_text(tag).split())


def storable(text: str) -> str:
    """Return the text without lone surrogates, which neither SQLite nor UTF-8 can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _articles_of(connection: sqlite3.Connection, keys: Iterable[bytes]) -> Iterable[int]:
    for key in keys:
        if key.startswith(b"/"):
            found = connection.execute("SELECT id FROM article WHERE path = ?", (key,))
        elif key.startswith(b"@"):
            address = key[1:].decode("utf-8", "replace")
            found = connection.execute(
                "SELECT id FROM article WHERE address = ? AND address <> ''", (address,)
            )
        else:
            digest = key.decode("ascii", "replace")
            found = connection.execute("SELECT id FROM article WHERE sha256 = ?", (digest,))
        yield from (row[0] for row in found)
