"""A whole reading session through tmux: moving, finding, marking, leaving, and coming back.

Where the cursor is exactly is asked as a reader would: a word is selected from it and copied, and
tmux tells what was copied.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from terminal_desk import ENTER, ESC, TAB, Desk, Terminal
from tinydb import TinyDB

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]

BACKSPACE = "\x7f"
C_D, C_E, C_O, C_U, C_Y = (chr(ord(letter) - 64) for letter in "DEOUY")

FERRY = """\
---
title: Ferry crews vote on the winter timetable
author: Odette Marr
site: Herald
date: 2026-03-09
url: https://torvald.example/ferry
---

The lanterns of the pier stay lit until nine. Mr. Havers, who has worked the ramp since 1998, said
on Monday that the crews would vote. “Nobody asked us,” he said.

Subscribe to our newsletter for the latest news.

## The timetable

The boats run every forty minutes, as they have since the war. Under the new plan they would run
once an hour, and the lanterns would be put out at six.

{timetable}

## The tide

High water was read from [the tide tables](https://torvald.example/tides), which the
[harbour office](https://torvald.example/office) prints. The quay floods twice a year.

{tide}

## The vote

Ballots are counted in the sail loft. Whoever wins, the lanterns stay.
"""

MILL = """\
---
title: Paper mill to reopen after the flood
author: Ines Tolland
date: 2026-03-05
---

The paper mill at Lower Quern will reopen in spring. Its owners have spent two years drying the
machines, and the river has kept to its bed.
"""


class Tmux(Terminal):
    """The desk in a tmux of its own, and a terminal attached to that.

    The screen is what tmux says that the pane shows; what tmux writes to the terminal tells when
    to look.
    """

    _TMUX = ("tmux", "-L", "reading")

    def __init__(self, desk: Desk, columns: int, rows: int) -> None:
        settings = desk.home / "tmux.conf"
        settings.write_text("set -s escape-time 0\nset -g status off\nset -g prefix None\n")
        # A folder of its own for the socket, and a short name: a socket's path is limited.
        self._folder = tempfile.TemporaryDirectory(prefix="tmux")
        self._environ = {**desk.environ, "TMUX_TMPDIR": self._folder.name}
        command = [*self._TMUX, "-f", str(settings), "new-session", *desk.command]
        super().__init__(command, self._environ, (columns, rows))

    def ask(self, *command: str) -> str:
        """Return what a tmux command prints; nothing where the server has ended."""
        asked = subprocess.run(
            (*self._TMUX, *command), env=self._environ, capture_output=True, timeout=10
        )
        return asked.stdout.decode()

    def read(self, timeout: float) -> bool:
        """Take in a burst of what tmux writes: each look at the pane costs a process."""
        while select.select([self.master], [], [], timeout)[0]:
            try:
                self.raw += os.read(self.master, 65536)
            except OSError:  # tmux has ended
                return False
            timeout = 0.01
        return True

    @property
    def rows(self) -> list[str]:
        return self.ask("capture-pane", "-p").splitlines()

    @property
    def copied(self) -> str:
        """What was copied last."""
        return self.ask("show-buffer")

    def end(self) -> None:
        self.ask("kill-server")
        super().end()
        self._folder.cleanup()

    def copies(self, keys: str, wanted: str) -> None:
        """Press keys and wait until they have copied something."""
        self.ask("set-buffer", "nothing was copied")
        self.write(keys)
        self.wait_for(lambda: self.copied not in ("", "nothing was copied"))
        assert self.copied == wanted

    def stands_on(self, word: str) -> None:
        """Assert that the cursor is at the beginning of a word, and leave it there."""
        self.copies("mzvey", word)
        self.write("'z")


@contextmanager
def in_tmux(desk: Desk, columns: int, rows: int) -> Iterator[Tmux]:
    """Start the desk; whatever happens, nothing of it is left running."""
    terminal = Tmux(desk, columns, rows)
    try:
        yield terminal
    finally:
        terminal.end()


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """A desk with a long article and a short one."""

    def filling(what: str) -> str:
        return "\n\n".join(
            f"On day {number} of {what}, a spokesman for the line said that talks would go on into"
            " the night. Nobody on the quay believed him."
            for number in range(1, 11)
        )

    text = FERRY.format(timetable=filling("the strike"), tide=filling("the flood"))
    (desk.articles / "ferry.md").write_text(text, "utf-8")
    (desk.articles / "mill.md").write_text(MILL, "utf-8")
    return desk


def find(terminal: Tmux, words: str, said: str) -> None:
    """Find words, and wait for what is said of it."""
    terminal.press("/", "find in this article")
    terminal.press(words, said)
    terminal.press(ENTER, lambda: "find in this article" not in terminal.text)


def move(terminal: Tmux) -> None:
    find(terminal, "lanterns", "match 1 of 3")
    terminal.stands_on("lanterns")
    terminal.copies("wvey", "of")
    terminal.copies("3wvey", "stay")
    terminal.copies("2wbvey", "lit")
    terminal.copies("fn;vey", "nine")
    # "Mr." ends no sentence.
    terminal.copies(")vey", "Mr")
    terminal.copies(")vwey", "“Nobody")
    find(terminal, "asked us", "match 1 of 1")
    terminal.copies("2(vey", "Mr")
    terminal.copies("}wvey", "timetable")
    terminal.copies("}wvey", "boats")
    terminal.copies("]]wvey", "tide")
    terminal.copies("[[[[wvey", "timetable")


def go_far_and_come_back(terminal: Tmux) -> None:
    terminal.write("gg")
    find(terminal, "ramp", "match 1 of 1")
    terminal.write("ma")
    terminal.press("G", "100%")
    terminal.copies("$bvey", "stay")
    terminal.write("'a")
    terminal.stands_on("ramp")
    terminal.press("G", "100%")
    terminal.write(C_O)
    terminal.stands_on("ramp")
    terminal.write("3j3k")
    terminal.stands_on("ramp")
    terminal.write(C_O + "gi")
    terminal.stands_on("ramp")
    first = "The lanterns of the pier"
    terminal.write("gg")
    terminal.wait_for(first)
    terminal.press(" ", lambda: first not in terminal.text)
    terminal.press(BACKSPACE, first)
    terminal.press(C_E * 3, lambda: first not in terminal.text)
    terminal.press(C_Y * 3, first)
    terminal.press(C_D * 3, lambda: first not in terminal.text)
    terminal.press(C_U * 3, first)


def find_again(terminal: Tmux) -> None:
    terminal.write("gg")
    find(terminal, "lanterns", "match 1 of 3")
    terminal.press("n", "match 2 of 3")
    terminal.press("*", "match 3 of 3")
    terminal.press("N", "match 2 of 3")
    terminal.stands_on("lanterns")


def select_objects(terminal: Tmux) -> None:
    find(terminal, "asked us", "match 1 of 1")
    terminal.copies("viwy", "asked")
    terminal.copies('vi"y', "Nobody asked us,")
    terminal.copies('va"y', "“Nobody asked us,”")
    terminal.copies("visy", "“Nobody asked us,” he said.")
    find(terminal, "sail loft", "match 1 of 1")
    terminal.copies(
        "vipy", "Ballots are counted in the sail loft. Whoever wins, the lanterns stay."
    )


def follow(terminal: Tmux) -> None:
    find(terminal, "ramp", "match 1 of 1")
    terminal.press("T", "Contents")
    terminal.press("G", "┃.*The vote")
    terminal.press(ENTER, "Ballots are counted")
    terminal.copies("wvey", "vote")
    terminal.write(C_O)
    terminal.stands_on("ramp")
    terminal.press("L", r"Links · 2")
    terminal.wait_for(r"https://torvald\.example/tides")
    terminal.copies("2y", "https://torvald.example/office")
    terminal.write("p")
    terminal.stands_on("harbour")


def mark_up(terminal: Tmux) -> None:
    terminal.write("gg")
    find(terminal, "Havers", "match 1 of 1")
    terminal.press("visH", r"Highlighted in yellow\.")
    terminal.press("vip2", r"Highlighted in green\.")
    terminal.press("G", "100%")
    terminal.write("[h")
    terminal.stands_on("Mr")
    terminal.write("2[h")
    terminal.stands_on("The")
    terminal.write("]h")
    terminal.stands_on("Mr")
    find(terminal, "Whoever", "match 1 of 1")
    terminal.press("visa", "C-g discard")
    terminal.press("Ask whoever wins.", r"Ask whoever wins\.")
    terminal.press(ESC, r"Note saved\.")
    terminal.press(TAB, "Margin · 3 notes")
    terminal.press("q", "/ find")


def copy_with_source(terminal: Tmux) -> None:
    source = "Odette Marr, Herald, 2026-03-09, https://torvald.example/ferry"
    find(terminal, "asked us", "match 1 of 1")
    terminal.copies("visY", f"“‘Nobody asked us,’ he said.” — {source}")


def change_the_look(terminal: Tmux, columns: int) -> None:
    def first_line() -> str:
        found = re.search(r"The lanterns .*?(?=  |$)", terminal.text, re.M)
        return found[0] if found else ""

    terminal.write("gg")
    find(terminal, "Havers", "match 1 of 1")
    before = first_line()
    alone = columns < 90
    terminal.press("Z", lambda: alone or "2 articles" not in terminal.text)
    terminal.stands_on("Havers")
    terminal.press("Z", lambda: first_line() == before)
    terminal.press("-" * 13, lambda: len(first_line()) < len(before))
    terminal.stands_on("Havers")
    terminal.press("=", lambda: first_line() == before)


def resize(terminal: Tmux, columns: int, rows: int) -> None:
    """Change the size of the window, and wait for tmux to have done so."""
    terminal.resize(columns, rows)
    size = f"{columns}x{rows}\n"
    terminal.wait_for(lambda: terminal.ask("display", "-p", "#{pane_width}x#{pane_height}") == size)


def change_the_size(terminal: Tmux, columns: int, rows: int) -> None:
    find(terminal, "floods", "match 1 of 1")
    terminal.write("mf")
    resize(terminal, columns - 7, rows + 5)
    terminal.wait_for("floods")
    terminal.stands_on("floods")
    terminal.write("'f")
    resize(terminal, columns, rows)
    terminal.wait_for("floods")
    terminal.stands_on("floods")


def read_the_next(terminal: Tmux) -> None:
    find(terminal, "Ballots", "match 1 of 1")
    terminal.press("J", "The paper mill at Lower")
    terminal.press("K", "Ballots are counted")
    terminal.stands_on("Ballots")


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (120, 40),
        (80, 24),
        (40, 12),
    ],
)
def test_a_reading_session(stocked: Desk, columns: int, rows: int) -> None:
    with in_tmux(stocked, columns, rows) as terminal:
        terminal.wait_for("Ferry crews vote")
        terminal.press(ENTER, "The lanterns of the pier")
        move(terminal)
        go_far_and_come_back(terminal)
        find_again(terminal)
        select_objects(terminal)
        follow(terminal)
        mark_up(terminal)
        copy_with_source(terminal)
        change_the_look(terminal, columns)
        change_the_size(terminal, columns, rows)
        read_the_next(terminal)
        find(terminal, "sail loft", "match 1 of 1")
        terminal.write("Q")
        assert terminal.wait() == 0

    with TinyDB(stocked.notes, access_mode="r") as database:
        notes = database.table("annotations").all()
    quotes = [note["target"]["selector"][0]["exact"] for note in notes]
    assert [quote.split()[0] for quote in quotes] == ["Mr.", "The", "Whoever"]
    assert quotes[0] in quotes[1].replace("\n", " ")

    with in_tmux(stocked, columns, rows) as terminal:
        terminal.wait_for("Ferry crews vote")
        terminal.wait_for("3 notes")
        terminal.press(ENTER, "counted in the sail")
        terminal.stands_on("sail")
        terminal.write("[h")
        terminal.stands_on("Mr")
        terminal.press(TAB, "Margin · 3 notes")
        terminal.write("Q")
        assert terminal.wait() == 0
