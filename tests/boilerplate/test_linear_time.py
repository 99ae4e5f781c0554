"""Ten megabytes of anything cost ten times what one costs."""

from __future__ import annotations

from time import process_time

import pytest
from clippings import PROSE, document

from tui.articles.document import Block, BlockKind, Document, Evidence
from tui.boilerplate.remover import remove_boilerplate

MEGABYTE = 1_000_000


def one_line(size: int) -> Document:
    return document(["Read more: " * (size // 11)])


def many_lines(size: int) -> Document:
    return document([f"Read more: the ferry came in again {n}" for n in range(size // 40)])


def one_word(size: int) -> Document:
    return document(["x" * size])


def quotes(size: int) -> Document:
    return document(["“\"'(©" * (size // 5)])


def prose(size: int) -> Document:
    return document([*PROSE] * (size // 700))


def deep(size: int) -> Document:
    path = tuple(f"div.c{i}" for i in range(200))
    evidence = Evidence(in_body=True, ancestry=path)
    line = Block(
        BlockKind.PARAGRAPH, "The ferry came in at noon, said the port.", evidence=evidence
    )
    return document([line] * (size // 41))


@pytest.mark.parametrize("make", [one_line, one_word, quotes])
def test_ten_megabytes_of_one_line(make) -> None:
    article = make(10 * MEGABYTE)
    start = process_time()
    assert len(remove_boilerplate(article).verdicts) == 1
    assert process_time() - start < 1.0


@pytest.mark.parametrize("make", [many_lines, prose, deep])
def test_time_grows_with_the_input_and_no_faster(make) -> None:
    remove_boilerplate(make(MEGABYTE // 40))
    times = []
    for size in (MEGABYTE // 8, MEGABYTE):
        article = make(size)
        start = process_time()
        remove_boilerplate(article)
        times.append(process_time() - start)
    # Eight times the input: linear is 8, quadratic 64.
    assert times[1] / times[0] < 20


def test_read_more_over_and_over() -> None:
    article = many_lines(2 * MEGABYTE)
    start = process_time()
    verdicts = remove_boilerplate(article)
    assert process_time() - start < 15
    assert len(verdicts.verdicts) == len(article.blocks)
    assert not verdicts.body
