import os
from pathlib import Path

import pytest
from newsroom import SUFFIXES

from tui.library.walk import Unreadable, walk


def found(*roots: Path) -> list[str]:
    """Return the paths found, relative to the first root, and insist that all went well."""
    trouble: list[Unreadable] = []
    paths = [os.fsdecode(each.path) for each in walk(roots, SUFFIXES, trouble.append)]
    assert trouble == []
    return [os.path.relpath(path, roots[0]) for path in paths]


def write(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_suffixes_in_any_case_hidden_ones_not(tmp_path: Path) -> None:
    for name in ("a.txt", "B.HTML", "c.pdf", "d", ".e.txt", "._a.txt", "in/f.txt", ".in/g.txt"):
        write(tmp_path / name)
    (tmp_path / "folder.txt").mkdir()
    assert found(tmp_path) == ["B.HTML", "a.txt", "in/f.txt"]


def test_the_folder_beside_a_saved_page_is_no_part_of_the_library(tmp_path: Path) -> None:
    for name in (
        "page.html",
        "page_files/ad.html",
        "case_files/a.txt",
        "Old.HTM",
        "Old_files/x.txt",
    ):
        write(tmp_path / name)
    assert found(tmp_path) == ["Old.HTM", "page.html", "case_files/a.txt"]


def test_names_of_any_bytes(tmp_path: Path) -> None:
    hostile = [b"new\nline.txt", b"\x1b]0;x\x07.txt", b"not \xff\xfe utf.txt", b"[red].txt"]
    for name in hostile:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("x")
    entries = list(walk([tmp_path], SUFFIXES, pytest.fail))
    assert sorted(each.path.rpartition(b"/")[2] for each in entries) == sorted(hostile)
    assert {each.size for each in entries} == {1}


def test_links_and_loops_end(tmp_path: Path) -> None:
    write(tmp_path / "real/a.txt")
    (tmp_path / "real/up").symlink_to(tmp_path)
    (tmp_path / "other").symlink_to(tmp_path / "real")
    (tmp_path / "linked.txt").symlink_to(tmp_path / "real/a.txt")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nothing")
    assert found(tmp_path) == ["linked.txt", "real/a.txt"]
    assert found(tmp_path / "other") == ["a.txt"]  # named by the reader: followed


def test_only_regular_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    (tmp_path / "pipe2.txt").symlink_to(tmp_path / "pipe.txt")
    write(tmp_path / "a.txt")
    assert found(tmp_path) == ["a.txt"]


def test_roots_of_all_kinds_give_each_file_once(tmp_path: Path) -> None:
    for name in ("a/one.txt", "a/b/two.txt", "a/.c/three.txt", "a/notes.pdf"):
        write(tmp_path / name)
    a = tmp_path / "a"
    assert found(a, a / "b", a, a / "../a/b", a / "one.txt") == ["one.txt", "b/two.txt"]
    assert found(a, a / ".c", a / "notes.pdf") == [
        "notes.pdf", "one.txt", "b/two.txt", ".c/three.txt",
    ]  # fmt: skip


def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a/one.txt")
    write(tmp_path / "b\x1b/two.txt")
    os.mkfifo(tmp_path / "pipe")
    scandir = os.scandir

    def refusing(folder: bytes):
        if folder.endswith(b"b\x1b"):  # tests may run as root, who can read everything
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refusing)
    trouble: list[Unreadable] = []
    roots = [tmp_path / "none", tmp_path / "pipe", Path("nul\0"), tmp_path]
    entries = list(walk(roots, SUFFIXES, trouble.append))
    assert [each.path.rpartition(b"/")[2] for each in entries] == [b"one.txt"]
    assert len(trouble) == 4
    assert "No such file" in trouble[0].sentence
    assert "neither a folder nor a file" in trouble[1].sentence
    assert "Permission denied" in trouble[3].sentence
    assert not any("\x1b" in each.sentence or "\0" in each.sentence for each in trouble)


def test_very_deep_folders(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(300):
        deep /= "folder"
    write(deep / "a.txt")
    assert len(found(tmp_path)) == 1
