"""What the notes file remembers of articles, and unfinished notes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from paper import PARAGRAPHS, article, note_on, range_of, reopened

from tui.annotations import AnchorState, ArticleState, Colour, Draft, anchor, describe
from tui.boilerplate.verdict import Overrides


def test_opening_an_article_is_remembered(store, path):
    document = article(sha256="ab" * 32)
    record = store.opened(document)
    assert record.read_state == "reading"
    assert record.first_seen == record.last_opened != ""
    assert record.headline == "Fish market to close"
    later = store.opened(document)
    assert later.id == record.id
    assert later.first_seen == record.first_seen
    assert later.last_opened > record.last_opened
    store.save_article(replace(later, read_state="read", position=120))
    again = reopened(path).opened(document)
    assert (again.read_state, again.position) == ("read", 120)


def test_an_article_is_found_by_content_then_address_then_path(store):
    first = store.opened(article(path="/a/one.html", sha256="aa" * 32))
    moved = article(path="/b/two.html", sha256="aa" * 32, url="")
    assert store.article_for(moved).id == first.id
    same_text = article(path="/c/three.txt", sha256="bb" * 32, url="")
    assert store.article_for(same_text).id == first.id
    updated = article(
        *PARAGRAPHS,
        "Updated.",
        path="/d",
        url="https://gazette.example/harbour?utm_source=mail#top",
        sha256="cc" * 32,
    )
    assert store.article_for(updated).id == first.id
    edited = article("Rewritten.", path="/a/one.html", url="", sha256="dd" * 32)
    assert store.article_for(edited).id == first.id
    another = article("Other.", path="/a/one.html", url="https://other.example/", sha256="ee" * 32)
    assert store.article_for(another).id != first.id
    known = store.opened(updated)
    assert set(known.sha256s) >= {"aa" * 32, "cc" * 32}
    assert known.paths == (Path("/d"), Path("/a/one.html"))


def test_notes_follow_a_file_that_changed_and_moved(store):
    document = article(path="/a/one.html")
    saved = store.add(note_on(document, "A new hall"), document)
    later = article("Correction.", *PARAGRAPHS, path="/b/two.html")
    record = store.opened(later)
    [note] = store.for_article(record.id)
    assert note == saved
    found = anchor(later, note.targets[0])
    assert (later[found.range], found.state) == ("A new hall", AnchorState.MOVED)


def test_the_list_learns_states_by_path_address_and_hash(store):
    document = article(path="/a/one.html", sha256="aa" * 32)
    store.add(note_on(document, "fish market"), document)
    saved = store.add(note_on(document, "harbour"), document)
    unopened = ArticleState("unread", 2)
    states = store.article_states()
    assert states["/a/one.html"] == unopened
    assert states["https://gazette.example/harbour"] == unopened
    assert states["aa" * 32] == unopened
    record = store.opened(document)
    store.delete(saved.id)
    opened = ArticleState("reading", 1, last_opened=record.last_opened)
    assert store.article_states()["/a/one.html"] == opened


def test_overrides_are_remembered_and_can_be_taken_back(store, path):
    document = article()
    record = store.opened(document)
    changed = store.save_article(replace(record, overrides=record.overrides.restore("f:0")))
    store.save_article(replace(changed, position=7))
    again = reopened(path)
    assert again.article_for(document).overrides == Overrides(frozenset({"f:0"}))
    assert again.undo() == "Change to the stripped blocks taken back"
    kept = again.article_for(document)
    assert (kept.overrides, kept.position) == (Overrides(), 7)
    assert again.redo() == "Change to the stripped blocks made again"
    assert again.article_for(document).overrides.restored == {"f:0"}
    assert again.undo() is not None
    assert again.undo() is None


def test_a_reading_position_does_not_take_back_another_sessions_overrides(store, path):
    document = article()
    record = store.opened(document)
    other = reopened(path)
    theirs = other.article_for(document)
    other.save_article(replace(theirs, overrides=Overrides(frozenset({"f:0"}))))
    saved = store.save_article(replace(record, position=9))
    assert (saved.position, saved.overrides.restored) == (9, {"f:0"})


def test_drafts_wait_for_the_next_session(store, path):
    document = article()
    target = describe(document, range_of(document, "fish market"))
    draft = Draft("a", "", (target,), Colour.GREEN, "Ask the dep", ("market",))
    store.save_draft(draft)
    saved = store.save_draft(replace(draft, text="Ask the deputy"))
    again = reopened(path)
    assert again.drafts() == (saved,)
    assert again.drafts()[0].targets == (target,)
    assert again.undo() is None
    again.discard_draft(draft.id)
    again.discard_draft(draft.id)
    assert reopened(path).drafts() == ()
