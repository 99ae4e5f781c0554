#!/usr/bin/env python3
"""Make the articles that `library.py` measures: `python library_corpus.py FOLDER [--articles N]`.

Invented words, as often as Zipf says (Manning and Schütze 1999, 1.4.3, with Mandelbrot's shift),
and names that stand in one article only; 2 to 6 kB each, of some forty outlets and ten years.
FOLDER/text has them as plain text in folders of a thousand, FOLDER/few the first ten, FOLDER/pages
some as web pages with what stands around an article. The same number gives the same articles.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import random
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

VERSION = 1
"""Of what is made: a folder of another version is made anew."""
IN_A_FOLDER = 1_000
FEW = 10
PAGES = 2_000
LEAST, MOST = 2_000, 6_000
"""Characters of an article."""

WORDS = 150_000
"""Words of the vocabulary; names come on top, two or three an article."""
SHORT, KNOWN = 60, 3_000
"""The most frequent words, which are short, and those that everybody knows, which are not long."""
_SHIFT, _POWER = 2.7, 1.03
_POOL = 2_000_000
"""Words to draw from, each as often as it is frequent: drawing is then one multiplication."""

TYPED_LENGTH = 8
TYPED_RANKS = {"common": 30, "middling": 2_500, "rare": 60_000}
"""From which rank on words are taken to be typed."""

_ONSETS = ("b", "br", "c", "d", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "pr", "r")
_ONSETS += ("s", "st", "t", "tr", "v", "w", "")
_VOWELS = ("a", "e", "i", "o", "u", "ea", "ou", "e", "a", "i")
_CODAS = ("", "", "", "n", "r", "l", "st", "m", "nd", "s")
_PLACES = (
    "Skarrow",
    "Quernholm",
    "Orrin",
    "Hartmere",
    "Kaldry",
    "Torvald",
    "Brinely",
    "Ottermarsh",
)
_PAPERS = ("Herald", "Weekly", "Gazette", "Courier", "Tribune")
OUTLETS = tuple(f"The {place} {paper}" for place in _PLACES for paper in _PAPERS)
_FIRST_NAMES = (
    "Ann",
    "Ivo",
    "Nell",
    "Farida",
    "Cosima",
    "Declan",
    "Rowena",
    "Kit",
    "Imogen",
    "Leo",
)
_LAST_NAMES = (
    "Lee",
    "Brandt",
    "Ashby",
    "Lunt",
    "Trell",
    "Moss",
    "Stiles",
    "Bassett",
    "Farr",
    "Nance",
)
_FIRST_DAY, _DAYS = datetime(2016, 1, 4, 9), 3_650


@dataclass(frozen=True)
class Piece:
    """An article before it is written."""

    headline: str
    byline: str
    outlet: str
    when: datetime
    paragraphs: Sequence[str]

    @property
    def day(self) -> str:
        return f"{self.when:%B} {self.when.day}, {self.when.year}"

    @property
    def text(self) -> str:
        head = f"{self.headline}\n\nBy {self.byline}\n{self.outlet}, {self.day}"
        return "\n\n".join((head, *self.paragraphs)) + "\n"

    @property
    def page(self) -> str:
        """The article as a web page, with what is not the article around it."""
        paragraphs = [f"<p>{html.escape(text)}</p>" for text in self.paragraphs]
        paragraphs.insert(2, _PROMO)
        paragraphs.insert(
            len(paragraphs) - 1, _RELATED.format(*(w.split(".")[0] for w in paragraphs))
        )
        head = f"<title>{self.headline} - {self.outlet}</title>"
        head += f'<meta property="og:site_name" content="{self.outlet}">'
        head += f'<meta property="article:published_time" content="{self.when:%Y-%m-%dT%H:%M:%SZ}">'
        inner = f"<h1>{self.headline}</h1><p class=byline>By {self.byline}</p>" + "\n".join(
            paragraphs
        )
        return (
            f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8>{head}{_STYLE}</head><body>"
            f"{_TOP}<main><article>{inner}</article></main>{_BOTTOM}</body></html>\n"
        )


_STYLE = (
    "<style>" + "".join(f".c{n}{{margin:{n}px;color:#{n:03x}}}" for n in range(60)) + "</style>"
)
_TOP = "<header><nav><ul>" + "".join(
    f"<li class=c{n}><a href='/section/{n}'>Section {n}</a></li>" for n in range(24)
)
_TOP += "</ul></nav></header><div class=meter><p>You have 1 free article left this month. "
_TOP += "<a href='/register'>Register for free</a> to keep reading.</p></div>"
_PROMO = (
    "<aside class=promo><h2>First Edition</h2><p>Our editors' pick of the day's stories, sent to "
    "your inbox every evening. Free.</p><button>Sign up</button></aside>"
)
_RELATED = "<div class=related><h3>Read more</h3><ul><li>{0}</li><li>{1}</li></ul></div>"
_BOTTOM = "<section class=comments><h2>Comments</h2>" + "".join(
    f"<div class=comment><p><b>reader {n}</b> 17:0{n}</p><p>I have a question about this.</p></div>"
    for n in range(8)
)
_BOTTOM += "</section><footer>" + "".join(f"<a href='/about/{n}'>About {n}</a> " for n in range(30))
_BOTTOM += "<p>&copy; 2026 All rights reserved. Cookie settings. Terms and conditions.</p></footer>"


@cache
def vocabulary() -> tuple[str, ...]:
    """Return the words, the most frequent first."""
    chance = random.Random(6)
    found: dict[str, None] = {}
    while len(found) < WORDS:
        rank = len(found)
        syllables = (1,) if rank < SHORT else (1, 2, 2) if rank < KNOWN else (2, 2, 3, 3)
        found[_word(chance, syllables)] = None
    return tuple(found)


def typed_words(each: int) -> dict[str, list[str]]:
    """Return so many words to be typed of each kind, all of the same length."""
    words = vocabulary()
    chosen = {}
    for kind, rank in TYPED_RANKS.items():
        fitting = (word for word in words[rank:] if len(word) == TYPED_LENGTH)
        chosen[kind] = [next(fitting) for _ in range(each)]
    return chosen


def _word(chance: random.Random, lengths: Sequence[int]) -> str:
    return "".join(
        chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS)
        for _ in range(chance.choice(lengths))
    )


@cache
def _pool() -> list[str]:
    weights = [1 / (rank + _SHIFT) ** _POWER for rank in range(1, WORDS + 1)]
    share = _POOL / sum(weights)
    pool: list[str] = []
    owed = 0.0
    for word, weight in zip(vocabulary(), weights, strict=True):
        owed += weight * share
        pool += [word] * int(owed)
        owed -= int(owed)
    return pool


def pieces(folder: int, number: int) -> Iterator[Piece]:
    """Yield the articles of one folder."""
    chance = random.Random(f"folder {folder}")
    pool, at = _pool(), chance.random
    for _ in range(number):
        size = chance.randint(LEAST, MOST)
        paragraphs: list[str] = []
        written = 0
        while written < size:
            sentences = []
            for _ in range(chance.randint(2, 5)):
                words = [pool[int(at() * len(pool))] for _ in range(chance.randint(6, 26))]
                if len(words) > 14:
                    words[7] += ","
                sentences.append(" ".join(words).capitalize() + ".")
            if at() < 0.3:
                name = _word(chance, (3, 4)).capitalize()
                sentences.insert(1, f"“{sentences.pop()[:-1]},” said {name}.")
            paragraphs.append(" ".join(sentences))
            written += len(paragraphs[-1]) + 2
        headline = " ".join(pool[int(at() * len(pool))] for _ in range(chance.randint(5, 9)))
        byline = f"{chance.choice(_FIRST_NAMES)} {chance.choice(_LAST_NAMES)}"
        when = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS), minutes=chance.randrange(600))
        yield Piece(headline.capitalize(), byline, chance.choice(OUTLETS), when, paragraphs)


def _write_folder(top: Path, folder: int, number: int) -> None:
    place = top / "text" / f"{folder:03}"
    place.mkdir(parents=True, exist_ok=True)
    for name, piece in enumerate(pieces(folder, number)):
        _write(place / f"{name:03}.txt", piece.text, piece.when)


def _write_pages(top: Path, number: int) -> None:
    place = top / "pages"
    place.mkdir()
    for name, piece in enumerate(pieces(-1, number)):
        _write(place / f"{name:04}.html", piece.page, piece.when)


def _write(path: Path, text: str, when: datetime) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, (when.timestamp(), when.timestamp()))  # a file just changed is read twice


def make(top: Path, articles: int) -> None:
    """Make the articles, unless they are there."""
    wanted = {"version": VERSION, "articles": articles}
    made = top / "made.json"
    if made.exists() and json.loads(made.read_text()) == wanted:
        return
    for name in ("text", "few", "pages"):
        shutil.rmtree(top / name, ignore_errors=True)
    made.unlink(missing_ok=True)
    sizes = [min(IN_A_FOLDER, articles - start) for start in range(0, articles, IN_A_FOLDER)]
    _pool()  # before there are processes to inherit it
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        jobs = [workers.submit(_write_folder, top, n, size) for n, size in enumerate(sizes)]
        jobs.append(workers.submit(_write_pages, top, min(PAGES, max(FEW, articles // 20))))
        for job in jobs:
            job.result()
    (top / "few").mkdir()
    for path in sorted((top / "text/000").iterdir())[:FEW]:
        shutil.copy2(path, top / "few")
    made.write_text(json.dumps(wanted))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    given = parser.parse_args()
    make(given.folder, given.articles)


if __name__ == "__main__":
    main()
