"""Kept blocks become lines at one width; motions, sentences and search within them."""

from tui.reading import motions
from tui.reading.find import Matches, find_all, find_next, find_terms
from tui.reading.graphemes import grapheme_end, grapheme_start
from tui.reading.items import Item, Items
from tui.reading.line import FoldSummary, Line, LineKind, Piece, Position
from tui.reading.lines import Lines, lay_out
from tui.reading.objects import block_at, grapheme_at, quotation_at, sentence_at, word_at
from tui.reading.page import Page
from tui.reading.select import join_quotes, quote_ranges, quoted_text
from tui.reading.spans import RangeIndex, Run, flatten
from tui.reading.wrap import Row, wrap

__all__ = [
    "FoldSummary",
    "Item",
    "Items",
    "Line",
    "LineKind",
    "Lines",
    "Matches",
    "Page",
    "Piece",
    "Position",
    "RangeIndex",
    "Row",
    "Run",
    "block_at",
    "find_all",
    "find_next",
    "find_terms",
    "flatten",
    "grapheme_at",
    "grapheme_end",
    "grapheme_start",
    "join_quotes",
    "lay_out",
    "motions",
    "quotation_at",
    "quote_ranges",
    "quoted_text",
    "sentence_at",
    "word_at",
    "wrap",
]
