#!/usr/bin/env python3
"""How well copies of one story are recognised: `python wire.py [--quick] [--large]`.

Recall on what outlets do to a story, false alarms on what only looks like a copy, a library of
10,000 articles put in one after the other, and milliseconds. `--large` adds how many candidates an
article has among 100,000. All of it is generated; `tests/library/wire_desk.py` says how. Two
minutes; `--large` takes three more.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "library"))

from wire_desk import MARKET, MATCH, NOTICE, WEATHER, Story, WireDesk, text

from tui.library.wire import CROWDED, bands, candidates, resemblance, signature, worth_reading
from tui.library.wire_copies import group, shared
from tui.library.wire_paragraphs import compare_copies

Pair = tuple[Story, Story]


def judged(pairs: Sequence[Pair]) -> tuple[float, float, float, float]:
    """Return in which share of the pairs each step, and all of them, say yes."""
    keys, alike, one, all_of_it = 0, 0, 0, 0
    for first, second in pairs:
        sketch, other = signature(text(first)), signature(text(second))
        common = bool(set(bands(sketch)) & set(bands(other)))
        near = worth_reading(sketch, other)
        story = shared(text(first), text(second)).one_story
        keys, alike, one = keys + common, alike + near, one + story
        all_of_it += common and near and story
    count = len(pairs) / 100
    return keys / count, alike / count, one / count, all_of_it / count


def table(title: str, kinds: Iterable[tuple[str, Sequence[Pair]]]) -> None:
    print(f"{title:40}{'a key':>8}{'sketch':>8}{'texts':>8}{'all':>8}")
    for name, pairs in kinds:
        print(f"  {name:38}" + "".join(f"{share:8.1f}" for share in judged(pairs)), flush=True)


def kinds(desk: WireDesk, count: int) -> None:
    def copies(change: Callable[[Story], Story]) -> list[Pair]:
        stories = [desk.story() for _ in range(count)]
        return [(story, change(story)) for story in stories]

    table(
        f"% of {count} copies recognised by",
        ((name, copies(change)) for name, change in desk.copies().items()),
    )
    table(
        f"% of {count} pairs of two stories taken for",
        ((name, [make() for _ in range(count)]) for name, make in desk.strangers().items()),
    )


def library(desk: WireDesk, size: int) -> list[tuple[int, str]]:
    """Write a library: the number of the story and the text of each article.

    A third of the stories ran in two to six outlets, changed in every way; seven in ten articles
    carry their outlet's paragraph; one in twenty is filled into a template.
    """
    changes = [change for name, change in desk.copies().items() if "quarter" not in name]
    articles: list[tuple[int, str]] = []
    story = 0
    while len(articles) < size:
        story += 1
        if desk.rng.random() < 0.1:
            template = desk.rng.choice((WEATHER, MARKET, MATCH, NOTICE))
            articles.append((story, text(desk.filled(template))))
            continue
        first = desk.story()
        outlets = desk.rng.randint(2, 6) if desk.rng.random() < 1 / 3 else 1
        for place in range(outlets):
            body = desk.rng.choice(changes)(first) if place else first
            if desk.rng.random() < 0.7:
                body = [*body, desk.rng.choice(desk.outlets)]
            articles.append((story, text(body)))
    desk.rng.shuffle(articles)
    return articles[:size]


def put_in(desk: WireDesk, size: int) -> None:
    """Put the articles of a library in one after the other, as the index does."""
    articles = library(desk, size)
    sketches = [signature(body) for _, body in articles]
    standing: dict[int, list[int]] = defaultdict(list)
    pairs: list[tuple[int, int]] = []
    chosen = near = 0
    started = time.process_time()
    for article, sketch in enumerate(sketches):
        keys = bands(sketch)
        found = candidates([standing[key][-CROWDED:] for key in keys])
        chosen += len(found)
        alike = [other for other in found if worth_reading(sketch, sketches[other])]
        near += len(alike)
        body = articles[article][1]
        pairs += [(article, it) for it in alike if shared(body, articles[it][1]).one_story]
        for key in keys:
            standing[key].append(article)
    seconds = time.process_time() - started
    stories: dict[int, list[int]] = defaultdict(list)
    for article, (story, _) in enumerate(articles):
        stories[story].append(article)
    truth = {pair for members in stories.values() for pair in combinations(members, 2)}
    groups = group(pairs)
    print(f"{size:,} articles put in, of {len(stories):,} stories")
    print(f"  candidates an article: {chosen / size:.1f}; texts read: {near / size:.2f}")
    quality("pairs", {tuple(sorted(pair)) for pair in pairs}, truth)
    quality("pairs in groups", {p for members in groups for p in combinations(members, 2)}, truth)
    print(f"  finding and comparing, without the index's reads: {1000 * seconds / size:.2f} ms")


def quality(what: str, found: set[tuple[int, ...]], truth: set[tuple[int, int]]) -> None:
    right = len(found & truth)
    precision, recall = right / max(1, len(found)), right / max(1, len(truth))
    print(f"  {what:16} {len(found):6,} found, precision {precision:.4f}, recall {recall:.4f}")


def crowd(desk: WireDesk, size: int) -> None:
    """Count candidates among many strangers, of which each outlet's share a paragraph."""
    standing: dict[int, list[int]] = defaultdict(list)
    chosen = rows = 0
    newsroom = desk.newsroom
    for article in range(size):
        words = [newsroom.word() for _ in range(550)]
        body = " ".join([*words, desk.rng.choice(desk.outlets)])
        keys = bands(signature(body))
        found = [standing[key][-CROWDED:] for key in keys]
        if article >= size * 9 // 10:
            rows += sum(map(len, found))
            chosen += len(candidates(found))
        for key in keys:
            standing[key].append(article)
    last = size - size * 9 // 10
    held = sum(len(articles) > CROWDED for articles in standing.values())
    print(f"{size:,} strangers, each outlet's {size // 20:,} with one paragraph in common")
    print(f"  rows read an article: {rows / last:.0f}; candidates: {chosen / last:.1f}", end="; ")
    print(f"keys {len(standing):,}, crowded {held}")


def speed(desk: WireDesk) -> None:
    stories = [desk.newsroom.paragraphs(4_000) for _ in range(300)]
    bodies = [text(story) for story in stories]
    sketches = [signature(body) for body in bodies]
    size = sum(map(len, bodies)) / len(bodies)
    print(f"ms of CPU, articles of {size:,.0f} code points (best of five)")

    def row(name: str, work: Callable[[], object]) -> None:
        best = float("inf")
        for _ in range(5):
            started = time.process_time()
            work()
            best = min(best, time.process_time() - started)
        print(f"  {name:40}{1000 * best / len(bodies):8.3f}")

    cyrillic = [body.translate({97 + at: 0x430 + at for at in range(26)}) for body in bodies]
    chinese = [  # 1,400 characters are 4 kB, and as many words as 4 kB of English
        "".join(desk.rng.choices([chr(code) for code in range(0x4E00, 0x5600)], k=1_400))
        for _ in bodies
    ]
    row("signature", lambda: [signature(body) for body in bodies])
    row("signature, Cyrillic", lambda: [signature(body) for body in cyrillic])
    row("signature, Chinese", lambda: [signature(body) for body in chinese])
    row("resemblance", lambda: [resemblance(sketches[0], sketch) for sketch in sketches])
    row("shared, two strangers", lambda: [shared(bodies[0], body) for body in bodies])
    copies = [text(desk.mildly(story)) for story in stories]
    row("shared, two copies", lambda: [shared(*pair) for pair in zip(bodies, copies, strict=True)])
    others = [desk.mildly(story) for story in stories]
    row(
        "compare_copies",
        lambda: [compare_copies(*pair) for pair in zip(stories, others, strict=True)],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer of everything: 15 seconds")
    parser.add_argument("--large", action="store_true", help="also 100,000 articles")
    options = parser.parse_args()
    kinds(WireDesk(1), 50 if options.quick else 300)
    put_in(WireDesk(2), 1_000 if options.quick else 10_000)
    if options.large:
        crowd(WireDesk(3), 100_000)
    speed(WireDesk(4))


if __name__ == "__main__":
    main()
