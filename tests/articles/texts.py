"""What the tests of this folder share: reading a text as a file of some format."""

from __future__ import annotations

import re
from pathlib import Path

from tui.articles.document import Block, Document
from tui.articles.files import FileBytes
from tui.articles.formats import document_from
from tui.articles.metadata import Provenance

NOWHERE = Provenance(path=Path("/desk/article.txt"), sha256="", size=0, modified=0)


def read_text(text: str | bytes, suffix: str) -> Document:
    """Read a text as if it were a file with this ending."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    provenance = Provenance(Path("/desk/article" + suffix), "", len(data), 0)
    return document_from(FileBytes(data, provenance))


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def shapes(document: Document) -> list[tuple[str, str]]:
    """Each block as (kind, with its level and marker where it has any; text)."""
    return [(shape_of(block), block.text) for block in document.blocks]


def shape_of(block: Block) -> str:
    level = f" {block.level}" if block.level else ""
    return f"{block.kind.value}{level} {block.marker}".strip()


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def is_subsequence(wanted: str, text: str) -> bool:
    """Tell whether all characters of `wanted` occur in `text` in their order."""
    characters = iter(text)
    return all(character in characters for character in wanted)


def assert_sound(document: Document) -> None:
    """What holds for every Document."""
    end = 0
    for index, block in enumerate(document.blocks):
        assert block.index == index
        assert document.text[block.start : block.end] == block.text
        assert block.start >= end
        assert block.text == block.text.strip() or block.kind.value == "code"
        assert block.text or block.kind.value == "rule"
        starts = [span.start for span in block.spans]
        assert starts == sorted(starts)
        for span in block.spans:
            assert block.start <= span.start < span.end <= block.end
        end = block.end
