"""How two texts differ: word by word what changed, folded away what did not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.annotations.version_diff import PassageKind
from tui.session import OpenArticle, PlacedAnnotation
from tui.ui.comparing import Compared, Side
from tui.ui.keymap import Press
from tui.ui.screens.cover import Cover
from tui.ui.widgets.cards import fold_pieces
from tui.ui.widgets.difference_rows import head_rows, lost_rows, passage_rows
from tui.ui.widgets.entry_list import EntryRow

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk

_LOST = ("changed", "orphan")
"""States of annotations whose words are not what they were."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one entry of the list shows.

    Attributes:
        kind: "head", "passage", "fold" (passages that are unchanged), "note", "highlights" (the
            title above them) or "highlight".
        first: The number of the first passage or of the highlight.
        last: One past the last.
    """

    kind: str
    first: int = 0
    last: int = 0


class Comparison(Cover):
    """Show the passages of two texts, and the reader's highlights that lost words at the end.

    Args:
        desk: The screen under it.
        compared: The two texts and how they differ.
        under: The list it was called from; it is left with this one when one goes to the text.
    """

    def __init__(self, desk: Desk, compared: Compared, under: Cover | None = None) -> None:
        super().__init__(desk, "comparison")
        self._compared = compared
        self._under = under
        self._passages = compared.found.passages
        self._folded = True
        self._entries: list[_Entry] = []
        self._lost: list[PlacedAnnotation] = []
        self._changes: list[int] = []
        """The numbers of the entries that are changes."""

    def follow(self) -> None:
        """Show the passages, and which highlights have lost words now."""
        first = not self._entries
        article = self._article
        noted = article.annotations if article is not None else ()
        self._lost = [placed for placed in noted if placed.state in _LOST and placed.anchors]
        self._show(self._passage_here())
        if first:
            found = self._compared.found
            count = "1 change" if found.changes == 1 else f"{found.changes:,} changes"
            words = f" · +{found.added:,} −{found.removed:,} words"
            self.entitle(f"{self._compared.title} · {count}{words}")

    @property
    def _article(self) -> OpenArticle | None:
        """The article with its annotations as they are now."""
        known, now = self._compared.article, self.desk.article
        if known is not None and now is not None and known.record.id == now.record.id:
            return now
        return known

    def _show(self, passage: int) -> None:
        """Lay out the entries, the cursor on the one that shows a passage."""
        self._entries = list(self._laid_out())
        self._changes = [
            index
            for index, entry in enumerate(self._entries)
            if entry.kind == "passage" and self._passages[entry.first].kind is not PassageKind.SAME
        ]
        here = (i for i, e in enumerate(self._entries) if e.first <= passage < e.last)
        self.entries.show(len(self._entries), next(here, 0))
        self.moved()

    def _passage_here(self) -> int:
        """Return the number of the passage at the cursor; -1 above them, behind them the last."""
        if not self._entries:
            return -1
        entry = self._entries[self.entries.index]
        if entry.kind in ("highlights", "highlight"):
            return len(self._passages) - 1
        return entry.first if entry.last else -1

    def _laid_out(self) -> Iterator[_Entry]:
        yield _Entry("head")
        if not self._compared.found.changes:
            yield _Entry("note")
        first = 0
        for number, passage in enumerate(self._passages):
            if passage.kind is PassageKind.SAME and self._folded:
                continue
            if first < number:
                yield _Entry("fold", first, number)
            yield _Entry("passage", number, number + 1)
            first = number + 1
        if first < len(self._passages):
            yield _Entry("fold", first, len(self._passages))
        if self._lost:
            yield _Entry("highlights")
        for number in range(len(self._lost)):
            yield _Entry("highlight", number)

    # What an entry shows

    def rows_of(self, index: int, width: int) -> list[EntryRow]:
        """Show one entry, with a blank row under it."""
        entry = self._entries[index]
        blank: EntryRow = ()
        if entry.kind == "head":
            return [*head_rows(self._compared.old, self._compared.new, width), blank]
        if entry.kind == "note":
            said = "No word differs: only quotation marks, dashes, blanks or how lines are parted."
            return [*fold_pieces([(said, "state")], width), blank]
        if entry.kind == "fold":
            count = sum(
                passage.new[1] - passage.new[0]
                for passage in self._passages[entry.first : entry.last]
            )
            said = "1 paragraph" if count == 1 else f"{count:,} paragraphs"
            return [((f"· {said} unchanged", "quiet"),), blank]
        if entry.kind == "highlights":
            count = len(self._lost)
            said = "Your highlight" if count == 1 else f"Your {count:,} highlights"
            return [((f"{said} whose words changed or went", "title"),)]
        if entry.kind == "highlight":
            return [*lost_rows(self._lost[entry.first], width), blank]
        return [*passage_rows(self._passages[entry.first], width), blank]

    # Commands

    def moved(self) -> None:
        """Show which of the changes the cursor is on or behind."""
        count = len(self._changes)
        before = sum(index <= self.entries.index for index in self._changes)
        self.status.show(progress=f"change {before:,}/{count:,}" if count else "")

    def do_next_change(self, press: Press) -> None:
        """Go to the next change, in a passage higher than the screen to its next changed row."""
        for _ in range(press.times):
            seen = self.entries.rows_in_view()
            below = [row for row in self._changed_rows(self.entries.index) if row >= seen.stop]
            later = [index for index in self._changes if index > self.entries.index]
            if below:
                self.entries.go_to(self.entries.index, below[0])
            elif later:
                self.entries.go_to(later[0], next(iter(self._changed_rows(later[0])), 0))
            else:
                self.status.say("That was the last change.")
                break

    def do_previous_change(self, press: Press) -> None:
        """Go to the change before."""
        for _ in range(press.times):
            seen = self.entries.rows_in_view()
            above = [row for row in self._changed_rows(self.entries.index) if row < seen.start]
            earlier = [index for index in self._changes if index < self.entries.index]
            if above:
                self.entries.go_to(self.entries.index, max(0, above[-1] - len(seen) + 1))
            elif earlier:
                self.entries.go_to(earlier[-1])
            else:
                self.status.say("That was the first change.")
                break

    def _changed_rows(self, index: int) -> list[int]:
        """Return which rows of an entry hold words that differ."""
        if index not in self._changes:
            return []
        rows = self.entries.rows(index)
        return [n for n, row in enumerate(rows) if any(name in ("old", "new") for _, name in row)]

    def do_fold(self, press: Press) -> None:
        """Show what is unchanged, or fold it away again."""
        here = self._passage_here()
        self._folded = not self._folded
        self._show(here)

    def do_highlights(self, press: Press) -> None:
        """Go to the highlights whose words changed or went."""
        if self._lost:
            self.entries.go_to(len(self._entries) - len(self._lost))
        elif self._article is not None:
            self.status.say("None of your highlights has lost a word.")
        else:
            self.status.say("Highlights are listed where an article is compared with itself.")

    def do_jump(self, press: Press) -> None:
        """Leave, and go to the place in the text; a fold opens instead."""
        entry = self._entries[self.entries.index]
        side = next((s for s in (self._compared.old, self._compared.new) if s.is_open), None)
        if entry.kind == "fold":
            self.do_fold(press)
        elif side is None:
            self.status.say("Neither of the two is the article as it is now.")
        elif entry.kind == "highlight":
            placed = self._lost[entry.first]
            self._leave()
            self.desk.comparing.go_to(side.version.path, lambda article: self._at(placed))
        else:
            number = self._paragraph(entry, side)
            self._leave()
            self.desk.comparing.go_to(
                side.version.path, lambda article: self._place(article, side, number)
            )

    def _leave(self) -> None:
        self.dismiss()
        if self._under is not None:
            self._under.dismiss()

    def _at(self, placed: PlacedAnnotation) -> int | None:
        self.desk.reader.set_current(placed.annotation.id)
        if not placed.ranges:
            self.desk.say("Its words are no longer in the article; r in the margin looks for them.")
        return placed.start if placed.ranges else None

    def _paragraph(self, entry: _Entry, side: Side) -> int:
        """Return the number of the paragraph at the cursor, in the text of a side."""
        if entry.kind != "passage":
            return 0
        passage = self._passages[entry.first]
        return passage.old[0] if side is self._compared.old else passage.new[0]

    def _place(self, article: OpenArticle, side: Side, number: int) -> int | None:
        """Return where a paragraph of the kept text stands in the whole document."""
        found = self._compared.found
        ours = side is self._compared.old
        paragraphs = found.old_paragraphs if ours else found.new_paragraphs
        at = place = 0
        for paragraph in paragraphs[: number + 1]:
            start = article.document.text.find(paragraph, at)
            if start >= 0:
                place, at = start, start + len(paragraph)
        return place
