"""A query as the word index asks it.

All that is asked becomes one tantivy query. What the word index knows (words, outlets, dates) is
asked of it; what the reader made (read, starred, tags) changes too often to be written there, so it
comes as sets of articles out of the tables, which are as small as what one person has touched.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

from tantivy import FieldType, Occur, Query

from tui.library.query import (
    All,
    Dates,
    Field,
    Length,
    Near,
    Node,
    Not,
    State,
    Words,
)
from tui.library.standings import fold_tag
from tui.library.word_index import SCHEMA, STARTS
from tui.library.words import query_tokens

WEIGHTS = {"headline": 10.0, "byline": 5.0, "body": 1.0}
"""How much a word counts by where it stands, times its BM25."""
NOTED = 2.0
"""What it counts more for standing in the reader's notes.

The notes are indexed with the body as well: by themselves BM25 would count them for next to
nothing, because most articles have none, so that any is far longer than the average.
"""
FIELDS = {
    Field.TITLE: "headline",
    Field.BY: "byline",
    Field.OUTLET: "outlet",
    Field.NOTE: "notes",
}
_PREFIX = 0.5
"""What a word that only begins as asked counts, of one that is as asked."""
_LONGEST = 50
"""Characters of a beginning that are compared: tantivy takes a regex of 1,000 states, and words
that long are one and the same."""
_DAY = 86_400
FRESH = ((1, 0.5), (3, 0.4), (7, 0.4), (30, 0.4), (90, 0.3), (365, 0.3), (1825, 0.3))
"""What an article counts more for having appeared in the last days: less than a rare word does."""
_FAR_AWAY = 2**62

Ids = Callable[[str], Collection[int]]
"""Gives the articles of a state ("starred", "tag:budget")."""


def compiled(node: Node, ids: Ids) -> Query:
    """Return a part of a query as tantivy asks it.

    Args:
        node: The part.
        ids: Says which articles are in a state.
    """
    if isinstance(node, Words):
        return _words(node, ids)
    if isinstance(node, Near):
        return _near(node)
    if isinstance(node, State):
        return _state(node.name, ids)
    if isinstance(node, Dates):
        return _between("newest", _start_of(node.first), _end_of(node.last))
    if isinstance(node, Length):
        return _between("words", node.least, node.most)
    if isinstance(node, Not):
        return excluding(Query.all_query(), [compiled(node.node, ids)])
    occur = Occur.Must if isinstance(node, All) else Occur.Should
    refused = [part.node for part in node.nodes if isinstance(part, Not)]
    if isinstance(node, All) and refused:
        kept = [compiled(part, ids) for part in node.nodes if not isinstance(part, Not)]
        base = Query.boolean_query([(Occur.Must, part) for part in kept or [Query.all_query()]])
        return excluding(base, [compiled(part, ids) for part in refused])
    return Query.boolean_query([(occur, compiled(part, ids)) for part in node.nodes])


def excluding(query: Query, refused: Iterable[Query]) -> Query:
    """Return a query for what one finds and none of the others does."""
    return Query.boolean_query([(Occur.Must, query), *((Occur.MustNot, each) for each in refused)])


def within(query: Query, *conditions: Query) -> Query:
    """Return a query for what it finds that also meets conditions, which count for nothing."""
    quiet = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in conditions]
    return Query.boolean_query([(Occur.Must, query), *quiet]) if quiet else query


def fresh_first(query: Query) -> Query:
    """Return a query that finds the same and ranks what appeared lately a little higher."""
    now = int(time.time())
    boosts = [
        (Occur.Should, Query.const_score_query(_between("newest", now - days * _DAY, None), more))
        for days, more in FRESH
    ]
    return Query.boolean_query([(Occur.Must, query), *boosts])


def among(articles: Collection[int]) -> Query:
    """Return a query for some articles; 30 ms for 50,000 of them."""
    if not articles:
        return Query.empty_query()
    found = Query.term_set_query(SCHEMA, "id", list(articles))
    return Query.const_score_query(found, 0.0)


def under(folders: Sequence[str]) -> Query:
    """Return a query for what lies under any of some folders."""
    found = [(Occur.Should, Query.term_query(SCHEMA, "folder", folder)) for folder in folders]
    return Query.boolean_query(found)


def _words(node: Words, ids: Ids) -> Query:
    if node.field is Field.TAG:
        # A beginning of a tag that is still being typed finds it.
        sign = "tag^:" if node.open_end else "tag:"
        return among(ids(sign + fold_tag(node.text)))
    if node.field is Field.LANG:
        return Query.term_query(SCHEMA, "language", node.text.casefold().partition("-")[0])
    tokens, prefix = query_tokens(node.segments, open_end=node.open_end)
    if not tokens:
        return Query.all_query()
    if prefix and len(tokens) == 1 and len(tokens[0]) <= STARTS and node.field is Field.ANY:
        return _first_letters(tokens[0])
    names = [FIELDS[node.field]] if node.field in FIELDS else list(WEIGHTS)
    parts: list[tuple[Occur, Query]] = []
    for name in names:
        weight = WEIGHTS.get(name, 1.0)
        for query, share in _in_field(name, tokens, prefix):
            parts.append((Occur.Should, Query.boost_query(query, weight * share)))
    if node.field is Field.ANY:
        for query, share in _in_field("notes", tokens, prefix):
            parts.append((Occur.Should, Query.const_score_query(query, NOTED * share)))
    return Query.boolean_query(parts)


def _first_letters(letters: str) -> Query:
    """Return what finds the words that begin with one or two letters: those of headlines first."""
    in_headline = Query.regex_query(SCHEMA, "headline", _begins(letters))
    return Query.boolean_query(
        [
            (Occur.Must, Query.const_score_query(Query.term_query(SCHEMA, "start", letters), 0.5)),
            (Occur.Should, Query.const_score_query(in_headline, 1.0)),
            (Occur.Should, Query.term_query(SCHEMA, "body", letters)),
        ]
    )


def _in_field(name: str, tokens: Sequence[str], prefix: bool) -> Iterable[tuple[Query, float]]:
    """Yield what finds tokens one after the other, and what each counts."""
    if len(tokens) == 1:
        yield Query.term_query(SCHEMA, name, tokens[0]), 1.0
        if prefix:
            yield Query.regex_query(SCHEMA, name, _begins(tokens[0])), _PREFIX
    elif prefix:
        yield Query.regex_phrase_query(SCHEMA, name, [*tokens[:-1], _begins(tokens[-1])]), 1.0
    else:
        yield Query.phrase_query(SCHEMA, name, list(tokens)), 1.0


def _begins(token: str) -> str:
    """Return a regular expression for what begins with a token.

    Tokens hold letters, digits and marks only: there is nothing to escape.
    """
    return f"{token[:_LONGEST]}.*"


def _near(node: Near) -> Query:
    groups = [query_tokens(word.segments, open_end=False)[0] for word in node.words]
    groups = [group for group in groups if group]
    parts: list[tuple[Occur, Query]] = []
    # In any order: tantivy's slop counts forward.
    orders = permutations(groups) if len(groups) <= _MOST_NEAR else [tuple(groups)]
    for order in orders:
        tokens = [token for group in order for token in group]
        for name, weight in WEIGHTS.items():
            if len(tokens) == 1:
                query = Query.term_query(SCHEMA, name, tokens[0])
            else:
                query = Query.phrase_query(SCHEMA, name, [*tokens], slop=node.distance)
            parts.append((Occur.Should, Query.boost_query(query, weight)))
    return Query.boolean_query(parts) if parts else Query.all_query()


_MOST_NEAR = 4
"""Words of which every order is looked for: 24 phrases."""


def _state(name: str, ids: Ids) -> Query:
    if name == "stripped":
        return _between("stripped", 1, None)
    if name == "unread":
        return excluding(Query.const_score_query(Query.all_query(), 0.0), [among(ids("touched"))])
    return among(ids(name))


def _between(name: str, least: int | None, most: int | None) -> Query:
    low = -_FAR_AWAY if least is None else max(-_FAR_AWAY, least)
    high = _FAR_AWAY if most is None else min(_FAR_AWAY, most)
    return Query.range_query(SCHEMA, name, FieldType.Integer, low, high)


def _start_of(day: date | None) -> int | None:
    if day is None:
        return None
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _end_of(day: date | None) -> int | None:
    if day is None:
        return None
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return int((start + timedelta(days=1)).timestamp()) - 1 if day != date.max else _FAR_AWAY
