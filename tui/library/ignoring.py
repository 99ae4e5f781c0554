"""What lies among the articles and is none, in the words of `.gitignore`.

Patterns are the user's own in the settings, and those of a file `.copydeskignore` in a folder that
is opened. `pathspec` reads them, as it is what tools that follow git's rules use; it is imported
only where there is a pattern.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.library.rows import absolute

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FILE = ".copydeskignore"
"""A file in a root folder with one pattern a line."""
LARGEST = 64 * 1024
"""Bytes of it that are read."""


def ignored_by(
    roots: Sequence[Path], patterns: Sequence[str]
) -> Callable[[bytes, bool], bool] | None:
    """Return what says of a path, and whether it is a folder, that it is passed over.

    Args:
        roots: The folders that are opened. Patterns count from each.
        patterns: Those that hold for all of them. One that is no pattern matches nothing.

    Returns:
        None where nothing is passed over.
    """
    specs: list[tuple[bytes, GitIgnoreSpec]] = []
    for root in roots:
        lines = [*patterns, *_lines(root / FILE)]
        if lines and (spec := _spec(lines)) is not None:
            specs.append((absolute(root).rstrip(b"/") + b"/", spec))
    if not specs:
        return None

    def ignored(path: bytes, is_folder: bool) -> bool:
        for root, spec in specs:
            if path.startswith(root):
                inside = os.fsdecode(path[len(root) :]) + ("/" if is_folder else "")
                if spec.match_file(inside):
                    return True
        return False

    return ignored


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST).decode("utf-8", "replace")
    except (OSError, ValueError):
        return []
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _spec(lines: Sequence[str]) -> GitIgnoreSpec | None:
    from pathspec import GitIgnoreSpec

    good = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        good.append(line)
    return GitIgnoreSpec.from_lines(good) if good else None
