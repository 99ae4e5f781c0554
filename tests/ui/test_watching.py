"""A watch looks in a thread, tells what it saw, and stops."""

from __future__ import annotations

import threading

from tui.ui.watching import Watch


def test_it_tells_only_what_it_saw():
    looked, told = threading.Semaphore(0), []
    answers = iter([False, 0, "", True])

    def look():
        answer = next(answers, None)
        looked.release()
        return answer

    watch = Watch(look, lambda: told.append("seen"), 0.001)
    watch.start()
    for _ in range(6):
        assert looked.acquire(timeout=10)
    watch.stop()
    assert told == ["seen"]


def test_nothing_is_told_once_it_has_stopped():
    looking, go_on, told = threading.Event(), threading.Event(), []

    def look():
        looking.set()
        return go_on.wait(10)

    watch = Watch(look, lambda: told.append("seen"), 0.001)
    watch.start()
    assert looking.wait(10)
    watch.stop()
    go_on.set()
    watch.join(10)
    assert told == []
