"""What each outlet added or cut, paragraph by paragraph."""

from __future__ import annotations

import json
import time
from itertools import chain
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from wire_desk import WireDesk

from tui.library.wire_paragraphs import Passage, compare_copies

TRUTHS = Path(__file__).parents[1] / "golden" / "articles"
FEW = st.lists(
    st.text("ab ", max_size=30) | st.sampled_from(["a b a b a b a", "東京新聞"]), max_size=8
)

ONE, TWO, THREE, FOUR = (
    "The council voted on Tuesday to keep the harbour bridge closed until the inquiry has ended.",
    "Mayor Osei said that the decision was not one that anybody had made lightly this year.",
    "Traders on the quay had asked for one lane to be opened before the summer season begins.",
    "The report, which was due in March, is now expected in the second week of September.",
)


def test_the_sample_pair_shows_what_each_outlet_added_or_cut() -> None:
    mine, other = (
        json.loads((TRUTHS / f"{name}.json").read_text("utf-8"))["body"]
        for name in ("kaldry-valley-earthquake.txt", "quake-wakes-castle-town.html")
    )
    passages = compare_copies(mine, other)
    cut = [mine[place][:19] for passage in passages if passage.cut for place in passage.mine]
    added = [other[place][:19] for passage in passages if passage.added for place in passage.other]
    assert cut == ["About 2,300 homes l", "Trains on the valle"]
    assert added == ["The weak houses", "The last person to "]
    # One outlet set the mayor's words apart.
    assert Passage((8,), (8, 9)) in passages
    assert not any(passage.moved for passage in passages)


def test_order_is_kept_and_what_was_added_stands_behind_what_it_follows() -> None:
    new = "Rain is expected in the valley until the weekend, and then snow above the tree line."
    assert compare_copies([ONE, TWO, FOUR], [new, ONE, THREE, FOUR]) == (
        Passage((), (0,)),
        Passage((0,), (1,)),
        Passage((), (2,)),
        Passage((1,), ()),
        Passage((2,), (3,)),
    )


def test_light_edits_do_not_part_a_paragraph_from_itself() -> None:
    edited = TWO.replace("Mayor Osei said that", "The mayor told us").replace("this year", "now")
    assert compare_copies([ONE, TWO], [ONE, edited])[1] == Passage((1,), (1,))


def test_what_was_moved_says_so_and_is_neither_cut_nor_added() -> None:
    passages = compare_copies([ONE, TWO, THREE, FOUR], [ONE, THREE, FOUR, TWO])
    assert [passage.moved for passage in passages] == [False, True, False, False]
    assert not any(passage.cut or passage.added for passage in passages)


def test_joined_and_split_paragraphs_are_one_passage() -> None:
    assert compare_copies([ONE, TWO, THREE], [f"{ONE} {TWO}", THREE]) == (
        Passage((0, 1), (0,)),
        Passage((2,), (1,)),
    )
    assert compare_copies([f"{ONE} {TWO}", THREE], [ONE, FOUR, TWO, THREE]) == (
        Passage((0,), (0, 2)),
        Passage((), (1,)),
        Passage((1,), (3,)),
    )


def test_what_one_says_twice_is_there_once_more() -> None:
    assert compare_copies([ONE, TWO, ONE], [ONE, TWO]) == (
        Passage((0,), (0,)),
        Passage((1,), (1,)),
        Passage((2,), ()),
    )


def test_a_subheading_is_not_found_in_a_paragraph_that_has_its_words() -> None:
    passages = compare_copies(["The harbour bridge", ONE], [ONE, "The Harbour Bridge"])
    assert {(passage.mine, passage.other) for passage in passages} == {((0,), (1,)), ((1,), (0,))}
    assert compare_copies(["The harbour bridge", ONE], [ONE])[0].cut


def test_versions_of_generated_stories_are_laid_side_by_side() -> None:
    desk = WireDesk(8)
    right = count = 0
    for _ in range(30):
        story = desk.story()
        # The paragraphs themselves as marks: what was dropped is known.
        gone = {at for at in range(1, len(story)) if desk.rng.random() < 0.3}
        kept = [at for at in range(len(story)) if at not in gone]
        other = desk.local(desk.edited([story[at] for at in kept], 0.1), top=False)
        want = {((at,), (place,)) for place, at in enumerate(kept)}
        want |= {((at,), ()) for at in gone} | {((), (len(kept),))}
        got = {(passage.mine, passage.other) for passage in compare_copies(story, other)}
        right, count = right + len(want & got), count + len(want)
    assert right >= 0.95 * count


@given(FEW, FEW)
def test_every_paragraph_is_in_one_passage(mine: list[str], other: list[str]) -> None:
    passages = compare_copies(mine, other)
    assert sorted(chain.from_iterable(p.mine for p in passages)) == list(range(len(mine)))
    assert sorted(chain.from_iterable(p.other for p in passages)) == list(range(len(other)))
    begins = [passage.mine[0] for passage in passages if passage.mine]
    assert begins == sorted(begins)
    unmoved = [p.other[0] for p in passages if p.mine and p.other and not p.moved]
    assert unmoved == sorted(unmoved)


@given(FEW)
def test_a_version_has_all_that_itself_has(mine: list[str]) -> None:
    passages = compare_copies(mine, mine)
    blank = {(place,) for place, text in enumerate(mine) if not text.strip()}
    assert {p.mine for p in passages if p.cut} == blank


def test_time_grows_with_the_length_and_not_with_its_square() -> None:
    def seconds(paragraphs: list[str]) -> float:
        started = time.process_time()
        compare_copies(paragraphs, paragraphs)
        return time.process_time() - started

    story = WireDesk(9).newsroom.paragraphs(100_000)
    few, many = seconds(story[: len(story) // 8]), seconds(story)
    assert many < 40 * max(few, 0.01)
