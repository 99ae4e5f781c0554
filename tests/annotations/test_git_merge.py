"""`copydesk merge` as a merge driver, in a real git repository, configured as the README says."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from paper import article, note_on, ticking

import tui
from tui.annotations import AnnotationStore
from tui.annotations.version import Version
from tui.annotations.versions import Versions

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def git(tmp_path, monkeypatch):
    command = tmp_path / "bin" / "copydesk"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tui "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PYTHONPATH", str(Path(tui.__file__).parents[1]))
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    folder = tmp_path / "desk"
    folder.mkdir()

    def git(*arguments: str, status: int = 0) -> str:
        run = subprocess.run(
            ["git", *arguments], cwd=folder, capture_output=True, encoding="utf-8", timeout=60
        )
        assert run.returncode == status, run.stdout + run.stderr
        return run.stdout

    git("init", "--quiet", "--initial-branch=main")
    git("config", "user.name", "Nell Ashby")
    git("config", "user.email", "nell@gazette.example")
    # As the README says.
    git("config", "merge.copydesk.driver", "copydesk merge %O %A %B")
    (folder / ".gitattributes").write_text("notes.json merge=copydesk\n*.gz merge=copydesk\n")
    (folder / ".gitignore").write_text(
        "notes.json.*\n!notes.json.texts\n!notes.json.versions\n.*.tmp\n"
    )
    return git


@pytest.fixture
def path(tmp_path):
    return tmp_path / "desk" / "notes.json"


def commit(git, what):
    git("add", "--all")
    git("commit", "--quiet", "--message", what)


@pytest.mark.parametrize("related", [True, False])
def test_two_branches_merge_without_a_conflict(git, path, related):
    clock, document = ticking(), article()
    store = AnnotationStore(path, clock=clock)
    note = note_on(document, "fish market", "first")
    if related:
        note = store.add(note, document)
    commit(git, "begin")
    git("checkout", "--quiet", "-b", "laptop")
    store.refresh()
    store.add(replace(note.edited(note="edited on the laptop"), modified=clock()), document)
    store.add(note_on(document, "Traders", "from the laptop"), document)
    commit(git, "laptop")
    git("checkout", "--quiet", "main")
    store = AnnotationStore(path, clock=clock)
    store.add(note_on(document, "harbour", "from the office"), document)
    commit(git, "office")
    git("merge", "--quiet", "--no-edit", "laptop")
    merged = {note.note for note in AnnotationStore(path).all()}
    assert merged == {"edited on the laptop", "from the laptop", "from the office"}
    assert git("status", "--porcelain") == ""
    kept = git("ls-files").split()
    assert {".gitattributes", ".gitignore", "notes.json"} < set(kept)
    assert all(name.startswith("notes.json.texts/") for name in kept[3:])
    assert kept[3:]
    assert not list(path.parent.glob(".merge_file*"))


def test_texts_that_another_zlib_packed_are_no_conflict(git, path):
    document = article()
    AnnotationStore(path).add(note_on(document, "fish market", "first"), document)
    [text] = path.with_name("notes.json.texts").glob("*.gz")
    packed = text.read_bytes()
    text.unlink()
    commit(git, "begin")
    git("checkout", "--quiet", "-b", "laptop")
    text.write_bytes(gzip.compress(gzip.decompress(packed), 1))
    commit(git, "laptop")
    git("checkout", "--quiet", "main")
    text.parent.mkdir(exist_ok=True)
    text.write_bytes(packed)
    commit(git, "office")
    git("merge", "--quiet", "--no-edit", "laptop")
    assert text.read_bytes() == packed


def test_a_side_that_cannot_be_read_is_a_conflict_and_ours_stays(git, path):
    clock, document = ticking(), article()
    store = AnnotationStore(path, clock=clock)
    store.add(note_on(document, "fish market", "first"), document)
    commit(git, "begin")
    git("checkout", "--quiet", "-b", "laptop")
    path.write_text('{"annotations": {"1": {"cut o')
    commit(git, "laptop")
    git("checkout", "--quiet", "main")
    store = AnnotationStore(path, clock=clock)
    store.add(note_on(document, "harbour", "second"), document)
    commit(git, "office")
    before = path.read_bytes()
    git("merge", "--no-edit", "laptop", status=1)
    assert path.read_bytes() == before
    assert "UU notes.json" in git("status", "--porcelain")


def test_earlier_versions_of_both_desks_are_kept(git, path):
    clock, document = ticking(), article()
    AnnotationStore(path, clock=clock).add(note_on(document, "Traders", "one"), document)
    commit(git, "begin")
    git("checkout", "--quiet", "-b", "laptop")
    file, versions = Path("/articles/market.txt"), Versions.beside(path)
    both = Version(file, text="The market closes.", replaced="2026-01-02")
    versions.keep([both, Version(file, text="The market may close.", replaced="2026-01-01")])
    commit(git, "laptop")
    git("checkout", "--quiet", "main")
    assert Versions.beside(path).of(file) == ()
    versions = Versions.beside(path)
    versions.keep([replace(both, replaced="2026-01-05")])
    commit(git, "office")
    git("merge", "--quiet", "--no-edit", "laptop")
    texts = [version.text for version in Versions.beside(path).of(file)]
    assert texts == ["The market closes.", "The market may close."]
    assert git("status", "--porcelain") == ""
