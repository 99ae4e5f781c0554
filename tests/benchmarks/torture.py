#!/usr/bin/env python3
"""What notes and index survive: `python torture.py [kills index crowd disk cuts saves] [--small]`.

kills: writers are killed with SIGKILL at random moments, those of plain TinyDB beside them.
index: who builds the search index is killed, then it is completed, and compared with the files.
crowd: several processes write into one file. disk: every call of a save fails in turn; files may
not grow; a small disk is full, read-only or gone. cuts: a model of power cuts. saves: how long
until a note is on the disk, beside plain TinyDB. About four minutes, most of it for plain TinyDB
with 100,000 notes. Exits 1 if anything that was acknowledged is lost, or the index is wrong.
"""

from __future__ import annotations

import argparse
import errno
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "annotations"))
sys.path.insert(0, str(Path(__file__).parents[1] / "library"))

from broken_disk import ERRORS, OPERATIONS, every_call_failing, every_size_failing, make_template
from crowd import crowd
from killed import kill_often, through_plain_tinydb, through_the_store
from killed_index import EVENTS, Desk, kill_builders
from paper import article, note_on
from power_cuts import cut_everywhere
from small_disk import small_disks
from tinydb import TinyDB

from tui.annotations import AnnotationStore
from tui.annotations.tables_json import encode

PARTS = ("kills", "index", "crowd", "disk", "cuts", "saves")
SHOWN = 5
"""How many of the problems of one line are printed."""

DOCUMENT = article()


class Table:
    """Prints lines as they come, and remembers whether anything went wrong."""

    def __init__(self) -> None:
        self.failed = False

    def head(self, *titles: str) -> None:
        print("\n" + self._line(titles), flush=True)

    def line(self, *cells: object, problems: list[str] | None = None) -> None:
        print(self._line([f"{c:,}" if isinstance(c, int) else str(c) for c in cells]), flush=True)
        for problem in (problems or [])[:SHOWN]:
            print(f"    {problem}")
        self.failed = self.failed or bool(problems)

    @staticmethod
    def _line(cells: list[str] | tuple[str, ...]) -> str:
        return f"{cells[0]:46}" + "".join(f"{cell:>14}" for cell in cells[1:])


def kills(table: Table, folder: Path, number: int, seed: int) -> None:
    table.head(f"{number:,} kills", "acknowledged", "lost", "unreadable")
    for name, writer in (("copydesk", through_the_store), ("JSONStorage", through_plain_tinydb)):
        place = folder / name
        place.mkdir()
        tally = kill_often(place, writer, number, seed)
        ours = writer is through_the_store
        table.line(
            f"  {name}",
            tally.acknowledged,
            tally.lost,
            tally.unreadable,
            problems=tally.remarks if ours else None,
        )


def index(table: Table, folder: Path, number: int, seed: int) -> None:
    table.head(f"{number:,} builders of the index", *EVENTS, "rebuilt", "wrong")
    tally = kill_builders(Desk(folder / "index"), number, seed)
    counts = (tally.kills[event] for event in EVENTS)
    wrong = len(tally.problems)
    table.line("  copydesk", *counts, tally.rebuilt, wrong, problems=tally.problems)


def crowds(table: Table, folder: Path, operations: int, seed: int) -> None:
    table.head("processes × operations", "acknowledged", "wrong", "notes", "seconds")
    place = folder / "crowd"
    place.mkdir()
    done = crowd(place, 4, operations, seed)
    expected = 4 * operations
    problems = list(done.problems)
    if done.operations != expected:
        problems.append(f"{expected - done.operations} operations were not done")
    table.line(
        f"  4 × {operations:,}",
        done.operations,
        len(problems),
        done.notes,
        f"{done.seconds:.1f}",
        problems=problems,
    )


def disks(table: Table, folder: Path, *, small: bool) -> None:
    table.head("a save fails, and again until it does not", "tried", "failed", "wrong")
    template = make_template(folder / "template", 0 if small else 40)

    def tried(
        name: str, one: Callable[[Path, str], tuple[object, list[str]]], operations: list[str]
    ) -> None:
        attempts, failures, problems = 0, 0, []
        for operation in operations:
            with tempfile.TemporaryDirectory(dir=folder) as place:
                count, found = one(Path(place), operation)
            attempts += count.attempts
            failures += count.failed
            problems += found
        table.line(f"  {name}", attempts, failures, len(problems), problems=problems)

    operations = ["add", "undo"] if small else list(OPERATIONS)
    for code in ERRORS:
        for lasting in (False, True):
            tried(
                f"{errno.errorcode[code]} at each call{', and all after it' if lasting else ''}",
                lambda place, operation, code=code, lasting=lasting: every_call_failing(
                    place, template, operation, code, lasting=lasting
                ),
                operations,
            )
    step = 512 if small else 64
    tried(
        f"no file larger than 0, {step}, {2 * step} … bytes",
        lambda place, operation: every_size_failing(place, template, operation, step),
        operations,
    )
    place = folder / "small disk"
    place.mkdir()
    result = small_disks(place)
    name = "  a tmpfs full to the page, read-only, gone"
    if result is None:
        table.line(name, "may not be mounted here")
    else:
        problems = result["problems"]
        table.line(name, result["attempts"], result["failed"], len(problems), problems=problems)


def cuts(table: Table, folder: Path) -> None:
    table.head("power cut at each call of 8 saves", "calls", "disks", "wrong")
    for forgetful in ("", "file", "folder"):
        place = folder / f"cuts {forgetful}"
        place.mkdir()
        done = cut_everywhere(place, forgetful)
        name = f"  2 saves without fsync of the {forgetful}" if forgetful else "  copydesk"
        problems = done.problems if not forgetful else None
        table.line(name, done.calls, done.disks, len(done.problems), problems=problems)


def timed(call: Callable[[int], object], times: int) -> str:
    """Median and worst of some calls, in ms."""
    took = []
    for number in range(times):
        started = time.perf_counter()
        call(number)
        took.append((time.perf_counter() - started) * 1000)
    return f"{statistics.median(took):,.0f} / {max(took):,.0f}"


def full_file(path: Path, notes: int) -> None:
    """Make a file with so many notes, forty to an article."""
    body = DOCUMENT.text.split("\n\n")
    documents = [
        article("Of another day.", *body, url=f"u{number}", path=f"/articles/{number}.html")
        for number in range(max(1, notes // 40))
    ]
    first = path.with_name("first.json")
    store = AnnotationStore(first)
    with store.together():
        kept = [store.opened(document).id for document in documents]
        store.add(note_on(DOCUMENT, "Traders"), DOCUMENT)
    store.close()
    with TinyDB(first, access_mode="r") as database:
        tables = database.storage.read() or {}
    rng, words, made = random.Random(1), DOCUMENT.text.split(), {}
    for number in range(notes):
        at = number % len(documents)
        note = note_on(documents[at], "fish market", " ".join(rng.choices(words, k=20)))
        record = {**note.to_json(), "article": kept[at], "revision": 1, "history": []}
        made[str(number + 1)] = record
    path.write_bytes(encode({**tables, "annotations": made}))


def saves(table: Table, folder: Path, sizes: tuple[int, ...]) -> None:
    table.head("ms to the disk, median / worst", "MB", "add", "update")
    for size in sizes:
        path = folder / str(size) / "notes.json"
        path.parent.mkdir()
        full_file(path, size)
        megabytes = f"{path.stat().st_size / 1e6:.1f}"
        small = size <= 10_000
        ours = our_saves(path, 100 if small else 30)
        table.line(f"  copydesk, {size:,} notes", megabytes, *ours)
        plain = plain_saves(path, 10 if small else 2)
        table.line(f"  JSONStorage, {size:,} notes", megabytes, *plain)


def our_saves(path: Path, times: int) -> tuple[str, str]:
    store = AnnotationStore(path)
    notes = store.all()
    some = notes[:: max(1, len(notes) // (times + 1))]
    new = [note_on(DOCUMENT, "Traders were told", f"new {number}") for number in range(times)]
    # The first save of a session makes the backup, too.
    store.update(some[-1].edited(note="edited before"))
    adding = timed(lambda number: store.add(new[number], DOCUMENT), times)
    updating = timed(
        lambda number: store.update(some[number].edited(note=f"edited {number}")), times
    )
    store.close()
    return adding, updating


def plain_saves(path: Path, times: int) -> tuple[str, str]:
    with TinyDB(path) as database:
        notes = database.table("annotations")
        new = note_on(DOCUMENT, "Traders were told", "new").to_json()
        adding = timed(lambda _: notes.insert(new), times)
        updating = timed(lambda at: notes.update({"colour": at}, doc_ids=[at + 1]), times)
    return adding, updating


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help="; ".join(PARTS) + ": all")
    parser.add_argument("--small", action="store_true", help="a few seconds, as the tests run it")
    parser.add_argument(
        "--kills", type=int, help="how many writers are killed: 1,000; builders: 100"
    )
    parser.add_argument("--operations", type=int, help="by each of four processes: 500")
    parser.add_argument("--notes", type=int, nargs="*", help="in the file: 10000 100000")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    unknown = set(given.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {min(unknown)}")
    table, small = Table(), given.small
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in given.parts or PARTS:
            if part == "kills":
                kills(table, folder, given.kills or (60 if small else 1000), given.seed)
            elif part == "index":
                index(table, folder, given.kills or (12 if small else 100), given.seed)
            elif part == "crowd":
                crowds(table, folder, given.operations or (40 if small else 500), given.seed)
            elif part == "disk":
                disks(table, folder, small=small)
            elif part == "cuts":
                cuts(table, folder)
            else:
                sizes = given.notes or ((1_000,) if small else (10_000, 100_000))
                saves(table, folder, tuple(sizes))
    return int(table.failed)


if __name__ == "__main__":
    sys.exit(main())
