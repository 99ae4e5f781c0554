"""From a range of text to selectors, and from selectors back to a range of changed text.

The stages are those of the Hypothesis client, with a floor: the position, verified by the quote;
exact places of the quote, ranked by context and nearness; the same with typography folded away;
then approximate places near the old position and wherever pieces of the quote stand. Without a
floor a fifth of the quotes that are not in a text would be "found" in it, with it 0.5 %.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from tui.annotations.folding import Folded, fold
from tui.annotations.ranking import CERTAIN, CONTEXT_LENGTH, best_exact_place, best_like_place
from tui.annotations.selectors import Target, TextPositionSelector, TextQuoteSelector
from tui.articles.document import Document, TextRange

FLOOR = 0.6
"""A place scoring less is not taken for the quote."""

_QUOTE_FLOOR = 0.5
_QUOTE_FLOOR_WITHOUT_CONTEXT = 0.75
"""Where nothing but the quote can tell: short quotes half resemble something in any long text."""


class AnchorState(StrEnum):
    """How an annotation was found in a text."""

    EXACT = "exact"
    """The quote stands where it stood, or is found word for word where nobody said a position."""
    MOVED = "moved"
    """The same words stand elsewhere; quotation marks, dashes and blanks may differ."""
    CHANGED = "changed"
    """Words of the quote were altered."""
    ORPHAN = "orphan"
    """The quote is not in the text."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where a target stands in a text.

    Attributes:
        range: The place, None for an orphan.
        state: How it was found.
        score: How sure that is, 0 to 1; for an orphan, how good the best place was.
    """

    range: TextRange | None
    state: AnchorState
    score: float

    @property
    def doubtful(self) -> bool:
        """Whether the reader should check the place."""
        return self.state is AnchorState.CHANGED and self.score < CERTAIN


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


def anchor(document: Document, target: Target) -> Anchored:
    """Find a target in a document. Never raises; for several targets `Anchorer` is cheaper."""
    return Anchorer(document).anchor(target)


def anchor_all(document: Document, targets: Iterable[Target]) -> tuple[Anchored, ...]:
    """Find several targets in one document, in the order given."""
    anchorer = Anchorer(document)
    return tuple(anchorer.anchor(target) for target in targets)


class Anchorer:
    """Finds targets in one document and remembers what several searches need."""

    def __init__(self, document: Document) -> None:
        self._text = document.text

    @cached_property
    def _digest(self) -> str:
        return text_digest(self._text)

    @cached_property
    def _folded(self) -> Folded:
        return fold(self._text)

    def anchor(self, target: Target) -> Anchored:
        """Find a target: the first stage that succeeds decides."""
        return (
            self._by_position(target)
            or self._by_quote(target)
            or self._by_folded_quote(target)
            or self._by_likeness(target)
        )

    def _by_position(self, target: Target) -> Anchored | None:
        position, quote = target.position, target.quote
        if position is None or position.end > len(self._text):
            return None
        if self._text[position.start : position.end] != quote.exact:
            return None
        if target.text_sha256 != self._digest and not self._has_context(quote, position):
            return None  # the same words may stand elsewhere in better company
        return Anchored(TextRange(position.start, position.end), AnchorState.EXACT, 1.0)

    def _has_context(self, quote: TextQuoteSelector, position: TextPositionSelector) -> bool:
        return self._text.endswith(quote.prefix, 0, position.start) and self._text.startswith(
            quote.suffix, position.end
        )

    def _by_quote(self, target: Target) -> Anchored | None:
        """Take the exact place with the best context, the nearest of equally good ones."""
        quote, hint = target.quote, target.position.start if target.position else None
        found = best_exact_place(self._text, quote, hint)
        if found is None:
            return None
        place, score = found
        state = AnchorState.EXACT if hint in (None, place) else AnchorState.MOVED
        return Anchored(TextRange(place, place + len(quote.exact)), state, score)

    def _by_folded_quote(self, target: Target) -> Anchored | None:
        quote, hint = self._fold_target(target)
        found = best_exact_place(self._folded.text, quote, hint) if quote.exact else None
        if found is None:
            return None
        place, score = found
        start, end = self._folded.source_range(place, place + len(quote.exact))
        return Anchored(TextRange(start, end), AnchorState.MOVED, score)

    def _by_likeness(self, target: Target) -> Anchored:
        quote, hint = self._fold_target(target)
        best = best_like_place(self._folded.text, quote, hint) if quote.exact else None
        if best is None:
            return Anchored(None, AnchorState.ORPHAN, 0.0)
        match, score = best
        alike = 1.0 - match.errors / len(quote.exact)
        alone = not (quote.prefix or quote.suffix)
        if score < FLOOR or alike < (_QUOTE_FLOOR_WITHOUT_CONTEXT if alone else _QUOTE_FLOOR):
            return Anchored(None, AnchorState.ORPHAN, score)
        start, end = self._folded.source_range(match.start, match.end)
        return Anchored(TextRange(start, end), AnchorState.CHANGED, score)

    def _fold_target(self, target: Target) -> tuple[TextQuoteSelector, int | None]:
        """Fold a quote and its context as one text; blanks at the quote's ends go outside."""
        prefix, exact = target.quote.prefix, target.quote.exact
        folded = fold(prefix + exact + target.quote.suffix)
        start = folded.folded_offset(len(prefix))
        end = folded.folded_offset(len(prefix) + len(exact))
        inner = folded.text[start:end]
        start += len(inner) - len(inner.lstrip(" "))
        words = inner.strip(" ")
        end = start + len(words)
        hint = self._folded.folded_offset(target.position.start) if target.position else None
        return TextQuoteSelector(words, folded.text[:start], folded.text[end:]), hint
