"""From a mark to its note and back, in web pages, Markdown and plain text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind, Document
from tui.articles.formats import html, markdown, plain_text
from tui.articles.metadata import Provenance
from tui.reading.footnotes import target_of

FILE = Provenance(Path("/articles/a"), "0" * 64, 0, 0)
HEAD = "<html><head>{head}<title>Ferry</title></head><body><article><h1>Ferry</h1>"
FILL = "<p>The boats run every forty minutes from the pier to the mill, and back again.</p>" * 4


def page(body: str, head: str = "") -> Document:
    return html.read(HEAD.format(head=head) + FILL + body + "</article></body></html>", FILE)


def goes(document: Document, words: str, into: int = 0, nth: int = 0) -> str | None:
    """Return the text that begins where the place leads, `into` characters into some words."""
    at = -1
    for _ in range(nth + 1):
        at = document.text.index(words, at + 1)
    target = target_of(document, at + into)
    return None if target is None else document.text[target : target + 12]


NOTES = """<p>The ramp closed<sup id="ref1"><a href="#fn1">1</a></sup> in May<sup
id="ref2"><a href="#fn2">2</a></sup>.</p>{}<section><ol>
<li id="fn1"><p>By order of the port. <a href="#ref1">↩</a></p></li>
<li id="fn2">Of last year. <a href="#ref2">↩</a></li></ol></section>"""


@pytest.mark.parametrize(
    "head", ["", '<link rel="canonical" href="https://www.orrin.example/ferry?a=1">']
)
def test_a_web_pages_notes_are_reached_and_left_by_their_links(head):
    document = page(NOTES.format(FILL), head)
    assert goes(document, "closed1", 6) == "By order of "
    assert goes(document, "May2", 3) == "Of last year"
    assert goes(document, "port. ↩", 6) == "1 in May2.\n\n"
    assert goes(document, "year. ↩", 6) == "2.\n\nThe boat"
    assert goes(document, "closed1", 5) is None
    # Enter on a note's first letter goes back to its mark, though the number is not in the text.
    assert goes(document, "By order") == "1 in May2.\n\n"
    assert goes(document, "Of last") == "2.\n\nThe boat"
    assert goes(document, "order of") is None


def test_saved_pages_write_the_same_links_in_full():
    head = '<link rel="canonical" href="https://orrin.example/ferry">'
    body = NOTES.replace('href="#', 'href="http://www.orrin.example/ferry/?from=mail#')
    document = page(body.format(FILL), head)
    assert goes(document, "closed1", 6) == "By order of "
    other = page(NOTES.replace('href="#', 'href="https://mill.example/#').format(FILL), head)
    assert goes(other, "closed1", 6) is None


def test_named_anchors_of_older_pages_and_of_word_processors():
    document = page(
        '<p>Tickets<a name="_ftnref1" href="#_ftn1">[1]</a> rose. See <a href="#m%C3%BChle">the '
        "mill</a>.</p>" + FILL + '<a name="mühle"></a><h2>The mill</h2>' + FILL + "<p>"
        '<a name="_ftn1" href="#_ftnref1">[1]</a> By a tenth.</p>'
    )
    assert goes(document, "Tickets[1]", 8) == "[1] By a ten"
    assert goes(document, "[1] By") == "[1] rose. Se"
    assert goes(document, "the mill.", 5) == "The mill\n\nTh"
    assert goes(document, "The mill\n", 2) is None


def test_links_that_lead_nowhere_or_away_are_not_followed():
    document = page(
        '<p>Up to <a href="#">the top</a>, <a href="#nowhere">nowhere</a>, <a href="#here">'
        '<b id="here">here</b></a>, <a href="https://x.example/#fn1">there</a>.</p><p id="fn1">No.'
    )
    for words in ("the top", "nowhere", "here", "there", "No."):
        assert goes(document, words, 1) is None


def test_an_anchor_stands_where_it_stood_although_the_gate_took_signs_out():
    document = page(
        '<p>A soft\u00adly soft\u00adly spo\u200bken <b id="spot">spot</b>.</p>'
        + FILL
        + '<p>See <a href="#spot">above</a>.</p>'
    )
    assert goes(document, "above") == "spot.\n\nThe b"


MARKDOWN = """The ramp closed[^1] in May[^note] for good.[^3]

[^1]: By order of the port.
[^note]: Of *last* year.
  The port said so.
[^3]: https://port.example/order

It is [open](#the-ramp-today) again.

## The ramp, today

[^lost]: Nobody refers to this.
"""


def test_markdown_footnotes_keep_their_words_and_are_followed():
    document = markdown.read(MARKDOWN, FILE)
    texts = [block.text for block in document.blocks]
    assert texts[1:4] == [
        "[^1]: By order of the port.",
        "[^note]: Of last year. The port said so.",
        "[^3]: https://port.example/order",
    ]
    assert texts[-1] == "[^lost]: Nobody refers to this."
    assert goes(document, "[^1]") == "[^1]: By ord"
    assert goes(document, "[^note]", 4) == "[^note]: Of "
    assert goes(document, "[^3]", 1) == "[^3]: https:"
    assert goes(document, "[^note]: Of", 2) == "[^note] for "
    assert goes(document, "[^lost]") is None
    assert goes(document, "open again") == "The ramp, to"


def test_markdown_footnotes_of_one_word_are_not_swallowed():
    document = markdown.read("Says the book.[^1]\n\n[^1]: Ibid.\n\n[x]: https://x.example\n", FILE)
    assert document.text == "Says the book.[^1]\n\n[^1]: Ibid."
    assert goes(document, "[^1]") == "[^1]: Ibid."


PLAIN = """The ramp at Lower Quern closed in May[1], and the boats now go from the mill pier.[2]
Nobody at the company† would say for how long¹ the passengers* will have to walk.

{between}

[1] Order of the port, 3 May, which the company had not published when the ramp was closed.
[2] Timetable of the summer.

¹ It said “some weeks”.

† Orrin Ferries.

{note}
"""


@pytest.mark.parametrize("note", ["* Most of them from Tarn.", "*Most of them from Tarn."])
def test_plain_text_marks_lead_to_the_blocks_that_begin_with_them(note):
    document = plain_text.read(PLAIN.format(between="In 1998 it cost a penny.", note=note), FILE)
    assert goes(document, "[1]", 1) == "[1] Order of"
    assert goes(document, "[2]") == "[2] Timetabl"
    assert goes(document, "†") == "† Orrin Ferr"
    assert goes(document, "¹") == "¹ It said “s"
    assert goes(document, "passengers*", 10) == note.replace("* M", "M")[:12]
    assert goes(document, "[1] Order", 2) == "[1], and the"
    assert goes(document, "[2] Time") == "[2]\n\nNobody "
    assert goes(document, "† Orrin") == "† would say "
    assert goes(document, "¹ It") == "¹ the passen"
    assert goes(document, "Order of") is None
    assert goes(document, note.lstrip("* ")) == ("* will have " if note[1] == " " else None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He said [2019] was bad.\n\n[2019] A bad year.", "[2019]"),
        ("[1] First of the list.\n\n[2] Second, see [1].", "[1]"),
        ("[1] First of the list.\n\n[2] Second, see [1].", "see [1]"),
        ("It spans 40 m² of it.\n\n² Square metres.", "²"),
        ("Half: *never* again.\n\n*Never, she said.", "* again"),
        ("A f*ck there.\n\n* A word.", "*ck"),
        ("Four stars: *****\n\n***** A hotel.", "*****"),
        ("Add this* to it.\n\n* eggs\n* flour\n", "* to"),
        ("Without its note[3] here.", "[3]"),
        ("See that¹ cup.\n\n¹⁄₂ cup of flour.", "¹ cup."),
        ("The note†stands.\n\n† No.", "†stands"),
    ],
)
def test_false_friends_are_not_followed(text, words):
    document = plain_text.read(text, FILE)
    assert goes(document, words, words.index("[") if "[" in words else 0) is None


def test_code_refers_to_nothing():
    document = markdown.read("```\na[1] = b[1]\n```\n\n[1] A note.\n", FILE)
    assert goes(document, "[1]") is None


def test_marks_that_each_chapter_uses_again_lead_to_their_own_notes():
    chapters = "\n\n".join(f"Chapter {n} says so[1] and so[1].\n\n[1] Source {n}." for n in "ABC")
    document = plain_text.read(chapters, FILE)
    for number in range(3):
        assert goes(document, "so[1] and", 2, number) == f"[1] Source {'ABC'[number]}"
        at = goes(document, f"[1] Source {'ABC'[number]}")
        assert at == "[1] and so[1"
    assert target_of(document, document.text.index("[1] Source C")) == (
        document.text.index("Chapter C") + len("Chapter C says so")
    )


def test_hard_wrapped_text_is_broken_before_the_next_note_only():
    wrapped = (
        "The ramp at Lower Quern closed in May, and the boats now go from the mill pier,\n"
        "[2] as the company said when it was asked about the many people who had waited.\n\n"
        "[1] Order of the port, which the company had not published before the ramp was\n"
        "[3] closed in the night that followed the storm of the third of May, as we know\n"
        "[2] Timetable of the summer.\n"
    )
    texts = [block.text for block in plain_text.read(wrapped, FILE).blocks]
    assert len(texts) == 3
    assert "pier, [2] as" in texts[0]
    assert "was [3] closed" in texts[1]
    assert texts[2] == "[2] Timetable of the summer."


def test_a_document_without_text_has_nothing_to_follow():
    assert target_of(plain_text.read("", FILE), 0) is None


@given(st.text(alphabet=st.sampled_from("ab *†[]^1¹²:\n\n-"), max_size=200))
def test_a_target_is_in_the_text_and_a_note_leads_back_to_a_mark_before_it(text):
    for read in (plain_text.read, markdown.read):
        document = read(text, FILE)
        for offset in range(len(document.text)):
            target = target_of(document, offset)
            if target is not None:
                assert 0 <= target < len(document.text)
                assert target != offset


LONG = "The boats run. " * 20 + "\n\n"


@pytest.mark.parametrize("filling", [LONG, "a* ", "[1] ", "[1]\n\n", "*", "¹", "[^"])
def test_a_huge_text_is_followed_at_once(filling):
    body = filling * ((10_000_000 if filling == LONG else 2_000_000) // len(filling))
    text = f"The first[1] of them† all.\n\n{body}\n\n[1] The last.\n\n† At the end."
    document = Document.from_blocks(_blocks(text), plain_text.read("", FILE).metadata, FILE)
    start = time.perf_counter()
    for offset in (10, 20, document.text.rindex("[1] The"), document.text.rindex("† At")):
        target_of(document, offset)
    assert time.perf_counter() - start < 2  # 20 ms alone, 150 with 400,000 paragraphs


def _blocks(text):
    return [Block(BlockKind.PARAGRAPH, part) for part in text.split("\n\n") if part]
