"""Which panes are in view: as many as the terminal has room for, the focused one always."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.ui.keymap import Press

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk

THREE_PANES = 120
TWO_PANES = 90
"""Columns from which so many panes fit."""

PANES = ("list", "reader", "margin")


def panes_in_view(
    width: int, *, focus: str, beside: str, listed: bool, margin: bool, zen: bool
) -> tuple[bool, bool, bool]:
    """Say which of list, reader and margin are in view.

    Args:
        width: Columns of the terminal.
        focus: The pane that has the keys: "list", "reader" or "margin".
        beside: The pane that stands beside the reader where two fit: "list" or "margin".
        listed: Whether the list is wanted; the focused pane is shown all the same.
        margin: Whether the margin is wanted.
        zen: Whether the reader is to be alone.
    """
    listed = listed or focus == "list"
    margin = margin or focus == "margin"
    if zen:
        return False, True, False
    if width >= THREE_PANES:
        return listed, True, margin
    if width >= TWO_PANES:
        at_margin = margin and (beside == "margin" or not listed)
        return listed and not at_margin, True, at_margin
    return focus == "list", focus == "reader", focus == "margin"


class Panes:
    """Shows the panes that fit, and moves the keys between them.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._hidden: set[str] = set()
        self._in_view: list[str] = []
        self.zen = False
        """Whether the reader is alone."""
        self.beside = "list"
        """The pane that stands beside the reader where two fit."""

    def arrange(self) -> None:
        """Show the panes that fit."""
        desk = self._desk
        width, focused = desk.app.size.width, desk.focused
        desk.set_class(width < TWO_PANES, "-narrow")
        in_list = focused in (desk.articles, desk.searching.box)
        if self._with_filters(width, in_list=in_list):
            return
        shown = panes_in_view(
            width,
            focus="list" if in_list else desk.context,
            beside=self.beside,
            listed="list" not in self._hidden,
            margin="margin" not in self._hidden,
            zen=self.zen,
        )
        self._show(*shown, filters=False)

    def _with_filters(self, width: int, *, in_list: bool) -> bool:
        """Show the filters beside the list, in the margin's place; tell whether they are open."""
        filters = self._desk.filters
        in_filters = filters.entries.has_focus
        if not filters.is_open or not (in_list or in_filters):
            return False
        beside = width >= TWO_PANES
        self._show(beside or in_list, width >= THREE_PANES, False, filters=beside or in_filters)
        return True

    def _show(self, articles: bool, reader: bool, margin: bool, *, filters: bool) -> None:
        desk = self._desk
        shown = zip(PANES, (articles, reader, margin), strict=True)
        self._in_view = [name for name, seen in shown if seen]
        for pane, visible in (
            (desk.query_one("#library"), articles),
            (desk.filters.pane, filters),
            (desk.reader, reader),
            (desk.margin, margin),
        ):
            if pane.display != visible:
                pane.display = visible

    def follow_focus(self, widget: Widget) -> None:
        """Keep what has the keys in view."""
        desk = self._desk
        if widget in (desk.articles, desk.searching.box):
            self.beside = "list"
        elif widget in (desk.reader, desk.margin):
            desk.filters.is_open = False
        if widget is desk.filters.entries:
            self.beside = "list"
        elif widget is desk.margin:
            self.beside = "margin"
        if widget is desk.reader:
            desk.reader.set_current("")
        self.arrange()

    def bring(self, pane: Widget) -> None:
        """Show a pane and give it the keys: what is not displayed cannot have them."""
        desk = self._desk
        holders = {
            desk.articles: desk.query_one("#library"),
            desk.filters.entries: desk.filters.pane,
        }
        holders.get(pane, pane).display = True
        self._desk.set_focus(pane)
        # Now, and not when the pane hears of it: a frame may be painted in between.
        self.follow_focus(pane)

    def do_next_pane(self, press: Press) -> None:
        """Give the keys to the next pane."""
        self._step(1)

    def do_previous_pane(self, press: Press) -> None:
        """Give the keys to the pane before."""
        self._step(-1)

    def do_margin(self, press: Press) -> None:
        """Hide the margin where it is in view, else show it."""
        self._turn("margin", self._desk.margin)

    def do_list(self, press: Press) -> None:
        """Hide the list where it is in view, else show it."""
        self._turn("list", self._desk.articles)

    def _turn(self, name: str, pane: Widget) -> None:
        """Hide a pane, or show it: beside the reader, or alone where only one fits."""
        if name in self._in_view:
            self._hidden.add(name)
            if self._desk.context == name:
                self.bring(self._desk.reader)
        else:
            self._hidden.discard(name)
            self.zen, self.beside = False, name
            if self._desk.app.size.width < TWO_PANES:
                self.bring(pane)
        self.arrange()

    def do_zen(self, press: Press) -> None:
        """Show the reader alone, or the other panes again."""
        self.zen = not self.zen
        self.bring(self._desk.reader)
        self.arrange()

    def _step(self, step: int) -> None:
        self.zen = False
        filters = self._desk.filters
        if filters.is_open:
            beside = self._desk.context == "filters"
            self.bring(self._desk.articles if beside else filters.entries)
            return
        panes = [self._desk.articles, self._desk.reader, self._desk.margin]
        here = PANES.index(self._desk.context)
        self.bring(panes[(here + step) % len(panes)])
