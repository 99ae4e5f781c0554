"""Articles that are known by what the index tells of them, without reading their files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from paper import PARAGRAPHS, article

from tui.annotations import ArticleFacts, ArticleRecord

ONE, TWO = "aa" * 32, "bb" * 32


def test_a_record_of_facts_has_the_id_that_reading_the_file_gives():
    document = article(sha256=ONE)
    record = ArticleRecord.of_facts(
        sha256=ONE,
        url=document.metadata.url,
        path=document.provenance.path,
        headline="Fish market to close",
        outlet="The Ellery Gazette",
        byline="Nell Ashby",
    )
    read = ArticleRecord.of(document)
    assert record.id == read.id
    assert replace(read, sha256s=(ONE,), length=None) == record
    assert record.seen_as(document) == read


def test_facts_find_the_record_that_the_document_would_find(store):
    opened = store.opened(article(path="/a/one.html", sha256=ONE))
    assert store.article_of_facts(ArticleFacts(sha256=ONE)) == opened
    moved = ArticleFacts(TWO, "https://gazette.example/harbour?utm_source=mail#top", Path("/b"))
    assert store.article_of_facts(moved) == opened
    assert store.article_of_facts(ArticleFacts(TWO, "", Path("/a/one.html"))) == opened
    other = ArticleFacts(TWO, "https://other.example/", Path("/a/one.html"))
    assert store.article_of_facts(other) is None
    assert store.article_for(other).id != opened.id
    same_words = ArticleFacts(TWO, text_sha256=opened.sha256s[1])
    assert store.article_for(same_words) == opened
    assert store.article_of_facts(ArticleFacts()) is None


def test_an_article_marked_from_the_list_is_the_one_that_is_opened(store):
    new = store.article_for(ArticleFacts(ONE, "", Path("/a/one.html"), "Fish"))
    store.change_articles([(new, replace(new, starred=True))], "Star")
    record = store.opened(article(path="/a/one.html", sha256=ONE))
    assert (record.id, record.starred, record.headline) == (new.id, True, "Fish market to close")
    assert len(store.articles()) == 1


@pytest.mark.parametrize(
    "facts", [ArticleFacts(), ArticleFacts(url="u:1"), ArticleFacts(path=Path("/a b\udcff.html"))]
)
def test_facts_that_say_little_make_a_record_all_the_same(facts):
    record = ArticleRecord.of(facts)
    assert record.id.startswith("urn:uuid:")
    assert ArticleRecord.from_json(record.to_json()) == record


def test_the_length_is_that_of_the_text_last_opened(store):
    first = store.opened(article(path="/a", sha256=ONE))
    assert first.length == len(article().text)
    later = store.opened(article(*PARAGRAPHS, "Updated.", path="/a", sha256=TWO))
    assert later.length == first.length + len("\n\nUpdated.")
    assert later.seen_as(ArticleFacts(ONE)).length == later.length
