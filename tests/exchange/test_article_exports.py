"""The clean article as text, as JSON and explained."""

from __future__ import annotations

import json

from pages import PAGE, verdicts

from tui.articles.document import Block, BlockKind
from tui.articles.metadata import Metadata
from tui.boilerplate import Role
from tui.exchange.exporters.article_json import article_json, failure_json
from tui.exchange.exporters.article_text import article_text
from tui.exchange.exporters.explanation import explanation

P, ITEM, RULE = BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.RULE
HEAD = "Ferry *not* late\nAnn Lee · The Skarrow Weekly · 2026-02-03T11:32\n\n"


def test_text_is_head_and_body_with_what_is_protected_in_its_place() -> None:
    page = verdicts(
        [
            (Block(P, "Ferry *not* late"), Role.HEADLINE),
            (Block(P, "By Ann Lee"), Role.BYLINE),
            Block(P, "It sailed."),
            (Block(P, "A quay. © Dell"), Role.CAPTION),
            (Block(P, "Subscribe!"), Role.BOILERPLATE),
            (Block(P, "Correction: it did not."), Role.PROTECTED),
            Block(P, "  "),
            Block(P, "It sank."),
        ]
    )
    assert article_text(page) == f"{HEAD}It sailed.\n\nCorrection: it did not.\n\nIt sank.\n"


def test_text_shows_lists_quotations_verse_and_tables() -> None:
    page = verdicts(
        [
            Block(ITEM, "one", marker="1."),
            Block(ITEM, "inner\nline", level=1, marker="•"),
            Block(ITEM, "two", marker="2."),
            Block(BlockKind.QUOTATION, "said\nshe"),
            Block(BlockKind.TABLE, "a\tb\nc\td"),
        ]
    )
    assert article_text(page) == (
        f"{HEAD}1. one\n  • inner\n    line\n2. two\n\n> said\n> she\n\na\tb\nc\td\n"
    )


def test_rules_stand_only_between_what_they_part() -> None:
    page = verdicts(
        [
            Block(RULE, ""),
            Block(P, "a"),
            Block(RULE, ""),
            Block(RULE, "—"),
            Block(P, "b"),
            Block(RULE, "***"),
        ]
    )
    assert article_text(page) == f"{HEAD}a\n\n—\n\nb\n"


def test_an_article_without_a_head_begins_with_its_body() -> None:
    assert article_text(verdicts([Block(P, "It sailed.")], Metadata())) == "It sailed.\n"
    outlet = Metadata(outlet="The Skarrow Weekly")
    assert article_text(verdicts([Block(P, "x")], outlet)) == "The Skarrow Weekly\n\nx\n"


def test_json_has_exactly_its_keys_and_keeps_characters() -> None:
    page = verdicts(
        [
            Block(P, "Ça “alors”\n\ttab"),
            (Block(P, "© Dell"), Role.CAPTION),
            (Block(P, "Correction"), Role.PROTECTED),
            (Block(P, "Subscribe!"), Role.BOILERPLATE),
        ]
    )
    line = article_json(page, b"a\xff\x1b[31m/f.txt".decode("utf-8", "surrogateescape"))
    assert line.endswith("}\n")
    assert line.count("\n") == 1
    assert "Ça “alors”" in line
    assert json.loads(line) == {
        "path": "a��[31m/f.txt",
        "headline": PAGE.headline,
        "byline": "Ann Lee",
        "outlet": "The Skarrow Weekly",
        "published": "2026-02-03T11:32",
        "language": "en",
        "url": "https://skarrow.example/ferry",
        "sha256": "ab" * 32,
        "body": "Ça “alors”\n\ttab",
        "standfirst": [],
        "captions": ["© Dell"],
        "protected": ["Correction"],
        "stripped": [
            {
                "text": "Subscribe!",
                "rule": "a rule",
                "reason": "because it is",
                "confidence": 0.912,
            }
        ],
    }
    assert json.loads(failure_json("a\n.txt", "“a” is empty.")) == {
        "path": "a .txt",
        "error": "“a” is empty.",
    }


def test_the_explanation_names_rule_reason_confidence_and_first_words() -> None:
    page = verdicts(
        [
            Block(P, "It sailed."),
            (Block(P, "Subscribe " * 40), Role.BOILERPLATE),
            (Block(P, "Correction"), Role.PROTECTED),
        ],
        remarks="Read as Windows-1252.",
    )
    lines = explanation(page).splitlines()
    assert lines[0] == "Stripped: 1 of 3 blocks"
    assert lines[2] == "  a rule (91% sure)"
    assert lines[3].startswith("    “Subscribe Subscribe")
    assert lines[3].endswith("…”")
    assert lines[4] == "    because it is"
    assert "  protected: a rule (91% sure)" in lines
    assert lines[-1] == "  Read as Windows-1252."
    assert "It sailed." not in explanation(page)


def test_the_explanation_of_a_clean_article_says_none() -> None:
    assert (
        explanation(verdicts([Block(P, "x")])) == "Stripped: none of 1 block\n\nSet apart: none\n"
    )
