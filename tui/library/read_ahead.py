"""Reading many files ahead of who stores them, in order, in batches, stoppable at any moment."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui.articles.document import Document
from tui.boilerplate.verdict import Verdicts
from tui.errors import CopydeskError
from tui.library.rows import Entry, file_path

if TYPE_CHECKING:
    from concurrent.futures import Future

    from tui.library.storing import Facts

Read = Callable[[Path], tuple[Document, Verdicts]]
"""Reads one article; raises `CopydeskError` where it cannot. Must be safe in several threads."""

BATCH = 500
"""Articles in one transaction: 0.1 s of another session's waiting. What copies are found by lies
all over its table: with 100 articles each page of it was written five times as often."""
LONGEST = 1.0
"""Seconds after which a smaller batch is handed on, so that slow files show up too."""
AHEAD = 8
"""Requests made ahead for each worker; more would only hold memory."""
FAULT = "A fault in copydesk keeps this file from being read"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading a file.

    Attributes:
        entry: The file as it was found.
        facts: What the index keeps of it, or None.
        error: Why it could not be read, as a sentence, or empty.
    """

    entry: Entry
    facts: Facts | None = None
    error: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether the file went away before it was read."""
        return self.facts is None and not self.error


ReadSome = Callable[[Sequence[Entry]], list[Outcome]]
"""Reads a few files, one outcome each, in order; raises nothing."""


def read_batches(
    entries: Sequence[Entry],
    read: ReadSome,
    workers: int,
    cancelled: Callable[[], bool],
    at_once: int = 1,
) -> Iterator[list[Outcome]]:
    """Read files and yield what came of them, in their order.

    Cancelled, it yields what it has and ends within a tenth of a second; what is being read then
    is read to its end in its thread, for nothing.

    Args:
        entries: The files.
        read: Reads a few of them.
        workers: How many threads call it at the same time.
        cancelled: Asked ten times a second or more often.
        at_once: How many files it is given each time.
    """
    from concurrent.futures import ThreadPoolExecutor  # 15 ms that the first list need not wait for

    pool = ThreadPoolExecutor(max(1, workers), "read")
    waiting: deque[Future[list[Outcome]]] = deque()
    starts = range(0, len(entries), at_once)
    pieces = (entries[start : start + at_once] for start in starts)
    batch: list[Outcome] = []
    begun = time.monotonic()
    try:
        while True:
            while len(waiting) < max(1, workers) * AHEAD and (some := next(pieces, None)):
                waiting.append(pool.submit(read, some))
            if not waiting or cancelled():
                break
            try:
                batch += waiting[0].result(timeout=0.1)
                waiting.popleft()
            except TimeoutError:
                pass  # a slow file: see whether to stop, or to show what is there, then wait on
            if batch and (len(batch) >= BATCH or time.monotonic() - begun > LONGEST):
                yield batch
                batch, begun = [], time.monotonic()
        if batch:
            yield batch
    finally:
        pool.shutdown(wait=not waiting, cancel_futures=True)


def one_by_one(read: Read) -> ReadSome:
    """Return what reads files in this process, each by itself."""
    return lambda entries: [_read_one(read, entry) for entry in entries]


def unread(entry: Entry, sentence: str) -> Outcome:
    """Return the outcome of a file that could not be read: it may have gone away meanwhile."""
    try:
        file_path(entry.path).lstat()
    except FileNotFoundError:
        return Outcome(entry)
    except (OSError, ValueError):
        pass  # it is there in some way: the sentence stands
    return Outcome(entry, error=sentence)


def _read_one(read: Read, entry: Entry) -> Outcome:
    from tui.library.storing import Facts

    try:
        return Outcome(entry, Facts.of(*read(file_path(entry.path))))
    except CopydeskError as error:
        sentence = str(error) or "This file cannot be read."
    except OSError as error:
        sentence = f"This file cannot be read: {error.strerror or type(error).__name__}."
    except Exception as error:
        # One file must not keep thousands of others out of the list, whatever it brings about.
        sentence = f"{FAULT} ({type(error).__name__})."
    return unread(entry, sentence)
