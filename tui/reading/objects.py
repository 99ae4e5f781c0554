"""What lies around an offset: its word, sentence, block or quotation, as a range of the text.

All are within one shown block. Where there is nothing of the kind the range is empty. The text
objects that the keys name (`iw`, `as`, …) are made of these in `text_objects`.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from tui.articles.document import Block, TextRange
from tui.reading.classes import SPACE, word_before, word_end
from tui.reading.graphemes import grapheme_end, grapheme_start
from tui.reading.lines import Lines

_PAIRS = {"“": "”", "„": "“”", "«": "»", "‹": "›", "「": "」", "『": "』", "‘": "’", "‚": "‘’"}
_QUOTE = re.compile('["“”„«»‹›「」『』‘’‚]')
_QUOTATION_SEEN = 8_192
_DEEPEST = 32
_APOSTROPHES = 8


def block_at(lines: Lines, offset: int) -> TextRange:
    """Return the shown block that holds an offset (or comes before the separator there)."""
    if not lines.has_words_at(offset):
        return TextRange(offset, offset)
    return lines.block(lines.item_of(offset)).range


def sentence_at(lines: Lines, offset: int) -> TextRange:
    """Return the sentence that holds an offset, or that ends before the white space there.

    The white space around it is left out, its closing quotation mark is not.
    """
    if not lines.has_words_at(offset):
        return TextRange(offset, offset)
    items, text = lines.items, lines.document.text
    here = items.at(offset)
    block = lines.block(here)
    start: int | None = None
    item = here
    while start is None and item >= 0 and items.first_block(item) == block.index:
        starts = items.sentence_starts(item)
        place = bisect_right(starts, offset)
        start = starts[place - 1] if place else None
        item -= 1
    end: int | None = None
    item = here
    while end is None and item < len(items) and items.first_block(item) == block.index:
        starts = items.sentence_starts(item)
        place = bisect_right(starts, offset)
        end = starts[place] if place < len(starts) else None
        item += 1
    if start is None:  # white space before the first sentence
        return sentence_at(lines, end) if end is not None else TextRange(offset, offset)
    end = block.end if end is None else end
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        end = min(block.end, grapheme_end(text, grapheme_start(text, end - 1)))
    return TextRange(start, end)


def word_at(lines: Lines, offset: int) -> TextRange:
    """Return the word at an offset; on white space, the next one of the block, else the last.

    A word is vim's, but for an apostrophe between letters: "don't" is one.
    """
    if not lines.has_words_at(offset):
        return TextRange(offset, offset)
    text, block = lines.document.text, lines.block(lines.item_of(offset))
    offset = grapheme_start(text, min(offset, block.end - 1))
    space = SPACE.match(text, offset, block.end)
    if space and space.end() < block.end:
        offset = space.end()
    elif space:
        found = word_before(text, offset, block.start)
        offset = offset if found is None else found
    elif _is_apostrophe(text, offset, block):
        offset -= 1
    start, end = _run_at(text, offset, block)
    for _ in range(_APOSTROPHES):
        if not _is_apostrophe(text, end, block):
            break
        end = _run_at(text, end + 1, block)[1]
    for _ in range(_APOSTROPHES):
        if not _is_apostrophe(text, start - 1, block):
            break
        start = _run_at(text, start - 2, block)[0]
    return TextRange(start, end)


def in_word(text: str, offset: int) -> bool:
    """Tell whether what stands on both sides of an offset is of one word.

    Words are those of `word_at`, but that a possessive's name is whole: "Lee" in "Lee's".
    """
    if not 0 < offset < len(text):
        return False
    mark = offset if text[offset] in "'’" else offset - 1
    if text[mark] in "'’" and 0 < mark < len(text) - 1:
        joins = text[mark - 1].isalpha() and text[mark + 1].isalpha()
        if joins and not (mark == offset and is_possessive(text, mark)):
            return True
    before = grapheme_start(text, offset - 1)
    return word_end(text, before, min(len(text), offset + 1)) > offset


def is_possessive(text: str, mark: int) -> bool:
    """Tell whether an apostrophe begins a possessive's ending: an s and no further letter."""
    return text[mark + 1 : mark + 2] in ("s", "S") and not text[mark + 2 : mark + 3].isalnum()


def _run_at(text: str, offset: int, block: Block) -> tuple[int, int]:
    offset = grapheme_start(text, offset)
    start = word_before(text, min(grapheme_end(text, offset), block.end), block.start)
    return offset if start is None else start, word_end(text, offset, block.end)


def _is_apostrophe(text: str, offset: int, block: Block) -> bool:
    return (
        block.start < offset < block.end - 1
        and text[offset] in "'’"
        and text[offset - 1].isalpha()
        and text[offset + 1].isalpha()
    )


def quotation_at(lines: Lines, offset: int) -> TextRange:
    """Return what stands between the quotation marks around an offset, the marks left out.

    The innermost pair of the block counts; both marks belong to it. Marks further than 8,192
    code points away are not looked for. An apostrophe is not a quotation mark.
    """
    around = quotations_around(lines, TextRange(offset, offset))
    return around[0][1] if around else TextRange(offset, offset)


def quotations_around(lines: Lines, place: TextRange) -> list[tuple[TextRange, TextRange]]:
    """Return the quotations that hold a stretch of one block, the innermost first.

    Each is given with its marks and without. An empty stretch is held by the marks beside it too.
    """
    if not lines.has_words_at(place.start) or len(place) > _QUOTATION_SEEN:
        return []
    text, block = lines.document.text, lines.block(lines.item_of(place.start))
    start = max(block.start, place.start - _QUOTATION_SEEN)
    end = min(block.end, place.end + _QUOTATION_SEEN)
    opened: list[tuple[str, int]] = []
    found: list[tuple[TextRange, TextRange]] = []
    for match in _QUOTE.finditer(text, start, end):
        mark, at = match[0], match.start()
        if _is_apostrophe(text, at, block):
            continue
        closes = next(
            (
                depth
                for depth in range(len(opened) - 1, -1, -1)
                if mark in _PAIRS.get(opened[depth][0], '"')
            ),
            None,
        )
        if closes is not None:
            opening = opened[closes][1]
            del opened[closes:]
            outer = TextRange(opening, grapheme_end(text, at))
            if outer.start <= place.start and max(place.end, place.start + 1) <= outer.end:
                found.append((outer, TextRange(min(grapheme_end(text, opening), at), at)))
        elif (mark in _PAIRS or mark == '"') and at <= place.start:
            opened.append((mark, at))
            del opened[:-_DEEPEST]
    return found


def grapheme_at(lines: Lines, offset: int) -> TextRange:
    """Return the grapheme that holds an offset."""
    start = grapheme_start(lines.document.text, offset)
    if start >= len(lines.document.text):
        return TextRange(start, start)
    return TextRange(start, grapheme_end(lines.document.text, start))
