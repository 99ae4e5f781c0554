from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from texts import assert_sound, is_subsequence, read_text, shapes, texts

from tui.articles.document import BlockKind
from tui.articles.formats import read_document
from tui.articles.formats.plain_text import read_blocks
from tui.articles.formats.wrapping import join_lines
from tui.articles.safe_text import clean_text
from tui.errors import ArticleError

SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_0175700b6812221d.txt"

PARAGRAPHS = [
    "The ferry from Skarrow to the mainland will stop running on the last day of the month, when "
    "the bridge opens and the captain, who has crossed the strait eleven times a day since 1988, "
    "ties up for good.",
    "“There was a cake,” she said of her hundred-thousandth crossing, which nobody had counted "
    "but the purser, and the purser had been wrong before.",
    "The council has not decided what is to become of the quay, the ticket office and the two "
    "cats that live in it.",
]


def read(text: str) -> list[tuple[str, str]]:
    return shapes(read_text(text, ".txt"))


@pytest.mark.skipif(not SEED.exists(), reason="the real article is not beside the repository")
def test_the_real_article_block_by_block() -> None:
    document = read_text(SEED.read_bytes(), ".txt")
    source = SEED.read_text("utf-8").split("\n")
    assert texts(document) == [line.strip() for line in source if line.strip()]
    assert {block.kind for block in document.blocks} == {BlockKind.PARAGRAPH}
    assert [block.evidence.states for block in document.blocks[:4]] == [
        ("headline",),
        ("byline",),
        ("published",),
        (),
    ]
    assert [source[block.evidence.line].strip() for block in document.blocks] == texts(document)
    assert document.metadata.headline == "Russia hits Ukraine energy sites as Trump truce unravels"
    assert document.metadata.byline == "dharm"
    assert document.metadata.published == "2026-02-03T11:32"
    assert (document.metadata.outlet, document.metadata.url) == ("", "")
    assert document.remarks == ()


@pytest.mark.parametrize("width", [60, 66, 72, 79, 80, 100])
@pytest.mark.parametrize("indent", ["", "   "])
def test_hard_wrapped_paragraphs_are_unwrapped(width: int, indent: str) -> None:
    wrapped = [
        textwrap.fill(
            each, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
        )
        for each in PARAGRAPHS
    ]
    assert [text for _, text in read("\n\n".join(wrapped))] == PARAGRAPHS


def test_a_hyphen_at_a_wrap_is_kept_as_it_is() -> None:
    compounds = "The well-known, much-loved and long-serving vice-captain of the 12-car ferry " * 3
    paragraphs = [*PARAGRAPHS, compounds.strip()]
    broken = 0
    for width in range(55, 80):
        wrapped = "\n\n".join(textwrap.fill(each, width) for each in paragraphs)
        broken += "-\n" in wrapped
        assert [text for _, text in read(wrapped)] == paragraphs
    assert broken


def test_a_hyphen_that_stands_for_a_word_keeps_its_space() -> None:
    text = "All the pre-\nand post-war houses were counted in one list of the damage."
    assert join_lines(text.split("\n")) == text.replace("\n", " ")


def test_unwrapped_lines_are_blocks_of_their_own() -> None:
    text = "Ferry stops\nby lotte\nMarch 1, 2026\n" + "\n".join(PARAGRAPHS)
    assert [block for _, block in read(text)] == [
        "Ferry stops",
        "by lotte",
        "March 1, 2026",
        *PARAGRAPHS,
    ]


def test_a_terminal_browsers_dump() -> None:
    body = "\n\n".join(textwrap.indent(textwrap.fill(each, 72), "   ") for each in PARAGRAPHS)
    dump = f"""
   Jump to content

     * News
          + City and the harbour, the islands and the villages beyond them, in one
            long entry that has to be wrapped
          + Courts
     * Letters

{body}

   1. The first of the demands that were read out on the quay in front of the
      assembled crew
   2. The second

     “A quotation is set in a little, as dumps do, and it goes on for more than
     one line of the page, so that it wraps.”

   ----------------------------------------------------------------------
   Miss E. Quillfeather
   Chapel Brow
"""
    assert read(dump) == [
        ("paragraph", "Jump to content"),
        ("list item *", "News"),
        (
            "list item 1 +",
            "City and the harbour, the islands and the villages beyond them, in one long entry "
            "that has to be wrapped",
        ),
        ("list item 1 +", "Courts"),
        ("list item *", "Letters"),
        *(("paragraph", each) for each in PARAGRAPHS),
        (
            "list item 1.",
            "The first of the demands that were read out on the quay in front of the assembled "
            "crew",
        ),
        ("list item 2.", "The second"),
        (
            "paragraph",
            "“A quotation is set in a little, as dumps do, and it goes on for more than one line "
            "of the page, so that it wraps.”",
        ),
        ("rule", "----------------------------------------------------------------------"),
        ("paragraph", "Miss E. Quillfeather"),
        ("paragraph", "Chapel Brow"),
    ]


def test_an_indented_passage_of_wrapped_text_is_a_quotation() -> None:
    text = "\n\n".join(textwrap.fill(each, 72) for each in PARAGRAPHS)
    quoted = textwrap.indent(textwrap.fill(PARAGRAPHS[0], 64), "        ")
    assert ("quotation", PARAGRAPHS[0]) in read(text + "\n\n" + quoted + "\n")


def test_verse_and_addresses_keep_their_lines_and_are_one_block() -> None:
    verse = "I walked by the brow when the lamps were lit\nAnd the snow had stopped in the lane,\n"
    verse += "And I thought, if she comes to the window now,\nI shall never go by again."
    for prose in (PARAGRAPHS, [textwrap.fill(each, 72) for each in PARAGRAPHS]):
        text = "\n\n".join([prose[0], verse, prose[1], prose[2]])
        assert [block for _, block in read(text)] == [PARAGRAPHS[0], verse, *PARAGRAPHS[1:]]


def test_navigation_at_the_edges_is_not_verse() -> None:
    text = "Home\nNews\nSport\n\n" + "\n\n".join(PARAGRAPHS) + "\n\nAbout us\nPrivacy\nJobs\n"
    assert [block for _, block in read(text)] == [
        *("Home", "News", "Sport", *PARAGRAPHS, "About us", "Privacy", "Jobs")
    ]


def test_chinese_and_japanese_lines_join_without_a_space() -> None:
    paragraph = (
        "三年間中止が続いていた納涼花火大会が十七日夜、港の沖で開かれた。浜には人が集まり、" * 3
    )
    lines = [paragraph[start : start + 36] for start in range(0, len(paragraph), 36)]
    text = "\n".join(lines) + "\n\n" + "\n".join(lines) + "\n"
    assert [block for _, block in read(text)] == [paragraph, paragraph]


def test_tables_and_quoted_mail() -> None:
    text = "Party      Seats   Change\nAlliance   18      -2\nIndependents   11   +4\n\n> So much\n"
    assert read(text) == [
        ("table", "Party\tSeats\tChange\nAlliance\t18\t-2\nIndependents\t11\t+4"),
        ("quotation >", "So much"),
    ]


def test_addresses_of_the_web_are_links() -> None:
    document = read_text("See https://example.org/a(b)?c=d. And (http://example.net).", ".txt")
    assert [span.href for span in document.blocks[0].spans] == [
        "https://example.org/a(b)?c=d",
        "http://example.net",
    ]


def test_white_space_alone_is_no_article() -> None:
    with pytest.raises(ArticleError, match="holds no text"):
        read_text(" \n\t\n\u00a0\n\u200b", ".txt")


LINES = st.one_of(
    st.sampled_from(
        ["", "", "* item", "  o nested", "12. twelfth", "•", "-----", "> quoted", "a   b"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.sampled_from([textwrap.fill(each, 60) for each in PARAGRAPHS]),
)


@given(st.lists(LINES, max_size=25))
@example(["a\tb", "c\td", "", "x\ty", "z\tw"])
@example([textwrap.fill(PARAGRAPHS[0], 60), "* x", "  y"])
def test_every_character_is_kept_in_order(lines: list[str]) -> None:
    text = clean_text("\n".join(lines))
    blocks = read_blocks(text)
    said = "".join(block.marker + block.text for block in blocks)
    assert "".join(said.split()) == "".join(text.split())


@given(st.lists(LINES, min_size=1, max_size=25))
def test_documents_are_sound(lines: list[str]) -> None:
    try:
        document = read_text("\n".join(lines), ".txt")
    except ArticleError:
        return
    assert_sound(document)
    assert is_subsequence("".join(document.metadata.headline.split()), document.text)


SECTIONS = ["Home", "News", "Council", "Sport", "Weather", "Sign in", "Search", "Notices"]
TEASERS = ["Who pays for the sea wall this winter?", "Rowers turned back by a seal, again"]
HEADLINE = "Ferry captain ties up for good as bridge opens"


def headline_of(*lines: str) -> str:
    page = [*SECTIONS, *TEASERS, *lines, *PARAGRAPHS * 3, "More stories", *TEASERS, *SECTIONS]
    return read_text("\n\n".join(page), ".txt").metadata.headline


def test_the_headline_of_a_page_is_the_line_that_its_article_takes_up() -> None:
    assert headline_of(HEADLINE, "Share", "3 hours ago") == HEADLINE


@pytest.mark.parametrize(
    "lines",
    [
        (HEADLINE, "Share"),  # no date follows: it may be a heading or a picture's title
        (HEADLINE, "The quay, the ticket office, the purser and two cats", "3 hours ago"),
        ("Nobody wants the winter regatta any more", "3 hours ago"),
    ],
)
def test_where_no_line_stands_out_there_is_no_headline(lines: tuple[str, ...]) -> None:
    assert headline_of(*lines) == ""


def test_a_short_report_has_its_headline_byline_and_date(tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_text(
        "The bridge is closed for good\n\nBy Ines Marquat\nMarch 4, 2026\n\n"
        "The old bridge was closed on Friday after its pier moved by a hand.\n\n"
        "Nobody can say when it will open again, the council wrote in a letter.\n",
        "utf-8",
    )
    said = read_document(path).metadata
    assert said.headline == "The bridge is closed for good"
    assert said.byline == "Ines Marquat"
    assert said.published == "2026-03-04"
