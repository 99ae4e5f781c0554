"""The beginning of a long text: the same blocks as in the whole, or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.articles.beginning import BEGINNING, LONG, read_beginning
from tui.articles.formats import read_document

PARAGRAPH = "The ferry left the pier at nine, and nobody aboard had slept. It rained — hard."


def long_text(paragraph: str = PARAGRAPH) -> str:
    count = LONG // len(paragraph) + 9
    return "\n\n".join(f"{number}: {paragraph}" for number in range(count))


@pytest.mark.parametrize("name", ["long.txt", "long.md"])
def test_it_is_how_the_whole_begins(tmp_path: Path, name):
    path = tmp_path / name
    path.write_text(long_text(), "utf-8")
    beginning, whole = read_beginning(path), read_document(path)
    assert beginning is not None
    assert BEGINNING // 2 < len(beginning.text) < BEGINNING
    assert whole.text.startswith(beginning.text)
    assert list(beginning.blocks) == list(whole.blocks[: len(beginning.blocks)])


@pytest.mark.parametrize("ending", ["\r\n\r\n", "\n", " "])
def test_whatever_parts_its_words(tmp_path: Path, ending):
    path = tmp_path / "long.txt"
    path.write_bytes(long_text().replace("\n\n", ending).encode())
    beginning = read_beginning(path)
    assert beginning is not None
    words = beginning.text.split()  # whether a line ends a paragraph is guessed from all lines
    assert read_document(path).text.split()[: len(words)] == words


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("short.txt", PARAGRAPH.encode()),
        ("page.html", b"<p>" + long_text().encode()),
        ("latin.txt", long_text().replace("—", "é").encode("latin-1")),
        ("wide.txt", long_text().encode("utf-16")),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(LONG)),
        ("one-word.txt", b"x" * LONG),
    ],
)
def test_what_has_to_be_read_as_a_whole(tmp_path: Path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    assert read_beginning(path) is None


def test_no_file_is_waited_for(tmp_path: Path):
    assert read_beginning(tmp_path / "gone.txt") is None
    assert read_beginning(tmp_path) is None
    os.mkfifo(tmp_path / "pipe.txt")
    assert read_beginning(tmp_path / "pipe.txt") is None
