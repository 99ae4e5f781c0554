"""What a journalist needs and clutter looks like: never stripped, set apart from the body."""

from __future__ import annotations

import re
from itertools import pairwise

from tui.boilerplate.clue import Clue, quoted
from tui.boilerplate.page import Line, Page
from tui.boilerplate.verdict import Role
from tui.boilerplate.wording import Place

NOTICES = ("correction", "editor's note", "update", "disclosure", "originally published")
CONTRIBUTORS = "contributor line"
PROTECTED = frozenset((*NOTICES, CONTRIBUTORS, "dateline"))
"""The rules whose blocks no other rule, and no score, may strip."""

_DATELINE = re.compile(
    r"[^\W\d_a-z][^\W\d_]*(?:[ .'’-]{1,2}[^\W\d_]+){0,4}"  # a place, beginning with a capital
    r"(?:,\s?[^\W\d_][\w. ]{1,30})?"  # a region or a date
    r"(?:\s?\((?:[^()\d]{2,30})\))?"  # an agency
    r"\s?[—–-]{1,2}$"
)
_DATELINE_AGENCY = re.compile(
    r"[^\W\d_a-z]{3,}(?:[ .'’-]{1,2}[^\W\d_a-z]+){0,4}(?:,\s?[^\W\d_][\w. ]{1,30})?"
    r"\s?\((?:[^()\d]{2,30})\)\s?[—–-]{0,2}$"
)


def notice(line: Line) -> Clue | None:
    """A correction, an editor's note, an update, a disclosure, “originally published in …”."""
    for hit in line.hits:
        if hit.rule not in NOTICES:
            continue
        if hit.place is Place.LABEL or (hit.place is Place.WHOLE and line.count >= 4):
            strength = 0.95
        elif hit.place in (Place.START, Place.SURE):
            # "An earlier version of this bill" is a story; of this article, a notice.
            strength = 0.9 if line.count <= 90 else 0.5
        elif hit.place is Place.INSIDE:
            strength = 0.8 if line.count <= 45 else 0.3
        else:
            continue
        return Clue(hit.rule, strength, f"{hit.says} ({quoted(line.block.text)})", Role.PROTECTED)
    return None


def contributor_line(line: Line) -> Clue | None:
    """“Additional reporting by …”, “Edited by …”, “… contributed to this report”."""
    hit = line.hit(CONTRIBUTORS)
    if hit is None or line.count > 45 or (hit.place is Place.WHOLE and line.count < 4):
        return None
    if hit.place is Place.LATER and line.count > 25:
        return None
    reason = f"{hit.says} ({quoted(line.block.text)})"
    return Clue(CONTRIBUTORS, 0.92, reason, Role.PROTECTED)


def dateline(line: Line) -> Clue | None:
    """A line that holds a dateline and nothing else: “KYIV, Feb 3 (Wire) —”."""
    text = line.block.text.strip()
    if len(text) > 80 or line.count > 10:
        return None
    if ("(" in text and _DATELINE_AGENCY.fullmatch(text)) or (
        text[-1:] in "—–" and _DATELINE.fullmatch(text) and text.split(",")[0].isupper()
    ):
        return Clue("dateline", 0.85, f"is a dateline ({quoted(text)})", Role.PROTECTED)
    return None


def below_notices(page: Page) -> dict[int, Clue]:
    """Headings that say “Correction” and nothing else, and the sentence below each."""
    found: dict[int, Clue] = {}
    for line, following in pairwise(page.lines):
        hit = line.titled(*NOTICES) if line.hits and line.count < 4 else None
        if hit is None or not following.ends or following.count < 6:
            continue
        index = line.block.index
        if not following.block.level:
            reason = f"{hit.says} ({quoted(line.block.text)})"
            found[index] = Clue(hit.rule, 0.9, reason, Role.PROTECTED)
        if below := line.titled("correction", "editor's note", "disclosure"):
            reason = f"{below.says}: it stands below {quoted(line.block.text)}"
            found[index + 1] = Clue(below.rule, 0.85, reason, Role.PROTECTED)
    return found
