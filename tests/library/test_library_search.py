import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import article, names, note, noted, put, search

from tui.boilerplate.verdict import Role
from tui.library import Entry, SearchIndex, Sort, parse
from tui.library.query import Words


def test_headline_then_byline_then_notes_then_body(index: SearchIndex) -> None:
    filler = "The committee met again and nobody was surprised by what it said."
    put(index, "body", filler, "A word about the ferry.", headline="Quiet week", byline="Al Stone")
    put(index, "notes", filler, "A word about it all.", headline="Quiet week", byline="Al Stone")
    put(index, "byline", filler, "A word about it all.", headline="Quiet week", byline="Al Ferry")
    put(index, "headline", filler, "A word about it.", headline="Ferry week", byline="Al Stone")
    put(index, "none", filler, "A word about it all.", headline="Quiet week", byline="Al Stone")
    for other in range(8):  # a word that half of all articles hold says nothing to BM25
        put(index, f"other{other}", filler, headline="Quiet week", byline="Al Stone")
    note(index, Path("/desk/notes"), "Ask about the ferry.")
    assert names(index, "ferry") == ["headline", "byline", "notes", "body"]
    where = {hit.where for hit in search(index, "ferry")}
    assert where == {("headline",), ("byline",), ("notes",), ("body",)}


def test_the_last_word_is_a_beginning(index: SearchIndex) -> None:
    put(index, "a", "The election was called off.")
    put(index, "b", "They elect a mayor.")
    for typed in ("e", "el", "elec", "elect"):
        assert sorted(names(index, typed)) == ["a", "b"]
    assert names(index, "electi") == ["a"]
    assert names(index, "elect mayor") == ["b"]
    assert names(index, '"elect"') == ["b"]


def test_phrases_and_refusals(index: SearchIndex) -> None:
    put(index, "hall", "At city hall on Monday.", published="2026-02-01")
    put(index, "apart", "The hall of the city.", published="2026-02-02")
    put(index, "sport", "Sport at city hall.", published="2026-02-03")
    assert sorted(names(index, '"city hall"')) == ["hall", "sport"]
    assert names(index, '"city hall" -sport') == ["hall"]
    assert names(index, '-"city hall"') == ["apart"]
    assert names(index, "-sport") == ["apart", "hall"]  # newest first
    assert names(index, "-zebra", limit=2) == ["sport", "apart"]


def test_accents_and_case_are_folded_both_ways(index: SearchIndex) -> None:
    put(index, "a", "Un déjeuner à l’Élysée, Straße und ŁÓDŹ.")
    for typed in ("elysee", "ÉLYSÉE", "E\u0301lyse", "dejeuner", "strasse", "STRAẞE", "lodz"):
        assert names(index, typed) == ["a"], typed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("新聞", ["ja"]),
        ("聞", ["ja"]),
        ("京", ["ja", "zh"]),
        ("北京", ["zh"]),
        ("東京新聞", ["ja"]),
        ("京北", []),
        ("経済ニュ", ["ja"]),
        ("手机", ["zh"]),
        ("iphone手", ["zh"]),
        ("서울", ["ko"]),
        ("시청", ["ko"]),
        ("รถไฟ", ["th"]),
        ('"新聞は経済"', ["ja"]),
        ("-京", ["ko", "th"]),
        ("हिन्द", []),
    ],
)
def test_text_without_spaces(index: SearchIndex, typed: str, found: list[str]) -> None:
    put(index, "ja", "東京新聞は経済ニュースを伝えた。")
    put(index, "zh", "他在北京买了新的iPhone手机。")
    put(index, "ko", "서울특별시청에서 회의가 열렸다.")
    put(index, "th", "ขบวนรถไฟสายใหม่")
    assert sorted(names(index, typed)) == found


def test_only_what_is_kept_is_searched(index: SearchIndex) -> None:
    put(
        index,
        "a",
        "The bridge is closed.",
        "Subscribe to our newsletter.",
        "Photo: Ines Wharton.",
        "Correction: it was Tuesday.",
        roles={1: Role.BOILERPLATE, 2: Role.CAPTION, 3: Role.PROTECTED},
    )
    assert names(index, "newsletter") == []
    assert [names(index, word) for word in ("bridge", "wharton", "tuesday")] == [["a"]] * 3


def test_snippets_are_cut_around_the_match(index: SearchIndex) -> None:
    words = [f"word{place}" for place in range(2000)]
    words[1500:1503] = ["the", "Fährmann", "waited"]
    put(index, "a", " ".join(words[:1000]), " ".join(words[1000:]))
    [hit] = search(index, "fahrmann wait")
    assert [hit.snippet[each.start : each.end] for each in hit.ranges] == ["Fährmann", "waited"]
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert len(hit.snippet) < 200
    assert set(hit.snippet.strip("…").split()) <= set(words)


def test_snippets_prefer_the_place_with_more_of_the_query(index: SearchIndex) -> None:
    gap = " ".join(["and so on"] * 100)
    put(index, "a", f"The harbour is old. {gap} A harbour tax for the ferry. {gap} The harbour.")
    [hit] = search(index, "ferry harbour")
    assert "harbour tax for the ferry" in hit.snippet


def test_snippets_of_hostile_text_are_one_safe_line(index: SearchIndex) -> None:
    put(index, "a", "Before\n\n\u200f[red]needle[/red]\t\u200dafter \u202eneedle")
    note(index, Path("/desk/a"), "\x1b]52;c;AAAA\x07 threadbare")
    for typed in ("needle", "threadb"):
        [hit] = search(index, typed)
        assert not set(hit.snippet) & set("\x1b\x07\n\t\u200f\u200d\u202e")
        assert all(typed in hit.snippet[each.start : each.end] for each in hit.ranges)
        assert hit.ranges


def test_hits_without_a_match_in_the_text_show_its_beginning(index: SearchIndex) -> None:
    put(index, "a", "It begins here.", headline="Nothing to see")
    [hit] = search(index, "nothing")
    assert (hit.snippet, hit.ranges, hit.where) == ("It begins here.", (), ("headline",))


def test_notes_come_before_or_after_the_article_and_outlive_it(index: SearchIndex) -> None:
    note(index, Path("/desk/early"), "lighthouse")
    put(index, "early", "First.")
    put(index, "late", "Second.")
    note(index, Path("/desk/late"), "lighthouse")
    assert sorted(names(index, "lighthouse")) == ["early", "late"]
    put(index, "early", "First, changed.")
    index.remove([Path("/desk/late")])
    assert names(index, "lighthouse") == ["early"]
    put(index, "late", "Second, back again.")
    assert sorted(names(index, "lighthouse")) == ["early", "late"]
    note(index, Path("/desk/early"), "")
    assert names(index, "lighthouse") == ["late"]
    index.set_standings([noted(Path("/desk/early"), "windmill")])
    assert names(index, "lighthouse") == []
    assert names(index, "windmill") == ["early"]


def test_notes_by_the_hash_of_the_file(index: SearchIndex) -> None:
    put(index, "one", "The same words.")
    put(index, "two", "The same words.")
    put(index, "three", "Other words.")
    sha256 = article("The same words.")[0].provenance.sha256
    note(index, Path("/desk/one"), "windmill")
    assert names(index, "windmill") == ["one"]
    note(index, sha256, "lighthouse")  # what it says tells more of it than where it lies
    assert sorted(names(index, "lighthouse")) == ["one", "two"]
    note(index, sha256, "")
    assert names(index, "windmill") == ["one"]


def test_errors_are_listed_and_found_by_name(index: SearchIndex) -> None:
    index.put_error(Entry(b"/desk/broken-page.html", 5, 10**18), "It is \x1b[31mempty.")
    [row] = index.rows()
    assert (row.title, row.error) == ("broken-page.html", "It is \ufffd[31mempty.")
    assert names(index, "broken pa") == ["broken-page.html"]
    put(index, "broken-page.html", "Now it can be read.")
    assert index.rows()[0].id == row.id
    assert index.rows()[0].error == ""


def test_newest_first_by_publication_or_else_by_the_file(index: SearchIndex) -> None:
    second = 1_000_000_000
    put(index, "zone", "a", published="2026-02-03T11:32:00+01:00")
    put(index, "same-b", "a", published="2026-02-03T10:32:00+00:00")
    put(index, "same-a", "a", published="2026-02-03T10:32")
    put(index, "later", "a", published="2026-02-03T10:33Z")
    put(index, "day", "a", published="2026-02-03")
    put(index, "month", "a", published="2026-02")
    put(index, "year", "a", published="2026")
    put(index, "file", "a", published="", modified=1_769_990_400 * second)  # 2 February 2026
    put(index, "no-date", "a", published="last Tuesday", modified=1_769_904_001 * second)
    put(index, "old", "a", published="0001-01-01T00:00+14:00")
    order = [row.path.name for row in index.rows()]
    assert order == [
        "later", "same-a", "same-b", "zone", "day", "file", "no-date", "month", "year", "old",
    ]  # fmt: skip
    assert [row.path.name for row in index.rows(Sort(reverse=True))] == order[::-1]
    with pytest.raises(KeyError):
        index.rows(Sort("; DROP TABLE article"))


def test_roots_part_what_one_index_holds(index: SearchIndex) -> None:
    for name in ("a/one", "a/b/two", "ab/three", "a0/four", "c"):
        put(index, name, "word")

    def under(*roots: str) -> set[str]:
        paths = [Path(root) for root in roots]
        rows = {str(row.path)[6:] for row in index.rows(roots=paths)}
        assert rows == {str(row.path)[6:] for row in index.rows_of(index.find("word", paths).ids)}
        assert rows == {str(row.path)[6:] for row in index.rows_of(index.find("-x", paths).ids)}
        return rows

    assert under("/desk") == under("/") == {"a/one", "a/b/two", "ab/three", "a0/four", "c"}
    assert under("/desk/a") == {"a/one", "a/b/two"}
    assert under("/desk/a/b", "/desk/ab", "/desk/c") == {"a/b/two", "ab/three", "c"}
    assert under("/desk/nowhere") == set()
    assert under() == set()


def test_rows_are_fetched_as_they_come_into_view(index: SearchIndex) -> None:
    with index.batch():
        for number in range(1500):
            put(index, f"{number:04}", "word", published=f"{2000 + number // 100}-01-01")
    rows = index.rows()
    assert len(rows) == 1500
    assert rows[0].published == "2014-01-01"
    assert rows[-1].published == "2000-01-01"
    assert [row.path.name for row in rows[100:103]] == ["1300", "1301", "1302"]
    assert rows.place_of(rows[1234].id) == 1234
    assert rows.place_of(-5) is None
    with pytest.raises(IndexError):
        rows[1500]
    gone = rows[700]
    index.remove([index.rows()[1300].path])
    assert rows[700] == gone
    assert rows[1300].error == "This article is no longer in the library."
    assert index.article_at(gone.path) == gone
    assert index.article_at(Path("/desk/none")) is None


def test_ids_are_not_given_twice(index: SearchIndex) -> None:
    path = put(index, "a", "word")
    before = index.rows().ids[0]
    index.remove([path])
    put(index, "b", "word")
    assert index.rows().ids[0] != before


def test_a_batch_is_all_or_nothing(index: SearchIndex) -> None:
    put(index, "before", "word")

    def fail() -> None:
        with index.batch():
            put(index, "inside", "word")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(index, "word") == ["before"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.text(st.characters(), max_size=30) | st.text(st.sampled_from('a b東京éß"-*\n')),
        min_size=1,
        max_size=4,
    ),
    st.text(st.characters(), max_size=20)
    | st.text(st.sampled_from('ab東京é"-*() :^\x00'), max_size=12),
    st.binary(min_size=1, max_size=20).filter(
        lambda raw: not {0, 47} & set(raw) and raw not in (b".", b"..")
    ),
)
def test_no_text_raises_and_every_word_is_found(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], typed: str, name: bytes
) -> None:
    with SearchIndex(tmp_path_factory.mktemp("fuzz") / "index.sqlite") as index:
        facts = {"headline": texts[0], "byline": texts[-1], "published": typed, "url": typed}
        path = b"/desk/" + name
        index.put(Entry(path, 1, 10**18), *article(*texts, **facts))
        note(index, Path(os.fsdecode(path)), typed)
        [row] = index.rows()
        assert os.fsencode(row.path) == path
        assert not set(row.title + row.byline + row.published) & set("\x1b\n\r\u202e")
        (row.title + row.published).encode()
        for hit in search(index, typed):
            assert hit.article == row.id
            assert all(each.end <= len(hit.snippet) for each in hit.ranges)
        for word in " ".join(texts).split():
            query = parse('"' + word + '"')
            if not isinstance(query.root, Words):  # it has quotation marks of its own
                continue
            assert list(index.find(query).ids) == [row.id]
        assert index.notice == ""


def test_a_closed_index_finds_nothing_and_raises_nothing(index: SearchIndex) -> None:
    put(index, "a", "word")
    index.close()
    index.close()
    assert search(index, "word") == []
    assert len(index.rows()) == 0
    note(index, Path("/desk/a"), "x")


def test_plain_sqlite_reads_the_file(index: SearchIndex) -> None:
    put(index, "a", "word")
    connection = sqlite3.connect(index.path)
    try:
        assert connection.execute("SELECT path FROM article").fetchall() == [(b"/desk/a",)]
    finally:
        connection.close()
