"""The links of an article, and what their words hide."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind, Document, Span, SpanKind
from tui.articles.formats import html, markdown, plain_text
from tui.articles.metadata import Metadata, Provenance
from tui.boilerplate.verdict import Role, Verdict, Verdicts
from tui.reading.links import Link, Links, host_of, link_at, may_open, shorten

FILE = Provenance(Path("/articles/a"), "0" * 64, 0, 0)


def judged(document: Document, *stripped: int) -> Verdicts:
    roles = (Role.BOILERPLATE if b.index in stripped else Role.BODY for b in document.blocks)
    verdicts = tuple(Verdict(number, role) for number, role in enumerate(roles))
    return Verdicts(document, verdicts)


def links(document: Document, *stripped: int, reveal: bool = False) -> list[tuple[str, str]]:
    found = Links(judged(document, *stripped), reveal=reveal)
    for link in found:
        assert link_at(document, link.start) == link == link_at(document, link.end - 1)
    return [(link.words, link.address) for link in found]


def linked(words: str, address: str) -> Link:
    span = Span(0, len(words), SpanKind.LINK, address)
    block = Block(BlockKind.PARAGRAPH, words, spans=(span,))
    document = Document.from_blocks([block], Metadata(), FILE)
    (link,) = Links(judged(document), reveal=False)
    return link


def test_links_and_bare_addresses_of_markdown_in_text_order():
    text = """---
url: https://orrin.example/2026/ferry
---
Ask [the port](https://port.example/a) or see https://mill.example/b(c), www.tarn.example.

Write to <pell@orrin.example>, ines.tolland@quern.example or [us](mailto:desk@orrin.example)!

[More](../2025/tram?a=1#b) by [them](//other.example/x), not [here](#more).
"""
    assert links(markdown.read(text, FILE)) == [
        ("the port", "https://port.example/a"),
        ("https://mill.example/b(c)", "https://mill.example/b(c)"),
        ("www.tarn.example", "https://www.tarn.example"),
        ("pell@orrin.example", "mailto:pell@orrin.example"),
        ("ines.tolland@quern.example", "mailto:ines.tolland@quern.example"),
        ("us", "mailto:desk@orrin.example"),
        ("More", "https://orrin.example/2025/tram?a=1#b"),
        ("them", "https://other.example/x"),
    ]


def test_plain_text_keeps_the_brackets_that_belong_to_an_address():
    text = (
        "(See https://en.example/wiki/Orrin_(town), or https://x.example/y.) HTTP://LOUD.example!"
    )
    assert [address for _, address in links(plain_text.read(text, FILE))] == [
        "https://en.example/wiki/Orrin_(town)",
        "https://x.example/y",
        "HTTP://LOUD.example",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "about 3@5 pence",
        "a@b",
        "@handle said",
        "www. nothing",
        "://",
        "http://",
        "e.g.www.x.y",
        "@",
    ],
)
def test_what_is_no_address_is_no_link(text):
    assert links(plain_text.read(text, FILE)) == []


def test_links_of_a_page_leave_out_those_that_stay_in_it():
    page = (
        "<html><head><link rel=canonical href='https://orrin.example/ferry'></head><body>"
        "<p>A <a href='#note'>note</a>, <a href='https://orrin.example/ferry#note'>again</a>, "
        "<a href='/tram'>trams</a> and <a href='javascript:x()'>more</a>.</p><p id=note>Note.</p>"
    )
    assert links(html.read(page, FILE)) == [("trams", "https://orrin.example/tram")]


def test_what_is_stripped_has_links_only_where_it_is_shown():
    text = "See https://a.example/x\n\nhttps://b.example/x\n\nand c@c.example"
    document = plain_text.read(text, FILE)
    shown = ["https://a.example/x", "mailto:c@c.example"]
    assert [address for _, address in links(document, 1)] == shown
    assert len(links(document, 1, reveal=True)) == 3


@pytest.mark.parametrize(
    ("words", "address", "named"),
    [
        ("https://bank.example/login", "https://evil.example/login", "bank.example"),
        ("www.bank.example", "https://bank.example.evil.example/", "bank.example"),
        ("bank.example", "https://evil.example/bank.example", "bank.example"),
        ("Sign in at https://bank.example now", "http://192.0.2.7/", "bank.example"),
        ("press@port.example", "mailto:press@p0rt.example", "port.example"),
        ("https://bank.exam…", "https://evil.example", "bank.exam…"),
    ],
)
def test_words_that_name_another_host_are_told(words, address, named):
    link = linked(words, address)
    assert link.warning.startswith(f"Its words name {'www.' if 'www' in words else ''}{named}, but")
    assert link.warning.endswith(f"leads to {host_of(address)}.")


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("https://bank.example/a", "https://www.bank.example/b"),
        ("bank.example", "https://news.bank.example/"),
        ("bank.exam…", "https://bank.example/"),
        ("https://bank.exam…", "https://bank.example/"),
        ("bank.example/some-lo…", "https://bank.example/some-long"),
        ("the report.pdf", "https://port.example/1"),
        ("report.pdf", "https://port.example/1"),
        ("Mr. Havers", "https://port.example/2"),
        ("U.S.", "https://port.example/3"),
        ("desk@port.example", "mailto:desk@port.example?subject=Hello"),
        ("bank.example.", "https://bank.example"),
        ("(https://bank.example).", "https://bank.example"),
    ],
)
def test_words_that_name_no_other_host_are_not_warned_of(words, address):
    assert linked(words, address).warning == ""


def test_a_host_that_hides_behind_a_user_or_other_letters_is_told():
    link = linked("here", "https://bank.example@evil.example/x")
    assert link.warning == "It leads to evil.example; what stands before the @ is no host."
    assert "xn--" in linked("here", "https://b\u0430nk.example/").warning
    backslash = "https://good.example\\@evil.example/"
    assert host_of(backslash) == "good.example"  # as browsers read it


def test_only_the_web_and_mail_are_opened():
    assert all(map(may_open, ("http://a", "HTTPS://a", "mailto:a@b")))
    others = ("javascript:x", "file:///etc/passwd", "ftp://a", "-h", "", "httpsx://a", "data:,")
    assert not any(map(may_open, others))


def test_a_shortened_address_still_says_whose_it_is():
    address = "https://bank.example.of.evil.example/a/very/long/path?with=values"
    assert shorten(address, 100) == address
    assert shorten(address, 40) == "https://bank.example.of.evil.example/a/…"
    assert shorten(address, 37) == "https://bank.example.of.evil.example…"
    assert shorten(address, 14) == "….evil.example"
    assert len(shorten("mailto:" + "x" * 90 + "@a.example", 30)) <= 30
    assert shorten("mailto:" + "x" * 90 + "@a.example", 30).endswith("a.example")


@given(st.text(alphabet=st.sampled_from("htps:/w.@ab()[]é…,“ #\\\n\n"), max_size=120))
def test_any_text_has_links_in_order_and_within_it(text):
    for read in (plain_text.read, markdown.read):
        document = read(text, FILE)
        end = 0
        for link in Links(judged(document), reveal=False):
            assert end <= link.start < link.end <= len(document.text)
            assert "\n" not in link.address
            assert link.warning is not None
            end = link.end


@given(st.text(max_size=80), st.integers(1, 60))
def test_a_shortened_address_fits(text, width):
    assert len(shorten(f"https://{text}", width)) <= width


@pytest.mark.parametrize(
    "filling",
    ["http://x))))", "a@", "www.", "@", "://", "a.b@c.d.", "https://x.example/y ", "aaaa@aaaa.aa "],
)
def test_a_huge_text_costs_in_proportion(filling):
    text = filling * (2_000_000 // len(filling))
    document = Document.from_blocks([Block(BlockKind.PARAGRAPH, text)], Metadata(), FILE)
    verdicts = judged(document)
    start = time.perf_counter()
    found = Links(verdicts, reveal=False)
    link_at(document, 1_000_000)
    assert time.perf_counter() - start < 4  # 0.3 s alone
    assert all(link.warning == "" for link in found[:3])
