"""Decide what each block of a Document is for the article, and say why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tui.articles.document import BlockKind, Document
from tui.boilerplate.clue import DECIDES, Clue, combined
from tui.boilerplate.frame import outside_by_shape
from tui.boilerplate.markup import marked_by_the_page, outside_the_body
from tui.boilerplate.outlet import UNKNOWN, OutletHabits
from tui.boilerplate.outlet_rules import ruled
from tui.boilerplate.recurring import credited, recurring_blocks
from tui.boilerplate.regions import PLACES, repeated_headline
from tui.boilerplate.seen import Seen, look_at
from tui.boilerplate.standfirst import with_standfirst
from tui.boilerplate.verdict import Overrides, Role, Verdict, Verdicts, fingerprints

_STATED = {"headline": Role.HEADLINE, "byline": Role.BYLINE, "published": Role.DATE}

NONE = Overrides()
"""The reader has decided nothing."""


def remove_boilerplate(
    document: Document, overrides: Overrides = NONE, habits: OutletHabits = UNKNOWN
) -> Verdicts:
    """Give every block of a Document a verdict.

    The order is: what the format states (headline, byline, date); what is protected; captions
    and credits; clutter by wording and by place; clutter by shape; the reader's rules for the
    outlet; and the reader's word about the very block, which is final. Nothing is deleted, and
    the same Document always gets the same verdicts.

    Args:
        document: The article as it was read.
        overrides: What the reader restored or stripped in it.
        habits: What is known of its outlet.

    Returns:
        One verdict a block, in order.
    """
    seen = look_at(document)
    page = seen.page
    placed: dict[int, list[Clue]] = {}
    headlines = repeated_headline(page)
    for rule in (*PLACES, marked_by_the_page, outside_the_body):
        for index, clue in rule(page).items():
            placed.setdefault(index, []).append(clue)
    for index, clue in outside_by_shape(seen, placed).items():
        placed.setdefault(index, []).append(clue)
    # After shape, which asks how much of the page nothing explains.
    learned = recurring_blocks(page, habits)
    for index, clue in learned.items():
        placed.setdefault(index, []).append(clue)
    verdicts = []
    for index in range(len(page)):
        found = _judge(seen, index, headlines.get(index), placed.get(index, []))
        if found and index in learned:
            found = credited(found, learned[index])
        verdicts.append(
            Verdict(index, found.role, found.rule, found.reason, round(found.strength, 3))
            if found
            else Verdict(index, Role.BODY)
        )
    verdicts = with_standfirst(page, verdicts)
    verdicts = ruled(document, verdicts, habits.rules)
    return Verdicts(document, tuple(_overruled(document, verdicts, overrides)))


def _judge(seen: Seen, index: int, headline: Clue | None, placed: Sequence[Clue]) -> Clue | None:
    line = seen.page.lines[index]
    if not line.bare and not line.block.text.strip():
        return (
            None if line.block.kind is BlockKind.RULE else Clue("not article text", 0.9, "is empty")
        )
    for state in line.block.evidence.states:
        if state in _STATED:
            return Clue("", 1.0, f"states the {_STATED[state].value}", _STATED[state])
    if headline and headline.role is Role.HEADLINE:
        return headline
    if set_apart := seen.apart[index]:
        return set_apart
    clues = [*seen.clues[index], headline] if headline else seen.clues[index]
    if not clues and not placed:
        return None
    worded = combined(clues)
    verdict = combined([*clues, *placed]) if placed else worded
    if verdict is None or verdict.strength < DECIDES:
        return None
    if placed and worded and worded.strength >= DECIDES:
        # What a block says tells the reader more than where it stands.
        return replace(worded, strength=verdict.strength)
    return verdict


def _overruled(document: Document, verdicts: list[Verdict], overrides: Overrides) -> list[Verdict]:
    if not (overrides.restored or overrides.stripped):
        return verdicts
    decided = []
    for name, verdict in zip(fingerprints(document), verdicts, strict=True):
        if name in overrides.stripped:
            reason = "you stripped it"
            decided.append(Verdict(verdict.block, Role.BOILERPLATE, "reader", reason))
        elif name in overrides.restored and not verdict.keep:
            reason = f"you restored it (otherwise: {verdict.reason})"
            decided.append(Verdict(verdict.block, Role.BODY, "reader", reason))
        else:
            decided.append(verdict)
    return decided
