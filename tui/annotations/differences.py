"""Which words of a quote were altered, for showing the old ones beside the new."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.annotations.folding import Folded, fold
from tui.annotations.word_diff import Stretch, common_runs, gaps_between
from tui.annotations.words import Vocabulary, Words


class PieceKind(StrEnum):
    """Which of two texts has a piece."""

    SAME = "same"
    """Both; quotation marks, dashes and blanks may differ."""
    OLD = "old"
    """Only the quote: words that were taken out."""
    NEW = "new"
    """Only the article as it is now: words that were put in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words.

    Attributes:
        kind: Which text has it.
        text: The words; what both have is given as it stands now.
    """

    kind: PieceKind
    text: str


def differences(quote: str, now: str) -> tuple[Piece, ...]:
    """Compare a quote with what stands in its place, word by word.

    Typography does not count: straight quotation marks for curly ones, another dash, other
    blanks, an invisible hyphen.

    Args:
        quote: The words as they were.
        now: The words as they are.

    Returns:
        Pieces in reading order, old words before the new ones that replace them. The texts of
        the same and the new pieces together are `now`.
    """
    old, new = fold(quote), fold(now)
    vocabulary = Vocabulary()
    ours, theirs = Words(old.text, vocabulary), Words(new.text, vocabulary)
    stretch = Stretch(0, len(ours), 0, len(theirs))
    runs = common_runs(ours.ids, theirs.ids)
    pieces: list[Piece] = []
    done = 0
    for index, gap in enumerate(gaps_between(runs, stretch)):
        old_start, old_end = _edges(old, ours, gap.old, gap.old_end)
        start, end = _edges(new, theirs, gap.new, gap.new_end)
        if gap.new_end > gap.new:
            _add(pieces, PieceKind.SAME, now[done:start])
            _add(pieces, PieceKind.OLD, quote[old_start:old_end])
            _add(pieces, PieceKind.NEW, now[start:end])
            done = end
        elif gap.old_end > gap.old:
            # Nothing stands in their place: one of the blanks around them went with them.
            following = index < len(runs)
            upto = _edges(new, theirs, gap.new, gap.new + 1)[0] if following else len(now)
            _add(pieces, PieceKind.SAME, now[done:upto])
            done = upto
            if following:
                old_end = _edges(old, ours, gap.old_end, gap.old_end + 1)[0]
            if gap.old and not quote[old_end - 1].isspace():
                old_start = _edges(old, ours, gap.old - 1, gap.old)[1]
            _add(pieces, PieceKind.OLD, quote[old_start:old_end])
    _add(pieces, PieceKind.SAME, now[done:])
    return tuple(pieces)


def _edges(folded: Folded, words: Words, first: int, last: int) -> tuple[int, int]:
    """Return where words begin and end in the unfolded text."""
    if last <= first:
        return 0, 0
    return folded.source_range(words.starts[first], words.ends[last - 1])


def _add(pieces: list[Piece], kind: PieceKind, text: str) -> None:
    if not text:
        return
    if pieces and pieces[-1].kind is kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    else:
        pieces.append(Piece(kind, text))
