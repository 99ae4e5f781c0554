from __future__ import annotations

import time

import pytest
from compositor import FAMILY, laid_out, pages
from hypothesis import given
from hypothesis import strategies as st

from tui.reading import grapheme_at, grapheme_start
from tui.reading.folding import alike
from tui.reading.seek import Seek, seek

TYPED = st.sampled_from(
    [*"ae'\"-. n", "é", "局", FAMILY, "🇬🇧", "e\u0301", "\u200d", "\u0301", "\xad"]
)


@given(pages(), TYPED, st.booleans(), st.booleans(), st.integers(1, 4), st.data())
def test_a_character_of_the_block_is_reached_or_the_cursor_stays(
    lines, typed, till, back, count, data
):
    text = lines.document.text
    start = grapheme_start(text, data.draw(st.integers(0, max(0, len(text) - 1))))
    wanted = Seek(typed, till, back)
    found = seek(lines, start, wanted, count)
    if found == start:
        return
    block = lines.document.block_at(start)
    assert block.start <= found < block.end
    assert (found < start) is back
    assert grapheme_start(text, found) == found
    if till:
        beside = found - 1 if back else grapheme_at(lines, found).end
        found = grapheme_start(text, beside)
    here = lines.document[grapheme_at(lines, found)]
    assert here[0] in alike(typed[0]) or here == typed or (typed == " " and here.isspace())


@given(pages(), TYPED, st.integers(1, 4), st.data())
def test_a_count_is_so_many_of_them_and_the_way_back_is_as_long(lines, typed, count, data):
    text = lines.document.text
    start = grapheme_start(text, data.draw(st.integers(0, max(0, len(text) - 1))))
    wanted = Seek(typed)
    steps = [start]
    for _ in range(count):
        steps.append(seek(lines, steps[-1], wanted))
    if len(set(steps)) > count:
        assert seek(lines, start, wanted, count) == steps[-1]
        back = seek(lines, steps[-1], wanted.reversed, count - 1)
        assert back == steps[1]
    else:
        assert seek(lines, start, wanted, count) == start


@pytest.mark.parametrize(
    ("at", "wanted", "count", "lands"),
    [
        ("He", Seek("s"), 1, "said, “No"),
        ("He", Seek("s", till=True), 1, " said"),
        ("He", Seek("n"), 3, "ness"),
        ("He", Seek("n"), 9, "He"),
        ("He", Seek("'"), 1, "’t"),
        ("He", Seek('"'), 2, "” – and"),
        ("He", Seek("-"), 1, "– and"),
        ("He", Seek("’"), 1, "’t"),
        ("He", Seek("é"), 1, "é\n"),
        ("He", Seek("e\u0301"), 1, "é\n"),
        ("He", Seek("N"), 1, "No"),
        ("ness", Seek("s", back=True), 1, "said"),
        ("ness", Seek("s", till=True, back=True), 1, "aid"),
        ("ness", Seek("s"), 1, "ss é"),
        ("ness", Seek("\t"), 2, "\nend"),
        ("ness", Seek(""), 1, "ness"),
        ("ness", Seek("\xad"), 1, "ness"),
        ("ness", Seek("]"), 1, "ness"),
    ],
)
def test_seeking(at, wanted, count, lands):
    lines = laid_out("A sentence.", "He said, “No, don’t” – and ness é\nend", "The s n.")
    text = lines.document.text
    assert text[seek(lines, text.index(at), wanted, count) :].startswith(lands)


def test_repeating_till_is_not_stuck_and_the_other_way_leads_back():
    lines = laid_out("a,b,c,d,e")
    comma = Seek(",", till=True)
    first = seek(lines, 0, comma)
    assert first == 0  # it stands before the comma already
    assert seek(lines, 0, comma, again=True) == 2
    assert seek(lines, 2, comma, 2, again=True) == 4  # with a count, as vim counts
    assert seek(lines, 4, comma.reversed, again=True) == 2
    assert seek(lines, 2, comma.reversed, again=True) == 2
    assert seek(lines, 6, comma, again=True) == 6


def test_nothing_is_sought_in_a_fold_or_beyond_the_block():
    lines = laid_out("one", "two x", "three x", strip=(1,))
    assert seek(lines, 0, Seek("x")) == 0
    assert seek(lines, 6, Seek("x")) == 6


def test_flags_and_letters_with_marks_are_not_found_by_their_parts():
    lines = laid_out(f"a🇬🇧🇫🇷q\u0323{FAMILY}👩z")
    text = lines.document.text
    assert seek(lines, 0, Seek("🇫🇷")) == text.index("🇫")
    assert seek(lines, 0, Seek("🇧🇫")) == 0
    assert seek(lines, 0, Seek("q")) == 0
    assert seek(lines, 0, Seek("👩")) == text.index("👩z")
    assert seek(lines, len(text) - 1, Seek("🇬🇧", till=True, back=True)) == text.index("🇫")


@pytest.mark.parametrize("text", ["x" * 3_000_000, "é" * 3_000_000, "…x\u0301" * 1_000_000])
def test_a_huge_block_is_read_once(text):
    lines = laid_out("a" + text + "b")
    began = time.perf_counter()
    assert seek(lines, 0, Seek("b")) == len(text) + 1
    assert seek(lines, len(text) + 1, Seek("a", back=True)) == 0
    assert seek(lines, 0, Seek("j"), 10**6) == 0
    assert time.perf_counter() - began < 2
