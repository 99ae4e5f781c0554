"""The reader's rules for an outlet: what they match, what they overrule, what they leave alone."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind, Document, Evidence
from tui.articles.metadata import Metadata, Provenance
from tui.boilerplate import Overrides, Role, fingerprints, remove_boilerplate
from tui.boilerplate.outlet import OutletHabits, OutletRule, outlet_key
from tui.boilerplate.outlet_rules import RuleBook, opening_label, outlet_words, rule_for
from tui.errors import CopydeskError

PROSE = (
    "The council of Orrin voted on Monday to run the night buses again, nine years after a fire."
)
SERIES = "This story is part of our series on the river towns."
LINK = "READ MORE: Prince arrives by ferry"
PITCH = "Sign up for our free newsletter."
NOTICE = "Correction: An earlier version of this article gave the wrong year for the fire."


def article(*texts: str, outlet: str = "The Harbour Post", url: str = "") -> Document:
    title = Block(
        BlockKind.HEADING, "Night buses", level=1, evidence=Evidence(states=("headline",))
    )
    blocks = [title, *(Block(BlockKind.PARAGRAPH, text) for text in texts)]
    said = Metadata(headline="Night buses", outlet=outlet, url=url)
    return Document.from_blocks(blocks, said, Provenance(Path("/a.txt"), "", 0, 0))


def rule(document: Document, text: str, *, keep: bool, label: bool = False) -> OutletRule:
    [block] = [block.index for block in document.blocks if block.text == text]
    return rule_for(remove_boilerplate(document), block, keep=keep, label=label)


def judged(document: Document, *rules: OutletRule, overrides: Overrides | None = None):
    habits = OutletHabits(rules=rules)
    found = remove_boilerplate(document, overrides or Overrides(), habits)
    return {block.text: verdict for block, verdict in found}


def test_a_rule_to_strip_strips_in_every_article_of_the_outlet_and_says_so():
    first = article(PROSE, SERIES, PROSE)
    second = article(PROSE, "This story is part of our series – on the River Towns", PROSE)
    made = rule(first, SERIES, keep=False)
    assert judged(first)[SERIES].keep
    for document in (first, second):
        stripped = [each for each in judged(document, made).values() if not each.keep]
        assert [(each.rule, each.reason) for each in stripped] == [
            ("outlet rule", "you always strip this in The Harbour Post")
        ]


def test_a_rule_to_keep_keeps_and_tells_why_it_would_have_gone():
    document = article(PROSE, PITCH, PROSE)
    before = judged(document)[PITCH]
    after = judged(document, rule(document, PITCH, keep=True))[PITCH]
    assert not before.keep
    assert (after.role, after.rule) == (Role.BODY, "outlet rule")
    said = f"you always keep this in The Harbour Post (otherwise: {before.reason})"
    assert after.reason == said


def test_a_rule_to_keep_leaves_alone_what_is_kept_anyway():
    document = article(PROSE, NOTICE)
    made = rule(document, NOTICE, keep=True)
    assert judged(document, made) == judged(document)


def test_a_label_stands_for_whatever_follows_it():
    document = article(
        PROSE, "IN PICTURES: 12 boats", "In pictures – 7 bridges", "In pictures", PROSE
    )
    made = rule(document, "IN PICTURES: 12 boats", keep=False, label=True)
    assert made.words == "in pictures"
    stripped = {text for text, each in judged(document, made).items() if each.rule == "outlet rule"}
    assert stripped == {"IN PICTURES: 12 boats", "In pictures – 7 bridges", "In pictures"}
    by_words = rule(document, "IN PICTURES: 12 boats", keep=False)
    found = judged(document, by_words)
    assert found["IN PICTURES: 12 boats"].rule == "outlet rule"
    assert found["In pictures – 7 bridges"].rule != "outlet rule"


def test_numbers_do_not_tell_blocks_apart():
    assert outlet_words("Read: 12 of 1,400 stories") == outlet_words("READ – 3 of 9 stories!")
    assert outlet_words("") == outlet_words(" … — ") == ""


def test_the_words_of_the_whole_block_count_for_more_than_its_label():
    other = "READ MORE: Nine bakers tell their secrets"
    document = article(PROSE, LINK, other, PROSE)
    keep_all = rule(document, LINK, keep=True, label=True)
    strip_one = rule(document, LINK, keep=False)
    for rules in ((keep_all, strip_one), (strip_one, keep_all)):
        found = judged(document, *rules)
        assert not found[LINK].keep
        assert found[other].keep


def test_the_readers_word_about_the_very_block_counts_for_more():
    document = article(PROSE, PITCH, SERIES, PROSE)
    names = dict(zip((b.text for b in document.blocks), fingerprints(document), strict=True))
    strip, keep = rule(document, SERIES, keep=False), rule(document, PITCH, keep=True)
    by_hand = Overrides().restore(names[SERIES]).strip(names[PITCH])
    found = judged(document, strip, keep, overrides=by_hand)
    assert (found[SERIES].keep, found[SERIES].rule) == (True, "reader")
    assert "otherwise: you always strip this in The Harbour Post" in found[SERIES].reason
    assert (found[PITCH].keep, found[PITCH].rule) == (False, "reader")


@pytest.mark.parametrize("text", [NOTICE, "Night buses"])
def test_what_is_protected_and_the_headline_cannot_be_stripped_by_a_rule(text):
    document = article(PROSE, NOTICE, PROSE)
    with pytest.raises(CopydeskError, match="cannot strip") as caught:
        rule(document, text, keep=False)
    assert str(caught.value).endswith(".")
    assert rule(document, text, keep=True).keep
    forced = OutletRule("the harbour post", False, outlet_words(text))
    assert judged(document, forced) == judged(document)
    assert RuleBook([forced]).blocks(remove_boilerplate(document)) == []


def test_without_outlet_and_address_there_is_no_rule():
    document = article(PROSE, SERIES, outlet=" ")
    with pytest.raises(CopydeskError, match="neither its outlet nor its address"):
        rule(document, SERIES, keep=False)
    by_site = article(PROSE, SERIES, outlet="", url="https://www.post.example/a")
    made = rule(by_site, SERIES, keep=False)
    assert (made.outlet, made.name) == ("post.example", "post.example")


def test_a_block_without_words_has_no_rule():
    with pytest.raises(CopydeskError, match="no words"):
        rule(article(PROSE, "* * *"), "* * *", keep=False)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (LINK, "READ MORE:"),
        ("READ MORE Prince arrives by ferry", "READ MORE"),
        ("Related | Ten walks", "Related |"),
        ("He paid. Then he left for the coast.", ""),
        ("Mr. Havers drove line 4.", ""),
        ("READ MORE:", ""),
        (PROSE, ""),
    ],
)
def test_what_counts_as_a_label(text, label):
    assert opening_label(text) == label


def test_a_thousand_rules_cost_what_one_costs():
    document = article(*(f"{PROSE} {SERIES} {number}" for number in range(500)))
    one = [OutletRule("the harbour post", False, "word of a rule")]
    thousand = [replace(one[0], words=f"words of rule number x{n}") for n in range(1_000)]
    verdicts = remove_boilerplate(document)

    def seconds(rules):
        book = RuleBook(rules)
        times = []
        for _ in range(5):
            start = time.perf_counter()
            assert book.blocks(verdicts) == []
            times.append(time.perf_counter() - start)
        return min(times)

    assert seconds(thousand) < 3 * seconds(one)


@given(st.lists(st.text(max_size=40), max_size=8), st.data())
def test_any_rules_leave_every_block_one_verdict_and_hide_nothing_protected(texts, data):
    document = article(NOTICE, *texts)
    rules = []
    for _ in range(data.draw(st.integers(0, 3))):
        block = data.draw(st.integers(0, len(document.blocks) - 1))
        try:
            rules.append(
                rule_for(
                    remove_boilerplate(document),
                    block,
                    keep=data.draw(st.booleans()),
                    label=data.draw(st.booleans()),
                )
            )
        except CopydeskError:
            continue
    plain = remove_boilerplate(document)
    ruled = remove_boilerplate(document, habits=OutletHabits(rules=tuple(rules)))
    book = RuleBook(rules)
    assert len(list(ruled)) == len(document.blocks)
    for (block, after), before in zip(ruled, plain.verdicts, strict=True):
        found = book.rule_of(block.text)
        if found is None or before.role in (Role.PROTECTED, Role.HEADLINE):
            assert after == before
        else:
            assert after.keep is found.keep


def test_the_key_of_an_outlet_is_the_same_in_any_spelling():
    assert outlet_key(article(outlet="The  HARBOUR\tPost")) == outlet_key(article())
