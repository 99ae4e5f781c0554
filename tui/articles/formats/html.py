"""Web pages as they are saved: every visible block, and an extractor's opinion of the body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.articles.document import Block, Document, Evidence
from tui.articles.formats import html_body
from tui.articles.formats.html_metadata import read_head, read_lines
from tui.articles.formats.html_scanner import count_letters, scan_blocks
from tui.articles.formats.html_tags import rewrite_bad_entities
from tui.articles.metadata import Metadata, Provenance

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from tui.articles.formats.html_blocks import WalkedPage

SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xht"})

LOST = "The page could not be parsed without losing text; it is shown as its bare text."
TOO_SLOW = "The page took too long to parse; it is shown as its bare text."

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<[^<>]*>")
_MOST_ELEMENTS, _MOST_BLOCKS = 30_000, 3_000
"""Beyond these the extractor is not asked: it takes quadratic time, 9 s for 10,000 paragraphs and
41 s for 10,000 tables, and the largest of 88 news pages has 1,434 elements and 372 blocks. Hidden
paragraphs, of which 20,000 take 24 s, count as blocks."""
_DEEPEST = 300
"""Elements around a block beyond which neither is it asked: of tables in tables 100 take it 0.2 s,
700 take 7 s."""

_LEAST = 200  # letters: a page that shows fewer may be hiding its article


def read(text: str, provenance: Provenance, remarks: tuple[str, ...] = ()) -> Document:
    """Make a Document of a web page.

    What the parser loses, measured against a linear scan of the same text, brings the scanner's
    blocks in its place with a remark: a page is never empty because its parser failed.
    """
    source = _CONTROLS.sub("\ufffd", rewrite_bad_entities(text))
    root, failed = _parse(source)
    if root is None:
        return read_bare(text, provenance, (*remarks, LOST))
    from tui.articles.formats.html_blocks import walk

    head = read_head(root, source)
    base = _base(root, head.url)
    page = walk(root, base)
    shown = _letters(page.blocks)
    if _lost(source, root, shown + page.hidden, failed=failed):
        return _from_bare(scan_blocks(source), head, provenance, (*remarks, LOST))
    verdicts, extracted = [False] * len(page.blocks), ""
    if _is_ordinary(page):
        verdicts, extracted = html_body.find_body(root, page.blocks)
    if _hides_article(page, verdicts, extracted):
        page = walk(root, base, with_hidden=True)
        verdicts = html_body.opinions(page.blocks, extracted)
    if not any(verdicts):
        verdicts = html_body.longest_prose(page.blocks)
    blocks = _with_verdicts(page.blocks, verdicts)
    blocks, metadata = read_lines(blocks, head)
    return Document.from_blocks(blocks, metadata, provenance, remarks)


def read_bare(text: str, provenance: Provenance, remarks: tuple[str, ...] = ()) -> Document:
    """Make a Document of a web page without a parser, in linear time whatever the page is."""
    return _from_bare(scan_blocks(text), Metadata(), provenance, remarks)


def _from_bare(
    blocks: list[Block], head: Metadata, provenance: Provenance, remarks: tuple[str, ...]
) -> Document:
    marked = _with_verdicts(blocks, html_body.longest_prose(blocks))
    marked, metadata = read_lines(marked, head)
    return Document.from_blocks(marked, metadata, provenance, remarks)


def _with_verdicts(blocks: list[Block], verdicts: list[bool]) -> list[Block]:
    marked = []
    for block, in_body in zip(blocks, verdicts, strict=True):
        known = block.evidence
        evidence = Evidence(in_body, known.ancestry, anchors=known.anchors)
        marked.append(
            Block(block.kind, block.text, 0, 0, block.level, block.marker, block.spans, evidence)
        )
    return marked


def _parse(source: str) -> tuple[HtmlElement | None, bool]:
    """Parse, and tell whether the parser gave up on its way."""
    from lxml import etree, html

    parser = html.HTMLParser(
        recover=True,
        huge_tree=True,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None, True
    last = parser.error_log.last_error
    gave_up = last is not None and last.level == etree.ErrorLevels.FATAL
    return root, gave_up or source.rfind("<!--") > source.rfind("-->")


def _base(root: HtmlElement, url: str) -> str:
    from urllib.parse import urljoin

    element = next(root.iter("base"), None)
    try:
        return urljoin(url, (element.get("href") or "").strip()) if element is not None else url
    except ValueError:
        return url


def _is_ordinary(page: WalkedPage) -> bool:
    """Tell whether the extractor will take a time that somebody waits for."""
    pieces = len(page.blocks) + page.hidden_texts
    return page.elements <= _MOST_ELEMENTS and pieces <= _MOST_BLOCKS and page.depth <= _DEEPEST


def _hides_article(page: WalkedPage, verdicts: list[bool], extracted: str) -> bool:
    """Tell whether the article stands in what the page hides, until a script would show it."""
    if not extracted:
        return _letters(page.blocks) < _LEAST
    body = [block for block, in_body in zip(page.blocks, verdicts, strict=True) if in_body]
    return page.hidden > 0 and _letters(body) < 0.6 * sum(map(len, extracted.split()))


def _letters(blocks: list[Block]) -> int:
    return sum(sum(map(len, block.text.split())) for block in blocks)


def _lost(source: str, root: HtmlElement, seen: int, *, failed: bool) -> bool:
    """Tell whether the parser lost text, such as all behind its deepest level of nesting.

    A parser that did not fail, with a tree that holds a fair part of the source, is believed; so
    is one whose tree holds as much text as the source. Only then the source is scanned.
    """
    from lxml import etree

    in_tree = len(etree.tostring(root, method="text", encoding="unicode"))
    if not failed and in_tree > 0.3 * len(source):
        return False
    in_source = len(source) - sum(map(len, _TAG.findall(source)))
    return in_tree < 0.9 * in_source and seen < 0.75 * count_letters(source)
