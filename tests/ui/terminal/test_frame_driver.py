"""The driver under a real program, in a real pseudo-terminal, beside Textual's own."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from emulated import EmulatedTerminal
from textual import constants
from textual.app import App

from tui.ui.terminal.driver import frame_driver
from tui.ui.terminal.frame_driver import FrameDriver

HERE = Path(__file__).parent
PATIENCE = 15.0
COLUMNS, ROWS = 80, 24


class Window:
    """A terminal window in which the small program runs."""

    def __init__(self, kind: str, home: Path) -> None:
        self.emulated = EmulatedTerminal(COLUMNS, ROWS)
        self.written = 0
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self._master, slave = pty.openpty()
        self.resize(COLUMNS, ROWS)
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "ferry_app.py"), kind],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(HERE.parents[2]),
                "HOME": str(home),
                "LANG": "C.UTF-8",
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "TEXTUAL_ANIMATIONS": "none",
            },
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def press(self, key: str) -> None:
        os.write(self._master, key.encode())

    def resize(self, columns: int, rows: int) -> None:
        self.emulated.resize(columns, rows)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self) -> None:
        """Take in what was written, waiting a moment for it."""
        if select.select([self._master], [], [], 0.02)[0]:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                return  # The program has ended.
            self.written += len(data)
            text = self._decode(data)
            if "\x1b[?2026$p" in text:
                self.press("\x1b[?2026;2$y")
            self.emulated.feed(text)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        os.close(self._master)
        self.process.wait(5)


class Pair:
    """The program twice, with Textual's driver and with ours."""

    def __init__(self, home: Path) -> None:
        self.plain, self.compared = Window("plain", home), Window("compared", home)

    @property
    def windows(self) -> tuple[Window, Window]:
        return self.plain, self.compared

    def both_show(self, text: str) -> None:
        """Wait until both show a text, and the same in every other cell too."""
        end = time.monotonic() + PATIENCE
        while not (
            text in self.plain.emulated.text
            and self.compared.emulated.seen() == self.plain.emulated.seen()
        ):
            assert time.monotonic() < end, "\n".join(
                f"{window.emulated.text}\n{window.emulated.cursor}" for window in self.windows
            )
            for window in self.windows:
                window.read()

    def press(self, key: str) -> None:
        for window in self.windows:
            window.press(key)

    def bytes_for(self, key: str, text: str) -> tuple[int, int]:
        """Press a key and return what both wrote for it."""
        before = [window.written for window in self.windows]
        self.press(key)
        self.both_show(text)
        plain, compared = (
            window.written - old for window, old in zip(self.windows, before, strict=True)
        )
        return plain, compared


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    pair = Pair(tmp_path)
    yield pair
    for window in pair.windows:
        window.close()


@pytest.mark.terminal
def test_a_session_looks_the_same_with_either_driver(pair: Pair) -> None:
    pair.both_show("ready")
    count = 0

    def press(key: str) -> tuple[int, int]:
        nonlocal count
        count += 1
        return pair.bytes_for(key, f"keys {count}.")

    for key in "jjjknnnpii":
        press(key)
    plain, compared = press("j")
    assert compared < 600 < 3_000 < plain
    plain, compared = press("n")
    assert compared < 400
    press(" ")
    press("m")
    pair.press("\x1b")
    for _ in range(3):
        press("j")

    # The screen was cleared behind the program's back, and comes back on demand.
    for window in pair.windows:
        window.emulated.feed("\x1b[2J\x1b[5;5HSystem goes down in five minutes")
    press("\x0c")
    assert "five minutes" not in pair.compared.emulated.text
    press("s")
    press("j")

    for columns, rows in ((60, 12), (100, 30), (80, 24)):
        for window in pair.windows:
            window.resize(columns, rows)
        press("j")
        press(" ")
        press("n")
    pair.press("q")
    for window in pair.windows:
        end = time.monotonic() + PATIENCE
        while window.process.poll() is None:
            assert time.monotonic() < end
            window.read()
        assert window.process.returncode == 0


class Output:
    """Takes the place of the thread that writes."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, data: str) -> None:
        self.written.append(data)


@pytest.fixture
def signals() -> Iterator[None]:
    """Textual's driver handles signals from the moment it is made."""
    numbers = (signal.SIGTSTP, signal.SIGCONT)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.usefixtures("signals")
async def test_a_write_from_a_signal_handler_in_the_middle_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driver, output = FrameDriver(App()), Output()
    monkeypatch.setattr(driver, "_writer_thread", output)
    frame = "\x1b[1;1Hferry\x1b[2;1H"
    driver.write("\x1b[0m" + frame)
    driver.write(frame)
    assert len(output.written) == 1

    compare = driver._frames.compare

    def interrupted(data: str) -> str:
        driver.write("\x1b[?1049l")
        return compare(data)

    with monkeypatch.context() as patch:
        patch.setattr(driver._frames, "compare", interrupted)
        driver.write(frame)
    # What was being compared comes as it was, for the screen is another now.
    assert output.written[1:] == ["\x1b[?1049l", frame]
    driver.write(frame)
    assert "ferry" in output.written[3]


@pytest.mark.usefixtures("signals")
async def test_forgetting_writes_the_next_frame_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    driver, output = FrameDriver(App()), Output()
    monkeypatch.setattr(driver, "_writer_thread", output)
    frame = "\x1b[1;1Hferry\x1b[2;1H"
    for _ in range(2):
        driver.write(frame)
    driver.forget()
    driver.write(frame)
    assert ["ferry" in data for data in output.written] == [True, True]


def test_textual_is_not_imported_before_the_driver_is_asked_for() -> None:
    code = "import sys, tui.ui.terminal.driver; print('textual' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=HERE.parents[2],
    )
    assert done.stdout == "False\n"


def test_where_another_driver_is_named_it_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "DRIVER", None)
    assert frame_driver() is FrameDriver
    monkeypatch.setattr(constants, "DRIVER", "paper.web:Driver")
    assert frame_driver() is None
