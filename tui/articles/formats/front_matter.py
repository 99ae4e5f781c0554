"""The YAML between `---` lines at the top of a Markdown file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tui.articles.dates import parse_machine_date
from tui.articles.metadata import Metadata
from tui.articles.safe_text import clean_line

_LARGEST = 32 * 1024
_BEGIN = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$")

_KEYS = {
    "headline": ("title", "headline"),
    "byline": ("author", "authors", "byline", "by", "creator"),
    "outlet": ("source", "outlet", "site", "publisher", "publication", "site_name", "website"),
    "published": ("published", "date", "date_published", "published_at", "pubdate", "created"),
    "language": ("lang", "language", "locale"),
    "url": ("url", "link", "canonical", "canonical_url", "permalink", "source_url", "source"),
}
"""The names under which tools write a field, the most telling first."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a text begins with.

    Attributes:
        metadata: What the front matter says.
        rest: The text behind it.
        lines: How many lines stand before `rest`.
        remark: Why it is shown as text instead, or nothing.
    """

    metadata: Metadata
    rest: str
    lines: int = 0
    remark: str = ""


def split_front_matter(text: str) -> FrontMatter:
    """Part a text into its front matter and the rest.

    Front matter that is no YAML, or too long to be any, is left in the text with a remark.
    """
    begin = _BEGIN.match(text)
    end = _END.search(text, begin.end(), begin.end() + _LARGEST) if begin else None
    if begin is None or end is None:
        return FrontMatter(Metadata(), text)
    values = _load(text[begin.end() : end.start()])
    if values is None:
        remark = "The front matter is not valid YAML; it is shown as text."
        return FrontMatter(Metadata(), text, remark=remark)
    if not values and text[begin.end() : end.start()].strip():
        return FrontMatter(Metadata(), text)  # two rules with prose between them
    return FrontMatter(
        _metadata(values), text[end.end() :].removeprefix("\n"), text.count("\n", 0, end.end()) + 1
    )


def _load(source: str) -> dict[str, Any] | None:
    """Load a mapping whose scalars are all strings; an empty one where it is something else."""
    import yaml

    try:
        loaded = yaml.load(source, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return (
        {str(key).lower(): value for key, value in loaded.items()}
        if isinstance(loaded, dict)
        else {}
    )


def _metadata(values: dict[str, Any]) -> Metadata:
    found = {
        field: next((text for key in keys if (text := _read(field, values.get(key)))), "")
        for field, keys in _KEYS.items()
    }
    return Metadata(**found)


def _read(field: str, value: object) -> str:
    text = _as_text(value)
    if field == "published":
        return parse_machine_date(text)
    if field == "language":
        return text.replace("_", "-") if _LANGUAGE.match(text) else ""
    is_address = text.lower().startswith(("http://", "https://")) and " " not in text
    if field == "url":
        return text if is_address else ""
    return "" if is_address else text


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return clean_line(", ".join(filter(None, map(_as_text, value[:50]))))
    if isinstance(value, dict):
        return _as_text(value.get("name", ""))
    return clean_line(value) if isinstance(value, str) else ""
