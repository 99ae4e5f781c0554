"""The reader's rules for outlets, to look at and to remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.articles.safe_text import clean_line
from tui.ui.keymap import Press
from tui.ui.screens.cover import Cover
from tui.ui.widgets.cards import fold
from tui.ui.widgets.entry_list import EntryRow

if TYPE_CHECKING:
    from tui.annotations import SavedRule
    from tui.ui.screens.desk import Desk

SHORT = 60
"""Code points of a name or a label that are shown unless all of the rule is."""


class RuleList(Cover):
    """List the rules, those of the open article's outlet first.

    Args:
        desk: The screen under it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "rules")
        self._rules: list[SavedRule] = []
        self._unfolded: set[str] = set()

    def follow(self) -> None:
        """Show the rules as they are now."""
        from tui.boilerplate.outlet import outlet_key

        article = self.desk.article
        here = outlet_key(article.document) if article is not None else ""
        current = self._rules[self.entries.index].id if self._rules else ""
        rules = sorted(
            self.desk.session.notes.outlet_rules(),
            key=lambda saved: (saved.rule.outlet != here, saved.rule.outlet),
        )
        self._rules = rules
        ids = [saved.id for saved in rules]
        self.entries.show(len(ids), ids.index(current) if current in ids else self.entries.index)
        count = f" · {len(ids):,}" if ids else ""
        none = "No rules for outlets yet; gX or gK in an article makes one"
        self.entitle(f"Rules for outlets{count}" if ids else none)
        self.moved()

    def rows_of(self, index: int, width: int) -> list[EntryRow]:
        """Tell the outlet and what is done, by which words, and the block it was made from."""
        saved = self._rules[index]
        rule, whole = saved.rule, saved.id in self._unfolded
        done = "always kept" if rule.keep else "always stripped"
        name = rule.name if whole else clean_line(rule.name, SHORT)
        first, *more = fold(name, max(8, width - len(done) - 3)) or [""]
        rows: list[EntryRow] = [((done, "state"), (" · ", ""), (first, "title"))]
        rows.extend(((line, "title"),) for line in more)
        if rule.label:
            words = rule.words if whole else clean_line(rule.words, SHORT)
            rows.extend(((line, ""),) for line in fold(f"what begins “{words}”", width))
        elif whole:
            rows.extend(((line, ""),) for line in fold(f"these words: {rule.words}", width))
        sample = fold(rule.sample, width)
        if not whole and len(sample) > 1:
            sample = [f"{fold(rule.sample, width - 2)[0].rstrip()} …"]
        rows.extend(((line, "quiet"),) for line in sample)
        return rows

    def moved(self) -> None:
        """Show which of the rules the cursor is on."""
        self.show_place(len(self._rules))

    def do_remove(self, press: Press) -> None:
        """Remove the rule at the cursor; undo brings it back."""
        if self._rules:
            self.desk.outlets.remove(self._rules[self.entries.index])

    def do_unfold(self, press: Press) -> None:
        """Show all of the rule at the cursor, or its beginning again."""
        if self._rules:
            self._unfolded ^= {self._rules[self.entries.index].id}
            self.entries.show(len(self._rules), self.entries.index)
