"""Undo and redo: the steps, which of them a session may take back, and their words.

Steps stand in the table `undo` of the notes file, so they outlive the session. A session takes
back its own steps and those that it found when it opened the file, never what another session
is doing at the same time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import uuid4

from tui.annotations.loose_json import Json, as_line, as_object

if TYPE_CHECKING:  # brings TinyDB
    from tui.annotations.tables import RecordTable
    from tui.annotations.tables_json import Record

MOST_STEPS = 200


class StepKind(StrEnum):
    """What a step did."""

    ADD = "add"
    UPDATE = "update"
    DELETE = "delete"
    RESTORE = "restore"
    OVERRIDES = "overrides"
    READ_STATE = "read state"
    DRAFT = "draft"
    """An unfinished note was discarded."""
    OUTLET_RULE = "outlet rule"
    """A rule for an outlet was made, changed or removed, as `before` and `after` tell."""


_UNDONE = {
    StepKind.ADD: "New {thing} taken back",
    StepKind.UPDATE: "Change to the {thing} taken back",
    StepKind.DELETE: "Deleted {thing} restored",
    StepKind.RESTORE: "Restored {thing} deleted again",
    StepKind.OVERRIDES: "Change to the stripped blocks taken back",
    StepKind.READ_STATE: "Article marked as {state} again",
    StepKind.DRAFT: "Discarded note is back as unfinished; gn goes on with it",
}
_REDONE = {
    StepKind.ADD: "New {thing} is back",
    StepKind.UPDATE: "Change to the {thing} made again",
    StepKind.DELETE: "The {thing} deleted again",
    StepKind.RESTORE: "Deleted {thing} restored again",
    StepKind.OVERRIDES: "Change to the stripped blocks made again",
    StepKind.READ_STATE: "Article marked as {state} again",
    StepKind.DRAFT: "Unfinished note discarded again",
}
_RULE_UNDONE = {
    "made": "New rule for {outlet} taken back",
    "changed": "Change to the rule for {outlet} taken back",
    "removed": "Removed rule for {outlet} is back",
}
_RULE_REDONE = {
    "made": "Rule for {outlet} is back",
    "changed": "Change to the rule for {outlet} made again",
    "removed": "Rule for {outlet} removed again",
}


@dataclass(frozen=True)
class Step:
    """Something that was done to the notes and can be taken back.

    Attributes:
        id: Its own name.
        kind: What it did.
        subject: The id of the annotation, article or rule that it did it to.
        thing: "note" or "highlight", for the sentence.
        before: The JSON from before, where the kind changes content; for a rule that was new,
            empty.
        after: The JSON from after it; for a rule that was removed, empty.
        undone: Whether it is taken back now.
    """

    id: str
    kind: StepKind
    subject: str
    thing: str
    before: Json
    after: Json
    undone: bool

    @classmethod
    def from_json(cls, record: Record) -> Step | None:
        """Read a record of the notes file; None where it makes no sense."""
        kind = next((kind for kind in StepKind if kind == record.get("kind")), None)
        name, subject = record.get("id"), record.get("subject")
        if kind is None or not isinstance(name, str) or not isinstance(subject, str):
            return None
        return cls(
            name,
            kind,
            subject,
            "highlight" if record.get("thing") == "highlight" else "note",
            as_object(record.get("before")),
            as_object(record.get("after")),
            record.get("undone") is True,
        )

    @property
    def sentence(self) -> str:
        """What the reader is told when the step is taken back, or made again."""
        if self.kind is StepKind.OUTLET_RULE:
            done = "made" if not self.before else "changed" if self.after else "removed"
            outlet = as_line((self.after or self.before).get("name")) or "an outlet"
            return (_RULE_UNDONE if self.undone else _RULE_REDONE)[done].format(outlet=outlet)
        state = as_line((self.before if self.undone else self.after).get("read_state"))
        words = (_UNDONE if self.undone else _REDONE)[self.kind]
        return words.format(thing=self.thing, state=state)


class History:
    """The steps of a notes file as one session sees them. Used inside a transaction.

    Args:
        table: The table `undo`, as it is when the session opens the file.
    """

    def __init__(self, table: RecordTable) -> None:
        self._table = table
        self._session = uuid4().hex
        self._found = {str(record.get("id")) for record in table.all()}

    def add(
        self,
        kind: StepKind,
        subject: str,
        *,
        thing: str = "",
        before: Json | None = None,
        after: Json | None = None,
    ) -> None:
        """Note a step. What this session had taken back can then not be made again."""
        for step in self._undone():
            self.drop(step)
        record = {
            "id": uuid4().hex,
            "session": self._session,
            "kind": kind.value,
            "subject": subject,
            "thing": thing,
            "before": before,
            "after": after,
            "undone": False,
        }
        self._table.insert(record)
        if len(self._table) > MOST_STEPS:
            numbers = sorted(document.doc_id for document in self._table)
            self._table.remove(doc_ids=numbers[:-MOST_STEPS])

    def last_done(self) -> Step | None:
        """Return the step to be taken back next."""
        done = [step for step in self._steps() if not step.undone]
        return done[-1] if done else None

    def first_undone(self) -> Step | None:
        """Return the step to be made again next."""
        undone = self._undone()
        return undone[0] if undone else None

    def step(self, name: str) -> Step | None:
        """Return a step by its name."""
        return next((step for step in self._steps() if step.id == name), None)

    def flip(self, step: Step) -> Step:
        """Note that a step was taken back or made again, and return it so."""
        number = self._table.find("id", step.id)
        if number is not None:
            self._table.put({**self._table.record(number), "undone": not step.undone}, number)
        return replace(step, undone=not step.undone)

    def drop(self, step: Step) -> None:
        """Forget a step whose subject does not exist any more."""
        number = self._table.find("id", step.id)
        if number is not None:
            self._table.remove(doc_ids=[number])

    def forget(self, subjects: Collection[str]) -> None:
        """Forget all steps that were done to something, by whichever session."""
        found = [step.doc_id for step in self._table if step.get("subject") in subjects]
        if found:
            self._table.remove(doc_ids=found)

    def _undone(self) -> list[Step]:
        """Return the steps that were taken back since the last one that stands."""
        steps = list(self._steps())
        last = max((i for i, step in enumerate(steps) if not step.undone), default=-1)
        return steps[last + 1 :]

    def _steps(self) -> Iterator[Step]:
        """Yield the steps that are this session's to take back, in order."""
        for record in sorted(self._table, key=lambda record: record.doc_id):
            mine = record.get("session") == self._session or record.get("id") in self._found
            step = Step.from_json(record)
            if step is not None and mine:
                yield step
