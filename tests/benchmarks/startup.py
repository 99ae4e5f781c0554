#!/usr/bin/env python3
"""Start to the first painted list, beside a Textual hello-world: `python startup.py PTYBENCH.py`.

PTYBENCH.py is a program that measures another one through a pty, with a function
`bench(command, wait=, runs=, warmup=, env=, quit=)`. 1,000 articles are made and indexed first. The
two are measured in turn, so that a noisy machine is noisy for both.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ARTICLES = 1_000
TURNS = 6
HELLO = """\
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("Hello, world")
Hello().run()
"""


def write_articles(folder: Path) -> None:
    chance = random.Random(1)
    letters = "abcdefghijklmnop"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(4_000)]
    for number in range(ARTICLES):
        paragraphs = [" ".join(chance.choices(words, k=60)).capitalize() + "." for _ in range(10)]
        headline = " ".join(chance.choices(words, k=7)).capitalize()
        text = "\n\n".join([headline, f"By Ann Lee\nMarch {1 + number % 28}, 2026", *paragraphs])
        (folder / f"{number:04}.txt").write_text(text, "utf-8")


def index(folder: Path) -> None:
    """Index the articles as the desk would."""
    code = (
        "import sys; from pathlib import Path; from tui.config import *\n"
        "from tui.session import *\n"
        "with Session([Path(sys.argv[1])], Paths.of_user(), Settings()) as s: s.library.update()"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True)


def main() -> None:
    tool = Path(sys.argv[1])
    sys.path.insert(0, str(tool.parent))
    measure = __import__(tool.stem).bench
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        for kind in ("DATA", "CACHE", "STATE", "CONFIG"):
            os.environ[f"XDG_{kind}_HOME"] = str(home / kind)
        articles = home / "articles"
        articles.mkdir()
        write_articles(articles)
        index(articles)
        hello = home / "hello.py"
        hello.write_text(HELLO, "utf-8")
        commands = {
            "hello": ([sys.executable, str(hello)], "Hello, world", "c-q"),
            "desk": ([sys.executable, "-m", "tui", str(articles)], f"{ARTICLES:,} articles", "Q"),
        }
        seen: dict[str, list[float]] = {"hello": [], "desk": []}
        for _ in range(TURNS):
            for label, (command, wait, leave) in commands.items():
                result = measure(command, wait=wait, runs=1, warmup=0, quit=leave)
                seen[label].append(result["startup"]["seen"]["median"])
        medians = {label: statistics.median(values) for label, values in seen.items()}
        print(f"{'':8}{'min':>8}{'median':>8}{'max':>8}   ms to the first painted text")
        for label, values in seen.items():
            print(f"{label:8}{min(values):8.0f}{medians[label]:8.0f}{max(values):8.0f}")
        pairs = [desk / plain for desk, plain in zip(seen["desk"], seen["hello"], strict=True)]
        print(f"ratio   {statistics.median(pairs):8.2f} (median of {TURNS} pairs)")


if __name__ == "__main__":
    main()
