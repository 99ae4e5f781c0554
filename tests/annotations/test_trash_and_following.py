"""Emptying the trash, following moved notes, marks by hand, discarded drafts; the file's lines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper import PARAGRAPHS, article, note_on, plain, range_of, reopened

from tui.annotations import Draft, Placing
from tui.annotations.merging import merge
from tui.annotations.tables_json import decode, encode, encode_parts
from tui.errors import NotesError


def test_what_is_emptied_is_gone_and_no_merge_brings_it_back(store, path):
    document = article()
    kept = store.add(note_on(document, "fish market", "kept"), document)
    gone = store.add(note_on(document, "Traders", "a secret"), document)
    store.update(gone.edited(note="an open secret"))
    store.delete(gone.id)
    elsewhere = decode(path.read_bytes())
    assert store.trash_names() == (gone.id,)
    assert store.trashed(gone.id).annotation.note == "an open secret"
    assert store.trashed(gone.id).deleted
    assert store.trashed(kept.id) is None
    assert store.empty_trash([gone.id, kept.id, "urn:uuid:unknown"]) == 1
    assert store.empty_trash([gone.id]) == 0
    assert store.trash() == ()
    assert [note.id for note in store.all()] == [kept.id]
    assert b"secret" not in path.read_bytes()
    merged = merge({}, decode(path.read_bytes()), elsewhere)
    assert {record["id"] for record in merged["annotations"].values()} == {kept.id}
    assert store.undo() == "New note taken back"
    assert store.undo() is None
    with pytest.raises(NotesError):
        store.restore(gone.id)


def test_a_note_restored_meanwhile_is_not_emptied(store, path):
    document = article()
    note = store.add(note_on(document, "Traders"), document)
    store.delete(note.id)
    names = store.trash_names()
    reopened(path).restore(note.id)
    assert store.empty_trash(names) == 0
    assert [each.id for each in store.all()] == [note.id]


def test_a_note_that_comes_again_and_is_emptied_again_has_one_tombstone(store, path):
    document = article()
    note = note_on(document, "Traders")
    for _ in range(2):
        store.add(note, document)
        store.delete(note.id)
        assert store.empty_trash([note.id]) == 1
    [stone] = plain(path, "tombstones")
    assert stone["id"] == note.id


def test_moved_notes_are_followed_without_a_step_and_without_an_edit(store):
    document = article()
    moved = store.add(note_on(document, "Traders were told to leave", "why?"), document)
    same = store.add(note_on(document, "The harbour board"), document)
    altered = store.add(note_on(document, "expected to cost £4.1 million"), document)
    texts = [PARAGRAPHS[0], "Something new stands here now.", *PARAGRAPHS[1:]]
    texts[4] = texts[4].replace("£4.1 million", "£5.2 million")
    later = article(*texts)
    placing = Placing(later, store.text_of)
    pairs = placing.moved(store.all())
    assert [old.id for old, _ in pairs] == [moved.id]
    store.follow(pairs, later)
    store.follow(pairs, later)
    followed = store.get(moved.id)
    start = range_of(later, "Traders").start
    assert followed.targets[0].position.start == start
    assert (followed.note, followed.modified) == ("why?", moved.modified)
    assert store.history_of(moved.id) == (moved,)
    assert store.text_of(followed.targets[0].text_sha256) == later.text
    assert store.get(same.id) == same
    assert store.get(altered.id) == altered
    assert placing.find(followed.targets[0]).state == "moved"
    assert Placing(later, store.text_of).find(followed.targets[0]).state == "exact"
    assert store.undo() == "New highlight taken back"


def test_a_note_edited_or_deleted_meanwhile_is_not_followed(store, path):
    document = article()
    notes = [store.add(note_on(document, words), document) for words in ("Traders", "A new hall")]
    later = article("Something new stands here now.", *PARAGRAPHS)
    pairs = Placing(later, store.text_of).moved(notes)
    assert len(pairs) == 2
    other = reopened(path)
    put = Placing(later, other.text_of).reattached(notes[0].targets[0], range_of(later, "Ellery"))
    other.update(notes[0].__class__(**{**vars(notes[0]), "targets": (put,)}))
    other.delete(notes[1].id)
    store.follow(pairs, later)
    assert [note.quote for note in store.all()] == ["Ellery"]
    assert store.trashed(notes[1].id).annotation.targets == notes[1].targets


def test_marks_by_hand_are_undone_and_redone(store):
    record = store.article_for(article())
    store.set_read_state(record, "unread")
    assert store.undo() is None
    store.set_read_state(record, "read")
    assert store.article(record.id).read_state == "read"
    assert store.undo() == "Article marked as unread again"
    assert store.article(record.id).read_state == "unread"
    assert store.redo() == "Article marked as read again"
    assert store.article(record.id).read_state == "read"


def test_a_draft_thrown_away_comes_back(store, path):
    saved = store.save_draft(Draft("a", text="half a thought"))
    store.throw_away(saved)
    assert store.drafts() == ()
    again = reopened(path)
    assert again.undo().startswith("Discarded note is back")
    assert again.drafts() == (saved,)
    assert again.redo() == "Unfinished note discarded again"
    assert again.drafts() == ()
    store.refresh()
    store.throw_away(Draft("a", text="never saved"))
    assert store.undo()
    assert [draft.text for draft in store.drafts()] == ["never saved"]


NAMES = st.text(max_size=8) | st.sampled_from(['"', "\\", "\n", "}", '":{', "\ud800"])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
RECORDS = st.dictionaries(
    st.integers(0, 10**18).map(str), st.dictionaries(NAMES, VALUES, max_size=4), max_size=5
)


@given(st.dictionaries(NAMES, RECORDS, max_size=4))
def test_what_is_written_line_by_line_is_json_and_is_read_as_such(tables):
    data = encode(tables)
    assert json.loads(data) == tables
    assert decode(data) == tables
    assert decode(data.replace(b"\n", b"")) == tables


def test_a_large_file_is_written_in_parts_and_has_a_line_for_each_record():
    tables = {"annotations": {str(n): {"id": f"n{n}"} for n in range(5_000)}, "drafts": {}}
    parts = encode_parts(tables)
    assert len(parts) > 3
    assert b"".join(parts).count(b"\n") == 5_000 + 5
    assert decode(b"".join(parts)) == tables


@pytest.mark.parametrize(
    "text",
    [
        '{\n"a":{\n"1":{},\n"1":{"x":2}\n}\n}\n',
        '{\n"a":{\n"1":{"x":1}\n},\n"a":{\n"2":{}\n}\n}\n',
        '{\n"a":{\n"1":{"x":1}\n}\n}\n \n',
        '{\n"a":{},\n"b":{}\n}\n',
        '{\n"a":{\n"1":{"x":NaN}\n}\n}\n',
    ],
)
def test_lines_that_another_program_wrote_mean_what_json_says(text):
    assert repr(decode(text.encode())) == repr(json.loads(text))
