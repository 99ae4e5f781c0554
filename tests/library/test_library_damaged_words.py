"""Whatever happens to the folder of words, it comes back from the tables."""

import os
import random
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from newsroom import SUFFIXES, contents, names, note, put, read_plain

from tui.library import Library, SearchIndex
from tui.library.word_index import WordIndex


@pytest.fixture
def library(tmp_path: Path, index: SearchIndex) -> Library:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(60):
        path = folder / f"{number}.txt"
        path.write_text(f"Title {number}\nword number{number} " * 9)
        os.utime(path, (10**9, 10**9))  # so long ago that nobody looks at it twice
    library = Library([folder], index, read_plain, suffixes=SUFFIXES)
    library.update()
    return library


def words_of(index: SearchIndex) -> Path:
    return index.path.with_name(index.path.name + ".words")


def segments(index: SearchIndex) -> list[Path]:
    return sorted(each for each in words_of(index).rglob("*") if each.is_file())


def _folder_gone(index: SearchIndex) -> None:
    shutil.rmtree(words_of(index))


def _meta_gone(index: SearchIndex) -> None:
    next(words_of(index).rglob("meta.json")).unlink()


def _meta_is_nonsense(index: SearchIndex) -> None:
    next(words_of(index).rglob("meta.json")).write_text('{"segments": [17, "x"]}')


def _segments_gone(index: SearchIndex) -> None:
    for path in segments(index):
        if path.suffix in (".idx", ".term", ".pos", ".fast", ".store", ".fieldnorm"):
            path.unlink()


def _segments_cut_short(index: SearchIndex) -> None:
    for path in segments(index):
        if path.suffix in (".idx", ".term", ".fast"):
            os.truncate(path, path.stat().st_size // 2)


@pytest.mark.parametrize(
    "damage", [_folder_gone, _meta_gone, _meta_is_nonsense, _segments_gone, _segments_cut_short]
)
@pytest.mark.parametrize("is_open", [False, True])
def test_it_is_made_anew_from_the_tables(
    library: Library, index: SearchIndex, damage: Callable[[SearchIndex], None], is_open: bool
) -> None:
    if not is_open:
        index.close()
    damage(index)
    path = index.path
    with SearchIndex(path) as again:
        same = Library(library.roots, again, read_plain, suffixes=SUFFIXES)
        assert len(same.rows()) == 60
        same.find("word")  # what is damaged may show here, or not
        report = same.update()
        assert (report.added, report.changed) == (0, 0)  # no file was read for it
        assert same.find("word").total == 60
    assert len(contents(path)["articles"]) == 60


def test_any_byte_may_be_damaged(library: Library, index: SearchIndex, tmp_path: Path) -> None:
    index.close()
    chance = random.Random(5)
    sound = tmp_path / "sound"
    shutil.copytree(words_of(index), sound)
    for _ in range(40):
        shutil.rmtree(words_of(index))
        shutil.copytree(sound, words_of(index))
        path = chance.choice([each for each in segments(index) if each.stat().st_size])
        data = bytearray(path.read_bytes())
        for place in chance.choices(range(len(data)), k=chance.choice([1, 3, 50])):
            data[place] = chance.randrange(256)
        path.write_bytes(data)
        with SearchIndex(index.path) as again:
            for query in ("word", "number1", '"word number7"', "-zebra", "title:title", "w"):
                again.hits(query, again.find(query).ids[:5])
            again.facets("word")
            note(again, library.roots[0] / "1.txt", "lighthouse")
            Library(library.roots, again, read_plain, suffixes=SUFFIXES).update()
            assert len(again.rows()) == 60


def test_a_session_that_writes_holds_up_no_other_for_long(index: SearchIndex) -> None:
    put(index, "a", "word")
    name = index._database.rows("SELECT name FROM words")[0][0]
    other = WordIndex(words_of(index) / name)
    other.write([], lambda ids: [])  # and keeps its writer, as while it fills the index
    freed = threading.Timer(1, other.rest)
    freed.start()
    put(index, "b", "word")  # waits for it
    freed.join()
    assert names(index, "word") == ["a", "b"]
    other.write([], lambda ids: [])
    try:
        put(index, "c", "word")  # gives up after a while; the tables have it
        assert len(index.rows()) == 3
    finally:
        other.rest()
    index.catch_up()
    assert sorted(names(index, "word")) == ["a", "b", "c"]


def test_two_sessions_see_each_other_s_words(index: SearchIndex) -> None:
    with SearchIndex(index.path) as other:
        put(index, "a", "word")
        assert names(other, "word") == ["a"]
        put(other, "b", "word")
        assert sorted(names(index, "word")) == ["a", "b"]
        note(other, Path("/desk/a"), "lighthouse")
        assert names(index, "lighthouse") == ["a"]
