"""What HTML's elements are on a page, for the parser's tree and for the linear scanner."""

from __future__ import annotations

import re

from tui.articles.document import SpanKind

INVISIBLE = frozenset(
    {
        *("audio", "canvas", "datalist", "head", "iframe", "map", "math", "noscript", "object"),
        *("script", "select", "style", "svg", "template", "textarea", "title", "video"),
    }
)
"""Elements whose text no reader sees, or only where something is missing."""

BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "button", "caption", "center"),
        *("dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption"),
        *("figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav"),
        *("ol", "optgroup", "option", "p", "plaintext", "pre", "search", "section", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp"),
    }
)
"""Elements that begin and end a block."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset({"ul", "ol", "menu", "dir"})
VERBATIM = frozenset({"pre", "listing", "xmp", "plaintext"})
CAPTIONS = frozenset({"figcaption", "caption"})

SPANS = {
    "a": SpanKind.LINK,
    "em": SpanKind.EMPHASIS,
    "i": SpanKind.EMPHASIS,
    "cite": SpanKind.EMPHASIS,
    "dfn": SpanKind.EMPHASIS,
    "strong": SpanKind.STRONG,
    "b": SpanKind.STRONG,
    "code": SpanKind.CODE,
    "kbd": SpanKind.CODE,
    "samp": SpanKind.CODE,
    "tt": SpanKind.CODE,
}

_NUMERIC = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_NAMED = re.compile(r"&(?:shy|ZeroWidthSpace|NoBreak|zwsp);?")


def rewrite_bad_entities(source: str) -> str:
    """Replace the numeric entities that stand for no character of a text.

    One `&#27;` or `&#xFFFE;` makes trafilatura give back nothing. Controls from 128 to 159 are
    what old editors meant by them, characters of Windows-1252.
    """
    if "&" not in source:
        return source
    return _NAMED.sub("", _NUMERIC.sub(_rewrite, source))


def _rewrite(match: re.Match[str]) -> str:
    digits = (match[1] or match[2]).lstrip("0")
    if len(digits) > 7:
        return "\ufffd"
    code = int(digits or "0", 16 if match[1] else 10)
    if 0x80 <= code <= 0x9F:
        return bytes([code]).decode("cp1252", "replace")
    if code in (9, 10, 13):
        return " "
    bad = code < 32 or code == 127 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF
    bad = bad or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return "\ufffd" if bad else match[0]
