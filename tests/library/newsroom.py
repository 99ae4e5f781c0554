"""Articles, readers and comparisons for the tests of the library."""

from __future__ import annotations

import os
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Any

from tui.articles.document import Block, BlockKind, Document
from tui.articles.metadata import Metadata, Provenance
from tui.boilerplate.verdict import Role, Verdict, Verdicts
from tui.errors import ArticleError
from tui.library import Entry, SearchIndex

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
    return [row.path.name for row in index.rows_of(index.find(query, **how))]


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
    """Return everything in an index's file that does not depend on how it came to be."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("INSERT INTO fts (fts) VALUES ('integrity-check')")
        connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'fts', 'col')")
        connection.execute("CREATE VIRTUAL TABLE temp.seen USING fts5vocab('main', 'fts', 'row')")
        columns = (
            "path, size, modified, sha256, headline, byline, outlet, published, newest, words, "
            "error, text, notes"
        )
        return {
            "articles": connection.execute(
                f"SELECT {columns} FROM article JOIN body ON article = id ORDER BY path"
            ).fetchall(),
            "shingles": connection.execute(
                "SELECT path, shingles.outlet, shingles.newest, shingles.headline, shingles.url, "
                "hashes FROM shingles LEFT JOIN article ON article = id ORDER BY path"
            ).fetchall(),
            "bodies": connection.execute("SELECT count(*) FROM body").fetchone(),
            "terms": connection.execute("SELECT * FROM temp.terms").fetchall(),
            "seen": connection.execute("SELECT * FROM temp.seen").fetchall(),
            "notes": connection.execute("SELECT * FROM note").fetchall(),
        }
    finally:
        connection.rollback()
        connection.close()
