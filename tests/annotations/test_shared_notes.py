"""The notes file in the hands of several sessions, threads and programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from paper import article, note_on, plain, reopened

import tui


def test_another_sessions_note_comes_with_refresh(store, path):
    document = article()
    store.add(note_on(document, "fish market"), document)
    generation = store.generation
    other = reopened(path)
    other.add(note_on(document, "Traders"), document)
    assert len(store.all()) == 1
    assert store.refresh()
    assert store.generation > generation
    assert len(store.all()) == 2
    assert not store.refresh()


def test_edits_of_one_note_in_two_sessions_are_both_kept(store, path):
    document = article()
    saved = store.add(note_on(document, "fish market", "one"), document)
    other = reopened(path)
    other.update(saved.edited(note="theirs"))
    store.update(saved.edited(note="mine"))
    assert [annotation.note for annotation in reopened(path).all()] == ["mine"]
    assert [form.note for form in store.history_of(saved.id)] == ["one", "theirs"]


def test_several_operations_are_one_save_or_none(store, path):
    document = article()
    with store.together():
        saved = store.add(note_on(document, "fish market"), document)
        store.add(note_on(document, "Traders"), document)
        assert store.get(saved.id) == saved
        assert not path.exists()
    assert len(plain(path, "annotations")) == 2

    def fail_in_the_middle():
        with store.together():
            store.delete(saved.id)
            raise KeyError("in the middle")

    with pytest.raises(KeyError):
        fail_in_the_middle()
    assert len(store.all()) == 2


def test_reading_and_refreshing_do_not_wait_for_the_disk(store, monkeypatch):
    document = article()
    store.add(note_on(document, "fish market"), document)
    writing, go_on = threading.Event(), threading.Event()
    real = os.fsync

    def slow(handle):
        writing.set()
        assert go_on.wait(30)
        return real(handle)

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", slow)
        writer = threading.Thread(
            target=lambda: store.add(note_on(document, "Traders"), document), daemon=True
        )
        writer.start()
        assert writing.wait(30)
        # The writer is inside its fsync: these return, and show what is on disk.
        assert len(store.all()) == 1
        assert store.article_states()
        assert not store.refresh()
        go_on.set()
        writer.join(30)
    assert len(store.all()) == 2


def test_odd_records_in_the_file_open_and_stay(path):
    path.parent.mkdir()
    odd = {
        "annotations": {
            "1": {"id": "urn:uuid:1", "target": 3, "body": [4, None]},
            "2": {"no": "id"},
            "3": {"id": "urn:uuid:3", "article": "a", "history": "x", "revision": "y"},
            "4": {"id": "urn:uuid:3", "article": "the same id again"},
        },
        "articles": {"1": {"id": "a", "paths": ["x", "file:///a%00b", 3], "overrides": []}},
        "drafts": {"1": {"targets": {"selector": "x"}}, "2": {"id": "d", "text": 3}},
        "undo": {"1": {"kind": "unheard of"}, "2": {"kind": "add", "id": 3}},
    }
    path.write_text(json.dumps(odd))
    store = reopened(path)
    assert [annotation.id for annotation in store.all()] == ["urn:uuid:1", "urn:uuid:3"]
    assert store.articles()[0].paths == ()
    assert [draft.id for draft in store.drafts()] == ["d"]
    document = article()
    store.add(note_on(document, "fish market"), document)
    store.update(store.get("urn:uuid:3").edited(note="x"))
    assert store.undo() == "Change to the note taken back"
    kept = json.loads(path.read_bytes())
    assert kept["annotations"]["2"] == {"no": "id"}
    assert kept["annotations"]["1"] == odd["annotations"]["1"]
    assert kept["annotations"]["4"] == odd["annotations"]["4"]


def test_a_files_name_may_be_any_bytes(store, path):
    document = article(path=os.fsdecode(b"/a/\xff\x1b]0;x.txt"), url="")
    store.add(note_on(document, "fish market"), document)
    assert b"file:///a/%FF%1B%5D0%3Bx.txt" in path.read_bytes()
    again = reopened(path)
    assert again.articles()[0].paths == (document.provenance.path,)
    assert str(document.provenance.path) in again.article_states()


def test_tinydb_is_imported_only_when_the_file_is_looked_at(tmp_path):
    code = (
        "import sys, pathlib, tui.annotations as a;"
        "store = a.AnnotationStore(pathlib.Path(sys.argv[1]));"
        "assert 'tinydb' not in sys.modules; store.all(); assert 'tinydb' in sys.modules"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(tui.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "notes.json")], env=environment, check=False
    )
    assert done.returncode == 0
