"""Rules for outlets in the notes file."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from paper import article, note_on, plain, reopened, ticking
from tinydb import TinyDB

from tui.annotations import AnnotationStore
from tui.boilerplate.outlet import OutletRule

STRIP = OutletRule("the harbour post", False, "read more", True, "READ MORE: x", "The Harbour Post")
KEEP = OutletRule("orrin daily", True, "sign up for our newsletter", name="Orrin Daily")


def test_a_rule_is_there_after_closing(store, path):
    saved = store.save_outlet_rule(STRIP)
    assert saved.made
    store.save_outlet_rule(KEEP)
    store.close()
    again = reopened(path)
    assert [each.rule for each in again.outlet_rules()] == [STRIP, KEEP]
    assert again.outlet_rules()[0] == saved
    assert again.rules_of("the harbour post") == (STRIP,)
    assert again.rules_of("another") == ()
    assert [record["words"] for record in plain(path, "outlet_rules")] == [STRIP.words, KEEP.words]


def test_the_newer_of_two_opposite_rules_replaces_the_older(store, path):
    store.save_outlet_rule(STRIP)
    store.save_outlet_rule(KEEP)
    store.save_outlet_rule(replace(STRIP, keep=True))
    assert store.rules_of("the harbour post") == (replace(STRIP, keep=True),)
    assert len(plain(path, "outlet_rules")) == 2
    assert store.undo() == "Change to the rule for The Harbour Post taken back"
    assert store.rules_of("the harbour post") == (STRIP,)
    assert store.redo() == "Change to the rule for The Harbour Post made again"
    assert store.rules_of("the harbour post") == (replace(STRIP, keep=True),)


def test_the_same_words_as_label_and_as_block_are_two_rules(store):
    store.save_outlet_rule(STRIP)
    store.save_outlet_rule(replace(STRIP, label=False))
    assert len(store.outlet_rules()) == 2


def test_saving_a_rule_again_changes_nothing(store, path):
    saved = store.save_outlet_rule(STRIP)
    data = path.read_bytes()
    assert store.save_outlet_rule(STRIP) == saved
    store.delete_outlet_rule("urn:uuid:unknown")
    assert path.read_bytes() == data


def test_undo_and_redo_survive_a_restart_and_say_what_they_did(store, path):
    saved = store.save_outlet_rule(STRIP)
    store.delete_outlet_rule(saved.id)
    store.close()
    again = reopened(path)
    assert again.undo() == "Removed rule for The Harbour Post is back"
    assert again.outlet_rules() == (saved,)
    assert again.undo() == "New rule for The Harbour Post taken back"
    assert again.outlet_rules() == ()
    last = reopened(path)
    assert last.redo() == "Rule for The Harbour Post is back"
    assert last.outlet_rules() == (saved,)
    assert last.redo() == "Rule for The Harbour Post removed again"
    assert last.redo() is None


def test_two_sessions_that_decide_the_same_have_one_rule(store, path):
    other = reopened(path)
    assert store.outlet_rules() == other.outlet_rules() == ()
    first = store.save_outlet_rule(STRIP)
    assert other.save_outlet_rule(STRIP).id == first.id
    assert len(plain(path, "outlet_rules")) == 1
    other.save_outlet_rule(KEEP)
    assert store.rules_of("orrin daily") == ()
    assert store.refresh()
    assert store.rules_of("orrin daily") == (KEEP,)


def test_undo_takes_back_rules_and_notes_in_their_order(store):
    document = article()
    store.save_outlet_rule(STRIP)
    store.add(note_on(document, "fish market", "note"), document)
    assert store.undo() == "New note taken back"
    assert store.undo() == "New rule for The Harbour Post taken back"
    assert store.undo() is None


def test_odd_records_are_no_rules_and_stay(path):
    path.parent.mkdir()
    good = {"id": "urn:uuid:1", "outlet": "a", "keep": False, "words": "read more", "colour": 3}
    odd = {
        "1": good,
        "2": {"id": "urn:uuid:2", "outlet": "a", "keep": "no", "words": "x"},
        "3": {"id": 3, "outlet": "a", "keep": True, "words": "x"},
        "4": {"id": "urn:uuid:4", "outlet": "", "keep": True, "words": "x"},
        "5": {"id": "urn:uuid:5", "outlet": "a", "keep": True, "words": ""},
        "6": {"id": "urn:uuid:6", "outlet": "a\x1b[2J", "keep": True, "words": "b\u202e"},
    }
    path.write_text(json.dumps({"outlet_rules": odd, "undo": {"1": {"kind": "outlet rule"}}}))
    store = reopened(path)
    first, last = store.outlet_rules()
    assert (first.rule.words, first.rule.name, dict(first.extra)) == (
        "read more",
        "a",
        {"colour": 3},
    )
    assert "\x1b" not in last.rule.outlet + last.rule.name
    assert "\u202e" not in last.rule.words
    store.save_outlet_rule(KEEP)
    kept = json.loads(path.read_bytes())["outlet_rules"]
    assert {name: kept[name] for name in odd} == odd


def test_what_a_newer_version_wrote_beside_a_rule_stays(store, path):
    saved = store.save_outlet_rule(STRIP)
    with TinyDB(path) as database:
        database.table("outlet_rules").update({"since": "spring"})
    again = reopened(path)
    assert again.outlet_rules()[0].extra == {"since": "spring"}
    again.save_outlet_rule(replace(STRIP, keep=True))
    [record] = plain(path, "outlet_rules")
    assert (record["id"], record["keep"], record["since"]) == (saved.id, True, "spring")


def test_tables_that_this_version_does_not_know_are_kept(path):
    """As an older version keeps the rules of this one."""
    path.parent.mkdir()
    theirs = {"rules_of_tomorrow": {"7": {"a": 1}}, "undo": {"9": {"id": "x", "kind": "later"}}}
    path.write_text(json.dumps(theirs))
    store = reopened(path)
    store.save_outlet_rule(STRIP)
    store.undo()
    kept = json.loads(path.read_bytes())
    assert kept["rules_of_tomorrow"] == theirs["rules_of_tomorrow"]
    assert kept["undo"]["9"] == theirs["undo"]["9"]


RULES = st.builds(
    OutletRule,
    outlet=st.sampled_from(["the harbour post", "orrin daily"]),
    keep=st.booleans(),
    words=st.sampled_from(["read more", "sign up", "#", "読む"]),
    label=st.booleans(),
)


class RuleMachine(RuleBasedStateMachine):
    """One session, left and opened again at any time, against a list of states."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = ticking()
        self.done: list[dict[str, bool]] = [{}]
        self.at = 0

    @initialize()
    def open(self) -> None:
        self.store = AnnotationStore(self.folder / "notes.json", clock=self.clock)
        self.store.outlet_rules()

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
        shutil.rmtree(self.folder)

    def did(self, state: dict[str, bool]) -> None:
        if state != self.done[self.at]:
            self.done[self.at + 1 :] = [state]
            self.at += 1

    @rule(made=RULES)
    def save(self, made):
        saved = self.store.save_outlet_rule(made)
        assert (saved.rule.words, saved.rule.keep) == (made.words, made.keep)
        self.did({**self.done[self.at], saved.id: made.keep})

    @rule(which=st.integers(0, 20))
    def delete(self, which):
        names = sorted(self.done[self.at]) or ["unknown"]
        name = names[which % len(names)]
        self.store.delete_outlet_rule(name)
        self.did({key: keep for key, keep in self.done[self.at].items() if key != name})

    @rule()
    def undo(self):
        assert (self.store.undo() is not None) == (self.at > 0)
        self.at = max(0, self.at - 1)

    @rule()
    def redo(self):
        assert (self.store.redo() is not None) == (self.at + 1 < len(self.done))
        self.at = min(len(self.done) - 1, self.at + 1)

    @rule()
    def reopen(self):
        self.store.close()
        self.open()

    @invariant()
    def the_store_holds_what_the_model_holds(self):
        if hasattr(self, "store"):
            there = {each.id: each.rule.keep for each in self.store.outlet_rules()}
            assert there == self.done[self.at]
            by_outlet = [self.store.rules_of(key) for key in ("the harbour post", "orrin daily")]
            assert sum(map(len, by_outlet)) == len(there)


RuleMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
test_any_sequence_of_rules_undone_and_redone = RuleMachine.TestCase
