"""Rules about where a block stands: what repeats, what follows a heading, what comes after."""

from __future__ import annotations

from tui.articles.document import BlockKind
from tui.boilerplate.clue import Clue, quoted
from tui.boilerplate.company import about_the_company, company_at_the_end
from tui.boilerplate.page import Line, Page
from tui.boilerplate.rules import ADDRESS
from tui.boilerplate.verdict import Role
from tui.boilerplate.wording import Hit, Place, bare_words

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
        hit = line.titled("comments") if line.hits and line.count <= 6 else None
        if hit is None:
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
        if line.hits and (head := _heads_links(line)):
            heading = line.block.text if head.place is Place.WHOLE else None
            rule, listed = head.rule, 0
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


def _heads_links(line: Line) -> Hit | None:
    """Return what makes a line the heading of a list, or a link of its own with a label."""
    if line.count <= 8 and (hit := line.titled(*_LINK_HEADINGS)):
        return hit
    if line.title_like:
        for hit in line.hits:
            if hit.rule in _LINK_HEADINGS and hit.place is Place.LABEL:
                return hit
    return None


def rows_of_links(page: Page) -> dict[int, Clue]:
    """Items of a list that are nothing but links to other pages: teasers, two of them or more.

    A list that the line above announces with a colon belongs to the article.
    """
    found: dict[int, Clue] = {}
    row: list[int] = []
    announced = False
    above = ""
    for index, line in enumerate(page.lines):
        if not line.bare:
            continue
        item = line.block.kind is BlockKind.LIST_ITEM and line.linked >= 0.9
        if item and 3 <= line.count <= 25 and not line.ends:
            if not row:
                announced = above.rstrip().endswith((":", "："))
            row.append(index)
            if len(row) >= 2 and not announced:
                for teaser in row if len(row) == 2 else (index,):
                    quote = quoted(page.lines[teaser].block.text)
                    reason = f"is one of a row of links to other pages ({quote})"
                    found[teaser] = Clue("related links", 0.62, reason)
        else:
            row = []
        above = line.block.text
    return found


PLACES = (
    above_the_headline,
    comments_to_the_end,
    links_below_heading,
    references_of_a_dump,
    about_the_author,
    about_the_company,
    company_at_the_end,
    rows_of_links,
    the_outlet_itself,
)
"""The rules about where a block stands; each gives clues for some blocks of a page."""
