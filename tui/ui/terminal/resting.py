"""A driver that sleeps until a key comes.

Textual's own wakes ten times a second to see whether an escape sequence has ended or the program
does: 5 ms of work in 5 s in which nobody types. Here the thread that reads keys looks so often only
while a sequence may be unfinished, and is woken when it should end.
"""

from __future__ import annotations

import os
import selectors
import threading
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import constants
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.app import App

TICK = 0.1
"""Seconds between two looks while a sequence may be unfinished, as in Textual."""

TICKS = 2 + round(constants.ESCAPE_DELAY / TICK)
"""Looks after a key before one sleeps: by then the parser has given an escape up."""

_AT_ONCE = 4096


class WakingEvent(threading.Event):
    """An event that makes a file descriptor readable when it is set.

    Attributes:
        readable: The descriptor.
    """

    def __init__(self) -> None:
        super().__init__()
        self.readable, self._written = os.pipe()
        os.set_blocking(self.readable, False)
        os.set_blocking(self._written, False)

    def set(self) -> None:
        """Set it, and wake who waits for the descriptor."""
        super().set()
        with suppress(BlockingIOError):
            os.write(self._written, b"!")

    def clear(self) -> None:
        """Unset it."""
        super().clear()
        with suppress(BlockingIOError):
            os.read(self.readable, _AT_ONCE)


class RestingDriver(LinuxDriver):
    """Textual's driver for Unix, with a thread for keys that sleeps while there are none."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.exit_event: WakingEvent = WakingEvent()

    def run_input_thread(self) -> None:
        """Wait for keys, and send what they say."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        ticks = TICKS
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self.exit_event.readable, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _ in selector.select(TICK if ticks else None)}
                if self.fileno in ready:
                    data = b""
                    with suppress(OSError):
                        data = os.read(self.fileno, _AT_ONCE)
                    if not data:
                        break  # the terminal is gone; somebody else watches for that
                    ticks = TICKS
                    for event in parser.feed(decode(data)):
                        self.process_message(event)
                elif ticks:
                    ticks -= 1
                for event in parser.tick():
                    self.process_message(event)
        with suppress(EOFError, ParseError):
            for _ in parser.feed(""):
                pass
