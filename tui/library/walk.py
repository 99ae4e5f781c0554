"""Finding every article file under some folders, whatever lies in them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from tui.articles.safe_text import clean_line
from tui.library.rows import Entry, absolute, file_path


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or folder that could not be looked into.

    Attributes:
        path: As the file system spells it.
        sentence: What happened, safe to draw.
    """

    path: bytes
    sentence: str


def walk(
    roots: Collection[Path],
    suffixes: Collection[str],
    report: Callable[[Unreadable], None],
) -> Iterator[Entry]:
    """Yield every article file, each once, whatever its name is made of.

    Only regular files and links to them are articles: a pipe or a device called `x.txt` is passed
    over, and so are hidden files and folders, links to folders (so that the walk ends), and the
    `NAME_files` folder that a browser saves beside `NAME.html`. What is named as a root is followed
    even where it is a link or hidden, and a file that is named is an article whatever its suffix.

    Args:
        roots: Folders and single files.
        suffixes: Lower-case suffixes with their dots.
        report: Is told of each folder that cannot be read; the walk goes on.
    """
    wanted = frozenset(os.fsencode(suffix) for suffix in suffixes)
    folders: list[bytes] = []
    files: set[bytes] = set()
    for root in dict.fromkeys(map(absolute, roots)):
        try:
            status = file_path(root).stat()
        except (OSError, ValueError) as error:
            report(_unreadable(root, error))
            continue
        if stat.S_ISDIR(status.st_mode):
            folders.append(root)
        elif stat.S_ISREG(status.st_mode):
            files.add(root)
            yield Entry(root, status.st_size, status.st_mtime_ns)
        else:
            report(Unreadable(root, f"“{_shown(root)}” is neither a folder nor a file."))
    # A root inside another root is walked by itself, so that no file comes twice.
    starts = frozenset(folders)
    waiting = folders[::-1]
    while waiting:
        inner: list[bytes] = []
        for entry in _listing(waiting.pop(), report):
            if entry.name.startswith(b"."):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    if entry.path not in starts:
                        inner.append(entry.path)
                    continue
                if _parts(entry.name)[1] not in wanted or not entry.is_file():
                    continue
                status = entry.stat()
            except OSError as error:
                if not isinstance(error, FileNotFoundError):  # it went while we looked
                    report(_unreadable(entry.path, error))
                continue
            if entry.path not in files:
                yield Entry(entry.path, status.st_size, status.st_mtime_ns)
        waiting += reversed(inner)


def _listing(folder: bytes, report: Callable[[Unreadable], None]) -> list[os.DirEntry[bytes]]:
    try:
        with os.scandir(folder) as entries:
            listing = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        report(_unreadable(folder, error))
        return []
    pages = {
        stem
        for stem, suffix in (_parts(entry.name) for entry in listing)
        if suffix in (b".html", b".htm", b".xhtml", b".xht")
    }
    return [
        entry
        for entry in listing
        if not (entry.name.endswith(b"_files") and entry.name.removesuffix(b"_files") in pages)
    ]


def _parts(name: bytes) -> tuple[bytes, bytes]:
    """Part a name from its suffix, which comes in lower case and with its dot."""
    stem, dot, suffix = name.rpartition(b".")
    return stem, dot + suffix.lower()


def _unreadable(path: bytes, error: OSError | ValueError) -> Unreadable:
    reason = error.strerror if isinstance(error, OSError) else None
    return Unreadable(path, f"“{_shown(path)}” cannot be read: {reason or 'its name is odd'}.")


def _shown(path: bytes) -> str:
    return clean_line(os.fsdecode(path))
