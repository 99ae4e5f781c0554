"""The language of a text that does not say it: by its script, or by its commonest words.

A quarter to a half of running text are a few dozen words that every text of a language is full of
(Ingle, 1976). A language is named only where these words leave no doubt; a list of names, a score
sheet or a text in a language that languages.toml does not know stays without one.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LOOKED_AT = 20_000
"""Code points from the middle of a text, where the article is if anything stands around it."""

GLANCE = 2_000
"""Code points from the middle of those, that are looked at first."""

ENOUGH = 15
"""Common words that have to be found."""

SHARE = 0.15
"""Of all words, those that have to be common ones."""

LEAD = 1.25
"""How many times as many of the second language the first has to have."""

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = 30
"""Letters of its own script that name a language."""


@dataclass(frozen=True)
class _Languages:
    of_word: dict[str, tuple[str, ...]]
    of_script: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _languages() -> _Languages:
    data = tomllib.loads(files("tui.articles").joinpath("languages.toml").read_text("utf-8"))
    of_word: dict[str, tuple[str, ...]] = {}
    for language, words in data["words"].items():
        for word in words.split():
            of_word[word] = (*of_word.get(word, ()), language)
    of_script = tuple(
        (language, re.compile(f"[{letters}]")) for language, letters in data["scripts"].items()
    )
    return _Languages(of_word, of_script)


def language_of(text: str) -> str:
    """Return the language that a text is certainly in, as a BCP 47 tag; empty where in doubt."""
    start = max(0, (len(text) - LOOKED_AT) // 2)
    sample = text[start : start + LOOKED_AT]
    if not sample.isascii() and (language := _by_script(sample)):
        return language
    begin = max(0, (len(sample) - GLANCE) // 2)
    # Most articles say it at a glance, or hold no known language at all: 80 µs instead of 250.
    language, share = _by_words(sample[begin : begin + GLANCE], sure=True)
    if language or (share < SHARE / 4 and len(sample) > GLANCE):
        return language
    return _by_words(sample)[0]


def _by_words(sample: str, *, sure: bool = False) -> tuple[str, float]:
    """Return the language whose common words a text is full of, and what share of it they are.

    Args:
        sample: The text.
        sure: Whether the second language must be far behind, because the text is short.
    """
    words = _WORD.findall(sample.casefold())
    of_word = _languages().of_word
    found: Counter[str] = Counter()
    for word in filter(of_word.__contains__, words):
        found.update(of_word[word])
    if not found:
        return "", 0.0
    (language, hits), *others = found.most_common(2)
    second = others[0][1] if others else 0
    share = hits / len(words)
    certain = hits >= ENOUGH and share >= SHARE and hits >= (2 if sure else LEAD) * second
    return (language if certain else ""), share


def _by_script(sample: str) -> str:
    if len(sample) - len(sample.encode("latin-1", "ignore")) < _LETTERS:
        return ""  # Latin letters and some dashes and quotation marks: 5 µs instead of 400
    letters = sum(map(str.isalpha, sample))
    for language, script in _languages().of_script:
        own = len(script.findall(sample))
        # Japanese is kana among Chinese characters: a tenth of its own letters is enough there.
        if own >= _LETTERS and own > letters * (0.1 if language == "ja" else 0.5):
            return language
    return ""
