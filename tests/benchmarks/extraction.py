#!/usr/bin/env python3
"""Which text is the article: copydesk beside other extractors, `python extraction.py DATA`.

DATA is a folder with `truth.json`, which maps a page's id to its `articleBody`, and with pages: for
each id any of `pages/ID.html.gz` (or `.html`), `pages/ID.txt` (all visible text) and
`pages/ID.dump.txt` (a terminal browser's dump). README.md beside this file says where such data is
to be had. The others have to be installed: `pip install 'copydesk[benchmarks]'`.

The measure is that of the public article extraction benchmark: word 4-grams as multisets, true and
false positives and false negatives normalised per page, precision and recall averaged over pages,
F1 of the two averages; `exact` is the share of pages whose words are all right. Times are those of
one process, the tools in turn on each page, the median of three goes.

The model of shape that ships was trained on pages like these, and may have been on these: what it
reaches on them then says nothing about others. `--folds N` trains it anew N times, each time
without the sites that it is measured on (minutes); for HTML no model is asked.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

WORD = re.compile(r"\w+")
GOES = 3
Tool = Callable[[str, Path], str]
"""From a page's text as it came, and a file that holds it, to the article."""


def copydesk(_: str, path: Path) -> str:
    from tui.articles.formats import read_document
    from tui.boilerplate import remove_boilerplate

    return remove_boilerplate(read_document(path)).body


def extractors_opinion(_: str, path: Path) -> str:
    """What copydesk would keep if it believed the extractor that it uses, and nothing else."""
    from tui.articles.formats import read_document

    blocks = read_document(path).blocks
    return "\n\n".join(block.text for block in blocks if block.evidence.in_body)


def trafilatura(html: str, _: Path) -> str:
    from trafilatura import extract

    return extract(html, include_comments=False) or ""


def trafilatura_precise(html: str, _: Path) -> str:
    from trafilatura import extract

    return extract(html, include_comments=False, favor_precision=True) or ""


def readability(html: str, _: Path) -> str:
    from lxml.html import fromstring
    from readability import Document

    summary = fromstring(Document(html).summary())
    return "\n".join(summary.itertext())


def justext(html: str, _: Path) -> str:
    from justext import get_stoplist
    from justext import justext as classify

    paragraphs = classify(html, get_stoplist("English"))
    return "\n".join(p.text for p in paragraphs if not p.is_boilerplate)


def everything(text: str, _: Path) -> str:
    return text


def prose_run(text: str, _: Path) -> str:
    """The stretch of lines with the most prose for the least else."""
    best, span, score, start = 0.0, (0, 0), 0.0, 0
    lines = text.split("\n")
    for index, line in enumerate(lines):
        words = len(line.split())
        score += words if words > 11 else -10
        if score <= 0:
            score, start = 0.0, index + 1
        elif score > best:
            best, span = score, (start, index + 1)
    return "\n".join(line for line in lines[slice(*span)] if len(line.split()) > 7)


HTML: dict[str, Tool] = {
    "copydesk": copydesk,
    "the extractor it asks": extractors_opinion,
    "trafilatura": trafilatura,
    "trafilatura, precise": trafilatura_precise,
    "readability-lxml": readability,
    "justext": justext,
}
TEXT: dict[str, Tool] = {
    "copydesk": copydesk,
    "everything kept": everything,
    "longest run of prose": prose_run,
}


@dataclass
class Score:
    """How well a tool did on the pages of one kind."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    exact: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    worst: list[tuple[float, float, float, str]] = field(default_factory=list)

    def add(self, page: str, truth: str, kept: str, seconds: float = 0.0) -> None:
        want, got = shingles(truth), shingles(kept)
        hit, extra = (want & got).total(), (got - want).total()
        lost = (want - got).total()
        # A page without any text leaves the average, as in the public measure.
        if hit + extra:
            self.precision.append(hit / (hit + extra))
        if hit + lost:
            self.recall.append(hit / (hit + lost))
        self.exact.append(WORD.findall(truth) == WORD.findall(kept))
        self.seconds.append(seconds)
        whole = (hit + extra + lost) or 1
        self.worst.append((hit / whole, extra / whole, lost / whole, page))

    def line(self) -> str:
        precision = sum(self.precision) / max(1, len(self.precision))
        recall = sum(self.recall) / max(1, len(self.recall))
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        exact = sum(self.exact) / max(1, len(self.exact))
        ms = sum(self.seconds) / max(1, len(self.seconds)) * 1000
        return f"{f1:8.4f}{precision:11.4f}{recall:8.4f}{exact:7.3f}{ms:10.1f}"


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words)


def measure(
    files: dict[str, Path], truths: dict[str, str], tools: dict[str, Tool], worst: int
) -> None:
    scores = {name: Score() for name in tools}
    for page, path in files.items():
        text = path.read_text("utf-8", errors="replace")
        seconds: dict[str, list[float]] = {name: [] for name in tools}
        kept: dict[str, str] = {}
        for _ in range(GOES):
            for name, tool in tools.items():
                start = perf_counter()
                kept[name] = tool(text, path)
                seconds[name].append(perf_counter() - start)
        for name, score in scores.items():
            score.add(page, truths[page], kept[name], median(seconds[name]))
    for name, score in scores.items():
        print(f"  {name:24}{score.line()}")
    show_worst(scores["copydesk"], worst)


def show_worst(score: Score, count: int) -> None:
    for hit, extra, lost, page in sorted(score.worst)[:count]:
        print(f"    {page[:12]:14} right {hit:.3f}  extra {extra:.3f}  lost {lost:.3f}")


def unpacked(data: Path, truths: dict[str, str], suffixes: tuple[str, ...], to: Path) -> dict:
    """Return the file of each page, gunzipped where it has to be."""
    found: dict[str, Path] = {}
    for page in truths:
        path = next((p for s in suffixes if (p := data / "pages" / (page + s)).exists()), None)
        if path is None:
            continue
        if path.suffix == ".gz":
            plain = to / path.stem
            plain.write_bytes(gzip.decompress(path.read_bytes()))
            path = plain
        found[page] = path
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--folds", type=int, default=0, help="train anew, by site, N times")
    parser.add_argument("--worst", type=int, default=0, help="list the N worst pages of copydesk")
    options = parser.parse_args()
    known = json.loads((options.data / "truth.json").read_text("utf-8"))
    truths = {page: entry["articleBody"] for page, entry in known.items()}
    kinds = {
        "HTML": ((".html.gz", ".html"), HTML),
        "copied text": ((".txt",), TEXT),
        "terminal dump": ((".dump.txt",), TEXT),
    }
    with tempfile.TemporaryDirectory() as name:
        for kind, (suffixes, tools) in kinds.items():
            files = unpacked(options.data, truths, suffixes, Path(name))
            if not files:
                continue
            heading = f"{kind}, {len(files)} pages"
            print(f"\n{heading:26}      F1  precision  recall  exact  ms/page")
            measure(files, truths, tools, options.worst)
    if options.folds:
        cross_validate(options.data, options.folds)


def cross_validate(data: Path, folds: int) -> None:
    """Print how well copydesk does on text whose sites its model has not seen."""
    from tui.boilerplate.composing import read_pages
    from tui.boilerplate.training import validate

    print(
        f"\ncopydesk on text, the model trained {folds} times without the sites it is measured on"
    )
    for line in validate(read_pages(data / "pages", data / "truth.json"), folds):
        print(f"  {line}")


if __name__ == "__main__":
    main()
