from __future__ import annotations

import pytest
from compositor import articles, document, judged, laid_out, pages
from hypothesis import given
from hypothesis import strategies as st

from tui.boilerplate.verdict import Role
from tui.reading import LineKind, Page, lay_out

HEIGHTS = st.integers(2, 30)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("go"), st.floats(0, 1)),
        st.tuples(st.just("down"), st.integers(-40, 40).filter(bool)),
        st.tuples(st.just("turn"), st.sampled_from([-3, -1, -0.5, 0.5, 1, 2])),
        st.tuples(st.just("resize"), st.tuples(st.integers(20, 120), HEIGHTS)),
    ),
    max_size=15,
)


def take(page: Page, step: tuple) -> None:
    kind, value = step
    if kind == "go":
        page.go(int(value * max(0, len(page.lines.document.text) - 1)))
    elif kind == "down":
        page.down(value)
    elif kind == "turn":
        page.turn(value)
    else:
        width, height = value
        page.resize(page.lines.at_width(width), height)


@given(pages(), HEIGHTS, STEPS)
def test_the_cursor_is_in_the_window_whatever_is_done(lines, height, steps):
    if not lines.items:
        return
    page = Page(lines, height)
    for step in steps:
        take(page, step)
        assert page.row_of(page.place) is not None
        assert 1 <= len(page.window) <= page.height
        assert page.window[0].position == page.top
        assert 0 <= page.cursor <= len(lines.document.text)


@given(pages(), STEPS)
def test_a_page_of_one_line_walks_and_jumps(lines, steps):
    if not lines.items:
        return
    page = Page(lines, 1)
    for kind, value in steps:
        if kind in ("go", "down"):
            take(page, (kind, value))
            assert page.row_of(page.place) is not None
            assert len(page.window) == 1


@given(pages(), HEIGHTS, STEPS)
def test_the_last_page_is_a_full_one(lines, height, steps):
    if not lines.items:
        return
    page = Page(lines, height)
    for step in steps:
        take(page, step)
    whole = page.lines.window(page.lines.first, page.height + 1)
    assert len(page.window) == min(page.height, len(whole))


@given(pages(), HEIGHTS, st.integers(1, 30), st.floats(0, 1))
def test_down_and_up_again_is_the_same_line(lines, height, rows, where):
    text = lines.document.text
    if not lines.items or not text:
        return
    page = Page(lines, height, int(where * (len(text) - 1)))
    start = page.place
    if page.line.kind is LineKind.BLANK:
        return
    page.down(rows)
    walked = page.place
    page.down(1)
    if page.place == walked:
        return  # an end is near: fewer lines were walked than were asked for
    page.down(-1)
    page.down(-rows)
    assert page.place == start


@given(pages(), HEIGHTS)
def test_walking_down_sees_every_line_that_holds_something(lines, height):
    if not lines.items:
        return
    page = Page(lines, height)
    page.go(lines.document.blocks[0].start)
    whole = lines.window(lines.first, 10_000)
    wanted = [line.position for line in whole if line.kind is not LineKind.BLANK]
    wanted = wanted[wanted.index(page.place) :] if page.place in wanted else []
    seen = [page.place]
    for _ in range(len(wanted) + 1):
        page.down(1)
        if page.place == seen[-1]:
            break
        seen.append(page.place)
    assert not wanted or seen == wanted


def test_the_page_stays_until_the_cursor_leaves_it():
    page = Page(laid_out(*(f"Paragraph {n}." for n in range(40))), 9)
    top = page.top
    page.down(4)
    assert page.top == top
    page.down(1)
    assert page.top != top
    assert page.lines.document.text[page.cursor :].startswith("Paragraph 5.")


def test_the_cursor_keeps_to_its_column_over_a_short_line():
    lines = laid_out("A first paragraph of words.", "Short.", "A third paragraph of words.")
    page = Page(lines, 10, lines.document.text.index("paragraph"))
    page.down(1)
    page.down(1)
    assert page.cursor == lines.document.text.rindex("paragraph")


@pytest.mark.parametrize("height", [1, 2, 10])
def test_an_article_of_only_folds(height):
    verdicts = judged(document("One.", "Two.", "Three."), dict.fromkeys(range(3), Role.BOILERPLATE))
    page = Page(lay_out(verdicts, 40), height)
    for rows in (1, -1, 5, -5):
        page.down(rows)
        page.turn(rows)
        assert page.row_of(page.place) is not None
        assert page.line.kind is LineKind.FOLD


@given(articles(), st.integers(2, 5), STEPS)
def test_folded_and_shown_the_cursor_is_in_view(verdicts, height, steps):
    folded, shown = lay_out(verdicts, 40), lay_out(verdicts, 40, reveal=True)
    if not folded.items:
        return
    page = Page(folded, height)
    for number, step in enumerate(steps):
        take(page, step)
        page.resize((shown, folded)[number % 2], height)
        assert page.row_of(page.place) is not None


def test_resizing_keeps_the_text_at_the_top():
    words = " ".join(f"word{number}" for number in range(400))
    lines = laid_out(words, words, width=60)
    page = Page(lines, 8)
    page.turn(3)
    first = page.window[0].start
    page.resize(lines.at_width(35), 8)
    assert page.window[0].start <= first < page.window[0].end


def test_turning_a_page_of_one_line_takes_the_cursor_along() -> None:
    lines = laid_out("One.", "Two.")
    page = Page(lines, 1)
    page.go(lines.document.text.index("Two"))
    page.turn(-1)
    assert page.row_of(page.place) is not None
