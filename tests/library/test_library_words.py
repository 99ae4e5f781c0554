import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.library.query import parse
from tui.library.words import (
    FoldedText,
    count_words,
    fold,
    index_text,
    pattern,
    query_tokens,
    segments,
)

# Text in which many things happen: letters of several scripts, marks, ligatures, punctuation.
TRICKY = st.text(
    st.sampled_from("aAbß ﬁéE\u0301øŁıİ…½-'’\"\n\u00ad\u200dकि्が東京新聞ก็中文Ａ٣ﷺ\ud800\x00😀_0"),
    max_size=40,
) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Crème BRÛLÉE", "creme brulee"),
        ("E\u0301lysée", "elysee"),
        ("Straße, Łódź, Ørsted, İstanbul", "strasse lodz orsted istanbul"),
        ("ﬁnance Ａ１ №5", "finance a1 no5"),
        ("don’t re-read the U.S.", "don t re read the u s"),
        ("half a soft\u00adhyphen, zero\u200bwidth", "half a softhyphen zerowidth"),
        ("हिन्दी में", "हिन्दी में"),
        ("العَرَبِيّة شُــكر", "العربية شكر"),
        ("東京新聞", "東京 京新 新聞 聞"),
        ("iPhone手机 第5章", "iphone 手机 机 第 5 章"),
        ("が", "が"),
        ("snake_case a\x00b\x1b[31m", "snake case a b 31m"),
        ("!!! … — 😀", ""),
    ],
)
def test_words_are_folded_and_parted(text: str, tokens: str) -> None:
    assert index_text(text).split() == tokens.split()


def test_the_quick_way_of_folding_is_the_thorough_way() -> None:
    text = "The “Zürich” Café’s Ångström — naïve… "
    assert fold(text * 9) == "".join(fold("東" + each + "東").strip("東") for each in text * 9)


@given(TRICKY)
def test_folded_text_is_words_and_spaces(text: str) -> None:
    folded = fold(text)
    assert not any(each in folded for each in "\"'*()-:^\n\t\x00\ud800")
    assert folded == folded.casefold() or not folded.isascii()


@given(TRICKY, TRICKY)
def test_offsets_lead_back_to_the_text(before: str, after: str) -> None:
    folded = FoldedText(before + " wanted " + after)
    place = folded.text.index(" wanted ") + 1
    while folded.source(place) < len(before) + 1:  # an equal word before ours
        place = folded.text.index(" wanted ", place) + 1
    assert folded.source(place) == len(before) + 1
    assert folded.source(place + len("wanted")) == len(before) + 1 + len("wanted")
    offsets = [folded.source(each) for each in range(len(folded.text) + 1)]
    assert offsets == sorted(offsets)
    assert offsets[-1] <= len(before) + len(after) + len(" wanted ")


@given(TRICKY, TRICKY, st.booleans())
def test_marks_stand_where_the_index_finds(text: str, asked: str, open_end: bool) -> None:
    """The regular expression and the tokens agree on every text."""
    import re

    parts = segments(asked)
    tokens, prefix = query_tokens(parts, open_end=open_end)
    indexed = index_text(text).split()
    wanted = [(lambda x, t=t: x == t) for t in tokens]
    if prefix:
        wanted[-1] = lambda x: x.startswith(tokens[-1])
    in_index = bool(tokens) and any(
        all(test(token) for test, token in zip(wanted, indexed[at:], strict=False))
        for at in range(len(indexed) - len(tokens) + 1)
    )
    import unicodedata

    folded = FoldedText(unicodedata.normalize("NFC", text)).text
    in_text = re.search(pattern(parts, open_end=open_end), folded) is not None
    assert in_text == in_index


def test_marks_cover_what_was_asked() -> None:
    text = "Die Große Straße: grosse Straßenbahn, CAFÉ, cafe\u0301s und ein Café."
    marked = [text[each.start : each.end] for each in parse('"große str" "café"').ranges_in(text)]
    assert marked == ["CAFÉ", "Café"]
    marked = [text[each.start : each.end] for each in parse('"café" "grosse str').ranges_in(text)]
    assert marked == ["Große Straße", "grosse Straßenbahn", "CAFÉ", "Café"]


@pytest.mark.parametrize(
    "text",
    ["a" * 2_000_000, "a " * 1_000_000, "東" * 1_000_000, "ß" * 1_000_000, "é\u0301" * 500_000],
)
def test_long_text_takes_linear_time(text: str) -> None:
    begun = time.perf_counter()
    index_text(text)
    list(parse('a "a a a b" 東東東 ss').ranges_in(text))
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("One two\n\nthree — four.", 5), ("東京 news", 3), ("Не сегодня", 2), ("…", 1)],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words
