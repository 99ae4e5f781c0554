"""The reader's cursor, selections and mouse, through keys and clicks."""

from __future__ import annotations

import random

import pytest
from desk_in_hand import DeskInHand, OpenDesk

from tui.reading import LineKind
from tui.ui.widgets.reader_paint import GUTTER
from tui.ui.widgets.reader_view import HEADER

MOTIONS = [
    "j", "k", "space", "backspace", "ctrl+d", "ctrl+u", "G", "home", "h", "l", "w", "e", "b", "0",
    "$", ")", "(", "}", "{", "pagedown", "pageup", "up", "down", "left", "right", "v", "V",
    "escape", "+", "-", "=", "7", "o",
]  # fmt: skip
CHORDS = [("g", "g"), ("]", "]"), ("[", "["), ("]", "h"), ("[", "h"), ("g", "s")]


def check(hand: DeskInHand) -> None:
    reader = hand.screen.reader
    page, lines = reader.page, reader.lines
    assert page is not None
    assert lines is not None
    text = lines.document.text
    assert 0 <= reader.cursor < len(text)
    assert any(
        line.start <= reader.cursor <= line.end and line.kind is not LineKind.BLANK
        for line in page.window
    )
    chosen = reader.selection
    if chosen is not None:
        assert 0 <= chosen.start < chosen.end <= len(text)
        assert chosen.start <= reader.cursor < chosen.end or reader.cursor in chosen


@pytest.mark.parametrize(
    ("seed", "name", "size"),
    [(1, "ferry.md", (120, 12)), (2, "mill.md", (40, 12)), (3, "mill.md", (90, 5))],
)
async def test_any_motions_keep_the_cursor_in_view(desk: OpenDesk, seed, name, size):
    # A fixed seed: each run costs an app, too much for hypothesis to start anew and to shrink.
    chance = random.Random(seed)
    async with desk(open=name, size=size) as hand:
        hand.screen.reader.focus()
        trail: list[str] = []
        for _ in range(40):
            keys = chance.choice([*((key,) for key in MOTIONS), *CHORDS])
            trail.extend(keys)
            await hand.press(*keys)
            if hand.screen.context != "reader":
                hand.screen.reader.focus()
                await hand.pilot.pause()
            try:
                check(hand)
            except AssertionError as error:
                raise AssertionError(f"after {' '.join(trail[-12:])}") from error


async def test_resizing_keeps_the_cursor_in_view(desk: OpenDesk):
    async with desk(open="mill.md") as hand:
        await hand.go_to("night that the wheel")
        for size in ((40, 12), (200, 50), (90, 6), (121, 9), (30, 8)):
            await hand.pilot.resize_terminal(*size)
            await hand.wait_for(lambda size=size: hand.app.size == size)
            await hand.settle()
            assert hand.screen.reader.cursor == hand.offset("night that the wheel")
            check(hand)


async def test_widths(desk: OpenDesk):
    async with desk(open="ferry.md", size=(200, 30)) as hand:
        reader = hand.screen.reader
        usual = reader.lines.width
        await hand.press("+")
        assert reader.lines.width == usual + 4
        await hand.press("-", "-")
        assert reader.lines.width == usual - 4
        await hand.press("=")
        assert reader.lines.width == usual
        for _ in range(15):
            await hand.press("-")
        assert reader.lines.width >= 20
        check(hand)


async def test_finding_in_the_article(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        reader = hand.screen.reader
        text = hand.screen.article.document.text
        await hand.press("/")
        await hand.type("the ")
        await hand.wait_for(lambda: reader.matches)
        await hand.press("enter")
        assert hand.screen.context == "reader"
        places = [match.start for match in reader.matches]
        assert places == sorted(places)
        assert all(text[match.start : match.end].casefold() == "the " for match in reader.matches)
        first = places.index(reader.cursor)
        await hand.press("n")
        assert reader.cursor == places[(first + 1) % len(places)]
        await hand.press("N", "N")
        assert reader.cursor == places[first - 1]
        await hand.press("escape")
        assert not reader.matches


async def test_a_cancelled_find_goes_back(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("every forty")
        await hand.press("/")
        await hand.type("mayor")
        await hand.wait_for(lambda: hand.screen.reader.cursor == hand.offset("mayor"))
        await hand.press("escape")
        await hand.pilot.pause()
        assert hand.screen.reader.cursor == hand.offset("every forty")
        assert not hand.screen.reader.matches


async def test_finding_nothing_says_so(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("every forty")
        await hand.press("/")
        await hand.type("zeppelin")
        await hand.press("enter")
        await hand.pilot.pause()
        assert hand.screen.reader.cursor == hand.offset("every forty")
        await hand.press("n")
        assert hand.said.endswith(".")


def cell_of(hand: DeskInHand, offset: int) -> tuple[int, int]:
    """Return where a code point is drawn, within the pane."""
    reader = hand.screen.reader
    assert reader.page is not None
    for row, line in enumerate(reader.page.window):
        if line.start <= offset < line.end:
            column = reader.page.lines.column(line, offset)
            return reader.margin_left + GUTTER + column, row + HEADER
    raise AssertionError("it is out of view")


async def test_a_click_puts_the_cursor_there(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        for words in ("pier", "forty", "mayor"):
            await hand.pilot.click("#reader", offset=cell_of(hand, hand.offset(words)))
            await hand.pilot.pause()
            assert hand.screen.reader.cursor == hand.offset(words)
            assert hand.screen.reader.selection is None


async def test_a_double_click_selects_a_word_and_a_triple_click_a_paragraph(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        text = hand.screen.article.document.text
        await hand.pilot.click("#reader", offset=cell_of(hand, hand.offset("ramp")), times=2)
        await hand.pilot.pause()
        chosen = hand.screen.reader.selection
        assert text[chosen.start : chosen.end] == "ramp"
    async with desk(open="ferry.md") as hand:
        await hand.pilot.click("#reader", offset=cell_of(hand, hand.offset("ramp")), times=3)
        await hand.pilot.pause()
        chosen = hand.screen.reader.selection
        assert text[chosen.start : chosen.end].startswith("The boats run")
        assert text[chosen.start : chosen.end].endswith("since 1998.")


async def test_a_drag_selects_and_can_be_highlighted(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        text = hand.screen.article.document.text
        start, end = hand.offset("boats"), hand.offset("forty")
        await hand.pilot.mouse_down("#reader", offset=cell_of(hand, start))
        await hand.pilot.hover("#reader", offset=cell_of(hand, start + 3))
        await hand.pilot.hover("#reader", offset=cell_of(hand, end + 4))
        await hand.pilot.mouse_up("#reader", offset=cell_of(hand, end + 4))
        await hand.pilot.pause()
        chosen = hand.screen.reader.selection
        assert text[chosen.start : chosen.end] == "boats run every forty"
        await hand.press("H")
        await hand.wait_for(lambda: hand.annotations)
        await hand.settle()
        assert hand.annotations[0].quote == "boats run every forty"
