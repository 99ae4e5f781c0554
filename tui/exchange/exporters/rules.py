"""The reader's rules for outlets, as a list to read and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tui.annotations import SavedRule
from tui.articles.safe_text import clean_line

_FIRST_WORDS = 72  # code points; a line of the terminal without the indent


def rules_text(rules: Sequence[SavedRule]) -> str:
    """Return the rules, one a line: its number, what is done, the outlet, and to which blocks."""
    if not rules:
        return "There are no rules for outlets. In the app, gX or gK in an article makes one.\n"
    return "".join(f"{number}  {_line(each)}\n" for number, each in enumerate(rules, 1))


def _line(saved: SavedRule) -> str:
    rule = saved.rule
    if rule.label:
        what = f"what begins “{clean_line(rule.words, _FIRST_WORDS)}”"
    else:
        what = f"“{clean_line(rule.sample or rule.words, _FIRST_WORDS)}”"
    return f"{'keep' if rule.keep else 'strip'}  {clean_line(rule.name)}  {what}"


def rules_json(rules: Sequence[SavedRule]) -> str:
    """Return the rules as a JSON list: number, id, outlet, key, action, words, label and so on.

    `outlet` is its name, `key` what its articles are known by; `label` tells whether `words` are
    the label that opens a block, not all its words.
    """
    listed = [
        {
            "number": number,
            "id": saved.id,
            "outlet": saved.rule.name,
            "key": saved.rule.outlet,
            "action": "keep" if saved.rule.keep else "strip",
            "words": saved.rule.words,
            "label": saved.rule.label,
            "sample": saved.rule.sample,
            "made": saved.made,
        }
        for number, saved in enumerate(rules, 1)
    ]
    return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
