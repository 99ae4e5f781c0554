import os
import sqlite3
import threading
from pathlib import Path

import pytest
from newsroom import SUFFIXES, read_plain, search

from tui.library import Library, SearchIndex
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
    return [row.title for row in library.rows()]


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
    assert library.find("first").total == 0
    assert library.find("second").total == 3
    assert {row.path.name: row.id for row in library.rows()}["a.txt"] == ids["a.txt"]


def test_a_moved_file(library: Library, folder: Path) -> None:
    write(folder / "a.txt", "Title\nword")
    library.update()
    (folder / "new").mkdir()
    (folder / "a.txt").rename(folder / "new" / "b.txt")
    report = library.update()
    assert (report.added, report.removed) == (1, 1)
    assert [row.path for row in library.rows()] == [folder / "new" / "b.txt"]


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


def test_the_latest_come_first_and_are_there_at_once(folder: Path, index: SearchIndex) -> None:
    for number in range(130):
        write(folder / f"{number:03}.txt", f"Title {number:03}\nword", age=number)
    library = Library([folder], index, read_plain, suffixes=SUFFIXES)
    seen: list[tuple[int, int, int]] = []

    def progress(done: int, of: int) -> None:
        seen.append((done, of, library.find("word").total))
        if done:
            assert titles(library)[0] == "Title 129"

    library.update(progress)
    assert seen[0] == (0, 130, 0)
    assert seen[-1] == (130, 130, 130)
    assert all(done == found for done, _, found in seen)
    assert len(seen) >= 4


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
        report = library.update(cancelled=lambda: library.find("word").total == 10)
        assert report.cancelled
        assert report.added == 10
    finally:
        go_on.set()


def test_an_index_that_breaks_during_an_update_is_filled_anew(
    library: Library, folder: Path, index: SearchIndex
) -> None:
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
