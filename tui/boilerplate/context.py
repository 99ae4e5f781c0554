"""The numbers of each line among its neighbours: what the model of `model.py` is given.

The length of a line, the prose around it, how far it stands from the byline, whether it shares
words with the rest of the article: everything is counted in one pass, so that a line costs the
same however long the page is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log1p

from tui.boilerplate.shape import CUES, Facts

OWN = (
    "words", "sentences", "ends", "colon", "commas", "functional", "capitals", "digits",
    "linked", "kind", "level", "clutter", "apart", "repeated", "headline", "dated", "byline",
    "odd", "address", "quoted", "upper", "length", "stated",
)  # fmt: skip
"""What is told of a line itself; see `Facts`."""
NAMES: tuple[str, ...] = tuple(
    [*OWN, *(f"cue {cue}" for cue in CUES)]
    + [
        f"{side}{distance} {name}"
        for side in ("before", "after")
        for distance in (1, 2, 3)
        for name in ("words", "ends", "clutter", "kind", "linked", "functional")
    ]
    + [
        "near 2", "near 5", "near 12", "near 25", "prose before", "prose after",
        "to run start", "to run end", "in run", "since related", "since comments", "since byline",
        "since clutter", "until clutter", "since prose", "until prose", "since heading",
        "seen copyright", "seen comments", "seen byline", "until byline", "until comments",
        "headlines after", "headlines before", "relative place", "lines", "prose share",
        "run words", "same kind row", "short row", "colon before", "lead", "since stated",
        "seen stated", "gap before", "gap after", "topic", "since titled", "prose since titled",
        "title here", "topic near",
        "ahead 4", "ahead 10", "behind 4", "behind 10", "topical ahead 5", "topical ahead 12",
        "topical behind 5", "topical behind 12", "topical after", "topical before",
        "sort", "sort in run", "headline seen", "spacing", "sort by topic",
    ]
)  # fmt: skip
"""The names of the numbers, in order."""


def vectors(facts: Sequence[Facts]) -> list[list[float]]:
    """Return the model's numbers for every line: its own, its neighbours', its place."""
    size = len(facts)
    total = sum(fact.prose for fact in facts)
    every = sum(fact.words for fact in facts)
    sums = [0.0]
    for fact in facts:
        sums.append(sums[-1] + fact.prose)
    start, end = main_run(facts)
    run_words = sums[end] - sums[start]
    since = _distances(facts)
    until = [list(reversed(row)) for row in _distances(facts[::-1])]
    rows: list[list[float]] = []
    own = [_own(fact) for fact in facts]
    nothing = (0.0, 0.0, 0.0, -1.0, 0.0, 0.0)
    neighbours = [
        (log1p(f.words), float(f.ends), f.clutter, float(f.kind), f.linked, f.functional)
        for f in facts
    ]
    commented = copied = bylined = stated = False
    topics = _topics(facts, start, end)
    topical = [0.0]
    for fact, topic in zip(facts, topics, strict=True):
        topical.append(topical[-1] + fact.prose * (topic > 0.4))
    title = _title(facts, topics, start)
    titled = -1
    some_stated = any(fact.stated for fact in facts)
    headlines = [0]
    for fact in facts:
        headlines.append(headlines[-1] + (fact.headline > 0.75))
    for index, fact in enumerate(facts):
        row = own[index]
        for step in (-1, -2, -3, 1, 2, 3):
            place = index + step
            row.extend(neighbours[place] if 0 <= place < size else nothing)
        for width in (2, 5, 12, 25):
            low, high = max(0, index - width), min(size, index + width + 1)
            row.append((sums[high] - sums[low] - fact.prose) / (2 * width))
        row.append(log1p(sums[index]))
        row.append(log1p(total - sums[index + 1]))
        row.append(float(max(-40, min(40, index - start))))
        row.append(float(max(-40, min(40, end - 1 - index))))
        row.append(float(start <= index < end))
        row.extend(
            (
                since[1][index],
                since[2][index],
                since[3][index],
                since[4][index],
                until[4][index],
                since[0][index],
                until[0][index],
                since[5][index],
                float(copied),
                float(commented),
                float(bylined),
                until[3][index],
                until[2][index],
                float(headlines[-1] - headlines[index + 1]),
                float(headlines[index]),
                index / size,
                log1p(size),
                total / max(1, every),
                log1p(run_words),
            )
        )
        row.append(since[6][index] + until[6][index])
        row.append(since[7][index] + until[7][index])
        row.append(float(index > 0 and facts[index - 1].colon))
        row.append(min(60.0, sums[index + 1] - sums[start]) if start <= index < end else -1.0)
        row.append(since[8][index])
        row.append(float(stated) if some_stated else -1.0)
        row.append(float(fact.gap))
        row.append(float(index + 1 < size and facts[index + 1].gap))
        row.append(topics[index])
        row.append(float(min(40, index - titled)) if titled >= 0 else 41.0)
        row.append(log1p(sums[index] - sums[titled]) if titled >= 0 else -1.0)
        row.append(float(index == title))
        low, high = max(0, index - 3), min(size, index + 4)
        row.append(sum(topics[low:high]) / (high - low))
        for width in (4, 10):
            row.append((sums[min(size, index + 1 + width)] - sums[index + 1]) / width)
        for width in (4, 10):
            row.append((sums[index] - sums[max(0, index - width)]) / width)
        for width in (5, 12):
            row.append((topical[min(size, index + 1 + width)] - topical[index + 1]) / width)
        for width in (5, 12):
            row.append((topical[index] - topical[max(0, index - width)]) / width)
        row.append(log1p(topical[-1] - topical[index + 1]))
        row.append(log1p(topical[index]))
        sort = _sort(fact)
        after, before = headlines[-1] - headlines[index + 1], headlines[index]
        row.append(float(sort))
        row.append(float(sort + 6 * (start <= index < end)))
        row.append(float((after > 0) + 2 * (before > 0)))
        row.append(float(fact.gap + 2 * (index + 1 == size or facts[index + 1].gap)))
        row.append(float(sort + 6 * ((topics[index] >= 0.25) + (topics[index] >= 0.5))))
        rows.append(row)
        if index == title or fact.headline > 0.75 or fact.stated:
            titled = index
        commented = commented or fact.cues[1] > 0.8
        copied = copied or fact.cues[5] > 0.8
        bylined = bylined or fact.byline
        stated = stated or fact.stated
    return rows


def _sort(fact: Facts) -> int:
    """Sort a line by length and end: a word or two, a title, a sentence, a paragraph."""
    if fact.words < 8:
        return 1 if fact.ends == 1 else 0
    if fact.words < 12:
        return 2
    if fact.ends != 1:
        return 3
    return 4 if fact.words < 25 else 5


def main_run(facts: Sequence[Facts]) -> tuple[int, int]:
    """Return the stretch of lines with the most prose for the least else (Kadane, linear)."""
    best, best_start, best_end = 0.0, 0, 0
    current, start = 0.0, 0
    for index, fact in enumerate(facts):
        current += fact.prose if fact.prose else -6.0 - 8.0 * (fact.clutter > 0.6)
        if current <= 0:
            current, start = 0.0, index + 1
        elif current > best:
            best, best_start, best_end = current, start, index + 1
    return best_start, best_end


def _own(fact: Facts) -> list[float]:
    return [
        log1p(fact.words), float(fact.sentences), float(fact.ends), float(fact.colon),
        float(fact.commas), fact.functional, fact.capitals, fact.digits, fact.linked,
        float(fact.kind), float(fact.level), fact.clutter, float(fact.apart),
        float(fact.repeated), fact.headline, float(fact.dated), float(fact.byline),
        float(fact.odd), float(fact.address), float(fact.quoted), float(fact.upper),
        fact.letters / max(1, fact.words), float(fact.stated), *fact.cues,
    ]  # fmt: skip


def _distances(facts: Sequence[Facts]) -> list[list[float]]:
    """Count lines since the last one of several sorts, at most 40; and how long its row is."""
    rows: list[list[float]] = [[] for _ in range(9)]
    last = [40.0] * 9
    previous_kind = -1
    for fact in facts:
        sorts = (
            fact.prose >= 15,
            fact.cues[0] > 0.7,
            fact.cues[1] > 0.7,
            fact.byline,
            fact.clutter > 0.6,
            fact.kind == 1,
        )
        for sort, row in enumerate(rows[:6]):
            row.append(last[sort])
            last[sort] = 0.0 if sorts[sort] else min(40.0, last[sort] + 1)
        last[6] = min(40.0, last[6] + 1) if fact.kind == previous_kind else 0.0
        last[7] = min(40.0, last[7] + 1) if fact.words < 12 and fact.ends != 1 else 0.0
        rows[8].append(last[8])
        last[8] = 0.0 if fact.stated else min(40.0, last[8] + 1)
        rows[6].append(last[6])
        rows[7].append(last[7])
        previous_kind = fact.kind
    return rows


def _topics(facts: Sequence[Facts], start: int, end: int) -> list[float]:
    """For each line, the share of its content words that other lines of the main run have."""
    lines_with: Counter[str] = Counter()
    for fact in facts[start:end]:
        lines_with.update(fact.content)
    shares = []
    for index, fact in enumerate(facts):
        if not fact.content:
            shares.append(-0.1)
            continue
        own = 1 if start <= index < end else 0
        shared = sum(lines_with[word] > own for word in fact.content)
        shares.append(shared / len(fact.content))
    return shares


def _title(facts: Sequence[Facts], topics: Sequence[float], start: int) -> int:
    """Return the line that is the likeliest headline above the main run, -1 where none is."""
    best, place = 0.45, -1
    for index in range(max(0, start - 40), min(start + 3, len(facts))):
        fact = facts[index]
        if (
            not 4 <= fact.words <= 28
            or (fact.ends == 1 and fact.words > 14)
            or len(fact.content) < 2
        ):
            continue
        score = topics[index] * min(1.0, 0.5 + 0.1 * len(fact.content)) - fact.clutter * 0.3
        score += 0.15 * (fact.kind == 1) + 0.3 * (fact.headline > 0.75) - 0.1 * fact.repeated
        if score >= best:
            best, place = score, index
    return place
