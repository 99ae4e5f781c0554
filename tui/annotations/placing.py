"""Finding annotations in the text of the open article, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from threading import Lock

from tui.annotations.anchoring import Anchored, Anchorer, AnchorState
from tui.annotations.describing import reattach
from tui.annotations.model import Annotation
from tui.annotations.ranking import CERTAIN
from tui.annotations.selectors import Target
from tui.articles.document import Document, TextRange

_SAME_WORDS = frozenset((AnchorState.EXACT, AnchorState.MOVED))


class Placing:
    """Where targets stand in one document.

    The comparison of an older text with this one is kept, and so is every answer: what was found
    is found again at once. Any thread may ask; where the answer is not known, asking takes up to
    a second in a text of megabytes, so that is not for the screen's thread.

    Args:
        document: The article as it is now.
        old_texts: Gives the text of a SHA-256, as `AnnotationStore.text_of` does.
    """

    def __init__(self, document: Document, old_texts: Callable[[str], str | None]) -> None:
        self._document = document
        self._search = Anchorer(document, old_texts)
        self._lock = Lock()
        self._known: dict[Target, Anchored] = {}

    def find(self, target: Target) -> Anchored:
        """Find a target."""
        known = self._known.get(target)
        if known is None:
            with self._lock:
                known = self._known[target] = self._search.anchor(target)
        return known

    def candidates(self, target: Target, count: int) -> tuple[Anchored, ...]:
        """Return the places nearest to a target, the best first."""
        with self._lock:
            return self._search.candidates(target, count)

    def altered(self, anchored: Anchored) -> str:
        """Return the words at a place where they are not the quote's any more, else nothing."""
        if anchored.state is not AnchorState.CHANGED or anchored.range is None:
            return ""
        return self._document.text[anchored.range.start : anchored.range.end]

    def reattached(self, target: Target, place: TextRange) -> Target:
        """Describe another place for a target, its words being what stands there now."""
        return reattach(self._document, target, place)

    def moved(self, annotations: Iterable[Annotation]) -> list[tuple[Annotation, Annotation]]:
        """Return those whose words surely stand elsewhere now, each with its new targets.

        Only what is the same words in all its parts is among them: a quote that was altered is
        the reader's to look at. In this text the new targets still count as moved, so that the
        margin says so until the article is opened again.
        """
        found: list[tuple[Annotation, Annotation]] = []
        for annotation in annotations:
            anchors = [self.find(target) for target in annotation.targets]
            states = {anchored.state for anchored in anchors}
            if AnchorState.MOVED not in states or not states <= _SAME_WORDS:
                continue
            if min(anchored.score for anchored in anchors) < CERTAIN:
                continue  # the same words in other company, it may be
            targets = []
            for target, anchored in zip(annotation.targets, anchors, strict=True):
                new = target
                if anchored.state is AnchorState.MOVED and anchored.range is not None:
                    new = self.reattached(target, anchored.range)
                    self._known[new] = anchored
                targets.append(new)
            if tuple(targets) != annotation.targets:
                found.append((annotation, replace(annotation, targets=tuple(targets))))
        return found
