"""Writers that are killed with SIGKILL at random moments, and what is left of what they told.

A writer says on a pipe what it is about to do ("?"), and again when the call has returned ("!").
Whatever it said "!" of must be on the disk, the one thing it only said "?" of may be, and nothing
else. It is forked, so this belongs into a process with one thread: `benchmarks/torture.py`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from paper import article, note_on, plain
from tinydb import TinyDB

from tui.annotations import AnnotationStore
from tui.annotations.notes_file import BACKUPS

DOCUMENT = article()
LONGEST_LIFE = 0.15
"""Seconds that a writer is given at most."""
KILLS_PER_FILE = 50
FIRST_NOTES = (0, 40, 400)
"""How many notes the file begins with: small files are written often, large ones for long."""

Tell = Callable[..., None]
Writer = Callable[[Path, Tell, random.Random], None]


@dataclass
class Known:
    """A note as it was acknowledged."""

    text: str
    deleted: bool = False
    texts: set[str] = field(default_factory=set)


@dataclass
class Tally:
    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    unreadable: int = 0
    remarks: list[str] = field(default_factory=list)


def through_the_store(path: Path, tell: Tell, rng: random.Random) -> None:
    """Add, edit, delete and restore notes for ever."""
    store = AnnotationStore(path)
    for number in count():
        text, roll = f"{os.getpid()} {number}", rng.random()
        notes, trash = store.all(), store.trash()
        if roll < 0.5 or not notes:
            new = note_on(DOCUMENT, "fish market", text)
            tell("?", new.id, text, False)
            store.add(new, DOCUMENT)
        elif roll < 0.8:
            note = rng.choice(notes)
            tell("?", note.id, text, False)
            store.update(note.edited(note=text))
        elif roll < 0.95 or not trash:
            note = rng.choice(notes)
            tell("?", note.id, note.note, True)
            store.delete(note.id)
        else:
            note = rng.choice(trash)
            tell("?", note.id, note.note, False)
            store.restore(note.id)
        tell("!")


def through_plain_tinydb(path: Path, tell: Tell, rng: random.Random) -> None:
    """Do the same with TinyDB as it comes; a deleted record is marked so."""
    table = TinyDB(path).table("annotations")
    for number in count():
        text, roll = f"{os.getpid()} {number}", rng.random()
        records = [(record.doc_id, dict(record)) for record in table]
        live = [(at, record) for at, record in records if "deleted" not in record]
        if roll < 0.5 or not live:
            new = note_on(DOCUMENT, "fish market", text)
            tell("?", new.id, text, False)
            table.insert({**new.to_json(), "history": []})
        else:
            at, record = rng.choice(live)
            if roll < 0.8:
                tell("?", record["id"], text, False)
                old = {"body": record["body"]}
                body = [{**record["body"][0], "value": text}]
                table.update({"body": body, "history": [*record["history"], old]}, doc_ids=[at])
            else:
                tell("?", record["id"], text_of(record), True)
                table.update({"deleted": text}, doc_ids=[at])
        tell("!")


def text_of(record: dict[str, object]) -> str:
    return record["body"][0]["value"]  # type: ignore[index]  # a record of ours


def _tell(pipe: int, *what: object) -> None:
    os.write(pipe, json.dumps(what).encode() + b"\n")


def kill_one(path: Path, writer: Writer, rng: random.Random) -> list[list[object]]:
    """Let a writer live for a random while; return what it told."""
    ours, its = os.pipe()
    seed, life = rng.random(), rng.uniform(0, LONGEST_LIFE)
    pid = os.fork()
    if pid == 0:
        try:
            writer(path, partial(_tell, its), random.Random(seed))
        finally:
            os._exit(1)  # only an error ends a writer
    os.close(its)
    try:
        time.sleep(life)  # the random moment: what is told fits into the pipe meanwhile
    finally:
        os.kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
    with os.fdopen(ours, "rb") as pipe:
        told = pipe.read()
    assert os.WIFSIGNALED(status), "a writer failed by itself"
    return [json.loads(line) for line in told[: told.rfind(b"\n") + 1].splitlines()]


def seeded(path: Path, writer: Writer, number: int) -> dict[str, Known]:
    """Begin a file with some notes."""
    notes = [note_on(DOCUMENT, "fish market", f"first {at}") for at in range(number)]
    if writer is through_the_store:
        store = AnnotationStore(path)
        with store.together():
            for note in notes:
                store.add(note, DOCUMENT)
        store.close()
    else:
        with TinyDB(path) as database:
            records = [{**note.to_json(), "history": []} for note in notes]
            database.table("annotations").insert_multiple(records)
    return {note.id: Known(note.note, texts={note.note}) for note in notes}


def kill_often(folder: Path, writer: Writer, kills: int, seed: int) -> Tally:
    """Kill writers of a few files, and compare each file after each kill with what was told."""
    rng, tally = random.Random(seed), Tally()
    files = (folder / str(at) / "notes.json" for at in count())
    path, known = next(files), {}
    for number in range(kills):
        if number % KILLS_PER_FILE == 0 or not path.parent.exists():
            tally.remarks += untidy(path)
            path = next(files)
            path.parent.mkdir()
            known = seeded(path, writer, FIRST_NOTES[number // KILLS_PER_FILE % len(FIRST_NOTES)])
        told = kill_one(path, writer, rng)
        tally.kills += 1
        tally.acknowledged += sum(line[0] == "!" for line in told)
        begun = _take(known, told)
        try:
            found = {str(record["id"]): record for record in plain(path, "annotations")}
            if writer is through_the_store:
                _open_in_the_store(path, found, tally)
        except Exception as error:  # whatever it is: the file could not be read
            tally.unreadable += 1
            tally.lost += len(known)
            tally.remarks.append(f"{type(error).__name__}: {error}")
            path = next(files)  # and on with a new one
            continue
        for name, why in _differences(known, found, begun):
            tally.lost += 1
            tally.remarks.append(f"{name} {why}")
    tally.remarks += untidy(path)
    return tally


def untidy(path: Path) -> Iterator[str]:
    """Save once more with a file of the store, and tell what the dead have left beside it."""
    if not path.with_name(f"{path.name}.lock").exists():
        return  # a plain TinyDB's, or none yet
    store = AnnotationStore(path)
    store.add(note_on(DOCUMENT, "Traders", "the last"), DOCUMENT)
    if store.text_of(store.all()[-1].targets[0].text_sha256) != DOCUMENT.text:
        yield "the article's text is gone"
    store.close()
    if left := list(path.parent.rglob("*.tmp")):
        yield f"temporary files stay: {len(left)}"
    if left := list(path.parent.glob("*.damaged-*")):
        yield f"a file was set aside: {len(left)}"
    if len(list(path.parent.glob("*.backup-*"))) > BACKUPS:
        yield "there are too many backups"


def _take(known: dict[str, Known], told: list[list[object]]) -> list[object] | None:
    """Bring what is known up to date; return what was begun and not acknowledged."""
    begun: list[object] | None = None
    for line in told:
        if line[0] == "?":
            begun = line[1:]
        elif begun is not None:
            name, text, deleted = begun
            note = known.setdefault(name, Known(text))
            note.text, note.deleted = text, deleted
            note.texts.add(text)
            begun = None
    return begun


def _differences(
    known: dict[str, Known], found: dict[str, dict[str, object]], begun: list[object] | None
) -> Iterator[tuple[str, str]]:
    """Yield what is not as it was acknowledged, and go on from what there is."""
    maybe, may_be = (begun[0], tuple(begun[1:])) if begun else ("", ())
    for name in found.keys() - known.keys():
        if name != maybe:
            yield name, "was never told of"
        known[name] = Known(text_of(found[name]))
    for name in list(known):
        note, record = known[name], found.get(name)
        if record is None:
            del known[name]
            yield name, "is gone"
            continue
        there = (text_of(record), "deleted" in record)
        forms = {text_of(form) for form in record["history"]} | {there[0]}
        if there != (note.text, note.deleted) and not (name == maybe and there == may_be):
            yield name, f"is {there}, not {(note.text, note.deleted)}"
        elif not note.texts <= forms:
            yield name, f"has lost earlier forms {note.texts - forms}"
        note.text, note.deleted = there
        note.texts = {*forms}


def _open_in_the_store(path: Path, found: dict[str, object], tally: Tally) -> None:
    store = AnnotationStore(path)
    there = {note.id for note in (*store.all(), *store.trash())}
    if there != found.keys() or store.notices:
        tally.unreadable += 1
        tally.remarks.append(f"the store and TinyDB differ: {store.notices}")
    store.close()
