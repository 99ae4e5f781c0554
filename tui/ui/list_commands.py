"""The commands of the list, and of what stands beside it or is opened from it."""

from __future__ import annotations

from dataclasses import replace

from tui.library.sorting import SORTS
from tui.ui.article_commands import IN_THE_LIST
from tui.ui.command import Command, moves

LIST = (
    # All of a long list may have to be fetched before one can go far in it.
    *(
        replace(move, performer="walk") if move.name in ("first", "last") else move
        for move in moves("list")
    ),
    Command("list.open", "Open the article", ("Enter",), hint="open"),
    Command("list.search", "Search all articles", ("/",), performer="search", hint="search"),
    Command(
        "list.filter",
        "Filter by state, outlet, tag, month; saved searches",
        ("F",),
        performer="filter",
        hint="filter",
    ),
    Command("list.sort", "Sort", ("S",), performer="walk", hint="sort"),
    *(
        Command(f"list.sort:{by}", f"Sort by {what}", (), performer="walk", argument=by)
        for by, what in SORTS.items()
    ),
    Command(
        "list.fold-copies", "Show each story once, or all its copies", ("z c",), performer="walk"
    ),
    Command("list.keep-search", "Save this search under a name", ("m",), performer="filter"),
    Command("list.searches", "The saved searches", ("'",), performer="filter"),
    Command("list.next-unread", "Next unread article", ("] u",), performer="walk", counts=True),
    Command(
        "list.previous-unread", "Previous unread article", ("[ u",), performer="walk", counts=True
    ),
    *IN_THE_LIST,
    Command("list.cite", "Copy a citation", ("y",), performer="copy"),
    Command("list.open-original", "Open the original in a browser", ("o",), performer="follow"),
)

FILTERS = (
    *moves("filters"),
    Command(
        "filters.choose",
        "Narrow the list to it, or no longer; run a saved search",
        ("Enter",),
        performer="filter",
        hint="choose",
    ),
    Command("filters.search", "Search all articles", ("/",), performer="search", hint="search"),
    Command(
        "filters.delete", "Delete the saved search (u brings it back)", ("d d",), performer="filter"
    ),
)

ORDERS = (
    *moves("orders"),
    Command("orders.choose", "Sort so; the same again reverses", ("Enter",), hint="choose"),
)
