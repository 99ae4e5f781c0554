"""Markdown, as CommonMark with tables: blocks from markdown-it's tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tui.articles.document import Block, BlockKind, Document, Evidence, SpanKind
from tui.articles.formats import plain_text
from tui.articles.formats.front_matter import split_front_matter
from tui.articles.formats.inline import InlineText, anchor_name, safe_address
from tui.articles.formats.markdown_anchors import keep_footnotes, with_heading_anchors
from tui.articles.formats.text_metadata import read_metadata
from tui.articles.formats.wrapping import is_spaceless
from tui.articles.metadata import Provenance
from tui.articles.safe_text import clean_text

if TYPE_CHECKING:
    from markdown_it.token import Token

SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd"})

_DEEPEST = 60
"""Nesting that markdown-it follows; text nested deeper would be dropped without a word."""

_LOOKING_AHEAD = 40
"""How often markdown-it may look at a character for the end of a link's text. It looks from each
bracket to its mate or to the end of the paragraph: 100,000 open ones would take it a minute, a
million an hour."""
_ALWAYS = 20_000_000  # characters looked at that are granted to any text: 0.2 s
_BRACKET = re.compile(r"[\[\]]|\n[ \t]*\n")

_SPANS = {
    "em_open": SpanKind.EMPHASIS,
    "strong_open": SpanKind.STRONG,
    "em_close": SpanKind.EMPHASIS,
    "strong_close": SpanKind.STRONG,
}


def read(text: str, provenance: Provenance, remarks: tuple[str, ...] = ()) -> Document:
    """Make a Document of Markdown."""
    front = split_front_matter(clean_text(text))
    if front.remark:
        remarks = (*remarks, front.remark)
    blocks = _read_blocks(front.rest, front.lines, front.metadata.url)
    if blocks is None:
        remarks = (*remarks, "The Markdown is nested too deeply; it is shown as plain text.")
        blocks = plain_text.read_blocks(front.rest)
    found = read_metadata(blocks, front.metadata)
    return Document.from_blocks(found.blocks, found.metadata, provenance, remarks)


def _read_blocks(text: str, first_line: int, base: str) -> list[Block] | None:
    """Parse; None where some text would be lost."""
    from markdown_it import MarkdownIt

    if _looks_ahead(text) > _ALWAYS + _LOOKING_AHEAD * len(text):
        return None
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST})
    parser.enable(["table", "strikethrough"])
    keep_footnotes(parser)
    try:
        tokens = parser.parse(text)
    except RecursionError:
        return None
    if any(_is_cut(token) for token in tokens):
        return None
    return with_heading_anchors(_BlockReader(first_line, base).read(tokens))


def _looks_ahead(text: str) -> int:
    """Return how many characters stand between brackets and their mates, nested ones again."""
    total = 0
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        if match[0] == "[":
            opened.append(match.start())
        elif match[0] == "]":
            total += match.start() - opened.pop() if opened else 0
        else:
            total += match.start() * len(opened) - sum(opened)
            opened.clear()
    return total + len(text) * len(opened) - sum(opened)


def _is_cut(token: Token) -> bool:
    inner = token.children or ()
    return token.level >= _DEEPEST - 1 or any(child.level >= _DEEPEST - 1 for child in inner)


@dataclass(slots=True)
class _List:
    ordered: bool
    number: int
    marker: str = ""


@dataclass(slots=True)
class _Table:
    line: int
    rows: list[list[str]] = field(default_factory=list)


class _BlockReader:
    """Walks the tokens once."""

    def __init__(self, first_line: int, base: str) -> None:
        self._first_line = first_line
        self._base = base
        self._blocks: list[Block] = []
        self._lists: list[_List] = []
        self._quotes = 0
        self._heading = 0
        self._table: _Table | None = None

    def read(self, tokens: list[Token]) -> list[Block]:
        for token in tokens:
            self._read_token(token)
        return self._blocks

    def _read_token(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._heading = int(token.tag[1:])
            case "heading_close":
                self._heading = 0
            case "blockquote_open":
                self._quotes += 1
            case "blockquote_close":
                self._quotes -= 1
            case "bullet_list_open":
                self._lists.append(_List(ordered=False, number=0))
            case "ordered_list_open":
                self._lists.append(_List(ordered=True, number=int(token.attrGet("start") or 1)))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._open_item(self._lists[-1], token)
            case "inline":
                self._read_inline(token)
            case "fence" | "code_block":
                self._add(BlockKind.CODE, token.content.strip("\n"), token)
            case "hr":
                self._add(BlockKind.RULE, "", token)
            case "html_block":
                self._read_html(token)
            case _:
                self._read_table_token(token)

    def _open_item(self, of: _List, token: Token) -> None:
        of.marker = f"{of.number}{token.markup or '.'}" if of.ordered else "•"
        of.number += 1

    def _read_table_token(self, token: Token) -> None:
        if token.type == "table_open":
            self._table = _Table(token.map[0] if token.map else 0)
        elif self._table and token.type == "tr_open":
            self._table.rows.append([])
        elif self._table and token.type == "table_close":
            text = "\n".join("\t".join(row) for row in self._table.rows).rstrip()
            self._add(BlockKind.TABLE, text, line=self._table.line)
            self._table = None

    def _read_inline(self, token: Token) -> None:
        text = InlineText()
        captions: list[str] = []
        begins_with_image = False
        children = token.children or []
        for before, child, after in zip(
            [None, *children], children, [*children[1:], None], strict=False
        ):
            if child.type == "softbreak" and before and after:
                text.add("" if is_spaceless(before.content, after.content) else " ")
            elif child.type == "image":
                begins_with_image = begins_with_image or text.is_blank
                title = str(child.attrGet("title") or "")
                captions += dict.fromkeys(filter(None, (child.content.strip(), title.strip())))
            else:
                _add_inline(text, child, self._base)
        words, spans = text.finish()
        if self._table:
            self._table.rows[-1].append(" ".join(words.split()))
            return
        line = self._line_of(token)
        if words:
            kind, level, marker = self._kind()
            if begins_with_image and kind is BlockKind.PARAGRAPH:
                kind = BlockKind.CAPTION  # the words under a picture, in its own paragraph
            evidence = Evidence(line=line)
            self._blocks.append(Block(kind, words, 0, 0, level, marker, spans, evidence))
        for caption in captions:
            self._add(BlockKind.CAPTION, " ".join(caption.split()), token)

    def _kind(self) -> tuple[BlockKind, int, str]:
        if self._heading:
            return BlockKind.HEADING, self._heading, ""
        if self._lists:
            marker, self._lists[-1].marker = self._lists[-1].marker, ""
            return BlockKind.LIST_ITEM, len(self._lists) - 1, marker
        if self._quotes:
            return BlockKind.QUOTATION, self._quotes - 1, ""
        return BlockKind.PARAGRAPH, 0, ""

    def _read_html(self, token: Token) -> None:
        from tui.articles.formats.html_scanner import scan_blocks

        line = self._line_of(token)
        for block in scan_blocks(token.content):
            self._blocks.append(replace(block, evidence=Evidence(line=line)))

    def _add(
        self, kind: BlockKind, text: str, token: Token | None = None, *, line: int = -1
    ) -> None:
        text = clean_text(text)
        if text.strip() or kind is BlockKind.RULE:
            at = self._line_of(token) if token else line + self._first_line
            self._blocks.append(Block(kind, text, evidence=Evidence(line=at)))

    def _line_of(self, token: Token) -> int:
        return token.map[0] + self._first_line if token.map else -1


def _add_inline(text: InlineText, token: Token, base: str) -> None:
    """Add one inline token that is no image."""
    match token.type:
        case "text":
            text.add(token.content)
        case "hardbreak":
            text.add_line_break()
        case "code_inline":
            text.open(SpanKind.CODE)
            text.add_verbatim(token.content)
            text.close(SpanKind.CODE)
        case "em_open" | "strong_open":
            text.open(_SPANS[token.type])
        case "em_close" | "strong_close":
            text.close(_SPANS[token.type])
        case "link_open":
            text.open(SpanKind.LINK, _address(str(token.attrGet("href") or ""), base))
        case "link_close":
            text.close(SpanKind.LINK)
        case "html_inline":
            _add_html(text, token.content)
        case _:
            text.add(token.content)


def _address(href: str, base: str) -> str:
    """Return a link's address as it is kept, in full where it counts from the article's own."""
    if href[:1] == "#":
        return f"#{anchor_name(href[1:])}" if href[1:] else ""
    try:
        return safe_address(urljoin(base, href) if base else href)
    except ValueError:
        return ""


def _add_html(text: InlineText, tag: str) -> None:
    """A tag is not text; a line break made by one is a line break."""
    if tag.lower().replace(" ", "").startswith(("<br>", "<br/")):
        text.add_line_break()
