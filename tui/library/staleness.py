"""How the files differ from what is indexed: what is new, what changed, what is gone.

Files are compared a few hundred at a time as a walk finds them, so that memory holds neither all of
the index nor all of the files: for 100,000 files that were 40 MB.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from tui.library.rows import Changes, Entry

Select = Callable[[str, Sequence[object]], list[Any]]
"""Returns what a SELECT finds, as `Database.rows` does."""

_AT_ONCE = 500  # paths in one statement; old builds of SQLite allow 999 parameters
_PAGE = 5_000


def compare(
    select: Select, entries: Iterable[Entry], within: str, values: Sequence[object]
) -> Changes:
    """Compare files with what is indexed, by size and time.

    Args:
        select: Reads the index.
        entries: Every file that there is where the condition holds.
        within: The condition on `path` that what is indexed of these files meets.
        values: Its parameters.
    """
    new: list[Entry] = []
    changed: list[Entry] = []
    seen = array("q")
    met = 0
    coming = iter(entries)
    while some := list(islice(coming, _AT_ONCE)):
        sql = f"""SELECT path, size, modified, settled, missing FROM article
            WHERE path IN ({", ".join("?" * len(some))})"""
        known = {row[0]: row[1:] for row in select(sql, [entry.path for entry in some])}
        for entry in some:
            seen.append(hash(entry.path))
            before = known.get(entry.path)
            if before is None:
                new.append(entry)
                continue
            met += not before[3]
            if before != (entry.size, entry.modified, 1, 0):
                changed.append(entry)
    [(there,)] = select(f"SELECT count(*) FROM article WHERE NOT missing AND {within}", values)
    gone = tuple(_gone(select, seen, within, values)) if there > met else ()
    return Changes(tuple(new), tuple(changed), gone)


def _gone(
    select: Select, seen: array[int], within: str, values: Sequence[object]
) -> Iterator[bytes]:
    """Yield the indexed paths that were not seen; two that hash alike come at the next update."""
    known = set(seen)
    last = b""
    while True:
        sql = f"""SELECT path FROM article WHERE path > ? AND NOT missing AND {within}
            ORDER BY path LIMIT {_PAGE}"""
        paths = [row[0] for row in select(sql, (last, *values))]
        yield from (path for path in paths if hash(path) not in known)
        if len(paths) < _PAGE:
            return
        last = paths[-1]
