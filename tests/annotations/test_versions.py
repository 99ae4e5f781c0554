"""Earlier versions of articles: kept, found again, and safe whatever lies in their folder."""

from __future__ import annotations

import gzip
import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.annotations import version as version_module
from tui.annotations import versions as versions_module
from tui.annotations.merging import merge_files
from tui.annotations.version import Version, are_versions, newest_first, packed, unpacked
from tui.annotations.versions import Versions
from tui.errors import NotesError

FERRY = Version(
    path=Path("/articles/ferry.md"),
    sha256="ab" * 32,
    url="https://gazette.example/ferry?utm_source=mail",
    headline="Ferry crews vote",
    byline="Odette Marr",
    outlet="The Gazette",
    published="2026-03-02",
    seen="2026-03-02T08:00:00+00:00",
    replaced="2026-03-03T08:00:00+00:00",
    text="Ferry crews will vote on Friday.\n\nThe boats run every forty minutes.",
)


@pytest.fixture
def notes(tmp_path):
    return tmp_path / "desk" / "notes.json"


@pytest.fixture
def versions(notes):
    return Versions.beside(notes)


def files(versions: Versions) -> list[Path]:
    return sorted(versions.folder.iterdir())


def test_a_version_comes_back_whole_by_path_and_by_address(versions, notes):
    assert versions.of(FERRY.path, FERRY.url) == ()
    assert not versions.knows(FERRY.path)
    versions.keep([FERRY])
    assert versions.folder == notes.with_name("notes.json.versions")
    assert versions.of(FERRY.path) == (FERRY,)
    assert versions.knows(FERRY.path)
    moved = Path("/elsewhere/ferry.md")
    assert versions.of(moved) == ()
    assert not versions.knows(moved)
    assert versions.of(moved, "HTTPS://Gazette.example/ferry#top") == (FERRY,)
    assert versions.knows(moved, FERRY.url)
    assert not versions.knows(moved, "https://gazette.example/mill")


def test_each_file_tells_by_itself_what_it_is_and_is_the_readers_own(versions):
    versions.keep([FERRY])
    [path] = files(versions)
    told = json.loads(gzip.decompress(path.read_bytes()))
    assert told["format"] == 1
    assert told["path"] == "file:///articles/ferry.md"
    assert told["text"] == FERRY.text
    assert told["headline"] == "Ferry crews vote"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(versions.folder.stat().st_mode) == 0o700


def test_kept_twice_is_one_file_and_stays_as_it_was(versions):
    versions.keep([FERRY, FERRY])
    versions.keep([replace(FERRY, replaced="2027-01-01T00:00:00+00:00")])
    versions.keep([replace(FERRY, text=FERRY.text.replace(" ", "  ") + "\n")])
    assert versions.of(FERRY.path) == (FERRY,)
    assert len(files(versions)) == len(versions) == 1


def test_newest_first_and_each_text_once(versions):
    later = replace(FERRY, text="Crews voted.", replaced="2026-03-05T08:00:00+00:00")
    copy = replace(later, path=Path("/b/copy.md"), replaced="2026-03-04T08:00:00+00:00")
    versions.keep([FERRY, later, copy])
    assert versions.of(FERRY.path, FERRY.url) == (later, FERRY)
    assert versions.of(copy.path) == (copy,)
    assert newest_first([]) == ()


def test_articles_without_an_address_are_not_taken_for_one_another(versions):
    one = replace(FERRY, url="", path=Path("/a.txt"))
    front = replace(FERRY, url="https://gazette.example/", path=Path("/b.txt"), text="Other")
    versions.keep([one, front])
    assert versions.of(Path("/c.txt"), "") == ()
    assert versions.of(Path("/c.txt"), "https://gazette.example") == ()
    assert versions.of(Path("/a.txt"), "") == (one,)
    assert versions.of(Path("/b.txt"), "https://gazette.example/") == (front,)
    assert versions.of(Path("/c.txt"), "http://[broken") == ()


def test_blanks_alone_make_no_version():
    assert not are_versions("One  two\n\nthree", "One two three")
    assert are_versions("One two", "One two.")
    assert are_versions("“One”", '"One"')


def test_what_another_session_keeps_is_noticed(versions, notes, monkeypatch):
    monkeypatch.setattr(versions_module, "PATIENCE", 0.0)
    other = Versions.beside(notes)
    assert not other.knows(FERRY.path)
    versions.keep([FERRY])
    assert other.of(FERRY.path) == (FERRY,)
    mill = replace(FERRY, path=Path("/articles/mill.md"), url="")
    versions.keep([mill])
    assert other.of(mill.path) == (mill,)


def test_an_old_listing_is_used_again(versions, monkeypatch):
    monkeypatch.setattr(versions_module, "PATIENCE", 0.0)
    versions.keep([FERRY])
    os.utime(versions.folder, (1e9, 1e9))
    assert versions.knows(FERRY.path)
    monkeypatch.setattr(versions_module, "_listed", None)
    assert versions.knows(FERRY.path)
    assert not versions.knows(Path("/articles/mill.md"))


def test_damaged_and_foreign_files_are_passed_over(versions, monkeypatch):
    later = replace(FERRY, text="Crews voted.", replaced="2026-03-05T08:00:00+00:00")
    versions.keep([FERRY, later])
    bad = versions.folder / later.file_name
    whole = bad.read_bytes()
    bombs = gzip.compress(b"[" * 50_000), gzip.compress(b'{"format": 1, "text": 3}')
    for data in (b"", b"no gzip", whole[:-9], whole[:40] + b"\0" + whole[41:], *bombs):
        bad.write_bytes(data)
        assert versions.of(FERRY.path) == (FERRY,)
        assert list(versions.damaged()) == [bad]
    (versions.folder / "README").write_text("not ours")
    (versions.folder / f"{later.file_name}.bak").write_text("not ours")
    versions.keep([later])  # written again in the damaged one's place
    assert versions.of(FERRY.path) == (later, FERRY)
    assert list(versions.damaged()) == []
    monkeypatch.setattr(version_module, "LARGEST", 100)
    assert versions.of(FERRY.path) == ()


def test_a_pipe_and_a_folder_by_that_name_hold_nothing_up(versions):
    versions.keep([FERRY])
    [path] = files(versions)
    path.unlink()
    os.mkfifo(path)
    assert versions.of(FERRY.path) == ()
    path.unlink()
    path.mkdir()
    assert versions.of(FERRY.path) == ()


def test_text_from_a_file_is_made_safe(versions):
    hostile = replace(FERRY, headline="a\x1b]52;c;x\x07\nb", text="one\x1b[2J\u202etwo")
    versions.keep([hostile])
    [found] = versions.of(FERRY.path)
    assert "\x1b" not in found.headline + found.text
    assert "\n" not in found.headline
    assert "\u202e" not in found.text


@pytest.mark.parametrize("name", ["Straße [red].html", "a\nb\x1b.txt", os.fsdecode(b"caf\xe9.txt")])
def test_whatever_a_file_is_called(versions, name):
    odd = replace(FERRY, path=Path("/articles") / name, url="")
    versions.keep([odd])
    assert versions.of(odd.path) == (odd,)


def test_a_full_disk_is_told_and_leaves_nothing_half_written(versions, monkeypatch):
    versions.keep([FERRY])
    monkeypatch.setattr(os, "fsync", broken)
    later = replace(FERRY, text="Crews voted.")
    with pytest.raises(NotesError, match=r"could not be kept.*No space left"):
        versions.keep([later, replace(later, text="Crews have voted.")])
    monkeypatch.setattr(os, "fsync", os.fstat)
    assert [path.name for path in files(versions)] == [FERRY.file_name]
    versions.keep([])


def broken(handle: int) -> None:
    raise OSError(28, "No space left on device")


def test_many_at_once_are_all_there(versions, monkeypatch):
    monkeypatch.setattr(versions_module, "_TOGETHER", 16)
    many = [replace(FERRY, path=Path(f"/articles/{n}.txt"), url="") for n in range(100)]
    versions.keep(many)
    assert all(versions.of(version.path) == (version,) for version in many)
    assert all(not path.name.endswith(".tmp") for path in files(versions))


def test_nothing_is_shown_as_kept_that_a_power_cut_takes(versions, monkeypatch):
    done: list[str] = []
    rename = Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: done.append(kind(handle)))
    monkeypatch.setattr(Path, "replace", lambda a, b: (done.append("rename"), rename(a, b))[1])
    versions.folder.mkdir(parents=True)
    versions.keep([FERRY, replace(FERRY, text="Crews voted.")])
    assert done == ["file", "file", "rename", "rename", "folder", "folder"]


def kind(handle: int) -> str:
    return "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"


def test_two_desks_that_kept_one_version_at_different_times_merge(tmp_path):
    ours, theirs = tmp_path / "a.json.gz", tmp_path / "b.json.gz"
    ours.write_bytes(packed(FERRY))
    theirs.write_bytes(packed(replace(FERRY, replaced="2026-04-01T00:00:00+00:00")))
    merge_files(tmp_path / "none", ours, theirs)
    assert unpacked(ours.read_bytes()) == FERRY
    theirs.write_bytes(packed(replace(FERRY, text="Crews voted.")))
    with pytest.raises(NotesError):
        merge_files(tmp_path / "none", ours, theirs)


words = st.text(max_size=20)


@given(words, words, words)
def test_whatever_it_says_it_is_read_or_passed_over(url, headline, text):
    version = replace(FERRY, url=url, headline=headline, text=text)
    read = unpacked(packed(version))
    assert read is not None
    assert unpacked(packed(read)) == read
    assert len(version.file_name.split(".")) == 5


@given(st.binary(max_size=200))
def test_no_bytes_raise(data):
    unpacked(data)
    unpacked(gzip.compress(data))
