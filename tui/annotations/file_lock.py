"""One writer at a time: an advisory lock on a sidecar file, freed by the kernel when we die."""

from __future__ import annotations

import errno
import fcntl
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tui.annotations.atomic_write import PRIVATE
from tui.articles.safe_text import clean_path
from tui.errors import NotesError

_WAITS = (0.002, 0.02)
"""Seconds between attempts, at random, so that several waiting sessions do not march in step."""

_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


@contextmanager
def locked(
    path: Path, timeout: float, give_up: Callable[[], bool] = lambda: False
) -> Iterator[None]:
    """Hold the lock file at `path` alone.

    The file is never removed: a waiting session would then lock a file without a name. It is
    opened for reading and writing, which locks over NFS need, and a link is not followed.

    Args:
        path: The lock file; its folder must exist.
        timeout: Seconds to wait for another session.
        give_up: Asked while waiting: whether to wait no longer.

    Raises:
        NotesError: another session held it all that time, or this file system has no locks.
        OSError: the lock file cannot be opened.
    """
    handle = _open_locked(path, time.monotonic() + timeout, give_up)
    try:
        yield
    finally:
        os.close(handle)


def _open_locked(path: Path, deadline: float, give_up: Callable[[], bool]) -> int:
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    while True:
        handle = os.open(path, flags, PRIVATE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _still_there(handle, path):
                return handle
        except OSError as error:
            os.close(handle)
            if error.errno in _NO_LOCKS:
                raise NotesError(
                    f"The file system of {clean_path(path.parent)} has no file locks, so notes "
                    "there would not be safe: keep them on another one with --notes."
                ) from error
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EINTR):
                raise
        else:
            os.close(handle)
        if time.monotonic() >= deadline or give_up():
            raise NotesError(
                f"Another program is holding {clean_path(path)}: the note is not saved yet. "
                "Close that program or try again."
            )
        time.sleep(random.uniform(*_WAITS))


def _still_there(handle: int, path: Path) -> bool:
    """Tell whether the file we locked is still the one with that name."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False
