"""What can be done to the notes: each a change of several tables inside one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.annotations.article_changes import ArticleChanges
from tui.annotations.drafts import Draft
from tui.annotations.history import History
from tui.annotations.ledger import (
    annotation_of,
    content_of,
    first_form,
    in_trash,
    is_same,
    next_form,
    out_of_trash,
)
from tui.annotations.loose_json import Json, as_line
from tui.annotations.model import Annotation
from tui.annotations.outlet_rules import SavedRule
from tui.annotations.records import overrides_from_json, overrides_to_json
from tui.annotations.searches import SavedSearch
from tui.annotations.steps import Step, StepKind
from tui.annotations.tombstones import TOMBSTONES, tombstone
from tui.annotations.view import ANNOTATIONS, DRAFTS, OUTLET_RULES, SEARCHES, View
from tui.boilerplate.outlet import OutletRule
from tui.errors import NotesError

if TYPE_CHECKING:  # brings TinyDB
    from tui.annotations.tables import NotesDatabase, RecordTable
    from tui.annotations.tables_json import Record


class Changes(ArticleChanges):
    """One change of the notes, open. Doing the same thing twice does it once.

    Args:
        database: The tables, inside a transaction.
        history: Where steps that can be taken back are noted.
        view: The tables as they were when the transaction began.
        moment: When this happens, ISO 8601 in UTC.
    """

    def __init__(self, database: NotesDatabase, history: History, view: View, moment: str) -> None:
        super().__init__(database, history, view, moment)
        self._annotations = database.records_of(ANNOTATIONS)
        self._drafts = database.records_of(DRAFTS)
        self._outlet_rules = database.records_of(OUTLET_RULES)
        self._searches = database.records_of(SEARCHES)
        self._tombstones = database.records_of(TOMBSTONES)

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

    def follow(self, old: Annotation, new: Annotation) -> None:
        """Give an annotation the targets of its new place, if it still has the old ones."""
        number = self._annotations.find("id", old.id)
        if number is None:
            return
        record = self._annotations.record(number)
        there = annotation_of(record)
        if "deleted" not in record and there.targets == old.targets:
            content = replace(there, targets=new.targets).to_json()
            changed = next_form(record, content, there.modified or self._moment)
            self._annotations.put(changed, number)

    def empty_trash(self, names: Collection[str]) -> int:
        """Put a tombstone in the place of each of the annotations that is in the trash."""
        numbers, stones = self._annotations.numbers("id"), self._tombstones.numbers("id")
        gone: dict[str, int] = {}
        new: list[Record] = []
        for name in names:
            number = numbers.get(name)
            record = {} if number is None else self._annotations.record(number)
            if number is None or "deleted" not in record:
                continue
            gone[name] = number
            earlier = self._tombstones.record(stones[name]) if name in stones else None
            stone = tombstone(record, self._moment, earlier)
            if earlier is None:
                new.append(stone)
            else:
                self._tombstones.put(stone, stones[name])
        if gone:
            self._annotations.remove(doc_ids=list(gone.values()))
            self._tombstones.insert_multiple(new)
            self._history.forget(gone)
        return len(gone)

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

    def throw_away(self, draft: Draft) -> None:
        """Remove a draft if it is there, and note the step, once."""
        there = self._drafts.find("id", draft.id) is not None
        before = replace(draft, saved=draft.saved or self._moment).to_json()
        last = self._history.last_done()
        is_last = last and (last.kind, last.subject) == (StepKind.DRAFT, draft.id)
        was = last.before if last and is_last else {}
        if not there and {**was, "saved": before["saved"]} == before:
            return  # a first attempt reached the disk, which only failed to confirm it
        self.discard_draft(draft.id)
        self._history.add(StepKind.DRAFT, draft.id, before=before, after={})

    def save_outlet_rule(self, rule: OutletRule) -> SavedRule:
        """Write a rule for an outlet in the place of the one about the same words."""
        saved = SavedRule.of(rule)
        number = self._outlet_rules.find("id", saved.id)
        before: Json = {} if number is None else self._outlet_rules.record(number)
        there = SavedRule.from_json(before)
        if there is not None and there.rule.keep is rule.keep:
            return there
        saved = replace(saved, made=self._moment, extra=there.extra if there else {})
        after = saved.to_json()
        self._outlet_rules.put(after, number)
        self._history.add(StepKind.OUTLET_RULE, saved.id, before=before, after=after)
        return saved

    def delete_outlet_rule(self, name: str) -> None:
        """Remove a rule for an outlet."""
        number = self._outlet_rules.find("id", name)
        if number is not None:
            before = self._outlet_rules.record(number)
            self._outlet_rules.remove(doc_ids=[number])
            self._history.add(StepKind.OUTLET_RULE, name, before=before, after={})

    def save_search(self, search: SavedSearch) -> SavedSearch:
        """Write a saved search in the place of the one of an equal name."""
        saved = search.named()
        if not saved.name:
            raise NotesError("A saved search needs a name.")
        there = next((old for old in self._view.searches if old.key == saved.key), None)
        if there is not None:
            if replace(saved, id=there.id, made=there.made, extra=there.extra) == there:
                return there
            saved = replace(saved, id=there.id, extra=there.extra)
        number = self._searches.find("id", saved.id)
        before: Json = {} if number is None else self._searches.record(number)
        saved = replace(saved, made=self._moment)
        after = saved.to_json()
        self._searches.put(after, number)
        self._history.add(StepKind.SEARCH, saved.id, before=before, after=after)
        return saved

    def delete_search(self, name: str) -> None:
        """Remove a saved search."""
        number = self._searches.find("id", name)
        if number is not None:
            before = self._searches.record(number)
            self._searches.remove(doc_ids=[number])
            self._history.add(StepKind.SEARCH, name, before=before, after={})

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
            done = self._apply(step)
            if done is not None:
                return self._history.flip(done)
            self._history.drop(step)
        return None

    def _apply(self, step: Step) -> Step | None:
        """Take a step back or make it again; None where its subject does not exist any more."""
        content = step.after if step.undone else step.before
        if step.kind is StepKind.ARTICLES:
            return self.flip_articles(step)
        put_back = {
            StepKind.OUTLET_RULE: self._outlet_rules,
            StepKind.SEARCH: self._searches,
            StepKind.DRAFT: self._drafts,
        }
        if step.kind in put_back:
            self._put_back(put_back[step.kind], step.subject, content)
            return step
        of_article = step.kind in (StepKind.OVERRIDES, StepKind.READ_STATE)
        table = self._articles if of_article else self._annotations
        number = table.find("id", step.subject)
        if number is None:
            return None
        record = table.record(number)
        if step.kind is StepKind.OVERRIDES:
            overrides = overrides_to_json(overrides_from_json(content))
            changed = {**record, "overrides": overrides}
        elif step.kind is StepKind.READ_STATE:
            changed = {**record, "read_state": as_line(content.get("read_state"))}
        elif step.kind is StepKind.UPDATE:
            changed = next_form(record, content, self._moment)
        elif (step.kind is StepKind.DELETE) is step.undone:
            changed = in_trash(record, self._moment)
        else:
            changed = out_of_trash(record)
        table.put(changed, number)
        return step

    def _put_back(self, table: RecordTable, name: str, content: Json) -> None:
        """Make a record what it was; remove it where there was none."""
        number = table.find("id", name)
        if content:
            table.put(content, number)
        elif number is not None:
            table.remove(doc_ids=[number])


def _thing(content: dict[str, object]) -> str:
    return "highlight" if content.get("motivation") == "highlighting" else "note"
