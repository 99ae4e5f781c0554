"""What the reader's `w`, `b` and `e` take for a word: the classes of characters that vim uses.

A word is a run of one class: letters and digits, punctuation, hiragana, katakana, ideographs,
hangul and some more. The table is the one that vim's `charclass()` gives (compared with vim 9.0
over all code points), except that all pictographs from U+2600 and U+1F300 on are one class, and
that marks, joiners and variation selectors belong to whatever they stand on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tui.reading.graphemes import grapheme_start, is_simple, starts_grapheme

_PUNCTUATION = (
    r"!-/:-@\[-\^`{-\x9f\xa1-\xb4\xb6-\xbf\xd7\xf7\u037e\u0387\u055a-\u055f\u0589\u05be\u05c0\u05c3"
    r"\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4\u0700-\u070d\u0964\u0965\u0970\u0df4\u0e4f"
    r"\u0e5a\u0e5b\u0f04-\u0f12\u0f3a-\u0f3d\u0f85\u104a-\u104f\u10fb\u1361-\u1368\u166d\u166e"
    r"\u169b\u169c\u16eb-\u16ed\u1735\u1736\u17d4-\u17dc\u1800-\u180a\u2010-\u2027\u202a-\u202e"
    r"\u2030-\u203b\u203d-\u2048\u204a-\u205e\u2061-\u206f\u20a0-\u20cf\u20f1-\u2121\u2123-\u2138"
    r"\u213a-\u25ff\u27c0-\u27ff\u2900-\u2998\u29d8-\u29db"
    r"\u29fc\u29fd\u2e00-\u2e7f\u3001-\u3020\u3030\u303d\ufd3e\ufd3f\ufe30-\ufe6b\uff00-\uff0f"
    r"\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001d000-\U0001d24f\U0001d400-\U0001d7ff"
    r"\U0001f000-\U0001f1e5\U0001f200-\U0001f2ff"
)
_OTHERS = (
    r"\u3040-\u309f",  # hiragana
    r"\u30a0-\u30ff",  # katakana
    r"\u3300-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002b81f\U0002f800-\U0002fa1f",
    r"\uac00-\ud7a3",  # hangul
    r"\u2070-\u207f",  # superscripts
    r"\u2080-\u2094",  # subscripts
    r"\u2800-\u28ff",  # braille
    # pictographs
    r"\u203c\u2049\u2122\u2139\u2600-\u27bf"
    r"\U0001f1e6-\U0001f1ff\U0001f300-\U0001f3fa\U0001f400-\U0001faff",
)
_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2060\u20d0-\u20f0\u3099\u309a"
    r"\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"
)
_SEEN_AT_ONCE = 256
_FEW = 8
_MANY_AT_ONCE = 16_384
_NOT_LETTERS = rf"\s{_PUNCTUATION}{''.join(_OTHERS)}"

_SETS = (
    (f"[^{_NOT_LETTERS}{_MARKS}]", f"[^{_NOT_LETTERS}]"),
    *((f"[{members}]", f"[{members}{_MARKS}]") for members in (_PUNCTUATION, *_OTHERS)),
)
"""Of each class: what begins a word of it, and what goes on with it."""

LETTER = rf"[^{_NOT_LETTERS}\u200b-\u200f\u2060\ufeff]"
"""A letter, a digit, or a mark on one: what makes a word longer in scripts that part words."""

_ON = "|".join(f"{first}{rest}*" for first, rest in _SETS)
_BACK = "|".join(f"{rest}*{first}" for first, rest in _SETS)


@cache
def _word() -> re.Pattern[str]:
    """A word, or what is left of it, from an offset on. Compiled, in 20 ms, at the first motion."""
    return re.compile(f"[{_MARKS}]*(?:{_ON})|[{_MARKS}]+")


@cache
def _word_behind() -> re.Pattern[str]:
    """The same for a reversed text, where marks come before what they stand on."""
    return re.compile(_BACK)


SPACE = re.compile(rf"\s[\s{_MARKS}]*")
"""White space, with what stands on it."""


@cache
def _tokens() -> re.Pattern[str]:
    """White space (a group of its own) or a word: together they are the whole text."""
    return re.compile(f"({SPACE.pattern})|{_word().pattern}")


UNSEEN = re.compile(rf"[\s{_MARKS}]*")
"""White space and marks, in any order; may be empty."""

VISIBLE = re.compile(rf"[^\s{_MARKS}]")
"""A character that stands for itself: no white space, no mark on something else."""

SPACE_BEHIND = re.compile(rf"(?:[\s{_MARKS}]*\s)?")
"""`SPACE` for a reversed text; may be empty."""


def _words(text: str, offset: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where words begin and end (exclusive) in a stretch.

    None begins or ends inside a grapheme: what a joiner ties to the word before is part of it.
    """
    start = after = -1
    inside = False
    for match in _tokens().finditer(text, offset, end):
        if match[1] and not inside:
            continue
        begins = match.start()
        if start < 0:
            start = begins if begins == offset else grapheme_start(text, begins)
            if offset < start < begins:
                start = -1  # tied to white space, and by that to a word before the stretch
                continue
            start = max(start, offset)
        elif not inside and starts_grapheme(text, begins):
            yield start, after
            start = begins
        after = match.end()
        inside = after < end and not starts_grapheme(text, after)
    if start >= 0:
        yield start, after


def _word_count(text: str, offset: int, end: int) -> int:
    """Count the words of a stretch, and what is left of one at its beginning."""
    if is_simple(text, offset, end):
        return len(_word().findall(text, offset, end))
    return sum(1 for _ in _words(text, offset, end))


def _skip(text: str, offset: int, end: int, count: int) -> tuple[int, int]:
    """Pass fewer than `count` words; return where the next begins, or `end`, and those to go."""
    while count > _FEW and offset < end:
        beyond = end
        if end - offset > _MANY_AT_ONCE:
            far = next(_words(text, offset + _MANY_AT_ONCE, end), (end, end))
            beyond = next(_words(text, far[1], end), (end, end))[0]
        passed = _word_count(text, offset, beyond)
        if passed >= count:
            break
        offset, count = beyond, count - passed
    return offset, count


def word_after(text: str, offset: int, end: int, count: int = 1) -> tuple[int, int]:
    """Find the word that begins so many words after an offset.

    Args:
        text: A text.
        offset: Where to begin: in a word or in white space.
        end: Where the stretch ends in which words are looked for (exclusive).
        count: How many words further, at least 1. A million take 0.3 s.

    Returns:
        Where it begins, and 0; or `end`, and how many words were lacking.
    """
    if count > _FEW and offset < end and not SPACE.match(text, offset, end):
        offset, count = _skip(text, offset, end, count)
        if offset == end:
            return end, count + 1
    for start, _ in _words(text, offset, end):
        count -= start > offset
        if not count:
            return start, 0
    return end, count


def word_end_after(text: str, offset: int, end: int, count: int = 1) -> tuple[int, int]:
    """Find the last grapheme of the word that ends so many word ends after an offset.

    Args:
        text: A text.
        offset: Where to begin; between graphemes.
        end: Where the stretch ends in which words are looked for (exclusive).
        count: How many words, at least 1.

    Returns:
        Where that grapheme begins, and 0; or `end`, and how many words were lacking.
    """
    offset, count = _skip(text, offset, end, count)
    for _, after in _words(text, offset, end):
        count -= 1
        if not count:
            return grapheme_start(text, after - 1), 0
    return end, count


def word_end(text: str, offset: int, end: int) -> int:
    """Return where the word at an offset ends (exclusive): never inside a grapheme."""
    while offset < end:
        word = _word().match(text, offset, end) or SPACE.match(text, offset, end)
        offset = word.end() if word else end
        if grapheme_start(text, offset) == offset:
            break
    return offset


def word_before(text: str, offset: int, start: int) -> int | None:
    """Return where the word before an offset begins; None where there is none from `start` on."""
    nearest: int | None = None
    while offset > start:
        found = _run_before(text, offset, start)
        if found is None:
            break
        nearest = max(start, grapheme_start(text, found))
        if nearest == found:
            break
        # The run begins inside a grapheme of another class: it goes on with that one's.
        offset = found
    return nearest


def words_before(text: str, offset: int, start: int, count: int) -> tuple[int, int]:
    """Find the word that begins so many words before an offset.

    Args:
        text: A text.
        offset: Where to begin.
        start: Where the stretch begins in which words are looked for.
        count: How many words, at least 1. Many are counted forwards in stretches, because
            reading backwards costs six times as much.

    Returns:
        Where it begins, and 0; or `start`, and how many words were lacking.
    """
    unseen = UNSEEN.match(text, start, offset)
    first = max(start, grapheme_start(text, unseen.end() if unseen else start))
    while count > _FEW and offset > first:
        low = word_before(text, max(start, offset - _MANY_AT_ONCE), start)
        if low is None or low < first:
            # Marks that stand on nothing, at the beginning, are no part of the word after them.
            low = first
        passed = _word_count(text, low, offset)
        if passed >= count:
            return [begin for begin, _ in _words(text, low, offset)][-count], 0
        offset, count = low, count - passed
        if low == first:
            return start, count
    while offset > start:
        found = word_before(text, offset, start)
        if found is None:
            break
        offset, count = found, count - 1
        if not count:
            return offset, 0
    return start, count


def _run_before(text: str, offset: int, start: int) -> int | None:
    window = _SEEN_AT_ONCE
    while True:
        low = max(start, offset - window)
        behind = text[low:offset][::-1]
        space = SPACE_BEHIND.match(behind)
        word = _word_behind().match(behind, space.end() if space else 0)
        reached = word.end() if word else (space.end() if space else 0)
        if low == start or reached < len(behind):
            return offset - reached if word else None
        window *= 2  # the word may go on further back
