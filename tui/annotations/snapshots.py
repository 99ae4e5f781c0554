"""The text of every annotated article, by its hash.

It is the evidence of what the reporter read, and what notes re-anchor through when the article
changes.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import re
import zlib
from pathlib import Path

from tui.annotations.atomic_write import (
    make_folder,
    remove_leftovers,
    sync_folder,
    write_atomically,
)
from tui.annotations.describing import text_digest
from tui.articles.safe_text import clean_line, clean_path
from tui.errors import NotesError

LARGEST = 256 * 1024 * 1024
"""Bytes of unpacked text that are read: a file that another program left here may be a bomb."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Snapshots:
    """A folder of texts, each in a gzip file named by its SHA-256.

    Plain `gunzip` opens them. A text is written once and never changed.

    Args:
        folder: Made when the first text is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._good: set[str] = set()

    @classmethod
    def beside(cls, notes: Path) -> Snapshots:
        """Return the snapshots that belong to a notes file: `NAME.texts` beside it."""
        return cls(notes.with_name(notes.name + ".texts"))

    def path_of(self, digest: str) -> Path:
        """Return the file that keeps the text of that hash."""
        return self.folder / f"{digest}.txt.gz"

    def keep(self, text: str) -> str:
        """Keep a text; on disk, read back and found equal when this returns.

        Only for who holds the lock of the notes file.

        Returns:
            Its hexadecimal SHA-256.

        Raises:
            NotesError: it is not safely on disk.
        """
        digest = text_digest(text)
        if digest in self._good and self.path_of(digest).exists():
            return digest
        try:
            self._write(digest, text)
        except OSError as error:
            raise NotesError(
                f"The article's text could not be kept in {clean_path(self.folder)}: "
                f"{clean_line(error.strerror or str(error))}. The note is not saved yet; try again."
            ) from error
        if self.text(digest) is None:
            raise NotesError(
                f"The article's text in {clean_path(self.path_of(digest))} reads back differently "
                "from what was written: check that disk. The note is not saved yet."
            )
        self._good.add(digest)
        return digest

    def _write(self, digest: str, text: str) -> None:
        if self.text(digest) is not None:
            sync_folder(self.folder)  # who wrote it may have died before this
            return
        make_folder(self.folder)
        path = self.path_of(digest)
        remove_leftovers(path)
        data = text.encode("utf-8", "surrogatepass")
        # No time in the header: the same text gives the same bytes everywhere.
        os.close(write_atomically(path, gzip.compress(data, mtime=0)))

    def text(self, digest: str) -> str | None:
        """Return the text of that hash; None where it is not kept or the file is damaged."""
        if not _DIGEST.fullmatch(digest):
            return None
        with contextlib.suppress(OSError, zlib.error, UnicodeDecodeError):
            unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            data = unpacker.decompress(self.path_of(digest).read_bytes(), LARGEST)
            text = data.decode("utf-8", "surrogatepass")
            if text_digest(text) == digest:
                return text
        return None
