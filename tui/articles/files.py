"""Reading a file's bytes without hanging and without surprises."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tui.articles.metadata import Provenance
from tui.articles.safe_text import clean_line, clean_path
from tui.errors import ArticleError

LARGEST = 64 * 1024 * 1024
"""Files over this many bytes are refused unless the caller says otherwise."""

_CHUNK = 1 << 20

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@dataclass(frozen=True, slots=True)
class FileBytes:
    """A regular file's bytes and where they came from (`provenance.encoding` is still open)."""

    data: bytes
    provenance: Provenance


def shown_name(path: Path) -> str:
    """Return the last part of a path, in quotation marks, as it may stand in a sentence."""
    return f"“{clean_line(clean_path(path.name or path), 120)}”"


def read_file(path: Path, *, largest: int = LARGEST) -> FileBytes:
    """Read a regular file, or a link that leads to one.

    A pipe, device, socket or folder is refused before its content is touched: it is opened
    without waiting, and looked at once more after opening, so that a file swapped in between
    is refused as well.

    Args:
        path: The file.
        largest: The most bytes to read.

    Raises:
        ArticleError: it is missing, not readable, no regular file, empty or too large.
    """
    name = shown_name(path)
    try:
        _check_regular(path.stat().st_mode, name)
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        try:
            status = os.fstat(descriptor)
            _check_regular(status.st_mode, name)
            _check_size(status.st_size, largest, name)
            data = _read_all(descriptor, largest + 1)
        finally:
            os.close(descriptor)
        absolute = path.absolute()
    except FileNotFoundError as error:
        raise ArticleError(f"{name} is not there.") from error
    except PermissionError as error:
        raise ArticleError(f"{name} may not be read: you do not have the permission.") from error
    except OSError as error:
        reason = clean_line(error.strerror or type(error).__name__)
        raise ArticleError(f"{name} cannot be read: {reason}.") from error
    except ValueError as error:  # a NUL in the name
        raise ArticleError(f"{name} is not a file name.") from error
    _check_size(len(data), largest, name)  # it may have grown
    if not data:
        raise ArticleError(f"{name} is empty.")
    provenance = Provenance(
        path=absolute,
        sha256=sha256(data).hexdigest(),
        size=len(data),
        modified=status.st_mtime_ns,
    )
    return FileBytes(data, provenance)


def _check_regular(mode: int, name: str) -> None:
    if not stat.S_ISREG(mode):
        kind = _KINDS.get(stat.S_IFMT(mode), "something else")
        raise ArticleError(f"{name} is {kind}, not a file.")


def _check_size(size: int, largest: int, name: str) -> None:
    if size > largest:
        raise ArticleError(
            f"{name} is too large: over {_megabytes(largest)} MB, the largest that is opened."
        )


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):.3g}"


def _read_all(descriptor: int, limit: int) -> bytes:
    chunks: list[bytes] = []
    left = limit
    while left and (chunk := os.read(descriptor, min(left, _CHUNK))):
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)
