"""The search box: what is found while it is typed, completed, recalled, explained."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from desk_in_hand import DeskInHand, OpenDesk
from newsstand import HOSTILE, write, write_hostile, write_many

from tui.ui.widgets.pager import Pager


class Held:
    """A search that does not end until it may.

    Args:
        hand: The desk.
        held: The text of the query that is held.
    """

    def __init__(self, hand: DeskInHand, held: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self.go_on = threading.Event()
        find = hand.session.library.find

        def slowly(query, *rest, **named):
            self.asked.append(query.text)
            if query.text == held:
                assert self.go_on.wait(20)
            return find(query, *rest, **named)

        monkeypatch.setattr(hand.session.library, "find", slowly)


async def search(hand: DeskInHand, text: str, found: int) -> None:
    await hand.press("/")
    await hand.type(text)
    await hand.wait_for(lambda: f"{found} found" in hand.painted("#articles"))


def box(hand: DeskInHand) -> str:
    return hand.screen.searching.box.value


def name(hand: DeskInHand) -> str:
    row = hand.screen.articles.current
    return row.path.name if row is not None else ""


async def test_what_was_overtaken_is_neither_shown_nor_searched_for(desk: OpenDesk, monkeypatch):
    async with desk() as hand:
        held = Held(hand, "l", monkeypatch)
        await hand.press("/")
        await hand.type("lanterns")
        await hand.wait_for(lambda: held.asked == ["l"])
        assert "3 articles" in hand.painted("#articles")
        await hand.wait_for(lambda: box(hand) == "lanterns")
        await hand.pilot.pause()
        held.go_on.set()
        await hand.wait_for(lambda: "2 found" in hand.painted("#articles"))
        assert held.asked == ["l", "lanterns"]


async def test_enter_on_a_running_search_waits_for_what_it_finds(desk: OpenDesk, monkeypatch):
    async with desk() as hand:
        held = Held(hand, "pears", monkeypatch)
        await hand.press("/")
        await hand.type("pears")
        await hand.wait_for(lambda: held.asked[-1:] == ["pears"])
        await hand.press("enter", "enter")
        assert hand.screen.article is None
        held.go_on.set()
        await hand.wait_for(lambda: hand.screen.article is not None)
        assert hand.screen.article.document.provenance.path.name == "orchard.md"


async def test_escape_on_a_running_search_shows_nothing_of_it(desk: OpenDesk, monkeypatch):
    async with desk() as hand:
        held = Held(hand, "pears", monkeypatch)
        await hand.press("j", "/")
        await hand.type("pears")
        await hand.wait_for(lambda: held.asked[-1:] == ["pears"])
        await hand.press("escape")
        await hand.wait_for(lambda: hand.screen.context == "list")
        held.go_on.set()
        await hand.settle()
        assert "3 articles" in hand.painted("#articles")
        assert name(hand) == "mill.md"


async def test_only_snippets_in_view_and_beside_it_are_fetched(
    desk: OpenDesk, folder: Path, monkeypatch
):
    write_many(folder, 150)
    async with desk(size=(100, 24)) as hand:
        asked: list[int] = []
        hits = hand.session.library.hits

        def counted(query, ids):
            asked.append(len(ids))
            return hits(query, ids)

        monkeypatch.setattr(hand.session.library, "hits", counted)
        await search(hand, "council", 150)
        page = hand.screen.articles.in_view
        await hand.settle()
        await hand.wait_for(lambda: not hand.screen.articles.lacks_hits(1))
        assert max(asked) <= page
        assert sum(asked) <= (len("council") + 1) * page
        asked.clear()
        assert "council met" in hand.painted("#articles")
        await hand.press("enter", "G")
        await hand.settle()
        await hand.wait_for(lambda: hand.painted("#articles").count("council met") >= page - 1)
        assert max(asked) <= 3 * page
        assert sum(asked) <= 4 * page


async def test_more_than_the_first_thousand_are_counted_and_reached(
    desk: OpenDesk, folder: Path, monkeypatch
):
    monkeypatch.setattr("tui.ui.listing.FIRST", 20)
    write_many(folder, 60)
    async with desk() as hand:
        await search(hand, "council", 60)
        await hand.press("enter", "G")
        await hand.wait_for(lambda: hand.screen.articles.place == 59)
        assert name(hand).startswith("many-")


async def test_walking_past_the_first_thousand_goes_on(desk: OpenDesk, folder: Path, monkeypatch):
    monkeypatch.setattr("tui.ui.listing.FIRST", 20)
    write_many(folder, 60)
    async with desk(size=(100, 24)) as hand:
        await search(hand, "council", 60)
        await hand.press("enter")
        await hand.wait_for(lambda: hand.screen.context == "list")
        seen = []
        for _ in range(60):
            seen.append(name(hand))
            await hand.press("j")
        assert len(set(seen)) == 60


async def test_a_hit_in_a_note_is_opened_at_the_note(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("second reading")
        await hand.press("a")
        await hand.type("quagga")
        await hand.press("escape")
        await hand.wait_for(lambda: hand.said == "Note saved.")
        place = hand.screen.reader.cursor
        await hand.go_to("Ferry crews on")
        await hand.press("q")
        await hand.settle()
        await search(hand, "note:quagga", 1)
        await hand.press("enter", "enter")
        await hand.wait_for(lambda: hand.said == "It matches the note here.")
        assert abs(hand.screen.reader.cursor - place) < 60
        assert hand.screen.reader.cursor >= hand.offset("A second reading")


async def test_tab_completes_operators_and_what_the_library_has(desk: OpenDesk, folder: Path):
    write(folder, "a.md", "One", outlet="The Harbour Post")
    write(folder, "b.md", "Two", outlet="The Harbour Post")
    write(folder, "c.md", "Three", outlet="Harlow Echo")
    async with desk() as hand:
        await hand.press("/")
        await hand.type("ou")
        await hand.press("tab")
        assert box(hand) == "outlet:"
        await hand.type("har")
        await hand.wait_for(lambda: 'outlet:"The Harbour Post"' in hand.painted("#status"))
        await hand.press("tab")
        first = box(hand)
        await hand.press("tab")
        assert {first, box(hand)} == {'outlet:"The Harbour Post"', 'outlet:"Harlow Echo"'}
        await hand.press("shift+tab")
        assert box(hand) == first
        await hand.wait_for(lambda: "found" in hand.painted("#articles"))


async def test_right_takes_the_ending_that_is_shown(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("/")
        await hand.type("is:unr")
        await hand.wait_for(lambda: hand.screen.searching.box._suggestion == "is:unread")
        await hand.press("right")
        assert box(hand) == "is:unread"
        await hand.wait_for(lambda: "3 found" in hand.painted("#articles"))


async def test_a_question_mark_explains_at_the_beginning_only(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("/", "?")
        await hand.wait_for(lambda: hand.app.screen.query(Pager))
        pager = hand.app.screen.query_one(Pager)
        shown = "\n".join(pager.render_line(y).text for y in range(pager.size.height))
        assert "outlet:harbour" in shown
        await hand.press("q")
        await hand.wait_for(lambda: hand.app.screen is hand.screen)
        await hand.type("pears")
        await hand.press("?")
        assert box(hand) == "pears?"


async def test_up_in_an_empty_box_recalls_what_was_searched_for(desk: OpenDesk):
    async with desk() as hand:
        for text, found in (("pears", 1), ("lanterns", 2)):
            await search(hand, text, found)
            await hand.press("enter")
            await hand.wait_for(lambda: hand.screen.context == "list")
            await hand.press("escape")
        await hand.press("/", "up")
        assert box(hand) == "lanterns"
        await hand.press("up")
        assert box(hand) == "pears"
        await hand.wait_for(lambda: "1 found" in hand.painted("#articles"))
        await hand.press("up")
        assert box(hand) == "pears"


async def test_arrows_walk_the_results_while_typing(desk: OpenDesk):
    async with desk() as hand:
        await search(hand, "lanterns", 2)
        first = name(hand)
        await hand.press("down")
        assert name(hand) != first
        await hand.press("up")
        assert name(hand) == first


async def test_nothing_hostile_acts_in_completions(desk: OpenDesk, folder: Path):
    write_hostile(folder)
    async with desk() as hand:
        await search(hand, "quagga", len(HOSTILE))
        await hand.press("escape", "/")
        await hand.type("outlet:")
        for _ in range(2 * len(HOSTILE)):
            await hand.press("tab")
            await hand.pilot.pause()
            shown = hand.painted("#status") + box(hand) + hand.painted("#articles")
            assert "\x1b" not in shown
            assert "\x07" not in shown
            assert "\u202e" not in shown
        assert hand.app.is_running
