"""The list: every article of the library, or what a search found; two rows each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.articles.document import TextRange
from tui.library import ArticleRow, Hit
from tui.ui.keymap import Press
from tui.ui.selection import Selection
from tui.ui.widgets.list_rows import MARKS, Known, cut, facts, figures, signs, warnings

HEADER = 1
ROW = 2
"""Rows of the screen that an article takes."""


SELECTED = " ✓ "
"""What stands before the second row of a selected article."""

MOST_HITS = 1_000
"""Snippets that are kept."""


class ArticleList(Widget, can_focus=True):
    """Show articles; only those in view are fetched and drawn."""

    COMPONENT_CLASSES = {
        f"list--{name}"
        for name in ("header", "header-focus", "mark", "detail", "match", "cursor", "error", "open")
    }

    class Opened(Message):
        """An article is to be opened."""

        def __init__(self, row: ArticleRow) -> None:
            super().__init__()
            self.row = row

    class Turned(Message):
        """Other articles are in view than before."""

    def __init__(self, standing: Callable[[ArticleRow], Known], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._standing = standing
        self._rows: Sequence[ArticleRow] = ()
        self._hits: dict[int, Hit] = {}
        self._mark: Callable[[str], Iterable[TextRange]] | None = None
        self._cursor = 0
        self._top = 0
        self._title = "Articles"
        self._base: Style | None = None
        self.open_article = -1
        """The id of the article in the reader."""
        self.selection = Selection()

    # What is shown

    def show(
        self,
        rows: Sequence[ArticleRow],
        *,
        hits: Iterable[Hit] = (),
        mark: Callable[[str], Iterable[TextRange]] | None = None,
        keep: int | None = None,
    ) -> None:
        """Show articles.

        The one that the cursor should be on stays in its row of the screen, if it can.

        Args:
            rows: In the order of the list.
            hits: What a search found of those in view, for their snippets.
            mark: Finds what was searched for in a title.
            keep: The id of the article that the cursor should be on, if it is among them.
        """
        self._rows = rows
        self._hits = {hit.article: hit for hit in hits}
        self._mark = mark
        place = self.place_of(keep) if keep is not None else None
        above = self._cursor - self._top
        self._cursor = 0 if place is None else place
        self._top = max(0, self._cursor - above)
        self._scroll_into_view()
        self.refresh()
        self.post_message(self.Turned())

    def add_hits(self, hits: Iterable[Hit]) -> None:
        """Show more of why articles were found; those in view are painted if they are new."""
        found = {hit.article: hit for hit in hits}
        new = found.keys() - self._hits.keys()
        if len(self._hits) > MOST_HITS:
            self._hits = {}
        self._hits |= found
        if any(article in new for article in self.ids_around(0)):
            self.refresh()

    def ids_around(self, pages: int) -> Sequence[int]:
        """Return the ids of the articles in view, and of so many pages before and after them."""
        ids = getattr(self._rows, "first_ids", None)
        if ids is None:
            ids = [row.id for row in self._rows]
        around = pages * self.in_view
        found: Sequence[int] = ids[max(0, self._top - around) : self._top + self.in_view + around]
        return found

    def lacks_hits(self, pages: int) -> list[int]:
        """Return those of `ids_around` of which is not known why they were found."""
        return [article for article in self.ids_around(pages) if article not in self._hits]

    def show_others(self, rows: Sequence[ArticleRow], place: int) -> None:
        """Show what is left of the list, or what came back to it. Snippets and marks stay.

        Args:
            rows: In the order of the list.
            place: Where the cursor is to be; the last article's where there are fewer.
        """
        self._rows = rows
        self._cursor = max(0, min(place, len(rows) - 1))
        self._scroll_into_view()
        self.refresh()
        self.post_message(self.Turned())

    def set_title(self, title: str) -> None:
        """Say above the list what it shows, or how far the indexing is."""
        if title != self._title:
            self._title = title
            self.refresh(Region(0, 0, self.size.width, HEADER))

    @property
    def current(self) -> ArticleRow | None:
        """The article under the cursor."""
        return self._rows[self._cursor] if self._cursor < len(self._rows) else None

    @property
    def rows(self) -> Sequence[ArticleRow]:
        """All that is listed."""
        return self._rows

    @property
    def place(self) -> int:
        """The place of the cursor in the list."""
        return self._cursor

    def __len__(self) -> int:
        return len(self._rows)

    def step_from_open(self, steps: int) -> ArticleRow | None:
        """Move the cursor so many articles from the one in the reader and return that one."""
        place = self.place_of(self.open_article)
        target = (self._cursor if place is None else place) + steps
        if not 0 <= target < len(self._rows):
            return None
        self.go(target)
        return self._rows[target]

    def go(self, place: int) -> None:
        """Put the cursor on a place of the list."""
        place = max(0, min(place, len(self._rows) - 1))
        if place == self._cursor:
            return
        before, self._cursor = self._cursor, place
        if self._scroll_into_view():
            self.refresh()
            self.post_message(self.Turned())
        else:
            for each in (before, place):
                self.refresh(Region(0, HEADER + (each - self._top) * ROW, self.size.width, ROW))

    def place_of(self, article: int) -> int | None:
        """Return where an article stands in the list, or None."""
        place_of = getattr(self._rows, "place_of", None)
        if place_of is not None:
            found: int | None = place_of(article)
            return found
        return next((i for i, row in enumerate(self._rows) if row.id == article), None)

    @property
    def in_view(self) -> int:
        """How many articles there is room for."""
        return max(1, (self.size.height - HEADER) // ROW)

    def _scroll_into_view(self) -> bool:
        """Move the page if the cursor has left it; tell whether it moved."""
        before = self._top
        if self._cursor < self._top:
            step = self._top - self._cursor
            self._top = self._cursor - (self.in_view - 1 if step == 1 else 0)
        elif self._cursor >= self._top + self.in_view:
            self._top = self._cursor
        self._top = max(0, min(self._top, len(self._rows) - self.in_view))
        return self._top != before

    def show_selection(self, first: int, end: int) -> None:
        """Paint the title and the marks of these places anew, those in view."""
        width, top = self.size.width, self._top
        self.refresh(Region(0, 0, width, HEADER))
        first, end = max(first, top), min(end, top + self.in_view + 1)
        if first < end:
            self.refresh(Region(0, HEADER + (first - top) * ROW, width, (end - first) * ROW))

    # Painting

    def render_line(self, y: int) -> Strip:
        """Build the strip of one row of the pane."""
        if self._base is None:
            self._base = self.rich_style
        base, width = self._base, self.size.width
        if y < HEADER:
            style = base + self._part("header-focus" if self.has_focus else "header")
            selected = f"{len(self.selection):,} selected · " if self.selection else ""
            title = f" {selected}{self._title}"
            return Strip([Segment(title, style)]).adjust_cell_length(width, style)
        place, second = divmod(y - HEADER, ROW)
        place += self._top
        if place >= len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[place]
        if place == self._cursor:
            base += self._part("cursor" if self.has_focus else "open")
        segments = self._detail(row, base) if second else self._headline(row, place, base)
        end = self._at_the_end(row, base, second=bool(second))
        room = width - 1 if end is None else max(0, width - end.cell_length)
        strip = Strip(list(segments))
        if second and row.id in self.selection:
            mark = Segment(SELECTED, base + self._part("mark"))
            strip = Strip([mark, *strip.crop(len(SELECTED))])
        if strip.cell_length > room:
            strip = Strip([*strip.crop(0, max(0, room - 1)), Segment("…", base)])
        if end is not None:
            strip = Strip([*strip.adjust_cell_length(room, base), end])
        return strip.adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        """Look up the colours anew; that takes a quarter of the time of a row."""
        self._base = None
        super().notify_style_update()

    def _headline(self, row: ArticleRow, place: int, base: Style) -> Iterable[Segment]:
        standing = self._standing(row)
        mark = "!" if row.error else MARKS.get(standing.read_state, " ")
        pointer = "›" if place == self._cursor else ("▸" if row.id == self.open_article else " ")
        yield Segment(f"{pointer}{mark} ", base + self._part("error" if row.error else "mark"))
        style = base + Style(bold=standing.read_state == "unread")
        yield from self._marked(row.title, self._mark(row.title) if self._mark else (), style)

    def _detail(self, row: ArticleRow, base: Style) -> Iterable[Segment]:
        quiet = base + self._part("detail")
        hit = self._hits.get(row.id)
        if row.error:
            yield Segment(f"   {row.error}", base + self._part("error"))
        elif hit is not None:
            before = "".join(f"{each} · " for each in warnings(row, self._standing(row)))
            yield Segment(f"   {before}", quiet)
            snippet, ranges = cut(hit, self.size.width - 4 - len(before))
            yield from self._marked(snippet, ranges, quiet)
        else:
            said = facts(row, self._standing(row))
            yield Segment("   " + " · ".join(filter(None, said)), quiet)

    def _at_the_end(self, row: ArticleRow, base: Style, *, second: bool) -> Segment | None:
        """Return what stands at the right edge, however long the rest is."""
        standing = self._standing(row)
        if second:
            text = "" if row.error or row.id in self._hits else figures(standing)
            style = base + self._part("detail")
        else:
            text, style = signs(row, standing), base + self._part("mark")
        return Segment(f" {text} ", style) if text else None

    def _marked(self, text: str, ranges: Iterable[TextRange], style: Style) -> Iterable[Segment]:
        done = 0
        for place in ranges:
            yield Segment(text[done : place.start], style)
            yield Segment(text[place.start : place.end], style + self._part("match"))
            done = place.end
        yield Segment(text[done:], style)

    def _part(self, name: str) -> Style:
        return self.get_component_rich_style(f"list--{name}", partial=True)

    # Events and commands

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in view."""
        self._scroll_into_view()
        self.post_message(self.Turned())

    def on_focus(self) -> None:
        """Show that keys are for the list."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that they are not."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; a double click opens."""
        if event.y >= HEADER:
            self.go(self._top + (event.y - HEADER) // ROW)
            if event.chain > 1 and self.current is not None:
                self.post_message(self.Opened(self.current))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Walk down."""
        self.go(self._cursor + 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Walk up."""
        self.go(self._cursor - 1)

    def do_down(self, press: Press) -> None:
        """Walk down."""
        self.go(self._cursor + press.times)

    def do_up(self, press: Press) -> None:
        """Walk up."""
        self.go(self._cursor - press.times)

    def do_page_down(self, press: Press) -> None:
        """Walk down by pages."""
        self.go(self._cursor + press.times * self.in_view)

    def do_page_up(self, press: Press) -> None:
        """Walk up by pages."""
        self.go(self._cursor - press.times * self.in_view)

    def do_half_down(self, press: Press) -> None:
        """Walk down by half pages."""
        self.go(self._cursor + press.times * max(1, self.in_view // 2))

    def do_half_up(self, press: Press) -> None:
        """Walk up by half pages."""
        self.go(self._cursor - press.times * max(1, self.in_view // 2))

    def do_first(self, press: Press) -> None:
        """Go to the first article, or to that of a number."""
        self.go(press.times - 1)

    def do_last(self, press: Press) -> None:
        """Go to the last article, or to that of a number."""
        self.go((press.count or len(self._rows)) - 1)

    def do_open(self, press: Press) -> None:
        """Open the article under the cursor."""
        if self.current is not None:
            self.post_message(self.Opened(self.current))
