"""Sessions that are killed with SIGKILL while they build the search index, and what they leave.

A builder, `python killed_index.py DESK`, is a process of its own. It brings an index up to date in
many small commits and says on a pipe what it is about to do, so that it can be killed at a random
moment of any of it: while the tables are written, while words are committed, while they are merged.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from newsroom import SUFFIXES, contents, read_plain

from tui.annotations import Annotation, AnnotationStore, describe
from tui.articles.document import TextRange
from tui.library import Library, SearchIndex
from tui.standings import ToldStandings

HERE = Path(__file__).parents[2]
FILES = 300
CHANGED = 150
"""Files that are written, changed or removed before each kill."""
NOTES = 12
ANEW = 5
"""Every so manieth builder begins without an index."""
PAIR = 4
"""Every so manieth has another beside it, which is not killed."""
COMPARED = 8
"""After every so many kills the whole index is compared with one that is built anew."""
EVENTS = {"begin": 0.6, "write": 0.05, "rest": 0.02, "end": 0.02}
"""When a builder is killed: so many seconds at most after it says this. Commits take 5 ms."""
PATIENCE = 100.0


@dataclass(frozen=True)
class Desk:
    """Where everything lies that a builder works with."""

    top: Path

    @property
    def articles(self) -> Path:
        return self.top / "articles"

    @property
    def index(self) -> Path:
        return self.top / "cache" / "index.sqlite"

    @property
    def notes(self) -> Path:
        return self.top / "notes.json"

    def library(self, index: SearchIndex) -> Library:
        return Library([self.articles], index, read_plain, suffixes=SUFFIXES)


@dataclass
class Tally:
    """What came of it.

    Attributes:
        kills: How many builders were killed, by what they had said last.
        finished: How many were done before.
        rebuilt: How often the index had to begin empty.
        left: Files that an update had to read after a kill, in all.
        problems: What should not be, as sentences.
    """

    kills: Counter[str] = field(default_factory=Counter)
    finished: int = 0
    rebuilt: int = 0
    left: int = 0
    problems: list[str] = field(default_factory=list)


# The builder


def build(desk: Desk) -> None:
    """Bring the index up to date in small steps, and say which."""
    from tui.library import catching_up, read_ahead
    from tui.library.word_index import WordIndex

    read_ahead.BATCH, catching_up.AT_ONCE = 8, 16
    catching_up.Follower.PAUSE = 0.005

    def told(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def tell(*arguments: Any) -> Any:
            os.write(1, f"{name}\n".encode())
            return method(*arguments)

        return tell

    WordIndex.write = told("write", WordIndex.write)  # type: ignore[method-assign]
    WordIndex.rest = told("rest", WordIndex.rest)  # type: ignore[method-assign]
    notes = AnnotationStore(desk.notes)
    os.write(1, b"begin\n")
    with SearchIndex(desk.index) as index:
        index.set_standings(ToldStandings(notes).all())
        report = desk.library(index).update()
        os.write(1, b"end\n")
    notes.close()
    if report.notice:
        raise SystemExit(report.notice)


# Who kills it


def kill_builders(desk: Desk, kills: int, seed: int) -> Tally:
    """Kill so many builders, and look at the index after each."""
    rng, tally = random.Random(seed), Tally()
    files = _Files(desk.articles, rng)
    _annotate(desk)
    before = _digest(desk.notes)
    number = 0
    while sum(tally.kills.values()) < kills:
        number += 1
        if number % ANEW == 1:
            shutil.rmtree(desk.index.parent, ignore_errors=True)
        files.change(CHANGED)
        problems = _kill_one(desk, rng, tally, beside=number % PAIR == 0)
        problems += _look(desk, files, rng, tally)
        if number % COMPARED == 0 or sum(tally.kills.values()) == kills:
            problems += _compare(desk)
        if _digest(desk.notes) != before:
            problems.append("the notes are not what they were")
        tally.problems += [f"kill {number}: {problem}" for problem in problems]
    return tally


def _kill_one(desk: Desk, rng: random.Random, tally: Tally, *, beside: bool) -> list[str]:
    """Let a builder live until a random moment; where there is another, that one must finish."""
    event = rng.choice(tuple(EVENTS))
    count, delay = rng.randint(1, 12), rng.uniform(0, EVENTS[event])
    other = _start(desk) if beside else None
    builder = _start(desk)
    assert builder.stdout is not None
    last, seen = "", 0
    for line in builder.stdout:
        last = line.strip()
        seen += last == event
        if last == event and (seen == count or event != "write"):
            time.sleep(delay)  # the random moment
            builder.kill()
            break
    builder.communicate(timeout=PATIENCE)
    if builder.returncode == -9:
        tally.kills[event] += 1
    else:
        tally.finished += 1
    problems = [] if builder.returncode in (0, -9) else [f"a builder ended {builder.returncode}"]
    if other is not None:
        _, said = other.communicate(timeout=PATIENCE)
        if other.returncode:
            problems.append(f"the builder beside it ended {other.returncode}: {said[-300:]}")
    return problems


def _start(desk: Desk) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, str(desk.top)]
    environ = {**os.environ, "PYTHONPATH": str(HERE)}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ
    )


def _look(desk: Desk, files: _Files, rng: random.Random, tally: Tally) -> list[str]:
    """Open the index as the next session would, and bring it up to date."""
    problems: list[str] = []
    with SearchIndex(desk.index) as index:
        if index.is_private:
            return [f"the index could not be opened: {index.notice}"]
        known = {row.id for row in index.rows()}
        found = list(index.find('"everywhere"').ids)
        if not set(found) <= known or len(found) != len(set(found)):
            problems.append("it finds what is not there, or twice")
        notes = AnnotationStore(desk.notes)
        index.set_standings(ToldStandings(notes).all())
        notes.close()
        report = desk.library(index).update()
        tally.left += report.added + report.changed
        tally.rebuilt += "damaged" in f"{index.notice}{report.notice}"
        if report.failed or report.cancelled or (report.notice and "damaged" not in report.notice):
            problems.append(f"an update did not complete it: {report}")
        problems += _disagreements(index, files, rng)
    return problems


def _disagreements(index: SearchIndex, files: _Files, rng: random.Random) -> Iterator[str]:
    """Yield what lists and searches say that the files do not."""
    rows = list(index.rows())
    here = sorted(row.path.name for row in rows if not row.missing)
    if here != sorted(files.texts):
        yield f"{len(here)} files are listed, and there are {len(files.texts)}"
    found = index.find('"everywhere"')
    if found.total != len(rows) or sorted(found.ids) != sorted(row.id for row in rows):
        yield f"{found.total} articles are found, and {len(rows)} listed"
    changed = sorted(files.changed & set(files.texts))
    for name in rng.sample(changed, min(15, len(changed))):
        of_version = [row.path.name for row in index.rows_of(index.find(files.word(name)).ids)]
        if of_version != [name]:
            yield f"{name} is found as {of_version}"
    noted = {row.path.name for row in index.rows_of(index.find("has:note").ids)}
    if not noted:
        yield "no note is found"


def _compare(desk: Desk) -> list[str]:
    """Compare the whole index with one that is built anew."""
    anew = desk.top / "anew"
    shutil.rmtree(anew, ignore_errors=True)
    notes = AnnotationStore(desk.notes)
    with SearchIndex(anew / "index.sqlite") as index:
        index.set_standings(ToldStandings(notes).all())
        desk.library(index).update()
    notes.close()
    ours, theirs = contents(desk.index), contents(anew / "index.sqlite")
    return [f"other {name} than anew" for name in theirs if ours[name] != theirs[name]]


class _Files:
    """The articles: each holds a word of its own, which is another in every version."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self._folder = folder
        self._rng = rng
        self._clock = 1_000_000_000
        self.texts: dict[str, int] = {}
        self.changed: set[str] = set()
        folder.mkdir(parents=True)
        for number in range(FILES):
            self._write(f"{number:04}.txt")

    def word(self, name: str) -> str:
        return f"version{self.texts[name]}of{name.removesuffix('.txt')}"

    def change(self, number: int) -> None:
        """Write some anew, remove some, add some."""
        self.changed.clear()
        for _ in range(number):
            name = f"{self._rng.randrange(FILES):04}.txt"
            if name in self.texts and self._rng.random() < 0.2:
                (self._folder / name).unlink()
                del self.texts[name]
                self.changed.discard(name)
            else:
                self._write(name)

    def _write(self, name: str) -> None:
        self._clock += 1
        self.texts[name] = self._clock
        words = " ".join(f"word{self._rng.randrange(2_000)}" for _ in range(60))
        path = self._folder / name
        path.write_text(f"Headline of {name[:4]}\n{self.word(name)} everywhere\n{words}\n")
        os.utime(path, (self._clock, self._clock))
        self.changed.add(name)


def _annotate(desk: Desk) -> None:
    store = AnnotationStore(desk.notes)
    for path in sorted(desk.articles.iterdir())[:NOTES]:
        document, _ = read_plain(path)
        start = document.text.index("everywhere")
        target = describe(document, TextRange(start, start + len("everywhere")))
        store.add(Annotation.make([target], note=f"Ask about {path.name}."), document)
    store.close()


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    build(Desk(Path(sys.argv[1])))
