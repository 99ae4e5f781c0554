"""Pages to train on: real ones, aligned with their truth, and ones composed of their parts.

Few pages teach a model little about how heads, bodies and tails of pages go together, so most of
what it sees is composed: the head of one page, the body of a second, the tail of a third; of some
bodies a part, and inside some a few lines that belong to another page's frame.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from tui.articles.document import Document
from tui.articles.formats import read_document
from tui.boilerplate.model import AFTER, ARTICLE, BEFORE, INSIDE
from tui.boilerplate.seen import look_at
from tui.boilerplate.shape import Facts

_WORD = re.compile(r"\w+")
_LONGEST = 600
"""Lines of a composed page; longer ones cost time and teach no more."""


@dataclass(frozen=True)
class Lines:
    """A page's lines as numbers, their states, and its headline as bare words."""

    facts: list[Facts]
    states: list[int]
    headline: str

    @property
    def body(self) -> slice:
        """The lines from the article's first to its last."""
        last = len(self.states) - self.states[::-1].index(ARTICLE)
        return slice(self.states.index(ARTICLE), last)


@dataclass(frozen=True)
class Page:
    """A real page: where it is from, its kind of text, and its article."""

    kind: str
    site: str
    truth: str
    document: Document
    lines: Lines


def read_pages(folder: Path, truths: Path) -> list[Page]:
    """Read the pages and find the truth in them."""
    pages = []
    for name, truth in json.loads(truths.read_text("utf-8")).items():
        for path in sorted(folder.glob(f"{name}*.txt")):
            document = read_document(path)
            seen = look_at(document)
            states = states_of(shares_of(document, truth["articleBody"]))
            lines = Lines(seen.facts, states, seen.page.headline)
            kind = path.name.partition(".")[2]
            site = urlsplit(truth["url"]).netloc
            pages.append(Page(kind, site, truth["articleBody"], document, lines))
    return pages


def shares_of(document: Document, truth: str) -> list[float]:
    """Align a page with its truth; return for each block the share of its words that are in it."""
    words: list[str] = []
    owners: list[int] = []
    for block in document.blocks:
        for word in _WORD.findall(block.text):
            words.append(word)
            owners.append(block.index)
    sizes = Counter(owners)
    found: Counter[int] = Counter()
    matcher = SequenceMatcher(None, words, _WORD.findall(truth), autojunk=False)
    for start, _, length in matcher.get_matching_blocks():
        if length and (length >= 3 or sizes[owners[start]] <= length):
            found.update(owners[start : start + length])
    return [found[block.index] / (sizes[block.index] or 1) for block in document.blocks]


def states_of(shares: Sequence[float]) -> list[int]:
    """Return each line's state; a line is the article if more than half of its words are."""
    article = [index for index, share in enumerate(shares) if share > 0.5]
    if not article:
        return [BEFORE] * len(shares)
    first, last = article[0], article[-1]
    return [
        BEFORE if index < first else AFTER if index > last else ARTICLE if share > 0.5 else INSIDE
        for index, share in enumerate(shares)
    ]


def compose(head: Lines, body: Lines, tail: Lines, chance: Random) -> Lines | None:
    """Make a page of three: its headline is the body's, wherever the head says its own.

    Returns:
        None where one of them has no article or the page gets too long.
    """
    if any(ARTICLE not in part.states for part in (head, body, tail)):
        return None
    above = _retitled(head, body)
    below = tail.facts[tail.body.stop :]
    # Some files are clipped by hand: little above the article, little below.
    if chance.random() < 0.15:
        above = above[-chance.randint(1, 12) :]
    if chance.random() < 0.15:
        below = below[: chance.randint(0, 10)]
    inner, states = body.facts[body.body], body.states[body.body]
    if chance.random() < CUT and len(inner) > 8:
        inner, states = _part_of(inner, states, chance)
    if chance.random() < INTERRUPTED and len(inner) > 3:
        inner, states = _interrupted(inner, states, chance.choice((head, tail)), chance)
    facts = _stack(above, inner, below)
    if len(facts) > _LONGEST:
        return None
    states = [*[BEFORE] * len(above), *states, *[AFTER] * len(below)]
    return Lines(facts, states, body.headline)


CUT = 0.2
"""The share of composed pages whose article is a part of one."""
INTERRUPTED = 0.4
"""The share of composed pages that have lines of another frame inside the article."""


def _retitled(head: Lines, body: Lines) -> list[Facts]:
    """Return what stands above a page's article, with another's headline for its own."""
    above = head.facts[: head.body.start]
    if not body.headline:
        return above
    own = next((body.facts[index] for index in _titles(body)), None)
    words = frozenset(word for word in body.headline.split(" ") if len(word) > 3)
    for index in _titles(head):
        if index < len(above):
            old = above[index]
            above[index] = (
                own._replace(row=old.row, stated=old.stated)
                if own
                else old._replace(bare=body.headline, content=words)
            )
    return above


def _titles(lines: Lines) -> list[int]:
    """Return the lines that say the headline."""
    wanted = frozenset(lines.headline.split())
    return [
        index
        for index, fact in enumerate(lines.facts)
        if fact.stated == 2
        or (fact.words < 40 and len(wanted & {*fact.bare.split()}) > 0.75 * len(wanted) > 0)
    ]


def _part_of(
    facts: list[Facts], states: list[int], chance: Random
) -> tuple[list[Facts], list[int]]:
    """Cut an article short, at its end or at its beginning."""
    size = chance.randint(4, len(facts) - 1)
    kept = slice(size) if chance.random() < 0.5 else slice(-size, None)
    facts, states = facts[kept], states[kept]
    while states and states[-1] == INSIDE:
        facts, states = facts[:-1], states[:-1]
    while states and states[0] == INSIDE:
        facts, states = facts[1:], states[1:]
    return facts, states


def _interrupted(
    facts: list[Facts], states: list[int], frame: Lines, chance: Random
) -> tuple[list[Facts], list[int]]:
    """Put up to six lines of another page's frame into an article."""
    article = frame.body
    pool = [*range(article.start), *range(article.stop, len(frame.facts))]
    if not pool:
        return facts, states
    begin = chance.randrange(len(pool))
    put = [frame.facts[index] for index in pool[begin : begin + chance.randint(1, 6)]]
    place = chance.randint(1, len(facts) - 1)
    row = facts[0].row
    laid = []
    for fact in [*facts[:place], *put, *facts[place:]]:
        laid.append(fact._replace(row=row))
        row += fact.rows + (chance.random() < 0.8)
    return laid, [*states[:place], *[INSIDE] * len(put), *states[place:]]


def _stack(*parts: Sequence[Facts]) -> list[Facts]:
    """Put parts below one another, a blank line between, rows counted on."""
    stacked: list[Facts] = []
    row = 0
    for part in parts:
        if part:
            down = row + 2 - part[0].row
            stacked += [fact._replace(row=fact.row + down) for fact in part]
            row = stacked[-1].row + stacked[-1].rows - 1
    return stacked


def compare(truth: str, kept: str) -> tuple[float, float, bool]:
    """Return precision and recall over word 4-grams, and whether the words are the same."""
    wanted, got = _WORD.findall(truth), _WORD.findall(kept)
    want, have = (
        Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))
        for words in (wanted, got)
    )
    both = (want & have).total()
    return both / max(1, have.total()), both / max(1, want.total()), wanted == got
