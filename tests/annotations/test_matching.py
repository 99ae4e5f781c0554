from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.annotations.matching import align, distance, prefix_distance, scan

short = st.text(alphabet="abc", max_size=9)


def plain_distance(pattern: str, text: str) -> int:
    row = list(range(len(text) + 1))
    for letter in pattern:
        diagonal, row[0] = row[0], row[0] + 1
        for at, other in enumerate(text, start=1):
            diagonal, row[at] = (
                row[at],
                min(diagonal + (letter != other), row[at] + 1, row[at - 1] + 1),
            )
    return row[-1]


@given(short, short)
def test_the_distance_is_the_edit_distance(pattern, text):
    assert distance(pattern, text) == plain_distance(pattern, text)
    errors, length = prefix_distance(pattern, text)
    assert errors == min(plain_distance(pattern, text[:end]) for end in range(len(text) + 1))
    assert errors == plain_distance(pattern, text[:length])


@given(short, short, st.booleans(), st.booleans())
def test_an_alignment_has_as_few_edits_as_can_be_and_says_where_they_are(
    pattern, text, open_start, open_end
):
    alignment = align(pattern, text, open_start=open_start, open_end=open_end)
    starts = range(len(text) + 1) if open_start else [0]
    ends = range(len(text) + 1) if open_end else [len(text)]
    fewest = min(
        plain_distance(pattern, text[start:end]) for start in starts for end in ends if start <= end
    )
    if pattern:
        assert alignment.errors_high[-1] == fewest
    for first in range(len(pattern)):
        assert alignment.low[first] <= alignment.high[first] <= alignment.low[first + 1]
        for last in range(first + 1, len(pattern) + 1):
            match = alignment.between(first, last)
            now = text[match.start : match.end]
            assert match.errors == plain_distance(pattern[first:last], now)


def test_what_was_put_in_at_a_boundary_belongs_to_neither_side():
    alignment = align("one two three", "one big two red three")
    match = alignment.between(4, 7)
    assert (match.start, match.end, match.errors) == (8, 11, 0)


def test_an_edited_piece_is_found_in_a_longer_text():
    text = "In the end the quay was shut for good, they said."
    match = scan("the key was shut for good", text, 0, len(text))[0]
    assert text[match.start : match.end] == "the quay was shut for good"
