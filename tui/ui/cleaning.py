"""What the reader decides about stripped blocks, and where it is remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.articles.safe_text import clean_text
from tui.boilerplate.verdict import Overrides, Role, fingerprints
from tui.ui.keymap import Press
from tui.ui.screens.pager_screen import PagerScreen
from tui.ui.widgets.pager import PagerLine

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk

FIRST_WORDS = 70


class Cleaning:
    """Carries out the commands about stripping.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def do_show_stripped(self, press: Press) -> None:
        """Show stripped blocks in place, or fold them again."""
        reader = self._desk.reader
        reader.show_stripped(not reader.reveal)
        self._desk.say("Stripped blocks are shown." if reader.reveal else "They are folded again.")

    def do_open_fold(self, press: Press) -> None:
        """On a fold, show the stripped blocks in place."""
        if self._folded_here():
            self._desk.reader.show_stripped(True)

    def do_restore(self, press: Press) -> None:
        """Restore the stripped block at the cursor, and remember that."""
        folded = self._folded_here()
        if len(folded) > 1:
            self._desk.reader.show_stripped(True)
            keys = "gr restores the one at the cursor, gs folds the rest again."
            self._desk.say(f"{len(folded)} blocks: {keys}")
            return
        self._decide(folded or self._block_here(), restore=True)

    def do_restore_all(self, press: Press) -> None:
        """Restore every stripped block, and remember that."""
        article = self._desk.article
        if article is not None:
            stripped = article.verdicts.blocks(Role.BOILERPLATE)
            self._decide([block.index for block in stripped], restore=True)

    def do_strip(self, press: Press) -> None:
        """Strip the block at the cursor, and remember that."""
        self._decide(self._block_here(), restore=False)

    def do_source(self, press: Press) -> None:
        """Show the file's text as it came."""
        article = self._desk.article
        if article is not None:
            lines = clean_text(self._desk.opening.source_text()).split("\n")
            title = "The file as it came"
            self._desk.app.push_screen(PagerScreen(title, lines, self._desk.keymap))

    def do_why(self, press: Press) -> None:
        """List what was stripped, and why."""
        article = self._desk.article
        if article is None:
            return
        lines: list[PagerLine] = []
        for block, verdict in article.verdicts:
            if verdict.keep:
                continue
            sure = f"{verdict.confidence:.0%} sure"
            lines.append(((f" {verdict.rule}", "title"), (f"  {verdict.reason} ({sure})", "")))
            words = " ".join(block.text.split())
            shown = words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS] + "…"
            lines.append(((f"   {shown}", "quiet"),))
        title = "Stripped, and why" if lines else "Nothing is stripped here"
        self._desk.app.push_screen(PagerScreen(title, lines, self._desk.keymap))

    def _folded_here(self) -> list[int]:
        """Return the blocks of the fold at the cursor; none where there is no fold."""
        lines = self._desk.reader.lines
        if lines is None:
            return []
        item = lines.items[lines.item_of(self._desk.reader.cursor)]
        return list(item.blocks) if item.fold else []

    def _block_here(self) -> list[int]:
        article = self._desk.article
        if article is None or not article.document.blocks:
            return []
        return [article.document.block_at(self._desk.reader.cursor).index]

    def _decide(self, blocks: list[int], *, restore: bool) -> None:
        from tui.boilerplate import remove_boilerplate

        article = self._desk.article
        if article is None:
            return
        wrong_way = [block for block in blocks if article.verdicts[block].keep is not restore]
        if not wrong_way:
            self._desk.say("It is not stripped." if restore else "It is stripped already.")
            return
        names = fingerprints(article.document)
        chosen = {names[block] for block in wrong_way}
        before: Overrides = article.record.overrides
        # First take back what was decided the other way; where the rules agree, that is enough.
        overrides = Overrides(before.restored - chosen, before.stripped - chosen)
        verdicts = remove_boilerplate(article.document, overrides)
        rest = [names[block] for block in wrong_way if verdicts[block].keep is not restore]
        overrides = overrides.restore(*rest) if restore else overrides.strip(*rest)
        record = replace(article.record, overrides=overrides)
        count = "1 block" if len(chosen) == 1 else f"{len(chosen)} blocks"
        done = f"{count} {'restored' if restore else 'stripped'}; u undoes it."
        self._desk.keeping.save_record(record, done)
