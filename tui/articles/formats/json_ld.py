"""What a page says about its article in schema.org's terms (`application/ld+json`)."""

from __future__ import annotations

import html
import json
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from tui.articles.dates import parse_machine_date
from tui.articles.formats.html_tags import rewrite_bad_entities
from tui.articles.safe_text import clean_line

_LARGEST = 1_000_000  # characters of one script
_MOST_NODES = 20_000
_ARTICLES = ("article", "posting", "report", "review", "liveblogposting", "obituary")
_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class StructuredArticle:
    """The fields of the first article that a page describes; each empty where not said."""

    headline: str = ""
    byline: str = ""
    outlet: str = ""
    published: str = ""
    language: str = ""
    url: str = ""


def read_structured(scripts: Iterable[str]) -> StructuredArticle:
    """Read the scripts in order; the first object that calls itself an article counts."""
    for script in scripts:
        if len(script) > _LARGEST:
            continue
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        if article := _find_article(data):
            return _read_article(article)
    return StructuredArticle()


def _find_article(data: object) -> dict[str, object] | None:
    """Search breadth first, so that an article comes before those it mentions."""
    queue, seen = deque([data]), 0
    while queue and seen < _MOST_NODES:
        node = queue.popleft()
        seen += 1
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, dict):
            if _is_article(node):
                return node
            queue.extend(node[key] for key in ("@graph", "mainEntity", "item") if key in node)
    return None


def _is_article(node: dict[str, object]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.lower().endswith(_ARTICLES) for name in names) and (
        "headline" in node or "datePublished" in node
    )


def _read_article(node: dict[str, object]) -> StructuredArticle:
    page = node.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    address = next(
        (text for value in (node.get("url"), page) if (text := _text(value)).startswith("http")), ""
    )
    return StructuredArticle(
        headline=_text(node.get("headline")) or _text(node.get("name")),
        byline=", ".join(_names(node.get("author")) or _names(node.get("creator"))),
        outlet=next(iter(_names(node.get("publisher"))), ""),
        published=parse_machine_date(_text(node.get("datePublished"))),
        language=_text(node.get("inLanguage")),
        url=address,
    )


def _names(value: object) -> list[str]:
    """Return the names of a person, an organisation or a list of them; addresses are no names."""
    found: list[str] = []
    for item in (value if isinstance(value, list) else [value])[:_MOST_NAMES]:
        name = item.get("name") if isinstance(item, dict) else item
        for text in map(_text, name if isinstance(name, list) else [name]):
            if text and "://" not in text and text not in found:
                found.append(text)
    return found


def _text(value: object) -> str:
    # A number of 5,000 digits (`\u0026#999…` in a script) is one that html.unescape refuses.
    return clean_line(html.unescape(rewrite_bad_entities(value))) if isinstance(value, str) else ""
