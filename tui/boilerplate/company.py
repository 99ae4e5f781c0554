"""What a company says of itself below its news."""

from __future__ import annotations

import re

from tui.boilerplate.clue import Clue, quoted
from tui.boilerplate.page import Line, Page
from tui.boilerplate.wording import bare_words

MARKS = 2
"""Phrases such as "is headquartered in" that make the last paragraphs a company's."""


def about_the_company(page: Page) -> dict[int, Clue]:
    """“About Nordlume” and what follows: the paragraph that a company puts below its news."""
    found: dict[int, Clue] = {}
    total = page.prose_before[-1]
    name: frozenset[str] = frozenset()
    heading = ""
    for index, line in enumerate(page.lines):
        if not line.bare:
            continue
        if line.count <= 8 and not line.ends and page.prose_before[index] * 2 > total:
            opening = _ABOUT.match(line.block.text)
            contact = line.titled("company boilerplate")
            if opening or contact:
                heading = line.block.text
                name = frozenset(bare_words(opening[1]).split(" ")) if opening else _ADDRESSES
                reason = f"describes a company ({quoted(heading)})"
                following = page.lines[index + 1] if index + 1 < len(page) else None
                if contact or (following and name & set(following.bare.split(" ")[:12])):
                    found[index] = Clue("company boilerplate", 0.8, reason)
                else:
                    heading = ""
                continue
        if not heading:
            continue
        named = bool(name & set(line.bare.split(" ")))
        reach = name is _ADDRESSES and ("@" in line.block.text or "+" in line.block.text)
        if named or reach:
            reason = f"describes a company: it stands below {quoted(heading)}"
            found[index] = Clue("company boilerplate", 0.75, reason)
        else:
            heading = ""
    return found


_ADDRESSES = frozenset(("email", "tel", "phone", "telefon", "telephone", "fax", "mail", "mobile"))
_ABOUT = re.compile(
    r"\W{0,3}(?:About|Über|À propos d[eu’']|Acerca de|Sobre|Chi è|Informazioni su|Over|Om|O)"
    r"\s+([A-ZÀ-Þ0-9].{1,60})$"
)


def company_at_the_end(page: Page) -> dict[int, Clue]:
    """The last paragraphs, where they say what the company is, where it sits and whom it employs.

    Nobody says anything in them, and nothing of the article follows.
    """
    found: list[int] = []
    marks = 0
    for index in range(len(page) - 1, -1, -1):
        line = page.lines[index]
        if line.block.evidence.in_body is False or not line.prose:
            continue
        if line.hit("copyright", "disclaimer"):
            continue
        told = {hit.words for hit in line.hits if hit.rule == "company boilerplate"}
        if not told or line.reported:
            break
        marks += len(told)
        found.append(index)
    if marks < MARKS:
        return {}
    return {index: _describes(page.lines[index]) for index in found}


def _describes(line: Line) -> Clue:
    return Clue("company boilerplate", 0.7, f"describes a company ({quoted(line.block.text)})")
