"""What the list says of an article: signs for the eye, and words where there is room for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tui.articles.document import TextRange
from tui.library import ArticleRow, Hit

if TYPE_CHECKING:
    from tui.annotations import ArticleState


@dataclass(frozen=True, slots=True)
class Standing:
    """What the reader has done with an article; as `ArticleState`, which the notes file has.

    Attributes:
        read_state: "unread", "reading" or "read".
        notes: How many annotations it has.
        starred: Whether it has a star.
        archived: Whether it is put away.
        tags: The reader's tags on it.
        progress: How far it is read, 0.0 to 1.0; None where that is not known.
    """

    read_state: str = "unread"
    notes: int = 0
    starred: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()
    progress: float | None = None


Known: TypeAlias = "Standing | ArticleState"

NOTHING_DONE = Standing()
"""The standing of an article that was never touched."""

MARKS = {"unread": "●", "reading": "◐", "read": " "}
"""The signs for what is read."""

STAR, CHANGED, ALIKE = "★", "≠", "≈"


def signs(row: ArticleRow, standing: Known) -> str:
    """Return the signs at the end of an article's title: starred, corrected, how many copies."""
    copies = f"{ALIKE}{row.copies + 1}" if row.copies else ""
    return "".join((STAR if standing.starred else "", CHANGED if row.corrected else "", copies))


def warnings(row: ArticleRow, standing: Known) -> Iterator[str]:
    """Yield what one should know before anything else."""
    if row.missing:
        yield "file missing"
    if standing.archived:
        yield "archived"


def facts(row: ArticleRow, standing: Known) -> Iterator[str]:
    """Yield what there is to say of an article, the most important first."""
    yield from warnings(row, standing)
    yield row.published[:10]
    yield row.outlet
    if standing.starred:
        yield "starred"
    if row.corrected:
        yield "corrected"
    if row.copies:
        yield f"{row.copies} cop{'y' if row.copies == 1 else 'ies'} elsewhere"
    yield from (f"#{tag}" for tag in standing.tags)


def figures(standing: Known) -> str:
    """Return how far it is read and how many notes it has, for the end of the row."""
    read = ""
    if standing.read_state == "reading" and standing.progress is not None:
        read = f"{standing.progress:.0%}"
    notes = standing.notes
    count = f"{notes} note{'' if notes == 1 else 's'}" if notes else ""
    return " · ".join(filter(None, (read, count)))


def cut(hit: Hit, width: int) -> tuple[str, list[TextRange]]:
    """Cut a snippet at its beginning, so that its first match is in view."""
    if not hit.ranges or hit.ranges[0].end <= width:
        return hit.snippet, list(hit.ranges)
    start = max(0, hit.ranges[0].start - width // 3)
    start = hit.snippet.find(" ", start, hit.ranges[0].start) + 1 or start
    moved = [TextRange(p.start - start + 1, p.end - start + 1) for p in hit.ranges]
    return "…" + hit.snippet[start:], moved
