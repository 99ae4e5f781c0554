"""Where in a text a quote may stand: its words vote, the rarer ones with more weight.

A word of the quote that stands somewhere in the text says where the quote would begin. Votes are
gathered in buckets, numbered by where that beginning lies divided by the buckets' width; edits
shift it by some code points, so neighbouring buckets count together.
"""

from __future__ import annotations

from heapq import nlargest
from math import log

from tui.annotations.words import Words

Votes = dict[int, float]

NEAR = 4096
"""Code points before and after the old position that are searched more closely."""

_MOST_VOTES = 2000
"""Places of a quote's words that are counted: its rarest words first, the others say little."""

_MOST_REPEATED = 16
"""How often a word may stand in the quote itself and still say where it begins."""

_SEED, _MOST_SEEDS, _MOST_HITS = 8, 16, 48
"""Letters of a seed, seeds of a pattern, places of one seed."""


def most_votes(votes: Votes, near: int, most: int) -> list[int]:
    """Return the buckets with the most votes, the nearer one of equals first."""
    # A place on the border of two buckets has its votes in both.
    totals = [
        (count + votes.get(bucket + 1, 0.0), -abs(bucket - near), bucket)
        for bucket, count in votes.items()
    ]
    chosen: list[int] = []
    best = 0.0
    for total, _, bucket in nlargest(3 * most, totals):
        best = best or total
        if len(chosen) == most or total < best / 2:
            break
        if bucket - 1 not in chosen and bucket + 1 not in chosen:
            chosen.append(bucket)
    return chosen


def votes_of_rare_words(words: Words, pattern: Words, width: int, hint: int | None) -> Votes:
    """Let the words of a pattern vote for where it begins, the rarest first."""
    votes: Votes = {}
    known = [
        (words.places[word], offset)
        for word, offset in zip(pattern.ids, pattern.starts, strict=True)
        if word in words.places
    ]
    known.sort(key=lambda item: len(item[0]))
    left = _MOST_VOTES
    for places, offset in known:
        left -= len(places)
        if left < 0:
            break
        weight = log(1 + len(words) / len(places))
        for index in places:
            bucket = (words.starts[index] - offset) // width
            votes[bucket] = votes.get(bucket, 0.0) + weight
    return votes


def votes_nearby(words: Words, pattern: Words, width: int, hint: int | None) -> Votes:
    """Let all words vote that stand near the hint, the common ones too."""
    if hint is None:
        return {}
    offsets: dict[int, list[int]] = {}
    for word, offset in zip(pattern.ids, pattern.starts, strict=True):
        offsets.setdefault(word, []).append(offset)
    votes: Votes = {}
    first, last = words.within(max(0, hint - NEAR), hint + NEAR + len(pattern.text))
    for index in range(first, last):
        word = words.ids[index]
        if word in offsets and len(offsets[word]) <= _MOST_REPEATED:
            weight = log(1 + len(words) / len(words.places[word]))
            for offset in offsets[word]:
                bucket = (words.starts[index] - offset) // width
                votes[bucket] = votes.get(bucket, 0.0) + weight
    return votes


def votes_of_seeds(words: Words, pattern: Words, width: int, hint: int | None) -> Votes:
    """Let short pieces of the pattern vote, for where none of its words was left whole."""
    votes: Votes = {}
    text, whole = words.text, pattern.text
    step = max(_SEED // 2, (len(whole) - _SEED) // _MOST_SEEDS + 1)
    for offset in range(0, len(whole) - _SEED + 1, step):
        seed = whole[offset : offset + _SEED]
        place, hits = text.find(seed), 0
        while place >= 0 and hits < _MOST_HITS:
            bucket = (place - offset) // width
            votes[bucket] = votes.get(bucket, 0.0) + 1.0
            place, hits = text.find(seed, place + 1), hits + 1
    return votes
