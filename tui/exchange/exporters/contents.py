"""What of an article is written out, whatever the format."""

from __future__ import annotations

from tui.articles.document import Block, BlockKind
from tui.articles.metadata import Metadata
from tui.boilerplate import Role, Verdicts

BULLETS = frozenset("•◦▪‣●○■□–—-*+·>")
"""Markers that say no more than that there is an item."""


def article_blocks(verdicts: Verdicts) -> list[Block]:
    """Return the body and, in their places, the standfirst and the protected blocks.

    Headline, byline and date are told by the metadata; captions are no part of the running text.
    Blank blocks are left out, and rules that part nothing from anything: those at the beginning,
    at the end and after another rule.
    """
    blocks: list[Block] = []
    rule: Block | None = None
    for block in verdicts.blocks(Role.STANDFIRST, Role.BODY, Role.PROTECTED):
        if block.kind is BlockKind.RULE:
            rule = block
        elif block.text.strip():
            if rule is not None and blocks:
                blocks.append(rule)
            rule = None
            blocks.append(block)
    return blocks


def credit_line(metadata: Metadata) -> str:
    """Return who wrote it, where and when, as far as it is known: "Ann Lee · Post · 2026-02-03"."""
    known = (metadata.byline, metadata.outlet, metadata.published)
    return " · ".join(part for part in known if part)
