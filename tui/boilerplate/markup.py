"""What the page's own markup says of a block: its tags, ids and classes."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from tui.articles.document import BlockKind
from tui.boilerplate.clue import Clue
from tui.boilerplate.page import Page
from tui.boilerplate.rescue import lost_body
from tui.boilerplate.verdict import Role

INNERMOST = 6
"""Elements that are looked at, from the block outwards: a page's frame names everything."""

_PARTS = re.compile(r"[a-z]+(?:-[a-z]+)*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_STRONG, _WEAK, _TAG = 0.55, 0.35, 0.4
_SUSPECT = 0.3


@dataclass
class _Words:
    names: dict[str, tuple[str, float]] = field(default_factory=dict)
    tags: dict[str, tuple[str, float]] = field(default_factory=dict)


@cache
def _words() -> _Words:
    data = tomllib.loads(files("tui.boilerplate").joinpath("markup.toml").read_text("utf-8"))
    words = _Words()
    for part, strength in (("weak", _WEAK), ("strong", _STRONG)):
        for rule, names in data[part].items():
            words.names.update(dict.fromkeys(names, (rule, strength)))
    for rule, names in data["tags"].items():
        words.tags.update(dict.fromkeys(names, (rule, _TAG)))
    return words


@lru_cache(maxsize=20_000)
def _element(element: str) -> tuple[tuple[str, float, str], ...]:
    """Return what one element `tag#id.class` says: rule, strength, the word that says it."""
    tag, _, names = element.replace("#", ".", 1).partition(".")
    words = _words()
    found: dict[str, tuple[str, float, str]] = {}
    if tag in words.tags:
        rule, strength = words.tags[tag]
        found[rule] = (rule, strength, tag)
    for name in names.split(".")[:12]:
        folded = _CAMEL.sub("-", name[:80]).lower().replace("_", "-")
        whole = _PARTS.findall(folded)
        parts = set(whole)
        for run in whole:
            pieces = run.split("-")
            parts.update(pieces)
            parts.update(map("-".join, pairwise(pieces)))
        for part in sorted(parts):
            if part in words.names:
                rule, strength = words.names[part]
                if strength > found.get(rule, ("", 0.0, ""))[1]:
                    found[rule] = (rule, strength, part)
    return tuple(found.values())


def frames(page: Page) -> frozenset[tuple[str, ...]]:
    """Find the elements that hold much of the article: their names say nothing of one block."""
    words: Counter[tuple[str, ...]] = Counter()
    total = 0
    for line in page.lines:
        if line.block.evidence.in_body and line.count >= 8:
            total += line.count
            path = line.block.evidence.ancestry
            for depth in range(max(0, len(path) - INNERMOST), len(path)):
                words[path[: depth + 1]] += line.count
    return frozenset(path for path, count in words.items() if count * 3 >= total)


def markup(ancestry: tuple[str, ...], framing: frozenset[tuple[str, ...]]) -> tuple[Clue, ...]:
    """Return what the elements around a block say of it; the nearer, the more it counts.

    Args:
        ancestry: The elements, the innermost last.
        framing: `frames` of its page; neither they nor what is around them is looked at.
    """
    strongest: dict[str, Clue] = {}
    said: Counter[str] = Counter()
    for distance, element in enumerate(reversed(ancestry[-INNERMOST:])):
        if ancestry[: len(ancestry) - distance] in framing:
            break
        for rule, strength, word in _element(element):
            worth = strength * (1 - 0.1 * distance)
            if strength >= _STRONG:  # a box and a title that both say "newsletter" mean it
                worth += 0.1 * min(2, said[rule])
            said[rule] += 1
            if rule not in strongest or worth > strongest[rule].strength:
                role = Role.CAPTION if rule == "caption" else Role.BOILERPLATE
                reason = f"is marked “{word}” on the page"
                strongest[rule] = Clue(rule, worth, reason, role)
    return tuple(strongest.values())


def marked_by_the_page(page: Page) -> dict[int, Clue]:
    """What the page's markup says of its blocks: one clue a block, the strongest.

    The names around one block are one witness, however many say the same.
    """
    framing = frames(page)
    # The items of a list and the paragraphs of a box stand in the same elements.
    strongest: dict[tuple[str, ...], Clue | None] = {(): None}
    found: dict[int, Clue] = {}
    for index, line in enumerate(page.lines):
        ancestry = line.block.evidence.ancestry
        if ancestry not in strongest:
            clues = [c for c in markup(ancestry, framing) if c.role is Role.BOILERPLATE]
            strongest[ancestry] = max(clues, key=lambda clue: clue.strength, default=None)
        if clue := strongest[ancestry]:
            found[index] = clue
    return found


def outside_the_body(page: Page) -> dict[int, Clue]:
    """What the extractor left out of the article, and `lost_body` does not bring back.

    Nothing that the page itself marks as clutter is brought back, but posts that are quoted: their
    markup names the network they come from.
    """
    framing = frames(page)
    rescued = {
        index
        for index in lost_body(page)
        if page.lines[index].block.kind is BlockKind.QUOTATION
        or not any(
            clue.role is Role.BOILERPLATE and clue.strength >= _SUSPECT
            for clue in markup(page.lines[index].block.evidence.ancestry, framing)
        )
    }
    return {
        index: Clue("not article text", 0.75, "stands in another part of the page than the article")
        for index, line in enumerate(page.lines)
        if line.block.evidence.in_body is False and index not in rescued
    }
