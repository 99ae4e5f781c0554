"""Every step of a save fails in turn: nothing is lost, and the same call works afterwards."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from dataclasses import dataclass

import pytest
from paper import article, note_on, plain, ticking

from tui.annotations import AnnotationStore, Draft
from tui.errors import NotesError

STEPS = ["open", "write", "fsync", "fsync of the folder", "rename"]


@dataclass
class Fault:
    """Fails the nth call of one step, once."""

    step: str
    nth: int
    seen: int = 0

    def strikes(self, step: str) -> bool:
        self.seen += step == self.step
        return step == self.step and self.seen == self.nth


def inject(monkeypatch, fault):
    real = {name: getattr(os, name) for name in ("open", "write", "fsync", "replace", "link")}

    def check(step):
        if fault.strikes(step):
            raise OSError(errno.ENOSPC, "No space left on device")

    def open_(path, flags, *rest, **more):
        if flags & os.O_CREAT and str(path).endswith(".tmp"):
            check("open")
        return real["open"](path, flags, *rest, **more)

    def write(handle, data):
        if stat.S_ISREG(os.fstat(handle).st_mode):
            check("write")
        return real["write"](handle, data)

    def fsync(handle):
        folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        check("fsync of the folder" if folder else "fsync")
        return real["fsync"](handle)

    def replace(*arguments, **more):
        check("rename")
        return real["replace"](*arguments, **more)

    def link(*arguments, **more):
        check("link")
        return real["link"](*arguments, **more)

    fakes = {"open": open_, "write": write, "fsync": fsync, "replace": replace, "link": link}
    for name, fake in fakes.items():
        monkeypatch.setattr(os, name, fake)


DOCUMENT = article()
OTHER = article("A second article, never annotated before.", url="u", path="/b.html")
FIRST = note_on(DOCUMENT, "fish market", "first")
NEW = note_on(OTHER, "second article", "new")
DRAFT = Draft(article="a", text="half a no")

OPERATIONS = {
    "add": lambda store: store.add(NEW, OTHER),
    "update": lambda store: store.update(FIRST.edited(note="changed")),
    "delete": lambda store: store.delete(FIRST.id),
    "undo": lambda store: store.undo(),
    "redo": lambda store: store.redo(),
    "opened": lambda store: store.opened(OTHER),
    "draft": lambda store: store.save_draft(DRAFT),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A folder with a notes file in which every operation has something to do."""
    path = tmp_path_factory.mktemp("template") / "notes.json"
    store = AnnotationStore(path, clock=ticking())
    store.add(FIRST, DOCUMENT)
    store.update(FIRST.edited(note="second"))
    store.update(FIRST.edited(note="third"))
    store.undo()
    store.close()
    return path.parent


def opened_copy(template, folder):
    shutil.copytree(template, folder)
    return AnnotationStore(folder / "notes.json", clock=ticking())


def state(store):
    """All that a session can see, but when it happened."""
    return (
        [(note.id, note.article, note.note, note.quote, note.colour) for note in store.all()],
        [note.id for note in store.trash()],
        [draft.text for draft in store.drafts()],
        [(record.id, record.read_state, record.paths) for record in store.articles()],
    )


def on_disk(path):
    store = AnnotationStore(path)
    try:
        return state(store)
    finally:
        store.close()


def outcome(call):
    try:
        call()
    except NotesError as error:
        return error
    return None


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("step", STEPS)
def test_a_failing_step_is_told_costs_nothing_and_can_be_tried_again(
    tmp_path, monkeypatch, template, step, operation
):
    wanted_store = opened_copy(template, tmp_path / "wanted")
    sentence = OPERATIONS[operation](wanted_store)
    wanted = state(wanted_store)
    failures = 0
    for nth in range(1, 20):
        path = tmp_path / str(nth) / "notes.json"
        store = opened_copy(template, path.parent)
        before = state(store)
        with monkeypatch.context() as disk:
            fault = Fault(step, nth)
            inject(disk, fault)
            error = outcome(lambda: OPERATIONS[operation](store))  # noqa: B023 - called at once
        if error is None:
            break
        failures += 1
        assert "No space left on device" in str(error)
        assert "\n" not in str(error)
        assert state(store) == before
        assert on_disk(path) in (before, wanted)
        again = OPERATIONS[operation](store)
        if operation in ("undo", "redo"):
            assert again == sentence
        assert state(store) == wanted
        assert on_disk(path) == wanted
        leftovers = list((tmp_path / str(nth)).rglob("*.tmp"))
        assert leftovers == []
    assert failures == (2 if operation == "add" else 1)  # a new article's text is a file, too


@pytest.mark.parametrize("operation", ["add", "update", "delete", "undo"])
def test_what_the_disk_did_not_confirm_is_confirmed_by_trying_again(
    tmp_path, monkeypatch, template, operation
):
    store = opened_copy(template, tmp_path / "copy")
    with monkeypatch.context() as disk:
        fault = Fault("fsync of the folder", 2 if operation == "add" else 1)
        inject(disk, fault)
        assert outcome(lambda: OPERATIONS[operation](store)) is not None
        before, key = fault.seen, (tmp_path / "copy" / "notes.json").stat().st_ino
        OPERATIONS[operation](store)
        assert fault.seen > before
    assert (tmp_path / "copy" / "notes.json").stat().st_ino == key  # it was there already


def test_a_save_does_not_fail_for_want_of_a_backup(tmp_path, monkeypatch, template):
    path = tmp_path / "copy" / "notes.json"
    store = opened_copy(template, path.parent)
    with monkeypatch.context() as disk:
        inject(disk, Fault("link", 1))
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
