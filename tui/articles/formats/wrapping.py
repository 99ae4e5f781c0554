"""Finding the right margin of hard-wrapped text, and undoing the wrapping where it is forced.

A line break is *forced* by a margin when the next line's first word would not have fitted. The
margin of a text is the one that explains most of its line breaks; where no margin explains most
of them, the text is not hard-wrapped and every line break was meant. A break that the margin
does not explain was meant as well: so verse, addresses, headings and lists keep their lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

NARROWEST = 40
WIDEST = 132

_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)
_SPACELESS = re.compile(
    "[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003fffd]"
)
"""Characters of scripts that part words without a space; Korean does not belong to them."""
_FIRST_WORD = re.compile(r"\S+")
_ELLIPTIC = ("and", "or", "und", "oder", "et", "ou", "y", "o", "e", "en", "och", "og", "bis", "to")


def width_of(text: str) -> int:
    """Return how many cells a terminal draws the text in, near enough for a margin."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


class LineBreak(NamedTuple):
    """A line break inside a run of lines.

    Attributes:
        width: The width of the line before it, with its indent.
        next_word: The width of what would have had to fit there.
    """

    width: int
    next_word: int


@dataclass(frozen=True, slots=True)
class Margin:
    """The right margin of a hard-wrapped text.

    Attributes:
        column: The widest line that fits.
        slack: How much earlier a line may end, for tools that balance their lines.
    """

    column: int
    slack: int

    def forces(self, line_break: LineBreak) -> bool:
        """Tell whether the margin alone explains a line break."""
        return line_break.width + 1 + line_break.next_word + self.slack > self.column

    def joins(self, line_break: LineBreak, following: str) -> bool:
        """Tell whether two lines are one: the break is forced, or a sentence runs on over it."""
        runs_on = line_break.width >= 0.75 * self.column and following[:1].islower()
        return runs_on or self.forces(line_break)


def next_word_width(line: str) -> int:
    """Return the width of what a line's break could have been spared for: its first word."""
    first = _FIRST_WORD.match(line)
    if first is None:
        return 0
    if _SPACELESS.match(line):
        return 1  # one more character, and the space counted before it makes two cells
    return width_of(first[0])


def find_margin(breaks: Sequence[LineBreak], widths: Iterable[int]) -> Margin | None:
    """Find the margin that explains the breaks.

    Args:
        breaks: The line breaks inside runs of lines that could be paragraphs.
        widths: The width of every line.

    Returns:
        None where the text is not hard-wrapped.
    """
    lines = sorted(widths, reverse=True)
    narrowest = max(NARROWEST, lines[len(lines) // 50]) if lines else NARROWEST
    for slack, share in ((0, 0.7), (8, 0.85)):
        margin = _best_margin(breaks, slack, narrowest)
        if margin is None:
            continue
        explained = sum(margin.forces(each) and each.width <= margin.column for each in breaks)
        long_breaks = sum(each.width >= 0.75 * margin.column for each in breaks)
        beyond = sum(width > margin.column for width in lines)
        enough = explained >= (3 if not beyond else 8)
        if enough and explained >= share * long_breaks and beyond <= 0.2 * explained:
            return margin
    return None


def _best_margin(breaks: Sequence[LineBreak], slack: int, narrowest: int) -> Margin | None:
    """Sweep over the columns: a break is explained by those from its width to what did not fit."""
    steps = [0] * (WIDEST + 2)
    for each in breaks:
        first = max(narrowest, each.width)
        last = min(WIDEST, each.width + each.next_word + slack)
        if first <= last:
            steps[first] += 1
            steps[last + 1] -= 1
    best, best_count, count = 0, 0, 0
    for column, step in enumerate(steps):
        count += step
        if count > best_count:
            best, best_count = column, count
    return Margin(best, slack) if best_count else None


def join_lines(lines: Sequence[str]) -> str:
    """Join the lines of one paragraph; a hyphen at a line's end stays as it is."""
    joined = [lines[0]]
    for before, line in pairwise(lines):
        tight = is_spaceless(before, line) or _hyphenated(before, line)
        joined.append(line if tight else " " + line)
    return "".join(joined)


def is_spaceless(before: str, after: str) -> bool:
    """Tell whether a wrapped line goes on without a space, as in Chinese and Japanese."""
    return bool(_SPACELESS.match(before[-1:]) and _SPACELESS.match(after))


def _hyphenated(before: str, line: str) -> bool:
    """Tell a word broken after its hyphen ("well-", "known") from "pre-" and "and post-war"."""
    return (
        before[-1:] in ("-", "\u2010")
        and before[-2:-1].isalpha()
        and line[:1].isalpha()
        and line.split(" ", 1)[0].lower() not in _ELLIPTIC
    )
