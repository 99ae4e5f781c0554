"""What each line of a page says by itself, before anybody looks at where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tui.articles.document import Document
from tui.boilerplate.captions import CAPTION_RULES, CREDIT
from tui.boilerplate.clue import DECIDES, Clue, combined
from tui.boilerplate.glance import shows_signs
from tui.boilerplate.page import Line, Page
from tui.boilerplate.protected import (
    PROTECTED,
    below_notices,
    contributor_line,
    dateline,
    notice,
)
from tui.boilerplate.rules import clutter_clues
from tui.boilerplate.shape import Facts, measure


@dataclass(frozen=True)
class Seen:
    """A page, and what each of its lines says by itself.

    Attributes:
        page: The page.
        clues: For each line, what its wording says of clutter.
        apart: For each line, why it is set apart (protected, a caption); None where it is not.
    """

    page: Page
    clues: tuple[tuple[Clue, ...], ...]
    apart: tuple[Clue | None, ...]

    @cached_property
    def facts(self) -> list[Facts]:
        """The lines as numbers, for the model of shape."""
        return measure(self.page, self.clues, self.apart)


def look_at(document: Document) -> Seen:
    """Look at each line of a Document by itself."""
    page = Page(document)
    clues: list[tuple[Clue, ...]] = []
    apart: list[Clue | None] = []
    noticed = below_notices(page)
    for index, line in enumerate(page.lines):
        signs = shows_signs(line)
        speaks = signs or line.hits or line.linked
        clues.append(clutter_clues(line, signs=signs) if speaks else ())
        spoken_for = signs or index in noticed or any(hit.rule in _APART for hit in line.hits)
        apart.append(_set_apart(line, noticed.get(index)) if spoken_for else None)
    return Seen(page, tuple(clues), tuple(apart))


_APART = PROTECTED | {CREDIT}
"""The rules whose phrases may set a line apart."""


def _set_apart(line: Line, noticed: Clue | None) -> Clue | None:
    kept = [notice(line), contributor_line(line), dateline(line), noticed]
    protected = combined(clue for clue in kept if clue)
    if protected and protected.strength >= DECIDES:
        return protected
    caption = combined(clue for rule in CAPTION_RULES if (clue := rule(line)))
    if caption and caption.strength >= DECIDES:
        return caption
    return None
