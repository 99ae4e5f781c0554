"""Articles of one outlet, for the tests of its rules and of the list of what is stripped."""

from __future__ import annotations

from pathlib import Path

from desk_in_hand import DeskInHand

from tui.ui.screens.cover import Cover

SERIES = "This story is part of our series on the river towns."
NOTICE = "CORRECTION: An earlier version of this article gave the wrong year for the fire."

_ARTICLE = """---
title: {title}
author: Odette Marr
date: {date}
{outlet}
---

{title}, the council of Orrin decided on Monday. The last of them was stopped nine years ago, when
the depot at Lower Quern burned down and nobody paid for another.

READ MORE: {link}

The drivers want a rest room at the pier, said Pell Havers, who has driven line 4 since 1998.

Sign up for our free newsletter.

{notice}

The first bus leaves at half past midnight. It will take 40 minutes from the pier to the mill.

{series}
"""


def write_articles(folder: Path) -> None:
    """Write two articles of The Harbour Post, one of another outlet and one of none."""
    post = "outlet: The Harbour Post"
    for name, title, link, date, outlet in (
        ("bus.md", "Night buses will run again", "Prince arrives by ferry", "2026-01-04", post),
        ("tram.md", "Trams will run again", "Nine bakers tell all", "2026-01-03", post),
        ("sea.md", "Sea planes will fly again", "Ten walks", "2026-01-02", "outlet: Orrin Daily"),
        ("stray.md", "Strays will be fed again", "Six cats", "2026-01-01", "kind: letter"),
    ):
        text = _ARTICLE.format(
            title=title, link=link, date=date, outlet=outlet, notice=NOTICE, series=SERIES
        )
        (folder / name).write_text(text, "utf-8")


def stripped(hand: DeskInHand) -> list[str]:
    """Return the stripped blocks of the open article."""
    assert hand.screen.article is not None
    return [block.text for block, verdict in hand.screen.article.verdicts if not verdict.keep]


def cover(hand: DeskInHand) -> Cover:
    """Return the list over the desk."""
    assert isinstance(hand.app.screen, Cover)
    return hand.app.screen


def listed(hand: DeskInHand) -> str:
    """Return what the list over the desk shows, its title and its foot included."""
    over = cover(hand)
    rows = [over.entries.render_line(y).text.rstrip() for y in range(over.entries.size.height)]
    title = str(over.query_one("#cover-title").render())
    return "\n".join([title, *rows, over.status.render_line(0).text.rstrip()])


def said_over(hand: DeskInHand) -> str:
    """Return what the list's foot says."""
    return cover(hand).status.message
