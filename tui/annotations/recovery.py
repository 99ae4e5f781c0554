"""What is read from a notes file in any state: good, missing, emptied, damaged.

No state loses anything: damaged bytes are kept under another name before the file is replaced,
and the best there is instead is opened: what can be read of the damaged file, the notes in
memory, the newest good backup; where records were torn off, the whole ones together with either.
The reader is told.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from tui.annotations.notes_file import FileKey, NotesFile
from tui.annotations.tables_json import DamagedFileError, Tables, decode, salvage
from tui.articles.safe_text import clean_path
from tui.errors import NotesError

_WAITS = (0.03, 0.05, 0.07)
"""Seconds before a damaged file is read again: a plain TinyDB may be in mid-write."""


@dataclass(frozen=True)
class Found:
    """What reading the notes file gave.

    Attributes:
        key: The key of what is on disk, None where there is no file.
        tables: What to go on with; None for what is in memory.
        sound: Whether the file on disk is fit to be kept as a backup.
        notice: What the reader should be told, or nothing.
        damaged: Bytes that must be set aside before the file is replaced, and could not yet be.
    """

    key: FileKey | None
    tables: Tables | None = None
    sound: bool = False
    notice: str = ""
    damaged: bytes | None = None


def find_notes(file: NotesFile, *, first: bool, have: Tables) -> Found:
    """Read the notes file, or find the best there is instead.

    Args:
        file: The file.
        first: Whether nothing was read from it before: then a backup stands in for what cannot
            be read, and later on what is in memory does.
        have: What is in memory.

    Raises:
        OSError: there is a file, and it cannot be read.
    """
    content = file.read()
    if content is None:
        if first:
            return _from_backup(file, None, "The notes file was missing")
        notice = "The notes file has gone. Everything is still here, and the next save writes it."
        return Found(None, notice=notice if have else "")
    data, key = content
    for wait in (0.0, *_WAITS):
        if wait:
            time.sleep(wait)
            data, key = file.read() or (data, key)
        try:
            tables = decode(data)
        except DamagedFileError:
            continue
        if tables:
            return Found(key, tables, sound=True)
        if first:
            return _from_backup(file, key, "The notes file was empty")
        if have:
            notice = "Another program emptied the notes file; the notes on the screen were kept."
            return Found(key, notice=notice)
        return Found(key, {})
    return _instead_of_damaged(file, data, key, None if first else have)


def _instead_of_damaged(file: NotesFile, data: bytes, key: FileKey, have: Tables | None) -> Found:
    damaged: bytes | None = None
    try:
        kept = f"its bytes are kept in {clean_path(file.set_aside(data).name)}"
    except OSError:
        damaged = data  # a save has to manage it first
        kept = "it stays as it is until its bytes can be kept under another name"
    what = f"The notes file was damaged ({kept})"
    head = salvage(data)
    if head is not None:
        notice = f"{what}. What could be read of it was opened: please check your notes."
        return Found(key, head, notice=notice, damaged=damaged)
    found = _from_records(file, data, key, what, have)
    if found is None and have is not None:
        return Found(key, notice=f"{what}. The notes on the screen were kept.", damaged=damaged)
    found = found or _from_backup(file, key, what)
    notice = found.notice or f"{what}. There is no backup, so the desk opened without notes."
    return Found(key, found.tables, notice=notice, damaged=damaged)


def _from_records(
    file: NotesFile, data: bytes, key: FileKey, what: str, have: Tables | None
) -> Found | None:
    """Put the whole records of a torn file together with what there is besides.

    That is what is in memory; where nothing was read before, the newest good backup.
    """
    from tui.annotations.salvage import put_together, whole_records

    torn = whole_records(data)
    if not torn.count:
        return None
    earlier, name = have or {}, "with the notes on the screen"
    if have is None:
        backup = file.newest_good_backup()
        if backup is None:
            name = "by themselves, as there is no backup"
        else:
            earlier, name = (
                backup[1],
                f"together with the newest backup, {clean_path(backup[0].name)}",
            )
    try:
        tables = put_together(torn, earlier)
    except (NotesError, ValueError, RecursionError):
        return None  # of a newer form, or nested past all sense: not to be mixed with anything
    records = "1 record" if torn.count == 1 else f"{torn.count:,} records"
    notice = f"{what}. {records} could be read of it and opened {name}: please check your notes."
    return Found(key, tables, notice=notice)


def _from_backup(file: NotesFile, key: FileKey | None, what: str) -> Found:
    """Open the newest good backup; where there is none, say nothing and begin empty."""
    backup = file.newest_good_backup()
    if backup is None:
        return Found(key, {})
    path, tables = backup
    notice = f"{what}. The newest backup was opened instead: {clean_path(path.name)}."
    return Found(key, tables, notice=notice)
