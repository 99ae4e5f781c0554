from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
from pathlib import Path

from paper import article, plain

import tui
from tui.annotations import AnnotationStore
from tui.annotations.notes_file import BACKUPS

KILLS = 40
WRITER = Path(__file__).with_name("crash_writer.py")


def writer(path: Path, number: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(tui.__file__).parents[1])}
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(path), str(number)],
        stdout=subprocess.PIPE,
        env=environment,
    )


def told(output: bytes) -> dict[str, str]:
    """The notes that were acknowledged; a last line cut off by the kill was not."""
    whole = output[: output.rfind(b"\n") + 1].decode()
    return dict(line.split(" ", 1) for line in whole.splitlines())


def test_no_acknowledged_note_is_lost_by_killing_the_writer(tmp_path):
    path = tmp_path / "notes.json"
    rng = random.Random(9)
    acknowledged: dict[str, str] = {}
    for _ in range(KILLS):
        with writer(path, 0) as process:
            first = process.stdout.readline()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(rng.uniform(0, 0.05))
            process.kill()
            acknowledged |= told(first + process.stdout.read())
        on_disk = {record["id"]: record for record in plain(path, "annotations")}
        assert acknowledged.keys() <= on_disk.keys()
    store = AnnotationStore(path)
    assert len(acknowledged) >= KILLS
    # A note may be on disk with an edit that was never told of.
    found = {note.id: note.note for note in store.all()}
    assert all(found[name].startswith(note) for name, note in acknowledged.items())
    assert store.notices == ()
    assert store.text_of(store.all()[0].targets[0].text_sha256) == article().text
    store.delete(store.all()[0].id)
    assert not list(tmp_path.rglob("*.tmp"))
    assert len(list(tmp_path.glob("notes.json.backup-*"))) == BACKUPS
    assert not list(tmp_path.glob("notes.json.damaged-*"))


def test_two_processes_write_into_one_file(tmp_path):
    path = tmp_path / "notes.json"
    with writer(path, 50) as one, writer(path, 50) as two:
        acknowledged = told(one.communicate(timeout=100)[0]) | told(two.communicate()[0])
    assert (one.returncode, two.returncode) == (0, 0)
    assert len(acknowledged) == 100
    store = AnnotationStore(path)
    assert {note.id: note.note for note in store.all()} == acknowledged
    assert len(plain(path, "annotations")) == 100
    assert all(len(store.history_of(note.id)) == note.note.count("edited") for note in store.all())
