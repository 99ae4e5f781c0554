"""Leaving when the world says so: signals, and a terminal that vanished.

Textual alone dies on SIGTERM with the terminal left raw, and lives on at full load when its
terminal is gone (measured: 127 % CPU with SIGHUP ignored). Here each of these runs one farewell,
in which unsaved work is put away; if that takes too long, the terminal is restored and the process
ends all the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import stat
import sys
import termios
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from tui.ui.watching import Watch

WATCH_INTERVAL = 1.0
"""Seconds between two looks at the terminal."""

LAST_RESORT = 4.0
"""Seconds that a farewell may take before the process ends without it."""

_LEAVE_SCREEN = b"\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?2004l\x1b[?1004l\x1b[<u" + (
    b"\x1b[?25h\x1b[?7h\x1b[?1049l"
)
"""Mouse, paste, focus and keyboard reports off, cursor and wrapping on, the normal screen."""


class Departure:
    """Watch for the end of the session; call `farewell` once, with 128 + the signal's number.

    Install from inside the running event loop, before the screen takes the terminal. A vanished
    terminal counts as SIGHUP.
    """

    def __init__(self, farewell: Callable[[int], None]) -> None:
        self._farewell = farewell
        self._leaving = False
        self._attributes: list[Any] | None = None
        self._watch: Watch | None = None
        self._fd = sys.__stdin__.fileno() if sys.__stdin__ is not None else 0

    def install(self) -> None:
        """Begin to watch."""
        loop = asyncio.get_running_loop()
        with contextlib.suppress(termios.error):
            self._attributes = termios.tcgetattr(self._fd)
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.leave, number)
        if self._attributes is not None:
            gone = partial(loop.call_soon_threadsafe, self.leave, signal.SIGHUP)
            self._watch = Watch(self._is_gone, gone, WATCH_INTERVAL)
            self._watch.start()

    def stop(self) -> None:
        """Watch the terminal no longer: the session ends by itself."""
        if self._watch is not None:
            self._watch.stop()

    def leave(self, number: int) -> None:
        """Say farewell because of a signal; a second signal changes nothing."""
        if self._leaving:
            return
        self._leaving = True
        self.stop()
        code = 128 + number
        last_resort = threading.Timer(LAST_RESORT, self._end, (code,))
        last_resort.daemon = True
        last_resort.start()
        self._farewell(code)

    def _is_gone(self) -> bool:
        try:
            termios.tcgetattr(self._fd)
        except termios.error:
            return True
        return False

    def _end(self, code: int) -> None:
        with contextlib.suppress(OSError):
            os.set_blocking(self._fd, False)
            os.write(self._fd, _LEAVE_SCREEN)
            os.set_blocking(self._fd, True)
        if self._attributes is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._fd, termios.TCSANOW, self._attributes)
        os._exit(code)


def let_go_of_dead_streams() -> None:
    """Point streams whose terminal is gone at nothing.

    Python flushes them at the end, and would turn a failure there into the exit status 120.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is None:
            continue
        try:
            stream.flush()
            if stat.S_ISCHR(os.fstat(stream.fileno()).st_mode):
                termios.tcgetattr(stream.fileno())
        except (OSError, ValueError, termios.error):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
