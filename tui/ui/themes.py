"""The colours. The default theme uses the terminal's own sixteen.

They suit whatever background the user has chosen, and cost the fewest bytes on a slow link
(6.6 kB for a scrolled screen against 10.5 in true colour). The two paper themes are for those who
want them.
"""

from __future__ import annotations

from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

DEFAULT = "copydesk"

_ANSI_HIGHLIGHTS = {
    "highlight-yellow": "ansi_yellow",
    "highlight-green": "ansi_green",
    "highlight-blue": "ansi_cyan",
    "highlight-pink": "ansi_magenta",
    "highlight-orange": "ansi_red",
    "highlight-foreground": "ansi_black",
    "match-background": "ansi_bright_yellow",
    "match-foreground": "ansi_black",
    "quiet": "ansi_bright_black",
}

_DARK = {
    "highlight-yellow": "#6b5a00",
    "highlight-green": "#1f5c33",
    "highlight-blue": "#1d4f7c",
    "highlight-pink": "#7a2f5c",
    "highlight-orange": "#7c4312",
    "highlight-foreground": "#f4efe2",
    "match-background": "#e6c34a",
    "match-foreground": "#14130f",
    "quiet": "#8d8876",
}

_LIGHT = {
    "highlight-yellow": "#ffe97a",
    "highlight-green": "#bfe8b4",
    "highlight-blue": "#bcdcf7",
    "highlight-pink": "#f7c6de",
    "highlight-orange": "#ffd0a0",
    "highlight-foreground": "#1c1a15",
    "match-background": "#b8860b",
    "match-foreground": "#ffffff",
    "quiet": "#7a7462",
}

DEFAULT_VARIABLES = _ANSI_HIGHLIGHTS
"""What a theme from elsewhere lacks."""


def themes() -> tuple[Theme, ...]:
    """Return copydesk's own themes."""
    ansi = BUILTIN_THEMES["ansi-dark"]
    return (
        replace(
            ansi,
            name=DEFAULT,
            accent="ansi_cyan",
            variables={**ansi.variables, **_ANSI_HIGHLIGHTS},
        ),
        Theme(
            name="copydesk-dark",
            primary="#c9a227",
            secondary="#7fa6b8",
            accent="#7fa6b8",
            warning="#d98e32",
            error="#d9604c",
            success="#7fae6a",
            foreground="#e4dfd0",
            background="#16150f",
            surface="#1d1c15",
            panel="#26241b",
            dark=True,
            variables=_DARK,
        ),
        Theme(
            name="copydesk-light",
            primary="#7a5c00",
            secondary="#2f5d73",
            accent="#2f5d73",
            warning="#a85b00",
            error="#a8301c",
            success="#3c6e28",
            foreground="#23211a",
            background="#faf6ea",
            surface="#f2edde",
            panel="#e8e2cf",
            dark=False,
            variables=_LIGHT,
        ),
    )
