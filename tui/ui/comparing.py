"""What an article said before, what other outlets made of its story, and how the texts differ."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from tui.articles.safe_text import clean_path
from tui.errors import ArticleError, CopydeskError
from tui.session import OpenArticle
from tui.ui.keymap import Press
from tui.ui.opening import SLOW
from tui.ui.widgets.cards import moment_here

if TYPE_CHECKING:
    from pathlib import Path

    from tui.annotations.version import Version
    from tui.annotations.version_diff import TextDifferences
    from tui.ui.screens.desk import Desk

T = TypeVar("T")


@dataclass(frozen=True)
class Side:
    """One of two texts that are compared.

    Attributes:
        name: What it is called beside the other: "before" and "now", "here" and "there".
        version: What it says.
        is_open: Whether it is what the reader shows, so that one can go to a place in it.
    """

    name: str
    version: Version
    is_open: bool = False

    @property
    def outlet(self) -> str:
        """Where it stood: the outlet, or its file's name."""
        return self.version.outlet or clean_path(self.version.path.name)

    @property
    def when(self) -> str:
        """When it appeared; of an earlier version, since and until when it stood there."""
        if not self.version.replaced:
            return published_here(self.version)
        since = moment_here(self.version.seen)
        until = moment_here(self.version.replaced)
        return f"seen {since}, other words since {until}" if since else f"until {until}"


@dataclass(frozen=True)
class Compared:
    """Two texts and how they differ.

    Attributes:
        title: What this is.
        old: The one that `[-so-]` is from.
        new: The one that `{+so+}` is from.
        found: How they differ.
        article: The open one with its annotations; None where those do not matter.
    """

    title: str
    old: Side
    new: Side
    found: TextDifferences
    article: OpenArticle | None = None


def published_here(version: Version) -> str:
    """Return when an article appeared, as precise as its file is, or else when it came."""
    if len(version.published) > len("2026-03-02"):
        return moment_here(version.published)
    return version.published or (f"indexed {moment_here(version.seen)}" if version.seen else "")


class Comparing:
    """Carries out the commands that compare an article with what it was, and with its copies.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def do_versions(self, press: Press) -> None:
        """Show what changed since the earlier version, or list the versions where there are many.

        Of the article in the list or of the open one, as the command says.
        """
        path = self._path_for(press)
        if path is not None:
            self._run(self._versions(path))

    def do_copies(self, press: Press) -> None:
        """List in which outlets the story ran."""
        path = self._path_for(press)
        if path is not None:
            self._run(self._copies(path))

    def compare(
        self,
        title: str,
        old: Side,
        new: Side,
        article: OpenArticle | None = None,
        found: TextDifferences | None = None,
    ) -> None:
        """Show how two texts differ, over what is shown now.

        Args:
            title: What this is.
            old: The one.
            new: The other.
            article: The open one with its annotations; None where those do not matter.
            found: How they differ, where that is known already.
        """
        self._run(self._compare(title, old, new, article, found))

    def go_to(self, path: Path, offset: Callable[[OpenArticle], int | None]) -> None:
        """Put the reader's cursor on a place of an article, which is opened if it is not.

        Args:
            path: The article's file.
            offset: Finds the place; None to leave the cursor where it is.
        """
        self._run(self._go_to(path, offset))

    def open(self, path: Path) -> None:
        """Open an article."""
        self._desk.panes.beside = "margin"
        self._desk.opening.open_path(path)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._desk.run_worker(work, group="compare", exclusive=True)

    async def _patiently(self, work: Callable[[], T]) -> T | None:
        """Do something in a thread; tell where it takes long, and why where it cannot be done."""
        status = (self._desk.cover or self._desk).status
        slow = self._desk.set_timer(SLOW, lambda: status.show(pending="comparing …"))
        try:
            return await asyncio.to_thread(work)
        except CopydeskError as error:
            self._desk.tell(str(error))
            return None
        finally:
            slow.stop()
            status.show(pending="")

    def _path_for(self, press: Press) -> Path | None:
        if press.command.context == "list":
            row = self._desk.articles.current
            return row.path if row is not None else None
        if self._desk.article is None:
            self._desk.say("Open an article first.")
            return None
        return self._desk.article.document.provenance.path

    async def _versions(self, path: Path) -> None:
        found = await self._patiently(lambda: self._earlier(path))
        if found is None:
            return
        present, earlier, article = found
        if not earlier:
            self._desk.say("No earlier version of this article is kept.")
        elif len(earlier) == 1:
            before, now = Side("before", earlier[0]), Side("now", present, is_open=True)
            await self._compare("What changed", before, now, article)
        elif self._desk.cover is None:
            from tui.ui.screens.versions import VersionList

            self._desk.cover_with(VersionList(self._desk, present, earlier, article))

    def _earlier(self, path: Path) -> tuple[Version, list[Version], OpenArticle | None]:
        from tui.annotations.version import are_versions

        texts = self._desk.session.other_texts
        present = texts.present(path)
        others = texts.versions_of(path, present.url)
        earlier = [each for each in others if are_versions(each.text, present.text)]
        article = self._desk.article
        if earlier and (article is None or article.document.provenance.path != path):
            try:
                article = self._desk.session.open(path, self._desk.keeping.saver.unsaved)
            except ArticleError:  # its file is gone; what the index knows of it can be compared
                article = None
        return present, earlier, article

    async def _copies(self, path: Path) -> None:
        texts = self._desk.session.other_texts
        copies = await self._patiently(lambda: texts.copies_of(path))
        if copies is None:
            return
        here = next((copy for copy in copies if copy.path == path), None)
        if here is None or len(copies) < 2:
            self._desk.say("No other outlet's copy of this is in the library.")
        elif self._desk.cover is None:
            from tui.ui.screens.copies import CopyList

            self._desk.cover_with(CopyList(self._desk, here, copies))

    async def _compare(
        self,
        title: str,
        old: Side,
        new: Side,
        article: OpenArticle | None,
        found: TextDifferences | None = None,
    ) -> None:
        from tui.annotations.version_diff import compare_texts
        from tui.ui.screens.comparison import Comparison

        over = self._desk.cover
        if found is None:
            texts = old.version.text, new.version.text
            found = await self._patiently(lambda: compare_texts(*texts))
        if found is not None and self._desk.cover is over:
            compared = Compared(title, old, new, found, article)
            self._desk.cover_with(Comparison(self._desk, compared, over))

    async def _go_to(self, path: Path, offset: Callable[[OpenArticle], int | None]) -> None:
        article = self._desk.article
        if article is None or article.document.provenance.path != path:
            await self._desk.opening.open_path(path).wait()
            article = self._desk.article
            if article is None or article.document.provenance.path != path:
                return  # why not has been told
        place = offset(article)
        if place is not None:
            self._desk.following.jump(place)
        self._desk.panes.bring(self._desk.reader)
