"""Documents made by hand, and a short way to ask what became of their blocks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tui.articles.document import Block, BlockKind, Document
from tui.articles.metadata import Metadata, Provenance
from tui.boilerplate.remover import remove_boilerplate
from tui.boilerplate.verdict import Verdict

PROSE = (
    "The harbour council voted on Tuesday to keep the night ferry running for another year, after"
    " a meeting that lasted until two in the morning and ended in applause.",
    "“We had the figures in front of us, and we had the people behind us,” said Odile Farrant, who"
    " has sat on the council since 2009 and who voted in favour.",
    "The ferry lost money in nine of the past ten winters, according to the port’s accounts, and"
    " its hull will have to be replaced within three years.",
    "Nobody in the hall spoke against it, though the finance officer reminded members twice that"
    " the reserve had been promised to the sea wall.",
    "Tickets will go up by a tenth in April, and the last crossing from the islands will leave"
    " twenty minutes earlier than it does today.",
)


def document(
    blocks: Iterable[str | Block], *, headline: str = "", byline: str = "", outlet: str = ""
) -> Document:
    """Make a Document; a string is a paragraph."""
    return Document.from_blocks(
        (Block(BlockKind.PARAGRAPH, b) if isinstance(b, str) else b for b in blocks),
        Metadata(headline=headline, byline=byline, outlet=outlet),
        Provenance(Path("/clippings/article.txt"), "0" * 64, 0, 0),
    )


def verdict_on(block: str | Block, **metadata: str) -> Verdict:
    """Judge one block that stands in the middle of an article."""
    article = document([*PROSE[:3], block, *PROSE[3:]], **metadata)
    return remove_boilerplate(article)[3]
