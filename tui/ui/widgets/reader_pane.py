"""The reader: a cursor that walks inside a page, what is selected, and the mouse."""

from __future__ import annotations

from enum import Enum

from textual import events
from textual.message import Message
from textual.timer import Timer

from tui.articles.document import TextRange
from tui.reading import block_at, grapheme_end, grapheme_start, sentence_at, word_at
from tui.reading.jumps import JumpList
from tui.session import OpenArticle, PlacedAnnotation
from tui.ui.widgets.reader_paint import GUTTER
from tui.ui.widgets.reader_view import HEADER, ReaderView

DRAG_PACE = 0.08
"""Seconds a line while the mouse is held beyond an edge of the pane."""


class Selecting(Enum):
    """Whether the reader selects, and by what."""

    NOTHING = ""
    CHARACTERS = "select"
    BLOCKS = "select paragraphs"


class ReaderPane(ReaderView):
    """Show an article and let the reader walk, select and mark.

    Args:
        measure: The widest line of text, in cells.
    """

    class Moved(Message):
        """The cursor moved, or the page turned."""

    class Selected(Message):
        """The reader began or ended a selection."""

    def __init__(self, measure: int, *, id: str | None = None) -> None:
        super().__init__(measure, id=id)
        self.selecting = Selecting.NOTHING
        self.other_end = 0
        """The other end of the selection: where the cursor was when it began."""
        self._jumps: dict[str, JumpList] = {}
        self._dragging: Timer | None = None
        self._drag_rows = 0

    def show(
        self, article: OpenArticle | None, cursor: int | None = None, *, partial: bool = False
    ) -> None:
        """Show an article, as `ReaderView` does; nothing of it is selected."""
        self.selecting = Selecting.NOTHING
        super().show(article, cursor, partial=partial)
        self._moved()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new width, and say where the page ends now."""
        super().on_resize(event)
        self.post_message(self.Moved())

    # Where the reader is

    @property
    def selection(self) -> TextRange | None:
        """What is selected, or None."""
        if self.selecting is Selecting.NOTHING or self.lines is None:
            return None
        start, last = sorted((self.other_end, self.cursor))
        if self.selecting is Selecting.BLOCKS:
            return TextRange(block_at(self.lines, start).start, block_at(self.lines, last).end)
        return TextRange(start, grapheme_end(self.lines.document.text, last))

    @property
    def annotations_here(self) -> tuple[PlacedAnnotation, ...]:
        """The annotations under the cursor, the shortest first."""
        if self.article is None:
            return ()
        here = [
            placed
            for placed in self.article.annotations
            if any(self.cursor in place for place in placed.ranges)
        ]
        return tuple(sorted(here, key=lambda placed: sum(map(len, placed.ranges))))

    def go(self, offset: int, *, sentence: bool = False) -> None:
        """Put the cursor on an offset.

        Args:
            offset: A code point of the Document.
            sentence: Whether the sentence there is shown as the focus.
        """
        if self.page is not None:
            self.page.go(offset)
            self._focus_sentence(sentence)
            self._moved()

    def walk(self, rows: int) -> None:
        """Walk so many lines down; up, where negative."""
        if self.page is not None:
            self.page.down(rows)
            self._focus_sentence(False)
            self._moved()

    def turn(self, pages: float) -> None:
        """Turn so many pages."""
        if self.page is not None:
            self.page.turn(pages)
            self._focus_sentence(False)
            self._moved()

    def scroll_text(self, rows: int) -> None:
        """Move the text under the cursor by so many lines; the cursor stays in view."""
        if self.page is not None:
            self.page.scroll(rows)
            self._focus_sentence(False)
            self._moved()

    def slide(self, count: int, *, half: bool = False) -> bool:
        """Slide a table or code that is wider than the page; tell whether anything moved."""
        slid = self.page is not None and self.page.sideways(count, half=half)
        if slid:
            self._focus_sentence(False)
            self._moved()
        return slid

    def leave_mark(self) -> None:
        """Remember the cursor's place before a far move, so that one can jump back to it."""
        if self.page is not None:
            self.jumps.push(self.cursor)

    @property
    def jumps(self) -> JumpList:
        """Where the reader was before each far move in this article."""
        name = self.article.record.id if self.article is not None else ""
        return self._jumps.setdefault(name, JumpList())

    # Selecting

    def select(self, selecting: Selecting, anchor: int | None = None) -> None:
        """Begin, change or end a selection; its other end is where the cursor is now."""
        if selecting is not Selecting.NOTHING and self.selecting is Selecting.NOTHING:
            self.other_end = self.cursor
        if anchor is not None:
            self.other_end = anchor
        self.selecting = selecting
        self._focus_sentence(False)
        self._moved()
        self.post_message(self.Selected())

    def swap_ends(self) -> None:
        """Put the cursor at the other end of the selection."""
        anchor, self.other_end = self.other_end, self.cursor
        self.go(anchor)

    def _focus_sentence(self, on: bool) -> None:
        wanted = sentence_at(self.page.lines, self.cursor) if on and self.page else None
        self._marks.sentence = wanted

    def _moved(self) -> None:
        """Repaint what a move changed: two lines, or the page where it turned."""
        self._mark_cursor()
        self._repaint()
        self.post_message(self.Moved())

    # The mouse

    def offset_under(self, x: int, y: int) -> int | None:
        """Return the code point under a cell of the pane; None outside the text."""
        if self.page is None or not 0 <= y - HEADER < len(self.page.window):
            return None
        line = self.page.window[y - HEADER]
        return self.page.lines.offset_at(line, max(0, x - self.margin_left - GUTTER))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor there, and begin to select."""
        offset = self.offset_under(event.x, event.y)
        if offset is None or event.button != 1:
            return
        self.select(Selecting.NOTHING)
        self.go(offset)
        self.other_end = offset
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to there while the button is held; beyond an edge, line by line."""
        if self.app.mouse_captured is not self:
            return
        beyond = (event.y >= self.size.height) - (event.y < HEADER)
        offset = self.offset_under(event.x, event.y)
        if not beyond:
            self._drag_no_more()
            if offset is None or offset == self.cursor:
                return
        if self.selecting is Selecting.NOTHING:
            self.select(Selecting.CHARACTERS, self.other_end)
        if beyond:
            self.walk(beyond)
            self._drag_on(beyond)
        elif offset is not None:
            self.go(offset)

    def _drag_on(self, rows: int) -> None:
        """Go on selecting while the button is held beyond an edge, though nothing moves."""
        if self._dragging is None:
            self._dragging = self.set_interval(DRAG_PACE, lambda: self.walk(self._drag_rows))
        self._drag_rows = rows

    def _drag_no_more(self) -> None:
        if self._dragging is not None:
            self._dragging.stop()
            self._dragging = None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End the drag; the selection stays."""
        self._drag_no_more()
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Select a word on a double click, a paragraph on a triple click."""
        if self.lines is None or event.chain < 2:
            return
        if event.chain == 2:
            self.select_range(word_at(self.lines, self.cursor))
        else:
            self.select_range(block_at(self.lines, self.cursor))

    def select_range(self, place: TextRange) -> None:
        """Select a stretch of text, the cursor at its end."""
        if len(place) and self.lines is not None:
            last = grapheme_start(self.lines.document.text, place.end - 1)
            self.select(Selecting.CHARACTERS, place.start)
            self.go(max(place.start, last))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Walk three lines down."""
        self.walk(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Walk three lines up."""
        self.walk(-3)
