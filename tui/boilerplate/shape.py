"""The shape of blocks as small numbers: what the model of `model.py` looks at.

Everything here is measured, nothing decided, and each line by itself. Words of any language enter
only through the rules' clues and through function words, so that a page in a language that nobody
foresaw still has length, punctuation, links, position and neighbours to go by.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from tui.articles.document import BlockKind
from tui.boilerplate.clue import Clue
from tui.boilerplate.page import Page, common_words
from tui.boilerplate.verdict import Role

_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_AGO = re.compile(
    r"\b\d+ ?(?:[hdms]|min|mins|minutes?|hrs?|hours?|days?|weeks?|months?|years?) ago\b"
    r"|\b(?:vor|hace|há|il y a) \d+ |\b\d+ (?:min|minuti|ore|giorni|mesi|anni) fa\b"
    r"|\b\d+ (?:min|minuten|uur|dagen|weken|maanden|jaar) geleden\b"
    r"|\b\d+ (?:menit|jam|hari|minggu|bulan|tahun) (?:yang )?lalu\b"
    r"|\d+ ?(?:分|時間|小时|小時|天|日)前",
    re.I,
)
_FIRST = itemgetter(0)
_COMMAS = re.compile("[,，、،]")

CUES = (
    "related links",
    "comments",
    "share bar",
    "newsletter promo",
    "navigation",
    "copyright",
    "author box",
    "advertising label",
    "topics",
)
"""Rules whose clues the model sees by name; of the others it sees that there are some."""
_CUE = {rule: number for number, rule in enumerate(CUES, 1)}
_OTHER_CUE = len(CUES) + 1

NO_END, STOP, PAUSE, ELLIPSIS, COLON, QUESTION = range(6)
_ENDS = {
    **dict.fromkeys(".!。！।۔", STOP),
    **dict.fromkeys(",;-–—", PAUSE),
    **dict.fromkeys(":：", COLON),
    **dict.fromkeys("?？؟", QUESTION),
    "…": ELLIPSIS,
}
_CLOSING = "\"'”’»›)]"
_STARTS = {
    **dict.fromkeys("“\"„«‘'「『", 2),
    **dict.fromkeys("0123456789", 3),
    **dict.fromkeys("[(<{", 4),
}
_KINDS = {kind: number for number, kind in enumerate(BlockKind)}

_NO_WORDS = [""]
_LOOKED_AT = 1200
"""Code points of a block that are looked at; of what is behind them only the length counts."""
_CASED = 160
"""Code points of a line whose capitals are counted."""
_TOPICAL = 40
"""Words of a line that can make its topic."""


class Facts(NamedTuple):
    """One line in small whole numbers, before its neighbours are looked at.

    Attributes:
        words: How many words it has; in scripts that do not part words, a guess.
        length: Code points a word, at most 15.
        ends: How it ends: `NO_END`, `STOP` …
        commas: How many, at most 4.
        functional: The share of function words, in tenths, at most 5.
        capitals: The share of words that begin with a capital, in sixths.
        digits: How many, in powers of two.
        kind: The block's kind.
        clutter: How strong the strongest clue of clutter is, in fifths.
        cue: Which rule gave that clue: its place in `CUES` from 1, 0 where there is none.
        apart: 1 for a caption, 2 for what is protected.
        dated: Whether a short line has a date or a time of day (1), or says how long ago (2).
        start: A capital or anything else, a small letter, a quotation mark, a digit, a bracket.
        speaks: How many words of it are "I" or "you", at most 4.
        prose: How many words of prose it is worth, 0 to 80.
        stated: Whether the format read the headline (2) or another field (1) from it.
        row: Its first row in the file.
        rows: How many rows it takes, roughly.
        bare: Its first words as phrases are compared.
        content: Its longer words that are no function words.
    """

    words: int
    length: int
    ends: int
    commas: int
    functional: int
    capitals: int
    digits: int
    kind: int
    clutter: int
    cue: int
    apart: int
    dated: int
    start: int
    speaks: int
    prose: int
    stated: int
    row: int
    rows: int
    bare: str
    content: frozenset[str]


def measure(
    page: Page, clues: Sequence[Sequence[Clue]], apart: Sequence[Clue | None]
) -> list[Facts]:
    """Measure every line of a page on its own."""
    common = common_words("function")
    speakers = common_words("speaker")
    facts = []
    for line, found, held in zip(page.lines, clues, apart, strict=True):
        block = line.block
        whole = block.text
        text = whole if len(whole) <= _LOOKED_AT else whole[:_LOOKED_AT]
        letters = len(whole)
        words = line.count or 1
        unspaced = letters > 20 * words and "://" not in text
        bare = line.bare
        tokens = line.words or _NO_WORDS
        functional = len(common.intersection(tokens)) / len(tokens)
        content = frozenset([w for w in tokens[:_TOPICAL] if len(w) > 3]) - common
        spoken = text[:_CASED].split()
        capitals = sum(map(str.isupper, map(_FIRST, spoken))) / (len(spoken) or 1)
        ends = _end(text)
        digits = dated = 0
        if _DIGIT.search(text):
            digits = len(_DIGIT.findall(text[:200])).bit_length()
            if words < 25:
                dated = 2 if _AGO.search(text) else int(_DATE.search(text) is not None)
        clutter, cue = 0.0, 0
        for clue in found:
            if clue.strength > clutter and clue.role is Role.BOILERPLATE:
                clutter, cue = clue.strength, _CUE.get(clue.rule, _OTHER_CUE)
        if unspaced:
            words = letters // 3
        prose = 0.0
        if words >= 8:
            prose = min(words, 80) * (1 - line.linked)
            if ends not in (STOP, QUESTION):
                prose *= 0.25
            if clutter > 0.5:
                prose *= 0.4
            if functional <= 0.15 and not unspaced:
                prose *= 0.5
        states = block.evidence.states
        first = text[:1]
        facts.append(
            Facts(
                words,
                min(15, letters // words),
                ends,
                min(4, text.count(",") if text.isascii() else len(_COMMAS.findall(text))),
                min(5, int(functional * 10)),
                int(capitals * 6),
                digits,
                _KINDS[block.kind],
                int(clutter * 5),
                cue,
                0 if held is None else 1 if held.role is Role.CAPTION else 2,
                dated,
                _STARTS.get(first, 1 if first.islower() else 0),
                0 if speakers.isdisjoint(tokens) else _count(tokens, speakers),
                int(prose),
                0 if not states else 2 if "headline" in states else 1,
                block.evidence.line,
                1 + letters // 74,
                bare,
                content,
            )
        )
    return facts


def _count(tokens: Sequence[str], speakers: frozenset[str]) -> int:
    return min(4, sum(map(tokens.count, speakers.intersection(tokens))))


def _end(text: str) -> int:
    """Tell how a line ends, closing quotation marks and brackets aside."""
    last = text[-1:]
    if last in _CLOSING:
        text = text.rstrip(_CLOSING)
        last = text[-1:]
    if last == "." and text.endswith("..."):
        return ELLIPSIS
    return _ENDS.get(last, NO_END)
