"""The doctor: what it finds, what it repairs, and that it costs no word."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tui.annotations import Annotation, AnnotationStore, SavedSearch, describe
from tui.annotations.version import Version
from tui.annotations.versions import Versions
from tui.articles.document import Block, BlockKind, Document, TextRange
from tui.articles.metadata import Metadata, Provenance
from tui.boilerplate import remove_boilerplate
from tui.config import Paths
from tui.doctor import Severity, consult, examine, repair
from tui.library import Entry, SearchIndex
from tui.ui.keymap import Keymap

HERE = Path(__file__).parents[2]
TEXT = "The harbour board of Port Ellery voted to close the old fish market."


@pytest.fixture(autouse=True)
def quick(monkeypatch, tmp_path):
    monkeypatch.setattr("tui.doctor.notes._WAITS", (0.0,))
    monkeypatch.setattr("tui.doctor.rescued._home", lambda: tmp_path)


@pytest.fixture
def paths(tmp_path) -> Paths:
    return Paths(
        settings=tmp_path / "config.toml",
        notes=tmp_path / "data" / "notes.json",
        index=tmp_path / "cache" / "index.sqlite",
        state=tmp_path / "state",
    )


def document(path: Path = Path("/articles/harbour.txt"), text: str = TEXT) -> Document:
    return Document.from_blocks(
        [Block(BlockKind.PARAGRAPH, text)], Metadata(), Provenance(path, "", 0, 0)
    )


def note_on(read: Document, note: str) -> Annotation:
    return Annotation.make([describe(read, TextRange(4, 17))], note=note)


@pytest.fixture
def store(paths):
    with closing(AnnotationStore(paths.notes)) as store:
        store.add(note_on(document(), "first"), document())
        yield store


def another_session(paths: Paths) -> None:
    """Add a note, and with it a backup."""
    with closing(AnnotationStore(paths.notes)) as other:
        other.add(note_on(document(), "second"), document())


def wrong(paths: Paths) -> list[str]:
    return [each.what for each in examine(paths, Keymap) if each.severity is not Severity.FINE]


def change(paths: Paths, edit) -> None:
    tables = json.loads(paths.notes.read_bytes())
    edit(tables)
    paths.notes.write_text(json.dumps(tables))


def listing(paths: Paths) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes())
        for path in paths.notes.parents[1].rglob("*")
        if path.is_file()
    }


def test_nothing_at_all_is_well_and_nothing_is_made(paths):
    report, well = consult(paths, Keymap, repairing=True)
    assert well
    assert "no notes yet" in report
    assert not list(paths.notes.parents[1].iterdir())


def test_a_good_desk_is_well_while_it_is_open(paths, store):
    with SearchIndex(paths.index):
        another_session(paths)
        before = listing(paths)
        report, well = consult(paths, Keymap)
        assert well, report
        assert "Notes and highlights: 2; in the trash: 0; articles: 1, of which" in report
        assert "1 backup can be read" in report
        assert "search index is good. Articles: 0" in report
        after = listing(paths)
        assert {name: after[name] for name in before if "index" not in name} == {
            name: before[name] for name in before if "index" not in name
        }


@pytest.mark.parametrize("content", [b'{"annotations": {"1": {"cut', b"", b"<html>", None])
def test_a_damaged_file_is_set_aside_and_the_best_there_is_put_in_its_place(paths, store, content):
    another_session(paths)
    store.close()
    if content is None:
        paths.notes.unlink()
    else:
        paths.notes.write_bytes(content)
    findings = examine(paths)
    assert findings[0].severity is Severity.WRONG
    assert "notes.json.backup-" in findings[0].advice
    [said] = repair(findings)
    assert "backup" in said
    assert wrong(paths) == []
    assert [note.note for note in AnnotationStore(paths.notes).all()] == ["first"]
    aside = [path.read_bytes() for path in paths.notes.parent.glob("*.damaged-*")]
    assert aside == ([content] if content else [])


def test_a_file_that_is_no_file_or_of_a_newer_form_is_told_of_and_left(paths, store):
    change(paths, lambda tables: tables.update(_meta={"1": {"schema": 99}}))
    assert "newer copydesk" in wrong(paths)[0]
    before = paths.notes.read_bytes()
    assert not consult(paths, repairing=True)[1]
    assert paths.notes.read_bytes() == before
    paths.notes.unlink()
    paths.notes.mkdir()
    assert any("cannot be read" in what for what in wrong(paths))


def test_notes_that_others_can_read_are_closed(paths, store):
    another_session(paths)
    for path in paths.notes.parent.glob("notes.json*"):
        if path.is_file():
            path.chmod(0o644)
    assert any("Others on this machine" in what for what in wrong(paths))
    assert consult(paths, repairing=True)[1]
    modes = {path.stat().st_mode & 0o777 for path in paths.notes.parent.glob("notes.json[.]b*")}
    assert modes | {paths.notes.stat().st_mode & 0o777} == {0o600}


def test_old_temporary_files_are_removed_and_those_of_a_save_going_on_stay(paths, store):
    texts = paths.notes.with_name("notes.json.texts")
    old = [paths.notes.with_name(".notes.json.00.tmp"), texts / f".{'a' * 64}.txt.gz.01.tmp"]
    for path in old:
        path.write_bytes(b"{")
        os.utime(path, (1, 1))
    new = paths.notes.with_name(".notes.json.02.tmp")
    new.write_bytes(b"{")
    assert [what[:17] for what in wrong(paths)] == ["2 temporary files"]
    assert consult(paths, repairing=True)[1]
    assert [path.exists() for path in (*old, new)] == [False, False, True]


def test_a_lock_that_is_a_link_or_is_held_for_ever_is_told_of(paths, store, monkeypatch):
    monkeypatch.setattr("tui.doctor.notes.time.sleep", lambda _: None)
    lock = paths.notes.with_name("notes.json.lock")
    with lock.open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert any("holding the lock" in what for what in wrong(paths))
    assert wrong(paths) == []
    lock.unlink()
    lock.symlink_to("elsewhere")
    assert any("lock file" in what for what in wrong(paths))


def test_a_full_disk_and_a_folder_that_is_read_only_are_told_of(paths, store, monkeypatch):
    real = os.statvfs(paths.notes.parent)

    class Full:
        f_bavail, f_frsize, f_flag = 1, real.f_frsize, os.ST_RDONLY

    monkeypatch.setattr(os, "statvfs", lambda _: Full)
    found = " ".join(wrong(paths))
    assert "may not be written to" in found
    assert "bytes are free" in found


def test_broken_backups_and_rescue_files_are_told_of_and_left(paths, store):
    backup = paths.notes.with_name("notes.json.backup-2026-01-01T000000.000000")
    backup.write_bytes(b"{")
    backup.chmod(0o600)
    paths.state.mkdir()
    rescue = paths.state / "copydesk-rescue-20260101T000000Z-1.json"
    rescue.write_text("{}")
    found = wrong(paths)
    assert any("1 backup cannot be read" in what for what in found)
    assert any(rescue.name in what for what in found)
    consult(paths, repairing=True)
    assert backup.exists()
    assert rescue.exists()


def test_notes_that_could_not_be_saved_are_taken_in(paths, store):
    [saved] = store.all()
    new = note_on(document(), "never saved")
    edited = saved.edited(note="an edit that was not saved")
    paths.state.mkdir()
    rescue = paths.state / "copydesk-rescue-20260101T000000Z-1.json"
    rescued = {"annotations": [note.to_json() for note in (new, edited)], "draft": ""}
    rescue.write_text(json.dumps(rescued))
    assert any("Notes and highlights in it: 2" in what for what in wrong(paths))
    store.update(saved.edited(tags=["meanwhile"]))
    os.utime(rescue, (time.time() + 5, time.time() + 5))
    report, well = consult(paths, repairing=True)
    assert well, report
    store.refresh()
    assert {note.note for note in store.all()} == {"never saved", "an edit that was not saved"}
    assert [form.tags for form in store.history_of(saved.id)] == [(), ("meanwhile",)]
    assert store.undo() == "Change to the note taken back"  # what was undoable still is
    assert json.loads(rescue.with_name(rescue.name + ".taken").read_text()) == rescued


def test_ids_that_stand_twice_become_one_record_with_both_texts(paths, store):
    def double(tables):
        other = json.loads(json.dumps(tables["annotations"]["1"]).replace("first", "another"))
        tables["annotations"]["2"] = {**other, "modified": "2099-01-01T00:00:00.000Z"}

    change(paths, double)
    assert any("Ids that stand more than once" in what for what in wrong(paths))
    report, well = consult(paths, repairing=True)
    assert well, report
    again = AnnotationStore(paths.notes)
    [note] = again.all()
    assert note.note == "another"
    assert [form.note for form in again.history_of(note.id)] == ["first"]


def test_records_that_make_no_sense_are_told_of_and_stay(paths, store):
    def spoil(tables):
        [note] = tables["annotations"].values()
        lost = {**note, "id": "lost", "article": "nowhere"}
        tables["annotations"]["2"] = lost
        tables["annotations"]["3"] = {**note, "id": None}
        tables["annotations"]["4"] = {**note, "id": "x", "target": {"selector": [{"type": "?"}]}}
        tables["annotations"]["5"] = {**note, "id": "y", "target": {"selector": {"start": "z"}}}
        position = {"type": "TextPositionSelector", "start": 9, "end": 3}
        tables["annotations"]["6"] = {**note, "id": "z", "target": {"selector": position}}
        tables["annotations"]["7"] = {**note, "id": "w", "target": "http://page.example/"}

    change(paths, spoil)
    before = paths.notes.read_bytes()
    found = " ".join(wrong(paths))
    assert "Annotations without an id, which are not shown: 1 (“harbour board" in found
    assert "Annotations of articles that the file does not know: 1 " in found
    assert "nor where those stand: 1 " in found
    consult(paths, repairing=True)
    assert paths.notes.read_bytes() == before


def test_what_the_reader_made_of_articles_and_saved_searches_are_counted_and_looked_at(
    paths, store
):
    [record] = store.articles()
    store.change_articles([(record, replace(record, starred=True, tags=("fish",)))], "Star")
    store.save_search(SavedSearch.of("Fish", "tag:fish"))
    report, well = consult(paths, Keymap)
    assert well, report
    assert "articles: 1, of which starred: 1, archived: 0; saved searches: 1." in " ".join(
        report.split()
    )

    def spoil(tables):
        search = tables["searches"]["1"]
        tables["searches"]["2"] = {**search, "query": "later", "made": "2099-01-01T00:00:00.000Z"}
        tables["searches"]["3"] = {**search, "id": "x", "name": 3}

    change(paths, spoil)
    found = " ".join(wrong(paths))
    assert "which are not shown: 1." in found
    assert "Ids that stand more than once in searches" in found
    consult(paths, repairing=True)
    with closing(AnnotationStore(paths.notes)) as again:
        assert [search.query for search in again.searches()] == ["later"]
        assert again.articles()[0].starred
    assert "which are not shown: 1." in " ".join(wrong(paths))


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_lost_text_is_written_again_where_the_articles_file_still_has_it(paths, tmp_path, damage):
    from tui.articles.isolation import DocumentReader

    file = tmp_path / "harbour.txt"
    file.write_text(f"Fish market to close\n\n{TEXT}\n")
    with DocumentReader() as reader:
        read = reader.read(file)
    with closing(AnnotationStore(paths.notes)) as store:
        store.add(Annotation.make([describe(read, TextRange(4, 17))]), read)
        store.add(note_on(document(), "of a file that is gone"), document())
    kept = sorted(paths.notes.with_name("notes.json.texts").glob("*.gz"))
    contents = {path.name: path.read_bytes() for path in kept}
    for path in kept:
        if damage == "missing":
            path.unlink()
        else:
            path.write_bytes(b"\x1f\x8b broken")
    assert any(
        "Texts of annotated articles that are not kept any more: 2" in what for what in wrong(paths)
    )
    [said] = repair(examine(paths))
    assert "written again: 1; their files have changed or gone: 1" in said
    assert sum(path.exists() and path.read_bytes() == contents[path.name] for path in kept) == 1


# the index and the settings


def test_a_damaged_index_is_removed_and_comes_back(paths):
    with SearchIndex(paths.index):
        pass
    data = bytearray(paths.index.read_bytes())
    data[4096:] = b"\x55" * (len(data) - 4096)
    paths.index.write_bytes(data)
    assert any("search index" in what for what in wrong(paths))
    report, well = consult(paths, repairing=True)
    assert well, report
    assert not paths.index.exists()
    with SearchIndex(paths.index) as index:
        assert (index.notice, index.is_private) == ("", False)


def test_damaged_words_are_removed_with_the_index(paths):
    read = document()
    with SearchIndex(paths.index) as index:
        index.put(Entry(b"/desk/a.txt", 1, 1), read, remove_boilerplate(read))
    [found] = paths.index.with_name("index.sqlite.words").rglob("*.term")
    data = bytearray(found.read_bytes())
    data[len(data) // 3] ^= 1
    found.write_bytes(data)
    assert any("search index" in what for what in wrong(paths))
    consult(paths, repairing=True)
    assert not found.exists()
    assert wrong(paths) == []


def test_a_file_that_is_not_our_index_is_put_aside_not_deleted(paths):
    paths.index.parent.mkdir()
    with closing(sqlite3.connect(paths.index)) as theirs:
        theirs.execute("CREATE TABLE recipes (name)")
        theirs.commit()
    data = paths.index.read_bytes()
    assert any("not an index of copydesk" in what for what in wrong(paths))
    assert consult(paths, repairing=True)[1]
    assert paths.index.with_name("index.sqlite.damaged").read_bytes() == data


def test_an_index_that_a_desk_is_using_is_not_removed(paths):
    with SearchIndex(paths.index):
        finding = next(iter(examine(paths)))
        from tui.doctor.index import _delete

        assert finding.severity is Severity.FINE
        with pytest.raises(Exception, match="a desk is using it"):
            _delete(paths.index)()
    assert paths.index.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("measure = ", "not valid TOML"),
        ("colour = 3", "does not know"),
        ("measure = 0", "“measure”"),
        ("timeout = -1", "“timeout”"),
        ("timeout = nan", "“timeout”"),
        ("largest_file = 0", "“largest_file”"),
        ('copy_template = "x"', "“copy_template” has no {quote}"),
        ('copy_template = "{quote} {title}"', "names “{title}”, no field"),
        ('[keys]\n"reader.fly" = "f"', "“reader.fly”, which is no command"),
        ('[keys]\n"reader.down" = 3', "no key that can be read"),
        ('[keys]\n"reader.down" = "C-s"', "terminals keep it"),
        ('[keys]\n"reader.down" = "J"', "is the key of both"),
    ],
)
def test_what_is_wrong_with_the_settings_is_said_and_they_are_left(paths, text, said):
    paths.settings.write_text(text)
    assert any(said in what for what in wrong(paths)), wrong(paths)
    assert not consult(paths, Keymap, repairing=True)[1]
    assert paths.settings.read_text() == text


def test_all_unknown_commands_are_said_at_once(paths):
    paths.settings.write_text('[keys]\n"a.b" = "f"\n"c.d" = "g"\n"reader.down" = "nop"\n')
    assert len(wrong(paths)) == 2


# the command


def doctor(tmp_path: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    folders = ("CONFIG", "DATA", "CACHE", "STATE")
    places = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in folders}
    return subprocess.run(
        [sys.executable, "-m", "tui", "doctor", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **places, "PYTHONPATH": str(HERE), "HOME": str(tmp_path)},
    )


def test_the_command_reports_repairs_and_says_by_its_status_whether_all_is_well(
    tmp_path, paths, store
):
    another_session(paths)
    run = doctor(tmp_path, "--notes", paths.notes)
    assert (run.returncode, run.stderr) == (0, "")
    assert all(line.startswith("fine: ") for line in run.stdout.splitlines())
    paths.notes.chmod(0o644)
    run = doctor(tmp_path, "--notes", paths.notes)
    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout.startswith("look at this: Others on this machine")
    run = doctor(tmp_path, "--repair", "--notes", paths.notes)
    assert run.returncode == 0
    assert "by you alone now" in run.stdout
    (tmp_path / "config" / "copydesk").mkdir(parents=True)
    (tmp_path / "config" / "copydesk" / "config.toml").write_text("broken")
    run = doctor(tmp_path, "--notes", paths.notes)
    assert run.returncode == 1
    assert run.stdout.startswith("wrong: The settings")


def test_damaged_versions_are_told_and_left_overs_of_them_removed(paths, store):
    versions = Versions.beside(paths.notes)
    versions.keep([Version(Path(f"/articles/{n}.txt"), text=f"text {n}") for n in range(3)])
    assert "fine: Earlier versions of articles that changed: 3." in consult(paths)[0]
    broken = sorted(versions.folder.iterdir())[0]
    broken.write_bytes(b"not packed")
    left = versions.folder / f".{broken.name}.abc.tmp"
    left.write_bytes(b"")
    os.utime(left, (1e9, 1e9))
    report, well = consult(paths, repairing=True)
    assert not well
    assert f"that cannot be read: 1 ({broken.name})." in report
    assert "Earlier versions of articles that changed: 2." in report
    assert not left.exists()
    assert broken.exists()
