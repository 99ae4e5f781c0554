"""One line of the reader becomes a strip: every mark on it, none hiding another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.articles.document import BlockKind, Span, SpanKind, TextRange
from tui.boilerplate.verdict import Role
from tui.reading import Line, LineKind, Lines, Matches, RangeIndex, flatten, grapheme_end

GUTTER = 2
"""Cells left of the text: a mark for annotations and the cursor's line, and a blank."""

FIRST_WORDS = 12
"""Cells of a fold line that its reasons leave to the first words of what is hidden."""

STYLES = (
    "headline",
    "heading",
    "quotation",
    "code",
    "set-apart",
    "protected",
    "stripped",
    "fold",
    "marker",
    "emphasis",
    "strong",
    "link",
    "sentence",
    "match",
    "current-match",
    "selection",
    "cursor",
    "cursor-idle",
    "cursor-fold",
    "header",
    "header-focus",
)
"""The components that the stylesheet gives a look, besides the five colours."""

_SPAN_STYLES = {
    SpanKind.EMPHASIS: "emphasis",
    SpanKind.STRONG: "strong",
    SpanKind.CODE: "code",
    SpanKind.LINK: "link",
}

_BLOCK_STYLES = {
    BlockKind.HEADING: "heading",
    BlockKind.QUOTATION: "quotation",
    BlockKind.CODE: "code",
    BlockKind.TABLE: "code",
    BlockKind.CAPTION: "set-apart",
}

_ROLE_STYLES = {
    Role.HEADLINE: "headline",
    Role.BYLINE: "set-apart",
    Role.DATE: "set-apart",
    Role.STANDFIRST: "set-apart",
    Role.CAPTION: "set-apart",
    Role.PROTECTED: "protected",
    Role.BOILERPLATE: "stripped",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation's stretch of text: its colour, and whether the margin is at it."""

    colour: str
    current: bool = False


@dataclass
class Marks:
    """Everything that lies over the text, apart from what the article itself says.

    Attributes:
        annotations: Stretches with their `Mark`.
        matches: Stretches that were searched for.
        match: The one of them that the cursor went to.
        selection: The selected stretch.
        sentence: The sentence that the reader walks by.
        cursor: The code point under the cursor; -1 where none is shown.
    """

    annotations: RangeIndex[Mark] = field(default_factory=lambda: RangeIndex(()))
    matches: Matches = field(default_factory=Matches)
    match: TextRange | None = None
    selection: TextRange | None = None
    sentence: TextRange | None = None
    cursor: int = -1


class Painter:
    """Builds strips for one layout.

    Args:
        lines: The layout.
        style: Gives the style of a component (`reader--NAME`), only what the stylesheet sets.
    """

    def __init__(self, lines: Lines, style: Callable[[str], Style]) -> None:
        self._lines = lines
        self._style = style

    def strip(self, line: Line, marks: Marks, base: Style, margin: int) -> Strip:
        """Build the strip of a line.

        Args:
            line: The line.
            marks: What lies over the text.
            base: The pane's own style.
            margin: Blank cells left of the gutter.
        """
        segments = [Segment(" " * margin, base)] if margin else []
        segments.extend(self._gutter(line, marks, base))
        if line.kind is LineKind.FOLD:
            segments.append(self._fold(line, marks, base))
        elif line.kind is LineKind.RULE:
            cells = min(self._lines.width, 20)
            segments.append(Segment("─" * cells, base + self._style("fold")))
        else:
            segments.extend(self._text(line, marks, base))
        return Strip(segments)

    def _gutter(self, line: Line, marks: Marks, base: Style) -> Iterator[Segment]:
        here = marks.annotations.overlapping(TextRange(line.start, line.end))
        on_line = line.start <= marks.cursor < max(line.end, line.start + 1)
        if here and line.kind is not LineKind.BLANK:
            mark = next((mark for _, mark in here if mark.current), here[0][1])
            yield Segment("┃" if mark.current else "▌", base + self._style(f"gutter-{mark.colour}"))
        else:
            yield Segment("›" if on_line else " ", base + self._style("fold"))
        yield Segment(" ", base)

    def _fold(self, line: Line, marks: Marks, base: Style) -> Segment:
        summary = self._lines.fold_summary(line.item)
        head = f"┄ {summary.blocks} stripped: "
        room = self._lines.width - len(head) - 3
        # Some of the line is kept for the first words, so that what is hidden is recognised.
        words = min(len(summary.words), FIRST_WORDS)
        reasons = _shorten(", ".join(summary.reasons), room - words)
        text = f"{head}{reasons} · {summary.words}"
        style = base + self._style("fold")
        if line.start <= marks.cursor <= line.end:
            style += self._style("cursor-fold")
        strip = Strip([Segment(text, style)])
        if strip.cell_length > self._lines.width:
            strip = Strip([*strip.crop(0, self._lines.width - 1), Segment("…", style)])
        return Segment(strip.text, style)

    def _text(self, line: Line, marks: Marks, base: Style) -> Iterator[Segment]:
        block = self._lines.document.block_at(line.start)
        verdict = self._lines.verdicts[block.index]
        for name in (_BLOCK_STYLES.get(block.kind), _ROLE_STYLES.get(verdict.role)):
            if name is not None:
                base += self._style(name)
        if line.prefix:
            yield Segment(line.prefix, base + self._style("marker"))
        whole = TextRange(line.start, line.end)
        runs = flatten(whole, self._layers(whole, block.spans, marks))
        for piece in self._lines.pieces(line, runs):
            style = base
            for component in piece.payloads:
                style += self._style(str(component))
            yield Segment(piece.text, style)
        if line.drawn <= marks.cursor < max(line.end, line.start + 1):
            # The cursor is on what is not drawn: the blank at which the line was broken.
            yield Segment(" ", base + self._style("cursor"))

    def _layers(
        self, whole: TextRange, spans: Sequence[Span], marks: Marks
    ) -> list[tuple[TextRange, str]]:
        """Return the styles over a line, the lowest first."""
        layers: list[tuple[TextRange, str]] = []
        block = self._lines.document.block_at(whole.start)
        layers.extend(
            (span.range, _SPAN_STYLES[span.kind])
            for span in block.spans
            if span.range.overlaps(whole)
        )
        if marks.sentence is not None:
            layers.append((marks.sentence, "sentence"))
        annotations = marks.annotations.overlapping(whole)
        layers.extend((place, mark.colour) for place, mark in annotations if not mark.current)
        layers.extend((place, mark.colour) for place, mark in annotations if mark.current)
        for place in marks.matches.overlapping(whole):
            layers.append((place, "current-match" if place == marks.match else "match"))
        if marks.selection is not None:
            layers.append((marks.selection, "selection"))
        if whole.start <= marks.cursor < whole.end:
            after = grapheme_end(self._lines.document.text, marks.cursor)
            layers.append((TextRange(marks.cursor, after), "cursor"))
        return layers


def _shorten(text: str, length: int) -> str:
    """Cut plain words to a length, an ellipsis where something was cut."""
    return text if len(text) <= length else text[: max(0, length - 1)].rstrip(" ,") + "…"
