from __future__ import annotations

import re

import pytest
from compositor import TEXTS, laid_out
from hypothesis import given

from tui.articles.document import Block, BlockKind
from tui.reading.sentences import AROUND, ends, sentences

GOLDENS = [
    "Mr. Smith met Dr. Jones in Washington, D.C.|They talked.",
    "The U.S. economy grew.|Exports to the U.S. fell.",
    "He moved to the U.S.|The rest stayed.",
    "It cost £1.2bn.|Nobody paid the 3.5% in fees.",
    "“I will go.”|She left.|“Will you?” Smith asked.|“No!” he said.|“Yes.”",
    "“Stop!” cried the keeper.|“The pier is closed.”|Nobody stopped.",
    "'It's over,' he said.|'Go.'|She went.",
    "Well . . . I don't know.|He said . . . nothing.|He stopped. . . .|Then he went on.",
    "Wait... what?|Yes…|The end.",
    "J. K. Rowe wrote it.|George W. Hill read it.",
    "See No. 5 on p. 12.|It is there.",
    "It was plan B.|The end came.",
    "He works at Acme Inc.|The firm is old.|Acme Inc. President Jones quit.",
    "It was 5 p.m. on Jan. 5.|He left at 6 p.m.|She stayed.",
    "(He left.)|She stayed [sic].|Yahoo! announced it.",
    "Sales rose in Q2.|iPhone sales fell.[3]|Nobody knew.¹|Really?!|Yes.",
    "Visit example.com.|It is free.|Write to a.b@c.org.|Thanks.",
    "Ph.D. students, e.g. Ann, i.e. her, etc. were there.|They left, etc.|The end.",
    "She said (surprisingly!) nothing.|Is it (?) So.",
    "No.|He did not.|5 people came.|12 left.",
    "He arrived in 2019.|5 people came.",
    "Prof. A. B. Carter, Jr. spoke.|Sen. Lee (R., Utah) left.",
    "The case, Smith v. Jones, ended.|The Rev. Martin spoke.",
    "3. Wash the rice.|Cook it.",
    "The rain stopped.|The sun\ncame out.",
    "“One,” he said, “or two.”|“Three.”",
    "She asked: “Why?”|Nobody answered.",
    "“Why?” I asked.|“No!”|The man laughed.",
    "The vote (see fig. 3) failed.|Turnout was 40 per cent.",
    "St. Mary's is in Ft. Worth.|Mt. Hood is not.",
    "Am 3. Oktober kam er.|Es war kalt.",
    "Er sagte: „Nein.“|Dann ging er.|»Gut.«|Sie blieb.",
    "Das ist z. B. Wasser.|Der Hund bzw. Die Katze.",
    "« Bonjour ! »|Il partit.|« Non », dit-il.",
    "M. Dupont est là.|Mme. Durand aussi.",
    "— Oui.|— Non.|— Peut-être ?",
    "¿Qué?|¡No!|Vale.",
    "El Sr. López llegó.|Vive en EE. UU. desde 2001.",
    "Жил на ул. Мира.|В 2001 г. он уехал.",
    "彼は言った。|「行くよ。」と答えた。|そして帰った！|本当？|はい。",
    "他说：“你好。”|她笑了。|“走吧！”他说。|天黑了。",
    "यह वाक्य है।|दूसरा वाक्य।",
    "هل هذا صحيح؟|نعم.|انتهى.",
    "یہ سچ ہے۔|ہاں۔",
    "Ինչո՞ւ։|Այո։",
]  # fmt: skip


@pytest.mark.parametrize("golden", GOLDENS)
def test_sentences_end_where_a_reader_ends_them(golden):
    expected = golden.split("|")
    text = "".join(
        part if part[-1] in "。！？” " and "。" in golden and "，" not in part else part + " "
        for part in expected
    ).rstrip()
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(TEXTS)
def test_every_word_is_in_exactly_one_sentence(text):
    found = sentences(text)
    inside = "".join(text[start:end] for start, end in found)
    marks = re.compile(r"[\s\u0301\u200d\u200e]")
    assert marks.sub("", inside) == marks.sub("", text)
    offset = 0
    for start, end in found:
        assert offset <= start < end
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        offset = end


def test_a_stretch_is_divided_as_the_whole_text_is():
    text = (
        "“Will you go?” Mr. J. K. Smith asked in the U.S. on Jan. 5. No. 7 said . . . nothing. "
        * 40
    )
    whole = ends(text, 0, len(text))
    assert len(whole) == 80
    for start in range(0, len(text) - 2 * AROUND, 101):
        stretch = ends(text, start, start + AROUND)
        assert (
            [e for e in stretch if e > start + AROUND // 2]
            == [e for e in whole if start + AROUND // 2 < e <= stretch[-1]]
            if stretch
            else True
        )


@pytest.mark.parametrize(
    "part", [".", ". ", '!"', "a.", ". . ", ".[1]", ". »", "A. ", "? “", "。」"]
)
def test_text_made_to_be_slow_is_not(part):
    text = part * (200_000 // len(part))
    assert sentences(text)[-1][1] == len(text.rstrip())


def test_lines_are_the_sentences_of_code_and_tables():
    lines = laid_out(Block(BlockKind.CODE, "a = b. C\n\n  return a"))
    assert lines.items.sentence_starts(0) == [0, 12]
