"""`copydesk search`, as a shell meets it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tui.annotations import Annotation, AnnotationStore, describe
from tui.articles.document import TextRange
from tui.articles.formats import read_document
from tui.searching import divide

HERE = Path(__file__).parents[1]
FERRY = "The ferry to Skarrow was late again on Monday, and the café on the quay stayed shut."
COUNCIL = "The council voted on the library on Tuesday. Nobody spoke of the ferry on that evening."
TOLD = (
    *("path", "headline", "byline", "outlet", "published", "language", "url", "sha256", "words"),
    *("snippet", "ranges", "where", "state", "starred", "archived", "tags", "notes"),
    *("corrected", "missing", "copies", "error"),
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two articles, and a home of its own."""
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    folder = tmp_path / "here"
    (folder / "council").mkdir(parents=True)
    monkeypatch.chdir(folder)
    write(folder / "late.txt", "Ferry late again", FERRY)
    write(folder / "council" / "vote.txt", "Council votes on the library", COUNCIL, day=3)
    return folder


def write(path: Path, headline: str, *paragraphs: str, day: int = 2) -> None:
    head = f"{headline}\n\nBy Ann Lee\nThe Skarrow Weekly, March {day}, 2026"
    path.write_text("\n\n".join((head, *(text * 2 for text in paragraphs))) + "\n", "utf-8")


def search(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", "search", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        stdin=subprocess.DEVNULL,
        **options,
    )


def found(*arguments: object) -> list[dict[str, Any]]:
    run = search("--json", *arguments)
    assert run.stderr == ""
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == (0 if lines else 1)
    return lines


def names(*arguments: object) -> list[str]:
    return [Path(line["path"]).name for line in found(*arguments)]


def annotate(path: Path, words: str, note: str, *tags: str) -> None:
    store = AnnotationStore(path.parents[1] / "data" / "copydesk" / "notes.json")
    document = read_document(path)
    start = document.text.index(words)
    target = describe(document, TextRange(start, start + len(words)))
    store.add(Annotation.make([target], note=note, tags=tags), document)
    store.close()


# What is found


def test_each_article_is_its_file_and_what_is_known_of_it(here: Path):
    run = search("ferry", "skarrow", "cafe")
    assert (run.returncode, run.stderr) == (0, "")
    path, headline, credit, snippet = run.stdout.splitlines()
    assert path == str(here / "late.txt")
    assert headline == "    Ferry late again"
    assert credit == "    The Skarrow Weekly · 2026-03-02 · Ann Lee"
    assert snippet.startswith("    The ferry to Skarrow was late")


def test_articles_are_parted_by_a_blank_line_the_best_first(here: Path):
    parts = search("ferry").stdout.split("\n\n")
    assert [Path(part.split("\n")[0]).name for part in parts] == ["late.txt", "vote.txt"]


def test_json_has_everything(here: Path):
    [line] = found("café")
    assert tuple(line) == TOLD
    assert line["path"] == str(here / "late.txt")
    assert (line["headline"], line["byline"]) == ("Ferry late again", "Ann Lee")
    assert (line["outlet"], line["published"]) == ("The Skarrow Weekly", "2026-03-02")
    assert (line["state"], line["tags"], line["notes"]) == ("unread", [], 0)
    assert line["where"] == ["body"]
    marked = {line["snippet"][start:end] for start, end in line["ranges"]}
    assert marked == {"café"}


def test_words_need_no_quoting_and_a_dash_refuses(here: Path):
    assert names("ferry") == ["late.txt", "vote.txt"]
    assert names("ferry", "-council") == ["late.txt"]
    assert names("ferry -council") == ["late.txt"]
    assert names('"on tuesday"') == ["vote.txt"]
    assert names("coun") == ["vote.txt"]
    assert names('"coun"') == []


def test_the_query_language_is_the_desks(here: Path):
    assert names("title:ferry") == ["late.txt"]
    assert names("date:2026-03-03") == ["vote.txt"]
    assert set(names("is:unread")) == {"late.txt", "vote.txt"}
    assert names("council", "OR", "café", "--sort", "title") == ["vote.txt", "late.txt"]


def test_a_lost_folder_of_words_comes_back(here: Path):
    assert len(names("ferry")) == 2
    [words] = (here.parent / "cache").rglob("*.words")
    shutil.rmtree(words)
    assert len(names("ferry")) == 2


def test_nothing_found_is_status_1(here: Path):
    run = search("zeppelin")
    assert (run.returncode, run.stdout, run.stderr) == (1, "", "")
    run = search("zeppelin", "--json")
    assert (run.returncode, run.stdout, run.stderr) == (1, "", "")


def test_limit_and_order(here: Path):
    assert names("ferry", "--limit", 1) == ["late.txt"]
    assert names("ferry", "--limit=1", "--sort", "date") == ["vote.txt"]
    assert names("ferry", "--sort", "-date") == ["late.txt", "vote.txt"]
    assert len(names("ferry", "--limit", 10**30)) == 2


# Where is searched


def test_other_folders_and_single_files(here: Path):
    council = here / "council"
    assert names("ferry", "--in", council) == ["vote.txt"]
    assert names("ferry", "--in", council, "--in", here / "late.txt", "--sort", "title") == [
        "vote.txt",
        "late.txt",
    ]


def test_all_searches_what_was_indexed_before(here: Path, monkeypatch: pytest.MonkeyPatch):
    other = here.parent / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    assert names("ferry") == []
    assert names("ferry", "--all") == []
    assert len(names("ferry", "--in", here)) == 2
    assert names("ferry") == []
    assert names("ferry", "--all") == ["late.txt", "vote.txt"]


def test_new_changed_and_lost_files_are_seen_unless_told_not_to(here: Path):
    assert len(names("ferry")) == 2
    write(here / "new.txt", "Another ferry", FERRY.replace("late", "punctual"))
    (here / "council" / "vote.txt").unlink()
    assert names("punctual", "--no-update") == []
    assert names("punctual") == ["new.txt"]
    [line] = found("council")
    assert line["missing"]
    assert "file missing" in search("council").stdout


# Notes


def test_notes_are_searched_and_printed_where_they_match(here: Path):
    annotate(here / "late.txt", "the café on the quay", "Ask [the owner]\nabout zeppelins.", "quay")
    annotate(here / "late.txt", "on Monday", "Which one?")
    [line] = found("zeppelins", "--notes")
    assert (line["notes"], line["tags"], line["where"]) == (2, ["quay"], ["notes"])
    [note] = line["annotations"]
    assert (note["quote"], note["colour"]) == ("the café on the quay", "yellow")
    assert note["note"] == "Ask [the owner]\nabout zeppelins."
    assert found("zeppelins")[0].keys() == set(TOLD)
    printed = search("zeppelins", "--notes").stdout.splitlines()
    assert printed[2].endswith(" · 2 notes")
    assert printed[4:] == [
        "    │ “the café on the quay”",
        "    │ Ask [the owner]",
        "    │ about zeppelins.",
        "    │ #quay",
    ]
    # Where no words are asked for, all of them are meant.
    assert len(found("has:note", "--notes")[0]["annotations"]) == 2
    assert names("tag:quay") == ["late.txt"]


def test_notes_in_another_file(here: Path):
    annotate(here / "late.txt", "on Monday", "Which one?")
    assert names("has:note") == ["late.txt"]
    assert names("has:note", "--notes-file", here / "other.json") == []
    assert not (here / "other.json").exists()


# Trouble


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["  "],
        ["--json"],
        ["--in"],
        ["ferry", "--in", "nowhere"],
        ["ferry", "--limit", "0"],
        ["ferry", "--limit", "-1"],
        ["ferry", "--limit", "two"],
        ["ferry", "--limit"],
        ["ferry", "--sort", "colour"],
        ["ferry", "--sort"],
        ["ferry", "--colour"],
        ["ferry", "--js"],
        ["ferry", "--json=yes"],
        ["ferry", "--notes-file", "."],
        ["ferry", "--in", "\x1b[2J\u202e"],
    ],
)
def test_misuse_is_one_line_and_status_2(here: Path, arguments: list[str]):
    run = search(*arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("copydesk: ")
    assert run.stderr.count("\n") == 1
    assert not {"\x1b", "\u202e"} & set(run.stderr)


@pytest.mark.parametrize(
    "query",
    ["!!!", '"', "(", "is:", "OR", "-", "-ferry", "[red]", "\x1b[2J", "near:", "a:b:c", "\udcff"],
)
def test_any_text_is_a_query(here: Path, query: str):
    run = search("--", query, env={**os.environ, "PYTHONUTF8": "1"})
    assert run.returncode in (0, 1)
    assert run.stderr == ""
    assert "\x1b" not in run.stdout


def test_settings_that_make_no_sense_are_status_2(here: Path):
    settings = here.parent / "config" / "copydesk" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("measure = 'wide'\n")
    run = search("ferry")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.count("\n") == 1


def test_a_damaged_index_is_told_and_built_anew(here: Path):
    assert len(names("ferry")) == 2
    index = here.parent / "cache" / "copydesk" / "index.sqlite"
    index.write_bytes(b"no index" * 1000)
    run = search("ferry", "--json")
    assert (run.returncode, run.stdout.count("\n")) == (0, 2)
    assert "damaged" in run.stderr
    assert len(names("ferry")) == 2


def test_an_index_that_cannot_be_kept_still_answers(here: Path):
    (here.parent / "cache").write_text("a file where a folder should be")
    run = search("ferry", "--json")
    assert (run.returncode, run.stdout.count("\n")) == (0, 2)
    assert run.stderr.startswith("copydesk: ")


def test_files_that_cannot_be_read_do_not_keep_others_back(here: Path):
    (here / "broken.txt").write_bytes(b"")
    (here / "[red]\x1b[2J\n.txt").write_text((here / "late.txt").read_text())
    run = search("ferry")
    assert run.returncode == 0
    assert "\x1b" not in run.stdout
    assert "[red]\ufffd[2J .txt\n    Ferry late again\n" in run.stdout


def test_nothing_in_an_article_or_a_note_reaches_the_terminal_raw(here: Path):
    hostile = "\x1b]52;c;aGk=\x07[red]\u202e\x9b2J ferry"
    write(here / "hostile.txt", f"Ferry {hostile}", f"{FERRY} {hostile}")
    annotate(here / "hostile.txt", "on Monday", f"ferry {hostile}", "[red]\x1b[2J")
    for more in ([], ["--json"]):
        run = search("ferry", "--notes", *more)
        assert run.returncode == 0
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(run.stdout)
        assert "[red]" in run.stdout


def test_head_may_stop_reading(here: Path):
    for number in range(80):
        write(here / f"{number}.txt", f"Ferry {number}", f"{FERRY} {number}" * 30)
    command = [sys.executable, "-m", "tui", "search", "ferry"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in (0, 141)


def test_help_tells_the_language_and_the_status(here: Path):
    run = search("--help")
    assert run.returncode == 0
    for words in ("--in FOLDER|FILE", "near:", "is:unread", "exit status is 0"):
        assert words in run.stdout
    assert max(map(len, run.stdout.splitlines())) <= 104


def test_words_and_options_are_told_apart():
    assert divide(["a", "-b", "--in", "-c", "--sort", "-date", "--json", "--", "--d", "--"]) == (
        ["a", "-b", "--d", "--"],
        ["--in=-c", "--sort=-date", "--json"],
    )
    assert divide(["--limit"]) == ([], ["--limit"])


def test_no_screen_is_loaded(here: Path):
    probe = (
        "import sys; from tui.cli import main; main(sys.argv[1:]);"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", probe, "search", "ferry"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    loaded = {name.split(".")[0] for name in run.stderr.split()}
    assert not loaded & {"textual", "rich"}
