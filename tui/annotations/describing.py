"""From a range of text to the selectors that find it again."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from tui.annotations.selectors import Target, TextPositionSelector, TextQuoteSelector
from tui.articles.document import Document, TextRange

CONTEXT_LENGTH = 32
"""Code points of context before and after a quote, as other annotation tools keep them."""


def text_digest(text: str) -> str:
    """Return the hexadecimal SHA-256 of a text in UTF-8: the name of its snapshot."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def address_of(document: Document) -> str:
    """Return what a target calls its article: its URL, else the `file:` URI of its file."""
    return document.metadata.url or document.provenance.path.absolute().as_uri()


def describe(document: Document, text_range: TextRange, *, source: str = "") -> Target:
    """Describe a range so that it can be found again when the article changes.

    Args:
        document: The article.
        text_range: What was selected; code points beyond the text are left out.
        source: What to call the article; its URL or file URI where empty.
    """
    text = document.text
    start, end = min(text_range.start, len(text)), min(text_range.end, len(text))
    return Target(
        source=source or address_of(document),
        quote=TextQuoteSelector(
            exact=text[start:end],
            prefix=text[max(0, start - CONTEXT_LENGTH) : start],
            suffix=text[end : end + CONTEXT_LENGTH],
        ),
        position=TextPositionSelector(start, end),
        text_sha256=text_digest(text),
    )


def reattach(document: Document, target: Target, place: TextRange) -> Target:
    """Describe a new place for a target that was lost, doubted or moved.

    Its source and what other tools wrote into it stay; selectors of other kinds and the rest of
    its state go, since they describe the old place. The caller keeps the old target in the
    annotation's history.

    Args:
        document: The article as it is now.
        target: The target as it was.
        place: Where the reader says that it belongs.
    """
    return replace(describe(document, place, source=target.source), extra=target.extra)
