"""A Document gets Verdicts: which blocks are not the article, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.boilerplate.verdict import Overrides, Role, Verdict, Verdicts, fingerprints

if TYPE_CHECKING:
    from tui.boilerplate.remover import remove_boilerplate

__all__ = [
    "Overrides",
    "Role",
    "Verdict",
    "Verdicts",
    "fingerprints",
    "remove_boilerplate",
]


def __getattr__(name: str) -> object:
    """Import the remover when it is first asked for: its rules take 25 ms of the start."""
    if name == "remove_boilerplate":
        from tui.boilerplate.remover import remove_boilerplate

        return remove_boilerplate
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
