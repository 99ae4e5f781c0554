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
    text_digest,
)
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
from tui.annotations.records import READ_STATES, ArticleRecord, ArticleState, Draft
from tui.annotations.store import AnnotationStore

__all__ = [
    "READ_STATES",
    "AnchorState",
    "Anchored",
    "Anchorer",
    "Annotation",
    "AnnotationStore",
    "ArticleRecord",
    "ArticleState",
    "Colour",
    "Draft",
    "Target",
    "TextPositionSelector",
    "TextQuoteSelector",
    "TextualBody",
    "anchor",
    "anchor_all",
    "describe",
    "new_id",
    "now",
    "text_digest",
]
