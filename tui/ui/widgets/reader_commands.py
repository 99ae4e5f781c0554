"""What the reader's keys do that concern moving and selecting: one method a command."""

from __future__ import annotations

from collections.abc import Callable

from tui.articles.document import TextRange
from tui.reading import Lines, motions
from tui.reading.seek import Seek, seek
from tui.reading.text_objects import ObjectKind, TextObject, extended
from tui.ui.keymap import Press
from tui.ui.widgets.reader_pane import ReaderPane, Selecting

WIDTH_STEP = 4
"""Cells by which `+` and `-` change the measure."""

_TYPED = {"Space": " ", "Tab": "\t"}
"""What keys type that have a name."""

_KINDS = {
    "w": ObjectKind.WORD,
    "s": ObjectKind.SENTENCE,
    "p": ObjectKind.PARAGRAPH,
    "q": ObjectKind.QUOTATION,
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
        self._sought: Seek | None = None

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

    def do_slide(self, press: Press) -> None:
        """Slide a wide table or wide code under the page."""
        way = -press.times if press.argument.startswith("left") else press.times
        if not self._pane.slide(way, half=press.argument.endswith("half")):
            self._say("Nothing here is wider than the page, or this is its edge.")

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
        """Select the sentence, paragraph, word or quotation at the cursor, or one more of them."""
        pane = self._pane
        if pane.lines is None:
            return
        wanted = TextObject(_KINDS[press.argument[1:]], press.argument.startswith("a"))
        here = TextRange(pane.cursor, pane.cursor)
        grown = pane.selection is not None and pane.other_end != pane.cursor
        selection = (pane.selection if grown else None) or here
        back = grown and pane.cursor < pane.other_end
        for _ in range(press.times):
            selection = extended(pane.lines, selection, wanted, back=back)
        if not len(selection):
            self._say(f"There is no {wanted.kind.value} here.")
            return
        pane.select_range(selection)
        if back:
            pane.swap_ends()

    def do_till(self, press: Press) -> None:
        """Go to before a character of the paragraph."""
        self._seek(Seek(_TYPED.get(press.argument, press.argument), till=True), press)

    def do_seek(self, press: Press) -> None:
        """Go to a character of the paragraph."""
        self._seek(Seek(_TYPED.get(press.argument, press.argument)), press)

    def do_seek_again(self, press: Press) -> None:
        """Go to the same character once more."""
        self._seek(self._sought, press, again=True)

    def do_seek_back(self, press: Press) -> None:
        """Go to the same character the other way."""
        self._seek(self._sought and self._sought.reversed, press, again=True)

    def _seek(self, wanted: Seek | None, press: Press, *, again: bool = False) -> None:
        pane = self._pane
        if wanted is None:
            self._say("No character was looked for; f and a character go to it.")
        elif pane.lines is not None:
            if not again:
                self._sought = wanted
            place = seek(pane.lines, pane.cursor, wanted, press.times, again=again)
            if place == pane.cursor:
                self._say(f"No further {wanted.character} in this paragraph.")
            else:
                pane.go(place)

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
