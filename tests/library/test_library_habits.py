"""What an outlet repeats is counted right, whatever became of the index before."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import article, contents, put

from tui.boilerplate.shingles import shingles
from tui.library import Entry, SearchIndex

PITCH = "A seat under the clock is kept"
LINES = [PITCH, "The lamp is lit at seven sharp", "Salt for the whole of the island", "Sport"]
# Each file's own long blocks, so that no two are taken for one article.
OWN = [
    [" ".join(f"{word}{n}x{k}" for word in "abcdefghijklmnopqrstuvwxyz") for k in range(4)]
    for n in range(6)
]
STEPS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["Post", "Gazette", "", "gone", "error"]),
        st.sets(st.sampled_from(LINES)),
    ),
    max_size=14,
)


def letters(text: str) -> str:
    """Write digits as letters: shingles take every number for the same."""
    return "".join(chr(ord("a") + int(c)) * 2 if c.isdigit() else c for c in text)


@given(STEPS)
@settings(max_examples=40, deadline=None)
def test_after_any_changes_the_counts_are_those_of_what_is_there(steps):
    with tempfile.TemporaryDirectory() as name, SearchIndex(Path(name) / "i") as index:
        there: dict[int, tuple[str, set[str]]] = {}
        for number, outlet, lines in steps:
            entry = Entry(f"/desk/{number}".encode(), 1, 1_000_000_000)
            there.pop(number, None)
            if outlet == "gone":
                index.remove([entry.path])
            elif outlet == "error":
                index.put_error(entry, "It cannot be read.")
            else:
                there[number] = outlet, lines
                own = [letters(text) for text in OWN[number]]
                index.put(entry, *article(*own, *lines, outlet=outlet))
        document, _ = article(*LINES, outlet="Post", path="/desk/new")
        mine = Counter(t for o, lines in there.values() if o == "Post" for t in lines)
        others = {t for o, lines in there.values() if o == "Gazette" for t in lines}
        expected = {
            s: n for t, n in mine.items() if n >= 2 and t not in others for s in shingles(t)
        }
        assert index.habits_of(document) == expected
        with SearchIndex(Path(name) / "anew") as anew:
            for number, (outlet, lines) in there.items():
                entry = Entry(f"/desk/{number}".encode(), 1, 1_000_000_000)
                own = [letters(text) for text in OWN[number]]
                anew.put(entry, *article(*own, *lines, outlet=outlet))
            assert anew.habits_of(document) == expected
        rows = contents(Path(name) / "i")["shingles"]
        assert rows == contents(Path(name) / "anew")["shingles"]


def fill(index: SearchIndex, count: int, outlet: str, *lines: str, first: int = 0) -> None:
    with index.batch():
        for number in range(first, first + count):
            own = letters(" ".join(f"{word}{number}" for word in "abcdefghijklmnopq"))
            put(index, f"{outlet}{number}", own, *lines, outlet=outlet, modified=number * 10**12)


def test_an_outlet_far_away_in_time_is_seen_where_one_fills_the_neighbourhood(index: SearchIndex):
    fill(index, 1_300, "Post", PITCH)
    document, _ = article(PITCH, outlet="Post", path="/desk/new")
    [count] = index.habits_of(document).values()
    assert count >= 50
    fill(index, 1, "Gazette", PITCH, first=1_299)
    assert index.habits_of(document) == {}
    index.remove([Path("/desk/Gazette1299")])
    assert list(index.habits_of(document).values()) == [count]


def test_a_damaged_row_empties_the_index_and_raises_nothing(index: SearchIndex):
    fill(index, 4, "Post", PITCH)
    document, _ = article(PITCH, outlet="Post", path="/desk/new")
    assert index.habits_of(document)
    connection = sqlite3.connect(index.path)
    connection.execute("UPDATE shingles SET hashes = x'0102030405'")
    connection.commit()
    connection.close()
    assert index.habits_of(document) == {}
    assert "damaged" in index.notice


def test_a_closed_index_has_learned_nothing(tmp_path: Path):
    index = SearchIndex(tmp_path / "i")
    fill(index, 4, "Post", PITCH)
    index.close()
    assert index.habits_of(article(PITCH, outlet="Post")[0]) == {}


def test_two_sessions_learn_from_each_other(tmp_path: Path):
    document, _ = article(PITCH, outlet="Post", path=os.fspath(tmp_path / "new"))
    with SearchIndex(tmp_path / "i") as one, SearchIndex(tmp_path / "i") as two:
        fill(one, 2, "Post", PITCH)
        assert list(two.habits_of(document).values()) == [2]
        fill(two, 2, "Post", PITCH, first=2)
        assert list(one.habits_of(document).values()) == [4]
