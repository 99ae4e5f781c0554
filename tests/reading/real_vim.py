"""A real vim on a pty: keys are typed into it, and it says where its cursor is."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import termios
import time
from pathlib import Path
from select import select

from tui.articles.document import TextRange

ANSWERS_WITHIN = 20
SCRIPT = """
set encoding=utf-8 nomodeline viminfo= noswapfile cpoptions&vim nowrapscan nostartofline
set lazyredraw noshowcmd noshowmode noruler laststatus=0 belloff=all
function Take()
  silent %delete _
  call setline(1, readfile($FOLDER . '/text'))
endfunction
function Say(...)
  call writefile([join(map(copy(a:000), 'line2byte(v:val) + col(v:val) - 2'))], $ANSWERS, 'aS')
endfunction
call Say('.')
"""
_CLEAR_LINE = "\x15"


class Vim:
    """One vim for all cases, at a terminal of its own.

    Args:
        vim: The program.
        folder: An empty folder for what is said to it and what it says.
    """

    def __init__(self, vim: str, folder: Path) -> None:
        script, answers = folder / "script.vim", folder / "answers"
        script.write_text(SCRIPT, "utf-8")
        os.mkfifo(answers)
        self._answers = os.open(answers, os.O_RDWR | os.O_NONBLOCK)
        self._told = folder / "text"
        self._text: str | None = None
        self._keyboard, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._process = subprocess.Popen(
            [vim, "-u", "NONE", "-i", "NONE", "-N", "-n", "-S", str(script)],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
            env={
                **os.environ,
                "TERM": "dumb",
                "LC_ALL": "C.UTF-8",
                "FOLDER": str(folder),
                "ANSWERS": str(answers),
            },
        )
        os.close(terminal)
        self._answer()

    def go(self, text: str, offset: int, *keys: str) -> int:
        """Type keys (one that fails is passed over), and say where the cursor is then."""
        typed = self._at(text, offset) + "".join(keys)
        return self._ask(text, f"{typed}:call Say('.')\r")[0]

    def between(self, text: str, offset: int, keys: str) -> TextRange:
        """Select a text object."""
        asked = f':{_CLEAR_LINE}call Say("\'<", "\'>")\r'
        start, last = self._ask(text, f"{self._at(text, offset)}v{keys}{asked}")
        return TextRange(start, last + 1)

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        os.close(self._keyboard)
        os.close(self._answers)

    def _at(self, text: str, offset: int) -> str:
        return f":goto {len(text[:offset].encode()) + 1}\r"

    def _ask(self, text: str, typed: str) -> list[int]:
        if text != self._text:
            self._told.write_text(text, "utf-8")
            self._text = text
            typed = f":call Take()\r{typed}"
        os.write(self._keyboard, typed.encode())
        return [
            len(text.encode()[: int(number)].decode("utf-8", "ignore"))
            for number in self._answer().split()
        ]

    def _answer(self) -> str:
        """Wait for a line of its answers; meanwhile what it draws is taken in."""
        answer, end = b"", time.monotonic() + ANSWERS_WITHIN
        while not answer.endswith(b"\n"):
            left = max(0, end - time.monotonic())
            ready = select([self._answers, self._keyboard], [], [], left)[0]
            assert ready, "vim does not answer"
            if self._answers in ready:
                answer += os.read(self._answers, 4096)
            if self._keyboard in ready:
                os.read(self._keyboard, 65_536)
        return answer.decode()
