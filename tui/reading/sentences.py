"""Where sentences end.

Why our own: selecting exactly what was said is what copydesk is for, the rules have to be local
(a sentence in a 10 MB line is found by reading around it), and the libraries fit badly. Of the
first 121 cases of the tests' table, before they had mended anything here, these rules had 106
right; sentencex 1.0 (a binary, told the language; ten times as fast) 96, pysbd 0.3 (unmaintained,
ten times as slow) 88, blingfire 0.1 (a binary, needs numpy) 87, syntok 1.4 69. nltk needs data
fetched at run time, spaCy and stanza are models of tens to hundreds of megabytes. The approach is
the one of Kiss and Strunk, "Unsupervised Multilingual Sentence Boundary Detection" (2006), with
fixed lists in place of trained ones: a terminator ends a sentence unless what stands before it is
an abbreviation, an initial or a number, or what follows cannot begin one. The words are data, in
`sentences.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tui.reading.classes import UNSEEN

AROUND = 160
"""No decision looks further than so many code points to either side of a terminator."""

_QUOTES = "\"'”’“‘»«›‹"
_CJK_CLOSERS = "」』）】》〉〕］｝"
_OPENERS = "\"'“‘„‚«»‹›([{¿¡「『（【《〈—–-*•"

_GREEK = "\u0370-\u03ff\u1f00-\u1fff"
_STOPS = re.compile("[.!?…‼⁇⁈⁉؟۔।॥։።។;。！？｡．]")
"""Found ten times as fast as `_TERMINATOR`, which then looks at what is there."""

_TERMINATOR = re.compile(
    rf"(?P<mark>;(?<=[{_GREEK}];)|"
    r"[.!?…‼⁇⁈⁉؟۔।॥։።။។]+(?:[ \xa0\u202f]\.(?![\w.]))*|(?P<wide>[。！？｡．]+))"
    rf"(?P<closers>(?(wide)[\"'”’)\]{_CJK_CLOSERS}]*|[\])}}{_QUOTES}]*)"
    r"(?:[ \xa0\u202f]»(?=[\s,;:.!?)]|$))?"
    # The number of a footnote: raised, in brackets, or (as pages are copied) behind the stop.
    r"(?:\[\d{1,3}\]|[¹²³⁴-⁹]{1,3}|"
    rf"(?:(?<=[^\W\d_]{{4}}\.)|(?<=[^\W\d_]{{3}}\.[{_QUOTES}]))\d{{1,3}}(?=\s))*)"
)
_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*")
_JAPANESE_GOES_ON = re.compile(r"[\u3041-\u309f]")
_CHINESE_GOES_ON = re.compile(r"[\u4e00-\u9fff]{0,8}?[说說道问問称稱喊答][，。：,:]?")
_ENUMERATOR = re.compile(r"\s*[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[)\]]?$")


@dataclass(frozen=True, slots=True)
class _Words:
    leading: frozenset[str]
    numbering: frozenset[str]
    numbering_endings: tuple[str, ...]
    either: frozenset[str]
    starters: frozenset[str]
    months: frozenset[str]
    attribution: re.Pattern[str]


@cache
def _words() -> _Words:
    """Read the lists, 3 ms, at the first sentence."""
    import tomllib

    source = resources.files("tui.reading").joinpath("sentences.toml").read_text("utf-8")
    data = tomllib.loads(source)

    def both_cases(entries: list[str]) -> frozenset[str]:
        longer = (entry for entry in entries if len(entry) > 1)
        return frozenset(entries) | {entry[0].upper() + entry[1:] for entry in longer}

    verbs = "|".join(map(re.escape, data["attribution"]["verbs"]))
    return _Words(
        leading=both_cases(data["abbreviations"]["leading"]),
        numbering=both_cases(data["abbreviations"]["numbering"]),
        numbering_endings=tuple(data["abbreviations"]["numbering_endings"]),
        either=both_cases(data["abbreviations"]["either"]),
        starters=frozenset(data["starters"]["words"]),
        months=frozenset(data["months"]["names"]),
        attribution=re.compile(rf"(?:[\w.'’\-]+ ){{0,4}}(?:{verbs})\b"),
    )


def sentences(text: str) -> list[tuple[int, int]]:
    """Divide a block of text into sentences.

    Args:
        text: One block; sentences never cross blocks.

    Returns:
        Start and end (exclusive) of each sentence, in code points of `text`, without the white
        space around it; a closing quotation mark belongs to its sentence. Everything that is not
        white space lies in exactly one of them. Linear in the text.
    """
    found: list[tuple[int, int]] = []
    start = skip_space(text, 0)
    for end in ends(text, 0, len(text)):
        if end > start:
            found.append((start, end))
            start = skip_space(text, end)
    last = len(text.rstrip())
    if start < last:
        found.append((start, last))
    return found


def ends(text: str, start: int, end: int) -> list[int]:
    """Return where sentences end (exclusive, closing marks included) within a stretch.

    Args:
        text: A text; what lies within `AROUND` of the stretch is read too, so that stretches of
            one block can be asked for one at a time.
        start: Where the stretch begins.
        end: Where it ends (exclusive).
    """
    found: list[int] = []
    limit = min(len(text), end + AROUND)
    while stop := _STOPS.search(text, start, end):
        match = _TERMINATOR.match(text, stop.start(), limit)
        if match and _ends_sentence(text, match):
            found.append(match.end())
        start = match.end() if match else stop.end()
    return found


def skip_space(text: str, offset: int) -> int:
    """Return the first offset from `offset` on that shows something, or the text's end."""
    space = UNSEEN.match(text, offset)
    return space.end() if space else offset


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    mark, closers = match["mark"], match["closers"]
    after = match.end()
    if after == len(text):
        return True
    if match["wide"]:
        return _ends_cjk(text, match.start(), mark, closers, after)
    if not text[after].isspace():
        return False
    opening = text[match.start() - 1] if match.start() else ""
    if closers[:1] == ")" and opening == "(":
        return False  # a doubt or a wonder in brackets: (?), (!)
    line_end = text.find("\n\n", after, after + AROUND)
    following = text[after : line_end if line_end >= 0 else after + AROUND].lstrip()
    if not following:
        return True
    bare = following.lstrip(_OPENERS + " \xa0\u202f")
    opened = len(bare) < len(following)
    if not bare:
        return True
    first = bare[0]
    word = _WORD.match(bare)
    name = word[0] if word else ""
    if first.islower() and not (name[1:2].isupper() and not opened):
        return False
    if first in ",;:)]}%&/":
        return False
    stops = mark.replace(" ", "").replace("\xa0", "").replace("\u202f", "")
    quoted = any(closer in _QUOTES for closer in closers)
    if stops[-1] in "!?":
        # “Will you?” Smith asked. But: “Why?” Nobody asked.
        speaker = name == "I" or name not in _words().starters
        return not (quoted and not opened and speaker and _words().attribution.match(bare))
    if stops in ("...", "…", ".."):
        return name not in ("I", "I'm", "I'd", "I'll", "I've", "I’m", "I’d", "I’ll", "I’ve")
    if stops != ".":
        return True
    return _full_stop_ends(text, match.start(), closers, name, bare, opened)


def _ends_cjk(text: str, start: int, mark: str, closers: str, after: int) -> bool:
    if mark == "．" and text[start - 1 : start].isdigit() and text[after].isdigit():
        return False
    if closers[-1:] and closers[-1] in _CJK_CLOSERS and _JAPANESE_GOES_ON.match(text, after):
        return False
    return not (closers and _CHINESE_GOES_ON.match(text, after, after + 12))


def _full_stop_ends(text: str, stop: int, closers: str, name: str, bare: str, opened: bool) -> bool:
    """Decide on one full stop followed by white space and something that may begin a sentence."""
    words = _words()
    before = text[max(0, stop - 24) : stop]
    before = before[before.rfind("\n") + 1 :]
    token = before.split()[-1].lstrip(_OPENERS) if before.strip() else ""
    if not token or before[-1].isspace() or closers.strip(_QUOTES):
        return True
    pair = " ".join(before.split()[-2:]).lstrip(_OPENERS)
    starts = name.replace("’", "'") in words.starters
    line = text.rfind("\n", max(0, stop - 8), stop) + 1
    if stop - line <= 7 and (line or stop <= 7) and _ENUMERATOR.match(text[line:stop]):
        return False  # "3. Wash the rice"
    if bare.startswith(".", 1) and token.isalpha() and len(token) == 1 and name[:1].isupper():
        return False  # the first of two initials
    if token in words.leading or pair in words.leading:
        # "vs." and the like may end a quotation: “Smith v.” The court …
        return bool(closers) and starts
    if bare[0].isdigit() and _announces_number(token):
        return False
    if token in words.either or pair in words.either or _is_acronym(token):
        return starts or (opened and not bare[0].isdigit()) or bool(closers)
    earlier = "".join(before.split()[-2:-1])
    begins = earlier.endswith((".", "!", "?")) and not _announces_number(earlier[:-1])
    if len(token) == 1 and token.isalpha():
        if begins and len(earlier) > 2:
            return False  # "Why? A. Because"
        # An initial: "J. K. Rowling"; but "plan B. The …".
        return token.isupper() and starts and not (name in ("A", "I") and len(name) == 1)
    if token.isdecimal() and len(token) <= 2:
        return not begins and name not in words.months  # "Wash the rice. 2. Cook it."
    return True


def _announces_number(token: str) -> bool:
    """Tell "No" and "Hafenstr", which a number follows."""
    words = _words()
    return token in words.numbering or token.endswith(words.numbering_endings)


def _is_acronym(token: str) -> bool:
    """Tell "U.S" and "Ph.D" from "example.com": parts of one or two letters."""
    parts = token.split(".")
    return len(parts) > 1 and all(0 < len(part) <= 2 and part.isalpha() for part in parts)
