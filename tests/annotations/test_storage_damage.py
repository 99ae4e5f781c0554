from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper import plain

from tui.annotations.atomic_storage import AtomicStorage
from tui.annotations.tables import NotesDatabase
from tui.annotations.tables_json import DamagedFileError, Tables, decode
from tui.errors import NotesError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "notes.json"


def opened(path):
    return NotesDatabase(path, lock_timeout=0.05)


def saved_twice(path):
    """A file with a backup that holds one note less."""
    opened(path).records_of("notes").insert({"n": 1})
    opened(path).records_of("notes").insert({"n": 2})


def aside(path):
    return sorted(path.parent.glob("notes.json.damaged-*"))


@pytest.mark.parametrize("content", [b"", b"  \n", b"null", b"{}", b"\xef\xbb\xbf{}"])
def test_an_empty_file_is_a_beginning(path, content):
    path.write_bytes(content)
    database = opened(path)
    assert database.records_of("notes").all() == []
    assert database.notes_storage.notices == []
    database.records_of("notes").insert({"n": 1})
    assert aside(path) == []
    assert plain(path, "notes") == [{"n": 1}]


def test_a_byte_order_mark_is_accepted(path):
    path.write_bytes(b'\xef\xbb\xbf{"notes": {"1": {"n": 1}}}')
    assert opened(path).records_of("notes").all() == [{"n": 1}]


@pytest.mark.parametrize("content", [b"", b"null", None])
def test_an_emptied_or_missing_file_counts_as_damaged_while_there_are_backups(path, content):
    saved_twice(path)
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    database = opened(path)
    assert database.records_of("notes").all() == [{"n": 1}]
    assert "backup was opened" in database.notes_storage.notices[0]
    database.records_of("notes").insert({"n": 3})
    assert [record["n"] for record in plain(path, "notes")] == [1, 3]


@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 4096,
        b'{"notes": {"1": {"n": 1}, "2": {"n',
        b"<html>",
        b"[1, 2]",
        b'{"notes": {"1": ' + b"9" * 5000 + b"}}",
        b"[" * 100_000,
        b'{"notes": 3}',
        b"\xff\xfe\x00",
    ],
)
def test_a_damaged_file_is_set_aside_and_the_newest_good_backup_opened(path, content):
    saved_twice(path)
    newest = sorted(path.parent.glob("notes.json.backup-*"))[-1]
    (path.parent / (newest.name + "9")).write_bytes(b"a damaged backup, and newer")
    path.write_bytes(content)
    database = opened(path)
    assert database.records_of("notes").all() == [{"n": 1}]
    assert path.read_bytes() == content
    assert [item.read_bytes() for item in aside(path)] == [content]
    [notice] = database.notes_storage.notices
    assert "damaged" in notice
    assert aside(path)[0].name in notice
    assert newest.name in notice
    opened(path).records_of("notes").all()  # another session does not keep the same bytes again
    assert len(aside(path)) == 1
    database.records_of("notes").insert({"n": 3})
    assert [record["n"] for record in plain(path, "notes")] == [1, 3]
    backups = path.parent.glob("notes.json.backup-*")
    assert all(backup.read_bytes() != content for backup in backups)


def test_old_bytes_behind_a_whole_state_are_cut_off(path):
    saved_twice(path)
    head = {"notes": {"1": {"n": 1}, "2": {"n": 2}, "3": {"n": "newest"}}}
    path.write_text(json.dumps(head) + '"old": "tail"}}}')
    database = opened(path)
    assert database.records_of("notes").all()[-1] == {"n": "newest"}
    assert "What could be read" in database.notes_storage.notices[0]


def test_ids_that_are_not_canonical_lose_no_record(path):
    path.write_text('{"notes": {"1": {"n": 1}, "01": {"n": 2}, "x": {"n": 3}, "2": [4]}}')
    database = opened(path)
    assert [record["n"] for record in database.records_of("notes").all()] == [1, 2, 3]
    assert len(aside(path)) == 1
    database.records_of("notes").insert({"n": 4})
    assert sorted(json.loads(path.read_bytes())["notes"]) == ["1", "2", "3", "4"]


def test_a_file_damaged_while_it_is_open_does_not_cost_what_is_in_memory(path):
    database = opened(path)
    table = database.records_of("notes")
    table.insert({"n": 1})
    table.insert({"n": 2})
    path.write_bytes(b'{"notes": {"1"')
    table.insert({"n": 3})
    assert [record["n"] for record in plain(path, "notes")] == [1, 2, 3]
    assert len(aside(path)) == 1
    path.unlink()
    assert not database.notes_storage.refresh()
    table.insert({"n": 4})
    assert len(plain(path, "notes")) == 4
    path.write_bytes(b"")
    table.insert({"n": 5})
    assert len(plain(path, "notes")) == 5


def test_what_is_only_in_memory_is_written_by_the_next_save_even_if_it_changes_nothing(path):
    database = opened(path)
    database.records_of("notes").insert({"n": 1})
    for damage in (path.unlink, lambda: path.write_bytes(b"{")):
        damage()
        with database.notes_storage.transaction():
            pass
        assert plain(path, "notes") == [{"n": 1}]


def test_a_damaged_file_that_cannot_be_set_aside_is_not_replaced(path, monkeypatch):
    path.write_bytes(b"{damaged")
    database = opened(path)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("tui.annotations.notes_file.NotesFile.set_aside", full)
        assert database.records_of("notes").all() == []
        with pytest.raises(NotesError, match="No space left"):
            database.records_of("notes").insert({"n": 1})
    assert path.read_bytes() == b"{damaged"
    database.records_of("notes").insert({"n": 1})
    assert [item.read_bytes() for item in aside(path)] == [b"{damaged"]


def test_a_newer_form_is_read_and_not_written(path):
    content = b'{"_meta": {"1": {"schema": 99}}, "notes": {"1": {"n": 1}}}'
    path.write_bytes(content)
    database = opened(path)
    assert database.records_of("notes").all() == [{"n": 1}]
    with pytest.raises(NotesError, match="newer copydesk"):
        database.records_of("notes").insert({"n": 2})
    assert path.read_bytes() == content
    assert database.notes_storage.read_only in database.notes_storage.notices


def test_an_unmarked_file_becomes_the_first_form_and_is_kept(path):
    content = b'{"_default": {"1": {"n": 1}}}'
    path.write_bytes(content)
    database = opened(path)
    assert database.records_of("_default").all() == [{"n": 1}]
    assert path.read_bytes() == content
    database.records_of("notes").insert({"n": 2})
    assert (path.parent / "notes.json.schema0").read_bytes() == content
    assert json.loads(path.read_bytes())["_meta"] == {"1": {"schema": 1}}


def test_a_file_that_another_session_brought_up_to_date_is_not_kept_as_the_old_form(path):
    content = b'{"notes": {"1": {"n": 1}}}'
    path.write_bytes(content)
    one, two = opened(path), opened(path)
    assert len(one.records_of("notes")) == len(two.records_of("notes")) == 1
    two.records_of("notes").insert({"n": 2})
    (path.parent / "notes.json.schema0").unlink()
    one.records_of("notes").insert({"n": 3})
    assert not (path.parent / "notes.json.schema0").exists()
    assert len(plain(path, "notes")) == 3


def test_a_migration_changes_the_file_at_the_first_save(path):
    saved_twice(path)
    before = path.read_bytes()

    def rename(tables: Tables) -> None:
        tables["remarks"] = tables.pop("notes")

    storage = AtomicStorage(path, schema=2, migrations={1: rename})
    assert storage.records("remarks")["1"] == {"n": 1}
    assert path.read_bytes() == before
    with storage.transaction() as working:
        working["more"] = {"1": {}}
    written = json.loads(path.read_bytes())
    assert written["_meta"] == {"1": {"schema": 2}}
    assert set(written) == {"_meta", "remarks", "more"}
    assert (path.parent / "notes.json.schema1").read_bytes() == before
    older = opened(path)
    with pytest.raises(NotesError, match="newer"):
        older.records_of("notes").insert({})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(cut=st.integers(0, 60), garbage=st.binary(max_size=20))
def test_no_bytes_are_ever_lost_or_raise(tmp_path_factory, cut, garbage):
    path = tmp_path_factory.mktemp("notes") / "notes.json"
    opened(path).records_of("notes").insert({"n": 1})
    content = path.read_bytes()[:cut] + garbage
    path.write_bytes(content)
    database = opened(path)
    known = database.records_of("notes").all()
    database.records_of("notes").insert({"n": 2})
    assert plain(path, "notes") == [*known, {"n": 2}]
    try:
        decode(content)
    except DamagedFileError:
        assert [item.read_bytes() for item in aside(path)] == [content]
