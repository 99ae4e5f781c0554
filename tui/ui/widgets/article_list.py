"""The list: every article of the library, or what a search found; two rows each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

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

HEADER = 1
ROW = 2
"""Rows of the screen that an article takes."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the reader has done with an article.

    Attributes:
        read_state: "unread", "reading" or "read".
        notes: How many annotations it has.
        starred: Whether it has a star.
        archived: Whether it is put away.
        tags: The reader's tags on it.
    """

    read_state: str = "unread"
    notes: int = 0
    starred: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()


_MARKS = {"unread": "●", "reading": "◐", "read": " "}
SELECTED = " ✓ "
"""What stands before the second row of a selected article."""


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

    def __init__(
        self, standing: Callable[[ArticleRow], Standing], *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._standing = standing
        self._rows: Sequence[ArticleRow] = ()
        self._hits: Mapping[int, Hit] = {}
        self._mark: Callable[[str], Iterable[TextRange]] | None = None
        self._cursor = 0
        self._top = 0
        self._title = "Articles"
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

        Args:
            rows: In the order of the list.
            hits: What a search found of them, for their snippets.
            mark: Finds what was searched for in a title.
            keep: The id of the article that the cursor should be on, if it is among them.
        """
        self._rows = rows
        self._hits = {hit.article: hit for hit in hits}
        self._mark = mark
        place = self.place_of(keep) if keep is not None else None
        self._cursor = 0 if place is None else place
        self._top = min(self._top, self._cursor)
        self._scroll_into_view()
        self.refresh()

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

    @property
    def rows(self) -> Sequence[ArticleRow]:
        """The articles in the order of the list."""
        return self._rows

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
    def _in_view(self) -> int:
        return max(1, (self.size.height - HEADER) // ROW)

    def _scroll_into_view(self) -> bool:
        """Move the page if the cursor has left it; tell whether it moved."""
        before = self._top
        if self._cursor < self._top:
            step = self._top - self._cursor
            self._top = self._cursor - (self._in_view - 1 if step == 1 else 0)
        elif self._cursor >= self._top + self._in_view:
            self._top = self._cursor
        self._top = max(0, min(self._top, len(self._rows) - self._in_view))
        return self._top != before

    def show_selection(self, first: int, end: int) -> None:
        """Paint the title and the marks of these places anew, those in view."""
        width, top = self.size.width, self._top
        self.refresh(Region(0, 0, width, HEADER))
        first, end = max(first, top), min(end, top + self._in_view + 1)
        if first < end:
            self.refresh(Region(0, HEADER + (first - top) * ROW, width, (end - first) * ROW))

    # Painting

    def render_line(self, y: int) -> Strip:
        """Build the strip of one row of the pane."""
        base, width = self.rich_style, self.size.width
        if y < HEADER:
            style = base + self._part("header-focus" if self.has_focus else "header")
            selected = f" · {len(self.selection):,} selected" if self.selection else ""
            title = f" {self._title}{selected}"
            return Strip([Segment(title, style)]).adjust_cell_length(width, style)
        place, second = divmod(y - HEADER, ROW)
        place += self._top
        if place >= len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[place]
        if place == self._cursor:
            base += self._part("cursor" if self.has_focus else "open")
        segments = self._detail(row, base) if second else self._headline(row, place, base)
        strip = Strip(list(segments))
        if second and row.id in self.selection:
            mark = Segment(SELECTED, base + self._part("mark"))
            strip = Strip([mark, *strip.crop(len(SELECTED))])
        if strip.cell_length > width - 1:
            strip = Strip([*strip.crop(0, max(0, width - 2)), Segment("…", base)])
        return strip.adjust_cell_length(width, base)

    def _headline(self, row: ArticleRow, place: int, base: Style) -> Iterable[Segment]:
        standing = self._standing(row)
        mark = "!" if row.error else _MARKS.get(standing.read_state, " ")
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
            yield Segment("   ", quiet)
            snippet, ranges = _cut(hit, self.size.width - 4)
            yield from self._marked(snippet, ranges, quiet)
        else:
            notes = self._standing(row).notes
            count = f"{notes} note{'' if notes == 1 else 's'}" if notes else ""
            facts = (row.published[:10], row.outlet, count)
            yield Segment("   " + " · ".join(filter(None, facts)), quiet)

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
        self.go(self._cursor + press.times * self._in_view)

    def do_page_up(self, press: Press) -> None:
        """Walk up by pages."""
        self.go(self._cursor - press.times * self._in_view)

    def do_half_down(self, press: Press) -> None:
        """Walk down by half pages."""
        self.go(self._cursor + press.times * max(1, self._in_view // 2))

    def do_half_up(self, press: Press) -> None:
        """Walk up by half pages."""
        self.go(self._cursor - press.times * max(1, self._in_view // 2))

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

    def do_next_unread(self, press: Press) -> None:
        """Go to the next unread article."""
        self._to_unread(range(self._cursor + 1, len(self._rows)), press.times)

    def do_previous_unread(self, press: Press) -> None:
        """Go to the unread article before."""
        self._to_unread(range(self._cursor - 1, -1, -1), press.times)

    def _to_unread(self, places: Iterable[int], times: int) -> None:
        found = None
        for place in places:
            if self._standing(self._rows[place]).read_state == "unread":
                found, times = place, times - 1
                if not times:
                    break
        if found is not None:
            self.go(found)


def _cut(hit: Hit, width: int) -> tuple[str, list[TextRange]]:
    """Cut a snippet at its beginning, so that its first match is in view."""
    if not hit.ranges or hit.ranges[0].end <= width:
        return hit.snippet, list(hit.ranges)
    start = max(0, hit.ranges[0].start - width // 3)
    start = hit.snippet.find(" ", start, hit.ranges[0].start) + 1 or start
    moved = [TextRange(p.start - start + 1, p.end - start + 1) for p in hit.ranges]
    return "…" + hit.snippet[start:], moved
