"""The jump list: where the reader was before each far move, as vim keeps it."""

from __future__ import annotations

LONGEST = 100
"""Places that are remembered."""


class JumpList:
    """Places one jumped from, the latest last, and how far one has gone back among them."""

    def __init__(self) -> None:
        self._places: list[int] = []
        self._at = 0

    def push(self, offset: int) -> None:
        """Remember a place that is about to be left by a jump."""
        if offset in self._places:
            self._places.remove(offset)
        self._places.append(offset)
        del self._places[:-LONGEST]
        self._at = len(self._places)

    def back(self, here: int, count: int = 1) -> int | None:
        """Return where the reader was `count` jumps ago; None where there is nothing further.

        Args:
            here: Where the reader is; remembered, so that one can come forward to it again.
            count: How many jumps.
        """
        if self._at == len(self._places):
            before = len(self._places)
            self.push(here)
            # Standing on the place that one would go back to, one goes past it.
            self._at = min(before, len(self._places) - 1)
        return self._step(-count)

    def forward(self, count: int = 1) -> int | None:
        """Return the place that one came back from; None at the newest."""
        return self._step(count)

    @property
    def last(self) -> int | None:
        """Where the last jump began."""
        return self._places[-1] if self._places else None

    def _step(self, steps: int) -> int | None:
        wanted = self._at + steps
        if not self._places or not 0 <= wanted < len(self._places):
            return None
        self._at = wanted
        return self._places[wanted]
