"""The clean article as Markdown: headings, lists, quotations, tables, emphasis and links."""

from __future__ import annotations

import re
from itertools import pairwise

from tui.articles.document import Block, BlockKind, SpanKind
from tui.boilerplate import Verdicts
from tui.exchange.exporters.contents import BULLETS, article_blocks, credit_line
from tui.exchange.exporters.markdown_inline import by_line, escape, longest_ticks, nested

_LINES = re.compile(r"\n")
_CELLS = re.compile(r"[\n\t]")
_NUMBER = re.compile(r"(\d{1,9})[.)]$")
_RULE = "* * *"  # three hyphens at the top of a file would open front matter


def article_markdown(verdicts: Verdicts) -> str:
    """Return the article as CommonMark; tables as GitHub and most others write them."""
    metadata = verdicts.document.metadata
    parts = [f"# {escape(metadata.headline)}"] if metadata.headline else []
    if credits := credit_line(metadata):
        parts.append(escape(credits))
    items = _List()
    for block in article_blocks(verdicts):
        if block.kind is BlockKind.LIST_ITEM:
            entry = items.entry(block)
            if items.goes_on:
                parts[-1] += f"\n{entry}"
            else:
                parts.append(entry)
                items.goes_on = True
        else:
            items.begin()
            parts.append(_block_markdown(block))
    return "\n\n".join(parts) + "\n"


def fenced(text: str) -> str:
    """Return text as a block of code, whatever is in it."""
    fence = "`" * max(3, longest_ticks(text) + 1)
    return f"{fence}\n{text.rstrip()}\n{fence}\n"


def _block_markdown(block: Block) -> str:
    if block.kind is BlockKind.RULE:
        return _RULE
    if block.kind is BlockKind.CODE:
        return fenced(block.text).rstrip("\n")
    if block.kind is BlockKind.TABLE:
        return _table(block)
    if block.kind is BlockKind.HEADING:
        level = min(6, max(2, block.level))  # the headline alone is of the first level
        return "#" * level + " " + " ".join(filter(None, _lines(block)))
    if block.kind is BlockKind.QUOTATION:
        mark = "> " * (block.level + 1)
        return mark + _broken(_lines(block)).replace("\n", "\n" + mark)
    return _broken(_lines(block))


def _lines(block: Block) -> list[str]:
    return list(by_line(block.text, block.start, nested(block.spans), _LINES))


def _broken(lines: list[str]) -> str:
    """Join lines that are lines in the article too, as in verse."""
    joined = [line + ("\\" if line and after else "") for line, after in pairwise(lines)]
    return "\n".join([*joined, lines[-1]])


def _table(block: Block) -> str:
    spans = [span for span in nested(block.spans) if span.kind is not SpanKind.CODE]
    cells = by_line(block.text, block.start, spans, _CELLS)
    rows = [[next(cells) for _ in row.split("\t")] for row in block.text.split("\n")]
    width = max(len(row) for row in rows)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    rows.insert(1, ["---"] * width)
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


class _List:
    """Writes the entries of a list one by one, indented as far as those above them ask."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin a new list."""
        self.goes_on = False
        self._widths: list[int] = []
        self._numbers: list[int] = []
        self._signs: list[str] = []

    def entry(self, block: Block) -> str:
        """Return the next entry."""
        level = min(block.level, len(self._widths))
        marker, text = self._marker(block, level)
        indent = " " * sum(self._widths[:level])
        self._widths[level:] = [len(marker) + 1]
        return f"{indent}{marker} {text}".rstrip(" ").replace("\n", f"\n{' ' * sum(self._widths)}")

    def _marker(self, block: Block, level: int) -> tuple[str, str]:
        text = _broken(_lines(block))
        number = _NUMBER.match(block.marker)
        value, sign = (int(number[1]), ".") if number else (-1, "-")
        before = list(zip(self._numbers, self._signs, strict=True))[level : level + 1]
        if number and before:
            # A number that does not follow begins a list of its own, or it would be counted on.
            last, last_sign = before[0]
            swap = {".": ")", ")": "."}.get(last_sign, ".")
            sign = last_sign if value == last + 1 and last >= 0 else swap
        self._numbers[level:] = [value]
        self._signs[level:] = [sign]
        if number:
            return f"{value}{sign}", text
        if block.marker and block.marker not in BULLETS:
            text = f"{escape(block.marker)} {text}"
        return "-", text
