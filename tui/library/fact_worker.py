"""A child process that reads articles for the index, a few files a request."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from tui.articles.child_process import serve
from tui.errors import CopydeskError
from tui.library.storing import Facts

Answer = Facts | str | None
"""What a file says, why it cannot be read, or None where reading it broke something."""


def main() -> None:
    """Answer requests of (paths, largest, bare) until the input ends."""
    # Documents are many objects and few circles: looking for those takes a tenth of the time.
    gc.set_threshold(50_000, 20, 20)
    serve(lambda request: [answer(path, *request[1:]) for path in request[0]])


def answer(path: Path, largest: int, bare: bool) -> Answer:
    """Read a file and tell its article from its clutter, in this process.

    Args:
        path: The file.
        largest: The most bytes to read.
        bare: Whether its markup was too much for the parser: its bare text is read.
    """
    from tui.articles.formats import read_document
    from tui.articles.isolation import read_bare
    from tui.boilerplate import remove_boilerplate

    try:
        if bare:
            document = read_bare(path, largest, timed_out=True)
        else:
            document = read_document(path, largest=largest)
        return Facts.of(document, remove_boilerplate(document))
    except CopydeskError as error:
        return str(error) or "This file cannot be read."
    except Exception:  # one file must not keep the others back, whatever it brings about
        return None


if __name__ == "__main__":
    main()
    sys.exit(0)
