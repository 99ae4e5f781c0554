r"""What a reader types to find, and what it comes to as a pattern.

Plain text finds itself; a backslash and a letter anywhere in it say how: `\c` any case, `\C` this
case, `\a` accents do not count, `\w` whole words only, and `\\` is a backslash. `\c` and `\C` are
vim's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from unicodedata import combining, normalize

from tui.articles.safe_text import clean_text
from tui.reading.classes import LETTER
from tui.reading.folding import alike, fold_case, without_accent
from tui.reading.lines import Lines
from tui.reading.objects import is_possessive, word_at

LONGEST_QUERY = 500
"""Code points of a query that are compared; what agrees so far is what was meant."""

_MARKS = "[\u0300-\u036f]*"
_NOT_ALONE = "(?![\u0300-\u036f\ufe00-\ufe0f\u200d])"
"""Spares most of the matches that end inside a grapheme; the search sees to the rest."""

_ACCENTED = ((0xC0, 0x250), (0x370, 0x530), (0x600, 0x700), (0x900, 0xE00), (0x1E00, 0x2000),
             (0x3040, 0x3100), (0xFB1D, 0xFB50))  # fmt: skip
"""Where letters stand that are composed of another and a mark."""

_FLAG = re.compile(r"\\([cCaw\\])")
_APOSTROPHE = "['’]"


@dataclass(frozen=True, slots=True)
class FindQuery:
    """What to find.

    Attributes:
        words: Plain text. White space in it finds any white space, a line end too; straight
            quotation marks and hyphens find the typographic ones, and the other way round.
        case: Whether capitals count; None where they do if there is one in `words`.
        accents: Whether accents count.
        whole: Whether only whole words are found, as the reader's `w` knows them.
    """

    words: str
    case: bool | None = None
    accents: bool = True
    whole: bool = False

    @property
    def case_counts(self) -> bool:
        """Whether capitals count."""
        if self.case is None:
            return any(character.isupper() for character in self.words)
        return self.case


def parse_query(typed: str) -> FindQuery:
    r"""Read what was typed; there is nothing that cannot be.

    A backslash before any letter but those of a flag stands for itself.
    """
    query = FindQuery("")
    for flag in _FLAG.findall(typed):
        if flag in "cC":
            query = replace(query, case=flag == "C")
        elif flag == "a":
            query = replace(query, accents=False)
        elif flag == "w":
            query = replace(query, whole=True)
    words = _FLAG.sub(lambda match: "\\" if match[1] == "\\" else "", typed)
    return replace(query, words=words)


def typed_query(query: FindQuery) -> str:
    """Return what would be typed for a query: it is shown, and kept in the history."""
    flags = "\\w" if query.whole else ""
    flags += "" if query.accents else "\\a"
    if query.case is not None and query.case != replace(query, case=None).case_counts:
        flags += "\\C" if query.case else "\\c"
    return flags + query.words.replace("\\", "\\\\")


def word_query(lines: Lines, offset: int) -> FindQuery | None:
    """Return the query of `*` and `#`: the word at an offset, whole, in any case.

    In white space it is the next word, as `word_at` has it; of a possessive, the name. None where
    no text is shown.
    """
    words = lines.document[word_at(lines, offset)]
    if len(words) > 2 and words[-2] in "'’" and is_possessive(words, len(words) - 2):
        words = words[:-2]
    return FindQuery(words, case=False, whole=True) if words else None


@dataclass(frozen=True, slots=True)
class Finder:
    """A query as a pattern.

    The pattern begins with plain letters where it can, because those are found at 1 ns a code
    point and a class at the beginning costs ten times as much: what stands before them is looked
    at behind.

    Attributes:
        pattern: What to search for, in text that is folded if the case does not count.
        behind: How many code points before its match the query begins.
        space: Whether white space has to come before that.
        whole: Whether both edges are still to be held against the words there.
        case_counts: Whether the text is to be searched as it is.
    """

    pattern: re.Pattern[str]
    behind: int
    space: bool
    whole: bool
    case_counts: bool


@lru_cache(maxsize=16)
def finder(query: FindQuery) -> Finder | None:
    """Make a query a pattern; None where it has nothing to find."""
    words = clean_text(query.words[:LONGEST_QUERY])
    if not query.case_counts:
        words = fold_case(words)
    space = words[:1].isspace()
    words = words.lstrip()
    if not query.accents:
        words = "".join(without_accent(letter) for letter in words if not combining(letter))
    if not words:
        return None
    parts = [_part(part, query) for part in re.findall(r"\s+|\S", words)]
    fixed = next((at for at, part in enumerate(parts) if part.endswith((_MARKS, "++"))), len(parts))
    head = next((at for at, part in enumerate(parts[:fixed]) if part[0] != "["), 0)
    run = fixed
    literal = "".join(parts[head:run])
    before = "".join(parts[:head])
    behind = f"(?<={before}{literal})" if head else ""
    if literal and space:
        behind = rf"(?<=\s{before}{literal})"
    edge = ""
    whole = query.whole
    if whole and literal and re.match(LETTER, words[0]) and re.match(LETTER, words[-1]):
        # Written out for letters; the classes of other scripts are held against the text.
        whole = False
        behind += f"(?<!{LETTER}{literal})(?<!{LETTER}{_APOSTROPHE}{literal})"
        edge = f"(?!{LETTER}|{_APOSTROPHE}(?![sS](?!{LETTER})){LETTER})"
    rest = "".join(parts[run:])
    pattern = re.compile(f"{literal}{behind}{rest}{_NOT_ALONE}{edge}")
    return Finder(pattern, head, space, whole, query.case_counts)


def _part(part: str, query: FindQuery) -> str:
    if part.isspace():
        return r"\s++"
    kin = alike(part)
    if len(kin) == 1 and not query.accents:
        kin += _accented().get(part, "")
    if len(kin) == 1:
        return re.escape(part) + (_MARKS if not query.accents and part.isalpha() else "")
    return f"[{re.escape(kin)}]" + (_MARKS if part.isalpha() else "")


@cache
def _accented() -> dict[str, str]:
    """Return the letters with accents of every letter: 3 ms, once."""
    found: dict[str, str] = {}
    for start, stop in _ACCENTED:
        for letter in map(chr, range(start, stop)):
            if (base := without_accent(letter)) != letter == normalize("NFC", letter):
                found[base] = found.get(base, "") + letter
    return found
