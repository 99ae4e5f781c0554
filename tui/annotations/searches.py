"""Searches that the reader keeps under a name, as they stand in the notes file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tui.annotations.loose_json import Json, as_line, the_rest
from tui.articles.safe_text import clean_line

LONGEST_QUERY = 4096
"""Code points of a query that are kept."""

SEARCH_KEYS = frozenset(("id", "name", "query", "sort", "made"))


@dataclass(frozen=True)
class SavedSearch:
    """A search that the reader named.

    Attributes:
        id: `urn:uuid:…`, made from the name without regard to case, so that two sessions that
            save under one name have one search, and the later counts.
        name: One line.
        query: What would be typed into the search box, one line; with nothing in it, all
            articles are meant.
        sort: By what the list is sorted, `date`, or the other way round, `-date`; empty where
            the reader chose nothing.
        made: When it was saved, ISO 8601 in UTC; the store sets it.
        extra: Keys that this version does not know, kept as they are.
    """

    id: str
    name: str
    query: str
    sort: str = ""
    made: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, name: str, query: str, sort: str = "") -> SavedSearch:
        """Make a new one, made safe, with the id of its name."""
        return cls("", name, query, sort).named()

    def named(self) -> SavedSearch:
        """Return this search made safe, with the id that belongs to its name."""
        name = clean_line(self.name)
        return replace(
            self,
            id=uuid5(NAMESPACE_URL, f"search\n{name.casefold()}").urn,
            name=name,
            query=clean_line(self.query, LONGEST_QUERY),
            sort=clean_line(self.sort),
        )

    @property
    def key(self) -> str:
        """The name as it is compared and sorted."""
        return self.name.casefold()

    @classmethod
    def from_json(cls, record: Json) -> SavedSearch | None:
        """Read a record of the notes file; None where it is no search. Never raises."""
        query, name = record.get("query"), as_line(record.get("name"))
        own = as_line(record.get("id"))
        if not isinstance(query, str) or not name or not own:
            return None
        return cls(
            own,
            name,
            clean_line(query, LONGEST_QUERY),
            as_line(record.get("sort")),
            as_line(record.get("made")),
            the_rest(record, SEARCH_KEYS),
        )

    def to_json(self) -> Json:
        """Return the record as it stands in the notes file."""
        return {
            "id": self.id,
            "name": self.name,
            "query": self.query,
            "sort": self.sort,
            "made": self.made,
            **self.extra,
        }
