from datetime import date

import pytest

from tui.library.query import (
    DEEPEST,
    LONGEST,
    MOST_CLAUSES,
    All,
    Any_,
    Dates,
    Length,
    Near,
    Node,
    Not,
    State,
    Words,
    parse,
)
from tui.library.query_help import ROWS
from tui.library.query_operators import DISTANCE, MOST_NEAR, OPERATORS
from tui.library.words import query_tokens

TODAY = date(2026, 3, 4)  # a Wednesday
YEAR, FEBRUARY = "2026-01-01..2026-12-31", "2026-02-01..2026-02-28"


def written(node: Node | None) -> str:
    """A tree in one line: words in <>, a star where they may go on, groups in ()."""
    match node:
        case None:
            return ""
        case Words():
            of = f"{node.field}:" if node.field else ""
            return f"{of}<{node.text}>{'*' if node.open_end else ''}"
        case Near():
            return f"near/{node.distance}({' '.join(map(written, node.words))})"
        case State():
            return f"is:{node.name}"
        case Dates():
            return f"{node.first or ''}..{node.last or ''}"
        case Length():
            least, most = ("" if n is None else n for n in (node.least, node.most))
            return f"words:{least}..{most}"
        case Not():
            return f"-{written(node.node)}"
        case All():
            return f"({' '.join(map(written, node.nodes))})"
        case Any_():
            return f"({' | '.join(map(written, node.nodes))})"


def read(text: str) -> str:
    return written(parse(text, TODAY).root)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("budget", "<budget>*"),
        ("budget vote ", "(<budget> <vote>*)"),
        ('"city hall" vote', "(<city hall> <vote>*)"),
        ('vote "city hall"', "(<vote> <city hall>)"),
        ('vote "city ha', "(<vote> <city ha>*)"),
        ("“city hall” «the budget» 「東京 都」", "(<city hall> <the budget> <東京 都>)"),
        ("budget -sport", "(<budget> -<sport>)"),
        ('-"own goal" budget', "(-<own goal> <budget>*)"),
        ('budget -"own go', "(<budget> -<own go>)"),
        ("re-read", "<re-read>*"),
        ("--sport", "-<sport>"),
        ('a"b c"d', "(<a> <b c> <d>*)"),
        ("vote vote vote ", "(<vote> <vote>*)"),
        ('- -- "" \' ?! () -() :) (-', ""),
        ("", ""),
    ],
)
def test_words_phrases_and_refusals(text: str, tree: str) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Élec", (("elec",), True)),
        ("re-read", (("re", "read"), True)),
        ("東京", (("東京",), False)),
        ("東", (("東",), True)),
        ("東京都の ", (("東京", "京都", "都の"), False)),
    ],
)
def test_words_are_folded_and_parted_as_the_index_has_them(
    text: str, tokens: tuple[tuple[str, ...], bool]
) -> None:
    words = parse(text).root
    assert isinstance(words, Words)
    assert query_tokens(words.segments, open_end=words.open_end) == tokens


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a OR b", "(<a> | <b>*)"),
        ("budget vote OR poll mayor", "(<budget> (<vote> | <poll>) <mayor>*)"),
        ("a OR b OR -c d", "((<a> | <b> | -<c>) <d>*)"),
        ("a or b", "(<a> <or> <b>*)"),
        ("OR", "<OR>*"),  # perhaps ORANGE
        ("OR budget", "(<OR> <budget>*)"),
        ("budget OR", "<budget>"),
        ("budget OR ?!", "<budget>"),
        ("?! OR budget", "<budget>*"),
        ("a OR OR b", "(<a> | <b>*)"),
        ("-OR", "-<OR>"),
        ('"OR"', "<OR>"),
        ("a OR a ", "(<a> | <a>*)"),
        ("a OR a OR a b", "(<a> <b>*)"),
        ("a AND b NOT c", "(<a> <AND> <b> <NOT> <c>*)"),
    ],
)
def test_or_joins_its_neighbours_before_all_else(text: str, tree: str) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("(a OR b) c", "((<a> | <b>) <c>*)"),
        ("a OR (b c)", "(<a> | (<b> <c>))"),
        ("-(a OR b) c", "(-(<a> | <b>) <c>*)"),
        ("-(a -b", "-(<a> -<b>)"),  # refused, so no beginning
        ("((a))", "<a>"),
        ("a OR (b elec", "(<a> | (<b> <elec>*))"),
        ("a) b)) c", "(<a> <b> <c>*)"),
        ("()a(", "<a>"),
        ("word(s) f(x y) :-(", "(<word(s)> <f> (<x> <y>))"),
        ('("a b"(c', "(<a b> <c>*)"),
        ("title:(harbour OR bridge)", "(title:<harbour> | title:<bridge>)"),
        ("title:(a (b by:c is:read))", "(title:<a> (title:<b> by:<c> is:read))"),
        ("is:(unread OR starred)", "(is:unread | is:starred)"),
        ("-date:(2025 OR (soon -2026", f"-(2025-01-01..2025-12-31 | (<soon> -{YEAR}))"),
        ("near:(a b)", "(<a> <b>)"),
        ("(" * (DEEPEST + 3) + "a" + ")" * (DEEPEST + 2) + " b) c", "((<a> <b>) <c>*)"),
    ],
)
def test_parentheses_group_and_never_err(text: str, tree: str) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("title:harb", "title:<harb>*"),
        ("outlet:Harb by:o'neill vote", "(outlet:<Harb> by:<o'neill> <vote>*)"),
        ('tag:"to call" note:“ask ag', "(tag:<to call> note:<ask ag>*)"),
        ("-lang:en -TAG:#court", "(-lang:<en> -tag:<#court>)"),
        ("outlet:(", ""),
        ("is:unread is:READ has:notes", "(is:unread is:read is:note)"),
        ('is:"starred" -has:stripped', "(is:starred -is:stripped)"),
        ('near:"city budget"', f"near/{DISTANCE}(<city> <budget>)"),
        ('near/3:"city -- budget vo', "near/3(<city> <budget> <vo>*)"),
        ("near:budget near:-", "<budget>"),
        ('-NEAR/12:"a b a"', "-near/12(<a> <b>)"),
    ],
)
def test_operators(text: str, tree: str) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("words:>2000", "words:2001.."),
        ("words:>=2,000", "words:2000.."),
        ("words:<500", "words:..499"),
        ("words:≤2k", "words:..2000"),
        ("words:=500", "words:500..500"),
        ("words:500..2000", "words:500..2000"),
        ("words:2000..500", "words:500..2000"),
        ("words:500..", "words:500.."),
        ("words:..500", "words:..500"),
        ("words:500", "words:500.."),
        ("words:0", "words:0.."),
        ("words:<0", "<words:<0>*"),
        ("words:many", "<words:many>*"),
        ("words:5..x y", "(<words:5..x> <y>*)"),
        ("words:99999999999", "<words:99999999999>*"),
    ],
)
def test_lengths(text: str, tree: str) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2026", "2026-01-01..2026-12-31"),
        ("2026-02", "2026-02-01..2026-02-28"),
        ("2026/2", "2026-02-01..2026-02-28"),
        ("2026-02-03", "2026-02-03..2026-02-03"),
        ("2026-02..2026-03", "2026-02-01..2026-03-31"),
        ("2026-03..2026-02", "2026-02-01..2026-03-31"),
        ("2026-02...2026-02-03", "2026-02-01..2026-02-03"),
        ("2026-02..", "2026-02-01.."),
        ("..2026-02", "..2026-02-28"),
        ("2025..yesterday", "2025-01-01..2026-03-03"),
        ("today", "2026-03-04..2026-03-04"),
        ("last-week", "2026-02-23..2026-03-01"),
        ("this_week", "2026-03-02..2026-03-08"),
        ("Last-Month", "2026-02-01..2026-02-28"),
        ("last-year", "2025-01-01..2025-12-31"),
        ("3-days", "2026-03-02..2026-03-04"),
        ("last-3-days", "2026-03-02..2026-03-04"),
        ("2w", "2026-02-19..2026-03-04"),
        ("past-month", "2026-02-05..2026-03-04"),
        ("3-days-ago", "2026-03-01..2026-03-01"),
        ("2-weeks-ago", "2026-02-16..2026-02-22"),
        ("0001..9999", "0001-01-01..9999-12-31"),
    ],
)
def test_dates(value: str, days: str) -> None:
    assert read(f"date:{value}") == days
    assert read(f'date:"{value}"') == days
    assert read(f"date:{value} vote") == f"({days} <vote>*)"
    if value[-1] != ".":
        assert read(f"date:{value.replace('-', ' ')}") == days or value[:1] in "20."


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("before:2026-02", "..2026-01-31"),
        ("after:2026-02", "2026-03-01.."),
        ("before:last-week", "..2026-02-22"),
        ("after:last week", "2026-03-02.."),
        ("before:yesterday", "..2026-03-02"),
        ('after:"3 days"', "2026-03-02.."),
        ('before:"3 days"', "..2026-02-28"),
        ("after:2025 before:2026-02", "(2026-01-01.. ..2026-01-31)"),
        ("-before:2026", "-..2025-12-31"),
    ],
)
def test_before_and_after_leave_out_what_they_name(text: str, days: str) -> None:
    assert read(text) == days


def test_months_back_end_where_a_month_does() -> None:
    query = parse("after:1-month", date(2026, 3, 31))
    assert query.root == Dates(date(2026, 3, 1), None)


@pytest.mark.parametrize(
    "text",
    [
        "http://example.com/x?a=b",
        "foo:bar",
        "12:30",
        "date:soon",
        "date:2026-02-30",
        "date:2026-13",
        "date:0000",
        "date:2026..soon",
        "after:9999",
        "before:0001",
        "before:2025..2026",
        "date:3-minutes",
        "date:0-days",
        "date:999-years..x",
        "is:blue",
        "has:unread",
        "ıs:read",
        "near/x:y",
        "near/100:y",
    ],
)
def test_what_is_no_operator_is_words(text: str) -> None:
    assert read(text) == f"<{text}>*"
    assert read(f"-{text}") == f"-<{text}>"
    assert read(f"{text} vote") == f"(<{text}> <vote>*)"


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_without_a_value_asks_nothing(name: str) -> None:
    for text in (f"{name}:", f'{name}:"', f'{name}:""', f"-{name}:", f"({name}:)", f"{name}:  "):
        assert read(text) == ""
        assert read(f"vote {text}") == "<vote>"
    assert read(f"{name}: vote") == "<vote>*"


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("is:unread", ("",)),
        ("is:reading", ("", "is:read")),
        ("is:starred", ("",)),
        ("-is:starred", ("",)),
        ("has:highlight", ("",)),
        ("date:2026-02-03", ("", YEAR, FEBRUARY)),
        ("date:2026-02..2026", ("", YEAR, FEBRUARY, "2026-02-01..")),
        ("date:yesterday", ("",)),
        ("date:last week", ("", "2026-02-23..2026-03-01")),
        ("date:3 weeks", ("", "2026-02-12..2026-03-04")),
        ("before:2026-02", ("", "..2025-12-31")),
        ("words:>=20", ("", "words:2..", "words:3..")),
        ('near/5:"ab"', ("", "<a>*", "<ab>*")),
    ],
)
def test_half_typed_at_the_end_an_operator_hides_nothing(
    text: str, before: tuple[str, ...]
) -> None:
    """Every beginning with something behind the colon is understood as one of `before`."""
    start = text.index(":") if "/" not in text else text.index("/")
    for end in range(start + 1, len(text)):
        assert read(text[:end]) in (*before, read(text)), text[:end]


def test_terms_are_what_to_mark() -> None:
    query = parse('budget -sport "City Hall" elec')
    assert query.terms == ("budget", "City Hall", "elec")
    text = "The budget of City Hall: sport, elections. Budgets!"
    marked = [text[each.start : each.end] for each in query.ranges_in(text)]
    assert marked == ["budget", "City Hall", "elections"]


def test_labels_states_and_what_is_refused_are_not_marked() -> None:
    query = parse(
        "-(a b) outlet:c tag:d lang:e is:read words:>5 date:2026 title:f by:g note:h "
        'near:"i j" k OR l'
    )
    assert query.terms == ("f", "g", "h", "i", "j", "k", "l")


def test_nothing_but_punctuation_asks_for_nothing() -> None:
    assert parse(" ?!… ").is_empty
    assert parse(" ?!… ").ranges_in("?!…") == ()
    assert not parse("-sport").is_empty
    assert parse("-sport").ranges_in("no sport today") == ()


def test_a_query_is_cut_where_nobody_types_on() -> None:
    root = parse(" ".join(map(str, range(500)))).root
    assert isinstance(root, All)
    assert len(root.nodes) == MOST_CLAUSES
    root = parse("a" * (LONGEST + 1)).root
    assert root == Words("a" * LONGEST, open_end=True)
    root = parse('near:"' + " ".join(map(str, range(500)))).root
    assert root == Near(tuple(Words(str(n)) for n in range(MOST_NEAR)), DISTANCE)


EXAMPLES = {
    "council vote": "(<council> <vote>*)",
    '"council vote"': "<council vote>",
    "council OR mayor vote": "((<council> | <mayor>) <vote>*)",
    "vote -sport": "(<vote> -<sport>)",
    'vote -(sport OR "own goal")': "(<vote> -(<sport> | <own goal>))",
    'near:"council vote"': "near/10(<council> <vote>)",
    "title:vote by:doe": "(title:<vote> by:<doe>*)",
    "note:check": "note:<check>*",
    "outlet:harbour lang:en": "(outlet:<harbour> lang:<en>*)",
    'tag:court tag:"to call"': "(tag:<court> tag:<to call>)",
    "is:unread": "is:unread",
    "is:corrected": "is:corrected",
    "has:note": "is:note",
    "date:2026-02": "2026-02-01..2026-02-28",
    "date:2026-02..2026-03": "2026-02-01..2026-03-31",
    "date:last-week": "2026-02-23..2026-03-01",
    "after:2025 before:2026-02": "(2026-01-01.. ..2026-01-31)",
    "words:>2000": "words:2001..",
}


def test_the_help_shows_what_is_understood() -> None:
    assert {example: read(example) for example, _ in ROWS} == EXAMPLES


def test_the_help_is_complete_and_fits_the_narrowest_window() -> None:
    told = " ".join(f"{example} {meaning}" for example, meaning in ROWS)
    for word in (*(f"{name}:" for name in OPERATORS), "OR", "near/3:"):
        assert word in told
    for state in ("unread", "reading", "starred", "archived", "annotated", "missing", "stripped"):
        assert state in told
    assert max(len(example) for example, _ in ROWS) <= 28
    assert max(len(meaning) for _, meaning in ROWS) <= 58
    for word in told.replace(";", " ").split():
        name, colon, value = word.partition(":")
        if colon and name in OPERATORS and '"' not in word and value.strip("…"):
            assert ":" not in " ".join(parse(word).terms), word
