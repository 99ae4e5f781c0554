"""Adding a clause to the text of a query, and taking it out again."""

from __future__ import annotations

import re


def _pattern(clause: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){re.escape(clause)}(?!\S)", re.IGNORECASE)


def holds(text: str, clause: str) -> bool:
    """Tell whether a clause stands in a query, by itself and not refused."""
    return _pattern(clause).search(text) is not None


def toggled(text: str, clause: str) -> str:
    """Put a clause into a query, or take it out where it is.

    It goes to the beginning: what stands at the end may be half typed, such as a phrase that is
    not closed, or a word that is still a beginning. Alone it has a blank behind it, to type on.

    Args:
        text: What was typed.
        clause: As a `Facet` has it.
    """
    if not holds(text, clause):
        return f"{clause} {text.strip()}"
    before, _, after = (part.strip() for part in _parted(text, clause))
    return " ".join(filter(None, (before, after)))


def _parted(text: str, clause: str) -> tuple[str, str, str]:
    found = _pattern(clause).search(text)
    start, end = found.span() if found else (len(text), len(text))
    return text[:start], text[start:end], text[end:]
