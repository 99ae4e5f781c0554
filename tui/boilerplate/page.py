"""What can be measured of a Document's blocks before anybody has an opinion about them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from tui.articles.document import Block, BlockKind, Document
from tui.boilerplate.wording import LOOKED_AT, Hit, Place, bare_words, wording

_SENTENCE_END = re.compile(r"[.!?…。！？।۔؟][\"'”’»›)\]]*\s*$")
_QUOTED = re.compile(r"[“„«»「『][^“”„«»]{8,400}[”“»«」』]|\"[^\"]{8,400}\"")


_RECURS = 80
"""Code points: shorter lines are looked up once; the pages of an outlet share hundreds."""


@cache
def common_words(sort: str) -> frozenset[str]:
    """Return the words of one sort in common_words.toml, of all languages together."""
    source = files("tui.boilerplate").joinpath("common_words.toml").read_text("utf-8")
    return frozenset(" ".join(tomllib.loads(source)[sort].values()).split())


@dataclass(frozen=True)
class Line:
    """A block and what can be measured of it on its own.

    Attributes:
        block: The block.
        bare: Its first words as phrases are compared (`bare_words`).
    """

    block: Block
    bare: str

    @cached_property
    def count(self) -> int:
        """How many words the block has."""
        return self.block.text.count(" ") + 1 if self.block.text else 0

    @cached_property
    def ends(self) -> bool:
        """Whether the block ends as a sentence does."""
        return bool(_SENTENCE_END.search(self.block.text[-12:]))

    @cached_property
    def reported(self) -> bool:
        """Whether the block reads like reported prose: somebody says something in it."""
        if self.count < 9:
            return False
        head = self.block.text[:LOOKED_AT]
        return bool(_QUOTED.search(head)) or not common_words("attribution").isdisjoint(
            self.bare.split(" ")
        )

    @cached_property
    def prose(self) -> bool:
        """Whether the block is a sentence or more of running text."""
        return self.count >= 12 and self.ends

    @cached_property
    def title_like(self) -> bool:
        """Whether the block could be the title of something: short, and not a sentence."""
        return self.count <= 22 and not (self.ends and self.block.text.rstrip()[-1:] != "?")

    @cached_property
    def hits(self) -> list[Hit]:
        """The phrases of clutter, of notices and of credits in the block."""
        if len(self.block.text) <= _RECURS:
            return _recurring(self.block.text)
        return wording().hits(self.block.text, self.bare)

    @property
    def linked(self) -> float:
        """The share of the block that lies in links."""
        return self.block.link_density

    def hit(self, *rules: str) -> Hit | None:
        """Return the first phrase of one of the rules, None where there is none."""
        return next((hit for hit in self.hits if hit.rule in rules), None)

    def titled(self, *rules: str) -> Hit | None:
        """Return the phrase of one of the rules that is all the block says."""
        return next((h for h in self.hits if h.rule in rules and h.place is Place.WHOLE), None)


@lru_cache(maxsize=8_192)
def _recurring(text: str) -> list[Hit]:
    return wording().hits(text)


class Page:
    """A Document's lines, and what is known of them together."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = tuple(
            Line(block, bare_words(block.text[:LOOKED_AT])) for block in document.blocks
        )

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def headline(self) -> str:
        """The headline as bare words; empty where nobody says it."""
        if self.document.metadata.headline:
            return bare_words(self.document.metadata.headline)
        return next(
            (
                line.bare
                for line in self.lines
                if line.block.kind is BlockKind.HEADING and line.block.level <= 1
            ),
            "",
        )

    @cached_property
    def prose_before(self) -> tuple[int, ...]:
        """For each line, how many words of prose stand before it; one more at the end."""
        totals = [0]
        for line in self.lines:
            totals.append(totals[-1] + (line.count if line.prose else 0))
        return tuple(totals)
