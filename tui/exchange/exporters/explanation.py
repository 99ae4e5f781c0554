"""Why the article looks as it does: every block that was stripped or set apart."""

from __future__ import annotations

from collections.abc import Iterable

from tui.articles.document import Block
from tui.articles.safe_text import clean_line
from tui.boilerplate import Role, Verdict, Verdicts

_APART = (Role.STANDFIRST, Role.CAPTION, Role.PROTECTED)
_FIRST_WORDS = 72  # code points; a line of the terminal without the indent


def explanation(verdicts: Verdicts) -> str:
    """Return, as text, each stripped block and each one set apart, in reading order.

    Each is told with its first words, its rule, how sure the rule is, and why it decided.
    """
    stripped = [each for each in verdicts if each[1].role is Role.BOILERPLATE]
    apart = [each for each in verdicts if each[1].role in _APART]
    count = len(verdicts.verdicts)
    parts = [f"Stripped: {len(stripped) or 'none'} of {count} block{'s' * (count != 1)}"]
    parts += _entries(stripped)
    parts.append(f"Set apart: {len(apart) or 'none'}")
    parts += _entries(apart)
    if verdicts.document.remarks:
        parts.append("\n".join(["Remarks:", *(f"  {each}" for each in verdicts.document.remarks)]))
    return "\n\n".join(parts) + "\n"


def _entries(decided: Iterable[tuple[Block, Verdict]]) -> Iterable[str]:
    for block, verdict in decided:
        name = verdict.rule or verdict.role.value
        if verdict.role is Role.PROTECTED:
            name = f"protected: {name}"
        lines = [f"  {name} ({verdict.confidence:.0%} sure)"]
        lines.append(f"    “{clean_line(block.text, _FIRST_WORDS)}”")
        if verdict.reason:
            lines.append(f"    {verdict.reason}")
        yield "\n".join(lines)
