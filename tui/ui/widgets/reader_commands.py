"""What the reader's keys do that concern moving, selecting and finding: one method a command."""

from __future__ import annotations

from collections.abc import Callable

from tui.articles.document import TextRange
from tui.reading import Lines, block_at, find_all, motions, quotation_at, sentence_at, word_at
from tui.ui.keymap import Press
from tui.ui.widgets.reader_pane import ReaderPane, Selecting

WIDTH_STEP = 4
"""Cells by which `+` and `-` change the measure."""

_OBJECTS: dict[str, Callable[[Lines, int], TextRange]] = {
    "sentence": sentence_at,
    "paragraph": block_at,
    "word": word_at,
    "quotation": quotation_at,
}


class ReaderCommands:
    """Carries out the reader's own commands.

    Args:
        pane: The reader.
        say: Shows a sentence to the reader.
    """

    def __init__(self, pane: ReaderPane, say: Callable[[str], None]) -> None:
        self._pane = pane
        self._say = say

    # Lines and pages

    def do_down(self, press: Press) -> None:
        """Walk down by lines."""
        self._pane.walk(press.times)

    def do_up(self, press: Press) -> None:
        """Walk up by lines."""
        self._pane.walk(-press.times)

    def do_page_down(self, press: Press) -> None:
        """Turn forward."""
        self._pane.turn(press.times)

    def do_page_up(self, press: Press) -> None:
        """Turn back."""
        self._pane.turn(-press.times)

    def do_half_down(self, press: Press) -> None:
        """Turn forward by half a page."""
        self._pane.turn(press.times / 2)

    def do_half_up(self, press: Press) -> None:
        """Turn back by half a page."""
        self._pane.turn(-press.times / 2)

    def do_scroll_down(self, press: Press) -> None:
        """Move the text up under the cursor."""
        self._pane.scroll_text(press.times)

    def do_scroll_up(self, press: Press) -> None:
        """Move the text down under the cursor."""
        self._pane.scroll_text(-press.times)

    # Jumps

    def do_first(self, press: Press) -> None:
        """Go to the beginning, or to the paragraph of a number."""
        self._pane.leave_mark()
        self._move(lambda lines, offset, _: motions.first(lines, offset, press.count or 0), press)

    def do_last(self, press: Press) -> None:
        """Go to the end, or to the paragraph of a number."""
        self._pane.leave_mark()
        self._move(lambda lines, offset, _: motions.last(lines, offset, press.count or 0), press)

    def do_jump_back(self, press: Press) -> None:
        """Go back to before the last jump."""
        place = self._pane.jumps.back(self._pane.cursor, press.times)
        self._jump(place, "Nothing was jumped from before this.")

    def do_jump_forward(self, press: Press) -> None:
        """Go to where one came back from."""
        self._jump(self._pane.jumps.forward(press.times), "This is the newest place.")

    def _jump(self, place: int | None, nowhere: str) -> None:
        if place is None:
            self._say(nowhere)
        else:
            self._pane.go(place)

    # Motions

    def do_left(self, press: Press) -> None:
        """Go left by characters."""
        self._move(motions.left, press)

    def do_right(self, press: Press) -> None:
        """Go right by characters."""
        self._move(motions.right, press)

    def do_word_forward(self, press: Press) -> None:
        """Go to the next word."""
        self._move(motions.word_forward, press)

    def do_word_end(self, press: Press) -> None:
        """Go to the end of the word."""
        self._move(motions.word_end, press)

    def do_word_back(self, press: Press) -> None:
        """Go to the word before."""
        self._move(motions.word_back, press)

    def do_line_start(self, press: Press) -> None:
        """Go to the beginning of the line on the screen."""
        self._move(motions.line_start, press)

    def do_line_end(self, press: Press) -> None:
        """Go to the end of the line on the screen."""
        self._move(motions.line_end, press)

    def do_sentence_forward(self, press: Press) -> None:
        """Go to the next sentence."""
        self._move(motions.sentence_forward, press, sentence=True)

    def do_sentence_back(self, press: Press) -> None:
        """Go to the beginning of the sentence, or to the one before."""
        self._move(motions.sentence_back, press, sentence=True)

    def do_paragraph_forward(self, press: Press) -> None:
        """Go to the next paragraph."""
        self._move(motions.paragraph_forward, press)

    def do_paragraph_back(self, press: Press) -> None:
        """Go to the beginning of the paragraph, or to the one before."""
        self._move(motions.paragraph_back, press)

    def do_heading_forward(self, press: Press) -> None:
        """Go to the next heading."""
        self._pane.leave_mark()
        self._move(motions.heading_forward, press)

    def do_heading_back(self, press: Press) -> None:
        """Go to the heading before."""
        self._pane.leave_mark()
        self._move(motions.heading_back, press)

    def do_next_highlight(self, press: Press) -> None:
        """Go to the next annotation."""
        self._to_annotation(press.times)

    def do_previous_highlight(self, press: Press) -> None:
        """Go to the annotation before."""
        self._to_annotation(-press.times)

    # Selecting

    def do_select(self, press: Press) -> None:
        """Begin to select by characters, or end it."""
        self._select(Selecting.CHARACTERS)

    def do_select_blocks(self, press: Press) -> None:
        """Begin to select by paragraphs, or end it."""
        self._select(Selecting.BLOCKS)

    def do_other_end(self, press: Press) -> None:
        """Put the cursor at the other end of the selection."""
        self._pane.swap_ends()

    def do_object(self, press: Press) -> None:
        """Select the sentence, paragraph, word or quotation at the cursor."""
        if self._pane.lines is None:
            return
        place = _OBJECTS[press.argument](self._pane.lines, self._pane.cursor)
        if len(place):
            self._pane.select_range(place)
        else:
            self._say(f"There is no {press.argument} here.")

    # Finding

    def do_find_next(self, press: Press) -> None:
        """Go to the next match."""
        self._to_match(press.times)

    def do_find_previous(self, press: Press) -> None:
        """Go to the match before."""
        self._to_match(-press.times)

    def find(self, query: str, origin: int) -> None:
        """Mark all matches of a query and go to the first one from `origin` on."""
        pane = self._pane
        if pane.lines is None:
            return
        matches = find_all(pane.lines, query)
        current = matches[matches.at_or_after(origin)] if matches else None
        pane.set_matches(matches, current)
        pane.go(current.start if current else origin)
        if query:
            self._say_match(current)

    # Width

    def do_wider(self, press: Press) -> None:
        """Make the text wider."""
        self._pane.set_measure(self._pane.measure + WIDTH_STEP)

    def do_narrower(self, press: Press) -> None:
        """Make the text narrower."""
        self._pane.set_measure(self._pane.measure - WIDTH_STEP)

    def do_usual_width(self, press: Press) -> None:
        """Make the text as wide as usual."""
        self._pane.set_measure(self._pane.usual_measure)

    def _move(
        self, motion: Callable[[Lines, int, int], int], press: Press, *, sentence: bool = False
    ) -> None:
        if self._pane.lines is not None:
            target = motion(self._pane.lines, self._pane.cursor, press.times)
            self._pane.go(target, sentence=sentence)

    def _select(self, selecting: Selecting) -> None:
        pane = self._pane
        pane.select(Selecting.NOTHING if pane.selecting is selecting else selecting)

    def _to_annotation(self, steps: int) -> None:
        article = self._pane.article
        starts = sorted({p.start for p in article.annotations if p.ranges}) if article else []
        ahead = [start for start in starts if start > self._pane.cursor]
        behind = [start for start in reversed(starts) if start < self._pane.cursor]
        wanted = ahead if steps > 0 else behind
        if not wanted:
            self._say("No more highlights this way." if starts else "Nothing is highlighted yet.")
            return
        self._pane.leave_mark()
        self._pane.go(wanted[min(abs(steps), len(wanted)) - 1])

    def _to_match(self, steps: int) -> None:
        pane, matches = self._pane, self._pane.matches
        if not matches:
            self._say("Nothing was searched for; / finds.")
            return
        if steps > 0:
            number = matches.at_or_after(pane.cursor + 1) + steps - 1
        else:
            number = matches.before(pane.cursor) + steps + 1
        number %= len(matches)
        current = matches[number]
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
