"""What is known of an outlet: what the reader decided for all its articles, and what it repeats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tui.articles.document import Document


@dataclass(frozen=True)
class OutletRule:
    """What the reader decided for all articles of one outlet.

    Attributes:
        outlet: Its key (`outlet_key`).
        keep: Whether such blocks are always shown; else they are always stripped.
        words: The words that a block has to have, as `outlet_rules.outlet_words` gives them.
        label: Whether `words` is the label that opens a block ("read more"), whatever follows.
        sample: The block that the reader decided about, as it was, to show what the rule means.
        name: The outlet as the reader knows it ("The Harbour Post").
    """

    outlet: str
    keep: bool
    words: str
    label: bool = False
    sample: str = ""
    name: str = ""


@dataclass(frozen=True)
class OutletHabits:
    """What is known of an article's outlet beside the article.

    Attributes:
        rules: The reader's own, those of this outlet alone.
        recurring: Hashes of shingles (`shingles.shingles`), and how many other articles of this
            outlet hold each, at the least; only those that no other outlet's articles hold.
    """

    rules: tuple[OutletRule, ...] = ()
    recurring: Mapping[int, int] = field(default_factory=dict)


UNKNOWN = OutletHabits()
"""Nothing is known of the outlet."""


def outlet_key(document: Document) -> str:
    """Name the outlet of an article so that its articles agree: its name, or else its site.

    Returns:
        The name case folded, its spaces single; the host of the article's address without `www.`
        where the article does not name its outlet; empty where it says neither.
    """
    metadata = document.metadata
    if metadata.outlet.strip():
        return " ".join(metadata.outlet.casefold().split())
    try:
        host = urlsplit(metadata.url).hostname or ""
    except ValueError:
        host = ""
    return host.removeprefix("www.")


def outlet_name(document: Document) -> str:
    """Return the outlet of an article as a reader knows it; empty where it is not known."""
    return " ".join(document.metadata.outlet.split()) or outlet_key(document)
