"""What a line of the reader looks like: every mark on it, none hiding another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from desk_in_hand import OpenDesk
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from tui.articles.document import Block, BlockKind, Document, Span, SpanKind, TextRange
from tui.articles.metadata import Metadata, Provenance
from tui.boilerplate.verdict import Role, Verdict, Verdicts
from tui.reading import Lines, Matches, Page, RangeIndex, lay_out
from tui.ui.commands import COLOURS
from tui.ui.themes import themes
from tui.ui.widgets.reader_paint import GUTTER, Mark, Marks, Painter

WORDS = "The keeper of the old pier put out every lamp before the harbour office closed. "

PARTS = [
    "harbour ", "office ", "x" * 25, "https://news.example/a-long/address?with=query ", "\t",
    "港湾局は、", "。", "e\u0301", "क्षेत्र ", "👨\u200d👩\u200d👧", "🇬🇧🇫🇷", "👍🏽", "5️⃣", "☺️",
    "שלום ", "مرحبا ", "\u00a0", "\u200f", "\u200d", "\n",
]  # fmt: skip


def article(*blocks: Block | str) -> Verdicts:
    made = [
        Block(BlockKind.PARAGRAPH, block) if isinstance(block, str) else block for block in blocks
    ]
    document = Document.from_blocks(
        made, Metadata(), Provenance(Path("/article.txt"), "0" * 64, 0, 0)
    )
    return Verdicts(
        document, tuple(Verdict(index, Role.BODY, "") for index in range(len(document.blocks)))
    )


def named(name: str) -> Style:
    """Stand for the stylesheet: what was put together can be read from the style."""
    return Style(meta={name: True})


def names(segment: Segment) -> set[str]:
    return set(segment.style.meta) if segment.style is not None else set()


def annotations(*layers: tuple[TextRange, Mark]) -> Marks:
    return Marks(annotations=RangeIndex(layers))


def paint(lines: Lines, marks: Marks, row: int = 0) -> list[Segment]:
    line = lines.window(lines.first, 99)[row]
    return list(Painter(lines, named).strip(line, marks, Style(), 0))


def gutter(lines: Lines, marks: Marks) -> list[tuple[str, set[str]]]:
    return [(segment.text, names(segment)) for segment in paint(lines, marks)[:2]]


def by_letter(segments: list[Segment]) -> list[set[str]]:
    """The components over each letter of the text."""
    return [names(segment) for segment in segments[2:] for _ in segment.text]


def span(start: int, end: int, colour: str, current: bool = False) -> tuple[TextRange, Mark]:
    return TextRange(start, end), Mark(colour, current)


def test_where_highlights_overlap_it_shows_where_each_begins_and_ends():
    lines = lay_out(article(WORDS), 90)
    marks = annotations(span(0, 20, "yellow"), span(5, 12, "yellow"), span(7, 9, "yellow"))
    letters = by_letter(paint(lines, marks))
    assert letters[0] == letters[4] == letters[12] == {"yellow"}
    assert letters[5] == letters[6] == letters[9] == {"yellow", "overlap"}
    assert letters[7] == letters[8] == {"yellow", "pile"}
    assert letters[20] == set()


def test_of_two_nested_highlights_the_inner_lies_on_top():
    lines = lay_out(article(WORDS), 90)
    outer, inner = span(0, 20, "yellow"), span(5, 12, "blue")
    for layers in ((outer, inner), (inner, outer)):
        letters = by_letter(paint(lines, annotations(*layers)))
        assert (letters[4], letters[5], letters[12]) == (
            {"yellow"},
            {"blue", "overlap"},
            {"yellow"},
        )


def test_the_one_that_the_margin_is_at_is_never_hidden():
    lines = lay_out(article(WORDS), 90)
    hidden = annotations(span(0, 20, "yellow", current=True), span(5, 12, "blue"))
    assert by_letter(paint(lines, hidden))[6] == {"yellow", "overlap"}
    apart = annotations(span(0, 20, "yellow"), span(5, 12, "blue"))
    apart.current = RangeIndex([span(0, 20, "yellow", current=True)])
    assert by_letter(paint(lines, apart))[6] >= {"yellow", "overlap"}
    assert gutter(lines, hidden)[0] == gutter(lines, apart)[0] == ("┃", {"gutter-yellow"})


def test_the_gutter_tells_how_many_there_are():
    lines = lay_out(article(WORDS, WORDS), 90)
    layers = [span(at, at + 9, COLOURS[at % 5]) for at in range(30)]
    assert gutter(lines, annotations()) == [(" ", {"fold"}), (" ", set())]
    assert gutter(lines, annotations(*layers[:1])) == [("▌", {"gutter-yellow"}), (" ", set())]
    assert gutter(lines, annotations(*layers[:2])) == [
        ("▌", {"gutter-yellow"}),
        ("▌", {f"gutter-{COLOURS[1]}"}),
    ]
    for count, sign in ((3, "3"), (9, "9"), (10, "+"), (30, "+")):
        assert gutter(lines, annotations(*layers[:count])) == [
            ("▌", {"gutter-yellow"}),
            (sign, {"gutter-count"}),
        ]
    late = [*layers, span(60, 61, "pink", current=True)]
    assert gutter(lines, annotations(*late))[0] == ("┃", {"gutter-pink"})


def test_thousands_of_highlights_over_one_line_are_painted_as_few():
    lines = lay_out(article(WORDS * 20), 72)
    whole = len(lines.document.text)
    asked: list[str] = []

    def counting(name: str) -> Style:
        asked.append(name)
        return named(name)

    def cost(layers: list[tuple[TextRange, Mark]]) -> tuple[int, int]:
        marks = annotations(*layers)
        asked.clear()
        painter = Painter(lines, counting)
        window = lines.window(lines.first, 20)
        strips = [painter.strip(line, marks, Style(), 0) for line in window]
        return len(asked), sum(len(list(strip)) for strip in strips)

    one = cost([span(0, whole, "yellow")])
    many = cost([span(at % 40, whole - at % 40, COLOURS[at % 5]) for at in range(2_000)])
    assert many[0] <= 2 * one[0] + 200
    assert many[1] <= one[1] + 100


@pytest.mark.parametrize("theme", [theme.name for theme in themes()])
@pytest.mark.parametrize("colourless", [False, True])
async def test_a_highlight_differs_without_colour(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, theme: str, colourless: bool
):
    if colourless:
        monkeypatch.setenv("NO_COLOR", "1")
    async with desk(open="ferry.md") as hand:
        hand.app.theme = theme
        await hand.pilot.pause()
        reader = hand.screen.reader

        def look(*components: str) -> tuple[bool | None, ...]:
            style = Style()
            for name in components:
                style += reader.get_component_rich_style(f"reader--{name}", partial=True)
            return style.bold, style.italic, style.underline, style.underline2, style.reverse

        for colour in COLOURS:
            alone, two, more = look(colour), look(colour, "overlap"), look(colour, "pile")
            assert alone[2]
            assert two[3]
            assert len({alone, two, more, look("selection"), look("cursor")}) == 5
            # A terminal that has no double underline shows the difference by weight.
            assert alone[0] != two[0]
        levels = [look("heading"), look("subheading"), look("minor-heading")]
        assert len(set(levels)) == 3


def test_headings_differ_by_level():
    looks = []
    for level in range(1, 7):
        lines = lay_out(article(Block(BlockKind.HEADING, "Lamps", level=level)), 40)
        looks.append(by_letter(paint(lines, Marks()))[0])
    assert looks == [{"heading"}] * 2 + [{"subheading"}] + [{"minor-heading"}] * 3


def test_hebrew_and_arabic_cannot_turn_other_panes_around():
    for text in ("the word שלום stands here", "مرحبا بالعالم"):
        lines = lay_out(article(text), 40)
        segments = paint(lines, Marks())
        drawn = "".join(segment.text for segment in segments[2:])
        assert drawn == f"\u200e{text}\u200e"
        assert sum(segment.cell_length for segment in segments) == GUTTER + len(text)
    assert "\u200e" not in "".join(
        segment.text for segment in paint(lay_out(article("a"), 9), Marks())
    )


def test_the_signs_at_the_edges_of_a_wide_table_are_no_text():
    table = Block(BlockKind.TABLE, "\t".join(f"column {number}" for number in range(9)))
    page = Page(lay_out(article(table), 40), 5)
    page.sideways(2)
    marks = annotations(span(0, len(table.text), "yellow"))
    marks.cursor = page.cursor
    segments = paint(page.lines, marks)
    signs = [segment for segment in segments[2:] if segment.text in "‹›"]
    assert [segment.text for segment in signs] == ["‹", "›"]
    assert all("yellow" not in names(segment) for segment in signs)
    cursor = [segment.text for segment in segments if "cursor" in names(segment)]
    assert cursor == [page.lines.document.text[page.cursor]]


@pytest.mark.parametrize("nested", [False, True])
def test_of_a_thousand_links_the_right_ones_are_drawn(nested):
    words = "a link and " * 1_000
    spans = [Span(at * 11 + 2, at * 11 + 6, SpanKind.LINK) for at in range(1_000)]
    if nested:
        spans.insert(0, Span(0, len(words), SpanKind.EMPHASIS))
    lines = lay_out(article(Block(BlockKind.PARAGRAPH, words, spans=tuple(spans))), 60)
    painter = Painter(lines, named)
    window = lines.window(lines.first, 999)
    for line in window:
        letters = by_letter(list(painter.strip(line, Marks(), Style(), 0)))
        for offset, components in zip(range(line.start, line.drawn), letters, strict=True):
            assert ("link" in components) == (2 <= offset % 11 < 6)
            assert ("emphasis" in components) == nested


@given(
    st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.RULE]),
    st.lists(st.sampled_from(PARTS), max_size=40).map("".join),
    st.integers(20, 200),
    st.data(),
)
def test_a_strip_keeps_to_its_cells_and_to_its_text(kind, text, width, data):
    lines = lay_out(article(Block(kind, text, level=2, marker="12.")), width)
    offset = st.integers(0, len(text))
    place = st.tuples(offset, offset).map(lambda ends: TextRange(*sorted(ends)))
    marks = annotations(
        *(
            (data.draw(place), Mark(colour))
            for colour in data.draw(st.lists(st.sampled_from(COLOURS), max_size=4))
        )
    )
    marks.selection, marks.sentence = data.draw(place), data.draw(place)
    match = data.draw(place)
    marks.matches = Matches(((match.start, match.end),))
    marks.cursor = data.draw(offset)
    painter = Painter(lines, named)
    for line in lines.window(lines.first, 500):
        strip = painter.strip(line, marks, Style(), 3)
        # The cursor behind a full line takes the cell that the pane keeps for it.
        assert strip.cell_length <= 3 + GUTTER + width + 1
        drawn = re.sub("[\u200d\u200e]", "", "".join(segment.text for segment in list(strip)[3:]))
        said = re.sub("[\u200d\u200e]", "", lines.line_text(line))
        assert drawn in (said, said + " ")
