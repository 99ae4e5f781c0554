"""A small trained model of where the article stands among the lines of a text.

It is a linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001) over four
states that can only follow one another as a page does: before the article, the article, something
inside it that is not the article, after it. Its features are the numbers of `context.py`, each cut
into a few bins; a bin has a weight for being the article and one for each step between states.
The weights are in shape_model.json, which `training.py` wrote; README.md tells how sure it is.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log

BEFORE, ARTICLE, INSIDE, AFTER = range(4)
WEIGHTS = 5
"""Weights a bin has: article at all; the steps before→article, article→inside, inside→article,
article→after."""

Scores = tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class ShapeModel:
    """The bins and the weights of the model.

    Attributes:
        edges: For each number of `context.NAMES`, where its bins end; empty where it is not used.
        weights: For each number, a row of `WEIGHTS` weights a bin.
    """

    edges: tuple[tuple[float, ...], ...]
    weights: tuple[tuple[Scores, ...], ...]

    def scores(self, row: Sequence[float]) -> Scores:
        """Add up the weights of the bins that a line's numbers fall into."""
        article = enter = leave = back = end = 0.0
        for value, edges, weights in zip(row, self.edges, self.weights, strict=True):
            if weights:
                a, b, c, d, e = weights[bisect_right(edges, value)]
                article += a
                enter += b
                leave += c
                back += d
                end += e
        return article, enter, leave, back, end

    def find_article(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Return for every line how sure it is that it is the article, 0 to 1."""
        return marginals([self.scores(row) for row in rows])


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


def from_json(text: str, names: Sequence[str]) -> ShapeModel:
    """Read a model; a number that it does not know counts nothing."""
    known = json.loads(text)["numbers"]
    edges: list[tuple[float, ...]] = []
    weights: list[tuple[Scores, ...]] = []
    for name in names:
        entry = known.get(name, {"edges": [], "weights": []})
        edges.append(tuple(entry["edges"]))
        weights.append(tuple((r[0], r[1], r[2], r[3], r[4]) for r in entry["weights"]))
    return ShapeModel(tuple(edges), tuple(weights))


@cache
def shape_model() -> ShapeModel:
    """Return the model that ships with copydesk."""
    from tui.boilerplate.context import NAMES

    source = files("tui.boilerplate").joinpath("shape_model.json")
    return from_json(source.read_text("utf-8"), NAMES)
