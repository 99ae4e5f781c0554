"""The lines of the table that `reader.py` prints: what is to be reached, and what was."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        label: What is measured.
        target: What it is to reach; empty where nothing was set.
        scenario: Where it is measured; with highlights, in the same scenario of the marked text.
        step: The step, or what of the whole run.
        value: Which of its figures.
        unit: How it is written.
    """

    label: str
    target: str
    scenario: str
    step: str
    value: str
    unit: str


ROWS = (
    Row("cursor down inside a page", "300", "middle", "down", "bytes", "B"),
    Row("  three panes", "", "middle", "down of three", "bytes", "B"),
    Row("a line that scrolls", "400", "middle", "scroll", "bytes", "B"),
    Row("  three panes", "4,500", "middle", "scroll of three", "bytes", "B"),
    Row("a held key, 60 repeats, in all", "25,000", "middle", "held", "bytes", "B"),
    Row("page down", "8,000", "middle", "page", "bytes", "B"),
    Row("  three panes", "4,500", "middle", "page of three", "bytes", "B"),
    Row("key to last byte: cursor down", "6", "middle", "down", "last", "ms"),
    Row("  three panes", "6", "middle", "down of three", "last", "ms"),
    Row("key to last byte: a line that scrolls", "6", "middle", "scroll", "last", "ms"),
    Row("  three panes", "6", "middle", "scroll of three", "last", "ms"),
    Row("key to last byte: a page", "20", "middle", "page", "last", "ms"),
    Row("  three panes", "20", "middle", "page of three", "last", "ms"),
    Row("opening 5 kB until painted", "", "small", "open", "seen", "ms"),
    Row("opening 1 MB until painted", "60", "middle", "open", "seen", "ms"),
    Row("opening 10 MB until painted", "250", "large", "open", "seen", "ms"),
    Row("  then G at once", "", "large", "end at once", "seen", "ms"),
    Row("end of text in 10 MB", "60", "large", "end", "seen", "ms"),
    Row("find in 10 MB: first match", "250", "large, found", "find", "seen", "ms"),
    Row("resize with 10 MB open", "80", "large, found", "resize", "last", "ms"),
    Row("idle 5 s with 10 MB open: written", "0", "large", "idle", "bytes", "B"),
    Row("idle 5 s with 10 MB open: CPU", "5", "large", "idle", "cpu_ms", "ms"),
    Row("memory with 10 MB, settled", "", "large", "memory", "pss", "MB"),
    Row("  more than with 5 kB", "80", "large", "memory", "pss more", "MB"),
    Row("memory with 10 MB, peak", "", "large", "memory", "peak", "MB"),
    Row("  more than with 5 kB", "80", "large", "memory", "peak more", "MB"),
)
_MARKED = {"middle": "marked", "large": "marked, ends", "large, found": "marked, found"}
MARKED_ROWS = tuple(
    replace(row, label=row.label.replace("10 MB", "1 MB"), scenario=_MARKED[row.scenario])
    for row in ROWS
    if row.scenario in _MARKED and "opening 10 MB" not in row.label
)
"""The same with highlights, in 1 MB of text."""

Figures = dict[tuple[str, str, str, str], list[float]]
"""By program, scenario, step and value: one figure a sample."""


def figure(seen: Figures, program: str, row: Row) -> float | None:
    """Return the median of a row's samples; None where there are none."""
    value = row.value.removesuffix(" more")
    samples = seen.get((program, row.scenario, row.step, value))
    if not samples:
        return None
    if value == row.value:
        return statistics.median(samples)
    base = seen.get((program, "small", row.step, value))
    return statistics.median(samples) - statistics.median(base) if base else None


def table(
    seen: Figures, rows: Sequence[Row], programs: Sequence[str], judged: Sequence[str]
) -> Iterator[str]:
    """Write the lines of a table.

    Args:
        seen: What was measured.
        rows: The lines.
        programs: The columns.
        judged: Those of them that get an exclamation mark where they miss what is to be reached.
    """
    yield f"{'':40}{'to reach':>10}" + "".join(f"{program:>14}" for program in programs)
    for row in rows:
        figures = [figure(seen, program, row) for program in programs]
        if not any(got is not None for got in figures):
            continue
        cells = ""
        for program, got in zip(programs, figures, strict=True):
            text = "–" if got is None else f"{got:,.{0 if row.unit == 'B' else 1}f} {row.unit}"
            over = got is not None and row.target and got > float(row.target.replace(",", ""))
            cells += f"{text + (' !' if over and program in judged else '  '):>14}"
        yield f"{row.label:40}{row.target and row.target + ' ' + row.unit:>10}{cells}"
