"""Stars, the archive, tags and progress: what the reader made of articles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper import article, plain, reopened

from tui.annotations import ArticleFacts, ArticleRecord, ArticleState
from tui.annotations import history as steps
from tui.annotations.changed_keys import changed_keys, moved


def facts(number: int) -> ArticleFacts:
    return ArticleFacts(f"{number:064x}", path=Path(f"/articles/{number}.html"))


def archive(store, numbers, what="") -> None:
    records = [store.article_for(facts(number)) for number in numbers]
    pairs = [(record, replace(record, archived=True)) for record in records]
    store.change_articles(pairs, what or f"Archived {len(pairs)} articles")


def archived(store) -> int:
    return sum(record.archived for record in store.articles())


# one and many


def test_one_star_is_one_step(store, path):
    record = store.opened(article())
    store.change_articles([(record, replace(record, starred=True))], "Star")
    assert store.article(record.id).starred
    again = reopened(path)
    assert again.undo() == "Star taken back"
    assert not again.article(record.id).starred
    assert again.redo() == "Star made again"
    assert again.article(record.id).starred
    assert again.undo() == "Star taken back"
    assert again.undo() is None


def test_thousands_are_one_save_and_one_step_also_after_a_restart(store, path):
    store.opened(article())
    saves = store.generation
    archive(store, range(5_000))
    assert store.generation == saves + 1
    assert archived(store) == 5_000
    assert len(plain(path, "undo")) == 1
    store.close()
    again = reopened(path)
    assert again.undo() == "Archived 5000 articles: taken back"
    assert archived(again) == 0
    assert again.redo() == "Archived 5000 articles: made again"
    assert archived(again) == 5_000


def test_nothing_is_written_where_nothing_differs(store, path):
    record = store.opened(article())
    store.change_articles([(record, replace(record, starred=True))], "Star")
    data = path.read_bytes()
    record = store.article(record.id)
    new = store.article_for(facts(1))
    store.change_articles([(record, record), (new, new)], "Star")
    store.change_articles([(replace(record, starred=False), record)], "Star")
    store.change_articles([], "Star")
    assert path.read_bytes() == data


def test_two_files_with_the_same_bytes_are_one_article(store):
    record = store.article_for(facts(1))
    pairs = [(record, replace(record, tags=("a",))), (record, replace(record, tags=("b",)))]
    store.change_articles(pairs, "Tagged 2 articles")
    [there] = store.articles()
    assert there.tags == ("a", "b")
    assert store.article_tags() == {"a": 1, "b": 1}
    assert there.first_seen
    assert store.undo() == "Tagged 2 articles: taken back"
    assert store.articles()[0].tags == ()


def test_the_sentence_is_one_safe_line(store):
    archive(store, [1], "Archived\x1b]52;c;x\x07 “a\n{thing}”")
    told = store.undo()
    assert told.endswith("{thing}” taken back")
    assert told.isprintable()


def test_the_fields_are_written_only_where_they_are_set(store, path):
    record = store.opened(article())
    [plain_record] = plain(path, "articles")
    assert not {"starred", "archived", "tags", "marks"} & plain_record.keys()
    starred = replace(record, starred=True, tags=(" fish\n", "fish", "", "\x1b"))
    store.change_articles([(record, starred)], "Star")
    [plain_record] = plain(path, "articles")
    assert (plain_record["starred"], plain_record["tags"]) == (True, ["fish", "�"])
    store.undo()
    [plain_record] = plain(path, "articles")
    assert not {"starred", "archived", "tags"} & plain_record.keys()


# two sessions


def test_two_sessions_do_not_take_back_each_others_work(store, path):
    seen = store.opened(article())
    other = reopened(path)
    other.change_articles([(seen, replace(seen, starred=True, tags=("theirs",)))], "Star")
    store.change_articles([(seen, replace(seen, archived=True, tags=("mine",)))], "Archived")
    there = store.article(seen.id)
    assert (there.starred, there.archived, there.tags) == (True, True, ("theirs", "mine"))
    assert store.undo() == "Archived taken back"
    there = store.article(seen.id)
    assert (there.starred, there.archived, there.tags) == (True, False, ("theirs",))


def test_undo_leaves_what_was_changed_since_and_says_so(store, path):
    archive(store, range(3))
    other = reopened(path)
    record = other.article_for(facts(1))
    other.change_articles([(record, replace(record, archived=False, position=3))], "Out")
    assert store.undo() == "Archived 3 articles: taken back, but for 1 changed since"
    assert archived(store) == 0
    assert store.article_for(facts(1)).position == 3
    assert store.redo() == "Archived 3 articles: made again"


def test_undo_says_when_all_was_changed_since(store, path):
    archive(store, [1], "Archived")
    other = reopened(path)
    record = other.article_for(facts(1))
    other.change_articles([(record, replace(record, archived=False))], "Out")
    assert store.undo() == "Archived not taken back, because of what was changed since"
    assert store.undo() is None
    assert archived(store) == 0


# steps do not outgrow the notes


def test_the_steps_name_no_more_articles_than_the_limit(store, path, monkeypatch):
    monkeypatch.setattr(steps, "MOST_ARTICLES", 25)
    for first in range(0, 60, 10):
        archive(store, range(first, first + 10))
    assert [len(step["parts"][0]["articles"]) for step in plain(path, "undo")] == [10, 10, 10]
    archive(store, range(100, 140))
    assert [len(step["parts"][0]["articles"]) for step in plain(path, "undo")] == [10, 10, 40]
    archive(store, [200])
    assert len(plain(path, "undo")) == 1


def test_the_oldest_of_too_many_steps_goes(store, path, monkeypatch):
    monkeypatch.setattr(steps, "MOST_STEPS", 3)
    for number in range(5):
        archive(store, [number], str(number))
    assert [step["what"] for step in plain(path, "undo")] == ["2", "3", "4"]


def test_a_step_that_makes_no_sense_is_no_step(store, path):
    import json

    archive(store, [1])
    tables = json.loads(path.read_bytes())
    odd = {**tables["undo"]["1"], "id": "odd", "parts": [3, {"articles": ["x", 4], "after": []}]}
    tables["undo"]["2"] = odd
    path.write_text(json.dumps(tables))
    again = reopened(path)
    assert again.undo() == "Archived 1 articles taken back"
    assert again.undo() is None


# what the list shows


def test_the_list_learns_all_of_it(store):
    opened = store.opened(article(sha256="aa" * 32))
    wanted = replace(opened, starred=True, tags=("fish",), position=opened.length // 4)
    store.change_articles([(opened, wanted)], "Star")
    state = store.article_states()["aa" * 32]
    assert state == ArticleState(
        "reading", 0, True, False, ("fish",), wanted.position / opened.length, opened.last_opened
    )


@pytest.mark.parametrize(
    ("state", "position", "length", "progress"),
    [
        ("reading", 50, 200, 0.25),
        ("reading", 300, 200, 1.0),
        ("reading", None, 200, None),
        ("reading", 50, None, None),
        ("reading", 0, 0, None),
        ("read", 50, 200, None),
        ("unread", 50, 200, None),
    ],
)
def test_progress_is_known_while_an_article_is_being_read(state, position, length, progress):
    record = ArticleRecord("a", read_state=state, position=position, length=length)
    assert record.progress == progress


# any values at all

ODD = st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.lists(st.text())
JSON = ODD | st.lists(ODD, max_size=3) | st.dictionaries(st.text(max_size=4), ODD, max_size=3)
KEYS = st.sampled_from(list(ArticleRecord("a", marks=(("a", 1),)).to_json()))
FIELDS = st.sampled_from(["starred", "archived", "tags", "length", "later"])


@given(st.dictionaries(KEYS | FIELDS, JSON))
def test_odd_values_are_read_and_written_the_same_way_again(record):
    read = ArticleRecord.from_json(record)
    assert type(read.starred) is type(read.archived) is bool
    assert not any("\n" in tag or "\x1b" in tag for tag in read.tags)
    assert len(set(read.tags)) == len(read.tags)
    assert read.progress is None or 0 <= read.progress <= 1
    written = read.to_json()
    assert ArticleRecord.from_json(written).to_json() == written
    assert ("later" in written) is ("later" in record)


VALUES = st.dictionaries(
    st.sampled_from(["starred", "position", "url"]), st.integers(0, 2)
) | st.fixed_dictionaries({"tags": st.lists(st.sampled_from("abc"), min_size=1, unique=True)})


@given(VALUES, VALUES)
def test_a_change_leads_there_and_back(old, new):
    before, after = changed_keys(old, new)
    assert moved(old, before, after) == new
    assert moved(new, after, before) == old
    assert moved(moved(new, after, before), before, after) == new


@given(VALUES, VALUES, VALUES)
def test_what_was_changed_since_stays(old, new, now):
    before, after = changed_keys(old, new)
    back = moved(now, after, before)
    for key in {*now, *back}:
        if key != "tags" and now.get(key) != after.get(key):
            assert back.get(key) == now.get(key)
