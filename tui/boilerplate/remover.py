"""Decide what each block of a Document is for the article, and say why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from tui.articles.document import BlockKind, Document
from tui.boilerplate.captions import CAPTION_RULES
from tui.boilerplate.clue import DECIDES, Clue, combined, quoted
from tui.boilerplate.context import vectors
from tui.boilerplate.markup import marked_by_the_page, outside_the_body
from tui.boilerplate.model import shape_model
from tui.boilerplate.page import Page
from tui.boilerplate.protected import below_notice, contributor_line, dateline, notice
from tui.boilerplate.regions import PLACES, repeated_headline
from tui.boilerplate.rules import clutter_clues
from tui.boilerplate.shape import Facts, measure
from tui.boilerplate.verdict import Overrides, Role, Verdict, Verdicts, fingerprints

_STATED = {"headline": Role.HEADLINE, "byline": Role.BYLINE, "published": Role.DATE}

NONE = Overrides()
"""The reader has decided nothing."""

DEBRIS = 4
"""Lines outside the article that nothing but their shape explains, before shape is believed."""

SHORTEST = 40
"""Words: where the model finds less of an article than this, it has found none."""


def remove_boilerplate(document: Document, overrides: Overrides = NONE) -> Verdicts:
    """Give every block of a Document a verdict.

    The order is: what the format states (headline, byline, date); what is protected; captions
    and credits; clutter by wording and by place; clutter by shape; and the reader's own word,
    which is final. Nothing is deleted, and the same Document always gets the same verdicts.

    Args:
        document: The article as it was read.
        overrides: What the reader restored or stripped in it.

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
    verdicts = []
    for index in range(len(page)):
        found = _judge(seen, index, headlines.get(index), placed.get(index, []))
        verdicts.append(
            Verdict(index, found.role, found.rule, found.reason, round(found.strength, 3))
            if found
            else Verdict(index, Role.BODY)
        )
    return Verdicts(document, tuple(_overruled(document, verdicts, overrides)))


@dataclass(frozen=True)
class Seen:
    """A page, and what each of its lines says by itself.

    Attributes:
        page: The page.
        clues: For each line, what its wording says of clutter.
        apart: For each line, why it is set apart (protected, a caption); None where it is not.
    """

    page: Page
    clues: tuple[tuple[Clue, ...], ...]
    apart: tuple[Clue | None, ...]

    @cached_property
    def facts(self) -> list[Facts]:
        """The lines as numbers, for the model of shape."""
        return measure(self.page, self.clues, self.apart)


def look_at(document: Document) -> Seen:
    """Look at each line of a Document by itself."""
    page = Page(document)
    clues = tuple(clutter_clues(line) for line in page.lines)
    return Seen(page, clues, tuple(_set_apart(page, index) for index in range(len(page))))


def outside_by_shape(seen: Seen, explained: Mapping[int, object]) -> dict[int, Clue]:
    """What stands outside the article by its shape, where no extractor looked at the page.

    A text that somebody clipped by hand holds the article and little else, and its odd lines (a
    recipe, a score, an address) are the story: shape is asked only where a page's whole frame
    came along.

    Args:
        seen: The page.
        explained: The lines that a rule about places has a word for.
    """
    lines = seen.page.lines
    if not lines or any(line.block.evidence.in_body is not None for line in lines):
        return {}
    sure = shape_model().find_article(vectors(seen.facts))
    inside = [index for index, value in enumerate(sure) if value >= 0.5]
    if sum(lines[index].count for index in inside) < SHORTEST:
        return {}
    unexplained = [
        index
        for index, value in enumerate(sure)
        if value < 0.5
        and seen.apart[index] is None
        and index not in explained
        and not seen.page.lines[index].block.evidence.states
        and all(clue.strength < DECIDES for clue in seen.clues[index])
    ]
    if len(unexplained) < DEBRIS:
        return {}
    found = {}
    for index, value in enumerate(sure):
        if value < 0.5:
            where = (
                "stands above the article"
                if index < inside[0]
                else "stands below the end of the article"
                if index > inside[-1]
                else "does not read like the article around it"
            )
            reason = f"{where} ({quoted(lines[index].block.text)})"
            found[index] = Clue("not article text", 1 - value * 0.8, reason)
    return found


def _judge(seen: Seen, index: int, headline: Clue | None, placed: list[Clue]) -> Clue | None:
    line = seen.page.lines[index]
    if not line.block.text.strip():
        return (
            None if line.block.kind is BlockKind.RULE else Clue("not article text", 0.9, "is empty")
        )
    for state in line.block.evidence.states:
        if state in _STATED:
            return Clue("", 1.0, f"states the {state}", _STATED[state])
    if headline and headline.role is Role.HEADLINE:
        return headline
    if set_apart := seen.apart[index]:
        return set_apart
    clues = list(seen.clues[index])
    if headline:
        clues.append(headline)
    worded = combined(clues)
    verdict = combined([*clues, *placed])
    if verdict is None or verdict.strength < DECIDES:
        return None
    if worded and worded.strength >= DECIDES:
        # What a block says tells the reader more than where it stands.
        return replace(worded, strength=verdict.strength)
    return verdict


def _set_apart(page: Page, index: int) -> Clue | None:
    line = page.lines[index]
    kept = [notice(line), contributor_line(line), dateline(line), below_notice(page, index)]
    protected = combined(clue for clue in kept if clue)
    if protected and protected.strength >= DECIDES:
        return protected
    caption = combined(clue for rule in CAPTION_RULES if (clue := rule(line)))
    if caption and caption.strength >= DECIDES:
        return caption
    return None


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
