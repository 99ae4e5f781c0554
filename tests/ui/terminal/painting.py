"""Frames as Textual writes them: made by its own strips and updates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

ENTER = "\x1b[?1049h\x1b[?25l\x1b[?1004h\x1b[>25u\x1b[?2026$p\x1b[?2004h\x1b[?7l\x1b[0m"
"""What the driver writes when it takes the terminal."""

LEAVE = "\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
"""What it writes when it gives the terminal back, or away for a while."""

STYLES: tuple[Style | None, ...] = (
    None,
    Style(),
    Style.parse("bold"),
    Style.parse("bold dim"),
    Style.parse("dim underline2 overline"),
    Style.parse("red"),
    Style.parse("default on default"),
    Style.parse("reverse"),
    Style.parse("underline strike bright_blue"),
    Style.parse("italic #102030 on #405060"),
    Style.parse("color(200) on color(17)"),
)
LINK = Style.parse("bold link https://paper.example/story")

Run = tuple[str, Style | None]
Line = Sequence[Run]

_console = Console(color_system="truecolor", force_terminal=True)


def strip(line: Line, columns: int) -> Strip:
    """Return a line as wide as the screen; padded in the style of its last run if it has many."""
    segments: list[Segment] = []
    width = 0
    for text, style in line:
        # Cropping by rich goes wrong on joiners with nothing to join; so whole runs only.
        if width + cell_len(text) <= columns:
            segments.append(Segment(text, style))
            width += cell_len(text)
    padding = segments[-1].style if len(segments) > 3 else None
    return Strip([*segments, Segment(" " * (columns - width), padding)], columns)


def whole(strips: Sequence[Strip], cursor: tuple[int, int] = (0, 0)) -> str:
    """Return the frame that draws everything."""
    update = LayoutUpdate([[line] for line in strips], Region(0, 0, strips[0].cell_length, 1))
    return _written(update, cursor)


def partial(
    strips: Mapping[int, Strip],
    cuts: Sequence[int],
    spans: Sequence[tuple[int, int, int]],
    cursor: tuple[int, int] = (0, 0),
) -> str:
    """Return the frame that draws spans (row, first column, last column) of lines cut in chops."""
    chops = [dict(zip(cuts, strips[row].divide(cuts[1:]), strict=False)) for row in sorted(strips)]
    return _written(ChopsUpdate(chops, list(spans), [list(cuts[1:])] * len(chops)), cursor)


def _written(update: CompositorUpdate, cursor: tuple[int, int]) -> str:
    row, column = cursor
    return update.render_segments(_console) + Control.move_to(column, row).segment.text
