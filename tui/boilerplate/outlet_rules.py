"""Rules that the reader makes for all articles of an outlet, and what they do to one of them."""

from __future__ import annotations

from collections.abc import Iterable

from tui.articles.document import Document
from tui.articles.safe_text import clean_line
from tui.boilerplate.outlet import OutletRule, outlet_key, outlet_name
from tui.boilerplate.verdict import Role, Verdict, Verdicts
from tui.boilerplate.wording import LOOKED_AT, bare_words, label_end
from tui.errors import CopydeskError

OUTLET_RULE = "outlet rule"
"""The rule that a verdict names where the reader decided for the whole outlet."""

UNTOUCHED = (Role.PROTECTED, Role.HEADLINE)
"""What no rule for an outlet hides."""

_SAMPLE = 200
"""Code points of the block that is kept with a rule, to show what it means."""


def outlet_words(text: str) -> str:
    """Return the words by which a rule knows a block: of its beginning, each number a `#`.

    "Read more: 12 walks" and "Read more – 7 Walks" are the same to a rule.
    """
    words = bare_words(text[:LOOKED_AT]).split(" ")
    return " ".join("#" if word[:1].isdigit() else word for word in words)


def opening_label(text: str) -> str:
    """Return the label that opens a block as it is written ("READ MORE:"), empty for none.

    A short first sentence opens a block as well ("He paid."), and "Dr." does: what ends in a full
    stop is no label here, lest a rule takes the paragraphs of an article.
    """
    label = text[: label_end(text)].strip()
    return "" if label.endswith(".") or label == text.strip() else label


def rule_for(verdicts: Verdicts, block: int, *, keep: bool, label: bool) -> OutletRule:
    """Make a rule for an outlet out of one block of one of its articles.

    Args:
        verdicts: What the article's blocks are, before the reader's own decisions.
        block: The block's index.
        keep: Whether such blocks are to be shown from now on; else they are stripped.
        label: Whether the label that opens the block is meant, not all its words.

    Raises:
        CopydeskError: there is no such rule: the outlet is not known, the block has no words, or
            it must not be stripped.
    """
    document = verdicts.document
    outlet, text = outlet_key(document), document.blocks[block].text
    if not outlet:
        raise CopydeskError(
            "This article names neither its outlet nor its address, "
            "so there is no outlet to make a rule for."
        )
    if not keep and verdicts[block].role is Role.HEADLINE:
        raise CopydeskError("This is the headline; a rule for the outlet cannot strip it.")
    if not keep and verdicts[block].role is Role.PROTECTED:
        what = verdicts[block].rule or "protected"
        raise CopydeskError(
            f"This block is protected ({what}); a rule for the outlet cannot strip such blocks."
        )
    words = outlet_words(opening_label(text) if label else text)
    if not words:
        raise CopydeskError("This block has no words that a rule could go by.")
    sample = clean_line(text, _SAMPLE)
    return OutletRule(outlet, keep, words, label, sample, outlet_name(document))


class RuleBook:
    """The rules of one outlet, looked up by their words: a thousand cost what one costs.

    Where the words of a whole block have a rule, that decides; else the label that opens it does.

    Args:
        rules: Of one outlet; of two with the same words the later counts.
    """

    def __init__(self, rules: Iterable[OutletRule]) -> None:
        self._whole: dict[str, OutletRule] = {}
        self._labels: dict[str, OutletRule] = {}
        for rule in rules:
            if rule.words:
                (self._labels if rule.label else self._whole)[rule.words] = rule

    def rule_of(self, text: str) -> OutletRule | None:
        """Return the rule for a block of that text, None where there is none."""
        words = outlet_words(text)
        if not words:
            return None
        if found := self._whole.get(words) or self._labels.get(words):
            return found
        return self._labels.get(outlet_words(opening_label(text))) if self._labels else None

    def blocks(self, verdicts: Verdicts) -> list[int]:
        """Return the blocks of an article that the rules decide about."""
        return [
            block.index
            for block, verdict in verdicts
            if (rule := self.rule_of(block.text)) is not None
            and (rule.keep or verdict.role not in UNTOUCHED)
        ]


def ruled(
    document: Document, verdicts: list[Verdict], rules: tuple[OutletRule, ...]
) -> list[Verdict]:
    """Let the reader's rules for an outlet overrule what was found out about an article.

    A rule to strip does nothing to a protected block, nor to the headline; a rule to keep, nothing
    to what is kept anyway.

    Args:
        document: The article.
        verdicts: One a block, in order.
        rules: Those of its outlet.

    Returns:
        One verdict a block, in order.
    """
    if not rules:
        return verdicts
    book, outlet = RuleBook(rules), outlet_name(document)
    decided = []
    for block, verdict in zip(document.blocks, verdicts, strict=True):
        rule = book.rule_of(block.text)
        if rule is not None and rule.keep and not verdict.keep:
            reason = f"you always keep this in {outlet} (otherwise: {verdict.reason})"
            verdict = Verdict(verdict.block, Role.BODY, OUTLET_RULE, reason)
        elif rule is not None and not rule.keep and verdict.role not in UNTOUCHED:
            reason = f"you always strip this in {outlet}"
            verdict = Verdict(verdict.block, Role.BOILERPLATE, OUTLET_RULE, reason)
        decided.append(verdict)
    return decided
