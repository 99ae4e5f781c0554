"""An article whose file is gone, made of what the index has kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.articles.document import Block, BlockKind, Document
from tui.articles.metadata import Metadata, Provenance
from tui.boilerplate.verdict import Role, Verdict, Verdicts

if TYPE_CHECKING:
    from tui.library import ArticleRow

REMARK = "The file of this article is gone; this is the text that the index kept of it."
"""What the reader is told: it has neither headings nor links, and nothing that was stripped."""


def remembered(row: ArticleRow, text: str) -> Verdicts | None:
    """Return an article as it was when it was last indexed, all of it shown.

    Args:
        row: What the index knows of it.
        text: Its kept text, its paragraphs parted by blank lines.

    Returns:
        None where nothing was kept.
    """
    if not text.strip():
        return None
    blocks = [Block(BlockKind.PARAGRAPH, paragraph) for paragraph in text.split("\n\n")]
    roles = [Role.BODY] * len(blocks)
    if row.headline:
        blocks.insert(0, Block(BlockKind.HEADING, row.headline, level=1))
        roles.insert(0, Role.HEADLINE)
    metadata = Metadata(row.headline, row.byline, row.outlet, row.published, row.language, row.url)
    provenance = Provenance(row.path, row.sha256, row.size, row.modified)
    document = Document.from_blocks(blocks, metadata, provenance, (REMARK,))
    verdicts = (Verdict(place, role) for place, role in enumerate(roles))
    return Verdicts(document, tuple(verdicts))
