"""The dates in a query: `2026`, `2026-02`, `2026-02-03`, `2026-02..2026-03`, `last week`, `3 days`.

A date is the whole of what it names: a day, a week from Monday to Sunday, a month, a year.
`before:` ends before all of it and `after:` begins after all of it, so that `before:2026-02` has
nothing of February, nor has `after:2026-02`. A number of days, weeks, months or years is the time
from then to today; `before:"3 days"` and `after:"3 days"` look from the day three days ago.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from tui.library.query_tree import Dates

OPERATORS = ("date", "before", "after")
RELATIVE = ("today", "yesterday", "last-week", "last-month", "last-year")
"""What to offer, as it can be typed without quotation marks."""

# A unit may be half typed: no two begin alike, and so what is found does not jump at each letter.
_UNIT = (
    "(?:d(?:a(?:ys?)?)?|w(?:e(?:e(?:ks?)?)?)?|m(?:o(?:n(?:t(?:hs?)?)?)?)?|y(?:e(?:a(?:rs?)?)?)?)"
)
_AGO = "a(?:go?)?"
LOOSE = (
    rf"(?:(?:last|past|this)(?:\s+[0-9]{{1,3}})?|[0-9]{{1,3}})\s+{_UNIT}(?:\s+{_AGO})?"
    r"(?![^\s()])"
)
"""A pattern of what is taken for one date though it has blanks and no quotation marks."""

_CALENDAR = re.compile(
    r"([0-9]{4})(?:[-/](0?[1-9]|1[0-2])(?:[-/](0?[1-9]|[12][0-9]|3[01]))?)?"
    r"(?:[-/]0?)?"  # of a month or a day that is still being typed
)
_NAMED = re.compile(rf"(last|this) ({_UNIT})")
_COUNTED = re.compile(rf"(?:(?:last |past )?([1-9][0-9]{{0,2}}) ?|past )({_UNIT})( {_AGO})?")
_BEGUN = re.compile("[0-9]{1,3}|(?:last|past|this)(?: [0-9]{1,3})?")
_PARTS = re.compile(r"[\s_-]+")


def read_dates(operator: str, value: str, today: date, *, last: bool) -> Dates | None:
    """Read the value of `date:`, `before:` or `after:`.

    Args:
        operator: Which of them.
        value: What stands behind it.
        today: What `yesterday` is counted from.
        last: Whether it is the last thing typed: what has only begun is then no limit yet.

    Returns:
        None where it says no date. Both limits None where it has only begun.
    """
    try:
        if operator == "date":
            return _range(value, today, last=last)
        if (named := _period(value, today, counting=False)) is None:
            return Dates(None, None) if last and _is_begun(value) else None
        if operator == "before":
            return Dates(None, named[0] - timedelta(days=1))
        return Dates(named[1] + timedelta(days=1), None)
    except (ValueError, OverflowError):  # 30 February; the day before the first of all
        return None


def _range(value: str, today: date, *, last: bool) -> Dates | None:
    start, dots, stop = value.partition("..")
    stop = stop.strip(". ")
    first = _period(start.strip(". "), today, counting=True)
    until = _period(stop, today, counting=True) if dots else first
    if (first is None and start.strip()) or (until is None and stop):
        # Half typed: no limit yet, or no more than the one before the dots.
        begun = last and _is_begun(stop if dots else start) and (first or not start or not dots)
        return Dates(first[0] if first else None, None) if begun else None
    if first and until and until[1] < first[0]:
        first, until = until, first
    return Dates(first[0] if first else None, until[1] if until else None)


def _period(value: str, today: date, *, counting: bool) -> tuple[date, date] | None:
    """Return the first and the last day of what a value names.

    Args:
        value: One date.
        today: What it may be counted from.
        counting: Whether "3 days" are those three; else the first of them is asked for.

    Raises:
        ValueError: there is no such day.
        OverflowError: nor is there in any calendar.
    """
    if found := _CALENDAR.fullmatch(value):
        year, month, day = found.groups()
        unit = "d" if day else "m" if month else "y"
        return _around(date(int(year), int(month or 1), int(day or 1)), unit)
    plain = _PARTS.sub(" ", value).strip().lower()
    if plain in ("today", "yesterday"):
        return _around(_ago(today, int(plain == "yesterday"), "d"), "d")
    if found := _NAMED.fullmatch(plain):
        return _around(_ago(today, int(found[1] == "last"), found[2][0]), found[2][0])
    if found := _COUNTED.fullmatch(plain):
        then = _ago(today, int(found[1] or 1), found[2][0])
        if found[3]:
            return _around(then, found[2][0])
        return (then + timedelta(days=1), today) if counting else (then, then)
    return None


def _ago(today: date, count: int, unit: str) -> date:
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1))
    year, month = divmod(today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1), 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _around(day: date, unit: str) -> tuple[date, date]:
    """Return the first and the last day of the week, month or year that a day is in."""
    match unit:
        case "w":
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=6)
        case "m":
            return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
        case "y":
            return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day


def _is_begun(value: str) -> bool:
    plain = _PARTS.sub(" ", value).strip(" .").lower()
    return bool(_BEGUN.fullmatch(plain)) or any(
        word.startswith(plain) for word in ("today", "yesterday", "last", "past", "this")
    )
