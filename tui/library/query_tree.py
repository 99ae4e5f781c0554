"""What a query comes to: a tree of words, states, dates and lengths, joined and refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from tui.library.words import Segment, segments


class Field(StrEnum):
    """Where a word is looked for; the value is the operator that says so."""

    ANY = ""
    TITLE = "title"
    BY = "by"
    OUTLET = "outlet"
    TAG = "tag"
    NOTE = "note"
    LANG = "lang"


STATES_OF = {
    "is": (
        "unread",
        "reading",
        "read",
        "starred",
        "archived",
        "annotated",
        "corrected",
        "orphaned",
        "missing",
    ),
    "has": ("note", "highlight", "stripped"),
}
"""By operator, what an article can be asked to be or to have."""
STATES = STATES_OF["is"] + STATES_OF["has"]

_MARKED = frozenset({Field.ANY, Field.TITLE, Field.BY, Field.NOTE})
"""Where the words are text that the reader reads; outlets, tags and languages are labels."""


@dataclass(frozen=True)
class Words:
    """One word or one phrase.

    Attributes:
        text: As it was typed, without its quotation marks, its minus or its operator.
        field: Where it is looked for.
        open_end: Whether its last word may go on ("elec" finds "election").
    """

    text: str
    field: Field = Field.ANY
    open_end: bool = False

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The folded words; there is at least one in everything that `parse` makes."""
        return segments(self.text)


@dataclass(frozen=True)
class Near:
    """Words that stand close together, in any order.

    Attributes:
        words: Two or more.
        distance: Within how many words of each other.
    """

    words: tuple[Words, ...]
    distance: int


@dataclass(frozen=True)
class State:
    """Something that an article is or has.

    Attributes:
        name: One of `STATES`.
    """

    name: str


@dataclass(frozen=True)
class Dates:
    """When an article was published, both days included; None where there is no limit."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Length:
    """How many words an article has, both numbers included; None where there is no limit."""

    least: int | None
    most: int | None


@dataclass(frozen=True)
class Not:
    """What an article must not meet."""

    node: Node


@dataclass(frozen=True)
class All:
    """All of several, two or more."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Any_:  # noqa: N801 - `Any` is typing's
    """One at least of several, two or more."""

    nodes: tuple[Node, ...]


Node = Words | Near | State | Dates | Length | Not | All | Any_


def marked_words(node: Node | None) -> Iterator[Words]:
    """Yield the words that an article may be found by and that stand in its text."""
    match node:
        case Words():
            if node.field in _MARKED:
                yield node
        case Near():
            yield from node.words
        case All() | Any_():
            for each in node.nodes:
                yield from marked_words(each)
