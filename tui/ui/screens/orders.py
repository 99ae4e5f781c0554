"""The orders that the list can be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.library import SORTS, Sort
from tui.ui.keymap import Press
from tui.ui.listing import order_name
from tui.ui.screens.cover import Cover
from tui.ui.widgets.entry_list import EntryRow

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk

NAME = max(map(len, SORTS.values())) + 2
"""Cells of what it is sorted by."""


class Orders(Cover):
    """List what the articles can be sorted by; the present order is marked.

    Args:
        desk: The screen under it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "orders")
        searched = desk.shelf.query is not None
        self._orders = [by for by in SORTS if searched or by != "relevance"]

    def follow(self) -> None:
        """Show the orders, the cursor on the present one."""
        present = self.desk.shelf.sort.by
        index = self._orders.index(present) if present in self._orders else 0
        self.entries.show(len(self._orders), index)
        self.entitle("Sort the list by")
        self.moved()

    def rows_of(self, index: int, width: int) -> list[EntryRow]:
        """Tell what it is sorted by, and the order that choosing it gives."""
        by, present = self._orders[index], self.desk.shelf.sort
        if by != present.by:
            said = order_name(Sort(by))
            return [(("  ", ""), (SORTS[by].ljust(NAME), "title"), (said, "quiet"))]
        again = order_name(Sort(by, not present.reverse))
        said = f"{order_name(present)} now; again: {again}"
        return [(("● ", "state"), (SORTS[by].ljust(NAME), "title"), (said, "quiet"))]

    def moved(self) -> None:
        """Show which of the orders the cursor is on."""
        self.show_place(len(self._orders))

    def do_choose(self, press: Press) -> None:
        """Leave, and sort the list so."""
        self.dismiss()
        self.desk.walking.sort_by(self._orders[self.entries.index])
