"""Whatever desks did, and whatever tables hold, merging has no order and loses nothing."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from itertools import permutations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper import PARAGRAPHS, article, note_on, ticking
from two_desks import Desk, same

from tui.annotations import Draft, SavedSearch
from tui.annotations.merging import merge
from tui.annotations.tables_json import Tables
from tui.annotations.tombstones import TOMBSTONES
from tui.boilerplate.outlet import OutletRule

RULE = OutletRule("the harbour post", False, "read more", True, "READ MORE: x", "The Harbour Post")


DOCUMENTS = (
    article(sha256="aa" * 32),
    article("Copied by another desk.", *PARAGRAPHS, path="/other.txt", sha256="bb" * 32),
    article("Another article, on the new hall.", *PARAGRAPHS[2:], url="u:2", sha256="cc" * 32),
)
ACTS = (
    *("add", "edit", "tag", "delete", "restore", "empty", "undo", "redo"),
    *("open", "override", "rule", "unrule", "draft", "discard"),
    *("star", "tag article", "search", "unsearch"),
)
ACT = st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 3))


def act(desk: Desk, what: str, which: int, how: int) -> None:
    store, document = desk.store, DOCUMENTS[which % len(DOCUMENTS)]
    every = sorted([*store.all(), *store.trash()], key=lambda note: note.id)
    note = every[which % len(every)] if every else None
    if what == "add":
        words = ("Traders were told", "A new hall", "deputy")[how % 3]
        store.add(replace(note_on(document, words, str(how)), modified=desk.clock()), document)
    elif what == "edit" and note:
        store.update(note.edited(note=f"edit {how}"))
    elif what == "tag" and note:
        store.update(note.edited(tags=("a", "b")[: how % 3]))
    elif what == "delete" and note:
        store.delete(note.id)
    elif what == "restore" and note:
        store.restore(note.id)
    elif what in ("undo", "redo"):
        getattr(store, what)()
    elif what == "empty":
        desk.empty_trash()
    elif what == "open":
        record = store.opened(document)
        if how:
            state = ("unread", "reading", "read")[how % 3]
            store.save_article(replace(record, position=how, read_state=state))
    elif what == "override":
        record = store.opened(document)
        change = record.overrides.restore if how % 2 else record.overrides.strip
        store.save_article(replace(record, overrides=change(f"block {how // 2}")))
    elif what == "star":
        record = store.article_for(document)
        changed = replace(record, starred=how % 2 == 0, archived=how > 1)
        store.change_articles([(record, changed)], "Star")
    elif what == "tag article":
        record = store.article_for(document)
        changed = replace(record, tags=(("y", "x", "z"), ("x",), ("z", "w"), ())[how])
        store.change_articles([(record, changed)], "Tags")
    elif what == "search":
        store.save_search(SavedSearch.of(str(which % 3), f"words {how}"))
    elif what == "unsearch" and store.searches():
        store.delete_search(store.searches()[0].id)
    elif what == "rule":
        store.save_outlet_rule(replace(RULE, words=str(which % 3), keep=how % 2 == 0))
    elif what == "unrule" and store.outlet_rules():
        rules = store.outlet_rules()
        store.delete_outlet_rule(rules[which % len(rules)].id)
    elif what == "draft":
        store.save_draft(Draft("x", text=str(how), id=f"draft {which % 3}"))
    elif what == "discard":
        store.discard_draft(f"draft {which % 3}")


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    before=st.lists(ACT, max_size=10),
    after=st.lists(st.tuples(st.integers(0, 2), ACT), max_size=30),
    known=st.booleans(),
)
def test_desks_merge_in_any_order(tmp_path_factory, before, after, known):
    folder = tmp_path_factory.mktemp("desks")
    first = Desk(folder / "base.json", ticking())
    for what in before:
        act(first, *what)
    base = first.tables
    desks = [first.copy(f"{name}.json") for name in "abc"]
    for which, what in after:
        act(desks[which], *what)
    states = [desk.tables for desk in desks]
    check_join(base if known else {}, states)
    result = merge(base, merge(base, states[0], states[1]), states[2])
    nothing_written_is_lost(base, states, result)


def check_join(base: Tables, states: list[Tables]) -> None:
    a, b, c = states
    ab = merge(base, a, b)
    assert same(ab, merge(base, b, a))
    for one, two in ((ab, a), (ab, b), (ab, ab)):
        assert same(merge(base, one, two), ab)
        assert same(merge(base, two, one), ab)
    for state in states:
        assert merge(base, state, deepcopy(state)) == state
    merged = merge(base, ab, c)
    for x, y, z in permutations(states):
        assert same(merge(base, x, merge(base, y, z)), merged)
    assert same(merge(base, merged, ab), merged)


def words_of(tables: Tables) -> set[tuple[str, str]]:
    """Every text of every form of every note, by the note's id."""
    found = set()
    for record in tables.get("annotations", {}).values():
        for form in (record, *record.get("history", [])):
            found.add((record["id"], json.dumps(form.get("body"))))
    return found


def nothing_written_is_lost(base: Tables, states: list[Tables], result: Tables) -> None:
    names = {record["id"] for record in result.get(TOMBSTONES, {}).values()}
    written = {word for state in states for word in words_of(state) if word[0] not in names}
    assert written <= words_of(result)
    ids = [record["id"] for record in result.get("annotations", {}).values()]
    assert len(ids) == len(set(ids))
    articles = {record["id"] for record in result.get("articles", {}).values()}
    assert {record["article"] for record in result.get("annotations", {}).values()} <= articles


# any tables at all

MOMENTS = st.sampled_from(["", "2026-01-01", "2026-01-02", "2026-01-03"])
NAMES = st.sampled_from(["a", "b"])
ODD = st.sampled_from([None, 3, "x", ["y"], {"z": 1}])
FORM = st.fixed_dictionaries(
    {}, optional={"modified": MOMENTS | ODD, "revision": st.integers(0, 3), "body": NAMES | ODD}
)
NOTE = st.fixed_dictionaries(
    {"id": NAMES},
    optional={
        "modified": MOMENTS,
        "revision": st.integers(0, 3) | ODD,
        "history": st.lists(FORM | ODD, max_size=3) | ODD,
        "deleted": MOMENTS | ODD,
        "restored": MOMENTS,
        "article": NAMES,
        "body": NAMES,
        "later": ODD,
    },
)
ARTICLE = st.fixed_dictionaries(
    {
        "id": NAMES,
        # The store gives every record both; the first of each is the newest.
        "sha256s": st.lists(st.sampled_from("12"), min_size=1, max_size=2),
        "paths": st.lists(NAMES, min_size=1, max_size=2),
    },
    optional={
        "url": st.sampled_from(["", "http://a/", "http://a/#x"]) | ODD,
        "first_seen": MOMENTS,
        "last_opened": MOMENTS | ODD,
        "position": st.integers(0, 2) | ODD,
        "length": st.integers(0, 2) | ODD,
        "starred": st.booleans() | ODD,
        "archived": st.booleans() | ODD,
        "tags": st.lists(st.sampled_from(["a", "b", "c", " a"]), max_size=3) | ODD,
        "read_state": st.sampled_from(["unread", "read", 3]),
        "overrides": st.fixed_dictionaries(
            {}, optional={"restored": st.lists(NAMES), "stripped": st.lists(NAMES), "later": ODD}
        ),
        "later": ODD,
    },
)
ANY = st.dictionaries(st.sampled_from(["id", "saved", "text", "made", "keep"]), NAMES | ODD)


def table(records):
    return st.lists(records, max_size=3).map(
        lambda found: {str(number): record for number, record in enumerate(found, 1)}
    )


TABLES = st.fixed_dictionaries(
    {},
    optional={
        "annotations": table(NOTE | ANY),
        "articles": table(ARTICLE),
        "drafts": table(ANY),
        "outlet_rules": table(ANY),
        "searches": table(ANY),
        "undo": table(ANY),
        "unknown": table(ANY),
        "_meta": st.just({"1": {"schema": 1, "minor": 2}}),
    },
)


@settings(max_examples=300)
@given(base=TABLES, states=st.lists(TABLES, min_size=3, max_size=3), known=st.booleans())
def test_any_tables_merge_in_any_order(base, states, known):
    check_join(base if known else {}, states)


@settings(max_examples=100)
@given(states=st.lists(TABLES, min_size=2, max_size=2))
def test_records_of_unknown_tables_are_kept(states):
    result = merge({}, *states)
    kept = [dict(record, id=0) for record in result.get("unknown", {}).values()]
    for state in states:
        for record in state.get("unknown", {}).values():
            assert dict(record, id=0) in kept
