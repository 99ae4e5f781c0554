"""One entry at a time, with nothing beside it, walked through row by row."""

from __future__ import annotations

from tui.ui.widgets.entry_list import GUTTER, EntryList


class Preview(EntryList):
    """Show one entry, the beginning first."""

    POINTER = " " * GUTTER

    def show_one(self, *, anew: bool) -> None:
        """Show the entry as it is now.

        Args:
            anew: Whether it is another one than before, to be seen from its beginning.
        """
        if anew:
            self._skipped = 0
        self.show(1, 0)
