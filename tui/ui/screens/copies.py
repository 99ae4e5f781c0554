"""In which outlets a story ran: how much each has of the open one, what it put in and cut."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tui.annotations.version_diff import PassageKind, TextDifferences, compare_texts
from tui.ui.comparing import Side
from tui.ui.keymap import Press
from tui.ui.screens.cover import Cover
from tui.ui.widgets.cards import fold_pieces, short
from tui.ui.widgets.entry_list import EntryRow

if TYPE_CHECKING:
    from tui.annotations.version import Version
    from tui.ui.screens.desk import Desk

NAMED = 3
"""Paragraphs that were put in or cut of which the first words are shown."""


class CopyList(Cover):
    """List the copies of a story, the oldest first.

    Args:
        desk: The screen under it.
        here: The article that the others are compared with.
        copies: All of them, that one among them.
    """

    def __init__(self, desk: Desk, here: Version, copies: Sequence[Version]) -> None:
        super().__init__(desk, "copies")
        self._here = here
        self._copies = tuple(copies)
        self._found: dict[int, TextDifferences] = {}

    def on_mount(self) -> None:
        """Show the copies, and how they differ as soon as each has been compared."""
        super().on_mount()
        self.run_worker(self._compare_all())

    async def _compare_all(self) -> None:
        for index, copy in enumerate(self._copies):
            if copy is not self._here:
                texts = self._here.text, copy.text
                self._found[index] = await asyncio.to_thread(compare_texts, *texts)
                if not self.is_attached:
                    return
                self.follow()

    def follow(self) -> None:
        """Show what is known now."""
        self.entries.show(len(self._copies), self.entries.index)
        outlets = {copy.outlet for copy in self._copies if copy.outlet}
        where = f" in {len(outlets):,} outlets" if len(outlets) > 1 else ""
        self.entitle(f"This story ran {len(self._copies):,} times{where}")
        self.moved()

    def rows_of(self, index: int, width: int) -> list[EntryRow]:
        """Tell the outlet, the date and the share, then the headline, then what differs."""
        copy = self._copies[index]
        side, found = Side("there", copy), self._found.get(index)
        title: list[tuple[str, str]] = [(side.outlet, "title")]
        title.append((f" · {side.when}" if side.when else "", ""))
        if copy is self._here:
            title.append((" · the one you came from", "state"))
        else:
            share = "comparing …" if found is None else f"{_percent(found.alike)} the same words"
            title.append((f" · {share}", ""))
        rows: list[EntryRow] = [*fold_pieces(title, width)]
        rows += fold_pieces([(copy.headline or "(no headline)", "")], width)
        if found is not None:
            rows += fold_pieces([(_difference(found), "quiet")], width)
            rows += _named(found, PassageKind.ADDED, width)
            rows += _named(found, PassageKind.REMOVED, width)
        return [*rows, ()]

    def moved(self) -> None:
        """Show which of the copies the cursor is on."""
        self.show_place(len(self._copies))

    def do_compare(self, press: Press) -> None:
        """Show word by word what the copy at the cursor put in and cut."""
        copy = self._copies[self.entries.index]
        if copy is self._here:
            self.status.say("This is the one that the others are compared with.")
            return
        here, there = Side("here", self._here, is_open=True), Side("there", copy)
        found = self._found.get(self.entries.index)
        self.desk.comparing.compare(f"As it ran in {there.outlet}", here, there, found=found)

    def do_open(self, press: Press) -> None:
        """Leave, and open the article at the cursor."""
        self.dismiss()
        self.desk.comparing.open(self._copies[self.entries.index].path)


def _percent(share: float) -> str:
    """Return a share so that 100 % means all and 0 % nothing."""
    if 0 < share < 1:
        share = min(max(share, 0.01), 0.99)
    return f"{share:.0%}"


def _difference(found: TextDifferences) -> str:
    parts = [
        f"{count:,} {what}"
        for count, what in (
            (found.count(PassageKind.ADDED), "put in"),
            (found.count(PassageKind.REMOVED), "cut"),
            (found.count(PassageKind.CHANGED), "changed"),
            (found.count(PassageKind.MOVED_HERE), "moved"),
        )
        if count
    ]
    if not parts:
        return "not a word differs"
    words = f"+{found.added:,} −{found.removed:,} words"
    return f"paragraphs: {', '.join(parts)} · {words}"


def _named(found: TextDifferences, kind: PassageKind, width: int) -> Iterator[EntryRow]:
    """Yield the first words of the paragraphs that only one of the two has."""
    passages = [passage for passage in found.passages if passage.kind is kind]
    before, behind, name = ("{+", "+}", "new") if kind is PassageKind.ADDED else ("[-", "-]", "old")
    for passage in passages[:NAMED]:
        words = short(passage.pieces[0].text, max(8, width - len(before + behind)))
        yield ((f"{before}{words}{behind}", name),)
    if len(passages) > NAMED:
        yield ((f"… and {len(passages) - NAMED:,} more", "quiet"),)
