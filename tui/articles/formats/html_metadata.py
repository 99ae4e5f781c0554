"""What a web page says about its article: in its head, and in its first lines."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tui.articles.bylines import parse_byline
from tui.articles.dates import parse_machine_date
from tui.articles.document import Block, BlockKind
from tui.articles.formats.inline import safe_address
from tui.articles.formats.json_ld import read_structured
from tui.articles.formats.text_metadata import fold, read_metadata
from tui.articles.metadata import Metadata
from tui.articles.safe_text import clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_SINGLE_FILE = re.compile(r"<!--\s{1,9}Page saved with SingleFile\s{1,9}url:\s{0,9}(\S{1,2000})")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3})(?![\w-])")
_JOINT = re.compile(r"\s*[|·•–—»]\s*|\s+[-:]\s+")
_MOST_TAGS = 400
_MOST_AUTHORS = 50  # elements marked as the author; a page that has more names its teasers'
_LONGEST_TEXT = 10_000
"""Code points of an element that are read for a field: elements that all say to be the author may
stand inside one another."""

_KEYS = {
    "byline": (
        *("article:author", "author", "byl", "byline", "parsely-author", "sailthru.author"),
        *("dc.creator", "dcterms.creator", "citation_author", "article.author"),
    ),
    "outlet": ("og:site_name", "publisher", "dc.publisher", "citation_journal_title"),
    "published": (
        *("article:published_time", "og:published_time", "datepublished", "parsely-pub-date"),
        *("sailthru.date", "pubdate", "publish-date", "publish_date", "dc.date.issued"),
        *("dcterms.issued", "dc.date", "article.published", "citation_publication_date", "date"),
    ),
    "url": ("og:url", "twitter:url", "parsely-link"),
}
"""The names under which pages write a field in `<meta>`, the most telling first."""


def read_head(root: _Element, source: str) -> Metadata:
    """Read what the page's head and its structured data say.

    Args:
        root: The page's `html` element.
        source: The page as text, in whose first lines SingleFile leaves a comment.
    """
    meta = _read_meta(root)
    scripts = [
        script.text
        for script in root.iter("script")
        if script.text and "ld+json" in (script.get("type") or "").lower()
    ]
    structured = read_structured(scripts[:50])
    saved = _SINGLE_FILE.search(source[:8192])
    outlet = next(
        (name for name in (_first(meta, "outlet"), structured.outlet) if "://" not in name), ""
    )
    title = _title(root, outlet)
    canonical = next(
        (
            link.get("href") or ""
            for link in root.iter("link")
            if "canonical" in (link.get("rel") or "").lower().split()
        ),
        "",
    )
    address = saved[1] if saved else ""
    candidates = (canonical, _first(meta, "url"), structured.url, address)
    url = next((link for each in candidates if (link := _address(address, each))), "")
    headline = structured.headline or _trim_outlet(meta.get("og:title", ""), outlet) or title
    return Metadata(
        headline=_visible_headline(root, headline, title, outlet),
        byline=_byline(meta, structured.byline, outlet) or _marked_author(root),
        outlet=outlet,
        published=structured.published or _published(meta, root),
        language=_language(root, meta, structured.language),
        url=url,
    )


def read_lines(blocks: list[Block], known: Metadata) -> tuple[list[Block], Metadata]:
    """Add what the lines around the visible headline state, and mark the blocks that state it.

    Args:
        blocks: The page's blocks.
        known: What its head says, which counts more.
    """
    at = _headline_block(blocks, known.headline)
    if at is None:
        return blocks, known
    first, last = max(0, at - 6), at + 40
    found = read_metadata(blocks[first:last], known)
    marked = [*blocks[:first], *found.blocks, *blocks[last:]]
    stated = found.stated.get("byline", "")
    names = [name.casefold() for name in known.byline.split(", ")]
    in_full = bool(known.byline) and all(name in stated.casefold() for name in names)
    return marked, replace(
        known,
        byline=stated if in_full else known.byline or found.metadata.byline,
        published=known.published or found.metadata.published,
    )


def _headline_block(blocks: list[Block], headline: str) -> int | None:
    """Return the block that shows the headline: a heading before any other, the highest first."""
    wanted = fold(headline)
    same = [
        index
        for index, block in enumerate(blocks)
        if 0 < len(block.text) <= 2 * len(headline) and fold(block.text) == wanted
    ]
    rank = {index: blocks[index].level for index in same if blocks[index].kind is BlockKind.HEADING}
    if rank:
        return min(rank, key=lambda index: (rank[index], index))
    return same[0] if same else None


def _read_meta(root: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for count, element in enumerate(root.iter("meta")):
        content = element.get("content")
        if content and count < _MOST_TAGS:
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                if name := element.get(attribute):
                    found.setdefault(name.strip().lower()[:60], clean_line(content, 2000))
    return found


def _first(meta: dict[str, str], field: str) -> str:
    return next((value for key in _KEYS[field] if (value := meta.get(key))), "")


def _title(root: _Element, outlet: str) -> str:
    element = next(root.iter("title"), None)
    text = _text_of(element) if element is not None else ""
    return _trim_outlet(text, outlet)


def _trim_outlet(title: str, outlet: str) -> str:
    """Cut " | The Daily Wave" off a title, where the page says that this is its outlet."""
    joints = list(_JOINT.finditer(title))
    if outlet and joints:
        last, first = joints[-1], joints[0]
        if title[last.end() :].casefold() == outlet.casefold():
            return title[: last.start()].strip()
        if title[: first.start()].casefold() == outlet.casefold():
            return title[first.end() :].strip()
    return title


def _visible_headline(root: _Element, headline: str, title: str, outlet: str) -> str:
    """Prefer the words of the page's own main heading, where its head says nearly the same."""
    shown = [
        text
        for element, _ in zip(root.iter("h1"), range(20), strict=False)
        if (text := _text_of(element))
    ]
    named = [text.casefold() for text in (headline, title) if text]
    for text in shown:
        folded = text.casefold()
        if any(folded == name or (len(folded) >= 15 and folded in name) for name in named):
            return text
    if not headline and len(shown) == 1 and shown[0].casefold() != outlet.casefold():
        return shown[0]
    return headline


def _byline(meta: dict[str, str], structured: str, outlet: str) -> str:
    for text in (structured, *(meta.get(key, "") for key in _KEYS["byline"])):
        if not text or "://" in text or text.startswith(("www.", "@", "/")):
            continue
        stated = parse_byline(text)
        names = stated.names if stated else text
        if names.casefold() != outlet.casefold() and len(names) <= 200:
            return names
    return ""


def _marked_author(root: _Element) -> str:
    """Read elements that are marked as the author; more than a few are those of teasers."""
    for path in ('.//*[@rel="author"]', './/*[@itemprop="author"]'):
        elements = islice(root.iterfind(path), _MOST_AUTHORS)
        found = dict.fromkeys(_text_of(element) for element in elements)
        names = [stated.names if (stated := parse_byline(text)) else text for text in found if text]
        if 1 <= len(names) <= 3 and all(len(name) <= 80 and "://" not in name for name in names):
            return ", ".join(names)
    return ""


def _published(meta: dict[str, str], root: _Element) -> str:
    for key in _KEYS["published"]:
        if date := parse_machine_date(meta.get(key, "")):
            return date
    marked = [
        element
        for element, _ in zip(root.iter("time"), range(200), strict=False)
        if element.get("pubdate") is not None
        or "datepublished" in (element.get("itemprop") or "").lower()
        or "publish" in (element.get("class") or "").lower()
    ]
    every = marked or [element for element in root.iter("time") if element.get("datetime")]
    dates = {
        date
        for element in every[:50]
        if (date := parse_machine_date(element.get("datetime") or ""))
    }
    if len(dates) == 1 or (marked and dates):
        first = marked[0] if marked else every[0]
        return parse_machine_date(first.get("datetime") or "") or next(iter(sorted(dates)))
    return ""


def _language(root: _Element, meta: dict[str, str], structured: str) -> str:
    declared = (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        structured,
        meta.get("content-language"),
        meta.get("og:locale"),
        meta.get("language"),
    )
    for text in declared:
        if text and (match := _LANGUAGE.match(text.strip())):
            return match[1].replace("_", "-")
    return ""


def _address(base: str, link: str) -> str:
    try:
        address = safe_address(urljoin(base, link.strip()))
    except ValueError:
        return ""
    return address if address.startswith("http") else ""


def _text_of(element: _Element) -> str:
    pieces, length = [], 0
    for text in element.itertext():
        pieces.append(str(text))
        length += len(text)
        if length > _LONGEST_TEXT:
            break
    return clean_line("".join(pieces)[:_LONGEST_TEXT])
