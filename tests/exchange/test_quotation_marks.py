"""Marks inside marks: they take turns, and no apostrophe is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.exchange.quotation_marks import nest, outer_marks

ENGLISH = ("“", "”")
KINDS = {
    ENGLISH: ("‘", "’"),
    ("„", "“"): ("‚", "‘"),
    ("„", "”"): ("‚", "’"),
    ("«", "»"): ("‹", "›"),
    ("»", "«"): ("›", "‹"),
    ('"', '"'): ("'", "'"),
    ("「", "」"): ("『", "』"),
}
WORDS = st.sampled_from(
    ["harbour", "the", "don’t", "it's", "mayor’s", "o’clock", "£1.2bn", "1998", "O’Hara", "über"]
)


@pytest.mark.parametrize(
    ("text", "nested"),
    [
        ("“no ‘way’ at all”", "‘no “way” at all’"),
        ("She said “no” and “yes”.", "She said ‘no’ and ‘yes’."),
        ("“a ‘b “c” b’ a”", "‘a “b ‘c’ b” a’"),
        ("‘He said “no” to me’", "‘He said “no” to me’"),
        ("“‘First’ and ‘last’”", "‘“First” and “last”’"),
        ("plain \"no 'way' at all\"", "plain ‘no “way” at all’"),
        ("“One.\n\n“Two,” he said.", "‘One.\n\n‘Two,’ he said."),
    ],
)
def test_marks_take_turns(text, nested):
    assert nest(text, ENGLISH) == nested


@pytest.mark.parametrize(
    "text",
    [
        "The readers’ page, don’t you think, was Jones’ in the ’90s",
        "the '90s, 'tis said, were the players' time",
        "rock ’n’ roll and rock 'n' roll",
        'a 2" pipe, 5\' 3" long',
        "Er sagte „nein“ dazu, il dit « non », hon sa »nej»",
        "the ‘plain’ word",
        "",
    ],
)
def test_what_is_no_mark_of_this_kind_stays(text):
    assert nest(text, ENGLISH) == text


@pytest.mark.parametrize(
    ("text", "nested"),
    [
        ("“say ‘the readers’ page’ now”", "‘say “the readers’ page” now’"),
        ("“‘no’ to the drivers’ pay”", "‘“no” to the drivers’ pay’"),
        ("“‘yes’ and he went”", "‘“yes” and he went’"),
        ("“keep goin’ and say ‘aye’”", "‘keep goin’ and say “aye”’"),
        ("“‘Twas ‘so’ in the ’90s”", "‘‘Twas “so” in the ’90s’"),
        ("“He’s at O’Hara’s”", "‘He’s at O’Hara’s’"),
    ],
)
def test_an_apostrophe_is_told_from_a_mark(text, nested):
    assert nest(text, ENGLISH) == nested


@pytest.mark.parametrize(
    ("text", "nested"),
    [
        ("a fair compromise” on Tuesday", "a fair compromise’ on Tuesday"),
        ("he said: “I am ‘very’ sad", "he said: ‘I am “very” sad"),
        ("‘very’ sad,” he said, “and", "“very” sad,’ he said, ‘and"),
    ],
)
def test_a_quotation_that_was_cut_does_not_end_the_outer_one(text, nested):
    assert nest(text, ENGLISH) == nested


@pytest.mark.parametrize(
    ("outer", "text", "nested"),
    [
        (("„", "“"), "Er rief: „Nein, ‚gut‘ ist’s“", "Er rief: ‚Nein, „gut“ ist’s‘"),
        (("„", "“"), "He said “no” to me", "He said “no” to me"),
        (("„", "”"), "Powiedział: „tak ‚jest’ dobrze”", "Powiedział: ‚tak „jest” dobrze’"),
        (("«", "»"), "il dit «oui ‹non› oui» hier", "il dit ‹oui «non» oui› hier"),
        (("»", "«"), "er rief »ja ›so‹ ja« hier", "er rief ›ja »so« ja‹ hier"),
        (('"', '"'), "he said \"no 'way' now\", she “yes”", "he said 'no \"way\" now', she “yes”"),
        (("”", "”"), "han sa ”ja” igår", "han sa ’ja’ igår"),
        (("「", "」"), "彼は「港『朝』だ」と", "彼は『港「朝」だ』と"),
    ],
)
def test_each_kind_has_its_own_marks(outer, text, nested):
    assert nest(text, outer) == nested


@pytest.mark.parametrize(
    ("before", "after", "marks"),
    [
        ("He: “", "” —", ("“", "”")),
        ("«\u00a0", "\u202f»", ("«", "»")),
        ('"', '"', ('"', '"')),
        ("‘", "’", None),
        ("> ", "", None),
        ("“", "", None),
        ("”", "“", None),
    ],
)
def test_the_marks_around_a_place(before, after, marks):
    assert outer_marks(before, after) == marks


def well_nested(outer: tuple[str, str]) -> st.SearchStrategy[tuple[str, str]]:
    """Text with marks that take turns, and how it reads inside the outer ones."""
    single = KINDS[outer]

    def around(inner):
        return st.builds(
            lambda before, parts, after: tuple(
                " ".join([before, *(part[side] for part in parts), after]) for side in (0, 1)
            ),
            WORDS,
            st.lists(inner, max_size=2),
            WORDS,
        )

    def marked(content, first, second):
        return content.map(
            lambda pair: (f"{first[0]}{pair[0]}{first[1]}", f"{second[0]}{pair[1]}{second[1]}")
        )

    bare = WORDS.map(lambda word: (word, word))
    third = marked(around(bare), outer, single)
    second = marked(around(third), single, outer)
    first = marked(around(second), outer, single)
    return around(first)


@given(st.sampled_from(list(KINDS)).flatmap(lambda k: st.tuples(st.just(k), well_nested(k))))
def test_well_nested_marks_are_all_turned(drawn):
    outer, (text, expected) = drawn
    assert nest(text, outer) == expected


MARKS = "“”„‘’‚«»‹›「」『』\"'"


@given(
    st.sampled_from(list(KINDS)),
    st.lists(st.sampled_from([*MARKS, *MARKS, " ", " ", "a", "s", "9", "\n\n", "—", "("])),
)
def test_nothing_but_marks_changes_and_none_is_added(outer, letters):
    text = "".join(letters)
    nested = nest(text, outer)
    assert len(nested) == len(text)
    for old, new in zip(text, nested, strict=True):
        assert old == new or (old in MARKS and new in (*outer, *KINDS[outer]))


@given(st.text(alphabet="abc’' \n", max_size=60))
def test_text_without_double_marks_stays(text):
    assert nest(text, ENGLISH) == text


def test_a_long_text_of_nothing_but_marks_is_gone_through():
    for hard in ("“", "‘a", "”", "“‘a ", "dogs’ ", '"', "'a' ", "„“"):
        text = hard * (100_000 // len(hard))
        assert len(nest(text, ENGLISH)) == len(text)
