"""Seeing that files under some folders changed, while the desk is open.

The kernel tells of changes on this machine; watchdog knows how each system does it. It tells
nothing of what another machine does in a network folder, and a user may run out of watches: so the
folders are also walked anew now and then.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

SETTLED = 0.5
"""Seconds without another change after which changes are told: a page is saved in many writes."""
LONGEST = 5.0
"""Seconds after which they are told all the same."""
ANEW = 300.0
"""Seconds after which the folders are walked anew, whatever was told of them."""
TOO_MANY = 5_000
"""Changed paths at which all folders are walked instead."""


class FolderWatch:
    """Watches folders from threads that sleep until something changes.

    Args:
        roots: Folders and files.
        changed: Told which paths changed, or None where anything may have; in a thread.
    """

    def __init__(
        self, roots: Sequence[Path], changed: Callable[[Sequence[Path] | None], None]
    ) -> None:
        self._roots = tuple(roots)
        self._changed = changed
        self._paths: set[Path] = set()
        self._overflowed = False
        self._lock = Lock()
        self._stirred = Event()
        self._stop = Event()
        self._observer: BaseObserver | None = None
        self._thread = Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begin; walking 100,000 files' folders to watch them takes its thread a second."""
        self._thread.start()

    def stop(self) -> None:
        """End soon; nothing is told any more."""
        self._stop.set()
        self._stirred.set()

    def _run(self) -> None:
        self._observe()
        try:
            while not self._stop.is_set():
                stirred = self._stirred.wait(ANEW)
                if stirred:
                    self._settle()
                with self._lock:
                    paths, self._paths = sorted(self._paths), set()
                    overflowed, self._overflowed = self._overflowed, False
                if not self._stop.is_set() and (paths or overflowed or not stirred):
                    self._changed(paths if stirred and not overflowed else None)
        finally:
            if self._observer is not None:
                self._observer.stop()

    def _settle(self) -> None:
        """Wait until nothing has changed for a moment."""
        waited = 0.0
        while waited < LONGEST and not self._stop.is_set():
            self._stirred.clear()
            if not self._stirred.wait(SETTLED):
                return
            waited += SETTLED
            self._stop.wait(SETTLED)
        self._stirred.clear()

    def _observe(self) -> None:
        """Ask the system to tell of changes; where it will not, walking now and then remains."""
        from watchdog.events import FileSystemEventHandler
        from watchdog.observers import Observer

        handler = FileSystemEventHandler()
        handler.dispatch = self._take  # type: ignore[method-assign]
        with suppress(Exception):  # no watches left, no such folder, a system that has none
            observer = Observer()
            for root in self._roots:
                with suppress(OSError):
                    folder = root if root.is_dir() else root.parent
                    observer.schedule(handler, os.fspath(folder), recursive=root.is_dir())
            observer.daemon = True
            observer.start()
            self._observer = observer

    def _take(self, event: FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed_no_write") or (
            event.is_directory and event.event_type == "modified"
        ):
            return  # nothing became another: a folder is modified by what is told of it anyway
        with self._lock:
            for name in (event.src_path, event.dest_path):
                if name and isinstance(name, str | bytes):
                    self._paths.add(Path(os.fsdecode(name)))
            if len(self._paths) > TOO_MANY:
                self._paths.clear()
                self._overflowed = True
        self._stirred.set()
