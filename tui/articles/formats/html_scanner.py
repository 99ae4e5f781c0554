"""A linear scanner of HTML: the text between the tags, whatever state they are in.

It builds no tree and looks at no character more than a few times, so no nesting, no number of
tags and no unclosed quote slows it down or makes it lose text. It measures what a parser should
have found, and stands in for a parser that failed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from tui.articles.document import Block, BlockKind
from tui.articles.formats.html_tags import (
    BLOCKS,
    CAPTIONS,
    HEADINGS,
    INVISIBLE,
    LISTS,
    SPANS,
    VERBATIM,
    rewrite_bad_entities,
)
from tui.articles.formats.inline import InlineText

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]{0,40})")
_MOST_QUOTES = 200  # in one tag, before its first ">" is taken for its end


def scan_blocks(source: str) -> list[Block]:
    """Return the visible text of HTML as blocks: headings, list items, code, paragraphs."""
    collector = _Collector()
    for text, tag, closing in _tokens(rewrite_bad_entities(source)):
        if text:
            collector.add_text(html.unescape(text))
        elif closing:
            collector.end(tag)
        else:
            collector.start(tag)
    return collector.finish()


def count_letters(source: str) -> int:
    """Return how many characters of visible text HTML has, white space aside."""
    letters = 0
    for text, _, _ in _tokens(source):
        if text:
            letters += sum(map(len, html.unescape(text).split()))
    return letters


class _Finder:
    """Finds strings from growing positions, and remembers where the next one is."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._next: dict[str, int] = {}

    def find(self, needle: str, position: int) -> int:
        """Return where `needle` is at or after `position`, or the source's length."""
        known = self._next.get(needle, -1)
        if known < position:
            known = self._source.find(needle, position)
            self._next[needle] = known = len(self._source) if known < 0 else known
        return known


def _tokens(source: str) -> Iterator[tuple[str, str, bool]]:
    """Yield (text, "", False) for text, and ("", name, whether it closes) for tags."""
    finder, position, size = _Finder(source), 0, len(source)
    while position < size:
        start = source.find("<", position)
        if start < 0:
            start = size
        if start > position:
            yield source[position:start], "", False
        if start >= size:
            return
        if source.startswith("<!--", start):
            end = finder.find("-->", start + 4)
            # A comment that is never closed would hide the rest of the article.
            position = end + 3 if end < size else start + 4
        elif source.startswith(("<!", "<?"), start):
            position = min(size, finder.find(">", start) + 1)
        elif match := _TAG.match(source, start):
            position = _end_of_tag(source, match.end(), finder)
            name, closing = match[1].lower(), source[start + 1] == "/"
            if name in INVISIBLE and not closing and source[position - 2] != "/":
                position = _behind(name, position, finder, size)
            else:
                yield "", name, closing
        else:
            yield "<", "", False
            position = start + 1


def _end_of_tag(source: str, position: int, finder: _Finder) -> int:
    """Return the position behind a tag's ">", which may not stand in a quoted attribute."""
    first = finder.find(">", position)
    cursor = position
    for _ in range(_MOST_QUOTES):
        end = finder.find(">", cursor)
        double, single = finder.find('"', cursor), finder.find("'", cursor)
        quote = min(double, single)
        if quote > end:
            return min(len(source), end + 1)
        closing = finder.find(source[quote], quote + 1) if quote < len(source) else len(source)
        if closing >= len(source):
            break
        cursor = closing + 1
    return min(len(source), first + 1)


def _behind(name: str, position: int, finder: _Finder, size: int) -> int:
    """Return the position behind an invisible element's end; its start where it has no end."""
    end = min(finder.find(f"</{name}", position), finder.find(f"</{name.upper()}", position))
    return position if end >= size else min(size, finder.find(">", end) + 1)


class _Collector:
    """Puts blocks together from text and tags."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._text = InlineText()
        self._depth = {"list": 0, "quote": 0}
        self._kind = (BlockKind.PARAGRAPH, 0)

    def add_text(self, text: str) -> None:
        if self._kind[0] is BlockKind.CODE:
            self._text.add_verbatim(text)
        else:
            self._text.add(text)

    def start(self, tag: str) -> None:
        if tag in SPANS:
            if tag != "a":
                self._text.open(SPANS[tag])
        elif tag == "br":
            self._text.add_line_break()
        elif tag in BLOCKS:
            self._flush()
            self._enter(tag)

    def end(self, tag: str) -> None:
        if tag in SPANS:
            if tag != "a":
                self._text.close(SPANS[tag])
        elif tag in BLOCKS:
            self._flush()
            self._leave(tag)

    def finish(self) -> list[Block]:
        self._flush()
        return self._blocks

    def _enter(self, tag: str) -> None:
        if tag in HEADINGS:
            self._kind = (BlockKind.HEADING, HEADINGS[tag])
        elif tag in VERBATIM:
            self._kind = (BlockKind.CODE, 0)
        elif tag in CAPTIONS:
            self._kind = (BlockKind.CAPTION, 0)
        elif tag == "li":
            self._kind = (BlockKind.LIST_ITEM, max(0, self._depth["list"] - 1))
        elif tag in LISTS:
            self._depth["list"] += 1
        elif tag == "blockquote":
            self._depth["quote"] += 1
        elif tag == "hr":
            self._blocks.append(Block(BlockKind.RULE, ""))

    def _leave(self, tag: str) -> None:
        if tag in LISTS:
            self._depth["list"] = max(0, self._depth["list"] - 1)
        elif tag == "blockquote":
            self._depth["quote"] = max(0, self._depth["quote"] - 1)
        if tag in HEADINGS or tag in VERBATIM or tag in CAPTIONS or tag in ("li", *LISTS):
            self._kind = (BlockKind.PARAGRAPH, 0)

    def _flush(self) -> None:
        text, spans = self._text.finish()
        if not text:
            return
        kind, level = self._kind
        if kind is BlockKind.PARAGRAPH and self._depth["quote"]:
            kind, level = BlockKind.QUOTATION, self._depth["quote"] - 1
        marker = "•" if kind is BlockKind.LIST_ITEM else ""
        self._blocks.append(Block(kind, text, level=level, marker=marker, spans=spans))
