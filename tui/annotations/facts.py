"""What an article is known by, whether its file was read or the index tells of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from tui.annotations.describing import text_digest
from tui.articles.document import Document


@dataclass(frozen=True)
class ArticleFacts:
    """What tells an article from the others, and what its file says of it.

    A row of the index has all of this but the text, so that 5,000 articles can be marked without
    reading a file.

    Attributes:
        sha256: Hexadecimal SHA-256 of its file's bytes, empty where not known.
        url: Its address.
        path: Where its file is.
        headline: Its title, and so on.
        outlet: The publication.
        byline: Who wrote it.
        published: ISO 8601.
        text_sha256: The same hash of its text, empty where not known. It knows a file again
            that was saved anew with the same words.
        length: Code points of its text, None where not known.
    """

    sha256: str = ""
    url: str = ""
    path: Path | None = None
    headline: str = ""
    outlet: str = ""
    byline: str = ""
    published: str = ""
    text_sha256: str = ""
    length: int | None = None

    @classmethod
    def of(cls, article: Document | ArticleFacts) -> ArticleFacts:
        """Return what is known of an article that was read; facts as they are."""
        if isinstance(article, ArticleFacts):
            return article
        said, provenance = article.metadata, article.provenance
        return cls(
            sha256=provenance.sha256,
            url=said.url,
            path=provenance.path,
            headline=said.headline,
            outlet=said.outlet,
            byline=said.byline,
            published=said.published,
            text_sha256=text_digest(article.text),
            length=len(article.text),
        )

    @property
    def digests(self) -> tuple[str, ...]:
        """The hashes of the file's bytes and of the text, those that are known."""
        return tuple(filter(None, (self.sha256, self.text_sha256)))

    @property
    def name(self) -> str:
        """What the id of its record is made from, where it was never seen before."""
        if self.digests:
            return f"sha256:{self.digests[0]}"
        return self.url or (self.path.absolute().as_uri() if self.path else "")


def path_of(uri: object) -> Path | None:
    """Return the absolute path that a `file:` URI names, or None."""
    if not isinstance(uri, str) or not uri.startswith("file:///"):
        return None
    path = os.fsdecode(unquote_to_bytes(uri.removeprefix("file://")))
    return None if "\0" in path else Path(path)
