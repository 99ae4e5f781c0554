"""What the reader decides for all articles of an outlet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.boilerplate.verdict import Verdicts
from tui.errors import CopydeskError
from tui.session import OpenArticle
from tui.ui.keymap import Press

if TYPE_CHECKING:
    from tui.annotations import AnnotationStore, SavedRule
    from tui.ui.screens.desk import Desk


class Outlets:
    """Carries out the commands about rules for outlets.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def do_rules(self, press: Press) -> None:
        """List the rules."""
        from tui.ui.screens.rule_list import RuleList

        self._desk.cover_with(RuleList(self._desk))

    def do_strip_always(self, press: Press) -> None:
        """Make a rule to strip such blocks as the one at the cursor."""
        self._decide_here(keep=False)

    def do_keep_always(self, press: Press) -> None:
        """Make a rule to keep such blocks as the one at the cursor."""
        self._decide_here(keep=True)

    def _decide_here(self, *, keep: bool) -> None:
        blocks = self._desk.cleaning.blocks_here()
        if len(blocks) > 1:
            self._desk.reader.show_stripped(True)
            self._desk.say(
                f"{len(blocks)} blocks: go to the one that is meant; gs folds them again."
            )
        elif blocks:
            self.decide(blocks[0], keep=keep)

    def decide(self, block: int, *, keep: bool) -> None:
        """Make a rule out of a block of the open article; ask what it is to go by.

        Only a block that begins with a label leaves a choice.
        """
        from tui.boilerplate.outlet_rules import opening_label, rule_for
        from tui.ui.screens.rule_question import RuleQuestion

        article = self._desk.article
        if article is None:
            return
        verdicts = _undecided(article, block)
        label = opening_label(article.document.blocks[block].text)
        try:
            rule = rule_for(verdicts, block, keep=keep, label=bool(label))
        except CopydeskError as error:
            self._desk.tell(str(error))
            return

        def make(by_label: bool | None) -> None:
            if by_label is not None:
                self._make(article, verdicts, block, keep=keep, label=by_label)

        if label:
            self._desk.app.push_screen(RuleQuestion(rule.name, label, keep=keep), make)
        else:
            make(False)

    def _make(
        self, article: OpenArticle, verdicts: Verdicts, block: int, *, keep: bool, label: bool
    ) -> None:
        from tui.boilerplate.outlet_rules import RuleBook, rule_for

        rule = rule_for(verdicts, block, keep=keep, label=label)
        count = len(RuleBook([rule]).blocks(verdicts))
        blocks = "1 block" if count == 1 else f"{count:,} blocks"
        said = f"Always {'kept' if keep else 'stripped'}: {blocks} here; u undoes it"
        by_hand = article.verdicts[block]
        if by_hand.rule == "reader" and by_hand.keep is not keep:
            said += ". This very block stays as you decided"

        def save(notes: AnnotationStore) -> str:
            notes.save_outlet_rule(rule)
            return f"{said} ({rule.name})."

        self._desk.keeping.change(save)

    def remove(self, saved: SavedRule) -> None:
        """Remove a rule; undo brings it back."""

        def delete(notes: AnnotationStore) -> str:
            notes.delete_outlet_rule(saved.id)
            return "Rule removed; u brings it back."

        self._desk.keeping.change(delete)


def _undecided(article: OpenArticle, block: int) -> Verdicts:
    """Return what an article's blocks are before the reader decided anything about one of them."""
    from tui.boilerplate import remove_boilerplate
    from tui.boilerplate.outlet_rules import OUTLET_RULE

    if article.verdicts[block].rule not in ("reader", OUTLET_RULE):
        return article.verdicts
    return remove_boilerplate(article.document, habits=replace(article.habits, rules=()))
