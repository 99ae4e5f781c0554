"""Files are merged, by the command as well; what cannot be read leaves ours untouched."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from paper import article, note_on, reopened
from two_desks import notes

import tui
from tui.annotations.merging import merge_files
from tui.errors import NotesError


@pytest.fixture
def files(tmp_path, desk):
    document = article()
    desk.store.add(note_on(document, "fish market", "both"), document)
    base, other = desk.copy("base.json"), desk.copy("theirs.json")
    desk.store.add(note_on(document, "harbour", "ours"), document)
    other.store.add(note_on(document, "Traders", "theirs"), document)
    return base.path, desk.path, other.path


@pytest.mark.parametrize("ancestor", ["there", "empty", "missing"])
def test_files_are_merged_into_ours(files, ancestor):
    base, ours, theirs = files
    if ancestor == "empty":
        base.write_bytes(b"")
    elif ancestor == "missing":
        base.unlink()
    before, other = ours.read_bytes(), theirs.read_bytes()
    ours.chmod(0o640)
    watching = reopened(ours)
    assert notes(watching) == ["both", "ours"]
    merge_files(base, ours, theirs)
    assert watching.refresh()
    assert notes(watching) == ["both", "ours", "theirs"]
    assert theirs.read_bytes() == other
    assert ours.stat().st_mode & 0o777 == 0o640
    assert before in [path.read_bytes() for path in ours.parent.glob("notes.json.backup-*")]
    again = ours.read_bytes()
    merge_files(base, ours, theirs)
    assert ours.read_bytes() == again


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize(
    "content", [b'{"annotations": {"1', b"<html>", b'{"_meta": {"1": {"schema": 99}}}']
)
def test_a_file_that_cannot_be_read_or_is_newer_leaves_ours_untouched(files, which, content):
    files[which].write_bytes(content)
    before = files[1].read_bytes()
    with pytest.raises(NotesError):
        merge_files(*files)
    assert files[1].read_bytes() == before


def test_a_missing_side_or_a_pipe_is_an_error(files, tmp_path):
    base, ours, _ = files
    before = ours.read_bytes()
    with pytest.raises(NotesError, match="no notes file"):
        merge_files(base, ours, tmp_path / "nowhere")
    with pytest.raises(NotesError, match="not a regular file"):
        merge_files(base, ours, tmp_path)
    assert ours.read_bytes() == before


def test_two_snapshots_of_one_text_are_one_however_they_were_packed(tmp_path):
    ours, theirs, base = tmp_path / "ours", tmp_path / "theirs", tmp_path / "base"
    ours.write_bytes(before := gzip.compress(b"The harbour board" * 99, 9, mtime=0))
    theirs.write_bytes(gzip.compress(b"The harbour board" * 99, 1, mtime=1))
    merge_files(base, ours, theirs)
    theirs.write_bytes(gzip.compress(b"Another text"))
    with pytest.raises(NotesError, match="no notes file"):
        merge_files(base, ours, theirs)
    theirs.write_bytes(b"\x1f\x8b, and damaged")
    ours.write_bytes(b"\x1f\x8b, and damaged")
    with pytest.raises(NotesError, match="no notes file"):
        merge_files(base, ours, theirs)
    ours.write_bytes(before)


@pytest.mark.parametrize(("name", "status"), [("theirs.json", 0), ("nowhere.json", 1)])
def test_the_command_says_by_its_status_whether_it_merged(files, name, status):
    base, ours, theirs = files
    run = subprocess.run(
        [sys.executable, "-m", "tui", "merge", base, ours, theirs.with_name(name)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(tui.__file__).parents[1])},
    )
    assert (run.returncode, run.stdout) == (status, "")
    assert run.stderr.startswith("copydesk: There is no notes file") == bool(status)
    assert notes(reopened(ours)) == ["both", "ours", *(["theirs"] if not status else [])]
