"""An annotation: frozen data, written and read as a W3C Web Annotation.

https://www.w3.org/TR/annotation-model/ — a record that another tool wrote keeps every key that
this version does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from tui.annotations.loose_json import Json, as_line, as_list, as_object, as_text, the_rest
from tui.annotations.selectors import Target, TextPositionSelector, TextQuoteSelector
from tui.articles.safe_text import clean_line, clean_text

__all__ = [
    "Annotation",
    "Colour",
    "Target",
    "TextPositionSelector",
    "TextQuoteSelector",
    "TextualBody",
    "new_id",
    "now",
]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
GAP = " […] "
"""What stands between two parts of a quote that runs over something hidden."""

COMMENTING, TAGGING = "commenting", "tagging"


def now() -> str:
    """Return this moment as ISO 8601 in UTC, to the millisecond: `2026-02-03T11:32:00.250Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> str:
    """Return a fresh `urn:uuid:`."""
    return uuid4().urn


class Colour(StrEnum):
    """The five colours of a highlight; the words are what stands in the file."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PINK = "pink"
    ORANGE = "orange"

    @classmethod
    def of(cls, value: object) -> Colour:
        """Return the colour of that name, yellow where there is none."""
        return next((colour for colour in cls if colour == value), cls.YELLOW)


@dataclass(frozen=True, slots=True)
class TextualBody:
    """What was written about the quote: a note, or one tag.

    Attributes:
        value: The text.
        purpose: `commenting` for a note, `tagging` for a tag; others come from other tools.
        format: The media type of a note, `text/markdown`.
        extra: Keys that this version does not know, kept as they are.
    """

    value: str
    purpose: str = COMMENTING
    format: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def note(cls, text: str) -> TextualBody:
        """Return a note in Markdown, made safe."""
        return cls(clean_text(text), COMMENTING, "text/markdown")

    @classmethod
    def tag(cls, name: str) -> TextualBody:
        """Return a tag, made safe: one line without blanks at its ends."""
        return cls(clean_line(name), TAGGING)

    @classmethod
    def from_json(cls, record: Json) -> TextualBody:
        """Read a body; one without a purpose is a note, as the standard lets other tools do."""
        purpose = as_line(record.get("purpose")) or COMMENTING
        read = as_line if purpose == TAGGING else as_text
        return cls(
            read(record.get("value")),
            purpose,
            as_line(record.get("format")),
            the_rest(record, ("type", "value", "purpose", "format")),
        )

    def to_json(self) -> Json:
        """Return the body as W3C JSON."""
        record: Json = {"type": "TextualBody", "purpose": self.purpose}
        if self.format:
            record["format"] = self.format
        return {**record, "value": self.value, **self.extra}


@dataclass(frozen=True)
class Annotation:
    """A highlight, with or without a note and tags.

    Attributes:
        id: `urn:uuid:…`.
        article: The id of its article's record.
        targets: What it is about: one stretch of text, or several where the selection runs
            over a block that is hidden or set apart, so that a quote never contains it.
        bodies: The note and the tags.
        colour: The colour of the highlight.
        created: ISO 8601 in UTC.
        modified: ISO 8601 in UTC.
        other_bodies: Bodies of kinds that this version does not know.
        extra: Keys that this version does not know, kept as they are; a `motivation` other
            than the two that copydesk gives is among them.
    """

    id: str
    article: str
    targets: tuple[Target, ...]
    bodies: tuple[TextualBody, ...] = ()
    colour: Colour = Colour.YELLOW
    created: str = ""
    modified: str = ""
    other_bodies: tuple[Any, ...] = field(default=(), hash=False)
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def make(
        cls,
        targets: Iterable[Target],
        *,
        colour: str = Colour.YELLOW,
        note: str = "",
        tags: Iterable[str] = (),
        article: str = "",
        created: str = "",
    ) -> Annotation:
        """Make a new annotation with a fresh id.

        Args:
            targets: What it is about, in text order.
            colour: One of the five; another name means yellow.
            note: Markdown, or nothing.
            tags: Tag names; empty ones and repetitions fall away.
            article: The article's id; `AnnotationStore.add` sets it where it is empty.
            created: ISO 8601 in UTC; this moment where empty.
        """
        created = created or now()
        bare = cls(new_id(), article, tuple(targets), (), Colour.of(colour), created, created)
        return bare.edited(note=note, tags=tags)

    @property
    def note(self) -> str:
        """The note in Markdown, empty for a bare highlight."""
        return "\n\n".join(body.value for body in self.bodies if body.purpose == COMMENTING)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags, in the order in which they were given."""
        return tuple(body.value for body in self.bodies if body.purpose == TAGGING)

    @property
    def motivation(self) -> str:
        """`commenting` with a note, `highlighting` without; or what another tool wrote."""
        foreign = self.extra.get("motivation")
        if isinstance(foreign, str):
            return clean_line(foreign)
        return COMMENTING if self.note else "highlighting"

    @property
    def quote(self) -> str:
        """The quoted words, with " […] " where something hidden was left out."""
        return GAP.join(target.quote.exact for target in self.targets)

    @property
    def start(self) -> int:
        """Where the first target stood, -1 where unknown; for sorting in text order."""
        return self.targets[0].start if self.targets else -1

    def edited(
        self,
        *,
        note: str | None = None,
        tags: Iterable[str] | None = None,
        colour: str | None = None,
    ) -> Annotation:
        """Return this annotation with another note, other tags or another colour.

        What is None stays. Bodies that stay keep what other tools wrote into them. Saving sets
        `modified`.
        """
        bodies = self.bodies
        if note is not None and clean_text(note) != self.note:
            others = tuple(body for body in bodies if body.purpose != COMMENTING)
            bodies = (TextualBody.note(note), *others) if note.strip() else others
        if tags is not None:
            old = {body.value: body for body in bodies if body.purpose == TAGGING}
            new = (TextualBody.tag(name) for name in tags)
            kept = {body.value: old.get(body.value, body) for body in new if body.value}
            others = tuple(body for body in bodies if body.purpose != TAGGING)
            bodies = (*others, *kept.values())
        wanted = self.colour if colour is None else Colour.of(colour)
        return replace(self, bodies=bodies, colour=wanted)

    @classmethod
    def from_json(cls, record: Json) -> Annotation:
        """Read a record of the notes file or of another tool. Never raises for odd values."""
        textual: list[TextualBody] = []
        others: list[Any] = []
        for item in as_list(record.get("body")):
            if as_object(item).get("type") == "TextualBody":
                textual.append(TextualBody.from_json(item))
            else:
                others.append(item)
        targets = as_list(record.get("target"))
        styles = [as_object(target).get("styleClass") for target in targets]
        known = {"@context", "id", "type", "article", "created", "modified", "body", "target"}
        if record.get("motivation") in ("highlighting", COMMENTING):
            known.add("motivation")
        return cls(
            id=as_line(record.get("id")),
            article=as_line(record.get("article")),
            targets=tuple(Target.from_json(target) for target in targets),
            bodies=tuple(textual),
            colour=Colour.of(styles[0] if styles else ""),
            created=as_line(record.get("created")),
            modified=as_line(record.get("modified")),
            other_bodies=tuple(others),
            extra=the_rest(record, known),
        )

    def to_json(self) -> Json:
        """Return the annotation as W3C JSON-LD, with the id of its article beside it.

        `target` is an object for one target and a list for several.
        """
        record: Json = {
            "@context": CONTEXT,
            "id": self.id,
            "type": "Annotation",
            "motivation": self.motivation,
            "created": self.created,
            "modified": self.modified,
            "article": self.article,
        }
        bodies = [body.to_json() for body in self.bodies] + list(self.other_bodies)
        if bodies:
            record["body"] = bodies
        targets = [target.to_json(self.colour.value) for target in self.targets]
        record["target"] = targets[0] if len(targets) == 1 else targets
        return {**record, **self.extra}
