"""Any file through the public face: a Document, or one sentence."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts import assert_sound, read_text

from tui.articles.document import Document
from tui.articles.formats import SUFFIXES, format_of, read_document
from tui.articles.formats.html import SUFFIXES as HTML_SUFFIXES
from tui.articles.formats.markdown import SUFFIXES as MARKDOWN_SUFFIXES
from tui.articles.formats.plain_text import SUFFIXES as TEXT_SUFFIXES
from tui.errors import ArticleError

SAMPLES = Path(__file__).parents[2] / "sample_articles"
PAGES = Path(__file__).parents[3] / "shared" / "extraction" / "pages"
SUFFIX = st.sampled_from([*SUFFIXES, ".unknown", "", ".TXT"])


def read_or_refuse(data: str | bytes, suffix: str) -> Document | None:
    """Read, or see that the refusal is one sentence."""
    refusal = ""
    try:
        return read_text(data, suffix)
    except ArticleError as error:
        refusal = str(error)
    assert refusal.endswith(".")
    assert "\n" not in refusal
    return None


def test_every_format_owns_its_suffixes() -> None:
    assert {*HTML_SUFFIXES, *MARKDOWN_SUFFIXES, *TEXT_SUFFIXES} == set(SUFFIXES)
    assert format_of(Path("a/STORY.HTM")) == "HTML"
    assert format_of(Path("a/story.md")) == "Markdown"
    assert format_of(Path("a/story.rst")) == "plain text"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=300), SUFFIX)
def test_any_bytes_are_a_document_or_one_sentence(data: bytes, suffix: str) -> None:
    document = read_or_refuse(data, suffix)
    if document is not None:
        assert_sound(document)
        assert document.provenance.encoding


@settings(deadline=None, max_examples=40)
@given(st.integers(), SUFFIX, st.integers(0, 3))
def test_damaged_samples_are_a_document_or_one_sentence(seed: int, suffix: str, how: int) -> None:
    chance = random.Random(seed)
    path = chance.choice(sorted(SAMPLES.iterdir()))
    data = bytearray(path.read_bytes()[:6000])
    for _ in range(how * 20):
        data[chance.randrange(len(data))] = chance.randrange(256)
    document = read_or_refuse(bytes(data[chance.randrange(1000) :]), suffix)
    if document is not None:
        assert_sound(document)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.*")), ids=lambda path: path.name)
def test_samples_are_read_twice_the_same(path: Path) -> None:
    document = read_document(path)
    assert_sound(document)
    assert document == read_document(path)
    assert document.metadata.headline
    assert document.metadata.byline
    assert document.metadata.published


@pytest.mark.skipif(not PAGES.exists(), reason="the real pages are not beside the repository")
def test_copied_pages_are_not_taken_for_wrapped_ones_and_dumps_are() -> None:
    for path in sorted(PAGES.glob("0*.txt")):
        document = read_document(path)
        assert_sound(document)
        lines = [" ".join(line.split()) for line in path.read_text("utf-8").split("\n")]
        longest = max(len(block.text) for block in document.blocks)
        if path.name.endswith(".dump.txt"):
            assert longest > 100
        else:
            assert longest <= max(len(line) for line in lines) + 400


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("\n" * 3_000_000 + "x", ".txt"),
        ("word " * 1_000_000, ".txt"),
        ("Read more: x\n" * 100_000, ".txt"),
        ("* " * 300_000, ".txt"),
        ("-" * 1_000_000, ".txt"),
        ("a   " * 500_000, ".txt"),
        ("By Ann Lee, 3 April 2026\n" * 50_000, ".txt"),
        ("e\u0301\u0323" + "\u0301\u0323" * 500_000, ".txt"),
        ("\u202e\x1b" * 500_000, ".txt"),
        ("[" * 50_000, ".md"),
        ("> " * 20_000, ".md"),
        ("<p>word " * 20_000, ".html"),
        ("<table><tr><td>a<td>b</table>" * 5_000, ".html"),
        ("<b>x</b> " * 40_000, ".html"),
        ("&#27;" * 200_000, ".html"),
    ],
)
@pytest.mark.timeout(15)
def test_large_and_odd_texts_take_linear_time(text: str, suffix: str) -> None:
    document = read_or_refuse(text, suffix)
    assert document is None or document.text


def test_a_twenty_megabyte_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_bytes(b"word " * 4_000_000)
    assert len(read_document(path).text) == 20_000_000 - 1


def test_nothing_heavy_is_imported_for_plain_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words of an article.\n", "utf-8")
    code = (
        "import sys; from pathlib import Path; from tui.articles.formats import read_document; "
        f"read_document(Path({str(tmp_path / 'a.txt')!r})); "
        "print([name for name in ('lxml', 'trafilatura', 'markdown_it', 'yaml', "
        "'charset_normalizer', 'textual', 'subprocess') if name in sys.modules])"
    )
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
        check=True,
    )
    assert done.stdout.strip() == "[]"
