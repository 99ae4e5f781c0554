"""What the reader typed into the search box, understood as well as it can be.

There is no wrong query: what is not a phrase or a refusal is words. `budget "city hall" -sport
elec` asks for articles with the word "budget", the phrase "city hall" and a word that begins with
"elec", and without the word "sport".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tui.articles.document import TextRange
from tui.library.words import FoldedText, Segment, pattern, query_tokens, segments

LONGEST = 1_000
"""How many code points of a query are read. More is a slip of the clipboard."""
MOST_CLAUSES = 64
"""How many clauses of a query are used; FTS5 refuses expressions deeper than 256."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_PIECE = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<word>[^\s"]+)')


@dataclass(frozen=True)
class Clause:
    """One word or one phrase of a query.

    Attributes:
        text: As it was typed, without its quotation marks or its minus.
        wanted: False where articles with it are refused.
        open_end: Whether its last word may go on ("elec" finds "election").
    """

    text: str
    wanted: bool = True
    open_end: bool = False

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The folded words; empty where the clause is nothing but punctuation."""
        return segments(self.text)

    @cached_property
    def expression(self) -> str:
        """The clause in the language of FTS5."""
        tokens, prefix = query_tokens(self.segments, open_end=self.open_end)
        # Tokens hold letters, digits and marks only: there is nothing to escape.
        return f'"{" ".join(tokens)}"{" *" if prefix else ""}'


@dataclass(frozen=True)
class Query:
    """A parsed query.

    Attributes:
        text: What was typed.
        clauses: What it asks for, in the order typed; each has at least one word.
    """

    text: str
    clauses: tuple[Clause, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked: no clause has a letter or a digit."""
        return not self.clauses

    @property
    def wanted(self) -> tuple[Clause, ...]:
        """The clauses that an article must have."""
        return tuple(clause for clause in self.clauses if clause.wanted)

    @property
    def refused(self) -> tuple[Clause, ...]:
        """The clauses that an article must not have."""
        return tuple(clause for clause in self.clauses if not clause.wanted)

    @property
    def terms(self) -> tuple[str, ...]:
        """The wanted words and phrases as typed, for marking them in a text."""
        return tuple(clause.text for clause in self.wanted)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        pieces = {
            pattern(clause.segments, open_end=clause.open_end): len(clause.text)
            for clause in self.wanted
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


def parse(text: str) -> Query:
    """Read what was typed. Any text is a query; none raises; the time is linear.

    Words stand by themselves, phrases in straight or typographic quotation marks; a minus before
    either refuses it. The last word, or the last word of a phrase that is not closed yet, is
    taken as a beginning, unless it is refused: a refusal half typed would hide everything.
    """
    typed = text[:LONGEST].translate(_QUOTES)
    clauses: list[Clause] = []
    pieces = list(_PIECE.finditer(typed))
    for place, piece in enumerate(pieces):
        last = place == len(pieces) - 1
        if (word := piece["word"]) is not None:
            wanted = not (word.startswith("-") and len(word) > 1)
            clause = Clause(word if wanted else word[1:], wanted, open_end=last and wanted)
        else:
            wanted = not piece["minus"]
            clause = Clause(piece["phrase"].strip(), wanted, not piece["closed"] and wanted)
        if clause.segments and clause not in clauses:
            clauses.append(clause)
        if len(clauses) == MOST_CLAUSES:
            break
    return Query(text, tuple(clauses))
