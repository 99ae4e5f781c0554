"""From a mark in the text to its note, and from the note back to where it was referred to.

Web pages say it by links to places of their own (`#note-1`). Markdown and plain text have only
the marks: `[^1]`, `[1]`, `¹`, `*`, `†`. A mark is followed only where both ends exist and the note,
a block that begins with the same mark, comes later, so that a year in brackets, an emphasis or a
square metre leads nowhere.

Nothing is indexed: a mark is recognised by what stands around it, and its other end is looked for
when somebody asks. In 10 MB the furthest takes 10 ms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from tui.articles.document import Block, BlockKind, Document, Span, SpanKind
from tui.articles.formats.inline import anchor_name

_MARK = re.compile(r"\[\^[^\]\s]{1,100}\]|\[\d{1,3}\]|[⁰¹²³⁴-⁹]+|[*†‡]+")
_LONGEST = {"[": 103, "*": 4, "†": 4, "‡": 4}  # superscripts: 3 digits
_AROUND = 104
"""Code points before and after an offset in which the mark that holds it is looked for."""

_EMPHASIS = re.compile(r"(?<!\w)\*+(?=[^\s*])[^*\n]{1,200}$")
_MEASURED = re.compile(r"\b(?:\d{1,2}|[kcdmnµ]?m|ft|in|mi|yd|[a-z])$", re.IGNORECASE)
_NUMBERED = re.compile(r"[\[(]?(?:note )?(?:\d{1,3}|[a-z]|[*†‡⁰¹²³⁴-⁹]{1,4})[\])]?", re.IGNORECASE)
_MOST_TRIED = 5_000
"""Places that are tried for one end; a text may hold a million asterisks."""


class _Mark(NamedTuple):
    start: int
    sign: str


def target_of(document: Document, offset: int) -> int | None:
    """Return where what stands at an offset leads to within the same text.

    Args:
        document: The text.
        offset: A code point of it.

    Returns:
        For a mark in the text, where its note begins; for the note's own mark or its link back,
        the mark in the text; for a link to a place of the page, that place. None where the
        offset is on nothing that leads anywhere in this text.
    """
    if not document.blocks:
        return None
    block = document.block_at(offset)
    target = _linked_place(document, block, offset)
    if target is None:
        target = _note_of_mark(document, block, offset)
    if target is None:
        target = _mark_of_note(document, block, offset)
    if target is None:
        target = _link_to_here(document, block, offset)
    return target


# Links


def place_name(span: Span, page: str) -> str:
    """Return the name of the place that a link leads to; empty where that is another page.

    Args:
        span: A stretch of text.
        page: What `page_of` gives for the page's own address.
    """
    if "#" not in span.href or span.kind is not SpanKind.LINK:
        return ""
    address, _, name = span.href.partition("#")
    return anchor_name(name) if not address or page_of(address) == page else ""


def page_of(address: str) -> str:
    """Return what of an address names the page, however it was reached."""
    page = re.split(r"[?#]", address, maxsplit=1)[0].partition("://")[2]
    return page.removeprefix("www.").rstrip("/").casefold()


def _linked_place(document: Document, block: Block, offset: int) -> int | None:
    """Return the place that a link at the offset leads to."""
    page = page_of(document.metadata.url)
    for span in block.spans:
        if span.start <= offset < span.end and (name := place_name(span, page)):
            place = _place_of(document, name)
            if place is not None and not span.start <= place < span.end:
                return place
    return None


def _link_to_here(document: Document, block: Block, offset: int) -> int | None:
    """Return the first link that leads exactly here and looks like a note's mark."""
    here = {name for name, place in block.evidence.anchors if block.start + place == offset}
    if not here:
        return None
    page = page_of(document.metadata.url)
    for other in document.blocks:
        for span in other.spans:
            if place_name(span, page) in here and other is not block:
                words = document.text[span.start : min(span.end, span.start + 20)]
                if _NUMBERED.fullmatch(words):
                    return span.start
    return None


def _place_of(document: Document, name: str) -> int | None:
    for block in document.blocks:
        for known, place in block.evidence.anchors:
            if known == name:
                return block.start + place
    return None


# Marks


def _note_of_mark(document: Document, block: Block, offset: int) -> int | None:
    """Return where the note of a mark at the offset begins: the next one with this mark."""
    mark = _mark_at(document, block, offset)
    if mark is None or not _refers(document, block, mark):
        return None
    blocks = document.blocks
    note = _first_note(document, mark.sign, range(block.index + 1, len(blocks)))
    return None if note is None else note.start


def _mark_of_note(document: Document, block: Block, offset: int) -> int | None:
    """Return the mark in the text of the note whose own mark is at the offset.

    Where marks are used again, as in each chapter, it is the first one behind the note before
    that has the same mark.
    """
    sign = _sign_of(document, block)
    if sign is None or not block.start <= offset < block.start + len(sign):
        return None
    before = _first_note(document, sign, range(block.index - 1, -1, -1))
    at = before.end if before is not None else 0
    for _ in range(_MOST_TRIED):
        at = document.text.find(sign, at, block.start)
        if at < 0:
            return None
        holder = document.block_at(at)
        mark = _mark_at(document, holder, at)
        if mark == (at, sign) and _refers(document, holder, mark):
            return at
        at += len(sign)
    return None


def _first_note(document: Document, sign: str, indexes: Iterable[int]) -> Block | None:
    blocks, tried = document.blocks, 0
    for index in indexes:
        block = blocks[index]
        if block.text.startswith(sign) or block.marker == sign:
            if _sign_of(document, block) == sign:
                return block
            tried += 1
            if tried == _MOST_TRIED:
                return None
    return None


def _mark_at(document: Document, block: Block, offset: int) -> _Mark | None:
    """Return the mark that holds an offset."""
    low, high = max(block.start, offset - _AROUND), min(block.end, offset + _AROUND)
    for match in _MARK.finditer(document.text, low, high):
        if match.end() > offset:
            whole = match.start() <= offset and len(match[0]) <= _LONGEST.get(match[0][0], 3)
            return _Mark(match.start(), match[0]) if whole else None
    return None


def _refers(document: Document, block: Block, mark: _Mark) -> bool:
    """Tell whether a mark is one that refers to a note, by what stands around it."""
    text, end = document.text, mark.start + len(mark.sign)
    if block.kind is BlockKind.CODE:
        return False
    if mark.sign[0] == "[":
        return mark.start > block.start or _sign_of(document, block) is None
    before = text[max(block.start, mark.start - 202) : mark.start]
    after = text[end : min(end + 1, block.end)]
    if not before or before[-1].isspace() or after.isalnum():
        return False
    if mark.sign[0] == "*":
        return not _EMPHASIS.search(before)
    return not (set(mark.sign) <= set("²³") and _MEASURED.search(before))


def _sign_of(document: Document, block: Block) -> str | None:
    """Return the mark that a block begins with as a note does."""
    if block.kind is BlockKind.CODE:
        return None
    if block.kind is BlockKind.LIST_ITEM and block.marker == "*":
        # Plain text takes it for a bullet; but a list has more than one.
        around = document.blocks[max(0, block.index - 1) : block.index + 2]
        alone = sum(other.kind is BlockKind.LIST_ITEM for other in around) == 1
        return "*" if alone else None
    match = _MARK.match(block.text)
    if match is None or len(match[0]) > _LONGEST.get(match[0][0], 3):
        return None
    rest = block.text[match.end() : match.end() + 2]
    if match[0].startswith("[^"):
        return match[0] if rest[:1] == ":" else None
    return match[0] if rest.strip() and rest[0] not in "/⁄" else None
