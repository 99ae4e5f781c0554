from __future__ import annotations

import re
from unicodedata import combining, normalize

import pytest
from compositor import LINES, laid_out, pages
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind, TextRange
from tui.reading import Matches, find_all, find_next, find_terms, grapheme_start

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
    exact = query != query.lower() and any(c.isupper() for c in query)
    parts = re.findall(r"\s+|\S", query)
    found, text = [], lines.document.text
    for block, verdict in lines.verdicts:
        if block.kind is BlockKind.RULE or not (verdict.keep or lines.reveal):
            continue
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
            if at > start:
                if grapheme_start(text, start) == start and grapheme_start(text, at) == at:
                    found.append(TextRange(start, at))
                start = at
            else:
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
    assert [lines.document[place] for place in find_all(lines, "cafe", accents=False)] == [
        "Café", "cafe", "CAFE\u0301", "café",
    ]  # fmt: skip
    assert len(find_all(lines, "angstrom", accents=False)) == 1
    assert list(find_all(lines, "Cafe", accents=False)) == [TextRange(0, 4)]


def test_many_kinds_of_accents_are_ignored_as_well():
    letters = [chr(code) for code in range(0xC0, 0x200) if normalize("NFD", chr(code)) != chr(code)]
    lines = laid_out(" ".join(f"x{letter}y" for letter in letters))
    for letter in letters[::7]:
        base = "".join(c for c in normalize("NFD", letter) if not combining(c)).lower()
        hits = find_all(lines, f"x{base}y", accents=False)
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


@pytest.mark.parametrize("query", ["a" * 50 + "b", "a a a a b", "- - -x"])
def test_text_made_to_be_slow_is_not(query):
    lines = laid_out("a" * 100_000, "a " * 50_000, "- " * 50_000)
    assert list(find_all(lines, query)) == []
