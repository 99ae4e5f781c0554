"""Two notes files that grew apart become one: without conflicts, in any order."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest
from paper import PARAGRAPHS, article, note_on, plain, ticking
from two_desks import Desk, notes, opened, same

from tui.annotations import AnnotationStore, Draft
from tui.annotations.merging import CUT, merge
from tui.annotations.tables_json import Tables, decode
from tui.boilerplate.outlet import OutletRule

RULE = OutletRule("the harbour post", False, "read more", True, "READ MORE: x", "The Harbour Post")


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
