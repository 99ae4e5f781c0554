"""The text of one block while it is put together: white space folded, inline stretches noted."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote

from tui.articles.document import Span, SpanKind
from tui.articles.safe_text import clean_line, clean_text

_SPACES = re.compile(r"[ \t\n\r\f]+")
_SCHEMES = ("http://", "https://", "mailto:")
_LONGEST_ADDRESS = 4000
_MOST_OPEN = 40
"""Stretches open at a time that are kept: each goes on in every block that begins inside it, and
a page may open a hundred thousand and close none."""
_MOST_REMAPPING = 10_000_000  # code points looked at to keep spans where the gate changed a text


def anchor_name(name: str) -> str:
    """Return the name of a place in a file, or a link's fragment, as the two are compared."""
    return clean_line(unquote(name) if "%" in name else name)


def safe_address(address: str) -> str:
    """Return an address that may be kept: of the web or of e-mail, on one line, not too long.

    What is anything else, such as `javascript:` or `data:`, is an empty string.
    """
    if len(address) > _LONGEST_ADDRESS:
        return ""
    plain = address.isascii() and address.isprintable()  # most are, and cleaning costs 5 µs
    line = address if plain else clean_line(address, _LONGEST_ADDRESS)
    return line if line[:8].lower().startswith(_SCHEMES) else ""


class InlineText:
    """Collects a block's pieces of text and the stretches that are emphasised, linked, code."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._last = " "
        self._spans: list[Span] = []
        self._open: list[tuple[SpanKind, str, int]] = []
        self._not_kept: Counter[SpanKind] = Counter()
        self._anchors: list[tuple[str, int]] = []

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to see yet."""
        return self._length == 0

    def __len__(self) -> int:
        return self._length

    def add(self, text: str) -> None:
        """Add text in which any white space is one space."""
        if not text:
            return
        if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
            text = _SPACES.sub(" ", text)
        if text[0] == " " and self._last in " \n\t":
            text = text[1:]
        if text:
            self._pieces.append(text)
            self._length += len(text)
            self._last = text[-1]

    def add_verbatim(self, text: str) -> None:
        """Add text whose white space counts."""
        if text:
            self._append(text)

    def add_line_break(self) -> None:
        """Add a line break; at the beginning there is none."""
        self._drop_space()
        if self._length:
            self._append("\n")

    def add_cell_break(self) -> None:
        """Begin a table cell: a tab, but at the beginning of a row."""
        self._drop_space()
        if self._length and self._last != "\n":
            self._append("\t")

    def ends_with_line_break(self) -> bool:
        """Tell whether the next text begins a new line."""
        return self._last == "\n"

    def open(self, kind: SpanKind, href: str = "") -> None:
        """Begin a stretch; `close` ends the innermost one of its kind."""
        if len(self._open) < _MOST_OPEN:
            self._open.append((kind, href, self._length))
        else:
            self._not_kept[kind] += 1

    def close(self, kind: SpanKind) -> None:
        """End the innermost stretch of a kind; nothing where there is none."""
        if self._not_kept[kind]:
            self._not_kept[kind] -= 1
            return
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] is kind:
                self._end(*self._open.pop(index))
                return

    def anchor(self, name: str) -> None:
        """Note that links lead here; `take_anchors` gives the names back."""
        self._anchors.append((name, self._length))

    def take_anchors(self) -> tuple[tuple[str, int], ...]:
        """Return the names in the text that `finish` gave last, with their places in it."""
        anchors = tuple(self._anchors)
        self._anchors.clear()
        return anchors

    def finish(self) -> tuple[str, tuple[Span, ...]]:
        """Return the text, safe and without white space around it, and its stretches.

        Open stretches are ended here and begin again in the text that is collected next. Anchors
        without a text to stand in wait for the next one.
        """
        for kind, href, start in self._open:
            self._end(kind, href, start)
        raw = "".join(self._pieces)
        text, spans = _trim(raw, self._spans)
        if self._anchors:
            self._anchors = _move_anchors(raw, text, self._anchors)
        self._pieces, self._length, self._last, self._spans = [], 0, " ", []
        self._open = [(kind, href, 0) for kind, href, _ in self._open]
        return text, tuple(spans)

    def _drop_space(self) -> None:
        if self._pieces and self._last == " ":
            self._pieces[-1] = self._pieces[-1][:-1]
            self._length -= 1
            self._last = next((piece[-1] for piece in reversed(self._pieces) if piece), " ")

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
        self._last = text[-1]

    def _end(self, kind: SpanKind, href: str, start: int) -> None:
        if start < self._length:
            self._spans.append(Span(start, self._length, kind, href))


def _move_anchors(raw: str, text: str, anchors: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return anchors of a collected text where they stand in what was made of it."""
    shift, rest = len(raw) - len(raw.lstrip()), raw.strip()
    altered = len(text) != len(rest) and len(anchors) * len(rest) <= _MOST_REMAPPING
    moved = []
    for name, place in anchors:
        place = max(0, place - shift)
        place = len(clean_text(rest[:place])) if altered else place
        moved.append((name, max(0, min(place, len(text) - 1))))
    return moved


def _trim(raw: str, spans: list[Span]) -> tuple[str, list[Span]]:
    text = raw.strip()
    shift = len(raw) - len(raw.lstrip()) if text else 0
    cleaned = clean_text(text)
    if cleaned != text:
        if len(spans) * len(text) > _MOST_REMAPPING:
            return cleaned.strip(), []
        bounds = {offset: 0 for span in spans for offset in (span.start, span.end)}
        for offset in bounds:
            bounds[offset] = shift + len(clean_text(text[: max(0, offset - shift)]))
        spans = [Span(bounds[each.start], bounds[each.end], each.kind, each.href) for each in spans]
        text = cleaned.rstrip()
    kept = []
    for span in spans:
        start, end = max(0, span.start - shift), min(len(text), span.end - shift)
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            same = start == span.start and end == span.end
            kept.append(span if same else Span(start, end, span.kind, span.href))
    kept.sort(key=lambda span: (span.start, -span.end))
    return text, kept
