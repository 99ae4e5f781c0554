"""Places in a web page that its links lead to: notes and the way back from them, its parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.articles.formats.inline import anchor_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONGEST = 400
"""Characters of a name; what is longer is data, not a name."""


def names_linked_to(root: _Element) -> frozenset[str]:
    """Return the names that links of a page lead to, whether they are in it or elsewhere.

    A page may name each of its elements, and only those that a link leads to are of use.
    """
    names = set()
    for link in root.iter("a"):
        _, sign, name = (link.get("href") or "").partition("#")
        if sign and 0 < len(name) < _LONGEST:
            names.add(anchor_name(name))
    return frozenset(names)


def names_of(element: _Element, linked: frozenset[str]) -> Iterator[str]:
    """Yield the names of an element that links lead to."""
    for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
        if name and len(name) < _LONGEST and (plain := anchor_name(name)) in linked:
            yield plain


def place_in_page(href: str) -> str:
    """Return a link to a place in its own page (`#note-1`) as it is kept."""
    name = anchor_name(href[1:])
    return f"#{name}" if name else ""
