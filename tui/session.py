"""The stages of one article chained in a readable place, and what a whole session holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from tui.articles.document import Document, TextRange
from tui.boilerplate.verdict import Overrides, Verdicts
from tui.config import Paths, Settings

if TYPE_CHECKING:  # imported where they are used: none is needed to paint the list
    from tui.annotations import Anchored, Annotation, AnnotationStore, ArticleRecord
    from tui.articles.isolation import DocumentReader
    from tui.library import Library, SearchIndex


@dataclass(frozen=True)
class PlacedAnnotation:
    """An annotation and where it lies in the text as it is now.

    Attributes:
        annotation: As it is on disk, or will be.
        anchors: One a target, in order; an orphan's has no range.
        saved: Whether it is on disk.
    """

    annotation: Annotation
    anchors: tuple[Anchored, ...]
    saved: bool = True

    @property
    def ranges(self) -> tuple[TextRange, ...]:
        """The stretches of text that it marks, those that were found."""
        return tuple(anchored.range for anchored in self.anchors if anchored.range is not None)

    @property
    def start(self) -> int:
        """Where it begins; for an orphan, where it once began."""
        return self.ranges[0].start if self.ranges else max(0, self.annotation.start)


@dataclass(frozen=True)
class OpenArticle:
    """An article on the desk: what its file says, what of it is shown, what was noted.

    Attributes:
        document: All that the file says.
        verdicts: Which blocks are not the article, the reader's reversals applied.
        record: What is remembered of this article.
        annotations: In text order.
    """

    document: Document
    verdicts: Verdicts
    record: ArticleRecord
    annotations: tuple[PlacedAnnotation, ...] = ()

    def with_record(self, record: ArticleRecord) -> OpenArticle:
        """Return this article with another record, and the verdicts that its overrides ask for."""
        verdicts = self.verdicts
        if record.overrides != self.record.overrides:
            from tui.boilerplate import remove_boilerplate

            verdicts = remove_boilerplate(self.document, record.overrides)
        return replace(self, record=record, verdicts=verdicts)

    def with_annotations(
        self, saved: Sequence[Annotation], unsaved: Sequence[Annotation] = ()
    ) -> OpenArticle:
        """Return this article with these annotations, placed in its text.

        Args:
            saved: Those that are on disk.
            unsaved: Those that are not; each stands in place of the saved one of the same id.
        """
        from tui.annotations import Anchorer

        anchorer = Anchorer(self.document)
        known = {placed.annotation: placed for placed in self.annotations}
        waiting = {annotation.id for annotation in unsaved}
        placed: list[PlacedAnnotation] = []
        for annotation in (*(note for note in saved if note.id not in waiting), *unsaved):
            if annotation in known:
                anchors = known[annotation].anchors
            else:
                anchors = tuple(anchorer.anchor(target) for target in annotation.targets)
            placed.append(PlacedAnnotation(annotation, anchors, annotation.id not in waiting))
        placed.sort(key=lambda item: (item.start, item.annotation.created, item.annotation.id))
        return replace(self, annotations=tuple(placed))


class Session:
    """Everything that lives from start to end: the settings, the notes, the library.

    The notes file, the index and the readers are opened when they are first asked for.

    Args:
        roots: The folders and files whose articles are on the desk.
        paths: Where this user's files live.
        settings: What the user has chosen.
    """

    def __init__(self, roots: Sequence[Path], paths: Paths, settings: Settings) -> None:
        self.roots = tuple(roots)
        self.paths = paths
        self.settings = settings

    @cached_property
    def documents(self) -> DocumentReader:
        """Reads files, web pages in a process of their own."""
        from tui.articles.isolation import DocumentReader

        return DocumentReader(self.settings.timeout, self.settings.largest_file)

    @cached_property
    def notes(self) -> AnnotationStore:
        """The notes file.

        A file that is damaged or from a newer version raises nothing: its `notices` and
        `read_only` say so.
        """
        from tui.annotations import AnnotationStore

        return AnnotationStore(self.paths.notes)

    @cached_property
    def index(self) -> SearchIndex:
        """The search index."""
        from tui.library import SearchIndex

        return SearchIndex(self.paths.index)

    @cached_property
    def library(self) -> Library:
        """The articles under the roots."""
        from tui.library import Library

        return Library(self.roots, self.index, self.read)

    def read(self, path: Path, overrides: Overrides | None = None) -> tuple[Document, Verdicts]:
        """Read a file and tell its article from its clutter.

        Raises:
            ArticleError: the file cannot be read as an article.
        """
        from tui.boilerplate import remove_boilerplate

        document = self.documents.read(path)
        return document, remove_boilerplate(document, overrides or Overrides())

    def open(self, path: Path, unsaved: Sequence[Annotation] = ()) -> OpenArticle:
        """Put an article on the desk, with all that was noted on it.

        Raises:
            ArticleError: the file cannot be read as an article.
        """
        from tui.boilerplate import remove_boilerplate

        document = self.documents.read(path)
        record = self.notes.article_for(document)
        verdicts = remove_boilerplate(document, record.overrides)
        article = OpenArticle(document, verdicts, record)
        mine = [annotation for annotation in unsaved if annotation.article == record.id]
        return article.with_annotations(self.notes.for_article(record.id), mine)

    def close(self) -> None:
        """Let go of files and child processes."""
        for name in ("documents", "notes", "index"):
            if name in self.__dict__:
                closing: Callable[[], None] = getattr(self, name).close
                closing()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
