"""The beginning of a long text, to be shown while the rest of it is read.

A megabyte takes 0.2 s to be read and cleaned, ten take more than a second; the first page needs a
hundredth of that.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from tui.articles.document import Document
from tui.articles.files import FileBytes
from tui.articles.formats import document_from, format_of
from tui.articles.metadata import Provenance
from tui.errors import ArticleError

LONG = 192 * 1024
"""Bytes from which a file is long: what is shorter is read as a whole in about 50 ms."""

BEGINNING = 32 * 1024
"""Bytes that are read of a long one: several pages of any terminal."""

_ENDS = (b"\n\n", b"\n", b" ")


def read_beginning(path: Path) -> Document | None:
    """Read the first blocks of a long plain or Markdown text.

    What is given up rather than guessed: a web page, whose article may begin anywhere; a text
    whose beginning is not UTF-8; a file that is none. Reading the whole says what is wrong.

    Returns:
        A Document of the beginning. Its last block may be cut off, its hash is not the file's,
        and where no blank lines part paragraphs, it may part them otherwise than the whole does.
        None where the whole has to be read first.
    """
    if format_of(path) not in ("plain text", "Markdown"):
        return None
    data, modified = b"", 0
    with suppress(OSError, ValueError):
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        try:
            status = os.fstat(descriptor)
            if stat.S_ISREG(status.st_mode) and status.st_size >= LONG:
                data, modified = os.read(descriptor, BEGINNING), status.st_mtime_ns
        finally:
            os.close(descriptor)
    end = next((at for sign in _ENDS if (at := data.rfind(sign)) > 0), 0)
    data = data[:end]
    try:
        data.decode("utf-8")
        provenance = Provenance(path.absolute(), sha256(data).hexdigest(), len(data), modified)
        document = document_from(FileBytes(data, provenance))
    except (UnicodeDecodeError, ArticleError):
        return None
    return replace(document, remarks=())
