"""Which articles may be one story from one agency: found by sketches of what they say.

An article is the set of its shingles, each run of five words (A. Broder, "On the resemblance and
containment of documents", 1997), and of that set the sketch keeps the 64 smallest hashes: Broder's
bottom-k form of MinHash, which hashes each shingle once, needs no permutations and is its own
index, for the smallest twenty are the keys under which an article's copies are looked up. What is
found is proposed only: `candidates` takes the likeliest of what stands under the keys,
`worth_reading` looks at the two signatures, and `wire_copies.shared` decides on the two texts.

Why so, measured by `tests/benchmarks/wire.py` on articles of 4 kB:

- Five words: two other stories share 0.2 % of their shingles (with three words 0.7 %), while a copy
  in which every sixth word was edited still shares 27 % (with six words 22 %). Because strangers
  share next to nothing, a key is one hash and not a band of several, and twenty rows in the index
  find what would take a hundred bands of two.
- One hash a shingle by `zlib.crc32`, all in C: 0.27 ms. `datasketch` brings numpy and scipy along
  and updates 128 permutations for each shingle; one-permutation hashing (Li, Owen, Zhang 2012) is
  as quick as this, but needs densification (Shrivastava, Li 2014) for short articles, and its bins
  would have to be grouped into bands. An attacker could make shingles of one hash, and gain that
  two texts are compared in vain.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Sequence
from itertools import islice
from unicodedata import normalize
from zlib import crc32

from tui.library.words import fold, segments

SHINGLE = 5
"""Words in a shingle."""
SKETCH = 64
"""Hashes in a signature: a resemblance of 0.3 is told to within 0.06."""
KEYS = 20
"""Hashes of a signature under which an article is looked up."""
FEWEST = 40
"""Words under which an article is too short to judge: a caption, a line of results."""
UNSPACED = 2
"""Characters of a script without spaces that are taken for a word."""
CROWDED = 64
"""Articles that need be read under one key: a slogan or a stock phrase has thousands."""
TELLING = 1 / 20
"""What the keys that two articles share must say together: one key of at most 20 articles is
enough, or four crowded ones. A key says the less the more articles it is of."""
MOST = 16
"""Articles that are proposed for one. A story's versions share the most keys, and rare ones; the
group that holds them is found by a few."""
LEAST = 0.15
"""The estimated share of the shorter article's shingles that the other has, below which it is not
worth reading the texts. With a sixth of the words edited, all of 300 copies had more; of articles
that have a slogan in common, one in seven."""

_HIGH = re.compile("[\u0e00-\U0010ffff]")
"""What every script without spaces is in, and most others are not."""


def words_of(text: str) -> tuple[list[bytes], int]:
    """Return a text's folded words in UTF-8, and how many of them stand for one word.

    In a text that is mostly of a script without spaces, each character of it is given as a word of
    its own, so that it does not matter where lines end, and `UNSPACED` of them count as one.
    """
    folded = fold(normalize("NFC", text))
    if folded.isascii() or not _HIGH.search(folded):
        return folded.encode().split(), 1
    words: list[bytes] = []
    characters = 0
    for part, unspaced in segments(text):
        if unspaced:
            words += map(str.encode, part)
            characters += len(part)
        else:
            words.append(part.encode())
    return words, UNSPACED if 2 * characters > len(words) else 1


def signature(text: str) -> bytes:
    """Return the sketch of an article's kept body text, the same in every process.

    Neither case, accents, punctuation nor line breaks count.

    Returns:
        At most 260 bytes: how many shingles the text has, then the smallest hashes of them in
        rising order, each four bytes, little-endian. Nothing for a text of under 40 words.
    """
    words, width = words_of(text)
    if len(words) < FEWEST * width:
        return b""
    runs = zip(*(islice(words, start, None) for start in range(SHINGLE * width)), strict=False)
    hashes = set(map(crc32, map(b" ".join, runs)))
    # Sorting only what can be among the smallest takes 30 µs instead of 100.
    limit = (3 * SKETCH << 32) // len(hashes)
    smallest = sorted(hash_ for hash_ in hashes if hash_ < limit)
    if len(smallest) < SKETCH:
        smallest = sorted(hashes)
    smallest = smallest[:SKETCH]
    return struct.pack(f"<{1 + len(smallest)}I", len(hashes), *smallest)


def bands(signature: bytes) -> tuple[int, ...]:
    """Return the keys under which an article is stored and looked up, at most 20.

    Two articles that share a key are candidates. `candidates` says which of them to look at. A key
    is under 2**32, which SQLite stores in five or six bytes.
    """
    return _hashes(signature)[:KEYS]


def candidates(found: Iterable[Sequence[int]]) -> list[int]:
    """Choose which articles to compare with one, from what stands under each of its keys.

    A paragraph that thousands of articles hold is one or two crowded keys, and says too little. A
    story that a hundred outlets ran is twenty crowded keys, and does not.

    Args:
        found: For each key the ids of other articles under it, no more than `CROWDED` of them; it
            does not matter which, but the nearest in date are the best.

    Returns:
        At most `MOST` ids, the likeliest first.
    """
    weights: dict[int, float] = {}
    for key in found:
        for article in key:
            weights[article] = weights.get(article, 0.0) + 1 / len(key)
    telling = (article for article, weight in weights.items() if weight >= TELLING)
    return sorted(telling, key=lambda article: (-weights[article], article))[:MOST]


def resemblance(first: bytes, second: bytes) -> float:
    """Estimate which share of all shingles of two articles both have, from their signatures.

    Broder's estimate: of the 64 smallest hashes of both together, the share that both hold. It is
    exact where neither article has more than 64 shingles.

    Returns:
        0.0 to 1.0; 0.0 where either signature is empty.
    """
    a, b = _hashes(first), _hashes(second)
    if not a or not b:
        return 0.0
    common = set(a).intersection(b)
    smallest = sorted({*a, *b})[:SKETCH]
    return sum(hash_ in common for hash_ in smallest) / len(smallest)


def worth_reading(first: bytes, second: bytes) -> bool:
    """Tell whether two articles that share a key are so like that their texts should be compared.

    From the resemblance and how many shingles each has follows how many both have; what counts is
    their share of the shorter article.
    """
    alike = resemblance(first, second)
    if not alike:
        return False
    size, other = _size(first), _size(second)
    return alike / (1 + alike) * (size + other) >= LEAST * min(size, other)


def _hashes(signature: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(signature) // 4}I", signature)[1:]


def _size(signature: bytes) -> int:
    return int.from_bytes(signature[:4], "little")
