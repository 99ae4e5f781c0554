"""Find the words of clutter in a block: its phrases, each by its place.

A block is matched as its bare words, case folded and parted by single spaces, so that neither
punctuation, nor emoji, nor a typographic apostrophe hides a phrase. A phrase is only looked for
where a word that it cannot do without is found, so that a block costs the same however many
languages phrases.toml knows, and one that holds no such word costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

_WORD = re.compile(r"[^\W\d_][^\W_]*|\d+(?:[.,]\d+)*|©")
"""A word as phrases are compared; the copyright sign counts as one."""

_ASCII_WORD = re.compile(r"[a-z][a-z0-9]*|[0-9]+(?:[.,][0-9]+)*")
"""The same in case folded ASCII, where it is found in two thirds of the time."""

LOOKED_AT = 1200
"""Code points of a block that are searched: what a long block is about, it says early."""

UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts that do not part words."""

_LABEL_END = re.compile(r"\s*(?:[:：|>»›→▶⟶►]|\s[–—-]\s|[.!]\s)")
_BRACKETS = re.compile(r"\W{0,3}(?:【[^】]{1,24}】|〔[^〕]{1,24}〕)\s*")
_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]+(?:[\s'’&]+[^\W\d_a-zß-öø-ÿ]+)*(?=\s|$)")
_SENTENCE = re.compile(r"[.!?…][”\"’)]?\s+")
_DIGITS = frozenset("0123456789")


class Place(StrEnum):
    """Where in a block a phrase stands; how much it says depends on it."""

    WHOLE = "whole"
    LABEL = "label"
    START = "start"
    LATER = "later"
    """The start of the second to the fourth sentence of a block."""
    SURE = "sure"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a block.

    Attributes:
        rule: The rule that the phrase belongs to.
        place: Where it stands.
        words: The words as they were compared.
        says: How the reader is told ("offers a newsletter").
        rest: For a label, how many words follow it.
    """

    rule: str
    place: Place
    words: str
    says: str
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase that is more than a look-up.

    Attributes:
        rule: The rule that it belongs to.
        place: Where it has to stand.
        source: A regex; empty where the literal words are all there is.
        words: The phrase as it is written in phrases.toml.
        needs: Its literal words, all of which a block has to have.
    """

    rule: str
    place: Place
    source: str
    words: str
    needs: frozenset[str]

    @property
    def regex(self) -> re.Pattern[str]:
        """The regex, compiled when it is first needed."""
        return _compiled(self.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    # Compiled when first needed: all of them at once cost 150 ms, an article needs a few dozen.
    return re.compile(source)


@dataclass
class Wording:
    """The compiled phrases; `phrases.wording` reads them."""

    says: dict[str, str] = field(default_factory=dict)
    heads: dict[str, bool] = field(default_factory=dict)
    """The first words of all that has to stand at the start of a block or of a sentence; and
    whether a label begins with them."""
    exact: dict[str, dict[str, bool]] = field(default_factory=dict)
    """Literal labels and wholes by their words: rules, and whether a label is enough for each."""
    spread: dict[str, list[Pattern]] = field(default_factory=dict)
    """Labels and wholes with a `*`, by their first word."""
    openings: dict[str, list[Pattern]] = field(default_factory=dict)
    """Starts by their first two words, or by their first where a `*` or nothing follows it."""
    inner: dict[str, list[Pattern]] = field(default_factory=dict)
    """What may begin with any word, by one that it cannot do without: what may stand anywhere,
    and wholes that begin with `*`."""
    unspaced: list[tuple[str, Place, str]] = field(default_factory=list)
    """Phrases of scripts that do not part words, looked for anywhere: rule, place, phrase."""

    def hits(self, text: str, words: Sequence[str], bare: str) -> tuple[Hit, ...]:
        """Return the phrases in a block, the surest place first.

        Args:
            text: The block's text.
            words: `words_of` the first `LOOKED_AT` code points of it.
            bare: The same, parted by spaces.
        """
        if not words:
            return ()
        found: list[Hit] = []
        looked_at = text[:LOOKED_AT]
        head = _numbered(words[0])
        whole = len(bare) <= 160 and len(looked_at) == len(text)
        if (labels := self.heads.get(head)) is not None:
            if whole:
                found.extend(self._whole(bare, head, words))
            if labels:
                found.extend(self._label(looked_at))
            found.extend(self._openings(self._opening_with(words), bare, Place.START))
        for sentence in _SENTENCE.split(looked_at, maxsplit=3)[1:]:
            # Most sentences begin with a word that no phrase begins with.
            first = _WORD.search(sentence, 0, 200)
            if first and _numbered(first[0].casefold()) in self.heads:
                opening = words_of(sentence[:200])
                patterns = self._opening_with(opening)
                found.extend(self._openings(patterns, " ".join(opening), Place.LATER))
        if not self.inner.keys().isdisjoint(words):
            found.extend(self._inner(bare, words, whole))
        if not text.isascii() and UNSPACED.search(looked_at):
            for rule, place, phrase in self.unspaced:
                if phrase in looked_at:
                    found.append(self._hit(rule, place, phrase))
        return tuple(found)

    def _whole(self, bare: str, head: str, words: Sequence[str]) -> Iterator[Hit]:
        for rule in self.exact.get(_numbers_out(bare), ()):
            yield self._hit(rule, Place.WHOLE, bare)
        for pattern in self.spread.get(head, ()):
            if pattern.needs.issubset(words) and pattern.regex.fullmatch(bare):
                yield self._hit(pattern.rule, Place.WHOLE, bare)

    def _label(self, text: str) -> Iterator[Hit]:
        end = label_end(text)
        if not end:
            return
        words = words_of(text[:end])
        rest = len(text[end:].split())
        if not rest or not words:
            return
        label = " ".join(words)
        for rule, enough in self.exact.get(_numbers_out(label), {}).items():
            if enough:
                yield self._hit(rule, Place.LABEL, label, rest)
        for pattern in self.spread.get(_numbered(words[0]), ()):
            if (
                pattern.place is Place.LABEL
                and pattern.needs.issubset(words)
                and pattern.regex.fullmatch(label)
            ):
                yield self._hit(pattern.rule, Place.LABEL, label, rest)

    def _opening_with(self, words: Sequence[str]) -> list[Pattern]:
        """Return what may begin with the first two of these words, or with the first alone."""
        if not words or (head := _numbered(words[0])) not in self.heads:
            return []
        alone = self.openings.get(head, [])
        return alone + self.openings.get(f"{head} {words[1]}", []) if len(words) > 1 else alone

    def _openings(self, patterns: list[Pattern], bare: str, place: Place) -> Iterator[Hit]:
        for pattern in patterns:
            if pattern.source:
                if found := pattern.regex.match(bare):
                    yield self._hit(pattern.rule, place, found[0])
            elif bare.startswith(pattern.words):
                end = len(pattern.words)
                if len(bare) == end or bare[end] == " ":
                    yield self._hit(pattern.rule, place, pattern.words)

    def _inner(self, bare: str, words: Sequence[str], whole: bool) -> Iterator[Hit]:
        spaced = f" {bare} "
        present = frozenset(words)
        # In the order of the text, so that the same block always gets the same reason.
        for word in sorted(self.inner.keys() & present, key=words.index):
            for pattern in self.inner[word]:
                if not pattern.needs <= present:
                    continue
                if pattern.place in (Place.WHOLE, Place.LABEL):
                    if whole and pattern.regex.fullmatch(bare):
                        yield self._hit(pattern.rule, Place.WHOLE, bare)
                elif pattern.source:
                    if found := pattern.regex.search(bare):
                        yield self._hit(pattern.rule, pattern.place, found[0])
                elif f" {pattern.words} " in spaced:
                    yield self._hit(pattern.rule, pattern.place, pattern.words)

    def _hit(self, rule: str, place: Place, words: str, rest: int = 0) -> Hit:
        return Hit(rule, place, words, self.says[rule], rest)


def words_of(text: str) -> list[str]:
    """Return the words of text, case folded."""
    folded = text.casefold()
    return (_ASCII_WORD if folded.isascii() else _WORD).findall(folded)


def bare_words(text: str) -> str:
    """Return the words of text, case folded, parted by single spaces."""
    return " ".join(words_of(text))


def label_end(text: str) -> int:
    """Return where the label that opens a block ends, 0 where it has none.

    A label is what stands before a colon, a full stop, an arrow or a spaced dash near the
    beginning, or a run of capitals before words in small letters ("READ MORE Prince arrives").
    """
    head = text[:72]
    if bracketed := _BRACKETS.match(head):
        return bracketed.end()
    if found := _LABEL_END.search(head):
        return found.end()
    start = len(head) - len(head.lstrip(" *•·–—-_#\t⚠️📣👉➡"))
    capitals = _CAPITALS.match(head, start)
    if capitals and capitals.end() - start > 3 and capitals.end() < len(text):
        # The first capital of the title that follows belongs to the title.
        return capitals.end()
    return 0


def _numbered(word: str) -> str:
    """Return a word as the data has it: a number is `#`."""
    return "#" if word[0].isdigit() else word


def _numbers_out(bare: str) -> str:
    if _DIGITS.isdisjoint(bare):
        return bare
    return " ".join("#" if word[:1].isdigit() else word for word in bare.split(" "))
