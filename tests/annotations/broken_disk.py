"""Disks that fail: at one chosen call of a save, from one on, or for want of room."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from paper import article, note_on, plain, ticking

from tui.annotations import AnnotationStore, ArticleRecord, Draft, SavedSearch
from tui.errors import NotesError

CALLS = ("open", "write", "fsync", "replace", "rename", "link", "mkdir", "unlink", "fchmod")
ERRORS = (errno.ENOSPC, errno.EIO, errno.EDQUOT)

DOCUMENT = article()
OTHER = article("A second article, never annotated before.", url="u", path="/b.html")
FIRST = note_on(DOCUMENT, "fish market", "first")
NEW = note_on(OTHER, "second article", "new")
SEEN = tuple(map(ArticleRecord.of, (DOCUMENT, OTHER)))
STARRED = tuple((record, replace(record, starred=True, tags=("fish",))) for record in SEEN)
DRAFT = Draft(article="a", text="half a no")

OPERATIONS: dict[str, Callable[[AnnotationStore], object]] = {
    "add": lambda store: store.add(NEW, OTHER),
    "update": lambda store: store.update(FIRST.edited(note="changed")),
    "delete": lambda store: store.delete(FIRST.id),
    "undo": lambda store: store.undo(),
    "redo": lambda store: store.redo(),
    "opened": lambda store: store.opened(OTHER),
    "star": lambda store: store.change_articles(STARRED, "Starred 2 articles"),
    "search": lambda store: store.save_search(SavedSearch.of("Fish", "tag:fish")),
    "draft": lambda store: store.save_draft(DRAFT),
}

Hook = Callable[..., Any]


@contextmanager
def intercepted(hook: Hook) -> Iterator[None]:
    """Let `hook(name, real, *arguments)` stand in for each call of this thread to the disk.

    What the hook calls itself goes to the disk.
    """
    real = {name: getattr(os, name) for name in CALLS}
    me, inside = threading.get_ident(), False

    def call(name: str, *arguments: Any, **more: Any) -> Any:
        nonlocal inside
        elsewhere = name in ("write", "fsync") and is_pipe(arguments[0])
        if inside or elsewhere or threading.get_ident() != me:
            return real[name](*arguments, **more)
        inside = True
        try:
            return hook(name, real[name], *arguments, **more)
        finally:
            inside = False

    for name in CALLS:
        setattr(os, name, partial(call, name))
    try:
        yield
    finally:
        for name in CALLS:
            setattr(os, name, real[name])


def is_pipe(handle: int) -> bool:
    mode = os.fstat(handle).st_mode
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


@dataclass
class Failing:
    """A hook: the nth call fails, and with `lasting` every one after it.

    Removing files works: that needs no room.
    """

    nth: int
    code: int = errno.ENOSPC
    lasting: bool = False
    calls: int = 0
    struck: str = ""

    def __call__(self, name: str, real: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        if name == "unlink":
            return real(*arguments, **more)
        self.calls += 1
        if self.calls == self.nth or (self.lasting and self.calls > self.nth):
            self.struck = self.struck or name
            raise OSError(self.code, os.strerror(self.code))
        return real(*arguments, **more)


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let each write past that size fail, after a part of it: the kernel's own full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def make_template(folder: Path, notes: int = 0) -> Path:
    """Make a notes file in which every operation has something to do; return its folder."""
    store = AnnotationStore(folder / "notes.json", clock=ticking())
    with store.together():
        for number in range(notes):
            store.add(note_on(DOCUMENT, "Traders", f"note {number}"), DOCUMENT)
    store.add(FIRST, DOCUMENT)
    store.update(FIRST.edited(note="second"))
    store.update(FIRST.edited(note="third"))
    store.undo()
    store.close()
    return folder


def opened_copy(template: Path, folder: Path) -> AnnotationStore:
    shutil.copytree(template, folder)
    return AnnotationStore(folder / "notes.json", clock=ticking())


def state(store: AnnotationStore) -> tuple[object, ...]:
    """All that a session can see, but when it happened."""
    return (
        [(note.id, note.article, note.note, note.quote, note.colour) for note in store.all()],
        [note.id for note in store.trash()],
        [draft.text for draft in store.drafts()],
        [(record.id, record.paths) for record in store.articles()],
        [(record.read_state, record.starred, record.tags) for record in store.articles()],
        [(search.name, search.query) for search in store.searches()],
    )


def on_disk(path: Path) -> tuple[object, ...]:
    store = AnnotationStore(path)
    try:
        assert store.notices == ()
        return state(store)
    finally:
        store.close()


def outcome(call: Callable[[], object]) -> NotesError | None:
    try:
        call()
    except NotesError as error:
        return error
    return None


def problems_of_a_failed_save(
    store: AnnotationStore,
    operation: str,
    trouble: Callable[[], Any],
    wanted: tuple[object, ...],
) -> tuple[bool, list[str]]:
    """Do an operation while there is trouble, and again afterwards; say what went wrong.

    Args:
        store: A store, opened on a fresh copy.
        operation: One of `OPERATIONS`.
        trouble: Gives a context manager inside which the disk fails.
        wanted: The state that the operation leads to.

    Returns:
        Whether it failed the first time, and the problems, each in words.
    """
    problems, before = [], state(store)
    with trouble():
        error = outcome(lambda: OPERATIONS[operation](store))
        if error is not None and state(store) != before:
            problems.append("memory is not as before")
        # What the disk did not confirm may be there all the same, and is then seen.
        store.refresh()
        if state(store) not in (before, wanted):
            problems.append("notes went from the screen while the disk failed")
    if error is not None:
        if not str(error) or "\n" in str(error):
            problems.append(f"no sentence: {error!s}")
        if on_disk(store.path) not in (before, wanted):
            problems.append("the file is neither the old nor the new one")
        if not plain(store.path, "annotations"):
            problems.append("plain TinyDB does not find the notes")
        again = outcome(lambda: OPERATIONS[operation](store))
        if again is not None:
            problems.append(f"it cannot be saved afterwards: {again}")
    if state(store) != wanted or on_disk(store.path) != wanted:
        problems.append("not what was wanted, in the end")
    if list(store.path.parent.rglob("*.tmp")):
        problems.append("a temporary file stayed")
    return error is not None, problems


@dataclass
class Count:
    attempts: int = 0
    failed: int = 0


def every_call_failing(
    folder: Path, template: Path, operation: str, code: int, *, lasting: bool
) -> tuple[Count, list[str]]:
    """Fail the first call of a save, then the second, until none is left that could fail."""
    store = opened_copy(template, folder / "wanted")
    OPERATIONS[operation](store)
    wanted = state(store)
    store.close()
    count, problems = Count(), []
    while True:
        failing = Failing(count.attempts + 1, code, lasting)
        store = opened_copy(template, folder / str(failing.nth))
        store.all()
        failed, found = problems_of_a_failed_save(
            store, operation, lambda hook=failing: intercepted(hook), wanted
        )
        store.close()
        shutil.rmtree(folder / str(failing.nth))
        if not failing.struck:
            return count, problems + found
        count.attempts += 1
        count.failed += failed
        where = f"{operation}, {os.strerror(code)} at call {failing.nth} ({failing.struck})"
        problems += [f"{where}: {problem}" for problem in found]


def every_size_failing(
    folder: Path, template: Path, operation: str, step: int
) -> tuple[Count, list[str]]:
    """Let no file grow past 0 bytes, then past a few more, until the save succeeds."""
    store = opened_copy(template, folder / "wanted")
    OPERATIONS[operation](store)
    wanted = state(store)
    store.close()
    count, problems, size = Count(), [], 0
    while True:
        store = opened_copy(template, folder / str(size))
        store.all()
        failed, found = problems_of_a_failed_save(
            store, operation, partial(files_no_larger_than, size), wanted
        )
        store.close()
        shutil.rmtree(folder / str(size))
        problems += [f"{operation}, no file larger than {size}: {problem}" for problem in found]
        count.attempts += 1
        count.failed += failed
        if not failed:
            return count, problems
        size += step
