"""One page of an article: what is in the window, and the cursor that walks inside it.

The cursor moves, the page rarely does: through a slow link a moved cursor repaints two lines and a
moved page repaints them all. So the page stays until the cursor leaves it, and then turns, keeping
a little of what was read in view. Everything here costs one page, however long the article is.
"""

from __future__ import annotations

from tui.reading.lines import Line, LineKind, Lines, Position

OVERLAP = 2
"""Lines of the old page that stay in view when it turns."""


class Page:
    """A window of `height` lines onto `lines`, and a cursor inside it.

    Attributes:
        lines: The laid-out article.
        height: How many lines the window shows, at least 1.
        cursor: A code point offset in the Document.
        top: The first line in the window.
    """

    def __init__(self, lines: Lines, height: int, cursor: int = 0) -> None:
        self.lines = lines
        self.height = max(1, height)
        self.cursor = cursor
        self.top = lines.first
        self._goal: int | None = None
        self._window: list[Line] | None = None
        self.go(cursor)

    @property
    def window(self) -> list[Line]:
        """The lines in view, from the top; fewer than `height` at the end of a short text."""
        if self._window is None:
            self._window = self.lines.window(self.top, self.height)
        return self._window

    @property
    def place(self) -> Position:
        """The line that the cursor is on."""
        return self.lines.locate(self.cursor)

    @property
    def line(self) -> Line:
        """The line that the cursor is on."""
        return self._line(self.place)

    def row_of(self, place: Position) -> int | None:
        """Return the row of the window that shows a line; None where it is out of view."""
        for row, line in enumerate(self.window):
            if line.item == place.item and line.row == place.row:
                return row
        return None

    def go(self, offset: int) -> None:
        """Put the cursor on an offset, and turn the page where it is out of view."""
        self.cursor = offset
        self._goal = None
        place = self.place
        if self.row_of(place) is None:
            self._set_top(self.lines.move(place, -(self.height // 3)))
        self._bring()

    def down(self, rows: int) -> None:
        """Walk down so many lines that hold something; up, where `rows` is negative.

        The cursor keeps to its column where a line is long enough. At the ends it stays.
        """
        step = 1 if rows > 0 else -1
        column = self._wanted()
        target = place = self.place
        for _ in range(abs(rows)):
            while (following := self.lines.move(place, step)) != place:
                place = following
                if self._line(place).kind is not LineKind.BLANK:
                    target = place
                    break
            else:
                break
        self._put(self._line(target), column)
        self._turn_to(target, step)
        self._bring()

    def turn(self, pages: float) -> None:
        """Turn so many pages forward (back, where negative) and take the cursor along."""
        rows = int(pages * max(1, self.height - OVERLAP)) or (1 if pages > 0 else -1)
        before = self.top
        self._set_top(self.lines.move(self.top, rows))
        step = 1 if pages > 0 else -1
        while self._is_blank() and (following := self.lines.move(self.top, step)) != self.top:
            self._set_top(following)
        if self.top == before:
            self.cursor = self._edge(last=pages > 0)
        else:
            self.cursor = self._edge(last=False)
        self._goal = None
        self._bring()

    def scroll(self, rows: int) -> None:
        """Move the window so many lines down the text (up, where negative).

        The cursor stays on its text while that is in view, else on the nearest line that is.
        """
        column = self._wanted()
        self._set_top(self.lines.move(self.top, rows))
        if self.row_of(self.place) is None:
            held = [line for line in self.window if line.kind is not LineKind.BLANK]
            if held:
                self._put(held[0 if rows > 0 else -1], column)
                self._bring()
            else:
                self.go(self.window[0].start)

    def sideways(self, count: int, *, half: bool = False) -> bool:
        """Slide the block that is wider than the page; the cursor stays in view.

        It is the cursor's block, or else the first such block in the window.

        Args:
            count: Columns of a table, or steps of a few cells in code; negative to the left.
            half: By half of the page's width instead.

        Returns:
            Whether anything moved.
        """
        here = self.line
        slid = here if self.lines.slides(here) else None
        if slid is None:
            slid = next((line for line in self.window if self.lines.slides(line)), None)
        if slid is None:
            return False
        block = self.lines.block(slid.item).index
        rows = [
            line
            for line in self.window
            if self.lines.slides(line) and self.lines.block(line.item).index == block
        ]
        if not self.lines.slide(rows, count, half=half):
            return False
        self._window = None
        if self.lines.block(here.item).index == block:
            self._stay_in_view(here)
        return True

    def _stay_in_view(self, before: Line) -> None:
        """Move the cursor to what of its row is still in view, or to the nearest row with any."""
        rows = [
            line
            for line in self.window
            if self.lines.slides(line)
            and self.lines.block(line.item).index == self.lines.block(before.item).index
            and self.lines.reaches_view(line)
        ]
        self._goal = None
        here = self.line
        if here.start == here.drawn or not rows:
            return
        if here not in rows:
            here = min(rows, key=lambda line: abs(line.start - self.cursor))
            self.cursor = self.lines.offset_at(here, 0, in_view=True)
        elif not self.lines.in_view(here, self.cursor):
            column = self.lines.column(here, self.cursor)
            self.cursor = self.lines.offset_at(here, column, in_view=True)

    def _wanted(self) -> int:
        """Return the column that the cursor keeps to, counted from the beginning of its row."""
        if self._goal is None:
            line = self.line
            self._goal = self.lines.column(line, self.cursor) + line.shift
        return self._goal

    def _put(self, line: Line, wanted: int) -> None:
        """Put the cursor on a line, in the column that it keeps to.

        Within a block that slides that is a column of the text, from elsewhere one of the screen.
        """
        here = self.line
        column = wanted - here.shift
        inside = self.lines.block(here.item).index == self.lines.block(line.item).index
        if not inside:
            column = max(0, min(column, self.lines.width - 1))
        self.cursor = self.lines.offset_at(line, column, in_view=not inside)
        self._goal = column + line.shift

    def _bring(self) -> None:
        """Slide the cursor's block so that the cursor is in view."""
        if self.lines.bring(self.cursor):
            self._window = None

    def resize(self, lines: Lines, height: int) -> None:
        """Take a new layout or height; the text at the top of the window stays there."""
        first = next((line for line in self.window if line.kind is not LineKind.BLANK), None)
        self.lines, self.height, self._goal = lines, max(1, height), None
        self._set_top(lines.locate(first.start) if first is not None else lines.first)
        if self.row_of(self.place) is None:
            self.go(self.cursor)
        self._bring()

    def _is_blank(self) -> bool:
        """Tell whether nothing in the window can take the cursor, as where it is one line high."""
        return all(line.kind is LineKind.BLANK for line in self.window)

    def _edge(self, *, last: bool) -> int:
        rows = [line for line in self.window if line.kind is not LineKind.BLANK]
        if not rows:
            return self.cursor
        line = rows[-1] if last else rows[0]
        return self.lines.offset_at(line, 0, in_view=True) if line.shift else line.start

    def _turn_to(self, place: Position, step: int) -> None:
        if self.row_of(place) is not None:
            return
        overlap = min(OVERLAP, self.height - 1)
        rows = -overlap if step > 0 else overlap - self.height + 1
        self._set_top(self.lines.move(place, rows))
        if self.row_of(place) is None:
            self.go(self.cursor)

    def _set_top(self, top: Position) -> None:
        """Show the window from `top`, but not past the end: the last page is a full one."""
        self.top = min(top, self.lines.move(self.lines.last, 1 - self.height))
        self._window = None

    def _line(self, place: Position) -> Line:
        return self.lines.item_lines(place.item)[place.row]
