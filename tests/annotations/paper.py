"""Articles and notes for these tests: invented people and places."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from tinydb import TinyDB

from tui.annotations import Annotation, AnnotationStore, describe
from tui.articles.document import Block, BlockKind, Document, TextRange
from tui.articles.metadata import Metadata, Provenance

PARAGRAPHS = (
    "The harbour board of Port Ellery voted on Tuesday to close the old fish market.",
    "“We have no other choice,” said Marta Quill, who chairs the board. The vote was 7–2.",
    "Traders were told to leave by the end of March; several said they would stay.",
    "A new hall, which the town first promised in 2019, is now expected to cost £4.1 million.",
    "“We have no other choice,” said her deputy, Ivo Brandt, an hour later, in the same words.",
)


def article(
    *paragraphs: str,
    url: str = "https://gazette.example/harbour",
    path: str = "/articles/harbour.html",
    sha256: str = "",
    headline: str = "Fish market to close",
) -> Document:
    return Document.from_blocks(
        [Block(BlockKind.PARAGRAPH, text) for text in paragraphs or PARAGRAPHS],
        Metadata(headline=headline, byline="Nell Ashby", outlet="The Ellery Gazette", url=url),
        Provenance(Path(path), sha256, 0, 0),
    )


def range_of(document: Document, words: str, nth: int = 0) -> TextRange:
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(words, start + 1)
    return TextRange(start, start + len(words))


def note_on(document: Document, words: str, note: str = "", **more: object) -> Annotation:
    target = describe(document, range_of(document, words))
    more = {"created": "2026-01-01T00:00:00.000Z", **more}
    return Annotation.make([target], note=note, **more)


def ticking():
    """A clock that never gives the same moment twice."""
    ticks = count()
    return lambda: f"2026-02-03T11:{(tick := next(ticks)) // 60 % 60:02}:{tick % 60:02}.{tick:06}Z"


def plain(path: Path, table: str) -> list[dict[str, object]]:
    """What a program that knows only TinyDB finds in the file."""
    with TinyDB(path, access_mode="r") as database:
        return [dict(record) for record in database.table(table)]


def reopened(path: Path) -> AnnotationStore:
    """Another session on the same notes."""
    return AnnotationStore(path, clock=ticking(), lock_timeout=0.05)
