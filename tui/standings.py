"""What the reader made of articles, from the notes file as the search index wants it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from tui.library import Standing

if TYPE_CHECKING:
    from tui.annotations import Annotation, AnnotationStore, ArticleRecord
    from tui.library import SearchIndex


class ToldStandings:
    """Remembers what the index was told of articles, so as to tell it only what has changed.

    What has changed is found by looking at all records and notes: whoever changed them, by a key,
    by undo or from another session, the index follows. 5 ms for 10,000 articles, as records that
    stayed are the same objects.

    Args:
        notes: The notes file.
        orphaned: The records that the index knows to have notes whose words are gone. Only who
            opens the article finds that out.
    """

    def __init__(self, notes: AnnotationStore, orphaned: Iterable[str] = ()) -> None:
        self._notes = notes
        self._orphaned = set(orphaned)
        self._told: dict[str, tuple[ArticleRecord, list[Annotation]]] = {}

    def note_orphans(self, record: str, orphaned: bool) -> None:
        """Take what was found out on opening an article; the next `changed` tells it."""
        if orphaned != (record in self._orphaned):
            self._orphaned ^= {record}
            self._told.pop(record, None)

    def all(self) -> list[Standing]:
        """Return what the reader made of every article that was ever touched."""
        self._told = {record.id: (record, notes) for record, notes in self._now()}
        return [self._standing(*told) for told in self._told.values()]

    def changed(self) -> tuple[list[Standing], bool]:
        """Return what has changed since this or `all` was last asked.

        Returns:
            The standings; and whether any of the articles was archived, or came back.
        """
        changed: list[Standing] = []
        moved = False
        for record, notes in self._now():
            before = self._told.get(record.id)
            if before != (record, notes):
                moved = moved or record.archived != (before is not None and before[0].archived)
                self._told[record.id] = (record, notes)
                changed.append(self._standing(record, notes))
        return changed, moved

    def _now(self) -> Iterator[tuple[ArticleRecord, list[Annotation]]]:
        by_article = defaultdict[str, list["Annotation"]](list)
        for annotation in self._notes.all():
            by_article[annotation.article].append(annotation)
        for record in self._notes.articles():
            yield record, by_article.get(record.id, [])

    def _standing(self, record: ArticleRecord, notes: Sequence[Annotation]) -> Standing:
        return standing_of(record, notes, orphaned=bool(notes) and record.id in self._orphaned)


class IndexTeller:
    """Lets the index know what the reader made of articles. May be used from any thread.

    Args:
        notes: The notes file.
        index: The index, a copy of it as far as articles go.
    """

    def __init__(self, notes: AnnotationStore, index: SearchIndex) -> None:
        self._index = index
        self._told = ToldStandings(notes, index.orphaned())
        self._generation: int | None = None
        self._lock = Lock()

    def tell(self, orphaned: Mapping[str, bool] | None = None) -> bool:
        """Tell what has changed since the last time; everything to an index that is new.

        Args:
            orphaned: Of which records it is known now whether words of their notes are gone.

        Returns:
            Whether articles went to the archive or came back.
        """
        with self._lock:
            for record, gone in (orphaned or {}).items():
                self._told.note_orphans(record, gone)
            generation = self._index.generation
            if generation != self._generation:
                self._generation = generation
                return bool(self._index.set_standings(self._told.all()))
            changed, moved = self._told.changed()
            # Another session that shares the index may have told it already.
            return (bool(changed) and bool(self._index.set_standing(*changed))) or moved


def standing_of(
    record: ArticleRecord, annotations: Sequence[Annotation], *, orphaned: bool = False
) -> Standing:
    """Return what the reader made of one article.

    Args:
        record: What is remembered of it.
        annotations: Those on it.
        orphaned: Whether the words of any of them are gone, where that was looked at.
    """
    tags = [*record.tags, *(tag for annotation in annotations for tag in annotation.tags)]
    return Standing(
        record=record.id,
        sha256s=record.sha256s,
        url=record.url,
        paths=record.paths,
        read_state=record.read_state,
        starred=record.starred,
        archived=record.archived,
        tags=tuple(dict.fromkeys(tags)),
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
