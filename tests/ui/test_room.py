"""What is shown where there is little room: panes, messages, pages of text."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_in_hand import OpenDesk
from rich.cells import cell_len

from tui.ui.widgets.pager import Pager
from tui.ui.widgets.status_bar import LongMessage


async def test_hiding_the_list_keeps_it_hidden_until_it_has_the_keys(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.press("g", "\\")
        assert hand.panes() == (False, True, True)
        await hand.press("q")
        assert hand.panes() == (True, True, True)
        await hand.press("enter")
        await hand.wait_for(lambda: hand.panes() == (False, True, True))
        await hand.pilot.resize_terminal(100, 30)
        await hand.wait_for(lambda: hand.panes() == (False, True, True))
        await hand.press("\\")
        assert hand.panes() == (False, True, False)
        await hand.press("g", "\\")
        assert hand.panes() == (True, True, False)


@pytest.mark.parametrize("width", [80, 100])
async def test_what_is_not_in_view_is_shown_wherever_there_is_room(desk: OpenDesk, width):
    async with desk(open="ferry.md", size=(width, 30)) as hand:
        reader_alone = (False, True, False)
        for _ in range(2):
            await hand.press("Z", "\\")
            assert hand.panes()[2]
            assert not hand.screen.panes.zen
            await hand.press("\\")
            assert not hand.panes()[2]
            assert hand.screen.context == "reader"
        await hand.press("Z")
        assert hand.panes() == reader_alone
        await hand.press("g", "\\")
        assert hand.panes()[0]


async def test_a_message_has_as_much_room_as_it_takes(desk: OpenDesk):
    async with desk(open="ferry.md", size=(40, 12)) as hand:
        status = hand.screen.status
        status.show(progress="50% · 4 h 03 min left")
        for message in ("Saved.", "There is no mark x in this article."):
            status.say(message)
            assert message in hand.painted("#status")
            assert ("50%" in hand.painted("#status")) == (message == "Saved.")
        assert not status.query(LongMessage)
        long = "Copied 5 words to tmux (prefix ] pastes); offered to the terminal, too."
        status.say(long)
        await hand.wait_for(lambda: status.query(LongMessage))
        over = status.query_one(LongMessage)
        await hand.wait_for(lambda: over.region.height == 2)
        assert over.region.bottom == 12
        await hand.pilot.resize_terminal(100, 12)
        await hand.wait_for(lambda: not over.display)
        assert long in hand.painted("#status")
        await hand.pilot.resize_terminal(40, 12)
        await hand.wait_for(lambda: over.region.height == 2)
        await hand.press("j")
        assert not over.display


async def test_a_wide_line_goes_on_below_and_the_place_is_kept(desk: OpenDesk, folder: Path):
    async with desk(open="ferry.md", size=(120, 12)) as hand:
        await hand.press("g", "S")
        pager = hand.app.screen.query_one(Pager)

        def rows() -> list[str]:
            return [pager.render_line(y).text.rstrip() for y in range(pager.size.height)]

        text = (folder / "ferry.md").read_text("utf-8")
        for width in (121, 31, 18):
            await hand.pilot.resize_terminal(width, 90)
            await hand.wait_for(lambda width=width: pager.outer_size == (width, 88))
            await hand.wait_for(lambda width=width: max(map(cell_len, rows())) < width)
            assert " ".join(" ".join(rows()).split()).startswith(" ".join(text.split())[:400])
        await hand.pilot.resize_terminal(40, 12)
        await hand.wait_for(lambda: pager.outer_size == (40, 10))
        while not rows()[0].startswith("The boats"):
            await hand.press("j")
        await hand.pilot.resize_terminal(60, 9)
        await hand.wait_for(lambda: rows()[0].startswith("The boats run every forty minutes"))


async def test_the_help_is_whole_in_a_narrow_window(desk: OpenDesk):
    async with desk(open="ferry.md", size=(40, 300)) as hand:
        await hand.press("?")
        pager = hand.app.screen.query_one(Pager)
        shown = " ".join(pager.render_line(y).text for y in range(pager.size.height))
        said = "To a mark; ' again goes back to before the last jump"
        assert said in " ".join(shown.split())
