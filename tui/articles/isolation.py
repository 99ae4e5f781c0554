"""Reading articles with a limit on time: what a parser can choke on is read in another process.

A page can keep a parser busy for a minute (300,000 attributes, 200,000 paragraphs) or bring it
down, and a thread cannot be stopped. So pages go to a child that is killed when it takes too
long; the page is then shown as its bare text. Plain text and short Markdown are read here: their
readers are linear.
"""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType

from tui.articles.child_process import Child
from tui.articles.document import Document
from tui.articles.files import LARGEST, read_file
from tui.articles.formats import document_from, format_of
from tui.articles.isolation_worker import Answer
from tui.articles.metadata import Provenance
from tui.errors import ArticleError

_MOST_CHILDREN = 2
_LONG_MARKDOWN = 1 << 20  # bytes; about a second of work
_WORKER = "tui.articles.isolation_worker"


class DocumentReader:
    """Reads articles from any thread; close it when done.

    Attributes:
        timeout: How long a page may take to be parsed, in seconds.
        largest: The most bytes of a file that are read.
    """

    def __init__(self, timeout: float = 10.0, largest: int = LARGEST) -> None:
        self.timeout = timeout
        self.largest = largest
        self._idle: list[Child] = []
        self._working: set[Child] = set()
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
        return read_bare(path, self.largest, timed_out=isinstance(answer, TimeoutError))

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
                answer: Answer = child.ask((path.absolute(), self.largest), self.timeout)
            except TimeoutError as error:
                self._drop(child)
                return error
            except (OSError, EOFError):
                self._drop(child)
            else:
                self._put_back(child)
                return answer
        return None

    def _take(self) -> Child:
        with self._lock:
            self._check_open()
            child = self._idle.pop() if self._idle else Child(_WORKER)
            self._working.add(child)
        return child

    def _put_back(self, child: Child) -> None:
        with self._lock:
            self._working.discard(child)
            if not self._closed:
                self._idle.append(child)
                return
        child.kill()

    def _drop(self, child: Child) -> None:
        child.kill()
        with self._lock:
            self._working.discard(child)
            self._check_open()

    def _check_open(self) -> None:
        if self._closed:
            raise ArticleError("The desk is closing; nothing more is read.")


def read_bare(path: Path, largest: int, *, timed_out: bool) -> Document:
    """Read the bare text of a file whose parser failed, with a remark that says so.

    Args:
        path: The file.
        largest: The most bytes to read.
        timed_out: Whether the parser took too long, and did not break.

    Raises:
        ArticleError: the file cannot be read or is no text.
    """
    from tui.articles.formats import html, plain_text

    remark = html.TOO_SLOW if timed_out else html.LOST
    read = html.read_bare if format_of(path) == "HTML" else plain_text.read

    def read_with_remark(text: str, provenance: Provenance, remarks: tuple[str, ...]) -> Document:
        return read(text, provenance, (*remarks, remark))

    return document_from(read_file(path, largest=largest), reader=read_with_remark)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0  # what is wrong with it is told by whoever opens it
