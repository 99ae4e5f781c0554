"""Everything the reader made, in one TinyDB file: the one door to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path

from tui.annotations.article_notes import ArticleNotes
from tui.annotations.drafts import Draft
from tui.annotations.model import Annotation, now
from tui.annotations.outlet_rules import SavedRule
from tui.annotations.searches import SavedSearch
from tui.annotations.steps import StepKind
from tui.annotations.view import Trashed
from tui.articles.document import Document
from tui.boilerplate.outlet import OutletRule
from tui.errors import NotesError


class AnnotationStore(ArticleNotes):
    """The notes file: annotations, articles, drafts, rules for outlets, searches, undo.

    Each operation that writes is one atomic save: when it returns, the change is on the disk.
    When it raises `NotesError`, memory is as it was before and the same call can be made again,
    also where the disk has the change and only failed to confirm it: nothing is done twice.

    Writing is for one thread at a time (others wait); reading is for any thread and never
    waits for a save. Nothing is read before the first question and nothing created before the
    first write.

    Args:
        path: The notes file; a symbolic link is followed.
        clock: Gives the moment as ISO 8601 in UTC.
        lock_timeout: Seconds to wait for another session's save.
    """

    def __init__(
        self, path: Path, *, clock: Callable[[], str] = now, lock_timeout: float = 10.0
    ) -> None:
        super().__init__(path, clock=clock, lock_timeout=lock_timeout)
        self._attempted = ""

    # annotations

    def add(self, annotation: Annotation, document: Document) -> Annotation:
        """Save a new annotation, with its article's record and text.

        One whose id is known is brought up to date, out of the trash where it lies there.

        Returns:
            The annotation as it was saved: its `article` is set.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            self._snapshots.keep(document.text)
            record = changes.know(document)
            return changes.save(replace(annotation, article=annotation.article or record.id))

    def update(self, annotation: Annotation) -> Annotation:
        """Save another form of an annotation; the form before goes to its history.

        One that was deleted meanwhile comes back, one that is gone is written anew.

        Returns:
            The annotation as it was saved: `modified` is set.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            return changes.save(annotation)

    def follow(self, moved: Iterable[tuple[Annotation, Annotation]], document: Document) -> None:
        """Save where notes went when their article changed; the old selectors go to history.

        This is no step to undo and no edit: `modified` stays, so that an edit made on another
        desk at any time counts for more. A note that was edited or deleted meanwhile is left.

        Args:
            moved: Pairs of an annotation as it was read and the same with its new targets.
            document: The article as it is now; its text is kept.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            self._snapshots.keep(document.text)
            for old, new in moved:
                changes.follow(old, new)

    def delete(self, name: str) -> None:
        """Put an annotation into the trash; one that is there or gone stays so.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            changes.move(name, StepKind.DELETE)

    def restore(self, name: str) -> Annotation:
        """Take an annotation out of the trash.

        Raises:
            NotesError: there is none of that id, or it is not on disk.
        """
        with self._change() as changes:
            changes.move(name, StepKind.RESTORE)
            found = self._view.annotation(name)
            if found is None:
                raise NotesError("That note is not in the trash any more.")
            return found

    def get(self, name: str) -> Annotation | None:
        """Return an annotation by its id, None where there is none or it is in the trash."""
        return self._view.annotation(name)

    def for_article(self, article: str) -> tuple[Annotation, ...]:
        """Return the annotations of the article with that id, in text order."""
        return self._view.of_article(article)

    def all(self) -> tuple[Annotation, ...]:
        """Return all annotations but those in the trash, in the order they were made."""
        return tuple(self._view.annotations())

    def trash(self) -> tuple[Annotation, ...]:
        """Return the deleted annotations, the last deleted first."""
        return self._view.trash()

    def trash_names(self) -> tuple[str, ...]:
        """Return the ids of the deleted annotations, the last deleted first; reads none."""
        return self._view.trash_names

    def trashed(self, name: str) -> Trashed | None:
        """Return a deleted annotation and when it was deleted; None where it is not deleted."""
        return self._view.trashed(name)

    def empty_trash(self, names: Collection[str]) -> int:
        """Remove deleted annotations for good, with their earlier forms and steps to undo.

        What is left of each is a tombstone, so that no merge brings it back.

        Args:
            names: The ids that the reader saw listed; one that was restored meanwhile stays.

        Returns:
            How many were removed.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            return changes.empty_trash(names)

    def history_of(self, name: str) -> tuple[Annotation, ...]:
        """Return an annotation's earlier forms, the oldest first."""
        return self._view.forms(name)

    def tags(self) -> Counter[str]:
        """Return how often each tag is used on a note; `article_tags` tells of articles."""
        return Counter(self._view.tags)

    def text_of(self, digest: str) -> str | None:
        """Return the text of that hash as it was when it was annotated, where it is kept."""
        return self._snapshots.text(digest)

    # drafts

    def save_draft(self, draft: Draft) -> Draft:
        """Keep an unfinished note, in the place of an earlier one of its id.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            return changes.save_draft(draft)

    def drafts(self) -> tuple[Draft, ...]:
        """Return the unfinished notes, the oldest first."""
        return self._view.drafts

    def discard_draft(self, name: str) -> None:
        """Forget an unfinished note; one that is gone stays so.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            changes.discard_draft(name)

    def throw_away(self, draft: Draft) -> None:
        """Discard an unfinished note because the reader says so, saved before or not; undoable.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            changes.throw_away(draft)

    # rules for outlets

    def outlet_rules(self) -> tuple[SavedRule, ...]:
        """Return the rules for all outlets, in the order in which they were decided."""
        return self._view.outlet_rules

    def rules_of(self, outlet: str) -> tuple[OutletRule, ...]:
        """Return the rules for one outlet, by its key, the last decided at the end."""
        return self._view.rules_by_outlet.get(outlet, ())

    def save_outlet_rule(self, rule: OutletRule) -> SavedRule:
        """Save a rule for an outlet, in the place of an earlier one about the same words.

        Returns:
            The rule as it was saved.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            return changes.save_outlet_rule(rule)

    def delete_outlet_rule(self, name: str) -> None:
        """Remove a rule by its id; undo brings it back. One that is gone stays so.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            changes.delete_outlet_rule(name)

    # saved searches

    def searches(self) -> tuple[SavedSearch, ...]:
        """Return the saved searches in the order of their names."""
        return self._view.searches

    def save_search(self, search: SavedSearch) -> SavedSearch:
        """Keep a search under its name, in the place of an earlier one of an equal name.

        Returns:
            The search as it was saved: made safe, with the id of its name.

        Raises:
            NotesError: it has no name, or it is not on disk.
        """
        with self._change() as changes:
            return changes.save_search(search)

    def delete_search(self, name: str) -> None:
        """Remove a saved search by its id; undo brings it back. One that is gone stays so.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            changes.delete_search(name)

    # undo

    def undo(self) -> str | None:
        """Take back the last thing that was done to notes, articles, rules or searches.

        Returns:
            What was taken back, in a sentence without a full stop; None where nothing was done.

        Raises:
            NotesError: it is not on disk.
        """
        return self._flip(undone=True)

    def redo(self) -> str | None:
        """Make again what was taken back last.

        Returns:
            What was made again; None where nothing was taken back since the last change.

        Raises:
            NotesError: it is not on disk.
        """
        return self._flip(undone=False)

    @property
    def last_step(self) -> str:
        """The id of the step that `undo` would take back; empty where there is none."""
        step = self._file.history.last_done()
        return step.id if step else ""

    def _flip(self, *, undone: bool) -> str | None:
        with self._change() as changes:
            step = changes.flip(self._attempted, undone=undone)
            self._attempted = step.id if step else ""
        self._attempted = ""
        return step.sentence if step else None
