"""Whatever Textual writes, in whatever order: the terminal shows what Textual alone would leave."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from painting import ENTER, LEAVE, LINK, STYLES, Line, partial, strip, whole
from side_by_side import BEGIN, END, SideBySide

# Few letters, so that cells and rows are often equal.
CERTAIN = "ab  xé│…日本가ー"
UNCERTAIN = CERTAIN + "\u0301\u200d\ufe0f😀👩🚀🇫ا\u0905\u094d\ue000\u00ad\u0378\u1161"

STRANGE = [
    *("\x07", "\x1b]0;title\x07", "\x1b]52;c;AA==\x1b\\", "\x1b]1337;File=:AA==\x07", "\x1b[5n"),
    *("\x1b[2J", "\x1b[K", "\x1b[2X", "\x1b[L", "\x1b[2M", "\x1b[3P", "\x1b[S", "\x1b[2T"),
    *("\x1bc", "\x1bM", "\x1bD", "\x1b7", "\x1b8", "\x1bP+q544e\x1b\\", "\x1b[9z", "\x1b[>1u"),
    *("\x1b[2;3r", "\x1b[r", "\x1b[?6h", "\x1b[?6l", "\x1b[4h", "\x1b[4l", "\x1b[?7l", "\x1b[?7h"),
    *("\x1b[?25l", "\x1b[?25h", BEGIN, END, "\n", "\n\n", "\t", "\r", "\x08", "\x1b[H"),
    *("\x1b[1mbold", "\x1b[m", "\x1b[31m", "\x1b[38;2;1m", "\x1b[58;5;1m", "\x1b[4:3m"),
    *("\x1b[1;1H\x1b[22;24m", "text", "\u0301", "\x1b[3;2Hab", "\x1b[2;1H日", "\x1b[2CX"),
    *("\x1b[2;4H\u0301x\x1b[1;1H", f"\x1b[1;2H{'wide' * 9}\x1b[mr\x1b[1;1H", "\x1b[999;999Hz"),
    *("\x1b]8;;https://paper.example\x1b\\link", "\x1b]8;;\x1b\\", "\x1b[0;0H", "\n\x1b[1;1H"),
]


@dataclass(frozen=True)
class Draw:
    """Draw what changed: the page scrolled, rows replaced, single letters changed."""

    scrolled: int
    replaced: list[tuple[int, Line]]
    edited: list[tuple[int, int, str]]
    cuts: list[int]
    spans: list[tuple[int, int, int]] | None
    cursor: tuple[int, int]
    synchronized: bool
    split: int | None


@dataclass(frozen=True)
class Resize:
    """Another size, of which Textual learns at once or after one more frame."""

    columns: int
    rows: int
    late: bool


def lines(alphabet: str) -> st.SearchStrategy[Line]:
    styles = STYLES if alphabet is CERTAIN else (*STYLES, LINK)
    runs = st.tuples(st.text(alphabet, min_size=1, max_size=7), st.sampled_from(styles))
    return st.lists(runs, max_size=4)


def steps(alphabet: str) -> st.SearchStrategy[object]:
    numbers = st.integers(0, 40)
    draw = st.builds(
        Draw,
        scrolled=st.sampled_from((0, 0, 0, 0, 1, 1, -1, 2, -3)),
        replaced=st.lists(st.tuples(numbers, lines(alphabet)), max_size=2),
        edited=st.lists(st.tuples(numbers, numbers, st.sampled_from(alphabet)), max_size=4),
        cuts=st.lists(numbers, max_size=2),
        spans=st.none() | st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=4),
        cursor=st.just((0, 0)) | st.tuples(numbers, numbers),
        synchronized=st.booleans(),
        split=st.none() | st.integers(0, 400),
    )
    strange = st.lists(st.sampled_from(STRANGE), min_size=1, max_size=3).map("".join)
    resize = st.builds(Resize, st.integers(2, 30), st.integers(1, 9), st.booleans())
    again = st.sampled_from(("again", "back", "back", "forget", "suspend"))
    return st.one_of(draw, draw, draw, again, again, strange, resize)


class Artist:
    """Draws a page the way Textual does."""

    def __init__(self, desk: SideBySide, rows: int, page: list[Line]) -> None:
        self.desk = desk
        self.columns, self.rows = desk.columns, rows
        self.page = self.before = page

    def fit(self) -> None:
        self.page = [*self.page, *[[]] * self.rows][: self.rows]

    def draw(self, step: Draw) -> None:
        self.before = self.page
        number = step.scrolled
        self.page = self.page[number:] if number > 0 else [[]] * -number + self.page
        self.fit()
        for row, line in step.replaced:
            self.page[row % self.rows] = line
        for row, place, letter in step.edited:
            self.edit(row % self.rows, place, letter)
        row, column = step.cursor
        cursor = row % self.rows, column % self.columns
        strips = [strip(line, self.columns) for line in self.page]
        if step.spans is None:
            frame = whole(strips, cursor)
        else:
            cuts = sorted({0, self.columns, *(cut % self.columns for cut in step.cuts)})
            spans = sorted(
                (row % self.rows, *sorted((left % (self.columns + 1), right % (self.columns + 1))))
                for row, left, right in step.spans
            )
            frame = partial(dict(enumerate(strips)), cuts, spans, cursor)
        if step.synchronized:
            frame = BEGIN + frame + END
        # Where there is no split, the marks come in writes of their own, as from Textual.
        marks = [len(BEGIN), len(frame) - len(END)] if step.synchronized else []
        cuts = marks if step.split is None else [step.split]
        for start, end in zip([0, *cuts], [*cuts, len(frame)], strict=True):
            self.desk.write(frame[start:end])

    def edit(self, row: int, place: int, letter: str) -> None:
        line = list(self.page[row])
        for number, (text, style) in enumerate(line):
            if place < len(text):
                line[number] = text[:place] + letter + text[place + 1 :], style
                break
            place -= len(text)
        self.page[row] = line

    def take(self, step: object) -> None:
        desk = self.desk
        if isinstance(step, Draw):
            self.draw(step)
        elif isinstance(step, Resize):
            desk.resize(step.columns, step.rows)
            if step.late:
                self.redraw()
            self.columns, self.rows = step.columns, step.rows
            self.redraw()
        elif step == "again":
            self.redraw()
        elif step == "back":
            # As when something that covered the page is taken away.
            covered, self.page = self.page, self.before
            self.redraw()
            self.before = covered
        elif step == "forget":
            desk.comparer.forget()
        elif step == "suspend":
            desk.write(LEAVE, "$ ls\r\n\x1b[32mnotes\x1b[0m\r\n", ENTER)
        else:
            desk.write(str(step))

    def redraw(self) -> None:
        self.draw(Draw(0, [], [], [], None, (0, 0), True, None))


@pytest.mark.parametrize("alphabet", [CERTAIN, UNCERTAIN], ids=["certain", "uncertain"])
@given(data=st.data())
@settings(max_examples=180, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_terminal_shows_what_it_would_have_shown(alphabet: str, data: st.DataObject) -> None:
    columns, rows = data.draw(st.integers(2, 30)), data.draw(st.integers(1, 9))
    desk = SideBySide(columns, rows, data.draw(st.sampled_from((ENTER, ENTER, ENTER, ""))))
    page = data.draw(st.lists(lines(alphabet), min_size=rows, max_size=rows))
    artist = Artist(desk, rows, page)
    artist.redraw()
    for step in data.draw(st.lists(steps(alphabet), min_size=1, max_size=10)):
        artist.take(step)
        desk.check()
