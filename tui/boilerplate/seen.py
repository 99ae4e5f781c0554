"""What each line of a page says by itself, before anybody looks at where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tui.articles.document import Document
from tui.boilerplate.captions import CAPTION_RULES
from tui.boilerplate.clue import DECIDES, Clue, combined
from tui.boilerplate.page import Page
from tui.boilerplate.protected import below_notice, contributor_line, dateline, notice
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
    clues = tuple(clutter_clues(line) for line in page.lines)
    return Seen(page, clues, tuple(_set_apart(page, index) for index in range(len(page))))


def _set_apart(page: Page, index: int) -> Clue | None:
    line = page.lines[index]
    kept = [notice(line), contributor_line(line), dateline(line), below_notice(page, index)]
    protected = combined(clue for clue in kept if clue)
    if protected and protected.strength >= DECIDES:
        return protected
    caption = combined(clue for rule in CAPTION_RULES if (clue := rule(line)))
    if caption and caption.strength >= DECIDES:
        return caption
    return None
