"""What stands behind an operator of a query, read as well as it can be."""

from __future__ import annotations

import re
from datetime import date

from tui.library import query_dates
from tui.library.query_tree import STATES_OF, Field, Length, Near, Node, State, Words

FIELDS = tuple(field.value for field in Field if field is not Field.ANY)
OPERATORS = (*FIELDS, *STATES_OF, *query_dates.OPERATORS, "words", "near")
"""Everything that may stand before a colon, in the order in which it is offered."""
DISTANCE = 10
"""Within how many words of each other words are `near:`, if it is not said (`near/5:`)."""
MOST_NEAR = 16
"""How many words can be near each other; more say no more than the phrase."""

_LENGTH = re.compile(r"(>=?|<=?|≥|≤|=)?([0-9][0-9,_]{0,9})(k?)", re.IGNORECASE | re.ASCII)
_HALF_LENGTH = re.compile(r"[<>≥≤=]=?|\.+")


def read_operator(
    name: str, value: str, today: date, *, last: bool, open_end: bool
) -> tuple[Node, ...] | None:
    """Read an operator.

    Args:
        name: One of `OPERATORS` in small letters; "near" may have its distance behind a slash.
        value: What stands behind the colon, without quotation marks.
        today: What dates are counted from.
        last: Whether this is the last thing typed, and may be half of what is meant.
        open_end: Whether a last word may go on.

    Returns:
        What it asks, which may be nothing yet; None where the value cannot be understood.
    """
    value = value.strip()
    if not value:
        return ()
    if name in FIELDS:
        return _asked(Words(value, Field(name), open_end))
    if name in STATES_OF:
        return _state(name, value.casefold(), last=last, open_end=open_end)
    if name in query_dates.OPERATORS:
        dates = query_dates.read_dates(name, value, today, last=last)
        return None if dates is None else (dates,) if dates.first or dates.last else ()
    if name == "words":
        return _length(value, last=last)
    return _near(value, int(name.partition("/")[2] or DISTANCE), open_end=open_end)


def _asked(words: Words) -> tuple[Node, ...]:
    return (words,) if words.segments else ()


def _state(name: str, value: str, *, last: bool, open_end: bool) -> tuple[Node, ...] | None:
    states = STATES_OF[name]
    if value in states:
        return (State(value),)
    if name == "has" and value.removesuffix("s") in states:
        return (State(value.removesuffix("s")),)
    begun = [state for state in states if last and state.startswith(value)]
    if len(begun) == 1 and open_end:
        return (State(begun[0]),)
    return () if begun else None


def _length(value: str, *, last: bool) -> tuple[Node, ...] | None:
    if last and _HALF_LENGTH.fullmatch(value):
        return ()
    start, dots, stop = value.partition("..")
    stop = stop.strip(".")
    if dots and (start or stop):
        least, most = _number(start), _number(stop)
        if (start and least is None) or (stop and most is None):
            return None
        if least is not None and most is not None and least > most:
            least, most = most, least
        return (Length(least, most),)
    found = _LENGTH.fullmatch(value.rstrip("."))
    if found is None or (number := _number(found[2] + found[3])) is None:
        return None
    match found[1]:
        case ">":
            return (Length(number + 1, None),)
        case "<":
            return (Length(None, number - 1),) if number else None
        case "<=" | "≤":
            return (Length(None, number),)
        case "=":
            return (Length(number, number),)
    # A bare number is as often as not the beginning of `500..2000`.
    return (Length(number, None),)


def _number(text: str) -> int | None:
    found = _LENGTH.fullmatch(text)
    if found is None or found[1]:
        return None
    return int(re.sub("[,_]", "", found[2])) * (1000 if found[3] else 1)


def _near(value: str, distance: int, *, open_end: bool) -> tuple[Node, ...]:
    typed = value.split()
    parts = [
        Words(part, open_end=open_end and place == len(typed))
        for place, part in enumerate(typed[:MOST_NEAR], 1)
    ]
    words = tuple(dict.fromkeys(part for part in parts if part.segments))
    return (Near(words, distance),) if len(words) > 1 else words
