"""One line of article text as Markdown: every sign that could be markup is escaped.

What is promised: a CommonMark reader shows the words exactly as they are in the article. A stretch
whose emphasis could not be written so that every reader understands it (inside a word, against
another emphasis) stays plain text, because stray asterisks would be worse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from tui.articles.document import Span, SpanKind

_SIGNS = re.compile(
    r"[\\`*\[\]<~|]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # an underscore inside a word is none
    r"|(?<!\S)#"  # headings, closing signs of headings, tags
    r"|&(?=[#A-Za-z])"  # an entity
    r"|=(?==)|(?<==)="  # highlighting in some dialects
)
_LINE_START = re.compile(r"[-+](?=[\s-]|$)|[>=]|:(?=-)")
_NUMBER_START = re.compile(r"\d{1,9}(?=[.)](?:\s|$))")
_TICKS = re.compile(r"`+")
_NOT_IN_ADDRESS = re.compile(r"[\s<>()\[\]\\\"`|*]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_STRESS = {SpanKind.EMPHASIS: "*", SpanKind.STRONG: "**"}
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def escape(text: str) -> str:
    """Return text of one line in which nothing is markup, wherever in a line it may stand."""
    escaped = _SIGNS.sub(r"\\\g<0>", text)
    if _LINE_START.match(escaped):
        return f"\\{escaped}"
    if number := _NUMBER_START.match(escaped):
        return f"{number[0]}\\{escaped[number.end() :]}"
    return escaped


def longest_ticks(text: str) -> int:
    """Return how many backticks stand in the longest run of them."""
    return max((len(run) for run in _TICKS.findall(text)), default=0)


def nested(spans: Iterable[Span]) -> list[Span]:
    """Return the spans that Markdown can nest: none half in another, nothing within code.

    Links do not stand in links, nor emphasis in emphasis, so that at most three lie on each other.
    """
    kept: list[Span] = []
    around: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        while around and around[-1].end <= span.start:
            around.pop()
        if span.start == span.end or (span.kind is SpanKind.LINK and not span.href):
            continue
        family = span.kind in _STRESS
        fits = all(
            span.end <= other.end
            and other.kind is not SpanKind.CODE
            and other.kind is not span.kind
            and not (family and other.kind in _STRESS)
            for other in around
        )
        if fits:
            kept.append(span)
            around.append(span)
    return kept


def by_line(text: str, start: int, spans: Sequence[Span], parts: re.Pattern[str]) -> Iterator[str]:
    """Yield each line (or table cell) of a block as Markdown.

    Args:
        text: The block's text.
        start: Where it begins in the document, from where the spans count.
        spans: The block's spans, `nested`.
        parts: What parts two lines: one character.
    """
    pending = sorted(spans, key=lambda each: (each.start, -each.end))
    first, at = 0, 0
    open_spans: list[Span] = []
    while True:
        parting = parts.search(text, at)
        end = parting.start() if parting else len(text)
        while first < len(pending) and pending[first].start - start < end:
            open_spans.append(pending[first])
            first += 1
        here = [_clip(span, text, start, at, end) for span in open_spans]
        yield _line(text, at, end, [span for span in here if span is not None])
        open_spans = [span for span in open_spans if span.end - start > end]
        if parting is None:
            return
        at = end + 1


def _clip(span: Span, text: str, shift: int, start: int, end: int) -> Span | None:
    """Return the part of a span in a line, without white space at its ends, counted in `text`."""
    start, end = max(start, span.start - shift), min(end, span.end - shift)
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end, span.kind, span.href) if start < end else None


def _line(text: str, start: int, end: int, spans: list[Span]) -> str:
    while start < end and text[start] in " \t":
        start += 1
    while start < end and text[end - 1] in " \t":
        end -= 1
    if not spans:
        return escape(text[start:end])
    pieces: list[str] = []
    closing: list[tuple[int, str]] = []
    at, code_end, stress_end = start, -1, -1

    def plain(until: int) -> None:
        nonlocal at
        if at < until:
            words = text[at:until]
            # Only at a line's beginning can words be read as a list or a quotation. A stop in front
            # of others keeps them from being escaped as such, and is taken away again.
            pieces.append(escape(f".{words}")[1:] if pieces else escape(words))
            at = until

    def close(until: int) -> None:
        while closing and closing[-1][0] <= until:
            place, sign = closing.pop()
            plain(place)
            pieces.append(sign)

    for span in spans:
        close(span.start)
        if span.kind is SpanKind.CODE:
            if span.start == code_end:
                continue  # two runs of backticks would become one
            plain(span.start)
            pieces.append(_code(text[span.start : span.end]))
            at = code_end = span.end
        elif span.kind is SpanKind.LINK:
            plain(span.start)
            if pieces and pieces[-1].endswith("!"):  # with a link it would be an image
                pieces[-1] = pieces[-1][:-1] + "\\!"
            pieces.append("[")
            closing.append((span.end, f"]({_address(span.href)})"))
        elif _can_be_stressed(text, start, end, span) and span.start != stress_end:
            plain(span.start)
            pieces.append(_STRESS[span.kind])
            closing.append((span.end, _STRESS[span.kind]))
            stress_end = span.end
    close(end)
    plain(end)
    return "".join(pieces)


def _can_be_stressed(text: str, start: int, end: int, span: Span) -> bool:
    before = text[span.start - 1] if span.start > start else " "
    after = text[span.end] if span.end < end else " "
    return all(sign.isspace() or sign in _ASCII_PUNCTUATION for sign in (before, after))


def _code(text: str) -> str:
    fence = "`" * (longest_ticks(text) + 1)
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _address(href: str) -> str:
    encoded = _NOT_IN_ADDRESS.sub(lambda sign: quote(sign[0], safe=""), href)
    return _ENTITY.sub("&amp;", encoded)
