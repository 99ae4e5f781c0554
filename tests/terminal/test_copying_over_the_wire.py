"""What is copied reaches the other end: a real terminal, a real tmux, a real GNU screen."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal_desk import ENTER, Desk, Terminal

pytestmark = pytest.mark.terminal

ARTICLE = """---
title: Night trains return to the Tarn valley
author: Ilse Brandauer
outlet: The Quern Courier
date: 2026-05-04
---

The „Nachtzug“ – as the people of Lower Quern say – will stop at 23:40 again from Sunday on.

It will have a sleeping car to the coast, a carriage for bicycles, and a kitchen that the county
has not seen since the railway was sold. The mill's old siding is being cleared for it. Whoever
boards at the halt must ask the guard, who keeps the key; whoever wants breakfast must ask by nine
in the evening, and pay in coins. The timetable hangs in the post office, where it has been
corrected twice by hand: the second time in red ink, by somebody who does not believe in any of it.

Nobody had asked for it since 1998, said Pell Havers “in any case”.
"""
SENTENCE = "Nobody had asked for it since 1998, said Pell Havers “in any case”."
ATTRIBUTED = (
    "“Nobody had asked for it since 1998, said Pell Havers ‘in any case’.”"
    " — Ilse Brandauer, The Quern Courier, 2026-05-04"
)
SELECT_ALL = "ggVG"


@pytest.fixture
def night_train(desk: Desk) -> Desk:
    """A desk with one article."""
    (desk.articles / "train.md").write_text(ARTICLE, "utf-8")
    return desk


def open_article(terminal: Terminal) -> None:
    """Open the only article, and stand in its last sentence."""
    terminal.wait_for("Night trains return")
    terminal.press(ENTER, "Nobody had asked for it since")
    terminal.write("G")


def leave(terminal: Terminal) -> None:
    terminal.write("Q")
    assert terminal.wait() == 0


def requests(raw: bytes) -> list[str]:
    """Return the texts that requests to the terminal's clipboard hold."""
    found = re.findall(rb"\x1b\]52;c?;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)", raw)
    return [base64.b64decode(text, validate=True).decode() for text in found]


def without_tmux(home: Path) -> str:
    """Return a PATH on which there is neither a multiplexer nor a clipboard."""
    (home / "bin").mkdir(exist_ok=True)
    return str(home / "bin")


def test_a_terminal_is_sent_the_text_and_nothing_but_the_text(night_train: Desk) -> None:
    terminal = night_train.start(120, 40)
    open_article(terminal)
    terminal.press("y", "Sent 13 words to the terminal; if nothing arrives")
    terminal.press("Y", "Sent 19 words to the terminal; if nothing arrives")
    terminal.wait_for(lambda: len(requests(terminal.raw)) == 2)
    assert requests(terminal.raw) == [SENTENCE, ATTRIBUTED]
    leave(terminal)


def test_through_screen_the_strings_hold_the_request(night_train: Desk) -> None:
    home = night_train.home
    terminal = night_train.start(120, 40, STY="1.made-up", PATH=without_tmux(home))
    open_article(terminal)
    terminal.press("y", "Sent 13 words to the terminal")
    strings = re.findall(rb"\x1bP(\x1b\]52;.*?)\x1b\\", terminal.raw, re.DOTALL)
    assert requests(b"".join(strings)) == [SENTENCE]
    leave(terminal)


def test_through_a_tmux_that_cannot_be_asked_the_request_is_wrapped(night_train: Desk) -> None:
    home = night_train.home
    terminal = night_train.start(120, 40, TMUX="/made-up,1,0", PATH=without_tmux(home))
    open_article(terminal)
    terminal.press("y", "Sent 13 words to the terminal")
    wrapped = re.findall(rb"\x1bPtmux;((?:[^\x1b]|\x1b\x1b)*)\x1b\\", terminal.raw)
    inner = b"".join(wrapped).replace(b"\x1b\x1b", b"\x1b")
    assert requests(inner) == [SENTENCE]
    leave(terminal)


@pytest.fixture
def socket(night_train: Desk) -> Iterator[Path]:
    """A socket for a tmux server of our own, which is ended afterwards."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    # A socket's path holds at most 107 bytes, which the tests' own folders exceed.
    with tempfile.TemporaryDirectory(prefix="copydesk-") as folder:
        path = Path(folder, "tmux")
        yield path
        ask(night_train, path, "kill-server")


def ask(desk: Desk, socket: Path, *command: str) -> str:
    """Ask the tmux server something."""
    run = subprocess.run(
        ["tmux", "-S", socket, *command],
        env=desk.environ,
        capture_output=True,
        timeout=10,
        check=False,
    )
    return run.stdout.decode()


def test_tmux_has_it_in_its_buffer_and_hands_it_to_its_terminal(
    night_train: Desk, socket: Path
) -> None:
    inside = ["tmux", "-S", str(socket), "-f", "/dev/null", "-u", "new-session", "-s", "desk"]
    terminal = night_train.start(120, 40, command=[*inside, *night_train.command])
    open_article(terminal)
    terminal.press(
        "y", r"Copied 13 words to tmux \(prefix \] pastes\); offered to the terminal, too"
    )
    assert ask(night_train, socket, "show-buffer") == SENTENCE
    terminal.wait_for(lambda: requests(terminal.raw))
    assert requests(terminal.raw) == [SENTENCE]
    terminal.press("Y", "Copied 19 words to tmux")
    terminal.wait_for(lambda: ask(night_train, socket, "show-buffer") == ATTRIBUTED)
    leave(terminal)


@pytest.fixture
def sockets(night_train: Desk) -> Iterator[str]:
    """A folder for the sockets of a GNU screen of our own, which is ended afterwards."""
    screen = shutil.which("screen")
    if screen is None:
        pytest.skip("GNU screen is not installed")
    with tempfile.TemporaryDirectory(prefix="copydesk-") as folder:
        Path(folder).chmod(0o700)
        yield folder
        environ = {**night_train.environ, "SCREENDIR": folder}
        subprocess.run([screen, "-S", "desk", "-X", "quit"], env=environ, timeout=10, check=False)


def test_gnu_screen_hands_it_to_its_terminal(night_train: Desk, sockets: str) -> None:
    inside = ["screen", "-c", "/dev/null", "-U", "-S", "desk"]
    command = [*inside, *night_train.command]
    terminal = night_train.start(120, 40, command=command, SCREENDIR=sockets)
    open_article(terminal)
    terminal.press(f"{SELECT_ALL}Y", r"Sent 1.. words to the terminal")
    terminal.wait_for(lambda: requests(terminal.raw))
    (text,) = requests(terminal.raw)
    assert "Nachtzug" in text
    assert len(text.encode()) > 575  # more than one string holds
    assert text.endswith("‘in any case’.” — Ilse Brandauer, The Quern Courier, 2026-05-04")
    leave(terminal)
