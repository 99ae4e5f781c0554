from __future__ import annotations

import os

import pytest
from hypothesis import settings
from paper import ticking
from two_desks import Desk

from tui.annotations import AnnotationStore

# A loaded machine is slow now and then; pytest's own timeout catches what hangs.
settings.register_profile("annotations", deadline=None)
settings.load_profile("annotations")


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch):
    """Let a save not wait for the disk: no test here cuts the power, and 2,000 saves wait long.

    That every fsync is made, and what happens where it fails, `test_storage_faults` tests.
    """
    monkeypatch.setattr(os, "fsync", os.fstat)
    monkeypatch.setattr("tui.annotations.recovery._WAITS", (0.001,))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "desk" / "notes.json"


@pytest.fixture
def store(path):
    store = AnnotationStore(path, clock=ticking())
    yield store
    store.close()


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "notes.json", ticking())
