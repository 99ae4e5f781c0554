"""Nothing is lost, whatever comes in; and what the reader decided stays decided."""

from __future__ import annotations

from clippings import PROSE, document
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind, Evidence
from tui.boilerplate.remover import remove_boilerplate
from tui.boilerplate.verdict import Overrides, Role, fingerprints

CLUTTER = (
    "READ MORE: Ferry captain retires",
    "Sign up for our newsletter",
    "ADVERTISEMENT",
    "Comments",
    "Related stories",
    "Correction: An earlier version of this article gave the wrong fare.",
    "Photo: Dell Ansty",
    "by Ann Lee",
    "https://harbour.example/",
    "",
)
TEXTS = st.one_of(
    st.sampled_from((*PROSE, *CLUTTER)),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80),
)
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(BlockKind),
    text=TEXTS,
    level=st.integers(0, 6),
    evidence=st.builds(
        Evidence,
        in_body=st.sampled_from((None, True, False)),
        ancestry=st.lists(
            st.sampled_from(("div.related", "p", "nav", "aside#x", "")), max_size=4
        ).map(tuple),
        states=st.lists(
            st.sampled_from(("headline", "byline", "published", "outlet")), max_size=2
        ).map(tuple),
    ),
)
PAGES = st.lists(BLOCKS, max_size=14)


@settings(deadline=None)
@given(PAGES, st.sampled_from(("", PROSE[0], "Related stories")))
def test_one_verdict_a_block_and_the_whole_text_is_there_once(
    blocks: list[Block], headline: str
) -> None:
    article = document(blocks, headline=headline, byline="Ann Lee", outlet="Comments")
    verdicts = remove_boilerplate(article)
    assert "\n\n".join(block.text for block, _ in verdicts) == article.text
    for (block, verdict), index in zip(verdicts, range(len(blocks)), strict=True):
        assert verdict.block == block.index == index
        assert 0 <= verdict.confidence <= 1
        assert verdict.keep or (verdict.rule and verdict.reason)
    assert remove_boilerplate(article).verdicts == verdicts.verdicts


@settings(deadline=None)
@given(PAGES, PAGES, st.data())
def test_what_was_restored_stays_restored_after_edits_elsewhere(
    before: list[Block], after: list[Block], data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(CLUTTER[:5]))
    name = fingerprints(document([chosen]))[0]
    overrides = Overrides().restore(name)
    edited = document([*before, chosen, *after])
    verdicts = remove_boilerplate(edited, overrides)
    place = fingerprints(edited).index(name)
    assert verdicts[place].keep


@settings(deadline=None)
@given(PAGES, TEXTS, PAGES)
def test_what_was_stripped_by_hand_wins_over_any_rule(
    before: list[Block], chosen: str, after: list[Block]
) -> None:
    name = fingerprints(document([chosen]))[0]
    edited = document([*before, chosen, *after])
    verdict = remove_boilerplate(edited, Overrides().strip(name))[fingerprints(edited).index(name)]
    assert (verdict.role, verdict.rule) == (Role.BOILERPLATE, "reader")


@settings(deadline=None)
@given(PAGES)
def test_overrides_touch_their_blocks_and_no_others(blocks: list[Block]) -> None:
    article = document([*PROSE, *blocks])
    plain = remove_boilerplate(article).verdicts
    name = fingerprints(article)[2]
    changed = remove_boilerplate(article, Overrides().strip(name)).verdicts
    assert [a for i, a in enumerate(changed) if i != 2] == [
        b for i, b in enumerate(plain) if i != 2
    ]
    assert changed[2].rule == "reader"


def test_the_reason_of_a_restored_block_says_what_it_would_have_been() -> None:
    article = document([*PROSE, "ADVERTISEMENT"])
    verdict = remove_boilerplate(article, Overrides().restore(fingerprints(article)[5]))[5]
    assert verdict.role is Role.BODY
    assert verdict.rule == "reader"
    assert "labels advertising" in verdict.reason


def test_an_empty_document_has_no_verdicts() -> None:
    assert remove_boilerplate(document([])).verdicts == ()
