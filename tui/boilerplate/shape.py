"""The shape of blocks as numbers: what the model of `model.py` looks at.

Everything here is measured, nothing decided. Words of any language enter only through the rules'
clues and through function words, so that a page in a language that nobody foresaw still has
length, punctuation, links, position and neighbours to go by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tui.articles.document import BlockKind
from tui.boilerplate.clue import Clue
from tui.boilerplate.page import Line, Page, common_words
from tui.boilerplate.verdict import Role

_MARKS = re.compile(r"[.!?。！？…](?=\s|[”\"’'»)]|$)")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d+\s?[hdm] ago\b"
)
_BYLINE = re.compile(
    r"(?:by|von|par|por|di|da|door|af|av|oleh|autor|author|text|written by|posted by)"
    r"\s*:?\s+[^\W\d_]\w*[\w.'’ -]{0,40}",
    re.I,
)
_ADDRESS = re.compile(r"https?://|www\.|\S@\S|^@\w")
_ODD = re.compile(r"[|»›•·→▶►©#]")

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
"""Rules whose clues the model sees one by one; of the others it sees the strongest."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One line as numbers, before its neighbours are looked at."""

    words: int
    letters: int
    sentences: int
    ends: int
    colon: bool
    commas: int
    functional: float
    capitals: float
    digits: float
    linked: float
    kind: int
    level: int
    clutter: float
    cues: tuple[float, ...]
    apart: int
    repeated: bool
    headline: float
    dated: bool
    byline: bool
    odd: bool
    address: bool
    quoted: bool
    upper: bool
    prose: float
    stated: bool
    gap: bool
    content: frozenset[str]


_KINDS = {
    BlockKind.PARAGRAPH: 0,
    BlockKind.HEADING: 1,
    BlockKind.LIST_ITEM: 2,
    BlockKind.QUOTATION: 3,
    BlockKind.TABLE: 4,
    BlockKind.CODE: 5,
    BlockKind.CAPTION: 6,
    BlockKind.RULE: 7,
}


def measure(
    page: Page, clues: Sequence[Sequence[Clue]], apart: Sequence[Clue | None]
) -> list[Facts]:
    """Measure every line of a page on its own."""
    counts = Counter(line.bare for line in page.lines)
    headline = frozenset(page.headline.split(" ")) if page.headline else frozenset()
    facts = []
    previous: Line | None = None
    for line, found, held in zip(page.lines, clues, apart, strict=True):
        gap = previous is None or _gap(previous, line)
        facts.append(_measure(line, found, held, counts[line.bare] > 1, headline, gap))
        previous = line
    return facts


def _gap(above: Line, line: Line) -> bool:
    """Whether a blank line stands between two blocks of a text."""
    rows = line.block.evidence.line - above.block.evidence.line
    return rows > 1 + len(above.block.text) // 74


def _measure(
    line: Line,
    clues: Sequence[Clue],
    apart: Clue | None,
    repeated: bool,
    headline: frozenset[str],
    gap: bool,
) -> Facts:
    text = line.block.text[:1200]
    tokens = text.split()
    count = len(tokens)
    letters = len(text)
    unspaced = letters > 20 * count and "://" not in text
    words = letters // 3 if unspaced else count  # scripts that do not part words
    if len(line.block.text) > len(text):
        words = words * len(line.block.text) // len(text)
    bare = line.bare.split(" ") if line.bare else []
    common = common_words("function")
    functional = sum(word in common for word in bare) / len(bare) if bare else 0.0
    capitals = sum(t[0].isupper() for t in tokens) / count if count else 0.0
    digits = sum(c.isdigit() for c in text[:200]) / min(letters, 200) if letters else 0.0
    stripped = text.rstrip()
    last = stripped[-1:]
    ends = 3 if stripped.endswith(("...", "…")) else 1 if line.ends else 2 if last in ",;-–—" else 0
    sentences = len(_MARKS.findall(text))
    strongest = dict.fromkeys(CUES, 0.0)
    clutter = 0.0
    for clue in clues:
        if clue.role is Role.BOILERPLATE:
            clutter = max(clutter, clue.strength)
            if clue.rule in strongest:
                strongest[clue.rule] = max(strongest[clue.rule], clue.strength)
    shared = len(headline.intersection(bare)) / len(headline) if headline else 0.0
    prose = 0.0
    if words >= 8:
        prose = min(words, 80) * (1.0 if ends == 1 else 0.25) * (1 - line.linked)
        prose *= 0.4 if clutter > 0.5 else 1.0
        prose *= 1.0 if functional > 0.15 or letters > 20 * count else 0.5
    return Facts(
        words,
        letters,
        sentences,
        ends,
        last in ":：",
        text.count(",") + text.count("，") + text.count("、"),
        functional,
        capitals,
        digits,
        line.linked,
        _KINDS[line.block.kind],
        line.block.level,
        clutter,
        tuple(strongest[cue] for cue in CUES),
        0 if apart is None else 1 if apart.role is Role.CAPTION else 2,
        repeated,
        shared,
        words < 25 and bool(_DATE.search(text)),
        words < 12 and bool(_BYLINE.match(text)),
        bool(_ODD.search(text[:120])),
        bool(_ADDRESS.search(text[:200])),
        text[:1] in "“\"„«‘'",
        stripped.isupper(),
        prose,
        bool(line.block.evidence.states),
        gap,
        frozenset(w for w in bare if len(w) > 3 and w not in common),
    )
