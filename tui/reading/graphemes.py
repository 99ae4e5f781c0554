"""Where a reader's characters begin, and how many cells each takes in the terminal.

Widths are Rich's, because Textual draws with them: whatever else is measured here has to agree
with what appears on the screen. Clusters are Rich's too (a zero-width character, a variation
selector and whatever follows a ZERO WIDTH JOINER belong to the character before), with two
differences: the two letters of a flag stay together, and nothing joins a tab or a line end.

Every function looks at a bounded stretch around its offset, so that it costs the same in a
hostile text. The price: a cluster longer than `LONGEST` code points is cut at offsets that are
multiples of `LONGEST`, whichever side one comes from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from rich.cells import cell_len, get_character_cell_size

LONGEST = 64
"""No cluster of more than twice as many code points is kept together."""

_ZWJ = "\u200d"
_FLAGS_COUNTED_BACK = 16
_REMEMBERED = 20_000

_NOT_SIMPLE = re.compile(
    "[^ -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u058f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a"
    "\u1e00-\u1fff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2100-\u2121\u2500-\u25a9]"
)
"""Anything but characters that are one cell and one cluster each whatever stands beside them."""

_JOINING = re.compile("[\u200d\U0001f1e6-\U0001f1ff]")


class _Widths(dict[str, int]):
    """Cells of single code points: a dictionary is three times as fast as Rich's own cache."""

    def __missing__(self, character: str) -> int:
        cells = get_character_cell_size(character)
        if len(self) < _REMEMBERED:
            self[character] = cells
        return cells


WIDTHS = _Widths()
"""Cells of one code point on its own: 0, 1 or 2."""


def is_simple(text: str, start: int, end: int) -> bool:
    """Tell whether every code point there is one cell and one cluster (no tab, no line end)."""
    return _NOT_SIMPLE.search(text, start, end) is None


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _joins(text: str, offset: int) -> bool:
    """Tell whether the code point at `offset` belongs to the cluster of the one before it."""
    here, before = text[offset], text[offset - 1]
    if here in "\n\t" or before in "\n\t":
        return False
    if before == _ZWJ or not WIDTHS[here]:
        return True
    if _is_flag_letter(here) and _is_flag_letter(before):
        first = offset - 1
        lowest = max(0, offset - _FLAGS_COUNTED_BACK)
        while first > lowest and _is_flag_letter(text[first - 1]):
            first -= 1
        letters = offset if first and first == lowest else offset - first
        return letters % 2 == 1
    return False


def grapheme_start(text: str, offset: int) -> int:
    """Return where the cluster that holds `offset` begins; the end of the text is a beginning."""
    if not 0 < offset < len(text):
        return max(0, min(offset, len(text)))
    forced = offset - offset % LONGEST
    lowest = max(0, offset - 2 * LONGEST + 1)
    start = offset
    while start > lowest and _joins(text, start):
        start -= 1
    if start and _joins(text, start):
        return forced
    return forced if forced >= start + LONGEST else start


def starts_grapheme(text: str, offset: int) -> bool:
    """Tell whether a cluster begins at an offset of the text (not 0, not its end)."""
    return not _joins(text, offset) or grapheme_start(text, offset) == offset


def grapheme_end(text: str, offset: int) -> int:
    """Return where the cluster that begins at `offset` ends (exclusive)."""
    end = offset + 1
    while end < len(text) and _joins(text, end):
        if end - offset >= LONGEST and end % LONGEST == 0:
            break
        end += 1
    return min(end, len(text))


def clusters(
    text: str, start: int, end: int, tabs: Sequence[int] = ()
) -> tuple[Sequence[int], list[int]]:
    """Divide a stretch that begins and ends between clusters.

    Args:
        text: The whole text.
        start: Where the stretch begins.
        end: Where it ends (exclusive).
        tabs: Cells of each tab in the stretch, in order; a missing one counts as 0.

    Returns:
        Where each cluster begins, and the cells to the left of each: one more than clusters, the
        last being the width of the stretch.
    """
    stretch = text[start:end]
    widths = [WIDTHS[character] for character in stretch]
    if "\t" in stretch:
        tab = -1
        for cells in tabs:
            tab = stretch.find("\t", tab + 1)
            if tab < 0:
                break
            widths[tab] = cells
    if 0 not in widths and not _JOINING.search(stretch):
        return range(start, end), [0, *accumulate(widths)]
    starts: list[int] = []
    edges = [0]
    offset = start
    while offset < end:
        after = min(grapheme_end(text, offset), end)
        starts.append(offset)
        cells = (
            widths[offset - start]
            if after == offset + 1
            else cell_len(stretch[offset - start : after - start])
        )
        edges.append(edges[-1] + cells)
        offset = after
    return starts, edges
