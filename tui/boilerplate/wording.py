"""Find the words of clutter: phrases.toml, compiled once into look-ups and linear regexes.

A block is matched as its bare words, case folded and parted by single spaces, so that neither
punctuation, nor emoji, nor a typographic apostrophe hides a phrase. Phrases are found through
their first word, so that a block costs the same however many languages the file knows.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import product

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+|©")
"""A word as phrases are compared; the copyright sign counts as one."""

LOOKED_AT = 1200
"""Code points of a block that are searched: what a long block is about, it says early."""

_LABEL_END = re.compile(r"\s*(?:[:：|>»›→▶⟶►]|\s[–—-]\s|[.!]\s)")
_BRACKETS = re.compile(r"\W{0,3}(?:【[^】]{1,24}】|〔[^〕]{1,24}〕)\s*")
_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]+(?:[\s'’&]+[^\W\d_a-zß-öø-ÿ]+)*(?=\s|$)")
_SENTENCE = re.compile(r"[.!?…][”\"’)]?\s+")
_IDEOGRAPHIC = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DIGITS = frozenset("0123456789")
_CHOICE = re.compile(r"\[([^\]]*)\]")


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
class _Pattern:
    rule: str
    place: Place
    source: str
    """A regex; empty where the literal words are all there is."""
    words: str

    @property
    def regex(self) -> re.Pattern[str]:
        return _compiled(self.source)


@dataclass
class Wording:
    """The compiled phrases."""

    says: dict[str, str] = field(default_factory=dict)
    exact: dict[str, list[tuple[str, Place]]] = field(default_factory=dict)
    """Literal labels and wholes by their words."""
    openings: dict[str, list[_Pattern]] = field(default_factory=dict)
    """Starts by their first two words, or by their first where a `*` or nothing follows it."""
    spread: dict[str, list[_Pattern]] = field(default_factory=dict)
    """Labels and wholes with a `*`, by their first word."""
    inner: dict[str, list[_Pattern]] = field(default_factory=dict)
    """What may stand anywhere, by a word that it cannot do without."""
    floating: list[_Pattern] = field(default_factory=list)
    """Wholes and labels that begin with `*`."""
    unspaced: list[tuple[str, Place, str]] = field(default_factory=list)
    """Phrases of scripts that do not part words, looked for anywhere: rule, place, phrase."""

    def hits(self, text: str, words: str | None = None) -> list[Hit]:
        """Return the phrases in a block, the surest place first.

        Args:
            text: The block's text.
            words: `bare_words(text)`, where the caller has it already.
        """
        looked_at = text[:LOOKED_AT]
        bare = bare_words(looked_at) if words is None else words
        if not bare:
            return []
        found = [*self._whole(bare, len(looked_at) == len(text)), *self._label(looked_at)]
        found.extend(self._openings(bare, Place.START))
        for sentence in _SENTENCE.split(looked_at, maxsplit=3)[1:]:
            found.extend(self._openings(bare_words(sentence[:200]), Place.LATER))
        found.extend(self._inner(bare, looked_at))
        return found

    def _whole(self, bare: str, complete: bool) -> Iterator[Hit]:
        if not complete or len(bare) > 160:
            return
        for rule, _ in self.exact.get(_numbers_out(bare), ()):
            yield self._hit(rule, Place.WHOLE, bare)
        for pattern in (*self.spread.get(_head(bare), ()), *self.floating):
            if pattern.regex.fullmatch(bare):
                yield self._hit(pattern.rule, Place.WHOLE, bare)

    def _label(self, text: str) -> Iterator[Hit]:
        end = label_end(text)
        if not end:
            return
        label = bare_words(text[:end])
        rest = len(text[end:].split())
        if not rest:
            return
        for rule, place in self.exact.get(_numbers_out(label), ()):
            if place is Place.LABEL:
                yield self._hit(rule, Place.LABEL, label, rest)
        for pattern in self.spread.get(_head(label), ()):
            if pattern.place is Place.LABEL and pattern.regex.fullmatch(label):
                yield self._hit(pattern.rule, Place.LABEL, label, rest)

    def _openings(self, bare: str, place: Place) -> Iterator[Hit]:
        words = bare.split(" ", 2)
        first = _head(bare)
        second = f"{first} {words[1]}" if len(words) > 1 else first
        for key in (first, second)[: len(words)]:
            for pattern in self.openings.get(key, ()):
                if pattern.source:
                    if found := pattern.regex.match(bare):
                        yield self._hit(pattern.rule, place, found[0])
                elif bare.startswith(pattern.words):
                    end = len(pattern.words)
                    if len(bare) == end or bare[end] == " ":
                        yield self._hit(pattern.rule, place, pattern.words)

    def _inner(self, bare: str, text: str) -> Iterator[Hit]:
        # In the order of the text, so that the same block always gets the same reason.
        for word in dict.fromkeys(bare.split(" ")):
            for pattern in self.inner.get(word, ()):
                if pattern.source:
                    if found := pattern.regex.search(bare):
                        yield self._hit(pattern.rule, pattern.place, found[0])
                elif f" {pattern.words} " in f" {bare} ":
                    yield self._hit(pattern.rule, pattern.place, pattern.words)
        if self.unspaced and not text.isascii():
            for rule, place, phrase in self.unspaced:
                if phrase in text:
                    yield self._hit(rule, place, phrase)

    def _hit(self, rule: str, place: Place, words: str, rest: int = 0) -> Hit:
        return Hit(rule, place, words, self.says[rule], rest)


def bare_words(text: str) -> str:
    """Return the words of text, case folded, parted by single spaces."""
    return " ".join(WORD.findall(text.casefold()))


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


def _head(bare: str) -> str:
    """Return the first word as the data has it: a number is `#`."""
    head = bare.split(" ", 1)[0]
    return "#" if head[:1].isdigit() else head


def _numbers_out(bare: str) -> str:
    if _DIGITS.isdisjoint(bare):
        return bare
    return " ".join("#" if word[:1].isdigit() else word for word in bare.split(" "))


def _expand(phrase: str) -> Iterator[str]:
    """Yield the phrases that one line of data stands for: `[a|b] c` is `a c` and `b c`."""
    parts = _CHOICE.split(phrase)
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    for choice in product(*choices):
        yield "".join(choice)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    # Compiled when first needed: all of them at once cost 150 ms, an article needs a few dozen.
    return re.compile(source)


def _regex(words: list[str], *, anchored: bool) -> str:
    """Write words with `*` and `#` as a regex: bounded repeats only, so matching is linear."""
    pattern = ""
    for position, word in enumerate(words):
        last = position == len(words) - 1
        if word == "*":
            pattern += r"(?:\S+ ){0,6}?" if not last else r"\S+(?: \S+){0,6}"
        else:
            pattern += (r"\d\S*" if word == "#" else re.escape(word)) + ("" if last else " ")
    return pattern + r"(?!\S)" if anchored else rf"(?<!\S){pattern}(?!\S)"


def _add(wording: Wording, rule: str, place: Place, phrase: str) -> None:
    words = [w for w in re.findall(r"[^\W_]+|[*#©]", phrase.casefold()) if w]
    literal = not {"*", "#"} & set(words)
    joined = " ".join(words)
    if place in (Place.WHOLE, Place.LABEL):
        if "*" not in words:
            entries = wording.exact.setdefault(joined, [])
            if (rule, place) not in entries:
                entries.append((rule, place))
            return
        pattern = _Pattern(rule, place, _regex(words, anchored=True), joined)
        if words[0] == "*":
            wording.floating.append(pattern)
        else:
            wording.spread.setdefault(words[0], []).append(pattern)
    elif _IDEOGRAPHIC.search(joined):
        wording.unspaced.append((rule, place, phrase))
    elif place is Place.START:
        source = "" if literal else _regex(words, anchored=True)
        key = " ".join(words[:2]) if len(words) > 1 and words[1] not in "*#" else words[0]
        wording.openings.setdefault(key, []).append(_Pattern(rule, place, source, joined))
    else:
        source = "" if literal else _regex(words, anchored=False)
        key = max((word for word in words if word not in "*#"), key=len)
        wording.inner.setdefault(key, []).append(_Pattern(rule, place, source, joined))


@cache
def wording() -> Wording:
    """Return the compiled phrases of phrases.toml (about 60 ms the first time)."""
    source = files("tui.boilerplate").joinpath("phrases.toml").read_text("utf-8")
    compiled = Wording()
    for rule, table in tomllib.loads(source).items():
        compiled.says[rule] = table["says"]
        # Several languages say "newsletter": once is enough.
        once = {
            (place, phrase): None
            for phrases in table.values()
            if isinstance(phrases, dict)
            for place, lines in phrases.items()
            for line in lines
            for phrase in _expand(line)
        }
        for place, phrase in once:
            _add(compiled, rule, Place(place), phrase)
    return compiled
