"""What a query finds, in which order, and how it is counted."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import article, names, note, put

from tui.boilerplate.verdict import Role
from tui.library import Entry, SearchIndex, Sort, Standing, parse
from tui.library.query import All, Any_, Dates, Field, Length, Near, Node, Not, State, Words
from tui.library.standings import fold_tag
from tui.library.words import index_text, query_tokens


def stand(index: SearchIndex, name: str, **facts: Any) -> None:
    index.set_standing(Standing(f"urn:{name}", paths=(Path("/desk") / name,), **facts))


def test_operators_ask_where_they_say(index: SearchIndex) -> None:
    put(index, "a", "On the ferry.", headline="The harbour", byline="Ines Wharton", outlet="Echo")
    put(index, "b", "The harbour was shut.", headline="Ferry", byline="Al", outlet="Evening Echo")
    put(index, "c", "Nothing.", headline="No", byline="Al", language="de-AT")
    note(index, Path("/desk/c"), "ask the harbour master")
    assert names(index, "title:harbour") == ["a"]
    assert sorted(names(index, "harbour")) == ["a", "b", "c"]
    assert names(index, "note:harbour") == ["c"]
    assert names(index, "by:wharton") == ["a"]
    assert sorted(names(index, 'outlet:"echo"')) == ["a", "b"]
    assert names(index, 'outlet:"evening echo"') == ["b"]
    assert names(index, "lang:de") == ["c"]
    assert names(index, "-lang:de ferry -title:ferry") == ["a"]
    assert sorted(names(index, "title:ferry OR by:ines")) == ["a", "b"]


def test_near_in_any_order_within_a_distance(index: SearchIndex) -> None:
    put(index, "close", "The budget was of course no vote.")
    put(index, "turned", "A vote, and then the budget.")
    put(index, "far", f"The budget. {'and so on ' * 20} A vote.")
    assert sorted(names(index, 'near/5:"budget vote"')) == ["close", "turned"]
    assert names(index, 'near/3:"budget vote"') == ["turned"]
    assert sorted(names(index, 'near/90:"budget vote"')) == ["close", "far", "turned"]


def test_dates_lengths_and_what_was_stripped(index: SearchIndex) -> None:
    put(index, "jan", "word", published="2026-01-31T23:59")
    put(
        index,
        "feb",
        "word " * 50,
        "Subscribe.",
        published="2026-02-01",
        roles={1: Role.BOILERPLATE},
    )
    put(index, "old", "word " * 20, published="", modified=10**18)  # September 2001
    assert names(index, "date:2026-01") == ["jan"]
    assert names(index, "after:2026-01") == ["feb"]
    assert names(index, "before:2026") == ["old"]
    assert sorted(names(index, "date:2001..2026-01")) == ["jan", "old"]
    assert sorted(names(index, "words:>=20")) == ["feb", "old"]
    assert names(index, "words:<20") == ["jan"]
    assert names(index, "has:stripped") == ["feb"]


def test_states_and_tags_follow_what_the_reader_does(index: SearchIndex) -> None:
    for name in ("a", "b", "c", "d"):
        put(index, name, "word")
    stand(index, "a", read_state="read", tags=("Budget 2026",), notes=1, has_note=True)
    stand(index, "b", read_state="reading", starred=True, tags=("budget",), notes=2)
    stand(index, "c", archived=True)
    assert names(index, "is:read") == names(index, "has:note") == ["a"]
    assert names(index, "is:reading") == names(index, "is:starred") == ["b"]
    assert names(index, "is:unread") == ["d"]
    assert sorted(names(index, "is:unread OR is:archived")) == ["c", "d"]
    assert names(index, "is:archived") == ["c"]
    assert sorted(names(index, "word")) == ["a", "b", "d"]
    assert names(index, 'tag:"budget"') == ["b"]
    assert sorted(names(index, "tag:budg")) == ["a", "b"]
    assert sorted(names(index, "-tag:budget is:annotated")) == ["a"]
    assert [row.path.name for row in index.rows()] == ["a", "b", "d"]
    stand(index, "c")
    assert sorted(names(index, "is:unread")) == ["c", "d"]


def test_what_appeared_lately_comes_first_among_equals(index: SearchIndex) -> None:
    today = datetime.now(UTC).date().isoformat()
    put(index, "old", "The ferry sails.", published="1999-01-01")
    put(index, "new", "The ferry sails.", published=today)
    put(index, "older", "The ferry sails.", published="1990-01-01")
    put(index, "best", "The ferry sails. Ferry, ferry!", headline="Ferry", published="1980-01-01")
    put(index, "none", "Nothing of it, and nothing else either.", published=today)
    assert names(index, '"ferry"') == ["best", "new", "old", "older"]


@pytest.mark.parametrize(
    ("by", "order"),
    [
        ("date", "bac"),
        ("added", "abc"),
        ("title", "cab"),
        ("outlet", "bca"),
        ("length", "cab"),
        ("opened", "acb"),
        ("notes", "cba"),
    ],
)
def test_orders_and_the_other_way_round(index: SearchIndex, by: str, order: str) -> None:
    facts = {
        "c": ("word " * 9, "An end", "Echo", "2026-01-01", ("2026-02-02", 5)),
        "b": ("word", "Zebra", "Courier", "2026-03-01", ("", 2)),
        "a": ("word " * 4, "The start", "", "2026-02-01", ("2026-02-03", 0)),
    }
    for name, (text, headline, outlet, published, (opened, notes)) in facts.items():
        put(index, name, text, headline=headline, outlet=outlet, published=published)
        stand(index, name, last_opened=opened, notes=notes)
    connection = index._database.writing.connection
    connection.execute("UPDATE article SET added = '2026-01-0' || (9 - id)")
    if by == "added":
        order = order[::-1]
    for sort, wanted in ((Sort(by), order), (Sort(by, reverse=True), order[::-1])):
        if by == "outlet" and sort.reverse:
            wanted = "cba"  # what has no outlet stays at the end
        if by == "opened" and sort.reverse:
            wanted = "cab"  # and what was never opened
        rows = index.rows(sort)
        assert "".join(row.path.name for row in rows) == wanted, sort
        found = index.find("word", sort=sort)
        assert "".join(row.path.name for row in index.rows_of(found.ids)) == wanted
        assert Sort.of(sort.text) == sort
    assert Sort.of("beauty") is None


def test_a_limit_gives_the_first_and_tells_of_all(index: SearchIndex) -> None:
    with index.batch():
        for number in range(30):
            put(index, f"{number}", "word " * (number + 1), published=f"2026-01-{number + 1:02}")
    whole = index.find("word")
    some = index.find("word", limit=7)
    assert (len(whole.ids), whole.total, len(some.ids), some.total) == (30, 30, 7, 30)
    assert some.ids == whole.ids[:7]
    by_date = index.find("word", limit=3, sort=Sort("date"))
    assert [row.path.name for row in index.rows_of(by_date.ids)] == ["29", "28", "27"]


def test_facets_count_what_is_found(index: SearchIndex) -> None:
    put(index, "a", "word", outlet="Echo", published="2026-02-01")
    put(index, "b", "word", outlet="Echo [/b]", published="2026-02-09")
    put(index, "c", "word other", outlet="Echo", published="2025-12-01")
    put(index, "d", "word", outlet="Echo", published="2025-12-01")
    stand(index, "a", read_state="read", tags=("Ünï", "two words"))
    stand(index, "c", read_state="reading", starred=True, tags=("two words",))
    stand(index, "d", archived=True)
    facets = index.facets("word")
    assert [(f.value, f.count) for f in facets.outlets] == [("Echo", 2), ("Echo [/b]", 1)]
    assert [(f.value, f.count) for f in facets.tags] == [("two words", 2), ("Ünï", 1)]
    assert [(f.value, f.count) for f in facets.months] == [("2026-02", 2), ("2025-12", 1)]
    assert [(f.value, f.count) for f in facets.states] == [
        ("unread", 1), ("reading", 1), ("read", 1), ("starred", 1),
    ]  # fmt: skip
    for facet in (*facets.tags, *facets.months, *facets.states):
        assert index.find(f"word {facet.clause}").total == facet.count, facet
    assert [f.count for f in index.facets("other").outlets] == [1]
    assert sum(f.count for f in index.facets("").outlets) == 3


def test_completion_finds_the_values_there_are(index: SearchIndex) -> None:
    for name, outlet in (("a", "Echo"), ("b", "Echo"), ("c", "Courier")):
        put(index, name, "word", outlet=outlet, byline="Al", language="en")
    stand(index, "a", tags=("budget",))
    assert index.values("outlet") == ["Echo", "Courier"]
    assert (index.values("by"), index.values("lang")) == (["Al"], ["en"])
    assert index.values("tag") == ["budget"]


def test_copies_of_a_story_find_each_other_and_part_again(index: SearchIndex) -> None:
    story = [
        f"On day {n} the mayor of Pellwick told the {word} committee that the {word} "
        f"would cost {n * 17} crowns and be done before the {word} of spring, said Ada Thorn."
        for n, word in enumerate(_THINGS)
    ]
    put(index, "long", *story, outlet="Echo", published="2026-01-02")
    put(index, "cut", *story[:6], outlet="Courier", published="2026-01-01")
    put(index, "other", *(f"Quite another report, number {n}, of {n}." for n in range(30)))
    rows = {row.path.name: row for row in index.rows()}
    assert [rows[name].copies for name in ("long", "cut", "other")] == [1, 1, 0]
    assert [row.path.name for row in index.copies(rows["long"].id)] == ["cut", "long"]
    assert index.copies(rows["other"].id) == []
    assert [row.path.name for row in index.rows(folded=True)] == ["long", "other"]
    found = index.find("the", folded=True)
    assert (found.total, len(index.find("the").ids)) == (1, 2)
    assert len(index.find("the", folded=True, limit=0).ids) == 0
    folded = index.rows(Sort("title"), folded=True)
    assert [row.path.name for row in folded] == ["long", "other"]
    assert [row.path.name for row in index.rows(roots=[rows["cut"].path], folded=True)] == ["cut"]
    put(index, "cut", "Now it says something else altogether, and briefly.")
    assert index.rows()[0].copies == 0
    assert index.copies(rows["long"].id) == []


_THINGS = ["bridge", "harbour", "ferry", "school", "theatre", "market", "mill", "quay"]


# Any query against any articles, beside a reading of the tree that has no index

_WORDS = st.sampled_from(
    ["ferry", "fern", "budget", "Éclair", "eclair", "東京", "東", "京都", "re-read", "a"]
)
_TEXT = st.lists(_WORDS, max_size=8).map(" ".join)
_ARTICLE = st.fixed_dictionaries(
    {
        "headline": _TEXT,
        "byline": _TEXT,
        "outlet": _TEXT,
        "body": _TEXT,
        "notes": _TEXT,
        "language": st.sampled_from(["", "en", "de-AT"]),
        "published": st.sampled_from(["2026-02-03", "2026-01", "2025", "2026-02-04T10:00"]),
        "read_state": st.sampled_from(["unread", "reading", "read"]),
        "starred": st.booleans(),
        "archived": st.booleans(),
        "tags": st.lists(_WORDS, max_size=2).map(tuple),
    }
)
_LEAF = st.one_of(
    _WORDS,
    _TEXT.map(lambda text: f'"{text}"'),
    st.builds("{}:{}".format, st.sampled_from(["title", "by", "outlet", "note", "tag"]), _WORDS),
    st.sampled_from(["lang:de", "is:unread", "is:read", "is:starred", "is:archived", "has:note"]),
    st.sampled_from(["date:2026-02", "before:2026", "after:2026-02-03", "words:>3", "words:<2"]),
    st.builds('near/{}:"{} {}"'.format, st.integers(1, 4), st.just("ferry"), st.just("budget")),
)
_QUERY = st.recursive(
    st.builds("{}{}".format, st.sampled_from(["", "", "-"]), _LEAF),
    lambda inner: st.one_of(
        st.builds("{} {}".format, inner, inner),
        st.builds("{} OR {}".format, inner, inner),
        st.builds("-({})".format, inner),
        st.builds("({} {})".format, inner, inner),
    ),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_ARTICLE, min_size=1, max_size=6), st.lists(_QUERY, min_size=1, max_size=12))
def test_any_query_finds_what_its_tree_says(
    tmp_path_factory: pytest.TempPathFactory, articles: list[dict[str, Any]], queries: list[str]
) -> None:
    with SearchIndex(tmp_path_factory.mktemp("any") / "index.sqlite") as index:
        with index.batch():
            for number, facts in enumerate(articles):
                kept = ("headline", "byline", "outlet", "language", "published")
                made = article(facts["body"], **{name: facts[name] for name in kept})
                index.put(Entry(os.fsencode(f"/desk/{number}"), 1, 10**18), *made)
        index.set_standings([_standing(number, facts) for number, facts in enumerate(articles)])
        for typed in queries:
            query = parse(typed)
            if query.root is None:
                continue
            wanted = {
                str(number)
                for number, facts in enumerate(articles)
                if _meets(query.root, facts, number)
                and (not facts["archived"] or _asks_for_archived(query.root))
            }
            assert set(names(index, typed)) == wanted, (typed, query.root)
            assert set(names(index, typed, sort=Sort("title"))) == wanted


def _standing(number: int, facts: dict[str, Any]) -> Standing:
    made = ("read_state", "starred", "archived", "tags")
    return Standing(
        f"urn:{number}",
        paths=(Path(f"/desk/{number}"),),
        text=facts["notes"],
        has_note=bool(facts["notes"]),
        **{name: facts[name] for name in made},
    )


def _meets(node: Node, facts: dict[str, Any], number: int) -> bool:
    match node:
        case All(nodes):
            return all(_meets(each, facts, number) for each in nodes)
        case Any_(nodes):
            return any(_meets(each, facts, number) for each in nodes)
        case Not(inner):
            return not _meets(inner, facts, number)
        case State("note"):
            return bool(facts["notes"])
        case State(name):
            return bool(facts.get(name)) or facts["read_state"] == name
        case Dates(first, last):
            day = date.fromisoformat((facts["published"] + "-01-01")[:10])
            return (first or date.min) <= day <= (last or date.max)
        case Length(least, most):
            size = sum(len(w) if ord(w[0]) > 0x3000 else 1 for w in facts["body"].split())
            return (least or 0) <= size <= (10**9 if most is None else most)
        case Words(text, Field.TAG, open_end):
            tag = fold_tag(text)
            tags = [fold_tag(each) for each in facts["tags"]]
            return any(each.startswith(tag) if open_end else each == tag for each in tags)
        case Words(text, Field.LANG, _):
            return str(facts["language"])[:2] == text[:2]
        case Words(_, field, open_end):
            tokens, prefix = query_tokens(node.segments, open_end=open_end)
            return any(_stands(tokens, prefix, text) for text in _texts(field, facts, number))
        case Near(words, distance):
            return any(_near(words, distance, text) for text in _texts(Field.ANY, facts, number))
    raise AssertionError(node)


def _texts(field: Field, facts: dict[str, Any], number: int) -> Iterator[list[str]]:
    fields = {
        Field.TITLE: ("headline",),
        Field.BY: ("byline",),
        Field.OUTLET: ("outlet",),
        Field.NOTE: ("notes",),
        Field.ANY: ("headline", "byline", "body"),
    }[field]
    for name in fields:
        text = facts[name]
        if name == "headline":
            text = text or str(number)  # the file's name, where there is none
        if name == "body":
            text += "\n" + facts["notes"]
        yield index_text(text).split()


def _stands(tokens: Sequence[str], prefix: bool, text: list[str]) -> bool:
    for start in range(len(text) - len(tokens) + 1):
        here = text[start : start + len(tokens)]
        if here[:-1] == list(tokens[:-1]) and (
            here[-1].startswith(tokens[-1]) if prefix else here[-1] == tokens[-1]
        ):
            return True
    return False


def _near(words: Sequence[Words], distance: int, text: list[str]) -> bool:
    places = [
        [place for place, token in enumerate(text) if token == index_text(word.text).strip()]
        for word in words
    ]
    return any(abs(a - b) - 1 <= distance for a in places[0] for b in places[1])


def _asks_for_archived(node: Node) -> bool:
    match node:
        case State(name):
            return name == "archived"
        case Not(inner):
            return _asks_for_archived(inner)
        case All(nodes) | Any_(nodes):
            return any(map(_asks_for_archived, nodes))
    return False
