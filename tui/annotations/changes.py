"""What can be done to the notes: each a change of several tables inside one transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.annotations.history import History, Step, StepKind
from tui.annotations.ledger import (
    content_of,
    first_form,
    in_trash,
    is_same,
    next_form,
    out_of_trash,
)
from tui.annotations.model import Annotation
from tui.annotations.records import (
    ArticleRecord,
    Draft,
    overrides_from_json,
    overrides_to_json,
)
from tui.annotations.view import ANNOTATIONS, ARTICLES, DRAFTS, View
from tui.articles.document import Document

if TYPE_CHECKING:  # brings TinyDB
    from tui.annotations.tables import NotesDatabase


class Changes:
    """One change of the notes, open. Doing the same thing twice does it once.

    Args:
        database: The tables, inside a transaction.
        history: Where steps that can be taken back are noted.
        view: The tables as they were when the transaction began.
        moment: When this happens, ISO 8601 in UTC.
    """

    def __init__(self, database: NotesDatabase, history: History, view: View, moment: str) -> None:
        self._annotations = database.records_of(ANNOTATIONS)
        self._articles = database.records_of(ARTICLES)
        self._drafts = database.records_of(DRAFTS)
        self._history = history
        self._view = view
        self._moment = moment

    def know(self, document: Document) -> ArticleRecord:
        """Make sure that an article has a record, and that it says what its file says now."""
        record = self._view.article_of(document) or ArticleRecord.of(document)
        record = record.seen_as(document)
        record = replace(record, first_seen=record.first_seen or self._moment)
        self._put_article(record)
        return record

    def open(self, document: Document) -> ArticleRecord:
        """Note that an article was opened."""
        record = self.know(document)
        state = "reading" if record.read_state == "unread" else record.read_state
        record = replace(record, last_opened=self._moment, read_state=state)
        self._put_article(record)
        return record

    def save_article(self, record: ArticleRecord, seen: ArticleRecord | None) -> ArticleRecord:
        """Write what differs between a record and the one that the caller had seen."""
        there = self._view.articles.get(record.id)
        saved = record
        if seen is not None and there is not None:
            old = vars(seen)
            saved = replace(there, **{k: v for k, v in vars(record).items() if v != old[k]})
        before = overrides_to_json((there or ArticleRecord(record.id)).overrides)
        after = overrides_to_json(saved.overrides)
        if before != after:
            self._history.add(StepKind.OVERRIDES, saved.id, before=before, after=after)
        self._put_article(saved)
        return saved

    def save(self, annotation: Annotation) -> Annotation:
        """Write an annotation in the place of the one of its id, or as a new one."""
        content = annotation.to_json()
        number = self._annotations.find("id", annotation.id)
        if number is None:
            self._annotations.put(first_form(content))
            self._history.add(StepKind.ADD, annotation.id, thing=_thing(content))
            return annotation
        self.move(annotation.id, StepKind.RESTORE)
        record = self._annotations.record(number)
        if is_same(record, content):
            return annotation
        changed = next_form(record, content, self._moment)
        self._annotations.put(changed, number)
        self._history.add(
            StepKind.UPDATE,
            annotation.id,
            thing=_thing(content),
            before=content_of(record),
            after=content_of(changed),
        )
        return replace(annotation, modified=self._moment)

    def move(self, name: str, kind: StepKind) -> None:
        """Put an annotation into the trash or take it out, and note the step if it moved."""
        number = self._annotations.find("id", name)
        if number is None:
            return
        record = self._annotations.record(number)
        deleting = kind is StepKind.DELETE
        changed = in_trash(record, self._moment) if deleting else out_of_trash(record)
        if changed is not record:
            self._annotations.put(changed, number)
            self._history.add(kind, name, thing=_thing(record))

    def save_draft(self, draft: Draft) -> Draft:
        """Write a draft in the place of the one of its id, or as a new one."""
        saved = replace(draft, saved=self._moment)
        self._drafts.put(saved.to_json(), self._drafts.find("id", draft.id))
        return saved

    def discard_draft(self, name: str) -> None:
        """Remove a draft."""
        number = self._drafts.find("id", name)
        if number is not None:
            self._drafts.remove(doc_ids=[number])

    def flip(self, attempted: str, *, undone: bool) -> Step | None:
        """Take the last step back, or make the last one taken back again.

        Args:
            attempted: The step of an earlier attempt that could not be confirmed: where it
                reached the disk all the same, it is not made twice.
            undone: Whether a step is to be taken back.

        Returns:
            The step as it is now, None where there was none.
        """
        earlier = self._history.step(attempted)
        if earlier is not None and earlier.undone is undone:
            return earlier
        pick = self._history.last_done if undone else self._history.first_undone
        while (step := pick()) is not None:
            if self._apply(step):
                return self._history.flip(step)
            self._history.drop(step)
        return None

    def _apply(self, step: Step) -> bool:
        """Take a step back or make it again; say whether its subject still exists."""
        content = step.after if step.undone else step.before
        table = self._articles if step.kind is StepKind.OVERRIDES else self._annotations
        number = table.find("id", step.subject)
        if number is None:
            return False
        record = table.record(number)
        if step.kind is StepKind.OVERRIDES:
            overrides = overrides_to_json(overrides_from_json(content))
            changed = {**record, "overrides": overrides}
        elif step.kind is StepKind.UPDATE:
            changed = next_form(record, content, self._moment)
        elif (step.kind is StepKind.DELETE) is step.undone:
            changed = in_trash(record, self._moment)
        else:
            changed = out_of_trash(record)
        table.put(changed, number)
        return True

    def _put_article(self, record: ArticleRecord) -> None:
        content = record.to_json()
        number = self._articles.find("id", record.id)
        if number is None or self._articles.record(number) != content:
            self._articles.put(content, number)


def _thing(content: dict[str, object]) -> str:
    return "highlight" if content.get("motivation") == "highlighting" else "note"
