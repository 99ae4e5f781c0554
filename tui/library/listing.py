"""Lists of articles out of the index's tables: in an order, by id, file, address or story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tui.errors import SearchIndexError
from tui.library.database import DamagedTextError, Database
from tui.library.rows import ArticleRow, Rows, absolute, file_path
from tui.library.sorting import NEWEST, Sort
from tui.library.storing import inflate

_AT_ONCE = 500  # ids in one statement; old builds of SQLite allow 999 parameters
UNDER = "(path = ? OR (path >= ? AND path < ?))"
"""The condition that a path is one, or lies under it, with the values of `range_of`."""
_ROW = """id, path, size, modified, sha256, headline, byline, outlet, published, language, url,
    words, remark, error, added, missing, notice OR versions,
    CASE WHEN story IS NULL THEN 0 ELSE
        (SELECT count(*) - 1 FROM article AS other WHERE other.story = article.story) END"""


class Listing:
    """The lists. Any thread may ask; none raises: where the tables cannot be read they are empty.

    Args:
        database: The tables.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(
        self,
        sort: Sort = NEWEST,
        roots: Sequence[Path] | None = None,
        first: int = Rows.PAGE,
        *,
        folded: bool = False,
    ) -> Rows:
        """Return all articles, or those under the roots, in an order; the archived ones not.

        By date means: when the article was published, or where it does not say, when its file was
        modified. The order is total, so the same articles always come in the same order.

        Args:
            sort: The order; any but by relevance.
            roots: Folders and files.
            first: How many ids are fetched at once; the others when they are looked at.
            folded: Whether of the copies of one story only the newest is returned.
        """
        try:
            where, values = self.within(roots)
            if folded:
                others = where.replace("path", "other.path")
                where = f"""{where} AND (story IS NULL OR NOT EXISTS (SELECT 1
                    FROM article AS other WHERE other.story = article.story
                    AND other.listed AND {others}
                    AND (other.newest, other.id) > (article.newest, article.id)))"""
                values = [*values, *values]
            joined = "LEFT JOIN standing ON standing.id = article.standing"
            table = f"article {joined if sort.needs_standing else ''} WHERE listed AND {where}"
            [(total,)] = self._database.rows(
                f"SELECT count(*) FROM article WHERE listed AND {where}", values
            )
            sql = f"SELECT article.id FROM {table} ORDER BY {sort.sql}"
            ids = [row[0] for row in self._database.rows(f"{sql} LIMIT {first}", values)]
        except SearchIndexError:
            return self.rows_of([])

        def rest() -> list[int]:
            with suppress(SearchIndexError):
                return [row[0] for row in self._database.rows(sql, values)]
            return []

        return Rows(ids, self.articles, total, rest)

    def rows_of(self, ids: Iterable[int]) -> Rows:
        """Return articles in the order of their ids, such as those of `find`."""
        return Rows(ids, self.articles)

    def articles(self, ids: Sequence[int]) -> dict[int, ArticleRow]:
        """Return those of the articles that the index has, by id."""
        found: dict[int, ArticleRow] = {}
        try:
            for row in self._by_ids(f"SELECT {_ROW} FROM article WHERE id IN", ids):
                number, path, *facts, missing, corrected, copies = row
                values = (number, file_path(path), *facts, bool(missing), bool(corrected), copies)
                found[number] = ArticleRow(*values)
        except SearchIndexError:
            return {}
        return found

    def article_at(self, path: Path) -> ArticleRow | None:
        """Return the article of a file, or None."""
        return self._first("SELECT id FROM article WHERE path = ?", absolute(path))

    def text_of(self, article: int) -> str:
        """Return an article's kept text, its paragraphs parted by blank lines; empty if unknown.

        It is what the file said when it was last read, also where the file is gone.
        """
        try:
            found = self._database.rows("SELECT text FROM body WHERE article = ?", (article,))
            return inflate(found[0][0]) if found else ""
        except DamagedTextError as error:
            self._database.mend(error)
        except SearchIndexError:
            pass  # `notice` says it
        return ""

    def same_address(self, address: str) -> list[ArticleRow]:
        """Return the articles of an address, as `address_key` gives it, the newest first."""
        sql = "SELECT id FROM article WHERE address = ? AND address <> '' ORDER BY newest DESC, id"
        try:
            ids = [row[0] for row in self._database.rows(sql, (address,))]
        except SearchIndexError:
            return []
        return list(self.rows_of(ids))

    def copies(self, article: int) -> list[ArticleRow]:
        """Return the articles that run the same story as this one, itself among them.

        The oldest first; none where there is no other.
        """
        sql = """SELECT other.id FROM article JOIN article AS other USING (story)
            WHERE article.id = ? ORDER BY other.newest, other.id"""
        try:
            ids = [row[0] for row in self._database.rows(sql, (article,))]
        except SearchIndexError:
            return []
        return list(self.rows_of(ids)) if len(ids) > 1 else []

    def within(self, roots: Sequence[Path] | None) -> tuple[str, list[bytes]]:
        """Return a condition on `path` that only articles under the roots meet."""
        if roots is None:
            return "1", []
        ranges = [range_of(absolute(root)) for root in roots]
        # Mostly one folder holds all there is, and then nothing needs to be compared.
        [(first, last)] = self._database.rows(
            "SELECT (SELECT min(path) FROM article), (SELECT max(path) FROM article)"
        )
        if first is None or any(low <= first and last < high for _, low, high in ranges):
            return "1", []
        condition = " OR ".join([UNDER] * len(ranges))
        return f"({condition or '0'})", [value for each in ranges for value in each]

    def _first(self, sql: str, parameter: object) -> ArticleRow | None:
        try:
            found = self._database.rows(sql, (parameter,))
        except SearchIndexError:
            return None
        return self.articles([found[0][0]]).get(found[0][0]) if found else None

    def _by_ids(self, sql: str, ids: Sequence[int]) -> Iterator[Any]:
        for start in range(0, len(ids), _AT_ONCE):
            some = list(ids[start : start + _AT_ONCE])
            yield from self._database.rows(f"{sql} ({', '.join('?' * len(some))})", some)


def range_of(root: bytes) -> tuple[bytes, bytes, bytes]:
    """Return a root itself, and between which paths everything inside it lies."""
    inside = root.rstrip(b"/") + b"/"
    return root, inside, inside[:-1] + b"0"  # the character after the slash
