"""A Document gets Verdicts: which blocks are not the article, and why."""

from tui.boilerplate.remover import remove_boilerplate
from tui.boilerplate.verdict import Overrides, Role, Verdict, Verdicts, fingerprints

__all__ = [
    "Overrides",
    "Role",
    "Verdict",
    "Verdicts",
    "fingerprints",
    "remove_boilerplate",
]
