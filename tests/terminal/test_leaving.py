"""Where the desk does not start, and all the ways in which it ends."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import termios
import time
from pathlib import Path

import pytest
from terminal_desk import ENTER, ESC, Desk, Terminal
from tinydb import TinyDB

pytestmark = pytest.mark.terminal

UNFINISHED = "A note that nobody has finished"


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """A desk with one article of our own."""
    (desk.articles / "ferry.md").write_text(
        "---\ntitle: Ferry strike enters its second week\ndate: 2026-03-09\n---\n"
        "The boats stayed in the harbour of Torvald on Monday — and the crews went home.\n\n"
        + "".join(
            f"In paragraph {number}, a spokesman for the line said that talks would go on into"
            " the night. Nobody in the harbour believed him.\n\n"
            for number in range(1, 30)
        ),
        "utf-8",
    )
    return desk


def opened(desk: Desk, columns: int = 120, rows: int = 40, **environ: str) -> Terminal:
    """Start, and open the article."""
    terminal = desk.start(columns, rows, **environ)
    terminal.wait_for("Ferry strike")
    terminal.press(ENTER, "The boats stayed in")
    return terminal


def writing_a_note(desk: Desk) -> Terminal:
    """Start, and begin a note."""
    terminal = opened(desk)
    terminal.press("}", "›.*The boats|›.*In paragraph")
    terminal.press("a", "C-g discard")
    terminal.press(UNFINISHED, UNFINISHED)
    return terminal


def drafts(notes: Path) -> list[str]:
    """Return the unfinished notes in a notes file, read as anybody could."""
    with TinyDB(notes, access_mode="r") as database:
        return [draft["text"] for draft in database.table("drafts")]


@pytest.mark.parametrize("stream", ["stdin", "stderr"])
def test_without_a_terminal_it_says_so_in_one_sentence(stocked: Desk, stream: str) -> None:
    terminal, slave = os.openpty()
    streams = {"stdin": slave, "stdout": slave, "stderr": slave}
    streams[stream] = subprocess.DEVNULL if stream == "stdin" else subprocess.PIPE
    process = subprocess.Popen(
        stocked.command,
        env=stocked.environ,
        stdin=streams["stdin"],
        stdout=streams["stdout"],
        stderr=streams["stderr"],
        start_new_session=True,
    )
    os.close(slave)
    said = process.communicate(timeout=10)[1]
    assert process.returncode == 2
    if stream == "stdin":
        said = os.read(terminal, 4096)
    os.close(terminal)
    assert re.fullmatch(rb"copydesk: [^\x1b\r\n]+\.\r?\n", said)
    assert not stocked.notes.exists()


@pytest.mark.parametrize("name", ["dumb", ""])
def test_a_terminal_that_cannot_move_its_cursor_is_refused(stocked: Desk, name: str) -> None:
    terminal = stocked.start(TERM=name)
    assert terminal.wait() == 2
    assert re.fullmatch(rb"copydesk: [^\x1b\r\n]+\.\r\n", terminal.raw)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_keeps_the_open_note(stocked: Desk, number: signal.Signals) -> None:
    terminal = writing_a_note(stocked)
    terminal.process.send_signal(number)
    assert terminal.wait() == 128 + number
    terminal.assert_restored()
    assert drafts(stocked.notes) == [UNFINISHED]

    terminal = stocked.start()
    terminal.wait_for("gn goes on with it")
    terminal.press("gn", UNFINISHED)
    terminal.press(ESC, r"Note saved\.")
    terminal.write("Q")
    assert terminal.wait() == 0
    assert drafts(stocked.notes) == []


def test_a_closed_window_ends_it_and_keeps_the_open_note(stocked: Desk) -> None:
    terminal = writing_a_note(stocked)
    terminal.close()
    assert terminal.process.wait(5) == 128 + signal.SIGHUP
    assert drafts(stocked.notes) == [UNFINISHED]


def test_a_closed_window_ends_it_where_sighup_was_ignored(stocked: Desk) -> None:
    # As under nohup: the program inherits a SIGHUP that is ignored.
    wrapper = "trap '' HUP; \"$@\"; exit $?"
    command = ["sh", "-c", wrapper, "sh", *map(os.fsdecode, stocked.command)]
    terminal = stocked.start(command=command)
    terminal.wait_for("Ferry strike")
    terminal.close()
    assert terminal.process.wait(5) == 128 + signal.SIGHUP


def test_control_z_puts_it_to_sleep_and_the_shell_wakes_it(stocked: Desk) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no shell with job control")
    terminal = stocked.start(
        command=[bash, "--norc", "--noprofile", "--noediting", "-i"], PS1="SHELL> "
    )
    terminal.wait_for("SHELL>")
    shell_modes = termios.tcgetattr(terminal.master)[3]
    terminal.write(" ".join(f"'{os.fsdecode(word)}'" for word in stocked.command) + "; echo S=$?\n")
    terminal.wait_for(r"^›.*Ferry strike")
    terminal.press(ENTER, "The boats stayed in")
    assert not termios.tcgetattr(terminal.master)[3] & termios.ECHO

    before = len(terminal.raw)
    terminal.press("\x1a", lambda: b"Stopped" in terminal.raw[before:])
    assert b"\x1b[?1049l" in terminal.raw[before:]
    assert b"\x1b[?25h" in terminal.raw[before:]
    terminal.wait_for(lambda: terminal.raw.rstrip().endswith(b"SHELL>"))
    assert termios.tcgetattr(terminal.master)[3] & termios.ECHO == shell_modes & termios.ECHO

    before = len(terminal.raw)
    terminal.write("fg\n")
    terminal.wait_for(lambda: b"\x1b[?1049h" in terminal.raw[before:])
    terminal.wait_for(lambda: b"spokesman" in terminal.raw[before:])
    terminal.press("H", r"Highlighted in")
    before = len(terminal.raw)
    terminal.press("Q", lambda: b"\x1b[?1049l" in terminal.raw[before:])
    # What is typed before the desk has given the terminal back is lost with its modes.
    terminal.wait_for(lambda: terminal.raw.rstrip().endswith(b"SHELL>"))
    terminal.write("exit 7\n")
    assert terminal.wait() == 7


@pytest.mark.parametrize(
    "environ",
    [
        {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"TERM": "vt100", "COLORTERM": ""},
        {"TERM": "linux", "COLORTERM": ""},
        {"TERM": "unheard-of", "COLORTERM": ""},
        {"HOME": ""},
    ],
    ids=["LANG=C", "vt100", "linux", "unknown", "no home"],
)
def test_poor_surroundings(stocked: Desk, environ: dict[str, str]) -> None:
    terminal = opened(stocked, **environ)
    terminal.wait_for("Monday — and")
    terminal.press("}H", "Margin · 1 note")
    terminal.write("Q")
    assert terminal.wait() == 0
    terminal.assert_restored()


def test_no_colour_where_none_is_wanted(stocked: Desk) -> None:
    terminal = opened(stocked, NO_COLOR="1")
    terminal.press("}H", "Margin · 1 note")
    terminal.write("Q")
    assert terminal.wait() == 0
    colours = set()
    for sequence in re.findall(rb"\x1b\[([0-9;]*)m", terminal.raw):
        if re.search(rb"(?:^|;)[34]8;2;", sequence):
            red, green, blue = re.findall(rb"\d+", sequence.rpartition(b"8;2;")[2])[:3]
            if not red == green == blue:
                colours.add(sequence)
        elif any(
            31 <= int(part or 0) <= 36 or 41 <= int(part or 0) <= 46
            for part in sequence.split(b";")
        ):
            colours.add(sequence)
    assert not colours


def test_a_burst_of_sizes_is_survived(stocked: Desk) -> None:
    terminal = opened(stocked)
    for columns, rows in [(1, 1), (250, 60), (2, 1), (1, 40), (40, 12), (0, 0), (300, 3)] * 3:
        terminal.resize(max(1, columns), max(1, rows))
        terminal.read(0.01)
    for size in [(1, 1), (250, 60), (40, 12), (120, 40)]:
        terminal.resize(*size)
        if size == (1, 1):
            terminal.read(0.2)  # in a single cell there may be nothing new to write
        else:
            terminal.wait_for("The boats stayed in")
    terminal.press("\x0c", "The boats stayed in")
    terminal.press("}H", "Margin · 1 note")
    terminal.write("Q")
    assert terminal.wait() == 0
    terminal.assert_restored()


def test_a_second_signal_changes_nothing(stocked: Desk) -> None:
    terminal = writing_a_note(stocked)
    for _ in range(3):
        terminal.process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert terminal.wait() == 128 + signal.SIGTERM
    assert time.monotonic() - began < 4
    assert drafts(stocked.notes) == [UNFINISHED]
