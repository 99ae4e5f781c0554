"""The child process of `isolation.DocumentReader`: reads one page at a time until its input ends.

Messages both ways are pickles behind their length, eight bytes, big-endian. The parent is the
same program, and nothing from an article is unpickled: only what this package made of it.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

from tui.articles.document import Document
from tui.errors import ArticleError

Answer = Document | ArticleError | None
"""The page, why the file cannot be read, or None where its parser failed."""

_MOST_MEMORY = 4 * 1024**3  # bytes of address space; a page of 64 MB needs about a third of it


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


def main() -> None:
    """Answer requests of (path, largest) until the input ends."""
    requests, answers = _take_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    import trafilatura  # noqa: F401 - 0.3 s, before the clock of the first page runs

    try:
        write_message(answers, "ready")
        while True:
            path, largest = read_message(requests)
            write_message(answers, _answer(path, largest))
    except (EOFError, OSError):
        return  # the parent has ended


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


def _answer(path: Path, largest: int) -> Answer:
    from tui.articles.formats import read_document

    try:
        return read_document(path, largest=largest)
    except ArticleError as error:
        return ArticleError(str(error))
    except Exception:  # the parent shows the page's bare text in its place
        return None


if __name__ == "__main__":
    main()
    sys.exit(0)
