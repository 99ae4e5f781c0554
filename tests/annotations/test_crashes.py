"""Killed writers, crowds of them, and how fast they are, at a smaller size.

In a process of its own, `benchmarks/torture.py`, since it forks.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import tui

TORTURE = Path(__file__).parents[1] / "benchmarks" / "torture.py"


def figures(*arguments: object) -> dict[str, list[int]]:
    """What the script prints: the figures of each line by its name."""
    done = subprocess.run(
        [sys.executable, str(TORTURE), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(Path(tui.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = (line.replace(",", "").split() for line in done.stdout.splitlines())
    return {
        line[0]: [int(cell) for cell in line if cell.isdecimal()] for line in lines if len(line) > 1
    }


def test_no_acknowledged_note_is_lost_by_killing_the_writer():
    printed = figures("kills", "--kills", 40)
    acknowledged, lost, unreadable = printed["copydesk"]
    assert acknowledged > 0
    assert (lost, unreadable) == (0, 0)
    assert len(printed["JSONStorage"]) == 3  # for the record


def test_four_processes_write_into_one_file():
    # "4 × 40", what was acknowledged, what of it is wrong, how many notes there are
    processes, operations, acknowledged, wrong, notes = figures("crowd", "--operations", 40)["4"]
    assert (processes, operations, acknowledged, wrong) == (4, 40, 160, 0)
    assert notes > 5


def test_a_save_in_a_large_file_takes_less_time_than_with_plain_tinydb():
    printed = figures("saves", "--notes", 1000)
    # how many notes there are; adding one and updating one, the median and the worst each
    _, add, _, update, _ = printed["copydesk"]
    _, plain_add, _, plain_update, _ = printed["JSONStorage"]
    assert add < plain_add
    assert update < plain_update
