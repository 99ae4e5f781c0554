"""The notes file on its disk: reading it whole, replacing it whole, backups, damaged copies."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tui.annotations.atomic_write import (
    PRIVATE,
    make_folder,
    remove_leftovers,
    sync_folder,
    write_atomically,
)
from tui.annotations.tables_json import DamagedFileError, Tables, decode

BACKUPS = 5
"""How many backups are kept; one is made in each session that writes."""


@dataclass(frozen=True, slots=True)
class FileKey:
    """What tells one content of the file from another without reading it."""

    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def of(cls, status: os.stat_result) -> FileKey:
        """Return the key of a file's status; `modified` is in nanoseconds."""
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


class NotesFile:
    """One notes file and what lies beside it. Knows nothing of what the records mean.

    Attributes:
        path: The file itself: a symbolic link is resolved once, so that it stays a link.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.realpath(path))
        self.lock_path = self.path.with_name(self.path.name + ".lock")
        self._held = -1
        self._device: int | None = None

    def make_ready(self) -> None:
        """Make the folder, before the first save; later on, notice that its disk has gone.

        Raises:
            OSError: the folder cannot be made, or is not on the disk that the notes are on: an
                empty mount point would take them, and hide them when the disk is back.
        """
        if self._device is None:
            make_folder(self.path.parent)
        else:
            self._find_disk()

    def _find_disk(self) -> None:
        try:
            device = self.path.parent.stat().st_dev
        except FileNotFoundError as error:
            raise OSError(errno.ENOENT, "No such file or directory, its folder is gone") from error
        if device != self._device:
            raise OSError(errno.ENODEV, "the disk that holds the notes is not there")

    def key(self) -> FileKey | None:
        """Return the key of what is on disk now, None where there is no file.

        Raises:
            OSError: the folder cannot be searched, or its disk has gone.
        """
        try:
            return FileKey.of(self.path.stat())
        except FileNotFoundError:
            if self._device is not None:
                self._find_disk()
            return None

    def read(self) -> tuple[bytes, FileKey] | None:
        """Return the content and its key, None where there is no file.

        Raises:
            OSError: it cannot be read, or is no regular file; a FIFO does not hang.
        """
        try:
            handle = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise OSError(f"{self.path.name} is not a regular file")
            with os.fdopen(os.dup(handle), "rb") as file:
                data = file.read()
        except BaseException:
            os.close(handle)
            raise
        self._hold(handle)
        self._device = status.st_dev
        return data, FileKey.of(status)

    def replace(
        self, data: bytes | Sequence[bytes], *, keep_old_as: Path | None, backup: bool
    ) -> FileKey:
        """Put new content in the file's place, on disk when this returns. Only under the lock.

        Args:
            data: The whole content, or its parts in order.
            keep_old_as: A name under which the old content has to stay, or nothing is replaced.
            backup: Whether the old content becomes the newest backup. A save does not fail for
                want of a backup.

        Raises:
            OSError: it did not work.
        """

        def keep_old() -> None:
            if keep_old_as is not None and not keep_old_as.exists():
                self._link(keep_old_as)
            if backup:
                with contextlib.suppress(OSError):
                    self._back_up()

        handle = write_atomically(self.path, data, before_rename=keep_old)
        self._hold(handle)
        status = os.fstat(handle)
        self._device = status.st_dev
        return FileKey.of(status)

    def confirm(self) -> None:
        """Make the present content last, where an earlier `replace` could not confirm it.

        Raises:
            OSError: the disk did not confirm it.
        """
        sync_folder(self.path.parent)

    def remove_leftovers(self) -> None:
        """Remove temporary files of sessions that died. Only under the lock."""
        remove_leftovers(self.path)

    def backups(self) -> list[Path]:
        """Return the backups, the newest first."""
        try:
            return sorted(self._beside("backup"), reverse=True)
        except OSError:
            return []

    def newest_good_backup(self) -> tuple[Path, Tables] | None:
        """Return the newest backup that can be read and holds something, with its tables."""
        for path in self.backups():
            with contextlib.suppress(OSError, DamagedFileError):
                tables = decode(path.read_bytes())
                if tables:
                    return path, tables
        return None

    def set_aside(self, data: bytes) -> Path:
        """Keep damaged content under `NAME.damaged-DATE`, on disk when this returns.

        The same content is not kept twice.

        Raises:
            OSError: it cannot be written; then the damaged file must not be replaced.
        """
        for path in self._beside("damaged"):
            if path.stat().st_size == len(data) and path.read_bytes() == data:
                return path
        aside = self._dated("damaged")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            sync_folder(self.path.parent)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        return aside

    def close(self) -> None:
        """Let go of the file."""
        self._hold(-1)

    def _beside(self, what: str) -> list[Path]:
        prefix = f"{self.path.name}.{what}-"
        return [path for path in self.path.parent.iterdir() if path.name.startswith(prefix)]

    def _dated(self, what: str) -> Path:
        moment = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%f")
        return self.path.with_name(f"{self.path.name}.{what}-{moment}")

    def _back_up(self) -> None:
        old = self.backups()
        if old and old[0].samefile(self.path):
            return  # a session died between this and its rename
        self._link(self._dated("backup"))
        for path in old[BACKUPS - 1 :]:
            path.unlink(missing_ok=True)

    def _link(self, name: Path) -> None:
        """Give the present content a second name; where links do not exist, copy it."""
        try:
            name.hardlink_to(self.path)
        except FileNotFoundError:
            return  # the first save: there is nothing old
        except OSError:
            os.close(write_atomically(name, self.path.read_bytes()))

    def _hold(self, handle: int) -> None:
        """Keep the newest file open: while it is, no other file can get its inode number."""
        if self._held >= 0:
            os.close(self._held)
        self._held = handle
