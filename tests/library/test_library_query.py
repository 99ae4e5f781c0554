import sqlite3
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.library.query import LONGEST, MOST_CLAUSES, parse


def expressions(text: str) -> list[str]:
    return [f"{'' if each.wanted else '-'}{each.expression}" for each in parse(text).clauses]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("budget", ['"budget" *']),
        ("budget vote ", ['"budget"', '"vote" *']),
        ('"city hall" vote', ['"city hall"', '"vote" *']),
        ('vote "city hall"', ['"vote"', '"city hall"']),
        ('vote "city ha', ['"vote"', '"city ha" *']),
        ("“city hall” «the budget»", ['"city hall"', '"the budget"']),
        ("budget -sport", ['"budget"', '-"sport"']),
        ('-"own goal" budget', ['-"own goal"', '"budget" *']),
        ("re-read", ['"re read" *']),
        ("東京", ['"東京"']),
        ("東", ['"東" *']),
        ("東 budget", ['"東" *', '"budget" *']),
        ("東京都の budget", ['"東京 京都 都の"', '"budget" *']),
        ("title:budget OR NOT near(", ['"title budget"', '"or"', '"not"', '"near" *']),
        ('a"b c"d', ['"a"', '"b c"', '"d" *']),
        ("vote vote", ['"vote"', '"vote" *']),
        ('- -- "" \'', []),
        ("", []),
    ],
)
def test_what_was_meant(text: str, clauses: list[str]) -> None:
    assert expressions(text) == clauses


def test_terms_are_what_to_mark() -> None:
    query = parse('budget -sport "City Hall" elec')
    assert query.terms == ("budget", "City Hall", "elec")
    text = "The budget of City Hall: sport, elections. Budgets!"
    marked = [text[each.start : each.end] for each in query.ranges_in(text)]
    assert marked == ["budget", "City Hall", "elections"]


def test_nothing_but_punctuation_asks_for_nothing() -> None:
    assert parse(" ?!… ").is_empty
    assert not parse("-sport").is_empty
    assert parse("-sport").ranges_in("no sport today") == ()


@given(st.text(max_size=200) | st.text(st.sampled_from('ab-"“” *:()^{}+ORND東\n'), max_size=60))
def test_any_text_is_a_query_that_sqlite_takes(text: str) -> None:
    query = parse(text)
    assert query.text == text
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE fts USING fts5 (text)")
        for clause in query.clauses:
            connection.execute("SELECT * FROM fts WHERE fts MATCH ?", (clause.expression,))
    finally:
        connection.close()
    for each in query.ranges_in(text):
        assert text[each.start : each.end].strip()


@pytest.mark.parametrize("piece", ['"', "-", '-"', "a ", 'a"', "-a", "東", "“", "é", '"a" ', "("])
def test_long_queries_are_read_in_no_time(piece: str) -> None:
    begun = time.perf_counter()
    query = parse(piece * 1_000_000)
    assert time.perf_counter() - begun < 0.05
    assert len(query.clauses) <= MOST_CLAUSES
    assert all(len(each.text) <= LONGEST for each in query.clauses)
