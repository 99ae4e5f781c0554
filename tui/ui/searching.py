"""The search box: each letter is searched for, and what is asked for can be completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.library import Hit, parse
from tui.ui.completing import Completing, Ending
from tui.ui.keymap import Press
from tui.ui.latest import Latest
from tui.ui.listing import fetch_all, is_partial
from tui.ui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.ui.screens.desk import Desk
    from tui.ui.widgets.pager import PagerLine

PAUSE = 0.25
"""Seconds without another letter, after which snippets beside those in view are fetched."""

LONGEST_WAIT = 10.0
"""Seconds to wait for a search that is still running when its end is typed."""

KEPT = 50
"""Queries of this session that can be recalled."""

EXAMPLES = 28
"""Cells of the examples in the explanation of the language."""


class Searching:
    """Carries what is typed to the shelf, and what belongs to a search to the list.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._completing = Completing(desk, self.show_hints)
        self._pause: Timer | None = None
        self._typed: list[str] = []
        self._recalled: int | None = None
        self._snippets = Latest(desk, self._hits_of, self._take_hits, "snippets")
        self._others = Latest(desk, fetch_all, lambda rows: None, "others")
        self.box = LineInput(
            "/ search all articles",
            id="search",
            suggester=Ending(self._completing),
            asks="?",
        )

    # The box

    def do_search(self, press: Press) -> None:
        """Let the reader type what to search for."""
        self._desk.shelf.begin_search()
        self._completing.begin()
        self._recalled = None
        self._desk.set_focus(self.box)
        self.show_hints()

    def changed(self, text: str) -> None:
        """Search for what is typed now."""
        if self._pause is not None:
            self._pause.stop()
        if self._recalled is not None and text != self._typed[self._recalled]:
            self._recalled = None
        query = parse(text)
        shelf = self._desk.shelf
        if query.is_empty:
            if shelf.asked is not None:
                shelf.show_all()
                self.shown()
        else:
            shelf.search(query)
        self.show_hints()

    def set_text(self, text: str) -> None:
        """Put a text into the box and search for it, as if it had been typed."""
        self._desk.shelf.begin_search()
        if self.box.value == text:
            self.changed(text)
        else:
            with self.box.prevent(LineInput.Changed):
                self.box.value = text
            self.changed(text)
        self.box.cursor_position = len(text)

    async def leave(self) -> None:
        """Go to the list, when it shows what was typed: the next key is for that."""
        text = self.box.value.strip()
        if text:
            self._typed = [*(each for each in self._typed if each != text), text][-KEPT:]
        try:
            await self._desk.shelf.caught_up(LONGEST_WAIT)
            if self._desk.is_attached:
                self._desk.panes.bring(self._desk.articles)
        finally:
            self._desk.keys.release()

    async def cancel(self) -> None:
        """Empty the box and go back to where the reader was."""
        self.end_search()
        await self.leave()

    def end_search(self) -> bool:
        """Empty the box and show all articles again; tell whether there was a search."""
        with self.box.prevent(LineInput.Changed):
            self.box.value = ""
        self._recalled = None
        ended = self._desk.shelf.end_search()
        if ended:
            self.shown()
        return ended

    def step(self, steps: int) -> None:
        """Walk through what was found, or back through what was typed before."""
        back = steps < 0 and (not self.box.value or self._recalled is not None)
        if back and self._typed:
            last = len(self._typed) if self._recalled is None else self._recalled
            self._recalled = max(0, last - 1)
            text = self._typed[self._recalled]
            self.box.value = text
            self.box.cursor_position = len(text)
        else:
            articles = self._desk.articles
            articles.go(articles.place + steps)

    def complete(self, steps: int) -> None:
        """Put the next way to go on into the box, or the one before."""
        found = self._completing.step(self.box.value, self.box.cursor_position, steps)
        if found is not None:
            self.box.value, self.box.cursor_position = found

    def explain(self) -> None:
        """Show all of the language."""
        from tui.library.query_help import ROWS
        from tui.ui.screens.pager_screen import PagerScreen

        lines: list[PagerLine] = [
            (("  ", ""), (example.ljust(EXAMPLES), "key"), (meaning, ""))
            for example, meaning in ROWS
        ]
        lines += ["", "  Tab completes an operator, and what the library has for it."]
        self._desk.app.push_screen(PagerScreen("How to search", lines, self._desk.keymap))

    def show_hints(self) -> None:
        """Show the keys, and how what is typed can go on."""
        desk = self._desk
        if desk.app.focused is not self.box:
            return
        hints = [("Enter", "done"), ("Up Down", "choose"), ("Esc", "back")]
        options = self._completing.options(self.box.value, self.box.cursor_position)
        if not self.box.value:
            hints.append(("?", "explains"))
        room = desk.size.width - sum(cell_len(key + word) + 3 for key, word in hints)
        for number, option in enumerate(options):
            key = "" if number else "Tab"
            room -= cell_len(key + option) + 3
            if room < 0:
                break
            hints.append((key, option))
        desk.status.show(hints=hints, progress="")

    # The list

    def shown(self) -> None:
        """Look up what else belongs to what the list shows, when typing pauses."""
        self._when_typing_pauses()
        self._desk.filters.follow()

    def turned(self) -> None:
        """Look up why the articles in view were found; when this pauses, those beside them."""
        if self._desk.shelf.query is not None and self._desk.articles.lacks_hits(0):
            self._ask_for_hits()
        self._when_typing_pauses()

    def _when_typing_pauses(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self._desk.set_timer(PAUSE, self._follow_up)

    def _follow_up(self) -> None:
        rows, articles = self._desk.articles.rows, self._desk.articles
        if is_partial(rows) and articles.place + 4 * articles.in_view > len(rows.first_ids):
            self._others.ask(rows)  # before the cursor comes to where they are missing
        self._ask_for_hits()

    def _ask_for_hits(self) -> None:
        articles = self._desk.articles
        if self._desk.shelf.query is not None and (lacking := articles.lacks_hits(1)):
            self._snippets.ask((articles.rows, lacking))

    def _hits_of(self, asked: tuple[object, list[int]]) -> tuple[object, list[Hit]]:
        rows, lacking = asked
        query = self._desk.shelf.query
        return rows, [] if query is None else self._desk.session.library.hits(query, lacking)

    def _take_hits(self, found: tuple[object, list[Hit]]) -> None:
        rows, hits = found
        if rows is self._desk.articles.rows:
            self._desk.articles.add_hits(hits)
