"""Highlighting, noting, tagging and deleting, through keys."""

from __future__ import annotations

import json

import pytest
from desk_in_hand import DeskInHand, OpenDesk
from textual.widgets import Input, TextArea

from tui.annotations import AnnotationStore
from tui.config import Paths
from tui.errors import NotesError
from tui.ui.commands import COLOURS

FIRST = "The lanterns of the\npier stay lit until nine."


async def highlight(hand: DeskInHand, words: str, key: str = "H") -> None:
    count = len(hand.annotations)
    await hand.go_to(words)
    await hand.press(key)
    await hand.wait_for(lambda: len(hand.annotations) == count + 1)
    await hand.settle()
    assert hand.all_saved


async def write_note(hand: DeskInHand, text: str, key: str = "a") -> None:
    await hand.press(key)
    await hand.wait_for(lambda: hand.app.screen.query(TextArea))
    await hand.pilot.pause()
    await hand.type(text)
    await hand.press("escape")
    await hand.wait_for(lambda: hand.app.screen is hand.screen)
    await hand.settle()


async def test_highlighting_the_sentence_at_the_cursor(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await highlight(hand, "lanterns")
        [annotation] = hand.annotations
        assert annotation.quote.split() == FIRST.split()
        assert (annotation.colour, annotation.note, annotation.tags) == ("yellow", "", ())
        assert "Highlighted in yellow." in hand.said
    async with desk(open="ferry.md") as hand:
        assert [note.quote for note in hand.annotations] == [annotation.quote]
        assert "1 note" in hand.painted("#articles")


async def test_five_colours_and_the_last_one_stays(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("lanterns")
        for number, colour in enumerate(COLOURS, 1):
            await hand.press(str(number))
            # A digit waits: it could be the beginning of a count.
            await hand.wait_for(
                lambda colour=colour: [note.colour for note in hand.annotations] == [colour]
            )
        await hand.settle()
        await highlight(hand, "forty minutes")
        assert [note.colour for note in hand.annotations] == ["orange", "orange"]


async def test_a_count_does_not_highlight(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.press("g", "g", "1", "2", "l")
        await hand.settle()
        assert hand.annotations == []
        assert hand.screen.reader.cursor == 12


async def test_c_takes_the_next_colour(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await highlight(hand, "lanterns")
        await hand.press("c")
        await hand.wait_for(lambda: hand.annotations[0].colour == "green")
        await hand.press("tab", "c")
        await hand.wait_for(lambda: hand.annotations[0].colour == "blue")
        await hand.press("5")
        await hand.wait_for(lambda: hand.annotations[0].colour == "orange")
        await hand.settle()


async def test_writing_a_note(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("lanterns")
        await write_note(hand, "ask the harbour master")
        assert hand.said == "Note saved."
        assert [note.note for note in hand.annotations] == ["ask the harbour master"]
        assert "ask the harbour master" in " ".join(hand.painted("#margin").split())
        await write_note(hand, " twice")
        assert [note.note for note in hand.annotations] == ["ask the harbour master twice"]


async def test_a_discarded_note_leaves_nothing(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("lanterns")
        await hand.press("a")
        await hand.pilot.pause()
        await hand.type("no")
        await hand.press("ctrl+g")
        await hand.wait_for(lambda: hand.app.screen is hand.screen)
        await hand.settle()
        assert hand.annotations == []


async def test_tags_and_their_completion(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await highlight(hand, "lanterns")
        await hand.press("t")
        await hand.pilot.pause()
        await hand.type("harbour, #night work,harbour")
        await hand.press("enter")
        await hand.wait_for(lambda: hand.said == "Tagged.")
        assert hand.annotations[0].tags == ("harbour", "night work")
        await highlight(hand, "forty minutes")
        await hand.press("t")
        await hand.wait_for(lambda: hand.app.screen.query(Input))
        await hand.pilot.pause()
        line = hand.app.screen.query_one(Input)
        await hand.type("nig")
        await hand.wait_for(lambda: "night work" in line._suggestion)
        await hand.press("tab")
        assert line.value == "night work"
        await hand.press("enter")
        await hand.wait_for(lambda: len([n for n in hand.annotations if n.tags]) == 2)
        await hand.settle()


async def test_the_margin_follows_and_jumps(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        for words in ("lanterns", "forty minutes", "second reading"):
            await highlight(hand, words)
        margin = hand.screen.margin
        assert "second reading" in margin.current.annotation.quote
        await hand.go_to("lanterns")
        assert "lanterns" in margin.current.annotation.quote
        await hand.press("tab", "j")
        assert "forty minutes" in margin.current.annotation.quote
        await hand.pilot.pause()
        assert hand.screen.reader.cursor == margin.current.start
        await hand.press("j", "enter")
        await hand.pilot.pause()
        assert hand.screen.context == "reader"
        assert hand.screen.reader.cursor == hand.offset("A second reading")
        await hand.press("[", "h")
        assert hand.screen.reader.cursor == hand.offset("The boats")


async def test_delete_undo_and_redo(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await highlight(hand, "lanterns")
        await hand.press("d", "d")
        await hand.wait_for(lambda: hand.annotations == [])
        await hand.settle()
        assert "u brings it back" in hand.said
        await hand.press("u")
        await hand.wait_for(lambda: len(hand.annotations) == 1)
        await hand.settle()
        await hand.press("ctrl+r")
        await hand.wait_for(lambda: hand.annotations == [])
        await hand.settle()
        await hand.press("u")
        await hand.wait_for(lambda: len(hand.annotations) == 1)
        await hand.settle()
    async with desk(open="ferry.md") as hand:
        assert len(hand.annotations) == 1


async def test_a_selection_over_clutter_quotes_none_of_it(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        article = hand.screen.article
        assert any(
            not verdict.keep and "newsletter" in block.text for block, verdict in article.verdicts
        )
        await hand.go_to("The boats")
        await hand.press("V")
        await hand.press("}", "}")
        await hand.wait_for(lambda: hand.screen.reader.cursor >= hand.offset("A second"))
        await hand.press("H")
        await hand.wait_for(lambda: hand.annotations)
        await hand.settle()
        [annotation] = hand.annotations
        assert len(annotation.targets) == 2
        assert annotation.targets[0].quote.exact.startswith("The boats")
        assert annotation.targets[1].quote.exact.startswith("A second")
        assert "newsletter" not in annotation.quote


async def test_text_objects_while_selecting(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        text = hand.screen.article.document.text
        for keys, quote in (("is", "The mayor"), ("as", " The mayor"), ("ip", "A second reading")):
            await hand.go_to("fair compromise")
            await hand.press("v", *keys)
            chosen = hand.screen.reader.selection
            assert text[chosen.start : chosen.end].startswith(quote)
            await hand.press("escape")
            assert hand.screen.reader.selection is None
        await hand.go_to("fair compromise")
        await hand.press("v", "i", "w")
        chosen = hand.screen.reader.selection
        assert text[chosen.start : chosen.end] == "fair"
        await hand.press("escape", "v", "i", '"')
        chosen = hand.screen.reader.selection
        assert "fair compromise" in text[chosen.start : chosen.end]


async def test_a_note_on_a_selection(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("fair compromise")
        await hand.press("v", "i", "w", "a")
        # `a` could be the beginning of `as`: it becomes a note after a pause.
        await hand.wait_for(lambda: hand.app.screen.query(TextArea))
        await hand.pilot.pause()
        await hand.type("hm")
        await hand.press("escape")
        await hand.wait_for(lambda: hand.annotations)
        await hand.settle()
        assert [(note.quote, note.note) for note in hand.annotations] == [("fair", "hm")]


def refuse(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Let no annotation be saved while the list's one value is true."""
    full = [True]
    real = AnnotationStore.add

    def add(self, annotation, document):
        if full[0]:
            raise NotesError("The disk is full; the notes stay here until it is not.")
        return real(self, annotation, document)

    monkeypatch.setattr(AnnotationStore, "add", add)
    return full


async def test_what_cannot_be_saved_is_shown_and_saved_later(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
):
    full = refuse(monkeypatch)
    async with desk(open="ferry.md", size=(150, 40)) as hand:
        await hand.go_to("lanterns")
        await hand.press("H")
        await hand.wait_for(lambda: hand.told)
        await hand.settle()
        assert "The disk is full" in hand.told[0]
        assert len(hand.annotations) == 1
        assert "not saved yet" in hand.painted("#margin")
        assert "not saved yet" in hand.painted("#status")
        full[0] = False
        await hand.press("g", "w")
        await hand.wait_for(lambda: hand.all_saved)
        await hand.settle()
        assert "not saved yet" not in hand.painted("#margin")
        assert hand.said == "Everything is saved."
    async with desk(open="ferry.md") as hand:
        assert len(hand.annotations) == 1


async def test_a_full_disk_loses_nothing(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, paths: Paths
):
    async with desk(open="ferry.md") as hand:
        with monkeypatch.context() as patch:

            def no_space(handle: int) -> None:
                raise OSError(28, "No space left on device")

            patch.setattr("os.fsync", no_space)
            await hand.go_to("lanterns")
            await hand.press("H")
            await hand.wait_for(lambda: hand.told)
            await hand.settle()
            assert hand.told[0].endswith(".")
            assert "not saved yet" in hand.painted("#margin")
        await hand.press("g", "w")
        await hand.wait_for(lambda: hand.all_saved)
        await hand.settle()
    records = json.loads(paths.notes.read_text("utf-8"))
    assert "lanterns" in json.dumps(records)


async def test_a_rescue_file_at_the_end_where_saving_never_works(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, paths: Paths
):
    refuse(monkeypatch)
    async with desk(open="ferry.md") as hand:
        await hand.go_to("lanterns")
        await hand.press("H")
        await hand.wait_for(lambda: hand.told)
        await hand.settle()
    [rescue] = paths.state.glob("copydesk-rescue-*.json")
    assert str(rescue) in hand.app.farewell
    assert rescue.stat().st_mode & 0o077 == 0
    rescued = json.loads(rescue.read_text("utf-8"))
    [annotation] = rescued["annotations"]
    exact = [each["exact"] for each in annotation["target"]["selector"] if "exact" in each]
    assert exact[0].split() == FIRST.split()


async def test_an_open_note_at_the_end_is_a_draft_for_next_time(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("lanterns")
        await hand.press("a")
        await hand.pilot.pause()
        await hand.type("half a thou")
        hand.app.put_away()
    async with desk() as hand:
        await hand.press("g", "n")
        await hand.wait_for(lambda: hand.app.screen.query(TextArea))
        await hand.pilot.pause()
        assert hand.app.screen.query_one(TextArea).text == "half a thou"
        await hand.type("ght")
        await hand.press("escape")
        await hand.wait_for(lambda: hand.annotations)
        await hand.settle()
        assert hand.annotations[0].note == "half a thought"
        await hand.press("g", "n")
        await hand.wait_for(lambda: hand.said == "There is no unfinished note.")


async def test_markup_is_drawn_as_it_is_written(desk: OpenDesk):
    async with desk(open="mill.md") as hand:
        assert "[red]Paper mill[/red]" in hand.painted("#articles")
        assert "[red]Paper mill[/red]" in hand.painted("#reader")
        await hand.go_to("The paper mill")
        await hand.press("t")
        await hand.pilot.pause()
        await hand.type("[/b],[red]x")
        await hand.press("enter")
        await hand.wait_for(lambda: hand.annotations)
        await hand.settle()
        assert hand.annotations[0].tags == ("[/b]", "[red]x")
        assert "#[/b]  #[red]x" in hand.painted("#margin")
        await write_note(hand, "[bold]")
        assert "[bold]" in hand.painted("#margin")
        await hand.press("t")
        await hand.pilot.pause()
        known = hand.app.screen.query_one("#tag-known")
        drawn = "".join(known.render_line(y).text for y in range(known.size.height))
        assert "[/b]" in drawn
        assert "[red]x" in drawn
        await hand.press("escape")
