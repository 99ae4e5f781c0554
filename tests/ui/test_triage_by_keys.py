"""Going through unread articles one after the other."""

from __future__ import annotations

from pathlib import Path

from desk_in_hand import DeskInHand, OpenDesk
from newsstand import write, write_hostile, write_many
from post import listed, said_over
from test_filing_by_keys import names, records, search
from textual.widgets import Input

from tui.ui.screens.triage import EXCERPT, Triage


async def triage(hand: DeskInHand) -> None:
    """Begin it, and wait until the first article is there."""
    await hand.press("g", "q")
    await hand.wait_for(lambda: isinstance(hand.app.screen, Triage))
    await shown(hand)


async def shown(hand: DeskInHand) -> str:
    """Return what is shown, when the article is there and all is done."""
    await hand.pilot.pause()
    await hand.wait_for(lambda: "\n  …\n" not in listed(hand))
    await hand.settle()
    return listed(hand)


async def test_one_article_at_a_time_with_its_beginning(desk: OpenDesk):
    async with desk() as hand:
        await triage(hand)
        first = await shown(hand)
        assert "Triage · 1 of 3" in first
        assert "Ferry crews vote on the winter timetable" in first
        assert "2026-03-02 · Odette Marr" in first
        assert "words" in first
        assert "will vote on Friday on a winter timetable" in " ".join(first.split())
        assert "newsletter" not in first  # of its kept text
        assert "Paper mill" not in first
        await hand.press("j")
        assert "[red]Paper mill[/red] to reopen" in await shown(hand)
        await hand.press("k")
        assert "Ferry crews" in await shown(hand)


async def test_each_key_decides_and_goes_on(desk: OpenDesk, folder: Path):
    write_many(folder, 6)
    async with desk() as hand:
        order = names(hand)
        await triage(hand)
        await hand.press("a", "r", "s", "j", "space", "a")
        assert "6 of 9" in await shown(hand)
        await hand.press("q")
        await hand.settle()
        assert hand.app.screen is hand.screen
        assert records(hand, archived=True) == sorted([order[0], order[4]])
        assert records(hand, read_state="read") == [order[1]]
        assert records(hand, starred=True) == [order[2]]
        # The list follows, and its cursor is where triage was left.
        assert names(hand) == [each for each in order if each not in (order[0], order[4])]
        assert hand.screen.articles.current.path.name == order[5]
        # What was decided on is not asked again; it goes on where it was left.
        await triage(hand)
        assert "3 of 6" in await shown(hand)


async def test_undo_goes_back_to_the_article(desk: OpenDesk):
    async with desk() as hand:
        await triage(hand)
        await hand.press("a", "r")
        assert "Orchard" in await shown(hand)
        await hand.press("u")
        await hand.wait_for(lambda: said_over(hand) == "Article marked as unread again")
        assert "2 of 3" in await shown(hand)
        await hand.press("u")
        await hand.wait_for(lambda: said_over(hand) == "Archiving taken back")
        assert "Ferry crews" in await shown(hand)
        assert records(hand, archived=True) == []


async def test_what_was_done_to_it_is_shown(desk: OpenDesk):
    async with desk() as hand:
        await triage(hand)
        await hand.press("s", "t")
        await hand.wait_for(lambda: hand.app.screen.query(Input))
        await hand.pilot.pause()
        await hand.type("[b]court")
        await hand.press("enter")
        await hand.wait_for(lambda: isinstance(hand.app.screen, Triage))
        assert "★ starred · #[b]court" in await shown(hand)
        await hand.press("a", "k")
        assert "★ starred · archived · #[b]court" in await shown(hand)
        await hand.press("a")  # brings it back, and stays with it
        assert "1 of 3" in await shown(hand)
        assert records(hand, archived=True) == []


async def test_after_the_last_comes_the_end(desk: OpenDesk):
    async with desk() as hand:
        await triage(hand)
        await hand.press(*"aaaaa")  # two too many
        assert "Triage · end of 3" in await shown(hand)
        assert "That was the last one" in listed(hand)
        assert len(records(hand, archived=True)) == 3
        await hand.press("s", "t", "r", "enter")
        assert "end of 3" in await shown(hand)
        await hand.press("k")
        assert "Orchard" in await shown(hand)
        await hand.press("q")
        await hand.settle()
        assert names(hand) == []
        await hand.press("g", "q")
        await hand.wait_for(lambda: hand.said == "Nothing is unread here.")


async def test_it_goes_through_what_a_search_found_from_the_cursor_on(desk: OpenDesk, folder: Path):
    write_many(folder, 20)
    async with desk() as hand:
        await search(hand, "meeting", 20)
        await hand.press("j", "j", "j")
        current = hand.screen.articles.current.title
        await triage(hand)
        text = await shown(hand)
        assert "4 of 20" in text
        assert current in text


async def test_read_ones_are_passed_over(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("j", "z", "r")
        await hand.settle()
        await triage(hand)
        assert "Orchard" in await shown(hand)
        assert "2 of 2" in listed(hand)


async def test_enter_opens_it_and_triage_goes_on_later(desk: OpenDesk):
    async with desk() as hand:
        await triage(hand)
        await hand.press("j", "enter")
        await hand.wait_for(lambda: hand.screen.article is not None)
        await hand.settle()
        assert hand.screen.article.document.provenance.path.name == "mill.md"
        assert hand.screen.context == "reader"
        await hand.press("q")
        await triage(hand)
        assert "Orchard" in await shown(hand)


async def test_keys_typed_ahead_are_for_triage(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("g", "q", "a", "a")
        await hand.settle()
        assert isinstance(hand.app.screen, Triage)
        assert records(hand, archived=True) == ["ferry.md", "mill.md"]


async def test_a_long_article_is_walked_through_and_begins_anew(desk: OpenDesk, folder: Path):
    text = "\n\n".join(f"Paragraph {number} of it." for number in range(900))
    write(folder, "long.md", "A long one", text=text, date="2026-09-09")
    async with desk(size=(80, 24)) as hand:
        await triage(hand)
        assert "A long one" in await shown(hand)
        for _ in range(40):
            await hand.press("pagedown")
        assert "… Enter opens all of it." in listed(hand)
        await hand.press("j", "k")
        assert "A long one" in await shown(hand)
        assert len(text) > EXCERPT


async def test_hostile_articles_are_only_text(desk: OpenDesk, folder: Path):
    write_hostile(folder)
    async with desk(size=(60, 16)) as hand:
        await triage(hand)
        seen = []
        for _ in range(7):
            seen.append(await shown(hand))
            await hand.press("j")
        text = "".join(seen)
        assert "Why [/b] fails" in text
        assert "[@click=app.quit]x[/]" in text
        assert not any(sign in text for sign in "\x1b\x07\u202e")


async def test_the_pane_under_it_stays_when_the_terminal_shrinks(desk: OpenDesk):
    async with desk() as hand:
        await triage(hand)
        await hand.pilot.resize_terminal(80, 24)
        await hand.press("q")
        await hand.settle()
        assert hand.panes() == (True, False, False)
        assert hand.screen.context == "list"
        assert hand.app.focused is hand.screen.articles
