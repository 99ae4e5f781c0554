"""The sentences between a headline and its article: not the body, and not clutter either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tui.articles.document import BlockKind
from tui.boilerplate.page import Line, Page, common_words
from tui.boilerplate.verdict import Role, Verdict

FARTHEST = 8
"""Lines between a headline and its standfirst, the byline and the date among them."""

_SHARED = 2
"""Words that a standfirst has of the headline and of the first words of the article."""


def with_standfirst(page: Page, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Set the standfirst apart where it was taken for a part of the page around the article.

    It is the first sentence below the headline and above the article that tells the same story;
    only what nothing but its place speaks against can be one.

    Args:
        page: The page.
        verdicts: What was decided about its lines.
    """
    decided = list(verdicts)
    headline = next((v.block for v in verdicts if v.role is Role.HEADLINE), None)
    first = next((v.block for v in verdicts if v.role is Role.BODY and _says(page, v)), None)
    if headline is None or first is None:
        return decided
    story = _telling(page.lines[headline]) | _telling(page.lines[first])
    for index in range(headline + 1, min(first, headline + 1 + FARTHEST)):
        verdict, line = verdicts[index], page.lines[index]
        placed_only = verdict.rule == "not article text" and _is_sentence(line)
        if placed_only and len(_telling(line) & story) >= _SHARED:
            reason = "stands between the headline and the article"
            decided[index] = replace(
                verdict, role=Role.STANDFIRST, rule="standfirst", reason=reason
            )
            break
    return decided


def _says(page: Page, verdict: Verdict) -> bool:
    return page.lines[verdict.block].count >= 6


def _is_sentence(line: Line) -> bool:
    kinds = (BlockKind.PARAGRAPH, BlockKind.HEADING)
    return (
        line.block.kind in kinds and 6 <= line.count <= 80 and line.linked < 0.3 and not line.hits
    )


def _telling(line: Line) -> frozenset[str]:
    """Return the words of a line that are about something."""
    return frozenset(w for w in line.words if len(w) > 3) - common_words("function")
