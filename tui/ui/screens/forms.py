"""What a note was before: its earlier forms, to look at and to restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.ui.keymap import Press
from tui.ui.screens.cover import Cover
from tui.ui.widgets.cards import fold, moment_here
from tui.ui.widgets.entry_list import EntryRow

if TYPE_CHECKING:
    from tui.annotations import Annotation
    from tui.ui.screens.desk import Desk

HIGHEST = 6
"""Rows of a note or a quotation that are shown."""


class Forms(Cover):
    """List the forms of an annotation, the present one first.

    Args:
        desk: The screen under it.
        name: The annotation's id.
    """

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk, "forms")
        self._note = name
        self._forms: list[Annotation] = []

    def follow(self) -> None:
        """Show the forms that there are now."""
        notes = self.desk.session.notes
        present = notes.get(self._note)
        earlier = reversed(notes.history_of(self._note))
        self._forms = [] if present is None else [present, *earlier]
        self.entries.show(len(self._forms), self.entries.index)
        count = len(self._forms) - 1
        title = f"Earlier forms of this note · {count:,}" if count > 0 else "No earlier forms yet"
        self.entitle(title if self._forms else "This note is not in the notes file")
        self.moved()

    def rows_of(self, index: int, width: int) -> list[EntryRow]:
        """Tell when it was written, what of it differs from the present form, and the note."""
        form, present = self._forms[index], self._forms[0]
        title: list[tuple[str, str]] = [(moment_here(form.modified) or "some day", "title")]
        if index == 0:
            title.append((" · as it is now", "state"))
        else:
            title.append((f" · {_difference(form, present)}", ""))
        rows: list[EntryRow] = [tuple(title)]
        note = fold(form.note, width)
        rows.extend(((line, ""),) for line in note[:HIGHEST])
        if len(note) > HIGHEST:
            rows.append((("…", ""),))
        facts = [str(form.colour), *(f"#{tag}" for tag in form.tags)]
        rows.extend(((line, "quiet"),) for line in fold("  ".join(facts), width))
        if index == 0 or form.quote != present.quote:
            rows.extend(((line, "quiet"),) for line in fold(f"“{form.quote}”", width)[:HIGHEST])
        return rows

    def moved(self) -> None:
        """Show which of the forms the cursor is on."""
        self.show_place(len(self._forms))

    def do_restore(self, press: Press) -> None:
        """Make the form at the cursor the present one."""
        if self.entries.index and self._forms:
            self.desk.annotating.restore_form(self._forms[0], self._forms[self.entries.index])
        elif self._forms:
            self.status.say("This is how it is now.")


def _difference(form: Annotation, present: Annotation) -> str:
    different = [
        name
        for name, changed in (
            ("note", form.note != present.note),
            ("tags", form.tags != present.tags),
            ("colour", form.colour != present.colour),
            ("words", form.quote != present.quote),
            ("place", form.quote == present.quote and form.targets != present.targets),
        )
        if changed
    ]
    return f"another {', '.join(different)}" if different else "the same"
