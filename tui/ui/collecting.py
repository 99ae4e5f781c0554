"""Keeping memory small, and the garbage collector from stopping the screen.

The notes are many objects that stay and refer to nothing in circles. A collection that looks at
100,000 of them takes a second, whichever thread it begins in, and every other thread waits.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")
LONG = 1_000_000
"""Code points of a text after whose reading memory is given back."""


def read_notes(read: Callable[[], T]) -> T:
    """Read what is to stay, and let later collections pass over it.

    Args:
        read: Reads it; where nothing new was read it returns something that counts as false.
    """
    gc.disable()
    found = None
    try:
        found = read()
        return found
    finally:
        if found:
            gc.freeze()
        gc.enable()


def give_back() -> None:
    """Give memory that is free again back to the system, where the C library can.

    Reading 10 MB leaves 20 MB of small gaps behind, which glibc keeps by itself. For a thread.
    """
    import ctypes

    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)
