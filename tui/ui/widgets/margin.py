"""The margin: this article's annotations in text order, following the reader."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.articles.document import TextRange
from tui.reading import RangeIndex
from tui.session import PlacedAnnotation
from tui.ui.commands import COLOURS
from tui.ui.keymap import Press
from tui.ui.widgets.cards import CardLine, fold, fold_pieces, quotation, states

HEADER = 1
QUOTE_LINES = 3
"""Lines of a quotation that are shown of an annotation that is not the current one."""


class Margin(Widget, can_focus=True):
    """Show annotations as cards; only those in view are laid out."""

    COMPONENT_CLASSES = {
        "margin--header",
        "margin--header-focus",
        "margin--quote",
        "margin--old",
        "margin--new",
        "margin--note",
        "margin--tags",
        "margin--state",
        "margin--current",
        *(f"margin--gutter-{colour}" for colour in COLOURS),
    }

    class Chosen(Message):
        """The reader walked to another annotation in the margin."""

        def __init__(self, placed: PlacedAnnotation, *, jump: bool) -> None:
            super().__init__()
            self.placed = placed
            self.jump = jump
            """Whether the keys should go to the text as well."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cards: Sequence[PlacedAnnotation] = ()
        self._index = 0
        self._top = 0
        self._rows: list[tuple[int, CardLine]] = []
        self._places: RangeIndex[int] = RangeIndex(())
        self._starts: list[int] = []
        self._folded: dict[tuple[int, bool], list[CardLine]] = {}
        self._parts: dict[str, Style] = {}

    @property
    def current(self) -> PlacedAnnotation | None:
        """The annotation that commands are about."""
        return self._cards[self._index] if self._cards else None

    def show(self, annotations: Sequence[PlacedAnnotation], keep: str = "") -> None:
        """Show an article's annotations.

        Args:
            annotations: In text order.
            keep: The id of the annotation that should be current, if it is among them.
        """
        wanted = keep or (self.current.annotation.id if self.current else "")
        self._cards = annotations
        self._places = RangeIndex(
            (place, index) for index, placed in enumerate(annotations) for place in placed.ranges
        )
        self._starts = [placed.start for placed in annotations]
        self._folded.clear()
        ids = [placed.annotation.id for placed in annotations]
        index = ids.index(wanted) if wanted in ids else min(self._index, len(ids) - 1)
        self._choose(max(0, index))

    def follow(self, offset: int) -> None:
        """Make the annotation at a place in the text the current one, or the last before it."""
        if not self._cards:
            return
        here = self._places.overlapping(TextRange(offset, offset + 1), limit=1)
        before = here[0][1] if here else max(0, bisect_right(self._starts, offset) - 1)
        if before != self._index:
            self._choose(before)

    def _choose(self, index: int) -> None:
        self._index = max(0, min(index, len(self._cards) - 1))
        self._lay_out()
        self.refresh()

    # Layout

    def _lay_out(self) -> None:
        """Fill the rows in view, so that the whole current card is among them if it fits."""
        self._rows = []
        if not self._cards:
            self._top = 0
            return
        height = max(1, self.size.height - HEADER)
        top, used = self._index, len(self._card(self._index))
        while top > self._top and (used := used + len(self._card(top - 1))) <= height:
            top -= 1
        self._top = top
        for index in range(self._top, len(self._cards)):
            self._rows.extend((index, line) for line in self._card(index))
            if len(self._rows) >= height:
                break

    def _card(self, index: int) -> list[CardLine]:
        key = (index, index == self._index)
        card = self._folded.get(key)
        if card is None:
            card = self._folded[key] = self._fold_card(index)
        return card

    def _fold_card(self, index: int) -> list[CardLine]:
        placed = self._cards[index]
        annotation = placed.annotation
        width = max(8, self.size.width - 3)
        quote = fold_pieces(quotation(placed), width)
        if index != self._index and len(quote) > QUOTE_LINES:
            last = "".join(text for text, _ in quote[QUOTE_LINES - 1])
            quote = [*quote[: QUOTE_LINES - 1], ((last[: width - 1] + "…", "quote"),)]
        mark = ("┃ " if index == self._index else "▌ ", f"gutter-{annotation.colour}")
        lines: list[CardLine] = [(mark, *line) for line in quote]
        lines.extend((("  ", ""), (line, "note")) for line in fold(annotation.note, width))
        tags = "  ".join(f"#{tag}" for tag in annotation.tags)
        lines.extend((("  ", ""), (line, "tags")) for line in fold(tags, width))
        if index == self._index:
            lines.append((("  ", ""), (str(annotation.colour), "state")))
        for sentence in states(placed):
            lines.extend((("  ", ""), (line, "state")) for line in fold(sentence, width))
        return [*lines, ()]

    # Painting

    def render_line(self, y: int) -> Strip:
        """Build the strip of one row."""
        base, width = self._part("base"), self.size.width
        if y < HEADER:
            count = len(self._cards)
            title = f" Margin · {count} note{'' if count == 1 else 's'}" if count else " Margin"
            style = base + self._part("header-focus" if self.has_focus else "header")
            return Strip([Segment(title, style)]).adjust_cell_length(width, style)
        if not self._cards:
            return self._empty(y - HEADER, base)
        if y - HEADER >= len(self._rows):
            return Strip.blank(width, base)
        index, line = self._rows[y - HEADER]
        if index == self._index and self.has_focus:
            base += self._part("current")
        segments = [Segment(text, base + self._part(name)) for text, name in line]
        return Strip(segments).adjust_cell_length(width, base)

    def _empty(self, row: int, base: Style) -> Strip:
        lines = fold("H highlights the sentence at the cursor, a writes a note on it.", 1000)
        lines = fold(lines[0], max(8, self.size.width - 2))
        text = lines[row - 1] if 1 <= row <= len(lines) else ""
        segment = Segment(f" {text}", base + self._part("state"))
        return Strip([segment]).adjust_cell_length(self.size.width, base)

    def _part(self, name: str) -> Style:
        if not name:
            return Style.null()
        style = self._parts.get(name)
        if style is None:
            if name == "base":
                style = self.rich_style
            else:
                style = self.get_component_rich_style(f"margin--{name}", partial=True)
            self._parts[name] = style
        return style

    def notify_style_update(self) -> None:
        """Forget the styles of the old theme."""
        super().notify_style_update()
        self._parts.clear()

    # Events and commands

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new size."""
        self._folded.clear()
        self._choose(self._index)

    def on_focus(self) -> None:
        """Show which card the keys are about."""
        self._parts.clear()
        self.refresh()
        self._tell(jump=False)

    def on_blur(self) -> None:
        """Show that they are about none."""
        self._parts.clear()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose the card; a double click goes to its place in the text."""
        row = event.y - HEADER
        if 0 <= row < len(self._rows):
            self._choose(self._rows[row][0])
            self._tell(jump=event.chain > 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go to the next card."""
        self._walk(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go to the card before."""
        self._walk(-1)

    def do_down(self, press: Press) -> None:
        """Go to the next card."""
        self._walk(press.times)

    def do_up(self, press: Press) -> None:
        """Go to the card before."""
        self._walk(-press.times)

    def do_page_down(self, press: Press) -> None:
        """Go past the cards in view."""
        self._walk(press.times * self._in_view)

    def do_page_up(self, press: Press) -> None:
        """Go back as many cards as are in view."""
        self._walk(-press.times * self._in_view)

    do_half_down = do_page_down
    do_half_up = do_page_up

    def do_first(self, press: Press) -> None:
        """Go to the first card."""
        self._walk(-len(self._cards))

    def do_last(self, press: Press) -> None:
        """Go to the last card."""
        self._walk(len(self._cards))

    def do_jump(self, press: Press) -> None:
        """Go to its place in the text."""
        self._tell(jump=True)

    @property
    def _in_view(self) -> int:
        return max(1, len({index for index, _ in self._rows}) - 1)

    def _walk(self, cards: int) -> None:
        self._choose(self._index + cards)
        self._tell(jump=False)

    def _tell(self, *, jump: bool) -> None:
        if self.current is not None:
            self.post_message(self.Chosen(self.current, jump=jump))
