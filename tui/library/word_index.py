"""The words of all articles: a folder that tantivy keeps, made from the index's tables.

tantivy is the engine because it answers while a word is being typed: of 100,000 articles of 4 kB
the first character takes 25 ms and the others 1 to 8, where FTS5 ranked takes 50 to 500; it indexes
5,000 articles a second, and its files are a third of the text. It knows nothing that the tables do
not know: where its folder is damaged or gone, it is filled anew from them.

Several sessions may read while one writes. The folder's writer lock is the kernel's, so that it is
free when a session is killed, and a commit is one rename: what was not committed was never there.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

# Should tantivy meet a damaged file, it tells standard error, which is the desk's terminal: in one
# line, and not in fifty. Set before it is imported.
os.environ.setdefault("RUST_BACKTRACE", "0")

import tantivy

from tui.errors import SearchIndexError

_HEAP = 60_000_000  # bytes that are indexed in memory before a segment is written; 15 MB is least
_BUSY = 5.0  # seconds to wait for another session that writes
_FOLDERS = 0o700

Answer = TypeVar("Answer")

STARTS = 2
"""How many first characters of a word are a word of their own in the field `start`."""
TEXTS = ("headline", "byline", "body", "notes", "outlet")
"""The fields whose words are looked up."""


class DamagedWordsError(Exception):
    """The folder is not what tantivy left there."""


class WordsBusyError(Exception):
    """Another session is writing to the folder."""


@dataclass(frozen=True, slots=True)
class WordDocument:
    """What is looked up of an article. Texts are as `words.index_text` gives them.

    Attributes:
        id: The article's id in the tables.
        newest: When it appeared, in seconds since the epoch.
        month: The same as year and month, 202602.
        words: How many words it has.
        stripped: Whether any block of it is not the article.
        headline: And so on.
        outlet_name: The outlet as it is shown, for counting.
        language: The first part of its BCP 47 tag, in lower case.
        folders: Every folder above its file.
        starts: The first one and two characters of all its words, parted by spaces: a regex for
            what begins with one letter has to look at a twentieth of all words there are, which
            takes 25 ms.
    """

    id: int
    newest: int
    month: int
    words: int
    stripped: bool
    headline: str
    byline: str
    body: str
    notes: str
    outlet: str
    outlet_name: str
    language: str
    folders: Sequence[str]
    starts: str = ""

    def made(self) -> tantivy.Document:
        """Return it as tantivy takes it."""
        document = tantivy.Document()
        document.add_integer("id", self.id)
        document.add_integer("newest", self.newest)
        document.add_integer("month", self.month)
        document.add_integer("words", self.words)
        document.add_integer("stripped", int(self.stripped))
        for name in TEXTS:
            document.add_text(name, getattr(self, name))
        if self.outlet_name:
            document.add_text("outlet_name", self.outlet_name)
        document.add_text("language", self.language)
        for folder in self.folders:
            document.add_text("folder", folder)
        document.add_text("start", self.starts)
        return document


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("id", "newest", "month", "words", "stripped"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="spaces", index_option="position")
    for name in ("outlet_name", "language", "folder"):
        fast = name == "outlet_name"
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=fast)
    builder.add_text_field("start", tokenizer_name="spaces", index_option="basic")
    return builder.build()


SCHEMA = _schema()


class WordIndex:
    """A tantivy index in a folder, or in memory.

    Any thread may search; one at a time writes.

    Args:
        folder: Where it is kept; None for an index in memory that ends with the session.

    Attributes:
        is_new: Whether it began empty.

    Raises:
        DamagedWordsError: what is there cannot be opened.
        OSError: nothing can be written there.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._writer: tantivy.IndexWriter | None = None
        self._lock = Lock()
        self._stamp = -1
        self.is_new = True
        if folder is not None:
            self.is_new = not (folder / "meta.json").exists()
            folder.parent.mkdir(mode=_FOLDERS, exist_ok=True)
            folder.mkdir(mode=_FOLDERS, exist_ok=True)
        self._index = _guarded(self._open)
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("spaces", analyzer)
        # By hand: tantivy's own watching wakes up twice a second.
        self._index.config_reader("manual", 0)
        self._searcher = self._reloaded()

    def _open(self) -> tantivy.Index:
        if self._folder is None:
            return tantivy.Index(SCHEMA)
        return tantivy.Index(SCHEMA, os.fspath(self._folder))

    # Searching

    def search(self, query: tantivy.Query, limit: int) -> tuple[list[tuple[int, float]], int]:
        """Return the best matches as (id, score), the best first, and how many there are in all.

        Raises:
            DamagedWordsError: the folder is damaged.
        """
        searcher = self.searcher()

        def look() -> tuple[list[tuple[int, float]], int]:
            found: Any = searcher.search(query, max(1, limit), count=True)
            ids = searcher.fast_field_values("id", [address for _, address in found.hits])
            hits = zip(ids, found.hits, strict=True)
            return [(int(i or 0), float(hit[0])) for i, hit in hits], int(found.count or 0)

        return _guarded(look)

    def ids(self, query: tantivy.Query) -> list[int]:
        """Return the ids of all matches, in no order; 30 ms for 100,000."""
        searcher = self.searcher()

        def look() -> list[int]:
            limit = max(1, searcher.num_docs)
            found = searcher.search(query, limit, count=False, order_by_field="id")
            return [int(hit[0]) for hit in found.hits]

        return _guarded(look)

    def counts(
        self, query: tantivy.Query, field: str, most: int, *, latest: bool = False
    ) -> list[tuple[Any, int]]:
        """Return which values of a field the matches have, and how many have each.

        Args:
            query: Which articles are counted.
            field: `outlet_name` or `month`.
            most: At most so many values: the most frequent, or the latest.
            latest: Whether the greatest values come first, and not the most frequent.
        """
        searcher = self.searcher()
        order = {"_key": "desc"} if latest else {"_count": "desc"}
        wanted = {"found": {"terms": {"field": field, "size": most, "order": order}}}
        answer = _guarded(lambda: searcher.aggregate(query, wanted))
        return [(each["key"], int(each["doc_count"])) for each in answer["found"]["buckets"]]

    def searcher(self) -> tantivy.Searcher:
        """Return a picture of the index as it is now, other sessions' commits among it."""
        with self._lock:
            if self._stamp != self._now():
                self._searcher = self._reloaded()
            return self._searcher

    def _now(self) -> int:
        if self._folder is None:
            return self._stamp
        try:
            return (self._folder / "meta.json").stat().st_mtime_ns
        except OSError as error:
            raise DamagedWordsError(str(error)) from error

    def _reloaded(self) -> tantivy.Searcher:
        self._stamp = self._now() if self._folder is not None else 0
        _guarded(self._index.reload)
        return _guarded(self._index.searcher)

    # Writing

    def write(
        self,
        articles: Sequence[int],
        documents: Callable[[Sequence[int]], Iterable[WordDocument]],
    ) -> None:
        """Put articles in, in the place of what was known of them, and take out what is gone.

        On disk when it returns. The writer stays open for the next call: see `rest`.

        Args:
            articles: Their ids.
            documents: Gives what is to be looked up of those of them that there are.

        Raises:
            WordsBusyError: another session has been writing for too long.
            DamagedWordsError: the folder is damaged.
            SearchIndexError: the disk is full, or fails.
        """
        writer = self._take_writer()

        def put() -> None:
            for article in articles:
                writer.delete_documents_by_term("id", article)
            for document in documents(articles):
                writer.add_document(document.made())
            writer.commit()

        try:
            _guarded(put)
        except BaseException:
            self._drop_writer()
            raise
        with self._lock:
            self._searcher = self._reloaded()

    def rest(self) -> None:
        """Let other sessions write, when what is being merged is merged."""
        writer, self._writer = self._writer, None
        if writer is not None:
            _guarded(writer.wait_merging_threads)

    def close(self) -> None:
        """Let go of the folder without waiting for anything."""
        self._drop_writer()

    def _take_writer(self) -> tantivy.IndexWriter:
        deadline = time.monotonic() + _BUSY
        while self._writer is None:
            try:
                self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
            except Exception as error:
                if "Lockfile" not in str(error) and "LockBusy" not in str(error):
                    raise _as_ours(error) from error
                if time.monotonic() > deadline:
                    raise WordsBusyError(str(error)) from error
                time.sleep(0.02)
        return self._writer

    def _drop_writer(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            with suppress(Exception):
                writer.rollback()
            del writer


def remove_folder(folder: Path) -> None:
    """Remove what a word index left; what cannot be removed stays."""
    shutil.rmtree(folder, ignore_errors=True)


def _guarded(ask: Callable[[], Answer]) -> Answer:
    """Return what tantivy answers; what it complains of comes as one of our errors."""
    try:
        return ask()
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        # A damaged file can make tantivy panic, which is no Exception but a BaseException.
        raise _as_ours(error) from error


def _as_ours(error: BaseException) -> Exception:
    said = str(error)
    for sign, sentence in (
        ("No space left", "The disk is full: the search index cannot take in more articles."),
        ("Read-only", "The search index cannot be written: the disk is read-only."),
        ("Too many open files", "Too many files are open: the search index cannot be used."),
    ):
        if sign in said:
            return SearchIndexError(sentence)
    if isinstance(error, SearchIndexError | DamagedWordsError | WordsBusyError):
        return error
    return DamagedWordsError(said)
