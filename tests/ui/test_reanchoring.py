"""Notes whose article changed: what the margin says, and re-anchoring by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desk_in_hand import DeskInHand, OpenDesk
from post import cover, listed

from tui.config import Paths
from tui.ui.screens.places import Places

QUOTED = "The boats run every forty minutes, said Pell Havers, who has worked the ramp since 1998."
ALTERED = "The boats run every twenty minutes, said Pell Havers, who has run the ramp since 1998."
LOST = "Nobody at the company would say what follows."
MOVED = "A second reading of the plan is due in April."


@pytest.fixture
async def changed(desk: OpenDesk, folder: Path) -> None:
    """Three notes, and the next day's version: one quote altered, one gone, one elsewhere."""
    async with desk(open="ferry.md") as hand:
        for words in ("Nobody at", "forty minutes", "second reading"):
            await hand.go_to(words)
            await hand.press("H")
            await hand.settle()
    path = folder / "ferry.md"
    text = path.read_text("utf-8").replace(QUOTED, ALTERED).replace(f" {LOST}", "")
    text = text.replace(MOVED, "The plan has been printed.")
    path.write_text(text.replace("Ferry crews on the", f"{MOVED}\n\nFerry crews on the"), "utf-8")


def margin(hand: DeskInHand) -> str:
    return " ".join(hand.painted("#margin").replace("┃", " ").replace("▌", " ").split())


def state_of(hand: DeskInHand, words: str) -> str:
    placed = hand.screen.article.annotations
    return next(p.state for p in placed if words in p.annotation.quote)


async def to_margin(hand: DeskInHand, words: str) -> None:
    """Give the margin the keys, its cursor on the note with these words."""
    hand.screen.panes.bring(hand.screen.margin)
    await hand.pilot.pause()
    await hand.press("g", "g")
    for _ in hand.annotations:
        if words in hand.screen.margin.current.annotation.quote:
            break
        await hand.press("j")
    assert words in hand.screen.margin.current.annotation.quote


async def places(hand: DeskInHand, count: int) -> str:
    await hand.press("r")
    await hand.wait_for(lambda: isinstance(hand.app.screen, Places))
    await hand.wait_for(lambda: f"/{count} " in f"{listed(hand)} ")
    return " ".join(listed(hand).replace("┃", " ").split())


@pytest.mark.usefixtures("changed")
async def test_the_margin_says_what_became_of_each_note(desk: OpenDesk, paths: Paths):
    async with desk(open="ferry.md", size=(150, 50)) as hand:
        said = margin(hand)
        assert "[-forty-]{+twenty+} minutes" in said
        assert "≠ changed" in said
        assert "✗ not found in the text any more; r looks for it" in said
        assert LOST in said
        assert "→ moved: the same words in another place" in said
    saved = json.loads(paths.notes.read_text("utf-8"))["annotations"].values()
    by_words = {note["target"]["selector"][0]["exact"]: note for note in saved}
    # Only the one that moved was written again, its old selectors in its history.
    assert [len(by_words[words]["history"]) for words in (QUOTED, LOST, MOVED)] == [0, 0, 1]
    old = by_words[MOVED]["history"][0]["target"]["selector"][1]["start"]
    assert by_words[MOVED]["target"]["selector"][1]["start"] < old
    assert by_words[MOVED]["modified"] == by_words[MOVED]["history"][0]["modified"]
    async with desk(open="ferry.md", size=(150, 50)) as hand:
        assert "→ moved" not in margin(hand)
        assert state_of(hand, MOVED) == "exact"
        await hand.press("u")
        await hand.wait_for(lambda: hand.said == "New highlight taken back")
        await hand.settle()


@pytest.mark.usefixtures("changed")
async def test_the_altered_words_can_be_accepted_and_that_undone(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await to_margin(hand, QUOTED)
        said = await places(hand, 2)
        assert "14 of 16 words the same" in said
        assert "where it is shown now" in said
        assert "{+twenty+}" in said
        await hand.press("enter")
        await hand.wait_for(lambda: hand.said == "Re-anchored; u takes it back.")
        await hand.settle()
        assert ALTERED in [note.quote for note in hand.annotations]
        assert state_of(hand, ALTERED) == "exact"
        target = next(n.targets[0] for n in hand.annotations if n.quote == ALTERED)
        text = hand.screen.article.document.text
        assert hand.session.notes.text_of(target.text_sha256) == text
        await hand.press("u")
        await hand.wait_for(lambda: QUOTED in [note.quote for note in hand.annotations])
        await hand.settle()
        assert state_of(hand, QUOTED) == "changed"


@pytest.mark.usefixtures("changed")
async def test_an_orphan_is_kept_as_it_is_or_put_on_the_readers_selection(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("The lanterns")
        await hand.press("v", "i", "s")
        await to_margin(hand, LOST)
        await hand.press("r")
        await hand.wait_for(lambda: "What is selected in the reader" in listed(hand))
        await hand.app.workers.wait_for_complete()
        await hand.press("G", "enter")
        await hand.settle()
        assert hand.app.screen is hand.screen
        assert state_of(hand, LOST) == "orphan"
        await hand.press("r")
        await hand.wait_for(lambda: "Keep it as it is" in listed(hand))
        await hand.press("g", "g", "enter")
        await hand.wait_for(lambda: hand.said == "Re-anchored; u takes it back.")
        await hand.settle()
        assert state_of(hand, "The lanterns") == "exact"
        assert hand.screen.reader.selection is None
        await hand.press("g", "h")
        assert LOST in " ".join(listed(hand).replace("┃", " ").split())
        await hand.press("j", "enter")
        await hand.wait_for(lambda: cover(hand).status.message.startswith("Restored"))
        await hand.settle()
        assert LOST in [note.quote for note in hand.annotations]
        await hand.press("q", "u")
        await hand.wait_for(lambda: LOST not in [note.quote for note in hand.annotations])
        await hand.settle()


async def test_earlier_forms_are_listed_and_restored(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("lanterns")
        for key in ("H", "c"):
            await hand.press(key)
            await hand.settle()
        await to_margin(hand, "lanterns")
        await hand.press("g", "h")
        assert "Earlier forms of this note · 1" in listed(hand)
        assert "another colour" in listed(hand)
        await hand.press("enter")
        assert cover(hand).status.message == "This is how it is now."
        await hand.press("j", "enter")
        await hand.wait_for(lambda: hand.annotations[0].colour == "yellow")
        await hand.settle()
        await hand.press("u")
        await hand.wait_for(lambda: hand.annotations[0].colour == "green")
        await hand.settle()
        await hand.press("q")
