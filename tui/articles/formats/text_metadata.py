"""Metadata from the words of a text: what its first lines state, and nothing that they hint at.

A saved article begins with its headline, or with a page's navigation and then its headline; the
lines "by NAME" and a date stand beside it, and prose follows. That group of lines is the
*header*. What is found outside it, or against it, is not believed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace

from tui.articles.bylines import (
    is_name_like,
    parse_byline,
    parse_name_and_role,
    split_trailing_date,
)
from tui.articles.dates import parse_date_line
from tui.articles.document import Block
from tui.articles.formats.text_headline import (
    LONGEST_HEADLINE,
    NEAR,
    PROSE,
    TOP,
    find_headline,
)
from tui.articles.metadata import Metadata
from tui.articles.safe_text import clean_line
from tui.articles.wording import wording

_SEARCHED = 1500  # blocks: the longest navigation seen before a headline had some 700

_FIRST_LINES = 3
_SENTENCE = 40
"""Code points of the shortest line that is taken for a sentence of a short report."""
_STOPS = (".", "!", "?", "”", "“", "»", '"', "。", "！", "？")

_ARTICLE_WORDS = ("the", "die", "der", "das", "le", "la", "el", "il", "de", "het", "o", "a")

_LABEL = re.compile(r"([^\W\d_][^\W\d_ ]{0,20}(?: [^\W\d_]{1,12}){0,2}) ?[:：] ?(?=\S)")
_YEAR = re.compile(r"\d{4}")
_URL = re.compile(r"https?://[^\s<>\"]{4,1000}$")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s©]{0,3}(?:\d{4}(?:\s?[-–—]\s?\d{4})?,?\s)(?:by\s)?(.{2,80})",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"[,.]?\s(?:ltd|limited|inc|llc|gmbh|ag|plc|s\.?a|company|cooperative|all rights)\b.*"
    r"|[.|–—].*",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"(?:media|network|networks|newspapers|group|publishing|publishers|publications|corporation"
    r"|holdings|entertainment|digital|interactive|communications|verlag|groupe|grupo|gruppo)$",
    re.IGNORECASE,
)
"""How companies are called that own outlets and are none."""


@dataclass(slots=True)
class _Header:
    """What is known so far, and the block that it was read from."""

    values: dict[str, str] = field(default_factory=dict)
    states: dict[int, list[str]] = field(default_factory=dict)

    def put(self, name: str, value: str, block: int | None = None) -> None:
        value = clean_line(value)
        if not value or name in self.values:
            return
        self.values[name] = value
        if block is not None:
            self.states.setdefault(block, []).append(name)


@dataclass(frozen=True, slots=True)
class TextMetadata:
    """What was read.

    Attributes:
        blocks: The blocks, with `Evidence.states` set on those that something was read from.
        metadata: What is known and what was read, the known counting more.
        stated: What the text itself states, by the field's name.
    """

    blocks: list[Block]
    metadata: Metadata
    stated: dict[str, str] = field(default_factory=dict)


def read_metadata(blocks: list[Block], known: Metadata | None = None) -> TextMetadata:
    """Read metadata from an article's blocks.

    Args:
        blocks: All blocks of the article.
        known: What is known from better sources; it is kept, and the block that says the same
            is found.
    """
    header = _Header()
    texts = [block.text for block in blocks[:_SEARCHED]]
    _read_labels(texts, header)
    if known and known.headline:
        _find_known_headline(texts, known.headline, header)
    anchor = _find_anchor(texts, header)
    if "headline" not in header.values:
        index = find_headline(blocks[:_SEARCHED], anchor, header.values)
        if index is not None:
            header.put("headline", texts[index], index)
    _read_address(texts, anchor, header)
    _read_outlet(blocks, texts, anchor, header)
    metadata = Metadata(**header.values)
    if known:
        _forget_other_authors(known.byline, header)
        _find_known_lines(texts, known, header)
        said = {item.name: getattr(known, item.name) for item in fields(known)}
        metadata = replace(metadata, **{name: value for name, value in said.items() if value})
    return TextMetadata(_with_states(blocks, header), metadata, header.values)


def fold(text: str) -> str:
    """Return a text as it is compared: case and white space aside."""
    return " ".join(text.casefold().split())


def _find_known_headline(texts: Sequence[str], headline: str, header: _Header) -> None:
    header.values.pop("headline", None)
    wanted = fold(headline)
    for index, text in enumerate(texts):
        if len(text) <= 2 * len(headline) and fold(text) == wanted:
            header.put("headline", headline, index)
            return
    header.values["headline"] = headline


def _forget_other_authors(known: str, header: _Header) -> None:
    """A line that names nobody of the known authors is not this article's byline."""
    stated = set(header.values.get("byline", "").casefold().split())
    if known and not stated & set(known.casefold().replace(",", " ").split()):
        header.values.pop("byline", None)
        for names in header.states.values():
            if "byline" in names:
                names.remove("byline")


def _find_known_lines(texts: Sequence[str], known: Metadata, header: _Header) -> None:
    """Find the first lines near the headline that state the known author and date."""
    stated = {name: block for block, names in header.states.items() for name in names}
    first = stated.get("headline", 0)
    authors = set(known.byline.casefold().replace(",", " ").split())
    for index in range(max(0, first - NEAR), min(len(texts), first + TOP)):
        text = texts[index]
        byline = parse_byline(text) if "byline" not in stated else None
        if byline and authors & set(byline.names.casefold().split()):
            stated["byline"] = index
            header.states.setdefault(index, []).append("byline")
        date = parse_date_line(text) if "published" not in stated else None
        if date and not date.updated and date.iso[:10] == known.published[:10]:
            stated["published"] = index
            header.states.setdefault(index, []).append("published")


def _with_states(blocks: list[Block], header: _Header) -> list[Block]:
    marked = list(blocks)
    for index, names in header.states.items():
        block = marked[index]
        states = tuple(dict.fromkeys((*block.evidence.states, *names)))
        marked[index] = replace(block, evidence=replace(block.evidence, states=states))
    return marked


def _read_labels(texts: Sequence[str], header: _Header) -> None:
    """Read lines such as "Source: The Daily Wave" at the top of the text."""
    words = wording()
    for index, text in enumerate(texts[:TOP]):
        match = _LABEL.match(text)
        if match is None or len(text) > LONGEST_HEADLINE:
            continue
        label, value = match[1].lower(), text[match.end() :].strip()
        if label in words.url_labels and _URL.match(value):
            header.put("url", value, index)
        elif label in words.headline_labels:
            header.put("headline", value, index)
        elif label in words.outlet_labels and is_name_like(value) and len(value.split()) <= 8:
            header.put("outlet", value, index)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A block that could be a line of the header."""

    block: int
    byline: str = ""
    published: str = ""
    outlet: str = ""
    sure: bool = True


def _read_statement(index: int, text: str) -> _Statement | None:
    if len(text) > 160:
        return None
    if stated := parse_byline(text):
        return _Statement(index, stated.names, stated.published, sure=stated.plain)
    if not _YEAR.search(text):
        return None
    if date := parse_date_line(text):
        return None if date.updated else _Statement(index, published=date.iso)
    before, published = split_trailing_date(text)
    if not published:
        return None
    if is_outlet(before):
        return _Statement(index, published=published, outlet=before, sure=False)
    if is_name_like(before) and 2 <= len(before.split()) <= 4:
        return _Statement(index, before, published, sure=False)
    return None


def is_outlet(text: str) -> bool:
    """Tell whether capitalised words name a publication: "The …", "… Weekly"."""
    words = text.split()
    if not 2 <= len(words) <= 6 or not is_name_like(text):
        return False
    return words[0].lower() in _ARTICLE_WORDS or any(
        word.lower() in wording().outlet_nouns for word in words
    )


def _find_anchor(texts: Sequence[str], header: _Header) -> range | None:
    """Find the header's byline and date lines, and keep what they state.

    Returns:
        The blocks from the first of these lines to behind the last; None where there are none.
    """
    statements = [
        statement
        for index, text in enumerate(texts)
        if (statement := _read_statement(index, text)) is not None
    ]
    group = _best_group(statements, texts)
    if not group:
        return None
    for statement in group:
        header.put("byline", statement.byline, statement.block)
        header.put("published", statement.published, statement.block)
        header.put("outlet", statement.outlet, statement.block)
    first, last = group[0].block, group[-1].block
    if "byline" not in header.values:
        for index in range(max(0, first - 2), min(len(texts), last + 3)):
            if stated := parse_name_and_role(texts[index]):
                header.put("byline", stated.names, index)
                return range(min(first, index), max(last, index) + 1)
    return range(first, last + 1)


def _best_group(statements: list[_Statement], texts: Sequence[str]) -> list[_Statement]:
    """Return the first neighbouring statements that can be an article's header."""
    groups: list[list[_Statement]] = []
    for statement in statements:
        if groups and statement.block - groups[-1][-1].block <= NEAR:
            groups[-1].append(statement)
        else:
            groups.append([statement])
    usable = [group for group in groups if _is_header(group, texts)]
    at_top = [group for group in usable if group[0].block < TOP]
    if at_top:
        return at_top[0]
    # Further down, a page's teasers have dates and bylines as well: only one group that states
    # both, or a single group in all, is believed.
    complete = [group for group in usable if _is_complete(group)]
    if complete:
        return complete[0] if len(complete) == 1 else []
    return usable[0] if len(usable) == 1 else []


def _is_complete(group: list[_Statement]) -> bool:
    return any(each.byline for each in group) and any(each.published for each in group)


def _is_header(group: list[_Statement], texts: Sequence[str]) -> bool:
    """Tell whether prose follows soon, and something sure is said."""
    if not (any(each.sure for each in group) or _is_complete(group)):
        return False
    if len({each.published for each in group if each.published}) > 1:
        return False
    after = texts[group[-1].block + 1 : group[-1].block + 13]
    if group[0].block <= _FIRST_LINES and _is_complete(group):
        # A byline and a date right at the top are a header, however short the report under it.
        return any(len(text) >= _SENTENCE and text.endswith(_STOPS) for text in after)
    return any(len(text) >= PROSE for text in after)


def _read_address(texts: Sequence[str], anchor: range | None, header: _Header) -> None:
    near = range(TOP) if anchor is None else range(max(0, anchor.start - 6), anchor.stop + NEAR)
    for index in dict.fromkeys([*range(TOP), *near]):
        if index < len(texts) and _URL.match(texts[index]):
            header.put("url", texts[index], index)


def _read_outlet(
    blocks: Sequence[Block], texts: Sequence[str], anchor: range | None, header: _Header
) -> None:
    """Read the outlet off a line of its own in the header, or off a dated copyright line."""
    if "outlet" in header.values:
        return
    near = range(0) if anchor is None else range(max(0, anchor.start - 3), anchor.stop + 2)
    for index in (*range(3), *near):
        if index < len(texts) and len(texts[index]) <= 60 and _is_masthead(texts[index]):
            header.put("outlet", texts[index], index)
            return
    short = {text.casefold() for text in texts if len(text) <= 80}
    host = re.sub(r"^https?://(?:www\.)?|[./].*$", "", header.values.get("url", ""))
    for block in blocks[:-40:-1]:
        match = _COPYRIGHT.search(block.text) if len(block.text) <= 300 else None
        if match is None:
            continue
        name = _COMPANY.sub("", match[1]).strip(" ,.;")
        squeezed = "".join(filter(str.isalnum, name.lower()))
        again = name.casefold() in short or (host and squeezed == host.replace("-", ""))
        if _PUBLISHER.search(name) or not is_name_like(name) or len(name.split()) > 6:
            continue
        if again or is_outlet(name):
            header.put("outlet", name)
            return


def _is_masthead(text: str) -> bool:
    """Tell "The Daily Wave" on a line of its own; "Local News" is a section."""
    words = text.lower().split()
    return is_outlet(text) and words[0] in _ARTICLE_WORDS and words[-1] in wording().outlet_nouns
