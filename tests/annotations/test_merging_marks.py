"""What two desks made of articles, and the searches they saved, become one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from paper import article
from two_desks import opened

from tui.annotations import SavedSearch
from tui.annotations.merging import merge

DOCUMENT = article(sha256="aa" * 32)


def change(desk, **fields) -> None:
    record = desk.store.article_for(DOCUMENT)
    desk.store.change_articles([(record, replace(record, **fields))], "Changed")


def united(desk, other, base, tmp_path):
    tables = merge(base, desk.tables, other.tables)
    assert merge(base, other.tables, desk.tables) == tables
    return opened(tables, tmp_path / "merged.json")


@pytest.fixture
def marked(desk):
    desk.store.opened(DOCUMENT)
    change(desk, starred=True, tags=("fish", "old"))
    return desk


def test_each_field_is_as_whoever_changed_it_has_it(marked, tmp_path):
    base, other = marked.tables, marked.copy("other.json")
    change(marked, starred=False, tags=("fish", "mine"))
    change(other, archived=True, tags=("old", "fish", "theirs"))
    [record] = united(marked, other, base, tmp_path).articles()
    assert (record.starred, record.archived) == (False, True)
    assert record.tags == ("fish", "mine", "theirs")


def test_without_a_base_all_is_kept(marked, tmp_path):
    other = marked.copy("other.json")
    change(marked, starred=False, tags=())
    change(other, archived=True, tags=("theirs",))
    [record] = united(marked, other, {}, tmp_path).articles()
    assert (record.starred, record.archived, record.tags) == (True, True, ("theirs",))


def test_tags_stay_in_their_order_where_both_have_it(desk, tmp_path):
    desk.store.opened(DOCUMENT)
    change(desk, tags=("z", "a"))
    base, other = desk.tables, desk.copy("other.json")
    change(other, starred=True)
    [record] = united(desk, other, base, tmp_path).articles()
    assert (record.starred, record.tags) == (True, ("z", "a"))


def test_what_is_not_set_is_not_written(desk):
    desk.store.opened(DOCUMENT)
    base, other = desk.tables, desk.copy("other.json")
    change(desk, position=3)
    other.store.opened(DOCUMENT)
    [record] = merge(base, desk.tables, other.tables)["articles"].values()
    assert not {"starred", "archived", "tags"} & record.keys()
    assert record["length"] == len(DOCUMENT.text)


def test_the_place_and_the_length_come_from_one_desk(desk, tmp_path):
    desk.store.opened(DOCUMENT)
    base, other = desk.tables, desk.copy("other.json")
    change(desk, position=3)
    longer = article("Longer.", *(["More."] * 20), path="/x", sha256="bb" * 32)
    record = other.store.opened(longer)
    other.store.save_article(replace(record, position=99))
    [merged] = united(desk, other, base, tmp_path).articles()
    assert (merged.position, merged.length) == (99, len(longer.text))


def test_a_star_on_another_desks_own_record_of_the_article_counts(desk, tmp_path):
    desk.store.opened(DOCUMENT)
    other = type(desk)(tmp_path / "other.json", desk.clock)
    same = article(sha256="bb" * 32, path="/other")
    record = other.store.opened(same)
    other.store.change_articles([(record, replace(record, starred=True))], "Star")
    [merged] = united(desk, other, {}, tmp_path).articles()
    assert merged.starred


# saved searches


def names(store):
    return [(search.name, search.query) for search in store.searches()]


def test_searches_of_both_are_there_and_the_later_of_one_name(desk, tmp_path):
    desk.store.save_search(SavedSearch.of("Both", "old"))
    base, other = desk.tables, desk.copy("other.json")
    desk.store.save_search(SavedSearch.of("Mine", "m"))
    desk.store.save_search(SavedSearch.of("BOTH", "earlier"))
    other.store.save_search(SavedSearch.of("Theirs", "t"))
    other.store.save_search(SavedSearch.of("both", "later"))
    found = names(united(desk, other, base, tmp_path))
    assert found == [("both", "later"), ("Mine", "m"), ("Theirs", "t")]


def test_a_removed_search_is_gone_unless_the_other_changed_it(desk, tmp_path):
    gone = desk.store.save_search(SavedSearch.of("Gone", "x"))
    kept = desk.store.save_search(SavedSearch.of("Kept", "x"))
    base, other = desk.tables, desk.copy("other.json")
    desk.store.delete_search(gone.id)
    desk.store.delete_search(kept.id)
    other.store.save_search(SavedSearch.of("Kept", "y"))
    assert names(united(desk, other, base, tmp_path)) == [("Kept", "y")]
