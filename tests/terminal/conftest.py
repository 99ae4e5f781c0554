"""The desk that the tests of this folder start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal_desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A home of one's own; a crash report left in it fails the test."""
    desk = Desk(tmp_path)
    yield desk
    desk.end()
    assert desk.crash_reports() == []
