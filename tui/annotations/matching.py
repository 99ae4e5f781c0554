"""Finding a quote in text that was edited: approximate matching in linear time.

Edit distances come from Myers' bit-parallel algorithm (G. Myers, A fast bit-vector algorithm for
approximate string matching, JACM 46, 1999, in H. Hyyrö's form of 2003): one column of the
dynamic programming table is one Python integer, so a code point of text costs about ten
operations on integers as long as the pattern (0.7 µs at 300 code points). Where to look comes
from seeds, short pieces of the quote and its context that vote for a place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_PATTERN = 800
"""Code points of a pattern that are compared as a whole; longer ones by their two ends."""

_SEED_LENGTHS = (12, 8)
_MOST_SEEDS = 64
_MOST_HITS = 48
"""Places of one seed that are looked at: a seed found more often says little."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a pattern stands, more or less.

    Attributes:
        start: First code point.
        end: One past the last.
        errors: Edits (insert, delete, replace) between the pattern and the place.
    """

    start: int
    end: int
    errors: int


def _distances(pattern: str, text: str, anchored: bool) -> Iterator[int]:
    """Yield, after each code point of text, the distance of the pattern to what ends there.

    Args:
        pattern: Not empty.
        text: What is searched.
        anchored: Whether the match has to begin where the text begins, or may begin anywhere.
    """
    length = len(pattern)
    everything, high = (1 << length) - 1, 1 << (length - 1)
    places: dict[str, int] = {}
    for index, character in enumerate(pattern):
        places[character] = places.get(character, 0) | (1 << index)
    more, less, distance = everything, 0, length
    carried = 1 if anchored else 0
    for character in text:
        equal = places.get(character, 0)
        vertical = equal | less
        horizontal = (((equal & more) + more) ^ more) | equal
        up = less | (everything & ~(horizontal | more))
        down = more & horizontal
        if up & high:
            distance += 1
        elif down & high:
            distance -= 1
        up = (up << 1) | carried
        more = everything & ((down << 1) | ~(vertical | up))
        less = up & vertical & everything
        yield distance


def prefix_distance(pattern: str, text: str) -> tuple[int, int]:
    """Return (errors, length) of the beginning of the text that is most like the pattern.

    Of equally good lengths the one nearest to the pattern's own is returned.
    """
    best = (len(pattern), len(pattern), 0)
    if pattern:
        for length, errors in enumerate(_distances(pattern, text, anchored=True), start=1):
            best = min(best, (errors, abs(length - len(pattern)), length))
    return best[0], best[2]


def similarity(pattern: str, text: str) -> float:
    """Say how like the pattern the best beginning of the text is: 1 − errors / length."""
    return 1.0 - prefix_distance(pattern, text)[0] / len(pattern) if pattern else 1.0


def scan(pattern: str, text: str, start: int, end: int, most: int = 6) -> list[Match]:
    """Return the best places of the pattern in `text[start:end]`, at most half of it wrong.

    Places less than half a pattern apart count as one.
    """
    length = len(pattern)
    if not length or end <= start:
        return []
    ends: list[tuple[int, int]] = []  # (errors, end), the best of each neighbourhood
    for offset, errors in enumerate(_distances(pattern, text[start:end], False), start + 1):
        if errors * 2 > length:
            continue
        if ends and offset - ends[-1][1] <= length // 2:
            if errors < ends[-1][0]:
                ends[-1] = (errors, offset)
        else:
            ends.append((errors, offset))
    found = []
    for errors, stop in sorted(ends)[:most]:
        behind = text[max(start, stop - length - errors) : stop][::-1]
        distance, size = prefix_distance(pattern[::-1], behind)
        if size:
            found.append(Match(stop - size, stop, distance))
    return found


def vote(before: str, pattern: str, after: str, text: str, most: int = 6) -> list[int]:
    """Return where the pattern may begin in the text, by its seeds, the likeliest first.

    Args:
        before: The context before the pattern; its seeds vote too.
        pattern: The text looked for.
        after: The context after it.
        text: Searched as a whole; each seed costs one `str.find` over it.
        most: How many places to return at most.
    """
    whole = before + pattern + after
    width = max(16, len(pattern) // 4)
    votes: Counter[int] = Counter()
    for size in _SEED_LENGTHS:
        step = max(size // 2, (len(whole) - size) // _MOST_SEEDS + 1)
        for offset in range(0, len(whole) - size + 1, step):
            seed = whole[offset : offset + size]
            place, hits = text.find(seed), 0
            while place >= 0 and hits < _MOST_HITS:
                votes[(place - offset + len(before)) // width] += 1
                place, hits = text.find(seed, place + 1), hits + 1
        if votes:
            break
    # A place on the border of two buckets has its votes in both.
    totals = {bucket: count + votes[bucket + 1] for bucket, count in list(votes.items())}
    ranked = sorted(totals, key=lambda bucket: (-totals[bucket], bucket))
    return [max(0, bucket * width) for bucket in ranked[:most]]
