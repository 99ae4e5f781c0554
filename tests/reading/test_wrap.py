from __future__ import annotations

import pytest
from compositor import FAMILY, LINES
from hypothesis import example, given
from hypothesis import strategies as st

from tui.reading.graphemes import WIDTHS, clusters, grapheme_start
from tui.reading.wrap import PIECE, WHOLE, _wrap_cells, _wrap_simple, pieces_of, wrap


def drawn(text: str, width: int) -> list[str]:
    return [text[row.start : row.drawn] for row in wrap(text, 0, len(text), width)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("the quick brown fox", 9, ["the quick", "brown fox"]),
        ("the quick  brown", 9, ["the quick", "brown"]),
        ("a well-known fox", 8, ["a well-", "known", "fox"]),
        ("from 10-12 to 3-4", 8, ["from", "10-12 to", "3-4"]),
        ("so—he said", 6, ["so—he", "said"]),
        ("so—she said", 5, ["so—", "she", "said"]),
        ("abcdefghijkl", 5, ["abcde", "fghij", "kl"]),
        ("no\u00a0break here", 8, ["no\u00a0break", "here"]),
        ("   indented text", 10, ["   indente", "d text"]),
        ("港湾局の発表。次", 13, ["港湾局の発", "表。次"]),
        ("港湾局「発表」", 8, ["港湾局", "「発表」"]),
        ("ab港湾局", 4, ["ab港", "湾局"]),
        ("한국어 신문 기사", 7, ["한국어", "신문", "기사"]),
        (f"{FAMILY}{FAMILY}{FAMILY}", 4, [FAMILY * 2, FAMILY]),
        ("e\u0301" * 5, 2, ["e\u0301" * 2, "e\u0301" * 2, "e\u0301"]),
        ("", 5, [""]),
        ("港", 1, ["港"]),
    ],
)
def test_lines_end_where_a_reader_expects(text, width, lines):
    assert drawn(text, width) == lines


@given(LINES, st.integers(1, 80))
@example("a" + " " * 50 + "b", 10)
@example(" " * 50 + "b", 10)
def test_a_row_is_held_exactly_once_and_fits(text, width):
    tabs = [3] * text.count("\t")
    rows = wrap(text, 0, len(text), width, tabs)
    assert [row.start for row in rows] == [0, *(row.end for row in rows[:-1])]
    assert rows[-1].end == len(text)
    used = 0
    for row in rows:
        assert grapheme_start(text, row.start) == row.start
        assert row.start <= row.drawn <= row.end
        hanging = text[row.drawn : row.end]
        assert all(mark.isspace() or not WIDTHS[mark] for mark in hanging)
        starts, edges = clusters(text, row.start, row.drawn, tabs[used:])
        used += text.count("\t", row.start, row.end)
        assert edges[-1] <= width or len(starts) == 1
        assert row.end > row.start or len(rows) == 1


@given(st.lists(st.sampled_from([*"abc 1-—–(“.", "word", "  "]), max_size=60), st.integers(1, 30))
def test_the_fast_path_breaks_where_the_slow_one_does(parts, width):
    text = "".join(parts)
    assert _wrap_simple(text, 0, len(text), width) == _wrap_cells(text, 0, len(text), width, ())


@given(
    st.integers(0, 5),
    st.sampled_from(["One more. ", "word ", "港湾。", "x", FAMILY, "line\n", " "]),
)
def test_pieces_of_a_huge_block_are_small_and_begin_at_graphemes(extra, part):
    text = part * (3 * WHOLE // len(part) + extra)
    starts = pieces_of(text, 0, len(text))
    assert starts[0] == 0
    for before, after in zip(starts, [*starts[1:], len(text)], strict=True):
        assert 0 < after - before <= 2 * PIECE
        assert grapheme_start(text, before) == before
    if part.endswith((" ", "\n")) and part.strip():
        assert all(text[start - 1].isspace() for start in starts[1:])
