"""One line of a page, and what else there is to say of a place on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tui.articles.document import TextRange


class LineKind(StrEnum):
    """What a line draws."""

    TEXT = "text"
    FOLD = "fold"
    """Stands for stripped blocks; what to say of them is in `Lines.fold_summary`."""
    BLANK = "blank"
    """Parts two items; it holds no text."""
    RULE = "rule"
    """A line across the page; the text it holds, if any, is not drawn."""


class Position(NamedTuple):
    """A line of the page: the item, and the line within it. Positions sort in page order."""

    item: int
    row: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page.

    Attributes:
        item: The item in `Lines.items`.
        row: The line within the item, from 0.
        start: The first code point of `Document.text` that the line holds.
        end: Where it ends (exclusive). The lines of an item hold its text exactly once; a line
            never splits a grapheme.
        prefix: What is drawn before the text and is not text: marker, indent, quotation bar.
        tabs: The cells of each tab between `start` and `end`, in order.
        kind: What the line draws.
        drawn: Where the drawn text ends: the white space at which a line was broken and the line
            end itself lie between `drawn` and `end`.
        shift: The cells of its text that lie left of the view; more than 0 only in a block that
            is wider than the page (`Lines.slide`).
    """

    item: int
    row: int
    start: int
    end: int
    prefix: str
    tabs: tuple[int, ...]
    kind: LineKind
    drawn: int
    shift: int = 0

    @property
    def position(self) -> Position:
        """The line's place on the page."""
        return Position(self.item, self.row)

    @property
    def range(self) -> TextRange:
        """The code points that the line holds."""
        return TextRange(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line, ready to be drawn in one style.

    Attributes:
        text: The words, tabs turned into spaces.
        start: The first code point of `Document.text` in it.
        payloads: What applies to it, as in the `Run` it comes from.
        edge: Whether it is no text but the sign that the row goes on out of view.
    """

    text: str
    start: int
    payloads: tuple[object, ...]
    edge: bool = False


@dataclass(frozen=True, slots=True)
class FoldSummary:
    """What a fold line says.

    Attributes:
        blocks: How many stripped blocks it stands for.
        reasons: The names of the rules that stripped them, each once, in order.
        words: The first words of the first of them that has any.
    """

    blocks: int
    reasons: tuple[str, ...]
    words: str
