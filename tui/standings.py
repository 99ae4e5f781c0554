"""What the reader made of articles, from the notes file as the search index wants it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tui.library import Standing

if TYPE_CHECKING:
    from tui.annotations import Annotation, AnnotationStore, ArticleRecord


def standings_of(notes: AnnotationStore) -> Iterator[Standing]:
    """Yield what the reader made of every article that was ever touched."""
    by_article = defaultdict[str, list["Annotation"]](list)
    for annotation in notes.all():
        by_article[annotation.article].append(annotation)
    for record in notes.articles():
        yield standing_of(record, by_article[record.id])


def standing_of(
    record: ArticleRecord, annotations: Sequence[Annotation], *, orphaned: bool = False
) -> Standing:
    """Return what the reader made of one article.

    Args:
        record: What is remembered of it.
        annotations: Those on it.
        orphaned: Whether the words of any of them are gone, where that was looked at.
    """
    tags = dict.fromkeys(tag for annotation in annotations for tag in annotation.tags)
    return Standing(
        record=record.id,
        sha256s=record.sha256s,
        url=record.url,
        paths=record.paths,
        read_state=record.read_state,
        tags=tuple(tags),
        notes=len(annotations),
        has_note=any(annotation.note for annotation in annotations),
        has_highlight=any(not annotation.note for annotation in annotations),
        orphaned=orphaned,
        last_opened=record.last_opened,
        text="\n".join(
            "\n".join((annotation.note, *annotation.tags, annotation.quote))
            for annotation in annotations
        ),
    )
