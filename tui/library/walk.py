"""Finding every article file under some folders, whatever lies in them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from tui.articles.safe_text import clean_line
from tui.library.rows import Entry, absolute, file_path

_PAGES = (b".html", b".htm", b".xhtml", b".xht")
Ignored = Callable[[bytes, bool], bool]
"""Says of a path, and whether it is a folder, that it is passed over."""


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
    ignored: Ignored | None = None,
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
        ignored: Says what is passed over besides.
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
                    if entry.path not in starts and not (ignored and ignored(entry.path, True)):
                        inner.append(entry.path)
                    continue
                if _parts(entry.name)[1] not in wanted or not entry.is_file():
                    continue
                if ignored and ignored(entry.path, False):
                    continue
                status = entry.stat()
            except OSError as error:
                if not isinstance(error, FileNotFoundError):  # it went while we looked
                    report(_unreadable(entry.path, error))
                continue
            if entry.path not in files:
                yield Entry(entry.path, status.st_size, status.st_mtime_ns)
        waiting += reversed(inner)


def look_at(
    paths: Collection[Path],
    roots: Collection[Path],
    suffixes: Collection[str],
    ignored: Ignored | None = None,
) -> Iterator[Entry]:
    """Yield those of some paths that `walk` would yield, and what is in those that are folders.

    Only the paths themselves are looked at, not what lies beside them: one new file among 100,000
    costs no more than one among ten.

    Args:
        paths: What a watch saw change; some may be gone.
        roots: As for `walk`.
        suffixes: The same.
        ignored: The same.
    """
    wanted = frozenset(os.fsencode(suffix) for suffix in suffixes)
    starts = frozenset(map(absolute, roots))
    for path in dict.fromkeys(map(absolute, paths)):
        above = [root for root in starts if path.startswith(root.rstrip(b"/") + b"/")]
        if path not in starts and not above:
            continue
        try:
            status = file_path(path).stat(follow_symlinks=path in starts)
            if stat.S_ISLNK(status.st_mode):
                status = file_path(path).stat()
                if stat.S_ISDIR(status.st_mode):
                    continue
        except (OSError, ValueError):
            continue
        is_folder = stat.S_ISDIR(status.st_mode)
        if path not in starts and _passed_over(path, max(above, key=len), is_folder, ignored):
            continue
        if is_folder:
            yield from walk([file_path(path)], suffixes, lambda _: None, ignored)
        elif stat.S_ISREG(status.st_mode) and (path in starts or _parts(path)[1] in wanted):
            yield Entry(path, status.st_size, status.st_mtime_ns)


def _passed_over(path: bytes, root: bytes, is_folder: bool, ignored: Ignored | None) -> bool:
    """Tell whether a walk from the root would not come to a path."""
    inside = [part for part in path[len(root) :].split(b"/") if part]
    if any(part.startswith(b".") for part in inside):
        return True
    here = root.rstrip(b"/")
    for depth, part in enumerate(inside, 1):
        before, here = here, here + b"/" + part
        last = depth == len(inside)
        if ignored is not None and ignored(here, is_folder if last else True):
            return True
        if last and not is_folder:
            return False
        stem = part.removesuffix(b"_files")
        if stem != part and any(
            os.path.lexists(before + b"/" + stem + suffix) for suffix in _PAGES
        ):
            return True
        if not last and file_path(here).is_symlink():
            return True
    return False


def _listing(folder: bytes, report: Callable[[Unreadable], None]) -> list[os.DirEntry[bytes]]:
    try:
        with os.scandir(folder) as entries:
            listing = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        report(_unreadable(folder, error))
        return []
    pages = {stem for stem, suffix in (_parts(entry.name) for entry in listing) if suffix in _PAGES}
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
