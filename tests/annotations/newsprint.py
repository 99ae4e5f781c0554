"""News-like text without end, and edits of it that know where every word went.

The words follow Zipf's law as in English: the commonest are its function words, the others are
made of syllables; names and phrases come again and again, as they do in a report.
"""

from __future__ import annotations

import random
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from pathlib import Path

from tui.articles.document import Block, BlockKind, Document, TextRange
from tui.articles.metadata import Metadata, Provenance

_COMMON = (
    "the of to and a in that is for on it with as was at by be he from his have are not this but "
    "an they which has had will who said or been were one their would more its there up when if "
    "out about we than after new also two first other could over last all some can year into no "
    "people time so she them only her told what before most under years did because against"
)
_PHRASES = (
    "he said",
    "she said",
    "according to the report",
    "a spokesman for the council said",
    "declined to comment",
    "at a meeting on Tuesday",
    "for the first time",
    "the end of the year",
)
_ONSETS = "b c d f g h j k l m n p r s t v w br ch cl cr dr fl gr pl pr sh sl sp st str th tr"
_VOWELS = "a e i o u a e i o ea ai ou oo ee"
_CODAS = "   n r s t l m d nd nt st ck rt ss ll ng rd"
_ENDINGS = ["", "", "", "s", "ed", "ing", "er", "ly", "ion", "ment", "al"]
_VOCABULARY = 20_000


class Newsroom:
    """Writes articles; the same seed writes the same ones.

    Args:
        seed: Of the vocabulary and of all that is written.
    """

    def __init__(self, seed: int = 1) -> None:
        self.rng = rng = random.Random(seed)
        common = _COMMON.split()
        words = dict.fromkeys(common)
        while len(words) < _VOCABULARY:
            syllables = rng.choices((1, 2, 3), (5, 6, 2))[0]
            stem = "".join(
                rng.choice(_ONSETS.split())
                + rng.choice(_VOWELS.split())
                + rng.choice(_CODAS.split(" "))
                for _ in range(syllables)
            )
            words.setdefault(stem + rng.choice(_ENDINGS))
        # The common ones are short, as in every language.
        made = list(words)[len(common) :]
        made.sort(key=lambda word: len(word) + rng.gauss(0, 1.5))
        self._words = [*common, *made]
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(words) + 1)))
        rare = self._words[len(common) + 500 :]
        self._names = [
            f"{rng.choice(rare).capitalize()} {rng.choice(rare).capitalize()}" for _ in range(80)
        ]

    @classmethod
    @cache
    def of(cls, seed: int) -> Newsroom:
        """Return the newsroom of that seed, set up once; what it writes goes on each time."""
        return cls(seed)

    def word(self) -> str:
        return self.rng.choices(self._words, cum_weights=self._weights)[0]

    def sentence(self) -> str:
        rng = self.rng
        parts: list[str] = []
        for _ in range(rng.randint(5, 26)):
            kind = rng.random()
            if kind < 0.02:
                parts.append(rng.choice(_PHRASES))
            elif kind < 0.06:
                parts.append(rng.choice(self._names))
            elif kind < 0.075:
                parts.append(str(rng.choice((rng.randint(2, 90), rng.randint(1990, 2026)))))
            else:
                parts.append(self.word())
            if rng.random() < 0.06:
                parts[-1] += ","
        text = " ".join(parts).rstrip(",")
        text = text[0].upper() + text[1:]
        if rng.random() < 0.15:
            return f"“{text},” said {rng.choice(self._names)}."
        return text + "."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.rng.randint(1, 5)))

    def paragraphs(self, size: int) -> list[str]:
        """Write paragraphs of `size` code points together, or a little more."""
        found: list[str] = []
        written = 0
        while written < size:
            found.append(self.paragraph())
            written += len(found[-1]) + 2
        return found


def page(text: str) -> Document:
    return Document.from_blocks(
        [Block(BlockKind.PARAGRAPH, part) for part in text.split("\n\n")],
        Metadata(url="https://gazette.example/long"),
        Provenance(Path("/articles/long.txt"), "", 0, 0),
    )


class Edited:
    """An edited text, and where each piece of the old one went.

    Attributes:
        text: The new text.
    """

    def __init__(self, pieces: list[tuple[int, int, str, str]]) -> None:
        """Join pieces: start and end in the old text, what they became, what was put behind."""
        self._pieces: list[tuple[int, int, int, int]] = []
        parts: list[str] = []
        length = 0
        for start, end, now, behind in pieces:
            self._pieces.append((start, end, length, length + len(now)))
            parts += [now, behind]
            length += len(now) + len(behind)
        self.text = "".join(parts)
        self._pieces.sort()
        self._starts = [piece[0] for piece in self._pieces]

    def range_of(self, start: int, end: int) -> TextRange | None:
        """Return where the old range stands now; None where all of it was deleted.

        What was put in at its edges does not belong to it. An edge inside a piece that was
        replaced lies as far in as it did.
        """
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        left: list[tuple[int, int]] = []
        for old, old_end, now, now_end in self._pieces[first:last]:
            low = (max(start, old) - old) / (old_end - old)
            high = (min(end, old_end) - old) / (old_end - old)
            length = now_end - now
            left.append((now + round(low * length), now + round(high * length)))
        left = [(low, high) for low, high in left if self.text[low:high].strip()]
        return TextRange(left[0][0], left[-1][1]) if left else None


def edit_words(
    text: str, share: float, rng: random.Random, newsroom: Newsroom, *, misspell: bool = True
) -> Edited:
    """Replace or delete that share of the words, put another behind them, or misspell them."""
    pieces: list[tuple[int, int, str, str]] = []
    for match in re.finditer(r"\S+|\s+", text):
        start, end, word = match.start(), match.end(), match[0]
        now, behind = word, ""
        if not word.isspace() and rng.random() < share:
            kind = rng.randrange(4 if misspell else 3)
            if kind == 0:
                now = newsroom.word()
            elif kind == 1:
                behind = " " + newsroom.word()
            elif kind == 2:
                now = ""
                if pieces and pieces[-1][2] == " ":
                    pieces[-1] = (*pieces[-1][:2], "", pieces[-1][3])
            else:
                at = rng.randrange(len(word))
                now = word[:at] + rng.choice("aeinorst") + word[at + rng.randrange(2) :]
        pieces.append((start, end, now, behind))
    return Edited(pieces)


def edit_letters(text: str, share: float, rng: random.Random) -> Edited:
    """Replace or delete that share of the code points, or put another behind them."""
    pieces: list[tuple[int, int, str, str]] = []
    for at, letter in enumerate(text):
        now, behind = letter, ""
        if letter != "\n" and rng.random() < share:
            kind = rng.randrange(3)
            other = rng.choice("abcdefghijklmnopqrstuvwxyz ")
            now = (other, letter, "")[kind]
            behind = other if kind == 1 else ""
        pieces.append((at, at + 1, now, behind))
    return Edited(pieces)


def reorder(text: str, share: float, rng: random.Random) -> Edited:
    """Put that share of the paragraphs into each other's places."""
    spans = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    chosen = rng.sample(range(len(spans)), round(len(spans) * share))
    order = list(range(len(spans)))
    for place, other in zip(sorted(chosen), chosen, strict=True):
        order[place] = other
    pieces: list[tuple[int, int, str, str]] = []
    for at in order:
        start, end = spans[at]
        for match in re.finditer(r"\S+|\s+", text[start:end]):
            pieces.append((start + match.start(), start + match.end(), match[0], ""))
        pieces[-1] = (*pieces[-1][:3], "\n\n")
    edited = Edited(pieces)
    edited.text = edited.text.removesuffix("\n\n")
    return edited


def retyped(text: str) -> dict[str, Edited]:
    """Return the text in other typography, and where each word stands then."""
    column = 0

    def wrap(word: str) -> str:
        nonlocal column
        column = 0 if "\n" in word else column + len(word)
        if word == " " and column > 60:
            column = 0
            return "\n"
        return word

    changes: dict[str, Callable[[str], str]] = {
        "re-wrapped": wrap,
        "straight quotation marks": lambda word: re.sub("[’‘]", "'", re.sub("[“”]", '"', word)),
        "other dashes": lambda word: word.replace("–", "—").replace("-", "‑"),
        "NFD": lambda word: unicodedata.normalize("NFD", word),
        "soft hyphens": lambda word: word[:4] + "\xad" * (len(word) > 6) + word[4:],
    }
    words = [(match.start(), match.end(), match[0]) for match in re.finditer(r"\S+|\s+", text)]
    return {
        name: Edited([(start, end, change(word), "") for start, end, word in words])
        for name, change in changes.items()
    }


def with_typography(text: str, rng: random.Random) -> str:
    """Put accents, apostrophes and dashes into a text, so that there is something to retype."""
    kinds = (
        lambda word: word.replace("a", "é"),
        lambda word: f"{word}’s",
        lambda word: f"– {word}",
    )
    return re.sub(
        r"\w{4,}", lambda m: rng.choice(kinds)(m[0]) if rng.random() < 0.1 else m[0], text
    )


def pick_quotes(
    text: str,
    count: int,
    rng: random.Random,
    *,
    within_paragraph: bool = False,
    whole_words: bool = True,
) -> list[TextRange]:
    """Choose stretches of text, 20 to 320 code points long."""
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    ends = [end for _, end in words]
    found: list[TextRange] = []
    while len(found) < count:
        start = words[rng.randrange(len(words))][0]
        end = ends[min(len(ends) - 1, bisect_left(ends, start + rng.randint(20, 320)))]
        if not whole_words:
            start = rng.randrange(len(text) - 320)
            end = start + rng.randint(20, 320)
        if not 20 <= end - start <= 320 or text[start:end] != text[start:end].strip():
            continue
        if within_paragraph and "\n\n" in text[start:end]:
            continue
        found.append(TextRange(start, end))
    return found


def overlap(found: TextRange | None, right: TextRange | None) -> float:
    """Return overlap over union, 1 where both say that there is nothing."""
    if found is None or right is None:
        return 1.0 if found is right else 0.0
    shared = found.intersection(right)
    union = max(found.end, right.end) - min(found.start, right.start)
    return len(shared) / union if shared and union else 0.0
