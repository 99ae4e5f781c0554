from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tui.articles.document import TextRange
from tui.reading import RangeIndex, Run, flatten
from tui.reading.spans import DEEPEST

OFFSETS = st.integers(0, 60)
RANGES = st.tuples(OFFSETS, OFFSETS).map(lambda ends: TextRange(*sorted(ends)))
LAYERS = st.lists(st.tuples(RANGES, st.integers(0, 5)), max_size=12)


def test_overlaps_become_runs_with_everything_that_applies():
    layers = [(TextRange(2, 6), "yellow"), (TextRange(4, 9), "hit"), (TextRange(0, 20), "link")]
    assert flatten(TextRange(1, 10), layers) == [
        Run(1, 2, ("link",)),
        Run(2, 4, ("yellow", "link")),
        Run(4, 6, ("yellow", "hit", "link")),
        Run(6, 9, ("hit", "link")),
        Run(9, 10, ("link",)),
    ]


def test_a_line_without_layers_is_one_run_and_an_empty_one_has_none():
    assert flatten(TextRange(3, 8), []) == [Run(3, 8, ())]
    assert flatten(TextRange(3, 3), [(TextRange(0, 9), "x")]) == []


@given(RANGES, LAYERS)
def test_runs_say_for_each_code_point_what_a_look_at_every_layer_says(whole, layers):
    runs = flatten(whole, layers)
    told = {offset: run.payloads for run in runs for offset in range(run.start, run.end)}
    assert told == {
        offset: tuple(payload for layer, payload in layers if offset in layer)
        for offset in range(whole.start, whole.end)
    }
    assert all(a.end == b.start for a, b in itertools.pairwise(runs))
    assert all(a.payloads != b.payloads for a, b in itertools.pairwise(runs))


@given(RANGES, LAYERS)
def test_the_index_finds_what_a_scan_finds(whole, layers):
    expected = [layer for layer in layers if layer[0].overlaps(whole)]
    assert RangeIndex(layers).overlapping(whole) == expected
    assert len(RangeIndex(layers)) == len(layers)


@given(RANGES, LAYERS, st.integers(1, 4))
def test_with_a_limit_the_index_finds_those_that_begin_first(whole, layers, limit):
    expected = [layer for layer in layers if layer[0].overlaps(whole)]
    found = RangeIndex(layers).overlapping(whole, limit)
    starts = sorted(layer[0].start for layer in expected)
    assert sorted(layer[0].start for layer in found) == starts[:limit]


@given(LAYERS)
def test_stacks_say_for_each_code_point_how_many_layers_lie_there(layers):
    stacks = RangeIndex(layers).stacks(TextRange(0, 99))
    told = {
        offset: (set(stack.payloads), stack.depth)
        for stack in stacks
        for offset in range(stack.range.start, stack.range.end)
    }
    here = {
        offset: [payload for layer, payload in layers if offset in layer] for offset in range(61)
    }
    assert told == {
        offset: (set(payloads), min(len(payloads), DEEPEST))
        for offset, payloads in here.items()
        if payloads
    }
    assert all(len(set(stack.payloads)) == len(stack.payloads) for stack in stacks)
    assert all(a.range.end <= b.range.start for a, b in itertools.pairwise(stacks))


@given(RANGES, LAYERS)
def test_the_stacks_of_a_line_are_those_of_the_text_that_touch_it(whole, layers):
    index = RangeIndex(layers)
    everywhere = index.stacks(TextRange(0, 99))
    assert index.stacks(whole) == [
        stack
        for stack in everywhere
        if stack.range.start < whole.end and whole.start < stack.range.end
    ]


def test_the_inner_of_two_nested_layers_lies_on_top():
    outer, inner = (TextRange(0, 20), "yellow"), (TextRange(5, 9), "blue")
    for layers in ([outer, inner], [inner, outer]):
        stacks = RangeIndex(layers).stacks(TextRange(0, 20))
        assert [(stack.range.start, stack.payloads, stack.depth) for stack in stacks] == [
            (0, ("yellow",), 1),
            (5, ("yellow", "blue"), 2),
            (9, ("yellow",), 1),
        ]


def test_thousands_of_layers_over_one_line_are_few_stacks():
    layers = [(TextRange(at % 50, 100 + at), "yellow") for at in range(2_000)]
    assert len(RangeIndex(layers).stacks(TextRange(0, 90))) <= 3


def test_the_index_looks_at_few_of_many_layers():
    looked = 0

    class Watched(TextRange):
        def overlaps(self, other: TextRange) -> bool:
            nonlocal looked
            looked += 1
            return super().overlaps(other)

    layers = [(TextRange(0, 1_000_000), -1)]
    layers += [(TextRange(at * 100, at * 100 + 150), at) for at in range(2_000)]
    index = RangeIndex(layers)
    found = index.overlapping(Watched(100_000, 100_080))
    assert [payload for _, payload in found] == [-1, 999, 1_000]
    assert looked < 50
