"""What counts as a word in search: case and accents folded, CJK parted into pairs.

FTS5's own tokenizer folds accents, but it makes one token of a whole run of Chinese, parts Hindi
words at every vowel sign, and leaves "ß" and "ø" alone. So the text is folded and parted here,
once and in the same way for the index, for the query and for the marks in the text; SQLite only
parts it at spaces.

Scripts that are written without spaces (Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese) are
indexed as overlapping pairs, as Lucene's CJKAnalyzer does, and the last character of a run also by
itself: ABC becomes `AB BC C`. A query of two characters or more is a phrase of pairs, a single
character is the beginning of a pair. Nothing is missed, and no dictionary is needed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import pairwise

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"  # Hangul
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\u3031-\u3035\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff\uff66-\uff9f"  # kana, bopomofo
    "\ua000-\ua4cf\U0001b000-\U0001b16f\U00020000-\U0003fffd"  # Yi, old kana, rare Han
)
_RUN = re.compile(f"[{_UNSPACED}]+")
_SEGMENT = re.compile(f"([{_UNSPACED}]+)|[^ {_UNSPACED}]+")
_LETTER = f"[^ {_UNSPACED}]"
_FOREIGN = re.compile(r"[^\x00-\x7f]+")

# Letters that Unicode does not decompose but that people type without their stroke.
_PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d"}
_PLAIN |= {"æ": "ae", "œ": "oe", "þ": "th"}
# Inside a word without being part of it: soft hyphen, joiners, tatweel.
_UNSEEN = {0x00AD, 0x0640, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)}

Segment = tuple[str, bool]
"""A stretch of folded text without spaces, and whether it is of an unspaced script."""


def _is_accent(character: str) -> bool:
    # Marks above, below and through; Hebrew and Arabic points. Not viramas, nuktas, voicing marks
    # and Thai vowels (classes 7-9 and 84-132): they tell words apart.
    group = unicodedata.combining(character)
    return group == 1 or 10 <= group <= 36 or group >= 200


class _Folds(dict[int, str]):
    """What each code point becomes, worked out when it is first met, for `str.translate`."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        folded = " "
        if code in _UNSEEN:
            folded = ""
        else:
            parts = unicodedata.normalize("NFKD", chr(code)).casefold()
            parts = unicodedata.normalize("NFKD", parts)
            plain = "".join(part for part in parts if not _is_accent(part))
            plain = "".join(_PLAIN.get(part, part) for part in unicodedata.normalize("NFC", plain))
            folded = "".join(
                part if part.isalnum() or unicodedata.category(part)[0] == "M" else " "
                for part in plain
            )
            if folded and not folded.strip():
                folded = " "
        if len(folded) != 1:
            self.uneven.add(chr(code))
        self[code] = folded
        return folded


_FOLDS = _Folds()
_ASCII = bytes(ord(chr(c).lower()) if chr(c).isalnum() else 0x20 for c in range(128)) + bytes(128)


def fold(text: str) -> str:
    """Return the text with case and accents folded and everything but words made spaces."""
    plain = text
    if not text.isascii() and len(text.encode(errors="replace")) < 1.2 * len(text):
        # Latin letters with some accents, dashes and typographic quotes among them.
        plain = _FOREIGN.sub(_fold_run, text)
    if plain.isascii():  # 4 µs for 6 kB, 60 with the line above; else it takes 200
        return plain.encode("ascii").translate(_ASCII).decode("ascii")
    return text.translate(_FOLDS)


def _fold_run(run: re.Match[str]) -> str:
    return run[0].translate(_FOLDS)


def index_text(text: str) -> str:
    """Return what FTS5 is given to index for the text: its tokens, parted by spaces."""
    folded = fold(unicodedata.normalize("NFC", text))
    return folded if folded.isascii() else _RUN.sub(_pairs, folded)


def _pairs(run: re.Match[str]) -> str:
    text = run[0]
    return f" {' '.join(map(''.join, pairwise(text)))} {text[-1]} "


def segments(text: str) -> tuple[Segment, ...]:
    """Return the folded words of the text, each unspaced run as one."""
    folded = fold(unicodedata.normalize("NFC", text))
    return tuple((match[0], match[1] is not None) for match in _SEGMENT.finditer(folded))


def query_tokens(parts: tuple[Segment, ...], *, open_end: bool) -> tuple[tuple[str, ...], bool]:
    """Return the tokens to look for one after the other, and whether the last is a prefix.

    Args:
        parts: The `segments` of a word or a phrase.
        open_end: Whether the last word may still go on.
    """
    tokens: list[str] = []
    for place, (text, unspaced) in enumerate(parts):
        if not unspaced:
            tokens.append(text)
            continue
        tokens += map("".join, pairwise(text))
        if len(text) == 1 or place < len(parts) - 1:
            tokens.append(text[-1])
    if parts and parts[-1][1]:
        return tuple(tokens), len(parts[-1][0]) == 1
    return tuple(tokens), open_end and bool(tokens)


def pattern(parts: tuple[Segment, ...], *, open_end: bool) -> str:
    """Return a regular expression that finds in folded text what `query_tokens` finds.

    It is linear: literals with spaces between, and at most one run of letters at the end. A word
    that is found by its beginning is matched to its end.
    """
    if not parts:
        return "(?!)"
    pieces = [re.escape(parts[0][0])]
    for (_, before), (text, unspaced) in pairwise(parts):
        pieces += [" *" if before or unspaced else " +", re.escape(text)]
    if not parts[0][1]:
        # Asked after the word and not before it, so that `re` can look for the word as a literal:
        # 4 µs instead of 87 for 6 kB.
        pieces[0] += f"(?<!{_LETTER}{pieces[0]})"
    if not parts[-1][1]:
        pieces.append(f"{_LETTER}*" if open_end else f"(?!{_LETTER})")
    return "".join(pieces)


def count_words(text: str) -> int:
    """Count words as a newsroom does: by spaces, and unspaced scripts by the character."""
    if text.isascii():
        return len(text.split())
    apart, unspaced = _RUN.subn(" ", text)
    if not unspaced:
        return len(text.split())
    return len(apart.split()) + sum(len(match[0]) for match in _RUN.finditer(text))


class FoldedText:
    """A text folded for matching, whose offsets lead back to the text itself.

    Attributes:
        text: The folded text. Unlike `index_text` it keeps unspaced runs whole.
    """

    def __init__(self, text: str) -> None:
        self.text = fold(text)
        self._folded: list[int] = []
        self._source: list[int] = []
        uneven = set() if text.isascii() else set(text) & _FOLDS.uneven
        if not uneven:
            return
        # Only where a code point does not become exactly one is there anything to remember:
        # between such places, both texts go on side by side.
        shift = 0
        for match in re.finditer(f"[{re.escape(''.join(uneven))}]", text):
            width = len(_FOLDS[ord(match[0])])
            self._folded.append(match.start() + shift)
            self._source.append(match.start())
            shift += width - 1
            self._folded.append(match.end() + shift)
            self._source.append(match.end())

    def source(self, offset: int) -> int:
        """Return where in the text itself an offset in the folded text lies."""
        place = bisect_right(self._folded, offset) - 1
        if place < 0:
            return offset
        source = self._source[place] + offset - self._folded[place]
        if place + 1 < len(self._source):
            source = min(source, self._source[place + 1])
        return source
