"""Searches that the reader keeps under a name."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper import article, note_on, plain, reopened

from tui.annotations import SavedSearch
from tui.errors import NotesError

FISH = SavedSearch.of("Fish market", 'tag:fish "no other choice"', "-date")
HALL = SavedSearch.of("the Hall", "is:unread hall")


def test_a_search_is_there_after_closing_in_the_order_of_names(store, path):
    hall = store.save_search(HALL)
    fish = store.save_search(FISH)
    assert fish.made
    assert replace(fish, made="") == FISH
    store.close()
    assert reopened(path).searches() == (fish, hall)
    assert [record["name"] for record in plain(path, "searches")] == [HALL.name, FISH.name]


def test_one_of_an_equal_name_is_replaced(store, path):
    first = store.save_search(FISH)
    second = store.save_search(SavedSearch.of("  FISH market", "fish"))
    assert second.id == first.id
    assert store.searches() == (second,)
    assert store.undo() == "Change to the saved search “FISH market” taken back"
    assert store.searches() == (first,)
    assert store.redo() == "Change to the saved search “FISH market” made again"
    assert len(plain(path, "searches")) == 1


def test_one_of_an_equal_name_that_another_program_wrote_is_replaced(path):
    path.parent.mkdir()
    theirs = {"id": "urn:uuid:1", "name": "fish MARKET", "query": "x", "colour": 3}
    path.write_text(json.dumps({"searches": {"1": theirs}}))
    store = reopened(path)
    saved = store.save_search(FISH)
    assert (saved.id, dict(saved.extra)) == ("urn:uuid:1", {"colour": 3})
    assert store.searches() == (saved,)


def test_saving_again_changes_nothing(store, path):
    saved = store.save_search(FISH)
    data = path.read_bytes()
    assert store.save_search(FISH) == saved
    assert store.save_search(saved) == saved
    store.delete_search("urn:uuid:unknown")
    assert path.read_bytes() == data


def test_undo_survives_a_restart_and_says_what_it_did(store, path):
    saved = store.save_search(FISH)
    store.delete_search(saved.id)
    assert store.searches() == ()
    store.close()
    again = reopened(path)
    assert again.undo() == "Removed saved search “Fish market” is back"
    assert again.searches() == (saved,)
    assert again.undo() == "New saved search “Fish market” taken back"
    last = reopened(path)
    assert last.redo() == "Saved search “Fish market” is back"
    assert last.redo() == "Saved search “Fish market” removed again"
    assert last.redo() is None


def test_undo_takes_back_searches_and_notes_in_their_order(store):
    document = article()
    store.save_search(FISH)
    store.add(note_on(document, "fish market", "note"), document)
    assert store.undo() == "New note taken back"
    assert store.undo() == "New saved search “Fish market” taken back"


def test_two_sessions_that_save_under_one_name_have_one_search(store, path):
    other = reopened(path)
    assert store.searches() == other.searches() == ()
    store.save_search(FISH)
    other.save_search(SavedSearch.of("fish MARKET", "later"))
    assert store.refresh()
    assert [search.query for search in store.searches()] == ["later"]


def test_hostile_names_are_cleaned(store, path):
    saved = store.save_search(
        SavedSearch.of("[red]\x1b]52;c;x\x07\u202e {x}", "a\x1b[2J\nb", "\x9b")
    )
    for text in (saved.name, saved.query, saved.sort, path.read_text()):
        assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(text)
    assert "\n" not in saved.query
    store.delete_search(saved.id)
    assert "[red]" in store.undo()
    by_hand = SavedSearch("an id of its own", "a\nb", "x\x1b")
    assert store.save_search(by_hand) == replace(
        SavedSearch.of("a b", "x\x1b"), made=store.searches()[1].made
    )


@pytest.mark.parametrize("name", ["", "  \n", "\u200b"])
def test_a_search_needs_a_name(store, path, name):
    with pytest.raises(NotesError, match="needs a name"):
        store.save_search(SavedSearch.of(name, "fish"))
    assert not path.exists()


def test_odd_records_are_no_searches_and_stay(path):
    path.parent.mkdir()
    good = {"id": "urn:uuid:1", "name": "a\x1b[2J", "query": "", "later": [1]}
    odd = [{"id": 3, "name": "b", "query": "x"}, {"id": "c", "name": "", "query": "x"}]
    odd += [{"id": "d", "name": "d", "query": 3}, {}]
    path.write_text(json.dumps({"searches": dict(enumerate([good, *odd]))}))
    store = reopened(path)
    [search] = store.searches()
    assert "\x1b" not in search.name
    store.save_search(HALL)
    assert len(plain(path, "searches")) == 6


JSON = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())


@given(st.dictionaries(st.sampled_from(["id", "name", "query", "sort", "made", "x"]), JSON))
def test_what_is_read_is_read_the_same_again(record):
    search = SavedSearch.from_json(record)
    if search is not None:
        assert SavedSearch.from_json(search.to_json()) == search
        assert search.named().name == search.name
