"""`f x`, `t x`, `;` and `,`: to a character of the paragraph.

vim looks in its line. A line here is the whole block, because where the screen wraps is no part of
the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from tui.articles.safe_text import clean_text
from tui.reading.folding import alike
from tui.reading.graphemes import grapheme_end, grapheme_start, starts_grapheme
from tui.reading.lines import Lines

_SEEN_AT_ONCE = 512
_MOST_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class Seek:
    """What to look for, and which way.

    Attributes:
        character: What was typed: one grapheme. It finds its typographic kin (' finds ’), and a
            blank finds any white space. Case and accents count.
        till: Whether to stop one grapheme short of it (`t`, `T`).
        back: Whether to look towards the beginning (`F`, `T`).
    """

    character: str
    till: bool = False
    back: bool = False

    @property
    def reversed(self) -> Seek:
        """The same the other way round, for `,`."""
        return replace(self, back=not self.back)


def seek(lines: Lines, offset: int, wanted: Seek, count: int = 1, *, again: bool = False) -> int:
    """Go to a character of the block.

    Args:
        lines: What is shown.
        offset: Where the cursor is.
        wanted: The character. For `;` what was last looked for, for `,` that `reversed`.
        count: The how many-th of them, at least 1.
        again: Whether a search is repeated (`;`, `,`). Repeated once, `t` passes a character right
            beside the cursor instead of being stuck at it, as in vim without `;` in 'cpoptions'.

    Returns:
        Where its grapheme begins, or the one beside it for `till`; `offset` where there are not so
        many in the block.
    """
    if count < 1 or not lines.has_words_at(offset):
        return offset
    text, block = lines.document.text, lines.block(lines.item_of(offset))
    here = grapheme_start(text, min(offset, max(block.start, block.end - 1)))
    passing = again and wanted.till and count == 1
    if wanted.back:
        if passing:
            here = grapheme_start(text, max(block.start, here - 1))
        found = _places_back(wanted, text, block.start, here)
    else:
        after = grapheme_end(text, here)
        if passing and after < block.end:
            after = grapheme_end(text, after)
        found = _places(wanted, text, after, block.end)
    place = next(islice(found, count - 1, None), None)
    if place is None:
        return offset
    if not wanted.till:
        return place
    return grapheme_end(text, place) if wanted.back else grapheme_start(text, place - 1)


def _places(wanted: Seek, text: str, start: int, end: int) -> Iterator[int]:
    """Yield where the character is found as a whole grapheme that begins in a stretch."""
    first, rest = _parts(wanted.character)
    plain = text.isascii() and not rest
    for match in first.finditer(text, start, end):
        place = match.start()
        if plain:
            yield place
        elif text.startswith(rest, place + 1) and (not place or starts_grapheme(text, place)):
            after = place + 1 + len(rest)
            if after >= len(text) or starts_grapheme(text, after):
                yield place


def _places_back(wanted: Seek, text: str, start: int, end: int) -> Iterator[int]:
    """Yield the same from the end of the stretch on."""
    size = _SEEN_AT_ONCE
    while end > start:
        low = max(start, end - size)
        yield from reversed(list(_places(wanted, text, low, end)))
        end, size = low, min(2 * size, _MOST_AT_ONCE)


@lru_cache(maxsize=64)
def _parts(character: str) -> tuple[re.Pattern[str], str]:
    """Return what finds the first code point of a grapheme, and the rest of it."""
    character = " " if character.isspace() else clean_text(character)
    if not character:
        return re.compile("(?!)"), ""
    first = r"\s" if character == " " else f"[{re.escape(alike(character[0]))}]"
    return re.compile(first), character[1:]
