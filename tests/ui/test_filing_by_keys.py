"""Selecting articles, and archiving, starring, tagging, marking and dismissing them by keys."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from desk_in_hand import DeskInHand, OpenDesk
from newsstand import HOSTILE, write, write_hostile, write_many
from textual.widgets import Input

from tui.annotations import AnnotationStore, ArticleFacts
from tui.config import Paths
from tui.errors import NotesError


def names(hand: DeskInHand) -> list[str]:
    """Return the names of the listed files."""
    return [row.path.name for row in hand.screen.articles.rows]


def here(hand: DeskInHand) -> str:
    current = hand.screen.articles.current
    return "" if current is None else current.path.name


def title(hand: DeskInHand) -> str:
    return hand.painted("#articles").split("\n")[0]


def marked(hand: DeskInHand) -> list[str]:
    """Return the titles of the articles that are painted as selected."""
    lines = hand.painted("#articles").split("\n")
    return [lines[at - 1][3:] for at, line in enumerate(lines) if line.startswith(" ✓ ")]


def records(hand: DeskInHand, **wanted: object) -> list[str]:
    """Return the file names of the articles whose records say this, in order."""
    found = (
        record.paths[0].name
        for record in hand.session.notes.articles()
        if all(getattr(record, key) == value for key, value in wanted.items())
    )
    return sorted(found)


async def said(hand: DeskInHand, *keys: str) -> str:
    """Press keys and return what the desk says when all of it is done."""
    hand.screen.say("")
    await hand.press(*keys)
    await hand.wait_for(lambda: hand.said)
    await hand.settle()
    return hand.said


async def tagged(hand: DeskInHand, text: str, *keys: str) -> str:
    """Answer the question for tags with a text, and return what the desk says then."""
    await hand.press(*(keys or "t"))
    await hand.wait_for(lambda: hand.app.screen.query(Input))
    await hand.pilot.pause()
    await hand.type(text)
    return await said(hand, "enter")


async def search(hand: DeskInHand, text: str, count: int) -> None:
    await hand.press("/")
    await hand.type(text)
    await hand.wait_for(lambda: len(hand.screen.articles) == count)
    await hand.press("enter")
    await hand.wait_for(lambda: hand.screen.context == "list")


# Selecting


async def test_x_selects_and_goes_down_and_escape_clears(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("x", "x")
        assert here(hand) == "orchard.md"
        assert "2 selected" in title(hand)
        assert [line.split()[0] for line in marked(hand)] == ["Ferry", "[red]Paper"]
        await hand.press("k", "x")
        assert "1 selected" in title(hand)
        await hand.press("escape")
        assert "selected" not in title(hand)
        assert not marked(hand)


async def test_a_number_selects_so_many_and_no_more_than_there_are(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("9", "x")
        assert "3 selected" in title(hand)
        assert here(hand) == "orchard.md"


async def test_a_range_is_selected_from_the_last_one(desk: OpenDesk, folder: Path):
    write_many(folder, 30)
    async with desk() as hand:
        await hand.press("4", "j", "x", "1", "0", "j", "X")
        assert "12 selected" in title(hand)
        await hand.press("g", "g", "X")  # upwards, from where the last range ended
        assert "16 selected" in title(hand)


async def test_all_of_a_search_are_selected_by_id(desk: OpenDesk, folder: Path):
    write_many(folder, 90)
    async with desk() as hand:
        await search(hand, "outlet:orrin", 30)
        assert await said(hand, "g", "a") == "30 selected; Esc unselects them."
        await hand.press("slash")
        await hand.press("escape")
        await hand.wait_for(lambda: len(hand.screen.articles) == 93)
        assert "30 selected" in title(hand)
        assert all("Meeting" in line for line in marked(hand))
        await hand.press("S")
        await hand.wait_for(lambda: hand.app.screen is not hand.screen)
        await hand.press("j", "j", "enter")
        await hand.settle()
        assert "30 selected" in title(hand)
        await hand.press("q")
        assert "selected" not in title(hand)
        assert hand.app.is_running


# Archiving


async def test_archived_articles_leave_the_list_and_undo_brings_them_back(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("j")
        assert await said(hand, "a") == "Archived; u brings it back."
        assert names(hand) == ["ferry.md", "orchard.md"]
        assert here(hand) == "orchard.md"
        assert records(hand, archived=True) == ["mill.md"]
        assert await said(hand, "u") == "Archiving taken back"
        assert names(hand) == ["ferry.md", "mill.md", "orchard.md"]
        assert here(hand) == "mill.md"
        assert await said(hand, "ctrl+r") == "Archiving made again"
        assert names(hand) == ["ferry.md", "orchard.md"]
    async with desk() as hand:
        assert names(hand) == ["ferry.md", "orchard.md"]


async def test_keys_typed_ahead_are_for_one_article_after_the_other(desk: OpenDesk, folder: Path):
    write_many(folder, 12)
    async with desk() as hand:
        before = names(hand)
        await hand.press(*"jaaaa")
        await hand.settle()
        assert names(hand) == [before[0], *before[5:]]
        assert records(hand, archived=True) == sorted(before[1:5])
        await hand.press(*"uuuu")
        await hand.settle()
        assert names(hand) == before


async def test_the_archive_is_looked_at_and_emptied_by_a_search(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("x", "x")
        said_then = await said(hand, "a")
        assert said_then == "Archived 2 articles; u brings them back."
        assert "selected" not in title(hand)
        assert names(hand) == ["orchard.md"]
        await search(hand, "is:archived", 2)
        assert await said(hand, "a") == "Taken out of the archive; u puts it back."
        await hand.wait_for(lambda: len(names(hand)) == 1)
        await hand.press("escape")
        await hand.wait_for(lambda: len(names(hand)) == 2)
        await hand.settle()
        assert len(names(hand)) == 2


async def test_a_selection_reaches_what_the_search_no_longer_shows(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("x")
        await search(hand, "pears", 1)
        assert await said(hand, "a") == "Archived; u brings it back."
        assert names(hand) == ["orchard.md"]
        assert records(hand, archived=True) == ["ferry.md"]


# Stars, read states, tags


async def test_stars_are_given_and_taken_and_searched_for(desk: OpenDesk):
    async with desk() as hand:
        assert await said(hand, "s") == "Starred; u undoes it."
        assert hand.painted("#articles").split("\n")[1].endswith("★")
        await hand.press("g", "a")
        assert await said(hand, "s") == "Starred 2 articles; u undoes it."
        assert await said(hand, "s") == "Unstarred 3 articles; u undoes it."
        assert await said(hand, "u") == "Unstarred 3 articles: taken back"
        assert await said(hand, "u") == "Starred 2 articles: taken back"
        await search(hand, "is:starred", 1)
        assert here(hand) == "ferry.md"


async def test_many_are_marked_as_read_at_once(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("g", "a")
        assert await said(hand, "z", "r") == "Marked 3 articles as read; u undoes it."
        assert "●" not in hand.painted("#articles")
        assert await said(hand, "u") == "Marked 3 articles as read: taken back"
        assert hand.painted("#articles").count("●") == 3


async def test_no_file_is_read_for_it(desk: OpenDesk, monkeypatch):
    async with desk() as hand:
        await hand.settle()
        monkeypatch.setattr(hand.session.documents, "read", lambda *a: pytest.fail("read"))
        await hand.press("g", "a")
        await said(hand, "s")
        await said(hand, "z", "r")
        assert records(hand, starred=True, read_state="read") == sorted(names(hand))


async def test_tags_of_one_article_are_added_and_taken_away(desk: OpenDesk):
    async with desk() as hand:
        assert await tagged(hand, "court, budget 2026") == "Tagged; u undoes it."
        assert "#court" in hand.painted("#articles")
        await search(hand, "tag:court", 1)
        await hand.press("t")
        await hand.wait_for(lambda: hand.app.screen.query(Input))
        await hand.pilot.pause()
        line = hand.app.screen.query_one(Input)
        assert line.value == "court, budget 2026, "
        line.value = "budget 2026"
        assert await said(hand, "enter") == "Tagged; u undoes it."
        assert records(hand, tags=("budget 2026",)) == ["ferry.md"]
        assert await said(hand, "u") == "Change of the article’s tags taken back"
        assert records(hand, tags=("court", "budget 2026")) == ["ferry.md"]


async def test_tags_of_several_keep_what_each_has(desk: OpenDesk):
    async with desk() as hand:
        await tagged(hand, "mill")
        await hand.press("g", "a")
        assert await tagged(hand, "river") == "Tagged 3 articles; u undoes it."
        assert records(hand, tags=("mill", "river")) == ["ferry.md"]
        assert records(hand, tags=("river",)) == ["mill.md", "orchard.md"]
        await hand.press("t")
        await hand.wait_for(lambda: hand.app.screen.query(Input))
        await hand.pilot.pause()
        assert hand.app.screen.query_one(Input).value == "river, "
        await hand.type("-mill")
        assert await said(hand, "enter") == "Tagged; u undoes it."
        assert records(hand, tags=("river",)) == sorted(names(hand))
        await said(hand, "u")
        await said(hand, "u")
        assert records(hand, tags=()) == ["mill.md", "orchard.md"]


async def test_what_is_typed_before_the_question_is_there_is_a_tag(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("g", "a")
        await hand.wait_for(lambda: "3 selected" in title(hand))
        await hand.press("t", *"budget", "enter")
        await hand.settle()
        assert records(hand, tags=("budget",)) == sorted(names(hand))


async def test_notes_and_articles_are_found_by_one_tag(desk: OpenDesk):
    async with desk(open="mill.md") as hand:
        await hand.go_to("Lanterns")
        await tagged(hand, "river")
        await hand.press("q")
        await hand.press("g", "g")
        await tagged(hand, "river")
        await search(hand, "tag:river", 2)
        assert sorted(names(hand)) == ["ferry.md", "mill.md"]


async def test_hostile_titles_and_tags_are_only_text(desk: OpenDesk, folder: Path):
    write_hostile(folder)
    async with desk() as hand:
        await hand.press("g", "a")
        await hand.press("t")
        await hand.wait_for(lambda: hand.app.screen.query(Input))
        await hand.pilot.pause()
        hand.app.screen.query_one(Input).value = ", ".join(HOSTILE)
        await said(hand, "enter")
        assert all(record.tags for record in hand.session.notes.articles())
        kept = "".join("".join(record.tags) for record in hand.session.notes.articles())
        assert not any(sign in kept for sign in "\x1b\x07\u202e")
        painted = hand.painted("#articles")
        assert not any(sign in painted for sign in "\x1b\x07\u202e")
        assert "#Why [/b] fails" in painted
        await hand.press("t")
        await hand.wait_for(lambda: hand.app.screen.query(Input))
        await hand.press("escape")
        assert await said(hand, "a") == "Archived 7 articles; u brings them back."
        assert await said(hand, "u") == "Archived 7 articles: taken back"


# Files that are gone


async def test_a_missing_article_is_taken_off_the_list_and_put_back(desk: OpenDesk, folder: Path):
    async with desk():
        pass
    (folder / "mill.md").unlink()
    async with desk() as hand:
        assert await said(hand, "d", "d") == "Its file is still there; a archives the article."
        await hand.press("j")
        assert await said(hand, "d", "d") == "Taken off the list; u brings it back."
        assert names(hand) == ["ferry.md", "orchard.md"]
        await said(hand, "s")
        assert await said(hand, "u") == "Star taken back"
        assert names(hand) == ["ferry.md", "orchard.md"]
        assert await said(hand, "u") == "1 article back on the list"
        assert names(hand) == ["ferry.md", "mill.md", "orchard.md"]
        assert await said(hand, "ctrl+r") == "1 article taken off the list again"
        assert await said(hand, "ctrl+r") == "Star made again"
        assert names(hand) == ["ferry.md", "orchard.md"]
        await hand.press("g", "a")
        many = "Their files are still there; a archives the articles."
        assert await said(hand, "d", "d") == many


async def test_of_a_selection_only_the_missing_are_taken_off(desk: OpenDesk, folder: Path):
    async with desk():
        pass
    for name in ("mill.md", "ferry.md"):
        (folder / name).unlink()
    async with desk() as hand:
        await hand.press("g", "a")
        await hand.wait_for(lambda: "3 selected" in title(hand))
        text = "Took 2 articles off the list; u brings them back. The files of 1 are still there."
        assert await said(hand, "d", "d") == text
        assert names(hand) == ["orchard.md"]
        assert await said(hand, "u") == "2 articles back on the list"
        assert len(names(hand)) == 3


# From the reader


async def test_the_open_article_is_starred_tagged_and_archived(desk: OpenDesk):
    async with desk(open="mill.md") as hand:
        assert await said(hand, "z", "s") == "Starred; u undoes it."
        assert await tagged(hand, "mill", "z", "t") == "Tagged; u undoes it."
        assert hand.annotations == []
        assert await said(hand, "z", "a") == "Archived; u brings it back."
        assert names(hand) == ["ferry.md", "orchard.md"]
        assert hand.screen.article is not None
        assert records(hand, starred=True, archived=True, tags=("mill",)) == ["mill.md"]
        for _ in range(3):
            await said(hand, "u")
        assert records(hand, starred=False, archived=False, tags=()) == ["mill.md"]
        assert len(names(hand)) == 3


async def test_how_far_an_article_is_read_is_shown(desk: OpenDesk, folder: Path):
    write(folder, "long.md", "A long one", text="\n\n".join(["Words and words."] * 400))
    async with desk(open="long.md") as hand:
        await hand.press("1", "0", "0", "}")
        await hand.press("q")
        await hand.open("ferry.md")
        [row] = [row for row in hand.screen.articles.rows if row.path.name == "long.md"]
        state = hand.screen.shelf.standing(row)
        assert state.read_state == "reading"
        assert 0.2 < state.progress < 0.3
        assert "25%" in hand.painted("#articles")


# What goes wrong


async def test_what_cannot_be_saved_comes_back_to_the_list(desk: OpenDesk, monkeypatch):
    def full(self, changes, what):
        raise NotesError("The disk is full.")

    async with desk() as hand:
        with monkeypatch.context() as patch:
            patch.setattr(AnnotationStore, "change_articles", full)
            await hand.press("a")
            await hand.wait_for(lambda: "The disk is full." in hand.told)
            await hand.settle()
            assert names(hand) == ["ferry.md", "mill.md", "orchard.md"]
        assert await said(hand, "a") == "Archived; u brings it back."


async def test_an_empty_list_has_nothing_to_do_it_to(desk: OpenDesk, tmp_path: Path):
    empty = tmp_path / "empty"
    empty.mkdir()
    async with desk(empty) as hand:
        await hand.press("x", "X", "g", "a", "a", "s", "t", "z", "r", "d", "d", "g", "q")
        await hand.settle()
        assert hand.app.screen is hand.screen
        assert hand.session.notes.articles() == ()


async def test_another_desk_reaches_list_and_index(desk: OpenDesk, paths: Paths):
    async with desk() as hand:
        row = hand.screen.articles.rows[1]
        with closing(AnnotationStore(paths.notes)) as other:
            record = other.article_for(ArticleFacts(sha256=row.sha256, path=row.path))
            other.change_articles([(record, replace(record, archived=True))], "Archiving")
        await hand.wait_for(lambda: names(hand) == ["ferry.md", "orchard.md"])
        await search(hand, "is:archived", 1)
        # What another desk did is not this one's to take back.
        assert await said(hand, "u") == "There is nothing to undo."


async def test_two_thousand_are_one_step_and_keys_go_on_meanwhile(
    desk: OpenDesk, folder: Path, paths: Paths
):
    for number in range(2_000):
        (folder / f"{number:04}.txt").write_text(f"Story {number}\n\nIt was told once, {number}.")
    async with desk() as hand:
        await hand.wait_for(lambda: len(hand.screen.articles) == 2_003)
        await hand.settle()
        await search(hand, "story", 2_000)
        assert await said(hand, "g", "a") == "2,000 selected; Esc unselects them."
        await tagged(hand, "told")
        assert hand.said == "Tagged 2,000 articles; u undoes it."
        hand.screen.say("")
        await hand.press("a")
        # Gone from the list before it is on the disk, and keys are for what is left.
        assert names(hand) == []
        await hand.press("escape")
        await hand.wait_for(lambda: len(names(hand)) == 3)
        await hand.settle()
        assert len(names(hand)) == 3
        assert len(records(hand, archived=True, tags=("told",))) == 2_000
        async with desk() as other:
            await other.settle()
            assert len(names(other)) == 3
            assert await said(hand, "u") == "Archived 2,000 articles: taken back"
            assert len(names(hand)) == 2_003
            await other.wait_for(lambda: len(names(other)) == 2_003)
        assert await said(hand, "u") == "Tagged 2,000 articles: taken back"
        assert records(hand, tags=()) == records(hand)
        await search(hand, "tag:told", 0)
