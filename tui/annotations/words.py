"""Text as words: numbers to compare, and where each stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

_UNSPACED = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese and Japanese write no blanks: each character counts as a word."""

_LETTERS = rf"[^\W{_UNSPACED}]{{1,40}}"

_WORD = re.compile(
    rf"\d{{1,12}}(?:[.,]\d{{1,12}}){{1,6}}|{_LETTERS}(?:'{_LETTERS})?|[{_UNSPACED}]|[^\w\s]"
)
"""A number, a word, or one mark; a longer run of letters is cut, so that no word is a page."""


class Vocabulary(dict[str, int]):
    """Numbers words; texts that are compared with each other share one."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class Words:
    """The words of a text, in order; marks such as commas count as words.

    About 0.1 s for a megabyte.

    Attributes:
        text: The text.
        ids: The number of each word.
        starts: Where each begins in the text.
        ends: Where each ends (exclusive).
    """

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        words = _WORD.findall(text)
        self.text = text
        self.ids = [vocabulary[word] for word in words]
        self.starts = [match.start() for match in _WORD.finditer(text)]
        self.ends = [start + len(word) for start, word in zip(self.starts, words, strict=True)]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def places(self) -> dict[int, list[int]]:
        """Where each word stands, as indices of words, in order."""
        places: dict[int, list[int]] = {}
        for index, word in enumerate(self.ids):
            if word in places:
                places[word].append(index)
            else:
                places[word] = [index]
        return places

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the words that share a code point with the range, as first and past the last."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))
