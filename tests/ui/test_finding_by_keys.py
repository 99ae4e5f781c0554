"""Finding in the article: the search before, earlier ones, what is folded, other articles."""

from __future__ import annotations

from desk_in_hand import DeskInHand, OpenDesk

from tui.ui.widgets.line_input import LineInput


async def find(hand: DeskInHand, *typed: str, end: str = "enter") -> None:
    await hand.press("slash")
    for each in typed:
        await hand.type(each)
    await hand.press(end)
    await hand.wait_for(lambda: hand.screen.focused is hand.screen.reader)


async def test_a_search_that_is_given_up_leaves_the_one_before(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await find(hand, "the")
        await find(hand, "xyz", end="escape")
        assert not hand.said
        await hand.press("n")
        assert hand.said.startswith("match 2 of")


async def test_esc_unmarks_and_n_finds_again(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await find(hand, "the")
        await hand.press("escape")
        assert not hand.screen.reader.matches
        await hand.press("n")
        assert hand.said.startswith("match 2 of")


async def test_nothing_typed_repeats_the_last_search(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await find(hand, "the")
        first = hand.screen.reader.cursor
        await find(hand)
        assert hand.screen.reader.cursor > first
        assert hand.said.startswith("match 2 of")


async def test_earlier_searches_are_recalled(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await find(hand, "lanterns")
        await find(hand, "ramp")
        await hand.press("slash", "up")
        box = hand.screen.query_one("#find", LineInput)
        assert box.value == "ramp"
        await hand.press("up")
        assert box.value == "lanterns"
        await hand.press("up", "down", "enter")
        await hand.wait_for(lambda: hand.screen.focused is hand.screen.reader)
        assert hand.screen.reader.cursor == hand.offset("ramp")


async def test_what_is_folded_is_counted_and_not_found(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await find(hand, "newsletter")
        assert hand.said == "Not found; 1 in what was stripped (gs shows it)."
        await hand.press("g", "s", "n")
        assert hand.said == "match 1 of 1"
        await hand.press("g", "s", "n")
        assert hand.said == "Not found; 1 in what was stripped (gs shows it)."


async def test_n_goes_on_in_the_next_article(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await find(hand, "lanterns")
        await hand.open("mill.md")
        await hand.press("n")
        assert hand.screen.reader.cursor == hand.offset("Lanterns hung")


async def test_n_walks_what_the_library_found(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await find(hand, "ramp")
        await hand.press("tab", "tab")
        await hand.press("slash")
        await hand.type("town")
        await hand.press("enter")
        await hand.settle()
        await hand.press("enter")
        await hand.wait_for(lambda: hand.screen.article.document.provenance.path.name == "mill.md")
        await hand.settle()
        await hand.press("n")
        assert hand.screen.reader.cursor == hand.offset("town had")


async def test_accents_are_ignored_where_asked(desk: OpenDesk, folder):
    (folder / "cafe.txt").write_text("The café by the pier.\n\nIt is a cafe no more.", "utf-8")
    async with desk(open="cafe.txt") as hand:
        await find(hand, "cafe")
        assert hand.said == "match 1 of 1"
        await hand.press("slash", "backslash")
        await hand.type("acafe")
        await hand.press("enter")
        await hand.wait_for(lambda: hand.screen.focused is hand.screen.reader)
        assert hand.said.endswith("of 2")
