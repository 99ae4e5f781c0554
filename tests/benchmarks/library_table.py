"""The lines of the table that `library.py` prints: what is to be reached, and what was."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Figures = dict[tuple[str, str], list[float]]
"""By program and measurement: one figure a sample."""

DESK, RIPGREP = "copydesk", "ripgrep"


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        label: What is measured.
        key: Under which name its samples are.
        unit: How it is written.
        most: What it is to be at most.
        least: What it is to be at least.
        share: Which of the samples counts: the middle one, or one further up, from 0 to 1.
    """

    label: str
    key: str
    unit: str = "ms"
    most: float | None = None
    least: float | None = None
    share: float = 0.5

    @property
    def target(self) -> str:
        if self.most is not None:
            return f"≤ {self.written(self.most)}"
        return "" if self.least is None else f"≥ {self.written(self.least)}"

    def missed(self, figure: float) -> bool:
        return (self.most is not None and figure > self.most) or (
            self.least is not None and figure < self.least
        )

    def figure(self, samples: Sequence[float]) -> float:
        if self.share == 0.5:
            return statistics.median(samples)
        return sorted(samples)[min(len(samples) - 1, int(len(samples) * self.share))]

    def written(self, figure: float) -> str:
        if self.unit in ("B", "/s", ""):
            return f"{figure:,.0f} {self.unit}".rstrip()
        if self.unit == "%":
            return f"{figure:.0f} %"
        return f"{figure:,.2f} ×" if self.unit == "×" else f"{figure:,.1f} {self.unit}"


ROWS = (
    Row("start to the painted list, all articles", "start many"),
    Row("  with 10 articles", "start few"),
    Row("  all beside 10, side by side", "start ratio", "×", most=1.3),
    Row("typed character to painted, p50", "typed"),
    Row("  p95", "typed", share=0.95, most=50),
    Row("  p95 of the first characters", "typed 1", share=0.95),
    Row("  p95 of the second", "typed 2", share=0.95),
    Row("  p95 of the third to the last", "typed on", share=0.95),
    Row("  p95 of common words", "typed common", share=0.95),
    Row("  p95 of middling words", "typed middling", share=0.95),
    Row("  p95 of rare words", "typed rare", share=0.95),
    Row("  CPU of all that follows, p50", "typed CPU"),
    Row("  right after the start, p95", "typed early", share=0.95),
    Row("  the search alone, p95", "search", share=0.95),
    Row("  64 snippets alone, p95", "snippets", share=0.95),
    Row("a very common word, ranked", "ranked", most=120),
    Row("  the search alone", "ranked search"),
    Row("first indexing of plain text", "text rate", "/s", least=800),
    Row("  reading in two processes, no index", "text alone", "/s"),
    Row("  a key in the list meanwhile, p95", "key meanwhile", share=0.95),
    Row("first indexing of web pages", "page rate", "/s"),
    Row("  reading in two processes, no index", "page alone", "/s"),
    Row("  beside it", "page share", "%", least=80),
    Row("killed midway: articles read again", "read again", ""),
    Row("  killed and resumed, beside not killed", "resumed", "×"),
    Row("up to date, nothing changed", "unchanged", "s", most=2),
    Row("index size beside the text", "size", "×", most=2),
    Row("  words folder", "words size", "MB"),
    Row("  SQLite file", "tables size", "MB"),
    Row("a key in the list", "down", "ms", most=8),
    Row("  bytes", "down bytes", "B", most=600),
    Row("  mean of 60, pages turned", "walk"),
    Row("  bytes", "walk bytes", "B"),
    Row("a page of the list", "page"),
    Row("  bytes", "page bytes", "B"),
    Row("memory after start, search and walk", "pss many", "MB"),
    Row("  more than with 10", "pss more", "MB", most=60),
    Row("  peak (of all processes)", "peak many", "MB"),
    Row("  more than with 10", "peak more", "MB"),
)


def table(seen: Figures, programs: Sequence[str]) -> Iterator[str]:
    """Write the lines of the table; an exclamation mark where copydesk misses what is set."""
    yield f"{'':40}{'to reach':>12}" + "".join(f"{program:>14}" for program in programs)
    for row in ROWS:
        cells = ""
        for program in programs:
            samples = seen.get((program, row.key))
            if not samples:
                cells += f"{'–':>12}  "
                continue
            figure = row.figure(samples)
            sign = " !" if program == DESK and row.missed(figure) else "  "
            cells += f"{row.written(figure) + sign:>14}"
        if any(seen.get((program, row.key)) for program in programs):
            yield f"{row.label:40}{row.target:>12}{cells}"
