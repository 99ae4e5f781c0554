"""What a line draws, cut where its styles change and where the view of it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from tui.reading.graphemes import clusters, grapheme_start, is_simple
from tui.reading.line import Line, Piece
from tui.reading.sideways import BEGAN, GOES_ON, view
from tui.reading.spans import Run, cover, snap

Payload = TypeVar("Payload")


def clusters_of(text: str, line: Line) -> tuple[Sequence[int], Sequence[int]]:
    """Return where the clusters that a line draws begin, and the cells left of each."""
    if is_simple(text, line.start, line.drawn):
        return range(line.start, line.drawn), range(line.drawn - line.start + 1)
    return clusters(text, line.start, line.drawn, line.tabs)


def cut(
    text: str, start: int, end: int, cells: Sequence[int], runs: Sequence[Run[Payload]]
) -> list[Piece]:
    """Cut a stretch of a line at the edges of runs.

    Args:
        text: `Document.text`.
        start: Where the stretch begins.
        end: Where it ends (exclusive).
        cells: Of each tab in the stretch.
        runs: Disjoint runs in order. An edge inside a grapheme moves to its beginning.
    """
    covered = cover(runs, start, end)
    if len(covered) > 1 and not is_simple(text, start, end):
        covered = snap(covered, lambda offset: grapheme_start(text, offset))
    pieces: list[Piece] = []
    tabs = iter(cells)
    for run in covered:
        words = text[run.start : run.end]
        if cells and "\t" in words:
            # A joiner before a tab would swallow a cell of it.
            *parts, rest = words.split("\t")
            words = "".join(part.rstrip("\u200d") + " " * next(tabs, 0) for part in parts)
            words += rest
        if run.end == end:
            # Nor may it join what is drawn behind the stretch.
            words = words.rstrip("\u200d")
        pieces.append(Piece(words, run.start, run.payloads))
    return pieces


def pieces_in_view(text: str, line: Line, width: int, runs: Sequence[Run[Payload]]) -> list[Piece]:
    """Cut what of a line is in view; signs at its edges where the row goes on.

    A wide character or a tab that is in view by half is drawn as blanks.

    Args:
        text: `Document.text`.
        line: A line with text.
        width: The cells of the view.
        runs: As for `cut`.
    """
    starts, edges = clusters_of(text, line)
    seen = view(edges, line.shift, width)
    start = starts[seen.first] if seen.first < len(starts) else line.drawn
    end = starts[seen.last] if seen.last < len(starts) else line.drawn
    tabs = line.tabs[text.count("\t", line.start, start) :]
    pieces = cut(text, start, end, tabs, runs) if start < end else []
    if seen.before:
        half = starts[seen.first - 1]
        payloads = cover(runs, half, half + 1)[0].payloads
        pieces.insert(0, Piece(" " * seen.before, half, payloads))
    if seen.after:
        half = starts[seen.last]
        payloads = cover(runs, half, half + 1)[0].payloads
        pieces.append(Piece(" " * seen.after, half, payloads))
    if seen.began:
        pieces.insert(0, Piece(BEGAN, starts[max(0, seen.first - 1)], (), edge=True))
    if seen.goes_on:
        pieces.append(Piece(GOES_ON, starts[min(seen.last, len(starts) - 1)], (), edge=True))
    return pieces
