"""Looking now and then for what happens outside, at next to no cost.

A thread that sleeps takes 0.03 ms a look; a timer of the screen that hands its work to a thread
takes ten times that, and the program should rest while nobody types.
"""

from __future__ import annotations

import threading
from collections.abc import Callable


class Watch:
    """Looks in a thread, and tells what it saw.

    Args:
        look: Looks; called in the thread. What it returns is told where it counts as true.
        tell: Is told, in the thread as well.
        interval: Seconds between two looks.
    """

    def __init__(
        self, look: Callable[[], object], tell: Callable[[], object], interval: float
    ) -> None:
        self._look = look
        self._tell = tell
        self._interval = interval
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; what is being looked at is not waited for."""
        self._over.set()

    def join(self, seconds: float) -> None:
        """Wait until it has stopped, but not longer than so many seconds."""
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._over.wait(self._interval):
            if self._look() and not self._over.is_set():
                self._tell()
