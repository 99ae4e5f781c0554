"""Putting text on the clipboard from a terminal, and saying what became of it.

Three ways, the surest first: tmux's own buffer (which hands it on to the terminal), a clipboard
program of the desktop, and OSC 52, a request that the terminal may refuse without a word. The
last never answers, so what is said is what was done, not what arrived.

Measured with tmux 3.3a and GNU screen 4.9.0, what the terminal around them received:

- `tmux load-buffer -w` reaches it with every `set-clipboard`, `off` included, if tmux knows that
  the terminal takes OSC 52; the buffer has the text in any case. In a tmux within a tmux the
  outer one drops it unless its `set-clipboard` is `on`.
- A program's bare OSC 52 passes tmux only with `set-clipboard on` (`external` is the default),
  one wrapped for tmux only with `allow-passthrough on` (`off` is the default since 3.3).
- GNU screen ignores a bare OSC 52 and prints what is in it beyond 767 bytes. It passes on the
  contents of device control strings of at most 767 bytes; from the 768th on it prints them, too.
- tmux takes such a string for the bare request that it holds. That is good where there is one;
  of several, it puts the first part on the clipboard and loses the rest.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

LARGEST_REQUEST = 74_994
"""Bytes of text that fit an OSC 52 of 100,000 bytes, the least that common terminals take."""

PATIENCE = 2.0
"""Seconds after which a program that has not ended counts as one that does not work."""

_SCREEN_LIMIT = 767
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Scripts that write words without blanks: Thai to Khmer, Japanese, Chinese."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a text.

    Attributes:
        said: A sentence about it.
        request: What is still to be written to the terminal, unaltered; often nothing.
    """

    said: str
    request: str = ""


@dataclass(frozen=True, slots=True)
class _Program:
    """A program that takes text on its standard input and puts it on the clipboard.

    Attributes:
        sign: The environment variable that tells that it has a clipboard to serve.
        command: The program and its arguments.
        encoding: How it reads its input.
    """

    sign: str
    command: tuple[str, ...]
    encoding: str = "utf-8"


_PBCOPY = _Program("", ("pbcopy",))
_DESKTOP = (
    # UTF-8 would be read in the console's code page, and a byte order mark would be copied, too.
    _Program("WSL_DISTRO_NAME", ("clip.exe",), "utf-16-le"),
    _Program("TERMUX_VERSION", ("termux-clipboard-set",)),
    # Without a type it asks xdg-mime for one, which may hang, and offers prose as HTML.
    _Program("WAYLAND_DISPLAY", ("wl-copy", "--type", "text/plain")),
    _Program("DISPLAY", ("xclip", "-selection", "clipboard", "-in")),
    _Program("DISPLAY", ("xsel", "--clipboard", "--input")),
)


def may_take_time(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Tell whether `copy` would run another program, and so should not run on the screen's thread.

    Args:
        environ: Where the session's surroundings are read from.
        platform: As in `sys.platform`.
    """
    return bool(environ.get("TMUX")) or next(_programs(environ, platform), None) is not None


def copy(
    text: str, environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> Copied:
    """Copy text by the surest ways there are, and tell what happened.

    It may take `PATIENCE` for each program that hangs.

    Args:
        text: What to copy.
        environ: Where the session's surroundings are read from.
        platform: As in `sys.platform`.
    """
    in_tmux = _to_tmux(text, environ) if environ.get("TMUX") else None
    failed: list[str] = []
    for program, path in _programs(environ, platform):
        # pbcopy reads its input in the locale's encoding, as Mac Roman where there is none.
        around = {**environ, "LC_ALL": "en_US.UTF-8"} if program is _PBCOPY else environ
        data = text.encode(program.encoding, "replace")
        if _fed((path, *program.command[1:]), data, around):
            also = "" if in_tmux is None else " and to tmux"
            return Copied(f"Copied {_amount(text)} to the clipboard{also}.", in_tmux or "")
        failed.append(program.command[0])
    if in_tmux is None:
        return _by_terminal(text, environ, failed)
    small = _size(text) <= LARGEST_REQUEST
    further = "offered to the terminal, too" if small else "most terminals take less"
    return Copied(f"Copied {_amount(text)} to tmux (prefix ] pastes); {further}.", in_tmux)


def _by_terminal(text: str, environ: Mapping[str, str], failed: Sequence[str]) -> Copied:
    """Leave it to the terminal, where it can be left to it.

    Args:
        text: What to copy.
        environ: Where the session's surroundings are read from.
        failed: The programs that were tried in vain.
    """
    size = _size(text)
    if environ.get("TERM") == "linux":
        return Copied("Not copied: the Linux console has no clipboard.")
    if size > LARGEST_REQUEST:
        much = f"{size:,} bytes; terminals take {LARGEST_REQUEST:,}"
        return Copied(f"Not copied: {much}. Select less or export.")
    doubt = "; if nothing arrives, it forbids copying"
    if failed:
        doubt = f", since {' and '.join(failed)} did not work"
    return Copied(f"Sent {_amount(text)} to the terminal{doubt}.", _request(text, environ))


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _amount(text: str) -> str:
    """Return how much a text is: in words, or in characters where words are not parted."""
    unspaced = len(re.findall(f"[{_UNSPACED}]", text))
    if 2 * unspaced > sum(map(str.isalnum, text)):
        count, unit = len("".join(text.split())), "character"
    else:
        count, unit = sum(any(map(str.isalnum, word)) for word in text.split()), "word"
    return f"1 {unit}" if count == 1 else f"{count:,} {unit}s"


# Programs


def _programs(environ: Mapping[str, str], platform: str) -> Iterator[tuple[_Program, str]]:
    """Yield the clipboard programs that are installed and have a clipboard at hand, with paths.

    Over SSH none has: a forwarded display is the reader's own, but slow, and often gone.
    """
    if any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")):
        return
    for program in (_PBCOPY,) if platform == "darwin" else _DESKTOP:
        if not program.sign or environ.get(program.sign):
            path = shutil.which(program.command[0], path=environ.get("PATH"))
            if path is not None:
                yield program, path


def _to_tmux(text: str, environ: Mapping[str, str]) -> str | None:
    """Load tmux's buffer; None where tmux cannot be asked.

    `-w`, which hands the text on to the terminal, came with tmux 3.2. Older ones pass on a
    request that is wrapped for them.

    Returns:
        What is to be written to the terminal as well, often nothing.
    """
    tmux = shutil.which("tmux", path=environ.get("PATH"))
    if tmux is None:
        return None
    data = text.encode("utf-8", "replace")
    small = len(data) <= LARGEST_REQUEST
    if _fed((tmux, "load-buffer", "-w", "-"), data, environ):
        # In another tmux, which may let through what is wrapped twice.
        nested = small and _terminal_of(tmux, environ).startswith("tmux")
        return _for_tmux(_for_tmux(_osc52(text))) if nested else ""
    if _fed((tmux, "load-buffer", "-"), data, environ):
        return _request(text, environ) if small else ""
    return None


def _terminal_of(tmux: str, environ: Mapping[str, str]) -> str:
    """Return what kind of terminal tmux runs in; empty where it does not say."""
    command = (tmux, "display-message", "-p", "#{client_termname}")
    try:
        answer = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(environ),
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.decode("utf-8", "replace")


def _fed(command: tuple[str, ...], data: bytes, environ: Mapping[str, str]) -> bool:
    """Give data to a program, without a shell; tell whether it took it.

    A program that stays in the foreground is ended, with all that it started.
    """
    try:
        program = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            # A program that goes to the background keeps these: neither a pipe, whose end would
            # be waited for, nor the terminal.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environ),
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        program.communicate(data, PATIENCE)
    except subprocess.TimeoutExpired:
        with suppress(OSError):  # it may have ended just now
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()
        if program.stdin is not None:
            program.stdin.close()
        return False
    return program.returncode == 0


# Requests to the terminal


def _request(text: str, environ: Mapping[str, str]) -> str:
    """Return the request that fits what stands between this program and the terminal.

    A multiplexer on the near side of an SSH connection is known by TERM alone. "screen" is also
    what older tmux calls itself: a short request can be put so that both take it; a long one is
    put for tmux.
    """
    bare = _osc52(text)
    term = environ.get("TERM", "")
    if environ.get("TMUX") or term.startswith("tmux"):
        return bare + _for_tmux(bare)
    short = len(bare) <= _SCREEN_LIMIT
    if environ.get("STY") or term.startswith("screen.") or (term.startswith("screen") and short):
        parts = (bare[at : at + _SCREEN_LIMIT] for at in range(0, len(bare), _SCREEN_LIMIT))
        return "".join(f"\x1bP{part}\x1b\\" for part in parts)
    return bare


def _osc52(text: str) -> str:
    return f"\x1b]52;c;{base64.b64encode(text.encode('utf-8', 'replace')).decode()}\x07"


def _for_tmux(request: str) -> str:
    return "\x1bPtmux;" + request.replace("\x1b", "\x1b\x1b") + "\x1b\\"
