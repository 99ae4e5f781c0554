"""What can stand at the cursor in the search box, and how it is written there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tui.library import query_dates
from tui.library.query import LONGEST
from tui.library.query_operators import FIELDS, OPERATORS
from tui.library.query_reading import PIECE, QUOTES
from tui.library.query_tree import STATES_OF, Field
from tui.library.words import fold

MOST_OPTIONS = 20
"""How many options are looked for. Who needs more goes on typing."""

_LISTED = {Field.OUTLET, Field.TAG, Field.BY, Field.LANG}
_PLAIN = re.compile(r"\w[\w.<>=-]*")

Values = Callable[[Field], Sequence[str]]
"""The values that a field has in the library, the most frequent first."""


@dataclass(frozen=True)
class Completion:
    """What may be put in the place of a part of the text.

    Attributes:
        start: Where the part begins.
        end: Where it ends; the same where nothing of it is typed yet.
        options: What may stand there instead, the likeliest first; one at least, and none that
            stands there already.
    """

    start: int
    end: int
    options: tuple[str, ...]


def complete(text: str, cursor: int, values: Values) -> Completion | None:
    """Tell what can be completed at the cursor; None where there is nothing.

    At the beginning of a word that is every operator; behind one, its states, its dates, or what
    the library has for it: values of which a word begins as what is typed does, case and accents
    folded. Inside a word nothing is completed, nor inside a phrase without an operator. Takes
    some 0.1 ms, and for a field 1 ms more for each 1,000 values.

    Args:
        text: What is typed.
        cursor: Where, in code points.
        values: Asked for outlets, tags, bylines and languages only.
    """
    if not 0 <= cursor <= min(len(text), LONGEST):
        return None
    typed = text.translate(QUOTES)
    last = None
    for piece in PIECE.finditer(typed, 0, cursor):
        last = piece if piece[0] else last
    if last is None or last["open"] or not last[0].strip(" -"):
        return _offer(text, cursor, cursor, OPERATORS) if _is_end(typed, cursor) else None
    if last[0].isspace():
        return _offer(text, cursor, cursor, OPERATORS) if _is_end(typed, cursor) else None
    if last["close"] or last["closed"]:
        return None
    name = (last["when"] or last["name"] or "").lower()
    start, end = last.start() + last[0].index(last[0].strip()) + len(last["minus"]), cursor
    if last["phrase"] is not None and typed.startswith('"', cursor):
        end += 1
    if not _is_end(typed, end):
        return None
    begun = last["loose"] or last["word"] or last["phrase"] or ""
    if name:
        return _offer(text, start, end, _clauses(name, begun, values))
    if last["phrase"] is not None:
        return None
    found = (f"{operator}:" for operator in OPERATORS if operator.startswith(begun.lower()))
    return _offer(text, start, end, found)


def _is_end(typed: str, offset: int) -> bool:
    return offset == len(typed) or typed[offset].isspace() or typed[offset] == ")"


def _offer(text: str, start: int, end: int, options: Iterable[str]) -> Completion | None:
    found = tuple(option for option in options if option != text[start:end])
    return Completion(start, end, found) if found else None


def _clauses(name: str, begun: str, values: Values) -> Iterable[str]:
    if name in STATES_OF or name in query_dates.OPERATORS:
        known = STATES_OF.get(name, query_dates.RELATIVE)
        return (f"{name}:{value}" for value in known if value.startswith(begun.lower()))
    if name not in FIELDS or Field(name) not in _LISTED:
        return ()
    wanted = _words(begun)
    found: dict[str, str] = {}
    for value in values(Field(name)):
        words = _words(value)
        if words.strip() and wanted in words and found.setdefault(words, value) == value:
            if len(found) == MOST_OPTIONS:
                break
    first = sorted(found, key=lambda words: not words.startswith(wanted))
    return (
        f"{name}:{found[words]}" if _PLAIN.fullmatch(found[words]) else clause(name, found[words])
        for words in first
    )


def _words(text: str) -> str:
    return " " + " ".join(fold(text).split())


def clause(operator: str, value: str) -> str:
    """Write an operator and its value so that `parse` reads exactly that, wherever it stands.

    The value of a field is always in quotation marks, so that it is not taken as a beginning.
    There is no escape for quotation marks inside it: they become apostrophes, and because both
    only part words the same is found.

    Args:
        operator: Without its colon; empty for a phrase that may stand anywhere.
        value: A word, some words, a state, a date.
    """
    inside = " ".join(value.translate(QUOTES).replace('"', "'").split())
    if not operator:
        return f'"{inside}"'
    if operator in FIELDS or not _PLAIN.fullmatch(inside):
        return f'{operator}:"{inside}"'
    return f"{operator}:{inside}"
