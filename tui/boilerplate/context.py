"""The numbers of each line among its neighbours: what the model of `model.py` is given.

The length of a line, the prose around it, how far it stands from the byline, whether it shares
words with the rest of the article: a column a number, each made for all lines at once, so that a
line costs the same however long the page is. Every number is small and whole: sums and distances
are told in powers of two (`int.bit_length`), finer ones by their squares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, compress, pairwise, repeat
from operator import mul, sub

from tui.boilerplate.shape import ELLIPSIS, QUESTION, STOP, Facts

Column = Sequence[int]

_NO_DIGITS = {ord(digit): None for digit in "0123456789"}

_FAR = 48
"""Lines: farther is as good as nowhere."""
_STEPS = [min(index, 4) if index < 5 else 2 + index.bit_length() for index in range(_FAR)]
"""What a distance is told as: exactly up to four lines, then in powers of two."""
_NOWHERE = 9
_LENGTHS = [
    *range(8), *(8,) * 2, *(9,) * 2, *(10,) * 3, *(11,) * 5, *(12,) * 8, *(13,) * 12, *(14,) * 20,
]  # fmt: skip
"""What a line's words are told as: exactly up to seven, then coarser."""
_LONGEST = len(_LENGTHS) - 1


def numbers(facts: Sequence[Facts], headline: str = "") -> dict[str, Column]:
    """Return the model's numbers, a column each, a row for every line.

    Args:
        facts: The lines.
        headline: The page's headline as bare words, where anybody says it.
    """
    if not facts:
        return {}
    size = len(facts)
    (
        words, length, ends, commas, functional, capitals, digits, kind, clutter, cue, apart,
        dated, start, speaks, prose, stated, row, rows, bare, content,
    ) = zip(*facts, strict=True)  # fmt: skip
    long = [_LENGTHS[count] if count <= _LONGEST else 15 for count in words]
    gaps = [1, *(int(b - a > r) for a, b, r in zip(row, row[1:], rows, strict=False))]
    pattern = [
        text.translate(_NO_DIGITS) if some else text
        for text, some in zip(bare, digits, strict=True)
    ]
    often = Counter(pattern)
    again = [min(often[text] - 1, 3) for text in pattern]
    columns: dict[str, Column] = {
        "words": long, "length": length, "ends": ends, "commas": commas, "functional": functional,
        "capitals": capitals, "digits": digits, "kind": kind, "clutter": clutter, "cue": cue,
        "apart": apart, "start": start, "again": again,
        "gap": [a + 2 * b for a, b in zip(gaps, [*gaps[1:], 1], strict=True)],
    }  # fmt: skip
    for name, column, nothing, reach in (
        ("words", long, 16, 3), ("kind", kind, 9, 3), ("functional", functional, 6, 3),
        ("clutter", clutter, 0, 1), ("start", start, 5, 1), ("ends", ends, 6, 1),
    ):  # fmt: skip
        for far in range(1, reach + 1):
            columns[f"{name} {far} before"] = _shifted(column, far, nothing)
            columns[f"{name} {far} after"] = _shifted(column, -far, nothing)

    sums = _sums(prose)
    begin, end = main_run(facts)
    columns |= _prose(sums, prose)
    columns["to run start"] = _signed(range(-begin, size - begin))
    columns["to run end"] = _signed(range(end - 1, end - 1 - size, -1))
    columns["share"] = [10 * sums[-1] // (sum(words) or 1)] * size
    columns["run"] = [(sums[end] - sums[begin]).bit_length()] * size

    for name, marks in (
        ("prose", [each >= 15 for each in prose]),
        ("related", [a == 1 and b > 2 for a, b in zip(cue, clutter, strict=True)]),
        ("clutter", [each >= 3 for each in clutter]),
    ):
        columns[f"since {name}"] = _since(marks)
        columns[f"until {name}"] = _since(marks[::-1])[::-1]
    columns["since dated"] = _since(dated)
    columns["since ago"] = _since([each == 2 for each in dated])
    columns["echoes near"] = [each // 2 for each in _window(_sums(map(bool, again)), 8, 8)]
    columns["speech near"] = [each // 2 for each in _window(_sums(speaks), 6, 6)]

    topics = _topics(content, begin, end)
    titled = _titled(content, headline)
    title = _title(facts, topics, titled, begin)
    heads = [each > 3 or state == 2 for each, state in zip(titled, stated, strict=True)]
    if title >= 0:
        heads[title] = True
    columns["since title"] = _since(heads)
    columns["topic"] = topics
    columns["topic near"] = [each // 2 for each in _window(_sums(topics), 3, 3)]
    columns |= _topical([a if b >= 4 else 0 for a, b in zip(prose, topics, strict=True)])

    sort = list(map(_sort, words, ends))
    columns["sort"] = sort
    columns["sort by topic"] = [
        a + 6 * ((b >= 3) + (b >= 5)) for a, b in zip(sort, topics, strict=True)
    ]
    columns["row of kind"] = _rows(kind)
    columns["row of sort"] = _rows([each < 4 for each in sort])
    columns["rhythm"] = _rhythm(sort, dated)
    return columns


def _prose(sums: Sequence[int], prose: Column) -> dict[str, Column]:
    """Tell how much prose is around, ahead and behind, near and in all."""
    columns: dict[str, Column] = {
        f"near {width}": _squares(map(sub, _window(sums, width, width), prose))
        for width in (2, 5, 12, 25)
    }
    columns["ahead 4"] = _squares(_window(sums, -1, 4))
    columns["ahead 10"] = _squares(_window(sums, -1, 10))
    columns["behind 10"] = _squares(_window(sums, 10, -1))
    columns["prose before"] = _squares(sums[:-1])
    columns["prose after"] = _squares([sums[-1] - each for each in sums[1:]])
    return columns


def _topical(prose: Column) -> dict[str, Column]:
    """Tell how much prose on the article's topic is ahead and behind."""
    sums = _sums(prose)
    return {
        "topical ahead 5": _squares(_window(sums, -1, 5)),
        "topical behind 5": _squares(_window(sums, 5, -1)),
        "topical behind 12": _squares(_window(sums, 12, -1)),
        "topical before": _squares(sums[:-1]),
        "topical after": _squares([sums[-1] - each for each in sums[1:]]),
    }


def _sort(words: int, ends: int) -> int:
    """Sort a line by length and end: a word or two, a title, a sentence, a paragraph."""
    sentence = ends in (STOP, QUESTION)
    if words < 12:
        return 2 if words >= 8 else 1 if sentence else 0
    return 3 if not sentence else 4 if words < 25 else 5


def _sums(column: Iterable[int]) -> list[int]:
    return [0, *accumulate(column)]


def _shifted(column: Column, step: int, nothing: int) -> list[int]:
    """Return for every line the number of the one `step` lines above."""
    if step > 0:
        return [*(nothing,) * min(step, len(column)), *column[:-step]]
    return [*column[-step:], *(nothing,) * min(-step, len(column))]


def _window(sums: Sequence[int], above: int, below: int) -> list[int]:
    """Sum each line's neighbours by running sums; -1 leaves it and that side out."""
    size = len(sums) - 1
    low = [*(0,) * above, *sums] if above >= 0 else sums[1:]
    high = [*sums[below + 1 :], *repeat(sums[-1], below + 1)] if below >= 0 else sums
    return [b - a for a, b in zip(low[:size], high[:size], strict=False)]


def _squares(column: Iterable[int]) -> list[int]:
    """Tell numbers in powers of the root of two."""
    values = list(column)
    return list(map(int.bit_length, map(mul, values, values)))


def _signed(column: Iterable[int]) -> list[int]:
    """Tell signed distances in powers of two, 10 being on the line."""
    return [
        10 + (min(each, 200).bit_length() if each > 0 else -max(each, -200).bit_length())
        for each in column
    ]


def _since(marks: Sequence[object]) -> list[int]:
    """Tell for every line how far above it the last mark is."""
    size = len(marks)
    places = list(compress(range(size), marks))
    if not places:
        return [_NOWHERE] * size
    far = [_NOWHERE] * (places[0] + 1)
    for place, following in pairwise([*places, size - 1]):
        far += _STEPS[: following - place]
        far += [8] * (following - place - _FAR)
    return far


def _rows(column: Sequence[object]) -> list[int]:
    """Tell for every line how long the run of its like is that it stands in."""
    lengths: list[int] = []
    begin = 0
    ends = [i for i, (a, b) in enumerate(pairwise(column), 1) if a != b]
    for end in [*ends, len(column)]:
        lengths += [(end - begin).bit_length()] * (end - begin)
        begin = end
    return lengths


def _rhythm(sort: Column, dated: Column) -> list[int]:
    """Tell how well the lines around repeat a pattern of two to four, as teasers do."""
    code = [a + 6 * b for a, b in zip(sort, dated, strict=True)]
    best = [0] * len(code)
    for period in (2, 3, 4):
        same = [int(a == b != c) for a, b, c in zip(code, code[period:], code[1:], strict=False)]
        same += [0] * (len(code) - len(same))
        best = list(map(max, best, _window(_sums(same), 5 + period, 5)))
    return [each // 2 for each in best]


def main_run(facts: Sequence[Facts]) -> tuple[int, int]:
    """Return the stretch of lines with the most prose for the least else (Kadane, linear)."""
    best, best_start, best_end = 0, 0, 0
    current, start = 0, 0
    for index, fact in enumerate(facts):
        current += fact.prose or (-14 if fact.clutter > 2 else -6)
        if current <= 0:
            current, start = 0, index + 1
        elif current > best:
            best, best_start, best_end = current, start, index + 1
    return best_start, best_end


def _titled(content: Sequence[frozenset[str]], headline: str) -> list[int]:
    """Tell for each line the share of the headline's words that it has, in fifths."""
    wanted = frozenset(word for word in headline.split(" ") if len(word) > 3)
    if not wanted:
        return [0] * len(content)
    return [5 * len(wanted & words) // len(wanted) for words in content]


def _topics(content: Sequence[frozenset[str]], begin: int, end: int) -> list[int]:
    """For each line, the share of its content words that other lines of the main run have."""
    lines_with = Counter(chain.from_iterable(content[begin:end]))
    once = frozenset(lines_with)
    twice = frozenset(word for word, count in lines_with.items() if count > 1)
    return [
        1 + 8 * len(words & vocabulary) // len(words) if words else 0
        for part, vocabulary in (
            (content[:begin], once),
            (content[begin:end], twice),
            (content[end:], once),
        )
        for words in part
    ]


def _title(facts: Sequence[Facts], topics: Sequence[int], titled: Sequence[int], start: int) -> int:
    """Return the line that is the likeliest headline above the main run, -1 where none is."""
    best, place = 0.45, -1
    for index in range(max(0, start - 40), min(start + 3, len(facts))):
        fact = facts[index]
        if not 4 <= fact.words <= 28 or len(fact.content) < 2:
            continue
        if (fact.ends == STOP and fact.words > 14) or fact.ends == ELLIPSIS:
            continue
        score = max(0, topics[index] - 1) / 8 * min(1.0, 0.5 + 0.1 * len(fact.content))
        score += 0.3 * (titled[index] > 3) - fact.clutter * 0.06
        if score >= best:
            best, place = score, index
    return place
