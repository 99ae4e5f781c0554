"""The child process of `isolation.DocumentReader`: reads a page at a time until its input ends."""

from __future__ import annotations

import sys
from pathlib import Path

from tui.articles.child_process import serve
from tui.articles.document import Document
from tui.errors import ArticleError

Answer = Document | ArticleError | None
"""The page, why the file cannot be read, or None where its parser failed."""


def main() -> None:
    """Answer requests of (path, largest) until the input ends."""
    serve(lambda request: _answer(*request), _warm_up)


def _warm_up() -> None:
    import trafilatura  # noqa: F401 - 0.3 s, before the clock of the first page runs


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
