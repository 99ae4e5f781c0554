"""A TextRange becomes an Annotation on disk, and is found again when the text changed.

`describe` and `anchor` go from a range to selectors and back; `AnnotationStore` is the one door
to the notes file. TinyDB is imported when that file is first looked at.
"""

from tui.annotations.anchoring import (
    Anchored,
    Anchorer,
    AnchorState,
    anchor,
    anchor_all,
    describe,
    reattach,
    text_digest,
)
from tui.annotations.differences import Piece, PieceKind, differences
from tui.annotations.drafts import Draft
from tui.annotations.facts import ArticleFacts
from tui.annotations.model import (
    Annotation,
    Colour,
    Target,
    TextPositionSelector,
    TextQuoteSelector,
    TextualBody,
    new_id,
    now,
)
from tui.annotations.outlet_rules import SavedRule
from tui.annotations.placing import Placing
from tui.annotations.records import READ_STATES, ArticleRecord, ArticleState
from tui.annotations.searches import SavedSearch
from tui.annotations.store import AnnotationStore
from tui.annotations.view import Trashed

__all__ = [
    "READ_STATES",
    "AnchorState",
    "Anchored",
    "Anchorer",
    "Annotation",
    "AnnotationStore",
    "ArticleFacts",
    "ArticleRecord",
    "ArticleState",
    "Colour",
    "Draft",
    "Piece",
    "PieceKind",
    "Placing",
    "SavedRule",
    "SavedSearch",
    "Target",
    "TextPositionSelector",
    "TextQuoteSelector",
    "TextualBody",
    "Trashed",
    "anchor",
    "anchor_all",
    "describe",
    "differences",
    "new_id",
    "now",
    "reattach",
    "text_digest",
]
