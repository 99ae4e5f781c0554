"""Textual's driver for Unix, writing only what differs from what the terminal shows."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING, Any

from textual.events import Resize

from tui.ui.terminal.frames import FrameComparer
from tui.ui.terminal.resting import RestingDriver

if TYPE_CHECKING:
    from types import FrameType

    from textual.app import App
    from textual.message import Message


class FrameDriver(RestingDriver):
    """Compares each frame with the one before; see `frames`.

    The size is asked of the terminal at each write (measured: 0.7 µs), because Textual learns of a
    new size later than the terminal has it, and because COLUMNS and LINES may tell Textual another.
    """

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # terminfo knows no ECH for GNU screen; tmux has it, and may call itself screen.
        gnu_screen = os.environ.get("TERM", "").startswith("screen") and not os.environ.get("TMUX")
        self._frames = FrameComparer(*self._size_of_terminal(), erases=not gnu_screen)
        # Textual writes from its loop, from the thread that reads keys, and in signal handlers.
        self._turn = threading.RLock()
        self._writing = False
        self._interrupted = False
        self._stale = False

    def forget(self) -> None:
        """Take nothing for granted: what is drawn next is written in full.

        To draw a disturbed screen anew, call this and then refresh the whole screen.
        """
        self._stale = True

    def write(self, data: str) -> None:
        """Write what of the data changes the terminal."""
        with self._turn:
            if self._writing:
                # A signal handler wrote in the middle of a write of the same thread.
                self._interrupted = True
                super().write(data)
                return
            self._writing = True
            try:
                self._follow_size()
                less = self._frames.compare(data)
                if self._interrupted:
                    less = data
                if less:
                    super().write(less)
            finally:
                self._writing = False
                if self._interrupted:
                    self._interrupted = False
                    self._stale = True

    def start_application_mode(self) -> None:
        """Take the terminal, and watch its size."""
        self._stale = True
        before = self._writer_thread
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual has it so
        if self._writer_thread is before:
            return  # In the background, where it may not start.
        # Another screen may come with another style; a known one lets the first frame be compared.
        self.write("\x1b[0m")
        textual_learns = signal.getsignal(signal.SIGWINCH)

        def resized(number: int, frame: FrameType | None) -> None:
            # Also where the size is soon what it was: the text was moved about meanwhile.
            self._stale = True
            if callable(textual_learns):
                textual_learns(number, frame)

        if callable(textual_learns):
            signal.signal(signal.SIGWINCH, resized)

    def process_message(self, message: Message) -> None:
        """Forget what the terminal shows when it says among the keys that its size changed."""
        if isinstance(message, Resize):
            self._stale = True
        super().process_message(message)

    def _follow_size(self) -> None:
        size = self._size_of_terminal()
        if self._stale or size != self._frames.size:
            self._stale = False
            self._frames.resize(*size)

    def _size_of_terminal(self) -> tuple[int, int]:
        try:
            columns, rows = os.get_terminal_size(self._file.fileno() if self._file else -1)
        except (OSError, ValueError):
            columns = rows = 0
        # No terminal, or a serial line without a size: then it is what Textual goes by.
        return (columns, rows) if columns and rows else self._get_terminal_size()
