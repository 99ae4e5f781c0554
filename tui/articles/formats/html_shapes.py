"""What an element of a page is by what it holds, whatever it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_CELL_CONTENT = ("p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "section", "article")


def is_card(element: _Element) -> bool:
    """Whether an inline element holds nothing but links to other pages, as hover cards do.

    Such a card lies in the middle of a sentence, and is no part of it.
    """
    links = words = 0
    if element.text and not element.text.isspace():
        return False
    for child in element:
        if child.tail and not child.tail.isspace():
            return False
        if child.tag == "a":
            links += 1
            words += len("".join(map(str, child.itertext())).split())
        elif child.tag not in ("img", "br"):
            return False
    return links >= 3 and words >= 4 * links


def is_data_table(table: _Element) -> bool:
    """Tell a table of short cells from one that lays out a page."""
    if table.get("role") == "presentation":
        return False
    # First what ends the search early: of tables in tables only the innermost is searched whole.
    nested = table.iter("table")
    next(nested, None)  # the table itself
    if next(nested, None) is not None:
        return False
    if next(table.iter(*_CELL_CONTENT), None) is not None:
        return False
    row = next((row for row in table.iter("tr") if len(row) >= 2), None)
    return row is not None
