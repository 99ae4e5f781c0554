"""What can be measured of a Document's blocks before anybody has an opinion about them."""

from __future__ import annotations

import re
import tomllib
from functools import cache, cached_property
from importlib.resources import files

from tui.articles.document import Block, BlockKind, Document
from tui.boilerplate.phrases import wording
from tui.boilerplate.wording import LOOKED_AT, Hit, Place, bare_words, words_of

_SENTENCE_END = re.compile(r"[.!?…。！？।۔؟][\"'”’»›)\]]*\s*$")
_QUOTED = re.compile(r"[“„«»「『][^“”„«»]{8,400}[”“»«」』]|\"[^\"]{8,400}\"")


@cache
def common_words(sort: str) -> frozenset[str]:
    """Return the words of one sort in common_words.toml, of all languages together."""
    source = files("tui.boilerplate").joinpath("common_words.toml").read_text("utf-8")
    return frozenset(" ".join(tomllib.loads(source)[sort].values()).split())


class Line:
    """A block and what can be measured of it on its own.

    Attributes:
        block: The block.
        bare: Its first words as phrases are compared (`words_of`), parted by single spaces.
        count: How many words the whole block has.
        ends: Whether it ends as a sentence does.
        linked: The share of it that lies in links.
        hits: The phrases of clutter, of notices and of credits in it.
    """

    # Written out and with slots: a page has hundreds of lines, and most are looked at once.
    __slots__ = ("_reported", "bare", "block", "count", "ends", "hits", "linked")

    def __init__(self, block: Block) -> None:
        text = block.text
        self.block = block
        words = words_of(text[:LOOKED_AT])
        self.bare = " ".join(words)
        self.count = text.count(" ") + 1 if text else 0
        self.ends = not text[-1:].isalnum() and _SENTENCE_END.search(text[-12:]) is not None
        self.linked = block.link_density if block.spans else 0.0
        self.hits = wording().hits(text, words, self.bare)
        self._reported: bool | None = None

    @property
    def words(self) -> list[str]:
        """The first words of the block. Split anew each time: in 10 MB they would take 93 MB."""
        return self.bare.split()

    @property
    def reported(self) -> bool:
        """Whether the block reads like reported prose: somebody says something in it."""
        if self._reported is None:
            self._reported = self.count >= 9 and (
                not common_words("attribution").isdisjoint(self.words)
                or _QUOTED.search(self.block.text[:LOOKED_AT]) is not None
            )
        return self._reported

    @property
    def prose(self) -> bool:
        """Whether the block is a sentence or more of running text."""
        return self.ends and self.count >= 12

    @property
    def title_like(self) -> bool:
        """Whether the block could be the title of something: short, and not a sentence."""
        return self.count <= 22 and not (self.ends and self.block.text.rstrip()[-1:] != "?")

    def hit(self, *rules: str) -> Hit | None:
        """Return the first phrase of one of the rules, None where there is none."""
        for hit in self.hits:
            if hit.rule in rules:
                return hit
        return None

    def titled(self, *rules: str) -> Hit | None:
        """Return the phrase of one of the rules that is all the block says."""
        for hit in self.hits:
            if hit.place is Place.WHOLE and hit.rule in rules:
                return hit
        return None


class Page:
    """A Document's lines, and what is known of them together."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = tuple(map(Line, document.blocks))

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
