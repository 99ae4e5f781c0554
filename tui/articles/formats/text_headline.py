"""Finding the line of a text that is its headline, and finding none where none is sure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from tui.articles.bylines import parse_byline
from tui.articles.dates import parse_date_line
from tui.articles.document import Block, BlockKind
from tui.articles.formats.wrapping import is_spaceless

TOP = 10
"""A header that begins within this many blocks is at the top of the text."""

NEAR = 4
"""So many blocks may lie between the lines of one header."""

PROSE = 120
"""A block of so many code points is prose."""

LONGEST_HEADLINE = 250

_URL = re.compile(r"https?://[^\s<>\"]{4,1000}$")
_WORD = re.compile(r"\w{4,}")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_DATED = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
    r"|\b\d+\s?(?:h|d|m|hours?|days?|minutes?) ago\b"
)
_TITLE_JOINT = re.compile(r"\s+[-–—|·•:»]\s+")
_NO_HEADLINE = re.compile(
    r"[|©›»]|\w > \w|\d:\d\d|\b(?:photo|foto|credit|getty|reuters)\b",
    re.IGNORECASE,
)
"""Marks of a credit, a path of sections, a time of day."""
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3}\. [^\W\d_]")
_SUPPORTED = 0.6
_STANDS_OUT = 0.3
"""Shares of a line's words that the article has: of its headline, and how much more than of any
other line above. Of 30 headlines found so on 88 pages in two forms, 28 are the page's own."""
_PARAGRAPH = 80
"""Code points of the shortest sentence that counts as prose when the article is looked for."""
_LEAST_PROSE = 300
_ABOVE = 30
"""Lines above the article in which its headline is looked for."""
_OPENING = "“‘«„‚\"'¿¡「『0123456789"


def find_headline(
    blocks: Sequence[Block], anchor: range | None, stated: Collection[str]
) -> int | None:
    """Find the block that shows an article's headline.

    Args:
        blocks: The article's blocks from the first.
        anchor: The blocks of its byline and date lines, where there are any.
        stated: The names of the metadata fields that these lines state.

    Returns:
        The block's index; None where the evidence is not good enough.
    """
    texts = [block.text for block in blocks]
    is_page = _is_page(blocks)
    index = _repeated_headline(blocks, texts, anchor, is_page=is_page)
    if index is None and anchor is None:
        index = _lone_headline(blocks, texts)
    elif index is None and anchor and (is_page or anchor.start >= TOP):
        index = _headline_in_page(blocks, texts, anchor, stated)
    elif index is None and anchor:
        index = _first_headline(blocks, range(max(0, anchor.start - NEAR), anchor.start))
        if index is None:  # the headline may follow its date
            index = _first_headline(blocks, range(anchor.stop, anchor.stop + 2))
    if index is None:
        index = _supported_headline(blocks, texts)
    return index


def _is_page(blocks: Sequence[Block]) -> bool:
    """Tell a whole page, its navigation and links with it, from an article's text alone."""
    letters = sum(len(block.text) for block in blocks)
    return sum(len(block.text) for block in blocks if len(block.text) < PROSE) > 0.35 * letters


def _headline_in_page(
    blocks: Sequence[Block], texts: Sequence[str], anchor: range | None, stated: Collection[str]
) -> int | None:
    """Find the line right above the header's byline and date.

    Of two such lines neither is taken: the lower may be a standfirst, and the upper a link.
    """
    if anchor is None or not anchor.start or not {"byline", "published"} <= {*stated}:
        return None
    index = anchor.start - 1
    if not _could_be_headline(blocks[index]) or len(texts[index].split()) < 4:
        return None
    return None if index and _could_be_headline(blocks[index - 1]) else index


def _repeated_headline(
    blocks: Sequence[Block], texts: Sequence[str], anchor: range | None, *, is_page: bool
) -> int | None:
    """Find a line that stands twice, or that the page's title on the first line begins with."""
    if not texts:
        return None
    near = range(TOP) if anchor is None else range(max(0, anchor.start - 6), anchor.stop + 4)
    for index in range(0 if is_page else min(3, len(texts))):
        if _could_be_headline(blocks[index]) and any(
            texts[other] == texts[index] for other in near if index < other < len(texts)
        ):
            return index
    title = texts[0]
    for match in reversed(list(_TITLE_JOINT.finditer(title[:LONGEST_HEADLINE]))[-4:]):
        begin = title[: match.start()]
        for index, text in enumerate(texts[1:400], 1):
            if text == begin and _could_be_headline(blocks[index]):
                return index
    return None


def _supported_headline(blocks: Sequence[Block], texts: Sequence[str]) -> int | None:
    """Find the one line above the longest stretch of prose whose words the prose takes up.

    Teasers and sections above it share fewer of their words with the article than its headline
    does; where another line shares nearly as many, none is sure. A date or a byline has to follow
    soon, or the line has to stand twice: a heading inside the article has neither.
    """
    start, end = _longest_prose(texts)
    spoken = frozenset(_WORD.findall("\n".join(texts[start:end]).casefold()))
    best, place, second = 0.0, -1, 0.0
    for index in range(max(0, start - 2 * _ABOVE), start):
        own = frozenset(_WORD.findall(texts[index].casefold()))
        if len(own) < 3 or len(texts[index].split()) < 4 or not _could_be_headline(blocks[index]):
            continue
        share = len(own & spoken) / len(own)
        if place >= 0 and texts[index].casefold() == texts[place].casefold():
            continue
        if share > best:
            best, place, second = share, index, best
        else:
            second = max(second, share)
    if best < _SUPPORTED or best - second < _STANDS_OUT or place < start - _ABOVE:
        return None
    if len(_WORD.findall(texts[place])) < 4:
        return None
    near = [text for text in texts[place + 1 : min(place + 7, start)] if len(text) < PROSE]
    dated = any(_DATED.search(text) or parse_byline(text) for text in near)
    return place if dated or texts.count(texts[place]) > 1 else None


def _longest_prose(texts: Sequence[str]) -> tuple[int, int]:
    """Return the stretch with the most code points of sentences for the fewest other lines."""
    best = best_start = best_end = current = start = 0
    for index, text in enumerate(texts):
        if len(text) >= _PARAGRAPH and _SENTENCE_END.search(text[-8:]):
            current += min(len(text), 500)
        else:
            current -= _PARAGRAPH // 2
        if current <= 0:
            current, start = 0, index + 1
        elif current > best:
            best, best_start, best_end = current, start, index + 1
    return (best_start, best_end) if best >= _LEAST_PROSE else (0, 0)


def _first_headline(blocks: Sequence[Block], where: range) -> int | None:
    for index in where:
        if 0 <= index < len(blocks) and _could_be_headline(blocks[index]):
            return index
    return None


def _lone_headline(blocks: Sequence[Block], texts: Sequence[str]) -> int | None:
    """The first line of a text without byline and date, if nearly all of the rest is prose."""
    if len(texts) < 2 or not _could_be_headline(blocks[0]):
        return None
    if blocks[0].kind is BlockKind.HEADING:
        return 0
    letters = sum(map(len, texts[1:]))
    prose = sum(len(text) for text in texts[1:] if len(text) >= PROSE)
    return 0 if len(texts[1]) >= PROSE and prose >= 0.9 * letters else None


def _could_be_headline(block: Block) -> bool:
    text = block.text
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.QUOTATION):
        return False
    if block.kind is BlockKind.HEADING and block.level <= 1 and text:
        return True
    if block.marker or len(text) > LONGEST_HEADLINE or "\n" in text:
        return False
    if not (text[0].isupper() or text[0] in _OPENING or is_spaceless(text, text)):
        return False
    if text.endswith(")") or _NO_HEADLINE.search(text):
        return False
    if _TWO_SENTENCES.search(text) and text[0] not in '“«„"':
        return False
    spaceless = not text.isascii() and " " not in text
    if len(text.split()) < 3 and not (spaceless and len(text) >= 6):
        return False
    if text.endswith((".", ":", "。", "…", ",", ";")) and not text.endswith("..."):
        return False
    return (
        _URL.search(text) is None and parse_date_line(text) is None and parse_byline(text) is None
    )
