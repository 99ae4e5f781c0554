from __future__ import annotations

import re
import time
from unicodedata import combining, normalize

import pytest
from compositor import LINES, laid_out, pages
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind, TextRange
from tui.reading import Matches, find_all, find_next, find_terms, grapheme_start, word_at
from tui.reading.find_query import FindQuery, parse_query, typed_query, word_query

ALIKE = ["'‘’‚‛′`´", '"“”„‟″«»', "-‐‑‒–—―−"]


def plain(character: str, exact: bool) -> str:
    for row in ALIKE:
        if character in row:
            return row[0]
    if not exact:
        character = "σ" if character == "ς" else character.lower()
    return character


def naive(lines, query: str) -> list[TextRange]:
    """Try every place of every shown block, one character at a time."""
    if not query.strip():
        return []
    query = normalize("NFC", query)
    exact = query != query.lower() and any(c.isupper() for c in query)
    parts = re.findall(r"\s+|\S", query)
    found, text = [], lines.document.text
    for block, verdict in lines.verdicts:
        if block.kind is BlockKind.RULE or not (verdict.keep or lines.reveal):
            continue
        if not lines.has_words_at(block.start):
            continue  # nothing but blanks and marks
        start = block.start
        while start < block.end:
            at = start
            for part in parts:
                if part.isspace():
                    before = at
                    while at < block.end and text[at].isspace():
                        at += 1
                    if at == before:
                        at = -1
                        break
                elif at < block.end and plain(text[at], exact) == plain(part, exact):
                    at += 1
                else:
                    at = -1
                    break
            if at > start and all(grapheme_start(text, edge) == edge for edge in (start, at)):
                found.append(TextRange(start, at))
                start = at
                continue
            start += 1
    return found


QUERIES = st.one_of(
    st.sampled_from(
        ["a", "the", "The", "'", "-", "“go!”", "i", "no. 5", " the ", "局", "e", "s", " "]
    ),
    LINES.map(lambda line: line[:6]),
)


@given(pages(), QUERIES)
def test_matches_are_what_a_look_at_every_place_finds(lines, query):
    assert list(find_all(lines, query)) == naive(lines, query)


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("The pier, the PIER", "pier", ["pier", "PIER"]),
        ("The pier, the Pier", "Pier", ["Pier"]),
        ("old\npier and old  pier", "old pier", ["old\npier", "old  pier"]),
        ("“Don’t” — she said", '"don\'t" - she', ["“Don’t” — she"]),
        ('"Don\'t" - she said', "“Don’t” — she", ['"Don\'t" - she']),
        ("a.b axb", "a.b", ["a.b"]),
        ("İstanbul istanbul", "istanbul", ["İstanbul", "istanbul"]),
        ("ΟΔΟΣ οδός οδος", "οδος", ["ΟΔΟΣ", "οδος"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("nothing", "", []),
        ("no thing", "  ", []),
    ],
)
def test_finding(text, query, found):
    lines = laid_out(text)
    assert [lines.document[place] for place in find_all(lines, query)] == found


def test_accents_are_ignored_on_request():
    lines = laid_out("Café cafe CAFE\u0301 cafés, Ångström łódź")
    assert len(find_all(lines, "café")) == 2
    places = find_all(lines, FindQuery("cafe", accents=False))
    assert [lines.document[place] for place in places] == [
        "Café", "cafe", "CAFE\u0301", "café",
    ]  # fmt: skip
    assert len(find_all(lines, FindQuery("angstrom", accents=False))) == 1
    assert list(find_all(lines, FindQuery("Cafe", accents=False))) == [TextRange(0, 4)]


def test_many_kinds_of_accents_are_ignored_as_well():
    letters = [chr(code) for code in range(0xC0, 0x200) if normalize("NFD", chr(code)) != chr(code)]
    lines = laid_out(" ".join(f"x{letter}y" for letter in letters))
    for letter in letters[::7]:
        base = "".join(c for c in normalize("NFD", letter) if not combining(c)).lower()
        hits = find_all(lines, FindQuery(f"x{base}y", accents=False))
        assert f"x{letter}y" in [lines.document[place] for place in hits]


def test_what_is_folded_is_not_found_and_no_match_crosses_blocks():
    lines = laid_out(
        "the old", "pier here", "old pier", Block(BlockKind.RULE, "old pier"), strip=(2,)
    )
    assert list(find_all(lines, "old pier")) == []
    assert [place.start for place in find_all(lines, "pier")] == [9]
    assert list(find_all(lines, "old ")) == []
    assert list(find_all(lines, "r h")) == [TextRange(12, 15)]


@given(pages(), QUERIES, st.data())
def test_the_next_match_is_the_one_that_all_matches_have(lines, query, data):
    offset = data.draw(st.integers(0, len(lines.document.text) + 1))
    matches = naive(lines, query)
    found = find_next(lines, query, offset)
    if found is None:
        assert matches == []
    elif any(match.start >= offset for match in matches):
        assert offset <= found.start <= min(m.start for m in matches if m.start >= offset)
    else:
        assert found == matches[0] or found.start >= offset


def test_only_what_lies_in_view_is_found_on_request():
    lines = laid_out("pier pier", "pier pier")
    places = find_all(lines, "pier", within=TextRange(5, 15))
    assert [place.start for place in places] == [5, 11]
    assert len(find_all(lines, "pier", within=TextRange(5, 5))) == 0


def test_matches_know_which_is_next_and_which_are_in_view():
    matches = Matches([(3, 5), (9, 11), (20, 22)])
    assert matches == Matches([(3, 5), (9, 11), (20, 22)]) != Matches()
    assert matches[-1] == TextRange(20, 22)
    assert matches.index(TextRange(9, 11)) == 1
    assert [matches.at_or_after(offset) for offset in (0, 3, 4, 9, 10, 21)] == [0, 0, 1, 1, 2, 0]
    assert [matches.before(offset) for offset in (0, 3, 4, 99)] == [-1, -1, 0, 2]
    assert matches.overlapping(TextRange(4, 10)) == [TextRange(3, 5), TextRange(9, 11)]
    assert matches.overlapping(TextRange(5, 9)) == []


@pytest.mark.parametrize(
    ("text", "terms", "found"),
    [
        ("Ferries and a ferry, FERRYMAN", ["ferr"], ["Ferries", "ferry", "FERRYMAN"]),
        ("The épée; an epee\u0301", ["epee"], ["épée", "epee\u0301"]),
        ("a sub-ferry unferry", ["ferry"], ["ferry"]),
        ("the old pier, old — piers", ["old pier"], ["old pier", "old — piers"]),
        ("older piers", ["old pier"], []),
        ("one two", ["", " "], []),
        ("oneness one", ["one", "onen"], ["oneness", "one"]),
        ("ΟΔΟΣ", ["οδος"], ["ΟΔΟΣ"]),
    ],
)
def test_terms_mark_whole_words(text, terms, found):
    places = find_terms(text, [TextRange(0, len(text))], terms)
    assert [text[place.start : place.end] for place in places] == found


def test_terms_are_found_within_the_ranges_only():
    text = "pier pier pier"
    assert find_terms(text, [TextRange(0, 4), TextRange(10, 14)], ["pier"]) == [
        TextRange(0, 4), TextRange(10, 14),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 50 + "b", "a a a a b", "- - -x", " x", "  -x", " - x", "\\a x", "\\a áx", "\\w -x",
        "\\w a x", "x" * 1_000_000, "\\" * 100_000 + "x", "\"" * 400 + "x",
    ],
)  # fmt: skip
def test_text_made_to_be_slow_is_not(typed):
    hostile = ["a" * 300_000, "a " * 150_000, "- " * 150_000, " " * 300_000 + "\n", "-" * 300_000]
    lines = laid_out(*hostile, "é" + "\u0301" * 300_000, '"' * 300_000)
    began = time.perf_counter()
    assert list(find_all(lines, parse_query(typed))) == []
    assert find_next(lines, parse_query(typed), 0) is None
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Lee", FindQuery("Lee")),
        ("\\cLee", FindQuery("Lee", case=False)),
        ("lee\\C", FindQuery("lee", case=True)),
        ("ca\\afe", FindQuery("cafe", accents=False)),
        ("\\wan\\a", FindQuery("an", accents=False, whole=True)),
        ("a\\\\c", FindQuery("a\\c")),
        ("\\d \\", FindQuery("\\d \\")),
        ("\\c\\C", FindQuery("", case=True)),
    ],
)
def test_a_backslash_says_how_to_find(typed, query):
    assert parse_query(typed) == query


@given(st.text(), st.sampled_from([None, True, False]), st.booleans(), st.booleans())
def test_a_query_can_be_shown_as_it_would_be_typed(words, case, accents, whole):
    query = FindQuery(words, case, accents, whole)
    again = parse_query(typed_query(query))
    assert (again.words, again.accents, again.whole) == (words, accents, whole)
    assert again.case_counts == query.case_counts


@given(
    pages(), st.one_of(st.text(), QUERIES), st.integers(0, 99), st.sampled_from(["", "\\a", "\\w"])
)
def test_no_query_fails_and_what_it_finds_is_whole_and_shown(lines, typed, offset, flag):
    text = lines.document.text
    query = parse_query(flag + typed)
    places = find_all(lines, query)
    for place in places:
        assert len(place)
        assert lines.has_words_at(place.start)
        assert grapheme_start(text, place.start) == place.start
        assert grapheme_start(text, place.end) == place.end
    assert (find_next(lines, query, offset) is None) == (not places)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("\\wlee", ["Lee", "lee", "Lee"]),
        ("\\wLee", ["Lee", "Lee"]),
        ("\\wdon't", ["don’t"]),
        ("\\wdon", ["don"]),
        ("\\w t", [" t"]),
        ("\\wold pier", ["old\npier"]),
        ("\\a\\wnino", ["niño"]),
        ("\\w港湾局", ["港湾局"]),
        ("\\w湾", []),
        ("\\w-", ["–", "-"]),
        ("\\w(lee", ["(lee"]),
        (" the ", [" the  "]),
        (" -", [" –"]),
        ("well\xad-\u200bknown", ["well-known"]),
        ("cafe\u0301", ["café"]),
        ("nin\u0303o", ["niño"]),
        ("\\Cthe", ["the", "the", "the"]),
        ("\\cTHE", ["The", "the", "the", "the"]),
        ("\\cÉ", ["é"]),
    ],
)
def test_whole_words_and_flags(typed, found):
    lines = laid_out(
        "The Leeway of Lee (lee, and Lee’s: don’t, a don t the  the bold\npiers old\npier the",
        "niño ninos 港湾局は – well-known café",
        Block(BlockKind.RULE, "lee"),
    )
    query = parse_query(typed)
    assert [lines.document[place] for place in find_all(lines, query)] == found


def whole_words(lines, word: str) -> list[TextRange]:
    text = lines.document.text
    places = []
    for block, verdict in lines.verdicts:
        if block.kind is not BlockKind.RULE and (verdict.keep or lines.reveal):
            offset = block.start
            while offset < block.end:
                place = word_at(lines, offset)
                name = re.sub("(?<=..)['’][sS]$", "", lines.document[place])
                place = TextRange(place.start, place.start + len(name))
                same = [plain(c, False) for c in lines.document[place]]
                if same == [plain(c, False) for c in word] and place.start >= offset:
                    places.append(place)
                offset = max(offset + 1, word_at(lines, offset).end)
    return [place for place in places if grapheme_start(text, place.end) == place.end]


@settings(deadline=None)  # the first pattern of whole words takes 10 ms and more to compile
@given(pages(), st.data())
def test_the_word_under_the_cursor_is_found_wherever_it_is_a_word(lines, data):
    offset = data.draw(st.integers(0, max(0, len(lines.document.text) - 1)))
    query = word_query(lines, offset)
    if query is None:
        assert not lines.has_words_at(offset)
        return
    assert query.whole
    if any(combining(mark) or mark in "\u200d\u200e" for mark in lines.document.text):
        return  # marks that stand on nothing are of no word
    places = list(find_all(lines, query))
    assert word_at(lines, offset).start in [place.start for place in places]
    assert places == whole_words(lines, query.words)
