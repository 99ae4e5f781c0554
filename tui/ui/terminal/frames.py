"""Writing only what differs from what the terminal already shows.

Textual writes whole lines whenever a part of them may have changed. `FrameComparer` remembers what
the terminal shows, and turns what Textual writes into the little that changes it: from 8 KB to
some 200 bytes for a page that scrolls by a line.

What it rests on: after each call, the terminal's cells, cursor and style are what they would be had
the data been written as they came. Whatever it cannot follow is written as it came, and what it
may have touched is forgotten: then it is written in full the next time.
"""

from __future__ import annotations

from re import Match

from tui.ui.terminal.rows import Chop, Row, blank_row, changes, draw, unknown_row
from tui.ui.terminal.sequences import (
    BEGIN_UPDATE,
    END_OF_LINK,
    LINE_FEED,
    LINK,
    MOVE,
    OTHER,
    STYLE,
    TEXT,
    TOKEN,
    Effect,
    effect_of,
    oddities_of,
    unfinished,
)
from tui.ui.terminal.shifts import Shift, find_shift
from tui.ui.terminal.styles import DEFAULT, Styles, UnreadableError
from tui.ui.terminal.wire import Wire

_LONGEST_CUT = 200_000
"""Characters of an unfinished sequence that are held back: more than a clipboard request has."""

_FEW_STYLES = 1_000
"""Styles that are remembered whatever the size of the screen."""


class FrameComparer:
    """Knows what a terminal shows, and what need not be written to it.

    It is meant for one thread at a time. Its memory is in proportion to the screen.
    """

    def __init__(self, columns: int, rows: int, *, erases: bool = True) -> None:
        """Begin with a screen of which nothing is known.

        Args:
            columns: Its width.
            rows: Its height.
            erases: Whether the terminal can erase within a row (ECH, of the VT220).
        """
        self._columns, self._rows = max(1, columns), max(1, rows)
        self._styles = Styles()
        self._wire = Wire(self._styles, erases)
        self._cut = ""
        self._style: str | None = DEFAULT
        self._cursor: tuple[int, int] | None = None
        self._wraps = True
        self._odd: set[str] = set()
        self._rough: dict[int, list[tuple[str | None, str]]] = {}
        self.forget()

    @property
    def size(self) -> tuple[int, int]:
        """The columns and rows of the terminal."""
        return self._columns, self._rows

    def resize(self, columns: int, rows: int) -> None:
        """Take note of a new size. What a terminal then does with its text is not defined."""
        self._columns, self._rows = max(1, columns), max(1, rows)
        self.forget()

    def forget(self) -> None:
        """Know nothing of what the terminal shows: the next frame is written in full."""
        self._shown = [unknown_row(self._columns)] * self._rows
        self._rough.clear()
        self._cursor = None
        self._wire.forget()

    def compare(self, data: str) -> str:
        """Return what to write in place of `data`; perhaps nothing."""
        data = self._cut + data
        end = unfinished(data)
        if len(data) - end > _LONGEST_CUT:
            end = len(data)
        data, self._cut = data[:end], data[end:]
        if not data:
            return ""
        if len(self._styles) > _FEW_STYLES + 2 * self._columns * self._rows:
            self._begin_anew()
        updating, held = self._wire.updating, self._wire.held
        style = self._style if self._wire.style is not None else None
        if not self._odd:
            try:
                self._read(data)
                return self._wire.take()
            except (UnreadableError, LookupError, ValueError, TypeError):
                # Beside what cannot be followed these are the ways in which a mistake in this room
                # would show. It may cost bytes, never what stands on the screen.
                self._wire.take()
        return self._give_up(data, updating, held, style)

    def _begin_anew(self) -> None:
        """Drop the styles, and with them all that is known.

        A screen full of pictures has as many styles as cells; the limit is twice that.
        """
        updating, held = self._wire.updating, self._wire.held
        self._styles = Styles()
        self._wire = Wire(self._styles, self._wire.erases)
        self._wire.updating, self._wire.held = updating, held
        self._style = DEFAULT if self._style == DEFAULT else None
        self.forget()

    def _give_up(self, data: str, updating: bool, held: bool, style: str | None) -> str:
        """Write data as they came, and forget what the terminal shows.

        Args:
            data: What was to be written.
            updating: Whether a synchronized update had been begun before them.
            held: Whether its beginning is not written yet.
            style: The style that held before them, None where it is not known.
        """
        self._wire.updating, self._wire.held = updating, False
        self.forget()
        self._style = style
        for token in TOKEN.finditer(data):
            if token.lastindex == STYLE:
                self._restyle(token[STYLE])
            elif token.lastindex == OTHER:
                effect = self._follow(token[OTHER])
                if effect in (Effect.BEGIN, Effect.END):
                    self._wire.updating = effect is Effect.BEGIN
        self._wire.style = self._style
        return BEGIN_UPDATE + data if held else data

    def _restyle(self, parameters: str) -> None:
        """Follow a style where that is possible."""
        try:
            if self._style is not None:
                self._style = self._styles.after(self._style, parameters)
            elif not parameters or parameters[0] in "0;":
                self._style = self._styles.after(DEFAULT, parameters)
        except UnreadableError:
            self._style = None

    def _follow(self, sequence: str) -> Effect:
        """Take note of what a sequence does beside the cells."""
        for setting, on in oddities_of(sequence).items():
            (self._odd.add if on else self._odd.discard)(setting)
        effect = effect_of(sequence)
        if effect is Effect.RESET:
            self._odd.clear()
        if effect in (Effect.WRAP, Effect.NO_WRAP, Effect.RESET):
            self._wraps = effect is not Effect.NO_WRAP
        if effect in (Effect.DRAWN, Effect.UNKNOWN, Effect.RESET):
            known = self._wire.style
            self.forget()
            if effect is Effect.DRAWN:
                self._wire.style = known
            else:
                self._style = self._wire.style = DEFAULT if effect is Effect.RESET else None
        return effect

    def _read(self, data: str) -> None:
        """Take data in, and write what they change.

        Raises:
            UnreadableError: they cannot be followed.
        """
        chops: list[Chop] = []
        chop: Chop | None = None
        linked = False
        for token in TOKEN.finditer(data):
            kind = token.lastindex
            if kind == STYLE:
                parameters = token[STYLE]
                if self._style is None and parameters[:1] not in ("", "0", ";"):
                    raise UnreadableError("an unknown style is changed")
                self._style = self._styles.after(self._style or DEFAULT, parameters)
                continue
            if kind in (TEXT, LINK):
                if chop is None or self._style is None:
                    raise UnreadableError("text at an unknown place or in an unknown style")
                chop.pieces.append((self._style, token[kind]))
                if kind == LINK:
                    linked = END_OF_LINK.fullmatch(token[LINK]) is None
                continue
            if chop is not None:
                self._close(chop, token.start(), linked)
            if kind == MOVE:
                chop = self._open(token)
                chops.append(chop)
                continue
            if kind == LINE_FEED:
                row = chop.row if chop else self._cursor[0] if self._cursor else self._rows
                if row >= self._rows - 1:
                    raise UnreadableError("a line feed may scroll")
            else:
                self._draw(chops, data)
                chops = []
                self._pass(token[OTHER])
            chop = None
        if chop is not None:
            self._close(chop, len(data), linked)
        self._draw(chops, data)
        self._settle()

    def _open(self, move: Match[str]) -> Chop:
        """Begin a run of text."""
        row = max(1, int(move[1] or 1)) - 1
        column = max(1, int(move[MOVE] or 1)) - 1
        if row >= self._rows or column >= self._columns:
            raise UnreadableError("a move out of the screen")
        return Chop(row, column, move.start(), self._style)

    def _close(self, chop: Chop, end: int, linked: bool) -> None:
        """End a run of text."""
        if linked:
            raise UnreadableError("a hyperlink that goes on elsewhere")
        chop.end, chop.after = end, self._style

    def _pass(self, sequence: str) -> None:
        """Pass a sequence on that is not text."""
        effect = effect_of(sequence)
        if effect is Effect.BEGIN:
            self._wire.begin_update()
        elif effect is Effect.END:
            self._wire.end_update()
        else:
            self._settle()
            self._follow(sequence)
            if self._odd:
                raise UnreadableError("from here on, sequences do something else")
            self._wire.put(sequence)

    def _settle(self) -> None:
        """Leave cursor and style where the data left them."""
        if self._cursor is not None:
            self._wire.move(*self._cursor)
        if self._style is not None:
            self._wire.use(self._style)
        elif self._wire.style is not None:
            raise UnreadableError("an unknown style")

    def _draw(self, chops: list[Chop], data: str) -> None:
        """Bring chops to the screen; rows do not touch each other."""
        if not chops:
            return
        touched: dict[int, list[Chop]] = {}
        for chop in chops:
            if chop.pieces:
                touched.setdefault(chop.row, []).append(chop)
            else:
                chop.last = chop.column
        wanted: dict[int, Row] = {}
        rough: dict[int, list[Chop]] = {}
        for row, its in touched.items():
            wanted[row], unsettled = draw(self._shown[row], its, self._wraps)
            if unsettled:
                rough[row] = its
        row, column = chops[-1].row, chops[-1].last
        if column is None or column >= self._columns:
            raise UnreadableError("the cursor is left where only the terminal knows")
        shift = find_shift(self._shown, wanted, rough, self._wire.updating)
        if shift is not None:
            self._scroll(shift, wanted)
        for number in sorted(wanted):
            if number in rough:
                self._draw_rough(number, rough[number], data)
            else:
                self._draw_row(number, wanted[number])
            self._shown[number] = wanted[number]
        self._cursor = row, column

    def _draw_row(self, number: int, new: Row) -> None:
        """Write the cells of a row that differ."""
        old = self._shown[number]
        if old == new:
            return
        self._rough.pop(number, None)
        spans, erase = changes(old, new)
        for start, end in spans:
            self._wire.write(number, new, start, end)
        if erase >= 0:
            self._wire.erase(number, erase)

    def _draw_rough(self, number: int, chops: list[Chop], data: str) -> None:
        """Write a row as it came, unless just this was the last that was written there."""
        came = [(chop.before, data[chop.start : chop.end]) for chop in chops]
        if self._rough.get(number) == came and all(chop.begins_surely for chop in chops):
            return
        self._rough[number] = came
        for chop, (before, piece) in zip(chops, came, strict=True):
            self._wire.pass_on(piece, before, chop.after)

    def _scroll(self, shift: Shift, wanted: dict[int, Row]) -> None:
        """Let the terminal move rows; all of them are then compared anew."""
        top, bottom, lines = shift
        block = self._shown[top : bottom + 1]
        for number, row in enumerate(block, top):
            wanted.setdefault(number, row)
            self._rough.pop(number, None)
        blank = [blank_row(self._columns)] * abs(lines)
        block = block[lines:] + blank if lines > 0 else blank + block[:lines]
        self._shown[top : bottom + 1] = block
        self._wire.scroll(shift, self._rows)
