"""Putting text on the clipboard from a terminal, and saying what became of it.

Three ways, the surest first: tmux's own buffer (which hands it on to the terminal), a clipboard
program of the desktop, and OSC 52, a request that the terminal may refuse without a word. None of
them answers, so what is said is what was done, not what arrived.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping

LARGEST_REQUEST = 74_994
"""Bytes of text that fit an OSC 52 of 100,000 bytes, the limit of xterm and others."""

_DESKTOP = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
)


def copy(text: str, write: Callable[[str], None], environ: Mapping[str, str] = os.environ) -> str:
    """Copy text and return a sentence about what happened.

    Args:
        text: What to copy.
        write: Writes to the terminal, unaltered.
        environ: Where the session's surroundings are read from.
    """
    data = text.encode("utf-8", "replace")
    words = len(text.split())
    amount = f"{words} word{'' if words == 1 else 's'}"
    if environ.get("TMUX") and _pipe(("tmux", "load-buffer", "-w", "-"), data):
        return f"Copied {amount} to tmux, which passes them on to the terminal."
    if not environ.get("SSH_CONNECTION"):
        for variable, command in _DESKTOP:
            if environ.get(variable) and _pipe(command, data):
                return f"Copied {amount} to the clipboard."
    if len(data) > LARGEST_REQUEST:
        return f"Not copied: {len(data):,} bytes are more than terminals accept."
    request = f"\x1b]52;c;{base64.b64encode(data).decode()}\x07"
    if environ.get("TMUX"):
        request = "\x1bPtmux;" + request.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    elif environ.get("STY"):
        request = _through_screen(request)
    write(request)
    return f"Sent {amount} to the terminal’s clipboard."


def _through_screen(request: str) -> str:
    # GNU screen passes on device control strings of at most 768 bytes.
    parts = [request[start : start + 500] for start in range(0, len(request), 500)]
    return "".join(f"\x1bP{part}\x1b\\" for part in parts)


def _pipe(command: tuple[str, ...], data: bytes) -> bool:
    """Give data to a program, without a shell; False where it is missing or fails."""
    program = shutil.which(command[0])
    if program is None:
        return False
    try:
        done = subprocess.run(
            (program, *command[1:]),
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=2,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
