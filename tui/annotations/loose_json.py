"""Reading JSON that may hold anything: a hand-edited record must open, and must do no harm.

Each function takes whatever the file holds and gives back the type that is wanted. Text passes
the gate of `safe_text` here, so what a record gives can be drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import Any

from tui.articles.safe_text import clean_line, clean_text

Json = dict[str, Any]
"""A JSON object."""

LONGEST_ADDRESS = 8192
"""Code points of a URL that are kept. Servers refuse longer ones."""


def as_text(value: object) -> str:
    """Return text of many lines made safe, or nothing where the value is no text."""
    return clean_text(value) if isinstance(value, str) else ""


def as_line(value: object) -> str:
    """Return one line made safe, or nothing where the value is no text."""
    return clean_line(value) if isinstance(value, str) else ""


def as_address(value: object) -> str:
    """Return a URL or URI as one safe line, without the limit that holds for titles."""
    return clean_line(value, limit=LONGEST_ADDRESS) if isinstance(value, str) else ""


def as_count(value: object) -> int | None:
    """Return a whole number that is not negative, or None."""
    return value if type(value) is int and value >= 0 else None


def as_object(value: object) -> Json:
    """Return a JSON object, empty where the value is none."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return a list; JSON-LD writes a list of one as the thing itself, and of none as null."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def as_lines(value: object) -> tuple[str, ...]:
    """Return the texts in a list, each one safe line, without empty ones and repetitions."""
    return tuple(dict.fromkeys(line for item in as_list(value) if (line := as_line(item))))


def the_rest(record: Mapping[str, Any], known: Collection[str]) -> Json:
    """Copy the keys that this version does not know, so that they are written back unchanged.

    Their values do not pass the gate: they are kept, never shown.
    """
    return {key: deepcopy(value) for key, value in record.items() if key not in known}
