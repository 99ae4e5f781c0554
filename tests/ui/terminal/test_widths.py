"""The characters whose width every terminal agrees on."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from rich.cells import cell_len
from wcwidth import wcwidth

from tui.ui.terminal.widths import SECOND_HALF, cells_of

CERTAIN = [
    character
    for character in map(chr, range(0x20, sys.maxunicode + 1))
    if not 0x7F <= ord(character) < 0xA0 and cells_of(character) is not None
]


def test_others_count_the_same_cells() -> None:
    wrong = [
        character
        for character in CERTAIN
        if not len(cells_of(character) or "") == wcwidth(character) == cell_len(character)
    ]
    assert wrong == []
    assert len(CERTAIN) > 80_000


def test_none_of_them_joins_reorders_or_is_unassigned() -> None:
    assert not {unicodedata.category(character) for character in CERTAIN} & {
        *("Mn", "Me", "Mc", "Cf", "Cc", "Cs", "Co", "Cn")
    }
    assert not {unicodedata.bidirectional(character) for character in CERTAIN} & {"R", "AL"}


def test_none_of_them_is_widened_by_a_variation_selector() -> None:
    assert [character for character in CERTAIN if cell_len(character + "\ufe0f") > 1] == [
        # Digits and the like are; but never alone, and the selector itself is not certain.
        character
        for character in CERTAIN
        if len(cells_of(character) or "") == 2 or character in "#*0123456789"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "e\u0301",
        "👩",
        "👩\u200d🚀",
        "©\ufe0f",
        "שלום",
        "مرحبا",
        "हिन्दी",
        "ไทย",
        "\ue000",
        "\u00ad",
        "\u200b",
    ],
)
def test_these_are_not_certain(text: str) -> None:
    assert cells_of(text) is None


def test_wide_characters_take_two_cells() -> None:
    assert cells_of("a日ーb") == f"a日{SECOND_HALF}ー{SECOND_HALF}b"
