"""Plain text: blocks from lines, hard-wrapped or not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from tui.articles.document import Block, BlockKind, Document, Evidence, Span, SpanKind
from tui.articles.formats.text_metadata import read_metadata
from tui.articles.formats.verse import join_verse
from tui.articles.formats.wrapping import (
    LineBreak,
    Margin,
    find_margin,
    join_lines,
    next_word_width,
    width_of,
)
from tui.articles.metadata import Provenance
from tui.articles.safe_text import clean_text

SUFFIXES = frozenset({".txt", ".text"})

_MARKER = re.compile(r"([*+•◦▪‣⁃∙·○●□■☆★◆◇◎△▲▽▼►▸➤✓✔-]|o(?= )|\d{1,3}[.)])(?:[ \u00a0]+(.*))?$")
_RULE = re.compile(r"([-*_=~—–─━═])(?:[ \t]{0,2}\1){2,}$")
_RULE_SIGNS = "-*_=~—–─━═"
_COLUMNS = re.compile(r"\t+ *| {3,}")
_BLANKS = re.compile(r"[ \t]+")
_NOTE_NUMBER = re.compile(r"\[(\d{1,3})\](?= )|([⁰¹²³⁴-⁹]{1,3})(?= ?\w)")
_URL = re.compile(r"https?://[^\s<>\"“”«»]{3,2000}")
_URL_END = ".,;:!?)]}'’…"


@dataclass(slots=True)  # not frozen: a file has many, and freezing doubles their cost
class _Line:
    number: int
    indent: int
    width: int
    text: str  # without its marker
    marker: str = ""
    is_rule: bool = False
    has_columns: bool = False

    @property
    def hang(self) -> int:
        """The column at which the text begins."""
        return self.width - width_of(self.text)


@dataclass(slots=True)
class _Open:
    """A block that is being read."""

    kind: BlockKind
    first: _Line
    level: int = 0
    lines: list[str] = field(default_factory=list)
    last: _Line | None = None


def read(text: str, provenance: Provenance, remarks: tuple[str, ...] = ()) -> Document:
    """Make a Document of plain text; linear in its length."""
    blocks = read_blocks(clean_text(text))
    found = read_metadata(blocks)
    return Document.from_blocks(found.blocks, found.metadata, provenance, remarks)


def read_blocks(text: str) -> list[Block]:
    """Split text that has passed the gate into blocks, in order, every character kept.

    White space aside, the markers and texts of the blocks are what the text says.
    """
    lines = [
        _read_line(number, line)
        for number, line in enumerate(text.split("\n"))
        if line and not line.isspace()
    ]
    return join_verse(_BlockReader(_margin_of(lines), _common_indent(lines)).read(lines))


def _read_line(number: int, raw: str) -> _Line:
    """Look at one line that is not blank."""
    text = raw.strip()
    indent = 0
    if raw[0].isspace():
        indent = len(raw[: len(raw) - len(raw.lstrip())].expandtabs(8))
    width = indent + (len(text) if text.isascii() else width_of(text))
    if not text[0].isalpha() or text[0] == "o":
        if text[0] in _RULE_SIGNS and _RULE.match(text):
            return _Line(number, indent, width, text, is_rule=True)
        if (match := _MARKER.match(text)) and (match[1] != "o" or indent):
            return _Line(number, indent, width, (match[2] or "").strip(), match[1])
    columns = "   " in text or "\t" in text
    return _Line(number, indent, width, text, has_columns=columns)


def _margin_of(lines: list[_Line]) -> Margin | None:
    breaks = [
        LineBreak(line.width, next_word_width(after.text))
        for line, after in pairwise(lines)
        if after.number == line.number + 1 and not (line.is_rule or after.is_rule or after.marker)
    ]
    return find_margin(breaks, (line.width for line in lines if not line.is_rule))


def _common_indent(lines: list[_Line]) -> int:
    counts: dict[int, int] = {}
    for line in lines:
        if not line.marker and len(line.text) > 40:
            counts[line.indent] = counts.get(line.indent, 0) + 1
    return max(counts, key=lambda indent: counts[indent], default=0)


class _BlockReader:
    """Turns looked-at lines into blocks."""

    def __init__(self, margin: Margin | None, base: int) -> None:
        self._margin = margin
        self._base = base
        self._blocks: list[Block] = []
        self._open: _Open | None = None
        self._list_indents: list[int] = []
        self._last_number = -2

    def read(self, lines: list[_Line]) -> list[Block]:
        table: list[_Line] = []
        for line, after in zip_longest(lines, lines[1:]):
            next_in_table = after and after.has_columns and after.number == line.number + 1
            if line.has_columns and (next_in_table or (table and self._follows(line))):
                if table and not self._follows(line):
                    self._add_table(table)
                    table = []
                self._close()
                table.append(line)
            else:
                if table:
                    self._add_table(table)
                    table = []
                self._read_line(line)
            self._last_number = line.number
        if table:
            self._add_table(table)
        self._close()
        return self._blocks

    def _follows(self, line: _Line) -> bool:
        """Whether no blank line stands before this one."""
        return line.number == self._last_number + 1

    def _read_line(self, line: _Line) -> None:
        if not self._follows(line):
            self._close()
        if line.is_rule:
            self._close()
            self._add(BlockKind.RULE, line.text, line)
        elif line.marker:
            self._close()
            self._open_list_item(line)
        elif self._open and self._continues(self._open, line):
            self._open.lines.append(line.text)
            self._open.last = line
        else:
            self._close()
            self._open_paragraph(line)

    def _continues(self, block: _Open, line: _Line) -> bool:
        if self._margin is None or _is_next_note(block.first.text, line.text):
            return False
        last = block.last or block.first
        hang = block.first.hang if block.kind is BlockKind.LIST_ITEM else block.first.indent
        indented_first_line = last is block.first and 0 < block.first.indent - line.indent <= 8
        if last is not block.first and block.kind is not BlockKind.LIST_ITEM:
            hang = last.indent
        if abs(line.indent - hang) > 1 and not indented_first_line:
            return False
        return self._margin.joins(LineBreak(last.width, next_word_width(line.text)), line.text)

    def _open_list_item(self, line: _Line) -> None:
        if not line.text:  # a bullet with nothing behind it: visible, so it is kept as it is
            self._add(BlockKind.PARAGRAPH, line.marker, line)
            return
        indents = self._list_indents
        while indents and indents[-1] > line.indent:
            indents.pop()
        if not indents or indents[-1] < line.indent:
            indents.append(line.indent)
        self._open = _Open(BlockKind.LIST_ITEM, line, len(indents) - 1, [line.text])

    def _open_paragraph(self, line: _Line) -> None:
        in_list = bool(self._list_indents) and line.indent > self._list_indents[0]
        if not in_list:
            self._list_indents.clear()
        quoted = line.text.startswith(">") and len(line.text) > 1
        if quoted:
            self._add(BlockKind.QUOTATION, line.text[1:].strip() or ">", line, marker=">")
            return
        indented = self._margin is not None and line.indent >= self._base + 3
        prose = line.width >= NARROW_QUOTATION and not in_list
        kind = BlockKind.QUOTATION if indented and prose else BlockKind.PARAGRAPH
        if self._margin is None:  # nothing can go on
            self._add(kind, line.text, line)
        else:
            self._open = _Open(kind, line, 0, [line.text])

    def _close(self) -> None:
        block, self._open = self._open, None
        if block:
            text = block.lines[0] if len(block.lines) == 1 else join_lines(block.lines)
            self._add(block.kind, text, block.first, block.level, block.first.marker)

    def _add_table(self, lines: list[_Line]) -> None:
        rows = "\n".join(_COLUMNS.sub("\t", line.text) for line in lines)
        self._add(BlockKind.TABLE, rows, lines[0])

    def _add(
        self, kind: BlockKind, text: str, line: _Line, level: int = 0, marker: str = ""
    ) -> None:
        if kind is not BlockKind.TABLE and ("  " in text or "\t" in text):
            text = _BLANKS.sub(" ", text)
        spans = find_urls(text) if "://" in text else ()
        evidence = Evidence(None, (), line.number)
        self._blocks.append(Block(kind, text, 0, 0, level, marker, spans, evidence))


def _is_next_note(note: str, text: str) -> bool:
    """Tell whether a line begins the footnote after the one that another line began."""
    number = _note_number(note)
    return number is not None and _note_number(text) == number + 1


def _note_number(text: str) -> int | None:
    match = _NOTE_NUMBER.match(text)
    return int(unicodedata.normalize("NFKC", match[1] or match[2])) if match else None


NARROW_QUOTATION = 40
"""An indented line ends at this column at least to be a quotation and not a heading."""


def find_urls(text: str) -> tuple[Span, ...]:
    """Find the web addresses that stand in a text, as links."""
    spans = []
    for match in _URL.finditer(text):
        address = match[0].rstrip(_URL_END)
        spans.append(Span(match.start(), match.start() + len(address), SpanKind.LINK, address))
    return tuple(spans)
