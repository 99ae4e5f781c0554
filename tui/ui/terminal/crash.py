"""Crash reports: written to a file that only the user can read, never to the screen.

A traceback on the screen would print local variables, article text among them.
"""

from __future__ import annotations

import os
import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path

from tui import __version__


def write_report(error: BaseException, folder: Path) -> Path | None:
    """Write a report with mode 0600.

    Args:
        error: What was raised. Its traceback is written without local variables.
        folder: Where the report goes; made with mode 0700 where it is missing.

    Returns:
        The file, or None where it could not be written.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    path = folder / f"crash-{stamp}-{os.getpid()}.txt"
    report = [
        f"copydesk {__version__}, Python {platform.python_version()}, {platform.platform()}\n",
        f"TERM={os.environ.get('TERM', '')}\n\n",
        *traceback.format_exception(error),
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(handle, "w", encoding="utf-8", errors="backslashreplace") as file:  # noqa: PTH123 - a file descriptor
            file.writelines(report)
    except OSError:
        return None
    return path
