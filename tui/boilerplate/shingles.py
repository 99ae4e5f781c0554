"""A block as a few hashes of its words, by which articles are compared without their text.

Broder's shingles ("On the resemblance and containment of documents", 1997), thinned: a short
block is one shingle, a longer one the eight words it opens with, the eight it closes with, and
two stretches between. That tells a block that comes again from one that shares a sentence with
it, and keeps an article at about a hundred hashes. The stretches between begin at the longest
word of their quarter, so that a word more or less elsewhere does not move them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from zlib import crc32

from tui.articles.document import BlockKind, Document

WINDOW = 8
"""Words in a shingle of a longer block."""
WHOLE = 12
"""Words up to which a block is one shingle."""
_DENSE = 3 * WINDOW
"""Words from which opening and closing leave so much out that more is taken from between."""

FEWEST = 3
"""Words of two letters or more without which a block says too little to be known again."""
_FEWEST_WITH_NUMBERS = 6  # "2 large eggs" and "3 large eggs" are two lines of two recipes
_LONGEST = 4_000
"""Code points: what an outlet puts below its articles is shorter."""
_ENDS = 300
"""Blocks looked at from the head and from the end of a file, where an outlet's own words are."""

# Spelled out, because \d takes five times as long to find nothing.
_DIGIT = "[0-9٠-٩۰-۹०-९০-৯０-９]"
_NUMBER = re.compile(rf"{_DIGIT}+(?:[.,:/-]{_DIGIT}+)*")
_TELLING = re.compile(r"[^\W\d_]{2,}")


def shingles(text: str) -> tuple[int, ...]:
    """Return the hashes that a block is known by; the same words always have the same.

    Case and the amount of space do not count, and every number is `#`, so that neither a date nor
    a count hides that a block comes again.

    Returns:
        Nothing for a block that says too little (under three words, mostly numbers) or is longer
        than 4,000 code points; one odd number of 32 bits for one of up to 12 words; else two to
        four even ones: of its opening, its closing, and of what is between.
    """
    if len(text) > _LONGEST:
        return ()
    words = _words(text)
    count = len(words)
    if count <= WHOLE:
        joined = " ".join(words)
        needed = _FEWEST_WITH_NUMBERS if "#" in joined else FEWEST
        if count < FEWEST or len(_TELLING.findall(joined)) < needed:
            return ()
        return (_hash(joined) | 1,)
    opening, closing = " ".join(words[:WINDOW]), " ".join(words[-WINDOW:])
    if opening.count("#") > WINDOW // 2 or closing.count("#") > WINDOW // 2:
        return ()  # a table of results
    if count <= _DENSE:
        return _hash(opening) & ~1, _hash(closing) & ~1
    return (
        _hash(opening) & ~1,
        _hash(closing) & ~1,
        _hash(_between(words, count // 4, count // 2)) & ~1,
        _hash(_between(words, count // 2, count * 3 // 4)) & ~1,
    )


def shingles_of(document: Document) -> frozenset[int]:
    """Return the shingles of a Document's blocks, whatever anybody thinks of them.

    Of those that are kept *and* of those that are stripped: what a library learns must not depend
    on what it has learned before.
    """
    blocks = document.blocks
    if len(blocks) > 2 * _ENDS:
        blocks = (*blocks[:_ENDS], *blocks[-_ENDS:])
    found: set[int] = set()
    for block in blocks:
        if block.kind is not BlockKind.RULE:
            found.update(shingles(block.text))
    return frozenset(found)


def recurrence(of: tuple[int, ...], counts: Mapping[int, int]) -> int:
    """Return in how many articles a block stands, where these are the counts of its shingles.

    It takes the opening, the closing, and one of two stretches between: a paragraph of the story
    that ends in somebody's slogan is not the slogan.
    """
    if not of:
        return 0
    opening, *more = (counts.get(shingle, 0) for shingle in of)
    if len(more) < 2:
        return min([opening, *more])
    return min(opening, more[0], max(more[1:]))


def hash_words(text: str) -> int:
    """Return a hash of 32 bits of a text's words, case and space aside; never 0."""
    return _hash(" ".join(text.casefold().split())) or 1


def _words(text: str) -> list[str]:
    folded = text.casefold()
    if _NUMBER.search(folded):
        folded = _NUMBER.sub("#", folded)
    words = folded.split()
    if len(folded) > 20 * len(words) and "://" not in folded:
        return list("".join(words))  # a script that does not part words
    return words


def _between(words: list[str], low: int, high: int) -> str:
    quarter = words[low:high]
    place = low + quarter.index(max(quarter, key=len))
    return " ".join(words[place : place + WINDOW])


def _hash(words: str) -> int:
    # An attacker could make two sentences of one hash, and gain that one of them is folded away.
    return crc32(words.encode("utf-8", "surrogatepass"))
