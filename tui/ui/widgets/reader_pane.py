"""The reader: one page of an article, a cursor inside it, and what is selected.

A line-API widget without a virtual height: a page is laid out from its first line, so opening,
turning, jumping and resizing cost one screenful however long the article is. Moving the cursor
repaints two lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.articles.document import TextRange
from tui.reading import (
    Lines,
    Matches,
    Page,
    RangeIndex,
    block_at,
    grapheme_end,
    grapheme_start,
    lay_out,
    sentence_at,
    word_at,
)
from tui.session import OpenArticle, PlacedAnnotation
from tui.ui.commands import COLOURS
from tui.ui.widgets.reader_paint import GUTTER, STYLES, Mark, Marks, Painter

HEADER = 1
"""Rows above the text: what the article's own blocks do not say of it."""

NARROWEST = 20


class Selecting(Enum):
    """Whether the reader selects, and by what."""

    NOTHING = ""
    CHARACTERS = "select"
    BLOCKS = "select paragraphs"


class ReaderPane(Widget, can_focus=True):
    """Show an article and let the reader walk, select and mark."""

    COMPONENT_CLASSES = {
        *(f"reader--{name}" for name in STYLES),
        *(f"reader--{colour}" for colour in COLOURS),
        *(f"reader--gutter-{colour}" for colour in COLOURS),
    }

    class Moved(Message):
        """The cursor moved, or the page turned."""

    class Selected(Message):
        """The reader began or ended a selection."""

    def __init__(self, measure: int, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.usual_measure = measure
        self.measure = measure
        self.article: OpenArticle | None = None
        self.page: Page | None = None
        self.reveal = False
        self.selecting = Selecting.NOTHING
        self.matches = Matches()
        self._anchor = 0
        self._current = ""
        self._marks = Marks()
        self._painter: Painter | None = None
        self._styles: dict[str, Style] = {}
        self._drawn: dict[int, tuple[Any, ...]] = {}

    # What is shown

    def show(self, article: OpenArticle | None, cursor: int | None = None) -> None:
        """Show an article; the cursor goes to an offset, or to the beginning."""
        self.article = article
        self.selecting = Selecting.NOTHING
        self.reveal = False
        self.matches = Matches()
        self._marks = Marks()
        self._forget_page()
        self._lay_out(cursor or 0)
        if cursor is None and self.page is not None:
            self.page.go(self.page.line.start)
        self._mark_annotations()
        self._moved()

    def update_article(self, article: OpenArticle) -> None:
        """Show the same article with other annotations or other verdicts."""
        anew = self.article is None or article.verdicts is not self.article.verdicts
        self.article = article
        self._mark_annotations()
        if anew:
            self._lay_out(self.cursor)
        self.refresh()

    def show_stripped(self, reveal: bool) -> None:
        """Show stripped blocks in place, or fold them."""
        self.reveal = reveal
        self._lay_out(self.cursor)

    def set_measure(self, measure: int) -> None:
        """Set the widest line, in cells."""
        self.measure = max(NARROWEST, min(measure, 200))
        self._lay_out(self.cursor)

    def set_matches(self, matches: Matches, current: TextRange | None = None) -> None:
        """Mark what was searched for, and the match that the cursor goes to."""
        self.matches = self._marks.matches = matches
        self._marks.match = current
        self.refresh()

    def set_current(self, annotation_id: str) -> None:
        """Mark one annotation as the one that the margin is at."""
        if annotation_id != self._current:
            self._current = annotation_id
            self._mark_annotations()
            self.refresh()

    def _forget_page(self) -> None:
        self.page = None

    def _lay_out(self, cursor: int) -> None:
        if self.article is None or not self.size.width or not self.article.document.blocks:
            self._painter = None
            self.page = None
            self.refresh()
            return
        width = max(1, min(self.measure, self.size.width - GUTTER - 1))
        lines = lay_out(self.article.verdicts, width, reveal=self.reveal)
        height = max(1, self.size.height - HEADER)
        if self.page is None:
            self.page = Page(lines, height, cursor)
        else:
            self.page.resize(lines, height)
            self.page.go(cursor)
        self._painter = Painter(lines, self._style)
        self._mark_cursor()
        self.refresh()

    def _mark_annotations(self) -> None:
        placed: Iterable[PlacedAnnotation] = self.article.annotations if self.article else ()
        self._marks.annotations = RangeIndex(
            (place, Mark(item.annotation.colour, item.annotation.id == self._current))
            for item in placed
            for place in item.ranges
        )

    # Where the reader is

    @property
    def lines(self) -> Lines | None:
        """The layout; None while no article is shown."""
        return self.page.lines if self.page is not None else None

    @property
    def cursor(self) -> int:
        """The code point under the cursor."""
        return self.page.cursor if self.page is not None else 0

    @property
    def selection(self) -> TextRange | None:
        """What is selected, or None."""
        if self.selecting is Selecting.NOTHING or self.lines is None:
            return None
        start, last = sorted((self._anchor, self.cursor))
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

    def select(self, selecting: Selecting, anchor: int | None = None) -> None:
        """Begin, change or end a selection; its other end is where the cursor is now."""
        if selecting is not Selecting.NOTHING and self.selecting is Selecting.NOTHING:
            self._anchor = self.cursor
        if anchor is not None:
            self._anchor = anchor
        self.selecting = selecting
        self._focus_sentence(False)
        self._moved()
        self.post_message(self.Selected())

    def swap_ends(self) -> None:
        """Put the cursor at the other end of the selection."""
        anchor, self._anchor = self._anchor, self.cursor
        self.go(anchor)

    def _focus_sentence(self, on: bool) -> None:
        wanted = sentence_at(self.page.lines, self.cursor) if on and self.page else None
        self._marks.sentence = wanted

    # Painting

    def _moved(self) -> None:
        """Repaint what a move changed: two lines, or the page where it turned."""
        self._mark_cursor()
        self._repaint()
        self.post_message(self.Moved())

    def _mark_cursor(self) -> None:
        self._marks.cursor = self.cursor if self.page is not None else -1
        self._marks.selection = self.selection

    def _look(self) -> dict[int, tuple[Any, ...]]:
        """Return what each row of the window shows, so that only rows that differ are painted."""
        if self.page is None:
            return {}
        looks: dict[int, tuple[Any, ...]] = {}
        for row, line in enumerate(self.page.window):
            whole = TextRange(line.start, max(line.end, line.start + 1))
            looks[row] = (
                line,
                self._marks.cursor if self._marks.cursor in whole else None,
                self._marks.selection and self._marks.selection.intersection(whole),
                self._marks.sentence and self._marks.sentence.intersection(whole),
            )
        return looks

    def _repaint(self) -> None:
        before, self._drawn = self._drawn, self._look()
        rows = set(before) ^ set(self._drawn)
        rows |= {row for row in set(before) & set(self._drawn) if before[row] != self._drawn[row]}
        if len(rows) > self.size.height // 2:
            self.refresh()
        else:
            for row in rows:
                self.refresh(Region(0, row + HEADER, self.size.width, 1))

    @property
    def margin_left(self) -> int:
        """Blank cells that put the text in the middle of a wide pane."""
        width = self.lines.width if self.lines is not None else 0
        return max(0, (self.size.width - width - GUTTER) // 2)

    def render_line(self, y: int) -> Strip:
        """Build the strip of one row of the pane."""
        base, width = self.rich_style, self.size.width
        if y < HEADER:
            return self._header(base).adjust_cell_length(width, base)
        if self.page is None or self._painter is None or y - HEADER >= len(self.page.window):
            return Strip.blank(width, base)
        line = self.page.window[y - HEADER]
        strip = self._painter.strip(line, self._marks, base, self.margin_left)
        return strip.adjust_cell_length(width, base)

    def _header(self, base: Style) -> Strip:
        style = base + self._style("header-focus" if self.has_focus else "header")
        if self.article is None:
            return Strip([Segment(" Reader", style)])
        return Strip([Segment(" " + header_text(self.article), style)])

    def _style(self, name: str) -> Style:
        if name == "cursor" and not self.has_focus:
            name = "cursor-idle"
        style = self._styles.get(name)
        if style is None:
            style = self.get_component_rich_style(f"reader--{name}", partial=True)
            self._styles[name] = style
        return style

    def notify_style_update(self) -> None:
        """Forget the styles of the old theme."""
        super().notify_style_update()
        self._styles.clear()

    def on_focus(self) -> None:
        """Draw the cursor as the one that keys move."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw the cursor as idle."""
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new width; the place in the text stays."""
        self._lay_out(self.cursor)

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
        self._anchor = offset
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to there while the button is held."""
        if self.app.mouse_captured is not self:
            return
        offset = self.offset_under(event.x, event.y)
        if offset is not None and offset != self.cursor:
            if self.selecting is Selecting.NOTHING:
                self.select(Selecting.CHARACTERS, self._anchor)
            self.go(offset)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End the drag; the selection stays."""
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


def header_text(article: OpenArticle) -> str:
    """Say what the article's own blocks do not: where it is from, how long it is."""
    metadata = article.document.metadata
    stated = {field for block in article.document.blocks for field in block.evidence.states}
    known = (
        metadata.headline if "headline" not in stated else "",
        metadata.outlet,
        metadata.byline if "byline" not in stated else "",
        metadata.published.replace("T", " ") if "published" not in stated else "",
    )
    words = len(article.verdicts.body.split())
    minutes = max(1, round(words / 230))
    return " · ".join((*filter(None, known), f"{words:,} words", f"{minutes} min"))
