"""What the reader does with whole articles: archive, star, tag, mark as read, take off the list."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.errors import SearchIndexError
from tui.library import ArticleRow
from tui.ui.keymap import Press

if TYPE_CHECKING:
    from tui.annotations import AnnotationStore, ArticleRecord
    from tui.ui.screens.desk import Desk

    Subjects = Callable[[AnnotationStore], Sequence[ArticleRecord]]
    """Finds the records of the articles that something is done to, one for each article."""

SLOW = 0.2
"""Seconds after which one is told that something is being done to many articles."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done to articles, and how it is said.

    Attributes:
        one: When it has been done to one article.
        many: To several, `{}` for their number. What stands before the semicolon is what undo
            says was taken back.
        step: What undo says was taken back of one.
    """

    one: str
    many: str
    step: str

    def said(self, count: int) -> str:
        """Say that it has been done to so many articles, and how it is undone."""
        return self.one if count == 1 else self.many.format(f"{count:,}")

    def as_step(self, count: int) -> str:
        """Name it as undo does."""
        return self.step if count == 1 else self.said(count).partition(";")[0]


_ARCHIVE = Deed(
    "Archived; u brings it back.", "Archived {} articles; u brings them back.", "Archiving"
)
_UNARCHIVE = Deed(
    "Taken out of the archive; u puts it back.",
    "Took {} articles out of the archive; u puts them back.",
    "Return from the archive",
)
_STAR = Deed("Starred; u undoes it.", "Starred {} articles; u undoes it.", "Star")
_UNSTAR = Deed("Unstarred; u undoes it.", "Unstarred {} articles; u undoes it.", "Unstarring")
_READ = Deed(
    "Marked as read; u undoes it.", "Marked {} articles as read; u undoes it.", "Mark as read"
)
_UNREAD = Deed(
    "Marked as unread; u undoes it.",
    "Marked {} articles as unread; u undoes it.",
    "Mark as unread",
)
_TAG = Deed(
    "Tagged; u undoes it.", "Tagged {} articles; u undoes it.", "Change of the article’s tags"
)


class Filing:
    """Carries out the commands about whole articles.

    They are for the article under the cursor, for all that are selected, or, given from the
    reader, for the open one. No file is read for it, and what is done to thousands is one save
    and one step to undo.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # The commands

    def do_archive(self, press: Press) -> None:
        """Put articles away, or bring them back; the list goes on without them."""
        if press.command.context == "reader":
            self._do(self._open, 1, "archiving", _archived)
            return
        meant = self._desk.choosing.meant
        self._desk.choosing.clear()
        self.archive(meant)

    def archive(self, articles: Collection[int]) -> None:
        """Put articles away; bring them back where all of them are."""
        if articles:
            hidden = self._desk.relisting.hide(articles)
            self._do(self._listed(articles), len(articles), "archiving", _archived, hidden)

    def do_star(self, press: Press) -> None:
        """Give articles a star, or take it away where all have one."""
        self._do(*self._meant(press), "starring", _starred)

    def star(self, articles: Collection[int]) -> None:
        """Give articles a star, or take it away where all have one."""
        self._do(self._listed(articles), len(articles), "starring", _starred)

    def do_toggle_read(self, press: Press) -> None:
        """Mark articles as read, or as unread where all are read."""
        self._do(*self._meant(press), "marking", _read)

    def toggle_read(self, articles: Collection[int]) -> None:
        """Mark articles as read, or as unread where all are read."""
        self._do(self._listed(articles), len(articles), "marking", _read)

    def do_tag(self, press: Press) -> None:
        """Ask for tags of articles."""
        desk, (subjects, count) = self._desk, self._meant(press)
        if not count:
            return

        async def ask() -> None:
            try:
                records = await asyncio.to_thread(subjects, desk.session.notes)
                tags = [set(record.tags) for record in records]
                common = records[0].tags if records else ()
                self._ask_tags(
                    [tag for tag in common if all(tag in each for each in tags)], subjects, count
                )
            finally:
                desk.keys.release()

        desk.keys.hold()  # what is typed now is a tag
        desk.run_worker(ask(), group="ask")

    do_tag_article = do_tag

    def tag(self, row: ArticleRow, done: Callable[[], None]) -> None:
        """Ask for the tags of one article; `done` is called where the answer is not no."""
        self._ask_tags(self._desk.shelf.standing(row).tags, self._listed((row.id,)), 1, done)

    def do_delete(self, press: Press) -> None:
        """Take articles whose files are gone off the list; nothing is deleted."""
        desk, meant = self._desk, self._desk.choosing.meant

        def dismiss(notes: AnnotationStore) -> str:
            rows = desk.session.index.articles(meant).values()
            gone = [row.id for row in rows if row.missing]
            if gone:
                try:
                    desk.undoing.dismiss(notes, gone)
                except SearchIndexError as error:
                    return str(error)
            return _said_of_dismissed(len(gone), len(rows) - len(gone))

        if meant:
            desk.choosing.clear()
            desk.keeping.change(dismiss)

    # What it is done to

    def _meant(self, press: Press) -> tuple[Subjects, int]:
        if press.command.context == "reader":
            return self._open, int(self._desk.article is not None)
        meant = self._desk.choosing.meant
        return self._listed(meant), len(meant)

    def _open(self, notes: AnnotationStore) -> Sequence[ArticleRecord]:
        article = self._desk.article
        return () if article is None else (notes.article_for(article.document),)

    def _listed(self, articles: Collection[int]) -> Subjects:
        from tui.annotations import ArticleFacts

        index, wanted = self._desk.session.index, tuple(articles)

        def find(notes: AnnotationStore) -> Sequence[ArticleRecord]:
            return [
                notes.article_for(
                    ArticleFacts(
                        sha256=row.sha256,
                        url=row.url,
                        path=row.path,
                        headline=row.headline,
                        outlet=row.outlet,
                        byline=row.byline,
                        published=row.published,
                    )
                )
                for row in index.articles(wanted).values()
            ]

        return find

    # Doing it

    def _ask_tags(
        self,
        tags: Iterable[str],
        subjects: Subjects,
        count: int,
        done: Callable[[], None] = lambda: None,
    ) -> None:
        from tui.ui.screens.tag_prompt import TagPrompt

        begun = tuple(tags)

        def keep(wanted: tuple[str, ...] | None) -> None:
            if wanted is None:
                return
            # One that all had, and that was taken out of the line, is to go; so is `-tag`.
            away = {tag for tag in begun if tag not in wanted}
            away |= {tag[1:].lstrip("# ") for tag in wanted if _refuses(tag, begun, count)}
            new = [tag for tag in wanted if not _refuses(tag, begun, count)]

            def tagged(records: Sequence[ArticleRecord]) -> Changed:
                return _TAG, [replace(r, tags=_retagged(r.tags, new, away)) for r in records]

            self._do(subjects, count, "tagging", tagged)
            done()

        known = self._desk.session.index.values("tag")
        title = "Tags of the article, parted by commas"
        if count > 1:
            title = f"Tags for {count:,} articles, parted by commas; -tag takes one away"
        self._desk.app.push_screen(TagPrompt(begun, known, title), keep)

    def _do(
        self,
        subjects: Subjects,
        count: int,
        doing: str,
        change: Callable[[Sequence[ArticleRecord]], Changed],
        hidden: frozenset[int] = frozenset(),
    ) -> None:
        """Change the records of articles, say what was done, let the list follow.

        Whether something is set or taken away is decided when it is done, one after the other, so
        that a key pressed twice does it and takes it back.

        Args:
            subjects: Finds their records, in the thread that writes.
            count: How many articles.
            doing: What is told with their number where it lasts.
            change: Says what is done to the records, and gives them changed.
            hidden: What the list shows no longer because of this.
        """
        desk = self._desk

        def write(notes: AnnotationStore) -> str:
            records = subjects(notes)
            deed, changed = change(records)
            return _write(notes, deed, records, changed)

        def tell() -> None:
            desk.status.show(pending=f"{doing} {count:,} …")

        async def run() -> None:
            slow = desk.set_timer(SLOW, tell) if count > 1 else None
            try:
                said = await desk.keeping.saver.run(write)
            finally:
                if slow is not None:
                    slow.stop()
                    desk.status.show(pending="")
                if hidden:
                    desk.relisting.reveal(hidden)
            await desk.keeping.show_changed(said)

        if count:
            desk.run_worker(run(), group="save")


Changed = tuple[Deed, "list[ArticleRecord]"]


def _write(
    notes: AnnotationStore,
    deed: Deed,
    records: Sequence[ArticleRecord],
    changed: Sequence[ArticleRecord],
) -> str:
    both = zip(records, changed, strict=True)
    pairs = [(record, new) for record, new in both if new != record]
    if not pairs:
        return "Nothing has changed."
    if len(pairs) == 1 and deed in (_READ, _UNREAD):
        [(record, new)] = pairs
        notes.set_read_state(record, new.read_state)
    else:
        notes.change_articles(pairs, deed.as_step(len(pairs)))
    return deed.said(len(pairs))


def _archived(records: Sequence[ArticleRecord]) -> Changed:
    wanted = not all(record.archived for record in records)
    changed = [replace(record, archived=wanted) for record in records]
    return (_ARCHIVE if wanted else _UNARCHIVE), changed


def _starred(records: Sequence[ArticleRecord]) -> Changed:
    wanted = not all(record.starred for record in records)
    return (_STAR if wanted else _UNSTAR), [replace(record, starred=wanted) for record in records]


def _read(records: Sequence[ArticleRecord]) -> Changed:
    wanted = "unread" if all(record.read_state == "read" for record in records) else "read"
    deed = _READ if wanted == "read" else _UNREAD
    return deed, [replace(record, read_state=wanted) for record in records]


def _refuses(tag: str, begun: Sequence[str], count: int) -> bool:
    """Tell whether a tag that was typed for several articles says which one is to go."""
    return count > 1 and tag.startswith("-") and len(tag) > 1 and tag not in begun


def _retagged(tags: Sequence[str], new: Sequence[str], away: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(tag for tag in tags if tag not in away), *new)))


def _said_of_dismissed(gone: int, there: int) -> str:
    if not gone:
        return (
            "Its file is still there; a archives the article."
            if there == 1
            else "Their files are still there; a archives the articles."
        )
    left = f" The files of {there:,} are still there." if there else ""
    if gone == 1:
        return f"Taken off the list; u brings it back.{left}"
    return f"Took {gone:,} articles off the list; u brings them back.{left}"
