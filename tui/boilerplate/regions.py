"""Rules about where a block stands: what repeats, what follows a heading, what comes after."""

from __future__ import annotations

import re

from tui.articles.document import BlockKind
from tui.boilerplate.clue import Clue, quoted
from tui.boilerplate.page import Page
from tui.boilerplate.rules import ADDRESS
from tui.boilerplate.verdict import Role
from tui.boilerplate.wording import Place, bare_words

ENOUGH_PROSE = 100
"""Words of prose before a comments heading; a "12 comments" above the article is not the end."""

MOST_AFTER = 60
"""Words of prose that may follow a note about the author: other notes, no more of the story."""

_LINK_HEADINGS = ("related links", "topics")


def repeated_headline(page: Page) -> dict[int, Clue]:
    """Find the headline, once, and its repeats.

    A line repeats the headline where its words are the headline's, or where they begin with
    them and at most five follow ("… - The Morning Post"), as titles of windows do.
    """
    headline = page.headline
    if headline.count(" ") < 2:
        return {}
    size = headline.count(" ") + 1
    stated = next(
        (line.block.index for line in page.lines if "headline" in line.block.evidence.states), None
    )
    found: dict[int, Clue] = {}
    first: int | None = stated
    for index, line in enumerate(page.lines):
        if line.count > size + 12 or not line.bare:
            continue
        same = line.bare == headline
        longer = line.bare.startswith(headline + " ") and line.bare.count(" ") + 1 <= size + 5
        if not (same or (longer and not line.ends)) or index == stated:
            continue
        if first is None and same:
            first = index
            found[index] = Clue("", 0.95, "is the headline", Role.HEADLINE)
        else:
            reason = f"repeats the headline ({quoted(line.block.text)})"
            found[index] = Clue("repeated headline", 0.95, reason)
    return found


def above_the_headline(page: Page) -> dict[int, Clue]:
    """What stands before the headline: a site's name, its sections, a search box.

    Only where the format states which block is the headline, and where little of the file's
    prose stands before it: else the headline is not where we think it is.
    """
    stated = next(
        (line.block.index for line in page.lines if "headline" in line.block.evidence.states), 0
    )
    if page.prose_before[stated] > page.prose_before[-1] / 4:
        return {}
    return {
        index: Clue("navigation", 0.8, f"stands above the headline ({quoted(line.block.text)})")
        for index, line in enumerate(page.lines[:stated])
        if line.bare and not line.reported
    }


def about_the_author(page: Page) -> dict[int, Clue]:
    """A note below the article that begins with the name in the byline."""
    name = bare_words(page.document.metadata.byline)
    if " " not in name:
        return {}
    found: dict[int, Clue] = {}
    total = page.prose_before[-1]
    names = tuple(part.strip() + " " for part in name.replace(" and ", ",").split(",") if part)
    for index, line in enumerate(page.lines):
        if (
            3 <= line.count <= 120
            and line.bare.startswith(names)
            and total - page.prose_before[index + 1] <= MOST_AFTER
            and page.prose_before[index] >= ENOUGH_PROSE
        ):
            reason = f"is about the author, not the story ({quoted(line.block.text)})"
            found[index] = Clue("author box", 0.8, reason)
    return found


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


def the_outlet_itself(page: Page) -> dict[int, Clue]:
    """A line that is the publication's name and nothing else: its logo, in words."""
    outlet = bare_words(page.document.metadata.outlet)
    if not outlet:
        return {}
    return {
        index: Clue("navigation", 0.7, f"is the name of the outlet ({quoted(line.block.text)})")
        for index, line in enumerate(page.lines)
        if line.bare == outlet
    }


def references_of_a_dump(page: Page) -> dict[int, Clue]:
    """The numbered addresses that a terminal browser puts below a page, to the end."""
    for index, line in enumerate(page.lines):
        if line.bare not in ("references", "visible links"):
            continue
        below = page.lines[index + 1 :]
        addresses = sum(bool(ADDRESS.match(other.block.text)) for other in below)
        if addresses and addresses * 2 >= len(below):
            reason = "is in the list of addresses that a terminal browser adds"
            return {
                i: Clue("navigation", 0.9, reason)
                for i in range(index, len(page))
                if i == index or page.lines[i].count <= 3
            }
    return {}


def comments_to_the_end(page: Page) -> dict[int, Clue]:
    """What stands below a comments heading that itself stands below the article."""
    total = page.prose_before[-1]
    for index, line in enumerate(page.lines):
        hit = line.titled("comments")
        if hit is None or line.count > 6:
            continue
        before = page.prose_before[index]
        if before < ENOUGH_PROSE or before < (total - before):
            continue
        reason = f"stands below {quoted(line.block.text)}, in the comments"
        below = {i: Clue("comments", 0.85, reason) for i in range(index + 1, len(page))}
        return {index: Clue("comments", 0.95, f"{hit.says} ({quoted(line.block.text)})"), **below}
    return {}


def links_below_heading(page: Page) -> dict[int, Clue]:
    """The titles in a row below “Related”, “Most read” or “Tags”, up to the next prose."""
    found: dict[int, Clue] = {}
    heading: str | None = None
    rule = ""
    listed = 0
    for index, line in enumerate(page.lines):
        hit = line.titled(*_LINK_HEADINGS) if line.count <= 8 else None
        labelled = next(
            (h for h in line.hits if h.rule in _LINK_HEADINGS and h.place is Place.LABEL), None
        )
        if hit or (labelled and line.title_like):
            heading = line.block.text if hit else None
            rule, listed = (hit or labelled or line.hits[0]).rule, 0
            continue
        if heading is None:
            continue
        item = line.block.kind is BlockKind.LIST_ITEM
        if not line.bare:
            continue
        if (line.title_like or (item and line.count <= 30) or line.linked > 0.8) and listed < 40:
            listed += 1
            reason = f"stands in a list below {quoted(heading)} ({quoted(line.block.text)})"
            strength = 0.85 if item or line.linked > 0.8 else 0.75 if listed <= 10 else 0.5
            found[index] = Clue(rule, strength, reason)
        else:
            heading = None
    return found


PLACES = (
    above_the_headline,
    comments_to_the_end,
    links_below_heading,
    references_of_a_dump,
    about_the_author,
    about_the_company,
    the_outlet_itself,
)
"""The rules about where a block stands; each gives clues for some blocks of a page."""
