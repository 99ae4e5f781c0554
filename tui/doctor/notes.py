"""The notes file as a file: can it be read and saved, who else can read it, what lies beside it."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path

from tui.annotations.file_lock import locked
from tui.annotations.notes_file import NotesFile
from tui.annotations.schema import SCHEMA, version_of
from tui.annotations.tables_json import DamagedFileError, Tables, decode
from tui.annotations.versions import Versions
from tui.articles.safe_text import clean_line, clean_path
from tui.config import Paths
from tui.doctor.finding import Finding, Severity
from tui.doctor.rescued import examine_rescued

SPARE = 1 << 20
"""Bytes that should be free beside what a save writes, for the folder and a new text."""
_OLD = 60.0
"""Seconds after which a temporary file belongs to no save that is still going on."""
_WAITS = (0.0, 0.05, 0.1)
"""Seconds before a damaged file is read again: another program may be in mid-write."""


def examine_notes(paths: Paths) -> Iterator[Finding]:
    """Yield what is to be said of the notes file, its folder and its records."""
    file = NotesFile(paths.notes)
    with closing(file):
        if not file.path.parent.is_dir():
            yield Finding(f"There are no notes yet in {clean_path(file.path)}.")
            yield from examine_rescued(paths)
            return
        yield from _folder(file)
        yield from _lock(file)
        yield from _modes(file)
        yield from _leftovers(file)
        tables: Tables | None = None
        try:
            tables = yield from _content(file)
        except OSError as error:
            yield Finding(
                f"The notes file {clean_path(file.path)} cannot be read: {_reason(error)}.",
                Severity.WRONG,
                "Allow yourself to read it; nothing is saved until then.",
            )
        yield from _backups(file)
        yield from _versions(file)
        yield from examine_rescued(paths)
        if tables and version_of(tables) <= SCHEMA:
            from tui.doctor.records import examine_records

            yield from examine_records(file.path, tables)


def _folder(file: NotesFile) -> Iterator[Finding]:
    folder = file.path.parent
    status = os.statvfs(folder)
    if not os.access(folder, os.W_OK | os.X_OK) or status.f_flag & os.ST_RDONLY:
        yield Finding(
            f"Nothing can be saved in {clean_path(folder)}: it may not be written to.",
            Severity.WRONG,
            "Allow yourself to write there, or keep the notes elsewhere with --notes.",
        )
    size = file.path.stat().st_size if file.path.is_file() else 0
    free = status.f_bavail * status.f_frsize
    if free < size + SPARE:
        yield Finding(
            f"Only {free:,} bytes are free in {clean_path(folder)}; a save needs {size + SPARE:,}.",
            Severity.WRONG,
            "Make room on that disk.",
        )


def _lock(file: NotesFile) -> Iterator[Finding]:
    """Look whether the lock can be had. A dead session holds none: the kernel frees it."""
    try:
        handle = os.open(file.lock_path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    except OSError as error:
        yield Finding(
            f"The lock file {clean_path(file.lock_path)} cannot be opened: {_reason(error)}.",
            Severity.WRONG,
            "Close every desk on these notes and delete it; it holds nothing.",
        )
        return
    try:
        for wait in (*(0.02,) * 25, 0.0):
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                time.sleep(wait)
        yield Finding(
            "Another program is holding the lock of the notes file all the time.",
            Severity.ATTENTION,
            "If notes stay unsaved, close the other desks on these notes.",
        )
    except OSError as error:
        if error.errno not in (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS):
            raise
        yield Finding(
            f"The file system of {clean_path(file.path.parent)} has no file locks.",
            Severity.WRONG,
            "Keep the notes on another one with --notes; here nothing is saved.",
        )
    finally:
        os.close(handle)


def _modes(file: NotesFile) -> Iterator[Finding]:
    """Look who else may read the notes, or their backups and earlier forms."""
    open_to_others = [path for path in (file.path, *_copies(file)) if _is_open(path)]
    if not open_to_others:
        return

    def close() -> str:
        for path in open_to_others:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o700)
        return "The notes and their copies can be read by you alone now."

    names = ", ".join(clean_path(path.name) for path in open_to_others[:3])
    yield Finding(
        f"Others on this machine may read or change {names}"
        + (f" and {len(open_to_others) - 3} more." if len(open_to_others) > 3 else "."),
        Severity.ATTENTION,
        "copydesk doctor --repair makes them yours alone.",
        close,
    )


def _is_open(path: Path) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and bool(status.st_mode & 0o077)


def _copies(file: NotesFile) -> list[Path]:
    kinds = (".backup-", ".damaged-", ".schema")
    return [path for path in _beside(file) if path.name[len(file.path.name) :].startswith(kinds)]


def _beside(file: NotesFile) -> list[Path]:
    try:
        found = sorted(file.path.parent.iterdir())
    except OSError:
        return []
    return [path for path in found if path.name.startswith(file.path.name)]


def _leftovers(file: NotesFile) -> Iterator[Finding]:
    beside = [file.path.with_name(file.path.name + end) for end in (".texts", ".versions")]
    folders, stems = (file.path.parent, *beside), (f".{file.path.name}.", ".", ".")
    left = [
        path
        for folder, stem in zip(folders, stems, strict=True)
        if folder.is_dir()
        for path in folder.iterdir()
        if path.name.startswith(stem) and path.name.endswith(".tmp") and _is_old(path)
    ]
    if not left:
        return

    def remove() -> str:
        with locked(file.lock_path, 10.0):  # nobody is in the middle of a save
            for path in left:
                path.unlink(missing_ok=True)
        return f"{_number(len(left), 'left-over temporary file')} removed."

    yield Finding(
        f"{_number(len(left), 'temporary file')} of saves that never ended "
        f"lie in {clean_path(file.path.parent)}.",
        Severity.ATTENTION,
        "They hold nothing that was shown as saved; copydesk doctor --repair removes them.",
        remove,
    )


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > _OLD
    except OSError:
        return False


def _content(file: NotesFile) -> Generator[Finding, None, Tables | None]:
    """Yield what the content is; return the tables, None where there are none to look at."""
    data: bytes | None = None
    for wait in _WAITS:
        time.sleep(wait)
        content = file.read()
        data = None if content is None else content[0]
        try:
            tables = {} if data is None else decode(data)
        except DamagedFileError:
            continue
        if tables:
            yield from _version(tables)
            size = len(data or b"")
            yield Finding(f"The notes file {clean_path(file.path)} is good: {size:,} bytes.")
            return tables
        if not file.backups():
            yield Finding(f"There are no notes yet in {clean_path(file.path)}.")
            return tables
        break
    state = "missing" if data is None else "damaged" if data.strip(b"\0 \r\n") else "empty"
    rest = file.newest_good_backup()
    yield Finding(
        f"The notes file {clean_path(file.path)} is {state}.",
        Severity.WRONG,
        "copydesk doctor --repair keeps its bytes under another name and puts the best there is "
        f"in its place{': what can be read of it' if data else ''}"
        f"{f', and the backup {clean_path(rest[0].name)}' if rest else ''}.",
        _rewrite(file.path),
    )
    return None


def _rewrite(path: Path) -> Callable[[], str]:
    """Make the repair of a file that is damaged, empty or missing: open it, and save that."""

    def rewrite() -> str:
        from tui.annotations.atomic_storage import AtomicStorage

        storage = AtomicStorage(path)
        with closing(storage), storage.transaction():
            pass  # what was opened instead of the file is written, though nothing changes
        return " ".join(storage.notices) or "The notes file is good again."

    return rewrite


def _version(tables: Tables) -> Iterator[Finding]:
    version = version_of(tables)
    if version > SCHEMA:
        yield Finding(
            f"The notes were written by a newer copydesk (form {version}, this one knows "
            f"{SCHEMA}): here they can only be read.",
            Severity.WRONG,
            "Install the newer version.",
        )
    elif version < SCHEMA:
        yield Finding("The notes have an older form; the next save brings them up to date.")


def _backups(file: NotesFile) -> Iterator[Finding]:
    backups = file.backups()
    broken = [path for path in backups if not _is_good(path)]
    if backups and len(broken) < len(backups):
        newest = clean_path(next(path for path in backups if path not in broken).name)
        good = _number(len(backups) - len(broken), "backup")
        yield Finding(f"{good} can be read, the newest: {newest}.")
    if broken:
        names = ", ".join(clean_path(path.name) for path in broken[:3])
        yield Finding(
            f"{_number(len(broken), 'backup')} cannot be read: {names}.",
            Severity.ATTENTION,
            "Delete them if the notes are good; new ones are made with every session.",
        )
    for path in _copies(file):
        if ".damaged-" in path.name[len(file.path.name) :]:
            yield Finding(
                f"{clean_path(path.name)} keeps the bytes of a notes file that was damaged.",
                advice="If none of your notes is missing, it can be deleted.",
            )


def _versions(file: NotesFile) -> Iterator[Finding]:
    """Look at the earlier versions of articles: 0.1 ms each to read."""
    versions = Versions.beside(file.path)
    damaged = list(versions.damaged())
    if good := len(versions) - len(damaged):
        yield Finding(f"Earlier versions of articles that changed: {good:,}.")
    if damaged:
        names = ", ".join(clean_path(path.name) for path in damaged[:3])
        yield Finding(
            f"Earlier versions of articles in {clean_path(versions.folder)} that cannot be read: "
            f"{len(damaged):,} ({names}{', …' if len(damaged) > 3 else ''}).",
            Severity.ATTENTION,
            "They are passed over; fetch them from a backup of yours, or delete them.",
        )


def _is_good(path: Path) -> bool:
    try:
        decode(path.read_bytes())
    except (OSError, DamagedFileError):
        return False
    return True


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def _reason(error: OSError) -> str:
    return clean_line(error.strerror or str(error))
