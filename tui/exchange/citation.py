"""A quotation with its source, by the user's own template; and the source alone.

The words of the article are put in as they are: a brace or a bracket in them means nothing. Only
quotation marks change, and only inside other quotation marks (see `quotation_marks`).
"""

from __future__ import annotations

import re

from tui.articles.metadata import Metadata
from tui.exchange.quotation_marks import nest, outer_marks

FIELDS = ("quote", "source", "byline", "outlet", "date", "url", "headline")
"""What a template may name in braces. `source` is byline, outlet (or else headline), date and
address, as far as the article states them."""

_FIELD = re.compile(r"\{(" + "|".join(FIELDS) + r")\}")
_ANY_FIELD = re.compile(r"\{([\w ]*)\}")
_SEPARATORS = " \t\u00a0\u202f,;:·•|/–—-"
_PAIRS = frozenset({"()", "[]", "<>", "**", "__", "“”", '""', "«»", "„“"})
_OPENING = frozenset('([<*_“„«"')
_CLOSING = frozenset(")]>.,;:!?*_”»“\"'")


def citation(said: Metadata) -> str:
    """Return who wrote what where and when, as far as it is known."""
    return _listed(said.byline, said.headline, said.outlet, said.published[:10], said.url)


def attributed(quote: str, said: Metadata, template: str) -> str:
    r"""Put a quotation and what its article says of itself into a template.

    A field that the article does not state leaves nothing behind: with it goes the comma or dash
    that parted it from its neighbour, and brackets that would be empty; a line of the template
    none of whose fields is stated goes whole. Words that the user wrote stay.

    Where the marks around `{quote}` are double ones, those in the quotation become single ones
    and so on. Where `>` or blanks stand before it at the beginning of a line, they stand before
    each of its lines: `> {quote}` is a quotation in Markdown.

    Args:
        quote: The words, in one paragraph or several.
        said: What the article's file says about it.
        template: A text with some of `FIELDS` in braces; other braces stand for themselves.
    """
    date = said.published[:10]
    values = {
        "quote": quote,
        "source": _listed(said.byline, said.outlet or said.headline, date, said.url),
        "byline": said.byline,
        "outlet": said.outlet,
        "date": date,
        "url": said.url,
        "headline": said.headline,
    }
    lines: list[str] = []
    for line in template.split("\n"):
        pieces = _FIELD.split(line)  # text, field, text, field, …, text
        names = pieces[1::2]
        if not names or any(values[name] for name in names):
            lines.append(_filled(pieces, values))
        else:
            while lines and not lines[-1].strip(" \t>"):
                lines.pop()  # a blank line that led to the one that goes
    return "\n".join(lines)


def unknown_fields(template: str) -> tuple[str, ...]:
    """Return the names in braces that are none of `FIELDS`."""
    return tuple(name for name in _ANY_FIELD.findall(template) if name not in FIELDS)


def _listed(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _filled(pieces: list[str], values: dict[str, str]) -> str:
    """Fill one line of a template: texts, with the name of a field between every two."""
    done: list[str] = []
    lead = pieces[0]
    prefix = lead[: len(lead) - len(lead.lstrip(" \t>"))]
    names = pieces[1::2]
    for index, (name, follow) in enumerate(zip(names, pieces[2::2], strict=True)):
        value = values[name]
        if not value:
            lead = _closed_up(lead, follow, more=index + 1 < len(names))
            continue
        if name == "quote":
            marks = outer_marks(lead, follow)
            value = _prefixed(value if marks is None else nest(value, marks), prefix)
        done += (lead, value)
        lead = follow
    return "".join((*done, lead))


def _prefixed(quote: str, prefix: str) -> str:
    first, *others = quote.split("\n")
    return "\n".join((first, *((prefix + line).rstrip() if prefix else line for line in others)))


def _closed_up(lead: str, follow: str, *, more: bool) -> str:
    """Return what stays of the texts on both sides of a field that is not stated.

    Of two separators one stays, the one that fits what follows.

    Args:
        lead: The text from the field before.
        follow: The text to the field after, or to the end of the line.
        more: Whether a field comes after.
    """
    while lead and follow and lead[-1] + follow[0] in _PAIRS:
        lead, follow = lead[:-1], follow[1:]
    left, right = lead.rstrip(_SEPARATORS), follow.lstrip(_SEPARATORS)
    before, after = lead[len(left) :], follow[: len(follow) - len(right)]
    if not right and not more:
        return left
    if not before:  # at a beginning what parted it from the next field goes, too
        return left + (right if not left or left[-1] in _OPENING else follow)
    if not after:
        return left + right if right and right[0] in _CLOSING else lead + right
    return left + follow if right and after.isspace() else lead + right
