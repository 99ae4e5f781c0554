"""Finding words in the open article: what is typed, the next match, the word at the cursor."""

from __future__ import annotations

from collections.abc import Callable

from tui.articles.document import TextRange
from tui.reading import Matches, find_all, word_at
from tui.ui.keymap import Press
from tui.ui.widgets.reader_pane import ReaderPane


class Finding:
    """Marks matches in the reader and walks them.

    Args:
        pane: The reader.
        say: Shows a sentence to the reader.
    """

    def __init__(self, pane: ReaderPane, say: Callable[[str], None]) -> None:
        self._pane = pane
        self._say = say
        self._origin = 0
        self._back = False

    def begin(self, *, back: bool) -> None:
        """Note where a search begins, and which way it goes."""
        self._origin, self._back = self._pane.cursor, back

    def find(self, query: str) -> None:
        """Mark all matches of what was typed so far, and go to the first one from the origin."""
        pane = self._pane
        if pane.lines is None:
            return
        matches = find_all(pane.lines, query)
        pane.set_matches(matches)
        current = self._beside(self._origin, here=True)
        pane.set_matches(matches, current)
        pane.go(current.start if current else self._origin)
        if query:
            self._say_match(current)

    def done(self) -> None:
        """Stay at the match; the origin can be jumped back to."""
        if self._pane.cursor != self._origin:
            self._pane.jumps.push(self._origin)

    def give_up(self) -> None:
        """Mark nothing and go back to where the search began."""
        self._pane.set_matches(Matches())
        self._pane.go(self._origin)

    def do_find_next(self, press: Press) -> None:
        """Go to the next match, in the direction of the search."""
        self._to_match(-press.times if self._back else press.times)

    def do_find_previous(self, press: Press) -> None:
        """Go to the next match in the other direction."""
        self._to_match(press.times if self._back else -press.times)

    def do_find_word(self, press: Press) -> None:
        """Find the word at the cursor as a whole word, and go to the next."""
        self._find_word(press.times)

    def do_find_word_back(self, press: Press) -> None:
        """Find the word at the cursor as a whole word, and go to the one before."""
        self._find_word(-press.times)

    def _find_word(self, steps: int) -> None:
        pane = self._pane
        word = word_at(pane.lines, pane.cursor) if pane.lines is not None else TextRange(0, 0)
        if pane.lines is None or not len(word):
            self._say("There is no word here.")
            return
        self._back = steps < 0
        pane.set_matches(find_all(pane.lines, pane.lines.document[word]))
        self._to_match(steps)

    def _beside(self, offset: int, *, here: bool) -> TextRange | None:
        """Return the match at an offset or the nearest in the direction of the search."""
        matches = self._pane.matches
        if not matches:
            return None
        if self._back:
            return matches[matches.before(offset + here)]
        return matches[matches.at_or_after(offset + (not here))]

    def _to_match(self, steps: int) -> None:
        pane, matches = self._pane, self._pane.matches
        if not matches:
            self._say("Nothing was searched for; / finds.")
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
            self._say("Not found.")
        else:
            number = matches.at_or_after(current.start) + 1
            self._say(f"match {number:,} of {len(matches):,}")
