"""The deleted notes of all articles: looked at, restored, and removed for good by hand only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.ui.keymap import Press
from tui.ui.screens.cover import Cover
from tui.ui.screens.question import Question
from tui.ui.widgets.cards import moment_here, short
from tui.ui.widgets.entry_list import EntryRow

if TYPE_CHECKING:
    from tui.annotations import AnnotationStore
    from tui.ui.screens.desk import Desk


class TrashList(Cover):
    """List the deleted annotations, the last deleted first.

    Args:
        desk: The screen under it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "trash")
        self._names: tuple[str, ...] = ()

    def follow(self) -> None:
        """Show what is in the trash now."""
        here = self._names[self.entries.index] if self._names else ""
        self._names = self.desk.session.notes.trash_names()
        known = here in self._names
        self.entries.show(
            len(self._names), self._names.index(here) if known else self.entries.index
        )
        self.entitle(f"Deleted notes · {len(self._names):,}" if self._names else "Nothing deleted")
        self.moved()

    def rows_of(self, index: int, width: int) -> list[EntryRow]:
        """Tell the article and when it was deleted, then the quotation and the note."""
        notes = self.desk.session.notes
        trashed = notes.trashed(self._names[index])
        if trashed is None:
            return [(("restored", "state"),)]
        annotation = trashed.annotation
        record = notes.article(annotation.article)
        headline = record.headline if record is not None else ""
        when = f" · deleted {moment_here(trashed.deleted)}"
        title = short(headline or "an article without a title", max(8, width - len(when)))
        rows: list[EntryRow] = [((title, "title"), (when, ""))]
        rows.append(((short(f"“{annotation.quote}”", width), "quiet"),))
        if annotation.note:
            rows.append(((short(annotation.note, width), ""),))
        return rows

    def moved(self) -> None:
        """Show which of the notes the cursor is on."""
        self.show_place(len(self._names))

    def do_restore(self, press: Press) -> None:
        """Restore the note at the cursor; undo puts it back."""
        if not self._names:
            return
        name = self._names[self.entries.index]

        def restore(notes: AnnotationStore) -> str:
            notes.restore(name)
            return "Restored; u puts it back into the trash."

        self.desk.keeping.change(restore)

    def do_empty(self, press: Press) -> None:
        """Ask, and then remove for good what is listed."""
        names = self._names
        if not names:
            self.status.say("There is nothing to remove.")
            return
        count = "1 deleted note" if len(names) == 1 else f"{len(names):,} deleted notes"
        asked = f"Remove {count} for good? This cannot be undone."

        def answered(yes: bool | None) -> None:
            if yes:
                self.desk.keeping.change(empty)

        def empty(notes: AnnotationStore) -> str:
            removed = notes.empty_trash(names)
            return "1 note is gone for good." if removed == 1 else f"{removed:,} notes are gone."

        self.app.push_screen(Question(asked), answered)
