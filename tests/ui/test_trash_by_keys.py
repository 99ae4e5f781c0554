"""Deleted notes, listed, restored and removed for good through keys; undo across panes and days."""

from __future__ import annotations

import json

from desk_in_hand import DeskInHand, OpenDesk
from post import listed, said_over
from textual.widgets import Input, TextArea

from tui.annotations import AnnotationStore
from tui.config import Paths
from tui.ui.screens.question import Question


async def mark(hand: DeskInHand, words: str, key: str = "H") -> None:
    await hand.go_to(words)
    await hand.press(key)
    await hand.settle()


async def undone(hand: DeskInHand, key: str = "u") -> str:
    hand.screen.say("")
    await hand.press(key)
    await hand.wait_for(lambda: hand.said)
    await hand.settle()
    return hand.said


async def test_the_trash_of_all_articles_newest_first(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await mark(hand, "lanterns")
        await hand.press("d", "d")
        await hand.settle()
        await hand.open("mill.md")
        await mark(hand, "The paper mill")
        await hand.press("d", "d")
        await hand.settle()
        await hand.press("g", "T")
        shown = listed(hand)
        assert "Deleted notes · 2" in shown
        assert shown.index("Paper mill") < shown.index("Ferry crews vote")
        assert "“The lanterns of the pier stay lit until nine.”" in shown
        await hand.press("enter")
        await hand.wait_for(lambda: "Deleted notes · 1" in listed(hand))
        await hand.settle()
        assert said_over(hand) == "Restored; u puts it back into the trash."
        assert len(hand.annotations) == 1
        await hand.press("u")
        await hand.wait_for(lambda: "Deleted notes · 2" in listed(hand))
        await hand.settle()
        assert hand.annotations == []
        await hand.press("q")


async def test_emptying_asks_first_and_leaves_tombstones(desk: OpenDesk, paths: Paths):
    async with desk(open="ferry.md") as hand:
        for words in ("lanterns", "forty minutes"):
            await mark(hand, words)
            await hand.press("d", "d")
            await hand.settle()
        await mark(hand, "second reading")
        await hand.press("g", "T", "E")
        assert isinstance(hand.app.screen, Question)
        asked = str(hand.app.screen.query_one("#question-asked").render())
        assert asked == "Remove 2 deleted notes for good? This cannot be undone."
        await hand.press("enter", "n")
        assert "Deleted notes · 2" in listed(hand)
        await hand.press("E", "y")
        await hand.wait_for(lambda: "Nothing deleted" in listed(hand))
        await hand.settle()
        assert said_over(hand) == "2 notes are gone."
        await hand.press("E")
        assert said_over(hand) == "There is nothing to remove."
        await hand.press("q")
        assert await undone(hand) == "New highlight taken back"
        assert await undone(hand) == "There is nothing to undo."
    tables = json.loads(paths.notes.read_text("utf-8"))
    assert len(tables["tombstones"]) == 2
    assert "forty minutes" not in json.dumps(tables["annotations"])


async def test_three_thousand_deleted_notes_open_at_once(desk: OpenDesk, monkeypatch):
    async with desk(open="ferry.md") as hand:
        await mark(hand, "lanterns")
        notes, document = hand.session.notes, hand.screen.article.document
        [one] = hand.annotations
        with notes.together():
            for number in range(3_000):
                notes.add(one.__class__.make(one.targets, note=f"note {number}"), document)
            for note in notes.all():
                notes.delete(note.id)
        asked: list[str] = []
        real = AnnotationStore.trashed

        def trashed(self, name):
            asked.append(name)
            return real(self, name)

        monkeypatch.setattr(AnnotationStore, "trashed", trashed)
        await hand.press("g", "T")
        assert "Deleted notes · 3,001" in listed(hand)
        await hand.press("G")
        assert "3001/3001" in listed(hand)
        assert len(asked) < 200  # only what is in view is read
        await hand.press("q")


async def test_undo_of_everything_across_panes_and_after_a_restart(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await mark(hand, "lanterns")
        await hand.press("t")
        await hand.wait_for(lambda: hand.app.screen.query(Input))
        await hand.pilot.pause()
        await hand.type("pier")
        await hand.press("enter")
        await hand.settle()
        await hand.press("tab", "c")
        await hand.settle()
        await hand.press("tab", "z", "r")
        await hand.settle()
    async with desk() as hand:
        assert await undone(hand) == "Article marked as reading again"
        assert await undone(hand) == "Change to the highlight taken back"
        assert await undone(hand, "ctrl+r") == "Change to the highlight made again"
        await hand.open("ferry.md")
        assert hand.annotations[0].colour == "green"
    async with desk(open="ferry.md") as hand:
        assert await undone(hand) == "Change to the highlight taken back"
        assert await undone(hand) == "Change to the highlight taken back"
        assert (hand.annotations[0].colour, hand.annotations[0].tags) == ("yellow", ())
        assert await undone(hand) == "New highlight taken back"
        assert hand.annotations == []


async def test_a_read_mark_is_undone_and_made_again(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("z", "r")
        await hand.wait_for(lambda: hand.said == "Marked as read; u undoes it.")
        await hand.settle()
        assert await undone(hand) == "Article marked as unread again"
        assert "●" in hand.painted("#articles").split("\n")[1]
        assert await undone(hand, "ctrl+r") == "Article marked as read again"
        assert "●" not in hand.painted("#articles").split("\n")[1]


async def test_what_was_discarded_comes_back_as_a_draft(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("lanterns")
        await hand.press("a")
        await hand.wait_for(lambda: hand.app.screen.query(TextArea))
        await hand.pilot.pause()
        await hand.type("ask the harbour")
        await hand.press("ctrl+g")
        await hand.wait_for(lambda: hand.said.startswith("Discarded; u brings it back"))
        await hand.settle()
        assert hand.session.notes.drafts() == ()
    async with desk() as hand:
        assert (await undone(hand)).startswith("Discarded note is back as unfinished")
        await hand.press("g", "n")
        await hand.wait_for(lambda: hand.app.screen.query(TextArea))
        await hand.pilot.pause()
        assert hand.app.screen.query_one(TextArea).text == "ask the harbour"
        await hand.press("escape")
        await hand.wait_for(lambda: hand.annotations)
        await hand.settle()
        assert [note.note for note in hand.annotations] == ["ask the harbour"]
        assert hand.session.notes.drafts() == ()
