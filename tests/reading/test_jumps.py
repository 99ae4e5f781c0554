"""The jump list: back to before each jump, and forward again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.reading.jumps import LONGEST, JumpList

OFFSETS = st.integers(0, 50)


def test_back_and_forward_again():
    jumps = JumpList()
    jumps.push(3)
    jumps.push(70)
    assert jumps.back(900) == 70
    assert jumps.back(70) == 3
    assert jumps.back(3) is None
    assert jumps.forward() == 70
    assert jumps.forward() == 900
    assert jumps.forward() is None


def test_counts():
    jumps = JumpList()
    for place in (1, 2, 3):
        jumps.push(place)
    assert jumps.back(9, 3) == 1
    assert jumps.forward(3) == 9
    assert jumps.back(9, 4) is None


def test_a_jump_from_the_middle_begins_at_the_newest_again():
    jumps = JumpList()
    jumps.push(1)
    jumps.push(2)
    assert jumps.back(3) == 2
    jumps.push(2)
    assert jumps.last == 2
    assert jumps.back(8) == 2


def test_nothing_to_go_back_to():
    assert JumpList().back(5) is None
    assert JumpList().forward() is None
    assert JumpList().last is None


@given(st.lists(OFFSETS, max_size=2 * LONGEST), OFFSETS)
def test_forward_undoes_back(places, here):
    jumps = JumpList()
    for place in places:
        jumps.push(place)
    trail = [here]
    while (place := jumps.back(trail[-1])) is not None:
        trail.append(place)
    assert len(trail) <= LONGEST
    assert len(set(trail)) == len(trail), "no place twice"
    for before in reversed(trail[:-1]):
        assert jumps.forward() == before
    assert jumps.forward() is None
