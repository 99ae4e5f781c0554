"""The filters beside the list, and saved searches."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_in_hand import DeskInHand, OpenDesk
from newsstand import HOSTILE, write, write_hostile

from tui.annotations import SavedSearch
from tui.ui.clauses import holds, toggled


@pytest.fixture(autouse=True)
def articles(folder: Path) -> None:
    for number in range(4):
        write(folder, f"post-{number}.md", f"Post {number}", outlet="The Harbour Post")
    write(folder, "echo.md", "Echo", outlet="Tarn Echo", date="2025-07-01")


async def opened(hand: DeskInHand) -> None:
    await hand.press("F")
    await hand.wait_for(lambda: hand.screen.context == "filters")
    await hand.wait_for(lambda: "Outlet" in shown(hand))


def shown(hand: DeskInHand) -> str:
    return hand.painted("#filter-entries")


async def go_to(hand: DeskInHand, words: str) -> None:
    await hand.press("g", "g")
    for _ in range(60):
        line = next(line for line in shown(hand).split("\n") if line.startswith("┃"))
        if words in line:
            return
        await hand.press("j")
    raise AssertionError(f"{words} is not among the filters")


def box(hand: DeskInHand) -> str:
    return hand.screen.searching.box.value


@pytest.mark.parametrize(
    ("text", "clause", "expected"),
    [
        ("", "is:unread", "is:unread "),
        ('"half a phr', "is:unread", 'is:unread "half a phr'),
        ("is:unread council", "is:unread", "council"),
        ("council is:unread vote", "is:unread", "council vote"),
        ("-is:unread", "is:unread", "is:unread -is:unread"),
        ('outlet:"A (b) [c]"', 'outlet:"A (b) [c]"', ""),
        ("is:unreadable", "is:unread", "is:unread is:unreadable"),
    ],
)
def test_a_clause_is_put_into_the_query_or_taken_out(text, clause, expected):
    assert toggled(text, clause) == expected
    assert holds(expected, clause) != holds(text, clause)


async def test_filters_narrow_the_list_and_give_it_back(desk: OpenDesk):
    async with desk() as hand:
        await opened(hand)
        await hand.wait_for(lambda: "The Harbour Post" in shown(hand))
        await go_to(hand, "The Harbour Post")
        await hand.press("enter")
        await hand.wait_for(lambda: "4 found" in hand.painted("#articles"))
        assert box(hand) == 'outlet:"The Harbour Post" '
        await hand.wait_for(lambda: "Tarn Echo" not in shown(hand))
        assert "✓ The Harbour Post" in shown(hand)
        await hand.press("enter")
        await hand.wait_for(lambda: "8 articles" in hand.painted("#articles"))
        await hand.wait_for(lambda: "Tarn Echo" in shown(hand))
        assert box(hand) == ""


async def test_two_filters_together_and_counts_that_follow(desk: OpenDesk):
    async with desk() as hand:
        await opened(hand)
        await go_to(hand, "unread")
        await hand.press("enter")
        await hand.wait_for(lambda: "8 found" in hand.painted("#articles"))
        await go_to(hand, "2025-07")
        await hand.press("enter")
        await hand.wait_for(lambda: "1 found" in hand.painted("#articles"))
        await hand.wait_for(lambda: "2026-01" not in shown(hand))
        assert "✓ unread" in shown(hand)
        assert "✓ 2025-07" in shown(hand)


async def test_what_was_chosen_can_be_given_up_where_nothing_is_left(desk: OpenDesk):
    async with desk() as hand:
        await opened(hand)
        await go_to(hand, "Tarn Echo")
        await hand.press("enter")
        await hand.wait_for(lambda: "1 found" in hand.painted("#articles"))
        await hand.press("/")
        await hand.press("end")
        await hand.type("zeppelin")
        await hand.wait_for(lambda: "Nothing found" in hand.painted("#articles"))
        await hand.press("enter")
        await hand.wait_for(lambda: hand.screen.context == "list")
        await hand.press("F")
        await hand.wait_for(lambda: "✓ Tarn Echo" in shown(hand))
        await go_to(hand, "Tarn Echo")
        await hand.press("enter")
        await hand.wait_for(lambda: box(hand) == "zeppelin")


@pytest.mark.parametrize(
    ("width", "panes"),
    [(120, (True, True, False)), (100, (True, False, False)), (80, (False, False, False))],
)
async def test_the_pane_stands_beside_the_list_where_there_is_room(desk: OpenDesk, width, panes):
    async with desk(size=(width, 30)) as hand:
        before = hand.panes()
        await opened(hand)
        assert hand.panes() == panes
        assert hand.screen.query_one("#filters").display
        await hand.press("tab")
        assert hand.screen.context == "list"
        await hand.press("tab")
        assert hand.screen.context == "filters"
        await hand.press("q")
        assert hand.screen.context == "list"
        assert hand.panes() == before
        assert not hand.screen.query_one("#filters").display


async def test_opening_an_article_puts_the_filters_away(desk: OpenDesk):
    async with desk() as hand:
        await opened(hand)
        await hand.press("tab", "enter")
        await hand.wait_for(lambda: hand.screen.context == "reader")
        assert hand.panes() == (True, True, True)
        assert not hand.screen.query_one("#filters").display


async def test_a_search_is_saved_run_deleted_and_brought_back(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("m")
        assert hand.said == "There is no search to save yet: / begins one."
        await hand.press("'")
        assert hand.said.startswith("There are no saved searches yet")
        await hand.press("/")
        await hand.type("lanterns")
        await hand.press("enter")
        await hand.wait_for(lambda: "2 found" in hand.painted("#articles"))
        await hand.wait_for(lambda: hand.screen.context == "list")
        await hand.press("S", "j", "enter", "m")
        await hand.wait_for(lambda: hand.app.screen is not hand.screen)
        await hand.type("Lights")
        await hand.press("enter")
        await hand.wait_for(lambda: hand.said.startswith("Saved as “Lights”"))
        await hand.settle()
        await hand.press("escape", "S", "enter", "S", "enter")
        await hand.wait_for(lambda: "8 articles" in hand.painted("#articles"))
    async with desk() as hand:
        await hand.press("'")
        await hand.wait_for(lambda: "Lights" in shown(hand))
        await hand.press("enter")
        await hand.wait_for(lambda: "2 found · newest first" in hand.painted("#articles"))
        await hand.wait_for(lambda: hand.screen.context == "list")
        assert box(hand) == "lanterns"
        await hand.press("'")
        await hand.wait_for(lambda: hand.screen.context == "filters")
        await hand.press("d", "d")
        await hand.wait_for(lambda: "Lights" not in shown(hand))
        await hand.settle()
        await hand.press("u")
        await hand.wait_for(lambda: "Lights" in shown(hand))
        assert hand.session.notes.searches()[0].query == "lanterns"


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_names_are_text_in_the_filters_and_in_the_palette(
    desk: OpenDesk, folder: Path, name
):
    write_hostile(folder)
    async with desk() as hand:
        hand.session.notes.save_search(SavedSearch.of(name, "quagga"))
        await opened(hand)
        await hand.wait_for(lambda: "Searches" in shown(hand))
        await hand.press("j", "k")
        assert not {"\x1b", "\x07", "\u202e"} & set(shown(hand))
        await hand.press("q", ":")
        await hand.wait_for(lambda: hand.app.screen is not hand.screen)
        await hand.type("Search")
        await hand.press("colon")
        await hand.settle()
        await hand.press("enter")
        await hand.wait_for(lambda: hand.app.screen is hand.screen)
        await hand.settle()
        assert hand.app.is_running


async def test_many_values_are_folded_until_they_are_asked_for(desk: OpenDesk, folder: Path):
    for number in range(12):
        write(folder, f"small-{number}.md", f"Small {number}", outlet=f"Paper {number:02}")
    async with desk(size=(120, 60)) as hand:
        await opened(hand)
        await hand.wait_for(lambda: "more …" in shown(hand))
        assert "Paper 11" not in shown(hand)
        await go_to(hand, "more …")
        await hand.press("enter")
        await hand.wait_for(lambda: "Paper 11" in shown(hand))
