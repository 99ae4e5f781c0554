"""Selecting by text objects with counts, and what ends a selection."""

from __future__ import annotations

import pytest
from desk_in_hand import DeskInHand, OpenDesk
from post import stripped
from textual import events


def chosen(hand: DeskInHand) -> str:
    return hand.screen.article.document[hand.screen.reader.selection]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("v2iw", "The lanterns"),
        ("v3iw", "The lanterns of"),
        ("v2is", "The lanterns of the pier stay lit until nine. Nobody at the company"),
        ("viwiw", "The lanterns"),
        ("Vis", "The lanterns of the pier stay lit until nine."),
        ("v2ip", "Ferry crews on the Orrin crossing"),
        ("Vip", "Ferry crews on the Orrin crossing"),
    ],
)
async def test_objects_begin_where_the_cursor_is(desk: OpenDesk, keys, words):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("The lanterns")
        await hand.press(*keys)
        assert chosen(hand).startswith(words)
        if keys == "v2ip":
            assert chosen(hand).endswith("since 1998.")
        elif keys == "Vip":
            assert chosen(hand).endswith("what follows.")


async def test_a_selection_grows_at_the_end_that_the_cursor_is_at(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("lanterns")
        await hand.press(*"viwoiw")
        assert chosen(hand) == "The lanterns"
        assert hand.screen.reader.cursor == hand.offset("The lanterns")


async def test_a_number_before_the_end_of_a_line_is_a_count(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("The lanterns")
        await hand.press("2", "$")
        assert not hand.annotations
        assert hand.screen.reader.cursor > hand.offset("lanterns")


async def test_all_selected_blocks_are_stripped(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("The boats run")
        await hand.press("V", "G", "g", "x")
        await hand.wait_for(lambda: len(stripped(hand)) == 3)
        assert hand.screen.reader.selection is None
        await hand.settle()


async def test_copying_ends_where_the_selection_began(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        hand.screen.write = lambda data: None
        await hand.go_to("lanterns")
        await hand.press("v", "w", "w", "y")
        assert hand.screen.reader.selection is None
        assert hand.screen.reader.cursor == hand.offset("lanterns")


async def test_holding_the_mouse_below_the_pane_goes_on_selecting(desk: OpenDesk):
    async with desk(open="ferry.md", size=(60, 9)) as hand:
        reader = hand.screen.reader
        await hand.press("g", "g")
        await hand.pilot.mouse_down("#reader", offset=(6, 3))
        start = reader.cursor
        below = reader.size.height
        reader.post_message(
            events.MouseMove(reader, 6, below, 0, 1, 1, False, False, False, 6, below)
        )
        page = reader.page.window[0].start
        await hand.wait_for(lambda: reader.page.window[0].start > page)
        assert reader.selection is not None
        await hand.pilot.mouse_up("#reader", offset=(6, 3))
        await hand.pilot.pause()
        held = reader.selection
        assert held.start == start
        await hand.pilot.pause(0.2)
        assert reader.selection == held


async def test_the_key_that_draws_anew_works_while_something_is_typed(desk: OpenDesk, monkeypatch):
    async with desk(open="ferry.md") as hand:
        drawn: list[bool] = []
        monkeypatch.setattr(hand.app, "_draw_anew", lambda: drawn.append(True))
        await hand.press("slash")
        await hand.type("the")
        await hand.press("ctrl+l")
        assert drawn == [True]
        assert hand.screen.query_one("#find").value == "the"


async def test_the_palette_offers_nothing_that_knows_no_desk(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        assert list(hand.app.get_system_commands(hand.app.screen)) == []
