"""Reading articles with a limit on time: what a parser can choke on is read in another process.

A page can keep a parser busy for a minute (300,000 attributes, 200,000 paragraphs) or bring it
down, and a thread cannot be stopped. So pages go to a child that is killed when it takes too
long; the page is then shown as its bare text. Plain text and short Markdown are read here: their
readers are linear.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from tui.articles.document import Document
from tui.articles.files import LARGEST, read_file
from tui.articles.formats import document_from, format_of
from tui.articles.isolation_worker import Answer, read_message, write_message
from tui.articles.metadata import Provenance
from tui.errors import ArticleError

_MOST_CHILDREN = 2
_LONG_MARKDOWN = 1 << 20  # bytes; about a second of work
_START = 60.0  # seconds that a child may take to start, on a machine that is busy


class DocumentReader:
    """Reads articles from any thread; close it when done.

    Attributes:
        timeout: How long a page may take to be parsed, in seconds.
        largest: The most bytes of a file that are read.
    """

    def __init__(self, timeout: float = 10.0, largest: int = LARGEST) -> None:
        self.timeout = timeout
        self.largest = largest
        self._idle: list[_Child] = []
        self._working: set[_Child] = set()
        self._lock = threading.Lock()
        self._places = threading.Semaphore(_MOST_CHILDREN)
        self._closed = False

    def read(self, path: Path) -> Document:
        """Read an article's file, as `formats.read_document` does.

        Raises:
            ArticleError: the file cannot be read or is no text, or the reader is closed.
        """
        kind = format_of(path)
        if kind == "plain text" or (kind == "Markdown" and _size(path) < _LONG_MARKDOWN):
            return document_from(read_file(path, largest=self.largest))
        with self._places:
            answer = self._ask(path)
        if isinstance(answer, Document):
            return answer
        if isinstance(answer, ArticleError):
            raise answer
        return self._read_bare(path, kind, timed_out=isinstance(answer, TimeoutError))

    def close(self) -> None:
        """End the children, those at work as well; no page can be read any more."""
        with self._lock:
            self._closed = True
            children = [*self._idle, *self._working]
            self._idle.clear()
        for child in children:
            child.kill()

    def __enter__(self) -> DocumentReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, path: Path) -> Answer | TimeoutError:
        """Ask a child, and once more another one if the first died; None where both did."""
        for _ in range(2):
            try:
                child = self._take()
            except OSError:  # no more processes to be had
                return None
            try:
                answer = child.ask(path, self.largest, self.timeout)
            except TimeoutError as error:
                self._drop(child)
                return error
            except (OSError, EOFError):
                self._drop(child)
            else:
                self._put_back(child)
                return answer
        return None

    def _take(self) -> _Child:
        with self._lock:
            self._check_open()
            child = self._idle.pop() if self._idle else _Child()
            self._working.add(child)
        return child

    def _put_back(self, child: _Child) -> None:
        with self._lock:
            self._working.discard(child)
            if not self._closed:
                self._idle.append(child)
                return
        child.kill()

    def _drop(self, child: _Child) -> None:
        child.kill()
        with self._lock:
            self._working.discard(child)
            self._check_open()

    def _check_open(self) -> None:
        if self._closed:
            raise ArticleError("The desk is closing; nothing more is read.")

    def _read_bare(self, path: Path, kind: str, *, timed_out: bool) -> Document:
        from tui.articles.formats import html, plain_text

        remark = html.TOO_SLOW if timed_out else html.LOST
        read = html.read_bare if kind == "HTML" else plain_text.read

        def read_with_remark(
            text: str, provenance: Provenance, remarks: tuple[str, ...]
        ) -> Document:
            return read(text, provenance, (*remarks, remark))

        return document_from(read_file(path, largest=self.largest), reader=read_with_remark)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0  # what is wrong with it is told by whoever opens it


class _Child:
    """A process that reads one page at a time."""

    def __init__(self) -> None:
        # A new process, not a fork: the desk has threads, whose locks a fork would inherit. In
        # a session of its own, Ctrl-C and a hang-up in the terminal are not for it. -P keeps
        # the current folder, which may be one of downloads, off the import path.
        home, inherited = str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tui.articles.isolation_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (home, inherited)))},
        )
        self._ready = False

    def ask(self, path: Path, largest: int, timeout: float) -> Answer:
        """Have a page read.

        Raises:
            TimeoutError: it took longer than `timeout` seconds.
            OSError: the child died.
            EOFError: the same.
        """
        if not self._ready:
            self._ready = self._exchange(None, _START) == "ready"
        answer: Answer = self._exchange((path.absolute(), largest), timeout)
        return answer

    def kill(self) -> None:
        """End the process and take its remains away; from any thread, more than once."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not sent yet cannot be sent any more
                if stream is not None:
                    stream.close()

    def _exchange(self, request: tuple[Path, int] | None, timeout: float) -> Any:  # noqa: ANN401 - as read_message
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
