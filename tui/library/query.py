"""What the reader typed into the search box, understood as well as it can be.

There is no wrong query: what is neither a phrase nor an operator nor a refusal is words.
`budget "city hall" -sport outlet:harbour elec` asks for articles of the Harbour with the word
"budget", the phrase "city hall" and a word that begins with "elec", and without the word "sport".
`query_help.py` has all of the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tui.articles.document import TextRange
from tui.library.query_reading import DEEPEST, MOST_CLAUSES, read_query
from tui.library.query_tree import (
    STATES,
    All,
    Any_,
    Dates,
    Field,
    Length,
    Near,
    Node,
    Not,
    State,
    Words,
    marked_words,
)
from tui.library.words import FoldedText, pattern

__all__ = [
    "DEEPEST",
    "LONGEST",
    "MOST_CLAUSES",
    "STATES",
    "All",
    "Any_",
    "Dates",
    "Field",
    "Length",
    "Near",
    "Node",
    "Not",
    "Query",
    "State",
    "Words",
    "parse",
]

LONGEST = 1_000
"""How many code points of a query are read. More is a slip of the clipboard."""


@dataclass(frozen=True)
class Query:
    """A parsed query.

    Attributes:
        text: What was typed.
        root: What it asks for; None where that is nothing.
    """

    text: str
    root: Node | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked: no word has a letter or a digit, no operator a value."""
        return self.root is None

    @cached_property
    def wanted(self) -> tuple[Words, ...]:
        """The words and phrases that stand in the text of what is found: those to mark.

        Not those refused, and none of an outlet, a tag or a language.
        """
        return tuple(marked_words(self.root))

    @property
    def terms(self) -> tuple[str, ...]:
        """The wanted words and phrases as typed."""
        return tuple(words.text for words in self.wanted)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        pieces = {
            pattern(words.segments, open_end=words.open_end): len(words.text)
            for words in self.wanted
        }
        # The longer first, so that a phrase is marked whole where one of its words is asked too.
        return re.compile("|".join(sorted(pieces, key=pieces.__getitem__, reverse=True)) or "(?!)")

    def ranges_in(self, text: str) -> tuple[TextRange, ...]:
        """Return where the wanted words and phrases stand in a text, in order, never overlapping.

        Words are compared as the index compares them: case and accents folded. A word found by
        its beginning is covered to its end. Linear in the text: 5 to 30 ms a million characters.
        """
        return tuple(self.matches(FoldedText(text)))

    def matches(self, folded: FoldedText) -> Iterator[TextRange]:
        """Yield `ranges_in` of a text that is folded already, as far as the caller goes on."""
        for match in self._pattern.finditer(folded.text):
            yield TextRange(folded.source(match.start()), folded.source(match.end()))


def parse(text: str, today: date | None = None) -> Query:
    """Read what was typed. Any text is a query; none raises; the time is linear.

    Words stand by themselves, phrases in straight or typographic quotation marks, operators
    before a colon; a minus before any of them, or before parentheses, refuses it. What is asked
    one after the other is asked together; OR in capitals joins its two neighbours first, as in
    search engines: `budget vote OR poll` is `budget (vote OR poll)`. An operator before
    parentheses goes for all inside. A parenthesis that is not closed reaches to the end, and one
    that closes nothing is ignored.

    The last word, the value of the last operator, or the last word of a phrase that is not
    closed yet, is taken as a beginning, unless it is refused: a refusal half typed would hide
    everything. An operator without its value asks nothing; one that is unknown, or whose value
    makes no sense (`http://…`, `12:30`, `date:soon`), is words, but for a value that has only
    begun (`is:re`, `date:20`) while it is the last thing typed.

    Args:
        text: What was typed.
        today: What `date:yesterday` is counted from; None for the clock.
    """
    return Query(text, read_query(text[:LONGEST], today or date.today()))
