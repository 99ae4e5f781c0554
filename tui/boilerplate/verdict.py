"""What the remover decided about each block of a Document, and what the reader reversed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from tui.articles.document import Block, Document


class Role(StrEnum):
    """What a block is for the article. Only boilerplate is hidden."""

    BODY = "body"
    HEADLINE = "headline"
    BYLINE = "byline"
    DATE = "date"
    STANDFIRST = "standfirst"
    """What stands between the headline and the article: kept, set apart from the body."""
    CAPTION = "caption"
    """A caption, a photo credit: kept, set apart from the body."""
    PROTECTED = "protected"
    """A correction, an editor's note, a contributor line …: never stripped, set apart."""
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision about one block.

    Attributes:
        block: The block's index in `Document.blocks`.
        role: What it is for the article.
        rule: The name of the rule that decided, a stable slug such as `newsletter promo`;
            `reader` where the reader decided by hand; empty for plain body text.
        reason: Why, in words that a reporter understands, naming the evidence.
        confidence: How sure the rule is, 0 to 1.
    """

    block: int
    role: Role
    rule: str = ""
    reason: str = ""
    confidence: float = 1.0

    @property
    def keep(self) -> bool:
        """Whether the block is shown: everything is, but boilerplate."""
        return self.role is not Role.BOILERPLATE


@dataclass(frozen=True)
class Verdicts:
    """The decisions about a whole Document, one a block, in order."""

    document: Document
    verdicts: tuple[Verdict, ...]

    def __post_init__(self) -> None:
        if [verdict.block for verdict in self.verdicts] != list(range(len(self.document.blocks))):
            raise ValueError("one verdict a block, in order")

    def __getitem__(self, block: int) -> Verdict:
        return self.verdicts[block]

    def __iter__(self) -> Iterator[tuple[Block, Verdict]]:
        return zip(self.document.blocks, self.verdicts, strict=True)

    def blocks(self, *roles: Role) -> tuple[Block, ...]:
        """Return the blocks that have one of the roles, in order."""
        return tuple(block for block, verdict in self if verdict.role in roles)

    @property
    def body(self) -> str:
        """The article itself as plain text, its blocks parted by blank lines."""
        return "\n\n".join(block.text for block in self.blocks(Role.BODY) if block.text.strip())

    @cached_property
    def words(self) -> int:
        """How many words the article itself has; 10 MB take 0.1 s to count, once."""
        return sum(len(block.text.split()) for block in self.blocks(Role.BODY))


@dataclass(frozen=True)
class Overrides:
    """The reader's reversals for one article; they outlive new rules and edits elsewhere.

    Attributes:
        restored: Fingerprints (`fingerprints`) of blocks the reader wants to see.
        stripped: Fingerprints of blocks the reader does not want to see.
    """

    restored: frozenset[str] = field(default_factory=frozenset)
    stripped: frozenset[str] = field(default_factory=frozenset)

    def restore(self, *names: str) -> Overrides:
        """Return these overrides with the blocks of those fingerprints shown."""
        return Overrides(self.restored | set(names), self.stripped - set(names))

    def strip(self, *names: str) -> Overrides:
        """Return these overrides with the blocks of those fingerprints hidden."""
        return Overrides(self.restored - set(names), self.stripped | set(names))


def fingerprints(document: Document) -> tuple[str, ...]:
    """Name every block by its words, so that the name survives edits elsewhere in the file.

    The name is a hash of the block's words, case and spacing aside, and which of the equal ones
    it is: `3f1a…:0` is the first block with those words.
    """
    seen: Counter[str] = Counter()
    names: list[str] = []
    for block in document.blocks:
        digest = sha256(" ".join(block.text.casefold().split()).encode()).hexdigest()[:16]
        names.append(f"{digest}:{seen[digest]}")
        seen[digest] += 1
    return tuple(names)
