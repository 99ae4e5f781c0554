"""The clean article as Markdown: what a Markdown reader shows is what the article says."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pages import verdicts

from tui.articles.document import Block, BlockKind, Span, SpanKind
from tui.articles.metadata import Metadata
from tui.articles.safe_text import clean_text
from tui.exchange.exporters.article_markdown import article_markdown, fenced

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NOBODY = Metadata()


def tokens(blocks: list[Block]) -> list[Token]:
    return MARKDOWN.parse(article_markdown(verdicts(blocks, NOBODY)))


def shown(found: list[Token]) -> str:
    """Return the words that a Markdown reader shows, white space folded."""
    words: list[str] = []
    for token in found:
        if token.type in ("inline", "image"):
            words.append(shown(token.children or []) if token.children else token.content)
            words.append("\n")
        elif token.type in ("softbreak", "hardbreak"):
            words.append("\n")
        elif token.content:
            words.append(token.content)
    return " ".join("".join(words).split())


def paragraph(text: str, *spans: Span, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind, text, spans=spans)


def written(*blocks: Block) -> str:
    return article_markdown(verdicts(blocks, NOBODY))


SIGNS = st.text("ab1 *_`[]()<>#-+=~|&;:!.\\\t\"/'—é“\n", max_size=40)


@st.composite
def marked_texts(draw: st.DrawFn) -> Block:
    text = draw(SIGNS)
    spans = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        kind = draw(st.sampled_from(SpanKind))
        href = draw(st.sampled_from(["https://a.example/(x)_y*`|]?a=1&copy;=2", "", "http://b"]))
        spans.append(Span(start, end, kind, href if kind is SpanKind.LINK else ""))
    return Block(BlockKind.PARAGRAPH, text, spans=tuple(spans))


@given(marked_texts())
def test_no_text_becomes_markup_and_no_markup_becomes_text(block: Block) -> None:
    found = tokens([block])
    assert shown(found) == " ".join(block.text.split())
    assert {token.type for token in found} <= {"paragraph_open", "inline", "paragraph_close"}


@given(st.lists(SIGNS, min_size=1, max_size=4), st.sampled_from(BlockKind))
def test_blocks_of_every_kind_keep_their_words(texts: list[str], kind: BlockKind) -> None:
    if kind is BlockKind.RULE:
        return
    blocks = [
        Block(kind, text, level=level % 3, marker="•" if kind is BlockKind.LIST_ITEM else "")
        for level, text in enumerate(texts)
    ]
    found = tokens(blocks)
    expected = [" ".join(text.split()) for text in texts]
    assert shown(found) == " ".join(text for text in expected if text)


@given(st.text(max_size=30))
def test_a_headline_is_one_heading(headline: str) -> None:
    line = " ".join(clean_text(headline).split())
    found = MARKDOWN.parse(article_markdown(verdicts([], Metadata(headline=line))))
    assert shown(found) == line
    if line:
        assert [token.tag for token in found if token.type == "heading_open"] == ["h1"]


def test_headings_stand_below_the_headline() -> None:
    blocks = [Block(BlockKind.HEADING, "Top", level=1), Block(BlockKind.HEADING, "Deep", level=5)]
    assert written(*blocks) == "## Top\n\n##### Deep\n"


def test_emphasis_code_and_links_come_back() -> None:
    block = paragraph(
        "He said no, see x_y at the quay.",
        Span(3, 7, SpanKind.STRONG),
        Span(8, 10, SpanKind.EMPHASIS),
        Span(16, 19, SpanKind.CODE),
        Span(23, 31, SpanKind.LINK, "https://quay.example/a b"),
    )
    assert written(block) == (
        "He **said** *no*, see `x_y` at [the quay](https://quay.example/a%20b).\n"
    )


def test_an_exclamation_before_a_link_makes_no_image() -> None:
    block = paragraph("Ha! !here", Span(5, 9, SpanKind.LINK, "http://h.example"))
    assert written(block) == "Ha! \\![here](http://h.example)\n"


def test_emphasis_inside_a_word_is_left_out_rather_than_shown_as_asterisks() -> None:
    assert written(paragraph("unbelievable", Span(2, 9, SpanKind.EMPHASIS))) == "unbelievable\n"


def test_verse_keeps_its_lines_and_a_link_over_two_lines_is_in_both() -> None:
    block = paragraph("one\ntwo\n\nthree", Span(0, 7, SpanKind.LINK, "http://v.example"))
    assert written(block) == "[one](http://v.example)\\\n[two](http://v.example)\n\nthree\n"


def test_lists_nest_and_numbers_that_do_not_follow_begin_a_list_of_their_own() -> None:
    entries = [("1.", 0, "a"), ("•", 1, "b"), ("2.", 0, "c"), ("1.", 0, "d"), ("a.", 0, "e")]
    blocks = [Block(BlockKind.LIST_ITEM, text, level=n, marker=m) for m, n, text in entries]
    assert written(*blocks) == "1. a\n   - b\n2. c\n1) d\n- a. e\n"
    lists = [t for t in tokens(blocks) if t.type == "ordered_list_open"]
    assert [each.attrGet("start") or 1 for each in lists] == [1, 1]


def test_quotations_tables_rules_and_code() -> None:
    table = Block(BlockKind.TABLE, "Quarter\tGWh\nFirst | half\t1.9\textra")
    code = Block(BlockKind.CODE, "```\n*x*\n```")
    found = tokens([table, Block(BlockKind.RULE, "---"), code])
    assert [t.content for t in found if t.type == "inline"] == [
        "Quarter", "GWh", "", "First | half", "1.9", "extra",
    ]  # fmt: skip
    assert [t.content for t in found if t.type == "fence"] == ["```\n*x*\n```\n"]
    assert "hr" in [t.type for t in found]
    quotation = Block(BlockKind.QUOTATION, "said\nshe", level=1)
    assert written(quotation) == "> > said\\\n> > she\n"


def test_a_fence_is_longer_than_any_in_the_text() -> None:
    assert fenced("a ```` b") == "`````\na ```` b\n`````\n"


@pytest.mark.parametrize("sign", ["*_", "`", "[", "1. ", "\\", "# ", "a_", "\n", "\t"])
def test_ten_times_as_much_takes_no_more_than_ten_times_as_long(sign: str) -> None:
    def seconds(count: int) -> float:
        text = sign * (count // len(sign))
        spans = tuple(Span(at, at + 2, SpanKind.STRONG) for at in range(0, count - 2, 9))
        block = Block(BlockKind.PARAGRAPH, text, spans=(Span(0, count, SpanKind.EMPHASIS), *spans))
        began = time.process_time()
        written(block)
        return time.process_time() - began

    small = min(seconds(20_000) for _ in range(3))
    assert seconds(200_000) < 40 * small + 0.2
