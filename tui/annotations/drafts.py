"""Unfinished notes, as they stand in the notes file."""

from __future__ import annotations

from dataclasses import dataclass, field

from tui.annotations.loose_json import Json, as_line, as_lines, as_list, as_text
from tui.annotations.model import Colour, new_id
from tui.annotations.selectors import Target


@dataclass(frozen=True)
class Draft:
    """A note that was being written when the session ended.

    Attributes:
        article: The id of the article's record.
        annotation: The id of the annotation that was edited, empty for a new one.
        targets: What a new one is about.
        colour: Its colour.
        text: What was typed, Markdown.
        tags: Its tags.
        id: `urn:uuid:…`; saving a draft replaces the one with its id.
        saved: ISO 8601 in UTC; the store sets it.
    """

    article: str
    annotation: str = ""
    targets: tuple[Target, ...] = ()
    colour: Colour = Colour.YELLOW
    text: str = ""
    tags: tuple[str, ...] = ()
    id: str = field(default_factory=new_id)
    saved: str = ""

    @classmethod
    def from_json(cls, record: Json) -> Draft:
        """Read a record of the notes file. Never raises for odd values."""
        return cls(
            article=as_line(record.get("article")),
            annotation=as_line(record.get("annotation")),
            targets=tuple(Target.from_json(item) for item in as_list(record.get("targets"))),
            colour=Colour.of(record.get("colour")),
            text=as_text(record.get("text")),
            tags=as_lines(record.get("tags")),
            id=as_line(record.get("id")),
            saved=as_line(record.get("saved")),
        )

    def to_json(self) -> Json:
        """Return the record as it stands in the notes file."""
        return {
            "id": self.id,
            "article": self.article,
            "annotation": self.annotation,
            "targets": [target.to_json() for target in self.targets],
            "colour": self.colour.value,
            "text": self.text,
            "tags": list(self.tags),
            "saved": self.saved,
        }
