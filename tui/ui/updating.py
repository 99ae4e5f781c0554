"""Bringing the index up to date: when the desk opens, and whenever a watched folder changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from tui.library import UpdateReport
from tui.ui.collecting import read_notes

if TYPE_CHECKING:
    from tui.library.watching import FolderWatch
    from tui.ui.screens.desk import Desk

BAR = 6
"""Cells of the progress bar."""
REFRESH = 0.5
"""Seconds between two looks of the list at what has been indexed meanwhile."""


class Updating:
    """Keeps the index as the files are, for as long as the desk is open.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stop = Event()
        self._watch: FolderWatch | None = None
        self._waiting: set[Path] = set()
        self._all = False
        self._running = False
        self._generation: int | None = None
        self.progress = ""
        """How far it is, as the list's title says it; empty where nothing is being indexed."""

    async def run(self) -> None:
        """Bring the index up to date in a thread, and watch the folders from now on."""
        session, shelf = self._desk.session, self._desk.shelf
        await asyncio.to_thread(lambda: len(shelf.everything.ids))
        await asyncio.to_thread(read_notes, session.notes.all)
        await self._desk.relisting.following()
        self._start_watch()
        self._all = True
        await self._catch_up()

    def stop(self) -> None:
        """End it; the next start goes on from there."""
        self._stop.set()
        if self._watch is not None:
            self._watch.stop()

    def check(self) -> None:
        """Begin anew where the index turned out to be damaged, and has been emptied."""
        generation = self._desk.session.index.generation
        if self._generation is not None and generation != self._generation and not self._running:
            # Whoever found it may have said so on the terminal, over the desk.
            self._desk.post_message(self._desk.Disturbed())
            self._take(None)

    def _start_watch(self) -> None:
        from tui.library.watching import FolderWatch  # its imports take 30 ms

        loop = asyncio.get_running_loop()

        def changed(paths: Sequence[Path] | None) -> None:
            with suppress(RuntimeError):  # the desk has closed at this moment
                if not self._stop.is_set():
                    loop.call_soon_threadsafe(self._take, paths)

        if not self._stop.is_set():
            self._watch = FolderWatch(self._desk.session.library.roots, changed)
            self._watch.start()

    def _take(self, paths: Sequence[Path] | None) -> None:
        """Note what may have changed, anything if None, and look at it."""
        if paths is None:
            self._all = True
        else:
            self._waiting.update(paths)
        if not self._running and self._desk.is_attached:
            self._desk.run_worker(self._catch_up(), group="index")

    async def _catch_up(self) -> None:
        """Look at all that may have changed, and at what changes meanwhile."""
        if self._running:
            return
        self._running = True
        library, index = self._desk.session.library, self._desk.session.index
        try:
            while (self._all or self._waiting) and not self._stop.is_set():
                everything, self._all = self._all, False
                paths, self._waiting = self._waiting, set()
                if everything:
                    report = await asyncio.to_thread(
                        library.update, self._in_loop(), self._stop.is_set
                    )
                else:
                    report = await asyncio.to_thread(library.update_paths, paths, self._stop.is_set)
                if self._generation is not None and index.generation != self._generation:
                    await self._desk.relisting.following()
                self._generation = index.generation
                self.progress = ""
                self._report(report)
        finally:
            self._running = False

    def _in_loop(self) -> _Progress:
        return _Progress(asyncio.get_running_loop(), self._show_progress)

    def _show_progress(self, done: int, total: int) -> None:
        if not self._desk.is_attached or not total:
            return
        filled = BAR * done // total
        self.progress = f"{'▓' * filled}{'░' * (BAR - filled)} {done:,}/{total:,}"
        self._desk.shelf.grow()

    def _report(self, report: UpdateReport) -> None:
        if not self._desk.is_attached or report.cancelled:
            return
        if report.added or report.changed or report.removed:
            self._desk.shelf.look_anew()
        self._desk.shelf.set_title()
        if report.notice:
            self._desk.tell(report.notice)
        for folder in report.unreadable[:3]:
            self._desk.tell(folder.sentence)


class _Progress:
    """Hands on how far an update is, from its thread to the screen's, not too often."""

    def __init__(self, loop: asyncio.AbstractEventLoop, show: Callable[[int, int], None]) -> None:
        self._loop = loop
        self._show = show
        self._last = 0.0

    def __call__(self, done: int, total: int) -> None:
        if self._loop.time() - self._last >= REFRESH or done == total:
            self._last = self._loop.time()
            self._loop.call_soon_threadsafe(self._show, done, total)
