"""Rows that show how two texts differ: by signs, by how they are drawn, and by colour."""

from __future__ import annotations

from collections.abc import Iterator

from tui.annotations.differences import PieceKind
from tui.annotations.version_diff import Passage, PassageKind
from tui.session import PlacedAnnotation
from tui.ui.comparing import Side
from tui.ui.widgets.cards import compared, fold_pieces, quotation, short, states
from tui.ui.widgets.entry_list import EntryRow

_LABELS = {
    PassageKind.ADDED: "put in",
    PassageKind.REMOVED: "taken out",
    PassageKind.MOVED_AWAY: "moved from here, the same words",
    PassageKind.MOVED_HERE: "moved to here, the same words",
}
_SIGNS = {PieceKind.OLD: ("[-", "-]", "old"), PieceKind.NEW: ("{+", "+}", "new")}


def passage_rows(passage: Passage, width: int) -> Iterator[EntryRow]:
    """Yield a passage, what differs as `[-taken out-]` and `{+put in+}`."""
    if passage.kind in _LABELS:
        yield ((_LABELS[passage.kind], "state"),)
    if passage.kind is PassageKind.MOVED_AWAY:
        yield ((short(passage.pieces[0].text, width), "quiet"),)
        return
    pieces: list[tuple[str, str]] = []
    for piece in passage.pieces:
        before, behind, name = _SIGNS.get(piece.kind, ("", "", ""))
        if passage.kind is PassageKind.MOVED_HERE:
            before = behind = name = ""
        pieces.append((f"{before}{piece.text}{behind}", name))
    yield from fold_pieces(pieces, width)


def head_rows(old: Side, new: Side, width: int) -> Iterator[EntryRow]:
    """Yield what the two texts are, and how their headlines and bylines differ."""
    column = max(len(old.name), len(new.name)) + 2
    for side in (old, new):
        facts = " · ".join(filter(None, (side.outlet, side.when)))
        first, *rest = fold_pieces([(facts, "quiet")], max(8, width - column)) or [()]
        yield ((side.name.ljust(column), "title"), *first)
        for line in rest:
            yield ((" " * column, ""), *line)
    yield from fold_pieces(compared(old.version.headline, new.version.headline, ""), width)
    if old.version.byline != new.version.byline:
        bylines = compared(old.version.byline, new.version.byline, "")
        yield from fold_pieces([("by ", "quiet"), *bylines], width)


def lost_rows(placed: PlacedAnnotation, width: int) -> Iterator[EntryRow]:
    """Yield a highlight whose words changed or went: its words, its note, what became of it."""
    pieces = [(text, "" if name == "quote" else name) for text, name in quotation(placed)]
    yield from fold_pieces(pieces, width)
    if placed.annotation.note:
        yield ((short(placed.annotation.note, width), "quiet"),)
    for sentence in states(placed):
        yield from fold_pieces([(sentence, "state")], width)
