"""The index is a cache: whatever is wrong with its file, the desk opens."""

import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from newsroom import SUFFIXES, contents, names, note, put, read_plain, search

from tui.library import Library, SearchIndex


def test_folders_are_made_for_the_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "some" / "where" / "index.sqlite"
    with SearchIndex(path) as index:
        put(index, "a", "word")
        assert (index.notice, index.is_private) == ("", False)
        for made in (path.parent, path.parent.parent):
            assert stat.S_IMODE(made.stat().st_mode) == 0o700
        for made in path.parent.iterdir():
            assert stat.S_IMODE(made.stat().st_mode) == (0o700 if made.is_dir() else 0o600)
    with SearchIndex(path) as index:
        assert names(index, "word") == ["a"]
        assert (index.notice, index.generation) == ("", 0)


def test_an_index_of_another_version_is_built_anew(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    with SearchIndex(path) as index:
        put(index, "a", "word")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with SearchIndex(path) as index:
        assert "another version" in index.notice
        assert len(index.rows()) == 0
        assert (index.generation, index.is_private) == (1, False)
        put(index, "b", "word")
    with SearchIndex(path) as index:
        assert index.notice == ""
        assert names(index, "word") == ["b"]
    assert not (tmp_path / "index.sqlite.damaged").exists()


def _garbage(path: Path) -> None:
    path.write_bytes(b"this is no index " * 1000)


def _another_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE precious (thing)")
    connection.commit()
    connection.close()


def _cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _cut_to_a_stump(path: Path) -> None:
    os.truncate(path, 700)


def _table_lost(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE body")
    connection.commit()
    connection.close()


def _scribbled_over(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(random.Random(1).randbytes(path.stat().st_size - 4096))


@pytest.mark.parametrize(
    "damage",
    [_garbage, _another_database, _cut_short, _cut_to_a_stump, _table_lost, _scribbled_over],
)
def test_a_damaged_index_is_built_anew(tmp_path: Path, damage) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(120):
        (folder / f"{number}.txt").write_text(f"Headline {number}\nword number{number}\n" * 20)
    path = tmp_path / "index.sqlite"
    if damage not in (_garbage, _another_database):
        with SearchIndex(path) as index:
            Library([folder], index, read_plain, suffixes=SUFFIXES).update()
    damage(path)
    with SearchIndex(path) as index:
        library = Library([folder], index, read_plain, suffixes=SUFFIXES)
        library.rows()[:]  # what is damaged may only show now
        search(library, "word")
        assert library.update().found == 120
        assert len(library.rows()) == library.find("word").total == 120
        assert "damaged" in index.notice
        assert not index.is_private
        assert [row.error for row in library.rows() if row.error] == []
    assert len(contents(path)["articles"]) == 120
    # What was perhaps not ours is put aside; our own cache is just deleted.
    assert (tmp_path / "index.sqlite.damaged").exists() == (damage in (_garbage, _another_database))


def test_every_byte_may_be_damaged(tmp_path: Path) -> None:
    """Pages are scribbled over and single bytes changed: nothing raises, an update mends all."""
    sound = tmp_path / "sound"
    with SearchIndex(sound) as index:
        for number in range(60):
            put(index, f"{number}", f"wörd number{number} " * 30, headline=f"Tïtle {number}")
    data = sound.read_bytes()
    chance = random.Random(7)
    damaged: list[bytes] = []
    for place in range(0, len(data), 4096):
        damaged.append(data[:place] + chance.randbytes(4096) + data[place + 4096 :])
    for _ in range(60):
        flipped = bytearray(data)
        for place in chance.choices(range(len(data)), k=chance.choice([1, 3, 20])):
            flipped[place] = chance.randrange(256)
        damaged.append(bytes(flipped))
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("word")
    for bad in chance.sample(damaged, 70):
        path = tmp_path / "index.sqlite"
        path.write_bytes(bad)
        with SearchIndex(path) as index:
            for row in index.rows():
                assert row.title
            search(index, "word title")
            search(index, "-zebra")
            note(index, Path("/desk/1"), "a note")
            report = Library([folder], index, read_plain, suffixes=SUFFIXES).update()
            assert report.found == 1
            assert "a.txt" in {row.path.name for row in index.rows()}
        shutil.rmtree(tmp_path / "index.sqlite.words")
        for each in tmp_path.glob("index.sqlite*"):
            each.unlink()


@pytest.mark.parametrize("path", ["file/index.sqlite", "folder", "/proc/1/none/i", "nul\0", "lock"])
def test_where_nothing_can_be_written_the_index_lasts_for_the_session(
    tmp_path: Path, path: str
) -> None:
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "folder").mkdir()
    (tmp_path / "lock.lock").mkdir()
    with SearchIndex(tmp_path / path) as index:
        assert index.is_private
        assert "this session only" in index.notice
        put(index, "a", "word", headline="Ferry")
        note(index, Path("/desk/a"), "lighthouse")
        assert names(index, "word") == names(index, "light") == ["a"]
        assert index.rows()[0].title == "Ferry"
        with index.batch():
            put(index, "b", "word")
        assert sorted(names(index, "word")) == ["a", "b"]
        assert len(search(index, "word")) == 2


def test_a_read_only_index_is_not_fatal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "index.sqlite"
    SearchIndex(path).close()
    connect = sqlite3.connect

    def read_only(name: object, **how):
        # Tests may run as root, whom no mode of a file stops.
        return connect(f"file:{name}?mode=ro" if name else "", uri=bool(name), **how)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    with SearchIndex(path) as index:
        assert index.is_private
        assert "readonly" in index.notice
        put(index, "a", "word")
        assert names(index, "word") == ["a"]


def test_a_full_disk_ends_the_update_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.library.read_ahead.BATCH", 50)
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text("".join(f"word{number}x{n} " for n in range(300)))
    with SearchIndex(tmp_path / "index.sqlite") as index:
        library = Library([folder], index, read_plain, suffixes=SUFFIXES)
        pages = index._database.writing.connection.execute("PRAGMA page_count").fetchone()[0]
        index._database.writing.connection.execute(f"PRAGMA max_page_count = {pages + 45}")
        report = library.update()
        assert report.notice.startswith("The disk is full")
        kept = len(library.rows())
        assert 0 < kept < 300
        index._database.writing.connection.execute("PRAGMA max_page_count = 1000000")
        report = library.update()
        assert (report.added, len(library.rows())) == (300 - kept, 300)


def test_two_sessions_see_each_other_s_articles(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    with SearchIndex(path) as one, SearchIndex(path) as two:
        put(one, "a", "word")
        put(two, "b", "word")
        assert sorted(names(one, "word")) == sorted(names(two, "word")) == ["a", "b"]
        with one.batch():
            put(one, "c", "word")
            assert len(two.rows()) == 2  # neither waits nor sees what is not finished
        assert len(two.rows()) == 3
        two.remove([Path("/desk/a")])
        assert len(one.rows()) == 2


def test_two_sessions_build_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number}.txt").write_text(f"Title {number}\nword " * 20)
    path = tmp_path / "index.sqlite"
    with SearchIndex(path) as one, SearchIndex(path) as two:
        threads = [
            threading.Thread(target=Library([folder], index, read_plain, suffixes=SUFFIXES).update)
            for index in (one, two)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert one.notice == two.notice == ""
        assert one.find("word").total == 200
    assert len(contents(path)["articles"]) == 200


def test_a_damaged_file_is_left_to_the_session_that_uses_it(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    with SearchIndex(path) as one:
        put(one, "a", "word")
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        with SearchIndex(path) as two:
            assert two.is_private
            assert "Another session" in two.notice
            put(two, "b", "word")
            assert names(two, "word") == ["b"]
        assert names(one, "word") == ["a"]


def test_a_deleted_index_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("word")
    for _ in range(3):
        with SearchIndex(tmp_path / "cache" / "index.sqlite") as index:
            library = Library([folder], index, read_plain, suffixes=SUFFIXES)
            assert library.update().added == 1
        shutil.rmtree(tmp_path / "cache")


BUILD = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
from newsroom import SUFFIXES, read_plain
from tui.library import Library, SearchIndex
with SearchIndex(Path(sys.argv[1])) as index:
    print("open", flush=True)
    library = Library([Path(sys.argv[2])], index, read_plain, suffixes=SUFFIXES)
    library.update(lambda done, of: print(done, flush=True))
"""


def test_killed_while_it_builds(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(1000):
        (folder / f"{number}.txt").write_text(f"Title {number}\n" + f"word other{number} " * 50)
    path = tmp_path / "index.sqlite"
    chance = random.Random(3)
    here = Path(__file__).parent
    had = 0
    for turn in range(12):
        command = [sys.executable, "-c", BUILD, path, folder, here, here.parents[1]]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            for _ in range(turn % 4):
                child.stdout.readline()
            try:
                child.wait(chance.random() * (0.05 if turn % 4 else 0.4))
            except subprocess.TimeoutExpired:
                child.kill()
        with SearchIndex(path) as index:
            assert index.notice == ""
            now = len(index.rows())
            assert now >= had  # what was written stays written
            index.catch_up()
            assert index.find("word").total == now
            had = now
    with SearchIndex(path) as index:
        Library([folder], index, read_plain, suffixes=SUFFIXES).update()
        assert index.find("word").total == 1000
    with SearchIndex(tmp_path / "anew") as index:
        Library([folder], index, read_plain, suffixes=SUFFIXES).update()
    assert contents(path) == contents(tmp_path / "anew")
