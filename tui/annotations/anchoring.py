"""From a range of text to selectors, and from selectors back to a range of changed text.

The position comes first, verified by the quote. Where the text that the position counts in is
at hand, it is compared with the new one, and the comparison tells where the range went. Else,
and where the comparison has lost the quote, the stages are those of the Hypothesis client, with
a floor: exact places of the quote, ranked by context and nearness; the same with typography
folded away; places that the quote's rarer words agree on, and those near the old position,
aligned letter by letter. Without a floor a fifth of the quotes that are not in a text would be
"found" in it. Whatever the way, what comes out is checked against the quote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from tui.annotations.describing import CONTEXT_LENGTH, address_of, describe, reattach, text_digest
from tui.annotations.folding import Folded, fold
from tui.annotations.matching import LONGEST_PATTERN, distance
from tui.annotations.old_text import OldText, without_blanks
from tui.annotations.ranking import (
    CERTAIN,
    Place,
    exact_places,
    like_places,
    weigh,
)
from tui.annotations.selectors import Target, TextPositionSelector, TextQuoteSelector
from tui.annotations.words import Vocabulary, Words
from tui.articles.document import Document, TextRange

__all__ = [
    "AnchorState",
    "Anchored",
    "Anchorer",
    "address_of",
    "anchor",
    "anchor_all",
    "candidates",
    "describe",
    "reattach",
    "text_digest",
]

FLOOR = 0.6
"""A place scoring less is not taken for the quote."""

_SHORT, _SHORT_FLOOR = 64, 0.2
"""Quotes of fewer code points have a higher floor, by up to this: names and phrases that they
share with other sentences are most of them."""

_QUOTE_FLOOR = 0.5
_QUOTE_FLOOR_WITHOUT_CONTEXT = 0.75
"""Where nothing but the quote can tell: short quotes half resemble something in any long text."""

_MAPPED_FLOOR = 0.4
"""How like the quote the words have to be where the comparison puts it, in kept company."""

_LONGEST_CONTEXT = 128

_EXPLAINED = 0.5
"""A place this much of which stood in the old text too, as something else, is not the quote's."""


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


def anchor(document: Document, target: Target) -> Anchored:
    """Find a target in a document. Never raises; for several targets `Anchorer` is cheaper."""
    return Anchorer(document).anchor(target)


def anchor_all(
    document: Document,
    targets: Iterable[Target],
    old_texts: Callable[[str], str | None] | None = None,
) -> tuple[Anchored, ...]:
    """Find several targets in one document, in the order given; see `Anchorer`."""
    anchorer = Anchorer(document, old_texts)
    return tuple(anchorer.anchor(target) for target in targets)


def candidates(
    document: Document,
    target: Target,
    count: int = 5,
    old_texts: Callable[[str], str | None] | None = None,
) -> tuple[Anchored, ...]:
    """Return the places nearest to a target, for re-anchoring it by hand; see `Anchorer`."""
    return Anchorer(document, old_texts).candidates(target, count)


class Anchorer:
    """Finds targets in one document and remembers what several searches need.

    Args:
        document: The article as it is now.
        old_texts: Gives the text of a SHA-256, None where it is not at hand, as
            `AnnotationStore.text_of` does. Each is asked for once, compared once, and only when
            a target names it that is about another text than the document's.
    """

    def __init__(
        self, document: Document, old_texts: Callable[[str], str | None] | None = None
    ) -> None:
        self._text = document.text
        self._old_texts = old_texts
        self._compared: dict[str, OldText | None] = {}
        self._vocabulary = Vocabulary()

    @cached_property
    def _digest(self) -> str:
        return text_digest(self._text)

    @cached_property
    def _folded(self) -> Folded:
        return fold(self._text)

    @cached_property
    def _words(self) -> Words:
        return Words(self._folded.text, self._vocabulary)

    def anchor(self, target: Target) -> Anchored:
        """Find a target: the first stage that succeeds decides."""
        target = _with_short_context(target)
        compared = self._compared_with(target)
        if compared is None:
            return self._by_position(target) or self._by_quote(target)
        return self._by_comparison(target, compared) or self._by_quote(target, compared)

    def candidates(self, target: Target, count: int = 5) -> tuple[Anchored, ...]:
        """Return the places nearest to a target, the best first, none overlapping a better one.

        They may score below the floor: a reader chooses among them. Where the target is found,
        its place comes first.
        """
        target = _with_short_context(target)
        quote, hint = self._fold_target(target, self._compared_with(target))
        if not quote.exact:
            return ()
        text = self._folded.text
        length = len(quote.exact)
        found = [
            Place(start, start + length, 1.0, score)
            for start, score in exact_places(text, quote, hint, count)
        ]
        found += like_places(self._words, self._vocabulary, quote, hint, max(10, 2 * count))
        places: list[Anchored] = []
        best = self.anchor(target)
        if best.range is not None:
            places.append(best)
        for place in sorted(found, key=lambda place: (-place.score, place.start)):
            anchored = self._anchored(target, place)
            where = anchored.range
            if where and all(other.range and not other.range.overlaps(where) for other in places):
                places.append(anchored)
        return tuple(places[:count])

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

    def _compared_with(self, target: Target) -> OldText | None:
        """Compare the text that a target's position counts in; None where it does not help."""
        position, digest = target.position, target.text_sha256
        if self._old_texts is None or not digest or position is None or digest == self._digest:
            return None
        if digest not in self._compared:
            old = self._old_texts(digest)
            self._compared[digest] = (
                None if old is None else OldText(old, self._words, self._vocabulary)
            )
        compared = self._compared[digest]
        if compared is None or not target.quote.exact:
            return None
        quoted = compared.text[position.start : position.end] == target.quote.exact
        return compared if quoted else None

    def _by_comparison(self, target: Target, compared: OldText) -> Anchored | None:
        """Take the place where the comparison puts the range, if the quote bears it out."""
        start, end = compared.range_of(target)
        mapped = compared.comparison.map_range(start, end) if end > start else None
        if mapped is None:
            return None
        quote = TextQuoteSelector(
            compared.folded.text[start:end],
            compared.folded.text[max(0, start - CONTEXT_LENGTH) : start],
            compared.folded.text[end : end + CONTEXT_LENGTH],
        )
        begin, stop = self._whole_words(target.quote, mapped.start, mapped.end)
        now = self._folded.text[begin:stop]
        before = compared.comparison.kept(start - len(quote.prefix), start)
        behind = compared.comparison.kept(end, end + len(quote.suffix))
        in_company = (before + behind) / 2 >= 0.5
        alike = mapped.kept
        if now == quote.exact:
            alike = 1.0
        elif len(quote.exact) <= LONGEST_PATTERN and len(now) <= 2 * LONGEST_PATTERN:
            letters = 1.0 - distance(quote.exact, now) / len(quote.exact)
            # Common words, far apart, are soon kept by chance; not between kept neighbours.
            alike = max(alike, letters) if in_company else letters
        score = weigh(quote, alike, before, behind, None)
        if alike < (_MAPPED_FLOOR if in_company else _QUOTE_FLOOR):
            return None
        return self._anchored(target, Place(begin, stop, alike, score))

    def _by_quote(self, target: Target, compared: OldText | None = None) -> Anchored:
        """Find the quote by its words and context alone.

        Args:
            target: What to find.
            compared: Where a comparison has lost it: places that it explains otherwise are not
                the quote's, however like it they are.
        """
        found = self._by_exact_quote(target) if compared is None else None
        if found is not None and found.score >= CERTAIN:
            return found
        quote, hint = self._fold_target(target, compared)
        if not quote.exact:
            return found or Anchored(None, AnchorState.ORPHAN, 0.0)
        places = [
            Place(start, start + len(quote.exact), 1.0, score)
            for start, score in exact_places(self._folded.text, quote, hint, 4)
        ]
        # Short words stand in many places: better company may have them altered.
        if not places or places[0].score < CERTAIN:
            places += like_places(self._words, self._vocabulary, quote, hint)
        alone = not (quote.prefix or quote.suffix)
        floor = _QUOTE_FLOOR_WITHOUT_CONTEXT if alone else _QUOTE_FLOOR
        least = FLOOR + _SHORT_FLOOR * max(0.0, 1.0 - len(quote.exact) / _SHORT)
        best = 0.0
        for place in sorted(places, key=lambda place: (-place.score, place.start)):
            best = best or min(1.0, place.score)
            # The same words in text that is new: moved, unless any sentence may have them.
            own = compared is None or len(quote.exact) >= CONTEXT_LENGTH
            exact = place.alike == 1.0 and own
            if not exact and (place.score < least or place.alike < floor):
                continue
            if compared and compared.comparison.came_from(place.start, place.end) >= _EXPLAINED:
                continue
            return self._anchored(target, place)
        return Anchored(None, AnchorState.ORPHAN, best)

    def _by_exact_quote(self, target: Target) -> Anchored | None:
        """Take the exact place with the best context, the nearest of equally good ones."""
        quote, hint = target.quote, target.position.start if target.position else None
        for start, score in exact_places(self._text, quote, hint, 1):
            state = AnchorState.EXACT if hint in (None, start) else AnchorState.MOVED
            return Anchored(TextRange(start, start + len(quote.exact)), state, score)
        return None

    def _anchored(self, target: Target, place: Place) -> Anchored:
        """Say what stands at a place of the folded text, and how far it is the quote."""
        exact = fold(target.quote.exact).text.strip(" ")
        start, end = self._whole_words(target.quote, place.start, place.end)
        same = self._folded.text[start:end] == exact
        found = TextRange(*self._folded.source_range(start, end))
        position = target.position
        state = AnchorState.MOVED if same else AnchorState.CHANGED
        if self._text[found.start : found.end] == target.quote.exact and (
            position is None or position.start == found.start
        ):
            state = AnchorState.EXACT
        return Anchored(found, state, min(1.0, place.score))

    def _whole_words(self, quote: TextQuoteSelector, start: int, end: int) -> tuple[int, int]:
        """Move an edge that fell into a word to the nearer end of it, and blanks outside.

        Where the quote itself begins or ends inside a word, that edge stays.
        """
        start, end = without_blanks(self._folded.text, start, end)
        words, whole = self._words, quote.prefix[-1:] + quote.exact[:1]
        first, last = words.within(start, end)
        if last <= first:
            return start, end
        begin, stop = start, end
        if not (len(whole) == 2 and whole.isalnum()) and words.starts[first] < start:
            inside = words.ends[first] - start >= start - words.starts[first]
            following = words.starts[first + 1] if first + 1 < last else start
            begin = words.starts[first] if inside else following
        whole = quote.exact[-1:] + quote.suffix[:1]
        if not (len(whole) == 2 and whole.isalnum()) and words.ends[last - 1] > end:
            inside = end - words.starts[last - 1] >= words.ends[last - 1] - end
            stop = words.ends[last - 1] if inside else words.ends[max(first, last - 2)]
        return (begin, stop) if begin < stop else (start, end)

    def _fold_target(
        self, target: Target, compared: OldText | None
    ) -> tuple[TextQuoteSelector, int | None]:
        """Fold a quote and its context as one text; blanks at the quote's ends go outside."""
        prefix, exact = target.quote.prefix, target.quote.exact
        folded = fold(prefix + exact + target.quote.suffix)
        start = folded.folded_offset(len(prefix))
        end = folded.folded_offset(len(prefix) + len(exact))
        start, end = without_blanks(folded.text, start, end)
        words = TextQuoteSelector(folded.text[start:end], folded.text[:start], folded.text[end:])
        if target.position is None:
            return words, None
        if compared is not None:
            return words, compared.comparison.map_offset(compared.range_of(target)[0])
        return words, self._folded.folded_offset(target.position.start)


def _with_short_context(target: Target) -> Target:
    """Cut off context that another tool has made long: comparing costs the square of it."""
    prefix, suffix = target.quote.prefix, target.quote.suffix
    if max(len(prefix), len(suffix)) <= _LONGEST_CONTEXT:
        return target
    quote = replace(
        target.quote, prefix=prefix[-_LONGEST_CONTEXT:], suffix=suffix[:_LONGEST_CONTEXT]
    )
    return replace(target, quote=quote)
