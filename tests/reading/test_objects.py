from __future__ import annotations

import pytest
from compositor import laid_out, pages
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind, TextRange
from tui.reading import block_at, grapheme_at, grapheme_start, quotation_at, sentence_at, word_at
from tui.reading.text_objects import ObjectKind, TextObject, extended, object_at

KEYS = {
    "iw": TextObject(ObjectKind.WORD),
    "aw": TextObject(ObjectKind.WORD, outer=True),
    "is": TextObject(ObjectKind.SENTENCE),
    "as": TextObject(ObjectKind.SENTENCE, outer=True),
    "ip": TextObject(ObjectKind.PARAGRAPH),
    "ap": TextObject(ObjectKind.PARAGRAPH, outer=True),
    'i"': TextObject(ObjectKind.QUOTATION),
    'a"': TextObject(ObjectKind.QUOTATION, outer=True),
}


@given(pages(), st.data())
def test_objects_lie_in_one_shown_block_and_split_no_grapheme(lines, data):
    text = lines.document.text
    offset = grapheme_start(text, data.draw(st.integers(0, max(0, len(text) - 1))))
    for find in (word_at, sentence_at, block_at, quotation_at):
        place = find(lines, offset)
        if not len(place):
            continue
        assert lines.has_words_at(place.start)
        block = lines.document.block_at(place.start)
        assert block.start <= place.start < place.end <= block.end
        assert grapheme_start(text, place.start) == place.start
        assert grapheme_start(text, place.end) == place.end


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("We don't know", "n't", "don't"),
        ("We don’t know", "’t", "don’t"),
        ("rock'n'roll it", "k'n", "rock'n'roll"),
        ("the keepers' boat", "' b", "'"),
        ("so  much", "  m", "much"),
        ("trailing  ", "  ", "trailing"),
        ("well-known", "-", "-"),
        ("港湾局は", "湾", "港湾局"),
        ("cafe\u0301s", "f", "cafe\u0301s"),
    ],
)
def test_the_word_at_a_place(text, at, word):
    lines = laid_out("Before.", text, "After.")
    offset = lines.document.text.index(at, 9)
    assert lines.document[word_at(lines, offset)] == word


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("Mr.", "“Will Mr. Lee go?” Ann asked."),
        ("asked", "“Will Mr. Lee go?” Ann asked."),
        (" He", "“Will Mr. Lee go?” Ann asked."),
        ("He did", "He did."),
        ("Title", "Title"),
    ],
)
def test_the_sentence_at_a_place(at, sentence):
    lines = laid_out("Title", "  “Will Mr. Lee go?” Ann asked. He did. ")
    assert lines.document[sentence_at(lines, lines.document.text.index(at))] == sentence


def test_a_sentence_that_spans_the_pieces_of_a_huge_block_is_whole():
    long = "and on " * 3_000 + "it went."
    lines = laid_out("First. Then " + long + " Last.")
    assert len(lines.items) > 2
    for offset in (8, 10_000, 20_000):
        assert lines.document[sentence_at(lines, offset)] == "Then " + long


@pytest.mark.parametrize(
    ("text", "at", "quotation"),
    [
        ("He said “go ‘now’, please” twice", "go", "go ‘now’, please"),
        ("He said “go ‘now’, please” twice", "now", "now"),
        ("He said “don’t ‘go’” twice", "don", "don’t ‘go’"),
        ('A "b c" d "e" f', "b", "b c"),
        ('A "b c" d "e" f', "e", "e"),
        ('A "b c" d "e" f', " d", ""),
        ("Er: „Ja, gut“ und »nein«", "gut", "Ja, gut"),
        ("Il dit « non » puis", "non", " non "),
        ("「港『湾』」", "港", "港『湾』"),
        ("no quotation", "q", ""),
    ],
)
def test_the_quotation_around_a_place(text, at, quotation):
    lines = laid_out(text)
    assert lines.document[quotation_at(lines, text.index(at))] == quotation


def test_nothing_is_there_in_a_fold():
    lines = laid_out("One.", "Sign up", Block(BlockKind.RULE, "***"), strip=(1,))
    for offset in (7, lines.document.text.index("***")):
        for find in (word_at, sentence_at, block_at, quotation_at):
            assert find(lines, offset) == TextRange(offset, offset)


def test_the_block_and_the_grapheme_at_a_place():
    lines = laid_out("One.", "Two e\u0301.")
    assert lines.document[block_at(lines, 8)] == "Two e\u0301."
    assert grapheme_at(lines, 11) == TextRange(10, 12)
    assert grapheme_at(lines, 99) == TextRange(len(lines.document.text), len(lines.document.text))


@given(pages(), st.sampled_from(list(KEYS.values())), st.booleans(), st.data())
def test_a_text_object_splits_nothing_and_a_selection_only_grows(lines, wanted, back, data):
    text = lines.document.text
    start = grapheme_start(text, data.draw(st.integers(0, max(0, len(text) - 1))))
    selection = object_at(lines, start, wanted)
    inner = object_at(lines, start, TextObject(wanted.kind))
    assert bool(len(selection)) == bool(len(inner)) or wanted.kind is ObjectKind.QUOTATION
    if len(selection) and len(inner):
        assert selection.start <= inner.start
        assert inner.end <= selection.end
    for _ in range(12):
        assert grapheme_start(text, selection.start) == selection.start
        assert grapheme_start(text, selection.end) == selection.end
        grown = extended(lines, selection, wanted, back=back)
        if len(selection) > 1 and selection != grapheme_at(lines, selection.start):
            assert grown.start <= selection.start
            assert selection.end <= grown.end
            if wanted.kind is not ObjectKind.QUOTATION:
                assert (grown.end if back else grown.start) in (selection.end, selection.start)
        selection = grown


TOWN = (
    "Ann, of Castle St., spoke. “It’s ‘well’ said,” he wrote. The end",
    "Sign up",
    "Second paragraph here. It ends.",
    "Third.",
)


@pytest.mark.parametrize(
    ("at", "keys", "selected"),
    [
        ("Castle", "iw", "Castle"),
        ("Castle", "aw", "Castle "),
        ("end", "aw", " end"),
        ("Ann", "aw", "Ann"),
        (" spoke", "iw", "spoke"),
        (" spoke", "aw", " spoke"),
        ("It’s", "iw", "It’s"),
        ("It’s", "aw", "It’s "),
        ("of", "iw iw", "of Castle"),
        ("of", "aw aw", "of Castle "),
        ("of", "iw is", "of Castle St., spoke."),
        ("Ann", "is", "Ann, of Castle St., spoke."),
        ("Ann", "as", "Ann, of Castle St., spoke. "),
        ("The", "as", " The end"),
        ("wrote", "is is", "“It’s ‘well’ said,” he wrote. The end"),
        ("The", "is is", "The end\n\nSign up\n\nSecond paragraph here."),
        ("It ends", "is is is", "It ends.\n\nThird."),
        ("Second", "as as", "Second paragraph here. It ends."),
        ("Ann", "ip", TOWN[0]),
        ("Ann", "ap", TOWN[0] + "\n\n"),
        ("Second", "ap", TOWN[2] + "\n\n"),
        ("Third", "ap", "\n\nThird."),
        ("Second", "ip ip", TOWN[2] + "\n\n" + TOWN[3]),
        ("Ann", "ap ap", "\n\n".join(TOWN[:3]) + "\n\n"),
        ("well", 'i"', "well"),
        ("well", 'a"', "‘well’"),
        ("well", 'i" i"', "It’s ‘well’ said,"),
        ("well", 'a" a"', "“It’s ‘well’ said,”"),
        ("well", 'i" a"', "‘well’"),
        ("well", 'i" i" i"', "It’s ‘well’ said,"),
        ("Ann", 'i"', ""),
        ("Sign", "ap", ""),
        ("Sign", "iw", ""),
    ],
)
def test_text_objects_and_their_repetition(at, keys, selected):
    lines = laid_out(*TOWN, strip=(1,))
    offset = lines.document.text.index(at)
    place = TextRange(offset, offset)
    for key in keys.split():
        place = extended(lines, place, KEYS[key])
    assert lines.document[place] == selected


@pytest.mark.parametrize(
    ("at", "keys", "selected"),
    [
        ("spoke", "iw iw", "., spoke"),
        ("spoke", "aw aw aw", " St., spoke"),
        ("wrote", "is is", "Ann, of Castle St., spoke. “It’s ‘well’ said,” he wrote."),
        ("Second", "is is", "The end\n\nSign up\n\nSecond paragraph here."),
        ("Third", "ip ip ip", "\n\n".join(TOWN)),
        ("Ann", "ip ip", TOWN[0]),
    ],
)
def test_a_selection_grows_at_its_beginning_where_the_cursor_is(at, keys, selected):
    lines = laid_out(*TOWN, strip=(1,))
    first, *rest = keys.split()
    place = object_at(lines, lines.document.text.index(at), KEYS[first])
    for key in rest:
        place = extended(lines, place, KEYS[key], back=True)
    assert lines.document[place] == selected


@pytest.mark.parametrize("text", ["“" * 8_000 + "›" * 8_000, "(" * 20_000, " " * 100_000 + "x"])
def test_objects_in_text_made_to_be_slow(text):
    lines = laid_out("x", text)
    for offset in (5, 8_000, len(text) - 1):
        for wanted in KEYS.values():
            place = object_at(lines, offset, wanted)
            extended(lines, place, wanted)
            extended(lines, place, wanted, back=True)
