"""Far moves and small ones by keys: marks, jumps, characters, matches, a long article's start."""

from __future__ import annotations

import threading
from pathlib import Path

from desk_in_hand import OpenDesk

from tui.articles.beginning import LONG
from tui.session import Session


async def test_marks_are_kept_with_the_article(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("lanterns")
        await hand.press("m", "a")
        await hand.press("G", "'", "a")
        assert hand.screen.reader.cursor == hand.offset("lanterns")
        await hand.press("'", "'")
        assert hand.screen.reader.cursor > hand.offset("A second reading")
        await hand.press("'", "b")
        assert hand.said == "There is no mark b in this article."
        await hand.settle()
        await hand.open("mill.md")
        await hand.press("'", "a")
        assert hand.said == "There is no mark a in this article."
        await hand.open("ferry.md")
        await hand.press("`", "a")
        assert hand.screen.reader.cursor == hand.offset("lanterns")
        assert dict(hand.session.notes.article_for(hand.screen.article.document).marks) == {
            "a": hand.offset("lanterns")
        }


async def test_the_jump_list(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("Nobody")
        await hand.press("G")
        end = hand.screen.reader.cursor
        await hand.press("g", "g", "ctrl+o")
        assert hand.screen.reader.cursor == end
        await hand.press("ctrl+o")
        assert hand.screen.reader.cursor == hand.offset("Nobody")
        await hand.press("g", "i", "g", "i")
        assert hand.screen.reader.cursor == 0
        await hand.press("g", "i")
        assert hand.said == "This is the newest place."


async def test_to_a_character_and_again(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("The lanterns")
        await hand.press("f", "n")
        assert hand.screen.reader.cursor == hand.offset("lanterns") + 2
        await hand.press(";")
        assert hand.screen.reader.cursor == hand.offset("lanterns") + 6
        await hand.press(",")
        assert hand.screen.reader.cursor == hand.offset("lanterns") + 2
        await hand.press("f", "space")
        assert hand.screen.reader.cursor == hand.offset(" of the\npier stay".replace("\n", " "))
        await hand.press("f", "Z")
        assert hand.said == "No further Z in this paragraph."


async def test_selecting_up_to_a_character(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("The lanterns")
        await hand.press("v", "t", "s")
        chosen = hand.screen.reader.selection
        assert hand.screen.article.document[chosen] == "The lantern"


async def test_one_more_object_each_time(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        words = hand.screen.article.document
        await hand.go_to("lanterns")
        await hand.press("v", "a", "w")
        assert words[hand.screen.reader.selection] == "lanterns "
        await hand.press("a", "w")
        assert words[hand.screen.reader.selection] == "lanterns of "
        await hand.press("escape")
        await hand.go_to("fair")
        await hand.press("v", "a", '"')
        assert words[hand.screen.reader.selection] == "“a fair compromise”"


async def test_the_text_moves_under_the_cursor(desk: OpenDesk):
    async with desk(open="ferry.md", size=(60, 9)) as hand:
        reader = hand.screen.reader
        await hand.go_to("Nobody")
        top = reader.page.window[0].start
        await hand.press("ctrl+e")
        assert reader.page.window[0].start > top
        assert reader.cursor == hand.offset("Nobody")
        await hand.press("ctrl+y")
        assert reader.page.window[0].start == top
        await hand.press("9", "ctrl+e")
        assert reader.cursor > hand.offset("Nobody"), "the cursor stays in view"


async def test_the_word_here_is_found_as_a_whole_word(desk: OpenDesk, folder: Path):
    text = "The mill stands.\n\nA miller mills. The mill is old, and the mill leaks."
    (folder / "words.txt").write_text(text, "utf-8")
    async with desk(open="words.txt") as hand:
        await hand.go_to("mill")
        await hand.press("*")
        assert hand.said == "match 2 of 3"
        assert hand.screen.reader.cursor == hand.offset("mill is old")
        await hand.press("#")
        assert hand.said == "match 1 of 3"
        await hand.press("n")
        assert hand.said == "match 3 of 3", "n goes the way of the search"


async def test_finding_backwards(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("A second")
        await hand.press("g", "/")
        await hand.type("the")
        await hand.press("enter")
        await hand.wait_for(lambda: hand.screen.focused is hand.screen.reader)
        found = hand.screen.reader.cursor
        assert found < hand.offset("A second")
        await hand.press("n")
        assert hand.screen.reader.cursor < found
        await hand.press("N")
        assert hand.screen.reader.cursor == found
        await hand.press("ctrl+o", "ctrl+o", "ctrl+o")
        assert hand.screen.reader.cursor == hand.offset("A second")


async def test_a_long_article_is_shown_before_it_is_read_to_its_end(
    desk: OpenDesk, folder: Path, monkeypatch
):
    paragraphs = [
        f"On day {day} the ferry left the pier at nine, and {7 * day} people were aboard of it."
        for day in range(LONG // 60)
    ]
    (folder / "long.txt").write_text("\n\n".join(paragraphs), "utf-8")
    go_on, whole = threading.Event(), Session.open

    def slow(self, path, unsaved=()):
        go_on.wait(20)
        return whole(self, path, unsaved)

    async with desk() as hand:
        monkeypatch.setattr(Session, "open", slow)
        hand.screen.articles.focus()
        await hand.settle()
        await hand.press("g", "g")
        while hand.screen.articles.current.path.name != "long.txt":
            await hand.press("j")
        await hand.press("enter")
        await hand.wait_for(lambda: "On day 3 the" in hand.painted("#reader"))
        assert hand.screen.article is None, "nothing is saved of what is not read yet"
        await hand.press("G")  # waits: the end is not there yet
        assert "On day 3 the" in hand.painted("#reader")
        go_on.set()
        await hand.wait_for(lambda: hand.screen.article is not None)
        await hand.settle()
        assert hand.screen.reader.cursor >= hand.offset(paragraphs[-1])
