"""What the reader decided for all articles of an outlet, as it stands in the notes file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tui.annotations.loose_json import Json, as_line, the_rest
from tui.articles.safe_text import clean_line
from tui.boilerplate.outlet import OutletRule

LONGEST_WORDS = 8192
"""Code points of a rule's words that are read."""

RULE_KEYS = frozenset(("id", "outlet", "name", "keep", "words", "label", "sample", "made"))


@dataclass(frozen=True)
class SavedRule:
    """A rule for an outlet in the notes file.

    Attributes:
        rule: What it says.
        id: `urn:uuid:…`, made from the outlet and the words, so that two sessions that decide
            about the same words have one rule, and the later decision counts.
        made: When it was decided, ISO 8601 in UTC; the store sets it.
        extra: Keys that this version does not know, kept as they are.
    """

    rule: OutletRule
    id: str = ""
    made: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, rule: OutletRule) -> SavedRule:
        """Give a rule its id."""
        parts = ("outlet-rule", rule.outlet, "label" if rule.label else "words", rule.words)
        return cls(rule, uuid5(NAMESPACE_URL, "\n".join(parts)).urn)

    @classmethod
    def from_json(cls, record: Json) -> SavedRule | None:
        """Read a record of the notes file; None where it is no rule. Never raises."""
        words, keep = record.get("words"), record.get("keep")
        outlet, name = as_line(record.get("outlet")), as_line(record.get("id"))
        if not isinstance(words, str) or not isinstance(keep, bool) or not outlet or not name:
            return None
        rule = OutletRule(
            outlet=outlet,
            keep=keep,
            words=clean_line(words, LONGEST_WORDS),
            label=record.get("label") is True,
            sample=as_line(record.get("sample")),
            name=as_line(record.get("name")) or outlet,
        )
        made = as_line(record.get("made"))
        return cls(rule, name, made, the_rest(record, RULE_KEYS)) if rule.words else None

    def to_json(self) -> Json:
        """Return the record as it stands in the notes file."""
        return {
            "id": self.id,
            "outlet": self.rule.outlet,
            "name": self.rule.name,
            "keep": self.rule.keep,
            "words": self.rule.words,
            "label": self.rule.label,
            "sample": self.rule.sample,
            "made": self.made,
            **self.extra,
        }
