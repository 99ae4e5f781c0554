"""A terminal to run the program in: a pseudo-terminal, and a screen made from what it writes."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyte

PATIENCE = 15.0
"""Seconds after which something that did not appear counts as missing."""

ESC, TAB, ENTER = "\x1b", "\t", "\r"

# What the screen emulator does not know and would print: sequences with <, = or > before their
# numbers, those with $ before their letter, and device control strings.
_UNKNOWN = re.compile(rb"\x1b\[[<=>][0-9;]*[A-Za-z]|\x1b\[\??[0-9;]*\$[a-z]|\x1bP[^\x1b]*\x1b\\")
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;?<=>$]*|P[^\x1b]*\x1b?)?\Z")


class Terminal:
    """A program in a pseudo-terminal, with its own session, as a terminal window runs it.

    Attributes:
        raw: Every byte that the program wrote.
        process: The program.
    """

    def __init__(
        self,
        command: list[str | bytes],
        environ: Mapping[str, str],
        size: tuple[int, int] = (120, 40),
    ) -> None:
        columns, rows = size
        self.raw = b""
        self._held = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.master, slave = pty.openpty()
        self.resize(columns, rows)
        self.modes_before = termios.tcgetattr(slave)
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environ),
            start_new_session=True,
            # The terminal is the session's own, so that closing it hangs the program up.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    # What the person does

    def write(self, keys: str) -> None:
        """Press keys. Escape goes alone: what follows at once would be taken for Alt."""
        os.write(self.master, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window; the kernel tells the program."""
        self._screen.resize(rows, columns)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def close(self) -> None:
        """Close the window."""
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    # What the person sees

    @property
    def rows(self) -> list[str]:
        """The lines of the screen."""
        return list(self._screen.display)

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.rows)

    def look(self, words: str) -> set[str]:
        """Return how the cells look on which these words stand; empty where they do not."""
        looks: set[str] = set()
        for y, row in enumerate(self.rows):
            x = row.find(words)
            if x >= 0:
                for column in range(x, x + len(words)):
                    cell = self._screen.buffer[y][column]
                    looks.add(f"{cell.fg} on {cell.bg}{' reverse' * cell.reverse}")
        return looks

    def wait_for(self, wanted: str | Callable[[], Any], timeout: float = PATIENCE) -> Any:
        """Read what the program writes until the screen matches a pattern, or a predicate holds.

        Raises:
            AssertionError: it does not come to that; the message holds the screen.
        """

        def holds() -> Any:
            return re.search(wanted, self.text, re.M) if isinstance(wanted, str) else wanted()

        end = time.monotonic() + timeout
        while not (found := holds()):
            left = end - time.monotonic()
            alive = self.read(min(left, 0.1)) if left > 0 else False
            if left <= 0 or (not alive and not holds()):
                what = wanted if isinstance(wanted, str) else "the state waited for"
                message = f"missing: {what}\n{self.text}\n{self.raw[-300:]!r}"
                raise AssertionError(message)
        return found

    def press(self, keys: str, wanted: str | Callable[[], Any]) -> Any:
        """Press keys and wait for what comes of them."""
        self.write(keys)
        return self.wait_for(wanted)

    def read(self, timeout: float) -> bool:
        """Take in what the program writes next; False once it has let go of the terminal."""
        ready, _, _ = select.select([self.master], [], [], timeout)
        if not ready:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return False
        self.raw += data
        data = _UNKNOWN.sub(b"", self._held + data)
        unfinished = _UNFINISHED.search(data)
        cut = unfinished.start() if unfinished else len(data)
        self._held = data[cut:]
        self._stream.feed(data[:cut])
        return True

    def wait(self, timeout: float = 10.0) -> int:
        """Read to the end and return the exit status."""
        end = time.monotonic() + timeout
        while self.master >= 0 and time.monotonic() < end and self.read(0.1):
            if self.process.poll() is not None and not select.select([self.master], [], [], 0)[0]:
                break
        return self.process.wait(max(0.1, end - time.monotonic()))

    # What the terminal is left with

    def assert_restored(self) -> None:
        """Assert that a shell could go on in this terminal."""
        entered, left = self.raw.rfind(b"\x1b[?1049h"), self.raw.rfind(b"\x1b[?1049l")
        assert entered < left, "the normal screen did not come back"
        assert self.raw.rfind(b"\x1b[?25l") < self.raw.rfind(b"\x1b[?25h"), "no cursor"
        for mode in (b"1000", b"1003", b"1006", b"2004"):
            turned_on = self.raw.rfind(b"\x1b[?" + mode + b"h")
            assert turned_on < 0 or turned_on < self.raw.rfind(b"\x1b[?" + mode + b"l"), mode
        now = termios.tcgetattr(self.master)
        assert now[:4] == self.modes_before[:4]
        assert now[3] & termios.ECHO
        assert now[3] & termios.ICANON

    def end(self) -> None:
        """See to it that nothing is left running."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.close()
        self.process.wait(5)


class Desk:
    """Starts copydesk for one invented person, who has a home and nothing else.

    Attributes:
        home: The home folder; articles are in `articles`, notes in `notes`.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.articles = home / "articles"
        self.articles.mkdir()
        self.notes = home / "notes.json"
        self._terminals: list[Terminal] = []

    @property
    def environ(self) -> dict[str, str]:
        """An environment in which nothing outside this home is known."""
        home = str(self.home)
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "HOME": home,
            "XDG_DATA_HOME": f"{home}/data",
            "XDG_CACHE_HOME": f"{home}/cache",
            "XDG_CONFIG_HOME": f"{home}/config",
            "XDG_STATE_HOME": f"{home}/state",
            "TMPDIR": home,
        }

    @property
    def command(self) -> list[str | bytes]:
        """The command line."""
        folder, notes = os.fspath(self.articles), os.fspath(self.notes)
        return [sys.executable, "-m", "tui", folder, "--notes", notes]

    def start(
        self,
        columns: int = 120,
        rows: int = 40,
        *,
        command: list[str | bytes] | None = None,
        **environ: str,
    ) -> Terminal:
        """Open a terminal of a size and start the desk in it."""
        terminal = Terminal(command or self.command, {**self.environ, **environ}, (columns, rows))
        self._terminals.append(terminal)
        return terminal

    def end(self) -> None:
        """End every terminal that was opened."""
        for terminal in self._terminals:
            terminal.end()

    def crash_reports(self) -> list[str]:
        """Return the crash reports that were written, if any."""
        state = self.home / "state"
        return [path.read_text() for path in state.rglob("crash-*")] if state.exists() else []
