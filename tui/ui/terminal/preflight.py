"""What must be true of the terminal before the screen may start.

Textual draws on standard error and reads standard input. Without a terminal there it hangs or
paints into a pipe, so the command line asks here first.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from typing import TextIO


def refusal(
    environ: Mapping[str, str] = os.environ,
    stdin: TextIO | None = None,
    stderr: TextIO | None = None,
) -> str | None:
    """Say in one sentence why the screen cannot start here; None where it can."""
    stdin = stdin or sys.__stdin__
    stderr = stderr or sys.__stderr__
    if stdin is None or not stdin.isatty():
        return "copydesk needs a terminal to read keys from; standard input is none."
    if stderr is None or not stderr.isatty():
        return "copydesk draws on standard error, and that is no terminal here."
    if environ.get("TERM", "") in ("", "dumb"):
        return "copydesk needs a terminal that can move its cursor; TERM says it cannot."
    return None


def speak_utf8() -> None:
    """Make the streams write UTF-8 whatever the locale says, and never fail on a character.

    Under LANG=C without coercion, the screen's lines and dashes would otherwise raise.
    """
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
