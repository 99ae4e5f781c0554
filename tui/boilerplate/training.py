"""Train shape_model.json: `python -m tui.boilerplate.training PAGES TRUTH [--folds N]`.

PAGES is a folder of pages as plain text (`*.txt`), TRUTH a JSON file that maps a page's id to its
`articleBody` and `url`. Plain Python throughout: it takes minutes, once. With `--folds` it prints
cross-validated F1 over word 4-grams, pages of one site always in one fold, and writes nothing.

Few pages teach a model little about how heads, bodies and tails of pages go together, so most of
what it sees is composed: the head of one page, the body of a second, the tail of a third.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from math import sqrt
from pathlib import Path
from urllib.parse import urlsplit

from tui.articles.document import Block, Document
from tui.articles.formats import read_document
from tui.boilerplate.context import NAMES, vectors
from tui.boilerplate.model import (
    AFTER,
    ARTICLE,
    BEFORE,
    INSIDE,
    Scores,
    expectations,
    from_json,
    marginals,
)
from tui.boilerplate.seen import look_at

WORD = re.compile(r"\w+")
COMPOSED = 4
"""Composed pages for each real one."""
EPOCHS, RATE, L2 = 10, 0.12, 15.0

Rows = list[list[float]]


@dataclass(frozen=True)
class Page:
    """A page, and for each of its blocks how much of it is the article."""

    name: str
    site: str
    truth: str
    document: Document
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Example:
    """A page as the model sees it: the bins of its lines, and their states."""

    bins: list[list[int]]
    states: list[int]


def read_pages(folder: Path, truths: Path) -> list[Page]:
    """Read the pages and find the truth in them."""
    pages = []
    for name, truth in json.loads(truths.read_text("utf-8")).items():
        for path in sorted(folder.glob(f"{name}*.txt")):
            document = read_document(path)
            shares = tuple(shares_of(document, truth["articleBody"]))
            site = urlsplit(truth["url"]).netloc
            pages.append(Page(path.name, site, truth["articleBody"], document, shares))
    return pages


def shares_of(document: Document, truth: str) -> list[float]:
    """Align a page with its truth; return for each block the share of its words that are in it."""
    words: list[str] = []
    owners: list[int] = []
    for block in document.blocks:
        for word in WORD.findall(block.text):
            words.append(word)
            owners.append(block.index)
    sizes = Counter(owners)
    found: Counter[int] = Counter()
    matcher = SequenceMatcher(None, words, WORD.findall(truth), autojunk=False)
    for start, _, length in matcher.get_matching_blocks():
        if length and (length >= 3 or sizes[owners[start]] <= length):
            found.update(owners[start : start + length])
    return [found[block.index] / (sizes[block.index] or 1) for block in document.blocks]


def states_of(shares: Sequence[float]) -> list[int]:
    """Return each line's state; a line is the article if more than half of its words are."""
    article = [index for index, share in enumerate(shares) if share > 0.5]
    if not article:
        return [BEFORE] * len(shares)
    first, last = article[0], article[-1]
    return [
        BEFORE if index < first else AFTER if index > last else ARTICLE if share > 0.5 else INSIDE
        for index, share in enumerate(shares)
    ]


def compose(head: Page, body: Page, tail: Page, chance: random.Random) -> Page | None:
    """Make a page of three: its headline is the body's, wherever the head says its own."""
    places = [states_of(page.shares) for page in (head, body, tail)]
    if any(ARTICLE not in states for states in places):
        return None
    begins = [states.index(ARTICLE) for states in places]
    ends = [len(states) - states[::-1].index(ARTICLE) for states in places]
    headline = body.document.metadata.headline
    own = set(head.document.metadata.headline.casefold().split())
    above = [
        replace(block, text=headline) if headline and _says(block, own) else block
        for block in head.document.blocks[: begins[0]]
    ]
    below = list(tail.document.blocks[ends[2] :])
    # Some files are clipped by hand: little above the article, little below.
    if chance.random() < 0.15:
        above = above[-chance.randint(1, 12) :]
    if chance.random() < 0.15:
        below = below[: chance.randint(0, 10)]
    inner = list(body.document.blocks[begins[1] : ends[1]])
    blocks = _stack(above, inner, below)
    if len(blocks) > 600:
        return None
    shares = (
        *(0.0 for _ in above),
        *body.shares[begins[1] : ends[1]],
        *(0.0 for _ in below),
    )
    metadata = replace(body.document.metadata, byline=head.document.metadata.byline)
    document = Document.from_blocks(blocks, metadata, body.document.provenance)
    return Page("", "", "", document, shares)


def _says(block: Block, headline: set[str]) -> bool:
    if "headline" in block.evidence.states:
        return True
    words = set(block.text.casefold().split())
    return bool(headline) and len(words) < 40 and len(words & headline) > 0.75 * len(headline)


def _stack(*parts: Sequence[Block]) -> list[Block]:
    """Put parts below one another, a blank line between, lines counted on."""
    stacked: list[Block] = []
    line = 0
    for part in parts:
        if part:
            down = line + 2 - part[0].evidence.line
            for block in part:
                evidence = replace(block.evidence, line=block.evidence.line + down)
                stacked.append(replace(block, spans=(), evidence=evidence))
            line = stacked[-1].evidence.line + len(stacked[-1].text) // 74
    return stacked


def rows_of(document: Document) -> Rows:
    """Return the numbers of a page's lines."""
    return vectors(look_at(document).facts)


def cut(rows: Iterable[Rows]) -> list[list[float]]:
    """Find where the bins of each number end: at most ten, each with enough lines in it."""
    columns: list[list[float]] = [[] for _ in NAMES]
    for page in rows:
        for row in page:
            for column, value in zip(columns, row, strict=True):
                column.append(round(value, 3))
    edges = []
    for column in columns:
        values = sorted(column)
        distinct = sorted(set(values))
        if len(distinct) <= 18:
            middles = [(a + b) / 2 for a, b in pairwise(distinct)]
            edges.append([round(value, 3) for value in middles])
            continue
        # Half of a page is navigation that looks alike: cut the distinct values, not the lines.
        tenths = [distinct[len(distinct) * i // 12] for i in range(1, 12)]
        lines = [values[len(values) * i // 12] for i in range(1, 12)]
        edges.append(sorted({*tenths[::2], *lines[::2]}))
    return edges


class Trainer:
    """Fits the weights of bins by AdaGrad on the likelihood of the states."""

    def __init__(self, edges: list[list[float]]) -> None:
        self.edges = edges
        self.first = [0]
        for column in edges:
            self.first.append(self.first[-1] + len(column) + 1)
        self.weights = [[0.0] * 5 for _ in range(self.first[-1])]
        self._squares = [[1e-6] * 5 for _ in range(self.first[-1])]

    def example(self, rows: Rows, states: list[int]) -> Example:
        """Cut a page's numbers into bins."""
        bins = [
            [
                first + bisect_right(edges, value)
                for first, edges, value in zip(self.first, self.edges, row, strict=False)
                if edges
            ]
            for row in rows
        ]
        return Example(bins, states)

    def fit(self, examples: list[Example], chance: random.Random) -> None:
        """Go over the pages a few times, in another order each time."""
        for _ in range(EPOCHS):
            chance.shuffle(examples)
            for example in examples:
                self._learn(example, L2 / len(examples))

    def _learn(self, example: Example, decay: float) -> None:
        weights, squares = self.weights, self._squares
        scores: list[Scores] = []
        for bins in example.bins:
            columns = zip(*(weights[place] for place in bins), strict=True)
            a, b, c, d, e = map(sum, columns)
            scores.append((a, b, c, d, e))
        gradient: dict[int, list[float]] = {}
        before = BEFORE
        for bins, wanted, state in zip(
            example.bins, expectations(scores)[0], example.states, strict=True
        ):
            slope = [-value for value in wanted]
            slope[0] += state == ARTICLE
            step = (before, state)
            if step in _STEPS:
                slope[_STEPS[step]] += 1
            before = state
            if max(map(abs, slope)) < 1e-4:
                continue
            for place in bins:
                held = gradient.setdefault(place, [0.0] * 5)
                for k in range(5):
                    held[k] += slope[k]
        for place, slope in gradient.items():
            row, square = weights[place], squares[place]
            for k in range(5):
                change = slope[k] - decay * row[k]
                square[k] += change * change
                row[k] += RATE * change / sqrt(square[k])

    def to_json(self) -> str:
        """Write the model, one number a line."""
        lines = []
        for name, first, edges in zip(NAMES, self.first, self.edges, strict=False):
            rows = [
                [round(value, 2) for value in row]
                for row in self.weights[first : first + len(edges) + 1]
            ]
            if edges:
                entry = json.dumps({"edges": edges, "weights": rows}, separators=(",", ":"))
                lines.append(f"{json.dumps(name)}:{entry}")
        return '{"numbers":{\n' + ",\n".join(lines) + "\n}}\n"


_STEPS = {(BEFORE, ARTICLE): 1, (ARTICLE, INSIDE): 2, (INSIDE, ARTICLE): 3, (ARTICLE, AFTER): 4}


def train(pages: Sequence[Page], seed: int = 0) -> Trainer:
    """Train on pages and on pages composed of them."""
    chance = random.Random(seed)
    kinds: dict[str, list[Page]] = {}
    for page in pages:
        kinds.setdefault(page.name.partition(".")[2], []).append(page)
    composed = (
        compose(chance.choice(alike), chance.choice(alike), chance.choice(alike), chance)
        for alike in kinds.values()
        for _ in range(COMPOSED * len(alike))
    )
    every = [*pages, *(page for page in composed if page)]
    rows = [rows_of(page.document) for page in every]
    trainer = Trainer(cut(rows))
    examples = [
        trainer.example(numbers, states_of(page.shares))
        for numbers, page in zip(rows, every, strict=True)
    ]
    trainer.fit(examples, chance)
    return trainer


def validate(pages: list[Page], folds: int) -> Iterator[str]:
    """Yield the cross-validated measures of each kind of text."""
    sites = sorted({page.site for page in pages})
    random.Random(0).shuffle(sites)
    fold = {site: index % folds for index, site in enumerate(sites)}
    scored: dict[str, list[tuple[float, float, bool]]] = {}
    for number in range(folds):
        model = from_json(train([p for p in pages if fold[p.site] != number]).to_json(), NAMES)
        for page in pages:
            if fold[page.site] == number:
                seen = look_at(page.document)
                sure = marginals([model.scores(row) for row in vectors(seen.facts)])
                kept = "\n".join(
                    block.text
                    for block, value, apart in zip(
                        page.document.blocks, sure, seen.apart, strict=True
                    )
                    if value > 0.5 and apart is None and not block.evidence.states
                )
                kind = page.name.partition(".")[2]
                scored.setdefault(kind, []).append(_compare(page.truth, kept))
    for kind, values in scored.items():
        precision = sum(value[0] for value in values) / len(values)
        recall = sum(value[1] for value in values) / len(values)
        exact = sum(value[2] for value in values) / len(values)
        f1 = 2 * precision * recall / (precision + recall)
        yield f"{kind}: F1 {f1:.4f} precision {precision:.4f} recall {recall:.4f} exact {exact:.3f}"


def _compare(truth: str, kept: str) -> tuple[float, float, bool]:
    wanted, got = WORD.findall(truth), WORD.findall(kept)
    want, have = (
        Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))
        for words in (wanted, got)
    )
    both = (want & have).total()
    return both / max(1, have.total()), both / max(1, want.total()), wanted == got


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
    target.write_text(train(pages).to_json(), "utf-8")
    sys.stdout.write(f"wrote {target.name}, {target.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
