"""The list of what was stripped and why, and restoring from there."""

from __future__ import annotations

import time

import pytest
from desk_in_hand import OpenDesk
from post import cover, listed, said_over, stripped, write_articles

from tui.boilerplate import Role, Verdict
from tui.boilerplate.verdict import Verdicts
from tui.config import Settings
from tui.ui.screens.stripped import Stripped

LINK = "READ MORE: Prince arrives by ferry"
PITCH = "Sign up for our free newsletter."


@pytest.fixture(autouse=True)
def articles(folder):
    write_articles(folder)


async def opened(hand):
    await hand.press("g", "?")
    await hand.settle()
    assert isinstance(hand.app.screen, Stripped)


async def test_every_stripped_block_is_listed_with_its_rule_reason_and_words(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await opened(hand)
        shown = listed(hand)
        assert "Stripped, and why · 2 of" in shown
        for block, verdict in hand.screen.article.verdicts:
            if not verdict.keep:
                assert f"{verdict.rule} · {verdict.confidence:.0%} sure" in shown
                assert verdict.reason in shown
                assert block.text in shown
        assert shown.index("READ MORE") < shown.index("Sign up")
        assert "1/2" in shown


async def test_restored_stays_in_the_list_and_is_taken_back(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await opened(hand)
        await hand.press("j", "r")
        await hand.wait_for(lambda: stripped(hand) == [LINK])
        await hand.settle()
        assert said_over(hand) == "1 block restored; u undoes it."
        shown = listed(hand)
        assert "1 of" in shown
        assert "1 restored" in shown
        assert PITCH in shown
        await hand.press("r")
        await hand.wait_for(lambda: stripped(hand) == [LINK, PITCH])
        await hand.settle()
        assert "restored" not in listed(hand)
        await hand.press("g", "r")
        await hand.wait_for(lambda: stripped(hand) == [LINK])
        await hand.press("u")
        await hand.wait_for(lambda: stripped(hand) == [LINK, PITCH])
        await hand.press("ctrl+r")
        await hand.wait_for(lambda: stripped(hand) == [LINK])
    async with desk(open="bus.md") as hand:
        assert stripped(hand) == [LINK]
        await opened(hand)
        assert "restored · your decision" in listed(hand)
        await hand.press("j", "r")
        await hand.wait_for(lambda: stripped(hand) == [LINK, PITCH])


async def test_keys_that_come_faster_than_saves_all_count(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await hand.press(*"g?rjrk", "r", "j", "r", "r")
        await hand.settle()
        assert stripped(hand) == [LINK]


async def test_all_are_restored_and_one_key_takes_that_back(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await opened(hand)
        await hand.press("R")
        await hand.wait_for(lambda: stripped(hand) == [])
        await hand.settle()
        assert said_over(hand) == "2 blocks restored; u undoes it."
        assert "Stripped, and why · 2 restored" in listed(hand)
        await hand.press("u")
        await hand.wait_for(lambda: len(stripped(hand)) == 2)


async def test_a_rule_for_the_outlet_is_made_from_here(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await opened(hand)
        await hand.press("j", "K")
        await hand.wait_for(lambda: stripped(hand) == [LINK])
        await hand.settle()
        assert said_over(hand).startswith("Always kept: 1 block here")
        assert "your rule for the outlet" in listed(hand)
        await hand.press("X")
        await hand.wait_for(lambda: stripped(hand) == [LINK, PITCH])
        await hand.settle()
        assert "you always strip this in The Harbour Post" in listed(hand)
        await hand.press("k", "K", "enter")
        await hand.wait_for(lambda: stripped(hand) == [PITCH])
        await hand.settle()
        assert isinstance(hand.app.screen, Stripped)


async def test_back_at_the_same_place_or_at_the_blocks_place(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await hand.go_to("rest room")
        here = hand.screen.reader.cursor
        await opened(hand)
        await hand.press("j", "r")
        await hand.wait_for(lambda: stripped(hand) == [LINK])
        await hand.press("q")
        await hand.settle()
        assert hand.app.screen is hand.screen
        assert hand.app.focused is hand.screen.reader
        assert hand.screen.reader.cursor == here
        await opened(hand)
        await hand.press("escape", "j")
        await hand.settle()
        assert hand.screen.reader.cursor > here
        await opened(hand)
        await hand.press("g", "g", "j", "enter")
        await hand.settle()
        assert hand.app.screen is hand.screen
        assert hand.screen.reader.cursor == hand.offset(PITCH)


async def test_nothing_is_stripped_here(desk: OpenDesk):
    async with desk(open="orchard.md") as hand:
        await opened(hand)
        assert "Nothing is stripped here" in listed(hand)
        await hand.press("j", "k", "G", "r", "K", "X", "o", "enter", "R", "ctrl+d", "b")
        await hand.settle()
        assert said_over(hand) in ("", "Nothing is stripped here.")
        await hand.press("q")
        assert hand.app.screen is hand.screen


def strip_all(hand, reason="offers a newsletter (“Sign up …”)"):
    """Make the open article's blocks clutter, all of them."""
    article = hand.screen.article
    verdicts = tuple(
        Verdict(block.index, Role.BOILERPLATE, "newsletter promo", reason, 0.8)
        for block in article.document.blocks
    )
    object.__setattr__(article, "verdicts", Verdicts(article.document, verdicts))


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_thousands_of_blocks_open_at_once_and_are_walked_through(
    desk: OpenDesk, folder, size
):
    words = "The ferry to Skarrow was late again on Monday, for the third time in a month. "
    (folder / "long.txt").write_text("\n\n".join(f"{n}. {words * 3}" for n in range(3_000)))
    async with desk(open="long.txt", size=size) as hand:
        strip_all(hand)
        total = len(hand.screen.article.document.blocks)
        start = time.perf_counter()
        over = Stripped(hand.screen)
        hand.screen.cover_with(over)
        await hand.wait_for(lambda: over.is_current and over.entries.size.height)
        shown = listed(hand)
        took = time.perf_counter() - start
        assert "2999" not in shown
        assert took < 1, took  # 40 ms alone; machines that run other things take longer
        await hand.press("G")
        assert f"{total}/{total}" in listed(hand)
        assert "2999" in listed(hand)
        await hand.press("k", "k", "ctrl+u", "b", "ctrl+d", "space", "7", "k")
        assert "┃" in listed(hand)
        await hand.press("g", "g")
        assert f"1/{total}" in listed(hand)
        assert all(len(line) <= size[0] for line in listed(hand).split("\n")[1:])


async def test_the_whole_text_of_a_long_block_can_be_walked_through(desk: OpenDesk, folder):
    lines = " ".join(f"word{n}" for n in range(300))
    (folder / "long.txt").write_text(f"Ferry late\n\n{lines}\n\nAnother paragraph of the report.")
    async with desk(open="long.txt", size=(80, 24)) as hand:
        strip_all(hand)
        await opened(hand)
        blocks = [block.text for block in hand.screen.article.document.blocks]
        at = blocks.index(lines)
        await hand.press(*["j"] * at, "o")
        assert "word100" in listed(hand)
        seen = listed(hand)
        for _ in range(200):
            await hand.press("j")
            seen += listed(hand)
            if cover(hand).entries.index > at:
                break
        assert cover(hand).entries.index == at + 1
        assert all(f"word{n}" in seen for n in range(300))
        await hand.press("k", "o")
        assert cover(hand).entries.index == at
        assert "word100" not in listed(hand)


async def test_its_keys_can_be_changed(desk: OpenDesk):
    chosen = Settings(keys={"stripped.toggle": "x", "stripped.unfold": "nop"})
    async with desk(open="bus.md", chosen=chosen) as hand:
        await opened(hand)
        assert "x restore" in listed(hand)
        await hand.press("r", "x")
        await hand.wait_for(lambda: stripped(hand) == [PITCH])


async def test_help_and_an_unknown_key_leave_it_open(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await opened(hand)
        await hand.press("?")
        await hand.settle()
        assert hand.app.screen.id == "pager-screen"
        await hand.press("q", "¤", "g", "n", "g", "O")
        await hand.settle()
        assert isinstance(hand.app.screen, Stripped)
