"""What the index tells of an article: a row for the list, a hit for a search."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from tui.articles.document import TextRange
from tui.articles.safe_text import clean_line


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article as the list shows it. Every text in it is one safe, plain line.

    Attributes:
        id: The article's number in this index; never given to another article.
        path: The file. Names may hold anything: show `file_name`, never the path itself.
        size: The file's size in bytes.
        modified: The file's modification time, in nanoseconds since the epoch.
        sha256: Hexadecimal SHA-256 of the file's bytes; empty where it could not be read.
        headline: The article's own title, or empty.
        byline: Who wrote it.
        outlet: The publication.
        published: ISO 8601, as precise as the file is, or empty.
        language: A BCP 47 tag, or empty.
        url: The article's address, or empty.
        words: How many words are kept.
        remark: What there is to say about how the file was read, or empty.
        error: The one sentence why it could not be read, or empty.
        added: When it was first indexed, ISO 8601 in UTC.
        missing: Whether its file is gone; what the index has of it can still be read.
        corrected: Whether it bears a correction notice, or its text changed since it came.
        copies: How many other articles run the same story.
    """

    id: int
    path: Path
    size: int
    modified: int
    sha256: str
    headline: str
    byline: str
    outlet: str
    published: str
    language: str
    url: str
    words: int
    remark: str
    error: str
    added: str
    missing: bool = False
    corrected: bool = False
    copies: int = 0

    @property
    def file_name(self) -> str:
        """The file's name, safe to draw."""
        return clean_line(self.path.name)

    @property
    def title(self) -> str:
        """The headline, or the file's name where there is none."""
        return self.headline or self.file_name


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found.

    Attributes:
        article: The article's id.
        snippet: One safe, plain line of its text (or of its notes, where only they match) around
            the place with the most of what was asked.
        ranges: Where the words asked for stand in the snippet, in order.
        where: Which of `headline`, `byline`, `body`, `notes` hold any of them.
    """

    article: int
    snippet: str
    ranges: tuple[TextRange, ...]
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as a walk through the folders finds it.

    Attributes:
        path: Absolute, as the file system spells it.
        size: Bytes.
        modified: Nanoseconds since the epoch.
    """

    path: bytes
    size: int
    modified: int

    @classmethod
    def of(cls, path: Path) -> Entry:
        """Look at a file.

        Raises:
            OSError: it is not there or cannot be looked at.
        """
        status = path.stat()
        return cls(absolute(path), status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Changes:
    """How the files differ from what is indexed.

    Attributes:
        new: Files that the index does not know.
        changed: Files of another size or time than indexed.
        gone: Indexed paths that were not among the files.
    """

    new: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    gone: tuple[bytes, ...]


class Rows(Sequence[ArticleRow]):
    """Articles in an order, for a list that builds only the rows in view.

    The first ids are there at once, the others when one is looked at; the rows are fetched in
    pages when they are looked at. It is a picture of one moment: an article that has been removed
    since is a row with an error.

    Args:
        ids: The first ids, or all of them.
        fetch: Returns articles by id.
        total: How many there are, where these are not all.
        rest: Returns all ids, where these are not all.
    """

    PAGE = 64
    KEPT = 16

    def __init__(
        self,
        ids: Iterable[int],
        fetch: Callable[[Sequence[int]], dict[int, ArticleRow]],
        total: int | None = None,
        rest: Callable[[], Iterable[int]] | None = None,
    ) -> None:
        self._ids = array("q", ids)
        self._fetch = fetch
        self._rest = rest if total is not None and total > len(self._ids) else None
        self._total = len(self._ids) if self._rest is None else total or 0
        self._pages: dict[int, list[ArticleRow]] = {}

    @property
    def ids(self) -> array[int]:
        """The ids in order, all of them; fetching them takes 30 ms for 100,000."""
        if self._rest is not None:
            ids = array("q", self._rest())
            # Should the library have changed since, the first page stays as it was shown, and
            # the count as it was told.
            shown = set(self._ids)
            ids = self._ids + array("q", (each for each in ids if each not in shown))
            self._ids, self._rest = ids, None
            self._total = len(ids)
        return self._ids

    @property
    def first_ids(self) -> array[int]:
        """Those of the ids that are there already."""
        return self._ids

    def __len__(self) -> int:
        return self._total

    @overload
    def __getitem__(self, place: int) -> ArticleRow: ...

    @overload
    def __getitem__(self, place: slice) -> list[ArticleRow]: ...

    def __getitem__(self, place: int | slice) -> ArticleRow | list[ArticleRow]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        if place >= len(self._ids) and place >= len(self.ids):
            return _removed(0)  # fewer than were told, because the library has changed
        number, rest = divmod(place, self.PAGE)
        page = self._page(number)
        if rest >= len(page):  # it was fetched when only its beginning was there
            del self._pages[number]
            page = self._page(number)
        return page[rest]

    def __iter__(self) -> Iterator[ArticleRow]:
        return (self[place] for place in range(len(self)))

    def place_of(self, article: int) -> int | None:
        """Return where an article stands in this order, or None."""
        for ids in (self.first_ids, self.ids):
            try:
                return ids.index(article)
            except ValueError:
                continue
        return None

    def without(self, articles: Collection[int]) -> Rows:
        """Return these rows but for some articles, which may be among them or not.

        Of 100,000 rows it takes 10 ms, for one article or thousands.
        """
        left = _left(self._ids, articles)
        fewer = len(self._ids) - len(left)
        rest = self._rest
        if rest is None:
            return Rows(left, self._fetch)
        if fewer < len(articles):  # to count them, the others have to be there
            return Rows(self.ids, self._fetch).without(articles)
        gone = frozenset(articles)
        return Rows(left, self._fetch, self._total - fewer, lambda: _left(rest(), gone))

    def _page(self, number: int) -> list[ArticleRow]:
        page = self._pages.get(number)
        if page is None:
            ids = self._ids[number * self.PAGE : (number + 1) * self.PAGE]
            rows = self._fetch(ids)
            page = [rows.get(article) or _removed(article) for article in ids]
            while len(self._pages) >= self.KEPT:
                del self._pages[next(iter(self._pages))]
            self._pages[number] = page
        return page


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        ids: The first of the articles, in order.
        total: How many there are in all.
    """

    ids: array[int]
    total: int


_FEW = 8
"""Articles that are taken out one by one."""


def _left(ids: Iterable[int], articles: Collection[int]) -> array[int]:
    if len(articles) > _FEW:
        gone = frozenset(articles)
        return array("q", [each for each in ids if each not in gone])
    left = array("q", ids)
    for article in articles:
        with suppress(ValueError):
            left.remove(article)
    return left


def _removed(article: int) -> ArticleRow:
    error = "This article is no longer in the library."
    return ArticleRow(article, Path(), 0, 0, "", "(gone)", "", "", "", "", "", 0, "", error, "")


def absolute(path: Path) -> bytes:
    """Return a path as the index keeps it: absolute, links not resolved, in bytes.

    Only where it climbs with `..` are links resolved, because what `link/..` is depends on them.
    """
    if ".." in path.parts:
        return os.fsencode(os.path.realpath(path))
    return os.fsencode(path.absolute())


def file_path(raw: bytes) -> Path:
    """Return a path that the index keeps. It opens the file; it is not safe to draw."""
    return Path(os.fsdecode(raw))
