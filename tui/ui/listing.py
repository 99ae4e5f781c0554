"""What the list shows: looked up in a thread, and painted when all of it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeGuard

from tui.library import Hit, Query, Rows, Sort

if TYPE_CHECKING:
    from tui.session import Session

FIRST = 250
"""Ids of a search that are asked for at once; the others when the cursor comes near their end, or
goes there. With 100,000 articles a word that 85,000 of them hold takes 12 ms so, 16 with the first
thousand, and 300 ms and 20 MB with all."""

UNTOUCHED = 64
"""Rows that are looked through for an unread article before the index is asked: one page."""

ORDERS = {
    "relevance": ("best match first", "best match last"),
    "date": ("newest first", "oldest first"),
    "added": ("last added first", "first added first"),
    "title": ("titles A to Z", "titles Z to A"),
    "outlet": ("outlets A to Z", "outlets Z to A"),
    "length": ("longest first", "shortest first"),
    "opened": ("last opened first", "first opened first"),
    "notes": ("most notes first", "fewest notes first"),
}
"""How the orders are called, and how the other way round, by what they are."""


def order_name(sort: Sort) -> str:
    """Say an order: “newest first”."""
    return ORDERS[sort.by][sort.reverse]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is to show.

    Attributes:
        query: What it is searched for; None for all articles.
        sort: The order.
        folded: Whether of the copies of a story only the newest is shown, among all articles.
        keep: The article that the cursor should be on; None for the first.
        in_view: How many rows there is room for.
    """

    query: Query | None
    sort: Sort
    folded: bool
    keep: int | None
    in_view: int

    def shows_as(self, other: Wanted) -> bool:
        """Tell whether it is the same list, looked up again."""
        mine, others = (self.query, self.sort, self.folded), (other.query, other.sort, other.folded)
        return mine == others


@dataclass(frozen=True, slots=True)
class Listing:
    """What was found, as much of it as the first painting takes.

    Attributes:
        wanted: What was asked; kept may be a copy of what should have been.
        rows: The articles.
        hits: Why those in view were found.
    """

    wanted: Wanted
    rows: Rows
    hits: Sequence[Hit] = ()


def look(session: Session, wanted: Wanted) -> Listing:
    """Look up the first page of a list, and where the kept article stands in it."""
    query, library = wanted.query, session.library
    hits: Sequence[Hit] = ()
    if query is None:
        rows = library.rows(wanted.sort, folded=wanted.folded)
    else:
        folded = wanted.folded
        found = library.find(query, FIRST, wanted.sort, folded=folded)
        rows = Rows(
            found.ids,
            session.index.articles,
            found.total,
            lambda: library.find(query, -1, wanted.sort, folded=folded).ids,
        )
        hits = library.hits(query, found.ids[: wanted.in_view])
    place = 0
    if wanted.keep is not None:
        kept = rows.place_of(wanted.keep)
        if kept is None and wanted.folded:
            for copy in library.copies(wanted.keep):  # one of them stands for all
                if (found_at := rows.place_of(copy.id)) is not None:
                    wanted, kept = replace(wanted, keep=copy.id), found_at
        place = kept or 0
        if query is not None and place >= wanted.in_view:
            around = rows.first_ids[max(0, place - wanted.in_view) : place + wanted.in_view]
            hits = library.hits(query, around)
    if len(rows):
        rows[place]  # its page is fetched here and not while painting
    return Listing(wanted, rows, hits)


def is_partial(rows: object) -> TypeGuard[Rows]:
    """Tell whether only the first ids of a list are there."""
    return isinstance(rows, Rows) and len(rows.first_ids) < len(rows)


def fetch_all(rows: Rows) -> Rows:
    """Fetch all ids of a list. For a thread."""
    len(rows.ids)
    return rows


def untouched(session: Session, rows: Rows, places: range, most: int) -> list[int]:
    """Return places of articles that the index knows as unread, in the order of `places`.

    It asks which articles were begun or read: there are never many, and all others are unread.

    Args:
        session: Whose library.
        rows: The list.
        places: Where to look.
        most: How many places to return.
    """
    touched = frozenset(session.library.find("is:(reading OR read)", sort=Sort()).ids)
    ids, found = rows.ids, []
    for place in places:
        if place < len(ids) and ids[place] not in touched:
            found.append(place)
            if len(found) == most:
                break
    return found
