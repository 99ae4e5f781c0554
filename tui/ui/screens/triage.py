"""Triage: unread articles one after the other, each decided on by one key.

What is decided is saved at once, so that it can be left at any article; the next time begins
there. An article that is skipped stays as it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.library import ArticleRow
from tui.ui.keymap import Press
from tui.ui.screens.cover import Cover
from tui.ui.widgets.article_list import ArticleList
from tui.ui.widgets.cards import fold
from tui.ui.widgets.entry_list import EntryRow
from tui.ui.widgets.list_rows import NOTHING_DONE, Known
from tui.ui.widgets.preview import Preview

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk

MEASURE = 76
"""Cells of a line, where the terminal has room for more."""

EXCERPT = 4_000
"""Code points of an article that are shown: more than a screen, and laid out in 2 ms."""

END = "That was the last one. k goes back, u undoes, q leaves."

AHEAD, BEHIND = 4, 2
"""Articles that are fetched before they are asked for, on either side."""


@dataclass(frozen=True, slots=True)
class _Card:
    """What is shown of an article."""

    row: ArticleRow
    text: str
    is_whole: bool


class Triage(Cover):
    """Show one unread article at a time.

    Args:
        desk: The screen under it.
        queue: The articles, by id, in the order of the list; at least one.
        start: The place among them to begin at.
    """

    def __init__(self, desk: Desk, queue: Sequence[int], start: int) -> None:
        super().__init__(desk, "triage")
        self.entries = self._preview = Preview(self.rows_of, id="entries")
        self._queue = queue
        self._place = start
        self._cards: dict[int, _Card] = {}
        self._decided: list[int] = []
        """Places of the articles that something was done to, for undo to go back to."""

    @property
    def article(self) -> int:
        """The id of the article that is shown; -1 at the end, after the last."""
        return self._queue[self._place] if self._place < len(self._queue) else -1

    # What is shown

    def follow(self) -> None:
        """Show what the notes say now of the article."""
        self._show(anew=False)

    def rows_of(self, index: int, width: int) -> list[EntryRow]:
        """Tell the headline, where and when it appeared, its states, and how it begins."""
        width = min(width, MEASURE)
        card = self._cards.get(self.article)
        if card is None:
            said = "…" if self.article >= 0 else END
            return [((line, "quiet"),) for line in fold(said, width)]
        rows: list[EntryRow] = [((line, "title"),) for line in fold(card.row.title, width)]
        rows += [((line, "quiet"),) for line in fold(_facts(card.row), width)]
        rows += [((line, "state"),) for line in fold(self._states(card.row), width)]
        rows.append((("", ""),))
        text = card.row.error or card.text
        rows += [((line, ""),) for line in fold(text, width)]
        if not card.is_whole:
            rows += [(("", ""),), (("… Enter opens all of it.", "quiet"),)]
        return rows

    def _states(self, row: ArticleRow) -> str:
        standing = self.desk.shelf.standing(row)
        state = "" if standing.read_state == "unread" else standing.read_state
        said = ["★ starred" * standing.starred, "archived" * standing.archived, state]
        return " · ".join(filter(None, (*said, *(f"#{tag}" for tag in standing.tags))))

    def _show(self, *, anew: bool) -> None:
        self._preview.show_one(anew=anew)
        count = len(self._queue)
        at_end = self._place == count
        self.entitle(f"Triage · {'end of' if at_end else f'{self._place + 1:,} of'} {count:,}")
        if anew:
            self.run_worker(self._fetch(), group="fetch", exclusive=True)

    async def _fetch(self) -> None:
        """Fetch the article, if it is not there, and those around it."""
        near = range(max(0, self._place - BEHIND), min(len(self._queue), self._place + AHEAD + 1))
        ids = [self._queue[place] for place in near]
        here = self.article
        if here >= 0 and here not in self._cards:
            self._cards.update(await asyncio.to_thread(self._read, [here]))
            if here == self.article:
                self._preview.show_one(anew=True)
        new = await asyncio.to_thread(self._read, [each for each in ids if each not in self._cards])
        known = {**self._cards, **new}
        self._cards = {article: known[article] for article in ids if article in known}

    def _read(self, ids: Sequence[int]) -> dict[int, _Card]:
        index = self.desk.session.index
        found = index.articles(ids)
        return {article: _card(row, index.text_of(article)) for article, row in found.items()}

    # Keys

    def on_mount(self) -> None:
        """Show the first article."""
        super().on_mount()
        self._show(anew=True)

    def _perform(self, press: Press) -> None:
        super()._perform(press)
        if press.command.id == "desk.undo" and self._decided:
            self._go(self._decided.pop())

    def _go(self, place: int) -> None:
        place = max(0, min(place, len(self._queue)))
        if place != self._place:
            self._place = place
            self._show(anew=True)

    def do_next(self, press: Press) -> None:
        """Go on; this article stays as it is."""
        self._go(self._place + press.times)

    def do_back(self, press: Press) -> None:
        """Go back to the article before."""
        self._go(self._place - press.times)

    def do_first(self, press: Press) -> None:
        """Go to the first article, or to that of a number."""
        self._go(press.times - 1)

    def do_last(self, press: Press) -> None:
        """Go to the last article, or to that of a number."""
        self._go((press.count or len(self._queue)) - 1)

    def do_archive(self, press: Press) -> None:
        """Archive the article and go on; bring it back if it is archived."""
        if self.article >= 0:
            away = self._standing.archived
            self.desk.filing.archive((self.article,))
            self._decide(on=not away)

    def do_read(self, press: Press) -> None:
        """Mark the article as read and go on; as unread, if it is read."""
        if self.article >= 0:
            was_read = self._standing.read_state == "read"
            self.desk.filing.toggle_read((self.article,))
            self._decide(on=not was_read)

    def do_star(self, press: Press) -> None:
        """Star the article, or unstar it."""
        if self.article >= 0:
            self.desk.filing.star((self.article,))
            self._decide(on=False)

    def do_tag(self, press: Press) -> None:
        """Ask for tags of the article."""
        card = self._cards.get(self.article)
        if card is not None:
            self.desk.filing.tag(card.row, lambda: self._decide(on=False))

    def do_open(self, press: Press) -> None:
        """Leave, and open the article."""
        card = self._cards.get(self.article)
        if card is not None:
            self.leave()
            self.desk.post_message(ArticleList.Opened(card.row))

    @property
    def _standing(self) -> Known:
        card = self._cards.get(self.article)
        return NOTHING_DONE if card is None else self.desk.shelf.standing(card.row)

    def _decide(self, *, on: bool) -> None:
        self._decided.append(self._place)
        if on:
            self._go(self._place + 1)

    def leave(self) -> None:
        """Go back to the desk, the cursor of the list at this article."""
        place = self.desk.articles.place_of(self.article)
        if place is not None:
            self.desk.articles.go(place)
        super().leave()


def _card(row: ArticleRow, text: str) -> _Card:
    if len(text) <= EXCERPT:
        return _Card(row, text, is_whole=True)
    end = text.rfind("\n\n", EXCERPT // 2, EXCERPT)
    if end < 0:
        end = max(text.rfind(" ", EXCERPT // 2, EXCERPT), 0) or EXCERPT
    return _Card(row, text[:end], is_whole=False)


def _facts(row: ArticleRow) -> str:
    words = f"{row.words:,} word{'' if row.words == 1 else 's'}" if row.words else ""
    copies = f"{row.copies:,} other{'' if row.copies == 1 else 's'} like it" if row.copies else ""
    signs = ("file missing" * row.missing, "corrected" * row.corrected, copies)
    said = (row.outlet, row.published[:10], row.byline, words, *signs)
    return " · ".join(filter(None, said))
