"""What an outlet repeats from article to article, counted when an article is opened.

Each article's shingles lie in its row; nothing is counted in advance. A table of counts would have
to be written in a hundred random places for each article, which at 100,000 articles took as long as
all the rest of indexing, and could be wrong after a kill. Reading some rows takes 3 ms, and
tells which of them are the same article, which counts cannot.
"""

from __future__ import annotations

import sqlite3
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tui.articles.document import Document
from tui.boilerplate.outlet import outlet_key
from tui.boilerplate.recurring import ENOUGH
from tui.boilerplate.shingles import hash_words, shingles_of
from tui.library.database import DamagedTextError

Select = Callable[[str, Sequence[object]], list[Any]]
"""Returns what a SELECT finds, as `Database.rows` does."""

NEAR = 64
"""Articles of the outlet that are looked at on either side of an article's date."""
OTHERS = 64
"""As many of other outlets, of the `_AROUND` that appeared nearest on either side."""
_AROUND = 500
_OUTLETS = 16
_OF_EACH = 4
"""Where the outlet fills the neighbourhood by itself: so many others, so many articles of each."""

_SAMPLE = 16
"""Shingles by which two articles are compared: the smallest, which are a fair sample (Broder's
bottom-k sketch)."""
_SAME = 0.6
"""The share of an article's sample that one story's articles have in common. Two articles of one
outlet share a third of theirs where four long blocks of clutter stand below four paragraphs."""
_TITLE = 3
"""Words without which a headline is a column's ("Weather", "Morning briefing")."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """What an article's blocks are known by, and what the article itself is known by.

    Attributes:
        outlet: A hash of its outlet's key.
        headline: A hash of its headline, 0 where it is no help.
        url: A hash of its address, 0 where there is none.
        shingles: As `shingles_of` gives them.
    """

    outlet: int
    headline: int
    url: int
    shingles: frozenset[int]

    @classmethod
    def of(cls, document: Document) -> Blocks | None:
        """Look at an article; None where its outlet is not known or its blocks say too little."""
        outlet = outlet_key(document)
        shingles = shingles_of(document) if outlet else frozenset[int]()
        if not shingles:
            return None
        headline = document.metadata.headline
        url = document.metadata.url.partition("#")[0]
        return cls(
            outlet=hash_words(outlet),
            headline=hash_words(headline) if len(headline.split()) >= _TITLE else 0,
            url=hash_words(_without_scheme(url)) if url else 0,
            shingles=shingles,
        )

    @property
    def sample(self) -> list[int]:
        """What two articles are compared by."""
        return _sample(sorted(self.shingles))


def store_blocks(connection: sqlite3.Connection, article: int, newest: int, blocks: Blocks) -> None:
    """Keep what an article's blocks are known by, inside the transaction that indexes it."""
    hashes = struct.pack(f"<{len(blocks.shingles)}I", *sorted(blocks.shingles))
    connection.execute(
        "INSERT INTO shingles (article, outlet, newest, headline, url, hashes) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (article, blocks.outlet, newest, blocks.headline, blocks.url, hashes),
    )


def forget_blocks(connection: sqlite3.Connection, article: int) -> None:
    """Forget what an article's blocks are known by, if anything is."""
    connection.execute("DELETE FROM shingles WHERE article = ?", (article,))


def habits_of(select: Select, document: Document, path: bytes, newest: int) -> dict[int, int]:
    """Count in how many other articles of its outlet an article's shingles stand.

    Args:
        select: Reads the index.
        document: The article.
        path: Its file, as the index spells it.
        newest: When it appeared, in seconds since the epoch.

    Raises:
        DamagedTextError: a row is not what was stored.
    """
    blocks = Blocks.of(document)
    if blocks is None:
        return {}
    counts: Counter[int] = Counter()
    for held in _by_story(blocks, _of_outlet(select, blocks.outlet, path, newest)):
        counts.update(held)
    found = {shingle: count for shingle, count in counts.items() if count >= ENOUGH}
    if found:
        for hashes in _of_others(select, blocks.outlet, newest):
            for shingle in found.keys() & _unpacked(hashes):
                del found[shingle]
    return found


@dataclass(slots=True)
class _Story:
    """Files that hold one article: copies, later versions, another format."""

    held: set[int]


def _by_story(blocks: Blocks, rows: Iterable[tuple[int, int, bytes]]) -> list[set[int]]:
    """Return what each other story holds of an article's shingles."""
    this = _Story(set())
    stories: list[_Story] = []
    titles = {blocks.headline: this}
    addresses = {blocks.url: this}
    samples = dict.fromkeys(blocks.sample, this)
    for headline, url, hashes in rows:
        shingles = _unpacked(hashes)
        sample = _sample(shingles)
        story = (url and addresses.get(url)) or (headline and titles.get(headline)) or None
        if story is None:
            story = _story_of(sample, samples)
        if story is None:
            story = _Story(set())
            stories.append(story)
        titles.setdefault(headline, story)
        addresses.setdefault(url, story)
        for shingle in sample:
            samples.setdefault(shingle, story)
        story.held |= blocks.shingles.intersection(shingles)
    return [story.held for story in stories]


def _story_of(sample: Sequence[int], samples: dict[int, _Story]) -> _Story | None:
    met = [story for shingle in sample if (story := samples.get(shingle))]
    needed = _SAME * len(sample)
    if len(met) < needed:
        return None
    for story in met:
        if sum(other is story for other in met) >= needed:
            return story
    return None


def _sample(shingles: Sequence[int]) -> list[int]:
    """Return the smallest shingles: of long blocks where there are enough, for those are its own.

    The short ones are mostly the page's frame, which all articles of an outlet share.
    """
    long = [shingle for shingle in shingles if not shingle & 1]
    return (long if len(long) >= _SAMPLE // 2 else list(shingles))[:_SAMPLE]


def _unpacked(hashes: bytes) -> tuple[int, ...]:
    try:
        return struct.unpack(f"<{len(hashes) // 4}I", hashes)
    except (struct.error, TypeError) as error:
        raise DamagedTextError(str(error)) from error


def _without_scheme(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _of_outlet(select: Select, outlet: int, path: bytes, newest: int) -> list[Any]:
    columns = "headline, url, hashes FROM shingles WHERE outlet = ?1"
    not_itself = "article IS NOT (SELECT id FROM article WHERE path = ?2)"
    return select(
        f"""SELECT * FROM (SELECT {columns} AND {not_itself} AND newest >= ?3
                ORDER BY newest LIMIT {NEAR})
            UNION ALL SELECT * FROM (SELECT {columns} AND {not_itself} AND newest < ?3
                ORDER BY newest DESC LIMIT {NEAR})""",
        (outlet, path, newest),
    )


def _of_others(select: Select, outlet: int, newest: int) -> Iterator[bytes]:
    """Yield the shingles of articles of other outlets that appeared at about the same time."""
    near = "SELECT article, outlet FROM shingles WHERE newest"
    both_sides = [
        f"""SELECT hashes FROM shingles WHERE article IN (SELECT article FROM (
            {near} {side} LIMIT {_AROUND}) WHERE outlet <> ?2 LIMIT {OTHERS})"""
        for side in (">= ?1 ORDER BY newest, outlet", "< ?1 ORDER BY newest DESC, outlet DESC")
    ]
    rows = select(" UNION ALL ".join(both_sides), (newest, outlet))
    yield from (hashes for (hashes,) in rows)
    if len(rows) < OTHERS:
        for other in _other_outlets(select, outlet):
            for comparison, order in ((">=", ""), ("<", "DESC")):
                sql = f"""SELECT hashes FROM shingles WHERE outlet = ? AND newest {comparison} ?
                    ORDER BY newest {order} LIMIT {_OF_EACH}"""
                yield from (hashes for (hashes,) in select(sql, (other, newest)))


def _other_outlets(select: Select, outlet: int) -> list[int]:
    # From one outlet to the next along the index, however many articles each has.
    rows = select(
        f"""WITH RECURSIVE other (outlet) AS (
                SELECT min(outlet) FROM shingles
                UNION ALL
                SELECT (SELECT min(outlet) FROM shingles WHERE outlet > other.outlet)
                FROM other WHERE other.outlet IS NOT NULL LIMIT {_OUTLETS + 2})
            SELECT outlet FROM other WHERE outlet IS NOT NULL AND outlet <> ?""",
        (outlet,),
    )
    return [row[0] for row in rows]
