from __future__ import annotations

import pytest
from compositor import laid_out, pages
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind, TextRange
from tui.reading import block_at, grapheme_at, grapheme_start, quotation_at, sentence_at, word_at


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
