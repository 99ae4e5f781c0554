"""A small trained model of where the article stands among the lines of a text.

It is a linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001) over four
states that can only follow one another as a page does: before the article, the article, something
inside it that is not the article, after it. Its features are the values of the numbers of
`context.py`; a value has a weight for being the article and one for each step between states.
The weights are in shape_model.json, which `training.py` wrote; README.md tells how sure it is.

Most lines are like others: "a title of five words below a date" comes again and again. Numbers
are therefore looked up some at a time, and what a combination adds up to is worked out once. The
five sums of a line are one whole number, each with its own bits, so that one addition makes five.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from math import exp, log
from operator import add

BEFORE, ARTICLE, INSIDE, AFTER = range(4)
WEIGHTS = 5
"""Weights a value has: article at all; the steps before→article, article→inside, inside→article,
article→after."""

Scores = tuple[float, float, float, float, float]

_TOGETHER = 6
"""Numbers that are looked up together. With more, combinations come again more rarely."""
_REMEMBERED = 20_000
"""Combinations of one group of numbers that are remembered, about 4 MB."""
_UNIT = 1 / 128
_BITS = 24
_MASK = (1 << _BITS) - 1
_MIDDLE = 1 << (_BITS - 1)
_START = sum(_MIDDLE << (_BITS * place) for place in range(WEIGHTS))


class _Sums(dict[tuple[int, ...], int]):
    """What combinations of numbers add up to, worked out when first asked for."""

    def __init__(self, tables: Sequence[Sequence[int]]) -> None:
        super().__init__()
        self._tables = tables

    def __missing__(self, key: tuple[int, ...]) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        total = sum(
            table[min(value, len(table) - 1)]
            for table, value in zip(self._tables, key, strict=True)
        )
        self[key] = total
        return total


@dataclass(frozen=True)
class ShapeModel:
    """The weights of the model.

    Attributes:
        weights: For each number that the model looks at, a row of `WEIGHTS` weights a value; a
            greater value counts as the greatest.
    """

    weights: Mapping[str, Sequence[Scores]]

    @cached_property
    def _groups(self) -> list[tuple[tuple[str, ...], _Sums]]:
        names = list(self.weights)
        groups = []
        for place in range(0, len(names), _TOGETHER):
            group = tuple(names[place : place + _TOGETHER])
            tables = [[_packed(row) for row in self.weights[name]] for name in group]
            groups.append((group, _Sums(tables)))
        return groups

    def scores(self, numbers: Mapping[str, Sequence[int]]) -> list[Scores]:
        """Add up the weights of every line's numbers.

        Args:
            numbers: The columns of `context.numbers`.
        """
        totals: list[int] = []
        for names, sums in self._groups:
            # One by one, C all the way: rows of values, what each adds up to, and the addition.
            found = map(sums.__getitem__, zip(*[numbers[name] for name in names], strict=True))
            totals = list(map(add, totals, found)) if totals else list(found)
        return list(map(_unpacked, totals))

    def find_article(self, numbers: Mapping[str, Sequence[int]]) -> list[float]:
        """Return for every line how sure it is that it is the article, 0 to 1."""
        return marginals(self.scores(numbers)) if numbers else []


def _packed(row: Sequence[float]) -> int:
    return sum(round(value / _UNIT) << (_BITS * place) for place, value in enumerate(row))


def _unpacked(total: int) -> Scores:
    total += _START
    return (
        ((total & _MASK) - _MIDDLE) * _UNIT,
        ((total >> 24 & _MASK) - _MIDDLE) * _UNIT,
        ((total >> 48 & _MASK) - _MIDDLE) * _UNIT,
        ((total >> 72 & _MASK) - _MIDDLE) * _UNIT,
        ((total >> 96) - _MIDDLE) * _UNIT,
    )


def marginals(scores: Sequence[Scores]) -> list[float]:
    """Return the probability of the article at each line (forward and backward, scaled)."""
    return [row[0] for row in expectations(scores)[0]]


def expectations(scores: Sequence[Scores]) -> tuple[list[Scores], float]:
    """Return the expected uses of each weight at every line, and the log of their sum (log Z).

    Forward and backward passes over the chain, each line scaled by its largest potential so that
    a long page does not overflow.
    """
    steps: list[tuple[float, ...]] = []
    scale = 0.0
    for article, enter, leave, back, end in scores:
        values = (0.0, article + enter, article, leave, end, article + back)
        top = max(values)
        scale += top
        # before→before, before→article, article→article, article→inside, article→after,
        # inside→article; staying inside or after is what staying before is
        steps.append(tuple(exp(value - top) for value in values))
    forward = [(1.0, 0.0, 0.0, 0.0)]
    total = scale
    for stay, enter, keep, leave, end, back in steps:
        b, a, i, f = forward[-1]
        row = (
            b * stay,
            b * enter + a * keep + i * back,
            a * leave + i * stay,
            a * end + f * stay,
        )
        size = sum(row) or 1e-300
        total += log(size)
        forward.append((row[0] / size, row[1] / size, row[2] / size, row[3] / size))
    expected: list[Scores] = []
    nb = na = ni = nf = 1.0
    for place in range(len(steps) - 1, -1, -1):
        stay, enter, keep, leave, end, back = steps[place]
        b, a, i, f = forward[place]
        entered, kept, left = b * enter * na, a * keep * na, a * leave * ni
        ended, backed = a * end * nf, i * back * na
        whole = entered + kept + left + ended + backed + stay * (b * nb + i * ni + f * nf)
        whole = whole or 1e-300
        expected.append(
            (
                (entered + kept + backed) / whole,
                entered / whole,
                left / whole,
                backed / whole,
                ended / whole,
            )
        )
        nb, na, ni, nf = (
            stay * nb + enter * na,
            keep * na + leave * ni + end * nf,
            stay * ni + back * na,
            stay * nf,
        )
        largest = max(nb, na, ni, nf) or 1e-300
        nb, na, ni, nf = nb / largest, na / largest, ni / largest, nf / largest
    expected.reverse()
    return expected, total


def from_json(text: str) -> ShapeModel:
    """Read a model."""
    known = json.loads(text)["numbers"]
    return ShapeModel(
        {
            name: tuple((row[0], row[1], row[2], row[3], row[4]) for row in rows)
            for name, rows in known.items()
        }
    )


@cache
def shape_model() -> ShapeModel:
    """Return the model that ships with copydesk."""
    return from_json(files("tui.boilerplate").joinpath("shape_model.json").read_text("utf-8"))
