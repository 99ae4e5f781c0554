"""Leading on from the text: contents, links, footnotes, the original."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from tui.reading.footnotes import target_of
from tui.reading.links import Link, link_at, may_open, shorten
from tui.session import OpenArticle
from tui.ui.keymap import Press

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk

ASKED_FOR = 15.0
"""Seconds within which a second Enter on a link opens what the first one showed."""

SHORTEST = 60
"""Characters of an address that are shown at least: in a narrow window on a second line."""

NAMED = 30
"""Characters of a host that a link only pretends to lead to: its end says whose it would be."""

BESIDE = 3
"""Cells of the last line that are blank beside a message."""


class Following:
    """Carries out the commands that lead to another place, here or in a browser.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked: tuple[str, int, str] = ("", -1, "")
        self._asked_at = 0.0

    def do_contents(self, press: Press) -> None:
        """List the headings."""
        from tui.ui.screens.contents import Contents

        if self._article is not None:
            self._desk.cover_with(Contents(self._desk))

    def do_links(self, press: Press) -> None:
        """List the links."""
        from tui.ui.screens.links import LinkList

        if self._article is not None:
            self._desk.cover_with(LinkList(self._desk))

    def do_follow(self, press: Press) -> None:
        """Follow what is at the cursor: a fold, a note's mark and back, a link.

        A link that leads out is shown first; a second Enter opens it.
        """
        article, reader = self._article, self._desk.reader
        if article is None:
            return
        if self._on_a_fold():
            self._desk.cleaning.do_open_fold(press)
            return
        target = target_of(article.document, reader.cursor)
        link = link_at(article.document, reader.cursor) if target is None else None
        if target is not None:
            self.jump(target)
            if self._on_a_fold():
                self._desk.say("It is among what was stripped; Enter shows it, C-o goes back.")
            elif target_of(article.document, target) is not None:
                self._desk.say("Enter or C-o goes back.")
            else:
                self._desk.say("C-o goes back.")
        elif link is None:
            self._desk.say("There is nothing to follow here.")
        else:
            self._follow_link(article, link)

    def do_open_original(self, press: Press) -> None:
        """Open the article's own address: of the open one, or in the list of the one there."""
        if self._desk.context == "list":
            row = self._desk.articles.current
            if row is None:
                return
            address = row.url
        else:
            article = self._article
            if article is None:
                return
            address = article.document.metadata.url
        if address:
            self.open(address)
        else:
            self._desk.say("The file does not say at which address the article was published.")

    def jump(self, offset: int) -> None:
        """Put the reader's cursor on an offset, so that one can come back."""
        self._desk.reader.leave_mark()
        self._desk.reader.go(offset)

    def open(self, address: str) -> None:
        """Open an address in a browser, or copy it where none could be seen; say what was done."""
        if may_open(address):
            self._desk.run_worker(self._open(address), group="browser")
        else:
            self._say_with("This is no address of the web or of e-mail:", address)

    def copy(self, address: str, why: str = "") -> None:
        """Copy an address.

        Args:
            address: What to copy.
            why: What is to be said first.
        """
        self._desk.run_worker(self._copy(address, why), group="browser")

    @property
    def _article(self) -> OpenArticle | None:
        """The open article; where there is none, that is said."""
        if self._desk.article is None or self._desk.reader.lines is None:
            self._desk.say("Open an article first.")
            return None
        return self._desk.article

    def _on_a_fold(self) -> bool:
        lines = self._desk.reader.lines
        return lines is not None and lines.items.is_fold(lines.item_of(self._desk.reader.cursor))

    def _follow_link(self, article: OpenArticle, link: Link) -> None:
        asked = (article.record.id, link.start, link.address)
        again = asked == self._asked and time.monotonic() - self._asked_at < ASKED_FOR
        self._asked, self._asked_at = asked, time.monotonic()
        if again and link.opens:
            self._asked = ("", -1, "")
            self.open(link.address)
        else:
            pretended = f"Not {link.pretends[-NAMED:]}! " if link.pretends else ""
            odd = "Look at its host! " if link.warning and not pretended else ""
            self._say_with(f"{pretended}{odd}Enter again opens", link.address)

    async def _open(self, address: str) -> None:
        from tui.ui.browser import open_address, why_not

        why = why_not()
        if not why:
            self._say_with("Opening", address)
            if await asyncio.to_thread(open_address, address):
                self._say_with("Given to the browser:", address)
                return
            why = "No browser could be started."
        await self._copy(address, why)

    async def _copy(self, address: str, why: str) -> None:
        from tui.ui.terminal.clipboard import copy

        copied = await asyncio.to_thread(copy, address)
        if copied.request:
            self._desk.write(copied.request)
        said = copied.said.replace("1 word", "the address", 1)
        self._desk.say(f"{why} {said}".strip())

    def _say_with(self, words: str, address: str) -> None:
        """Say something of an address, of which as much is shown as there is room for."""
        room = (self._desk.cover or self._desk).status.size.width - len(words) - BESIDE
        self._desk.say(f"{words} {shorten(address, max(SHORTEST, room))}")
