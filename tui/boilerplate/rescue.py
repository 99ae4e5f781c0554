"""Body text that the extractor lost: blocks in the same place on the page as what it kept."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from tui.articles.document import BlockKind
from tui.boilerplate.page import Line, Page

ENOUGH_WORDS = 60
"""Words that the extractor kept of a container before the rest of it is believed."""


_OWN_ID = re.compile(r"#[^.]*\d[^.]*")


@lru_cache(maxsize=8_000)
def _alike(element: str) -> str:
    """Return an element without an id that numbers it: "div#post-12.text" is "div.text"."""
    return _OWN_ID.sub("", element) if "#" in element else element


@lru_cache(maxsize=8_000)
def _container(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_alike(element) for element in path[:-1])


def lost_body(page: Page) -> frozenset[int]:
    """Find the blocks that the extractor left out and that stand where it found the article.

    A container is the path of elements around a block, names and classes included. Where the
    extractor kept at least a third of a container's words, running text in it is the article's
    too; and so is a quoted post inside such a container, between two kept blocks, a line that
    announces with a colon what follows, and a heading right above a kept block.
    """
    kept: defaultdict[tuple[str, ...], int] = defaultdict(int)
    every: defaultdict[tuple[str, ...], int] = defaultdict(int)
    inside: list[int] = []
    if any(line.block.evidence.in_body is None for line in page.lines):
        return frozenset()
    containers = [_container(line.block.evidence.ancestry) for line in page.lines]
    for line, container in zip(page.lines, containers, strict=True):
        evidence = line.block.evidence
        running = line.count if line.count >= 6 else 0
        every[container] += running
        if evidence.in_body:
            kept[container] += running
            if running:
                inside.append(line.block.index)
    trusted = {path for path, count in kept.items() if count >= ENOUGH_WORDS}
    if not trusted or not inside:
        return frozenset()
    found = set()
    for line, path in zip(page.lines, containers, strict=True):
        index = line.block.index
        if line.block.evidence.in_body or not line.bare:
            continue
        between = inside[0] < index < inside[-1]
        if path in trusted:
            mostly = kept[path] * 3 >= every[path]
            if (mostly and (line.ends or line.count >= 12)) or (
                between
                and (line.prose or _subheading(line) or _announces(line))
                and line.linked < 0.5
            ):
                found.add(index)
        elif between and line.linked < 0.5 and line.block.kind in _WITHIN:
            item = line.block.kind is BlockKind.LIST_ITEM
            # A container's own lists and quoted posts stand one to three elements deeper.
            deeper = (path[:length] for length in range(max(0, len(path) - 3), len(path)))
            if (not item or (line.count >= 4 and line.ends)) and any(p in trusted for p in deeper):
                found.add(index)
        if between and _subheading(line) and line.linked < 0.5 and _heads_body(page, index):
            found.add(index)
    return frozenset(found)


_WITHIN = (BlockKind.QUOTATION, BlockKind.LIST_ITEM)


def _subheading(line: Line) -> bool:
    return line.block.kind is BlockKind.HEADING and 1 <= line.count <= 15


def _announces(line: Line) -> bool:
    return line.block.text.rstrip().endswith((":", "："))


def _heads_body(page: Page, index: int) -> bool:
    """Whether a heading stands right above a kept block and in the same place on the page."""
    own = [*map(_alike, page.lines[index].block.evidence.ancestry)]
    for line in page.lines[index + 1 : index + 4]:
        if line.block.kind is BlockKind.HEADING:
            return False
        if line.block.evidence.in_body and line.count >= 6:
            path = [*map(_alike, line.block.evidence.ancestry)]
            shared = next(
                (n for n, pair in enumerate(zip(own, path, strict=False)) if pair[0] != pair[1]),
                min(len(own), len(path)),
            )
            return shared >= max(len(own), len(path)) - 3
    return False
