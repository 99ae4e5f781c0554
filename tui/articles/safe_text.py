"""The one gate that makes foreign text harmless, on the way in and after entities are decoded.

Textual and Rich strip five control characters and let ESC, OSC 52, C1, DEL and bidirectional
overrides through to the terminal, so nothing that a file, a file name or an old record says is
used before it has passed here. What passes can be drawn as plain text; it is still never markup.

The gate normalises to NFC (canonical composition) and folds nothing that a reader could see.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from functools import cache

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_REMOVED = (0x200B, 0x2060, 0xFEFF, 0x00AD, 0x180E)
"""Invisible: zero-width space, word joiner, byte order mark, soft hyphen, vowel separator."""

_REPLACED = (
    (0x00, 0x08),  # C0 but tab and newline, DEL, C1
    (0x0B, 0x1F),
    (0x7F, 0x9F),
    (0x202A, 0x202E),  # bidirectional embeddings and overrides
    (0x2066, 0x2069),  # bidirectional isolates
    (0xD800, 0xDFFF),  # lone surrogates, such as undecodable bytes of a file name
    (0xFDD0, 0xFDEF),  # noncharacters, and two at the end of each plane below
    (0xFFF9, 0xFFFB),  # interlinear annotation
    (0xE0000, 0xE007F),  # tags
    *((plane | 0xFFFE, plane | 0xFFFF) for plane in range(0, 0x110000, 0x10000)),
)

_LINE_ENDS = (0x0D, 0x85, 0x2028, 0x2029)

_DIRECTION = (0x061C, 0x200C, 0x200D, 0x200E, 0x200F)
"""Joiners and direction marks: words of some scripts need them, one-line fields do not."""

_MARK_BLOCKS = (
    (0x0300, 0x3100),
    (0xA600, 0xAC00),
    (0xFB00, 0xFE30),
    (0x10100, 0x12000),
    (0x13400, 0x13500),
    (0x16000, 0x17000),
    (0x1BC00, 0x1BD00),
    (0x1CF00, 0x1D300),
    (0x1DA00, 0x1EA00),
    (0xE0100, 0xE01F0),
)
"""Where combining marks live; asking every code point would take 80 ms instead of 3."""

_LONGEST_RUN = 4
_CHUNK = 1 << 14
_BMP = 0xFFFF
_UPPER_SUSPECTS = re.compile(
    "[\U00010100-\U00011fff\U00013400-\U000134ff\U00016000-\U00016fff"
    "\U0001bc00-\U0001eaff\U0001fffe\U0001ffff\U0002fffe-\U0010ffff]"
)
"""Upper planes but emoji and common ideographs: marks, tags and noncharacters are in here."""
_BLANKS = re.compile(r"[ \t\n]+")


@cache
def _table(one_line: bool) -> dict[int, str | None]:
    """What becomes of each code point that may not pass, for `str.translate`."""
    table: dict[int, str | None] = {}
    for start, stop in _REPLACED:
        table.update(dict.fromkeys(range(start, stop + 1), REPLACEMENT))
    table.update(dict.fromkeys(_LINE_ENDS, "\n"))
    table.update(dict.fromkeys(_REMOVED))
    if one_line:
        table.update(dict.fromkeys(_DIRECTION))
    return table


@cache
def _unsafe(one_line: bool, bmp_only: bool) -> re.Pattern[str]:
    """A class of the table's keys: searching costs a tenth of translating."""
    codes = sorted(_table(one_line))
    return re.compile(_character_class(code for code in codes if code <= _BMP or not bmp_only))


@cache
def _long_mark_runs(bmp_only: bool) -> re.Pattern[str]:
    marks = _character_class(
        code
        for start, stop in _MARK_BLOCKS
        for code in range(start, stop)
        if (code <= _BMP or not bmp_only) and unicodedata.category(chr(code)).startswith("M")
    )
    # Written out, because `(x{4})x+` is searched several times slower than `(xxxx)x+`.
    return re.compile(f"({marks * _LONGEST_RUN}){marks}+")


def _character_class(codes: Iterable[int]) -> str:
    """Write ascending code points as a regular expression's class of ranges."""
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "[" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges) + "]"


def _make_safe(text: str, one_line: bool) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text.translate(_table(one_line))
    for code in _REMOVED:  # common in web text, and replacing is almost free
        text = text.replace(chr(code), "")
    # The classes with the upper planes are searched at 10 MB/s, those without at 150 and more.
    bmp_only = _UPPER_SUSPECTS.search(text) is None
    unsafe, table = _unsafe(one_line, bmp_only), _table(one_line)
    if unsafe.search(text):
        chunks = (text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK))
        text = "".join(part.translate(table) if unsafe.search(part) else part for part in chunks)
    # Runs are cut before composing, because composing sorts a run in quadratic time, and once
    # more after it, because a few characters decompose into two marks.
    runs = _long_mark_runs(bmp_only)
    text = unicodedata.normalize("NFC", runs.sub(r"\1", text))
    return runs.sub(r"\1", text)


def clean_text(text: str) -> str:
    """Make text of many lines harmless.

    Line ends become `\\n`; invisible characters go; control characters, bidirectional
    overrides, surrogates and noncharacters become U+FFFD, so that a reader sees that something
    was there; of a run of combining marks the first four stay. Cleaning twice changes nothing.
    """
    return _make_safe(text, one_line=False)


def clean_line(text: str, limit: int = 500) -> str:
    """Make the text of a one-line field harmless: a title, byline, tag, path, URL, error text.

    As `clean_text`, and joiners and direction marks go, blanks, tabs and line ends become one
    space, and what is longer than `limit` code points is cut and ends in "…".
    """
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # most dates, ids and addresses: a tenth of the time
    line = _BLANKS.sub(" ", _make_safe(text, one_line=True)).strip()
    if len(line) <= limit:
        return line
    return (line[: limit - 1].rstrip() + "…")[:limit]


def clean_path(path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> str:
    """Return a file's name as it can be shown; not for opening the file.

    Bytes that are no UTF-8, line ends and escape sequences become U+FFFD or a space. Of an
    overlong path the end stays, which names the file.
    """
    shown = clean_line(os.fsdecode(path), limit=1 << 16)
    return shown if len(shown) <= 500 else "…" + shown[-499:].lstrip()
