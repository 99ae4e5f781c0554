"""`copydesk rules`, as a shell meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tui.annotations import AnnotationStore
from tui.boilerplate.outlet import OutletRule

HERE = Path(__file__).parents[1]
STRIP = OutletRule("the harbour post", False, "read more", True, "READ MORE: x", "The Harbour Post")
KEEP = OutletRule("orrin daily", True, "# walks by the sea", sample="12 walks", name="Orrin Daily")


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    path = tmp_path / "notes.json"
    store = AnnotationStore(path)
    store.save_outlet_rule(STRIP)
    store.save_outlet_rule(KEEP)
    store.close()
    return path


def rules(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", "rules", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        stdin=subprocess.DEVNULL,
    )


def test_rules_are_listed_with_numbers(notes: Path):
    run = rules("--notes", notes)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines() == [
        "1  strip  The Harbour Post  what begins “read more”",
        "2  keep  Orrin Daily  “12 walks”",
    ]


def test_rules_as_json(notes: Path):
    run = rules("--notes", notes, "--json")
    assert (run.returncode, run.stderr) == (0, "")
    first, second = json.loads(run.stdout)
    told = ["number", "id", "outlet", "key", "action", "words", "label", "sample", "made"]
    assert list(first) == told
    assert (first["number"], first["action"], first["label"]) == (1, "strip", True)
    assert (second["outlet"], second["key"], second["words"], second["action"]) == (
        "Orrin Daily",
        "orrin daily",
        "# walks by the sea",
        "keep",
    )


@pytest.mark.parametrize("by", ["number", "id"])
def test_a_rule_is_removed_by_number_or_id_and_undo_brings_it_back(notes: Path, by: str):
    listed = json.loads(rules("--notes", notes, "--json").stdout)
    run = rules("--notes", notes, "--remove", listed[0][by])
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("Removed 1 rule;")
    assert rules("--notes", notes).stdout == "1  keep  Orrin Daily  “12 walks”\n"
    store = AnnotationStore(notes)
    assert store.undo() == "Removed rule for The Harbour Post is back"
    store.close()
    assert rules("--notes", notes).stdout.count("\n") == 2


def test_several_are_removed_at_once_and_the_same_one_once(notes: Path):
    assert rules("--notes", notes, "--remove", 1, 2, 1).stdout.startswith("Removed 2 rules;")
    assert rules("--notes", notes, "--json").stdout == "[]\n"
    assert rules("--notes", notes).stdout.startswith("There are no rules for outlets.")


@pytest.mark.parametrize("wrong", ["3", "0", "-1", "x\x1b[2J", "1.0", ""])
def test_a_rule_that_is_not_there_removes_none(notes: Path, wrong: str):
    before = notes.read_bytes()
    run = rules("--notes", notes, "--remove", "1", wrong)
    assert run.returncode in (1, 2)
    assert run.stdout == ""
    assert run.stderr.startswith("copydesk: ")
    assert run.stderr.count("\n") == 1
    assert "\x1b" not in run.stderr
    assert notes.read_bytes() == before


@pytest.mark.parametrize("arguments", [["--remove"], ["1"], ["--notes"], ["--notes", "."], ["-x"]])
def test_what_makes_no_sense_is_refused_in_one_line(notes: Path, arguments: list[str]):
    run = rules(*arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("copydesk: ")
    assert run.stderr.count("\n") == 1


def test_nothing_in_a_rule_reaches_the_terminal_raw(notes: Path):
    hostile = "\x1b]52;c;aGk=\x07[red]\u202e\x9b2J\nnext\tline"
    tables = json.loads(notes.read_bytes())
    for record in tables["outlet_rules"].values():
        record.update(outlet=hostile, name=hostile, sample=hostile, words=hostile)
    notes.write_text(json.dumps(tables))
    for more in ([], ["--json"]):
        run = rules("--notes", notes, *more)
        assert run.returncode == 0
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(run.stdout)
        assert "[red]" in run.stdout
    assert rules("--notes", notes).stdout.count("\n") == 2


def test_the_users_own_notes_are_meant_and_nothing_is_made(notes: Path, tmp_path: Path):
    before = sorted(tmp_path.iterdir())
    run = rules()
    assert run.stdout.startswith("There are no rules for outlets.")
    assert sorted(tmp_path.iterdir()) == before


def test_a_damaged_file_is_told_on_standard_error(notes: Path):
    notes.write_text('{"outlet_rules": {"1"', "utf-8")
    run = rules("--notes", notes, "--json")
    assert run.returncode == 0
    json.loads(run.stdout)
    assert "damaged" in run.stderr


def test_a_file_of_a_newer_version_is_read_and_not_written(notes: Path):
    tables = json.loads(notes.read_bytes())
    tables["_meta"] = {"1": {"schema": 99}}
    notes.write_text(json.dumps(tables))
    assert rules("--notes", notes).stdout.count("\n") == 2
    run = rules("--notes", notes, "--remove", 1)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.count("\n") >= 1
    assert json.loads(notes.read_bytes()) == tables


def test_help_tells_of_rules(notes: Path):
    assert "gX" in rules("--help").stdout
    run = subprocess.run(
        [sys.executable, "-m", "tui", "--help"], capture_output=True, encoding="utf-8", check=True
    )
    assert "copydesk rules --help" in run.stdout


def test_no_screen_is_loaded(notes: Path):
    probe = (
        "import sys; from tui.cli import main; main(sys.argv[1:]);"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", probe, "rules", "--notes", str(notes)],
        capture_output=True,
        encoding="utf-8",
        env=os.environ,
        check=True,
    )
    loaded = {name.split(".")[0] for name in run.stderr.split()}
    assert not loaded & {"textual", "rich", "trafilatura", "lxml", "sqlite3"}
