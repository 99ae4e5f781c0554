"""Sessions killed while they build the index; a hundred of them in `benchmarks/torture.py`."""

from __future__ import annotations

from pathlib import Path

import pytest
from killed_index import Desk, kill_builders

KILLS = 12


@pytest.mark.timeout(400)
def test_a_killed_session_leaves_an_index_that_opens_and_is_completed(tmp_path: Path) -> None:
    tally = kill_builders(Desk(tmp_path), KILLS, seed=3)
    assert tally.problems == []
    assert sum(tally.kills.values()) == KILLS
    assert tally.left > 0, "all were killed before or after the work"
