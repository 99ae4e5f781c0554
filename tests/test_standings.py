"""The index follows the notes: it is told what has changed, whoever changed it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tui.annotations import AnnotationStore, ArticleFacts
from tui.library import Entry, SearchIndex, Standing
from tui.library.storing import Facts
from tui.standings import IndexTeller, ToldStandings

DIGESTS = ("a" * 64, "b" * 64, "c" * 64)


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[AnnotationStore]:
    with closing(AnnotationStore(tmp_path / "notes.json")) as store:
        yield store


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    with SearchIndex(tmp_path / "index.sqlite") as index:
        with index.batch():
            for digest in DIGESTS:
                entry = Entry(f"/desk/{digest[0]}.txt".encode(), 1, 1)
                index.put_facts(entry, replace(Facts.of_error(""), sha256=digest))
        yield index


def change(store: AnnotationStore, *digests: str, **said: object) -> None:
    records = [store.article_for(ArticleFacts(sha256=digest)) for digest in digests]
    store.change_articles([(record, replace(record, **said)) for record in records], "Mark")


def told(standings: list[Standing]) -> list[str]:
    return [standing.sha256s[0][0] for standing in standings]


def listed(index: SearchIndex) -> list[str]:
    return [row.path.stem for row in index.rows()]


def test_only_what_has_changed_is_told(notes: AnnotationStore):
    change(notes, *DIGESTS, starred=True)
    kept = ToldStandings(notes)
    assert told(kept.all()) == ["a", "b", "c"]
    assert kept.changed() == ([], False)
    change(notes, DIGESTS[1], tags=("court",))
    changed, moved = kept.changed()
    assert (told(changed), moved) == (["b"], False)
    assert (changed[0].starred, changed[0].tags) == (True, ("court",))
    change(notes, DIGESTS[0], archived=True)
    assert kept.changed()[1]
    notes.undo()
    changed, moved = kept.changed()
    assert (told(changed), moved, changed[0].archived) == (["a"], True, False)


def test_another_sessions_changes_are_told(notes: AnnotationStore, tmp_path: Path):
    change(notes, DIGESTS[0], starred=True)
    kept = ToldStandings(notes)
    kept.all()
    with closing(AnnotationStore(tmp_path / "notes.json")) as other:
        change(other, DIGESTS[2], archived=True)
    notes.refresh()
    changed, moved = kept.changed()
    assert (told(changed), moved) == (["c"], True)


def test_orphans_are_told_as_long_as_there_are_notes(notes: AnnotationStore):
    change(notes, DIGESTS[0], starred=True)
    [record] = notes.articles()
    kept = ToldStandings(notes)
    kept.all()
    kept.note_orphans(record.id, True)
    assert [standing.orphaned for standing in kept.changed()[0]] == [False]  # it has no notes
    kept.note_orphans(record.id, True)
    assert kept.changed() == ([], False)


def test_the_list_follows_what_is_archived(notes: AnnotationStore, index: SearchIndex):
    teller = IndexTeller(notes, index)
    assert not teller.tell()
    change(notes, DIGESTS[0], DIGESTS[2], archived=True)
    assert teller.tell()
    assert listed(index) == ["b"]
    assert not teller.tell()
    notes.undo()
    assert teller.tell()
    assert sorted(listed(index)) == ["a", "b", "c"]
    change(notes, DIGESTS[0], starred=True)
    assert not teller.tell()


def test_a_second_desk_on_one_index_learns_that_its_list_is_another(
    notes: AnnotationStore, index: SearchIndex
):
    one, two = IndexTeller(notes, index), IndexTeller(notes, index)
    one.tell()
    two.tell()
    change(notes, DIGESTS[0], archived=True)
    assert one.tell()
    assert two.tell()  # the index knows already, but this one's list does not


def test_what_the_index_knew_of_orphans_outlives_a_start(
    notes: AnnotationStore, index: SearchIndex
):
    change(notes, DIGESTS[0], starred=True)
    [record] = notes.articles()
    index.set_standing(Standing(record.id, (DIGESTS[0],), notes=1, orphaned=True))
    assert index.orphaned() == {record.id}


def test_rows_without_some(index: SearchIndex):
    rows = index.rows(first=2)
    ids = list(index.rows().ids)
    assert list(rows.without([ids[0]]).ids) == ids[1:]
    assert len(index.rows(first=2).without([ids[0]])) == 2
    assert list(index.rows(first=1).without([ids[2], 99]).ids) == ids[:2]
    assert len(index.rows(first=1).without([99])) == 3
