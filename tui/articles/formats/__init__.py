"""One file a format, each with SUFFIXES and a reader that gives a Document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from tui.articles.document import Document
from tui.articles.files import LARGEST, FileBytes, read_file, shown_name
from tui.articles.metadata import Provenance
from tui.errors import ArticleError

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "plain text",
        ".text": "plain text",
        ".md": "Markdown",
        ".markdown": "Markdown",
        ".mdown": "Markdown",
        ".mkd": "Markdown",
        ".html": "HTML",
        ".htm": "HTML",
        ".xhtml": "HTML",
        ".xht": "HTML",
    }
)
"""The file names that are articles, by how they end in lower case, and their format's name."""

Reader = Callable[[str, Provenance, tuple[str, ...]], Document]


def format_of(path: Path) -> str:
    """Return the name of a file's format; plain text for an ending that nobody knows."""
    return SUFFIXES.get(path.suffix.lower(), "plain text")


def read_document(path: Path, *, largest: int = LARGEST) -> Document:
    """Read an article's file.

    Everything happens in this process and without a limit of time; `isolation.DocumentReader`
    reads web pages elsewhere and gives up on those that take too long.

    Args:
        path: The file; a link is followed.
        largest: The most bytes to read.

    Raises:
        ArticleError: the file cannot be read or is no text; nothing else is raised.
    """
    return document_from(read_file(path, largest=largest))


def document_from(file: FileBytes, *, reader: Reader | None = None) -> Document:
    """Make a Document of a file's bytes.

    Args:
        file: What was read.
        reader: What reads the text, in place of the reader of the file's format.

    Raises:
        ArticleError: the bytes are no text, or hold none.
    """
    from tui.articles.decoding import declared_encoding, decode

    name = shown_name(file.provenance.path)
    kind = format_of(file.provenance.path)
    declared = declared_encoding(file.data) if kind == "HTML" else ""
    decoded = decode(file.data, name, declared=declared)
    provenance = replace(file.provenance, encoding=decoded.encoding)
    document = (reader or _reader_of(kind))(decoded.text, provenance, decoded.remarks)
    if not document.text.strip():
        raise ArticleError(f"{name} holds no text.")
    if not document.metadata.language:
        from tui.articles.language import language_of

        metadata = replace(document.metadata, language=language_of(document.text))
        document = replace(document, metadata=metadata)
    return document


def _reader_of(kind: str) -> Reader:
    if kind == "HTML":
        from tui.articles.formats.html import read as read_html

        return read_html
    if kind == "Markdown":
        from tui.articles.formats.markdown import read as read_markdown

        return read_markdown
    from tui.articles.formats.plain_text import read as read_plain_text

    return read_plain_text
