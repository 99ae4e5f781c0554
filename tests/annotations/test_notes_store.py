from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from paper import PARAGRAPHS, article, note_on, plain, range_of, ticking

import tui
from tui.annotations import (
    AnchorState,
    Annotation,
    AnnotationStore,
    ArticleState,
    Colour,
    Draft,
    anchor,
    describe,
)
from tui.boilerplate.verdict import Overrides
from tui.errors import NotesError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "desk" / "notes.json"


@pytest.fixture
def store(path):
    store = AnnotationStore(path, clock=ticking())
    yield store
    store.close()


def reopened(path):
    return AnnotationStore(path, clock=ticking(), lock_timeout=0.05)


def test_questions_create_nothing(store, path):
    document = article()
    record = store.article_for(document)
    assert store.article_for(document) == record
    assert (store.all(), store.articles(), store.drafts(), store.trash()) == ((), (), (), ())
    assert store.for_article(record.id) == ()
    assert store.undo() is None
    assert store.redo() is None
    assert not store.article_states()
    assert not store.refresh()
    assert not path.exists()


def test_a_note_is_there_after_closing(store, path):
    document = article()
    annotation = note_on(document, "fish market", "Why *now*?", tags=["market"], colour="pink")
    saved = store.add(annotation, document)
    store.close()
    again = reopened(path)
    assert again.get(annotation.id) == saved
    assert again.for_article(again.article_for(document).id) == (saved,)
    assert (saved.note, saved.tags, saved.colour) == ("Why *now*?", ("market",), Colour.PINK)
    found = anchor(document, saved.targets[0])
    assert (document[found.range], found.state) == ("fish market", AnchorState.EXACT)


def test_the_file_is_w3c_and_plain_tinydb_sees_the_tables(store, path):
    document = article()
    store.add(note_on(document, "fish market", "note"), document)
    store.opened(document)
    store.save_draft(Draft(article="a", text="half"))
    [record] = plain(path, "annotations")
    assert record["type"] == "Annotation"
    assert record["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert record["revision"] == 1
    kinds = [selector["type"] for selector in record["target"]["selector"]]
    assert kinds == ["TextQuoteSelector", "TextPositionSelector"]
    assert plain(path, "articles")[0]["headline"] == "Fish market to close"
    assert plain(path, "drafts")[0]["text"] == "half"
    assert plain(path, "undo")[0]["kind"] == "add"


def test_a_selection_over_a_hidden_block_has_several_targets(store):
    document = article()
    ranges = (range_of(document, "old fish market."), range_of(document, "Traders were told"))
    annotation = Annotation.make([describe(document, part) for part in ranges])
    saved = store.add(annotation, document)
    assert saved.quote == "old fish market. […] Traders were told"
    assert isinstance(saved.to_json()["target"], list)
    assert store.for_article(saved.article)[0].targets == annotation.targets


def test_annotations_come_in_text_order(store):
    document = article()
    for words in ("A new hall", "The harbour", "Traders"):
        store.add(note_on(document, words), document)
    [record] = store.articles()
    quotes = [annotation.quote for annotation in store.for_article(record.id)]
    assert quotes == ["The harbour", "Traders", "A new hall"]
    assert [annotation.quote for annotation in store.all()] == [
        "A new hall",
        "The harbour",
        "Traders",
    ]


def test_the_text_is_kept_beside_the_notes(store, path):
    document = article()
    saved = store.add(note_on(document, "fish market"), document)
    digest = saved.targets[0].text_sha256
    kept = path.parent / "notes.json.texts" / f"{digest}.txt.gz"
    data = gzip.decompress(kept.read_bytes())
    assert data.decode() == document.text
    assert hashlib.sha256(data).hexdigest() == digest
    assert store.text_of(digest) == document.text
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_damaged_text_is_written_again_and_never_given_out(store, path):
    document = article()
    saved = store.add(note_on(document, "fish market"), document)
    digest = saved.targets[0].text_sha256
    kept = path.parent / "notes.json.texts" / f"{digest}.txt.gz"
    for damage in (b"", b"no gzip", gzip.compress(b"another text"), kept.read_bytes()[:40]):
        kept.write_bytes(damage)
        again = reopened(path)
        assert again.text_of(digest) is None
        again.add(note_on(document, "harbour"), document)
        assert again.text_of(digest) == document.text
    for name in ("../notes.json", "", "0" * 64):
        assert store.text_of(name) is None


def test_edits_count_revisions_and_keep_the_earlier_forms(store, path):
    document = article()
    first = store.add(note_on(document, "fish market", "one"), document)
    second = store.update(first.edited(note="two", tags=["t"]))
    third = store.update(second.edited(note="three"))
    assert third.modified > second.modified > first.modified
    assert [form.note for form in store.history_of(first.id)] == ["one", "two"]
    assert store.history_of(first.id)[0].targets == first.targets
    [record] = plain(path, "annotations")
    assert record["revision"] == 3
    store.update(third)
    assert plain(path, "annotations") == [record]


def test_the_trash_keeps_what_was_deleted(store, path):
    document = article()
    saved = store.add(note_on(document, "fish market", "keep me"), document)
    store.delete(saved.id)
    assert (store.get(saved.id), store.all(), store.tags()) == (None, (), {})
    again = reopened(path)
    assert again.trash() == (saved,)
    assert again.restore(saved.id) == saved
    assert again.all() == (saved,)
    assert again.trash() == ()
    with pytest.raises(NotesError):
        again.restore("urn:uuid:unknown")
    again.delete("urn:uuid:unknown")


def test_an_edit_of_a_note_deleted_meanwhile_brings_it_back(store, path):
    document = article()
    saved = store.add(note_on(document, "fish market", "one"), document)
    reopened(path).delete(saved.id)
    store.update(saved.edited(note="two"))
    assert [annotation.note for annotation in reopened(path).all()] == ["two"]


def test_undo_and_redo_survive_a_restart_and_say_what_they_did(store, path):
    document = article()
    saved = store.add(note_on(document, "fish market", "one"), document)
    store.update(saved.edited(note="two"))
    store.delete(saved.id)
    store.close()
    again = reopened(path)
    assert again.undo() == "Deleted note restored"
    assert [annotation.note for annotation in again.all()] == ["two"]
    assert again.undo() == "Change to the note taken back"
    assert [annotation.note for annotation in again.all()] == ["one"]
    assert again.undo() == "New note taken back"
    assert again.undo() is None
    assert again.all() == ()
    last = reopened(path)
    sentences = [last.redo(), last.redo(), last.redo(), last.redo()]
    assert sentences == [
        "New note is back",
        "Change to the note made again",
        "The note deleted again",
        None,
    ]
    last.undo()
    assert [annotation.note for annotation in last.all()] == ["two"]
    assert len(last.history_of(saved.id)) == 2


def test_a_new_change_forgets_what_was_taken_back(store):
    document = article()
    store.add(note_on(document, "fish market"), document)
    assert store.undo() == "New highlight taken back"
    store.add(note_on(document, "harbour"), document)
    assert store.redo() is None
    assert [annotation.quote for annotation in store.all()] == ["harbour"]


def test_what_was_forgotten_does_not_come_back_later(store):
    document = article()
    for words in ("fish market", "harbour"):
        store.add(note_on(document, words), document)
        store.undo()
    assert store.redo() == "New highlight is back"
    assert [annotation.quote for annotation in store.all()] == ["harbour"]
    assert store.redo() is None


def test_undo_does_not_take_back_what_another_session_does_meanwhile(store, path):
    document = article()
    store.add(note_on(document, "fish market", "old"), document)
    mine, other = reopened(path), reopened(path)
    mine.all(), other.all()
    mine.add(note_on(document, "harbour", "mine"), document)
    other.add(note_on(document, "Traders", "theirs"), document)
    assert mine.undo() == "New note taken back"
    assert {annotation.note for annotation in mine.all()} == {"old", "theirs"}
    assert mine.undo() == "New note taken back"
    assert {annotation.note for annotation in mine.all()} == {"theirs"}
    assert mine.undo() is None
    assert other.undo() == "New note taken back"
    assert other.all() == ()


def test_only_so_many_steps_are_kept(store, path, monkeypatch):
    monkeypatch.setattr("tui.annotations.history.MOST_STEPS", 3)
    document = article()
    saved = store.add(note_on(document, "fish market"), document)
    for number in range(5):
        saved = store.update(saved.edited(note=str(number)))
    assert [bool(store.undo()) for _ in range(4)] == [True, True, True, False]
    assert store.all()[0].note == "1"
    assert len(plain(path, "undo")) == 3


def test_a_refused_undo_step_is_skipped_where_its_note_is_gone(store, path):
    document = article()
    store.add(note_on(document, "fish market", "one"), document)
    store.add(note_on(document, "harbour", "two"), document)
    tables = json.loads(path.read_bytes())
    del tables["annotations"]["2"]
    path.write_text(json.dumps(tables))
    assert store.undo() == "New note taken back"
    assert store.all() == ()


def test_opening_an_article_is_remembered(store, path):
    document = article(sha256="ab" * 32)
    record = store.opened(document)
    assert record.read_state == "reading"
    assert record.first_seen == record.last_opened != ""
    assert record.headline == "Fish market to close"
    later = store.opened(document)
    assert later.id == record.id
    assert later.first_seen == record.first_seen
    assert later.last_opened > record.last_opened
    store.save_article(replace(later, read_state="read", position=120))
    again = reopened(path).opened(document)
    assert (again.read_state, again.position) == ("read", 120)


def test_an_article_is_found_by_content_then_address_then_path(store):
    first = store.opened(article(path="/a/one.html", sha256="aa" * 32))
    moved = article(path="/b/two.html", sha256="aa" * 32, url="")
    assert store.article_for(moved).id == first.id
    same_text = article(path="/c/three.txt", sha256="bb" * 32, url="")
    assert store.article_for(same_text).id == first.id
    updated = article(
        *PARAGRAPHS,
        "Updated.",
        path="/d",
        url="https://gazette.example/harbour?utm_source=mail#top",
        sha256="cc" * 32,
    )
    assert store.article_for(updated).id == first.id
    edited = article("Rewritten.", path="/a/one.html", url="", sha256="dd" * 32)
    assert store.article_for(edited).id == first.id
    another = article("Other.", path="/a/one.html", url="https://other.example/", sha256="ee" * 32)
    assert store.article_for(another).id != first.id
    known = store.opened(updated)
    assert set(known.sha256s) >= {"aa" * 32, "cc" * 32}
    assert known.paths == (Path("/d"), Path("/a/one.html"))


def test_notes_follow_a_file_that_changed_and_moved(store):
    document = article(path="/a/one.html")
    saved = store.add(note_on(document, "A new hall"), document)
    later = article("Correction.", *PARAGRAPHS, path="/b/two.html")
    record = store.opened(later)
    [note] = store.for_article(record.id)
    assert note == saved
    found = anchor(later, note.targets[0])
    assert (later[found.range], found.state) == ("A new hall", AnchorState.MOVED)


def test_the_list_learns_states_by_path_address_and_hash(store):
    document = article(path="/a/one.html", sha256="aa" * 32)
    store.add(note_on(document, "fish market"), document)
    saved = store.add(note_on(document, "harbour"), document)
    unopened = ArticleState("unread", 2)
    states = store.article_states()
    assert states["/a/one.html"] == unopened
    assert states["https://gazette.example/harbour"] == unopened
    assert states["aa" * 32] == unopened
    store.opened(document)
    store.delete(saved.id)
    assert store.article_states()["/a/one.html"] == ArticleState("reading", 1)


def test_overrides_are_remembered_and_can_be_taken_back(store, path):
    document = article()
    record = store.opened(document)
    changed = store.save_article(replace(record, overrides=record.overrides.restore("f:0")))
    store.save_article(replace(changed, position=7))
    again = reopened(path)
    assert again.article_for(document).overrides == Overrides(frozenset({"f:0"}))
    assert again.undo() == "Change to the stripped blocks taken back"
    kept = again.article_for(document)
    assert (kept.overrides, kept.position) == (Overrides(), 7)
    assert again.redo() == "Change to the stripped blocks made again"
    assert again.article_for(document).overrides.restored == {"f:0"}
    assert again.undo() is not None
    assert again.undo() is None


def test_a_reading_position_does_not_take_back_another_sessions_overrides(store, path):
    document = article()
    record = store.opened(document)
    other = reopened(path)
    theirs = other.article_for(document)
    other.save_article(replace(theirs, overrides=Overrides(frozenset({"f:0"}))))
    saved = store.save_article(replace(record, position=9))
    assert (saved.position, saved.overrides.restored) == (9, {"f:0"})


def test_drafts_wait_for_the_next_session(store, path):
    document = article()
    target = describe(document, range_of(document, "fish market"))
    draft = Draft("a", "", (target,), Colour.GREEN, "Ask the dep", ("market",))
    store.save_draft(draft)
    saved = store.save_draft(replace(draft, text="Ask the deputy"))
    again = reopened(path)
    assert again.drafts() == (saved,)
    assert again.drafts()[0].targets == (target,)
    assert again.undo() is None
    again.discard_draft(draft.id)
    again.discard_draft(draft.id)
    assert reopened(path).drafts() == ()


def test_tags_are_counted(store):
    document = article()
    store.add(note_on(document, "fish market", tags=["market", "harbour"]), document)
    store.add(note_on(document, "Traders", tags=["market"]), document)
    assert store.tags().most_common() == [("market", 2), ("harbour", 1)]
    store.tags()["market"] = 99
    assert store.tags()["market"] == 2


def test_another_sessions_note_comes_with_refresh(store, path):
    document = article()
    store.add(note_on(document, "fish market"), document)
    generation = store.generation
    other = reopened(path)
    other.add(note_on(document, "Traders"), document)
    assert len(store.all()) == 1
    assert store.refresh()
    assert store.generation > generation
    assert len(store.all()) == 2
    assert not store.refresh()


def test_edits_of_one_note_in_two_sessions_are_both_kept(store, path):
    document = article()
    saved = store.add(note_on(document, "fish market", "one"), document)
    other = reopened(path)
    other.update(saved.edited(note="theirs"))
    store.update(saved.edited(note="mine"))
    assert [annotation.note for annotation in reopened(path).all()] == ["mine"]
    assert [form.note for form in store.history_of(saved.id)] == ["one", "theirs"]


def test_several_operations_are_one_save_or_none(store, path):
    document = article()
    with store.together():
        saved = store.add(note_on(document, "fish market"), document)
        store.add(note_on(document, "Traders"), document)
        assert store.get(saved.id) == saved
        assert not path.exists()
    assert len(plain(path, "annotations")) == 2

    def fail_in_the_middle():
        with store.together():
            store.delete(saved.id)
            raise KeyError("in the middle")

    with pytest.raises(KeyError):
        fail_in_the_middle()
    assert len(store.all()) == 2


def test_reading_and_refreshing_do_not_wait_for_the_disk(store, monkeypatch):
    document = article()
    store.add(note_on(document, "fish market"), document)
    writing, go_on = threading.Event(), threading.Event()
    real = os.fsync

    def slow(handle):
        writing.set()
        assert go_on.wait(30)
        return real(handle)

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", slow)
        writer = threading.Thread(
            target=lambda: store.add(note_on(document, "Traders"), document), daemon=True
        )
        writer.start()
        assert writing.wait(30)
        # The writer is inside its fsync: these return, and show what is on disk.
        assert len(store.all()) == 1
        assert store.article_states()
        assert not store.refresh()
        go_on.set()
        writer.join(30)
    assert len(store.all()) == 2


def test_odd_records_in_the_file_open_and_stay(path):
    path.parent.mkdir()
    odd = {
        "annotations": {
            "1": {"id": "urn:uuid:1", "target": 3, "body": [4, None]},
            "2": {"no": "id"},
            "3": {"id": "urn:uuid:3", "article": "a", "history": "x", "revision": "y"},
            "4": {"id": "urn:uuid:3", "article": "the same id again"},
        },
        "articles": {"1": {"id": "a", "paths": ["x", "file:///a%00b", 3], "overrides": []}},
        "drafts": {"1": {"targets": {"selector": "x"}}, "2": {"id": "d", "text": 3}},
        "undo": {"1": {"kind": "unheard of"}, "2": {"kind": "add", "id": 3}},
    }
    path.write_text(json.dumps(odd))
    store = reopened(path)
    assert [annotation.id for annotation in store.all()] == ["urn:uuid:1", "urn:uuid:3"]
    assert store.articles()[0].paths == ()
    assert [draft.id for draft in store.drafts()] == ["d"]
    document = article()
    store.add(note_on(document, "fish market"), document)
    store.update(store.get("urn:uuid:3").edited(note="x"))
    assert store.undo() == "Change to the note taken back"
    kept = json.loads(path.read_bytes())
    assert kept["annotations"]["2"] == {"no": "id"}
    assert kept["annotations"]["1"] == odd["annotations"]["1"]
    assert kept["annotations"]["4"] == odd["annotations"]["4"]


def test_a_files_name_may_be_any_bytes(store, path):
    document = article(path=os.fsdecode(b"/a/\xff\x1b]0;x.txt"), url="")
    store.add(note_on(document, "fish market"), document)
    assert b"file:///a/%FF%1B%5D0%3Bx.txt" in path.read_bytes()
    again = reopened(path)
    assert again.articles()[0].paths == (document.provenance.path,)
    assert str(document.provenance.path) in again.article_states()


def test_tinydb_is_imported_only_when_the_file_is_looked_at(tmp_path):
    code = (
        "import sys, pathlib, tui.annotations as a;"
        "store = a.AnnotationStore(pathlib.Path(sys.argv[1]));"
        "assert 'tinydb' not in sys.modules; store.all(); assert 'tinydb' in sys.modules"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(tui.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "notes.json")], env=environment, check=False
    )
    assert done.returncode == 0
