"""Reading many files with a few threads, in order, in batches, stoppable at any moment."""

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

Read = Callable[[Path], tuple[Document, Verdicts]]
"""Reads one article; raises `CopydeskError` where it cannot. Must be safe in several threads."""

BATCH = 50
"""Articles in one transaction: about 50 ms of another session's waiting, and of work to lose."""
LONGEST = 0.5
"""Seconds after which a smaller batch is handed on, so that slow files show up too."""
AHEAD = 8
"""Articles read ahead for each worker; more would only hold memory."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading a file.

    Attributes:
        entry: The file as it was found.
        article: What it says, or None.
        error: Why it could not be read, as a sentence, or empty.
    """

    entry: Entry
    article: tuple[Document, Verdicts] | None = None
    error: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether the file went away before it was read."""
        return self.article is None and not self.error


def read_batches(
    entries: Sequence[Entry], read: Read, workers: int, cancelled: Callable[[], bool]
) -> Iterator[list[Outcome]]:
    """Read files and yield what came of them, in their order.

    Whatever one file does to its reader is that file's outcome. Cancelled, it yields what it has
    and ends within a tenth of a second; a file that is being read then is read to its end in its
    thread, for nothing.
    """
    from concurrent.futures import ThreadPoolExecutor  # 15 ms that the first list need not wait for

    pool = ThreadPoolExecutor(max(1, workers), "read")
    waiting: deque[Future[Outcome]] = deque()
    coming = iter(entries)
    batch: list[Outcome] = []
    begun = time.monotonic()
    try:
        while True:
            while len(waiting) < max(1, workers) * AHEAD and (entry := next(coming, None)):
                waiting.append(pool.submit(_read_one, read, entry))
            if not waiting or cancelled():
                break
            try:
                batch.append(waiting[0].result(timeout=0.1))
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


def _read_one(read: Read, entry: Entry) -> Outcome:
    path = file_path(entry.path)
    try:
        return Outcome(entry, read(path))
    except CopydeskError as error:
        sentence = str(error) or "This file cannot be read."
    except OSError as error:
        sentence = f"This file cannot be read: {error.strerror or type(error).__name__}."
    except Exception as error:
        # One file must not keep thousands of others out of the list, whatever it brings about.
        sentence = f"A fault in copydesk keeps this file from being read ({type(error).__name__})."
    try:
        path.lstat()
    except FileNotFoundError:
        return Outcome(entry)
    except (OSError, ValueError):
        pass  # it is there in some way: the sentence stands
    return Outcome(entry, error=sentence)
