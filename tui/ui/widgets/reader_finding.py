"""Finding words in the open article: what is typed, the next match, the word at the cursor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tui.articles.document import TextRange
from tui.reading import Items, Lines, Matches, find_all, find_next, lay_out
from tui.reading.find_query import FindQuery, parse_query, word_query
from tui.ui.keymap import Press
from tui.ui.widgets.reader_pane import ReaderPane

LONG = 500_000
"""Code points of a text from which all matches are found after the first has been shown: one
letter is found 700,000 times in 10 MB, in 0.4 s."""

PAUSE = 0.05
"""Seconds without another key, after which they are looked for."""

KEPT = 50
"""What was typed that can be recalled."""


class Finding:
    """Marks matches in the reader and walks them.

    Args:
        pane: The reader.
        say: Shows a sentence to the reader.
    """

    def __init__(self, pane: ReaderPane, say: Callable[[str], None]) -> None:
        self._pane = pane
        self._say = say
        self._query = FindQuery("")
        self._origin = 0
        self._back = False
        self._went_to: int | None = None
        self._items: Items | None = None
        self._typed: list[str] = []
        self._recalled = 0
        self._before: tuple[FindQuery, Matches, bool] = (self._query, Matches(), False)

    def begin(self, *, back: bool) -> None:
        """Note where a search begins, and which way it goes."""
        self._before = (self._query, self._pane.matches, self._back)
        self._origin, self._back = self._pane.cursor, back
        self._recalled = len(self._typed)

    def recall(self, steps: int) -> str | None:
        """Return what was typed so many searches earlier (later); None where nothing was."""
        wanted = self._recalled + steps
        if not 0 <= wanted < len(self._typed):
            return None
        self._recalled = wanted
        return self._typed[wanted]

    def find(self, typed: str) -> None:
        """Mark all matches of what was typed so far, and go to the first one from the origin."""
        lines, self._query = self._pane.lines, parse_query(typed)
        if lines is None:
            return
        if len(lines.document.text) < LONG:
            self._take(self._find_all(lines))
        else:
            self._find_first(lines)

    def adopt(self, matches: Matches, current: TextRange) -> None:
        """Walk the matches of a search of the whole library."""
        self._query, self._back = FindQuery(""), False
        self._pane.set_matches(matches, current)

    def done(self, typed: str) -> None:
        """Stay at the match; the origin can be jumped back to. Nothing typed repeats the last."""
        if not typed:
            self._query, matches, _ = self._before
            self._pane.set_matches(matches)
            self._step(-1 if self._back else 1)
            return
        self._typed = [*(each for each in self._typed if each != typed), typed][-KEPT:]
        if self._pane.cursor != self._origin:
            self._pane.jumps.push(self._origin)

    def give_up(self) -> None:
        """Go back to where the search began, and to what was searched for before it."""
        (self._query, matches, self._back), self._went_to = self._before, None
        self._pane.set_matches(matches)
        self._pane.go(self._origin)
        self._say("")

    def do_find_next(self, press: Press) -> None:
        """Go to the next match, in the direction of the search."""
        self._step(-press.times if self._back else press.times)

    def do_find_previous(self, press: Press) -> None:
        """Go to the next match in the other direction."""
        self._step(press.times if self._back else -press.times)

    def do_find_word(self, press: Press) -> None:
        """Find the word at the cursor as a whole word, and go to the next."""
        self._find_word(press.times)

    def do_find_word_back(self, press: Press) -> None:
        """Find the word at the cursor as a whole word, and go to the one before."""
        self._find_word(-press.times)

    def _find_word(self, steps: int) -> None:
        lines = self._pane.lines
        query = word_query(lines, self._pane.cursor) if lines is not None else None
        if lines is None or query is None:
            self._say("There is no word here.")
            return
        self._query, self._back, self._went_to = query, steps < 0, None
        self._pane.set_matches(self._find_all(lines))
        self._step(steps)

    # A long text: the first match now, all of them soon

    def _find_first(self, lines: Lines) -> None:
        pane = self._pane
        first = None if self._back else find_next(lines, self._query, self._origin)
        pane.go(first.start if first else self._origin)
        pane.set_matches(find_all(lines, self._query, within=pane.range_in_view), first)
        self._went_to = pane.cursor
        pane.run_worker(self._find_others(lines), group="find", exclusive=True)

    async def _find_others(self, lines: Lines) -> None:
        query = self._query
        await asyncio.sleep(PAUSE)
        matches = await asyncio.to_thread(self._find_all, lines)
        if query is not self._query:
            return
        if lines is self._pane.lines:
            if self._pane.cursor == self._went_to:
                self._take(matches)
            else:
                self._pane.set_matches(matches)
        self._went_to = None

    # Matches

    def _find_all(self, lines: Lines) -> Matches:
        self._items = lines.items
        return find_all(lines, self._query)

    def _say_not_found(self) -> None:
        """Say so, and whether it would be found in what was stripped."""
        lines = self._pane.lines
        hidden = 0
        if lines is not None and not lines.reveal:
            everything = lay_out(lines.verdicts, lines.width, reveal=True)
            hidden = len(find_all(everything, self._query))
        found = f"Not found; {hidden:,} in what was stripped (gs shows it)."
        self._say(found if hidden else "Not found.")

    def _take(self, matches: Matches) -> None:
        """Mark matches, and go to the first one from where the search began."""
        current = None
        if matches and self._back:
            current = matches[matches.before(self._origin + 1)]
        elif matches:
            current = matches[matches.at_or_after(self._origin)]
        self._pane.set_matches(matches, current)
        self._pane.go(current.start if current else self._origin)
        if self._query.words:
            self._say_match(current)

    def _step(self, steps: int) -> None:
        pane, matches = self._pane, self._pane.matches
        if not self._query.words and not matches:
            self._say("Nothing was searched for; / finds.")
            return
        if self._went_to is not None:
            self._say("Still finding all of them; in a moment.")
            return
        lines = pane.lines
        if (
            lines is not None
            and self._query.words
            and (not matches or lines.items is not self._items)
        ):
            # They were given up, or this is another article, or something was folded since.
            matches = self._find_all(lines)
        if not matches:
            self._say_not_found()
            return
        if steps > 0:
            number = matches.at_or_after(pane.cursor + 1) + steps - 1
        else:
            number = matches.before(pane.cursor) + steps + 1
        current = matches[number % len(matches)]
        pane.set_matches(matches, current)
        pane.leave_mark()
        pane.go(current.start)
        self._say_match(current)

    def _say_match(self, current: TextRange | None) -> None:
        matches = self._pane.matches
        if current is None:
            self._say_not_found()
        else:
            number = matches.at_or_after(current.start) + 1
            self._say(f"match {number:,} of {len(matches):,}")
