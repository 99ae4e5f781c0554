"""Find words in the shown text of an article.

The text is searched as a whole by one pattern, and only what was found is held against the
blocks. Measured in 10 MB (one core): a match near by is found in under 1 ms; one that is far, or
not there, in 3–6 ms, with accents ignored in 35–45, and the first time 3 ms more where the text is
ASCII, 45 where it has to be folded. Every match of `find_all` takes half a microsecond to one.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import overload
from unicodedata import normalize

from tui.articles.document import TextRange
from tui.reading.find_query import Finder, FindQuery, finder
from tui.reading.folding import fold_accents, fold_case
from tui.reading.graphemes import grapheme_start
from tui.reading.lines import Lines
from tui.reading.objects import in_word

_NEAR = 65_536
_EDGE = 1_024
_MARKS = "[\u0300-\u036f]*"


class Matches(Sequence[TextRange]):
    """What was found, in order: two arrays, because one letter is found 700,000 times in 10 MB."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        """Take the starts and ends of ranges that are in order and do not overlap."""
        self._starts, self._ends = array("q"), array("q")
        for start, end in spans:
            self._starts.append(start)
            self._ends.append(end)

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> TextRange: ...

    @overload
    def __getitem__(self, index: slice) -> list[TextRange]: ...

    def __getitem__(self, index: int | slice) -> TextRange | list[TextRange]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        return TextRange(self._starts[index], self._ends[index])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Matches):
            return self._starts == other._starts and self._ends == other._ends
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]  # it compares by what it holds, like a list

    def at_or_after(self, offset: int) -> int:
        """Return the place of the first match that begins there or later; 0 where none does."""
        place = bisect_left(self._starts, offset)
        return place if place < len(self) else 0

    def before(self, offset: int) -> int:
        """Return the place of the last match that begins before; the very last where none does."""
        return bisect_left(self._starts, offset) - 1 if len(self) else 0

    def overlapping(self, text_range: TextRange) -> list[TextRange]:
        """Return the matches that share a code point with the range. O(log n + found)."""
        first = bisect_right(self._ends, text_range.start)
        return self[first : bisect_left(self._starts, text_range.end)]


def find_all(lines: Lines, query: FindQuery | str, *, within: TextRange | None = None) -> Matches:
    """Find a query in the shown text.

    Args:
        lines: What is shown: folded blocks are not searched, nor are rules.
        query: What to find; a string is the words of a query without any flag.
        within: Find only what lies in there, such as the page in view; it should begin and end
            between words, because a match over its edge is not found.

    Returns:
        The matches in order, none overlapping another and none crossing blocks.
    """
    if within is None:
        within = TextRange(0, len(lines.document.text))
    return Matches(_search(lines, query, within))


def find_next(lines: Lines, query: FindQuery | str, offset: int) -> TextRange | None:
    """Find the first match that begins at an offset or after it, else the first of all.

    Costs no more than the way there, where `find_all` in a long text has to see everything.
    """
    text = lines.document.text
    offset = min(offset, len(text))
    near = TextRange(offset, min(len(text), offset + _NEAR))
    for start, end in _search(lines, query, near, alone=True):
        if end < near.end - _EDGE:
            return TextRange(start, end)
        break
    for start, end in _search(lines, query, TextRange(offset, len(text))):
        return TextRange(start, end)
    if not offset or not lines.items:
        return None
    before = lines.document.block_at(offset).end
    for start, end in _search(lines, query, TextRange(0, max(offset, before))):
        return TextRange(start, end)
    return None


def _search(
    lines: Lines, query: FindQuery | str, within: TextRange, *, alone: bool = False
) -> Iterator[tuple[int, int]]:
    """Find a query in a stretch; `alone` folds no more of the text than that."""
    wanted = finder(query if isinstance(query, FindQuery) else FindQuery(query))
    if wanted is None or not lines.items:
        return iter(())
    text, shift = lines.document.text, 0
    if not wanted.case_counts:
        if alone and not text.isascii():
            text, shift = fold_case(lines.document[within]), within.start
        else:
            text = lines.items.folded
    return _within_blocks(lines, text, shift, wanted, within)


def _within_blocks(
    lines: Lines, text: str, shift: int, wanted: Finder, within: TextRange
) -> Iterator[tuple[int, int]]:
    """Search a stretch of the text, and keep what lies in one shown block.

    Args:
        lines: What is shown.
        text: What to search: the text or a stretch of it, as it is or folded.
        shift: Where that begins in the text.
        wanted: What to search for.
        within: The stretch; a match over its edges is not found.
    """
    items, original = lines.items, lines.document.text
    pattern, behind = wanted.pattern, wanted.behind
    picky = wanted.space or wanted.whole or not original.isascii()
    shown_from = shown_to = -1
    free = offset = within.start
    again = True
    while again:
        again = False
        for match in pattern.finditer(text, offset - shift, within.end - shift):
            start, end = match.start() - behind + shift, match.end() + shift
            if not shown_from <= start < shown_to:
                item = items.at(start)
                shown_from, shown_to = _shown(lines, item)
                if not shown_from <= start < shown_to:
                    # A fold or a rule: go on behind it.
                    offset, again = max(start + behind + 1, items.bounds(item)[1]), True
                    break
            cut = end > shown_to
            if cut:
                # It reaches into the next block; a shorter one from here may not.
                inside = pattern.match(text, start + behind - shift, shown_to - shift)
                end = inside.end() + shift if inside else start
            refused = False
            if start < free or end <= start:
                refused = True
            elif picky:
                if wanted.space:
                    # The white space before the words is taken up to what was found last.
                    begin = _space_before(original, start, max(free, shown_from))
                    refused = begin == start
                    start = begin
                refused = (
                    refused
                    or not _is_whole(original, start, end)
                    or (wanted.whole and _is_part(original, start, end))
                )
            if not refused:
                yield start, end
                free = end
            if cut or refused:
                offset, again = max(match.start() + shift + 1, 0 if refused else end), True
                break


def _shown(lines: Lines, item: int) -> tuple[int, int]:
    """Return the block of an item, if it shows words: else nothing."""
    if not lines.items or not lines.items.has_words(item):
        return -1, -1
    block = lines.block(item)
    return block.start, block.end


def _space_before(text: str, offset: int, floor: int) -> int:
    """Return where the white space before an offset begins, `floor` at the earliest."""
    seen = 64
    while True:
        low = max(floor, offset - seen)
        words = len(text[low:offset].rstrip())
        if words or low == floor:
            return low + words
        seen *= 2


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether a match begins and ends between graphemes: "e" is not found in a lone "é"."""
    after = text[end : end + 1]
    if text[start] < "\u0300" and after < "\u0300" and text[start - 1] < "\u0300":
        return True
    return grapheme_start(text, start) == start and grapheme_start(text, end) == end


def _is_part(text: str, start: int, end: int) -> bool:
    """Tell whether a word goes on over one of the edges of a match."""
    return in_word(text, start) or in_word(text, end)


def find_terms(text: str, ranges: Iterable[TextRange], terms: Iterable[str]) -> list[TextRange]:
    """Find the words that begin with one of several terms, as the library's search does.

    Args:
        text: `Document.text`.
        ranges: What to search, such as the lines in view: in order, not overlapping.
        terms: Words or phrases; case and accents do not count. The last word of each may be the
            beginning of a longer one.

    Returns:
        Whole words (or phrases), in order; none overlaps another.
    """
    folded_terms = sorted(
        {" ".join(_fold(normalize("NFC", term)).split()) for term in terms} - {""},
        key=len,
        reverse=True,
    )
    if not folded_terms:
        return []
    alternatives = "|".join(
        r"\W+".join(_MARKS.join(map(re.escape, word)) for word in term.split())
        for term in folded_terms
    )
    pattern = re.compile(rf"(?<![\w\u0300-\u036f])(?:{alternatives})[\w\u0300-\u036f]*")
    found: list[TextRange] = []
    for place in ranges:
        stretch = _fold(text[place.start : place.end])
        found.extend(
            TextRange(place.start + match.start(), place.start + match.end())
            for match in pattern.finditer(stretch)
            if match.end() > match.start()
        )
    return found


def _fold(text: str) -> str:
    return fold_accents(fold_case(text))
