"""The search index: every article's text and facts, in files that can be thrown away.

All methods may be called from any thread; lists and searches do not wait for who writes. None
raises because of the files: what goes wrong is a sentence in `notice`, and lists and searches come
back empty. Only what fills the index (`stale`, `put`, `put_error`, `remove`, `batch`, `catch_up`)
raises `SearchIndexError`, which `Library.update` turns into its report.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from tui.articles.document import Document
from tui.boilerplate.verdict import Verdicts
from tui.errors import SearchIndexError
from tui.library.catching_up import WordKeeper
from tui.library.database import DamagedTextError, Database
from tui.library.finding import Facets, Finder
from tui.library.habits import habits_of
from tui.library.listing import UNDER, Listing, range_of
from tui.library.query import Query, parse
from tui.library.rows import Changes, Entry, Found, Hit, absolute
from tui.library.sorting import Sort
from tui.library.staleness import compare
from tui.library.standings import (
    Changed,
    Standing,
    replace_standings,
    resolve,
    set_standing,
)
from tui.library.storing import (
    Facts,
    Replaced,
    await_words,
    forget,
    mark_missing,
    moment,
    replaced_by,
    store,
)


class SearchIndex(Listing):
    """The articles of all folders ever opened, found by words and listed in any order.

    Args:
        path: The index's file. Its folders are made when needed; whatever is wrong with it, a
            usable index comes out.

    Attributes:
        path: The index's file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(Database(path))
        self._words = WordKeeper(self._database)
        self._finder = Finder(self._database, self._words)
        self._filling = 0

    @property
    def notice(self) -> str:
        """What the reader should be told about the index; empty where all is well."""
        return self._database.notice

    @property
    def is_private(self) -> bool:
        """Whether the index lasts for this session only."""
        return self._database.is_private

    @property
    def generation(self) -> int:
        """Goes up whenever the index had to begin empty: it wants an update, and the standings."""
        return self._database.generation

    def __enter__(self) -> SearchIndex:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files. May be called again; everything else finds nothing afterwards."""
        self._words.close()
        self._database.close()

    def habits_of(self, document: Document) -> dict[int, int]:
        """Tell what of an article its outlet repeats, for `OutletHabits.recurring`.

        The articles counted are those of the outlet that appeared nearest in time, 128 at most;
        several files of one article are one, and those of this article none. What articles of
        another outlet hold as well is left out. About 3 ms, with 100,000 articles indexed.

        Args:
            document: An article, indexed or not.

        Returns:
            By shingle (`boilerplate.shingles`), the number of other articles, where two or more
            hold it; empty where the outlet is not known, or the index cannot be read.
        """
        source = document.provenance
        newest = moment(document.metadata.published, source.modified)
        try:
            return habits_of(self._database.rows, document, absolute(source.path), newest)
        except DamagedTextError as error:
            self._database.mend(error)
        except SearchIndexError:
            pass  # `notice` says it, and without the index there is nothing learned
        return {}

    # Searching

    def find(
        self,
        query: Query | str,
        roots: Sequence[Path] | None = None,
        limit: int = -1,
        sort: Sort | None = None,
        *,
        folded: bool = False,
    ) -> Found:
        """Return the articles that match, the best first. An empty query finds nothing.

        Ranked by BM25 (Robertson and Zaragoza 2009, as tantivy has it), where a word in the
        headline weighs ten times one in the body, in the byline five times, in the notes three
        times, and what appeared lately counts a little more; see `compiling`. What is archived is
        found only where the query asks for it.

        Args:
            query: What to look for. Any text will do.
            roots: Only articles under these; None for all.
            limit: At most so many; -1 for all.
            sort: Another order than by relevance.
            folded: Whether of the copies of one story only the first is found.
        """
        with suppress(SearchIndexError):
            return self._finder.find(_parsed(query), sort, roots, limit, folded=folded)
        return Found(self.rows_of([]).ids, 0)

    def hits(self, query: Query | str, ids: Sequence[int]) -> list[Hit]:
        """Tell where and how articles match: for those in view, about 0.2 ms each."""
        with suppress(SearchIndexError):
            return self._finder.hits(_parsed(query), ids)
        return []

    def facets(self, query: Query | str, roots: Sequence[Path] | None = None) -> Facets:
        """Count the outlets, tags, months and states of what a query finds; of all, if empty."""
        with suppress(SearchIndexError):
            return self._finder.facets(_parsed(query), roots)
        return Facets()

    def values(self, field: str) -> list[str]:
        """Return the outlets, languages, tags or bylines there are, the most frequent first.

        Args:
            field: `outlet`, `lang`, `tag` or `by`.
        """
        with suppress(SearchIndexError):
            return self._finder.values(field)
        return []

    # Filling

    @contextmanager
    def filling(self, cancelled: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """Fill the index with many articles: the word index follows in a thread of its own.

        At the end it knows all of them, unless it is cancelled: then the next time goes on.
        """
        from tui.library.catching_up import Follower

        self._filling += 1
        try:
            with Follower(self._words, cancelled):
                yield
        finally:
            self._filling -= 1

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Put several articles in one transaction: all of them, or none if it fails."""
        self._filling += 1
        try:
            with self._database.transaction():
                yield
        finally:
            self._filling -= 1
        self._catch_up()

    def catch_up(self, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Let the word index know all that the tables know, and let other sessions write."""
        self._words.catch_up(cancelled)
        self._words.rest()

    def _catch_up(self) -> None:
        if not self._filling:
            self.catch_up()

    def stale(self, entries: Iterable[Entry], roots: Sequence[Path]) -> Changes:
        """Compare files with what is indexed under the roots, by size and time.

        Args:
            entries: Every file under the roots.
            roots: Where indexed articles are looked for.
        """
        within, values = self.within(roots)
        return compare(self._database.rows, entries, within, values)

    def stale_among(self, entries: Iterable[Entry], paths: Iterable[bytes]) -> Changes:
        """Compare some files with what is indexed of them, and of what lies under them.

        Args:
            entries: Those of the files that are there.
            paths: All files and folders that are looked at.
        """
        found = list(entries)
        changes = compare(self._database.rows, found, "0", ())
        there = {entry.path for entry in found}
        gone: dict[bytes, None] = {}
        for path in paths:
            sql = f"SELECT path FROM article WHERE NOT missing AND {UNDER}"
            rows = self._database.rows(sql, range_of(path))
            gone.update((row[0], None) for row in rows if row[0] not in there)
        return Changes(changes.new, changes.changed, tuple(gone))

    def put(self, entry: Entry, document: Document, verdicts: Verdicts) -> None:
        """Index an article anew. Its id stays, if it had one.

        Args:
            entry: The file as it was found *before* it was read: if it changed since, the next
                update sees it.
            document: What the file says.
            verdicts: Which of it is the article. Body, captions and protected blocks are searched.
        """
        self.put_facts(entry, Facts.of(document, verdicts))

    def put_facts(self, entry: Entry, facts: Facts, *, has_versions: bool = False) -> None:
        """Index what is known of an article; as `put`."""
        with self._database.transaction() as connection:
            store(connection, entry, facts, has_versions=has_versions)
        self._catch_up()

    def put_error(self, entry: Entry, sentence: str) -> None:
        """List a file that could not be read. It is found by its name."""
        self.put_facts(entry, Facts.of_error(sentence))

    def replaced(self, entry: Entry, facts: Facts) -> Replaced | None:
        """Return what an article says until `put_facts` is called; None if it says the same."""
        with self._database.transaction() as connection:
            return replaced_by(connection, entry, facts)

    def lose(self, paths: Iterable[bytes | Path]) -> int:
        """Note that files are gone. What is known of their articles stays, marked as missing.

        Returns:
            How many articles were there until now.
        """
        with self._database.transaction() as connection:
            lost = [
                mark_missing(connection, path if isinstance(path, bytes) else absolute(path))
                for path in paths
            ]
        self._catch_up()
        return sum(lost)

    def dismiss(self, articles: Iterable[int], *, back: bool = False) -> None:
        """Take articles whose files are gone off every list, or put them back."""
        before, after = (2, 1) if back else (1, 2)
        ids = list(articles)
        with self._database.transaction() as connection:
            connection.executemany(
                "UPDATE article SET missing = ? WHERE id = ? AND missing = ?",
                [(after, article, before) for article in ids],
            )
            resolve(connection, ids)

    def remove(self, paths: Iterable[bytes | Path]) -> None:
        """Forget articles. What was handed over of them stays, should they come back."""
        with self._database.transaction() as connection:
            for path in paths:
                raw = path if isinstance(path, bytes) else absolute(path)
                found = connection.execute("SELECT id FROM article WHERE path = ?", (raw,))
                for (article,) in found.fetchall():
                    forget(connection, article)
        self._catch_up()

    # What the reader made

    def set_standing(self, *standings: Standing) -> set[int]:
        """Let articles be found by what the reader made of them.

        It may be handed over before the article is indexed, and stays when its file changes.
        Handing over what is known costs next to nothing.

        Returns:
            The articles that are archived now and were not, or the other way round.
        """

        def keep(connection: Any) -> Changed:  # noqa: ANN401 - sqlite3 is not imported here
            changed = Changed()
            for standing in standings:
                set_standing(connection, standing, changed)
            return changed

        return self._hand_over(keep)

    def set_standings(self, standings: Collection[Standing]) -> set[int]:
        """Hand over what the reader made of all articles, and forget anything else.

        For the start, and after `generation` has changed: the notes file is the truth, and the
        index a copy that may be behind. Returns what `set_standing` does.
        """
        return self._hand_over(lambda connection: replace_standings(connection, standings))

    def orphaned(self) -> frozenset[str]:
        """Return the records known to have notes whose words are gone."""
        with suppress(SearchIndexError):
            rows = self._database.rows("SELECT record FROM standing WHERE orphaned")
            return frozenset(row[0] for row in rows)
        return frozenset()

    def _hand_over(self, keep: Callable[[Any], Changed]) -> set[int]:
        # `notice` says what goes wrong; the notes themselves are safe in the notes file.
        moved: set[int] = set()
        with suppress(SearchIndexError):
            with self._database.transaction() as connection:
                changed = keep(connection)
                moved = resolve(connection, changed.articles)
                await_words(connection, changed.texts)
            if changed.texts:
                self._catch_up()
        return moved


def _parsed(query: Query | str) -> Query:
    return parse(query) if isinstance(query, str) else query
