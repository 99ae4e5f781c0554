"""Many articles, and hostile ones, for the tests of the list."""

from __future__ import annotations

from pathlib import Path

HOSTILE = (
    "Why [/b] fails",
    "[@click=app.quit]x[/]",
    "bell \x1b]52;c;eHg=\x07 and \x1b[31mred",
    "left \u202eright\u202c again",
)
"""Titles, outlets, tags and names that try to act on the screen."""

ARTICLE = """---
title: "{title}"
outlet: "{outlet}"
date: {date}
---

{text}
"""


def write(folder: Path, name: str, title: str, **said: str) -> None:
    """Write an article."""
    facts = {"outlet": "Orrin Daily", "date": "2026-01-01", "text": "A plain text.", **said}
    (folder / name).write_text(ARTICLE.format(title=title, **facts), "utf-8")


def write_many(folder: Path, count: int) -> None:
    """Write articles of two outlets and four months, the first in the list first by name."""
    for number in range(count):
        month, day = 12 - number // 28 % 12, 28 - number % 28
        write(
            folder,
            f"many-{number:03}.md",
            f"Meeting number {number}",
            outlet="The Harbour Post" if number % 3 else "Orrin Daily",
            date=f"{2026 - number // 336}-{month:02}-{day:02}",
            text=f"The council met for the {number}th time.\n\nNobody recalls meeting {number}.",
        )


def write_hostile(folder: Path) -> None:
    """Write articles whose titles and outlets try to act on the screen."""
    for number, text in enumerate(HOSTILE):
        written = text.replace("\x1b", "\\u001b").replace("\x07", "\\u0007")
        write(folder, f"hostile-{number}.md", written, outlet=written, text="A quagga was seen.")
