"""The thread that reads keys sleeps without them, and still hears each one, and the end."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tui.ui.terminal.resting import WakingEvent

LIMIT = 20.0

APP = """
import sys
from textual.app import App
from tui.ui.terminal.resting import RestingDriver

class Heard(App):
    def on_key(self, event):
        with open(sys.argv[1], "a") as file:
            file.write(event.key + "\\n")
        if event.key == "q":
            self.exit()

    def on_mount(self):
        with open(sys.argv[1], "a") as file:
            file.write("ready\\n")

Heard(driver_class=RestingDriver).run()
"""


def is_readable(descriptor: int) -> bool:
    return bool(select.select([descriptor], [], [], 0)[0])


def test_an_event_that_wakes():
    event = WakingEvent()
    assert not is_readable(event.readable)
    event.set()
    event.set()
    assert event.is_set()
    assert is_readable(event.readable)
    event.clear()
    assert not event.is_set()
    assert not is_readable(event.readable)
    event.set()
    assert is_readable(event.readable)


def cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc for the time used")
def test_keys_are_heard_after_a_rest(tmp_path: Path):
    heard = tmp_path / "heard"
    controller, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "40", "LINES": "9"}
    process = subprocess.Popen(
        [sys.executable, "-c", APP, str(heard)],
        stdin=terminal, stdout=terminal, stderr=terminal, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(terminal)

    def wait_for(*keys: str) -> None:
        end = time.monotonic() + LIMIT
        while (heard.read_text("utf-8").split() if heard.exists() else []) != ["ready", *keys]:
            assert time.monotonic() < end, heard.read_text("utf-8") if heard.exists() else "nothing"
            if select.select([controller], [], [], 0.02)[0]:
                os.read(controller, 65536)

    try:
        wait_for()
        os.write(controller, b"a")
        wait_for("a")
        os.write(controller, b"\x1b")  # alone: the parser waits for what may follow
        wait_for("a", "escape")
        before = cpu_ticks(process.pid)
        ends = time.monotonic() + 1.5
        while time.monotonic() < ends:
            select.select([controller], [], [], ends - time.monotonic())
        assert cpu_ticks(process.pid) - before <= 1, "it rests while nobody types"
        os.write(controller, b"\x1b[A\xc3")
        os.write(controller, b"\xa9q")  # a character in two parts
        wait_for("a", "escape", "up", "é", "q")
        assert process.wait(LIMIT) == 0
    finally:
        process.kill()
        process.wait()
        os.close(controller)
