"""Undo and redo: the steps, and which of them a session may take back.

Steps stand in the table `undo` of the notes file, so they outlive the session. A session takes
back its own steps and those that it found when it opened the file, never what another session
is doing at the same time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from tui.annotations.loose_json import Json, as_list
from tui.annotations.steps import Step, StepKind, touched

if TYPE_CHECKING:  # brings TinyDB
    from tui.annotations.tables import RecordTable

MOST_STEPS = 200
MOST_ARTICLES = 20_000
"""Articles that all steps but the last together name: 50 bytes each, which every save writes."""


class History:
    """The steps of a notes file as one session sees them. Used inside a transaction.

    Args:
        table: The table `undo`, as it is when the session opens the file.
    """

    def __init__(self, table: RecordTable) -> None:
        self._table = table
        self._session = uuid4().hex
        self._found = {str(record.get("id")) for _, record in table.looked()}

    def add(
        self,
        kind: StepKind,
        subject: str,
        *,
        thing: str = "",
        before: Json | None = None,
        after: Json | None = None,
        what: str = "",
        parts: list[Json] | None = None,
    ) -> None:
        """Note a step. What this session had taken back can then not be made again."""
        for step in self._undone():
            self.drop(step)
        self._table.insert(
            {
                "id": uuid4().hex,
                "session": self._session,
                "kind": kind.value,
                "subject": subject,
                "thing": thing,
                "before": before,
                "after": after,
                "undone": False,
                **({"what": what, "parts": parts} if parts else {}),
            }
        )
        self._cut()

    def _cut(self) -> None:
        """Forget the oldest steps where there are too many, or they have become too large."""
        articles = 0
        found = sorted(self._table.looked(), key=lambda item: item[0], reverse=True)
        for count, (_, record) in enumerate(found[1:], 1):
            articles += touched(as_list(record.get("parts")))
            if count >= MOST_STEPS or articles > MOST_ARTICLES:
                self._table.remove(doc_ids=[number for number, _ in found[count:]])
                return

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
            self._table.put({**self._table.look(number), "undone": not step.undone}, number)
        return replace(step, undone=not step.undone)

    def drop(self, step: Step) -> None:
        """Forget a step whose subject does not exist any more."""
        number = self._table.find("id", step.id)
        if number is not None:
            self._table.remove(doc_ids=[number])

    def forget(self, subjects: Collection[str]) -> None:
        """Forget all steps that were done to something, by whichever session."""
        found = [number for number, step in self._table.looked() if step.get("subject") in subjects]
        if found:
            self._table.remove(doc_ids=found)

    def _undone(self) -> list[Step]:
        """Return the steps that were taken back since the last one that stands."""
        steps = list(self._steps())
        last = max((i for i, step in enumerate(steps) if not step.undone), default=-1)
        return steps[last + 1 :]

    def _steps(self) -> Iterator[Step]:
        """Yield the steps that are this session's to take back, in order."""
        for _, record in sorted(self._table.looked(), key=lambda item: item[0]):
            mine = record.get("session") == self._session or record.get("id") in self._found
            step = Step.from_json(record)
            if step is not None and mine:
                yield step
