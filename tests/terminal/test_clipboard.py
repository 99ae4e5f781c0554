"""Which way a text takes to the clipboard, with programs made up for the tests."""

from __future__ import annotations

import base64
import os
import re
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.ui.terminal import clipboard
from tui.ui.terminal.clipboard import LARGEST_REQUEST, copy, may_take_time

TEXT = "Der Fährmann sagte „nein“ – 港湾局 👍🏽."
SENT = "Sent 5 words to the terminal; if nothing arrives, it forbids copying."
INSTEAD = "Sent 5 words to the terminal, since xclip did not work."


class Surroundings:
    """A PATH that holds made-up programs and the few real ones that they are made of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environ = {"PATH": str(folder), "TERM": "xterm-256color"}
        for name in ("sh", "cat", "sleep", "env"):
            found = shutil.which(name)
            assert found
            (folder / name).symlink_to(found)

    def install(self, name: str, script: str = "") -> None:
        """Install a program; without a script it keeps what it is called with and given."""
        path = self.folder / name
        keep = f'echo "$@" > "{path}.arguments"\nenv > "{path}.environ"\ncat > "{path}.got"\n'
        path.write_text(f"#!/bin/sh\n{script or keep}")
        path.chmod(0o755)

    def got(self, name: str) -> bytes:
        path = self.folder / f"{name}.got"
        return path.read_bytes() if path.exists() else b""

    def arguments(self, name: str) -> str:
        return (self.folder / f"{name}.arguments").read_text().strip()

    def copy(self, text: str = TEXT, platform: str = "linux", **environ: str) -> clipboard.Copied:
        return copy(text, {**self.environ, **environ}, platform)


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(tmp_path)


def bare(text: str) -> str:
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"


def through_tmux(request: str) -> str:
    return "\x1bPtmux;" + request.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def in_strings(request: str) -> list[str]:
    """Return the contents of the device control strings that make up the whole request."""
    assert re.fullmatch(r"(?:\x1bP(?:[^\x1b]|\x1b[^\\])*\x1b\\)+", request)
    return re.findall(r"\x1bP((?:[^\x1b]|\x1b[^\\])*)\x1b\\", request)


# Programs of the desktop


@pytest.mark.parametrize(
    ("sign", "name", "arguments"),
    [
        ("WAYLAND_DISPLAY", "wl-copy", "--type text/plain"),
        ("DISPLAY", "xclip", "-selection clipboard -in"),
        ("DISPLAY", "xsel", "--clipboard --input"),
        ("TERMUX_VERSION", "termux-clipboard-set", ""),
    ],
)
def test_a_program_of_the_desktop_is_given_the_text(around, sign, name, arguments):
    around.install(name)
    assert not may_take_time(around.environ, "linux")
    assert may_take_time({**around.environ, sign: "1"}, "linux")
    copied = around.copy(**{sign: "1"})
    assert (copied.said, copied.request) == ("Copied 5 words to the clipboard.", "")
    assert around.got(name).decode() == TEXT
    assert around.arguments(name) == arguments


def test_windows_is_given_its_own_encoding(around):
    around.install("clip.exe")
    around.install("xclip")
    assert around.copy(WSL_DISTRO_NAME="Debian", DISPLAY=":0").request == ""
    assert around.got("clip.exe").decode("utf-16-le") == TEXT
    assert around.got("xclip") == b""


def test_a_mac_is_told_the_encoding(around):
    around.install("pbcopy")
    around.install("xclip")
    assert around.copy(platform="darwin", LANG="C", DISPLAY=":0").request == ""
    assert around.got("pbcopy").decode() == TEXT
    assert "LC_ALL=en_US.UTF-8" in (around.folder / "pbcopy.environ").read_text()
    assert around.copy(DISPLAY=":0").said == "Copied 5 words to the clipboard."
    assert around.got("xclip").decode() == TEXT


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"])
def test_over_ssh_the_terminal_is_nearer_than_a_forwarded_display(around, name):
    around.install("xclip")
    surroundings = {"DISPLAY": "localhost:10.0", name: "198.51.100.7 50000 22"}
    assert not may_take_time({**around.environ, **surroundings}, "linux")
    copied = around.copy(**surroundings)
    assert (copied.said, copied.request) == (SENT, bare(TEXT))
    assert around.got("xclip") == b""


def test_where_a_program_fails_the_next_takes_its_place(around):
    around.install("wl-copy", "exit 1")
    around.install("xclip")
    copied = around.copy(WAYLAND_DISPLAY="wayland-0", DISPLAY=":0")
    assert copied.said == "Copied 5 words to the clipboard."
    assert around.got("xclip").decode() == TEXT


def test_where_all_fail_it_is_said_and_sent_to_the_terminal(around):
    around.install("wl-copy", "exit 1")
    around.install("xclip", "cat; echo nonsense; exit 3")
    copied = around.copy(WAYLAND_DISPLAY="wayland-0", DISPLAY=":0")
    assert copied.said == "Sent 5 words to the terminal, since wl-copy and xclip did not work."
    assert copied.request == bare(TEXT)


def test_a_program_that_hangs_is_ended_with_what_it_started(around, monkeypatch):
    monkeypatch.setattr(clipboard, "PATIENCE", 0.3)
    alive = around.folder / "alive"
    os.mkfifo(alive)
    reader = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    around.install("xclip", f'exec 9> "{alive}"; echo begun >&9; sleep 50 & wait')
    copied = around.copy("x" * 200_000 + " y", DISPLAY=":0")
    assert copied.said.startswith("Not copied: 200,002 bytes; ")
    os.set_blocking(reader, True)
    assert os.read(reader, 100) == b"begun\n"
    assert os.read(reader, 100) == b""  # all who could write have ended
    os.close(reader)


def test_a_program_in_the_background_is_not_waited_for(around):
    keep = f'cat > "{around.folder}/xclip.got"; sleep 20 & echo $! > "{around.folder}/child"'
    around.install("xclip", keep)
    began = time.monotonic()
    try:
        assert around.copy(DISPLAY=":0").said == "Copied 5 words to the clipboard."
        assert time.monotonic() - began < clipboard.PATIENCE
        assert around.got("xclip").decode() == TEXT
    finally:
        os.kill(int((around.folder / "child").read_text()), 9)


def test_what_cannot_be_run_does_not_work(around):
    (around.folder / "xclip").write_text("\0no program")
    (around.folder / "xclip").chmod(0o755)
    assert around.copy(DISPLAY=":0").said == INSTEAD


# tmux

IN_TMUX = {"TMUX": "/tmp/made-up,1,0"}
KEEP_BUFFER = """case "$1" in
load-buffer) echo "$@" >> "$0.arguments"; cat > "$0.got";;
display-message) echo {terminal};;
esac
"""


def test_tmux_is_given_the_text_and_passes_it_on(around):
    around.install("tmux", KEEP_BUFFER.format(terminal="xterm-256color"))
    assert may_take_time({**around.environ, **IN_TMUX}, "linux")
    copied = around.copy(**IN_TMUX)
    assert copied.said == (
        "Copied 5 words to tmux (prefix ] pastes); offered to the terminal, too."
    )
    assert copied.request == ""
    assert around.got("tmux").decode() == TEXT
    assert around.arguments("tmux") == "load-buffer -w -"


def test_on_a_desktop_tmux_and_the_clipboard_are_given_it(around):
    around.install("tmux", KEEP_BUFFER.format(terminal="xterm"))
    around.install("xclip")
    copied = around.copy(DISPLAY=":0", **IN_TMUX)
    assert copied.said == "Copied 5 words to the clipboard and to tmux."
    assert around.got("tmux") == around.got("xclip") == TEXT.encode()


def test_tmux_takes_more_than_the_terminal(around):
    around.install("tmux", KEEP_BUFFER.format(terminal="tmux-256color"))
    long = "ferry " * 20_000
    copied = around.copy(long, **IN_TMUX)
    assert copied.said == (
        "Copied 20,000 words to tmux (prefix ] pastes); most terminals take less."
    )
    assert copied.request == ""
    assert around.got("tmux").decode() == long


def test_in_a_tmux_within_a_tmux_the_request_is_wrapped_twice(around):
    around.install("tmux", KEEP_BUFFER.format(terminal="tmux-256color"))
    assert around.copy(**IN_TMUX).request == through_tmux(through_tmux(bare(TEXT)))


def test_an_old_tmux_is_given_a_wrapped_request_as_well(around):
    around.install("tmux", 'test "$2" = -w && exit 1\n' + KEEP_BUFFER.format(terminal=""))
    copied = around.copy(**IN_TMUX)
    assert copied.said.startswith("Copied 5 words to tmux")
    assert around.arguments("tmux") == "load-buffer -"
    assert around.got("tmux").decode() == TEXT
    assert copied.request == bare(TEXT) + through_tmux(bare(TEXT))


@pytest.mark.parametrize("script", ["", "exit 1"])
def test_where_tmux_cannot_be_asked_the_request_goes_through_it(around, script):
    if script:
        around.install("tmux", script)
    copied = around.copy(**IN_TMUX)
    assert copied.said == SENT
    assert copied.request == bare(TEXT) + through_tmux(bare(TEXT))


# The terminal


def test_a_terminal_of_another_machines_tmux_is_known_by_its_name(around):
    assert around.copy(TERM="tmux-256color").request == bare(TEXT) + through_tmux(bare(TEXT))


@pytest.mark.parametrize("surroundings", [{"STY": "1.made-up"}, {"TERM": "screen.xterm-256color"}])
@pytest.mark.parametrize("length", [1, 500, 567, 568, 569, 570, 600, 1_200, LARGEST_REQUEST])
def test_screen_is_given_strings_that_it_takes(around, surroundings, length):
    text = "q" * length
    strings = in_strings(around.copy(text, **surroundings).request)
    assert "".join(strings) == bare(text)
    assert max(map(len, strings)) <= 767


def test_what_may_be_screen_or_tmux_is_given_what_both_take(around):
    assert in_strings(around.copy(TERM="screen-256color").request) == [bare(TEXT)]
    long = "ferry " * 200
    assert around.copy(long, TERM="screen-256color").request == bare(long)


def test_more_than_terminals_take_is_not_sent_and_it_is_said(around):
    assert around.copy("é" * (LARGEST_REQUEST // 2)).request
    copied = around.copy("é" * (LARGEST_REQUEST // 2 + 1))
    assert copied.request == ""
    assert copied.said == (
        "Not copied: 74,996 bytes; terminals take 74,994. Select less or export."
    )
    assert len(bare("a" * LARGEST_REQUEST)) == 100_000


def test_the_linux_console_has_no_clipboard(around):
    copied = around.copy(TERM="linux")
    assert copied == clipboard.Copied("Not copied: the Linux console has no clipboard.")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("one", "1 word"),
        ("one – two,\n\n[…]\n\nthree", "3 words"),
        ("港湾局は「朝」だ", "8 characters"),
        ("The 港湾局 of the town", "5 words"),
        ("word " * 1234, "1,234 words"),
    ],
)
def test_how_much_it_was_is_said(around, text, amount):
    assert around.copy(text).said.startswith(f"Sent {amount} to the terminal")


@given(st.text(max_size=400), st.sampled_from(["xterm", "screen", "screen.xterm", "tmux"]))
def test_what_goes_over_the_wire_is_the_text(text, term):
    request = copy(text, {"TERM": term, "PATH": ""}, "linux").request
    plain = re.sub(r"\x1bPtmux;.*\x1b\\", "", request, flags=re.DOTALL)
    plain = re.sub(r"\x1bP|\x1b\\", "", plain)
    sent = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", plain)
    assert sent
    assert base64.b64decode(sent[1]) == text.encode("utf-8", "replace")
