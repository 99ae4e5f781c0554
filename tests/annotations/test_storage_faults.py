"""Every step of a save fails in turn: nothing is lost, and the same call works afterwards."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time

import pytest
from broken_disk import (
    FIRST,
    NEW,
    OPERATIONS,
    OTHER,
    Failing,
    every_call_failing,
    every_size_failing,
    intercepted,
    make_template,
    on_disk,
    opened_copy,
    outcome,
    state,
)
from paper import plain
from small_disk import small_disks

from tui.annotations import AnnotationStore
from tui.errors import NotesError


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    ("code", "lasting"),
    [(errno.ENOSPC, False), (errno.ENOSPC, True), (errno.EIO, True), (errno.EDQUOT, False)],
)
def test_a_failing_call_is_told_costs_nothing_and_can_be_tried_again(
    tmp_path, template, operation, code, lasting
):
    count, problems = every_call_failing(tmp_path, template, operation, code, lasting=lasting)
    assert problems == []
    assert count.failed >= 6  # lock, open, mode, write, fsync, rename, the folder's open and fsync


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_file_that_cannot_grow_costs_nothing(tmp_path, template, operation):
    count, problems = every_size_failing(tmp_path, template, operation, 500)
    assert problems == []
    assert count.failed > 5


def test_a_full_disk_a_read_only_one_and_one_that_has_gone(tmp_path):
    result = small_disks(tmp_path)
    if result is None:
        pytest.skip("no disk may be mounted here, not even in a namespace of its own")
    assert result["problems"] == []
    assert result["failed"] > 4 * len(OPERATIONS)


def test_a_failing_disk_is_told_in_the_systems_words(tmp_path, template):
    store = opened_copy(template, tmp_path / "copy")
    with intercepted(Failing(3)), pytest.raises(NotesError) as told:
        store.delete(FIRST.id)
    assert os.strerror(errno.ENOSPC) in str(told.value)


@pytest.mark.parametrize("operation", ["add", "update", "delete", "undo"])
def test_what_the_disk_did_not_confirm_is_confirmed_by_trying_again(tmp_path, template, operation):
    path = tmp_path / "copy" / "notes.json"
    store = opened_copy(template, path.parent)
    synced, failing = [], True

    def hook(name, real, *arguments, **more):
        if name == "fsync" and os.path.samestat(os.fstat(arguments[0]), path.parent.stat()):
            synced.append(name)
            if failing:
                raise OSError(errno.EIO, "Input/output error")
        return real(*arguments, **more)

    with intercepted(hook):
        # The folder of the texts is made before, and synchronised into this one.
        store.all()
        assert outcome(lambda: OPERATIONS[operation](store)) is not None
        inode, before, failing = path.stat().st_ino, len(synced), False
        OPERATIONS[operation](store)
        assert len(synced) > before
    assert path.stat().st_ino == inode  # it was there already


def test_a_save_does_not_fail_for_want_of_a_backup(tmp_path, template):
    path = tmp_path / "copy" / "notes.json"
    store = opened_copy(template, path.parent)

    def hook(name, real, *arguments, **more):
        if name == "link":
            raise OSError(errno.EPERM, "Operation not permitted")
        return real(*arguments, **more)

    with intercepted(hook):
        store.delete(FIRST.id)
    assert on_disk(path)[0] == []
    backups = list(path.parent.glob("notes.json.backup-*"))
    assert [len(plain(backup, "annotations")) for backup in backups] == [1] * len(backups)
    assert backups


def test_the_first_save_fails_in_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    store = AnnotationStore(tmp_path / "file" / "notes.json")
    assert store.all() == ()
    with pytest.raises(NotesError, match="Not a directory"):
        store.add(NEW, OTHER)
    assert store.all() == ()
    (tmp_path / "file").unlink()
    store.add(NEW, OTHER)
    assert on_disk(tmp_path / "file" / "notes.json")[0][0][0] == NEW.id


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root; see the small disks")
def test_a_read_only_folder(tmp_path, template):
    store = opened_copy(template, tmp_path / "copy")
    before = state(store)
    (tmp_path / "copy").chmod(0o500)
    with pytest.raises(NotesError, match="Permission denied"):
        store.delete(FIRST.id)
    (tmp_path / "copy").chmod(0o700)
    assert state(store) == before
    store.delete(FIRST.id)
    assert on_disk(store.path) == state(store)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_folder_removed_underneath_costs_nothing_that_is_on_the_screen(
    tmp_path, template, operation
):
    store = opened_copy(template, tmp_path / "copy")
    before = state(store)
    shutil.rmtree(tmp_path / "copy")
    store.refresh()
    with pytest.raises(NotesError, match="No such file or directory"):
        OPERATIONS[operation](store)
    assert state(store) == before
    (tmp_path / "copy").mkdir()
    OPERATIONS[operation](store)
    assert on_disk(store.path) == state(store)
    assert state(store) != before


def test_a_lock_that_is_never_released_is_waited_for_as_long_as_was_said(tmp_path, template):
    shutil.copytree(template, tmp_path / "copy")
    path = tmp_path / "copy" / "notes.json"
    store = AnnotationStore(path, lock_timeout=0.2)
    before = state(store)
    # A lock belongs to the opened file, so one of this process keeps us out like another's.
    handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    started = time.monotonic()
    with pytest.raises(NotesError, match=r"Another program is holding [^\n]*\.lock") as told:
        store.update(FIRST.edited(note="changed"))
    assert 0.2 <= time.monotonic() - started < 5
    assert "\n" not in str(told.value)
    assert state(store) == before
    assert on_disk(path) == before
    os.close(handle)
    assert store.update(FIRST.edited(note="changed")).note == "changed"
