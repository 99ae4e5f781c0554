"""All the articles under some folders, kept searchable."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui.errors import CopydeskError, SearchIndexError
from tui.library.finding import Facets
from tui.library.query import Query
from tui.library.read_ahead import Outcome, Read, one_by_one, read_batches
from tui.library.rows import ArticleRow, Entry, Found, Hit, Rows, absolute, file_path
from tui.library.search_index import SearchIndex
from tui.library.sorting import NEWEST, Sort
from tui.library.storing import Facts, Replaced
from tui.library.walk import Unreadable, walk

if TYPE_CHECKING:
    from tui.library.fact_reader import FactReader

_ATTEMPTS = 3
"""How often an update begins again with an empty index: on a bad disk it would never end."""


@dataclass(frozen=True)
class UpdateReport:
    """What bringing the index up to date did.

    Attributes:
        found: How many article files there are.
        added: How many were indexed for the first time.
        changed: How many were indexed again.
        removed: How many are missing now, because their files are gone.
        failed: How many of the new and changed cannot be read; they are listed with the reason.
        unreadable: Folders that could not be looked into. What the index knows of them stays.
        cancelled: Whether it stopped early. The next update goes on from there.
        notice: What went wrong with the index itself, as a sentence; empty where nothing did.
    """

    found: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    failed: int = 0
    unreadable: tuple[Unreadable, ...] = ()
    cancelled: bool = False
    notice: str = ""


@dataclass(frozen=True)
class Versions:
    """Where the texts go that articles had before their files changed.

    Attributes:
        keep: Keeps them on disk; raises a `CopydeskError` where it cannot.
        knows: Says whether an earlier text is kept, of a path or of an address.
    """

    keep: Callable[[Sequence[Replaced]], None] = lambda replaced: None
    knows: Callable[[Path, str], bool] = lambda path, url: False


class Library:
    """The articles under some folders, as one list.

    Args:
        roots: Folders, and single files, which are articles whatever their suffix.
        index: Where the articles are kept searchable. Several libraries may share one. Where their
            roots overlap, the one that was updated last decides what is an article there.
        read: Reads one article.
        suffixes: The lower-case suffixes of article files; those of `articles.formats` if None.
        workers: How many files are read at the same time.
        reader: Makes what reads many files in other processes; None to read all in this one.
        versions: Where the texts of changed articles go.
        ignored: Says of a path under a root whether it is passed over; None for none.
    """

    def __init__(
        self,
        roots: Sequence[Path],
        index: SearchIndex,
        read: Read,
        *,
        suffixes: Collection[str] | None = None,
        workers: int = 2,
        reader: Callable[[], FactReader] | None = None,
        versions: Versions | None = None,
        ignored: Callable[[bytes, bool], bool] | None = None,
    ) -> None:
        self.roots = tuple(dict.fromkeys(file_path(absolute(root)) for root in roots))
        self.index = index
        self._read = read
        self._suffixes = suffixes
        self._workers = workers
        self._reader = reader
        self._versions = versions or Versions()
        self._ignored = ignored

    # Looking

    def rows(self, sort: Sort = NEWEST, *, folded: bool = False) -> Rows:
        """Return all articles in an order; see `SearchIndex.rows`."""
        return self.index.rows(sort, self.roots, folded=folded)

    def find(
        self,
        query: Query | str,
        limit: int = -1,
        sort: Sort | None = None,
        *,
        folded: bool = False,
    ) -> Found:
        """Return the matching articles, the best first; see `SearchIndex.find`."""
        return self.index.find(query, self.roots, limit, sort, folded=folded)

    def hits(self, query: Query | str, ids: Sequence[int]) -> list[Hit]:
        """Tell where and how articles match; see `SearchIndex.hits`."""
        return self.index.hits(query, ids)

    def facets(self, query: Query | str) -> Facets:
        """Count what a query finds; see `SearchIndex.facets`."""
        return self.index.facets(query, self.roots)

    def copies(self, article: int) -> list[ArticleRow]:
        """Return the articles that run the same story; see `SearchIndex.copies`."""
        return self.index.copies(article)

    # Following the files

    def walk(self, report: Callable[[Unreadable], None] = lambda _: None) -> Iterator[Entry]:
        """Yield every article file under the roots; `walk.walk` says which those are."""
        return walk(self.roots, self._wanted(), report, self._ignored)

    def _wanted(self) -> Collection[str]:
        if self._suffixes is not None:
            return self._suffixes
        from tui.articles.formats import SUFFIXES  # the formats are not needed for the list

        return SUFFIXES

    def update(
        self,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> UpdateReport:
        """Bring the index up to date with the files: what is new, changed, gone.

        Files are compared by size and time. The most recently changed are read first, and each
        batch is there for lists as soon as it is written, for searches a second later. Killed or
        cancelled at any point, the next update goes on from there. Never raises because of files
        or the index.

        Args:
            progress: Is told how many of how many new and changed files are done.
            cancelled: Asked ten times a second or more often, in the calling thread.
        """
        report = UpdateReport()
        for _ in range(_ATTEMPTS):
            generation = self.index.generation
            report = _Update(self, progress, cancelled).run()
            # An index that turned out to be damaged has been emptied: fill it from the beginning.
            if report.cancelled or self.index.generation == generation:
                break
        return report

    def update_paths(
        self, paths: Iterable[Path], cancelled: Callable[[], bool] = lambda: False
    ) -> UpdateReport:
        """Bring the index up to date with a few files, which a watch saw change.

        As `update`, but only these are looked at. What is no article file is passed over.
        """
        wanted = frozenset(paths)
        return _Update(self, lambda _done, _all: None, cancelled, wanted).run()


class _Update:
    """One update: what it was asked, and what it did.

    Args:
        library: Whose.
        progress: See `Library.update`.
        cancelled: The same.
        only: The paths that are looked at; None for all.
    """

    def __init__(
        self,
        library: Library,
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
        only: Collection[Path] | None = None,
    ) -> None:
        self._library = library
        self._index = library.index
        self._progress = progress
        self._cancelled = cancelled
        self._only = only
        self._unreadable: list[Unreadable] = []
        self._tally: Counter[str] = Counter()
        self._stopped = False
        self._notice = ""

    def run(self) -> UpdateReport:
        """Do it."""
        try:
            with self._index.filling(self._cancelled):
                self._run()
        except (SearchIndexError, CopydeskError) as error:
            self._notice = str(error)
        tally = self._tally
        return UpdateReport(
            found=tally["found"],
            added=tally["added"],
            changed=tally["changed"],
            removed=tally["removed"],
            failed=tally["failed"],
            unreadable=tuple(self._unreadable),
            cancelled=self._stopped,
            notice=self._notice or self._index.notice,
        )

    def _run(self) -> None:
        changes = (
            self._index.stale(self._entries(), self._library.roots)
            if self._only is None
            else self._index.stale_among(self._entries(), map(absolute, self._only))
        )
        self._stopped = self._cancelled()  # then not every file was seen, and none may be lost
        if self._stopped:
            return
        gone = _surely_gone(changes.gone, self._unreadable)
        # What is there and was not found is no article of these folders: it is ignored now.
        there = [path for path in gone if os.path.lexists(path)]
        self._index.remove(there)
        lost = self._index.lose(set(gone).difference(there))
        self._tally["removed"] = len(there) + lost
        wanted = _latest_first(changes.new, changes.changed)
        known = {entry.path for entry in changes.changed}
        done = 0
        self._progress(0, len(wanted))
        for batch in self._batches(wanted):
            self._put(batch)
            self._tally.update(_kind(outcome, known) for outcome in batch)
            self._tally["failed"] += sum(bool(outcome.error) for outcome in batch)
            done += len(batch)
            self._progress(done, len(wanted))
        self._stopped = done < len(wanted)

    def _entries(self) -> Iterator[Entry]:
        """Yield the files that there are; those that cannot be looked at are noted."""
        for entry in (
            self._library.walk(self._unreadable.append)
            if self._only is None
            else _few(self._library, self._only)
        ):
            if self._tally["found"] % 256 == 0 and self._cancelled():
                return
            self._tally["found"] += 1
            yield entry

    def _batches(self, wanted: Sequence[Entry]) -> Iterator[list[Outcome]]:
        library = self._library
        from tui.library.fact_reader import AT_ONCE, WORTH_IT

        if library._reader is None or len(wanted) < WORTH_IT:
            read = one_by_one(library._read)
            yield from read_batches(wanted, read, library._workers, self._cancelled)
            return
        with closing(library._reader()) as reader:
            yield from read_batches(wanted, reader.read, reader.most, self._cancelled, AT_ONCE)

    def _put(self, batch: Sequence[Outcome]) -> None:
        read = [outcome for outcome in batch if outcome.facts is not None]
        replaced = [
            before
            for outcome in read
            if outcome.facts and (before := self._index.replaced(outcome.entry, outcome.facts))
        ]
        if replaced:
            # Before they are overwritten: what cannot be kept stays as it is.
            self._library._versions.keep(replaced)
        changed = {before.path for before in replaced}
        with self._index.batch():
            for outcome in batch:
                path = outcome.entry.path
                if outcome.facts is not None:
                    self._index.put_facts(
                        outcome.entry,
                        outcome.facts,
                        has_versions=path in changed or self._knows(path, outcome.facts),
                    )
                elif outcome.error:
                    self._index.put_error(outcome.entry, outcome.error)
                else:
                    self._index.lose([path])

    def _knows(self, path: bytes, facts: Facts) -> bool:
        return self._library._versions.knows(file_path(path), facts.url)


def _few(library: Library, paths: Collection[Path]) -> Iterator[Entry]:
    """Yield those of some paths that are article files of the library, or folders with some."""
    from tui.library.walk import look_at

    yield from look_at(paths, library.roots, library._wanted(), library._ignored)


def _kind(outcome: Outcome, known: Collection[bytes]) -> str:
    if outcome.entry.path in known:
        return "removed" if outcome.is_gone else "changed"
    return "missed" if outcome.is_gone else "added"


def _latest_first(*entries: Iterable[Entry]) -> list[Entry]:
    both = [entry for some in entries for entry in some]
    return sorted(both, key=lambda entry: entry.modified, reverse=True)


def _surely_gone(paths: Iterable[bytes], unreadable: Iterable[Unreadable]) -> list[bytes]:
    """Leave out what lies where the walk could not look: a drive may be away for a while."""
    hidden = {each.path for each in unreadable}
    if not hidden:
        return list(paths)
    return [path for path in paths if not any(part in hidden for part in _parts(path))]


def _parts(path: bytes) -> Iterator[bytes]:
    """Yield the path itself and every folder above it."""
    yield path
    end = path.rfind(b"/")
    while end > 0:
        yield path[:end]
        end = path.rfind(b"/", 0, end)
    yield b"/"
