"""Two desks on one notes file, each in a terminal of its own."""

from __future__ import annotations

import fcntl
import json
import signal
import time

import pytest
from terminal_desk import ENTER, ESC, TAB, Desk, Terminal

pytestmark = pytest.mark.terminal

SEEN_WITHIN = 2.0
"""Seconds after which another session's change has to be on the screen."""

SLACK = 3.0
"""Seconds more that a loaded machine may take to save and to paint."""


@pytest.fixture
def shared(desk: Desk) -> Desk:
    (desk.articles / "ferry.md").write_text(
        "---\ntitle: Ferry strike enters its second week\noutlet: The Torvald Post\n"
        "date: 2026-03-09\n---\n\n"
        "The boats stayed in the harbour of Torvald on Monday, and the crews went home.\n\n"
        "A spokesman for the line said that talks would go on into the night.\n\n"
        "Nobody in the harbour believed him when he came out at four in the morning.\n",
        "utf-8",
    )
    return desk


def opened(desk: Desk) -> Terminal:
    terminal = desk.start(150, 40)
    terminal.wait_for("Ferry strike")
    terminal.press(ENTER, "Nobody in the harbour")
    return terminal


def sees(terminal: Terminal, wanted: str) -> None:
    """Wait for what another session did, without a key pressed."""
    terminal.wait_for(wanted, SEEN_WITHIN + SLACK)


def write(terminal: Terminal, text: str) -> None:
    terminal.press("a", "C-g discard")
    terminal.press(text, text)
    terminal.press(ESC, r"Note saved\.")


def test_both_see_what_the_other_does(shared: Desk) -> None:
    one, two = opened(shared), opened(shared)
    one.press("}", "›.*A spokesman")
    one.press("H", r"Highlighted in yellow\.")
    begun = time.monotonic()
    sees(two, r"Margin · 1 note\b")
    assert time.monotonic() - begun < SEEN_WITHIN + SLACK
    two.press("}}", "›.*Nobody in")
    write(two, "who is he?")
    sees(one, r"Margin · 2 notes")
    sees(one, r"who is he\?")
    one.press("t", "Tags, parted by commas")
    one.press("talks" + ENTER, r"Tagged\.")
    sees(two, "#talks")
    two.press("dd", "u brings it back")
    sees(one, r"Margin · 1 note\b")
    two.press("u", "Deleted note restored")
    sees(one, r"Margin · 2 notes")
    two.press("gX", "Always stripped")
    sees(one, "outlet rule|your rule|1 block")
    two.press("u", "taken back")
    sees(one, "Nobody in the harbour believed")
    two.press("qzr", "Marked as read;")
    two.press("zr", "Marked as unread;")
    sees(one, "●.*Ferry")
    for terminal in (one, two):
        terminal.write("Q")
        assert terminal.wait() == 0


def test_two_edits_of_one_note_keep_both(shared: Desk) -> None:
    one = opened(shared)
    one.press("}", "›.*A spokesman")
    write(one, "first")
    two = opened(shared)
    two.wait_for("first")
    two.press("}", "›.*A spokesman")
    one.press("a", "C-g discard")
    one.press(" of one", "first of one")
    two.press("a", "C-g discard")
    two.press(" of two", "first of two")
    one.press(ESC, r"Note saved\.")
    two.press(ESC, r"Another session changed this")
    sees(one, "first of two")
    two.press(TAB, "go to text")
    two.press("gh", "Earlier forms of this note · 2")
    two.wait_for("first of one")
    [note] = json.loads(shared.notes.read_bytes())["annotations"].values()
    assert note["body"][0]["value"] == "first of two"
    assert [form["body"][0]["value"] for form in note["history"]] == ["first", "first of one"]
    for terminal in (one, two):
        terminal.write("Q")
        assert terminal.wait() == 0


def test_a_folder_that_vanishes_costs_no_note(shared: Desk) -> None:
    shared.notes = shared.home / "mount" / "notes.json"
    one = opened(shared)
    one.press("}", "›.*A spokesman")
    one.press("H", r"Highlighted in yellow\.")
    hidden = shared.home / "unplugged"
    shared.notes.parent.rename(hidden)
    one.press("}", "›.*Nobody in")
    one.press("a", "C-g discard")
    one.press("kept all the same", "kept all the same")
    one.press(ESC, lambda: "C-g discard" not in one.text)
    one.wait_for(r"! not saved yet")
    one.write("Q")
    one.wait()
    [rescue] = (shared.home / "state").rglob("copydesk-rescue-*.json")
    assert "kept all the same" in rescue.read_text()
    assert b"What could not be saved is in" in one.raw
    hidden.rename(shared.notes.parent)
    assert len(json.loads(shared.notes.read_bytes())["annotations"]) == 1


def test_a_folder_that_comes_back_gets_what_waited(shared: Desk) -> None:
    shared.notes = shared.home / "mount" / "notes.json"
    one = opened(shared)
    one.press("}", "›.*A spokesman")
    one.press("H", r"Highlighted in yellow\.")
    hidden = shared.home / "unplugged"
    shared.notes.parent.rename(hidden)
    one.press("}", "›.*Nobody in")
    one.press("H", "not saved yet · ")
    hidden.rename(shared.notes.parent)
    one.press("gw", r"Everything is saved\.")
    assert len(json.loads(shared.notes.read_bytes())["annotations"]) == 2
    one.write("Q")
    assert one.wait() == 0


@pytest.mark.parametrize("number", [None, signal.SIGTERM])
def test_a_lock_that_is_never_released_costs_no_note(shared: Desk, number: int | None) -> None:
    one = opened(shared)
    one.press("}", "›.*A spokesman")
    one.press("H", r"Highlighted in yellow\.")
    with shared.notes.with_name("notes.json.lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        one.press("}", "›.*Nobody in")
        one.press("H", "not saved yet · ")
        one.press("a", "C-g discard")
        one.press("half a thought", "half a thought")
        if number is None:
            one.press(ESC, lambda: "C-g discard" not in one.text)
            one.write("Q")
        else:
            one.process.send_signal(number)
        assert one.wait(20) == (128 + number if number else 0)
        one.assert_restored()
    [rescue] = (shared.home / "state").rglob("copydesk-rescue-*.json")
    assert "half a thought" in rescue.read_text()
    assert "Nobody in the harbour" in rescue.read_text()
    assert len(json.loads(shared.notes.read_bytes())["annotations"]) == 1
