import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.library.completion import MOST_OPTIONS, Completion, clause, complete
from tui.library.query import LONGEST, STATES, Field, State, Words, parse
from tui.library.query_operators import FIELDS, OPERATORS

KNOWN = {
    Field.OUTLET: ("The Harbour Gazette", "Harbour", "L'Écho", 'The "Inner" Post', "harbour", "…"),
    Field.TAG: ("court", "to call", "OR"),
    Field.BY: ("Jane Doe",),
    Field.LANG: ("en", "en-GB", "de"),
}
ALL = tuple(f"{name}:" for name in OPERATORS)


def at(text: str) -> Completion | None:
    """Complete at the | in a text."""
    before, _, after = text.partition("|")
    return complete(before + after, len(before), KNOWN.__getitem__)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("|", ALL),
        ("budget |", ALL),
        ("(|", ALL),
        ("-|", ALL),
        ("title:(|)", ALL),
        ("o|", ("outlet:",)),
        ("budget -OUT|", ("outlet:",)),
        ("(n|) vote", ("note:", "near:")),
        ("is|", ("is:",)),
        ("is:|", tuple(f"is:{state}" for state in STATES[:9])),
        ("-is:re|", ("is:reading", "is:read")),
        ("is:read|", ("is:reading",)),
        ('is:"un|', ("is:unread",)),
        ("has:n|", ("has:note",)),
        ("date:l|", ("date:last-week", "date:last-month", "date:last-year")),
        ("before:t|", ("before:today",)),
        ("outlet:harb|", ("outlet:Harbour", 'outlet:"The Harbour Gazette"')),
        ("outlet:THE|", ('outlet:"The Harbour Gazette"', "outlet:\"The 'Inner' Post\"")),
        ('outlet:"the h|', ('outlet:"The Harbour Gazette"',)),
        ('outlet:"the h|" vote', ('outlet:"The Harbour Gazette"',)),
        ("outlet:“ec|", ('outlet:"L\'Écho"',)),
        ("(tag:|)", ("tag:court", 'tag:"to call"', "tag:OR")),
        ("by:d|", ('by:"Jane Doe"',)),
        ("lang:en|", ("lang:en-GB",)),
    ],
)
def test_what_is_offered(text: str, options: tuple[str, ...]) -> None:
    found = at(text)
    assert found is not None
    assert found.options == options


@pytest.mark.parametrize(
    "text",
    [
        "bud|", "out|let", "out|let:x", "out|(x", '"out|', '"out"|', "x)|", "outlet:zz|",
        "is:unread|", "lang:de|", "title:h|", "note:|", "words:|", "near:|", "near/5:|",
        "foo:|", "lang:e|n", 'outlet:"harb|"x',
    ],
)  # fmt: skip
def test_where_nothing_is(text: str) -> None:
    assert at(text) is None
    assert at(f"vote {text} vote") is None


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("vote -outlet:harb| x", "outlet:harb"),
        ('vote outlet:"harb|" x', 'outlet:"harb"'),
        ("(date:last w|", None),
        ("\t o| x", "o"),
        ("a | b", ""),
    ],
)
def test_what_is_replaced(text: str, replaced: str | None) -> None:
    found = at(text)
    plain = text.replace("|", "")
    assert (found and plain[found.start : found.end]) == replaced


def test_the_most_frequent_come_first_and_not_too_many() -> None:
    values = [f"news {n}" for n in range(MOST_OPTIONS + 5)]
    found = complete("tag:new", 7, lambda _: values)
    assert found is not None
    assert found.options == tuple(f'tag:"news {n}"' for n in range(MOST_OPTIONS))


@pytest.mark.parametrize("cursor", [-1, 5, LONGEST + 10])
def test_a_cursor_outside_completes_nothing(cursor: int) -> None:
    assert complete("out", cursor, KNOWN.__getitem__) is None
    assert complete("x " * LONGEST, LONGEST + 1, KNOWN.__getitem__) is None


@settings(deadline=None)
@given(
    st.text(max_size=30) | st.text(st.sampled_from('ab -"“()outlet:is\n|'), max_size=30),
    st.integers(0, 30),
    st.lists(st.text(max_size=10), max_size=5),
)
def test_every_option_is_another_query_in_the_same_place(
    text: str, cursor: int, values: list[str]
) -> None:
    found = complete(text, cursor, lambda _: values)
    if found is None:
        return
    assert 0 <= found.start <= cursor <= found.end <= len(text)
    assert found.options
    for option in found.options:
        assert option != text[found.start : found.end]
        name, _, value = option.partition(":")
        assert name in OPERATORS
        if value and name in FIELDS:
            root = parse(option).root
            assert isinstance(root, Words)
            assert root.field == name


@settings(deadline=None)
@given(st.sampled_from(Field), st.text(max_size=200), st.text(max_size=20))
def test_a_clause_is_read_as_it_was_meant(field: Field, value: str, before: str) -> None:
    written = clause(field, value)
    expected = Words(value, field)
    root = parse(written).root
    if not expected.segments:
        assert root is None
        return
    assert isinstance(root, Words)
    assert (root.field, root.segments, root.open_end) == (field, expected.segments, False)
    inside = parse(f"vote -({written} OR x)").root
    assert str(root) in str(inside)


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_written_plainly(state: str) -> None:
    operator = "has" if state in ("note", "highlight", "stripped") else "is"
    assert clause(operator, state) == f"{operator}:{state}"
    assert parse(clause(operator, state)).root == State(state)


def test_dates_and_lengths_are_written_plainly_where_they_can() -> None:
    assert clause("date", "2026-02..2026-03") == "date:2026-02..2026-03"
    assert clause("words", ">2000") == "words:>2000"
    assert clause("date", "last week") == 'date:"last week"'
    assert parse('date:"last week"').root == parse(clause("date", "last week")).root
