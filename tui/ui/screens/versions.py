"""The earlier versions of an article: when each stood there, and how much has changed since."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.annotations.version_diff import TextDifferences, compare_texts
from tui.articles.safe_text import clean_path
from tui.session import OpenArticle
from tui.ui.comparing import Side
from tui.ui.keymap import Press
from tui.ui.screens.cover import Cover
from tui.ui.widgets.cards import compared, fold_pieces
from tui.ui.widgets.entry_list import EntryRow

if TYPE_CHECKING:
    from tui.annotations.version import Version
    from tui.ui.screens.desk import Desk


class VersionList(Cover):
    """List the versions, the present one first.

    Args:
        desk: The screen under it.
        present: What the article says now.
        earlier: What it said before, the newest first.
        article: The article with its annotations; None where it cannot be opened.
    """

    def __init__(
        self,
        desk: Desk,
        present: Version,
        earlier: Sequence[Version],
        article: OpenArticle | None,
    ) -> None:
        super().__init__(desk, "versions")
        self._versions = [present, *earlier]
        self._article = article
        self._found: dict[int, TextDifferences] = {}

    def on_mount(self) -> None:
        """Show the versions, and how they differ as soon as each has been compared."""
        super().on_mount()
        self.run_worker(self._compare_all())

    async def _compare_all(self) -> None:
        now = self._versions[0].text
        for index, version in enumerate(self._versions[1:], 1):
            self._found[index] = await asyncio.to_thread(compare_texts, version.text, now)
            if not self.is_attached:
                return
            self.follow()

    def follow(self) -> None:
        """Show what is known now; at first the newest of the earlier versions is chosen."""
        count = len(self._versions) - 1
        self.entries.show(len(self._versions), self.entries.index if self._found else 1)
        self.entitle(f"Versions of this article · {count:,} earlier")
        self.moved()

    def rows_of(self, index: int, width: int) -> list[EntryRow]:
        """Tell when it stood there and what has changed since, then its headline."""
        version, present = self._versions[index], self._versions[0]
        side = Side("", version)
        if index == 0:
            title: list[tuple[str, str]] = [("now", "title"), (f"  {side.when}", "")]
        else:
            found = self._found.get(index)
            since = "comparing …" if found is None else _since(found)
            title = [(side.when or "some day", "title"), (f" · {since}", "")]
        rows: list[EntryRow] = [*fold_pieces(title, width)]
        headline = version.headline or "(no headline)"
        if index and version.headline != present.headline:
            rows += fold_pieces(compared(version.headline, present.headline, ""), width)
        else:
            rows += fold_pieces([(headline, "")], width)
        if version.path != present.path:
            name = f"in another file: {clean_path(version.path)}"
            rows += fold_pieces([(name, "quiet")], width)
        return rows

    def moved(self) -> None:
        """Show which of the versions the cursor is on."""
        self.show_place(len(self._versions))

    def do_compare(self, press: Press) -> None:
        """Show what has changed since the version at the cursor."""
        self._compare(self.entries.index, 0)

    def do_step(self, press: Press) -> None:
        """Show what changed from the version at the cursor to the one after it."""
        self._compare(self.entries.index, self.entries.index - 1)

    def _compare(self, old: int, new: int) -> None:
        if old == 0:
            self.status.say("This is how it is now.")
            return
        before = Side("before", self._versions[old])
        if new:
            self.desk.comparing.compare(
                "One step", before, Side("after", self._versions[new]), self._article
            )
        else:
            now = Side("now", self._versions[0], is_open=True)
            self.desk.comparing.compare(
                "What changed", before, now, self._article, self._found.get(old)
            )


def _since(found: TextDifferences) -> str:
    if not found.changes:
        return "no word has changed since"
    return f"since then +{found.added:,} −{found.removed:,} words"
