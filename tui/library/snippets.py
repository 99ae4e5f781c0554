"""The line of text that shows why an article was found."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from tui.articles.document import TextRange
from tui.articles.safe_text import clean_line
from tui.library.query import Query
from tui.library.rows import Hit
from tui.library.words import FoldedText

LENGTH = 160
"""About how many code points a snippet has."""
BEFORE = 40
"""How many of them stand before the first match."""
_SEARCHED = 1_000_000
"""How far into a text a snippet is looked for; that takes 25 ms."""
_MATCHES = 500


def describe(article: int, query: Query, fields: Mapping[str, str]) -> Hit:
    """Tell where and how an article matches.

    Args:
        article: Its id.
        query: What was asked.
        fields: The texts of the columns `headline`, `byline`, `body`, `notes`.
    """
    line, ranges = snippet(fields["body"], query)
    where = [name for name in ("headline", "byline") if query.ranges_in(fields[name])]
    if ranges:
        where.append("body")
    if fields["notes"]:
        of_notes = snippet(fields["notes"], query)
        if of_notes[1]:
            where.append("notes")
            if not ranges:
                line, ranges = of_notes
    return Hit(article, line, ranges, tuple(where))


def snippet(text: str, query: Query) -> tuple[str, tuple[TextRange, ...]]:
    """Cut a line out of a text, around the place where the most of the query stands.

    Returns:
        The line, safe to draw, and where the query's words stand in it; the beginning of the
        text and no ranges where none does.
    """
    folded = FoldedText(text[:_SEARCHED])
    # Of one word the first place is as good as any; the beginning of a word stands everywhere.
    most = _MATCHES if len(query.wanted) > 1 else 1
    matches = list(islice(query.matches(folded), most))
    first = _densest(text, matches)
    start = _word_start(text, max(0, first - BEFORE), first)
    end = min(len(text), start + LENGTH)
    line = clean_line(text[start:end].replace("\n", " "))
    if end < len(text):
        # What is cut through in the last place would be marked as if it were a word.
        head, space, _ = line.rpartition(" ")
        line = (head if space and len(head) > LENGTH // 2 else line) + "…"
    if start > 0:
        line = "…" + line
    return line, query.ranges_in(line)


def _densest(text: str, matches: list[TextRange]) -> int:
    """Return where the stretch of `LENGTH` with the most different matches begins."""
    best, most = 0, 0
    words = [text[match.start : match.end].casefold() for match in matches]
    counts: dict[str, int] = {}
    last = 0
    for first, match in enumerate(matches):
        while last < len(matches) and matches[last].end <= match.start + LENGTH - BEFORE:
            counts[words[last]] = counts.get(words[last], 0) + 1
            last += 1
        if len(counts) > most or not most:
            best, most = match.start, max(len(counts), 1)
        if first < last:
            counts[words[first]] -= 1
            if not counts[words[first]]:
                del counts[words[first]]
        else:
            last = first + 1  # a match longer than the stretch
    return best


def _word_start(text: str, start: int, limit: int) -> int:
    """Move a cut forward to the beginning of a word, but not past `limit`."""
    if start == 0:
        return 0
    for offset in range(start, limit):
        if text[offset - 1].isspace():
            return offset
    return start
