"""The commands about whole articles: selecting them, their states, triage. See `commands`."""

from __future__ import annotations

from tui.ui.command import Command

IN_THE_LIST = (
    Command("list.select", "Select it or take it out", ("x",), performer="choose", counts=True),
    Command("list.select-range", "Select from the last x to here", ("X",), performer="choose"),
    Command("list.select-all", "Select all that the list shows", ("g a",), performer="choose"),
    Command("list.archive", "Archive or bring back", ("a",), performer="file", hint="archive"),
    Command("list.star", "Star or unstar", ("s",), performer="file"),
    Command("list.tag", "Tags of the article, or for all selected", ("t",), performer="file"),
    Command("list.toggle-read", "Mark as read or unread", ("z r",), performer="file"),
    Command("list.delete", "Take it off the list, if its file is gone", ("d d",), performer="file"),
    Command("list.triage", "Triage: go through what is unread here", ("g q",), performer="triage"),
)
"""In the list, for the article under the cursor or for those selected."""

IN_THE_READER = (
    Command("reader.archive", "Archive the article or bring it back", ("z a",), performer="file"),
    Command("reader.star", "Star the article or unstar it", ("z s",), performer="file"),
    Command("reader.tag-article", "Tags of the article", ("z t",), performer="file"),
    Command("reader.toggle-read", "Mark as read or unread", ("z r",), performer="file"),
)
"""In the reader, for the open article."""

TRIAGE = (
    Command(
        "triage.next",
        "The next, this one as it is",
        ("j", "Space", "Down"),
        counts=True,
        hint="next",
    ),
    Command("triage.back", "The one before", ("k", "Backspace", "Up"), counts=True, hint="before"),
    Command("triage.archive", "Archive it, and on to the next", ("a",), hint="archive"),
    Command("triage.star", "Star or unstar it", ("s",), hint="star"),
    Command("triage.tag", "Tags of the article", ("t",), hint="tag"),
    Command("triage.read", "Mark as read, and on to the next", ("r", "z r"), hint="read"),
    Command("triage.open", "Open it in the reader", ("Enter",), hint="open"),
    Command("triage.page-down", "Down one page", ("PageDown", "C-f")),
    Command("triage.page-up", "Up one page", ("PageUp", "C-b")),
    Command("triage.half-down", "Down half a page", ("C-d",)),
    Command("triage.half-up", "Up half a page", ("C-u",)),
    Command("triage.first", "The first", ("g g", "Home"), counts=True),
    Command("triage.last", "The last", ("G", "End"), counts=True),
)
"""While going through unread articles."""
