"""What the reader's `w`, `b` and `e` take for a word: the classes of characters that vim uses.

A word is a run of one class: letters and digits, punctuation, hiragana, katakana, ideographs,
hangul and some more. The table is the one that vim's `charclass()` gives (compared with vim 9.0
over all code points), except that all pictographs from U+2600 and U+1F300 on are one class, and
that marks, joiners and variation selectors belong to whatever they stand on.
"""

from __future__ import annotations

import re
from functools import cache

from tui.reading.graphemes import grapheme_start

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
_NOT_LETTERS = rf"\s{_PUNCTUATION}{''.join(_OTHERS)}"

_SETS = (
    (f"[^{_NOT_LETTERS}{_MARKS}]", f"[^{_NOT_LETTERS}]"),
    *((f"[{members}]", f"[{members}{_MARKS}]") for members in (_PUNCTUATION, *_OTHERS)),
)
"""Of each class: what begins a word of it, and what goes on with it."""

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

UNSEEN = re.compile(rf"[\s{_MARKS}]*")
"""White space and marks, in any order; may be empty."""

VISIBLE = re.compile(rf"[^\s{_MARKS}]")
"""A character that stands for itself: no white space, no mark on something else."""

SPACE_BEHIND = re.compile(rf"(?:[\s{_MARKS}]*\s)?")
"""`SPACE` for a reversed text; may be empty."""


def word_after(text: str, offset: int, end: int) -> int | None:
    """Return where the word after the one at an offset begins; None where there is none."""
    pattern = _word()
    while offset < end:
        word = pattern.match(text, offset, end)
        offset = word.end() if word else offset
        space = SPACE.match(text, offset, end)
        offset = space.end() if space else offset
        if offset < end and grapheme_start(text, offset) == offset:
            return offset
    return None


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
