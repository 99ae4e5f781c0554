"""Two notes files that grew apart become one: without conflicts, in any order."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from copy import deepcopy
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper import PARAGRAPHS, article, note_on, plain, reopened, ticking

import tui
from tui.annotations import AnnotationStore, Draft
from tui.annotations.merging import CUT, merge, merge_files
from tui.annotations.tables_json import Tables, decode, encode
from tui.annotations.tombstones import TOMBSTONES, tombstone
from tui.boilerplate.outlet import OutletRule
from tui.errors import NotesError

RULE = OutletRule("the harbour post", False, "read more", True, "READ MORE: x", "The Harbour Post")


class Desk:
    """A notes file on a machine of its own."""

    def __init__(self, path, clock):
        self.path, self.clock = path, clock
        self.store = AnnotationStore(path, clock=clock)

    @property
    def tables(self) -> Tables:
        return decode(self.path.read_bytes()) if self.path.exists() else {}

    def copy(self, name: str, clock=None) -> Desk:
        path = self.path.with_name(name)
        if self.path.exists():
            path.write_bytes(self.path.read_bytes())
        return Desk(path, clock or self.clock)

    def empty_trash(self):
        """What `AnnotationStore.empty_trash` is to do."""
        storage = self.store._file.storage
        moment = self.clock()
        with storage.transaction() as working:
            records = working.get("annotations", {})
            known = {r["id"]: r for r in working.get(TOMBSTONES, {}).values()}
            for record in records.values():
                if "deleted" in record:
                    known[record["id"]] = tombstone(record, moment, known.get(record["id"]))
            working["annotations"] = {k: r for k, r in records.items() if "deleted" not in r}
            working[TOMBSTONES] = {str(n): stone for n, stone in enumerate(known.values(), 1)}


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "notes.json", ticking())


def opened(tables: Tables, path) -> AnnotationStore:
    path.write_bytes(encode(tables))
    return reopened(path)


@pytest.fixture
def merged(tmp_path):
    """Merges desks in both directions, and opens the result."""

    def merged(base: Tables, ours: Tables, theirs: Tables) -> AnnotationStore:
        before = deepcopy((base, ours, theirs))
        result = merge(base, ours, theirs)
        assert same(result, merge(base, theirs, ours))
        assert before == (base, ours, theirs)
        return opened(result, tmp_path / "merged.json")

    return merged


def same(one: Tables, other: Tables) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def notes(store):
    return sorted(annotation.note for annotation in store.all())


def test_notes_of_both_desks_stand(desk, merged):
    document = article()
    desk.store.add(note_on(document, "fish market", "both"), document)
    base, other = desk.tables, desk.copy("other.json")
    desk.store.add(note_on(document, "harbour", "ours"), document)
    other.store.add(note_on(document, "Traders", "theirs"), document)
    store = merged(base, desk.tables, other.tables)
    assert notes(store) == ["both", "ours", "theirs"]
    [record] = store.articles()
    assert len(store.for_article(record.id)) == 3


def test_of_two_edits_the_later_wins_and_the_other_is_in_the_history(desk, merged):
    document = article()
    saved = desk.store.add(note_on(document, "fish market", "first"), document)
    base, other = desk.tables, desk.copy("other.json")
    desk.store.update(saved.edited(note="ours"))
    other.store.update(saved.edited(note="theirs"))
    store = merged(base, desk.tables, other.tables)
    assert notes(store) == ["theirs"]
    assert [form.note for form in store.history_of(saved.id)] == ["first", "ours"]
    store.update(store.get(saved.id).edited(note="after"))
    assert notes(merged(base, decode(store.path.read_bytes()), other.tables)) == ["after"]


def test_a_form_is_not_older_than_what_it_was_made_from_though_its_clock_is(desk, merged):
    document = article()
    saved = desk.store.add(note_on(document, "fish market", "first"), document)
    saved = desk.store.update(saved.edited(note="second"))
    slow = desk.copy("other.json", lambda: "2026-01-01T00:00:00.000Z")
    slow.store.update(saved.edited(note="third, by a clock that is weeks late"))
    store = merged({}, desk.tables, slow.tables)
    assert notes(store) == ["third, by a clock that is weeks late"]


@pytest.mark.parametrize("edit_later", [True, False])
def test_of_a_deletion_and_an_edit_the_later_wins_and_nothing_is_lost(desk, merged, edit_later):
    document = article()
    saved = desk.store.add(note_on(document, "fish market", "first"), document)
    base, other = desk.tables, desk.copy("other.json")
    acts = [
        lambda: desk.store.delete(saved.id),
        lambda: other.store.update(saved.edited(note="edited")),
    ]
    for act in acts if edit_later else reversed(acts):
        act()
    store = merged(base, desk.tables, other.tables)
    where, elsewhere = (store.all, store.trash) if edit_later else (store.trash, store.all)
    assert [note.note for note in where()] == ["edited"]
    assert elsewhere() == ()
    assert [form.note for form in store.history_of(saved.id)] == ["first"]


def test_what_was_taken_back_from_the_trash_is_not_deleted_again(desk, merged):
    document = article()
    saved = desk.store.add(note_on(document, "fish market", "first"), document)
    desk.store.delete(saved.id)
    base, other = desk.tables, desk.copy("other.json")
    other.store.restore(saved.id)
    store = merged(base, base, other.tables)
    assert (notes(store), store.trash()) == (["first"], ())
    desk.store.restore(saved.id)
    desk.store.delete(saved.id)
    store = merged(base, desk.tables, other.tables)
    assert (notes(store), len(store.trash())) == ([], 1)


def test_what_was_emptied_from_the_trash_does_not_come_back(desk, merged):
    document = article()
    saved = desk.store.add(note_on(document, "fish market", "first"), document)
    kept = desk.store.add(note_on(document, "harbour", "kept"), document)
    desk.store.update(saved.edited(note="second"))
    other, third = desk.copy("other.json"), desk.copy("third.json")
    desk.store.delete(saved.id)
    third.store.update(saved.edited(note="an edit that nobody saw"))
    desk.empty_trash()
    store = merged({}, desk.tables, other.tables)
    assert (notes(store), store.trash()) == (["kept"], ())
    store = merged({}, decode(store.path.read_bytes()), other.tables)
    assert notes(store) == ["kept"]
    store = merged({}, decode(store.path.read_bytes()), third.tables)
    assert notes(store) == ["an edit that nobody saw", "kept"]
    assert store.get(kept.id).note == "kept"


def test_an_unseen_edit_from_before_the_deletion_comes_back_into_the_trash(desk, merged):
    document = article()
    saved = desk.store.add(note_on(document, "fish market", "first"), document)
    other = desk.copy("other.json")
    other.store.update(saved.edited(note="unseen"))
    desk.store.delete(saved.id)
    desk.empty_trash()
    store = merged({}, desk.tables, other.tables)
    assert store.all() == ()
    assert [note.note for note in store.trash()] == ["unseen"]
    assert store.restore(saved.id).note == "unseen"


def test_a_note_written_anew_after_the_trash_was_emptied_stays(desk, merged):
    document = article()
    saved = desk.store.add(note_on(document, "fish market", "first"), document)
    other = desk.copy("other.json")
    desk.store.delete(saved.id)
    desk.empty_trash()
    desk.store.add(replace(saved, modified=desk.clock()), document)
    assert notes(merged({}, desk.tables, other.tables)) == ["first"]


def test_an_article_that_each_desk_saved_by_itself_is_one(tmp_path, merged):
    clock = ticking()
    ours, theirs = Desk(tmp_path / "a.json", clock), Desk(tmp_path / "b.json", clock)
    mine = article(path="/ours.html", sha256="aa" * 32)
    yours = article("By our own reporter.", *PARAGRAPHS, path="/theirs.html", sha256="bb" * 32)
    ours.store.add(note_on(mine, "fish market", "ours"), mine)
    theirs.store.add(note_on(yours, "Traders", "theirs"), yours)
    other = article("Another article", url="https://other.example/", sha256="cc" * 32)
    theirs.store.add(note_on(other, "Another", "elsewhere"), other)
    store = merged({}, ours.tables, theirs.tables)
    for document in (mine, yours):
        record = store.article_for(document)
        assert [note.note for note in store.for_article(record.id)] == ["ours", "theirs"]
    assert len(store.articles()) == 2
    # What the other desk writes under the id that was given up still finds its article.
    theirs.store.add(note_on(yours, "deputy", "later"), yours)
    store = merged({}, decode(store.path.read_bytes()), theirs.tables)
    assert len(store.for_article(store.article_for(mine).id)) == 3


def test_where_it_was_left_comes_from_who_opened_it_later(desk, merged):
    document = article()
    desk.store.opened(document)
    base, other = desk.tables, desk.copy("other.json")
    record = desk.store.opened(document)
    desk.store.save_article(replace(record, position=500, read_state="read"))
    record = other.store.opened(document)
    other.store.save_article(replace(record, position=20))
    found = merged(base, desk.tables, other.tables).article_for(document)
    assert (found.position, found.read_state, found.first_seen) == (
        20,
        "reading",
        record.first_seen,
    )


def test_blocks_that_either_desk_stripped_or_restored_are_so(desk, merged):
    document = article()
    record = desk.store.opened(document)
    overrides = record.overrides.restore("a", "b").strip("c", "d")
    record = desk.store.save_article(replace(record, overrides=overrides))
    base, other = desk.tables, desk.copy("other.json")
    desk.store.save_article(replace(record, overrides=overrides.strip("a", "e")))
    other.store.save_article(replace(record, overrides=overrides.restore("c", "f")))
    found = merged(base, desk.tables, other.tables).article_for(document).overrides
    assert found.restored == {"b", "c", "f"}
    assert found.stripped == {"a", "d", "e"}
    both = merge({}, merge(base, base, desk.tables), desk.tables)
    assert same(both, merge(base, base, desk.tables))


def test_a_removed_rule_and_a_discarded_draft_stay_away(desk, merged):
    rule, draft = desk.store.save_outlet_rule(RULE), desk.store.save_draft(Draft("a", text="half"))
    other_rule = desk.store.save_outlet_rule(replace(RULE, words="sign up"))
    base, other = desk.tables, desk.copy("other.json")
    desk.store.delete_outlet_rule(rule.id)
    desk.store.delete_outlet_rule(other_rule.id)
    desk.store.discard_draft(draft.id)
    changed = other.store.save_outlet_rule(replace(RULE, words="sign up", keep=True))
    store = merged(base, desk.tables, other.tables)
    assert store.outlet_rules() == (changed,)  # removed here, decided anew there
    assert store.drafts() == ()


def test_of_two_opposite_rules_the_last_decided_counts(desk, merged):
    desk.store.save_outlet_rule(RULE)
    base, other = desk.tables, desk.copy("other.json")
    other.store.save_outlet_rule(replace(RULE, keep=True))
    assert [each.rule.keep for each in merged(base, base, other.tables).outlet_rules()] == [True]
    assert [each.rule.keep for each in merged({}, base, other.tables).outlet_rules()] == [True]


def test_a_draft_that_both_desks_went_on_with_is_kept_twice(desk, merged):
    draft = desk.store.save_draft(Draft("a", text="Ask"))
    base, other = desk.tables, desk.copy("other.json")
    desk.store.save_draft(replace(draft, text="Ask the deputy"))
    only_ours = merged(base, desk.tables, other.tables)
    assert [each.text for each in only_ours.drafts()] == ["Ask the deputy"]
    other.store.save_draft(replace(draft, text="Ask the mayor"))
    store = merged(base, desk.tables, other.tables)
    assert [each.text for each in store.drafts()] == ["Ask the deputy", "Ask the mayor"]
    assert store.drafts()[1].id == draft.id


def test_undo_goes_on_where_only_one_desk_did_anything_and_is_cut_where_both_did(desk, merged):
    document = article()
    saved = desk.store.add(note_on(document, "fish market", "first"), document)
    base, other = desk.tables, desk.copy("other.json")
    desk.store.update(saved.edited(note="ours"))
    other.store.opened(document)
    store = merged(base, desk.tables, other.tables)
    assert store.undo() == "Change to the note taken back"
    assert store.undo() == "New note taken back"
    other.store.add(note_on(document, "harbour", "theirs"), document)
    store = merged(base, desk.tables, other.tables)
    assert store.undo() is None
    assert [record["kind"] for record in plain(store.path, "undo")] == [CUT]
    store.delete(saved.id)
    assert store.undo() == "Deleted note restored"
    assert store.undo() is None


def test_what_other_versions_wrote_is_kept(desk, merged):
    document = article()
    saved = desk.store.add(note_on(document, "fish market", "first"), document)
    ours, theirs = desk.tables, desk.tables
    ours["annotations"]["1"]["via"] = "a tip"
    ours["articles"]["1"]["shelf"] = 3
    ours["sources"] = {"4": {"id": "s", "name": "Ivo"}, "9": {"no": "id"}, "10": {"no": "id"}}
    ours["_meta"]["1"]["minor"] = 2
    theirs["articles"]["1"]["desk"] = "night"
    theirs["sources"] = {"1": {"no": "id"}, "2": {"id": "s", "name": "Ivo Brandt"}}
    result = merge(desk.tables, ours, theirs)
    assert result["_meta"] == {"1": {"schema": 1, "minor": 2}}
    [found] = result["articles"].values()
    assert (found["shelf"], found["desk"]) == (3, "night")
    names = [record.get("name") for record in result["sources"].values()]
    assert sorted(filter(None, names)) == ["Ivo", "Ivo Brandt"]
    assert names.count(None) == 2
    assert merged({}, ours, theirs).history_of(saved.id) or "via" in str(result["annotations"])


# files


@pytest.fixture
def files(tmp_path, desk):
    document = article()
    desk.store.add(note_on(document, "fish market", "both"), document)
    base, other = desk.copy("base.json"), desk.copy("theirs.json")
    desk.store.add(note_on(document, "harbour", "ours"), document)
    other.store.add(note_on(document, "Traders", "theirs"), document)
    return base.path, desk.path, other.path


@pytest.mark.parametrize("ancestor", ["there", "empty", "missing"])
def test_files_are_merged_into_ours(files, ancestor):
    base, ours, theirs = files
    if ancestor == "empty":
        base.write_bytes(b"")
    elif ancestor == "missing":
        base.unlink()
    before, other = ours.read_bytes(), theirs.read_bytes()
    ours.chmod(0o640)
    watching = reopened(ours)
    assert notes(watching) == ["both", "ours"]
    merge_files(base, ours, theirs)
    assert watching.refresh()
    assert notes(watching) == ["both", "ours", "theirs"]
    assert theirs.read_bytes() == other
    assert ours.stat().st_mode & 0o777 == 0o640
    assert before in [path.read_bytes() for path in ours.parent.glob("notes.json.backup-*")]
    again = ours.read_bytes()
    merge_files(base, ours, theirs)
    assert ours.read_bytes() == again


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize(
    "content", [b'{"annotations": {"1', b"<html>", b'{"_meta": {"1": {"schema": 99}}}']
)
def test_a_file_that_cannot_be_read_or_is_newer_leaves_ours_untouched(files, which, content):
    files[which].write_bytes(content)
    before = files[1].read_bytes()
    with pytest.raises(NotesError):
        merge_files(*files)
    assert files[1].read_bytes() == before


def test_a_missing_side_or_a_pipe_is_an_error(files, tmp_path):
    base, ours, _ = files
    before = ours.read_bytes()
    with pytest.raises(NotesError, match="no notes file"):
        merge_files(base, ours, tmp_path / "nowhere")
    with pytest.raises(NotesError, match="not a regular file"):
        merge_files(base, ours, tmp_path)
    assert ours.read_bytes() == before


def test_two_snapshots_of_one_text_are_one_however_they_were_packed(tmp_path):
    ours, theirs, base = tmp_path / "ours", tmp_path / "theirs", tmp_path / "base"
    ours.write_bytes(before := gzip.compress(b"The harbour board" * 99, 9, mtime=0))
    theirs.write_bytes(gzip.compress(b"The harbour board" * 99, 1, mtime=1))
    merge_files(base, ours, theirs)
    theirs.write_bytes(gzip.compress(b"Another text"))
    with pytest.raises(NotesError, match="no notes file"):
        merge_files(base, ours, theirs)
    theirs.write_bytes(b"\x1f\x8b, and damaged")
    ours.write_bytes(b"\x1f\x8b, and damaged")
    with pytest.raises(NotesError, match="no notes file"):
        merge_files(base, ours, theirs)
    ours.write_bytes(before)


@pytest.mark.parametrize(("name", "status"), [("theirs.json", 0), ("nowhere.json", 1)])
def test_the_command_says_by_its_status_whether_it_merged(files, name, status):
    base, ours, theirs = files
    run = subprocess.run(
        [sys.executable, "-m", "tui", "merge", base, ours, theirs.with_name(name)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(tui.__file__).parents[1])},
    )
    assert (run.returncode, run.stdout) == (status, "")
    assert run.stderr.startswith("copydesk: There is no notes file") == bool(status)
    assert notes(reopened(ours)) == ["both", "ours", *(["theirs"] if not status else [])]


# any histories of real operations

DOCUMENTS = (
    article(sha256="aa" * 32),
    article("Copied by another desk.", *PARAGRAPHS, path="/other.txt", sha256="bb" * 32),
    article("Another article, on the new hall.", *PARAGRAPHS[2:], url="u:2", sha256="cc" * 32),
)
ACTS = (
    *("add", "edit", "tag", "delete", "restore", "empty", "undo", "redo"),
    *("open", "override", "rule", "unrule", "draft", "discard"),
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
