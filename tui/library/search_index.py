"""The search index: every article's text and facts in one disposable SQLite file.

All methods may be called from any thread. Listing, searching and writing do not wait for each
other. None raises because of the file: what goes wrong is a sentence in `notice`, and lists and
searches come back empty. Only what fills the index (`stale`, `put`, `put_error`, `remove`, `batch`)
raises `SearchIndexError`, which `Library.update` turns into its report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any

from tui.articles.document import Document
from tui.articles.safe_text import clean_line
from tui.boilerplate.verdict import Verdicts
from tui.errors import SearchIndexError
from tui.library.database import DamagedTextError, Database
from tui.library.habits import habits_of
from tui.library.query import Query, parse
from tui.library.rows import ArticleRow, Changes, Entry, Hit, Rows, absolute, file_path
from tui.library.snippets import describe
from tui.library.storing import (
    Facts,
    forget,
    inflate,
    moment,
    note_key,
    set_note,
    storable,
    store,
)

_AT_ONCE = 500  # ids in one statement; old builds of SQLite allow 999 parameters

_ROW = """id, path, size, modified, sha256, headline, byline, outlet, published, language, url,
    words, remark, error, added"""
ORDERS = {"newest": "newest DESC, path", "oldest": "newest, path DESC"}
"""What a list can be ordered by; the second is the first, reversed."""


class SearchIndex:
    """The articles of all folders ever opened, found by words and listed by date.

    Args:
        path: The index's file. Its folders are made when needed; whatever is wrong with it, a
            usable index comes out.

    Attributes:
        path: The index's file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = Database(path)
        self._tickets = Lock()
        self._ticket = 0
        self._abandoned = 0

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
        """Goes up whenever the index had to begin empty: it wants an update, and the notes."""
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
        """Let go of the file. May be called again; everything else finds nothing afterwards."""
        self.interrupt()
        self._database.close()

    # Listing

    def rows(self, order: str = "newest", roots: Sequence[Path] | None = None) -> Rows:
        """Return all articles, or those under the roots, in an order; see `ORDERS`.

        By date means: when the article was published, or where it does not say, when its file was
        modified. The order is total, so the same articles always come in the same order. It costs
        about 0.6 ms for each 1,000 articles; rows are fetched when they are looked at.

        Raises:
            KeyError: there is no such order.
        """
        by = ORDERS[order]
        try:
            within, values = self._within(roots)
            sql = f"SELECT id FROM article WHERE {within} ORDER BY {by}"
            ids = [row[0] for row in self._database.rows(sql, values)]
        except SearchIndexError:
            ids = []
        return self.rows_of(ids)

    def rows_of(self, ids: Iterable[int]) -> Rows:
        """Return articles in the order of their ids, such as those of `find`."""
        return Rows(ids, self.articles)

    def articles(self, ids: Sequence[int]) -> dict[int, ArticleRow]:
        """Return those of the articles that the index has, by id."""
        found: dict[int, ArticleRow] = {}
        try:
            for row in self._by_ids(f"SELECT {_ROW} FROM article WHERE id IN", ids):
                found[row[0]] = ArticleRow(row[0], file_path(row[1]), *row[2:])
        except SearchIndexError:
            return {}
        return found

    def article_at(self, path: Path) -> ArticleRow | None:
        """Return the article of a file, or None."""
        try:
            found = self._database.rows("SELECT id FROM article WHERE path = ?", (absolute(path),))
        except SearchIndexError:
            return None
        return self.articles([found[0][0]]).get(found[0][0]) if found else None

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
        self, query: Query | str, roots: Sequence[Path] | None = None, limit: int = -1
    ) -> list[int]:
        """Return the ids of the articles that match, the best first.

        Ranked by BM25 (Robertson and Zaragoza 2009, as FTS5 has it), where a word in the headline
        weighs ten times one in the body, in the byline five times, in the notes three times. A
        query that only refuses words finds the rest, newest first. An empty one finds nothing.

        Args:
            query: What to look for. Any text will do.
            roots: Only articles under these; None for all.
            limit: At most so many; -1 for all.
        """
        return self._find(self._take_ticket(), _parsed(query), roots, limit)

    def hits(self, query: Query | str, ids: Sequence[int]) -> list[Hit]:
        """Tell where and how articles match: for those in view, about 0.2 ms each."""
        return self._hits(self._take_ticket(), _parsed(query), ids)

    def search(
        self, query: Query | str, roots: Sequence[Path] | None = None, limit: int = 50
    ) -> list[Hit]:
        """Return the best matches, described. `find` and `hits` in one; see there."""
        parsed, ticket = _parsed(query), self._take_ticket()
        return self._hits(ticket, parsed, self._find(ticket, parsed, roots, limit))

    def interrupt(self) -> None:
        """Abandon every search begun before now: it comes back soon, and empty.

        For the keystroke that makes the search before it pointless. A search that is begun
        afterwards is safe.
        """
        with self._tickets:
            self._abandoned = self._ticket
        self._database.interrupt()

    def _take_ticket(self) -> int:
        with self._tickets:
            self._ticket += 1
            return self._ticket

    def _select(self, ticket: int, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """Return what a SELECT finds; nothing where the search is abandoned or impossible."""
        try:
            return self._database.search(sql, parameters, lambda: ticket <= self._abandoned)
        except SearchIndexError:
            return []

    def _find(
        self, ticket: int, query: Query, roots: Sequence[Path] | None, limit: int
    ) -> list[int]:
        if query.is_empty or not limit:
            return []
        try:
            within, values = self._within(roots)
        except SearchIndexError:
            return []
        refused = " OR ".join(clause.expression for clause in query.refused)
        if not query.wanted:
            sql = f"""SELECT id FROM article WHERE {within}
                AND id NOT IN (SELECT rowid FROM fts WHERE fts MATCH ?)
                ORDER BY {ORDERS["newest"]} LIMIT ?"""
            return [row[0] for row in self._select(ticket, sql, (*values, refused, limit))]
        expression = " AND ".join(clause.expression for clause in query.wanted)
        if refused:
            expression = f"({expression}) NOT ({refused})"
        joined = "" if within == "1" else "JOIN article ON article.id = fts.rowid"
        sql = f"""SELECT fts.rowid FROM fts {joined} WHERE fts MATCH ? AND {within}
            ORDER BY rank LIMIT ?"""
        return [row[0] for row in self._select(ticket, sql, (expression, *values, limit))]

    def _hits(self, ticket: int, query: Query, ids: Sequence[int]) -> list[Hit]:
        texts: dict[int, Any] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            sql = f"""SELECT id, headline, path, byline, text, notes FROM article
                JOIN body ON article = id WHERE id IN ({", ".join("?" * len(some))})"""
            texts.update((row[0], row[1:]) for row in self._select(ticket, sql, some))
        hits: list[Hit] = []
        for article in ids:
            if ticket <= self._abandoned:
                return []
            if article in texts:
                headline, path, byline, text, notes = texts[article]
                try:
                    body = inflate(text)
                except DamagedTextError as error:
                    self._database.mend(error)
                    return []
                fields = {
                    "headline": headline or clean_line(file_path(path).name),
                    "byline": byline,
                    "body": body,
                    "notes": notes,
                }
                hits.append(describe(article, query, fields))
        return hits

    # Filling

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Put several articles in one transaction: all of them, or none if it fails."""
        with self._database.transaction():
            yield

    def stale(self, entries: Iterable[Entry], roots: Sequence[Path]) -> Changes:
        """Compare files with what is indexed under the roots, by size and time.

        Args:
            entries: Every file under the roots.
            roots: Where indexed articles are looked for.
        """
        within, values = self._within(roots)
        sql = f"SELECT path, size, modified, settled FROM article WHERE {within}"
        known = {row[0]: row[1:] for row in self._database.rows(sql, values)}
        new: list[Entry] = []
        changed: list[Entry] = []
        for entry in entries:
            before = known.pop(entry.path, None)
            if before is None:
                new.append(entry)
            elif before != (entry.size, entry.modified, 1):
                changed.append(entry)
        return Changes(tuple(new), tuple(changed), tuple(known))

    def put(self, entry: Entry, document: Document, verdicts: Verdicts) -> None:
        """Index an article anew. Its id stays, if it had one.

        Args:
            entry: The file as it was found *before* it was read: if it changed since, the next
                update sees it.
            document: What the file says.
            verdicts: Which of it is the article. Body, captions and protected blocks are searched.
        """
        facts = Facts.of(document, verdicts)
        with self._database.transaction() as connection:
            store(connection, entry, facts)

    def put_error(self, entry: Entry, sentence: str) -> None:
        """List a file that could not be read. It is found by its name."""
        with self._database.transaction() as connection:
            store(connection, entry, Facts.of_error(sentence))

    def remove(self, paths: Iterable[bytes | Path]) -> None:
        """Forget articles. Notes handed over for them stay, should they come back."""
        with self._database.transaction() as connection:
            for path in paths:
                forget(connection, path if isinstance(path, bytes) else absolute(path))

    def set_notes(self, of: Path | str, text: str) -> None:
        """Make an article's notes and highlights searchable with it; empty text forgets them.

        They may be handed over before the article is indexed, and stay when its file changes.
        Handing over what is known costs next to nothing.

        Args:
            of: A file, or the SHA-256 of any number of files in hexadecimal.
            text: Everything the reader wrote and marked there.
        """
        key = note_key(of)
        try:
            known = dict(self._database.rows("SELECT key, text FROM note WHERE key = ?", (key,)))
            self._set_notes({key: storable(text)}, known)
        except SearchIndexError:
            return  # `notice` says it; the notes themselves are safe in the notes file

    def set_all_notes(self, notes: Mapping[Path | str, str]) -> None:
        """Hand over the notes of every article that has some, and forget any others.

        For the start, and after `generation` has changed: the notes file is the truth, and the
        index a copy that may be behind.
        """
        wanted = {note_key(of): storable(text) for of, text in notes.items()}
        try:
            known = dict(self._database.rows("SELECT key, text FROM note"))
            self._set_notes(dict.fromkeys(known, "") | wanted, known)
        except SearchIndexError:
            return  # as above

    def _set_notes(self, wanted: Mapping[bytes, str], known: Mapping[bytes, str]) -> None:
        changed = {key: text for key, text in wanted.items() if known.get(key, "") != text}
        if changed:
            with self._database.transaction() as connection:
                for key, text in changed.items():
                    set_note(connection, key, text)

    def _by_ids(self, sql: str, ids: Sequence[int]) -> Iterator[Any]:
        for start in range(0, len(ids), _AT_ONCE):
            some = list(ids[start : start + _AT_ONCE])
            yield from self._database.rows(f"{sql} ({', '.join('?' * len(some))})", some)

    def _within(self, roots: Sequence[Path] | None) -> tuple[str, list[bytes]]:
        """Return a condition on `path` that only articles under the roots meet."""
        if roots is None:
            return "1", []
        ranges = [_range(absolute(root)) for root in roots]
        # Mostly one folder holds all there is, and then nothing needs to be compared.
        [(first, last)] = self._database.rows(
            "SELECT (SELECT min(path) FROM article), (SELECT max(path) FROM article)"
        )
        if first is None or any(low <= first and last < high for _, low, high in ranges):
            return "1", []
        condition = " OR ".join(["(path = ? OR (path >= ? AND path < ?))"] * len(ranges))
        return f"({condition or '0'})", [value for each in ranges for value in each]


def _parsed(query: Query | str) -> Query:
    return parse(query) if isinstance(query, str) else query


def _range(root: bytes) -> tuple[bytes, bytes, bytes]:
    """Return a root itself, and between which paths everything inside it lies."""
    inside = root.rstrip(b"/") + b"/"
    return root, inside, inside[:-1] + b"0"  # the character after the slash
