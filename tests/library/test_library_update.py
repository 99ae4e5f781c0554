import os
import sqlite3
import threading
from pathlib import Path

import pytest
from newsroom import SUFFIXES, read_plain, search

from tui.errors import CopydeskError
from tui.library import Library, Replaced, SearchIndex, Versions
from tui.library.rows import Entry


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    return tmp_path / "articles"


@pytest.fixture
def library(folder: Path, index: SearchIndex) -> Library:
    return Library([folder], index, read_plain, suffixes=SUFFIXES)


def write(path: Path, text: str, age: int = 100) -> None:
    """Write a file that was changed so many seconds after the turn of the millennium."""
    path.write_text(text)
    os.utime(path, (946_684_800 + age, 946_684_800 + age))


def titles(library: Library) -> list[str]:
    return [row.title for row in library.rows() if not row.missing]


def titles_of(library: Library, query: str) -> list[str]:
    return [row.title for row in library.index.rows_of(library.find(query).ids)]


def test_new_changed_and_deleted_files(library: Library, folder: Path) -> None:
    for name in ("a", "b", "c"):
        write(folder / f"{name}.txt", f"Title {name}\nfirst {name}")
    report = library.update()
    assert (report.found, report.added, report.changed, report.removed) == (3, 3, 0, 0)
    ids = {row.path.name: row.id for row in library.rows()}

    report = library.update()
    assert (report.found, report.added, report.changed, report.removed) == (3, 0, 0, 0)

    write(folder / "a.txt", "Title a2\nsecond", age=200)
    write(folder / "b.txt", "Title b2, of another size\nsecond")
    (folder / "c.txt").unlink()
    write(folder / "d.txt", "Title d\nsecond", age=300)
    report = library.update()
    assert (report.found, report.added, report.changed, report.removed) == (3, 1, 2, 1)
    assert titles(library) == ["Title d", "Title a2", "Title b2, of another size"]
    assert titles_of(library, "first") == ["Title c"]
    assert [row.title for row in library.rows() if row.missing] == ["Title c"]
    assert library.find("second").total == 3
    assert {row.path.name: row.id for row in library.rows()}["a.txt"] == ids["a.txt"]


def test_a_moved_file(library: Library, folder: Path) -> None:
    write(folder / "a.txt", "Title\nword")
    library.update()
    (folder / "new").mkdir()
    (folder / "a.txt").rename(folder / "new" / "b.txt")
    before = library.rows()[0].id
    report = library.update()
    assert (report.added, report.removed) == (1, 1)
    [row] = library.rows()
    assert (row.id, row.path, row.missing) == (before, folder / "new" / "b.txt", False)


def test_what_is_missing_keeps_its_text_and_comes_back(library: Library, folder: Path) -> None:
    write(folder / "a.txt", "Title\nword of it")
    library.update()
    data = (folder / "a.txt").read_bytes()
    (folder / "a.txt").unlink()
    library.update()
    [row] = library.rows()
    assert (row.missing, library.index.text_of(row.id)) == (True, "word of it")
    assert titles_of(library, "is:missing word") == ["Title"]
    assert library.update().removed == 0
    library.index.dismiss([row.id])
    assert (len(library.rows()), library.find("word").total) == (0, 0)
    library.index.dismiss([row.id], back=True)
    assert (len(library.rows()), library.find("word").total) == (1, 1)
    (folder / "a.txt").write_bytes(data)
    library.update()
    assert [(each.id, each.missing) for each in library.rows()] == [(row.id, False)]


def test_a_few_files_that_a_watch_saw(library: Library, folder: Path) -> None:
    write(folder / "a.txt", "A\nword")
    write(folder / "b.txt", "B\nword")
    library.update()
    (folder / "in").mkdir()
    (folder / "page_files").mkdir()
    (folder / ".hidden").mkdir()
    for name in ("c.txt", "in/d.txt", "no.pdf", ".e.txt", "page_files/f.txt", ".hidden/g.txt"):
        write(folder / name, f"{name}\nword")
    write(folder / "page.html", "page\nword")
    (folder / "a.txt").unlink()
    (folder / "b.txt").unlink()
    names = ("a.txt", "c.txt", "in", "no.pdf", ".e.txt", "page_files/f.txt", ".hidden/g.txt")
    report = library.update_paths([*(folder / name for name in names), Path("/elsewhere.txt")])
    assert (report.added, report.removed) == (2, 1)
    assert {row.title for row in library.rows() if row.missing} == {"A"}
    assert sorted(titles(library)) == ["B", "c.txt", "in/d.txt"]
    (folder / "in").rename(folder / "out")
    report = library.update_paths([folder / "in", folder / "out"])
    assert {row.path for row in library.rows() if row.title == "in/d.txt"} == {
        folder / "out" / "d.txt"
    }
    assert library.update().added == 1  # page.html, which no watch told of


def test_a_changed_text_is_handed_over_before_it_is_gone(folder: Path, index: SearchIndex) -> None:
    kept: list[Replaced] = []
    versions = Versions(keep=kept.extend, knows=lambda path, url: bool(kept))
    library = Library([folder], index, read_plain, suffixes=SUFFIXES, versions=versions)
    write(folder / "a.txt", "Title\nold words")
    library.update()
    [row] = library.rows()
    write(folder / "a.txt", "Title\nold   words", age=200)  # spacing says nothing
    library.update()
    assert (kept, library.rows()[0].corrected) == ([], False)
    write(folder / "a.txt", "Title\nnew words", age=300)
    library.update()
    [before] = kept
    assert (before.path, before.text) == (os.fsencode(folder / "a.txt"), "old   words")
    assert (before.headline, before.seen) == ("Title", row.added)
    assert library.rows()[0].corrected
    assert titles_of(library, "is:corrected") == ["Title"]


def test_what_cannot_be_kept_is_not_replaced(folder: Path, index: SearchIndex) -> None:
    def keep(replaced: object) -> None:
        raise CopydeskError("The disk is full.")

    versions = Versions(keep=keep)
    library = Library([folder], index, read_plain, suffixes=SUFFIXES, versions=versions)
    write(folder / "a.txt", "Title\nold words")
    library.update()
    write(folder / "a.txt", "Title\nnew words", age=300)
    for _ in range(2):
        report = library.update()
        assert report.notice == "The disk is full."
        assert index.text_of(library.rows()[0].id) == "old words"


def test_a_change_within_one_tick_of_the_clock_is_seen(library: Library, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text("Title one")
    stamp = path.stat().st_mtime_ns
    library.update()
    path.write_text("Title two")
    os.utime(path, ns=(stamp, stamp))
    assert library.update().changed == 1
    assert titles(library) == ["Title two"]


def test_what_cannot_be_read_is_listed_with_the_reason(library: Library, folder: Path) -> None:
    write(folder / "bad.txt", "BAD")
    write(folder / "bug.txt", "BUG")
    write(folder / "good.txt", "Good\nword")
    report = library.update()
    assert (report.added, report.failed) == (3, 2)
    errors = {row.path.name: row.error for row in library.rows()}
    assert errors["bad.txt"] == "This is no article."
    assert "ZeroDivisionError" in errors["bug.txt"]
    assert errors["good.txt"] == ""
    assert library.update().added == library.update().changed == 0  # not tried again and again
    write(folder / "bad.txt", "Mended\nword")
    library.update()
    assert library.find("word").total == 2


def test_hostile_names_from_disk_to_list(library: Library, folder: Path) -> None:
    hostile = [b"new\nline.txt", b"\x1b]0;x\x07.txt", b"not \xff\xfe.txt", b"[red]x[b].txt"]
    for name in hostile:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("\nword")
    os.mkfifo(folder / "pipe.txt")
    assert library.update().added == 4
    rows = list(library.rows())
    assert sorted(os.fsencode(row.path.name) for row in rows) == sorted(hostile)
    for row in rows:
        row.title.encode()
        assert not set(row.title) & set("\n\x1b\x07")
        assert row.path.read_text() == "\nword"  # it is the very file
    assert len(search(library, "word")) == 4
    assert [hit.where for hit in search(library, "red")] == [("headline",)]
    for name in hostile:
        os.unlink(os.fsencode(folder) + b"/" + name)  # noqa: PTH108 - by its bytes
    assert library.update().removed == 4


def test_a_file_that_goes_away_meanwhile_is_gone(folder: Path, index: SearchIndex) -> None:
    for name in ("a.txt", "b.txt"):
        write(folder / name, "Title")

    def read(path: Path):
        (folder / "b.txt").unlink(missing_ok=True)
        return read_plain(path)

    library = Library([folder], index, read, suffixes=SUFFIXES, workers=1)
    report = library.update()
    assert (report.found, report.added, report.failed) == (2, 1, 0)
    assert titles(library) == ["Title"]


def test_what_cannot_be_looked_into_is_not_forgotten(
    library: Library, folder: Path, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "drive" / "in").mkdir(parents=True)
    write(folder / "drive" / "in" / "a.txt", "On the drive")
    write(folder / "drive2.txt", "Beside it")
    library.update()
    scandir = os.scandir

    def refusing(path: bytes):
        if path.endswith(b"/drive"):
            raise OSError(5, "Input/output error")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    (folder / "drive2.txt").unlink()
    report = library.update()
    assert [each.path for each in report.unreadable] == [os.fsencode(folder / "drive")]
    assert (report.removed, titles(library)) == (1, ["On the drive"])

    away = Library([folder / "drive" / "in", folder / "gone"], index, read_plain, suffixes=SUFFIXES)
    (folder / "drive").rename(folder / "unplugged")
    report = away.update()
    assert len(report.unreadable) == 2
    assert (report.removed, titles(away)) == (0, ["On the drive"])


def test_the_latest_come_first_and_are_there_at_once(
    folder: Path, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.library.read_ahead.BATCH", 50)
    for number in range(130):
        write(folder / f"{number:03}.txt", f"Title {number:03}\nword", age=number)
    library = Library([folder], index, read_plain, suffixes=SUFFIXES)
    seen: list[tuple[int, int, int]] = []

    def progress(done: int, of: int) -> None:
        seen.append((done, of, len(library.rows())))
        if done:
            assert titles(library)[0] == "Title 129"

    library.update(progress)
    assert seen[0] == (0, 130, 0)
    assert seen[-1] == (130, 130, 130)
    assert all(done == found for done, _, found in seen)
    assert len(seen) >= 3
    assert library.find("word").total == 130


def test_cancelled_and_taken_up_again(folder: Path, index: SearchIndex) -> None:
    for number in range(400):
        write(folder / f"{number}.txt", f"Title {number}\nword")
    read: list[Path] = []

    def reading(path: Path):
        read.append(path)
        return read_plain(path)

    library = Library([folder], index, reading, suffixes=SUFFIXES)
    report = library.update(cancelled=lambda: len(read) >= 100)
    assert report.cancelled
    kept = len(library.rows())
    assert 0 < kept < 400
    assert report.added == kept
    read.clear()
    report = library.update()
    assert not report.cancelled
    assert (report.added, len(library.rows())) == (400 - kept, 400)
    assert library.update(cancelled=lambda: True).cancelled
    assert len(library.rows()) == 400


def test_a_slow_file_delays_neither_the_others_nor_cancelling(
    folder: Path, index: SearchIndex
) -> None:
    write(folder / "slow.txt", "Slow", age=0)
    for number in range(10):
        write(folder / f"{number}.txt", "Quick\nword", age=100 + number)
    go_on = threading.Event()

    def read(path: Path):
        if path.name == "slow.txt":
            go_on.wait(60)
        return read_plain(path)

    library = Library([folder], index, read, suffixes=SUFFIXES)
    try:
        report = library.update(cancelled=lambda: len(library.rows()) == 10)
        assert report.cancelled
        assert report.added == 10
    finally:
        go_on.set()


def test_an_index_that_breaks_during_an_update_is_filled_anew(
    library: Library, folder: Path, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.library.read_ahead.BATCH", 50)
    for number in range(150):
        write(folder / f"{number}.txt", f"Title {number}\nword")

    times: list[int] = []
    damages = 1

    def progress(done: int, of: int) -> None:
        if done == 50 and len(times) < damages:
            times.append(done)
            connection = sqlite3.connect(index.path)
            connection.execute("UPDATE body SET text = x'00'")
            connection.commit()
            connection.close()

    report = library.update(progress)
    assert (report.added, index.generation) == (150, 2)
    assert len(library.rows()) == library.find("word").total == 150
    assert "damaged" in report.notice

    damages = 1000  # as on a disk that goes bad: it ends all the same, with a sentence
    for path in folder.iterdir():
        write(path, "Another title\nword")
    report = library.update(progress)
    assert len(times) > 2
    assert "damaged" in report.notice


def test_roots_that_are_single_files(folder: Path, index: SearchIndex) -> None:
    write(folder / "a.txt", "A")
    write(folder / "b.txt", "B")
    write(folder / "letter", "Letter")
    library = Library([folder / "b.txt", folder / "letter"], index, read_plain, suffixes=SUFFIXES)
    assert library.update().added == 2
    assert sorted(titles(library)) == ["B", "Letter"]
    both = Library([folder], index, read_plain, suffixes=SUFFIXES)
    both.update()
    assert sorted(titles(both)) == ["A", "B"]
    assert titles(library) == ["B"]  # the letter is no article of that folder
    library.update()
    assert sorted(titles(library)) == ["B", "Letter"]


def test_an_entry_of_a_file(folder: Path) -> None:
    write(folder / "a.txt", "four")
    assert Entry.of(folder / "a.txt") == Entry(
        os.fsencode(folder / "a.txt"), 4, 946_684_900_000_000_000
    )
    with pytest.raises(FileNotFoundError):
        Entry.of(folder / "none")
