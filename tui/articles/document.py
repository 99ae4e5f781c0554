"""What an article's file says: blocks of text in reading order, and one coordinate system.

Every range, selector, search hit, selection and cursor in copydesk counts Unicode code points in
`Document.text`. None refers to wrapped lines or to what happens to be visible, so neither a new
width nor a new cleaning rule can move an annotation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from tui.articles.metadata import Metadata, Provenance

SEPARATOR = "\n\n"
"""What parts two blocks in `Document.text`: a blank line."""


class BlockKind(StrEnum):
    """What a block is on the page, as its file tells it."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    LIST_ITEM = "list item"
    CODE = "code"
    TABLE = "table"
    CAPTION = "caption"
    RULE = "rule"


class SpanKind(StrEnum):
    """What an inline stretch of text is."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    LINK = "link"


@dataclass(frozen=True, slots=True, order=True)
class TextRange:
    """Code points `start` (inclusive) to `end` (exclusive) of `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a range: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, offset: object) -> bool:
        return isinstance(offset, int) and self.start <= offset < self.end

    def overlaps(self, other: TextRange) -> bool:
        """Tell whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end

    def intersection(self, other: TextRange) -> TextRange | None:
        """Return the code points in both ranges, or None where there are none."""
        if not self.overlaps(other):
            return None
        return TextRange(max(self.start, other.start), min(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Span:
    """An inline stretch of a block: `start` and `end` count in `Document.text`."""

    start: int
    end: int
    kind: SpanKind
    href: str = ""

    @property
    def range(self) -> TextRange:
        """The stretch as a range."""
        return TextRange(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the file's format knows of a block beyond its words.

    Attributes:
        in_body: The extractor's opinion whether the block is the article; None where no
            extractor looked at it (plain text, Markdown).
        ancestry: For HTML, the elements around the block from the outside in, the block's own
            last, each as `tag#id.class.class`.
        line: The block's first line in the source file, counted from 0; -1 where unknown.
        states: The `Metadata` fields that the format read from this very block, such as
            `("byline", "published")` for a line "By Ann Lee, 3 February 2026".
        anchors: The names in this block that links of the same file lead to (`#note-1`), each
            with how many code points into the block it stands, in order.
    """

    in_body: bool | None = None
    ancestry: tuple[str, ...] = ()
    line: int = -1
    states: tuple[str, ...] = ()
    anchors: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a Document.

    Attributes:
        kind: What the block is on the page.
        text: Its words, safe and normalised. Inside code, tables and verse `\\n` parts lines;
            table cells are parted by tabs. A rule may be empty.
        index: Its place in `Document.blocks`.
        start: Where it begins in `Document.text`.
        level: 1-6 for a heading; nesting depth from 0 for a list item or a quotation.
        marker: A list item's own bullet or number as it is drawn ("•", "3."), not part of text.
        spans: Inline stretches, in order of their start; they may nest.
        evidence: What else the format knows.
    """

    kind: BlockKind
    text: str
    index: int = 0
    start: int = 0
    level: int = 0
    marker: str = ""
    spans: tuple[Span, ...] = ()
    evidence: Evidence = field(default_factory=Evidence)

    @property
    def end(self) -> int:
        """Where the block ends in `Document.text` (exclusive)."""
        return self.start + len(self.text)

    @property
    def range(self) -> TextRange:
        """The block as a range of `Document.text`."""
        return TextRange(self.start, self.end)

    @property
    def link_density(self) -> float:
        """The share of the block's code points that lie in links, 0 to 1."""
        linked = sum(span.end - span.start for span in self.spans if span.kind is SpanKind.LINK)
        return min(1.0, linked / len(self.text)) if self.text else 0.0


@dataclass(frozen=True)
class Document:
    """An article's file, read: all its visible text, nothing thrown away.

    Attributes:
        text: The blocks' text in reading order, parted by blank lines.
        blocks: The blocks; `text[block.start:block.end] == block.text` for each.
        metadata: What the file says about the article.
        provenance: Where the text came from.
        remarks: Sentences the reader should be shown about how the file was read ("Read as
            Windows-1252, because …"). Plain text.
    """

    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata
    provenance: Provenance
    remarks: tuple[str, ...] = ()

    @classmethod
    def from_blocks(
        cls,
        blocks: Iterable[Block],
        metadata: Metadata,
        provenance: Provenance,
        remarks: Iterable[str] = (),
    ) -> Document:
        """Join blocks into a Document.

        Args:
            blocks: Blocks in reading order; `index` and `start` are ignored and set here. Their
                spans count from the beginning of their own block and are moved here.
            metadata: What the file says about the article.
            provenance: Where the text came from.
            remarks: Sentences to show to the reader.
        """
        placed: list[Block] = []
        offset = 0
        for index, block in enumerate(blocks):
            spans = tuple(
                Span(span.start + offset, span.end + offset, span.kind, span.href)
                for span in block.spans
            )
            # Written out, because dataclasses.replace takes four times as long.
            placed.append(
                Block(
                    block.kind,
                    block.text,
                    index,
                    offset,
                    block.level,
                    block.marker,
                    spans,
                    block.evidence,
                )
            )
            offset += len(block.text) + len(SEPARATOR)
        text = SEPARATOR.join(block.text for block in placed)
        return cls(text, tuple(placed), metadata, provenance, tuple(remarks))

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def block_at(self, offset: int) -> Block:
        """Return the block that holds `offset`; on a separator, the block before it.

        Raises:
            IndexError: the Document has no blocks.
        """
        return self.blocks[max(0, bisect_right(self._starts, offset) - 1)]

    def blocks_in(self, text_range: TextRange) -> Iterator[Block]:
        """Yield the blocks that share at least one code point with the range, in order."""
        if not self.blocks:
            return
        for block in self.blocks[self.block_at(text_range.start).index :]:
            if block.start >= text_range.end:
                return
            if block.range.overlaps(text_range):
                yield block

    def __getitem__(self, text_range: TextRange) -> str:
        return self.text[text_range.start : text_range.end]
