"""Finding articles: a query's answer in the order asked for, described, counted."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.articles.safe_text import clean_line
from tui.errors import SearchIndexError
from tui.library.catching_up import WordKeeper, folder_text
from tui.library.completion import clause
from tui.library.database import DamagedTextError, Database
from tui.library.query import All, Any_, Node, Not, Query, State
from tui.library.rows import Found, Hit, absolute, file_path
from tui.library.snippets import describe
from tui.library.sorting import NEWEST, Sort
from tui.library.storing import inflate

if TYPE_CHECKING:  # tantivy takes 4 ms that the first list need not wait for
    import tantivy

_AT_ONCE = 500  # ids in one statement; old builds of SQLite allow 999 parameters
_ROOM = 10_000  # as many as tantivy may make room for without asking how many there are
_MOST_VALUES = 40
"""Values of a facet that are counted."""

_STATES = {
    "reading": "SELECT id FROM standing WHERE read_state = 'reading'",
    "read": "SELECT id FROM standing WHERE read_state = 'read'",
    "touched": "SELECT id FROM standing WHERE read_state <> 'unread'",
    "starred": "SELECT id FROM standing WHERE starred",
    "archived": "SELECT id FROM standing WHERE archived",
    "annotated": "SELECT id FROM standing WHERE notes",
    "orphaned": "SELECT id FROM standing WHERE orphaned",
    "note": "SELECT id FROM standing WHERE has_note",
    "highlight": "SELECT id FROM standing WHERE has_highlight",
}
_TAGGED = "SELECT standing FROM standing_tag WHERE folded"
_CORRECTED = """SELECT id FROM article WHERE notice OR versions
    UNION SELECT id FROM article WHERE address <> '' AND address IN (
        SELECT address FROM article WHERE address <> ''
        GROUP BY address HAVING count(DISTINCT print) > 1)"""
_SHOWN = ("unread", "reading", "read", "starred", "annotated", "corrected", "orphaned", "missing")
"""The states that are counted beside what was found."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One value that some of what was found have.

    Attributes:
        value: As it is shown.
        count: How many have it.
        clause: What to add to the query to see only those.
    """

    value: str
    count: int
    clause: str


@dataclass(frozen=True, slots=True)
class Facets:
    """What was found, counted.

    Attributes:
        outlets: The most frequent first.
        tags: The same.
        months: The latest first.
        states: In the order in which an article goes through them.
    """

    outlets: tuple[Facet, ...] = ()
    tags: tuple[Facet, ...] = ()
    months: tuple[Facet, ...] = ()
    states: tuple[Facet, ...] = ()


class Finder:
    """Asks the word index and the tables what a query asks for. Any thread may use it.

    Args:
        database: The tables.
        words: The word index that belongs to them.
    """

    def __init__(self, database: Database, words: WordKeeper) -> None:
        self._database = database
        self._words = words
        self._orders = lru_cache(maxsize=4)(self._ordered)

    def find(
        self,
        query: Query,
        sort: Sort | None,
        roots: Sequence[Path] | None,
        limit: int,
        *,
        folded: bool = False,
    ) -> Found:
        """Return the articles that match, as `SearchIndex.find` says.

        Raises:
            SearchIndexError: it cannot be asked.
        """
        asked = self._asked(query, roots)
        if asked is None:
            return Found(array("q"), 0)
        if folded:
            whole = self.find(query, sort, roots, -1)
            ids = array("q", self._folded(whole.ids))
            return Found(ids[:limit] if limit >= 0 else ids, len(ids))
        # tantivy makes room for as many as are asked for. Counting takes 4 ms of each letter typed.
        most = limit if 0 <= limit <= _ROOM else self._size()
        most = most if limit < 0 else min(limit, most)
        if sort is None and not query.wanted:
            sort = NEWEST  # nothing that could match better or worse
        if sort is not None and sort.by != "relevance":
            return self._in_order(asked, sort, most)
        from tui.library.compiling import fresh_first

        ranked = fresh_first(asked)
        best, total = self._words.ask(lambda words: words.search(ranked, most))
        ids = array("q", self._settled(best))
        if sort is not None and sort.reverse:
            ids.reverse()
        return Found(ids, total)

    def facets(self, query: Query, roots: Sequence[Path] | None) -> Facets:
        """Count outlets, tags, months and states of what a query finds; of all, if it is empty.

        Raises:
            SearchIndexError: it cannot be asked.
        """
        asked = self._asked(query, roots, empty_is_all=True)
        if asked is None:
            return Facets()
        from tui.library.compiling import among, within

        asked_for = asked
        outlets = self._words.ask(lambda w: w.counts(asked_for, "outlet_name", _MOST_VALUES))
        months = self._words.ask(lambda w: w.counts(asked_for, "month", _MOST_VALUES, latest=True))
        _, total = self._words.ask(lambda w: w.search(asked_for, 1))
        some = within(asked, among(self._all_touched()))
        touched = frozenset(self._words.ask(lambda w: w.ids(some)))
        states = self._states_among(touched, total)
        return Facets(
            outlets=tuple(Facet(name, n, clause("outlet", name)) for name, n in outlets if name),
            tags=self._tags_among(touched),
            months=tuple(
                Facet(text, n, clause("date", text))
                for month, n in months
                if (text := _month(int(month)))
            ),
            states=states,
        )

    def hits(self, query: Query, ids: Sequence[int]) -> list[Hit]:
        """Tell where and how articles match.

        Raises:
            SearchIndexError: it cannot be asked.
        """
        texts: dict[int, Any] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = list(ids[start : start + _AT_ONCE])
            sql = f"""SELECT article.id, headline, path, byline, body.text,
                    ifnull(standing.text, '')
                FROM article JOIN body ON article = article.id
                LEFT JOIN standing ON standing.id = article.standing
                WHERE article.id IN ({", ".join("?" * len(some))})"""
            texts.update((row[0], row[1:]) for row in self._database.rows(sql, some))
        hits: list[Hit] = []
        for article in ids:
            if article not in texts:
                continue
            headline, path, byline, text, notes = texts[article]
            try:
                body = inflate(text)
            except DamagedTextError as error:
                self._database.mend(error)
                raise SearchIndexError(self._database.notice) from error
            fields = {
                "headline": headline or clean_line(file_path(path).name),
                "byline": byline,
                "body": body,
                "notes": notes,
            }
            hits.append(describe(article, query, fields))
        return hits

    def values(self, field: str) -> list[str]:
        """Return what articles have as outlet, language, tag or byline, the most frequent first.

        Raises:
            SearchIndexError: it cannot be asked.
        """
        table, column = {
            "outlet": ("article", "outlet"),
            "lang": ("article", "language"),
            "by": ("article", "byline"),
            "tag": ("standing_tag", "tag"),
        }[field]
        sql = f"""SELECT {column} FROM {table} WHERE {column} <> ''
            GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT 500"""
        return [row[0] for row in self._database.rows(sql)]

    # What is asked

    def _asked(
        self, query: Query, roots: Sequence[Path] | None, *, empty_is_all: bool = False
    ) -> tantivy.Query | None:
        """Return a query for the word index; None where nothing is asked."""
        from tantivy import Query as Tantivy

        from tui.library.compiling import among, compiled, excluding, under, within

        if query.root is not None:
            try:
                asked = compiled(query.root, self._ids)
            except ValueError as error:  # tantivy has limits that no query should meet
                raise SearchIndexError("That cannot be searched for.") from error
        elif empty_is_all:
            asked = Tantivy.all_query()
        else:
            return None
        if roots is not None:
            folders, files = self._parted(roots)
            if folders is not None:
                places = [under(folders)] if folders else []
                if files:
                    places.append(among(files))
                some = [(_should(), place) for place in places]
                asked = within(asked, Tantivy.boolean_query(some or [(_should(), among(()))]))
        away = set(self._ids("dismissed"))
        if not _asks_for(query.root, "archived"):
            away |= set(self._ids("archived"))
        return excluding(asked, [among(away)]) if away else asked

    def _parted(self, roots: Sequence[Path]) -> tuple[list[str] | None, list[int]]:
        """Return the folders among the roots, and the articles that are roots themselves.

        None in the folders' place where everything in the index lies under them: mostly one
        folder holds all there is, and then nothing needs to be compared.
        """
        paths = [absolute(root) for root in roots]
        [(first, last)] = self._database.rows(
            "SELECT (SELECT min(path) FROM article), (SELECT max(path) FROM article)"
        )
        for path in paths:
            inside = path.rstrip(b"/") + b"/"
            if first is None or (inside <= first and last < inside[:-1] + b"0"):
                return None, []
        marks = ", ".join("?" * len(paths))
        rows = self._database.rows(f"SELECT id FROM article WHERE path IN ({marks})", paths)
        return [folder_text(path.rstrip(b"/") or b"/") for path in paths], [row[0] for row in rows]

    def _ids(self, state: str) -> Collection[int]:
        """Return the articles of a state, such as `starred`, `tag:budget`, `tag^:bud`."""
        # The small index is used only where its own condition stands in the query: else 18 ms.
        if state == "missing":
            return self._column("SELECT id FROM article WHERE missing AND missing = 1")
        if state == "dismissed":
            return self._column("SELECT id FROM article WHERE missing AND missing = 2")
        if state == "corrected":
            return self._column(_CORRECTED)
        sign, colon, tag = state.partition(":")
        of_standings, parameters = _STATES.get(state, ""), []
        if colon:
            of_standings, parameters = f"{_TAGGED} = ?", [tag]
            if sign == "tag^":
                of_standings = f"{_TAGGED} >= ? AND folded < ?"
                parameters = [tag, tag + "\U0010ffff"]
        return self._column(
            f"SELECT id FROM article WHERE standing IN ({of_standings})", parameters
        )

    def _column(self, sql: str, parameters: Sequence[object] = ()) -> list[int]:
        return [row[0] for row in self._database.rows(sql, parameters)]

    def _size(self) -> int:
        [(count,)] = self._database.rows("SELECT count(*) FROM article")
        return int(count)

    # In which order

    def _settled(self, best: Sequence[tuple[int, float]]) -> Iterable[int]:
        """Return ids in the order of their scores, equal ones the newest first."""
        if len({score for _, score in best}) == len(best):
            return [article for article, _ in best]
        newest = dict[int, int]()
        ids = [article for article, _ in best]
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            sql = f"SELECT id, newest FROM article WHERE id IN ({', '.join('?' * len(some))})"
            newest.update(self._database.rows(sql, some))
        ordered = sorted(best, key=lambda each: (-each[1], -newest.get(each[0], 0), each[0]))
        return [article for article, _ in ordered if article in newest]

    def _folded(self, ids: Iterable[int]) -> Iterable[int]:
        """Yield of the copies of one story only the first."""
        stories = dict(self._database.rows("SELECT id, story FROM article WHERE story IS NOT NULL"))
        seen: set[int] = set()
        for article in ids:
            story = stories.get(article)
            if story is None or story not in seen:
                yield article
            if story is not None:
                seen.add(story)

    def _in_order(self, asked: tantivy.Query, sort: Sort, limit: int) -> Found:
        hits = frozenset(self._words.ask(lambda words: words.ids(asked)))
        [(version,)] = self._database.rows("PRAGMA data_version")
        changes = self._database.changes()
        ordered = self._orders(sort, (version, changes, self._database.generation))
        ids = array("q", (article for article in ordered if article in hits))
        return Found(ids[:limit], len(ids))

    def _ordered(self, sort: Sort, _state: tuple[int, ...]) -> array[int]:
        """Return all articles in an order; kept until the tables change."""
        joined = "LEFT JOIN standing ON standing.id = article.standing"
        sql = f"SELECT article.id FROM article {joined} ORDER BY {sort.sql}"
        return array("q", self._column(sql))

    # Counting

    def _all_touched(self) -> list[int]:
        return self._column(
            f"""SELECT id FROM article WHERE standing IS NOT NULL OR missing OR notice OR versions
            UNION {_CORRECTED}"""
        )

    def _states_among(self, touched: frozenset[int], total: int) -> tuple[Facet, ...]:
        counts: dict[str, int] = {}
        for state in _SHOWN[1:]:
            counts[state] = len(touched.intersection(self._ids(state)))
        counts["unread"] = total - counts["reading"] - counts["read"]
        return tuple(
            Facet(state, counts[state], f"is:{state}") for state in _SHOWN if counts[state]
        )

    def _tags_among(self, touched: frozenset[int]) -> tuple[Facet, ...]:
        rows = self._database.rows(
            "SELECT article.id, tag FROM standing_tag JOIN article USING (standing)"
        )
        counts = Counter(tag for article, tag in rows if article in touched)
        common = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_MOST_VALUES]
        return tuple(Facet(tag, count, clause("tag", tag)) for tag, count in common)


def _asks_for(node: Node | None, state: str) -> bool:
    if isinstance(node, State):
        return node.name == state
    if isinstance(node, Not):
        return _asks_for(node.node, state)
    return isinstance(node, All | Any_) and any(_asks_for(each, state) for each in node.nodes)


def _should() -> tantivy.Occur:
    from tantivy import Occur

    return Occur.Should


def _month(month: int) -> str:
    return f"{month // 100:04}-{month % 100:02}" if month > 0 else ""
