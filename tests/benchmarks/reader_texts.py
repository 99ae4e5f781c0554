#!/usr/bin/env python3
"""Make the texts that `reader.py` measures: `python reader_texts.py FOLDER`.

Each text gets a home of its own, HOME/articles with the text and a short one to begin at, indexed
as the desk would, and HOME/wrapped with the same text at 72 columns for pagers and editors.
"""

from __future__ import annotations

import random
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from tui.annotations import Annotation, describe
from tui.annotations.model import Colour
from tui.articles.document import TextRange
from tui.config import Paths, Settings
from tui.session import Session

MEASURE = 72
SIZES = {"small": 5_000, "middle": 1_000_000, "large": 10_000_000, "marked": 1_000_000}
"""Characters of each text; "marked" carries the highlights."""

HIGHLIGHTS = 2_000
SHORTEST, LONGEST = 60, 1_200
"""Characters of a highlight: in 1 MB of text, 2,000 of them lie one or two deep on every page."""

BEGINNING = "Dawn over Quernholm"
"""Words at the beginning of the first paragraph."""
END = "Here the log of the lamp ends"
"""Words at the beginning of the last one."""
RARE = "Ottermarsh"
"""A word that stands in one place, 98 % of the way through."""
BESIDE_IT = "saw the light go out"
"""Words on the same line as the rare one."""

LEAD = """\
The harbour office keeps its hours

By Ivo Brandt
March 9, 2026

The harbour office will keep its hours through the winter, its keeper said on Monday.

It had been expected to close in the afternoons, as it did in the year before.
"""

_ONSETS = ("b", "br", "d", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v")
_VOWELS = ("a", "e", "i", "o", "u", "ea", "ou")
_CODAS = ("", "", "n", "r", "l", "st", "m", "lt")


def paragraphs(size: int, chance: random.Random) -> Iterator[str]:
    """Yield the blocks of a text of about so many characters, invented words all."""

    def word() -> str:
        parts = range(chance.choice((1, 2, 2, 3)))
        return "".join(
            chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS) for _ in parts
        )

    words = [word() for _ in range(6_000)]

    def sentence() -> str:
        chosen = chance.choices(words, k=chance.randint(6, 24))
        if len(chosen) > 14:
            chosen[7] += ","
        return " ".join(chosen).capitalize() + "."

    yield "The keeper of the lamp at Quernholm"
    yield "By Nell Ashby\nMarch 3, 2026"
    yield f"{BEGINNING} came late that year. {sentence()} {sentence()}"
    written, number, told = 0, 0, False
    while written < size:
        number += 1
        if not told and written > size * 0.98:
            told = True
            block = f"Thessaly {RARE} {BESIDE_IT}. {sentence()}"
        elif number % 14 == 0:
            block = " ".join(chance.choices(words, k=4)).capitalize()
        else:
            block = " ".join(sentence() for _ in range(chance.randint(2, 5)))
        written += len(block) + 2
        yield block
    yield f"{END}. {sentence()}"


def write_home(home: Path, size: int) -> None:
    """Write a text, and a short one that the list begins with."""
    articles, wrapped = home / "articles", home / "wrapped"
    articles.mkdir(parents=True)
    wrapped.mkdir()
    lead = LEAD
    blocks = list(paragraphs(size, random.Random(size)))
    for name, text in (("lead.txt", lead), ("text.txt", "\n\n".join(blocks))):
        (articles / name).write_text(text + "\n", "utf-8")
        lines = [textwrap.fill(block, MEASURE) for block in text.split("\n\n")]
        (wrapped / name).write_text("\n\n".join(lines) + "\n", "utf-8")


def paths_of(home: Path) -> Paths:
    """Return where a desk with the environment of `environ_of` keeps its files."""
    return Paths(
        settings=home / "config/copydesk/config.toml",
        notes=home / "data/copydesk/notes.json",
        index=home / "cache/copydesk/index.sqlite",
        state=home / "state/copydesk",
    )


def environ_of(home: Path) -> list[str]:
    """Return the variables, as `NAME=VALUE`, by which a desk finds this home."""
    kinds = ("data", "cache", "state", "config")
    return [f"XDG_{kind.upper()}_HOME={home / kind}" for kind in kinds]


def dark_config(top: Path) -> Path:
    """Return the folder of the settings with a theme of more than 16 colours."""
    return top / "dark"


def mark(session: Session, path: Path) -> None:
    """Lay the highlights over a text; they overlap."""
    chance = random.Random(5)
    document, _ = session.read(path)
    with session.notes.together():
        for number in range(HIGHLIGHTS):
            start = chance.randrange(len(document.text) - LONGEST)
            place = TextRange(start, start + chance.randint(SHORTEST, LONGEST))
            colour = tuple(Colour)[number % len(Colour)]
            note = f"Ask again, no. {number}." if number % 5 == 0 else ""
            target = describe(document, place)
            session.notes.add(Annotation.make([target], note=note, colour=colour), document)


def main() -> None:
    top = Path(sys.argv[1])
    settings = dark_config(top) / "copydesk/config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('theme = "copydesk-dark"\n', "utf-8")
    for name, size in SIZES.items():
        home = top / name
        write_home(home, size)
        with Session([home / "articles"], paths_of(home), Settings()) as session:
            session.library.update()
            if name == "marked":
                mark(session, home / "articles/text.txt")


if __name__ == "__main__":
    main()
