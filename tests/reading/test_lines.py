from __future__ import annotations

import pytest
from compositor import WIDTHS, articles, document, judged, laid_out, pages, screen
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.articles.document import Block, BlockKind, TextRange
from tui.boilerplate.verdict import Role
from tui.reading import LineKind, Lines, Position, flatten, grapheme_start, lay_out
from tui.reading.graphemes import clusters

HUGE = "The harbour office closed the pier. Nobody asked why. " * 1_000


def all_lines(lines):
    return [line for item in range(len(lines.items)) for line in lines.item_lines(item)]


def visible_blocks(lines):
    return [block for block, verdict in lines.verdicts if verdict.keep or lines.reveal]


@given(pages())
def test_every_character_of_the_shown_blocks_is_on_exactly_one_line_in_order(lines):
    shown = [line for line in all_lines(lines) if line.kind in (LineKind.TEXT, LineKind.RULE)]
    text = lines.document.text
    assert "".join(text[line.start : line.end] for line in shown) == "".join(
        block.text for block in visible_blocks(lines)
    )
    assert [line.start for line in shown] == sorted(line.start for line in shown)


@given(pages())
def test_no_line_is_wider_than_the_measure(lines):
    for line in all_lines(lines):
        starts, _ = clusters(lines.document.text, line.start, line.drawn)
        assert cell_len(lines.line_text(line)) <= lines.width or len(starts) == 1


@given(articles(), st.integers(1, 19))
def test_a_pane_too_narrow_for_anything_still_shows_the_text(verdicts, width):
    lines = lay_out(verdicts, width, reveal=True)
    for line in all_lines(lines):
        starts, _ = clusters(lines.document.text, line.start, line.drawn)
        assert cell_len(lines.line_text(line)) <= width or len(starts) == 1


@given(pages())
def test_an_offset_leads_to_its_line_and_back(lines):
    text = lines.document.text
    for block in visible_blocks(lines):
        for start in clusters(text, block.start, block.end)[0]:
            place = lines.locate(start)
            line = lines.line(place)
            assert line.position == place
            assert line.start <= start < line.end
            if line.kind is LineKind.RULE:
                continue
            if lines.bring(start):
                line = lines.line(place)
            column = lines.column(line, start)
            assert 0 <= column <= max(lines.width - 1, cell_len(line.prefix))
            back = lines.offset_at(line, column)
            if start < line.drawn:
                cluster = text[start : start + 1]
                assert (
                    back == start
                    or not cell_len(cluster.replace("\t", " "))
                    or not cell_len(text[back : back + 1].replace("\t", " "))
                )
            else:
                assert line.start <= back < line.end


@given(pages())
def test_columns_are_where_the_terminal_draws(lines):
    for line in all_lines(lines):
        drawn = line.prefix
        for piece in lines.pieces(line):
            drawn += piece.text
        if lines.slides(line):
            continue  # see test_tables_sideways
        if line.kind is LineKind.TEXT and line.drawn > line.start and "\t" not in drawn:
            last = grapheme_start(lines.document.text, line.drawn - 1)
            whole = cell_len(drawn)
            width = clusters(lines.document.text, last, line.drawn, line.tabs[-1:])[1][-1]
            assert lines.column(line, last) == whole - width


@given(pages(), st.data())
def test_moving_there_and_back_is_the_identity(lines, data):
    every = all_lines(lines)
    if not every:
        assert lines.move(lines.first, 5) == lines.first == lines.last
        return
    index = data.draw(st.integers(0, len(every) - 1))
    rows = data.draw(st.integers(-len(every), len(every)))
    place = every[index].position
    there = lines.move(place, rows)
    assert there == every[max(0, min(len(every) - 1, index + rows))].position
    if 0 <= index + rows < len(every):
        assert lines.move(there, -rows) == place
    assert lines.window(place, 7) == every[index : index + 7]


@given(pages(), WIDTHS)
def test_a_new_width_is_the_layout_at_that_width(lines, width):
    anew = lay_out(lines.verdicts, width, reveal=lines.reveal)
    assert all_lines(lines.at_width(width)) == all_lines(anew)
    assert list(lines.items) == list(anew.items)


@given(pages(), st.data())
def test_pieces_carry_the_runs_and_lose_no_letter(lines, data):
    for line in all_lines(lines):
        if line.kind is not LineKind.TEXT or line.start == line.drawn:
            assert lines.pieces(line) == []
            continue
        cut = st.integers(line.start, line.end)
        layers = [
            (TextRange(*sorted((data.draw(cut), data.draw(cut)))), name) for name in ("a", "b")
        ]
        pieces = lines.pieces(line, flatten(line.range, layers))
        whole = "".join(piece.text for piece in lines.pieces(line))
        drawn = "".join(piece.text for piece in pieces)
        assert drawn.replace("\u200d", "") == whole.replace("\u200d", "")
        for piece in pieces:
            assert grapheme_start(lines.document.text, piece.start) == piece.start


def test_what_a_page_looks_like():
    lines = laid_out(
        Block(BlockKind.HEADING, "Pier closed", level=2),
        "The harbour office closed the old pier on Tuesday.",
        "Subscribe to our newsletter",
        "Share this",
        Block(BlockKind.LIST_ITEM, "the first reason is money", marker="1."),
        Block(BlockKind.LIST_ITEM, "and the lack of it", marker="•", level=1),
        Block(BlockKind.QUOTATION, "Nobody asked us, said the keeper"),
        Block(BlockKind.CODE, "if open:\n\tclose()\n\n  x"),
        Block(BlockKind.TABLE, "Pier\tLength\tBuilt\nOld\t120 m\t1904\nNew\t9 m\t2025"),
        Block(BlockKind.RULE, ""),
        Block(BlockKind.CAPTION, "The pier in 1950"),
        width=22,
        strip=(2, 3),
    )
    assert screen(lines) == [
        "Pier closed",
        "",
        "The harbour office",
        "closed the old pier on",
        "Tuesday.",
        "",
        "",
        "",
        "1. the first reason is",
        "   money",
        "  • and the lack of it",
        "",
        "│ Nobody asked us,",
        "│ said the keeper",
        "",
        "  if open:",
        "      close()",
        "  ",
        "    x",
        "",
        "Pier  Length  Built",
        "Old    120 m   1904",
        "New      9 m   2025",
        "",
        "",
        "",
        "The pier in 1950",
    ]


def test_numbers_of_a_table_are_aligned_by_their_ends():
    table = (
        "Item\tCost\tChange\tScore\tWhen\n"
        "Pump\t£1.2bn\t+3.5%\t2–1\t3 May\n"
        "Old quay\t88,310\t−17 %\t10–0\t12 June\n"
        "北港\t–\t(0.4)\t\t9 May"
    )
    assert screen(laid_out(Block(BlockKind.TABLE, table), width=60)) == [
        "Item        Cost  Change  Score  When",
        "Pump      £1.2bn   +3.5%  2–1    3 May",
        "Old quay  88,310   −17 %  10–0   12 June",
        "北港           –   (0.4)         9 May",
    ]


def test_a_table_with_a_cell_wider_than_the_page_is_wrapped_at_its_cells():
    table = Block(BlockKind.TABLE, "A long first cell\tA very long second cell\nx\ty")
    assert screen(laid_out(table, width=20)) == [
        "A long first cell", "A very long second", "cell", "x  y",
    ]  # fmt: skip


def test_the_numbers_of_a_list_are_aligned():
    entries = [Block(BlockKind.LIST_ITEM, f"entry {n}", marker=f"{n}.") for n in range(8, 11)]
    nested = Block(BlockKind.LIST_ITEM, "nested and long", marker="1.", level=1)
    other = Block(BlockKind.LIST_ITEM, "another list", marker="9.")
    bullet = Block(BlockKind.LIST_ITEM, "a bullet", marker="•")
    blocks = [*entries[:2], nested, *entries[2:], "Between.", other, bullet]
    assert screen(laid_out(*blocks, width=20)) == [
        " 8. entry 8",
        " 9. entry 9",
        "  1. nested and long",
        "10. entry 10",
        "",
        "Between.",
        "",
        "9. another list",
        "• a bullet",
    ]


def test_byline_and_date_stand_together_and_lists_are_not_torn_apart():
    article = document("Headline", "Ann Lee", "3 February 2026", "Text.")
    roles = {0: Role.HEADLINE, 1: Role.BYLINE, 2: Role.DATE}
    assert screen(lay_out(judged(article, roles), 40)) == [
        "Headline", "", "Ann Lee", "3 February 2026", "", "Text.",
    ]  # fmt: skip


def test_a_run_of_stripped_blocks_is_one_fold_that_says_what_it_hides():
    lines = laid_out("One.", "", "Sign  up\tnow " * 20, "Share", "Two.", width=30, strip=(1, 2, 3))
    assert [(item.blocks, item.fold) for item in lines.items] == [
        (range(0, 1), False), (range(1, 4), True), (range(4, 5), False),
    ]  # fmt: skip
    summary = lines.fold_summary(1)
    assert (summary.blocks, summary.reasons) == (3, ("rule 1", "rule 0"))
    assert summary.words.startswith("Sign up now Sign up now")
    assert len(summary.words) <= 80
    fold = lines.item_lines(1)[0]
    assert fold.kind is LineKind.FOLD
    assert lines.document[fold.range].endswith("Share")
    for offset in range(fold.start, fold.end + 1):
        assert lines.locate(offset) == Position(1, 0)


def test_revealed_blocks_are_items_like_others():
    verdicts = judged(document("One.", "Sign up", "Share"), dict.fromkeys((1, 2), Role.BOILERPLATE))
    lines = lay_out(verdicts, 30, reveal=True)
    assert [item.fold for item in lines.items] == [False] * 3
    assert lines.role(1) is Role.BOILERPLATE
    assert screen(lines) == ["One.", "", "Sign up", "", "Share"]


def test_an_empty_document_has_a_page_without_lines():
    lines = laid_out()
    assert lines.first == lines.last == lines.locate(3) == lines.move(lines.first, 4)
    assert lines.window(lines.first, 10) == []
    with pytest.raises(IndexError):
        lines.line(lines.first)


def test_places_that_no_longer_exist_become_the_nearest():
    lines = laid_out("one two three", "four", width=5)
    assert lines.clamp(Position(-1, 4)) == lines.first
    assert lines.clamp(Position(0, 99)) == Position(0, 3)
    assert lines.clamp(Position(9, 0)) == lines.last == Position(1, 0)


def test_a_blank_line_leads_to_the_text_before_it():
    lines = laid_out("one", "two")
    blank = lines.item_lines(0)[1]
    assert blank.kind is LineKind.BLANK
    assert lines.offset_at(blank, 30) == 2
    assert lines.column(blank, 5) == 0


def test_white_space_at_a_break_is_in_the_line_before_it():
    lines = laid_out("one     two", width=5)
    line = lines.item_lines(0)[0]
    assert (line.start, line.drawn, line.end) == (0, 3, 8)
    assert [lines.column(line, offset) for offset in range(8)] == [0, 1, 2, 3, 3, 3, 3, 3]


def test_a_huge_block_is_many_items_without_blank_lines_between():
    lines = laid_out("Before.", HUGE, "After.", width=60)
    assert len(lines.items) > 5
    assert {item.blocks for item in lines.items} == {range(0, 1), range(1, 2), range(2, 3)}
    shown = all_lines(lines)
    assert [line.kind for line in shown].count(LineKind.BLANK) == 2
    assert "".join(lines.document.text[line.start : line.end] for line in shown) == (
        "Before." + HUGE + "After."
    )


def test_a_huge_listing_has_no_empty_line_between_its_pieces():
    listing = "x = 1\n" * 20_000 + "end"
    lines = laid_out(Block(BlockKind.CODE, listing), width=30)
    assert len(lines.items) > 5
    assert screen(lines)[:3] == ["  x = 1"] * 3
    assert len(all_lines(lines)) == 20_001


class CountingLines(Lines):
    wrapped = 0

    def _wrap(self, item):
        self.wrapped += 1
        return super()._wrap(item)


@pytest.mark.parametrize("article", [[HUGE[:600]] * 2_000, [HUGE * 20]])
def test_a_page_costs_one_screenful_however_long_the_article_is(article):
    first = laid_out(*article)
    lines = CountingLines(first.items, 72)
    lines.window(lines.first, 40)
    assert lines.wrapped <= 10
    lines.window(lines.move(lines.last, -39), 40)
    assert lines.wrapped <= 20
    narrow = CountingLines(lines.items, 50)
    middle = narrow.locate(len(lines.document.text) // 2)
    narrow.window(middle, 40)
    narrow.move(middle, 1)
    assert narrow.wrapped <= 10


def test_lines_are_forgotten_when_others_crowd_them_out():
    lines = laid_out(*["word " * 200] * 2_000, width=20)
    for item in range(len(lines.items)):
        lines.item_lines(item)
    assert sum(len(kept) for kept in lines._wrapped.values()) <= 8_192 + 100
