"""The stages of one article chained in a readable place, and what a whole session holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from tui.articles.document import Document, TextRange
from tui.boilerplate.outlet import UNKNOWN, OutletHabits, OutletRule, outlet_key
from tui.boilerplate.verdict import Overrides, Verdicts
from tui.config import Paths, Settings
from tui.errors import ArticleError

if TYPE_CHECKING:  # imported where they are used: none is needed to paint the list
    from tui.annotations import Anchored, Annotation, AnnotationStore, ArticleRecord, Placing
    from tui.annotations.versions import Versions
    from tui.articles.isolation import DocumentReader
    from tui.library import Library, SearchIndex, Standing
    from tui.library.fact_reader import FactReader
    from tui.library.storing import Replaced
    from tui.other_texts import OtherTexts
    from tui.standings import IndexTeller


_GRAVITY = ("exact", "moved", "changed", "orphan")
"""The states, the worst at the end."""


@dataclass(frozen=True)
class PlacedAnnotation:
    """An annotation and where it lies in the text as it is now.

    Attributes:
        annotation: As it is on disk, or will be.
        anchors: One a target, in order; an orphan's has no range.
        saved: Whether it is on disk.
        altered: What stands in each target's place now, where its words were changed; else
            nothing.
    """

    annotation: Annotation
    anchors: tuple[Anchored, ...]
    saved: bool = True
    altered: tuple[str, ...] = ()

    @property
    def ranges(self) -> tuple[TextRange, ...]:
        """The stretches of text that it marks, those that were found."""
        return tuple(anchored.range for anchored in self.anchors if anchored.range is not None)

    @property
    def state(self) -> str:
        """The worst state among its targets: "exact", "moved", "changed" or "orphan"."""
        return max((a.state for a in self.anchors), key=_GRAVITY.index, default="orphan")

    @property
    def doubtful(self) -> bool:
        """Whether the reader should check a place that was found."""
        return any(anchored.doubtful for anchored in self.anchors)

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
        habits: What is known of its outlet, the reader's rules for it among that.
        placing: Finds annotations in its text.
    """

    document: Document
    verdicts: Verdicts
    record: ArticleRecord
    annotations: tuple[PlacedAnnotation, ...] = ()
    habits: OutletHabits = UNKNOWN
    placing: Placing = field(kw_only=True, compare=False, repr=False)

    def with_record(
        self, record: ArticleRecord, rules: tuple[OutletRule, ...] | None = None
    ) -> OpenArticle:
        """Return this article with the verdicts that its record and its outlet's rules ask for.

        Args:
            record: What is remembered of it now.
            rules: The reader's rules for its outlet now; None for those that it has.
        """
        verdicts, habits = self.verdicts, self.habits
        if rules is not None and rules != habits.rules:
            habits = replace(habits, rules=rules)
        if record.overrides != self.record.overrides or habits is not self.habits:
            from tui.boilerplate import remove_boilerplate

            verdicts = remove_boilerplate(self.document, record.overrides, habits)
        return replace(self, record=record, verdicts=verdicts, habits=habits)

    def with_annotations(
        self, saved: Sequence[Annotation], unsaved: Sequence[Annotation] = ()
    ) -> OpenArticle:
        """Return this article with these annotations, placed in its text.

        What was never looked for in this text is looked for, which may take a second; see
        `Placing`.

        Args:
            saved: Those that are on disk.
            unsaved: Those that are not; each stands in place of the saved one of the same id.
        """
        waiting = {annotation.id for annotation in unsaved}
        placed: list[PlacedAnnotation] = []
        for annotation in (*(note for note in saved if note.id not in waiting), *unsaved):
            anchors = tuple(self.placing.find(target) for target in annotation.targets)
            altered = tuple(self.placing.altered(anchored) for anchored in anchors)
            is_saved = annotation.id not in waiting
            placed.append(PlacedAnnotation(annotation, anchors, is_saved, altered))
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
    def versions(self) -> Versions:
        """What articles said before their files changed, beside the notes file."""
        from tui.annotations.versions import Versions

        return Versions.beside(self.paths.notes)

    def keep_versions(self, replaced: Iterable[Replaced]) -> None:
        """Keep what articles said until their files changed.

        Raises:
            NotesError: it is not safely on disk.
        """
        from tui.other_texts import keep_replaced

        keep_replaced(self.versions, replaced)

    @cached_property
    def other_texts(self) -> OtherTexts:
        """What an article said at other times, and what others made of its story."""
        from tui.other_texts import OtherTexts

        return OtherTexts(self.versions, self.index, self.library, self.read)

    @cached_property
    def index(self) -> SearchIndex:
        """The search index."""
        from tui.library import SearchIndex

        return SearchIndex(self.paths.index)

    @cached_property
    def library(self) -> Library:
        """The articles under the roots."""
        from tui.library import Library
        from tui.library.ignoring import ignored_by
        from tui.library.library import Versions as Kept

        return Library(
            self.roots,
            self.index,
            self.read,
            reader=self._fact_reader,
            versions=Kept(self.keep_versions, lambda path, url: self.versions.knows(path, url)),
            ignored=ignored_by(self.roots, self.settings.ignore),
        )

    def _fact_reader(self) -> FactReader:
        from tui.library.fact_reader import FactReader

        return FactReader(self.settings.timeout, self.settings.largest_file)

    def standings(self) -> list[Standing]:
        """Return what the reader made of every article, for the index."""
        from tui.standings import ToldStandings

        return ToldStandings(self.notes, self.index.orphaned()).all()

    @cached_property
    def teller(self) -> IndexTeller:
        """Lets the index follow the notes."""
        from tui.standings import IndexTeller

        return IndexTeller(self.notes, self.index)

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

        Where its file is gone, what the index kept of it.

        Raises:
            ArticleError: the file cannot be read as an article.
        """
        from tui.boilerplate import remove_boilerplate

        try:
            document = self.documents.read(path)
        except ArticleError:
            kept = self._remembered(path)
            if kept is None:
                raise
            return self._opened(kept, OutletHabits(), unsaved)
        record = self.notes.article_for(document)
        habits = OutletHabits(
            rules=self.notes.rules_of(outlet_key(document)),
            recurring=self.index.habits_of(document),
        )
        verdicts = remove_boilerplate(document, record.overrides, habits)
        return self._opened(verdicts, habits, unsaved)

    def _opened(
        self, verdicts: Verdicts, habits: OutletHabits, unsaved: Sequence[Annotation]
    ) -> OpenArticle:
        from tui.annotations import Placing

        document = verdicts.document
        record = self.notes.article_for(document)
        placing = Placing(document, self.notes.text_of)
        article = OpenArticle(document, verdicts, record, habits=habits, placing=placing)
        mine = [annotation for annotation in unsaved if annotation.article == record.id]
        return article.with_annotations(self.notes.for_article(record.id), mine)

    def _remembered(self, path: Path) -> Verdicts | None:
        """Return what the index kept of an article whose file is gone."""
        row = self.index.article_at(path)
        if row is None or path.exists():
            return None
        from tui.remembered import remembered

        return remembered(row, self.index.text_of(row.id))

    def warm_up(self) -> None:
        """Import and compile what opening an article takes: 0.2 s that the first would wait for."""
        from tui.annotations import Placing
        from tui.articles.files import FileBytes
        from tui.articles.formats import document_from
        from tui.articles.metadata import Provenance
        from tui.boilerplate import remove_boilerplate

        text = b"A headline\n\nBy Nobody\n\nA paragraph that says a little, and then no more."
        document = document_from(FileBytes(text, Provenance(Path("a.txt"), "", len(text), 0)))
        remove_boilerplate(document)
        Placing(document, lambda digest: None)
        self.index.hits("a", self.index.find("a", limit=1).ids)  # 0.1 s of the first letter typed

    def beginning(self, path: Path) -> OpenArticle | None:
        """Return the first pages of a long article, to be looked at while the rest is read.

        Its offsets are those of the whole, as far as it goes. It has no annotations, and nothing
        may be saved of it.

        Returns:
            None where the article is short, or the reader is further on in it.
        """
        from tui.articles.beginning import read_beginning

        document = read_beginning(path)
        if document is None:
            return None
        from tui.annotations import Placing
        from tui.boilerplate import remove_boilerplate

        record = self.notes.article_for(document)
        if (record.position or 0) > len(document.text) // 2:
            return None
        habits = OutletHabits(rules=self.notes.rules_of(outlet_key(document)))
        verdicts = remove_boilerplate(document, record.overrides, habits)
        placing = Placing(document, self.notes.text_of)
        return OpenArticle(document, verdicts, record, habits=habits, placing=placing)

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
