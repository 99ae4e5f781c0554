"""A child process that works for this one, and can be killed when it takes too long.

Messages both ways are pickles behind their length, eight bytes, big-endian. The parent is the
same program, and nothing from an article is unpickled: only what this package made of it.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

_START = 60.0  # seconds that a child may take to start, on a machine that is busy
_MOST_MEMORY = 4 * 1024**3  # bytes of address space; a page of 64 MB needs about a third of it


class Child:
    """A process that answers one request at a time. One thread at a time may ask it.

    Args:
        module: What it runs; it calls `serve`.
    """

    def __init__(self, module: str) -> None:
        # A new process, not a fork: the desk has threads, whose locks a fork would inherit. In
        # a session of its own, Ctrl-C and a hang-up in the terminal are not for it. -P keeps
        # the current folder, which may be one of downloads, off the import path.
        home, inherited = str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (home, inherited)))},
        )
        self._ready = False

    def ask(self, request: object, timeout: float) -> Any:  # noqa: ANN401 - as read_message
        """Have a request answered; the time that it takes to start does not count.

        Raises:
            TimeoutError: it took longer than `timeout` seconds.
            OSError: the child died.
            EOFError: the same.
        """
        if not self._ready:
            self._ready = self._exchange(None, _START) == "ready"
        return self._exchange(request, timeout)

    def kill(self) -> None:
        """End the process and take its remains away; from any thread, more than once."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not sent yet cannot be sent any more
                if stream is not None:
                    stream.close()

    def _exchange(self, request: object, timeout: float) -> Any:  # noqa: ANN401 - as read_message
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        too_late = threading.Event()

        def stop() -> None:
            too_late.set()
            self._process.kill()

        timer = threading.Timer(timeout, stop)
        timer.daemon = True
        timer.start()
        try:
            if request is not None:
                write_message(self._process.stdin, request)
            return read_message(self._process.stdout)
        except (OSError, EOFError):
            if too_late.is_set():
                raise TimeoutError from None
            raise
        except ValueError:  # another thread has closed the pipes: the reader is closing
            raise EOFError from None
        finally:
            timer.cancel()


def serve(answer: Callable[[Any], object], warm_up: Callable[[], None] = lambda: None) -> None:
    """Answer requests until the input ends: what a child's module calls.

    Args:
        answer: Must not raise.
        warm_up: Is done before the clock of the first request runs.
    """
    requests, answers = _take_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    warm_up()
    try:
        write_message(answers, "ready")
        while True:
            write_message(answers, answer(read_message(requests)))
    except (EOFError, OSError):
        return  # the parent has ended


def write_message(stream: IO[bytes], message: object) -> None:
    """Send a message.

    Raises:
        OSError: nobody listens.
    """
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def read_message(stream: IO[bytes]) -> Any:  # noqa: ANN401 - what was sent is known to both sides
    """Wait for a message.

    Raises:
        EOFError: the other side ended.
        OSError: the pipe broke.
    """
    size = int.from_bytes(_read_exactly(stream, 8), "big")
    return pickle.loads(_read_exactly(stream, size))


def _read_exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _take_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Take the two pipes for messages alone: what a library prints must not be among them."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    return requests, answers


def _limit_memory() -> None:
    import resource

    for kind, most in ((resource.RLIMIT_AS, _MOST_MEMORY), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or most < hard:
            try:
                resource.setrlimit(kind, (most, hard))
            except (OSError, ValueError):  # a system without this limit; the time limit remains
                continue


def _end_with_parent(parent: int) -> None:
    """End when the parent has died while a page is being parsed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
