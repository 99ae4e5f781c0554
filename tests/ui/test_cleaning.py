"""What the reader decides about stripped blocks, through keys."""

from __future__ import annotations

from desk_in_hand import DeskInHand, OpenDesk


def stripped(hand: DeskInHand) -> list[str]:
    article = hand.screen.article
    assert article is not None
    return [block.text for block, verdict in article.verdicts if not verdict.keep]


def shown(hand: DeskInHand) -> str:
    return " ".join(hand.painted("#reader").split())


async def test_the_sample_clutter_is_folded_and_shown_in_place(desk: OpenDesk):
    async with desk(open="mill.md") as hand:
        assert len(stripped(hand)) == 2
        assert "The paper mill at Lower Quern" in shown(hand)
        before = shown(hand)
        await hand.press("g", "s")
        assert "Ten walks along the river" in shown(hand)
        assert "Sign up for our free newsletter." in shown(hand)
        assert hand.said == "Stripped blocks are shown."
        await hand.press("g", "s")
        assert hand.said == "They are folded again."
        assert shown(hand) == before
        assert len(stripped(hand)) == 2


async def test_enter_opens_a_fold(desk: OpenDesk):
    async with desk(open="mill.md") as hand:
        await hand.go_to("Read more")
        await hand.press("enter")
        assert hand.screen.reader.reveal
        assert "Sign up for our free newsletter." in shown(hand)


async def test_restoring_the_only_block_of_a_fold(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        assert stripped(hand) == ["Subscribe to our newsletter for the latest news."]
        await hand.go_to("Subscribe")
        await hand.press("g", "r")
        await hand.wait_for(lambda: stripped(hand) == [])
        await hand.settle()
        assert hand.said == "1 block restored; u undoes it."
        assert "Subscribe to our newsletter for the latest news." in shown(hand)
    async with desk(open="ferry.md") as hand:
        assert stripped(hand) == []
        assert "Subscribe to our newsletter for the latest news." in shown(hand)


async def test_restoring_one_of_several(desk: OpenDesk):
    async with desk(open="mill.md") as hand:
        await hand.go_to("Read more")
        await hand.press("g", "r")
        assert hand.screen.reader.reveal
        assert hand.said.startswith("2 blocks")
        assert len(stripped(hand)) == 2
        await hand.go_to("Sign up")
        await hand.press("g", "r")
        await hand.wait_for(lambda: len(stripped(hand)) == 1)
        await hand.settle()
        assert "Ten walks" in stripped(hand)[0]
        await hand.press("g", "s")
        assert "Sign up for our free newsletter." in shown(hand)


async def test_restoring_all_and_undoing_it(desk: OpenDesk):
    async with desk(open="mill.md") as hand:
        await hand.press("g", "R")
        await hand.wait_for(lambda: stripped(hand) == [])
        await hand.settle()
        assert hand.said == "2 blocks restored; u undoes it."
        await hand.press("u")
        await hand.wait_for(lambda: len(stripped(hand)) == 2)
        await hand.settle()
        await hand.press("ctrl+r")
        await hand.wait_for(lambda: stripped(hand) == [])
        await hand.settle()
    async with desk(open="mill.md") as hand:
        assert stripped(hand) == []


async def test_stripping_by_hand_is_remembered_and_undone(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("The boats run")
        await hand.press("g", "x")
        await hand.wait_for(lambda: len(stripped(hand)) == 2)
        await hand.settle()
        assert hand.said == "1 block stripped; u undoes it."
        assert "who has worked the ramp since 1998" not in shown(hand)
    async with desk(open="ferry.md") as hand:
        assert len(stripped(hand)) == 2
        assert "who has worked the ramp since 1998" not in shown(hand)
        await hand.press("u")
        await hand.wait_for(lambda: len(stripped(hand)) == 1)
        await hand.settle()
        assert "who has worked the ramp since 1998" in shown(hand)


async def test_what_is_not_stripped_is_not_restored(desk: OpenDesk):
    async with desk(open="orchard.md") as hand:
        await hand.go_to("late frost")
        await hand.press("g", "r")
        await hand.settle()
        assert hand.said == "It is not stripped."
        await hand.press("g", "R")
        await hand.settle()
        assert hand.said == "Nothing is stripped here."
