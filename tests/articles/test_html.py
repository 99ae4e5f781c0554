from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import NOWHERE, assert_sound, read_text, shapes, texts, words

from tui.articles.document import Document, SpanKind
from tui.articles.formats import html
from tui.articles.formats.html_scanner import count_letters, scan_blocks
from tui.articles.formats.html_tags import rewrite_bad_entities
from tui.errors import ArticleError

PROSE = [
    "The mayor of Skarrow said on Monday that the bridge would stay closed for another month, "
    "because the bearings had been ordered in the wrong size.",
    "Engineers who had inspected the crossing three times in two years had written to the city "
    "in what one of them called the plainest English that he could find.",
    "Nobody has yet told the inquiry who typed the question mark, and the clerk who could have "
    "done it has retired to an island without a telephone.",
    "A new bridge would take six years and cost at least 190 million crowns, the council said "
    "in a paper that it published last week after being asked for it twice.",
]
BODY = "".join(f"<p>{each}</p>" for each in PROSE)


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def read(source: str | bytes) -> Document:
    return read_text(source, ".html")


def test_a_page_block_by_block() -> None:
    document = read(
        page(
            "<header id=top class='site-head wide'><nav><ul><li><a href=/>Home</a></li>"
            "<li><a href='/news'>News</a></li></ul></nav></header>"
            f"<article><h1>Bridge <em>stays</em> closed</h1>{BODY}"
            "<blockquote><p>In the plainest English</p></blockquote>"
            "<ol start=3><li>First<ul><li>Inner</li></ul><li value=7>Second</ol>"
            "<figure><img alt='not visible' src=x><figcaption>The span</figcaption></figure>"
            "<table><caption>Votes</caption><tr><th>For<th>Against<tr><td>18<td>19</table>"
            "<pre>one\n  two</pre><hr><p>Line<br>broken<br><br>Parted</p></article>"
            "<script>var hidden = 1</script><style>p{}</style><noscript>enable</noscript>"
        )
    )
    assert shapes(document) == [
        ("list item •", "Home"),
        ("list item •", "News"),
        ("heading 1", "Bridge stays closed"),
        *(("paragraph", each) for each in PROSE),
        ("quotation", "In the plainest English"),
        ("list item 3.", "First"),
        ("list item 1 •", "Inner"),
        ("list item 7.", "Second"),
        ("caption", "The span"),
        ("caption", "Votes"),
        ("table", "For\tAgainst\n18\t19"),
        ("code", "one\n  two"),
        ("rule", ""),
        ("paragraph", "Line\nbroken"),
        ("paragraph", "Parted"),
    ]
    assert_sound(document)
    assert document.blocks[0].evidence.ancestry == (
        *("html", "body", "header#top.site-head.wide", "nav", "ul", "li", "a"),
    )


def test_the_extractor_tells_the_body_from_the_rest() -> None:
    document = read(
        page(
            "<nav><a href=/a>Home</a> <a href=/b>News</a></nav><main><article><h1>Bridge</h1>"
            f"{BODY}<p>Yes.</p><p>{PROSE[0][:80]}</p></article></main><footer><p>Copyright, and "
            "all the rights that there are, reserved by the company and its heirs.</p></footer>"
        )
    )
    in_body = [block.text for block in document.blocks if block.evidence.in_body]
    assert set(PROSE) <= set(in_body)
    assert not {"Home News", "Copyright"} & {text[:9] for text in in_body}
    assert all(block.evidence.in_body is not None for block in document.blocks)


def test_links_are_resolved_and_bad_ones_are_dropped() -> None:
    document = read(
        page(
            "<p><a href='/a?b=1&amp;c'>one</a> <a href='d'>two</a> <a href='//other.example/e'>"
            "three</a> <a href='javascript:x()'>four</a> <a href='mailto:a@b.example'>five</a> "
            "<a href='data:text/html,x'>six</a> <a href='https://x.example/\x1b[2J'>seven</a> "
            "<a href='http://[bad'>eight</a> <a>nine</a></p>" + BODY,
            "<link rel=canonical href='https://news.example/2026/story'>",
        )
    )
    links = {
        document.text[span.start : span.end]: span.href
        for span in document.blocks[0].spans
        if span.kind is SpanKind.LINK
    }
    assert links == {
        "one": "https://news.example/a?b=1&c",
        "two": "https://news.example/2026/d",
        "three": "https://other.example/e",
        "four": "",
        "five": "mailto:a@b.example",
        "six": "",
        "seven": "https://x.example/\ufffd[2J",
        "eight": "http://[bad",
        "nine": "",
    }


HEAD = """
<title>Bridge stays closed | The Skarrow Weekly</title>
<meta name=author content="https://facebook.example/ann">
<meta property="og:site_name" content="The Skarrow Weekly">
<meta property="article:published_time" content="2026-02-03T10:00:00Z">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "WebPage", "name": "x"},
 {"@type": ["NewsArticle"], "headline": "Bridge stays closed", "datePublished":
  "2026-02-03T11:32:00+01:00", "author": [{"name": "Ann Lee"}, {"name": "Tom O&#8217;Roe"}],
  "publisher": {"name": "Skarrow Media"}, "mainEntityOfPage": {"@id": "https://w.example/b"}}]}
</script>
"""


def test_metadata_of_the_head() -> None:
    lines = "<h1>Bridge stays closed</h1><p>By Ann Lee and Tom O’Roe</p><p>3 February 2026</p>"
    document = read(page(lines + BODY, HEAD))
    metadata = document.metadata
    assert metadata.headline == "Bridge stays closed"
    assert metadata.byline == "Ann Lee and Tom O’Roe"
    assert metadata.outlet == "The Skarrow Weekly"
    assert metadata.published == "2026-02-03T11:32:00+01:00"
    assert metadata.language == "en"
    assert metadata.url == "https://w.example/b"
    assert [block.evidence.states for block in document.blocks[:4]] == [
        *(("headline",), ("byline",), ("published",), ()),
    ]


def test_a_titles_end_is_cut_only_where_the_page_proves_it_to_be_the_outlet() -> None:
    title = "<title>Bridge – a question | The Wave</title>"
    assert read(page(BODY, title)).metadata.headline == "Bridge – a question | The Wave"
    proof = title + "<meta property=og:site_name content='The Wave'>"
    assert read(page(BODY, proof)).metadata.headline == "Bridge – a question"


def test_what_is_not_said_is_missing() -> None:
    metadata = read(page(BODY, "<meta name=author content='http://a.example/me'>")).metadata
    assert (metadata.byline, metadata.outlet, metadata.published, metadata.url) == ("",) * 4


def test_a_page_saved_with_single_file() -> None:
    comment = "<!--\n Page saved with SingleFile \n url: https://w.example/story \n"
    comment += " saved date: Tue Feb 03 2026 11:32:00 GMT+0100\n-->"
    source = page(BODY).replace("<html lang='en'>", f"<html lang='en'>{comment}")
    assert read(source).metadata.url == "https://w.example/story"


@pytest.mark.parametrize(
    "entity", ["&#27;", "&#7;", "&#xFFFE;", "&#x1F4A9999999;", "&#0;", "&#xD800;"]
)
def test_one_bad_entity_does_not_lose_the_article(entity: str) -> None:
    document = read(page(f"<h1>Bridge</h1>{BODY}<p>x{entity}y</p>"))
    assert texts(document) == ["Bridge", *PROSE, "x\ufffdy"]
    assert all(block.evidence.in_body for block in document.blocks[1:5])


def test_old_editors_quotes_are_windows_1252() -> None:
    assert rewrite_bad_entities("&#147;No&#148; &#150; &#233; &#60;b&#62;") == (
        "“No” – &#233; &#60;b&#62;"
    )


def test_fifty_thousand_nested_elements_lose_nothing() -> None:
    deep = "<p>before</p>" + "<div>" * 50_000 + "deep words" + "</div>" * 50_000 + BODY
    document = read(page(deep, HEAD))
    assert texts(document) == ["before", "deep words", *PROSE]
    assert document.remarks == (html.LOST,)
    assert document.metadata.published == "2026-02-03T11:32:00+01:00"
    assert [block.evidence.in_body for block in document.blocks[2:]] == [True] * 4


def test_an_unclosed_comment_hides_nothing() -> None:
    document = read(page(f"<p>{PROSE[0]}</p><!-- oops <p>{PROSE[1]}</p>"))
    assert PROSE[1] in document.text


def test_a_page_that_hides_its_article_until_a_script_runs() -> None:
    document = read(page(f"<div style='display: none' id=story><article>{BODY}</article></div>"))
    assert set(PROSE) <= set(texts(document))
    seen = read(page(f"<article>{BODY}</article><p hidden>unseen</p><p style='DISPLAY:none'>x</p>"))
    assert texts(seen) == PROSE


def test_a_page_that_needs_scripts_shows_what_it_has_without() -> None:
    assert texts(read(page("<div id=app></div><noscript><p>The words.</p></noscript>"))) == [
        "The words."
    ]
    with pytest.raises(ArticleError, match="holds no text"):
        read(page("<div id=app></div><script>render()</script>"))


def test_escape_sequences_and_overrides_never_leave() -> None:
    hostile = "\x1b]0;owned\x07 &#x1b;[31m \u202egnp.exe &#8238; \x9b2J \u200b\ufeff&shy;&zwsp;"
    document = read(
        page(
            f"<h1>T {hostile}</h1><p class='a\x1b[2J'>{hostile}</p>{BODY}",
            f"<title>{hostile}</title><meta property=og:site_name content='{hostile}'>",
        )
    )
    said = document.text + repr(document.metadata) + repr([b.evidence for b in document.blocks])
    assert not set(said) & set("\x1b\x07\x9b\u202e\u200b\ufeff\u00ad")


def test_markup_in_text_is_text() -> None:
    assert texts(read(page("<p>[red]x[/red] &lt;b&gt; [@click=app.quit]y[/]</p>")))[0] == (
        "[red]x[/red] <b> [@click=app.quit]y[/]"
    )


def test_entities_and_external_files_are_not_resolved(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    source = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>{page("<p>&x;</p>")}'
    assert "SECRET" not in read(source).text


def test_declared_encodings() -> None:
    source = page("<p>Ελληνικά κείμενα</p>", "<meta charset=iso-8859-7>").encode("iso-8859-7")
    document = read(source)
    assert texts(document) == ["Ελληνικά κείμενα"]
    assert document.provenance.encoding == "iso-8859-7"


def test_the_scanner_reads_what_stands_between_the_tags() -> None:
    blocks = scan_blocks(
        "<h2 title='a > b'>Head</h2><p>One <b>two</b> &amp; <a href=\"x>y\">three</a><br>four"
        "<ul><li>five</ul><!-- no --><script>if (a < b) '</p>'</script><p>1 < 2 <3 and</p>"
    )
    assert [(block.kind.value, block.text) for block in blocks] == [
        ("heading", "Head"),
        ("paragraph", "One two & three\nfour"),
        ("list item", "five"),
        ("paragraph", "1 < 2 <3 and"),
    ]
    assert count_letters("<p>ab c</p><style>xx</style>") == 3


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<",
        "<a ",
        '<a "',
        "<script>",
        "<svg>",
        "</",
        "<p>Read more: ",
        "&#",
        "<div>",
        "<b>x ",
    ],
)
@pytest.mark.timeout(20)
def test_the_scanner_takes_linear_time_whatever_comes(piece: str) -> None:
    source = piece * (1_000_000 // len(piece))
    blocks = scan_blocks(source)
    assert len(blocks) <= 100_000


INLINE = st.sampled_from(["b", "i", "span", "a", "font", "custom-tag"])
BLOCK = st.sampled_from(
    ["div", "p", "section", "li", "ul", "blockquote", "h2", "td", "table", "pre"]
)
WORD = st.text(st.sampled_from("abcdefghij"), min_size=3, max_size=7)


def nest(tags: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    text = st.lists(WORD, min_size=1, max_size=4).map(lambda found: f" {' '.join(found)} ")
    return st.recursive(
        text,
        lambda inner: st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", tags, st.lists(inner, max_size=4)
        ),
        max_leaves=20,
    )


@settings(deadline=None)
@given(nest(INLINE | st.sampled_from(["div", "section", "blockquote", "article", "aside"])))
def test_all_words_of_nested_elements_appear_in_order(source: str) -> None:
    wanted = words(rewrite_bad_entities(source.replace("custom-tag", "b")))
    wanted = [word for word in wanted if word not in TAGS]
    try:
        document = read(page(source))
    except ArticleError:
        assert not wanted
        return
    assert words(document.text) == wanted
    assert_sound(document)


TAGS = {"b", "i", "span", "a", "font", "div", "section", "blockquote", "article", "aside"}


@settings(deadline=None)
@given(nest(INLINE | BLOCK))
def test_the_scanner_agrees_about_the_words(source: str) -> None:
    said = " ".join(block.text for block in scan_blocks(source))
    plain = "".join(part.partition(">")[2] for part in ("x>" + source).split("<"))
    assert words(said) == words(plain)


SOUP = [
    *("<p>", "</p>", "<a href='", "'>", "<!--", "-->", "<![CDATA[", "]]>", "<table>", "<td>"),
    *("<script>", "</script>", "<svg>", "</svg>", "<?php", "?>", "<br>", "</body>", "<html>"),
    *("<template>", "<li>", "&#27;", "&", "\x00", "\ud800", "\x1b[2J", "é", "words here ", " "),
]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(SOUP),
        max_size=40,
    )
)
def test_any_tag_soup_is_a_sound_document(parts: list[str]) -> None:
    document = html.read("".join(parts), NOWHERE)
    assert_sound(document)
    assert "\x1b" not in document.text
    assert "\x00" not in document.text


def test_a_number_that_structured_data_hides_from_the_parser_is_no_headline() -> None:
    huge = "\\u0026#" + "9" * 5_000 + ";"
    script = f'{{"@type": "Article", "headline": "The {huge} bridge"}}'
    document = read_text(
        f'<script type="application/ld+json">{script}</script><p>{PROSE[0]}</p>', ".html"
    )
    assert document.metadata.headline == "The \ufffd bridge"


def test_stretches_that_are_never_closed_go_on_a_while_and_lose_no_text() -> None:
    document = read_text("<b>" * 500 + "<p>one <i>two</i></p>" + "</b>" * 500 + "<p>three", ".html")
    assert words(document.text) == ["one", "two", "three"]
    assert max(len(block.spans) for block in document.blocks) <= 100


def test_tables_in_tables_are_shown_without_asking_the_extractor() -> None:
    # 700 of them take it 7 s.
    document = read_text(f"<p>{PROSE[0]}</p>" + "<table><tr><td>cell " * 250, ".html")
    assert document.text.count("cell") == 250
    assert document.blocks[0].evidence.in_body
