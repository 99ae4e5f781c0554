"""The command line, as a shell meets it."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tui import __version__, cli
from tui.config import Paths
from tui.errors import NotesError
from tui.session import Session

HERE = Path(__file__).parents[1]
SAMPLES = HERE / "sample_articles"
SEED = HERE.parent / "shared" / "seed" / "000_0175700b6812221d.txt"
ARTICLE = "Ferry late\n\nBy Ann Lee\n\n" + "The ferry to Skarrow was late again on Monday. " * 9
KEYS = [
    "path",
    "headline",
    "byline",
    "outlet",
    "published",
    "language",
    "url",
    "sha256",
    "body",
    "standfirst",
    "captions",
    "protected",
    "stripped",
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, so that nobody's settings count."""
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def copydesk(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        stdin=subprocess.DEVNULL,
        **options,
    )


def write_settings(home: Path, text: str) -> None:
    folder = home.parent / "config" / "copydesk"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(text, "utf-8")


# read: the real input


@pytest.fixture(scope="module")
def seed() -> dict[str, Any]:
    if not SEED.exists():
        pytest.skip("the real input is not at hand")
    run = copydesk("read", SEED, "--format", "jsonl", cwd=HERE)
    assert (run.returncode, run.stderr) == (0, "")
    article: dict[str, Any] = json.loads(run.stdout)
    return article


def test_seed_says_who_and_when(seed: dict[str, Any]) -> None:
    assert list(seed) == KEYS
    assert seed["headline"] == "Russia hits Ukraine energy sites as Trump truce unravels"
    assert (seed["byline"], seed["published"]) == ("dharm", "2026-02-03T11:32")


def test_seed_body_is_the_report_word_for_word(seed: dict[str, Any]) -> None:
    raw = SEED.read_text("utf-8")
    report = raw[raw.index("Russia resumed bombing") : raw.index("Additional reporting by")]
    wanted = [" ".join(part.split()) for part in report.split("\n\n")]
    wanted = [part for part in wanted if part and "© " not in part]
    assert [" ".join(part.split()) for part in seed["body"].split("\n\n")] == wanted
    assert len(wanted) == 17
    assert seed["headline"] not in seed["body"]


def test_seed_sets_apart_and_strips_as_its_readme_says(seed: dict[str, Any]) -> None:
    assert len(seed["captions"]) == 2
    assert seed["captions"][0].endswith("in Kyiv © AP")
    assert seed["captions"][1] == "© Andrii Sybiha/X"
    assert seed["protected"] == ["Additional reporting by Raphael Minder in Warsaw"]
    assert [(each["rule"], each["text"][:18]) for each in seed["stripped"]] == [
        ("repeated headline", "Russia hits Ukrain"),
        ("newsletter promo", "Unlock the White H"),
        ("disclaimer", "⚠️ Disclaimer: All"),
        ("related links", "Suggested Topics:"),
    ]
    assert all(each["reason"] and 0.5 < each["confidence"] <= 1 for each in seed["stripped"])


def test_seed_as_text_and_explained(seed: dict[str, Any]) -> None:
    run = copydesk("read", SEED, "--explain", cwd=HERE)
    text, explained = run.stdout.split("\nStripped: ")
    head, body = text.split("\n\n", 1)
    assert head.split("\n") == [seed["headline"], "dharm · 2026-02-03T11:32"]
    assert body == f"{seed['body']}\n\n{seed['protected'][0]}\n"
    assert explained.startswith("4 of ")
    for each in seed["stripped"]:
        assert f"  {each['rule']} ({each['confidence']:.0%} sure)" in explained
        assert each["reason"] in explained
    assert "“© Andrii Sybiha/X”" in explained


# read: in general


@pytest.mark.parametrize("form", ["text", "markdown", "jsonl"])
def test_every_sample_can_be_printed_and_nothing_in_it_acts(form: str, home: Path) -> None:
    files = sorted(SAMPLES.iterdir())
    run = copydesk("read", *files, "--format", form, "--explain")
    assert (run.returncode, run.stderr) == (0, "")
    assert not set(run.stdout) & {chr(code) for code in range(32) if chr(code) not in "\n\t"}
    if form == "jsonl":
        assert [json.loads(line)["path"] for line in run.stdout.splitlines()] == list(
            map(str, files)
        )
    elif form == "text":
        marks = [line for line in run.stdout.splitlines() if line.startswith("==> ")]
        assert marks == [f"==> {path} <==" for path in files]


def test_files_that_fail_are_told_in_their_place_and_the_others_are_read(home: Path) -> None:
    Path("good.txt").write_text(ARTICLE)
    Path("binary.txt").write_bytes(bytes(range(256)) * 20)
    Path("empty.txt").touch()
    Path("folder").mkdir()
    os.mkfifo("pipe.txt")
    Path("locked.txt").write_text(ARTICLE)
    Path("locked.txt").chmod(0)
    bad = ["binary.txt", "empty.txt", "missing.txt", "folder", "pipe.txt"]
    if os.getuid():  # root may read everything
        bad.append("locked.txt")
    names = [bad[0], "good.txt", *bad[1:], "./good.txt"]

    lines = copydesk("read", "--format", "jsonl", *names)
    assert (lines.returncode, lines.stderr) == (1, "")
    found = [json.loads(line) for line in lines.stdout.splitlines()]
    assert [each["path"] for each in found] == names
    assert [list(each) for each in found] == [
        KEYS if "good" in name else ["path", "error"] for name in names
    ]
    assert all(each["error"].endswith(".") for each in found if "error" in each)

    text = copydesk("read", *names)
    assert text.returncode == 1
    assert text.stdout.count("The ferry to Skarrow") == 18
    assert text.stderr.splitlines() == [
        f"copydesk: {each['error']}" for each in found if "error" in each
    ]


def test_a_hostile_name_and_text_do_not_reach_the_terminal(home: Path) -> None:
    name = os.fsdecode(b"\x1b]0;owned\x07\xff.txt")
    Path(name).write_text("Title \x1b[31m\n\n" + "Body \x1b]52;c;aGk=\x07 text goes on. " * 20)
    missing = "no\x1b[2J\nfile"
    for form in ("text", "markdown", "jsonl"):
        run = copydesk("read", name, missing, "--format", form, "--explain")
        assert run.returncode == 1
        assert "\x1b" not in run.stdout + run.stderr
        assert "\x07" not in run.stdout + run.stderr
        assert "Body" in run.stdout
    wrong = copydesk("read", "--\x1b[2J", "x")
    assert wrong.returncode == 2
    assert "\x1b" not in wrong.stderr


def test_a_reader_that_goes_away_ends_it_quietly(home: Path) -> None:
    Path("long.txt").write_text(ARTICLE + "\n\nAnd it went on, wave after wave. " * 6_000)
    command = [sys.executable, "-m", "tui", "read", "long.txt", "long.txt"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


def test_a_full_disk_is_told_in_one_line(home: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    Path("good.txt").write_text(ARTICLE)
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "tui", "read", "good.txt"],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    reason = os.strerror(errno.ENOSPC)
    assert (run.returncode, run.stderr) == (
        1,
        f"copydesk: The output cannot be written: {reason}.\n",
    )


def test_output_is_utf8_whatever_the_locale_says(home: Path) -> None:
    Path("good.txt").write_text("Über “Fähren” 灯\n\n" + "Die Fähre fährt später. " * 20, "utf-8")
    environ = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run = copydesk("read", "good.txt", env=environ)
    assert run.returncode == 0
    assert run.stdout.startswith("Über “Fähren” 灯\n")


def test_ctrl_c_ends_quietly(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupted(self: Session, path: Path) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Session, "read", interrupted)
    assert cli.main(["read", "good.txt"]) == 130
    assert capfd.readouterr() == ("", "")


def test_options_stand_anywhere_and_two_hyphens_end_them(home: Path) -> None:
    Path("--explain").write_text(ARTICLE)
    Path("good.txt").write_text(ARTICLE)
    run = copydesk("read", "good.txt", "--format", "jsonl", "./--explain", "--", "--explain")
    assert [json.loads(line)["path"] for line in run.stdout.splitlines()] == [
        "good.txt",
        "./--explain",
        "--explain",
    ]


def test_a_closed_output_is_told_in_one_line(home: Path) -> None:
    Path("good.txt").write_text(ARTICLE)
    command = [sys.executable, "-m", "tui", "read", "good.txt"]
    run = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *command],
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)
    assert run.stderr.startswith("copydesk: ")


def test_reading_leaves_nothing_behind(home: Path) -> None:
    Path("good.txt").write_text(ARTICLE)
    assert copydesk("read", "good.txt").returncode == 0
    assert sorted(path.name for path in home.parent.iterdir()) == ["here"]


# what goes wrong inside


def test_a_bug_in_one_article_makes_a_report_and_the_others_are_read(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("good.txt").write_text(ARTICLE)
    reading = Session.read

    def broken(self: Session, path: Path) -> Any:
        if path.name == "bad.txt":
            raise RuntimeError("private words")
        return reading(self, path)

    monkeypatch.setattr(Session, "read", broken)
    assert cli.main(["read", "bad.txt", "good.txt"]) == 1
    out, err = capfd.readouterr()
    assert "The ferry to Skarrow" in out
    [report] = (home.parent / "state").rglob("crash-*.txt")
    assert err == (
        "copydesk: Something broke inside copydesk (RuntimeError);"
        f" the report for its makers is in {report}.\n"
    )
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert "RuntimeError" in report.read_text("utf-8")


def test_settings_that_make_no_sense_are_told_before_anything_else(home: Path) -> None:
    write_settings(home, "colour = 3\n")
    for arguments in (["read", "x.txt"], []):
        run = copydesk(*arguments)
        assert run.returncode == 2
        assert run.stdout == ""
        assert run.stderr.startswith("copydesk: The settings in ")
        assert run.stderr.count("\n") == 1


def test_settings_count_when_reading(home: Path) -> None:
    write_settings(home, "largest_file = 100\n")
    Path("good.txt").write_text(ARTICLE)
    run = copydesk("read", "good.txt")
    assert run.returncode == 1
    assert "too large" in run.stderr


# the desk


@pytest.mark.parametrize(
    "arguments", [["nowhere"], ["--notes"], ["--notes", "."], ["--fast"], ["read"], [""]]
)
def test_what_cannot_be_opened_is_refused_in_one_line(home: Path, arguments: list[str]) -> None:
    run = copydesk(*arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("copydesk: ")
    assert run.stderr.count("\n") == 1


def test_without_a_terminal_the_desk_says_so(home: Path) -> None:
    run = copydesk()
    assert (run.returncode, run.stdout) == (2, "")
    assert "needs a terminal" in run.stderr


def test_help_and_version() -> None:
    assert copydesk("--version", cwd=HERE).stdout == f"copydesk {__version__}\n"
    assert "copydesk ./read" in copydesk("--help", cwd=HERE).stdout
    told = copydesk("read", "--help", cwd=HERE).stdout
    assert "captions\n          and credits are left out" in told


@pytest.fixture
def desk(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[Session]:
    """Stand in for the screen; the sessions that it was opened with."""
    opened: list[Session] = []

    def run_desk(session: Session) -> int:
        opened.append(session)
        if session.roots[0].name == "broken":
            raise ValueError("private words")
        if session.roots[0].name == "locked":
            raise NotesError("The notes are locked.")
        return 7

    screen = ModuleType("tui.ui.app")
    screen.run_desk = run_desk  # type: ignore[attr-defined]  # a module made by hand
    monkeypatch.setitem(sys.modules, "tui.ui.app", screen)
    monkeypatch.setattr(cli, "refusal", lambda: None)
    return opened


def test_the_desk_opens_on_the_current_folder(home: Path, desk: list[Session]) -> None:
    assert cli.main([]) == 7
    assert desk[0].roots == (home,)
    assert desk[0].paths == Paths.of_user()


def test_the_desk_opens_on_folders_and_files_with_other_notes(
    home: Path, desk: list[Session]
) -> None:
    Path("read").mkdir()
    Path("a.txt").touch()
    assert cli.main(["./read", "--notes", "mine.json", "a.txt"]) == 7
    assert desk[0].roots == (home / "read", home / "a.txt")
    assert desk[0].paths.notes == home / "mine.json"


def test_what_breaks_on_the_desk_is_told_in_one_line(
    home: Path, desk: list[Session], capfd: pytest.CaptureFixture[str]
) -> None:
    Path("broken").mkdir()
    Path("locked").mkdir()
    assert cli.main(["broken"]) == 1
    assert cli.main(["locked"]) == 1
    broken, locked = capfd.readouterr().err.splitlines()
    assert "crash-" in broken
    assert "private words" not in broken
    assert locked == "copydesk: The notes are locked."
