"""One thing that was done to the notes and can be taken back, and what the reader is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tui.annotations.loose_json import Json, as_line, as_list, as_object
from tui.annotations.tables_json import Record


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
    SEARCH = "search"
    """A saved search was made, changed or removed, likewise."""
    ARTICLES = "articles"
    """One article or many were changed, as `parts` tells."""


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
_KEPT = {
    StepKind.OUTLET_RULE: "rule for {name}",
    StepKind.SEARCH: "saved search “{name}”",
}
"""What is made, changed and removed under a name."""
_KEPT_UNDONE = {
    "made": "New {thing} taken back",
    "changed": "Change to the {thing} taken back",
    "removed": "Removed {thing} is back",
}
_KEPT_REDONE = {
    "made": "{Thing} is back",
    "changed": "Change to the {thing} made again",
    "removed": "{Thing} removed again",
}


@dataclass(frozen=True)
class Step:
    """Something that was done to the notes and can be taken back.

    Attributes:
        id: Its own name.
        kind: What it did.
        subject: The id of the annotation, article, rule or search that it did it to; empty for
            several articles.
        thing: "note" or "highlight", for the sentence.
        before: The JSON from before, where the kind changes content; for a rule or a search
            that was new, empty.
        after: The JSON from after it; for a rule or a search that was removed, empty.
        undone: Whether it is taken back now.
        what: How the sentence about articles begins.
        parts: Which articles had which keys changed: objects with `before`, `after` and
            `articles`, the ids of those of which just this is true.
        left: How many of the articles were left as they are when this was last taken back or
            made again, since what it did to them had been changed.
    """

    id: str
    kind: StepKind
    subject: str
    thing: str
    before: Json
    after: Json
    undone: bool
    what: str = ""
    parts: list[Any] = field(default_factory=list)
    left: int = 0

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
            as_line(record.get("what")),
            as_list(record.get("parts")),
        )

    @property
    def articles(self) -> Iterator[tuple[str, Json, Json]]:
        """The id of each changed article, and the changed keys as they were and became."""
        for part in map(as_object, self.parts):
            before, after = as_object(part.get("before")), as_object(part.get("after"))
            for name in as_list(part.get("articles")):
                if isinstance(name, str):
                    yield name, before, after

    @property
    def sentence(self) -> str:
        """What the reader is told when the step is taken back, or made again."""
        if self.kind in _KEPT:
            return self._of_kept
        if self.kind is StepKind.ARTICLES:
            return self._of_articles
        state = as_line((self.before if self.undone else self.after).get("read_state"))
        words = (_UNDONE if self.undone else _REDONE)[self.kind]
        return words.format(thing=self.thing, state=state)

    @property
    def _of_kept(self) -> str:
        done = "made" if not self.before else "changed" if self.after else "removed"
        name = as_line((self.after or self.before).get("name"))
        thing = _KEPT[self.kind].format(name=name or "an outlet")
        words = (_KEPT_UNDONE if self.undone else _KEPT_REDONE)[done]
        return words.format(thing=thing, Thing=thing[0].upper() + thing[1:])

    @property
    def _of_articles(self) -> str:
        what = self.what or "Change to articles"
        done = "taken back" if self.undone else "made again"
        count = touched(self.parts)
        if not self.left:
            return f"{what} {done}"
        if self.left == count:
            return f"{what} not {done}, because of what was changed since"
        return f"{what} {done}, but for {self.left:,} changed since"


def touched(parts: list[Any]) -> int:
    """Return how many articles a step changed."""
    return sum(len(as_list(as_object(part).get("articles"))) for part in parts)
