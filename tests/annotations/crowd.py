"""Several processes at once on one notes file, and whether all that they did is there.

Each has its own notes, whose every state it knows, and all edit a few shared ones. The processes
are forked, so this belongs into a process with one thread: `benchmarks/torture.py`.
"""

from __future__ import annotations

import json
import os
import random
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from paper import article, note_on, plain

from tui.annotations import AnnotationStore

DOCUMENT = article()
SHARED = 5


@dataclass
class Own:
    """A note of one process, as its calls left it."""

    text: str
    deleted: bool = False
    texts: list[str] = field(default_factory=list)


@dataclass
class Worker:
    """One process: its store, its notes, the steps that it could take back."""

    store: AnnotationStore
    shared: list[str]
    rng: random.Random
    number: int
    own: dict[str, Own] = field(default_factory=dict)
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    writes: list[tuple[str, str | None, float, float]] = field(default_factory=list)
    done: int = 0

    def work(self, operations: int) -> dict[str, object]:
        while self.done < operations:
            live = [name for name, note in self.own.items() if not note.deleted]
            kinds = ["add", "shared"] + ["edit", "edit", "delete"] * bool(live)
            kind = self.rng.choice(kinds + ["undo"] * bool(self.steps))
            text = f"process {self.number}, operation {self.done}"
            if kind == "add":
                self.add(text)
            elif kind == "undo":
                self.undo()
            elif kind == "shared":
                self.edit_shared(self.rng.choice(self.shared), text)
            elif kind == "edit":
                self.edit(self.rng.choice(live), text)
            else:
                self.delete(self.rng.choice(live))
            self.done += 1
        own = {name: vars(note) for name, note in self.own.items()}
        return {"done": self.done, "own": own, "writes": self.writes}

    def add(self, text: str) -> None:
        saved = self.store.add(note_on(DOCUMENT, "fish market", text), DOCUMENT)
        self.own[saved.id] = Own(text, texts=[text])
        self.steps.append(("add", saved.id, ""))

    def edit(self, name: str, text: str) -> None:
        note = self.own[name]
        self.store.update(self.store.get(name).edited(note=text))
        self.steps.append(("edit", name, note.text))
        note.text = text
        note.texts.append(text)

    def edit_shared(self, name: str, text: str) -> None:
        self.timed(name, text, lambda: self.store.update(self.store.get(name).edited(note=text)))
        self.steps.append(("shared", name, ""))

    def delete(self, name: str) -> None:
        self.store.delete(name)
        self.own[name].deleted = True
        self.steps.append(("delete", name, ""))

    def undo(self) -> None:
        kind, name, text = self.steps.pop()
        if kind == "shared":
            # To what it was when this process edited it, which others' edits decide.
            self.timed(name, None, self.store.undo)
            return
        assert self.store.undo() is not None
        note = self.own[name]
        if kind == "edit":
            note.text = text
        else:
            note.deleted = kind == "add"

    def timed(self, name: str, text: str | None, write: Callable[[], object]) -> None:
        begun = time.monotonic()
        assert write() is not None
        self.writes.append((name, text, begun, time.monotonic()))


@dataclass
class Outcome:
    operations: int
    notes: int
    problems: list[str]
    seconds: float


def crowd(folder: Path, processes: int, operations: int, seed: int) -> Outcome:
    """Let the processes work at once, and compare the file with what each one did."""
    path = folder / "notes.json"
    store = AnnotationStore(path)
    first = [note_on(DOCUMENT, "Traders were told", f"shared {at}") for at in range(SHARED)]
    for note in first:
        store.add(note, DOCUMENT)
    store.close()
    started = time.perf_counter()
    pipes, pids, problems = [], [], []
    for number in range(processes):
        ours, its = os.pipe()
        pid = os.fork()
        if pid == 0:
            _work(path, [note.id for note in first], number, operations, seed, its)
        os.close(its)
        pipes.append(ours)
        pids.append(pid)
    reports = []
    for pid, pipe in zip(pids, pipes, strict=True):
        with os.fdopen(pipe, "rb") as told:
            data = told.read()
        if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]):
            problems.append(f"a process failed: {data.decode()}")
        else:
            reports.append(json.loads(data))
    seconds = time.perf_counter() - started
    found = {str(record["id"]): record for record in plain(path, "annotations")}
    expected = {note.id for note in first}
    for report in reports:
        expected |= report["own"].keys()
        problems += _own_problems(report["own"], found)
    problems += [f"{name} is not to be explained" for name in found.keys() - expected]
    writes = [write for report in reports for write in report["writes"]]
    for note in first:
        mine = [write for write in writes if write[0] == note.id]
        problems += _shared_problems(found[note.id], note.note, mine)
    return Outcome(sum(report["done"] for report in reports), len(found), problems, seconds)


def _work(
    path: Path, shared: list[str], number: int, operations: int, seed: int, pipe: int
) -> None:
    """Be one of the processes; never return."""
    status = 1
    try:
        store = AnnotationStore(path, lock_timeout=60)
        store.all()
        worker = Worker(store, shared, random.Random(f"{seed} {number}"), number)
        report, status = json.dumps(worker.work(operations)), 0
    except BaseException:
        report = traceback.format_exc()
    with os.fdopen(pipe, "w") as told:
        told.write(report)
    os._exit(status)


def _forms(record: dict[str, object]) -> list[str]:
    """The texts of a note's forms, the oldest first, the present one at the end."""
    return [form["body"][0]["value"] for form in (*record["history"], record)]


def _own_problems(own: dict[str, dict], found: dict[str, dict]) -> list[str]:
    problems = []
    for name, note in own.items():
        record = found.get(name)
        if record is None:
            problems.append(f"{note['text']}: gone")
        elif (_forms(record)[-1], "deleted" in record) != (note["text"], note["deleted"]):
            problems.append(f"{note['text']}: is {_forms(record)[-1]}, {record.get('deleted')}")
        elif set(_forms(record)) != set(note["texts"]):
            problems.append(f"{note['text']}: its forms are {_forms(record)}")
    return problems


def _shared_problems(record: dict, first: str, writes: list[list]) -> list[str]:
    """Every version is kept; the later stands, and the earlier come before it."""
    forms = _forms(record)
    problems = [
        f"{text}: its words are gone" for _, text, *_ in writes if text and text not in forms
    ]
    told = {first, *(text for _, text, *_ in writes if text)}
    problems += [f"{text}: nobody wrote it" for text in set(forms) - told]
    latest = max((begun for *_, begun, _ in writes), default=0.0)
    last = [text for _, text, _, ended in writes if ended >= latest]
    if last and None not in last and forms[-1] not in last:
        problems.append(f"{forms[-1]} stands, and one of {last} was later")
    moments = {text: (begun, ended) for _, text, begun, ended in writes if text}
    kept = [moments[text] for text in forms[:-1] if text in moments]
    ended_latest = 0.0
    for begun, ended in reversed(kept):
        ended_latest = ended_latest or ended
        if begun > ended_latest:
            problems.append(f"{first}: its earlier forms are out of order")
        ended_latest = min(ended_latest, ended)
    return problems
