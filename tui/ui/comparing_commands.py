"""The commands about what an article said before, and what other outlets made of it."""

from __future__ import annotations

from tui.ui.command import Command, moves

_ASKING = tuple(
    command
    for context in ("list", "reader")
    for command in (
        Command(
            f"{context}.versions",
            "What changed between the versions of this article",
            ("g d",),
            performer="comparing",
        ),
        Command(
            f"{context}.copies",
            "In which outlets this story ran, and what each changed",
            ("g c",),
            performer="comparing",
        ),
    )
)

_VERSIONS = (
    *moves("versions"),
    Command(
        "versions.compare", "Compare it with the article as it is now", ("Enter",), hint="compare"
    ),
    Command("versions.step", "Compare it with the version after it", ("s",), hint="step by step"),
)

_COPIES = (
    *moves("copies"),
    Command("copies.compare", "Compare it with the open one", ("Enter",), hint="compare"),
    Command("copies.open", "Open that article", ("o",), hint="open"),
)

_COMPARISON = (
    *moves("comparison"),
    Command("comparison.next-change", "Next change", ("n",), counts=True, hint="change"),
    Command("comparison.previous-change", "Previous change", ("N",), counts=True),
    Command("comparison.fold", "Show or fold what is unchanged", ("o",), hint="unchanged"),
    Command("comparison.jump", "To its place in the text", ("Enter",), hint="go to text"),
    Command(
        "comparison.highlights",
        "To your highlights whose words changed or went",
        ("g h",),
        hint="highlights",
    ),
)

COMPARING = (*_ASKING, *_VERSIONS, *_COPIES, *_COMPARISON)
"""All of them, in the order of the help screen."""
