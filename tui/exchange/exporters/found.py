"""What a search found, as a list to read and as lines of JSON (JSON Lines)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from tui.annotations import Annotation
from tui.articles.safe_text import clean_line, clean_path
from tui.library import ArticleRow, Hit, Standing

_INDENT = "    "


@dataclass(frozen=True)
class FoundArticle:
    """An article that was found.

    Attributes:
        row: What the index knows of it.
        hit: Where and how it matches.
        standing: What the reader made of it.
        annotations: Those of its notes and highlights that match, in the order of the text.
    """

    row: ArticleRow
    hit: Hit
    standing: Standing
    annotations: tuple[Annotation, ...] = ()


def found_text(found: FoundArticle, *, notes: bool = False) -> str:
    """Return the file, and under it the headline, what is known, and the snippet.

    Args:
        found: The article.
        notes: Whether the notes and highlights that match follow, each behind a bar.
    """
    row = found.row
    lines = [clean_path(row.path)]
    details = (row.title, " · ".join(filter(None, _credits(found))), row.error or found.hit.snippet)
    lines += [_INDENT + line for line in details if line]
    if notes:
        for annotation in found.annotations:
            lines += [f"{_INDENT}│ {line}" for line in _lines(annotation)]
    return "\n".join(lines) + "\n"


def _credits(found: FoundArticle) -> Iterator[str]:
    row, standing = found.row, found.standing
    yield from (row.outlet, row.published, row.byline)
    if standing.notes:
        yield "1 note" if standing.notes == 1 else f"{standing.notes:,} notes"
    for told, holds in (
        ("starred", standing.starred),
        ("archived", standing.archived),
        ("corrected", row.corrected),
        ("file missing", row.missing),
    ):
        if holds:
            yield told


def _lines(annotation: Annotation) -> Iterator[str]:
    yield f"“{clean_line(annotation.quote)}”"
    yield from annotation.note.split("\n") if annotation.note else ()
    if annotation.tags:
        yield "  ".join(f"#{tag}" for tag in annotation.tags)


def found_json(found: FoundArticle, *, notes: bool = False) -> str:
    """Return an article as one JSON object on one line.

    `ranges` are pairs of offsets, in code points, into `snippet`; `notes` is how many there are of
    all its highlights and notes.

    Args:
        found: The article.
        notes: Whether `annotations` lists those that match.
    """
    row, hit, standing = found.row, found.hit, found.standing
    values: dict[str, object] = {
        "path": clean_path(row.path),
        "headline": row.headline,
        "byline": row.byline,
        "outlet": row.outlet,
        "published": row.published,
        "language": row.language,
        "url": row.url,
        "sha256": row.sha256,
        "words": row.words,
        "snippet": hit.snippet,
        "ranges": [[place.start, place.end] for place in hit.ranges],
        "where": list(hit.where),
        "state": standing.read_state,
        "starred": standing.starred,
        "archived": standing.archived,
        "tags": list(standing.tags),
        "notes": standing.notes,
        "corrected": row.corrected,
        "missing": row.missing,
        "copies": row.copies,
        "error": row.error,
    }
    if notes:
        values["annotations"] = [
            {
                "id": annotation.id,
                "quote": annotation.quote,
                "note": annotation.note,
                "tags": list(annotation.tags),
                "colour": annotation.colour.value,
                "created": annotation.created,
            }
            for annotation in found.annotations
        ]
    return json.dumps(values, ensure_ascii=False) + "\n"
