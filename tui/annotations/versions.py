"""What articles said before their files changed: every earlier version, beside the notes.

The article files hold only what they say now, so this cannot be rebuilt from them, as the search
index can; and a hundred thousand articles may change at once, which would burden the notes file.
So each version is a file of its own, packed by gzip and telling by itself what it is.
"""

from __future__ import annotations

import os
import re
import time
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

from tui.annotations.atomic_write import make_folder, sync_folder, write_together
from tui.annotations.version import (
    LARGEST,
    NO_ADDRESS,
    Version,
    address_hash,
    newest_first,
    packed,
    path_hash,
    unpacked,
)
from tui.articles.files import read_file
from tui.articles.safe_text import clean_line, clean_path
from tui.errors import ArticleError, NotesError

_NAME = re.compile(r"([0-9a-f]{16})\.([0-9a-f]{16}|-)\.([0-9a-f]{16}\.json\.gz)")
_TOGETHER = 128
"""Files that are open at the same time while many are written."""
PATIENCE = 1.0
"""Seconds for which a listing is used whatever is written: to list 100,000 takes 0.2 s."""
_TICK = 2_000_000_000
"""Nanoseconds in which a folder may change twice without its time telling (2 s on FAT)."""


@dataclass(frozen=True)
class _Listing:
    """The names of the files in two orders, for a look-up by how they begin.

    A hundred thousand take 21 MB; dictionaries of them would take 60.
    """

    signature: tuple[int, int] = (-1, -1)
    made: float = -inf
    by_path: list[str] = field(default_factory=list)
    by_address: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """Add a name that is not in it."""
        match = _NAME.fullmatch(name)
        if match:
            insort(self.by_path, name)
            if match[2] != NO_ADDRESS:
                insort(self.by_address, _turned(match))


class Versions:
    """A folder of earlier versions. Plain `gunzip` opens each of them.

    A version is written once and never changed. They are found by the names in the folder, by the
    article's path or by its address, so an article whose file has moved finds its own. Any thread
    and any number of sessions may read and write.

    Args:
        folder: Made when the first version is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._listing = _Listing()

    @classmethod
    def beside(cls, notes: Path) -> Versions:
        """Return the versions that belong to a notes file: `NAME.versions` beside it."""
        notes = Path(os.path.realpath(notes))
        return cls(notes.with_name(notes.name + ".versions"))

    def keep(self, versions: Sequence[Version]) -> None:
        """Keep versions; they are on disk when this returns. One that is kept stays as it is.

        Raises:
            NotesError: not all of them are safely on disk.
        """
        if not versions:
            return
        try:
            make_folder(self.folder)
            for start in range(0, len(versions), _TOGETHER):
                some = {v.file_name: v for v in versions[start : start + _TOGETHER]}
                new = {name: packed(v) for name, v in some.items() if self._read(name) is None}
                write_together(self.folder, new)
                self._add(new)
            sync_folder(self.folder)  # who wrote those that were there may have died before this
        except OSError as error:
            raise NotesError(
                f"Earlier versions of articles could not be kept in {clean_path(self.folder)}: "
                f"{clean_line(error.strerror or str(error))}. Make room or allow yourself to "
                "write there; they are kept at the next update."
            ) from error

    def knows(self, path: Path, url: str = "") -> bool:
        """Tell whether there is a file of an earlier version; nothing is opened for it."""
        return bool(self._files_of(path, url))

    def of(self, path: Path, url: str = "") -> tuple[Version, ...]:
        """Return the earlier versions of an article, the newest first, each text once.

        What is damaged or not ours is passed over.

        Args:
            path: Where its file is now.
            url: Its address; empty where it has none.
        """
        return newest_first(filter(None, map(self._read, self._files_of(path, url))))

    def damaged(self) -> Iterator[Path]:
        """Yield the files that are called as versions are and cannot be read. Opens them all."""
        for name in self._names().by_path:
            if self._read(name) is None:
                yield self.folder / name

    def __len__(self) -> int:
        return len(self._names().by_path)

    def _files_of(self, path: Path, url: str) -> list[str]:
        listing = self._names()
        if not listing.by_path:  # mostly so, and asked for each article that is indexed
            return []
        found = list(_beginning_with(listing.by_path, f"{path_hash(path)}."))
        address = address_hash(url)
        if address != NO_ADDRESS:
            for turned in _beginning_with(listing.by_address, f"{address}."):
                where, of_path, rest = turned.split(".", 2)
                found.append(f"{of_path}.{where}.{rest}")
        return list(dict.fromkeys(found))

    def _add(self, names: Iterable[str]) -> None:
        """Add what was written to the listing, so that it need not be made anew for each batch."""
        for name in names:
            index = bisect_left(self._listing.by_path, name)
            if self._listing.by_path[index : index + 1] != [name]:
                self._listing.add(name)

    def _names(self) -> _Listing:
        """Return what is in the folder, listed anew where it may have changed."""
        try:
            status = self.folder.stat()
        except OSError:
            return _Listing()
        signature = (status.st_ino, status.st_mtime_ns)
        known, now = self._listing, time.monotonic()
        if now - known.made >= PATIENCE and known.signature != signature:
            settled = abs(time.time_ns() - status.st_mtime_ns) > _TICK
            known = _listed(self.folder, signature if settled else (-1, -1), now)
            self._listing = known
        return known

    def _read(self, name: str) -> Version | None:
        try:
            return unpacked(read_file(self.folder / name, largest=LARGEST).data)
        except ArticleError:
            return None


def _listed(folder: Path, signature: tuple[int, int], made: float) -> _Listing:
    try:
        with os.scandir(folder) as entries:
            matches = [match for entry in entries if (match := _NAME.fullmatch(entry.name))]
    except OSError:
        matches = []
    turned = (_turned(match) for match in matches if match[2] != NO_ADDRESS)
    return _Listing(signature, made, sorted(match[0] for match in matches), sorted(turned))


def _turned(match: re.Match[str]) -> str:
    return f"{match[2]}.{match[1]}.{match[3]}"


def _beginning_with(names: Sequence[str], beginning: str) -> Iterator[str]:
    for index in range(bisect_left(names, beginning), len(names)):
        if not names[index].startswith(beginning):
            return
        yield names[index]
