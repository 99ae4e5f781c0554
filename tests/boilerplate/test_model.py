"""The model of shape: its arithmetic against brute force, its file, and what it does to a page."""

from __future__ import annotations

from importlib.resources import files
from itertools import product
from math import exp, isclose, log

import pytest
from clippings import PROSE, document
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind, Evidence
from tui.boilerplate import frame
from tui.boilerplate.context import main_run, numbers
from tui.boilerplate.model import (
    AFTER,
    ARTICLE,
    BEFORE,
    INSIDE,
    Scores,
    ShapeModel,
    expectations,
    from_json,
    marginals,
    shape_model,
)
from tui.boilerplate.remover import remove_boilerplate
from tui.boilerplate.seen import look_at
from tui.boilerplate.verdict import Role

STEPS = {(BEFORE, ARTICLE): 1, (ARTICLE, INSIDE): 2, (INSIDE, ARTICLE): 3, (ARTICLE, AFTER): 4}
STAYS = {(state, state) for state in (BEFORE, ARTICLE, INSIDE, AFTER)}
SCORE = st.floats(-4, 4)
TEASERS = (
    "Rowers turned back by a seal",
    "A seal has stopped the spring regatta for the second year running.",
    "Who pays for the sea wall?",
    "Nobody wants to, it turns out, and the tide will not wait.",
    "The town that counts its gulls",
    "Volunteers have counted gulls on the roofs since before the war.",
)
SECTIONS = ("Home", "News", "World", "Business", "Sport", "Culture", "Weather", "Travel")


def brute_force(scores: list[Scores]) -> tuple[list[list[float]], float]:
    """Sum over every way to lay the four states over the lines."""
    total = 0.0
    uses = [[0.0] * 5 for _ in scores]
    for path in product(range(4), repeat=len(scores)):
        before = BEFORE
        value = 0.0
        used: list[list[int]] = []
        for state, row in zip(path, scores, strict=True):
            step = (before, state)
            if step not in STEPS and step not in STAYS:
                break
            now = [0] if state == ARTICLE else []
            now += [STEPS[step]] if step in STEPS else []
            value += sum(row[k] for k in now)
            used.append(now)
            before = state
        else:
            weight = exp(value)
            total += weight
            for line, now in zip(uses, used, strict=True):
                for k in now:
                    line[k] += weight
    return [[use / total for use in line] for line in uses], log(total)


@settings(deadline=None)
@given(st.lists(st.tuples(SCORE, SCORE, SCORE, SCORE, SCORE), min_size=1, max_size=5))
def test_forward_and_backward_agree_with_every_path(scores: list[Scores]) -> None:
    expected, total = expectations(scores)
    wanted, wanted_total = brute_force(scores)
    assert isclose(total, wanted_total, abs_tol=1e-6)
    for got, want in zip(expected, wanted, strict=True):
        assert all(isclose(a, b, abs_tol=1e-6) for a, b in zip(got, want, strict=True))


def test_a_long_page_neither_overflows_nor_vanishes() -> None:
    sure = marginals(
        [(30.0, 5.0, -5.0, -5.0, -5.0)] * 5_000 + [(-30.0, 0.0, 0.0, 0.0, 0.0)] * 5_000
    )
    assert min(sure[:5_000]) > 0.99
    assert max(sure[5_000:]) < 0.01


def test_the_model_is_small_readable_and_knows_its_numbers() -> None:
    source = files("tui.boilerplate").joinpath("shape_model.json").read_text("utf-8")
    assert len(source.encode()) <= 100_000
    weights = from_json(source).weights
    assert set(weights) == set(numbers(look_at(document(PROSE)).facts))
    assert len(weights) > 60
    assert all(rows and {len(row) for row in rows} == {5} for rows in weights.values())


WORDS = [
    "harbour",
    "The",
    "ferry.",
    "by",
    "Ann",
    "2",
    "days",
    "ago",
    "said,",
    "“no”",
    "上海の港",
    "http://a.example/b",
]
LINES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join))


@settings(deadline=None)
@given(LINES)
def test_every_line_has_every_number_and_none_is_negative(lines: list[str]) -> None:
    facts = look_at(document(lines)).facts
    columns = numbers(facts, "the harbour ferry")
    assert {len(column) for column in columns.values()} <= {len(lines)}
    assert all(min(column) >= 0 for column in columns.values())
    sure = shape_model().find_article(columns)
    assert len(sure) == len(lines)
    assert all(0 <= value <= 1.000001 for value in sure)
    start, end = main_run(facts)
    assert 0 <= start <= end <= len(lines)


@given(st.lists(st.tuples(SCORE, SCORE, SCORE, SCORE, SCORE), min_size=1, max_size=6), st.data())
def test_packed_sums_are_the_sums(rows: list[Scores], data: st.DataObject) -> None:
    value = st.integers(0, 8)
    columns = {
        f"number {place}": data.draw(st.lists(value, min_size=3, max_size=3)) for place in range(9)
    }
    scores = ShapeModel(dict.fromkeys(columns, rows)).scores(columns)
    for line, score in enumerate(scores):
        wanted = [rows[min(column[line], len(rows) - 1)] for column in columns.values()]
        for got, parts in zip(score, zip(*wanted, strict=True), strict=True):
            assert isclose(got, sum(parts), abs_tol=len(columns) / 128)


def test_more_combinations_than_are_remembered_add_up_all_the_same() -> None:
    size = 30_000
    columns = {"one": range(size), "two": range(size)}
    rows = [(value / 4, 0.0, 0.0, 0.0, -1.0) for value in range(40)]
    scores = ShapeModel({"one": rows, "two": rows}).scores(columns)
    assert [score[0] for score in scores[:41]] == [min(value, 39) / 2 for value in range(41)]
    assert scores[-1] == (19.5, 0.0, 0.0, 0.0, -2.0)


def page() -> list[Block]:
    """A page as somebody copies it whole, with all that is around the article."""
    foot = "About us|Contact|Privacy policy|Work for us|© 2026 Harbour Media Ltd"
    line = 0
    blocks = []
    for texts, gap in (
        (SECTIONS, 1),
        (["Council keeps the night ferry for a year", "By Ann Lee", "3 May 2026"], 2),
        (PROSE, 2),
        (PROSE[1:4], 2),
        (["More from the harbour"], 2),
        (TEASERS, 1),
        (foot.split("|"), 1),
    ):
        for text in texts:
            line += gap
            blocks.append(Block(BlockKind.PARAGRAPH, text, evidence=Evidence(line=line)))
        line += 1
    return blocks


def test_a_page_copied_whole_is_down_to_its_article() -> None:
    blocks = page()
    verdicts = remove_boilerplate(document(blocks))
    body = [block.text for block in verdicts.blocks(Role.BODY)]
    assert body[:8] == [*PROSE, *PROSE[1:4]]
    # A teaser that is a sentence looks like a paragraph. That is the limit of shape; the sections
    # above, the headings and the foot must go.
    assert set(body[8:]) <= set(TEASERS)
    shaped = [v for _, v in verdicts if v.rule == "not article text"]
    assert shaped
    assert all("stands" in v.reason or "does not read" in v.reason for v in shaped)


def test_odd_lines_of_a_clipping_are_the_story() -> None:
    recipe = ["300 ml of cream", "5 yolks", "60 g of sugar", "1 quince", "Serves 8"]
    verdicts = remove_boilerplate(document([PROSE[0], *recipe, *PROSE[1:]]))
    assert {verdict.role for _, verdict in verdicts} == {Role.BODY}


def test_prose_alone_never_asks_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "numbers", lambda *_: pytest.fail("the model was asked"))
    verdicts = remove_boilerplate(document(["Night ferry stays", *PROSE * 20]))
    assert all(verdict.keep for _, verdict in verdicts)


def test_a_book_has_no_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "LONGEST", 50)
    blocks = page()
    assert len(blocks) < 50
    assert any(v.rule == "not article text" for _, v in remove_boilerplate(document(blocks)))
    verdicts = remove_boilerplate(document(blocks * 3))
    assert not any(v.rule == "not article text" for _, v in verdicts)
