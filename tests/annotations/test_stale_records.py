"""A record that was read a while ago takes nothing back that another session did since."""

from __future__ import annotations

from dataclasses import replace

import pytest
from paper import article

from tui.annotations import AnnotationStore, Draft


@pytest.fixture
def two(tmp_path):
    path = tmp_path / "notes.json"
    stores = [AnnotationStore(path), AnnotationStore(path)]
    yield stores
    for store in stores:
        store.close()


def test_a_record_read_before_a_refresh_keeps_the_other_sessions_state(two) -> None:
    mine, theirs = two
    document = article()
    record = mine.opened(document)
    theirs.set_read_state(theirs.article_for(document), "read")
    mine.refresh()
    saved = mine.save_article(replace(record, position=3), record)
    assert (saved.read_state, saved.position) == ("read", 3)


def test_a_record_that_was_new_here_keeps_what_another_session_made_of_it(two) -> None:
    mine, theirs = two
    document = article()
    record = mine.article_for(document)
    theirs.opened(document)
    theirs.set_read_state(theirs.article_for(document), "read")
    saved = mine.save_article(replace(record, position=3))
    assert (saved.read_state, saved.position) == ("read", 3)


def test_a_draft_thrown_away_twice_is_one_step(two) -> None:
    mine, _ = two
    mine.opened(article())
    draft = Draft("urn:uuid:1", text="half a thought")
    mine.throw_away(draft)
    mine.throw_away(draft)
    assert mine.undo()
    assert [each.text for each in mine.drafts()] == ["half a thought"]
    assert mine.undo() is None
