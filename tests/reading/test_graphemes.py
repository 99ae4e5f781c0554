from __future__ import annotations

import itertools
import sys

import pytest
from compositor import FAMILY, FLAGS, TEXTS
from hypothesis import given
from rich.cells import cell_len, get_character_cell_size

from tui.reading.graphemes import clusters, grapheme_end, grapheme_start, is_simple


def split(text: str) -> list[str]:
    starts, _ = clusters(text, 0, len(text))
    ends = [*list(starts)[1:], len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("naïve", list("naïve")),
        ("e\u0301a", ["e\u0301", "a"]),
        (f"a{FAMILY}b", ["a", FAMILY, "b"]),
        (FLAGS + "🇩", ["🇬🇧", "🇫🇷", "🇩"]),
        ("👍🏽!", ["👍🏽", "!"]),
        ("5️⃣6", ["5️⃣", "6"]),
        ("a\n\u0301b\t\u200dc", ["a", "\n", "\u0301", "b", "\t", "\u200dc"]),
    ],
)
def test_clusters_are_what_a_reader_takes_for_one_character(text, parts):
    assert split(text) == parts


@given(TEXTS)
def test_walking_either_way_finds_the_same_clusters(text):
    starts, edges = clusters(text, 0, len(text))
    starts = list(starts)
    walked, offset = [], 0
    while offset < len(text):
        walked.append(offset)
        offset = grapheme_end(text, offset)
    assert walked == starts
    for offset in range(len(text)):
        assert grapheme_start(text, offset) == max(start for start in starts if start <= offset)
    assert len(edges) == len(starts) + 1


@given(TEXTS)
def test_cells_add_up_to_what_is_drawn(text):
    row = text.replace("\n", "").replace("\t", "")
    assert clusters(row, 0, len(row))[1][-1] == cell_len(row)


def test_simple_characters_are_one_cell_each_in_the_terminal():
    for code in range(sys.maxunicode + 1):
        if is_simple(chr(code), 0, 1):
            assert get_character_cell_size(chr(code)) == 1, hex(code)


@pytest.mark.parametrize("chain", ["a\u200d", "\u0301", "🇬", "👩\u200d"])
def test_an_endless_cluster_is_cut_at_the_same_places_from_both_sides(chain):
    text = "x" + chain * 2_000
    starts = list(clusters(text, 0, len(text))[0])
    assert max(b - a for a, b in itertools.pairwise(starts)) <= 128
    for offset in range(0, len(text), 7):
        assert grapheme_start(text, offset) == max(start for start in starts if start <= offset)
