"""Every sample article against the truth that its author wrote down: a floor that holds."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tui.articles.formats import read_document
from tui.boilerplate.remover import remove_boilerplate
from tui.boilerplate.verdict import Role, Verdicts

ROOT = Path(__file__).parents[2]
TRUTHS = sorted((ROOT / "tests" / "golden" / "articles").glob("*.json"))
FLOOR = 0.99
LOWER = {
    # Unspaced script: one line of date and name that counts as body is one word in thirty.
    "togaura-fireworks-return.md": 0.96,
}
"""F1 over word 4-grams that each article has to reach, where it is not FLOOR, and why."""

WORD = re.compile(r"\w+")


@cache
def judged(name: str) -> Verdicts:
    return remove_boilerplate(read_document(ROOT / "sample_articles" / name))


def truth(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text("utf-8")))


def flat(text: str) -> str:
    return " ".join(text.split())


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words)


def f1(wanted: str, kept: str) -> float:
    want, got = shingles(wanted), shingles(kept)
    return 2 * (want & got).total() / max(1, want.total() + got.total())


def named(path: Path) -> str:
    return path.name.removesuffix(".json")


@pytest.mark.parametrize("path", TRUTHS, ids=named)
def test_the_body_is_the_article(path: Path) -> None:
    wanted = "\n\n".join(truth(path)["body"])
    assert f1(wanted, judged(named(path)).body) >= LOWER.get(named(path), FLOOR)


@pytest.mark.parametrize("path", TRUTHS, ids=named)
def test_what_is_protected_is_never_stripped(path: Path) -> None:
    kept = [flat(block.text) for block, verdict in judged(named(path)) if verdict.keep]
    apart = [flat(block.text) for block in judged(named(path)).blocks(Role.PROTECTED, Role.DATE)]
    for wanted in map(flat, truth(path)["protected"]):
        assert any(wanted in text for text in kept), wanted
        assert any(wanted in text or text in wanted for text in apart), wanted


@pytest.mark.parametrize("path", TRUTHS, ids=named)
def test_captions_and_credits_are_set_apart(path: Path) -> None:
    captions = flat(" ".join(b.text for b in judged(named(path)).blocks(Role.CAPTION)))
    for wanted in map(flat, truth(path)["captions"]):
        assert wanted in captions


@pytest.mark.parametrize("path", TRUTHS, ids=named)
def test_the_clutter_is_stripped(path: Path) -> None:
    verdicts = judged(named(path))
    stripped = flat(" ".join(block.text for block in verdicts.blocks(Role.BOILERPLATE)))
    kept = [flat(block.text) for block in verdicts.blocks(Role.BODY)]
    for entry in truth(path)["stripped"]:
        wanted = flat(entry["text"])
        assert wanted in stripped, entry
        assert not any(text.startswith(wanted) for text in kept if len(wanted) > 12), entry


@pytest.mark.parametrize("path", TRUTHS, ids=named)
def test_every_stripped_block_tells_its_rule_and_its_reason(path: Path) -> None:
    for block, verdict in judged(named(path)):
        if verdict.role is Role.BOILERPLATE:
            assert verdict.rule, block.text
            assert len(verdict.reason.split()) >= 2, block.text
            assert 0.5 <= verdict.confidence <= 1, block.text
