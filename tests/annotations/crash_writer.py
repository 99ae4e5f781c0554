"""Writes notes and tells of each when it is on disk, until it is done or killed.

Run by `test_crashes.py`: NOTES NUMBER, where a number of 0 means for ever.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

from paper import article, note_on

from tui.annotations import AnnotationStore

DOCUMENT = article()


def main() -> None:
    path, number = Path(sys.argv[1]), int(sys.argv[2])
    store = AnnotationStore(path)
    for index in range(number) if number else count():
        saved = store.add(note_on(DOCUMENT, "fish market", f"{os.getpid()} {index}"), DOCUMENT)
        if index % 3 == 2:
            saved = store.update(saved.edited(note=saved.note + ", edited"))
        os.write(1, f"{saved.id} {saved.note}\n".encode())


if __name__ == "__main__":
    main()
