"""Train shape_model.json: `python -m tui.boilerplate.training PAGES TRUTH [--folds N]`.

PAGES is a folder of pages as plain text (`*.txt`), TRUTH a JSON file that maps a page's id to its
`articleBody` and `url`. Plain Python throughout: it takes minutes, once. With `--folds` it writes
nothing and prints cross-validated F1 over word 4-grams: pages of one site are always in one fold,
and the whole remover runs with the model that never saw the fold.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import accumulate, islice
from math import sqrt
from pathlib import Path
from unittest.mock import patch

from tui.boilerplate import frame
from tui.boilerplate.composing import Lines, Page, compare, compose, read_pages
from tui.boilerplate.context import numbers
from tui.boilerplate.model import (
    AFTER,
    ARTICLE,
    BEFORE,
    INSIDE,
    WEIGHTS,
    Scores,
    expectations,
    from_json,
)
from tui.boilerplate.remover import remove_boilerplate

MODELS, COMPOSED = 4, 5
"""Models that are averaged, and composed pages for each real one that each of them sees."""
EPOCHS, RATE, L2 = 10, 0.12, 30.0
GREATEST = 24
"""Values a number can have; what is greater counts as the greatest."""

Columns = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Example:
    """A page as the trainer sees it: for each line the places of its weights, and its state."""

    places: list[tuple[int, ...]]
    states: list[int]


class Trainer:
    """Fits the weights by AdaGrad on the likelihood of the states."""

    def __init__(self, tops: Mapping[str, int]) -> None:
        self._tops = tops
        self._first = dict(zip(tops, accumulate(tops.values(), initial=0), strict=False))
        size = sum(tops.values())
        self.weights = [[0.0] * size for _ in range(WEIGHTS)]
        self._squares = [[1e-6] * size for _ in range(WEIGHTS)]

    def example(self, columns: Columns, states: Sequence[int]) -> Example:
        """Look up the places of a page's weights."""
        places = [
            [first + min(value, self._tops[name] - 1) for value in columns[name]]
            for name, first in self._first.items()
        ]
        return Example(list(zip(*places, strict=True)), list(states))

    def fit(self, examples: list[Example], chance: random.Random) -> None:
        """Go over the pages a few times, in another order each time."""
        for _ in range(EPOCHS):
            chance.shuffle(examples)
            for example in examples:
                self._learn(example, L2 / len(examples))

    def _learn(self, example: Example, decay: float) -> None:
        a, b, c, d, e = (row.__getitem__ for row in self.weights)
        scores: list[Scores] = [
            (sum(map(a, at)), sum(map(b, at)), sum(map(c, at)), sum(map(d, at)), sum(map(e, at)))
            for at in example.places
        ]
        slopes: list[dict[int, float]] = [{} for _ in range(WEIGHTS)]
        touched: set[int] = set()
        before = BEFORE
        for at, expected, state in zip(
            example.places, expectations(scores)[0], example.states, strict=True
        ):
            wanted = [0.0] * WEIGHTS
            wanted[0] = float(state == ARTICLE)
            if (before, state) in _STEPS:
                wanted[_STEPS[before, state]] = 1.0
            before = state
            touched.update(at)
            for slope, want, have in zip(slopes, wanted, expected, strict=True):
                gap = want - have
                if abs(gap) > 1e-3:
                    for place in at:
                        slope[place] = slope.get(place, 0.0) + gap
        for slope, weights, squares in zip(slopes, self.weights, self._squares, strict=True):
            for place in touched:
                change = slope.get(place, 0.0) - decay * weights[place]
                squares[place] += change * change
                weights[place] += RATE * change / sqrt(squares[place])


_STEPS = {(BEFORE, ARTICLE): 1, (ARTICLE, INSIDE): 2, (INSIDE, ARTICLE): 3, (ARTICLE, AFTER): 4}


def train(pages: Sequence[Page]) -> str:
    """Train on pages and on pages composed of them; return the model as JSON.

    Few pages make a model that depends on how they happened to be composed. Several, each with
    pages composed otherwise, are averaged weight by weight: one model, as good as their vote.
    """
    chance = random.Random(0)
    kinds: dict[str, list[Lines]] = {}
    for page in pages:
        kinds.setdefault(page.kind, []).append(page.lines)
    sets = []
    for _ in range(MODELS):
        lines = [page.lines for page in pages]
        for alike in kinds.values():
            for _ in range(COMPOSED * len(alike)):
                parts = (chance.choice(alike), chance.choice(alike), chance.choice(alike))
                if composed := compose(*parts, chance):
                    lines.append(composed)
        sets.append([(numbers(each.facts, each.headline), each.states) for each in lines])
    columns = [columns for each in sets for columns, _ in each]
    tops = {
        name: min(GREATEST, 1 + max(max(page[name]) for page in columns)) for name in columns[0]
    }
    trainers = [Trainer(tops) for _ in sets]
    for trainer, seen in zip(trainers, sets, strict=True):
        trainer.fit([trainer.example(*each) for each in seen], chance)
    return to_json(tops, [trainer.weights for trainer in trainers])


def to_json(tops: Mapping[str, int], models: Sequence[Sequence[Sequence[float]]]) -> str:
    """Write the average of models, one number a line."""
    averages = [
        [round(sum(values) / len(models), 2) for values in zip(*rows, strict=True)]
        for rows in zip(*models, strict=True)
    ]
    places = zip(*averages, strict=True)
    lines = [
        f"{json.dumps(name)}:{json.dumps(list(islice(places, top)), separators=(',', ':'))}"
        for name, top in tops.items()
    ]
    return '{"numbers":{\n' + ",\n".join(lines) + "\n}}\n"


def validate(pages: Sequence[Page], folds: int) -> Iterator[str]:
    """Yield the cross-validated measures of each kind of text."""
    sites = sorted({page.site for page in pages})
    random.Random(0).shuffle(sites)
    fold = {site: index % folds for index, site in enumerate(sites)}
    scored: dict[str, list[tuple[float, float, bool]]] = {}
    seen = [[page for page in pages if fold[page.site] != number] for number in range(folds)]
    with ProcessPoolExecutor(2) as workers:
        for number, written in enumerate(workers.map(train, seen)):
            with patch.object(frame, "shape_model", return_value=from_json(written)):
                for page in pages:
                    if fold[page.site] == number:
                        kept = remove_boilerplate(page.document).body
                        scored.setdefault(page.kind, []).append(compare(page.truth, kept))
    for kind, values in scored.items():
        precision, recall, exact = (sum(each) / len(values) for each in zip(*values, strict=True))
        f1 = 2 * precision * recall / (precision + recall)
        yield f"{kind}: F1 {f1:.4f} precision {precision:.4f} recall {recall:.4f} exact {exact:.3f}"


def main() -> int:
    """Train and write the model, or measure it by cross-validation."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    pages = read_pages(options.pages, options.truth)
    if options.folds:
        for line in validate(pages, options.folds):
            sys.stdout.write(line + "\n")
        return 0
    target = Path(__file__).with_name("shape_model.json")
    target.write_text(train(pages), "utf-8")
    sys.stdout.write(f"wrote {target.name}, {target.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
