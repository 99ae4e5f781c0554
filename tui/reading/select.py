"""What a selection holds: the text that is read there, not what was skipped over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.articles.document import SEPARATOR, BlockKind, Document, TextRange
from tui.boilerplate.verdict import Role, Verdicts

ELLIPSIS = " […] "
"""Stands in a quotation for what was left out of a paragraph."""

_OUTSIDE = frozenset({Role.STANDFIRST, Role.CAPTION, Role.PROTECTED, Role.BYLINE, Role.DATE})


def quote_ranges(
    verdicts: Verdicts, text_range: TextRange, reveal: bool = False
) -> tuple[TextRange, ...]:
    """Split a selection into the contiguous stretches of article text in it.

    Args:
        verdicts: The article.
        text_range: What was selected, from end to end.
        reveal: Whether stripped blocks are shown; else they lie outside every selection.

    Returns:
        Stretches in order, without white space at their ends. Blocks that follow each other
        make one stretch, the separator in it. Captions, credits, notices, bylines and dates lie
        outside, unless nothing else is selected: then they are what is meant. Empty where
        nothing shown is selected.
    """
    shown = [
        (block, verdicts[block.index].role)
        for block in verdicts.document.blocks_in(text_range)
        if reveal or verdicts[block.index].keep
    ]
    wanted = [block for block, role in shown if role not in _OUTSIDE]
    if not any(block.kind is not BlockKind.RULE and block.text.strip() for block in wanted):
        wanted = [block for block, _ in shown]
    stretches: list[TextRange] = []
    previous = -2
    for block in wanted:
        part = block.range.intersection(text_range)
        if part is None:
            continue
        if stretches and _adjoin(verdicts.document, previous, block.index):
            part = TextRange(stretches.pop().start, part.end)
        stretches.append(part)
        previous = block.index
    trimmed = (_trim(verdicts.document, stretch) for stretch in stretches)
    return tuple(stretch for stretch in trimmed if stretch)


def _adjoin(document: Document, before: int, after: int) -> bool:
    """Tell whether nothing with words lies between two blocks."""
    return all(not document.blocks[index].text for index in range(before + 1, after))


def _trim(document: Document, stretch: TextRange) -> TextRange | None:
    words = document[stretch]
    start = stretch.start + len(words) - len(words.lstrip())
    end = stretch.end - (len(words) - len(words.rstrip()))
    return TextRange(start, end) if start < end else None


def quoted_text(document: Document, ranges: Iterable[TextRange]) -> str:
    """Return the words of several stretches, with an ellipsis where something was left out.

    Args:
        document: The article.
        ranges: The stretches in the order in which they are to be read; see `quote_ranges`.
    """
    places = tuple(ranges)
    return join_quotes(document, [document[place] for place in places], places)


def join_quotes(
    document: Document, quotes: Sequence[str], places: Sequence[TextRange | None]
) -> str:
    """Join the parts of a quotation honestly: whatever lay between two of them is marked.

    Nothing is marked where only white space lay between them, which then stands there. Between
    parts of one block the mark is " […] ", between blocks a paragraph of its own.

    Args:
        document: The article as it is now.
        quotes: The words of each part.
        places: Where each stands; None where that is not known.
    """
    joined: list[str] = []
    before: TextRange | None = None
    for index, (quote, place) in enumerate(zip(quotes, places, strict=True)):
        if index:
            joined.append(_between(document, before, place))
        joined.append(quote)
        before = place
    return "".join(joined)


def _between(document: Document, before: TextRange | None, after: TextRange | None) -> str:
    if before is None or after is None:
        return ELLIPSIS
    if before.end <= after.start:
        skipped = document.text[before.end : after.start]
        if not skipped.strip():
            return skipped
    one_block = document.block_at(max(before.start, before.end - 1)) is document.block_at(
        after.start
    )
    return ELLIPSIS if one_block else f"{SEPARATOR}{ELLIPSIS.strip()}{SEPARATOR}"
