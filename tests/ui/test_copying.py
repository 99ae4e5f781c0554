"""Copying by keys: what is copied, from where, and what is said of it."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

import pytest
from desk_in_hand import DeskInHand, OpenDesk

from tui.config import Settings
from tui.ui.terminal import clipboard

SENTENCE = "The lanterns of the pier stay lit until nine."
SECOND = "A second reading of the plan is due in April."
NEWSLETTER = "Subscribe to our newsletter for the latest news."
SENT = "Sent 9 words to the terminal; if nothing arrives, it forbids copying."


def caught(hand: DeskInHand) -> list[str]:
    """Return a list that fills with what is sent to the terminal's clipboard."""
    texts: list[str] = []

    def write(data: str) -> None:
        sent = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", data)
        assert sent
        texts.append(b64decode(sent[1]).decode())

    hand.screen.write = write
    return texts


def joined(text: str) -> str:
    return " ".join(text.split())


async def select(hand: DeskInHand, first: str, last: str) -> None:
    """Select from the beginning of some words to the end of others."""
    await hand.go_to(first)
    await hand.press("v")
    hand.screen.reader.go(hand.offset(last) + len(last) - 1)
    await hand.pilot.pause()


async def test_the_sentence_is_copied_and_with_its_source(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        texts = caught(hand)
        await hand.go_to("lanterns")
        await hand.press("y")
        assert hand.said == SENT
        await hand.press("Y")
        assert joined(texts[0]) == SENTENCE
        assert joined(texts[1]) == (
            f"“{SENTENCE}” — Odette Marr, Ferry crews vote on the winter timetable, 2026-03-02"
        )
        await hand.press("q", "y")
        assert texts[2] == "Odette Marr, Ferry crews vote on the winter timetable, 2026-03-02"
        assert hand.said.startswith("Sent 10 words ")


async def test_marks_change_only_in_what_is_copied_with_its_source(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        texts = caught(hand)
        await hand.go_to("compromise")
        await hand.press("y", "Y")
        assert texts[0] == "The mayor called it “a fair compromise” on Tuesday."
        assert texts[1].startswith("“The mayor called it ‘a fair compromise’ on Tuesday.” — ")


async def test_the_users_own_template_is_used(desk: OpenDesk):
    chosen = Settings(copy_template="> {quote}\n>\n> — {byline}, *{outlet}*, {date}")
    async with desk(open="ferry.md", chosen=chosen) as hand:
        texts = caught(hand)
        await select(hand, "who has worked", "due in April.")
        await hand.press("Y")
        assert texts == [
            "> who has worked the ramp since 1998.\n>\n> […]\n>\n"
            f"> {SECOND}\n>\n> — Odette Marr, 2026-03-02"
        ]


async def test_what_was_stripped_is_marked_unless_it_is_shown(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        texts = caught(hand)
        await select(hand, "since 1998", "A second")
        await hand.press("y")
        assert hand.screen.reader.selection is None
        await hand.press("g", "s")
        await select(hand, "since 1998", "A second")
        await hand.press("y")
        assert texts == [
            "since 1998.\n\n[…]\n\nA second",
            f"since 1998.\n\n{NEWSLETTER}\n\nA second",
        ]


async def test_an_annotation_is_copied_as_the_selection_was(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        texts = caught(hand)
        await select(hand, "since 1998", "A second")
        await hand.press("H")
        await hand.wait_for(lambda: hand.annotations)
        await hand.settle()
        await hand.go_to("1998")
        await hand.press("y")
        await hand.press("tab", "y", "Y")
        assert hand.screen.context == "margin"
        assert texts[:2] == ["since 1998.\n\n[…]\n\nA second"] * 2
        assert texts[2].startswith("“since 1998.\n\n[…]\n\nA second” — Odette Marr, ")


async def test_the_margin_copies_its_card_whatever_is_selected(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        texts = caught(hand)
        await hand.go_to("lanterns")
        await hand.press("H")
        await hand.wait_for(lambda: hand.annotations)
        await hand.settle()
        await select(hand, "ramp", "ramp")
        hand.screen.margin.focus()
        await hand.pilot.pause()
        await hand.press("y")
        assert joined(texts[0]) == SENTENCE
        assert hand.screen.reader.selection is not None


async def test_where_nothing_can_be_copied_it_is_said(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        texts = caught(hand)
        hand.screen.margin.focus()
        await hand.pilot.pause()
        await hand.press("y")
        assert hand.said == "There is nothing here to copy."
        assert texts == []


async def test_a_program_that_hangs_does_not_stop_the_screen(
    desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "xclip").write_text("#!/bin/sh\nexec sleep 50\n")
    (folder / "xclip").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(clipboard, "PATIENCE", 1.0)
    async with desk(open="ferry.md") as hand:
        texts = caught(hand)
        await hand.go_to("compromise")
        await hand.press("y")
        await hand.go_to("lanterns")
        before = hand.screen.reader.cursor
        await hand.press("y", "j")
        assert hand.screen.reader.cursor != before
        assert texts == []
        await hand.wait_for(lambda: texts)
        await hand.settle()
        assert [joined(text) for text in texts][-1] == SENTENCE
        assert hand.said == "Sent 9 words to the terminal, since xclip did not work."


async def test_of_several_copies_the_last_is_on_the_clipboard(
    desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "xclip").write_text(f'#!/bin/sh\nread first\necho "$first" > "{folder}/got"\n')
    (folder / "xclip").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    async with desk(open="ferry.md") as hand:
        texts = caught(hand)
        for words in ("compromise", "second", "Ferry crews", "compromise"):
            await hand.go_to(words)
            await hand.press("y")
        await hand.settle()
        assert hand.said == "Copied 9 words to the clipboard."
        assert (folder / "got").read_text().startswith("The mayor called it")
        assert texts == []
