"""A model of power cuts: what a disk may hold when the current goes between two calls.

The calls of some saves are recorded. A cut may come after each. Then, of each file, what was
written since its last fsync may be missing, torn, or zeros; of each folder, any of the names made,
changed or removed since its last fsync may be as before, in any combination. Every such disk is
laid out in a folder and opened.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

from broken_disk import DRAFT, FIRST, NEW, OTHER, intercepted, state
from paper import article, note_on, plain, ticking

from tui.annotations import AnnotationStore
from tui.errors import NotesError

MOST_TOGETHER = 8
"""Names not yet confirmed that are tried in all combinations; of more, the prefixes."""

Names = dict[Path, int | None]
"""Files by path, as numbers of contents; None for a folder."""


GONE = -1
"""In a change: the name goes."""


class Recorder:
    """A hook for `intercepted` that keeps a model of the disk and looks at it after each call.

    Args:
        look: Called after each call that changed the disk.
        forgetful: "file" or "folder", whose fsyncs are then not believed: a control.
    """

    def __init__(self, root: Path, look: Callable[[Recorder], None], forgetful: str = "") -> None:
        self._root, self._look, self._forgetful = root, look, forgetful
        self._handles: dict[int, Path | int] = {}
        self._next = 0
        self.names: Names = {}
        self.lasting: Names = {}
        self.pending: list[tuple[Path, Names]] = []
        self.contents: dict[int, bytes] = {}
        self.safe: dict[int, bytes] = {}

    def __call__(self, name: str, real: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        existed = name == "open" and Path(arguments[0]).exists()
        done = real(*arguments, **more)
        if name == "open":
            self._open(Path(arguments[0]), done, existed)
        elif name == "write":
            self.contents[self._handles[arguments[0]]] += bytes(arguments[1])[:done]
        elif name == "fsync":
            self._fsync(self._handles[arguments[0]])
        elif name in ("replace", "rename"):
            old, new = map(Path, arguments[:2])
            self._set({new: self.names[old], old: GONE})
        elif name == "link":
            self._set({Path(arguments[1]): self.names[Path(arguments[0])]})
        elif name == "unlink":
            self._set({Path(arguments[0]): GONE})
        elif name == "mkdir":
            self._set({Path(arguments[0]): None})
        self._look(self)
        return done

    def _open(self, path: Path, handle: int, existed: bool) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            self._handles[handle] = path
            return
        if not existed:
            self._next += 1
            self.contents[self._next] = self.safe[self._next] = b""
            self._set({path: self._next})
        self._handles[handle] = self.names[path]  # type: ignore[assignment]  # a file, as asked

    def _fsync(self, what: Path | int) -> None:
        if isinstance(what, int):
            if self._forgetful != "file":
                self.safe[what] = self.contents[what]
        elif self._forgetful != "folder":
            for folder, change in self.pending:
                if folder == what:
                    _apply(self.lasting, change)
            self.pending = [item for item in self.pending if item[0] != what]

    def _set(self, change: Names) -> None:
        _apply(self.names, change)
        self.pending.append((next(iter(change)).parent, change))

    def cuts(self) -> Iterator[dict[Path, bytes | None]]:
        """Yield each disk that a cut now may leave: contents by path, None for a folder."""
        for chosen in _combinations(self.pending):
            names = dict(self.lasting)
            for _, change in chosen:
                _apply(names, change)
            used = sorted({number for number in names.values() if number is not None})
            for contents in product(*(self._may_hold(number) for number in used)):
                held: dict[int | None, bytes | None] = dict(zip(used, contents, strict=True))
                disk = {path: held.get(number) for path, number in names.items()}
                yield {path: data for path, data in disk.items() if self._reached(path, names)}

    def _reached(self, path: Path, names: Names) -> bool:
        """Tell whether all folders above are there; a folder not made yet hides what is in it."""
        above = path.parent
        while above != self._root and above in names:
            above = above.parent
        return above == self._root

    def _may_hold(self, number: int) -> list[bytes]:
        safe, full = self.safe[number], self.contents[number]
        if safe == full:
            return [full]
        return [safe, full[: len(full) // 2], bytes(len(full)), full]


def _apply(names: Names, change: Names) -> None:
    for path, number in change.items():
        if number == GONE:
            names.pop(path, None)
        else:
            names[path] = number


def _combinations(pending: list[tuple[Path, Names]]) -> Iterator[tuple[tuple[Path, Names], ...]]:
    if len(pending) > MOST_TOGETHER:
        return (tuple(pending[:length]) for length in range(len(pending) + 1))
    lengths = range(len(pending) + 1)
    return chain.from_iterable(combinations(pending, length) for length in lengths)


@dataclass
class Outcome:
    calls: int = 0
    disks: int = 0
    problems: list[str] = field(default_factory=list)


class Cutter:
    """Looks at every disk that a cut may leave while a session works.

    Args:
        folder: For the notes, and for the disks.
        forgetful: As for `Recorder`.
    """

    def __init__(self, folder: Path, forgetful: str = "") -> None:
        self._live, self._laid = folder / "live", folder / "cut"
        self._live.mkdir()
        self._recorder = Recorder(self._live, self._cut, forgetful)
        self._clock = ticking()
        self._seen: set[tuple[tuple[Path, bytes | None], ...]] = set()
        self._states: list[object] = []
        self.path = self._live / "desk" / "notes.json"
        self.outcome = Outcome()

    def session(self, *operations: Callable[[AnnotationStore], object]) -> None:
        """Open the notes, do some things, and cut the power at every call of each."""
        store = AnnotationStore(self.path, clock=self._clock)
        self._states = [state(store)]
        for operation in operations:
            after = self._foreseen(operation)
            self._states.append(after)
            with intercepted(self._recorder):
                operation(store)
            self._states = [after]  # it was acknowledged: from now on only this will do
            self._seen.clear()
            self._cut(self._recorder)
        store.close()

    def _foreseen(self, operation: Callable[[AnnotationStore], object]) -> object:
        copy = self._laid.with_name("foreseen")
        shutil.copytree(self._live, copy)
        store = AnnotationStore(copy / "desk" / "notes.json", clock=ticking())
        operation(store)
        after = state(store)
        store.close()
        shutil.rmtree(copy)
        return after

    def _cut(self, recorder: Recorder) -> None:
        self.outcome.calls += 1
        for disk in recorder.cuts():
            key = tuple(sorted(disk.items(), key=lambda item: item[0]))
            if key in self._seen:
                continue
            self._seen.add(key)
            self.outcome.disks += 1
            problem = self._problem_of(disk)
            if problem:
                self.outcome.problems.append(problem)

    def _problem_of(self, disk: dict[Path, bytes | None]) -> str:
        shutil.rmtree(self._laid, ignore_errors=True)
        self._laid.mkdir()
        for path, data in sorted(disk.items(), key=lambda item: item[0]):
            place = self._laid / path.relative_to(self._live)
            if data is None:
                place.mkdir()
            else:
                place.write_bytes(data)
        path = self._laid / self.path.relative_to(self._live)
        try:
            if path.exists():
                plain(path, "annotations")
            store = AnnotationStore(path, clock=ticking())
            found = state(store)
            texts = [target.text_sha256 for note in store.all() for target in note.targets]
            if store.notices:
                return f"it opens with a notice: {store.notices[0]}"
            if found not in self._states:
                return "what was acknowledged is not there"
            if any(store.text_of(digest) is None for digest in texts):
                return "the text of an annotated article is not there"
            store.add(note_on(article(), "Traders", "afterwards"), article())
            store.close()
        except (ValueError, OSError, NotesError) as error:
            return f"it cannot be read, or not be written: {error}"
        return ""


def cut_everywhere(folder: Path, forgetful: str = "") -> Outcome:
    """Cut the power at every call of two sessions, the first on an empty disk."""
    cutter = Cutter(folder, forgetful)
    document = article()
    beginning: list[Callable[[AnnotationStore], object]] = [
        lambda store: store.add(FIRST, document),
        lambda store: store.update(FIRST.edited(note="second")),
    ]
    if forgetful:  # the control: few saves leave hundreds of disks
        cutter.session(*beginning)
        return cutter.outcome
    cutter.session(
        *beginning,
        lambda store: store.add(NEW, OTHER),
        lambda store: store.delete(NEW.id),
        lambda store: store.undo(),
    )
    cutter.session(
        lambda store: store.update(FIRST.edited(note="third")),
        lambda store: store.save_draft(DRAFT),
        lambda store: store.undo(),
    )
    return cutter.outcome
