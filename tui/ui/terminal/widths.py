"""How many cells a character takes, where every terminal agrees on it.

Terminals differ on combining marks, joiners, emoji, Indic and right-to-left scripts, private use
and whatever is younger than their tables. Only what all of them draw alike is counted here.
The ranges are the characters on which rich and wcwidth give the same width in every version, that
join with no neighbour, and that no variation selector widens; a test checks each of them.
"""

from __future__ import annotations

import re
import unicodedata

SECOND_HALF = "\0"
"""Stands for the second cell of a wide character, so that one character is always one cell."""

_ONE_CELL = (
    "\x20-\x7e\xa0-\xa8\xaa-\xac\xaf-\u02ff"  # Latin, phonetic
    "\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u052f"
    "\u0531-\u0556\u0559-\u058a\u10a0-\u10c5\u10c7\u10cd\u10d0-\u10ff"  # Armenian, Georgian
    "\u1e00-\u1f15\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b\u1f5d"
    "\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fc4\u1fc6-\u1fd3\u1fd6-\u1fdb\u1fdd-\u1fef"
    "\u1ff2-\u1ff4\u1ff6-\u1ffe"  # Latin and Greek with everything on top
    "\u2000-\u200a\u2010-\u2027\u202f-\u203b\u203d-\u2048\u204a-\u205e"  # punctuation
    "\u2070-\u2071\u2074-\u208e\u2090-\u209c\u20a0-\u20c0"  # superscripts, currencies
    "\u2100-\u2121\u2123-\u2138\u213a-\u218b\u2190-\u2193\u21d0-\u21d5\u2200-\u22ff"
    "\u2300-\u2319\u2320-\u2327\u239b-\u23ce"  # letter-like, arrows, mathematics, technical
    "\u2500-\u25a9\u25ac-\u25b5\u25b7-\u25bf\u25c1-\u25fa\u25ff"  # lines, blocks, shapes
    "\u2605-\u2606\u2713\u2717\u2718\u2776-\u2793\u2800-\u28ff\uff61-\uff9d"
)
_TWO_CELLS = (
    "\u3000-\u3029\u3031-\u303c\u303e\u3041-\u3096\u309b-\u30ff"  # punctuation, kana
    "\u3105-\u312f\u3131-\u3163\u3165-\u318e\u31a0-\u31e3\u31f0-\u321e\u3220-\u3247"
    "\u3250-\u3296\u3298\u329a-\u33ff\u3400-\u4dbf\u4e00-\u9fef\ua000-\ua48c"
    "\uac00-\ud7a3\uf900-\ufa6d\uff01-\uff60\uffe0-\uffe6\U00020000-\U0002a6d6"
)

_narrow = re.compile(f"[{_ONE_CELL}]*").fullmatch
_certain = re.compile(f"[{_ONE_CELL}{_TWO_CELLS}]*").fullmatch
_wide = re.compile(f"([{_TWO_CELLS}])")


def cells_of(text: str) -> str | None:
    """Spread text over cells: one character a cell, `SECOND_HALF` after each wide one.

    Args:
        text: Text without control characters.

    Returns:
        As many characters as the text takes cells, or None where terminals may not agree.
    """
    if text.isascii() or _narrow(text):
        return text
    if _certain(text):
        return _wide.sub(rf"\1{SECOND_HALF}", text)
    return None


def joins(character: str) -> bool:
    """Return whether a character takes no cell of its own, on some terminal at least."""
    return character != "" and (
        unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf")
        or "\u1160" <= character <= "\u11ff"  # the later parts of a Hangul syllable
        or "\ud7b0" <= character <= "\ud7ff"
    )
