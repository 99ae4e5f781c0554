"""The reader's motions beside a real vim's, on the same text, the keys typed into it on a pty.

A paragraph is one long line of vim's, a blank line parts two, and no line of ours is wrapped, so
that places correspond. What differs on purpose is listed here, once; each has its test below, and
the comparison leaves out or translates just that:

- Blank lines are no place to be: they only part paragraphs. `w` and `b` of vim stop at them, and
  `{ }` stop at nothing else; ours stop at the paragraph's first word.
- A count of paragraphs too great leads to the end of the text, as one of words does; vim's cursor
  stays.
- `5G` and `5gg` are the fifth paragraph, not the fifth line: blank lines are not counted.
- `G` is the last line as it is on the screen, not the last line of the file.
- `f t F T` find typographic kin: `f'` finds ’, `f"` finds “ and ”, `f-` finds –.
- `f é` finds it however it is written, and `f e` is not found in it; graphemes are never halved.
- Pictographs are all one class of characters, and a flag or a family is one of them.
- Text objects: `text_objects` says where they differ.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator

import pytest
from compositor import laid_out
from hypothesis import given, settings
from hypothesis import strategies as st
from real_vim import Vim

from tui.articles.document import TextRange
from tui.reading import Lines, motions
from tui.reading.folding import alike
from tui.reading.seek import Seek, seek
from tui.reading.text_objects import ObjectKind, TextObject, object_at

VIM = shutil.which("vim")


@pytest.fixture(scope="module")
def vim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vim]:
    if VIM is None:
        pytest.skip("vim is not installed")
    about = subprocess.run([VIM, "--version"], capture_output=True, encoding="utf-8", check=False)
    if not {"+eval", "+byte_offset"} <= set(about.stdout.split()):
        pytest.skip("this vim is too small to be asked where its cursor is")
    process = Vim(VIM, tmp_path_factory.mktemp("vim"))
    yield process
    process.close()


WORDS = st.sampled_from([
    "harbour", "the", "a", "I", "mayor's", "well-known", "U.S.", "£1.2bn", "No.5", "end.", "10–12",
    "“Go!”", "said—she", "café", "Ålesund", "straße", "(see", "b)", "foo_bar", "a@b.org", "...",
    "港湾局", "は", "カナ", "、", "한국어", "привет", "ελλάς", "a,b,c", "x²", "tttt", ";", "…",
])  # fmt: skip
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=14).map(" ".join) | st.lists(
    WORDS, min_size=1, max_size=8
).map("".join)
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=4)
COUNTS = st.integers(1, 4) | st.sampled_from([7, 30, 1_000])

Motion = Callable[[Lines, int, int], int]
SHARED: dict[str, Motion] = {
    "e": motions.word_end,
    "h": motions.left,
    "l": motions.right,
    "0": lambda lines, offset, count: motions.line_start(lines, offset),
    "$": lambda lines, offset, count: motions.line_end(lines, offset),
}


def unwrapped(paragraphs: list[str]) -> Lines:
    return laid_out(*paragraphs, width=100_000)


@st.composite
def places(draw: st.DrawFn) -> tuple[Lines, str, int]:
    lines = unwrapped(draw(TEXTS))
    text = lines.document.text
    shown = [at for at in range(len(text)) if text[at] != "\n"]
    return lines, text, draw(st.sampled_from(shown))


def on_blank(text: str, offset: int) -> bool:
    return text[offset : offset + 1] == "\n"


@settings(deadline=None, max_examples=150)
@given(places(), st.sampled_from(list(SHARED)), COUNTS)
def test_the_same_keys_lead_to_the_same_place(vim, place, key, count):
    lines, text, offset = place
    keys = key if key in "0$" else f"{count}{key}"
    assert SHARED[key](lines, offset, count) == vim.go(text, offset, keys)


@settings(deadline=None, max_examples=150)
@given(places(), st.sampled_from("wb"), COUNTS)
def test_words_are_vims_but_for_its_stops_at_blank_lines(vim, place, key, count):
    lines, text, offset = place
    motion = motions.word_forward if key == "w" else motions.word_back
    ours = motion(lines, offset, count)
    # With so many keys more as there are blank lines on the way, vim is there too.
    low, high = sorted((offset, ours))
    theirs = vim.go(text, offset, f"{count + text.count(chr(10) * 2, low, high)}{key}")
    assert ours == theirs
    step = vim.go(text, offset, key)
    if on_blank(text, step):
        assert motion(lines, offset, 1) == vim.go(text, offset, key, key) != step
    else:
        assert motion(lines, offset, 1) == step


@settings(deadline=None, max_examples=150)
@given(places(), st.sampled_from("{}"), COUNTS)
def test_paragraphs_are_vims_but_for_where_in_them(vim, place, key, count):
    lines, text, offset = place
    if key == "}":
        ours = motions.paragraph_forward(lines, offset, count)
        theirs = vim.go(text, offset, f"{count}}}")
        if count > text.count("\n\n", offset) + 1:
            assert (ours, theirs) == (len(text) - 1, offset)
        else:
            assert ours == (theirs + 1 if on_blank(text, theirs) else len(text) - 1)
            assert on_blank(text, theirs) or theirs == len(text) - 1
        return
    if "\n" not in text:
        return  # in a file of one line vim 9.0 goes to its end
    ours = motions.paragraph_back(lines, offset, count)
    # The way back to the first word of the paragraph is, for vim, to the blank line above it; from
    # the first word itself it is one blank line more.
    steps = count if offset > text.rfind("\n", 0, offset) + 1 else count + 1
    theirs = vim.go(text, offset, f"{steps}{{")
    if steps > text.count("\n\n", 0, offset) + 1:
        assert (ours, theirs) == (0, offset)
    else:
        assert ours == (theirs + 1 if on_blank(text, theirs) else 0)
        assert on_blank(text, theirs) or theirs == 0


@settings(deadline=None, max_examples=100)
@given(places(), st.sampled_from(["gg", "G"]), st.integers(0, 6))
def test_the_ends_are_vims_and_a_count_counts_paragraphs(vim, place, key, count):
    lines, text, offset = place
    motion = motions.first if key == "gg" else motions.last
    number = str(2 * count - 1) if count else ""
    assert motion(lines, offset, count) == vim.go(text, offset, "0", f"{number}{key}", "0")


SEEKS = st.tuples(st.sampled_from("ftFT"), st.sampled_from([*"aetbosr'-\". ,;c1", *"é局は…“–т²"]))


@settings(deadline=None, max_examples=250)
@given(places(), SEEKS, st.integers(1, 3), st.lists(st.tuples(st.sampled_from(";,"), COUNTS)))
def test_seeking_is_vims_but_for_kin(vim, place, typed, count, repeated):
    lines, text, offset = place
    (key, character) = typed
    plain = "".join(alike(letter)[0] for letter in text)
    wanted = Seek(character, till=key in "tT", back=key in "FT")
    ours = seek(lines, offset, wanted, count)
    keys = [f"{count}{key}{alike(character)[0]}"]
    assert ours == vim.go(plain, offset, *keys)
    for again, times in repeated:
        keys.append(f"{times}{again}")
        way = wanted if again == ";" else wanted.reversed
        ours = seek(lines, ours, way, times, again=True)
        assert ours == vim.go(plain, offset, *keys)


@settings(deadline=None, max_examples=100)
@given(places())
def test_words_as_objects_are_vims_but_for_white_space_and_apostrophes(vim, place):
    lines, text, offset = place
    if text[offset].isspace() or "'" in text:
        return
    for keys, wanted in (
        ("iw", TextObject(ObjectKind.WORD)),
        ("aw", TextObject(ObjectKind.WORD, outer=True)),
    ):
        assert object_at(lines, offset, wanted) == vim.between(text, offset, keys)


# What differs on purpose


def test_vim_stops_at_blank_lines_and_the_reader_does_not(vim):
    lines = unwrapped(["one two", "three"])
    text = lines.document.text
    assert on_blank(text, vim.go(text, 4, "w"))
    assert motions.word_forward(lines, 4) == text.index("three")
    assert on_blank(text, vim.go(text, 9, "b"))
    assert motions.word_back(lines, 9) == 4
    assert on_blank(text, vim.go(text, 0, "}"))
    assert motions.paragraph_forward(lines, 0) == text.index("three")
    assert on_blank(text, vim.go(text, 11, "{"))
    assert motions.paragraph_back(lines, 11) == text.index("three")


def test_vim_counts_blank_lines_and_the_reader_counts_paragraphs(vim):
    lines = unwrapped(["one", "two", "three"])
    text = lines.document.text
    assert vim.go(text, 0, "3G") == motions.last(lines, 0, 2) == text.index("two")
    assert vim.go(text, 0, "5gg") == motions.first(lines, 0, 3) == text.index("three")


def test_the_last_line_is_the_screens(vim):
    lines = laid_out("one", "two and three and four and five", width=16)
    text = lines.document.text
    assert vim.go(text, 0, "G") == text.index("two")
    assert motions.last(lines) == text.index("five")


def test_typographic_kin_are_found_by_the_reader_only(vim):
    lines = unwrapped(["He said “don’t – go”"])
    text = lines.document.text
    for typed, found in (("'", "’"), ('"', "“"), ("-", "–")):
        assert vim.go(text, 0, f"f{typed}") == 0
        assert text[seek(lines, 0, Seek(typed))] == found
        assert vim.go(text, 0, f"f{found}") == seek(lines, 0, Seek(found)) > 0


def test_pictographs_are_one_class_and_graphemes_stay_whole(vim):
    lines = unwrapped(["a ✓👍x 🇬🇧 b"])
    text = lines.document.text
    assert text[motions.word_forward(lines, 2)] == "x"
    assert text[vim.go(text, 2, "w")] == "👍"
    assert text[motions.right(lines, 6)] == " "
    assert text[vim.go(text, 6, "l")] == "🇧"


def test_an_apostrophe_is_inside_a_word_as_an_object(vim):
    lines = unwrapped(["we don't"])
    text = lines.document.text
    assert lines.document[vim.between(text, 4, "iw")] == "don"
    assert lines.document[object_at(lines, 4, TextObject(ObjectKind.WORD))] == "don't"


def test_white_space_is_no_object(vim):
    lines = unwrapped(["one two three"])
    text = lines.document.text
    assert vim.between(text, 3, "iw") == TextRange(3, 4)
    assert lines.document[object_at(lines, 3, TextObject(ObjectKind.WORD))] == "two"
