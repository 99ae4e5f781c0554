"""Notes in the notes file: made, changed, deleted, taken back."""

from __future__ import annotations

import gzip
import hashlib
import json

import pytest
from paper import article, note_on, plain, range_of, reopened

from tui.annotations import AnchorState, Annotation, Colour, Draft, anchor, describe
from tui.errors import NotesError


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


def test_tags_are_counted(store):
    document = article()
    store.add(note_on(document, "fish market", tags=["market", "harbour"]), document)
    store.add(note_on(document, "Traders", tags=["market"]), document)
    assert store.tags().most_common() == [("market", 2), ("harbour", 1)]
    store.tags()["market"] = 99
    assert store.tags()["market"] == 2
