"""What is said of an annotation: its words, what became of them, its note, its state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tui.reading import wrap
from tui.session import PlacedAnnotation

CardLine = tuple[tuple[str, str], ...]
"""Pieces of (text, class) of one row. They are text, never markup."""

LONGEST_COMPARED = 20_000
"""Code points of a quotation beyond which its words are not compared on the screen."""

_SENTENCES = {
    "moved": "→ moved: the same words in another place",
    "changed": "≠ changed: [-taken out-] {+put in+}; r decides",
    "orphan": "✗ not found in the text any more; r looks for it",
}


def fold(text: str, width: int) -> list[str]:
    """Break text into lines of at most `width` cells; none for an empty text."""
    return ["".join(piece for piece, _ in line) for line in fold_pieces([(text, "")], width)]


def fold_pieces(pieces: Sequence[tuple[str, str]], width: int) -> list[CardLine]:
    """Break pieces of (text, class) that belong together into lines of at most `width` cells."""
    text = "".join(piece for piece, _ in pieces).replace("\t", " ")
    lines: list[CardLine] = []
    start = 0
    for row in text.split("\n") if text else ():
        for line in wrap(row, 0, len(row), width):
            lines.append(_cut(text, pieces, start + line.start, start + line.drawn))
        start += len(row) + 1
    return lines


def _cut(text: str, pieces: Sequence[tuple[str, str]], start: int, end: int) -> CardLine:
    if len(pieces) == 1:
        return ((text[start:end], pieces[0][1]),)
    found: list[tuple[str, str]] = []
    at = 0
    for piece, name in pieces:
        first, last = max(start, at), min(end, at + len(piece))
        if first < last:
            found.append((text[first:last], name))
        at += len(piece)
    return tuple(found) or (("", ""),)


def compared(quote: str, now: str, same: str = "quote") -> list[tuple[str, str]]:
    """Return the words of a quotation beside those that stand there now, marked by signs.

    What was taken out stands as `[-so-]`, what was put in as `{+so+}`.

    Args:
        quote: The words as they were.
        now: The words as they are.
        same: The class of what both have.
    """
    from tui.annotations import PieceKind, differences

    if len(quote) + len(now) > LONGEST_COMPARED:
        return [(f"[-{quote}-] ", "old"), (f"{{+{now}+}}", "new")]
    shown: list[tuple[str, str]] = []
    for piece in differences(quote, now):
        if piece.kind is PieceKind.SAME:
            shown.append((piece.text, same))
        elif piece.kind is PieceKind.OLD:
            shown.append((f"[-{piece.text}-]", "old"))
        else:
            shown.append((f"{{+{piece.text}+}}", "new"))
    return shown


def quotation(placed: PlacedAnnotation) -> list[tuple[str, str]]:
    """Return an annotation's quotation, its changed words beside those in the article."""
    annotation = placed.annotation
    if not any(placed.altered):
        return [(annotation.quote, "quote")]
    shown: list[tuple[str, str]] = []
    for target, now in zip(annotation.targets, placed.altered, strict=True):
        if shown:
            shown.append((" […] ", "quote"))
        quote = target.quote.exact
        shown += compared(quote, now) if now else [(quote, "quote")]
    return shown


def states(placed: PlacedAnnotation) -> list[str]:
    """Say what is to be said of an annotation's state; nothing where all is well."""
    sentences = [] if placed.saved else ["! not saved yet"]
    if placed.state in _SENTENCES and placed.anchors:
        sentences.append(_SENTENCES[placed.state])
    if placed.doubtful:
        sentences.append("? please check the place")
    return sentences


def short(text: str, width: int) -> str:
    """Return the first line of a text, with a sign where there is more of it."""
    words = " ".join(text[: 8 * width].split())
    lines = fold(words, width)
    if len(lines) > 1:
        lines = [f"{fold(words, max(1, width - 2))[0].rstrip()} …"]
    return lines[0] if lines else ""


def moment_here(moment: str) -> str:
    """Return an ISO 8601 moment as this machine's clock shows it; odd ones as they are."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return moment
