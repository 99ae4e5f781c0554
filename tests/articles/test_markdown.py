from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import assert_sound, read_text, shapes, texts, words

from tui.articles.document import Document, SpanKind
from tui.errors import ArticleError

ARTICLE = """\
---
title: "The tart that waits: for you"
author: [Odile Marchbanks, Lucan Frey]
site: The Larder Quarterly
date: 2025-11-08T09:30:00+01:00
url: https://larder.example/tart
lang: en_GB
---

# The tart that waits: for you

By Odile Marchbanks and Lucan Frey

A quince is *stubborn*. See [the **tree**](https://larder.example/tree "A tree") or
[write](mailto:us@larder.example), [never](ftp://old.example/x).

> Raw, it is hard.
>
> > Deeper.

- flour
  - barley

    toasted
- `butter`

3. Bake.
4. Wait.

| what | how much |
|------|---------:|
| eggs | 5        |

```
1 + 1
  = 2
```

![A slice](slice.jpg "The morning after")

![](pan.jpg)
*In its pan. Photo: L. Frey*

***

Line one\\
line two<br>line three
"""


def read(text: str) -> Document:
    return read_text(text, ".md")


def test_an_article_block_by_block() -> None:
    document = read(ARTICLE)
    assert shapes(document) == [
        ("heading 1", "The tart that waits: for you"),
        ("paragraph", "By Odile Marchbanks and Lucan Frey"),
        ("paragraph", "A quince is stubborn. See the tree or write, never."),
        ("quotation", "Raw, it is hard."),
        ("quotation 1", "Deeper."),
        ("list item •", "flour"),
        ("list item 1 •", "barley"),
        ("list item 1", "toasted"),
        ("list item •", "butter"),
        ("list item 3.", "Bake."),
        ("list item 4.", "Wait."),
        ("table", "what\thow much\neggs\t5"),
        ("code", "1 + 1\n  = 2"),
        ("caption", "A slice"),
        ("caption", "The morning after"),
        ("caption", "In its pan. Photo: L. Frey"),
        ("rule", ""),
        ("paragraph", "Line one\nline two\nline three"),
    ]
    assert_sound(document)
    source = ARTICLE.split("\n")
    assert source[document.blocks[2].evidence.line].startswith("A quince")
    assert source[document.blocks[-1].evidence.line].startswith("Line one")


def test_metadata_comes_from_the_front_matter() -> None:
    metadata = read(ARTICLE).metadata
    assert metadata.headline == "The tart that waits: for you"
    assert metadata.byline == "Odile Marchbanks, Lucan Frey"
    assert metadata.outlet == "The Larder Quarterly"
    assert metadata.published == "2025-11-08T09:30:00+01:00"
    assert metadata.language == "en-GB"
    assert metadata.url == "https://larder.example/tart"
    blocks = read(ARTICLE).blocks
    assert blocks[0].evidence.states == ("headline",)
    assert blocks[1].evidence.states == ("byline",)
    assert blocks[2].evidence.states == ()


def test_spans_lie_where_the_words_are() -> None:
    document = read(ARTICLE)
    marked = {
        (document.text[span.start : span.end], span.kind, span.href)
        for block in document.blocks
        for span in block.spans
    }
    assert {
        ("stubborn", SpanKind.EMPHASIS, ""),
        ("the tree", SpanKind.LINK, "https://larder.example/tree"),
        ("tree", SpanKind.STRONG, ""),
        ("write", SpanKind.LINK, "mailto:us@larder.example"),
        ("never", SpanKind.LINK, ""),
        ("butter", SpanKind.CODE, ""),
    } <= marked


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: [unclosed\n---\n",
        "---\na: &x [*x, *x]\ntitle: {? ]\n---\n",
        "---\n" + "[" * 5000 + "\n---\n",
    ],
)
def test_bad_front_matter_is_remarked_and_shown(front: str) -> None:
    document = read(front + "\nThe words.\n")
    assert document.remarks == ("The front matter is not valid YAML; it is shown as text.",)
    assert words(document.text) == words(front + "The words.")


def test_rules_around_prose_are_no_front_matter() -> None:
    document = read("---\nJust a sentence here.\n\n---\n\nMore.\n")
    assert words(document.text) == words("Just a sentence here More")


def test_front_matter_cannot_smuggle() -> None:
    text = '---\ntitle: !!python/object/apply:os.system [id]\nauthor: "A\\e[31mB"\n---\n\nWords.\n'
    document = read(text)
    assert "\x1b" not in document.metadata.byline
    assert texts(document)[-1] == "Words."


def test_html_inside_markdown_is_its_text() -> None:
    document = read(
        "Before <b>bold</b>.\n\n<div class=x><p>Inside &amp; safe &#27;[2J</p>"
        "<script>alert(1)</script></div>\n\n<!-- unseen -->\n\nAfter.\n"
    )
    assert texts(document) == ["Before bold.", "Inside & safe \ufffd[2J", "After."]


def test_an_unclosed_comment_hides_nothing() -> None:
    assert "the rest of it" in read("Words.\n\n<!-- oops\n\nthe rest of it\n").text


def test_entities_go_through_the_gate() -> None:
    document = read("A&#27;]52;c;x&#7; b&#x202e;c &shy;&#8203;d\n")
    assert not set(document.text) & set("\x1b\x07\u202e\u00ad\u200b")


def test_what_is_nested_too_deeply_is_shown_as_plain_text() -> None:
    document = read("> " * 100 + "deep words\n\nAnd more.\n")
    assert document.remarks == ("The Markdown is nested too deeply; it is shown as plain text.",)
    assert "deep words" in document.text
    assert "And more." in document.text


@pytest.mark.parametrize("bracket", ["[", "![", "[a ![b "])
def test_brackets_that_would_take_an_hour_are_shown_as_plain_text(bracket: str) -> None:
    document = read_text("The ferry.\n\n" + bracket * 20_000, ".md")
    assert document.remarks == ("The Markdown is nested too deeply; it is shown as plain text.",)
    assert document.text.count("[") == 20_000 * bracket.count("[")


def test_many_links_are_links() -> None:
    document = read_text("[ferry](https://harbour.example) [x] " * 500, ".md")
    assert not document.remarks
    assert len(document.blocks[0].spans) == 500


def test_the_headline_of_a_file_without_front_matter() -> None:
    text = "# Ferry stops\n\nBy Ann Lee\n\n3 April 2026\n\n" + "The ferry stopped. " * 20 + "\n"
    metadata = read(text).metadata
    assert metadata.headline == "Ferry stops"
    assert (metadata.byline, metadata.published) == ("Ann Lee", "2026-04-03")


WORD = st.text(st.sampled_from("abcdefghij"), min_size=3, max_size=8)
LINE = st.lists(WORD, min_size=1, max_size=5).map(" ".join)


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "# ", "> ", "- ", "1. ", "- > ", "> - ", "* * * "]), LINE),
        min_size=1,
    )
)
def test_all_words_appear_in_order(parts: list[tuple[str, str]]) -> None:
    document = read("\n\n".join(prefix + line for prefix, line in parts))
    assert words(document.text) == words(" ".join(line for _, line in parts))


@given(st.text(alphabet=st.sampled_from("ab *_`[]()<>!#-=|\n\t\\&;:/\"'~1.é"), max_size=120))
def test_any_markdown_is_a_sound_document(text: str) -> None:
    try:
        document = read(text)
    except ArticleError:
        return
    assert_sound(document)
