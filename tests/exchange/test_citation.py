"""A quotation with its source: the template's fields, and what is not stated leaving no trace."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.metadata import Metadata
from tui.config import Settings
from tui.exchange.citation import FIELDS, attributed, citation, unknown_fields

FULL = Metadata(
    headline="Ferry crews vote",
    byline="Odette Marr",
    outlet="The Orrin Post",
    published="2026-03-02T11:32:00+01:00",
    url="https://post.example/ferry",
)
DEFAULT = Settings().copy_template
SPELLED_OUT = "“{quote}” — {byline}, {outlet}, {date}, {url}"
STATES = ("headline", "byline", "outlet", "published", "url")

AND_DATE = "So. — Odette Marr (2026-03-02)"
AND_ADDRESS = "So.: Odette Marr, https://post.example/ferry"
IN_BRACKETS = "So. [Odette Marr], 2026-03-02"

partly = st.sets(st.sampled_from(STATES)).map(
    lambda absent: replace(FULL, **dict.fromkeys(absent, ""))
)


def stated(*names: str) -> Metadata:
    return replace(FULL, **dict.fromkeys(set(STATES) - set(names), ""))


@pytest.mark.parametrize("template", [DEFAULT, SPELLED_OUT])
def test_a_quotation_says_where_it_is_from(template):
    assert attributed("The boats “run”.", FULL, template) == (
        "“The boats ‘run’.” — Odette Marr, The Orrin Post, 2026-03-02, https://post.example/ferry"
    )


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ((), "“So.”"),
        (("byline",), "“So.” — Odette Marr"),
        (("outlet",), "“So.” — The Orrin Post"),
        (("published",), "“So.” — 2026-03-02"),
        (("url",), "“So.” — https://post.example/ferry"),
        (("byline", "url"), "“So.” — Odette Marr, https://post.example/ferry"),
        (("outlet", "published"), "“So.” — The Orrin Post, 2026-03-02"),
    ],
)
def test_what_is_not_stated_leaves_no_comma_and_no_dash(names, text):
    assert attributed("So.", stated(*names), SPELLED_OUT) == text
    assert attributed("So.", stated(*names), DEFAULT) == text


@pytest.mark.parametrize(
    ("template", "names", "text"),
    [
        ("{quote} ({outlet}, {date})", (), "So."),
        ("{quote} ({outlet}, {date})", ("published",), "So. (2026-03-02)"),
        ("{quote} ({outlet}, {date})", ("outlet",), "So. (The Orrin Post)"),
        ("{quote} — {byline}, {url} ({date})", ("byline", "published"), AND_DATE),
        ("{quote}: {byline}, *{headline}*, {url}", ("byline", "url"), AND_ADDRESS),
        ("{quote} — {byline}, *{headline}*", ("headline",), "So. — *Ferry crews vote*"),
        ("{quote} — [{outlet}]({url})", ("outlet",), "So. — [The Orrin Post]"),
        ("{quote} [{byline}]({url}), {date}", ("byline", "published"), IN_BRACKETS),
        ("{byline}: “{quote}”", (), "“So.”"),
        ("{byline}: “{quote}”", ("byline",), "Odette Marr: “So.”"),
        ("{quote} — {byline}.", (), "So.."),
        ("{quote}\nvia {url}", (), "So."),
        ("{quote}\n\nvia {url}\nkept", (), "So.\nkept"),
        ("> {quote}\n>\n> — {source}", (), "> So."),
        ("{quote} {quote}", (), "So. So."),
    ],
)  # fmt: skip
def test_other_templates_close_up_as_well(template, names, text):
    assert attributed("So.", stated(*names), template) == text


def test_a_quotation_in_markdown_has_its_sign_before_every_line():
    quote = "One “line”.\n\n[…]\n\nTwo."
    assert attributed(quote, stated("byline"), "> {quote}\n>\n> — {source}") == (
        "> One “line”.\n>\n> […]\n>\n> Two.\n>\n> — Odette Marr"
    )
    assert attributed(quote, Metadata(), "> “{quote}”") == ("> “One ‘line’.\n>\n> […]\n>\n> Two.”")


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("“{quote}”", "“a ‘b “c” d’ e”"),
        ("„{quote}“", "„a “b ‘c’ d” e“"),
        ("« {quote} »", "« a “b ‘c’ d” e »"),
        ('"{quote}"', '"a “b ‘c’ d” e"'),
        ("‘{quote}’", "‘a “b ‘c’ d” e’"),
        ("> {quote}", "> a “b ‘c’ d” e"),
    ],
)
def test_marks_change_only_inside_marks_of_their_kind(template, text):
    assert attributed("a “b ‘c’ d” e", Metadata(), template) == text


def test_braces_of_the_article_mean_nothing():
    said = replace(FULL, byline="{url}", outlet="{quote}", headline="\\g<1>")
    text = attributed(
        "{byline} {0} \\1 {source}", said, "“{quote}” — {byline}, {outlet}, {headline}"
    )
    assert text == "“{byline} {0} \\1 {source}” — {url}, {quote}, \\g<1>"


def test_other_braces_of_the_template_stand_for_themselves():
    assert attributed("So.", FULL, "{quote} {} {title} {Quote}") == "So. {} {title} {Quote}"
    assert unknown_fields("{quote} {} {title} {date} {Quote}") == ("", "title", "Quote")
    assert unknown_fields(DEFAULT + SPELLED_OUT + "".join(f"{{{name}}}" for name in FIELDS)) == ()


def test_a_citation_says_what_is_known():
    assert citation(FULL) == (
        "Odette Marr, Ferry crews vote, The Orrin Post, 2026-03-02, https://post.example/ferry"
    )
    assert citation(stated("headline", "published")) == "Ferry crews vote, 2026-03-02"
    assert citation(Metadata()) == ""


@given(
    partly,
    st.permutations([name for name in FIELDS if name not in ("quote", "source")]),
    st.sampled_from([", ", " — ", "; ", " · ", " | ", " / "]),
    st.sampled_from([("", ""), (" (", ")"), (" — ", ""), ("\n", ""), ("\n> ", ""), (" [", "].")]),
)
def test_fields_that_are_stated_stand_in_order_with_one_separator_between(
    said, names, separator, around
):
    template = "{quote}" + separator.join(f"{{{name}}}" for name in names).join(around)
    text = attributed("Q", said, template)
    values = [getattr(said, "published" if name == "date" else name)[:60] for name in names]
    shown = [value[:10] if value == FULL.published else value for value in values if value]
    if shown:
        assert text == "Q" + separator.join(shown).join(around)
    else:
        assert text in ("Q", "Q" + around[1].lstrip(")]"))


@given(
    st.text(alphabet="ab {}’'“”‘\"\n[…]", min_size=1, max_size=60),
    partly,
    st.sampled_from(
        [DEFAULT, SPELLED_OUT, "« {quote} »", '"{quote}" ({date})', "{quote}", "„{quote}“"]
    ),
)
def test_the_words_can_be_read_off_the_copy(quote, said, template):
    before, _, after = template.partition("{quote}")
    text = attributed(quote, said, template)
    assert text.startswith(before)
    copied = text[len(before) : len(before) + len(quote)]
    assert text[len(before) + len(quote) :].startswith(after[:1].strip())
    marks = re.compile("[“”‘’‚„\"'‹›«»]")
    assert marks.sub("", copied) == marks.sub("", quote)
    assert [bool(marks.match(c)) for c in copied] == [bool(marks.match(c)) for c in quote]
