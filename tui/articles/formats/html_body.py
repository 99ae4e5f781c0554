"""Which blocks of a page an extractor takes for the article.

trafilatura gives back text, not places. Its words are laid beside the words of our blocks: a
block belongs to the body if most of its word sequences stand in the extractor's text; a short
one, whose words could stand anywhere, only if it is a line of that text between its neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.articles.document import Block, BlockKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORD = re.compile(r"\w+")
_SIZE = 3  # words in a sequence
_SHORT = 6  # words under which a block has to be a line of its own
_MOST_TWINS = 20  # lines that say the same, of which the first are looked at
_LEAST_PROSE = 80  # code points
_ENOUGH = 0.5  # of the page's prose


def find_body(root: HtmlElement, blocks: list[Block]) -> tuple[list[bool], str]:
    """Ask the extractor which blocks are the article.

    Its quick way is asked first. On 88 news pages it differed from the thorough one, which
    compares with two more extractors and takes 1.7 times as long, on a single page: one where
    it left out most of the prose. So that is when the thorough way is gone.

    Args:
        root: The page's `html` element, which is not changed.
        blocks: The page's blocks.

    Returns:
        For each block whether it is part of the body, and the extractor's text, which is empty
        where it found nothing.
    """
    prose = [_is_prose(block) for block in blocks]
    whole = sum(len(block.text) for block, counts in zip(blocks, prose, strict=True) if counts)
    verdicts, extracted = [False] * len(blocks), ""
    for fast in (True, False):
        extracted = _extract_text(root, fast=fast) or extracted
        verdicts = opinions(blocks, extracted)
        found = sum(
            len(block.text)
            for block, counts, in_body in zip(blocks, prose, verdicts, strict=True)
            if counts and in_body
        )
        if found and found >= _ENOUGH * whole:
            break
    return verdicts, extracted


def _extract_text(root: HtmlElement, *, fast: bool) -> str:
    import trafilatura

    try:
        document = trafilatura.bare_extraction(
            root, favor_precision=True, include_comments=False, fast=fast
        )
    except Exception:  # whatever ails it, the page's longest prose stands in
        return ""
    return str(getattr(document, "text", None) or "")


def opinions(blocks: list[Block], extracted: str) -> list[bool]:
    """Tell for each block whether it is part of the extracted text.

    Args:
        blocks: The page's blocks in reading order.
        extracted: What an extractor made of the page, in the same order; block-level elements
            begin on lines of their own.
    """
    lines = [words for line in extracted.split("\n") if (words := _words(line))]
    words_of = [_words(block.text) for block in blocks]
    places = _place_whole(words_of, lines)
    verdicts = [index in places for index in range(len(blocks))]
    taken = set(places.values())
    rest = _Sequences([() if number in taken else words for number, words in enumerate(lines)])
    for index, words in enumerate(words_of):
        if len(words) >= _SHORT and not verdicts[index]:
            place = rest.place(words)
            if place is not None:
                verdicts[index] = True
                places[index] = place
    _place_short(words_of, lines, sorted(places.items()), verdicts)
    return verdicts


def longest_prose(blocks: list[Block]) -> list[bool]:
    """Tell for each block whether it lies in the page's longest run of prose.

    What stands in for the extractor: prose blocks with at most two others between them are one
    run, and the run with the most prose is the article.
    """
    best, best_size, run, size = range(0), 0, range(0), 0
    for index, block in enumerate(blocks):
        if not _is_prose(block):
            continue
        if run and index - run.stop <= 2:
            run, size = range(run.start, index + 1), size + len(block.text)
        else:
            run, size = range(index, index + 1), len(block.text)
        if size > best_size:
            best, best_size = run, size
    return [index in best for index in range(len(blocks))]


def _is_prose(block: Block) -> bool:
    return (
        len(block.text) >= _LEAST_PROSE
        and block.link_density < 0.4
        and block.kind is not BlockKind.CODE
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _place_whole(words_of: list[list[str]], lines: list[list[str]]) -> dict[int, int]:
    """Match long blocks with lines that say exactly the same, as many as can be in one order.

    The longest increasing subsequence, by patience sorting: of a teaser and the paragraph that
    repeats it, the one that stands where the text has it is chosen.
    """
    numbers: dict[tuple[str, ...], list[int]] = {}
    for number, words in enumerate(lines):
        if len(words) >= _SHORT:
            numbers.setdefault(tuple(words), []).append(number)
    ends: list[int] = []  # the smallest line that a chain of each length ends with
    nodes: list[tuple[int, int, int]] = []  # (block, line, the node before it)
    tops: list[int] = []
    for index, words in enumerate(words_of):
        for number in reversed(numbers.get(tuple(words), [])[:_MOST_TWINS]):
            length = bisect_left(ends, number)
            nodes.append((index, number, tops[length - 1] if length else -1))
            ends[length : length + 1] = [number]
            tops[length : length + 1] = [len(nodes) - 1]
    placed: dict[int, int] = {}
    node = tops[-1] if tops else -1
    while node >= 0:
        index, number, node = nodes[node]
        placed[index] = number
    return placed


class _Sequences:
    """The extracted text's word sequences, each with the first line that it stands in."""

    def __init__(self, lines: Sequence[Sequence[str]]) -> None:
        self._lines: dict[tuple[str, ...], int] = {}
        self._left: Counter[tuple[str, ...]] = Counter()
        for number, words in enumerate(lines):
            for sequence in _sequences(words) if words else ():
                self._lines.setdefault(sequence, number)
                self._left[sequence] += 1

    def place(self, words: list[str]) -> int | None:
        """Return the line where most of these words stand, and use them up; None for nowhere."""
        sequences = _sequences(words)
        found = [sequence for sequence in sequences if self._left[sequence] > 0]
        if 2 * len(found) <= len(sequences):
            return None
        for sequence in found:
            self._left[sequence] -= 1
        return self._lines[found[0]]


def _sequences(words: Sequence[str]) -> list[tuple[str, ...]]:
    if len(words) <= _SIZE:
        return [tuple(words)]
    return list(zip(*(words[start:] for start in range(_SIZE)), strict=False))


def _place_short(
    words_of: list[list[str]],
    lines: list[list[str]],
    places: list[tuple[int, int]],
    verdicts: list[bool],
) -> None:
    """Accept short blocks that are whole lines between the lines of their long neighbours."""
    numbers: dict[tuple[str, ...], list[int]] = {}
    for number, words in enumerate(lines):
        numbers.setdefault(tuple(words), []).append(number)
    used: dict[tuple[str, ...], dict[int, int]] = {}
    marks = [(-1, -1), *places, (len(words_of), len(lines))]
    at = 0
    for index, words in enumerate(words_of):
        while at + 1 < len(marks) and marks[at + 1][0] <= index:
            at += 1
        if verdicts[index] or not words or (candidates := numbers.get(tuple(words))) is None:
            continue
        low, high = marks[at][1], marks[min(at + 1, len(marks) - 1)][1]
        behind = used.setdefault(tuple(words), {})
        free = _first_free(behind, bisect_left(candidates, low))
        if free < len(candidates) and candidates[free] <= max(low, high):
            behind[free] = free + 1
            verdicts[index] = True


def _first_free(behind: dict[int, int], place: int) -> int:
    """Return the first place from `place` on that is not used (union-find, halving its paths)."""
    while (following := behind.get(place)) is not None:
        behind[place] = behind.get(following, following)
        place = following
    return place
