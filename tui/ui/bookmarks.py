"""Marks: places in an article that the reader names by a letter, kept with the article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.ui.keymap import Press

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk

_BEFORE_THE_JUMP = ("'", "`")


class Bookmarks:
    """Sets marks and goes to them.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def do_mark(self, press: Press) -> None:
        """Name the place of the cursor."""
        article, name = self._desk.article, press.argument
        if article is None or self._desk.reader.page is None:
            self._desk.say("Open an article first.")
        elif len(name) != 1 or name in _BEFORE_THE_JUMP:
            self._desk.say("A mark is one character, such as a letter.")
        else:
            marks = {**dict(article.record.marks), name: self._desk.reader.cursor}
            record = replace(article.record, marks=tuple(sorted(marks.items())))
            self._desk.keeping.save_record(record)
            self._desk.article = article.with_record(record)  # it may be gone to at once
            self._desk.say(f"Mark {name} set; '{name} comes back to it.")

    def do_to_mark(self, press: Press) -> None:
        """Go to a named place, or to where the last jump began."""
        article, reader, name = self._desk.article, self._desk.reader, press.argument
        if article is None or reader.page is None:
            self._desk.say("Open an article first.")
            return
        before = name in _BEFORE_THE_JUMP
        place = reader.jumps.last if before else dict(article.record.marks).get(name)
        if place is None:
            self._desk.say(
                "Nothing was jumped from yet."
                if before
                else f"There is no mark {name} in this article."
            )
            return
        reader.leave_mark()
        reader.go(min(place, max(0, len(article.document.text) - 1)))
