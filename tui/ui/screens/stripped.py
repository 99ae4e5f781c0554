"""All that was stripped of the open article, and why; from here it is restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.boilerplate.outlet_rules import OUTLET_RULE
from tui.boilerplate.verdict import Verdict
from tui.ui.keymap import Press
from tui.ui.screens.cover import Cover
from tui.ui.widgets.cards import fold
from tui.ui.widgets.entry_list import EntryRow

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk

BY_HAND = ("reader", OUTLET_RULE)
"""Rules of verdicts that the reader decided; nothing was guessed."""

WHOLE = 20_000
"""Code points of a block that are shown at most; the text itself is one key away."""


class Stripped(Cover):
    """List the stripped blocks in reading order, and those that were restored among them.

    Args:
        desk: The screen under it, an article on it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "stripped")
        self._blocks: list[int] = []
        self._why: dict[int, Verdict] = {}
        """The last verdict of each listed block that has a reason to tell."""
        self._unfolded: set[int] = set()

    def follow(self) -> None:
        """Show the article's verdicts as they are now; what was listed stays in the list."""
        article = self.desk.article
        if article is None:
            return
        here = self.block
        for _, verdict in article.verdicts:
            if not verdict.keep or verdict.rule in BY_HAND:
                self._why[verdict.block] = verdict
        self._blocks = sorted(self._why)
        index = self._blocks.index(here) if here is not None else 0
        self.entries.show(len(self._blocks), index)
        stripped = sum(not article.verdicts[block].keep for block in self._blocks)
        restored = len(self._blocks) - stripped
        title = "Stripped, and why" if self._blocks else "Nothing is stripped here"
        counts = f" · {stripped:,} of {len(article.document.blocks):,} blocks" if stripped else ""
        self.entitle(title + counts + (f" · {restored:,} restored" if restored else ""))
        self.moved()

    @property
    def block(self) -> int | None:
        """The block that the cursor is on; None where the list is empty."""
        return self._blocks[self.entries.index] if self._blocks else None

    def rows_of(self, index: int, width: int) -> list[EntryRow]:
        """Tell the rule and how sure it is, then its reason, then the block's words."""
        block, article = self._blocks[index], self.desk.article
        if article is None:
            return [()]
        why, keep = self._why[block], article.verdicts[block].keep
        rows: list[EntryRow] = [(*self._title(why, keep),)]
        rows.extend(((line, ""),) for line in fold(why.reason, width))
        text = article.document.blocks[block].text
        if block in self._unfolded:
            shown = fold(text[:WHOLE], width)
            if len(text) > WHOLE:
                shown.append(f"… and {len(text) - WHOLE:,} characters more")
        else:
            words = " ".join(text[: 4 * width].split())
            shown = fold(words, width)[:1]
            if shown and (len(words) > len(shown[0]) or len(text) > 4 * width):
                shown = [*fold(words, width - 2)[:1]]
                shown[0] = f"{shown[0].rstrip()} …"
        rows.extend(((line, "quiet"),) for line in shown or ["(no words)"])
        return rows

    def _title(self, why: Verdict, keep: bool) -> list[tuple[str, str]]:
        pieces = [("restored", "state"), (" · ", "")] if keep else []
        if why.rule == "reader":
            pieces.append(("your decision", "title"))
        elif why.rule == OUTLET_RULE:
            pieces.append(("your rule for the outlet", "title"))
        else:
            pieces.append((why.rule or "clutter", "title"))
            pieces.append((f" · {why.confidence:.0%} sure", ""))
        return pieces

    def moved(self) -> None:
        """Show which of the blocks the cursor is on."""
        self.show_place(len(self._blocks))

    def do_toggle(self, press: Press) -> None:
        """Restore the block at the cursor, or strip it again."""
        if self.block is not None:
            self.desk.cleaning.decide([self.block], restore=None)

    def do_restore_all(self, press: Press) -> None:
        """Restore all of them."""
        self.desk.cleaning.do_restore_all(press)

    def do_keep_always(self, press: Press) -> None:
        """Make a rule to keep such blocks in all articles of the outlet."""
        if self.block is not None:
            self.desk.outlets.decide(self.block, keep=True)

    def do_strip_always(self, press: Press) -> None:
        """Make a rule to strip such blocks in all articles of the outlet."""
        if self.block is not None:
            self.desk.outlets.decide(self.block, keep=False)

    def do_unfold(self, press: Press) -> None:
        """Show the whole text of the block at the cursor, or its first words again."""
        if self.block is not None:
            self._unfolded ^= {self.block}
            self.entries.show(len(self._blocks), self.entries.index)

    def do_jump(self, press: Press) -> None:
        """Leave, and go to the block's place in the text."""
        article = self.desk.article
        if self.block is not None and article is not None:
            self.desk.reader.go(article.document.blocks[self.block].start)
            self.dismiss()
