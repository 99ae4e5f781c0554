"""One page of an article as it stands on the screen: its layout, what is marked on it, its strips.

A line-API widget without a virtual height: a page is laid out from its first line, so opening,
turning, jumping and resizing cost one screenful however long the article is. A moved cursor
repaints two lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.articles.document import TextRange
from tui.reading import Line, Lines, Matches, Page, RangeIndex, lay_out
from tui.session import OpenArticle, PlacedAnnotation
from tui.ui.commands import COLOURS
from tui.ui.widgets.reader_paint import GUTTER, STYLES, Mark, Marks, Painter

HEADER = 1
"""Rows above the text: what the article's own blocks do not say of it."""

NARROWEST = 20

STRIPS_KEPT = 512
"""Painted lines that are kept for a page that moves: several pages, about 1 KB a line."""

Look = tuple[Any, ...]
"""All that decides how a line looks, while the layout, the notes and the matches stay."""

WORDS_A_MINUTE = 230
"""What an adult reads silently, in English non-fiction (Brysbaert 2019: 238)."""


class ReaderView(Widget, can_focus=True):
    """Show a page of an article, a cursor on it, and what is marked.

    Args:
        measure: The widest line of text, in cells.
    """

    COMPONENT_CLASSES = {
        *(f"reader--{name}" for name in STYLES),
        *(f"reader--{colour}" for colour in COLOURS),
        *(f"reader--gutter-{colour}" for colour in COLOURS),
    }

    def __init__(self, measure: int, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.usual_measure = measure
        self.measure = measure
        self.article: OpenArticle | None = None
        self.page: Page | None = None
        self.partial = False
        self.reveal = False
        self.matches = Matches()
        self._current = ""
        self._marks = Marks()
        self._painter: Painter | None = None
        self._styles: dict[str, Style] = {}
        self._drawn: dict[int, Look] = {}
        self._strips: dict[Look, Strip] = {}
        self._base: Style | None = None
        self._head: Strip | None = None

    @property
    def lines(self) -> Lines | None:
        """The layout; None while no article is shown."""
        return self.page.lines if self.page is not None else None

    @property
    def cursor(self) -> int:
        """The code point under the cursor."""
        return self.page.cursor if self.page is not None else 0

    @property
    def range_in_view(self) -> TextRange:
        """The text on the page."""
        window = self.page.window if self.page is not None else []
        return TextRange(window[0].start, window[-1].end) if window else TextRange(0, 0)

    @property
    def progress(self) -> str:
        """How far down the article the page ends, and how long the rest takes to be read."""
        if self.page is None or self.article is None or not self.page.window or self.partial:
            return ""
        through = min(1.0, self.page.window[-1].end / max(1, len(self.article.document.text)))
        left = self.article.verdicts.words * (1 - through)
        rest = f" · {reading_time(left)} left" if left >= WORDS_A_MINUTE / 2 else ""
        return f"{through:.0%}{rest}"

    @property
    def selection(self) -> TextRange | None:
        """What is selected; here nothing ever is."""
        return None

    # What is shown

    def show(
        self, article: OpenArticle | None, cursor: int | None = None, *, partial: bool = False
    ) -> None:
        """Show an article; the cursor goes to an offset, or to the beginning.

        Args:
            article: The article, or none.
            cursor: Where the cursor goes.
            partial: Whether it is but the beginning of one.
        """
        self.article = article
        self.partial = partial
        self.reveal = False
        self.matches = Matches()
        self._marks = Marks()
        self._lay_out(cursor or 0, anew=True)
        if cursor is None and self.page is not None:
            self.page.go(self.page.line.start)
        self._mark_annotations()

    def update_article(self, article: OpenArticle) -> None:
        """Show the same article with other annotations or other verdicts."""
        anew = self.article is None or article.verdicts is not self.article.verdicts
        self.article = article
        self._mark_annotations()
        if anew:
            self._lay_out(self.cursor)
        self.repaint()

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
        self.repaint()

    def set_current(self, annotation_id: str) -> None:
        """Mark one annotation as the one that the margin is at."""
        if annotation_id != self._current:
            self._current = annotation_id
            self._mark_current()
            self.repaint()

    def _lay_out(self, cursor: int, *, anew: bool = False) -> None:
        if self.article is None or not self.article.document.blocks:
            self._painter = None
            self.page = None
            self.repaint()
            return
        # A pane that is not displayed yet has no width; where its cursor is counts all the same.
        room = self.size.width - GUTTER - 1 if self.size.width else self.measure
        width = max(1, min(self.measure, room))
        lines, verdicts = self.lines, self.article.verdicts
        if lines is None or lines.verdicts is not verdicts or lines.reveal != self.reveal:
            lines = lay_out(verdicts, width, reveal=self.reveal)
        elif lines.width != width:
            lines = lines.at_width(width)
        height = max(1, self.size.height - HEADER)
        if self.page is None or anew:
            self.page = Page(lines, height, cursor)
        else:
            self.page.resize(lines, height)
            self.page.go(cursor)
        self._painter = Painter(lines, self._style)
        self._mark_cursor()
        self.repaint()

    def _mark_annotations(self) -> None:
        placed: Iterable[PlacedAnnotation] = self.article.annotations if self.article else ()
        self._marks.annotations = RangeIndex(
            (place, Mark(item.annotation.colour)) for item in placed for place in item.ranges
        )
        self._mark_current()

    def _mark_current(self) -> None:
        """Mark the one that the margin is at; sorting them all anew takes 13 ms for 2,000."""
        placed: Iterable[PlacedAnnotation] = self.article.annotations if self.article else ()
        self._marks.current = RangeIndex(
            (place, Mark(item.annotation.colour, current=True))
            for item in placed
            if item.annotation.id == self._current
            for place in item.ranges
        )

    # Painting

    def repaint(self) -> None:
        """Paint every line anew."""
        self._strips.clear()
        self._base = self._head = None
        self.refresh()

    def _mark_cursor(self) -> None:
        self._marks.cursor = self.cursor if self.page is not None else -1
        self._marks.selection = self.selection

    def _look_of(self, line: Line) -> Look:
        whole, marks = TextRange(line.start, max(line.end, line.start + 1)), self._marks
        # Its numbers stand for the line: comparing all that it holds takes 66 µs.
        return (
            line.item,
            line.row,
            line.shift,
            marks.cursor if marks.cursor in whole else None,
            marks.selection and marks.selection.intersection(whole),
            marks.sentence and marks.sentence.intersection(whole),
        )

    def _look(self) -> dict[int, Look]:
        """Return what each row of the window shows, so that only rows that differ are painted."""
        window = self.page.window if self.page is not None else ()
        return {row: self._look_of(line) for row, line in enumerate(window)}

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

    def render_lines(self, crop: Region) -> list[Strip]:
        """Build the strips of some rows of the pane.

        Textual would put each into a frame, which this pane has none of, and so into a new strip
        each time; the very same strip is also cut and written from its own memory.
        """
        strips = [self.render_line(y) for y in crop.line_range]
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """Build the strip of one row of the pane."""
        if self._base is None:
            self._base = self.rich_style  # 0.1 ms, the same for all lines
        base, width = self._base, self.size.width
        if y < HEADER:
            if self._head is None:
                self._head = self._header(base).adjust_cell_length(width, base)
            return self._head
        if self.page is None or self._painter is None or y - HEADER >= len(self.page.window):
            return Strip.blank(width, base)
        line = self.page.window[y - HEADER]
        look = self._look_of(line)
        strip = self._strips.get(look)
        if strip is None:
            if len(self._strips) >= STRIPS_KEPT:
                self._strips.clear()
            strip = self._painter.strip(line, self._marks, base, self.margin_left)
            strip = self._strips[look] = strip.adjust_cell_length(width, base)
        return strip

    def _header(self, base: Style) -> Strip:
        style = base + self._style("header-focus" if self.has_focus else "header")
        if self.article is None:
            return Strip([Segment(" Reader", style)])
        return Strip([Segment(" " + header_text(self.article, partial=self.partial), style)])

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
        self._strips.clear()
        self._base = self._head = None

    def on_focus(self) -> None:
        """Draw the cursor as the one that keys move."""
        self.repaint()

    def on_blur(self) -> None:
        """Draw the cursor as idle."""
        self.repaint()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new width; the place in the text stays."""
        self._lay_out(self.cursor)


def header_text(article: OpenArticle, *, partial: bool = False) -> str:
    """Say what the article's own blocks do not: where it is from, how long it is."""
    metadata = article.document.metadata
    stated = {field for block in article.document.blocks for field in block.evidence.states}
    known = (
        metadata.headline if "headline" not in stated else "",
        metadata.outlet,
        metadata.byline if "byline" not in stated else "",
        metadata.published.replace("T", " ") if "published" not in stated else "",
    )
    if partial:
        return " · ".join((*filter(None, known), "reading the rest …"))
    words = article.verdicts.words
    return " · ".join((*filter(None, known), f"{words:,} words", reading_time(words)))


def reading_time(words: float) -> str:
    """Say how long so many words take to be read."""
    minutes = max(1, round(words / WORDS_A_MINUTE))
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02} min"
