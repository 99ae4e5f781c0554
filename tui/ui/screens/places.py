"""Where a note may belong now: the places nearest to it, with what stands around them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.articles.document import TextRange
from tui.reading import quote_ranges
from tui.session import PlacedAnnotation
from tui.ui.keymap import Press
from tui.ui.screens.cover import Cover
from tui.ui.widgets.cards import compared, fold, fold_pieces, short
from tui.ui.widgets.entry_list import EntryRow
from tui.ui.widgets.reader_pane import Selecting

if TYPE_CHECKING:
    from tui.annotations import Anchored
    from tui.ui.screens.desk import Desk

COUNT = 5
"""Places that are offered."""

AROUND = 60
"""Code points before and after a place that are shown."""

HIGHEST = 8
"""Rows of a place's words that are shown."""


@dataclass(frozen=True)
class _Choice:
    """One entry.

    Attributes:
        title: What it is.
        ranges: The places to re-anchor to; none to keep the note as it is.
        state: What else is to be said of it.
    """

    title: str
    ranges: tuple[TextRange, ...] = ()
    state: str = ""


class Places(Cover):
    """List what is selected in the reader, the nearest places, and leaving the note as it is.

    Args:
        desk: The screen under it, an article on it.
        placed: The annotation; where it has several parts, the worst one is asked about.
    """

    def __init__(self, desk: Desk, placed: PlacedAnnotation) -> None:
        super().__init__(desk, "places")
        self._placed = placed
        self._part = _worst(placed)
        self._found: tuple[Anchored, ...] = ()
        self._choices: list[_Choice] = []

    def on_mount(self) -> None:
        """Show what is known, and look for the rest in a thread."""
        super().on_mount()
        self.entitle("Looking for the nearest places …")
        self.run_worker(self._look())

    async def _look(self) -> None:
        article = self.desk.article
        if article is not None:
            target = self._placed.annotation.targets[self._part]
            self._found = await asyncio.to_thread(article.placing.candidates, target, COUNT)
        if self.is_attached:
            self.follow()
            self.entitle(self._title())

    def _title(self) -> str:
        parts = len(self._placed.annotation.targets)
        part = f", part {self._part + 1} of {parts}" if parts > 1 else ""
        if not self._found:
            hint = "; select its words in the reader and come back"
            return f"Nothing in the text is like it{'' if self._choices[1:] else hint}"
        return f"Re-anchor{part}: “{short(self._quote, 60)}”"

    @property
    def _quote(self) -> str:
        return self._placed.annotation.targets[self._part].quote.exact

    def follow(self) -> None:
        """Show the choices there are now."""
        self._choices = [*self._selection(), *map(self._choice, self._found)]
        self._choices.append(_Choice("Keep it as it is"))
        self.entries.show(len(self._choices), self.entries.index)
        self.moved()

    def _selection(self) -> list[_Choice]:
        reader, article = self.desk.reader, self.desk.article
        if article is None or reader.selecting is Selecting.NOTHING or not reader.selection:
            return []
        ranges = quote_ranges(article.verdicts, reader.selection, reader.reveal)
        return [_Choice("What is selected in the reader", ranges)] if ranges else []

    def _choice(self, anchored: Anchored) -> _Choice:
        place = anchored.range or TextRange(0, 0)
        same, words = self._alike(self._text[place.start : place.end])
        if same == words:
            title = "The same words" if words > 1 else "The same word"
        else:
            title = f"{same:,} of {words:,} words the same"
        here = place in self._placed.ranges
        return _Choice(title, (place,), "where it is shown now" if here else "")

    def _alike(self, now: str) -> tuple[int, int]:
        """Return how many words of the quotation stand there, and how many it has."""
        pieces = compared(self._quote, now, "same")
        kept = sum(len(text.split()) for text, name in pieces if name == "same")
        gone = sum(len(text.split()) for text, name in pieces if name == "old")
        return kept, kept + gone

    @property
    def _text(self) -> str:
        return self.desk.article.document.text if self.desk.article is not None else ""

    def rows_of(self, index: int, width: int) -> list[EntryRow]:
        """Tell how alike a place is and where it is, then its words amid their surroundings."""
        choice, article = self._choices[index], self.desk.article
        if article is None or not choice.ranges:
            quote = [((line, "quiet"),) for line in fold(short(self._quote, width), width)]
            return [((choice.title, "title"),), *quote]
        first, last = choice.ranges[0].start, choice.ranges[-1].end
        blocks = article.document.blocks
        where = f"paragraph {article.document.block_at(first).index + 1:,} of {len(blocks):,}"
        title: EntryRow = ((choice.title, "title"), (f" · {where}", ""))
        if choice.state:
            title = (*title, (f" · {choice.state}", "state"))
        text = article.document.text
        before, behind = text[max(0, first - AROUND) : first], text[last : last + AROUND]
        pieces = [(f"…{before}", "quiet")]
        pieces += compared(self._quote, text[first:last], "")
        pieces.append((f"{behind}…", "quiet"))
        pieces = [(piece.replace("\n", " "), name) for piece, name in pieces]
        rows = fold_pieces(pieces, width)
        more: list[EntryRow] = [(("…", "quiet"),)] if len(rows) > HIGHEST else []
        return [title, *rows[:HIGHEST], *more]

    def moved(self) -> None:
        """Show which of the choices the cursor is on."""
        self.show_place(len(self._choices))

    def do_choose(self, press: Press) -> None:
        """Re-anchor to the place at the cursor, or leave everything as it is."""
        if not self._choices:
            return
        choice = self._choices[self.entries.index]
        self.dismiss()
        if choice.ranges:
            self.desk.reader.select(Selecting.NOTHING)
            self.desk.reader.go(choice.ranges[0].start)
            self.desk.annotating.reattach(self._placed.annotation, self._part, choice.ranges)


def _worst(placed: PlacedAnnotation) -> int:
    """Return the number of the target that needs the reader most."""
    return next(i for i, each in enumerate(placed.anchors) if each.state == placed.state)
