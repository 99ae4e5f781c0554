"""Starting a browser that is none, and what may reach it."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tui.ui import browser
from tui.ui.browser import open_address, why_not

ADDRESS = "https://orrin.example/ferry?a=1&b=$(x);c='d'#e"
BROWSER = """#!{python} -I
import os, pathlib, signal, sys, time
here = pathlib.Path({folder!r})
tty = "none"
try:
    os.close(os.open("/dev/tty", os.O_RDWR))
    tty = "one"
except OSError:
    pass
streams = [os.path.realpath(f"/proc/self/fd/{{number}}") for number in range(3)]
print("NOISE")
print("NOISE", file=sys.stderr)
part = here / f"{{pathlib.Path(sys.argv[0]).name}}.part"
part.write_text("\\n".join([str(os.getpid()), tty, ",".join(streams), *sys.argv[1:]]))
part.rename(part.with_suffix(".log"))
{then}
"""


@pytest.fixture
def programs(tmp_path: Path):
    """Make programs in a folder of their own, the only one that is searched."""
    folder = tmp_path / "programs"
    folder.mkdir()

    def make(name: str, then: str = "") -> dict[str, str]:
        source = BROWSER.format(python=sys.executable, folder=str(folder), then=then)
        (folder / name).write_text(source)
        (folder / name).chmod(0o755)
        return {"PATH": str(folder), "DISPLAY": ":9", "TERM": "xterm", "HOME": str(tmp_path)}

    return make


def log_of(tmp_path: Path, name: str) -> list[str]:
    path = tmp_path / "programs" / f"{name}.log"
    end = time.monotonic() + 10
    while not path.exists():
        assert time.monotonic() < end, "the browser was never started"
        os.sched_yield()
    return path.read_text().split("\n")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_a_browser_gets_the_address_whole_and_no_terminal(tmp_path, programs, capfd):
    around = programs("fake-browser") | {"BROWSER": "fake-browser %s"}
    assert open_address(ADDRESS, around)
    _, tty, streams, *arguments = log_of(tmp_path, "fake-browser")
    assert arguments == [ADDRESS]
    assert tty == "none"
    assert streams == ",".join(["/dev/null"] * 3)
    assert capfd.readouterr() == ("", "")


def test_the_desktops_own_way_is_found_without_being_named(tmp_path, programs):
    assert open_address("mailto:desk@orrin.example", programs("xdg-open"))
    assert log_of(tmp_path, "xdg-open")[3:] == ["mailto:desk@orrin.example"]


def test_a_browser_that_stays_open_is_not_waited_for(tmp_path, programs):
    around = programs("slow", "time.sleep(60)") | {"BROWSER": "slow"}
    begun = time.monotonic()
    assert open_address(ADDRESS, around)
    assert time.monotonic() - begun < browser.HANGS_AFTER
    os.kill(int(log_of(tmp_path, "slow")[0]), signal.SIGKILL)  # it lived on


def test_a_browser_that_fails_is_none(programs):
    assert not open_address(ADDRESS, programs("bad", "sys.exit(3)") | {"BROWSER": "bad"})
    assert not open_address(ADDRESS, programs("other") | {"BROWSER": "missing"})


@pytest.mark.parametrize("name", ["lynx", "w3m", "links", "elinks", "www-browser"])
def test_a_browser_that_draws_in_the_terminal_is_never_started(tmp_path, programs, name):
    around = programs(name)
    for chosen in ("", name, f"{name} %s", f"/usr/bin/{name}", str(tmp_path / "programs" / name)):
        assert not open_address(ADDRESS, around | {"BROWSER": chosen})
    around = programs("fake-browser") | {"BROWSER": f"{name}:fake-browser"}
    assert open_address(ADDRESS, around)
    assert log_of(tmp_path, "fake-browser")[3:] == [ADDRESS]
    assert not (tmp_path / "programs" / f"{name}.log").exists()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "-h", "", "--new-window", "ftp://a.b"]
)
def test_nothing_else_is_opened(tmp_path, programs, address):
    assert not open_address(address, programs("fake") | {"BROWSER": "fake"})
    assert not (tmp_path / "programs" / "fake.log").exists()


def test_signs_that_scripts_misread_are_written_as_numbers(tmp_path, programs):
    around = programs("fake") | {"BROWSER": "fake"}
    assert open_address('https://a.example/b c"d`e`\\f\n|g', around)
    assert log_of(tmp_path, "fake")[3:] == ["https://a.example/b%20c%22d%60e%60%5Cf%0A%7Cg"]


def test_files_where_one_is_are_not_taken_for_the_library(tmp_path, programs, monkeypatch):
    (tmp_path / "webbrowser.py").write_text("raise SystemExit(0)")
    monkeypatch.chdir(tmp_path)
    around = programs("fake") | {"BROWSER": "fake", "PYTHONPATH": str(tmp_path)}
    assert open_address(ADDRESS, around)
    assert log_of(tmp_path, "fake")[3:] == [ADDRESS]


@pytest.mark.parametrize(
    ("around", "platform", "said"),
    [
        ({"DISPLAY": ":0"}, "linux", ""),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", ""),
        ({}, "darwin", ""),
        ({}, "linux", "desktop"),
        ({"DISPLAY": ""}, "freebsd14", "desktop"),
        ({"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "a b c d"}, "linux", "SSH"),
        ({"SSH_TTY": "/dev/pts/1"}, "darwin", "SSH"),
    ],
)
def test_why_no_browser_would_be_seen(around, platform, said):
    assert said in why_not(around, platform)
    assert bool(why_not(around, platform)) == bool(said)
