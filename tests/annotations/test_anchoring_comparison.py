"""A text compared with a newer one: offsets, ranges, moved text, and how long it may take."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsprint import Newsroom, edit_words, page

from tui.annotations.anchoring import Anchorer, AnchorState, describe
from tui.annotations.comparison import Comparison
from tui.annotations.selectors import Target, TextPositionSelector, TextQuoteSelector
from tui.annotations.word_diff import common_runs, longest_increasing
from tui.annotations.words import Vocabulary, Words
from tui.articles.document import TextRange

letters = st.text(max_size=80)
few_words = st.lists(
    st.sampled_from(("the", "cat", "sat", "on", "a mat", ",", ".", "人", "4.1")), max_size=60
).map(" ".join)
texts = letters | few_words


def compare(old: str, new: str) -> Comparison:
    vocabulary = Vocabulary()
    return Comparison(Words(old, vocabulary), Words(new, vocabulary))


@given(texts)
def test_words_are_cut_in_order_and_none_is_lost(text):
    words = Words(text, Vocabulary())
    at = 0
    for start, end in zip(words.starts, words.ends, strict=True):
        assert at <= start < end
        assert not text[at:start].strip() or not any(c.isalnum() for c in text[at:start])
        at = end
    assert not any(c.isalnum() for c in text[at:])


@given(st.lists(st.integers(0, 9), max_size=80), st.lists(st.integers(0, 9), max_size=80))
def test_common_runs_are_common_and_in_order(old, new):
    at = other = 0
    for run in common_runs(old, new):
        assert run.length > 0
        assert at <= run.old
        assert other <= run.new
        assert old[run.old : run.old_end] == new[run.new : run.new_end]
        at, other = run.old_end, run.new_end
    assert at <= len(old)
    assert other <= len(new)


@given(st.lists(st.integers(0, 9), max_size=40), st.lists(st.integers(0, 9), max_size=5))
def test_what_was_put_into_a_sequence_is_all_that_differs(old, more):
    half = len(old) // 2
    runs = common_runs(old, [*old[:half], *more, *old[half:]])
    assert sum(run.length for run in runs) == len(old)


@given(st.lists(st.integers(0, 30), max_size=60))
def test_the_chain_is_increasing_and_none_is_longer(values):
    chain = longest_increasing(values)
    assert chain == sorted(chain)
    picked = [values[index] for index in chain]
    assert all(a < b for a, b in pairwise(picked))
    best: list[int] = []
    for index, value in enumerate(values):
        before = (best[at] for at in range(index) if values[at] < value)
        best.append(1 + max(before, default=0))
    assert len(picked) == max(best, default=0)


@given(texts)
def test_an_unchanged_text_maps_to_itself(text):
    comparison = compare(text, text)
    words = comparison.old
    for start, end in zip(words.starts, words.ends, strict=True):
        assert comparison.map_offset(start) == start
        mapped = comparison.map_range(start, end)
        assert (mapped.start, mapped.end, mapped.kept) == (start, end, 1.0)
    if words.ids:
        mapped = comparison.map_range(0, len(text))
        assert (mapped.start, mapped.end) == (words.starts[0], words.ends[-1])


@settings(max_examples=300)
@given(texts, texts)
def test_any_two_texts_are_compared_and_every_range_lies_in_the_new_one(old, new):
    comparison = compare(old, new)
    places = [comparison.map_offset(offset) for offset in range(len(old) + 1)]
    assert all(0 <= place <= len(new) for place in places)
    if not comparison.moved:
        assert places == sorted(places)
    for start in range(0, len(old), 3):
        for end in range(start, len(old) + 1, 5):
            mapped = comparison.map_range(start, end)
            if mapped is not None:
                assert 0 <= mapped.start <= mapped.end <= len(new)
                assert 0.0 <= mapped.kept <= 1.0
    assert 0.0 <= comparison.came_from(0, len(new)) <= 1.0


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from((0.05, 0.3, 0.9)))
def test_after_edits_offsets_stay_in_order(seed, share):
    newsroom, rng = Newsroom.of(1), random.Random(seed)
    newsroom.rng.seed(seed)
    text = "\n\n".join(newsroom.paragraphs(2500))
    comparison = compare(text, edit_words(text, share, rng, newsroom).text)
    places = [comparison.map_offset(offset) for offset in range(len(text) + 1)]
    if not comparison.moved:
        assert places == sorted(places)
    assert places[-1] <= len(comparison.new.text)


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_a_quote_in_a_paragraph_nobody_touched_is_found_exactly_there(seed):
    newsroom, rng = Newsroom.of(1), random.Random(seed)
    newsroom.rng.seed(seed)
    parts = newsroom.paragraphs(5000)
    kept = rng.randrange(len(parts))
    old = "\n\n".join(parts)
    edited = [
        part if at == kept else edit_words(part, 0.3, rng, newsroom).text
        for at, part in enumerate(parts)
    ]
    new = page("\n\n".join(edited))
    begin = sum(len(part) + 2 for part in parts[:kept])
    now = sum(len(part) + 2 for part in edited[:kept])
    anchorer = Anchorer(new, lambda _: old)
    for _ in range(5):
        start = rng.randrange(len(parts[kept]) - 12)
        end = rng.randrange(start + 12, min(len(parts[kept]), start + 320) + 1)
        if parts[kept][start:end].strip() != parts[kept][start:end]:
            continue
        target = describe(page(old), TextRange(begin + start, begin + end))
        found = anchorer.anchor(target)
        assert found.range == TextRange(now + start, now + end)
        assert found.state is (AnchorState.EXACT if now == begin else AnchorState.MOVED)


def test_a_paragraph_that_went_elsewhere_is_found_there_though_its_words_changed():
    newsroom = Newsroom.of(1)
    parts = newsroom.paragraphs(6000)
    wanted = (
        "The old pier at Upper Wend was closed on Monday after the storm took two of its piles."
    )
    now = wanted.replace("on Monday ", "").replace("storm", "gale")
    comparison = compare("\n\n".join([wanted, *parts]), "\n\n".join([*parts, now]))
    mapped = comparison.map_range(0, len(wanted))
    assert comparison.new.text[mapped.start : mapped.end] == now
    assert comparison.moved


def many(letter: str, count: int = 140_000) -> str:
    return " ".join(f"{letter}{number}" for number in range(count))


def of(words: str, seed: int) -> str:
    return " ".join(random.Random(seed).choices(words.split(), k=300_000))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("word " * 200_000, "word " * 190_000),
        ("word " * 200_000, "word " * 100_000 + "other " + "word " * 100_000),
        (many("a"), many("b")),
        (many("a"), " ".join(reversed(many("a").split()))),
        (of("a b", 1), of("a b", 2)),
        (of("a b c d e f g h", 1), of("a b c d e f g h", 2)),
        ("a" * 1_000_000, "a" * 900_000),
    ],
    ids=["one word", "one word, one more", "all other", "reversed", "two", "eight", "a letter"],
)
def test_no_megabyte_takes_long(old, new):
    started = time.process_time()
    comparison = compare(old, new)
    for start in range(0, len(old) - 200, len(old) // 100):
        mapped = comparison.map_range(start, start + 200)
        assert mapped is None or 0 <= mapped.start <= mapped.end <= len(new)
    assert time.process_time() - started < 6  # 0.3 to 1 s


@pytest.mark.parametrize(
    ("exact", "context", "text"),
    [
        ("a" * 300_000, "b", "c" + "a" * 299_000),
        ("one two " * 40_000, "", "one two " * 39_000 + "three"),
        (many("a", 40_000), "", many("a", 20_000) + " x " + many("a", 39_000)),
        ("short", "context " * 50_000, many("a", 40_000)),
    ],
    ids=["a letter", "two words", "half of it twice", "long context"],
)
def test_no_foreign_target_takes_long(exact, context, text):
    started = time.process_time()
    at = TextPositionSelector(500, 500 + len(exact))
    target = Target("", TextQuoteSelector(exact, context, context), at, "0" * 64)
    document = page(text)
    for old in (None, exact, text[1:]):
        found = Anchorer(document, lambda _, old=old: old).anchor(target)
        assert found.range is None or found.range.end <= len(text)
        Anchorer(document, lambda _, old=old: old).candidates(target)
    assert time.process_time() - started < 20
