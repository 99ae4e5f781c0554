"""A desk without a terminal, and articles made up for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from textual.pilot import Pilot

from tui.articles.document import TextRange
from tui.session import Session
from tui.ui.app import CopydeskApp
from tui.ui.screens.desk import Desk

LIMIT = 20.0
"""Seconds after which a condition counts as never met."""

ARTICLES = {
    "ferry.md": """---
title: Ferry crews vote on the winter timetable
author: Odette Marr
date: 2026-03-02
---

Ferry crews on the Orrin crossing will vote on Friday on a winter timetable. The lanterns of the
pier stay lit until nine. Nobody at the company would say what follows.

The boats run every forty minutes, said Pell Havers, who has worked the ramp since 1998.

Subscribe to our newsletter for the latest news.

A second reading of the plan is due in April. The mayor called it “a fair compromise” on Tuesday.
""",
    "mill.md": """---
title: "[red]Paper mill[/red] to reopen after the flood"
author: Ines Tolland
date: 2026-02-01
---

The paper mill at Lower Quern will reopen in spring. Its owners have spent two years drying the
machines, and the river has kept to its bed.

Read more: Ten walks along the river

Sign up for our free newsletter.

Lanterns hung in every window of the street on the night that the wheel turned again. The town had
waited long for it.
""",
    "orchard.md": """---
title: Orchard keepers count their losses
author: Bram Ostley
date: 2025-11-20
---

A late frost took half of the pears. The keepers of the Tarn valley now count what is left.
""",
}
"""From the newest to the oldest."""


class DeskInHand:
    """An open desk and what a test does with it."""

    def __init__(self, app: CopydeskApp, pilot: Pilot[None], session: Session) -> None:
        self.app = app
        self.pilot = pilot
        self.session = session

    @property
    def screen(self) -> Desk:
        assert self.app.desk is not None
        return self.app.desk

    @property
    def said(self) -> str:
        return self.screen.status.message

    @property
    def told(self) -> list[str]:
        return [str(notice.message) for notice in self.app._notifications]

    @property
    def annotations(self):
        assert self.screen.article is not None
        return [placed.annotation for placed in self.screen.article.annotations]

    @property
    def all_saved(self) -> bool:
        assert self.screen.article is not None
        return all(placed.saved for placed in self.screen.article.annotations)

    async def wait_for(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds; the test fails where it never does."""
        end = time.monotonic() + LIMIT
        while not condition():
            assert time.monotonic() < end, "what was waited for never came"
            await asyncio.sleep(0.005)

    async def press(self, *keys: str) -> None:
        """Press keys as Textual names them; a text of several characters is typed."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        names = {" ": "space", ",": "comma", ".": "full_stop", "[": "[", "]": "]", "/": "/"}
        await self.pilot.press(*(names.get(letter, letter) for letter in text))

    async def settle(self) -> None:
        """Wait until nothing is being saved, opened or indexed."""
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def open(self, name: str) -> None:
        """Open an article by its file's name, with the list's own keys."""
        self.screen.articles.focus()
        await self.press("g", "g")
        for _ in range(len(self.screen.articles)):
            row = self.screen.articles.current
            if row is not None and row.path.name == name:
                break
            await self.press("j")
        await self.press("enter")
        await self.wait_for(
            lambda: (
                self.screen.article is not None
                and self.screen.article.document.provenance.path.name == name
            )
        )
        await self.wait_for(lambda: self.screen.reader.page is not None)
        await self.settle()

    async def go_to(self, words: str) -> None:
        """Put the reader's cursor on words of the article."""
        self.screen.reader.go(self.offset(words))
        await self.pilot.pause()

    def offset(self, words: str) -> int:
        assert self.screen.article is not None
        return self.screen.article.document.text.index(words)

    def place(self, words: str) -> TextRange:
        start = self.offset(words)
        return TextRange(start, start + len(words))

    def painted(self, pane: str) -> str:
        """Return what a pane shows, as text."""
        widget = self.screen.query_one(pane)
        rows = range(widget.size.height)
        return "\n".join(widget.render_line(y).text.rstrip() for y in rows)

    def panes(self) -> tuple[bool, bool, bool]:
        """Tell which of the list, the reader and the margin are in view."""
        shown = (self.screen.query_one("#library"), self.screen.reader, self.screen.margin)
        return (shown[0].display, shown[1].display, shown[2].display)


OpenDesk = Callable[..., AbstractAsyncContextManager[DeskInHand]]
