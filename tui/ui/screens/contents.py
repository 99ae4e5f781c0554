"""The contents of the open article: its headings, or its paragraphs where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.reading.outline import Outline
from tui.ui.keymap import Press
from tui.ui.screens.cover import Cover
from tui.ui.widgets.cards import short
from tui.ui.widgets.entry_list import EntryRow

if TYPE_CHECKING:
    from tui.boilerplate.verdict import Verdicts
    from tui.ui.screens.desk import Desk

INDENT = 2
"""Cells by which each level is indented."""

WIDE = 60
"""Cells from which on the unit of the figures is written."""


class Contents(Cover):
    """List the headings with how far along each is and how many words stand below it.

    Args:
        desk: The screen under it, an article on it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "contents")
        self._verdicts: Verdicts | None = None
        self._outline: Outline | None = None

    def follow(self) -> None:
        """Show what the article has now, the entry chosen in which the reader is."""
        article = self.desk.article
        if article is None or article.verdicts is self._verdicts:
            return
        first = self._outline is None
        self._verdicts = article.verdicts
        self._outline = outline = Outline(article.verdicts, reveal=self.desk.reader.reveal)
        index = outline.at(self.desk.reader.cursor) if first else self.entries.index
        self.entries.show(len(outline), index)
        if outline.has_headings:
            self.entitle("Contents")
        elif len(outline):
            self.entitle("Contents · no headings here: the paragraphs, by their first words")
        else:
            self.entitle("Contents · there is no text here")
        self.moved()

    def rows_of(self, index: int, width: int) -> list[EntryRow]:
        """Tell how far along an entry is, its words, and how many stand below it."""
        if self._outline is None:
            return [()]
        entry = self._outline[index]
        through = f"{entry.through:4.0%}  "
        unit = "" if width < WIDE else " word " if entry.words == 1 else " words"
        below = f"  {entry.words:,}{unit}"
        indent = " " * min(INDENT * entry.level, width // 4)
        room = max(4, width - len(through) - len(indent) - len(below))
        text = short(entry.text, room)
        pad = " " * max(0, room - cell_len(text))
        style = "" if entry.level else "title"
        return [((through, "quiet"), (indent + text, style), (pad + below, "quiet"))]

    def moved(self) -> None:
        """Show which of the entries the cursor is on."""
        self.show_place(len(self._outline or ()))

    def do_jump(self, press: Press) -> None:
        """Leave, and go to the entry's place in the text."""
        self.dismiss()
        if self._outline is not None and len(self._outline):
            self.desk.following.jump(self._outline[self.entries.index].start)
