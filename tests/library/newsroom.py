"""Articles, readers and comparisons for the tests of the library."""

from __future__ import annotations

import os
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Any

import tantivy

from tui.articles.document import Block, BlockKind, Document
from tui.articles.metadata import Metadata, Provenance
from tui.boilerplate.verdict import Role, Verdict, Verdicts
from tui.errors import ArticleError
from tui.library import Entry, Hit, Library, SearchIndex, Standing
from tui.library.word_index import SCHEMA, WordIndex

SUFFIXES = frozenset({".txt", ".html", ".htm"})


def article(
    *paragraphs: str, path: str = "/desk/a.txt", roles: dict[int, Role] | None = None, **facts: str
) -> tuple[Document, Verdicts]:
    """Make a Document of paragraphs, all of them body unless `roles` says otherwise."""
    digest = sha256("\n".join(paragraphs).encode(errors="replace")).hexdigest()
    blocks = [Block(BlockKind.PARAGRAPH, text) for text in paragraphs]
    provenance = Provenance(Path(path), digest, 1, 1)
    document = Document.from_blocks(blocks, Metadata(**facts), provenance)
    verdicts = tuple(
        Verdict(place, (roles or {}).get(place, Role.BODY)) for place in range(len(blocks))
    )
    return document, Verdicts(document, verdicts)


def put(index: SearchIndex, name: str, *paragraphs: str, **facts: Any) -> Path:
    """Index an article that lies at `/desk/NAME` without there being a file."""
    path = Path("/desk") / name
    modified = facts.pop("modified", 1_000_000_000_000_000_000)
    index.put(Entry(os.fsencode(path), 100, modified), *article(*paragraphs, **facts))
    return path


def names(index: SearchIndex, query: str, **how: Any) -> list[str]:
    """Search and return the names of the files found, the best first."""
    return [row.path.name for row in index.rows_of(index.find(query, **how).ids)]


def search(index: SearchIndex | Library, query: str) -> list[Hit]:
    """Search and describe all that is found."""
    return index.hits(query, index.find(query).ids)


def note(index: SearchIndex, of: Path | str, text: str) -> None:
    """Hand over what the reader noted on a file, or on any number of files of one SHA-256."""
    index.set_standing(noted(of, text))


def noted(of: Path | str, text: str) -> Standing:
    """Make what the reader noted; empty text makes that nothing is known."""
    if not text:
        return Standing(f"urn:{of}")
    of_file = {"paths": (of,)} if isinstance(of, Path) else {"sha256s": (of,)}
    return Standing(f"urn:{of}", text=text, notes=1, has_note=True, **of_file)


def read_plain(path: Path) -> tuple[Document, Verdicts]:
    """Read a file whose first line is the headline; one that begins with BAD cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(f"It cannot be opened: {error.strerror}.") from error
    if data.startswith(b"BAD"):
        raise ArticleError("This is no article.")
    if data.startswith(b"BUG"):
        raise ZeroDivisionError("a fault of the reader")
    headline, *paragraphs = data.decode("utf-8", "replace").split("\n")
    document, _ = article(*paragraphs, headline=headline, path=os.fspath(path))
    provenance = Provenance(path, sha256(data).hexdigest(), len(data), 0)
    document = Document(document.text, document.blocks, document.metadata, provenance)
    return document, Verdicts(
        document, tuple(Verdict(block.index, Role.BODY) for block in document.blocks)
    )


def contents(path: Path) -> dict[str, Any]:
    """Return everything in an index that does not depend on how it came to be.

    What is missing is left out: an index that is built anew never saw it.
    """
    connection = sqlite3.connect(path)
    try:
        columns = (
            "path, size, modified, sha256, headline, byline, outlet, published, newest, words, "
            "stripped, notice, print, error, listed, body.text, record"
        )
        here = "article WHERE NOT missing"
        standing = "LEFT JOIN standing ON standing.id = article.standing WHERE NOT missing"
        [(name,)] = connection.execute("SELECT name FROM words")
        found = {
            "articles": connection.execute(
                f"SELECT {columns} FROM article JOIN body ON article = article.id {standing} "
                "ORDER BY path"
            ).fetchall(),
            "shingles": connection.execute(
                "SELECT path, shingles.outlet, shingles.newest, shingles.headline, shingles.url, "
                f"hashes FROM shingles JOIN {here.replace(' WHERE', ' ON article = id WHERE')} "
                "ORDER BY path"
            ).fetchall(),
            "bodies": connection.execute(
                "SELECT count(*) FROM body WHERE article NOT IN (SELECT id FROM article)"
            ).fetchone(),
            "standings": connection.execute(
                "SELECT record, read_state, notes, text FROM standing ORDER BY record"
            ).fetchall(),
            "keys": connection.execute(
                "SELECT key, record FROM standing_key JOIN standing ON id = standing ORDER BY 1, 2"
            ).fetchall(),
            "pending": connection.execute("SELECT count(*) FROM pending").fetchone(),
        }
        names = dict(connection.execute(f"SELECT id, path FROM {here}").fetchall())
        missing = [row[0] for row in connection.execute("SELECT id FROM article WHERE missing")]
    finally:
        connection.close()
    words = WordIndex(path.with_name(path.name + ".words") / name)
    found["words"] = looked_up(words, names, missing)
    words.close()
    return found


def looked_up(words: WordIndex, names: dict[int, bytes], missing: list[int]) -> dict[str, Any]:
    """Return which articles every word of an index leads to; each must be one of the tables."""
    searcher = words.searcher()
    found: dict[str, Any] = {}
    for field in ("headline", "byline", "body", "notes", "outlet"):
        for term, _ in searcher.terms_with_prefix(field, ""):
            ids = sorted(words.ids(tantivy.Query.term_query(SCHEMA, field, term)))
            paths = sorted(names[each] for each in ids if each not in missing)
            if paths:
                found[f"{field}:{term}"] = paths
    assert len(words.ids(tantivy.Query.all_query())) == len(names) + len(missing)
    return found
