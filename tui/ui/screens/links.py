"""The links of the open article: what each says and where it leads, in full."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.reading.links import Link, Links, host_place
from tui.ui.keymap import Press
from tui.ui.screens.cover import Cover
from tui.ui.widgets.cards import fold, fold_pieces, short
from tui.ui.widgets.entry_list import EntryRow

if TYPE_CHECKING:
    from tui.boilerplate.verdict import Verdicts
    from tui.ui.screens.desk import Desk


UNSAID = ("https://", "mailto:")
"""What an address that stands in the text may begin without."""


class LinkList(Cover):
    """List the links in text order; a typed number goes to that one.

    Args:
        desk: The screen under it, an article on it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "links")
        self._verdicts: Verdicts | None = None
        self._links: Links | None = None

    def follow(self) -> None:
        """Show the links there are now, the first one chosen that is not before the cursor."""
        article, reader = self.desk.article, self.desk.reader
        if article is None or article.verdicts is self._verdicts:
            return
        first = self._links is None
        self._verdicts = article.verdicts
        self._links = links = Links(article.verdicts, reveal=reader.reveal)
        index = links.at(reader.cursor) if first else self.entries.index
        self.entries.show(len(links), index)
        title = f"Links · {len(links):,}" if len(links) else "No links here"
        stripped = any(not verdict.keep for _, verdict in article.verdicts)
        if stripped and not reader.reveal:
            title += " · those of stripped blocks are left out"
        self.entitle(title)
        self.moved()

    @property
    def link(self) -> Link | None:
        """The link that the cursor is on; None where the list is empty."""
        return self._links[self.entries.index] if self._links else None

    def rows_of(self, index: int, width: int) -> list[EntryRow]:
        """Tell a link's number and words, its whole address, and what its words hide."""
        if self._links is None:
            return [()]
        link = self._links[index]
        number = f"{index + 1}  "
        room = max(8, width - len(number))
        begin, end = host_place(link.address)
        address = [
            (link.address[:begin], "quiet"),
            (link.address[begin:end], "state"),
            (link.address[end:], "quiet"),
        ]
        rows: list[EntryRow] = []
        bare = (link.address, *(link.address.removeprefix(sign) for sign in UNSAID))
        if link.words not in bare:
            rows.append(((short(link.words, room), ""),))
        rows += fold_pieces(address, room)
        if link.warning:
            rows += [((line, "state"),) for line in fold(f"! {link.warning}", room)]
        blank = " " * len(number)
        first, *rest = rows
        return [((number, "title"), *first), *(((blank, ""), *row) for row in rest)]

    def typed(self, pending: str) -> None:
        """Go to the entry of the number that is being typed."""
        if self._links and pending.isdecimal():
            self._go_to(int(pending))

    def moved(self) -> None:
        """Show which of the links the cursor is on."""
        self.show_place(len(self._links or ()))

    def _perform(self, press: Press) -> None:
        # The number has been gone to; it does not count what follows.
        super()._perform(replace(press, count=None) if press.command.id != "links.last" else press)

    def _go_to(self, number: int) -> None:
        if self._links:
            self.entries.show(len(self._links), min(number, len(self._links)) - 1)
            self.moved()

    def do_last(self, press: Press) -> None:
        """Go to the last link, or to the one of the number that was typed."""
        self._go_to(press.count or len(self._links or ()))

    def do_open(self, press: Press) -> None:
        """Open the link in a browser."""
        if self.link is not None:
            self.desk.following.open(self.link.address)

    def do_copy(self, press: Press) -> None:
        """Copy the link's address."""
        if self.link is not None:
            self.desk.following.copy(self.link.address)

    def do_jump(self, press: Press) -> None:
        """Leave, and go to the link's place in the text."""
        if self.link is not None:
            self.dismiss()
            self.desk.following.jump(self.link.start)
