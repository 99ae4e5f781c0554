"""Reading articles for the index in processes of their own, one for each core.

Python runs one thread at a time, and a page can keep its parser busy for minutes. Two children read
1,300 plain articles of 4 kB a second where two threads read 750; and one that takes too long is
killed, and its file read as its bare text.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import Any

from tui.articles.child_process import Child
from tui.articles.files import LARGEST
from tui.library.read_ahead import FAULT, Outcome, unread
from tui.library.rows import Entry, file_path
from tui.library.storing import Facts

AT_ONCE = 8
"""Files in a request: more would wait for each other, fewer would wait for the pipe."""
WORTH_IT = 32
"""Files from which starting the children, which takes half a second, is worth it."""
_WORKER = "tui.library.fact_worker"


class FactReader:
    """Children that read files. Any thread may ask; close it when done.

    Args:
        timeout: How long a file may take, in seconds.
        largest: The most bytes of a file that are read.
        most: How many children there are at most; one for each core if None.
    """

    def __init__(
        self, timeout: float = 10.0, largest: int = LARGEST, most: int | None = None
    ) -> None:
        self.most = most or min(4, os.cpu_count() or 1)
        self._timeout = timeout
        self._largest = largest
        self._idle: list[Child] = []
        self._all: set[Child] = set()
        self._lock = threading.Lock()
        self._closed = False

    def close(self) -> None:
        """End the children, those at work as well."""
        with self._lock:
            self._closed = True
            children, self._all, self._idle = self._all, set(), []
        for child in children:
            child.kill()

    def read(self, entries: Sequence[Entry]) -> list[Outcome]:
        """Read a few files, one outcome each, in order; raises nothing."""
        answers = self._ask(entries, self._timeout * len(entries) if len(entries) > 1 else None)
        if answers is None and len(entries) > 1:
            return [outcome for entry in entries for outcome in self.read([entry])]
        if answers is None:
            # Killed for taking too long, or it died: once more, without the markup.
            answers = self._ask(entries, None, bare=True) or [None]
        return [
            Outcome(entry, answer)
            if isinstance(answer, Facts)
            else unread(entry, answer or f"{FAULT}.")
            for entry, answer in zip(entries, answers, strict=True)
        ]

    def _ask(
        self, entries: Sequence[Entry], timeout: float | None, *, bare: bool = False
    ) -> list[Any] | None:
        """Return what a child answers; None where it was killed or died."""
        paths = [file_path(entry.path) for entry in entries]
        try:
            child = self._take()
        except OSError:  # no more processes to be had, or closing
            return None
        try:
            answers: list[Any] = child.ask((paths, self._largest, bare), timeout or self._timeout)
        except (OSError, EOFError):  # TimeoutError is an OSError
            child.kill()
            with self._lock:
                self._all.discard(child)
            return None
        with self._lock:
            self._idle.append(child)
        return answers

    def _take(self) -> Child:
        with self._lock:
            if self._closed:
                raise OSError("closing")
            child = self._idle.pop() if self._idle else Child(_WORKER)
            self._all.add(child)
            return child
