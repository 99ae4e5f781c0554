"""The contents over the desk, and following notes within the text."""

from __future__ import annotations

import time

import pytest
from desk_in_hand import OpenDesk
from post import cover, listed, said_over

from tui.config import Settings
from tui.ui.screens.contents import Contents

HEADED = """---
title: "[red]Ferry[/red] crews vote"
author: Odette Marr
date: 2026-03-02
---

Ferry crews on the Orrin crossing will vote on Friday.[^1] See [the plan](#the-plan).

## What we know

The boats run every forty minutes, said Pell Havers, who has worked the ramp since 1998.

### The boats

{boats}

Subscribe to our newsletter for the latest news.

## The plan

A second reading of the plan is due in April.

[^1]: By a show of hands.
"""


@pytest.fixture(autouse=True)
def articles(folder):
    boats = "\n\n".join(f"Boat number {n} is old, and nobody knows it." for n in range(40))
    (folder / "headed.md").write_text(HEADED.format(boats=boats))


async def opened(hand):
    await hand.press("T")
    await hand.settle()
    assert isinstance(hand.app.screen, Contents)


def rows(hand) -> list[str]:
    return [line for line in listed(hand).split("\n")[1:-1] if line]


async def test_headings_are_listed_with_where_they_are_and_how_much_is_below(desk: OpenDesk):
    async with desk(open="headed.md") as hand:
        await opened(hand)
        assert listed(hand).startswith(" Contents\n")
        headline, known, boats, plan = rows(hand)
        assert headline[2:].startswith("  0%  [red]Ferry[/red] crews vote")
        assert "%    What we know" in known
        assert "%      The boats" in boats
        assert boats.endswith(" 360 words")
        assert plan.endswith(" 16 words")
        assert "1/4" in listed(hand)


async def test_the_part_that_one_is_in_is_chosen_and_enter_goes_to_another(desk: OpenDesk):
    async with desk(open="headed.md") as hand:
        await hand.go_to("Boat number 7")
        here = hand.screen.reader.cursor
        await opened(hand)
        assert "3/4" in listed(hand)
        await hand.press("j", "enter")
        await hand.settle()
        assert hand.app.screen is hand.screen
        assert hand.screen.reader.cursor == hand.offset("The plan\n")
        await hand.press("ctrl+o")
        assert hand.screen.reader.cursor == here
        await opened(hand)
        await hand.press("g", "g", "q")
        await hand.settle()
        assert hand.screen.reader.cursor == here


async def test_paragraphs_stand_in_for_headings_and_the_title_says_so(desk: OpenDesk):
    async with desk(open="orchard.md", size=(80, 24)) as hand:
        await opened(hand)
        assert "no headings here: the paragraphs, by their first words" in listed(hand)
        first, *_, last = rows(hand)
        assert "Orchard keepers count their losses" in first
        assert "A late frost took half" in last
        await hand.press("G", "enter")
        await hand.settle()
        assert hand.screen.reader.cursor == hand.offset("A late frost")


async def test_other_keys_do_nothing_and_help_comes_back(desk: OpenDesk):
    async with desk(open="headed.md") as hand:
        await opened(hand)
        await hand.press("x", "L", "T", "o", "y", "a", "H", "/", "1", "z", "space", "b", "?")
        await hand.settle()
        assert hand.app.screen.id == "pager-screen"
        await hand.press("q")
        await hand.settle()
        assert isinstance(hand.app.screen, Contents)
        assert said_over(hand) == ""
        assert hand.annotations == []


async def test_without_an_article_that_is_said(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("tab")
        await hand.press("T", "L", "enter")
        assert hand.app.screen is hand.screen


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_a_huge_article_has_its_contents_at_once(desk: OpenDesk, folder, size):
    words = "The ferry to Skarrow was late again on Monday, for the third time in a month. " * 3
    parts = (f"## Part [b]{n}[/b] of the story\n\n{words}" for n in range(1_500))
    (folder / "huge.md").write_text("\n\n".join(parts))
    async with desk(open="huge.md", size=size) as hand:
        await hand.press("G")
        start = time.perf_counter()
        await hand.press("T")
        await hand.wait_for(lambda: isinstance(hand.app.screen, Contents))
        await hand.wait_for(lambda: cover(hand).entries.size.height)
        shown = listed(hand)
        took = time.perf_counter() - start
        assert took < 1.5, took  # 60 ms alone
        assert "Part [b]1499[/b]" in shown
        assert all(len(line) <= size[0] for line in shown.split("\n")[1:])
        await hand.press("g", "g", "ctrl+d", "ctrl+u", "enter")
        await hand.settle()
        assert hand.screen.reader.cursor == 0


async def test_a_note_is_followed_and_back(desk: OpenDesk):
    async with desk(open="headed.md") as hand:
        await hand.go_to("[^1] See")
        here = hand.screen.reader.cursor
        await hand.press("enter")
        assert hand.screen.reader.cursor == hand.offset("[^1]: By")
        assert hand.said == "Enter or C-o goes back."
        await hand.press("enter")
        assert hand.screen.reader.cursor == here
        await hand.press("enter", "ctrl+o")
        assert hand.screen.reader.cursor == here
        await hand.go_to("the plan.")
        await hand.press("enter")
        assert hand.screen.reader.cursor == hand.offset("The plan\n")
        assert hand.said == "C-o goes back."


async def test_a_note_that_was_stripped_is_shown_on_demand(desk: OpenDesk):
    async with desk(open="headed.md") as hand:
        await hand.go_to("[^1]: By")
        await hand.press("g", "x")
        await hand.settle()
        await hand.go_to("[^1] See")
        await hand.press("enter")
        assert hand.said.startswith("It is among what was stripped")
        assert not hand.screen.reader.reveal
        await hand.press("enter")
        assert hand.screen.reader.reveal


async def test_a_fold_opens_as_before_and_elsewhere_there_is_nothing(desk: OpenDesk):
    async with desk(open="headed.md") as hand:
        await hand.go_to("Subscribe to")
        await hand.press("enter")
        assert hand.screen.reader.reveal
        await hand.go_to("Ferry crews on")
        await hand.press("enter")
        assert hand.said == "There is nothing to follow here."


async def test_their_keys_can_be_changed(desk: OpenDesk):
    chosen = Settings(keys={"contents.jump": "x", "reader.contents": "U"})
    async with desk(open="headed.md", chosen=chosen) as hand:
        await hand.press("U")
        await hand.settle()
        await hand.press("G", "enter", "x")
        await hand.settle()
        assert hand.screen.reader.cursor == hand.offset("The plan\n")
