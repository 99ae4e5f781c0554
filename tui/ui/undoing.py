"""Undo and redo: of what the notes file holds, and of what was taken off the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.errors import SearchIndexError
from tui.ui.keymap import Press

if TYPE_CHECKING:
    from tui.annotations import AnnotationStore
    from tui.ui.screens.desk import Desk


@dataclass(frozen=True, slots=True)
class _Dismissal:
    """Articles without a file that were taken off the list.

    Attributes:
        articles: Their ids.
        after: The last step of the notes when it was done: its turn comes when that is the last
            again. The index is no place for steps, as it may be deleted.
    """

    articles: tuple[int, ...]
    after: str


class Undoing:
    """Takes back what was done last, whatever it was done to.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._done: list[_Dismissal] = []
        self._undone: list[_Dismissal] = []

    def dismiss(self, notes: AnnotationStore, articles: list[int]) -> None:
        """Take articles whose files are gone off the list; undo puts them back.

        Raises:
            SearchIndexError: the index cannot be written.
        """
        dismissal = _Dismissal(tuple(articles), notes.last_step)
        self._move(dismissal)
        self._done.append(dismissal)
        self._undone.clear()

    def do_undo(self, press: Press) -> None:
        """Undo the last change to articles, notes, tags or stripping."""
        self._desk.relisting.seek()
        self._desk.keeping.change(self._undo)

    def do_redo(self, press: Press) -> None:
        """Redo what was undone last."""
        self._desk.keeping.change(self._redo)

    def _undo(self, notes: AnnotationStore) -> str:
        if self._done and self._done[-1].after == notes.last_step:
            return self._flip(self._done, self._undone, back=True)
        return notes.undo() or "There is nothing to undo."

    def _redo(self, notes: AnnotationStore) -> str:
        if self._undone and self._undone[-1].after == notes.last_step:
            return self._flip(self._undone, self._done, back=False)
        return notes.redo() or "There is nothing to redo."

    def _flip(self, taken: list[_Dismissal], put: list[_Dismissal], *, back: bool) -> str:
        dismissal = taken[-1]
        try:
            self._move(dismissal, back=back)
        except SearchIndexError as error:
            return str(error)
        put.append(taken.pop())
        many = len(dismissal.articles)
        what = "1 article" if many == 1 else f"{many:,} articles"
        return f"{what} back on the list" if back else f"{what} taken off the list again"

    def _move(self, dismissal: _Dismissal, *, back: bool = False) -> None:
        self._desk.session.index.dismiss(dismissal.articles, back=back)
        self._desk.relisting.note_moved()
