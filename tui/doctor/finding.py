"""One thing that the doctor found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is."""

    WRONG = "wrong"
    """Notes cannot be read or saved, or copydesk does not start."""
    ATTENTION = "look at this"
    """Something should be done; nothing is lost meanwhile."""
    FINE = "fine"
    """All is well; this is what there is."""

    @property
    def rank(self) -> int:
        """Its place among the others, the worst first."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Finding:
    """One thing that was found.

    Attributes:
        what: What is so, one line, safe to print.
        severity: How bad it is.
        advice: What to do, one line; empty where there is nothing to do.
        repair: Repairs it and says what was done; None where only a person can. It raises
            `CopydeskError`, `OSError`, `sqlite3.Error` or `ValueError` where it fails.
    """

    what: str
    severity: Severity = Severity.FINE
    advice: str = ""
    repair: Callable[[], str] | None = None

    def line(self) -> str:
        """Return the finding as one line."""
        return f"{self.severity.value}: {self.what}" + (f" {self.advice}" if self.advice else "")
