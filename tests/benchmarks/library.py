#!/usr/bin/env python3
"""A hundred thousand articles on a 120×40 terminal: `python library.py PTYBENCH.py [--quick]`.

PTYBENCH.py is a program that measures another one through a pty, with a function
`bench(command, wait=, keys=, runs=, warmup=, env=, quit=, …)`. The articles are made first (see
`library_corpus.py`), or found in the folder of --corpus from the last time, and so is the index:
`--part` measures some of it again. `ripgrep` is asked the same over the same files, if it is there.

Milliseconds run from the key to the last byte it caused, whatever that painted: after a typed
character that is the list, its snippets, and what is counted beside it. What was found in the end
is compared with the index.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from library_corpus import FEW, make, typed_words, vocabulary
from library_table import DESK, RIPGREP, Figures, table
from reader_texts import environ_of, paths_of

PARTS = (
    "index",
    "pages",
    "resume",
    "unchanged",
    "size",
    "start",
    "type",
    "ranked",
    "move",
    "memory",
)
QUIET = 600
"""Milliseconds without output after which a typed character has had its results."""
TO_REST = 1_000
"""Milliseconds without output after which the desk has started."""
LOOKED_THROUGH = 20_000
"""Articles a second that it brings up to date at least: it says nothing when it has."""
RESUMED = 20_000
"""Articles at most whose indexing is killed midway."""
COMMON = vocabulary()[0]


class Bench:
    """One round of measurements.

    Args:
        bench: What measures a program through a pty.
        corpus: The folder of the articles.
        articles: How many there are.
        quick: Whether to measure most things once.
    """

    def __init__(
        self, bench: Callable[..., dict[str, Any]], corpus: Path, articles: int, quick: bool
    ) -> None:
        self._bench = bench
        self._corpus = corpus
        self._articles = articles
        self._quick = quick
        self.seen: Figures = defaultdict(list)
        self.has_ripgrep = shutil.which("rg") is not None

    # What it works with

    @property
    def _text(self) -> Path:
        return self._corpus / "text"

    def _home(self, name: str, *, anew: bool = False) -> Path:
        home = self._corpus / "homes" / name
        if anew:
            shutil.rmtree(home, ignore_errors=True)
        return home

    def _put(self, key: str, *values: float, program: str = DESK) -> None:
        self.seen[program, key] += values

    def _desk(self, name: str, folder: Path, **how: Any) -> dict[str, Any]:
        """Run the desk once, and return what it did."""
        number = self._articles if name == "many" else FEW
        how = {"wait": rf"{number:,} articles", "runs": 1, "warmup": 0, "quit": "Q", **how}
        environ = [*environ_of(self._home(name)), "TERM=xterm-256color", "COLORTERM="]
        command = [sys.executable, "-m", "tui", str(folder)]
        [run] = self._bench(command, env=environ, timeout=900, **how)["raw"]
        if not run["ok"]:
            print(f"\n{name}: {run.get('error')}\n{run['screen']}", file=sys.stderr)
        return dict(run)

    def _in_peace(self, keys: str) -> str:
        """Return keys that are pressed when the index has been brought up to date."""
        return f"{{sleep:{1 + self._articles / LOOKED_THROUGH}}},{keys}"

    def _script(self, *arguments: object) -> subprocess.Popen[str]:
        script = Path(__file__).with_name("library_index.py")
        return subprocess.Popen(
            [sys.executable, str(script), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _update(self, home: Path, *roots: Path, kill_at: float = 2.0) -> dict[str, Any]:
        """Bring an index up to date; kill it when so much of it is done."""
        last: dict[str, Any] = {}
        with self._script("update", home, *roots) as process:
            assert process.stdout is not None
            for line in process.stdout:
                last = json.loads(line)
                if "seconds" not in last and last["done"] >= kill_at * last["of"] > 0:
                    process.kill()
                    break
        return last

    # The parts

    def index(self) -> None:
        """Measure the first indexing of plain text, and how the list does meanwhile."""
        report = self._update(self._home("many", anew=True), self._text)
        self._put("text rate", report["added"] / report["seconds"])
        self._update(self._home("few", anew=True), self._corpus / "few")
        folders = sorted(self._text.iterdir())[:3]
        self._put("text alone", self._extraction(*folders))
        home = self._home("meanwhile", anew=True)
        run = self._desk(
            home.name,
            self._text,
            wait="[▓░]{5}",
            settle=0,
            keys="{sleep:1},j*12#first,{sleep:0.5},j*12#first",
        )
        # Not to the last byte: the bar goes on meanwhile.
        self._put("key meanwhile", *_of(run, "first", "first"))

    def pages(self) -> None:
        """Measure the first indexing of web pages beside their extraction alone."""
        pages = self._corpus / "pages"
        for _ in range(1 if self._quick else 3):
            alone = self._extraction(pages)
            report = self._update(self._home("pages", anew=True), pages)
            rate = report["added"] / report["seconds"]
            self._put("page alone", alone)
            self._put("page rate", rate)
            self._put("page share", 100 * rate / alone)

    def _extraction(self, *roots: Path) -> float:
        """Return how many files a second two processes read, without an index."""
        children = [self._script("extract", part, 2, *roots) for part in range(2)]
        for child in children:
            assert child.stdout is not None
            child.stdout.readline()
        for child in children:
            assert child.stdin is not None
            child.stdin.write("\n")
            child.stdin.flush()
        done = [json.loads(child.communicate()[0]) for child in children]
        return float(sum(each["files"] for each in done) / max(each["seconds"] for each in done))

    def resume(self) -> None:
        """Measure what it costs to kill the indexing midway and begin again."""
        folders = sorted(self._text.iterdir())[: RESUMED // 1_000]
        started = time.perf_counter()
        whole = self._update(self._home("resumed", anew=True), *folders)
        between = time.perf_counter()
        killed = self._update(self._home("resumed", anew=True), *folders, kill_at=0.4)
        report = self._update(self._home("resumed"), *folders)
        ended = time.perf_counter()
        assert report["found"] == whole["added"]
        self._put("read again", killed["done"] + report["added"] - report["found"])
        self._put("resumed", (ended - between) / (between - started))

    def unchanged(self) -> None:
        """Measure bringing the index up to date when nothing has changed."""
        for _ in range(1 if self._quick else 5):
            report = self._update(self._home("many"), self._text)
            assert report["found"] == self._articles, report
            assert not report["added"] + report["changed"] + report["removed"], report
            self._put("unchanged", report["seconds"])

    def size(self) -> None:
        """Measure the index's files beside the text."""
        index = paths_of(self._home("many")).index
        tables = sum(_size(path) for path in index.parent.glob("index.sqlite*") if path.is_file())
        words = sum(_size(path) for path in index.parent.glob("*.words/**/*") if path.is_file())
        text = sum(_size(path) for path in self._text.rglob("*.txt"))
        self._put("tables size", tables / 1e6)
        self._put("words size", words / 1e6)
        self._put("size", (tables + words) / text)

    def start(self) -> None:
        """Measure the start with all articles and with ten, in turn."""
        for _ in range(3 if self._quick else 12):
            many = self._desk("many", self._text)["startup"]["seen"]
            few = self._desk("few", self._corpus / "few")["startup"]["seen"]
            if many and few:
                self._put("start many", many)
                self._put("start few", few)
                self._put("start ratio", many / few)

    def type(self) -> None:
        """Measure every character of some words, the first included."""
        words = typed_words(1 if self._quick else 4)
        every = [(kind, word) for kind in words for word in words[kind]]
        random.Random(4).shuffle(every)
        steps = []
        for number, (_, word) in enumerate(every):
            typed = (f"{letter}#{number} {at}" for at, letter in enumerate(word))
            steps.append(",".join(("/#_", *typed, "{dump}", "esc#_", "esc#_")))
        script = self._in_peace(",".join(steps))
        run = self._desk("many", self._text, keys=script, quiet=QUIET, settle=TO_REST)
        prefixes = [[word[: at + 1] for at in range(len(word))] for _, word in every]
        totals = self._totals([prefix for each in prefixes for prefix in each])
        for number, (kind, word) in enumerate(every):
            shown = run["dumps"][number] if number < len(run["dumps"]) else run["screen"]
            for at, prefix in enumerate(prefixes[number]):
                place = f"typed {at + 1}" if at < 2 else "typed on"
                for key in ("typed", f"typed {kind}", place):
                    self._put(key, *_of(run, f"{number} {at}", "last"))
                self._put("typed CPU", *_of(run, f"{number} {at}", "cpu"))
                self._ripgrep(prefix, "typed", f"typed {kind}", place)
            if not re.search(rf"(?<![\d,]){totals[word]:,} ", shown):
                print(f"\n{word}: {totals[word]:,} were to be found\n{shown}", file=sys.stderr)

        for _ in range(1 if self._quick else 4):
            typed = ",".join(f"{letter}#early" for letter in every[0][1])
            run = self._desk("many", self._text, keys=f"/#_,{typed}", quiet=QUIET, settle=50)
            self._put("typed early", *_of(run, "early", "last"))

    def _totals(self, queries: Sequence[str]) -> dict[str, int]:
        """Ask the index itself how many articles each query finds."""
        answers = self._ask(queries)
        self._put("search", *(answer["find"] for answer in answers))
        self._put("snippets", *(answer["hits"] for answer in answers))
        return {query: answer["total"] for query, answer in zip(queries, answers, strict=True)}

    def _ask(self, queries: Sequence[str]) -> list[dict[str, Any]]:
        with self._script("find", self._home("many"), self._text) as process:
            told, _ = process.communicate("\n".join(("warm", *queries)) + "\n")
        return [json.loads(line) for line in told.splitlines()][1:]

    def ranked(self) -> None:
        """Measure a query of the most frequent word, ranked."""
        script = f'/#_,""{COMMON}""#ranked,{{dump}},esc#_,esc#_'
        script = self._in_peace(",".join([script] * (2 if self._quick else 8)))
        run = self._desk("many", self._text, keys=script, quiet=QUIET, settle=TO_REST)
        self._put("ranked", *_of(run, "ranked", "last"))
        for _ in range(3):
            self._ripgrep(COMMON, "ranked")
        self._put("ranked search", *(answer["find"] for answer in self._ask([f'"{COMMON}"'] * 5)))

    def _ripgrep(self, word: str, *keys: str) -> None:
        if not self.has_ripgrep:
            return
        command = ["rg", "--files-with-matches", "--ignore-case", "--fixed-strings", "--", word]
        started = time.perf_counter()
        subprocess.run([*command, str(self._text)], stdout=subprocess.PIPE, check=False)
        took = (time.perf_counter() - started) * 1_000
        for key in keys:
            self._put(key, took, program=RIPGREP)

    def move(self) -> None:
        """Measure keys in the list, inside a page and over its end."""
        script = self._in_peace("j*14#down,k*14#down,j*60#walk,space*10#page")
        for _ in range(1 if self._quick else 3):
            run = self._desk("many", self._text, keys=script, settle=TO_REST)
            for step in ("down", "page"):
                self._put(step, *_of(run, step, "last"))
                self._put(f"{step} bytes", *_of(run, step, "bytes"))
            for value, key in (("last", "walk"), ("bytes", "walk bytes")):
                if samples := _of(run, "walk", value):
                    self._put(key, statistics.mean(samples))

    def memory(self) -> None:
        """Measure what a session takes, beside the same with ten articles."""
        word = typed_words(1)["common"][0]
        typed = ",".join(f"{letter}#_" for letter in word)
        script = self._in_peace(f"/#_,{typed},esc#_,esc#_,j*20#_,space*5#_,G#_,gg#_,{{sleep:1}}")
        for _ in range(1 if self._quick else 3):
            both = {}
            for name, folder in (("many", self._text), ("few", self._corpus / "few")):
                run = self._desk(name, folder, keys=script, settle=TO_REST, quiet=200)
                both[name] = (run["pss_kb"] / 1_024, run["peak_rss_kb"] / 1_024)
            for at, key in enumerate(("pss", "peak")):
                self._put(f"{key} many", both["many"][at])
                self._put(f"{key} more", both["many"][at] - both["few"][at])


def _of(run: dict[str, Any], label: str, value: str) -> list[float]:
    """Return a figure of every step of a run with this label that wrote something."""
    steps = [step for step in run.get("steps", ()) if step["label"] == label]
    return [float(step[value]) for step in steps if step["first"] is not None]


def _size(path: Path) -> int:
    return path.stat().st_size


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("ptybench", type=Path, metavar="PTYBENCH.py")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="keep the articles there")
    parser.add_argument("--quick", action="store_true", help="most things once")
    parser.add_argument("--part", nargs="*", choices=PARTS, default=PARTS)
    given = parser.parse_args()
    sys.path.insert(0, str(given.ptybench.resolve().parent))
    bench = __import__(given.ptybench.stem).bench
    # The desk and the scripts are those of the folder above, wherever this is called from.
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    with tempfile.TemporaryDirectory() as name:
        corpus = (given.corpus or Path(name)).resolve()
        corpus.mkdir(parents=True, exist_ok=True)
        print("making the articles\x1b[K", end="\r", file=sys.stderr, flush=True)
        make(corpus, given.articles)
        load = os.getloadavg()[0]
        round_ = Bench(bench, corpus, given.articles, given.quick)
        for part in PARTS:
            if part in given.part:
                print(f"{part}\x1b[K", end="\r", file=sys.stderr, flush=True)
                getattr(round_, part)()
    print("\x1b[K", end="", file=sys.stderr)
    print(f"{given.articles:,} articles, 120×40; medians. ! misses what is to be reached.")
    print(f"Processes that wanted the {os.cpu_count()} cores before: {load:.1f}.\n")
    programs = (DESK, RIPGREP) if round_.has_ripgrep else (DESK,)
    print("\n".join(table(round_.seen, programs)))


if __name__ == "__main__":
    main()
