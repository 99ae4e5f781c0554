from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsroom import SUFFIXES, read_plain

from tui.library import Library, SearchIndex
from tui.library.ignoring import FILE, LARGEST, ignored_by


def library(index: SearchIndex, folder: Path, *patterns: str) -> Library:
    ignored = ignored_by([folder], patterns)
    return Library([folder], index, read_plain, suffixes=SUFFIXES, ignored=ignored)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    for name in ("a.txt", "drafts/b.txt", "in/drafts/c.txt", "in/keep.txt", "x/old-d.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name}\nword")
    return folder


def shown(library: Library) -> set[str]:
    library.update()
    return {row.title for row in library.rows()}


def test_patterns_of_the_settings_and_of_the_folder(index: SearchIndex, folder: Path) -> None:
    everything = {"a.txt", "drafts/b.txt", "in/drafts/c.txt", "in/keep.txt", "x/old-d.txt"}
    assert shown(library(index, folder)) == everything
    assert shown(library(index, folder, "drafts/")) == {"a.txt", "in/keep.txt", "x/old-d.txt"}
    assert shown(library(index, folder)) == everything  # it was no loss
    (folder / FILE).write_text("# mine\nold-*\n/drafts/\n!old-d.txt\n")
    assert shown(library(index, folder, "a.*")) == {"in/drafts/c.txt", "in/keep.txt", "x/old-d.txt"}


def test_what_is_ignored_is_ignored_when_a_watch_tells_of_it(
    index: SearchIndex, folder: Path
) -> None:
    some = library(index, folder, "drafts/", "old-*")
    report = some.update_paths([folder, folder / "drafts" / "b.txt", folder / "x" / "old-d.txt"])
    assert report.added == 2
    assert {row.title for row in some.rows()} == {"a.txt", "in/keep.txt"}


def test_no_patterns_cost_nothing(folder: Path) -> None:
    assert ignored_by([folder], ()) is None
    (folder / FILE).write_text("\n# nothing\n")
    assert ignored_by([folder], ()) is None


@given(st.lists(st.text(max_size=20)), st.binary(max_size=20))
def test_no_pattern_raises(patterns: list[str], name: bytes) -> None:
    ignored = ignored_by([Path("/desk")], patterns)
    if ignored is not None:
        assert ignored(b"/desk/" + name, False) in (True, False)
        assert ignored(b"/elsewhere", True) is False


def test_a_huge_or_odd_file_of_patterns(folder: Path) -> None:
    (folder / FILE).write_bytes(b"\xff\xfe[\n" + b"never\n" * LARGEST)
    ignored = ignored_by([folder], ())
    assert ignored is not None
    assert ignored(bytes(folder) + b"/never", False)
