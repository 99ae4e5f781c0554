"""What Markdown's own grammar leaves out: footnotes, and links to headings of the same text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.articles.document import Block, BlockKind
from tui.articles.formats.inline import anchor_name

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_NOTE = re.compile(r"\[\^[^\]\s]{1,100}\]:")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def keep_footnotes(parser: MarkdownIt) -> None:
    """Let each `[^1]: …` be a paragraph of its own, word for word.

    CommonMark knows no footnotes: it would take `[^1]: Ibid.` for the address of a link and drop
    it from the text, and join notes that no blank line parts. The footnote plugin of
    mdit-py-plugins drops notes that nothing refers to and moves the rest.
    """
    options = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("reference", "footnote", _footnote, options)  # type: ignore[arg-type] # its TypedDict is not public


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule: a line that begins a footnote begins a paragraph."""
    from markdown_it.rules_block import paragraph

    begin = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not _NOTE.match(state.src, begin):
        return False
    return silent or paragraph(state, start, end, silent)


def with_heading_anchors(blocks: list[Block]) -> list[Block]:
    """Give headings the names that links of the same text lead to (`#what-we-know`).

    A heading's name is made as GitHub makes it: small letters, punctuation left out, hyphens for
    blanks, and a number behind a name that was given before.
    """
    links = (span.href for block in blocks for span in block.spans if span.href[:1] == "#")
    linked = {anchor_name(href[1:]) for href in links}
    if not linked:
        return blocks
    given: dict[str, int] = {}
    named = list(blocks)
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            name = _NOT_IN_SLUG.sub("", block.text.lower()).replace(" ", "-")
            number = given[name] = given.get(name, -1) + 1
            name = f"{name}-{number}" if number else name
            if name in linked:
                evidence = replace(block.evidence, anchors=((name, 0),))
                named[index] = replace(block, evidence=evidence)
    return named
