"""One line of the reader becomes a strip: every mark on it, none hiding another."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import cast

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.articles.document import Block, BlockKind, Span, SpanKind, TextRange
from tui.boilerplate.verdict import Role
from tui.reading import Line, LineKind, Lines, Matches, RangeIndex, flatten, grapheme_end

GUTTER = 2
"""Cells left of the text: the mark of an annotation or of the cursor's line, and what tells that
there is more than one annotation on the line."""

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LEFT_TO_RIGHT_MARK = "\u200e"
"""Some terminals (those on VTE, Konsole) turn around what lies between two stretches of Hebrew or
Arabic in a row, other panes included. A mark at both ends of the text keeps each pane in its
place. It takes no cell; tmux 3.3a passes it on with the cell before it."""

COUNTED = 10
"""So many annotations on one line, and more, are a "+" in the gutter."""

FIRST_WORDS = 12
"""Cells of a fold line that its reasons leave to the first words of what is hidden."""

STYLES = (
    "headline",
    "heading",
    "subheading",
    "minor-heading",
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
    "overlap",
    "pile",
    "gutter-count",
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

_FEW = 16
"""Inline stretches of a block that are looked through one by one."""

_BLOCKS_KEPT = 64

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

_DEPTHS: tuple[tuple[str, ...], ...] = ((), (), ("overlap",), ("pile",))
"""By how many annotations lie on each other: what is drawn besides the colour of one."""

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
    """An annotation's stretch of text: its colour, and whether the margin is at it.

    With thousands of annotations it is cheaper to name that one in `Marks.current`.
    """

    colour: str
    current: bool = False


@dataclass
class Marks:
    """Everything that lies over the text, apart from what the article itself says.

    Attributes:
        annotations: Stretches with their `Mark`.
        current: The stretches of the annotation that the margin is at, which may be among
            `annotations` too.
        matches: Stretches that were searched for.
        match: The one of them that the cursor went to.
        selection: The selected stretch.
        sentence: The sentence that the reader walks by.
        cursor: The code point under the cursor; -1 where none is shown.
    """

    annotations: RangeIndex[Mark] = field(default_factory=lambda: RangeIndex(()))
    current: RangeIndex[Mark] = field(default_factory=lambda: RangeIndex(()))
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
        self._spans: dict[int, tuple[list[int], list[int]]] = {}

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
            drawn = [self._fold(line, marks, base)]
        elif line.kind is LineKind.RULE:
            cells = min(self._lines.width, 20)
            drawn = [Segment("─" * cells, base + self._style("fold"))]
        else:
            drawn = list(self._text(line, marks, base))
        if any(_RIGHT_TO_LEFT.search(segment.text) for segment in drawn):
            drawn[0] = Segment(_LEFT_TO_RIGHT_MARK + drawn[0].text, drawn[0].style)
            drawn[-1] = Segment(drawn[-1].text + _LEFT_TO_RIGHT_MARK, drawn[-1].style)
        return Strip([*segments, *drawn])

    def _gutter(self, line: Line, marks: Marks, base: Style) -> Iterator[Segment]:
        """Yield the mark of one annotation, and another's, or how many there are.

        The one that the margin is at comes first, else the one that begins first.
        """
        whole = TextRange(line.start, line.end)
        here: list[Mark] = []
        if line.kind is not LineKind.BLANK:
            found = marks.annotations.overlapping(whole, COUNTED)
            here = [mark for _, mark in sorted(found, key=lambda layer: layer[0].start)]
        if not here:
            on_line = line.start <= marks.cursor < max(line.end, line.start + 1)
            yield Segment("›" if on_line else " ", base + self._style("fold"))
            yield Segment(" ", base)
            return
        current = _current(marks, whole)
        first = current or here[0]
        style = base + self._style(f"gutter-{first.colour}")
        yield Segment("┃" if current else "▌", style)
        if len(here) == 1:
            yield Segment(" ", base)
        elif len(here) == 2:
            other = here[1] if here[0].colour == first.colour else here[0]
            yield Segment("▌", base + self._style(f"gutter-{other.colour}"))
        else:
            count = str(len(here)) if len(here) < COUNTED else "+"
            yield Segment(count, base + self._style("gutter-count"))

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
        role = self._lines.verdicts[block.index].role
        for name in (_style_of(block), _ROLE_STYLES.get(role)):
            if name is not None:
                base += self._style(name)
        if line.prefix:
            yield Segment(line.prefix, base + self._style("marker"))
        runs = flatten(line.range, self._layers(line.range, block, marks))
        for piece in self._lines.pieces(line, runs):
            style = base
            for components in piece.payloads:
                for component in cast("tuple[str, ...]", components):
                    style += self._style(component)
            yield Segment(piece.text, style + self._style("marker") if piece.edge else style)
        if line.drawn <= marks.cursor < max(line.end, line.start + 1):
            # The cursor is on what is not drawn: the blank at which the line was broken.
            yield Segment(" ", base + self._style("cursor"))

    def _layers(
        self, whole: TextRange, block: Block, marks: Marks
    ) -> list[tuple[TextRange, tuple[str, ...]]]:
        """Return the components over a line, the lowest first."""
        layers: list[tuple[TextRange, tuple[str, ...]]] = [
            (span.range, (_SPAN_STYLES[span.kind],)) for span in self._spans_over(whole, block)
        ]
        if marks.sentence is not None:
            layers.append((marks.sentence, ("sentence",)))
        for stack in marks.annotations.stacks(whole):
            # A colour hides those below it; the one that the margin is at is never hidden.
            top = next((mark for mark in stack.payloads if mark.current), stack.payloads[-1])
            layers.append((stack.range, (top.colour, *_DEPTHS[stack.depth])))
        layers.extend(
            (stack.range, (stack.payloads[-1].colour,)) for stack in marks.current.stacks(whole)
        )
        for place in marks.matches.overlapping(whole):
            layers.append((place, ("current-match" if place == marks.match else "match",)))
        if marks.selection is not None:
            layers.append((marks.selection, ("selection",)))
        if whole.start <= marks.cursor < whole.end:
            after = grapheme_end(self._lines.document.text, marks.cursor)
            layers.append((TextRange(marks.cursor, after), ("cursor",)))
        return layers

    def _spans_over(self, whole: TextRange, block: Block) -> Sequence[Span]:
        """Return the inline stretches of a block that touch a line, without a look at them all."""
        spans = block.spans
        if len(spans) <= _FEW:
            return [span for span in spans if span.start < whole.end and whole.start < span.end]
        known = self._spans.get(block.index)
        if known is None:
            if len(self._spans) >= _BLOCKS_KEPT:
                self._spans.clear()
            reached = list(accumulate((span.end for span in spans), max))
            known = self._spans[block.index] = ([span.start for span in spans], reached)
        starts, reached = known
        first, last = bisect_right(reached, whole.start), bisect_left(starts, whole.end)
        return [span for span in spans[first:last] if whole.start < span.end]


def _current(marks: Marks, whole: TextRange) -> Mark | None:
    """Return the mark of the annotation that the margin is at, where it touches a line."""
    for stack in marks.current.stacks(whole):
        return stack.payloads[-1]
    stacks = marks.annotations.stacks(whole)
    return next((mark for stack in stacks for mark in stack.payloads if mark.current), None)


def _style_of(block: Block) -> str | None:
    """Return the component of a block's kind; headings have three looks by their level."""
    if block.kind is BlockKind.HEADING and block.level > 2:
        return "subheading" if block.level == 3 else "minor-heading"
    return _BLOCK_STYLES.get(block.kind)


def _shorten(text: str, length: int) -> str:
    """Cut plain words to a length, an ellipsis where something was cut."""
    return text if len(text) <= length else text[: max(0, length - 1)].rstrip(" ,") + "…"
