#!/usr/bin/env python3
"""How many quotes are found again in an edited article: `python anchoring.py [--quick]`.

200 quotes of 20 to 320 code points in news-like text; right means overlap over union of at least
0.8 with where the words went. "With the old text" is what the desk does for its own notes, "by
the quote alone" for notes that came without their article. `rapidfuzz.fuzz.partial_ratio_alignment`
over the whole text stands beside them where rapidfuzz is installed. About two minutes.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "annotations"))

from newsprint import (
    Edited,
    Newsroom,
    edit_letters,
    edit_words,
    overlap,
    page,
    pick_quotes,
    reorder,
    retyped,
    with_typography,
)

from tui.annotations import Anchored, Anchorer, Target, describe
from tui.articles.document import Document, TextRange

QUOTES = 200
RIGHT = 0.8

Found = Sequence[TextRange | None]
Way = Callable[[str, Document, Sequence[Target]], Found]


def ranges(anchored: Sequence[Anchored]) -> Found:
    return [item.range for item in anchored]


def with_old_text(old: str, new: Document, targets: Sequence[Target]) -> Found:
    anchorer = Anchorer(new, lambda _: old)
    return ranges([anchorer.anchor(target) for target in targets])


def by_quote(old: str, new: Document, targets: Sequence[Target]) -> Found:
    anchorer = Anchorer(new)
    return ranges([anchorer.anchor(target) for target in targets])


def by_rapidfuzz(old: str, new: Document, targets: Sequence[Target]) -> Found:
    from rapidfuzz.fuzz import partial_ratio_alignment

    found: list[TextRange | None] = []
    for target in targets:
        alignment = partial_ratio_alignment(target.quote.exact, new.text, score_cutoff=60)
        found.append(alignment and TextRange(alignment.dest_start, alignment.dest_end))
    return found


def ways() -> dict[str, Way]:
    known: dict[str, Way] = {"with the old text": with_old_text, "by the quote alone": by_quote}
    try:
        import rapidfuzz  # noqa: F401 (only whether it is there)
    except ImportError:
        return known
    return {**known, "rapidfuzz alone": by_rapidfuzz}


def measure(
    way: Way, old: str, new: Document, targets: Sequence[Target], right: Found
) -> tuple[float, float]:
    """Return the share of right ones in per cent, and seconds."""
    started = time.perf_counter()
    found = way(old, new, targets)
    seconds = time.perf_counter() - started
    good = sum(overlap(*pair) >= RIGHT for pair in zip(found, right, strict=True))
    return 100 * good / len(targets), seconds


RATES = (0.02, 0.05, 0.10, 0.20)


def edits(sizes: Sequence[int], seed: int) -> None:
    print(f"{'% right, edits to':24}{'2 %':>8}{'5 %':>8}{'10 %':>8}{'20 %':>8}   seconds, worst")
    for size in sizes:
        kilo = f"{size // 1000:,} kB"
        newsroom = Newsroom(seed)
        text = "\n\n".join(newsroom.paragraphs(size))
        rng = random.Random(seed + 1)
        quotes = pick_quotes(text, QUOTES, rng)
        table(
            f"{kilo}, words replaced, deleted, put in, misspelt",
            text,
            quotes,
            [edit_words(text, rate, rng, newsroom) for rate in RATES],
        )
        table(
            f"{kilo}, words replaced, deleted, put in; quotes cut inside words",
            text,
            pick_quotes(text, QUOTES, rng, whole_words=False),
            [edit_words(text, rate, rng, newsroom, misspell=False) for rate in RATES],
        )
        table(
            f"{kilo}, characters replaced, deleted, put in",
            text,
            quotes,
            [edit_letters(text, rate, rng) for rate in RATES],
        )


def table(name: str, text: str, quotes: Sequence[TextRange], edited: Sequence[Edited]) -> None:
    document = page(text)
    targets = [describe(document, quote) for quote in quotes]
    rows: dict[str, list[tuple[float, float]]] = {way: [] for way in ways()}
    for change in edited:
        right = [change.range_of(quote.start, quote.end) for quote in quotes]
        new = page(change.text)
        for way_name, way in ways().items():
            rows[way_name].append(measure(way, text, new, targets, right))
    print(name)
    for way_name, results in rows.items():
        figures = "".join(f"{share:8.1f}" for share, _ in results)
        print(
            f"  {way_name:22}{figures}   {max(seconds for _, seconds in results):.2f}", flush=True
        )


def typography(size: int, seed: int) -> None:
    newsroom = Newsroom(seed)
    text = "\n\n".join(newsroom.paragraphs(size))
    rng = random.Random(seed)
    text = with_typography(text, rng)
    document = page(text)
    quotes = pick_quotes(text, QUOTES, rng)
    targets = [describe(document, quote) for quote in quotes]
    print(f"{'% right, retyped':28}{'old text':>10}{'quote':>10}")
    for name, edited in retyped(text).items():
        right = [edited.range_of(quote.start, quote.end) for quote in quotes]
        new = page(edited.text)
        shares = [measure(way, text, new, targets, right)[0] for way in (with_old_text, by_quote)]
        print(f"  {name:26}" + "".join(f"{share:10.1f}" for share in shares))


def reordering(sizes: Sequence[int], seed: int) -> None:
    print(f"{'% right, a third of the paragraphs elsewhere':46}{'old text':>10}{'quote':>10}")
    for size in sizes:
        for share in (0.0, 0.05):
            newsroom = Newsroom(seed)
            text = "\n\n".join(newsroom.paragraphs(size))
            rng = random.Random(seed)
            document = page(text)
            quotes = pick_quotes(text, QUOTES, rng, within_paragraph=True)
            targets = [describe(document, quote) for quote in quotes]
            moved = reorder(text, 1 / 3, rng)
            edited = edit_words(moved.text, share, rng, newsroom)
            right: list[TextRange | None] = []
            for quote in quotes:
                place = moved.range_of(quote.start, quote.end)
                right.append(place and edited.range_of(place.start, place.end))
            new = page(edited.text)
            shares = [
                measure(way, text, new, targets, right)[0] for way in (with_old_text, by_quote)
            ]
            name = f"{size // 1000:,} kB, and {share:.0%} of the words edited"
            print(f"  {name:44}" + "".join(f"{figure:10.1f}" for figure in shares))


def absent(sizes: Sequence[int], seed: int) -> None:
    print(f"{'of 200 absent quotes, claimed as found':46}{'old text':>10}{'quote':>10}   seconds")
    for size in sizes:
        newsroom = Newsroom(seed)
        parts = newsroom.paragraphs(size)
        strange = newsroom.paragraphs(size)
        text, other = "\n\n".join(parts), "\n\n".join(strange)
        rng = random.Random(seed)
        # Quotes of another report of the same newsroom, claiming a place in this one.
        away = page(other)
        chosen = [
            quote for quote in pick_quotes(other, QUOTES * 2, rng) if away[quote] not in text
        ][:QUOTES]
        show_absent(f"{size // 1000:,} kB, of another report", other, text, away, chosen)
        # Paragraphs of this report that were taken out of it, a third of all.
        gone = set(rng.sample(range(len(parts)), len(parts) // 3))
        left = "\n\n".join(part for at, part in enumerate(parts) if at not in gone)
        whole = page(text)
        chosen = []
        while len(chosen) < QUOTES:
            quote = pick_quotes(text, 1, rng, within_paragraph=True)[0]
            if whole.block_at(quote.start).index in gone and whole[quote] not in left:
                chosen.append(quote)
        show_absent(f"{size // 1000:,} kB, of paragraphs taken out", text, left, whole, chosen)


def show_absent(
    name: str, old: str, new: str, document: Document, quotes: Sequence[TextRange]
) -> None:
    targets = [describe(document, quote) for quote in quotes]
    counts, seconds = [], []
    for way in (with_old_text, by_quote):
        started = time.perf_counter()
        counts.append(sum(found is not None for found in way(old, page(new), targets)))
        seconds.append(f"{time.perf_counter() - started:.2f}")
    print(f"  {name:44}{counts[0]:10}{counts[1]:10}   {' / '.join(seconds)}")


def repeated(size: int, seed: int) -> None:
    """Short phrases that stand many times: by context, and by position where that is equal."""
    newsroom = Newsroom(seed)
    text = "\n\n".join(newsroom.paragraphs(size))
    rng = random.Random(seed)
    places = [match.span() for match in re.finditer("he said|she said", text)]
    quotes = [TextRange(*span) for span in rng.sample(places, min(QUOTES, len(places)))]
    document = page(text)
    targets = [describe(document, quote) for quote in quotes]
    edited = edit_words(text, 0.05, rng, newsroom)
    kept = [
        (target, place)
        for target, quote in zip(targets, quotes, strict=True)
        if (place := edited.range_of(quote.start, quote.end))
        and edited.text[place.start : place.end] == target.quote.exact
    ]
    shares = [
        measure(way, text, page(edited.text), [t for t, _ in kept], [p for _, p in kept])[0]
        for way in (with_old_text, by_quote)
    ]
    name = f"% right, “he said” in {size // 1000:,} kB, 5 % edited"
    print(f"{name:46}" + "".join(f"{share:10.1f}" for share in shares))
    bare = [replace(t, quote=replace(t.quote, prefix="", suffix="")) for t in targets]
    share = measure(by_quote, text, document, bare, quotes)[0]
    print(f"{'  without context, by position':46}{'':10}{share:10.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 kB only, in a quarter minute")
    parser.add_argument("--seed", type=int, default=1, help="of the text, the edits, the quotes")
    given = parser.parse_args()
    sizes = (100_000,) if given.quick else (100_000, 1_000_000)
    edits(sizes, given.seed)
    typography(100_000, given.seed)
    reordering(sizes, given.seed)
    absent(sizes, given.seed)
    repeated(sizes[-1], given.seed)


if __name__ == "__main__":
    main()
