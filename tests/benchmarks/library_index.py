#!/usr/bin/env python3
"""What `library.py` measures without a screen, each in a process of its own that prints JSON.

`library_index.py update HOME ROOT ...` brings an index up to date; `extract PART PARTS ROOT ...`
reads every so manieth file as the index would and keeps nothing; `find HOME ROOT` answers queries
that it reads line by line.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from reader_texts import paths_of

from tui.config import Settings
from tui.library import Library, Sort
from tui.library.fact_worker import answer
from tui.session import Session

PAINTED = 64
"""Hits that are looked at: more than a screen shows."""


def say(**values: object) -> None:
    print(json.dumps(values), flush=True)


def update(home: Path, roots: Sequence[Path]) -> None:
    """Bring an index up to date, telling how far it is."""
    with Session(roots, paths_of(home), Settings()) as session:
        started = time.perf_counter()
        report = session.library.update(lambda done, of: say(done=done, of=of))
        say(seconds=time.perf_counter() - started, **asdict(report))


def extract(part: int, parts: int, roots: Sequence[Path]) -> None:
    """Read files when a line arrives on the standard input."""
    paths = sorted(path for root in roots for path in root.rglob("*.*"))[part::parts]
    for path in paths[:3]:
        answer(path, 10_000_000, False)  # imports what it takes
    say(ready=True)
    sys.stdin.readline()
    started = time.perf_counter()
    for path in paths:
        answer(path, 10_000_000, False)
    say(seconds=time.perf_counter() - started, files=len(paths))


def find(home: Path, root: Path) -> None:
    """Answer queries: how many articles they find, and how long that takes."""
    with Session([root], paths_of(home), Settings()) as session:
        library: Library = session.library
        for line in sys.stdin:
            query, _, order = line.rstrip("\n").partition("\t")
            started = time.perf_counter()
            found = library.find(query, PAINTED, Sort.of(order) if order else None)
            searched = time.perf_counter()
            library.hits(query, found.ids[:PAINTED])
            told = time.perf_counter()
            say(total=found.total, find=(searched - started) * 1e3, hits=(told - searched) * 1e3)


def main() -> None:
    kind, *rest = sys.argv[1:]
    if kind == "update":
        update(Path(rest[0]), [Path(root) for root in rest[1:]])
    elif kind == "extract":
        extract(int(rest[0]), int(rest[1]), [Path(root) for root in rest[2:]])
    else:
        find(Path(rest[0]), Path(rest[1]))


if __name__ == "__main__":
    main()
