from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest

from tui.articles.files import read_file
from tui.errors import ArticleError


def refusal(path: Path, largest: int = 1000) -> str:
    with pytest.raises(ArticleError) as caught:
        read_file(path, largest=largest)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "\x1b" not in sentence
    return sentence


def test_provenance_names_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "harbour.txt"
    path.write_bytes(b"The harbour is closed.")
    file = read_file(path)
    assert file.data == b"The harbour is closed."
    assert file.provenance.sha256 == hashlib.sha256(file.data).hexdigest()
    assert file.provenance.size == 22
    assert file.provenance.modified == path.stat().st_mtime_ns
    assert file.provenance.path == path


def test_a_relative_path_becomes_absolute_and_a_link_stays_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real.txt").write_text("words")
    (tmp_path / "link.txt").symlink_to("real.txt")
    monkeypatch.chdir(tmp_path)
    assert read_file(Path("link.txt")).provenance.path == tmp_path / "link.txt"


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "to-pipe.md").symlink_to("pipe.md")
    assert refusal(tmp_path / "pipe.md") == "“pipe.md” is a pipe, not a file."
    assert "is a pipe" in refusal(tmp_path / "to-pipe.md")


def test_devices_sockets_and_folders_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "endless.txt").symlink_to("/dev/zero")
    assert "is a device" in refusal(tmp_path / "endless.txt")
    assert "is a folder" in refusal(tmp_path)
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("door.txt")
        assert "is a socket" in refusal(tmp_path / "door.txt")


def test_a_link_loop_and_a_missing_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("b.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert "cannot be read" in refusal(tmp_path / "a.txt")
    assert refusal(tmp_path / "gone.txt") == "“gone.txt” is not there."
    assert "not a file name" in refusal(Path("nul\x00.txt"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("x")
    path.chmod(0)
    assert "permission" in refusal(path)


def test_size_limits(tmp_path: Path) -> None:
    sparse = tmp_path / "sparse.txt"
    with sparse.open("wb") as file:
        file.truncate(1 << 40)
    assert "too large" in refusal(sparse)
    (tmp_path / "empty.txt").touch()
    assert refusal(tmp_path / "empty.txt") == "“empty.txt” is empty."
    exact = tmp_path / "exact.txt"
    exact.write_bytes(b"x" * 1000)
    assert len(read_file(exact, largest=1000).data) == 1000
    assert "too large" in refusal(exact, largest=999)


def test_a_hostile_name_is_opened_by_its_bytes_and_shown_safely(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9\x1b]0;owned\x07\nname.txt"
    Path(os.fsdecode(raw)).write_text("words")
    assert read_file(Path(os.fsdecode(raw))).data == b"words"
    Path(os.fsdecode(raw)).write_text("")
    assert "caf\ufffd\ufffd]0;owned\ufffd name.txt" in refusal(Path(os.fsdecode(raw)))
