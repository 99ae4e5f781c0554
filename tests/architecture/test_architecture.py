"""The plan of the house, kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
PROBE = """
import sys
from tui.cli import main
status = main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(status)
"""


def loaded(*arguments: str) -> set[str]:
    """Run a command in a new Python; the packages that it imported in the end."""
    run = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=HERE,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert run.stdout
    return {name.split(".")[0] for name in run.stderr.split()} | set(run.stderr.split())


def test_imports_keep_to_the_layers() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    if not command.exists():
        pytest.skip("import-linter is not installed beside this Python")
    run = subprocess.run(
        [command, "--no-cache"], cwd=HERE, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_next_to_nothing(option: str) -> None:
    modules = loaded(option)
    assert "tui.ui.terminal.preflight" in modules
    heavy = {"textual", "rich", "trafilatura", "lxml", "markdown_it", "yaml", "tinydb", "orjson"}
    assert not modules & (heavy | {"sqlite3", "tui.session", "tui.articles", "tui.boilerplate"})


@pytest.mark.parametrize("name", ["harbour-bridge-inquiry.txt", "quake-wakes-castle-town.html"])
@pytest.mark.parametrize("form", ["text", "markdown", "jsonl"])
def test_printing_an_article_loads_no_screen_and_no_notes(name: str, form: str) -> None:
    modules = loaded("read", f"sample_articles/{name}", "--format", form, "--explain")
    assert "tui.session" in modules
    heavy = {"textual", "rich", "trafilatura", "lxml", "tinydb", "orjson", "sqlite3"}
    assert not modules & (heavy | {"tui.annotations", "tui.library", "tui.reading"})


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {
        str(path.relative_to(HERE)): len(path.read_text("utf-8").splitlines())
        for path in (HERE / "tui").rglob("*.py")
    }
    assert lengths
    assert {name: length for name, length in lengths.items() if length > 400} == {}
