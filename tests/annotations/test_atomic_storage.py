from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest
from paper import plain
from tinydb import TinyDB, where

from tui.annotations.atomic_storage import AtomicStorage
from tui.annotations.notes_file import BACKUPS
from tui.annotations.tables import NotesDatabase
from tui.errors import NotesError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "notes" / "notes.json"


def opened(path):
    return NotesDatabase(path, lock_timeout=0.05)


def names(path):
    return sorted(item.name for item in path.parent.iterdir())


def test_opening_and_reading_create_nothing(path):
    database = opened(path)
    assert database.records_of("notes").all() == []
    assert not path.parent.exists()


def test_plain_tinydb_reads_what_was_written(path):
    database = opened(path)
    table = database.records_of("notes")
    assert table.insert({"text": "één 🐟"}) == 1
    assert table.insert_multiple([{"text": "b"}, {"text": "c"}]) == [2, 3]
    table.put({"text": "B"}, 2)
    table.update({"seen": True}, where("text") == "c")
    table.remove(doc_ids=[1])
    assert plain(path, "notes") == [{"text": "B"}, {"text": "c", "seen": True}]
    assert plain(path, "_meta") == [{"schema": 1}]


def test_a_new_file_is_private_and_an_old_ones_mode_stays(path):
    opened(path).records_of("notes").insert({})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o640)
    opened(path).records_of("notes").insert({})
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_symbolic_link_stays_a_link(path, tmp_path):
    link = tmp_path / "link.json"
    link.symlink_to(path)
    opened(link).records_of("notes").insert({"n": 1})
    assert link.is_symlink()
    assert plain(path, "notes") == [{"n": 1}]
    assert names(link) == ["link.json", "notes"]


def test_what_is_handed_out_is_a_copy(path):
    table = opened(path).records_of("notes")
    table.insert({"tags": ["a"]})
    query = where("tags") == ["a"]
    for found in (table.record(1), table.search(query)[0], table.get(doc_id=1), table.all()[0]):
        found["tags"].append("poison")
    mine = {"tags": ["b"]}
    table.insert(mine)
    mine["tags"].append("poison")
    assert [record["tags"] for record in table.all()] == [["a"], ["b"]]
    assert len(table.search(query)) == 1


def test_two_sessions_see_each_other_and_take_different_ids(path):
    one, two = opened(path), opened(path)
    assert one.records_of("notes").insert({"n": 1}) == 1
    assert two.records_of("notes").insert({"n": 2}) == 2
    assert one.records_of("notes").insert({"n": 3}) == 3
    assert two.notes_storage.refresh()
    assert not two.notes_storage.refresh()
    assert [record["n"] for record in two.records_of("notes").all()] == [1, 2, 3]
    # The first one read what the second wrote in order to write itself, and says so too.
    assert one.notes_storage.refresh()


def test_a_query_follows_other_sessions(path):
    one, two = opened(path), opened(path)
    query = where("n") == 1
    assert one.records_of("notes").search(query) == []
    two.records_of("notes").insert({"n": 1})
    one.notes_storage.refresh()
    assert one.records_of("notes").search(query) == [{"n": 1}]


def test_a_transaction_is_one_save_or_none(path):
    database = opened(path)
    table, other = database.records_of("notes"), database.records_of("other")
    table.insert({"n": 1})
    before = path.read_bytes()
    generation = database.notes_storage.generation

    def fail_in_the_middle():
        with database.notes_storage.transaction():
            table.insert({"n": 2})
            other.insert({"n": 3})
            table.update({"n": 9}, doc_ids=[1])
            assert table.record(1) == {"n": 9}
            raise KeyError("in the middle")

    with pytest.raises(KeyError):
        fail_in_the_middle()
    assert path.read_bytes() == before
    assert database.notes_storage.generation == generation
    assert table.all() == [{"n": 1}]
    with database.notes_storage.transaction():
        table.insert({"n": 2})
        other.insert({"n": 3})
    assert database.notes_storage.generation == generation + 1
    assert plain(path, "other") == [{"n": 3}]


def test_whole_tables_can_be_dropped_through_tinydb(path):
    database = opened(path)
    database.records_of("notes").insert({"n": 1})
    database.drop_table("notes")
    assert plain(path, "notes") == []
    assert database.notes_storage.read() == {"_meta": {"1": {"schema": 1}}}


def test_one_backup_a_session_and_only_a_few(path):
    for session in range(BACKUPS + 3):
        database = opened(path)
        database.records_of("notes").insert({"session": session})
        database.records_of("notes").insert({"session": session})
    backups = [name for name in names(path) if ".backup-" in name]
    assert len(backups) == BACKUPS
    newest = json.loads((path.parent / backups[-1]).read_bytes())
    assert len(newest["notes"]) == 2 * (BACKUPS + 2)


def test_leftovers_of_the_dead_are_removed_and_of_others_not(path):
    path.parent.mkdir()
    (path.parent / ".notes.json.deadbeef.tmp").write_text("half")
    (path.parent / ".other.json.1.tmp").write_text("another program's")
    opened(path).records_of("notes").insert({})
    assert names(path) == [".other.json.1.tmp", "notes.json", "notes.json.lock"]


def test_an_unchanged_transaction_writes_nothing(path):
    database = opened(path)
    database.records_of("notes").insert({})
    before = path.stat().st_mtime_ns, path.stat().st_ino
    with database.notes_storage.transaction():
        assert len(database.records_of("notes")) == 1
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


HOLDER = """
import fcntl, os, sys
handle = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
fcntl.flock(handle, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_lock_that_is_held_gives_one_sentence_and_dies_with_its_holder(path):
    database = opened(path)
    table = database.records_of("notes")
    table.insert({"n": 1})
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, f"{path}.lock"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(NotesError, match="Another program is holding"):
            table.insert({"n": 2})
        assert table.all() == [{"n": 1}]
        holder.kill()
        holder.wait()
        table.insert({"n": 2})
    assert len(plain(path, "notes")) == 2


def test_a_lock_file_that_was_deleted_protects_nobody_so_another_is_made(path):
    one, two = opened(path), opened(path)
    one.records_of("notes").insert({"n": 1})
    (path.parent / "notes.json.lock").unlink()
    with one.notes_storage.transaction(), pytest.raises(NotesError):
        two.records_of("notes").insert({"n": 2})


def test_what_orjson_cannot_say_is_kept_all_the_same(path):
    path.parent.mkdir()
    path.write_text('{"notes": {"1": {"odd": "\\ud800", "not": NaN, "n": 1}}}')
    database = opened(path)
    database.records_of("notes").insert({"n": 2})
    assert database.notes_storage.notices == []
    notes = json.loads(path.read_bytes())["notes"]
    assert notes["1"]["odd"] == "\ud800"
    assert notes["2"] == {"n": 2}


def test_a_path_that_is_no_file_hangs_nothing(path):
    path.parent.mkdir()
    os.mkfifo(path)
    database = opened(path)
    assert database.records_of("notes").all() == []
    with pytest.raises(NotesError, match="not a regular file"):
        database.records_of("notes").insert({})
    assert stat.S_ISFIFO(path.stat().st_mode)
    path.unlink()
    database.records_of("notes").insert({"n": 1})
    assert plain(path, "notes") == [{"n": 1}]


def test_the_disk_that_held_the_notes_is_missed(path, monkeypatch):
    database = opened(path)
    table = database.records_of("notes")
    table.insert({"n": 1})
    database.notes_storage._file._device += 1  # as if the folder were an empty mount point now
    with pytest.raises(NotesError, match="disk that holds the notes is not there"):
        table.insert({"n": 2})
    assert table.all() == [{"n": 1}]


def test_storage_serves_plain_tinydb_too(path):
    with TinyDB(path, storage=AtomicStorage) as database:
        database.table("notes").insert({"n": [1]})
        database.table("notes").update({"n": [2]})
        assert database.table("notes").all() == [{"n": [2]}]
    assert plain(path, "notes") == [{"n": [2]}]
