"""What is remembered of an article: its files, where it was left, what the reader made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tui.annotations.facts import ArticleFacts, path_of
from tui.annotations.loose_json import (
    Json,
    as_address,
    as_count,
    as_line,
    as_lines,
    as_list,
    as_object,
    the_rest,
)
from tui.articles.document import Document
from tui.boilerplate.verdict import Overrides

READ_STATES = ("unread", "reading", "read")

_REMEMBERED = 20
"""Paths and hashes that are remembered of one article, the newest first."""


@dataclass(frozen=True, slots=True)
class ArticleState:
    """What the list shows of an article that the notes file knows.

    Attributes:
        read_state: One of `READ_STATES`.
        notes: How many highlights and notes it has.
        starred: Whether the reader gave it a star.
        archived: Whether the reader put it away.
        tags: The reader's tags on the article itself.
        progress: How far it is read, 0.0 to 1.0; None where it is not being read or not known.
        last_opened: ISO 8601 in UTC, empty where it never was.
    """

    read_state: str = "unread"
    notes: int = 0
    starred: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()
    progress: float | None = None
    last_opened: str = ""

    @classmethod
    def of(cls, record: ArticleRecord, notes: int) -> ArticleState:
        """Return what the list shows of an article with that record and so many notes."""
        return cls(
            record.read_state,
            notes,
            record.starred,
            record.archived,
            record.tags,
            record.progress,
            record.last_opened,
        )


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
        starred: Whether the reader gave it a star.
        archived: Whether the reader put it away: it is in no list that does not ask for it.
        tags: The reader's tags on the article itself, each one line, without repetitions.
        length: Code points of its text as last opened; `position` is one of them.
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
    starred: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()
    length: int | None = None
    overrides: Overrides = field(default_factory=Overrides)
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, article: Document | ArticleFacts) -> ArticleRecord:
        """Make the record of an article that was never seen before."""
        facts = ArticleFacts.of(article)
        return cls(uuid5(NAMESPACE_URL, facts.name).urn).seen_as(facts)

    @classmethod
    def of_facts(
        cls,
        *,
        sha256: str,
        url: str = "",
        path: Path | None = None,
        headline: str = "",
        outlet: str = "",
        byline: str = "",
        published: str = "",
    ) -> ArticleRecord:
        """Make the record of an article that was never seen before, without reading its file.

        It has the id that `of` gives to the same bytes. An article that was seen before is to be
        looked up first: `AnnotationStore.article_for`.
        """
        return cls.of(ArticleFacts(sha256, url, path, headline, outlet, byline, published))

    def seen_as(self, article: Document | ArticleFacts) -> ArticleRecord:
        """Return this record with what the article's file says now.

        What the file no longer says is kept as it was.
        """
        said = ArticleFacts.of(article)
        here = () if said.path is None else (said.path.absolute(),)
        return replace(
            self,
            sha256s=tuple(dict.fromkeys((*said.digests, *self.sha256s)))[:_REMEMBERED],
            paths=tuple(dict.fromkeys((*here, *self.paths)))[:_REMEMBERED],
            url=said.url or self.url,
            headline=said.headline or self.headline,
            outlet=said.outlet or self.outlet,
            byline=said.byline or self.byline,
            published=said.published or self.published,
            length=self.length if said.length is None else said.length,
        )

    @property
    def progress(self) -> float | None:
        """How far it is read, 0.0 to 1.0; None where it is not being read or not known."""
        if self.read_state != "reading" or self.position is None or not self.length:
            return None
        return min(1.0, self.position / self.length)

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
            starred=record.get("starred") is True,
            archived=record.get("archived") is True,
            tags=as_lines(record.get("tags")),
            length=as_count(record.get("length")),
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
            **self._where_set(),
            "overrides": overrides_to_json(self.overrides),
            **self.extra,
        }

    def _where_set(self) -> Json:
        """Return the keys that most records do without."""
        record: Json = {
            "marks": dict(self.marks),
            "starred": self.starred,
            "archived": self.archived,
            "tags": list(as_lines(list(self.tags))),
            "length": self.length,
        }
        return {key: value for key, value in record.items() if value}


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
