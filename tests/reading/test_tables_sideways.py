"""Tables and code wider than the page: one line a row, and a view that slides."""

from __future__ import annotations

import pytest
from compositor import FRAGMENTS, LINES, WIDTHS, document, judged, laid_out, screen
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.articles.document import Block, BlockKind, TextRange
from tui.reading import LineKind, Lines, Page, flatten, grapheme_start, lay_out
from tui.reading.graphemes import clusters
from tui.reading.wrap import WHOLE

TOWNS = """Town\tFirst count\tSecond count\tDifference\tCounted by
Lower Quern\t1,204\t1,187\t−17\tthe parish
Orrin\t88,310\t88,402\t+92\tthe harbour office
北港\t12\t14\t+2\t市役所"""

LISTING = """def close(pier):
    for lamp in sorted(pier.lamps, key=lambda lamp: lamp.number):
        lamp.out = True

    return pier"""

SHORT = st.lists(st.sampled_from([part for part in FRAGMENTS if "\t" not in part]), max_size=3)
TABLES = st.lists(
    st.lists(SHORT.map("".join), min_size=1, max_size=9).map("\t".join), min_size=1, max_size=6
).map("\n".join)
CODE = st.lists(LINES, min_size=1, max_size=6).map(lambda rows: "\n".join([*rows, "a = {b}" * 9]))


@st.composite
def wide(draw: st.DrawFn) -> Lines:
    """A block that may be wider than the page, between two that are not."""
    if draw(st.booleans()):
        block = Block(BlockKind.TABLE, draw(TABLES))
    else:
        block = Block(BlockKind.CODE, draw(CODE))
    return lay_out(judged(document("Before it.", block, "After it.")), draw(WIDTHS))


def table(width: int = 30) -> Lines:
    return laid_out("Before.", Block(BlockKind.TABLE, TOWNS), "After.", width=width)


def shown(page: Page) -> list[str]:
    return [page.lines.line_text(line) for line in page.window]


def at(page: Page, words: str) -> int:
    return page.lines.document.text.index(words)


def test_a_wide_table_is_aligned_and_one_line_a_row():
    assert screen(table(34))[2:6] == [
        "Town         First count  Second ›",
        "Lower Quern  1,204        1,187  ›",
        "Orrin        88,310       88,402 ›",
        "北港         12           14     ›",
    ]


def test_steps_go_by_columns_and_back():
    page = Page(table(34), 20)
    page.go(at(page, "Orrin"))
    assert page.sideways(1)
    assert shown(page)[2:6] == [
        "‹First count  Second count  Diffe›",
        "‹1,204        1,187         −17  ›",
        "‹88,310       88,402        +92  ›",
        "‹12           14            +2   ›",
    ]
    assert page.cursor == at(page, "88,310")
    assert page.sideways(9)
    # To the right it ends where everything is in view.
    assert shown(page)[2:6] == [
        "‹Difference  Counted by",
        "‹−17         the parish",
        "‹+92         the harbour office",
        "‹+2          市役所",
    ]
    assert not page.sideways(1)
    assert page.sideways(-99)
    assert shown(page)[2] == "Town         First count  Second ›"
    assert not page.sideways(-1)


def test_half_a_page_sideways():
    page = Page(table(34), 20)
    page.go(at(page, "Orrin"))
    assert page.sideways(1, half=True)
    assert shown(page)[4] == "‹0       88,402        +92       ›"
    assert page.sideways(-1, half=True)
    assert shown(page)[4].startswith("Orrin")


def test_the_block_in_the_window_slides_where_the_cursor_is_in_none():
    page = Page(table(34), 20)
    page.go(0)
    assert page.sideways(1)
    assert shown(page)[4].startswith("‹88,310")
    assert page.cursor == 0
    assert shown(page)[0] == "Before."
    assert not Page(laid_out("Nothing here is wide."), 9).sideways(1)


def test_the_cursor_takes_the_view_along_by_whole_columns():
    page = Page(table(34), 20)
    page.go(at(page, "+92"))
    assert shown(page)[4] == "‹88,402        +92         the ha›"
    page.go(at(page, "office"))
    assert shown(page)[4].endswith("the harbour office")
    page.go(at(page, "Orrin"))
    assert shown(page)[4].startswith("Orrin")


def test_a_short_row_takes_the_view_back_and_the_column_is_kept():
    rows = "North\n" + TOWNS + "\nSouth\n" + TOWNS
    page = Page(laid_out(Block(BlockKind.TABLE, rows), width=34), 20)
    page.go(at(page, "the parish"))
    before = shown(page)
    page.down(3)
    assert page.lines.document.text[page.cursor :].startswith("h\nTown")
    assert shown(page)[5] == "South"
    page.down(-3)
    assert page.cursor == at(page, "the parish")
    assert shown(page) == before


def test_from_above_the_cursor_enters_where_the_table_is_in_view():
    page = Page(table(34), 20)
    page.go(at(page, "88,402"))
    page.sideways(1)
    slid = shown(page)
    page.go(0)
    page.down(1)
    assert shown(page) == slid
    assert page.line.start < page.cursor


def test_turning_the_page_keeps_the_view():
    rows = "\n".join(f"row {n}\t" + "\t".join(["some more"] * 9) for n in range(200))
    page = Page(laid_out(Block(BlockKind.TABLE, rows), width=40), 10)
    page.sideways(2)
    shift = page.line.shift
    assert shift
    for _ in range(5):
        page.turn(1)
        assert {line.shift for line in page.window} == {shift}
    assert page.lines.document.text[page.cursor :].startswith("some")


def test_wide_code_slides_and_keeps_its_indent():
    page = Page(laid_out(Block(BlockKind.CODE, LISTING), width=30), 9)
    assert shown(page) == [
        "  def close(pier):",
        "      for lamp in sorted(pier›",
        "          lamp.out = True",
        "  ",
        "      return pier",
    ]
    assert page.sideways(1)
    assert shown(page)[1] == "  ‹amp in sorted(pier.lamps, ›"
    page.go(at(page, "number"))
    assert "number" in shown(page)[1]


def test_an_empty_row_leaves_the_view_as_it_is():
    page = Page(laid_out(Block(BlockKind.CODE, LISTING), width=30), 9)
    page.go(at(page, "True"))
    page.sideways(1)
    shift = page.line.shift
    page.down(1)
    assert page.line.start == page.line.drawn
    assert page.line.shift == shift > 0
    assert page.lines.column(page.line, page.cursor) == 2


def test_a_long_row_of_code_slides_though_it_holds_only_words():
    listing = 'def horn(fog):\n    return "' + "every forty seconds until noon, " * 3 + '"'
    rows = screen(laid_out(Block(BlockKind.CODE, listing), width=60))
    assert len(rows) == 2
    assert rows[1].endswith("›")


@pytest.mark.parametrize(
    "text",
    [
        "We, the keepers of the old pier, say this to the harbour office: nobody asked us.",
        "Short lines = code\n" + "but the long one is a sentence, as in many a letter of protest.",
        "x = " + "9" * 400,
    ],
    ids=["prose", "a long sentence below code", "generated"],
)
def test_prose_and_data_in_a_listing_are_wrapped(text):
    lines = laid_out(Block(BlockKind.CODE, text), width=40)
    assert "›" not in "".join(screen(lines))
    assert len(screen(lines)) > text.count("\n") + 1


def test_half_a_wide_character_is_a_blank():
    lines = laid_out(Block(BlockKind.TABLE, "港湾局の発表\tx\na\t" + "b" * 18), width=20)
    views = []
    for shift in range(5):
        lines._slide(0, shift)
        views.append(screen(lines)[0])
    assert views == [
        "港湾局の発表  x",
        "‹湾局の発表  x",
        "‹ 局の発表  x",
        "‹局の発表  x",
        "‹ の発表  x",
    ]
    lines._slide(0, 0)
    assert screen(laid_out(Block(BlockKind.TABLE, "a\t港湾局の発表港湾"), width=17)) == [
        "a  港湾局の発表 ›",
    ]


def test_a_huge_table_is_measured_by_its_beginning():
    rows = "\n".join(
        f"{n}\tharbour office\tpier {n}\tclosed until further notice" for n in range(9_000)
    )
    lines = laid_out(Block(BlockKind.TABLE, rows + "\t" + "x" * 10_000), width=40)
    assert len(rows) > 10 * WHOLE
    page = Page(lines, 10)
    page.go(len(rows) - 3)
    assert len(page.window) == 10
    assert all(cell_len(row) <= 40 for row in shown(page))


def test_sliding_costs_one_screenful_however_long_the_table_is():
    wrapped: list[int] = []

    class CountingLines(Lines):
        def _wrap(self, item):
            wrapped.append(item)
            return super()._wrap(item)

    rows = "\n".join(f"{n}\tharbour office\tpier {n}\tclosed until then" for n in range(20_000))
    lines = CountingLines(laid_out(Block(BlockKind.TABLE, rows)).items, 40)
    page = Page(lines, 40, len(rows) // 2)
    wrapped.clear()
    assert page.sideways(1)
    assert len(page.window) == 40
    page.go(len(rows) - 1)
    assert len(page.window) == 40
    assert len(wrapped) <= 12
    assert len(lines.items) > 50


@given(wide(), st.data())
def test_whatever_is_in_view_lies_where_its_column_says(lines, data):
    text = lines.document.text
    block = lines.document.blocks[1]
    starts = list(clusters(text, block.start, block.end)[0]) or [block.start]
    for start in data.draw(st.lists(st.sampled_from(starts), max_size=6)):
        place = lines.locate(start)
        lines.bring(start)
        assert not lines.bring(start)
        line = lines.line(place)
        assert line.start <= start <= line.end
        if not lines.slides(line) or start >= line.drawn:
            continue
        if not cell_len(text[start].replace("\t", " ")):
            continue
        column = lines.column(line, start)
        back = lines.offset_at(line, column)
        assert back == start or not cell_len(text[back].replace("\t", " "))
        # What the terminal draws at that cell is that grapheme.
        cells = cell_len(line.prefix)
        for piece in lines.pieces(line, flatten(line.range, [(TextRange(start, line.end), 1)])):
            if piece.start >= start and not piece.edge:
                assert cells == column
                break
            cells += cell_len(piece.text)


@given(wide(), st.data())
def test_no_view_is_wider_than_the_page_nor_loses_a_letter(lines, data):
    place = lines.locate(lines.document.blocks[1].start)
    if not lines.slides(lines.line(place)):
        return
    lines._slide(place.item, data.draw(st.integers(0, 90)))
    text = lines.document.text
    for line in lines.item_lines(place.item):
        if line.kind is not LineKind.TEXT or line.start == line.drawn:
            continue
        cut = st.integers(line.start, line.end)
        runs = flatten(line.range, [(TextRange(*sorted((data.draw(cut), data.draw(cut)))), "a")])
        pieces = lines.pieces(line, runs)
        assert cell_len(lines.line_text(line)) <= lines.width
        assert sum(cell_len(piece.text) for piece in pieces) <= lines.width
        for piece in pieces:
            assert grapheme_start(text, piece.start) == piece.start
        whole = clusters(text, line.start, line.drawn, line.tabs)[1][-1]
        goes_on = whole > line.shift + lines.width - cell_len(line.prefix)
        assert not whole or pieces[0].edge == (line.shift > 0)
        if goes_on:
            assert pieces[-1].edge
            assert cell_len(lines.line_text(line)) == lines.width


@given(
    wide(),
    st.integers(1, 9),
    st.lists(
        st.one_of(
            st.tuples(st.just("go"), st.floats(0, 1)),
            st.tuples(st.just("down"), st.integers(-9, 9).filter(bool)),
            st.tuples(st.just("turn"), st.sampled_from([-1, -0.5, 0.5, 1])),
            st.tuples(st.just("scroll"), st.integers(-3, 3)),
            st.tuples(st.just("sideways"), st.integers(-5, 5)),
            st.tuples(st.just("half"), st.integers(-2, 2)),
            st.tuples(st.just("resize"), WIDTHS),
        ),
        max_size=12,
    ),
)
def test_whatever_is_done_the_cursor_is_in_view(lines, height, steps):
    page = Page(lines, height)
    for kind, value in steps:
        if kind == "go":
            page.go(int(value * (len(lines.document.text) - 1)))
        elif kind == "resize":
            page.resize(page.lines.at_width(int(value)), height)
        elif kind == "half":
            page.sideways(int(value), half=True)
        else:
            getattr(page, kind)(value)
        line = page.line
        assert page.row_of(page.place) is not None
        assert page.window == page.lines.window(page.top, height)
        if page.lines.slides(line) and line.start < line.drawn:
            assert page.lines.in_view(line, page.cursor)
