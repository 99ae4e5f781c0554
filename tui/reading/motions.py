"""Where the reader's keys lead: pure functions from an offset to an offset.

Each takes the lines, an offset and a count, and returns the beginning of a grapheme that is shown
(or the offset it was given, where no text is shown at all). Folded blocks and rules are skipped;
what is set apart is walked like the rest. Words are vim's (`classes`); unlike vim's, they do not
stop at blank lines, which here only part blocks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from tui.reading.classes import word_after, word_end_after, words_before
from tui.reading.graphemes import grapheme_end, grapheme_start, is_simple
from tui.reading.line import Line
from tui.reading.lines import Lines
from tui.reading.sentences import skip_space

_STEPS = 4_096


# Items and blocks that can be walked


def _text(lines: Lines) -> str:
    return lines.document.text


def _beside(lines: Lines, item: int, step: int) -> int | None:
    """Return the nearest item after (or before) that can be walked."""
    item += step
    while 0 <= item < len(lines.items):
        if lines.items.has_words(item):
            return item
        item += step
    return None


def _block_bounds(lines: Lines, item: int) -> tuple[int, int]:
    block = lines.block(item)
    return block.start, block.end


def _beginning(lines: Lines, item: int) -> int:
    """Return the first grapheme of an item that is not white space."""
    return grapheme_start(_text(lines), skip_space(_text(lines), lines.items.bounds(item)[0]))


def _ending(lines: Lines, item: int) -> int:
    """Return the last grapheme of an item that is not white space."""
    start, end = lines.items.bounds(item)
    while end > start and _text(lines)[end - 1].isspace():
        end -= 1
    return max(start, grapheme_start(_text(lines), max(start, end - 1)))


def _other_block(lines: Lines, item: int, step: int) -> int | None:
    """Return the nearest walkable item of another block: its first forward, its last back."""
    if not lines.items:
        return None
    block = lines.items.first_block(item)
    found = _beside(lines, item, step)
    while found is not None and lines.items.first_block(found) == block:
        found = _beside(lines, found, step)
    return found


def first(lines: Lines, offset: int = 0, count: int = 0) -> int:
    """`gg`: go to the beginning; with a count, to that paragraph."""
    if not lines.items:
        return offset
    item = 0 if lines.items.has_words(0) else _beside(lines, 0, 1)
    if item is None:
        return offset
    for _ in range(count - 1):
        following = _other_block(lines, item, 1)
        if following is None:
            break
        item = following
    return _beginning(lines, item)


def last(lines: Lines, offset: int = 0, count: int = 0) -> int:
    """`G`: go to the beginning of the last line; with a count, to that paragraph."""
    if count > 0:
        return first(lines, offset, count)
    item = _beside(lines, len(lines.items), -1)
    if item is None:
        return offset
    return line_start(lines, _ending(lines, item))


def _end_of_text(lines: Lines, offset: int) -> int:
    item = _beside(lines, len(lines.items), -1)
    return offset if item is None else _ending(lines, item)


# Characters and lines


def right(lines: Lines, offset: int, count: int = 1) -> int:
    """`l`: go right by graphemes, within the block."""
    if not lines.has_words_at(offset):
        return offset
    start, end = _block_bounds(lines, lines.item_of(offset))
    text = _text(lines)
    limit = max(start, grapheme_start(text, end - 1))
    offset = grapheme_start(text, min(offset, limit))
    while count > 0 and offset < limit:
        steps = min(count, _STEPS, limit - offset)
        if is_simple(text, offset, offset + steps + 1):
            offset += steps
        else:
            for _ in range(steps):
                offset = min(limit, grapheme_end(text, offset))
        count -= steps
    return offset


def left(lines: Lines, offset: int, count: int = 1) -> int:
    """`h`: go left by graphemes, within the block."""
    if not lines.has_words_at(offset):
        return offset
    start, end = _block_bounds(lines, lines.item_of(offset))
    text, offset = _text(lines), grapheme_start(_text(lines), min(offset, end))
    while count > 0 and offset > start:
        steps = min(count, _STEPS, offset - start)
        if is_simple(text, max(start, offset - steps - 1), offset + 1):
            offset -= steps
        else:
            for _ in range(steps):
                offset = max(start, grapheme_start(text, max(0, offset - 1)))
        count -= steps
    return offset


def line_start(lines: Lines, offset: int, count: int = 1) -> int:
    """`0`: go to the beginning of the line on the screen."""
    if not lines.has_words_at(offset):
        return offset
    return lines.line(lines.locate(offset)).start


def line_end(lines: Lines, offset: int, count: int = 1) -> int:
    """`$`: go to the last grapheme of the line, or of the line `count - 1` further down."""
    if not lines.has_words_at(offset):
        return offset
    item: int | None = lines.item_of(offset)
    place = lines.locate(offset)
    line = lines.line(place)
    ahead = _rows(lines, place.item)[place.row + 1 :]
    count -= 1
    while count > len(ahead):
        line = ahead[-1] if ahead else line
        count -= len(ahead)
        item = _beside(lines, line.item, 1)
        if item is None:
            count = 0
            break
        ahead = _rows(lines, item)
    line = ahead[count - 1] if count > 0 else line
    if line.drawn == line.start:
        return line.start
    return max(line.start, grapheme_start(_text(lines), line.drawn - 1))


def _rows(lines: Lines, item: int) -> list[Line]:
    """Return the lines of an item that hold text."""
    return [line for line in lines.item_lines(item) if line.start < line.end]


# Words


def word_forward(lines: Lines, offset: int, count: int = 1) -> int:
    """`w`: go to the beginning of the next word; at the last, to the end of the text."""
    begin = offset
    while count > 0:
        item = lines.item_of(begin)
        if lines.has_words_at(begin):
            found, count = word_after(_text(lines), begin, lines.block(item).end, count)
            if not count:
                return found
        following = _other_block(lines, item, 1)
        if following is None:
            return max(offset, _end_of_text(lines, offset))
        begin = _beginning(lines, following)
        count -= 1
    return begin


def word_end(lines: Lines, offset: int, count: int = 1) -> int:
    """`e`: go to the last grapheme of the word, or of the next where it is there already."""
    item: int | None = lines.item_of(offset)
    text = _text(lines)
    begin = grapheme_end(text, offset) if lines.has_words_at(offset) else None
    while count > 0:
        if item is None:
            return max(offset, _end_of_text(lines, offset))
        if begin is not None:
            found, count = word_end_after(text, begin, lines.block(item).end, count)
            if not count:
                return found
        item = _other_block(lines, item, 1)
        begin = None if item is None else lines.items.bounds(item)[0]
    return offset


def word_back(lines: Lines, offset: int, count: int = 1) -> int:
    """`b`: go to the beginning of the word, or of the one before where it is there already."""
    item: int | None = lines.item_of(offset)
    begin = offset if lines.has_words_at(offset) else None
    while count > 0:
        if item is None:
            return min(offset, first(lines, offset))
        if begin is not None:
            start, end = _block_bounds(lines, item)
            found, count = words_before(_text(lines), min(begin, end), start, count)
            if not count:
                return found
        item = _other_block(lines, item, -1)
        begin = None if item is None else _block_bounds(lines, item)[1]
    return offset


# Sentences, blocks, headings


def sentence_forward(lines: Lines, offset: int, count: int = 1) -> int:
    """`)`: go to the beginning of the next sentence; at the last, to the end of the text."""
    if count < 1:
        return offset
    found = _sentence_beside(lines, offset, count)
    return max(offset, _end_of_text(lines, offset)) if found is None else found


def sentence_back(lines: Lines, offset: int, count: int = 1) -> int:
    """`(`: go to the beginning of the sentence, or of the one before where it is there already."""
    if count < 1:
        return offset
    found = _sentence_beside(lines, offset, -count)
    return min(offset, first(lines, offset)) if found is None else found


def _sentence_beside(lines: Lines, offset: int, count: int) -> int | None:
    """Return where the sentence so many after an offset begins; before, where negative."""
    item: int | None = lines.item_of(offset)
    walked = lines.has_words_at(offset)
    while item is not None:
        starts = lines.items.sentence_starts(item) if walked else []
        ahead, behind = bisect_right(starts, offset), bisect_left(starts, offset)
        place = ahead - 1 + count if count > 0 else behind + count
        if 0 <= place < len(starts):
            return starts[place]
        count += behind if count < 0 else ahead - len(starts)
        item = _beside(lines, item, 1 if count > 0 else -1)
        walked = True
    return None


def paragraph_forward(lines: Lines, offset: int, count: int = 1) -> int:
    """`}`: go to the beginning of the next block; in the last, to the end of the text."""
    for _ in range(count):
        following = _other_block(lines, lines.item_of(offset), 1)
        if following is None:
            return max(offset, _end_of_text(lines, offset))
        offset = _beginning(lines, following)
    return offset


def paragraph_back(lines: Lines, offset: int, count: int = 1) -> int:
    """`{`: go to the beginning of the block, or of the one before where it is there already."""
    for _ in range(count):
        item = lines.item_of(offset)
        if lines.has_words_at(offset):
            begins = _beginning(lines, lines.items.of_block(lines.items.first_block(item)))
            if begins < offset:
                offset = begins
                continue
        previous = _other_block(lines, item, -1)
        if previous is None:
            return min(offset, first(lines, offset))
        block = lines.items.first_block(previous)
        offset = _beginning(lines, lines.items.of_block(block))
    return offset


def heading_forward(lines: Lines, offset: int, count: int = 1) -> int:
    """`]]`: go to the next heading; stay where there is none."""
    headings = lines.items.headings
    place = bisect_right(headings, offset) + count - 1
    if not headings or place - count + 1 >= len(headings):
        return offset
    return headings[min(place, len(headings) - 1)]


def heading_back(lines: Lines, offset: int, count: int = 1) -> int:
    """`[[`: go to the heading before; stay where there is none."""
    headings = lines.items.headings
    place = bisect_left(headings, offset)
    return headings[max(0, place - count)] if place else offset
