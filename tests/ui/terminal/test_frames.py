"""The frame comparer by example: what it writes, and how little."""

from __future__ import annotations

import re

import pytest
from painting import ENTER, LEAVE, Line, partial, strip, whole
from rich.style import Style
from side_by_side import BEGIN, END, SideBySide

from tui.ui.terminal.frames import FrameComparer

COLUMNS, ROWS = 120, 40
TEXT = Style.parse("#d0d0d0 on #101010")
MARKED = Style.parse("bold #000000 on #ffcc00")


WORDS = tuple(
    re.findall(r"\w+", "the ferry to Kaldry was late again, and nobody on the quay knew why")
)


def sentence(number: int) -> str:
    """A line of invented text, different for each number."""
    words = WORDS
    turned = words[number % len(words) :] + words[: number % len(words)]
    return f"{number:4} {' '.join(turned * 3)}"[: COLUMNS - 8]


def page(first: int, rows: int = ROWS, status: str = "article 3 of 9") -> list[Line]:
    """A page of text across the whole width, over a status line."""
    return [
        *[[(sentence(number), TEXT)] for number in range(first, first + rows - 1)],
        [(status, Style(reverse=True))],
    ]


def test_an_equal_frame_writes_nothing() -> None:
    desk = SideBySide(COLUMNS, ROWS)
    assert desk.draw(page(0)).startswith(BEGIN)
    assert desk.draw(page(0)) == ""


def test_an_equal_frame_cut_otherwise_writes_nothing() -> None:
    desk = SideBySide(COLUMNS, ROWS)
    lines = {row: strip(line, COLUMNS) for row, line in enumerate(page(0))}
    desk.draw(page(0))
    spans = [(row, 10, 90) for row in range(ROWS)]
    assert desk.write(partial(lines, [0, 7, 33, 80, COLUMNS], spans)) == ""


@pytest.mark.parametrize("lines", [1, -1, 3, -3])
def test_a_page_that_scrolls_is_scrolled_by_the_terminal(lines: int) -> None:
    desk = SideBySide(COLUMNS, ROWS)
    desk.draw(page(50))
    written = desk.draw(page(50 + lines, status="article 3 of 9, on"))
    assert len(written.encode()) < 150 + 130 * abs(lines)
    assert "\x1b[1;39r" in written


def test_a_scroll_goes_on_past_a_cursor_line() -> None:
    desk = SideBySide(COLUMNS, ROWS)
    first, then = page(50), page(51)
    first[20] = [(sentence(70), MARKED)]
    then[20] = [(sentence(71), MARKED)]
    desk.draw(first)
    assert len(desk.draw(then).encode()) < 650


def test_a_header_and_a_status_line_stay() -> None:
    desk = SideBySide(COLUMNS, ROWS)
    header: Line = [("The Kaldry Courier", MARKED)]
    desk.draw([header, *page(50, ROWS - 1)])
    written = desk.draw([header, *page(51, ROWS - 1)])
    assert "\x1b[2;39r" in written
    assert len(written.encode()) < 400


def test_a_narrow_pane_is_written_where_it_changed() -> None:
    desk = SideBySide(COLUMNS, ROWS)

    def panes(first: int) -> list[Line]:
        return [
            [(f"{row * 7919:40}", TEXT), (sentence(first + row)[:60], TEXT)] for row in range(ROWS)
        ]

    desk.draw(panes(5))
    # As long as the terminal shows what is half done, the other pane does not move.
    seen = desk.write(whole([strip(line, COLUMNS) for line in panes(6)]))
    assert "\x1b[M" not in seen
    unseen = desk.draw(panes(7))
    assert "\x1b[M" in unseen
    assert len(unseen.encode()) < len(seen.encode()) < 3_000


def test_a_moved_cursor_is_two_words() -> None:
    desk = SideBySide(COLUMNS, ROWS)

    def cursor_at(row: int) -> list[Line]:
        lines = page(0)
        text = sentence(row)
        lines[row] = [(text[:12], TEXT), (text[12:17], MARKED), (text[17:], TEXT)]
        return lines

    desk.draw(cursor_at(7))
    assert 0 < len(desk.draw(cursor_at(8)).encode()) < 150


def test_blanks_in_the_default_style_are_erased_and_coloured_ones_are_not() -> None:
    desk = SideBySide(COLUMNS, ROWS)
    desk.draw([[("x" * COLUMNS, None)]] * ROWS)
    assert "\x1b[80X" in desk.draw([[("ab" + " " * 80 + "c", None)]] * ROWS)
    assert desk.draw([[("ab", None)]] * ROWS).count("\x1b[K") == 0
    assert desk.draw([[("abcdef", None)]] * ROWS).count("\x1b[K") == 0
    assert desk.draw([[("a", None)]] * ROWS).count("\x1b[K") == ROWS
    assert "\x1b[K" not in desk.draw([[(" " * COLUMNS, TEXT)]] * ROWS)


def test_a_terminal_that_cannot_erase_within_a_row_gets_blanks() -> None:
    frame = "\x1b[1;1H\x1b[0ma" + " " * 60 + "b\x1b[1;1H"
    assert "\x1b[60X" in FrameComparer(80, 1).compare(frame)
    assert "a" + " " * 60 + "b" in FrameComparer(80, 1, erases=False).compare(frame)


def test_only_the_cursor_moves() -> None:
    desk = SideBySide(COLUMNS, ROWS)
    lines = [strip(line, COLUMNS) for line in page(0)]
    desk.write(whole(lines))
    assert desk.write(whole(lines, (3, 9))) == "\x1b[4;10H"
    assert desk.compared.cursor == (3, 9)


@pytest.mark.parametrize(
    "disturbance",
    [
        LEAVE + ENTER,
        "\x1bc\x1b[?7l",
        "\x1b[2J",
        "\x1b[5;9r\x1b[r",
        "\x1bP0;1qdrawing\x1b\\",
        "\x1b[9z",
    ],
)
def test_what_may_disturb_the_screen_makes_the_next_frame_whole(disturbance: str) -> None:
    desk = SideBySide(COLUMNS, ROWS)
    whole_frame = desk.draw(page(0))
    assert desk.write(disturbance).startswith(disturbance[:-4])
    assert len(desk.draw(page(0))) >= len(whole_frame) - 10


def test_a_redraw_on_demand_is_whole() -> None:
    desk = SideBySide(COLUMNS, ROWS)
    whole_frame = desk.draw(page(0))
    desk.compared.feed("\x1b[10;10Hmessage from the system operator")
    desk.comparer.forget()
    assert len(desk.draw(page(0))) >= len(whole_frame)


@pytest.mark.parametrize(
    "harmless",
    [
        "\x07",
        "\x1b]52;c;dGV4dA==\x07",
        "\x1b]0;title\x1b\\",
        "\x1b[?1003h",
        "\x1b[?2004l",
        "\x1b[?25h",
    ],
)
def test_what_disturbs_nothing_passes_and_nothing_is_forgotten(harmless: str) -> None:
    desk = SideBySide(COLUMNS, ROWS)
    desk.draw(page(0))
    assert desk.write(harmless) == harmless
    assert desk.draw(page(0)) == ""


def test_while_margins_are_set_everything_passes_as_it_comes() -> None:
    desk = SideBySide(COLUMNS, ROWS)
    desk.draw(page(0))
    frame = whole([strip(line, COLUMNS) for line in page(0)])
    assert desk.write("\x1b[3;9r") == "\x1b[3;9r"
    assert desk.write(frame) == frame
    desk.write("\x1b[r")
    desk.draw(page(0))
    assert desk.draw(page(0)) == ""


def test_a_sequence_cut_anywhere_between_two_writes() -> None:
    lines = [[("Ferry 日本", MARKED), (" late", None)], [("by the quay", TEXT)]]
    frame = BEGIN + whole([strip(line, 20) for line in lines]) + "\x1b]0;Courier\x1b\\" + END
    for cut in range(len(frame)):
        desk = SideBySide(20, 2)
        desk.write(frame[:cut], frame[cut:])
        desk.check()
        desk.write(frame)
        assert desk.write(frame) == "\x1b]0;Courier\x1b\\".join((BEGIN, END))


def test_half_a_wide_character_is_never_left() -> None:
    desk = SideBySide(10, 1)
    for text in ("日本日本日", "a日本日本", "日本日 ab", "ab日本日本", "日a日b日c日", ""):
        desk.draw([[(text, None)]])


def test_only_one_of_two_wide_characters_changes() -> None:
    desk = SideBySide(30, 1)
    for text in ("日—from the quay—日 x", "本—from the quay—本 y", "xx—from the quay—日 z"):
        desk.draw([[(text, None)]])


def test_a_row_with_uncertain_widths_is_written_as_it_came_or_not_at_all() -> None:
    desk = SideBySide(40, 2)
    lines: list[Line] = [[("rescue 👩\u200d🚀 team", MARKED)], [("plain", TEXT)]]
    desk.draw(lines)
    assert desk.draw(lines) == ""
    lines[0] = [("rescue 👩\u200d🚀 crew", MARKED)]
    assert "rescue 👩\u200d🚀 crew" in desk.draw(lines)
    lines[0] = [("rescued", TEXT)]
    desk.draw(lines)
    lines[0] = [("rescues", TEXT)]
    assert len(desk.draw(lines)) < 60


def test_a_row_with_uncertain_widths_comes_back_after_another() -> None:
    desk = SideBySide(30, 6)
    strange: Line = [("rescue 👩 team", MARKED)]
    plain = [[(f"line {number} of the log", TEXT)] for number in range(9)]
    for rows in ([strange], plain[:1], [strange], plain[:1], plain[1:2], [strange]):
        desk.draw([*rows, *plain[2:7]])
    # As well if the other came there because the page scrolled.
    first = [*plain[:2], strange, *plain[3:6]]
    desk.draw(first)
    assert "\x1b[M" in desk.draw([plain[1], plain[8], *plain[3:7]])
    desk.draw(first)


def test_a_style_that_is_not_known_is_not_guessed() -> None:
    desk = SideBySide(20, 2)
    desk.write("\x1b[31m", "\x1b[9z", "\x1b[1m\x1b[1;1Hloud\x1b[0m\x1b[2;1H")
    desk.check()


def test_marks_that_join_with_the_text_before_are_never_left_out() -> None:
    desk = SideBySide(20, 2)
    desk.draw([[("cafe au lait", None)]] * 2)
    for _ in range(3):
        desk.write("\x1b[1;5H\u0301\x1b[2;1H")
        desk.check()
    desk.write("\x1b[2;1H\u0301x\x1b[1;1H")
    desk.check()


def test_a_rough_row_after_a_styled_one() -> None:
    desk = SideBySide(6, 2)
    desk.write("\x1b[1;1H\x1b[1mstrong\x1b[0m\n\x1b[2;1He\u0301toile\x1b[1;1H")
    desk.check()


def test_a_line_feed_in_the_last_row_scrolls() -> None:
    desk = SideBySide(20, 2)
    desk.draw([[("above", TEXT)], [("below", TEXT)]])
    desk.write("\x1b[2;1H", "\n\x1b[1;1H")
    desk.check()
    desk.draw([[("above", TEXT)], [("below", TEXT)]])


def test_the_cursor_goes_back_from_the_last_column() -> None:
    desk = SideBySide(20, 2)
    for text in ("x" * 20, "y" * 20):
        desk.write(whole([strip([("above", TEXT)], 20), strip([(text, TEXT)], 20)], (1, 7)))
        desk.check()
        assert desk.compared.cursor == (1, 7)


def test_a_hyperlink_left_open() -> None:
    desk = SideBySide(20, 2)
    open_link = "\x1b[1;1H\x1b]8;;https://paper.example\x1b\\story\x1b[2;1Hmore\x1b[1;1H"
    assert desk.write(open_link) == open_link
    desk.check()


def test_a_new_size_makes_the_next_frame_whole() -> None:
    desk = SideBySide(60, 4)
    desk.draw(page(0, 4))
    desk.resize(50, 3)
    assert desk.comparer.size == (50, 3)
    # Textual may not know yet: a frame for the old size still comes.
    desk.write(whole([strip(line, 60) for line in page(1, 4)]))
    desk.draw(page(1, 3))
    assert desk.draw(page(1, 3)) == ""


def test_more_styles_than_are_kept() -> None:
    desk = SideBySide(16, 1)
    for number in range(2_500):
        red, green = divmod(number, 250)
        desk.comparer.compare(f"\x1b[1;1H\x1b[38;2;{red};{green};7mcolour\x1b[0m\x1b[1;1H")
    desk.comparer.forget()
    desk.write(whole([strip([("settled", MARKED)], 16)]))
    assert desk.write(whole([strip([("settled", MARKED)], 16)])) == ""
