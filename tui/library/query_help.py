"""The query language, told to the reader: examples, and what they ask for."""

from __future__ import annotations

ROWS: tuple[tuple[str, str], ...] = (
    ("council vote", "both words, in the article or your notes"),
    ('"council vote"', "the words one after the other"),
    ("council OR mayor vote", "one of the two at least (capitals), and “vote”"),
    ("vote -sport", "without the word; - goes before anything below too"),
    ('vote -(sport OR "own goal")', "parentheses hold together; is:(unread OR starred)"),
    ('near:"council vote"', "within ten words of each other; near/3:… within 3"),
    ("title:vote by:doe", "in the headline, in the byline"),
    ("note:check", "in your notes and highlights alone"),
    ("outlet:harbour lang:en", "from an outlet, in a language"),
    ('tag:court tag:"to call"', "with your tags; quotation marks hold words together"),
    ("is:unread", "or reading, read, starred, archived, annotated"),
    ("is:corrected", "or orphaned (a note lost its place), missing (the file)"),
    ("has:note", "or highlight, stripped (something was cut away)"),
    ("date:2026-02", "of a month; date:2026 of a year, date:2026-02-03 of a day"),
    ("date:2026-02..2026-03", "from and to; date:2026-02.. has no end"),
    ("date:last-week", "or today, yesterday, last-month, last-year, 3-days"),
    ("after:2025 before:2026-02", "neither 2025 itself nor anything of February"),
    ("words:>2000", "long ones; words:<500, words:500..2000"),
)
"""What can be typed, and what it means. A last word may be half typed; accents and capitals do
not count; what is no operator (`12:30`) is words."""
