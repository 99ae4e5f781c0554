"""What stands outside the article by its shape, where a page's whole frame came along."""

from __future__ import annotations

from collections.abc import Mapping

from tui.boilerplate.clue import DECIDES, Clue, quoted
from tui.boilerplate.context import vectors
from tui.boilerplate.model import shape_model
from tui.boilerplate.seen import Seen

DEBRIS = 4
"""Lines outside the article that nothing but their shape explains, before shape is believed."""

SHORTEST = 40
"""Words: where the model finds less of an article than this, it has found none."""


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
