"""The clean article as plain text, for a pipe: paragraphs are not wrapped."""

from __future__ import annotations

from tui.articles.document import Block, BlockKind
from tui.boilerplate import Verdicts
from tui.exchange.exporters.contents import article_blocks, credit_line

_RULE = "* * *"


def article_text(verdicts: Verdicts) -> str:
    """Return headline, credit line, and the article's blocks parted by blank lines.

    The entries of a list follow each other without a blank line; quotations are marked as in
    mail; table cells are parted by tabs.
    """
    metadata = verdicts.document.metadata
    head = "\n".join(line for line in (metadata.headline, credit_line(metadata)) if line)
    parts = [head] if head else []
    before = None
    for block in article_blocks(verdicts):
        if parts:
            in_list = before is BlockKind.LIST_ITEM is block.kind
            parts.append("\n" if in_list else "\n\n")
        parts.append(_block_text(block))
        before = block.kind
    return "".join(parts) + "\n"


def _block_text(block: Block) -> str:
    if block.kind is BlockKind.RULE:
        return block.text or _RULE
    if block.kind is BlockKind.LIST_ITEM:
        first = "  " * block.level + (f"{block.marker} " if block.marker else "")
        return first + block.text.replace("\n", "\n" + " " * len(first))
    if block.kind is BlockKind.QUOTATION:
        mark = "> " * (block.level + 1)
        return mark + block.text.replace("\n", "\n" + mark)
    return block.text
