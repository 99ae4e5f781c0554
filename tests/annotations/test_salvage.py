"""A notes file that was cut off or overwritten: what stood whole in it is there afterwards."""

from __future__ import annotations

import json

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper import article, note_on, reopened, ticking

from tui.annotations import AnnotationStore, Draft
from tui.annotations.salvage import put_together, whole_records
from tui.boilerplate.outlet import OutletRule


@pytest.fixture(scope="module")
def torn_desk(tmp_path_factory):
    """A desk with a backup that is older than its file, and the bytes of both."""
    path = tmp_path_factory.mktemp("desk") / "notes.json"
    document, clock = article(), ticking()
    store = AnnotationStore(path, clock=clock)
    first = store.add(note_on(document, "fish market", "first, in the backup"), document)
    gone = store.add(note_on(document, "Port Ellery", "in the backup as well"), document)
    store.save_draft(Draft("a", text="in the backup", id="draft"))
    backup = path.read_bytes()
    store.update(first.edited(note="first, edited"))
    store.delete(gone.id)
    store.add(note_on(document, "Traders", "ünïcödé 🐟"), document)
    store.save_outlet_rule(OutletRule("harbour post", False, "read more", name="Harbour Post"))
    store.discard_draft("draft")
    store.close()
    return path, backup, path.read_bytes()


def desk_with(tmp_path, backup, content):
    path = tmp_path / "notes.json"
    path.with_name("notes.json.backup-2026-01-01T000000.000000").write_bytes(backup)
    path.write_bytes(content)
    return path


def whole_before(content, cut):
    """Which records are whole before the cut, found by looking for their own bytes."""
    at, found = 0, []
    for name, records in json.loads(content).items():
        at = content.index(f'"{name}":'.encode(), at)
        for record in records.values():
            data = orjson.dumps(record)
            at = content.index(data, at) + len(data)
            if at <= cut:
                found.append((name, record))
    return found


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(data=st.data(), garbage=st.sampled_from([b"", b"\0" * 30, b"\x01}}}", b"\xff", b', "9": ']))
def test_a_file_cut_at_any_byte_keeps_every_whole_record(
    torn_desk, tmp_path_factory, data, garbage
):
    _, backup, content = torn_desk
    cut = data.draw(st.integers(0, len(content.rstrip()) - 1))
    path = desk_with(tmp_path_factory.mktemp("torn"), backup, content[:cut] + garbage)
    store = reopened(path)
    forms = {note.note for note in (*store.all(), *store.trash())}
    for note in (*store.all(), *store.trash()):
        forms |= {form.note for form in store.history_of(note.id)}
    assert forms >= {"first, in the backup", "in the backup as well"}
    rules = {rule.id for rule in store.outlet_rules()}
    articles = {record.id for record in store.articles()}
    live, trash = ({note.id: note for note in notes} for notes in (store.all(), store.trash()))
    for table, record in whole_before(content, cut):
        if table == "annotations":
            where = trash if "deleted" in record else live
            assert where[record["id"]].to_json() == {
                key: value
                for key, value in record.items()
                if key not in ("revision", "history", "deleted")
            }
        elif table == "outlet_rules":
            assert record["id"] in rules
        elif table == "articles":
            assert record["id"] in articles
    if cut:
        [notice] = store.notices
        [aside] = path.parent.glob("*.damaged-*")
        assert aside.read_bytes() == content[:cut] + garbage
        assert aside.name in notice
    assert path.read_bytes() == content[:cut] + garbage
    store.save_draft(Draft("b", text="goes on"))
    again = reopened(path)
    assert again.notices == ()
    assert {note.id for note in again.all()} == set(live)


def test_the_reader_is_told_how_much_was_read_and_what_stands_beside_it(torn_desk, tmp_path):
    _, backup, content = torn_desk
    store = reopened(desk_with(tmp_path, backup, content[: content.index(b"Traders")]))
    assert sorted(note.note for note in store.all()) == ["first, edited"]
    [notice] = store.notices
    assert "3 records could be read of it" in notice
    assert "notes.json.backup-2026" in notice


def test_without_a_backup_the_whole_records_are_opened_by_themselves(torn_desk, tmp_path):
    _, _, content = torn_desk
    path = tmp_path / "notes.json"
    path.write_bytes(content[: content.index(b"Traders")])
    store = reopened(path)
    assert [note.note for note in store.all()] == ["first, edited"]
    assert "no backup" in store.notices[0]


def test_undo_is_kept_only_where_all_its_steps_are(torn_desk, tmp_path):
    _, backup, content = torn_desk
    inside = content.index(b'"undo"') + 600
    store = reopened(desk_with(tmp_path, backup, content[:inside]))
    assert store.undo() is None
    (tmp_path / "notes.json").unlink()
    behind = content.index(b'"drafts"') + 1
    assert content.index(b'"undo"') < behind
    store = reopened(desk_with(tmp_path, backup, content[:behind]))
    assert store.undo() is not None


def test_notes_in_memory_and_those_of_another_session_in_a_torn_file_both_stand(tmp_path):
    document = article()
    path = tmp_path / "notes.json"
    store = reopened(path)
    store.add(note_on(document, "fish market", "mine"), document)
    other = reopened(path)
    other.add(note_on(document, "Traders", "theirs"), document)
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b'"undo"')])
    assert store.refresh()
    assert sorted(note.note for note in store.all()) == ["mine", "theirs"]
    assert "with the notes on the screen" in store.notices[0]
    store.delete(store.all()[0].id)
    assert len(reopened(path).all()) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"a"',
        b'{"a": 3',
        b'{"a": {"1": ',
        b'{"a": {"1": [',
        b"\xff" * 9,
        b"{" * 9999,
    ],
)
def test_nothing_is_read_of_what_holds_no_record(content):
    assert whole_records(content).count == 0


def test_numbers_that_stand_twice_lose_no_record():
    torn = whole_records(b'{"a": {"1": {"n": 1}, "1": {"n": 2}, "x": {"n": 3}, "2": 4')
    assert sorted(record["n"] for record in torn.tables["a"].values()) == [1, 2, 3]
    assert torn.whole == frozenset()
    together = put_together(torn, {"a": {"1": {"n": 1}, "2": {"n": 5}}})
    assert sorted(record["n"] for record in together["a"].values()) == [1, 2, 3, 5]
