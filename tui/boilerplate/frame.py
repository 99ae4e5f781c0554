"""What stands outside the article by its shape, where a page's whole frame came along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from tui.boilerplate.clue import DECIDES, Clue, quoted
from tui.boilerplate.context import numbers
from tui.boilerplate.model import shape_model
from tui.boilerplate.seen import Seen

DEBRIS = 4
"""Lines above and below the article that nothing but shape explains, before shape is believed."""

SHORTEST = 40
"""Words: where the model finds less of an article than this, it has found none."""

SURE, POSSIBLE = 0.5, 0.2
"""A stretch of lines of which each may be the article (`POSSIBLE`) is kept if the model is sure of
one of them (`SURE`): a list or a score in the article has its paragraphs for witnesses. In
cross-validation F1 is the same, within two thousandths, for any `POSSIBLE` from 0.1 to 0.35; half
a point worse where each line is asked alone for 0.5."""

LONGEST = 20_000
"""Lines of the longest page that is looked at; those measured had at most some 1,000. A book or a
log has no frame, and a line costs the model about a kilobyte while it looks."""

_PARAGRAPH = 20
"""Words of a line that is a paragraph if it ends as a sentence; a frame is made of others."""


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
    if not 0 < len(lines) <= LONGEST or lines[0].block.evidence.in_body is not None:
        return {}
    # Before the model is paid for: could so many lines be outside at all?
    doubtful = [
        index
        for index, (line, clues) in enumerate(zip(lines, seen.clues, strict=True))
        if not (line.ends and line.count >= _PARAGRAPH)
        and not (clues and any(clue.strength >= DECIDES for clue in clues))
        and seen.apart[index] is None
        and index not in explained
        and not line.block.evidence.states
    ]
    if len(doubtful) < DEBRIS or any(line.block.evidence.in_body is not None for line in lines):
        return {}
    sure = shape_model().find_article(numbers(seen.facts, seen.page.headline))
    kept = _stretches(sure)
    if sum(line.count for line, keep in zip(lines, kept, strict=True) if keep) < SHORTEST:
        return {}
    first, last = kept.index(True), len(kept) - 1 - kept[::-1].index(True)
    # What interrupts an article is not a frame: lists of a clipping do.
    if sum(not first <= index <= last for index in doubtful) < DEBRIS:
        return {}
    found = {}
    for index, (value, keep) in enumerate(zip(sure, kept, strict=True)):
        if not keep:
            where = (
                "stands above the article"
                if index < first
                else "stands below the end of the article"
                if index > last
                else "does not read like the article around it"
            )
            reason = f"{where} ({quoted(lines[index].block.text)})"
            found[index] = Clue("not article text", 1 - min(value, SURE) * 0.8, reason)
    return found


def _stretches(sure: Sequence[float]) -> list[bool]:
    """Tell for each line whether it is kept: possible, and in a stretch that is surely so."""
    kept: list[bool] = []
    for possible, stretch in groupby(sure, lambda value: value >= POSSIBLE):
        values = list(stretch)
        kept += [possible and max(values) >= SURE] * len(values)
    return kept
