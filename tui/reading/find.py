"""Find words in the shown text of an article.

The text is searched as a whole by one pattern, and only what was found is held against the
blocks. Measured in 10 MB (one core): the first search folds the text, in 3 ms where it is ASCII
and 40–55 ms where not; the pattern takes 3–13 ms, and every match half a microsecond.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import overload
from unicodedata import normalize

from tui.articles.document import TextRange
from tui.reading.folding import fold_accents, fold_case
from tui.reading.graphemes import grapheme_start
from tui.reading.lines import Lines

_ALIKE = ("'‘’‚‛′`´", '"“”„‟″«»', "-‐‑‒–—―−")
"""A sign of the query finds all of its row."""

_MARKS = "[\u0300-\u036f]*"
_NOT_ALONE = "(?![\u0300-\u036f\ufe00-\ufe0f\u200d])"
"""Spares most of the matches that end inside a grapheme; `_is_whole` sees the rest."""


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


def find_all(
    lines: Lines, query: str, *, accents: bool = True, within: TextRange | None = None
) -> Matches:
    """Find a query in the shown text.

    Args:
        lines: What is shown: folded blocks are not searched, nor are rules.
        query: Plain text. A capital in it makes capitals count. White space finds any white
            space, straight quotation marks and hyphens find the typographic ones and the other
            way round.
        accents: Whether accents count.
        within: Find only what lies in there, such as the page in view; it should begin and end
            between words, because a match over its edge is not found.

    Returns:
        The matches in order, none overlapping another and none crossing blocks.
    """
    if within is None:
        within = TextRange(0, len(lines.document.text))
    return Matches(_search(lines, query, within, accents=accents))


def find_next(lines: Lines, query: str, offset: int, *, accents: bool = True) -> TextRange | None:
    """Find the first match that begins at an offset or after it, else the first of all.

    Costs no more than the way there, where `find_all` in a long text has to see everything.
    """
    whole = len(lines.document.text)
    for part in (TextRange(min(offset, whole), whole), TextRange(0, whole)):
        for start, end in _search(lines, query, part, accents=accents):
            return TextRange(start, end)
    return None


def _search(
    lines: Lines, query: str, within: TextRange, *, accents: bool
) -> Iterator[tuple[int, int]]:
    if not query.strip() or not lines.items:
        return iter(())
    text = lines.document.text
    if not any(character.isupper() for character in query):
        text, query = lines.items.folded, fold_case(query)
    if not accents:
        text, query = fold_accents(text), fold_accents(normalize("NFC", query))
    pattern = re.compile(_pattern(query, marks=not accents) + _NOT_ALONE)
    return _within_blocks(lines, text, pattern, within)


def _pattern(query: str, *, marks: bool) -> str:
    parts: list[str] = []
    for word in re.split(r"(\s+)", query):
        if word.isspace():
            parts.append(r"\s+")
            continue
        for character in word:
            alike = next((row for row in _ALIKE if character in row), None)
            parts.append(f"[{re.escape(alike)}]" if alike else re.escape(character))
            if marks and character.isalpha():
                parts.append(_MARKS)
    return "".join(parts)


def _within_blocks(
    lines: Lines, text: str, pattern: re.Pattern[str], within: TextRange
) -> Iterator[tuple[int, int]]:
    """Search the whole text, and keep what lies in one shown block."""
    items, original = lines.items, lines.document.text
    ascii_only = original.isascii()
    shown_from = shown_to = -1
    offset = within.start
    again = True
    while again:
        again = False
        for match in pattern.finditer(text, offset, within.end):
            start, end = match.span()
            if not shown_from <= start < shown_to:
                item = items.at(start)
                shown_from, shown_to = _shown(lines, item)
                if not shown_from <= start < shown_to:
                    # A fold or a rule: go on behind it.
                    offset, again = max(start + 1, items.bounds(item)[1]), True
                    break
            if end > shown_to:
                # It reaches into the next block; a shorter one from here may not.
                inside = pattern.match(text, start, shown_to)
                end = inside.end() if inside else start
                if end > start and (ascii_only or _is_whole(original, start, end)):
                    yield start, end
                offset, again = max(end, start + 1), True
                break
            if ascii_only or _is_whole(original, start, end):
                yield start, end


def _shown(lines: Lines, item: int) -> tuple[int, int]:
    """Return the block of an item, if it shows words: else nothing."""
    if not lines.items or not lines.items.has_words(item):
        return -1, -1
    block = lines.block(item)
    return block.start, block.end


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether a match begins and ends between graphemes: "e" is not found in a lone "é"."""
    after = text[end : end + 1]
    if text[start] < "\u0300" and after < "\u0300" and text[start - 1] < "\u0300":
        return True
    return grapheme_start(text, start) == start and grapheme_start(text, end) == end


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
