"""Whatever is typed, it is a query, and it is read in no time."""

import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tui.library.query import (
    DEEPEST,
    LONGEST,
    MOST_CLAUSES,
    STATES,
    All,
    Any_,
    Dates,
    Length,
    Near,
    Node,
    Not,
    State,
    Words,
    parse,
)
from tui.library.query_operators import OPERATORS

SECONDS = 0.05
"""Generous: the slowest known take 2 ms."""

WORDS = st.sampled_from([
    "vote", "Émile", "東京", "ß", "l'eau", "a(b)", "OR", "12:30", "x:y", "?", "\0", "\ufdfd",
    "\u0301", "\ud800",
])  # fmt: skip
VALUES = WORDS | st.sampled_from([
    "unread", "re", "note", "2026-02", "2026-02..", "2..3", ">2k", "<5", "las",
    "999-years", "0001", "9999-12-31", "..", "99999999999", "last week", "3 d",
])  # fmt: skip
NAMES = st.sampled_from([*OPERATORS, "near/3", "NEAR/99", "Is", "foo", ""])
QUOTED = st.tuples(st.sampled_from('"“«「'), VALUES, st.sampled_from('"”»」 ')).map("".join)
ATOMS = VALUES | QUOTED | st.tuples(NAMES, st.just(":"), VALUES | QUOTED | st.just("")).map("".join)
PIECES = st.sampled_from(["-", "(", ")", " ", "  ", " OR ", '"', "-(", "title:(", "\n", "..", ":"])
TYPED = st.lists(ATOMS | PIECES, max_size=60).map("".join)
SPACED = st.lists(ATOMS | PIECES, max_size=60).map(" ".join)
TODAYS = st.dates()


def leaves(node: Node | None, depth: int = 0) -> tuple[int, int]:
    """How many leaves a tree has, and how deep it is; every node of it is sound."""
    match node:
        case None:
            return 0, depth
        case Words():
            assert node.segments
            return 1, depth
        case Near():
            assert len(node.words) > 1
            assert all(words.segments for words in node.words)
            return len(node.words), depth
        case State():
            assert node.name in STATES
        case Dates():
            assert node.first or node.last
            assert not (node.first and node.last) or node.first <= node.last
        case Length():
            assert node.least is not None or node.most is not None
            assert (node.least or 0) >= 0 <= (node.most or 0)
        case Not():
            return leaves(node.node, depth + 1)
        case All() | Any_():
            assert len(set(node.nodes)) == len(node.nodes) > 1
            inside = [leaves(each, depth + 1) for each in node.nodes]
            return sum(count for count, _ in inside), max(deep for _, deep in inside)
    return 1, depth


def seconds(text: str, goes: int) -> float:
    """What reading takes on this thread alone, the best of several goes."""
    taken = []
    for _ in range(goes):
        begun = time.thread_time()
        parse(text)
        taken.append(time.thread_time() - begun)
    return min(taken)


@settings(deadline=None)  # the clock on the wall says nothing of a loaded machine
@given(st.text(max_size=300) | TYPED | SPACED, TODAYS)
@example('near/5:"', date.min)
@example("date:last-year before:yesterday", date.min)
@example("date:this-year after:today", date.max)
@example("(" * 2000, date.max)
def test_any_text_is_a_query(text: str, today: date) -> None:
    query = parse(text, today)
    assert query.text == text
    assert query == parse(query.text, today)
    assert hash(query) == hash(parse(text, today))
    assert query.is_empty == (query.root is None)
    count, depth = leaves(query.root)
    assert count <= MOST_CLAUSES
    assert depth <= 3 * (DEEPEST + 1)
    assert len(query.terms) <= count
    for each in query.ranges_in(text):
        assert text[each.start : each.end].strip()
    assert seconds(text, goes=3) < SECONDS


@settings(deadline=None)
@given(st.text(max_size=100) | TYPED)
def test_a_refused_query_marks_nothing(text: str) -> None:
    inside = text.translate(dict.fromkeys(map(ord, '()"“”„‟«»＂「」『』'), " "))
    assert parse(f"-({inside}").terms == ()
    assert parse(f"-({inside}").ranges_in(text) == ()


@settings(deadline=None)
@given(st.lists(ATOMS | PIECES, max_size=12))
def test_every_key_on_the_way_is_a_query(pieces: list[str]) -> None:
    text = "".join(pieces)
    for end in range(len(text) + 1):
        leaves(parse(text[:end]).root)


PATHOLOGICAL = [
    '"',
    "-",
    '-"',
    "a ",
    'a"',
    "-a",
    "東",
    "“",
    "é",
    '"a" ',
    "(",
    ")",
    "()",
    "a(",
    "-(",
]
PATHOLOGICAL += ["title:(", "title:", 'near:"', "near/", "a OR ", "date:3 days ", "date:last  "]
PATHOLOGICAL += [
    "date:2026-02..20 ",
    "is:r ",
    "words:1,1..",
    "\ufdfd ",
    "a\u0301",
    "\n",
    "x(y)",
    '""',
    "a:",
]


@pytest.mark.parametrize("piece", PATHOLOGICAL)
def test_long_queries_are_read_in_no_time(piece: str) -> None:
    text = piece * 1_000_000
    assert seconds(text, goes=5) < SECONDS
    count, _ = leaves(parse(text).root)
    assert count <= MOST_CLAUSES
    assert all(len(term) <= LONGEST for term in parse(text).terms)


@pytest.mark.parametrize("piece", PATHOLOGICAL)
def test_the_time_grows_with_the_length(piece: str) -> None:
    quarter = piece * (LONGEST // 4 // len(piece))
    # Four times as long: four times the time if it is linear, sixteen if it is quadratic. A go
    # that the machine disturbs does not count: one in ten undisturbed is enough.
    ratios = (seconds(quarter * 4, goes=5) / seconds(quarter, goes=5) for _ in range(10))
    assert any(ratio < 9 for ratio in ratios)
