"""What a list of articles can be sorted by."""

from __future__ import annotations

from dataclasses import dataclass

SORTS = {
    "relevance": "how well it matches",
    "date": "date",
    "added": "when it was added",
    "title": "title",
    "outlet": "outlet",
    "length": "length",
    "opened": "when it was last opened",
    "notes": "number of notes",
}
"""By what articles are sorted, and how one says it. Relevance is for what was searched."""

_TITLE = "folded_title(headline, path)"
_COLUMNS = {
    # Each ends in what makes the order total, so that the same articles always come alike.
    "date": ("newest DESC, path", "newest, path DESC"),
    "added": ("added DESC, article.id DESC", "added, article.id"),
    "title": (f"{_TITLE}, path", f"{_TITLE} DESC, path DESC"),
    "outlet": (
        "outlet = '', folded(outlet), newest DESC, path",
        "outlet = '', folded(outlet) DESC, newest, path DESC",
    ),
    "length": ("words DESC, path", "words, path DESC"),
    "opened": (
        "ifnull(last_opened, '') DESC, newest DESC, path",
        "ifnull(last_opened, '') = '', last_opened, newest, path DESC",
    ),
    "notes": (
        "ifnull(notes, 0) DESC, newest DESC, path",
        "ifnull(notes, 0), newest, path DESC",
    ),
}


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of articles.

    Attributes:
        by: One of `SORTS`.
        reverse: Whether it is the other way round than usual: the usual way is the newest, the
            longest, the last opened, the most notes first, and titles and outlets from A.
    """

    by: str = "date"
    reverse: bool = False

    @classmethod
    def of(cls, text: str) -> Sort | None:
        """Read an order as `text` writes it; None where there is no such order."""
        by = text.removeprefix("-")
        return cls(by, text.startswith("-")) if by in SORTS else None

    @property
    def text(self) -> str:
        """The order in a word, as a saved search keeps it: `date`, or `-date` for reversed."""
        return ("-" if self.reverse else "") + self.by

    @property
    def sql(self) -> str:
        """The ORDER BY of it, over `article LEFT JOIN standing`.

        Raises:
            KeyError: it is by relevance, which tables know nothing of.
        """
        return _COLUMNS[self.by][self.reverse]

    @property
    def needs_standing(self) -> bool:
        """Whether it is by something that the reader did."""
        return self.by in ("opened", "notes")


NEWEST = Sort()
"""The order in which the desk opens."""
