"""Writing a note in the user's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported

LARGEST_NOTE = 1_000_000
"""Bytes that are read back; more is not a note."""


def edit_outside(app: App[object], text: str) -> str | None:
    """Let the user edit a text in `$VISUAL` or `$EDITOR`, the screen being put away meanwhile.

    Returns:
        The text as it was saved; the old one where the editor failed; None where no editor is
        set or the screen cannot be put away.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not command:
        return None
    with tempfile.TemporaryDirectory(prefix="copydesk-") as folder:
        path = Path(folder) / "note.md"  # the folder is 0700
        path.write_text(text, "utf-8")
        try:
            with app.suspend():
                done = subprocess.run((*command, str(path)), check=False)
        except SuspendNotSupported:
            return None
        except OSError:
            return None
        if done.returncode:
            return text
        try:
            with path.open("rb") as file:
                return file.read(LARGEST_NOTE).decode("utf-8", "replace").rstrip("\n")
        except OSError:
            return text
