"""Finding a quote in text that was edited: approximate matching in linear time.

Edit distances come from Myers' bit-parallel algorithm (G. Myers, A fast bit-vector algorithm for
approximate string matching, JACM 46, 1999, in H. Hyyrö's form of 2003): one column of the
dynamic programming table is one Python integer, so a code point of text costs about ten
operations on integers as long as the pattern (0.7 µs at 300 code points). With the columns kept,
the way back through the table tells where each code point of the pattern went.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_PATTERN = 800
"""Code points of a pattern that are compared letter by letter; longer ones by their words."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a pattern stands, more or less.

    Attributes:
        start: First code point.
        end: One past the last.
        errors: Edits (insert, delete, replace) between the pattern and the place.
    """

    start: int
    end: int
    errors: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where each boundary between two code points of a pattern lies in a text.

    Boundary 0 is before the pattern, boundary `len(pattern)` after it. Where the text has
    something more at a boundary, the boundary has two sides.

    Attributes:
        low: For each boundary the offset before what the text has more there.
        high: The offset after it.
        errors_low: The edits up to `low`.
        errors_high: The edits up to `high`.
    """

    low: list[int]
    high: list[int]
    errors_low: list[int]
    errors_high: list[int]

    def between(self, first: int, last: int) -> Match:
        """Return where the pattern's part between two boundaries stands, nothing added to it."""
        start, end = self.high[first], self.low[last]
        return Match(start, max(start, end), self.errors_low[last] - self.errors_high[first])


def _columns(pattern: str, text: str, anchored: bool) -> Iterator[tuple[int, int, int]]:
    """Yield, after each code point of text, the distance of the pattern to what ends there.

    Args:
        pattern: Not empty.
        text: What is searched.
        anchored: Whether the match has to begin where the text begins, or may begin anywhere.

    Yields:
        The distance, and for each row whether the column rises there, and whether it falls.
    """
    length = len(pattern)
    everything, high = (1 << length) - 1, 1 << (length - 1)
    places: dict[str, int] = {}
    for index, character in enumerate(pattern):
        places[character] = places.get(character, 0) | (1 << index)
    more, less, distance = everything, 0, length
    carried = 1 if anchored else 0
    for character in text:
        equal = places.get(character, 0)
        vertical = equal | less
        horizontal = (((equal & more) + more) ^ more) | equal
        up = less | (everything & ~(horizontal | more))
        down = more & horizontal
        if up & high:
            distance += 1
        elif down & high:
            distance -= 1
        up = (up << 1) | carried
        more = everything & ((down << 1) | ~(vertical | up))
        less = up & vertical & everything
        yield distance, more, less


def prefix_distance(pattern: str, text: str) -> tuple[int, int]:
    """Return (errors, length) of the beginning of the text that is most like the pattern.

    Of equally good lengths the one nearest to the pattern's own is returned.
    """
    best = (len(pattern), len(pattern), 0)
    if pattern:
        for length, (errors, _, _) in enumerate(_columns(pattern, text, anchored=True), start=1):
            best = min(best, (errors, abs(length - len(pattern)), length))
    return best[0], best[2]


def distance(pattern: str, text: str) -> int:
    """Return how many edits (insert, delete, replace) make the pattern the text."""
    if not pattern or not text:
        return len(pattern) + len(text)
    return deque(_columns(pattern, text, anchored=True), maxlen=1)[0][0]


def similarity(pattern: str, text: str) -> float:
    """Say how like the pattern the best beginning of the text is: 1 − errors / length."""
    return 1.0 - prefix_distance(pattern, text)[0] / len(pattern) if pattern else 1.0


def align(
    pattern: str, text: str, *, open_start: bool = False, open_end: bool = False
) -> Alignment:
    """Align a pattern with a text, with as few edits as can be.

    Args:
        pattern: At most `LONGEST_PATTERN` code points, for the memory that its columns take.
        text: A neighbourhood, not a whole text.
        open_start: Whether text before the pattern costs nothing.
        open_end: Whether text after it costs nothing.
    """
    length = len(pattern)
    if not pattern:
        low, high = (len(text) if open_start else 0), (0 if open_end else len(text))
        low, high = min(low, high), max(low, high)
        return Alignment([low], [high], [0], [0 if open_start or open_end else len(text)])
    columns = list(_columns(pattern, text, anchored=not open_start))
    at, errors = len(text), (columns[-1][0] if columns else length)
    if open_end:
        found = [length, *(column[0] for column in columns)]
        errors = min(found)
        at = found.index(errors)
    return _walk_back(pattern, text, columns, at, errors, open_start)


def _walk_back(
    pattern: str,
    text: str,
    columns: list[tuple[int, int, int]],
    at: int,
    errors: int,
    open_start: bool,
) -> Alignment:
    row = len(pattern)
    low, high = [0] * (row + 1), [0] * (row + 1)
    errors_low, errors_high = low.copy(), low.copy()
    high[row], errors_high[row] = at, errors
    while row or (at and not open_start):
        if row and at and pattern[row - 1] == text[at - 1]:
            step, back = 1, 1
        elif not at or (row and columns[at - 1][1] >> (row - 1) & 1):
            step, back = 1, 0  # a code point of the pattern is missing
        elif not row or (at > 1 and columns[at - 2][2] >> (row - 1) & 1):
            step, back = 0, 1  # the text has one more
        else:
            step, back = 1, 1
        if not (step and back and pattern[row - 1] == text[at - 1]):
            errors -= 1
        if step:
            low[row], errors_low[row] = at, errors + (not back or pattern[row - 1] != text[at - 1])
        at -= back
        if step:
            row -= 1
            high[row], errors_high[row] = at, errors
    low[0], errors_low[0] = at, errors
    return Alignment(low, high, errors_low, errors_high)


def scan(pattern: str, text: str, start: int, end: int, most: int = 6) -> list[Match]:
    """Return the best places of the pattern in `text[start:end]`, at most half of it wrong.

    Places less than half a pattern apart count as one.
    """
    length = len(pattern)
    if not length or end <= start:
        return []
    ends: list[tuple[int, int]] = []  # (errors, end), the best of each neighbourhood
    for offset, (errors, _, _) in enumerate(_columns(pattern, text[start:end], False), start + 1):
        if errors * 2 > length:
            continue
        if ends and offset - ends[-1][1] <= length // 2:
            if errors < ends[-1][0]:
                ends[-1] = (errors, offset)
        else:
            ends.append((errors, offset))
    found = []
    for errors, stop in sorted(ends)[:most]:
        behind = text[max(start, stop - length - errors) : stop][::-1]
        wrong, size = prefix_distance(pattern[::-1], behind)
        if size:
            found.append(Match(stop - size, stop, wrong))
    return found
