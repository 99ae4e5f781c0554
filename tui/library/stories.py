"""Which articles run one story, kept in the index's tables.

What `wire` proposes and `wire_copies` decides is done here when an article is stored, against what
is there already; whichever of two comes second finds the first. A group is worked out anew only
where something in it changed. Every function runs inside a transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence

from tui.library import wire
from tui.library.wire_copies import group, shared

_MOST = 2_000
"""Articles that are looked at when a group is worked out anew: far more than run any one story."""

LONGEST = 200_000
"""Code points of a text that are compared: no wire story has as many, and a book would take all
memory."""

Text = Callable[[int], str]
"""Returns an article's kept text."""


def store_signature(
    connection: sqlite3.Connection, article: int, before: bytes, signature: bytes, text: Text
) -> None:
    """Keep what copies of an article are found by, and find those that are there.

    Args:
        connection: In a transaction.
        article: Its id. Its text is stored already.
        before: Its signature until now; empty for a new article.
        signature: Its signature; empty for one that is too short, or gone.
        text: Reads texts.
    """
    if before == signature:
        return  # only its time or its clutter changed
    changed = {article}
    if before:
        connection.executemany(
            "DELETE FROM band WHERE key = ? AND article = ?",
            [(key, article) for key in wire.bands(before)],
        )
        changed.update(_copies_of(connection, article))
        connection.execute("DELETE FROM copy WHERE article = ?1 OR other = ?1", (article,))
    if signature:
        keys = wire.bands(signature)
        found = _found(connection, article, signature, keys, text)
        connection.executemany(
            "INSERT OR IGNORE INTO band (key, article) VALUES (?, ?)",
            [(key, article) for key in keys],
        )
        pairs = [pair for other in found for pair in ((article, other), (other, article))]
        connection.executemany("INSERT OR IGNORE INTO copy (article, other) VALUES (?, ?)", pairs)
        changed.update(found)
    if before or len(changed) > 1:
        _group_anew(connection, changed)


def _found(
    connection: sqlite3.Connection,
    article: int,
    signature: bytes,
    keys: Sequence[int],
    text: Text,
) -> list[int]:
    """Return the articles that are versions of the same story."""
    found: list[int] = []
    for other in wire.candidates(_under(connection, article, keys)):
        [(theirs,)] = connection.execute("SELECT signature FROM body WHERE article = ?", (other,))
        if not wire.worth_reading(signature, theirs):
            continue
        mine, its = text(article)[:LONGEST], text(other)[:LONGEST]
        if shared(mine, its).one_story:
            found.append(other)
    return found


def _under(
    connection: sqlite3.Connection, article: int, keys: Sequence[int]
) -> Iterable[list[int]]:
    """Return for each key the other articles under it, no more than say anything."""
    # All keys in one question, as mostly there is nothing under any; else each by itself.
    enough = len(keys) * wire.CROWDED
    marks = ", ".join("?" * len(keys))
    sql = f"SELECT key, article FROM band WHERE key IN ({marks}) AND article <> ? LIMIT ?"
    rows = connection.execute(sql, (*keys, article, enough)).fetchall()
    if len(rows) == enough:
        sql = "SELECT key, article FROM band WHERE key = ? AND article <> ? LIMIT ?"
        rows = [
            row for key in keys for row in connection.execute(sql, (key, article, wire.CROWDED))
        ]
    under: dict[int, list[int]] = {}
    for key, other in rows:
        under.setdefault(key, []).append(other)
    return [others[: wire.CROWDED] for others in under.values()]


def _copies_of(connection: sqlite3.Connection, article: int) -> list[int]:
    return [
        row[0] for row in connection.execute("SELECT other FROM copy WHERE article = ?", (article,))
    ]


def _group_anew(connection: sqlite3.Connection, changed: Iterable[int]) -> None:
    """Work out the groups of all that hangs together with some articles."""
    linked: dict[int, list[int]] = {}
    waiting = list(changed)
    while waiting and len(linked) < _MOST:
        article = waiting.pop()
        if article not in linked:
            linked[article] = _copies_of(connection, article)
            waiting += linked[article]
    pairs = [(article, other) for article, others in linked.items() for other in others]
    stories: dict[int, int | None] = dict.fromkeys(linked)
    for members in group(pairs):
        stories.update(dict.fromkeys(members, members[0]))
    connection.executemany(
        "UPDATE article SET story = ? WHERE id = ? AND story IS NOT ?1",
        [(story, article) for article, story in stories.items()],
    )
