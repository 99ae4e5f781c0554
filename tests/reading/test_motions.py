from __future__ import annotations

import time

import pytest
from compositor import FAMILY, LINES, laid_out, pages
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind
from tui.reading import LineKind, classes, grapheme_start, motions

FORWARD = [
    motions.right, motions.word_forward, motions.word_end, motions.sentence_forward,
    motions.paragraph_forward, motions.heading_forward, motions.line_end,
]  # fmt: skip
BACK = [
    motions.left, motions.word_back, motions.sentence_back, motions.paragraph_back,
    motions.heading_back, motions.line_start,
]  # fmt: skip
EVERY = [*FORWARD, *BACK, motions.first, motions.last]


def walk(motion, lines, offset=0, steps=50):
    seen = [offset]
    for _ in range(steps):
        offset = motion(lines, offset, 1)
        if offset == seen[-1]:
            break
        seen.append(offset)
    return seen


def words(lines, motion, offset=0):
    text = lines.document.text
    return [text[at:].split()[0] for at in walk(motion, lines, offset)]


@given(pages(), st.sampled_from(EVERY), st.integers(1, 5), st.data())
def test_no_motion_leaves_the_shown_text(lines, motion, count, data):
    text = lines.document.text
    start = grapheme_start(text, data.draw(st.integers(0, max(0, len(text) - 1))))
    shown = [item for item in range(len(lines.items)) if lines.items.has_words(item)]
    after = motion(lines, start, count)
    if after == start:
        return
    assert shown
    assert lines.has_words_at(after)
    low, high = lines.items.bounds(lines.item_of(after))
    assert low <= after < high
    assert grapheme_start(text, after) == after
    line = lines.line(lines.locate(after))
    assert line.kind is LineKind.TEXT


@given(pages(), st.sampled_from([*FORWARD, *BACK]), st.integers(2, 40), st.data())
def test_a_count_is_the_motion_repeated(lines, motion, count, data):
    text = lines.document.text
    start = grapheme_start(text, data.draw(st.integers(0, max(0, len(text) - 1))))
    if motion in (motions.line_end, motions.line_start):
        return
    repeated = start
    for _ in range(count):
        repeated = motion(lines, repeated, 1)
    assert motion(lines, start, count) == repeated


@given(LINES, st.integers(9, 400), st.data())
def test_many_words_are_counted_as_few_are(line, count, data):
    text = " ".join([line, "and then, “well-known”"] * 40)
    lines = laid_out(text)
    start = grapheme_start(text, data.draw(st.integers(0, len(text) - 1)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classes, "_MANY_AT_ONCE", data.draw(st.integers(1, 200)))
        for motion in (motions.word_forward, motions.word_end, motions.word_back):
            repeated = start
            for _ in range(count):
                repeated = motion(lines, repeated, 1)
            assert motion(lines, start, count) == repeated


def test_a_word_tied_to_the_blank_before_it_is_part_of_the_word_before_that():
    lines = laid_out("S.  \u200dmayor's")
    assert motions.word_forward(lines, 2) == motions.word_forward(lines, 1) == 10
    assert motions.word_back(lines, 10) == 1


def test_many_words_are_counted_from_between_two_paragraphs():
    lines = laid_out("one two", "a b c d e f g h i j k l m")
    text = lines.document.text
    for offset in (7, 8):
        assert text[motions.word_forward(lines, offset, 9)] == "i"
        assert text[motions.word_forward(lines, offset, 10)] == "j"
        assert text[motions.word_end(lines, offset, 10)] == "j"
        assert motions.word_back(lines, offset, 2) == 0


@given(pages())
def test_forward_motions_reach_the_end_and_back_ones_the_beginning(lines):
    shown = [item for item in range(len(lines.items)) if lines.items.has_words(item)]
    if not shown:
        return
    for motion in (motions.word_forward, motions.sentence_forward, motions.paragraph_forward):
        seen = walk(motion, lines, motions.first(lines), steps=2_000)
        assert seen == sorted(seen)
        assert lines.item_of(seen[-1]) == shown[-1]
    for motion in (motions.word_back, motions.sentence_back, motions.paragraph_back):
        seen = walk(motion, lines, seen[-1], steps=2_000)
        assert seen == sorted(seen, reverse=True)
    assert walk(motions.word_back, lines, motions.last(lines), 2_000)[-1] <= motions.first(lines)


@given(pages(), st.data())
def test_a_motion_is_undone_by_its_opposite(lines, data):
    text = lines.document.text
    start = grapheme_start(text, data.draw(st.integers(0, max(0, len(text) - 1))))
    if not lines.has_words_at(start):
        return
    end = motions.paragraph_forward(lines, start, 10_000)
    for forward, back in [
        (motions.right, motions.left),
        (motions.heading_forward, motions.heading_back),
        (motions.word_forward, motions.word_back),
        (motions.sentence_forward, motions.sentence_back),
        (motions.paragraph_forward, motions.paragraph_back),
    ]:
        begin = forward(lines, start, 1)
        then = forward(lines, begin, 1)
        if begin < then < end:
            assert back(lines, then, 1) == begin, (text, start, begin, then)


def test_words_are_vims():
    lines = laid_out("It's a well-known (U.S.) café: foo_bar 港湾局は한국 e\u0301t —“ok”")
    assert words(lines, motions.word_forward)[:13] == [
        "It's", "'s", "s", "a", "well-known", "-known", "known", "(U.S.)", "U.S.)", ".S.)", "S.)",
        ".)", "café:",
    ]  # fmt: skip
    text = lines.document.text
    rest = [text[at:] for at in walk(motions.word_forward, lines, text.index("foo"))]
    assert [part[:2] for part in rest] == ["fo", "港湾", "は한", "한국", "e\u0301", "—“", "ok", "”"]
    back = walk(motions.word_back, lines, len(text) - 1)
    assert back == walk(motions.word_forward, lines)[::-1]
    ends = [text[at] for at in walk(motions.word_end, lines, text.index("foo"))[1:]]
    assert ends == ["r", "局", "は", "국", "t", "“", "k", "”"]


def test_motions_go_over_folds_rules_and_blanks():
    lines = laid_out(
        "One two.", "Sign up", Block(BlockKind.RULE, "***"), "", "Three four. Five.", strip=(1,)
    )
    text = lines.document.text
    assert motions.word_forward(lines, 4) == text.index("Three") - 0 or motions.word_forward(
        lines, 4
    )
    assert words(lines, motions.word_forward) == [
        "One", "two.", ".", "Three", "four.", ".", "Five.", ".",
    ]  # fmt: skip
    assert words(lines, motions.sentence_forward)[:3] == ["One", "Three", "Five."]
    assert motions.paragraph_forward(lines, 0) == text.index("Three")
    fold = text.index("Sign")
    assert motions.word_forward(lines, fold) == text.index("Three")
    assert motions.word_back(lines, fold) == text.index(".")
    assert motions.sentence_back(lines, fold) == 0
    assert motions.paragraph_back(lines, fold) == 0
    assert motions.right(lines, fold) == fold


def test_nothing_moves_where_nothing_is_shown():
    for lines in (laid_out(), laid_out("Sign up", strip=(0,)), laid_out("", "  ")):
        for motion in EVERY:
            assert motion(lines, 0, 1) == 0


def test_sentences_and_paragraphs_begin_where_they_should():
    lines = laid_out("Mr. Lee went. He sang.", "Then he left.")
    assert words(lines, motions.sentence_forward)[:3] == ["Mr.", "He", "Then"]
    last = motions.sentence_forward(lines, 0, 9)
    assert last == len(lines.document.text) - 1
    assert motions.sentence_back(lines, 16) == 14
    assert motions.sentence_back(lines, 14) == 0
    assert motions.paragraph_back(lines, 30) == 24
    assert motions.paragraph_back(lines, 24) == 0


def test_headings_are_walked_and_there_is_no_way_beyond_the_last():
    lines = laid_out(
        "Intro", Block(BlockKind.HEADING, "First"), "Text", Block(BlockKind.HEADING, "Second")
    )
    first, second = (lines.document.text.index(name) for name in ("First", "Second"))
    assert motions.heading_forward(lines, 0) == first
    assert motions.heading_forward(lines, 0, 9) == second
    assert motions.heading_forward(lines, second) == second
    assert motions.heading_back(lines, second + 2) == second
    assert motions.heading_back(lines, second) == first
    assert motions.heading_back(lines, first) == first


def test_ends_of_lines_and_of_the_text():
    lines = laid_out("  the quick brown fox", "jumps", width=11)
    text = lines.document.text
    assert motions.line_end(lines, 2) == text.index("quick") + 4
    assert motions.line_start(lines, 8) == 0
    assert motions.line_end(lines, 0, 3) == len(text) - 1
    assert motions.line_end(lines, 0, 99) == len(text) - 1
    assert motions.last(lines) == text.index("jumps")
    assert motions.first(lines, 9) == 2
    assert motions.first(lines, 0, 2) == motions.last(lines, 0, 2) == text.index("jumps")


def test_characters_are_graphemes():
    lines = laid_out(f"a{FAMILY}e\u0301b", "c")
    assert walk(motions.right, lines) == [0, 1, 6, 8]
    assert walk(motions.left, lines, 8) == [8, 6, 1, 0]
    assert motions.right(lines, 0, 10**9) == 8
    assert motions.left(laid_out("abc"), 2, 10**9) == 0


@pytest.mark.parametrize(
    "blocks",
    [["word, “and”"] * 5_000, ["word, “and” 1.5 " * 40_000], ["港は é. \u0301" * 30_000]],
)
def test_a_count_of_a_million_is_bounded_by_the_text(blocks):
    lines = laid_out(*blocks)
    last = len(lines.document.text) - 1
    for motion in [*FORWARD, motions.first, motions.last]:
        began = time.perf_counter()
        assert 0 <= motion(lines, 0, 10**6) <= last
        assert time.perf_counter() - began < 3
    for motion in BACK:
        began = time.perf_counter()
        assert 0 <= motion(lines, last, 10**6) <= last
        assert time.perf_counter() - began < 3


@pytest.mark.parametrize("text", ["x" * 300_000, "Mr. " * 75_000, "word " * 60_000, "港" * 300_000])
def test_a_huge_block_is_walked_in_no_more_time_than_it_takes_to_read_it(text):
    lines = laid_out(text)
    assert motions.word_back(lines, len(text) - 1) >= 0
    assert motions.sentence_forward(lines, 5) > 5
    assert motions.sentence_back(lines, len(text) - 1) < len(text) - 1
    assert motions.last(lines) > len(text) - 100
    assert motions.word_end(lines, 0, 3) >= 0
