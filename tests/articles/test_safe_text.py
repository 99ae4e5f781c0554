from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.articles.safe_text import clean_line, clean_path, clean_text

anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)
hostile = st.text(
    st.sampled_from(
        "a e\u0301\u0323\u0344\u200b\u200d\u200e\u202e\u2066\u2028\x1b\x07\x85\r\n\t\ufeff\ufffe"
        "\U000e0041\U0001fffe\ud800\uac00\u1100\u1161\u11a8\u0f71\u0f72\u0958"
    ),
    max_size=60,
)

FORBIDDEN = {
    *range(0x00, 0x09),
    *range(0x0B, 0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xFFF9, 0xFFFC),
    *range(0xD800, 0xE000),
    *range(0xFDD0, 0xFDF0),
    *range(0xE0000, 0xE0080),
    *(plane + end for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)),
    *(0x200B, 0x2060, 0xFEFF, 0x00AD, 0x180E, 0x2028, 0x2029),
}


def longest_mark_run(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character).startswith("M") else 0
        longest = max(longest, run)
    return longest


def assert_safe(text: str) -> None:
    assert not {ord(character) for character in text} & FORBIDDEN
    assert longest_mark_run(text) <= 4
    assert unicodedata.is_normalized("NFC", text)


@given(anything | hostile)
@example("\u0344" * 3)
@example("e" + "\u200d".join("\u0301" * 9))
def test_what_passes_is_safe_and_passes_again_unchanged(text: str) -> None:
    cleaned = clean_text(text)
    assert_safe(cleaned)
    assert clean_text(cleaned) == cleaned


@given(anything | hostile, st.integers(1, 40))
def test_a_line_is_safe_one_line_and_within_its_limit(text: str, limit: int) -> None:
    line = clean_line(text, limit)
    assert_safe(line)
    assert len(line) <= limit
    assert "\n" not in line
    assert "\t" not in line
    assert not set(line) & set("\u061c\u200c\u200d\u200e\u200f")
    assert clean_line(line, limit) == line


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=200))
def test_ordinary_text_is_only_composed(text: str) -> None:
    assert clean_text(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("a\r\nb\rc\x85d\u2028e\u2029f\r\r\n", "a\nb\nc\nd\ne\nf\n\n"),
        ("so\u00adft\u200b ze\ufeffro\u2060\u180e", "soft zero"),
        ("\x1b]52;c;ZWNobw==\x07", "\ufffd]52;c;ZWNobw==\ufffd"),
        ("\x9b31m\x7f", "\ufffd31m\ufffd"),
        ("\u202egnp.exe\u202c", "\ufffdgnp.exe\ufffd"),
        ("\ud83d", "\ufffd"),
        ("tab\tstays", "tab\tstays"),
        ("z" + "\u0335" * 40, "z" + "\u0335" * 4),
        ("ﬁ ½ Ⅳ ①", "ﬁ ½ Ⅳ ①"),  # nothing is folded that a reader could see
        ("e\u0301", "é"),
        ("👩\u200d🚀 می\u200cخواهم", "👩\u200d🚀 می\u200cخواهم"),  # joiners are part of words
    ],
)
def test_many_lines(raw: str, safe: str) -> None:
    assert clean_text(raw) == safe


def test_a_title_loses_direction_marks_and_is_cut_visibly() -> None:
    assert clean_line(" Why\n[/b]\t fails \u200f") == "Why [/b] fails"
    assert clean_line("x" * 501) == "x" * 499 + "…"
    assert clean_line("x" * 500) == "x" * 500


def test_file_names_are_shown_safely() -> None:
    assert clean_path(b"/press/caf\xe9\x1b[2J\nnext.txt") == "/press/caf\ufffd\ufffd[2J next.txt"
    assert clean_path("/x" * 400 + "/name.txt").endswith("/name.txt")
    assert len(clean_path("/x" * 400)) == 500
