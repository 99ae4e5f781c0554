"""Where the reader's keys lead: pure functions from an offset to an offset.

Each takes the lines, an offset and a count, and returns the beginning of a grapheme that is shown
(or the offset it was given, where no text is shown at all). Folded blocks and rules are skipped;
what is set apart is walked like the rest. Words are vim's (`classes`); unlike vim's, they do not
stop at blank lines, which here only part blocks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from tui.reading import classes
from tui.reading.classes import SPACE, word_after, word_before
from tui.reading.graphemes import grapheme_end, grapheme_start, is_simple
from tui.reading.line import Line, LineKind, Position
from tui.reading.lines import Lines
from tui.reading.sentences import skip_space

_FAR = 100_000


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
    text, offset = _text(lines), min(offset, max(start, end - 1))
    last_one = max(start, grapheme_start(text, end - 1))
    offset, beyond = grapheme_start(text, offset), min(end, offset + max(0, count))
    if is_simple(text, offset, min(end, beyond + 1)):
        return min(beyond, last_one)
    for _ in range(min(count, _FAR)):
        if offset >= last_one:
            break
        offset = grapheme_end(text, offset)
    return min(offset, last_one)


def left(lines: Lines, offset: int, count: int = 1) -> int:
    """`h`: go left by graphemes, within the block."""
    if not lines.has_words_at(offset):
        return offset
    start, end = _block_bounds(lines, lines.item_of(offset))
    text, offset = _text(lines), grapheme_start(_text(lines), min(offset, end))
    before = max(start, offset - max(0, count))
    if is_simple(text, before, min(end, offset + 1)):
        return before
    for _ in range(min(count, _FAR)):
        if offset <= start:
            break
        offset = grapheme_start(text, offset - 1)
    return max(start, offset)


def line_start(lines: Lines, offset: int, count: int = 1) -> int:
    """`0`: go to the beginning of the line on the screen."""
    if not lines.has_words_at(offset):
        return offset
    return lines.line(lines.locate(offset)).start


def line_first_word(lines: Lines, offset: int, count: int = 1) -> int:
    """`^`: go to the first grapheme of the line that is not white space, if there is one."""
    if not lines.has_words_at(offset):
        return offset
    line = lines.line(lines.locate(offset))
    found = skip_space(_text(lines), line.start)
    return grapheme_start(_text(lines), found) if found < line.drawn else line.start


def line_end(lines: Lines, offset: int, count: int = 1) -> int:
    """`$`: go to the last grapheme of the line, or of the line `count - 1` further down."""
    if not lines.has_words_at(offset):
        return offset
    place = lines.locate(offset)
    line = lines.line(place)
    for _ in range(count - 1):
        following = _next_line(lines, place)
        if following is None:
            break
        place, line = following.position, following
    if line.drawn == line.start:
        return line.start
    return max(line.start, grapheme_start(_text(lines), line.drawn - 1))


def _next_line(lines: Lines, place: Position) -> Line | None:
    """Return the next line of text that can be walked."""
    while (following := lines.move(place, 1)) != place:
        place, line = following, lines.line(following)
        if (
            line.kind is LineKind.TEXT
            and line.start < line.end
            and lines.items.has_words(line.item)
        ):
            return line
    return None


# Words


def word_forward(lines: Lines, offset: int, count: int = 1) -> int:
    """`w`: go to the beginning of the next word; at the last, to the end of the text."""
    text = _text(lines)
    for _ in range(count):
        item = lines.item_of(offset)
        found: int | None = None
        if lines.has_words_at(offset):
            found = word_after(text, offset, lines.block(item).end)
        if found is None:
            following = _other_block(lines, item, 1)
            if following is None:
                return max(offset, _end_of_text(lines, offset))
            found = _beginning(lines, following)
        offset = found
    return offset


def word_end(lines: Lines, offset: int, count: int = 1) -> int:
    """`e`: go to the last grapheme of the word, or of the next where it is there already."""
    text = _text(lines)
    for _ in range(count):
        item = lines.item_of(offset)
        found: int | None = None
        if lines.has_words_at(offset):
            end = lines.block(item).end
            after = min(end, grapheme_end(text, offset))
            space = SPACE.match(text, after, end)
            found = space.end() if space else after
            if found >= end:
                found = None
        if found is None:
            following = _other_block(lines, item, 1)
            if following is None:
                return max(offset, _end_of_text(lines, offset))
            found = _beginning(lines, following)
            end = lines.block(following).end
        offset = grapheme_start(text, max(found, classes.word_end(text, found, end) - 1))
    return offset


def word_back(lines: Lines, offset: int, count: int = 1) -> int:
    """`b`: go to the beginning of the word, or of the one before where it is there already."""
    for _ in range(count):
        item = lines.item_of(offset)
        found: int | None = None
        if lines.has_words_at(offset):
            block = lines.block(item)
            found = word_before(_text(lines), min(offset, block.end), block.start)
        if found is None:
            previous = _other_block(lines, item, -1)
            if previous is None:
                return min(offset, first(lines, offset))
            block = lines.block(previous)
            found = word_before(_text(lines), block.end, block.start)
        offset = offset if found is None else grapheme_start(_text(lines), found)
    return offset


# Sentences, blocks, headings


def sentence_forward(lines: Lines, offset: int, count: int = 1) -> int:
    """`)`: go to the beginning of the next sentence; at the last, to the end of the text."""
    for _ in range(count):
        item: int | None = lines.item_of(offset)
        found: int | None = None
        while item is not None and found is None:
            if lines.has_words_at(offset) or item != lines.item_of(offset):
                starts = lines.items.sentence_starts(item)
                place = bisect_right(starts, offset)
                found = starts[place] if place < len(starts) else None
            if found is None:
                item = _beside(lines, item, 1)
        if found is None:
            return max(offset, _end_of_text(lines, offset))
        offset = grapheme_start(_text(lines), found)
    return offset


def sentence_back(lines: Lines, offset: int, count: int = 1) -> int:
    """`(`: go to the beginning of the sentence, or of the one before where it is there already."""
    for _ in range(count):
        item: int | None = lines.item_of(offset)
        found: int | None = None
        while item is not None and found is None:
            if lines.has_words_at(offset) or item != lines.item_of(offset):
                starts = lines.items.sentence_starts(item)
                place = bisect_left(starts, offset)
                found = starts[place - 1] if place else None
            if found is None:
                item = _beside(lines, item, -1)
        if found is None:
            return min(offset, first(lines, offset))
        offset = grapheme_start(_text(lines), found)
    return offset


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
