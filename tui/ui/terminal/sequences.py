"""What a program writes to a terminal, cut into sequences, and what each may do to the screen.

See ECMA-48 and xterm's control sequences for the grammar. What is not known here is never taken
for harmless.
"""

from __future__ import annotations

import re
from enum import Enum, auto

TOKEN = re.compile(
    r"\x1b\[(?:([0-9]*);?([0-9]*)H|([0-9;]*)m)"  # 1 and 2: row and column; 3: styles
    r"|([^\x00-\x1f\x7f-\x9f]+)"  # 4: text
    r"|(\n)(?=\x1b\[[0-9]+;[0-9]+H)"  # 5: a line feed that is followed by a move anyway
    r"|(\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\))"  # 6: a hyperlink begins or ends
    r"|(\x1b\[[0-?]*[ -/]*[@-~]"  # 7: everything else
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1b[PX^_](?:[^\x1b]|\x1b\x1b)*+\x1b\\"  # tmux has ESC doubled inside
    r"|\x1b[ -/]*[0-OQ-WYZ`-~]"
    r"|[\x00-\x1f\x7f-\x9f])"
)
"""One token of what is written; `lastindex` tells which. Every character belongs to one."""

MOVE, STYLE, TEXT, LINE_FEED, LINK, OTHER = 2, 3, 4, 5, 6, 7

END_OF_LINK = re.compile(r"\x1b\]8;[^;]*;(?:\x07|\x1b\\)")

BEGIN_UPDATE, END_UPDATE = "\x1b[?2026h", "\x1b[?2026l"

_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*\x1b?|[ -/]*)")
_STRING = "]PX^_"

_MODES = re.compile(r"\x1b\[(\??)([0-9;]+)([hl])")
_HARMLESS = re.compile(
    r"\x07|\x1b\[(?:\??[0-9]*(?:;[0-9]*)*\$p|[>=]?[0-9]*c|\??[0-9]+n|[0-9]* q|>[0-9]*q"
    r"|[<=>?][0-9;]*u|>[0-9;]*m)"
    # Titles, colours, notices, pointers, clipboard, prompts; other OSC may draw text or pictures.
    r"|\x1b\](?:[0124579]|1[0-9]|22|52|10[45]|11[0-9]|133|777)(?:;[^\x07\x1b]*)?(?:\x07|\x1b\\)"
    r"|\x1b[=>]"
)
_HARMLESS_MODES = frozenset(
    map(str, (1, 9, 12, 25, 66, *range(1000, 1008), 1015, 1016, *range(1034, 1043), 2004, 2026))
) | {"2027", "2031", "2048", "5522"}
"""Private modes of keys, mouse, paste, focus, cursor and reports: no cell changes with them."""
_SWITCHING_MODES = frozenset(("47", "1047", "1048", "1049"))
_CHARSET = re.compile(r"\x1b([()*+\-./])(.)")
_MARGINS = re.compile(r"\x1b\[([0-9;]*)r")


_DRAWING = re.compile(
    r"\x1b\[[0-9;]*[@-GI-MPSTXZ`a-fr]"  # moves, erasing, inserting, deleting, scrolling, margins
    r"|\x1b\[\?(?:47|1047|1049)h|\x1b[DEM]|[\x08-\x0d]"
)


class Effect(Enum):
    """What becomes of the screen."""

    NOTHING = auto()
    """Cells, cursor and style stay."""
    BEGIN = auto()
    END = auto()
    """A synchronized update begins or ends."""
    WRAP = auto()
    NO_WRAP = auto()
    """Text goes on in the next row at the end of a row; or it stays in the last column."""
    DRAWN = auto()
    """Any cell and the cursor may have changed, the style has not."""
    UNKNOWN = auto()
    """Any cell, the cursor and the style may have changed."""
    RESET = auto()
    """Everything is as when the terminal was switched on, what was odd as well."""


def effect_of(sequence: str) -> Effect:
    """Return what a sequence does; it is one token, neither text, style, link nor move."""
    if sequence == BEGIN_UPDATE:
        return Effect.BEGIN
    if sequence == END_UPDATE:
        return Effect.END
    if sequence == "\x1b[?7h":
        return Effect.WRAP
    if sequence == "\x1b[?7l":
        return Effect.NO_WRAP
    if sequence in ("\x1bc", "\x1b[!p"):
        return Effect.RESET
    if _HARMLESS.fullmatch(sequence):
        return Effect.NOTHING
    modes = _MODES.fullmatch(sequence)
    if modes and modes[1] and _HARMLESS_MODES.issuperset(modes[2].split(";")):
        return Effect.NOTHING
    return Effect.DRAWN if _DRAWING.fullmatch(sequence) else Effect.UNKNOWN


def oddities_of(sequence: str) -> dict[str, bool]:
    """Return which settings a sequence switches on (True) or off, that change what others mean.

    While one of them is on, moves, text or line feeds may do something else than they say:
    scroll margins, insertion, origin, line drawing characters, and every mode that is not known.
    """
    if modes := _MODES.fullmatch(sequence):
        names = modes[2].split(";")
        known = (_HARMLESS_MODES | _SWITCHING_MODES | {"7"}) if modes[1] else ()
        return {modes[1] + name: modes[3] == "h" for name in names if name not in known} | (
            # Wrapping together with other modes in one sequence is too rare to take apart.
            {"?7": True} if modes[1] and "7" in names and len(names) > 1 else {}
        )
    if margins := _MARGINS.fullmatch(sequence):
        return {"margins": bool(margins[1])}
    if charset := _CHARSET.fullmatch(sequence):
        return {"charset" + charset[1]: charset[2] != "B"}
    if sequence in "\x0e\x0f":
        return {"shift": sequence == "\x0e"}
    return {}


def unfinished(data: str) -> int:
    """Return where a sequence begins that the data does not finish; their length if none does."""
    start = data.rfind("\x1b")
    if start < 0:
        return len(data)
    if start == len(data) - 1:
        # Perhaps half of the two characters that end a string.
        before = data.rfind("\x1b", 0, start)
        if before >= 0 and data[before + 1] in _STRING and _UNFINISHED.fullmatch(data, before):
            return before
    return start if _UNFINISHED.fullmatch(data, start) else len(data)
