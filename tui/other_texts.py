"""What an article said at other times, and what other outlets made of the same story.

The library knows the articles as they are now, the versions beside the notes what they were; here
both are asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tui.annotations import now
from tui.annotations.version import NO_ADDRESS, Version, address_hash, newest_first
from tui.annotations.versions import Versions
from tui.articles.addresses import address_key

if TYPE_CHECKING:
    from tui.articles.document import Document
    from tui.boilerplate.verdict import Verdicts
    from tui.library import ArticleRow, Library, SearchIndex
    from tui.library.storing import Replaced


def keep_replaced(versions: Versions, replaced: Iterable[Replaced]) -> None:
    """Keep what articles said until their files changed; the index is about to forget it.

    Raises:
        NotesError: it is not safely on disk.
    """
    moment = now()
    kept = []
    for each in replaced:
        path = Path(os.fsdecode(each.path))
        earlier = versions.of(path) if versions.knows(path) else ()
        kept.append(
            Version(
                path=path,
                sha256=each.sha256,
                url=each.url,
                headline=each.headline,
                byline=each.byline,
                outlet=each.outlet,
                published=each.published,
                # The index knows when the file came; what it said came with its last change.
                seen=max(each.seen, earlier[0].replaced) if earlier else each.seen,
                replaced=moment,
                text=each.text,
            )
        )
    versions.keep(kept)


class OtherTexts:
    """Answers what else there is of an article. It reads files: not for the screen's thread.

    Args:
        versions: What articles said before.
        index: What the library's articles say now.
        library: Which of them run the same story.
        read: Reads one file.
    """

    def __init__(
        self,
        versions: Versions,
        index: SearchIndex,
        library: Library,
        read: Callable[[Path], tuple[Document, Verdicts]],
    ) -> None:
        self._versions = versions
        self._index = index
        self._library = library
        self._read = read

    def present(self, path: Path) -> Version:
        """Return what an article says now, as the index has it, or else its file.

        Raises:
            ArticleError: the index does not know it and the file cannot be read.
        """
        row = self._index.article_at(path)
        version = self._version(row) if row is not None else None
        if version is not None and version.text:
            return version
        from tui.library.storing import Facts, inflate

        facts = Facts.of(*self._read(path))
        return Version(
            path=path,
            sha256=facts.sha256,
            url=facts.url,
            headline=facts.headline,
            byline=facts.byline,
            outlet=facts.outlet,
            published=facts.published,
            text=inflate(facts.deflated),
        )

    def versions_of(self, path: Path, url: str = "") -> tuple[Version, ...]:
        """Return what an article said at other times, the newest first, each text once.

        That is what its file was known to say before, and what other files of the library with
        its address say: a page that was saved again.
        """
        found = [*self._versions.of(path, url)]
        if address_hash(url) != NO_ADDRESS:
            others = self._index.same_address(address_key(url))
            found += [self._version(row) for row in others if row.path != path]
        return newest_first(version for version in found if version.text)

    def copies_of(self, path: Path) -> tuple[Version, ...]:
        """Return what the articles say that run the same story, this one among them.

        The oldest first; none where there is no other.
        """
        row = self._index.article_at(path)
        return tuple(map(self._version, self._library.copies(row.id))) if row is not None else ()

    def _version(self, row: ArticleRow) -> Version:
        return Version(
            path=row.path,
            sha256=row.sha256,
            url=row.url,
            headline=row.headline,
            byline=row.byline,
            outlet=row.outlet,
            published=row.published,
            seen=row.added,
            text=self._index.text_of(row.id),
        )
