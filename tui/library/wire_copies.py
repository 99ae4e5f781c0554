"""Whether two articles are one story, decided on their texts; and which belong together.

An outlet cuts a story from the end, drops paragraphs, edits words and adds paragraphs of its own.
All of that leaves most words of the *shorter* version in stretches that the longer one has too.
What only looks like it is told apart by what it shares: two articles with an explainer in common,
or a follow-up that quotes the first report, share less of the shorter; an article that quotes a
brief in full holds all of it, but the brief is a small part of it and not its beginning; reports
from one template (weather, closing prices, results) share words, but neither names nor numbers.
Two notices in the same words of which only the day differs are taken for one, as a story with a
correction is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import islice

from tui.library.wire import words_of
from tui.library.words import fold

STRETCH = 4
"""Words in a row that both texts must have for any of them to count as shared."""
MOST = 0.45
"""The share of the shorter text that the longer one must have. Less than half, because the words
beside an edited one do not count either: of a text with a sixth of its words edited, 0.78 is left.
An explainer of 100 to 200 words that two articles have in common is 0.25 of the shorter, and 0.4 at
most."""
PART = 0.5
"""The share of the longer text that is enough by itself. Of a story that was cut to less, what is
left is looked for at the beginning."""
BEGINNING = 0.2
"""The share of the longer text that is enough where its beginning is shared."""
_OPENING = 40
"""Words that are the beginning of a text."""
_PARTICULARS = 6
"""Names and numbers without which nothing is said of a template."""
_QUORUM = 8
"""Versions in a group that are enough, however large it is."""

# Within a sentence, where a capital is not the sentence's.
_INSIDE = re.compile(r"(?<=[\w,;:]\s)[^\W\d_]\w*")
_NUMBER = re.compile(r"\b\d\w*")


@dataclass(frozen=True, slots=True)
class Shared:
    """What two texts have in common.

    Attributes:
        first: The share of the first text's words that stand in the second, in stretches of four.
        second: The same the other way round.
        shorter: The one of these shares that is the shorter text's.
        longer: The other.
        opening: The share of the longer text's first 40 words that stand in the shorter.
        particulars: The share of the shorter text's names and numbers that stand in such
            stretches; 1.0 where there are too few to say anything, and where `shorter` is too
            little anyway (to look for them takes as long as all the rest).
    """

    first: float
    second: float
    shorter: float
    longer: float
    opening: float
    particulars: float

    @property
    def one_story(self) -> bool:
        """Whether the two are versions of one story."""
        if self.shorter < MOST or self.particulars < self.shorter / 2:
            return False
        return self.longer >= (BEGINNING if self.opening >= 0.5 else PART)


def shared(first: str, second: str) -> Shared:
    """Compare two articles' kept body texts word by word; two copies of 4 kB take 0.7 ms.

    Neither case, accents, punctuation nor line breaks count, nor the order of paragraphs.
    """
    (mine, width), (other, other_width) = words_of(first), words_of(second)
    size = STRETCH * max(width, other_width)
    runs, other_runs = _runs(mine, size), _runs(other, size)
    common = set(runs).intersection(other_runs)
    in_mine, in_other = _covered(runs, common), _covered(other_runs, common)
    share, other_share = _share(in_mine), _share(in_other)
    if (len(mine), mine) <= (len(other), other):  # the same whichever comes first
        shorter, longer = share, other_share
        opening = _share(in_other[: _OPENING * other_width])
        particulars = _particulars(first, mine, in_mine) if shorter >= MOST else 1.0
    else:
        shorter, longer = other_share, share
        opening = _share(in_mine[: _OPENING * width])
        particulars = _particulars(second, other, in_other) if shorter >= MOST else 1.0
    return Shared(share, other_share, shorter, longer, opening, particulars)


def group(pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """Part articles into groups of versions of one story.

    Pairs chain: the tenth report of a running story may share little with the first, and a group
    of all that hang together would fold articles away that have nothing in common. So a group
    grows from the article with the most versions, and takes in another only if that is a version
    of at least half of those in it (or of eight, as in a crowd not all have been compared). An
    article that is left over begins another group, or stands by itself.

    What hangs together by no pair does not influence each other, so that a caller may group anew
    only what hangs together with what changed.

    Args:
        pairs: Ids of articles that are versions of one story, in any order.

    Returns:
        Groups of two or more, each in rising order, the one with the lowest id first.
    """
    others: dict[int, set[int]] = {}
    for a, b in pairs:
        if a != b:
            others.setdefault(a, set()).add(b)
            others.setdefault(b, set()).add(a)
    groups: list[tuple[int, ...]] = []
    waiting = [(-len(linked), article) for article, linked in others.items()]
    heapify(waiting)
    while waiting:
        links, article = heappop(waiting)
        if article not in others:
            continue
        if -links != len(others[article]):  # some of its versions have found their group
            heappush(waiting, (-len(others[article]), article))
            continue
        members = _grown(article, others)
        for member in members:
            for linked in others.pop(member):
                if linked in others:
                    others[linked].discard(member)
        if len(members) > 1:
            groups.append(tuple(sorted(members)))
    return tuple(sorted(groups))


def _grown(article: int, others: dict[int, set[int]]) -> set[int]:
    """Return the article and those that belong with it.

    Those with the most links into the group come first, and of these the ones that have the most
    in common with the article it began with: so one link between two crowds does not mix them.
    """
    members: set[int] = set()
    links = {article: 0}
    waiting = [(0, 0, article)]
    while waiting:
        count, _, best = heappop(waiting)
        if best in members or -count != links[best]:
            continue
        if links[best] < min((len(members) + 1) // 2, _QUORUM):
            break
        members.add(best)
        for linked in others[best] - members:
            links[linked] = links.get(linked, 0) + 1
            common = len(others[linked] & others[article])
            heappush(waiting, (-links[linked], -common, linked))
    return members


def _runs(words: list[bytes], size: int) -> list[tuple[bytes, ...]]:
    if len(words) < size:
        return [tuple(words)] if words else []
    return list(zip(*(islice(words, start, None) for start in range(size)), strict=False))


def _covered(runs: list[tuple[bytes, ...]], common: set[tuple[bytes, ...]]) -> list[bool]:
    """Tell for each word whether it lies in a stretch that both texts have."""
    covered: list[bool] = []
    left = 0
    for run in runs:
        left = len(run) if run in common else left - 1
        covered.append(left > 0)
    last = len(runs[-1]) - 1 if runs else 0
    return covered + [left - more > 1 for more in range(last)]


def _share(covered: list[bool]) -> float:
    return sum(covered) / len(covered) if covered else 0.0


def _particulars(text: str, words: list[bytes], covered: list[bool]) -> float:
    """Return which share of names and numbers is covered.

    A name is a word with a capital within a sentence that nowhere stands in small letters. In
    German that is every noun, and their share is that of all words; in a script without capitals
    only numbers are left.
    """
    inside = _INSIDE.findall(text)
    telling = [word for word in inside if word[0].isupper()] + _NUMBER.findall(text)
    small = fold(" ".join(word for word in inside if not word[0].isupper()))
    names = set(fold(" ".join(telling)).encode().split()).difference(small.encode().split())
    found = [stands for word, stands in zip(words, covered, strict=True) if word in names]
    return _share(found) if len(found) >= _PARTICULARS else 1.0
