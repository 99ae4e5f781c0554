"""All the articles under some folders, kept searchable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tui.errors import SearchIndexError
from tui.library.query import Query
from tui.library.read_ahead import Outcome, Read, read_batches
from tui.library.rows import Entry, Hit, Rows, absolute, file_path
from tui.library.search_index import SearchIndex
from tui.library.walk import Unreadable, walk

_ATTEMPTS = 3
"""How often an update begins again with an empty index: on a bad disk it would never end."""


@dataclass(frozen=True)
class UpdateReport:
    """What bringing the index up to date did.

    Attributes:
        found: How many article files there are.
        added: How many were indexed for the first time.
        changed: How many were indexed again.
        removed: How many were forgotten because their files are gone.
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


class Library:
    """The articles under some folders, as one list.

    Args:
        roots: Folders, and single files, which are articles whatever their suffix.
        index: Where the articles are kept searchable. Several libraries may share one. Where their
            roots overlap, the one that was updated last decides what is an article there.
        read: Reads one article.
        suffixes: The lower-case suffixes of article files; those of `articles.formats` if None.
        workers: How many files are read at the same time.
    """

    def __init__(
        self,
        roots: Sequence[Path],
        index: SearchIndex,
        read: Read,
        *,
        suffixes: Collection[str] | None = None,
        workers: int = 2,
    ) -> None:
        self.roots = tuple(dict.fromkeys(file_path(absolute(root)) for root in roots))
        self.index = index
        self._read = read
        self._suffixes = suffixes
        self._workers = workers

    def rows(self, order: str = "newest") -> Rows:
        """Return all articles in an order; see `SearchIndex.rows`."""
        return self.index.rows(order, self.roots)

    def find(self, query: Query | str, limit: int = -1) -> list[int]:
        """Return the ids of matching articles, the best first; see `SearchIndex.find`."""
        return self.index.find(query, self.roots, limit)

    def search(self, query: Query | str, limit: int = 50) -> list[Hit]:
        """Return the best matches, described; see `SearchIndex.search`."""
        return self.index.search(query, self.roots, limit)

    def walk(self, report: Callable[[Unreadable], None] = lambda _: None) -> Iterator[Entry]:
        """Yield every article file under the roots; `walk.walk` says which those are."""
        suffixes = self._suffixes
        if suffixes is None:
            from tui.articles.formats import SUFFIXES  # the formats are not needed for the list

            suffixes = SUFFIXES
        return walk(self.roots, suffixes, report)

    def update(
        self,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> UpdateReport:
        """Bring the index up to date with the files: what is new, changed, gone.

        Files are compared by size and time. The most recently changed are read first, and each
        batch is there for lists and searches as soon as it is written. Killed or cancelled at any
        point, the next update goes on from there. Never raises because of files or the index.

        Args:
            progress: Is told how many of how many new and changed files are done.
            cancelled: Asked ten times a second or more often, in the calling thread.
        """
        report = UpdateReport()
        for _ in range(_ATTEMPTS):
            generation = self.index.generation
            report = self._update(progress, cancelled)
            # An index that turned out to be damaged has been emptied: fill it from the beginning.
            if report.cancelled or self.index.generation == generation:
                break
        return report

    def _update(
        self, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> UpdateReport:
        unreadable: list[Unreadable] = []
        tally: Counter[str] = Counter()
        stopped = False
        notice = ""

        def entries() -> Iterator[Entry]:
            for entry in self.walk(unreadable.append):
                if tally["found"] % 256 == 0 and cancelled():
                    return
                tally["found"] += 1
                yield entry

        try:
            changes = self.index.stale(entries(), self.roots)
            stopped = cancelled()  # then not every file was seen, and none may be called gone
            if not stopped:
                gone = _surely_gone(changes.gone, unreadable)
                self.index.remove(gone)
                tally["removed"] = len(gone)
                done = 0
                wanted = _latest_first(changes.new, changes.changed)
                progress(0, len(wanted))
                known = {entry.path for entry in changes.changed}
                for batch in read_batches(wanted, self._read, self._workers, cancelled):
                    self._put(batch)
                    tally.update(_kind(outcome, known) for outcome in batch)
                    tally["failed"] += sum(bool(outcome.error) for outcome in batch)
                    done += len(batch)
                    progress(done, len(wanted))
                stopped = done < len(wanted)
        except SearchIndexError as error:
            notice = str(error)
        return UpdateReport(
            found=tally["found"],
            added=tally["added"],
            changed=tally["changed"],
            removed=tally["removed"],
            failed=tally["failed"],
            unreadable=tuple(unreadable),
            cancelled=stopped,
            notice=notice or self.index.notice,
        )

    def _put(self, batch: Iterable[Outcome]) -> None:
        with self.index.batch():
            for outcome in batch:
                if outcome.article is not None:
                    self.index.put(outcome.entry, *outcome.article)
                elif outcome.error:
                    self.index.put_error(outcome.entry, outcome.error)
                else:
                    self.index.remove([outcome.entry.path])


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
