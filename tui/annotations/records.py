"""What else the notes file holds: what is remembered of an article, and unfinished notes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from uuid import NAMESPACE_URL, uuid5

from tui.annotations.anchoring import text_digest
from tui.annotations.loose_json import (
    Json,
    as_address,
    as_count,
    as_line,
    as_lines,
    as_list,
    as_object,
    as_text,
    the_rest,
)
from tui.annotations.model import Colour, new_id
from tui.annotations.selectors import Target
from tui.articles.document import Document
from tui.boilerplate.verdict import Overrides

READ_STATES = ("unread", "reading", "read")

_REMEMBERED = 20
"""Paths and hashes that are remembered of one article, the newest first."""


@dataclass(frozen=True)
class ArticleState:
    """What the list shows of an article that was opened.

    Attributes:
        read_state: One of `READ_STATES`.
        notes: How many highlights and notes it has.
    """

    read_state: str = "unread"
    notes: int = 0


@dataclass(frozen=True)
class ArticleRecord:
    """What is remembered of an article beyond its file, which may move, change or go.

    Attributes:
        id: `urn:uuid:…`, made from the first content that was seen, so that two sessions that
            open the same article at the same time agree.
        sha256s: Hashes of its files' bytes and of its texts, the newest first.
        url: Its address.
        paths: Where its file was, the newest first. For opening and comparing; to show one,
            `clean_path`.
        headline: Its title, as last read, and so on.
        outlet: The publication.
        byline: Who wrote it.
        published: ISO 8601.
        first_seen: When it was first opened, ISO 8601 in UTC.
        read_state: One of `READ_STATES`.
        position: Where the reader left it, an offset in its text; None at the beginning.
        last_opened: ISO 8601 in UTC.
        marks: Places that the reader named by a letter: the letter, and an offset in the text.
        overrides: Blocks that the reader restored or stripped by hand.
        extra: Keys that this version does not know, kept as they are.
    """

    id: str
    sha256s: tuple[str, ...] = ()
    url: str = ""
    paths: tuple[Path, ...] = ()
    headline: str = ""
    outlet: str = ""
    byline: str = ""
    published: str = ""
    first_seen: str = ""
    read_state: str = "unread"
    position: int | None = None
    last_opened: str = ""
    marks: tuple[tuple[str, int], ...] = ()
    overrides: Overrides = field(default_factory=Overrides)
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, document: Document) -> ArticleRecord:
        """Make the record of an article that was never seen before."""
        digests = digests_of(document)
        return cls(uuid5(NAMESPACE_URL, f"sha256:{digests[0]}").urn).seen_as(document)

    def seen_as(self, document: Document) -> ArticleRecord:
        """Return this record with what the article's file says now.

        What the file no longer says is kept as it was.
        """
        said = document.metadata
        digests = dict.fromkeys((*digests_of(document), *self.sha256s))
        paths = dict.fromkeys((document.provenance.path.absolute(), *self.paths))
        return replace(
            self,
            sha256s=tuple(digests)[:_REMEMBERED],
            paths=tuple(paths)[:_REMEMBERED],
            url=said.url or self.url,
            headline=said.headline or self.headline,
            outlet=said.outlet or self.outlet,
            byline=said.byline or self.byline,
            published=said.published or self.published,
        )

    @classmethod
    def from_json(cls, record: Json) -> ArticleRecord:
        """Read a record of the notes file. Never raises for odd values."""
        state = as_line(record.get("read_state"))
        overrides = as_object(record.get("overrides"))
        paths = (path_of(value) for value in as_list(record.get("paths")))
        return cls(
            id=as_line(record.get("id")),
            sha256s=as_lines(record.get("sha256s")),
            url=as_address(record.get("url")),
            paths=tuple(path for path in paths if path is not None),
            headline=as_line(record.get("headline")),
            outlet=as_line(record.get("outlet")),
            byline=as_line(record.get("byline")),
            published=as_line(record.get("published")),
            first_seen=as_line(record.get("first_seen")),
            read_state=state if state in READ_STATES else "unread",
            position=as_count(record.get("position")),
            last_opened=as_line(record.get("last_opened")),
            marks=marks_from_json(as_object(record.get("marks"))),
            overrides=overrides_from_json(overrides),
            extra=the_rest(record, cls.__dataclass_fields__),
        )

    def to_json(self) -> Json:
        """Return the record as it stands in the notes file; paths as `file:` URIs.

        URIs are ASCII, whatever bytes a file's name consists of.
        """
        return {
            "id": self.id,
            "sha256s": list(self.sha256s),
            "url": self.url,
            "paths": [path.as_uri() for path in self.paths],
            "headline": self.headline,
            "outlet": self.outlet,
            "byline": self.byline,
            "published": self.published,
            "first_seen": self.first_seen,
            "read_state": self.read_state,
            "position": self.position,
            "last_opened": self.last_opened,
            **({"marks": dict(self.marks)} if self.marks else {}),
            "overrides": overrides_to_json(self.overrides),
            **self.extra,
        }


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


def overrides_from_json(record: Json) -> Overrides:
    """Read the reader's reversals."""
    return Overrides(
        frozenset(as_lines(record.get("restored"))), frozenset(as_lines(record.get("stripped")))
    )


def overrides_to_json(overrides: Overrides) -> Json:
    """Return the reader's reversals in a fixed order, so that equal ones are equal bytes."""
    return {"restored": sorted(overrides.restored), "stripped": sorted(overrides.stripped)}


def marks_from_json(record: Json) -> tuple[tuple[str, int], ...]:
    """Read named places, in the order of their names; what is no place is left out."""
    places = ((as_line(name), as_count(offset)) for name, offset in record.items())
    return tuple(sorted((name, offset) for name, offset in places if name and offset is not None))


def digests_of(document: Document) -> tuple[str, ...]:
    """Return the hashes of the file's bytes, where known, and of the text."""
    of_bytes, of_text = document.provenance.sha256, text_digest(document.text)
    return (of_bytes, of_text) if of_bytes else (of_text,)


def path_of(uri: object) -> Path | None:
    """Return the absolute path that a `file:` URI names, or None."""
    if not isinstance(uri, str) or not uri.startswith("file:///"):
        return None
    path = os.fsdecode(unquote_to_bytes(uri.removeprefix("file://")))
    return None if "\0" in path else Path(path)
