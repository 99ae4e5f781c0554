"""What the reader decides about stripped blocks, and where it is remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.articles.safe_text import clean_text
from tui.boilerplate.verdict import Overrides, Role, fingerprints
from tui.ui.keymap import Press
from tui.ui.screens.pager_screen import PagerScreen
from tui.ui.widgets.reader_pane import Selecting

if TYPE_CHECKING:
    from tui.annotations import AnnotationStore
    from tui.ui.screens.desk import Desk


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
        self.decide(folded or self._block_here(), restore=True)

    def do_restore_all(self, press: Press) -> None:
        """Restore every stripped block, and remember that."""
        article = self._desk.article
        if article is not None:
            stripped = article.verdicts.blocks(Role.BOILERPLATE)
            if not stripped:
                self._desk.say("Nothing is stripped here.")
            self.decide([block.index for block in stripped], restore=True)

    def do_strip(self, press: Press) -> None:
        """Strip the block at the cursor or those selected, and remember that."""
        self.decide(self._blocks_selected(), restore=False)

    def do_source(self, press: Press) -> None:
        """Show the file's text as it came."""
        article = self._desk.article
        if article is not None:
            lines = clean_text(self._desk.opening.source_text()).split("\n")
            title = "The file as it came"
            self._desk.app.push_screen(PagerScreen(title, lines, self._desk.keymap))

    def do_why(self, press: Press) -> None:
        """List what was stripped, and why; it can be restored from there."""
        from tui.ui.screens.stripped import Stripped

        if self._desk.article is not None:
            self._desk.cover_with(Stripped(self._desk))

    def blocks_here(self) -> list[int]:
        """Return the blocks of the fold at the cursor, or else the block there."""
        return self._folded_here() or self._block_here()

    def _folded_here(self) -> list[int]:
        """Return the blocks of the fold at the cursor; none where there is no fold."""
        lines = self._desk.reader.lines
        if lines is None:
            return []
        item = lines.items[lines.item_of(self._desk.reader.cursor)]
        return list(item.blocks) if item.fold else []

    def _blocks_selected(self) -> list[int]:
        """Return the blocks of the selection, which ends with that, or else the one here."""
        article, reader = self._desk.article, self._desk.reader
        chosen = reader.selection
        if article is None or chosen is None:
            return self._block_here()
        reader.select(Selecting.NOTHING)
        return [block.index for block in article.document.blocks_in(chosen)]

    def _block_here(self) -> list[int]:
        article = self._desk.article
        if article is None or not article.document.blocks:
            return []
        return [article.document.block_at(self._desk.reader.cursor).index]

    def decide(self, blocks: list[int], *, restore: bool | None) -> None:
        """Restore or strip blocks by hand, and remember that.

        What was decided is looked up when it is this change's turn to be saved, so that keys
        that come faster than saves do not take back one another.

        Args:
            blocks: Their indexes.
            restore: Whether they are to be shown; None to change what the first of them is.
        """
        article = self._desk.article
        if article is None or not blocks:
            return

        def turn(notes: AnnotationStore) -> str:
            known = self._desk.keeping.as_known(article)
            wanted = not known.verdicts[blocks[0]].keep if restore is None else restore
            wrong_way = [block for block in blocks if known.verdicts[block].keep is not wanted]
            if not wrong_way:
                return "It is not stripped." if wanted else "It is stripped already."
            names = fingerprints(article.document)
            chosen = {names[block] for block in wrong_way}
            before = known.record.overrides
            # First take back what was decided the other way; where the rules agree, that is enough.
            overrides = Overrides(before.restored - chosen, before.stripped - chosen)
            without = known.with_record(replace(known.record, overrides=overrides)).verdicts
            rest = [names[block] for block in wrong_way if without[block].keep is not wanted]
            overrides = overrides.restore(*rest) if wanted else overrides.strip(*rest)
            notes.save_article(replace(known.record, overrides=overrides), known.record)
            count = "1 block" if len(chosen) == 1 else f"{len(chosen):,} blocks"
            return f"{count} {'restored' if wanted else 'stripped'}; u undoes it."

        self._desk.keeping.change(turn)
