"""A piece of evidence about one block, and how several add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tui.boilerplate.verdict import Role

DECIDES = 0.6
"""The confidence from which evidence decides. False strips cost more than missed clutter."""


@dataclass(frozen=True, slots=True)
class Clue:
    """One rule's word about one block.

    Attributes:
        rule: The rule's name, a stable slug.
        strength: How sure the rule would be if there were no other, 0 to 1.
        reason: The evidence as the reader is told: "offers a newsletter (“Sign up …”)".
        role: What the block is, if the rule is right.
    """

    rule: str
    strength: float
    reason: str
    role: Role = Role.BOILERPLATE


def combined(clues: Iterable[Clue]) -> Clue | None:
    """Add up clues for one role; the strongest gives its name and its reason.

    Clues of different rules are independent witnesses (1 − ∏(1 − strength)); several of one rule
    are the same witness twice.
    """
    clues = list(clues)
    if len(clues) < 2:
        return clues[0] if clues else None
    strongest: dict[str, Clue] = {}
    for clue in clues:
        if clue.rule not in strongest or clue.strength > strongest[clue.rule].strength:
            strongest[clue.rule] = clue
    doubt = 1.0
    for clue in strongest.values():
        doubt *= 1 - clue.strength
    best = max(strongest.values(), key=lambda clue: clue.strength)
    return Clue(best.rule, 1 - doubt, best.reason, best.role)


def quoted(text: str, limit: int = 60) -> str:
    """Return the first words of text in quotation marks, for a reason."""
    flat = " ".join(text[: limit * 2].split())
    if len(flat) > limit:
        flat = flat[:limit].rsplit(" ", 1)[0] + " …"
    return f"“{flat}”"
