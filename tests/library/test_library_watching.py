import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tui.library.watching import FolderWatch


class Told:
    """What a watch told, to be waited for."""

    def __init__(self) -> None:
        self.paths: set[Path] = set()
        self.times = 0
        self._more = threading.Condition()

    def __call__(self, paths: Sequence[Path] | None) -> None:
        with self._more:
            self.times += 1
            self.paths.update(paths or ())
            self._more.notify_all()

    def wait_until(self, condition: Callable[[], bool], again: Callable[[], object]) -> None:
        """Wait for something to be told; do something again each second until it is."""
        limit = time.monotonic() + 30
        with self._more:
            while not condition():
                again()
                self._more.wait(1)
                assert time.monotonic() < limit, self.paths


def test_new_changed_moved_and_deleted_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    old = tmp_path / "in" / "old.txt"
    old.write_text("a")
    told = Told()
    watch = FolderWatch([tmp_path], told)
    watch.start()
    try:
        # When the system begins to tell is not known, so that it is done until it is told.
        first = tmp_path / "first.txt"
        told.wait_until(
            lambda: first in told.paths, lambda: first.write_text(str(time.monotonic()))
        )
        old.write_text("b")
        told.wait_until(lambda: old in told.paths, lambda: None)
        old.rename(tmp_path / "new.txt")
        told.wait_until(lambda: tmp_path / "new.txt" in told.paths, lambda: None)
        deep = tmp_path / "made" / "later" / "deep.txt"
        deep.parent.mkdir(parents=True)
        deep.write_text("c")
        told.wait_until(lambda: bool({deep, *deep.parents} & told.paths), lambda: None)
        told.paths.clear()
        first.unlink()
        told.wait_until(lambda: first in told.paths, lambda: None)
    finally:
        watch.stop()


def test_many_changes_are_told_at_once(tmp_path: Path) -> None:
    told = Told()
    watch = FolderWatch([tmp_path], told)
    watch.start()
    try:
        first = tmp_path / "first.txt"
        told.wait_until(
            lambda: first in told.paths, lambda: first.write_text(str(time.monotonic()))
        )
        before = told.times
        for number in range(300):
            (tmp_path / f"{number}.txt").write_text("word")
        told.wait_until(lambda: len(told.paths) > 300, lambda: None)
        assert told.times - before < 20
    finally:
        watch.stop()


def test_what_cannot_be_watched_raises_nothing(tmp_path: Path) -> None:
    watch = FolderWatch([tmp_path / "nowhere", Path("/proc/self/mem")], lambda paths: None)
    watch.start()
    watch.stop()
    watch._thread.join(20)
    assert not watch._thread.is_alive()
