"""All visible text of a parsed web page as blocks, in reading order, by one walk over its tree."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tui.articles.document import Block, BlockKind, Evidence, Span
from tui.articles.formats.html_anchors import names_linked_to, names_of, place_in_page
from tui.articles.formats.html_shapes import is_card, is_data_table
from tui.articles.formats.html_tags import (
    BLOCKS,
    CAPTIONS,
    HEADINGS,
    INVISIBLE,
    LISTS,
    SPANS,
    VERBATIM,
)
from tui.articles.formats.inline import InlineText, safe_address

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST_ANCESTRY = 12
_NAME = re.compile(r"[^\w-]+")
_HIDDEN_STYLE = re.compile(r"(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.I)
_NEVER_HIDDEN = frozenset({"html", "body", "main", "article"})
"""Scripts hide these while a page loads, and saved pages stay so."""


@dataclass(slots=True)
class WalkedPage:
    """A page's blocks.

    Attributes:
        blocks: In reading order.
        hidden: How many characters stand in elements that the page hides, white space aside.
        hidden_texts: How many pieces of text stand there.
        elements: How many elements were walked.
        depth: How many elements the deepest block stands in.
    """

    blocks: list[Block]
    hidden: int
    hidden_texts: int
    elements: int
    depth: int


@dataclass(slots=True)
class _List:
    number: int = 0
    step: int = 0  # 0 for a list without numbers


@dataclass(slots=True)
class _Context:
    """What a text is by the elements around it; replaced, never changed."""

    kind: BlockKind | None = None
    level: int = 0
    quotes: int = 0
    in_item: bool = False


def walk(root: _Element, base: str = "", *, with_hidden: bool = False) -> WalkedPage:
    """Walk a tree once, without recursion.

    Args:
        root: The page's `html` element.
        base: The address that its links count from.
        with_hidden: Also take what the page hides, and what it shows only without scripts.
    """
    from lxml import etree

    walker = _Walker(base, with_hidden, names_linked_to(root))
    events = etree.iterwalk(root, events=("start", "end"))
    count = 0
    for event, element in events:
        count += 1
        if event == "end":
            walker.end(element)
        elif not walker.start(element):
            events.skip_subtree()
    blocks = walker.finish()
    return WalkedPage(blocks, walker.hidden, walker.hidden_texts, count // 2, walker.depth)


@dataclass(slots=True)
class _Run:
    """The text of one block while it is read.

    Attributes:
        text: What was read of it.
        leading: The inline elements that its text began in, as long as they are open.
        covering: The last of them that was closed, and how much text there was then.
        depth: How many elements were open at the least around a piece of the text; what is open
            besides when the block ends belongs to something else.
    """

    text: InlineText = field(default_factory=InlineText)
    leading: list[_Element] = field(default_factory=list)
    covering: tuple[_Element, int] | None = None
    depth: int = sys.maxsize


class _Walker:
    def __init__(self, base: str, with_hidden: bool, linked: frozenset[str]) -> None:
        self.hidden = 0
        self.hidden_texts = 0
        self.depth = 0
        self._base = base
        self._origin = urljoin(base, "/").rstrip("/")
        self._with_hidden = with_hidden
        self._linked = linked
        self._blocks: list[Block] = []
        self._run = _Run()
        self._context = _Context()
        self._saved: list[_Context] = []
        self._stack: list[_Element] = []
        self._paths: list[tuple[str, ...] | None] = []
        self._lists: list[_List] = []
        self._cards: list[tuple[_Element, _Run]] = []
        self._below: list[Block] = []
        self._marker = ""
        self._skipped: _Element | None = None
        self._table: _Element | None = None
        self._after_link = False

    def start(self, element: _Element) -> bool:
        """Enter an element; False where its content is not to be seen."""
        tag = element.tag
        if not isinstance(tag, str) or self._is_invisible(element, tag):
            self._skipped = element
            return False
        # What ends here belongs to the elements around, not to this one: it enters afterwards.
        if tag in BLOCKS:
            self._start_block(element, tag)
        elif tag == "span" and is_card(element):
            self._cards.append((element, self._run))
            self._run = _Run()
        elif tag == "br":
            self._break_line()
        self._stack.append(element)
        self._paths.append(None)
        if self._linked:
            for name in names_of(element, self._linked):
                self._run.text.anchor(name)
        if tag in SPANS:
            self._start_span(element, tag)
        elif tag not in BLOCKS and tag != "br" and self._run.text.is_blank:
            self._run.leading.append(element)
        if element.text:
            self._add(element.text)
        return True

    def end(self, element: _Element) -> None:
        """Leave an element, entered or not, and take the text behind it."""
        if element is self._skipped:
            self._skipped = None
        else:
            tag = str(element.tag)
            if tag in BLOCKS:
                self._end_block(element, tag)
            elif self._cards and self._cards[-1][0] is element:
                self._end_card()
            else:
                run = self._run
                if tag in SPANS:
                    run.text.close(SPANS[tag])
                    self._after_link = tag == "a"
                if run.leading and run.leading[-1] is element:
                    run.leading.pop()
                    run.covering = (element, len(run.text))
            self._stack.pop()
            self._paths.pop()
        if element.tail:
            self._add(element.tail)

    def finish(self) -> list[Block]:
        self._flush()
        return self._blocks

    def _is_invisible(self, element: _Element, tag: str) -> bool:
        if tag in INVISIBLE:
            return not (self._with_hidden and tag == "noscript")
        if self._with_hidden or tag in _NEVER_HIDDEN:
            return False
        style = element.get("style")
        hidden = element.get("hidden") is not None or (
            style is not None and _HIDDEN_STYLE.search(style) is not None
        )
        if hidden:
            for text in element.itertext():
                letters = sum(map(len, text.split()))
                self.hidden += letters
                self.hidden_texts += letters > 0
        return hidden

    def _add(self, text: str) -> None:
        run = self._run
        if len(self._stack) < run.depth and not text.isspace():
            run.depth = len(self._stack)
        if self._context.kind is BlockKind.CODE:
            self._run.text.add_verbatim(text)
        else:
            self._run.text.add(text)
        self._after_link = False

    def _start_span(self, element: _Element, tag: str) -> None:
        if self._after_link and tag == "a":
            self._run.text.add(" ")  # two links side by side are two words, whatever parts them
        if self._run.text.is_blank:
            self._run.leading.append(element)
        href = self._resolve(element.get("href")) if tag == "a" else ""
        self._run.text.open(SPANS[tag], href)

    def _resolve(self, href: str | None) -> str:
        if not href or len(href) > 4000:
            return ""
        href = href.strip()
        if href[0:1] == "#" and not self._base:
            return place_in_page(href)
        if href.startswith("/") and not href.startswith("//"):
            href = self._origin + href  # what urljoin does with it in 20 µs
        elif not href.startswith(("http://", "https://", "mailto:")):
            try:
                href = urljoin(self._base, href)
            except ValueError:
                return ""
        return safe_address(href)

    def _end_card(self) -> None:
        """Put a card aside until the block ends in whose text it lies."""
        text, spans = self._run.text.finish()
        if text:
            anchors = self._run.text.take_anchors()
            evidence = Evidence(ancestry=self._ancestry(_Run()), anchors=anchors)
            self._below.append(Block(BlockKind.PARAGRAPH, text, 0, 0, 0, "", spans, evidence))
        self._run = self._cards.pop()[1]

    def _break_line(self) -> None:
        if self._context.kind is BlockKind.CODE:
            self._run.text.add_verbatim("\n")
        elif self._table is not None:
            self._run.text.add(" ")
        elif self._run.text.ends_with_line_break():
            self._flush()  # two in a row part paragraphs, as old pages do
        else:
            self._run.text.add_line_break()

    def _start_block(self, element: _Element, tag: str) -> None:
        if self._table is not None and tag not in CAPTIONS:
            self._start_cell(tag)
            self._saved.append(self._context)
            return
        self._flush()
        self._saved.append(self._context)
        context = self._context
        if tag in HEADINGS:
            self._context = _Context(BlockKind.HEADING, HEADINGS[tag])
        elif tag in VERBATIM:
            self._context = _Context(BlockKind.CODE)
        elif tag in CAPTIONS:
            self._context = _Context(BlockKind.CAPTION)
        elif tag == "blockquote":
            self._context = _Context(context.kind, context.level, context.quotes + 1)
        elif tag in LISTS:
            self._lists.append(_new_list(element, tag))
        elif tag == "li":
            self._marker = self._next_marker(element)
            self._context = _Context(None, 0, context.quotes, in_item=True)
        elif tag == "hr":
            self._append(BlockKind.RULE, "")
        elif tag == "table" and is_data_table(element):
            self._table = element
            self._context = _Context(BlockKind.TABLE)

    def _end_block(self, element: _Element, tag: str) -> None:
        if self._table is None or element is self._table or tag in CAPTIONS:
            self._flush()
            if element is self._table:
                self._table = None
            if tag in LISTS and self._lists:
                self._lists.pop()
        self._context = self._saved.pop()

    def _start_cell(self, tag: str) -> None:
        if tag == "tr":
            self._run.text.add_line_break()
        elif tag in ("td", "th"):
            self._run.text.add_cell_break()
        else:
            self._run.text.add(" ")

    def _next_marker(self, element: _Element) -> str:
        if not self._lists or not self._lists[-1].step:
            return "•"
        current = self._lists[-1]
        current.number = _integer(element.get("value"), current.number)
        marker = f"{current.number}."
        current.number += current.step
        return marker

    def _flush(self) -> None:
        run = self._run
        self._after_link = False
        if not run.text.is_blank:
            self._run = _Run(run.text)  # which knows what emphasis and what link go on
            self._end_run(run)
        elif run.leading or run.covering:
            self._run = _Run(run.text)
        if self._below:
            self._blocks.extend(self._below)
            self._below.clear()

    def _end_run(self, run: _Run) -> None:
        length = len(run.text)
        text, spans = run.text.finish()
        if not text:
            return
        context = self._context
        kind, level, marker = context.kind, context.level, ""
        if kind is None and context.in_item:
            kind, level = BlockKind.LIST_ITEM, max(0, len(self._lists) - 1)
            marker, self._marker = self._marker, ""
        elif kind is None and context.quotes:
            kind, level = BlockKind.QUOTATION, context.quotes - 1
        covered = run.covering is not None and run.covering[1] == length
        if not covered or kind is BlockKind.CODE:
            run.covering = None
        self._append(kind or BlockKind.PARAGRAPH, text, level, marker, spans, run)

    def _append(
        self,
        kind: BlockKind,
        text: str,
        level: int = 0,
        marker: str = "",
        spans: tuple[Span, ...] = (),
        run: _Run | None = None,
    ) -> None:
        self.depth = max(self.depth, len(self._stack))
        anchors = run.text.take_anchors() if run else ()
        evidence = Evidence(ancestry=self._ancestry(run or _Run()), anchors=anchors)
        self._blocks.append(Block(kind, text, 0, 0, level, marker, spans, evidence))

    def _ancestry(self, run: _Run) -> tuple[str, ...]:
        last = min(len(self._stack), run.depth)
        path = self._path(last - 1) if last else ()
        inner = run.covering[0] if run.covering else None
        if inner is None or (self._stack and inner is self._stack[-1]):
            return path
        return (*path[1 - _DEEPEST_ANCESTRY :], _label(inner))

    def _path(self, place: int) -> tuple[str, ...]:
        """Return the elements down to a place in the stack; its blocks share them."""
        known = place
        while known >= 0 and self._paths[known] is None:
            known -= 1
        path = self._paths[known] or () if known >= 0 else ()
        for index in range(known + 1, place + 1):
            path = (*path[1 - _DEEPEST_ANCESTRY :], _label(self._stack[index]))
            self._paths[index] = path
        return path


def _label(element: _Element) -> str:
    """Write an element as `tag#id.class.class`, its names cut to what a rule can use."""
    name, names = element.get("id") or "", element.get("class") or ""
    return _write_label(str(element.tag)[:24], name[:60], names[:400])


@lru_cache(4096)
def _write_label(tag: str, name: str, names: str) -> str:
    label = _NAME.sub("", tag)
    if name:
        label += "#" + _NAME.sub("-", name)[:40]
    return label + "".join("." + _NAME.sub("-", each)[:40] for each in names.split()[:6])


def _new_list(element: _Element, tag: str) -> _List:
    if tag != "ol":
        return _List()
    step = -1 if element.get("reversed") is not None else 1
    first = len(element.findall("li")) if step < 0 else 1
    return _List(_integer(element.get("start"), first), step)


def _integer(text: str | None, otherwise: int) -> int:
    try:
        return int(text) if text and len(text) <= 6 else otherwise
    except ValueError:
        return otherwise
