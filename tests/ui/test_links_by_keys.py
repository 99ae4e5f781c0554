"""The links over the desk; what is opened, what is copied, and what is said of it."""

from __future__ import annotations

import base64
import time

import pytest
from desk_in_hand import OpenDesk
from post import cover, listed, said_over

from tui.config import Settings
from tui.ui import browser
from tui.ui.screens.links import LinkList

LINKED = """---
title: Ferry crews vote
date: 2026-03-02
url: https://orrin.example/2026/ferry
---

Crews will vote on a [winter [b]timetable](https://port.example/winter?a=1&b=2), says
https://mill.example/news.

Sign in at [https://bank.example/login](https://bank.example.evil.example/{path}).

Read more: [Ten walks](https://walks.example/)

Sign up for our free newsletter at news@orrin.example.

The [plan](../plan) is [here](#plan), or write to pell@orrin.example.
"""
PATH = "a" * 300
EVIL = f"https://bank.example.evil.example/{PATH}"


@pytest.fixture(autouse=True)
def articles(folder):
    (folder / "linked.md").write_text(LINKED.format(path=PATH))


@pytest.fixture
def handed(monkeypatch):
    """A desktop with a browser that only notes what it was given."""
    given: list[str] = []
    monkeypatch.setenv("DISPLAY", ":9")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(browser, "open_address", lambda address: given.append(address) or True)
    return given


@pytest.fixture
def sent(monkeypatch):
    """What was written to the terminal."""
    from tui.ui.screens.desk import Desk

    written: list[str] = []
    made = Desk.__init__

    def watched(self, *arguments, **named):
        made(self, *arguments, **named)
        self.write = written.append

    monkeypatch.setattr(Desk, "__init__", watched)
    monkeypatch.setenv("PATH", "")
    return written


async def opened(hand):
    await hand.press("L")
    await hand.settle()
    assert isinstance(hand.app.screen, LinkList)


async def test_each_link_is_listed_with_its_number_words_and_whole_address(desk: OpenDesk):
    async with desk(open="linked.md", size=(80, 24)) as hand:
        await opened(hand)
        shown = listed(hand)
        assert shown.startswith(" Links · 5 · those of stripped blocks are left out\n")
        assert "1  winter [b]timetable\n" in shown
        assert "   https://port.example/winter?a=1&b=2\n" in shown
        assert "2  https://mill.example/news\n" in shown
        assert "3  https://bank.example/login\n" in shown
        assert "! Its words name bank.example, but it leads to" in shown
        assert EVIL in "".join(line.lstrip("┃ ") for line in shown.split("\n"))
        assert "4  plan\n     https://orrin.example/plan\n" in shown
        assert "5  mailto:pell@orrin.example" in shown
        assert "walks.example" not in shown
        await hand.press("q", "g", "s")
        await opened(hand)
        assert listed(hand).startswith(" Links · 7\n")
        assert "https://walks.example/" in listed(hand)


async def test_a_number_goes_to_that_link_and_counts_nothing_else(desk: OpenDesk, handed):
    async with desk(open="linked.md") as hand:
        await opened(hand)
        await hand.press("4")
        assert "4/5" in listed(hand)
        await hand.press("enter")
        await hand.wait_for(lambda: handed == ["https://orrin.example/plan"])
        await hand.press("2", "j")
        assert "3/5" in listed(hand)
        await hand.press("2", "G", "9", "9")
        assert "5/5" in listed(hand)
        await hand.press("escape", "G", "g", "g")
        assert "1/5" in listed(hand)


async def test_enter_opens_in_the_browser_and_says_so(desk: OpenDesk, handed):
    async with desk(open="linked.md") as hand:
        await opened(hand)
        await hand.press("enter")
        await hand.settle()
        assert handed == ["https://port.example/winter?a=1&b=2"]
        said = said_over(hand)
        assert said == "Given to the browser: https://port.example/winter?a=1&b=2"
        await hand.press("j", "o")
        await hand.settle()
        assert handed[1:] == ["https://mill.example/news"]
        assert isinstance(hand.app.screen, LinkList)


async def test_a_links_place_in_the_text_is_one_key_away(desk: OpenDesk):
    async with desk(open="linked.md") as hand:
        await opened(hand)
        await hand.press("G", "p")
        await hand.settle()
        assert hand.app.screen is hand.screen
        assert hand.screen.reader.cursor == hand.offset("pell@orrin")
        await opened(hand)
        assert "5/5" in listed(hand)
        await hand.press("q", "ctrl+o")
        assert hand.screen.reader.cursor == 0


async def test_an_address_is_copied(desk: OpenDesk, sent):
    async with desk(open="linked.md") as hand:
        await opened(hand)
        await hand.press("y")
        await hand.settle()
        (request,) = sent
        encoded = base64.b64encode(b"https://port.example/winter?a=1&b=2").decode()
        assert encoded in request
        assert "the address" in said_over(hand)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [("SSH_CONNECTION", "192.0.2.1 5 192.0.2.2 22", "SSH"), ("LANG", "C", "no desktop")],
)
async def test_where_no_browser_would_be_seen_the_address_is_copied(
    desk: OpenDesk, sent, monkeypatch, name, value, why
):
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(browser, "open_address", None)
    async with desk(open="linked.md") as hand:
        await opened(hand)
        await hand.press("enter")
        await hand.settle()
        assert said_over(hand).startswith("Not opened: ")
        assert why in said_over(hand)
        assert "the address" in said_over(hand)
        assert len(sent) == 1


async def test_a_browser_that_fails_leaves_the_address_copied(desk: OpenDesk, sent, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":9")
    monkeypatch.setattr(browser, "open_address", lambda address: False)
    async with desk(open="linked.md") as hand:
        await opened(hand)
        await hand.press("enter")
        await hand.settle()
        assert said_over(hand).startswith("No browser could be started.")
        assert len(sent) == 1


async def test_a_browser_is_started_beside_the_desk_and_never_waited_for(
    desk: OpenDesk, tmp_path, monkeypatch
):
    folder = tmp_path / "programs"
    folder.mkdir()
    program = folder / "fake-browser"
    program.write_text(f'#!/bin/sh\necho NOISE\necho NOISE >&2\necho "$1" >{folder}/log\n')
    program.chmod(0o755)
    for name, value in (("DISPLAY", ":9"), ("PATH", str(folder)), ("BROWSER", "fake-browser")):
        monkeypatch.setenv(name, value)
    async with desk(open="linked.md") as hand:
        await opened(hand)
        begun = time.perf_counter()
        await hand.press("j", "enter", "j")
        assert time.perf_counter() - begun < 1
        assert "3/5" in listed(hand)
        await hand.settle()
        assert (folder / "log").read_text() == "https://mill.example/news\n"
        assert said_over(hand) == "Given to the browser: https://mill.example/news"
        assert "NOISE" not in listed(hand)


async def test_enter_on_a_link_shows_its_address_and_again_opens_it(desk: OpenDesk, handed):
    async with desk(open="linked.md", size=(100, 24)) as hand:
        await hand.go_to("timetable, says")
        await hand.press("enter")
        await hand.settle()
        assert hand.said == "Enter again opens https://port.example/winter?a=1&b=2"
        assert handed == []
        await hand.go_to("https://bank")
        await hand.press("enter")
        await hand.settle()
        assert hand.said.startswith(
            "Not bank.example! Enter again opens https://bank.example.evil."
        )
        assert hand.said.endswith("…")
        assert handed == []
        await hand.press("enter")
        await hand.settle()
        assert handed == [EVIL]
        await hand.press("enter")
        await hand.settle()
        assert len(handed) == 1


async def test_the_original_is_opened_from_the_reader_and_the_list(desk: OpenDesk, handed):
    async with desk(open="linked.md") as hand:
        await hand.press("o")
        await hand.settle()
        assert handed == ["https://orrin.example/2026/ferry"]
        await hand.press("q", "o")
        await hand.settle()
        assert handed == 2 * ["https://orrin.example/2026/ferry"]
        await hand.open("orchard.md")
        await hand.press("o")
        assert hand.said == "The file does not say at which address the article was published."
        await hand.press("q", "o")
        assert hand.said == "The file does not say at which address the article was published."
        assert len(handed) == 2


async def test_no_links_here(desk: OpenDesk):
    async with desk(open="orchard.md") as hand:
        await opened(hand)
        assert listed(hand).startswith(" No links here")
        await hand.press("j", "G", "4", "enter", "o", "y", "p", "k")
        await hand.settle()
        assert said_over(hand) == ""
        await hand.press("q")
        assert hand.app.screen is hand.screen


@pytest.mark.parametrize("size", [(120, 40), (40, 12)])
async def test_thousands_of_links_open_at_once(desk: OpenDesk, folder, size):
    links = (f"See [part [i]{n}](https://x.example/{n}/{'y' * 90}) of it." for n in range(2_000))
    (folder / "many.md").write_text("Ferry late\n\n" + "\n\n".join(links))
    async with desk(open="many.md", size=size) as hand:
        start = time.perf_counter()
        await hand.press("L")
        await hand.wait_for(lambda: isinstance(hand.app.screen, LinkList))
        await hand.wait_for(lambda: cover(hand).entries.size.height)
        shown = listed(hand)
        took = time.perf_counter() - start
        assert took < 1.5, took  # 70 ms alone
        assert "part [i]0" in shown
        await hand.press("1", "9", "9", "9")
        assert "part [i]1998" in listed(hand)
        await hand.press("G")
        assert "1999/2000" in listed(hand)
        assert all(len(line) <= size[0] for line in shown.split("\n")[1:])


async def test_keys_can_be_changed(desk: OpenDesk, handed):
    chosen = Settings(keys={"links.open": "x", "reader.follow": "nop"})
    async with desk(open="linked.md", chosen=chosen) as hand:
        await hand.press("enter")
        assert hand.said == ""
        await opened(hand)
        await hand.press("enter", "x")
        await hand.settle()
        assert len(handed) == 1
