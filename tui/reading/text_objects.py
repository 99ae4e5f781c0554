"""`iw aw is as ip ap i" a"`: the text objects, and how a selection grows by one more of them.

As in vim, with these differences on purpose: white space is never an object of its own (`iw` on a
blank is the next word, `is` between two sentences the one before; `isis` is two sentences, not
one and a blank), a word keeps its apostrophes, and `a"` is the quotation with its marks and no
blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.articles.document import TextRange
from tui.reading.classes import SPACE_BEHIND, UNSEEN
from tui.reading.graphemes import grapheme_end, grapheme_start, starts_grapheme
from tui.reading.lines import Lines
from tui.reading.objects import block_at, quotations_around, sentence_at, word_at

_SEEN_AT_ONCE = 256


class ObjectKind(StrEnum):
    """What a text object is."""

    WORD = "word"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class TextObject:
    """A text object as a key names it.

    Attributes:
        kind: What it is.
        outer: Whether what goes with it is taken too (`aw`): the white space after a word or a
            sentence, or before where there is none after; the blank line after a paragraph, or
            before the last one; the marks of a quotation.
    """

    kind: ObjectKind
    outer: bool = False


def object_at(lines: Lines, offset: int, wanted: TextObject) -> TextRange:
    """Return the text object at an offset; an empty range where there is none.

    A fold is never in it: `ap` before one takes the blank line and stops.
    """
    if wanted.kind is ObjectKind.QUOTATION:
        around = quotations_around(lines, TextRange(offset, offset))
        return around[0][not wanted.outer] if around else TextRange(offset, offset)
    inner = _inner(lines, offset, wanted.kind)
    if not wanted.outer or not len(inner):
        return inner
    after = _with_space_after(lines, inner, wanted.kind)
    return after if after.end > inner.end else _with_space_before(lines, inner, wanted.kind)


def extended(
    lines: Lines, selection: TextRange, wanted: TextObject, *, back: bool = False
) -> TextRange:
    """Return a selection grown by the next object, as when its key is typed once more.

    Args:
        lines: What is shown.
        selection: What is selected. One grapheme, or none, is where a selection begins: the object
            at it is returned.
        wanted: The object. Words, sentences and paragraphs go on in the next block, over what is
            folded; a quotation grows to the one around it.
        back: Whether the selection grows at its beginning, because the cursor is there.

    Returns:
        The selection and the object; the selection itself where there is no other.
    """
    text = lines.document.text
    selection = TextRange(min(selection.start, len(text)), min(selection.end, len(text)))
    if selection.end <= grapheme_end(text, grapheme_start(text, selection.start)):
        return object_at(lines, selection.start, wanted)
    if wanted.kind is ObjectKind.QUOTATION:
        for outer, inner in quotations_around(lines, selection):
            grown = outer if wanted.outer else inner
            if grown.start <= selection.start and selection.end <= grown.end != selection.end:
                return grown
        return selection
    if back:
        place = _shown_before(lines, selection.start)
        if place is None:
            return selection
        grown = _inner(lines, place, wanted.kind)
        if wanted.outer:
            grown = _with_space_before(lines, grown, wanted.kind)
        return TextRange(min(grown.start, selection.start), selection.end)
    place = _shown_after(lines, selection.end)
    if place is None:
        return selection
    grown = _inner(lines, place, wanted.kind)
    if wanted.outer:
        grown = _with_space_after(lines, grown, wanted.kind)
    return TextRange(selection.start, max(grown.end, selection.end))


def _inner(lines: Lines, offset: int, kind: ObjectKind) -> TextRange:
    if kind is ObjectKind.WORD:
        return word_at(lines, offset)
    return (sentence_at if kind is ObjectKind.SENTENCE else block_at)(lines, offset)


def _with_space_after(lines: Lines, inner: TextRange, kind: ObjectKind) -> TextRange:
    blocks = lines.document.blocks
    block = lines.block(lines.item_of(inner.start))
    if kind is ObjectKind.PARAGRAPH:
        last = block.index + 1 == len(blocks)
        return TextRange(inner.start, inner.end if last else blocks[block.index + 1].start)
    return TextRange(inner.start, _space_end(lines.document.text, inner.end, block.end))


def _with_space_before(lines: Lines, inner: TextRange, kind: ObjectKind) -> TextRange:
    blocks = lines.document.blocks
    block = lines.block(lines.item_of(inner.start))
    if kind is ObjectKind.PARAGRAPH:
        return TextRange(blocks[block.index - 1].end if block.index else inner.start, inner.end)
    start = _space_start(lines.document.text, inner.start, block.start)
    # An indent at the beginning is no space between words.
    return inner if start == block.start else TextRange(start, inner.end)


def _space_end(text: str, offset: int, end: int) -> int:
    space = UNSEEN.match(text, offset, end)
    return max(offset, grapheme_start(text, space.end())) if space else offset


def _space_start(text: str, offset: int, start: int) -> int:
    size = _SEEN_AT_ONCE
    while True:
        low = max(start, offset - size)
        behind = SPACE_BEHIND.match(text[low:offset][::-1])
        found = offset - (behind.end() if behind else 0)
        if low == start or found > low:
            return found if found and starts_grapheme(text, found) else offset
        size *= 2


def _shown_after(lines: Lines, offset: int) -> int | None:
    """Return the first offset from there on at which something is shown that can be selected."""
    text, items = lines.document.text, lines.items
    item = lines.item_of(offset)
    while item < len(items):
        if items.has_words(item):
            start, end = items.bounds(item)
            found = _space_end(text, max(start, offset), max(start, offset, end))
            if found < end:
                return found
        item += 1
    return None


def _shown_before(lines: Lines, offset: int) -> int | None:
    """Return the last grapheme before there that is shown and can be selected."""
    text, items = lines.document.text, lines.items
    item = lines.item_of(max(0, offset - 1))
    while item >= 0 and items:
        if items.has_words(item):
            start, end = items.bounds(item)
            end = min(end, offset)
            found = _space_start(text, end, start) if end > start else start
            if found > start:
                return max(start, grapheme_start(text, found - 1))
        item -= 1
    return None
