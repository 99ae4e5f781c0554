"""The text that a target's position counts in, compared with the article as it is now."""

from __future__ import annotations

from tui.annotations.comparison import Comparison
from tui.annotations.folding import fold
from tui.annotations.selectors import Target
from tui.annotations.words import Vocabulary, Words


class OldText:
    """An older text of the article, and its comparison with the one of now.

    Args:
        text: The older text.
        words: The words of the newer one, folded.
        vocabulary: What numbered them.

    Attributes:
        text: The older text as it was.
        folded: The same with its typography folded away.
        comparison: What became of the folded text.
    """

    def __init__(self, text: str, words: Words, vocabulary: Vocabulary) -> None:
        self.text = text
        self.folded = fold(text)
        self.comparison = Comparison(Words(self.folded.text, vocabulary), words)

    def range_of(self, target: Target) -> tuple[int, int]:
        """Return where a target with a position stood in the folded old text, blanks left out."""
        if target.position is None:
            return 0, 0
        start = self.folded.folded_offset(target.position.start)
        end = self.folded.folded_offset(target.position.end)
        return without_blanks(self.folded.text, start, end)


def without_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without the blanks at its ends."""
    part = text[start:end]
    start += len(part) - len(part.lstrip(" "))
    return start, max(start, start + len(part.strip(" ")))
