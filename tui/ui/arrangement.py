"""Which panes are in view: as many as the terminal has room for, the focused one always."""

from __future__ import annotations

THREE_PANES = 120
TWO_PANES = 90
"""Columns from which so many panes fit."""


def panes_in_view(
    width: int, *, focus: str, beside: str, margin: bool, zen: bool
) -> tuple[bool, bool, bool]:
    """Say which of list, reader and margin are in view.

    Args:
        width: Columns of the terminal.
        focus: The pane that has the keys: "list", "reader" or "margin".
        beside: The pane that stands beside the reader where two fit: "list" or "margin".
        margin: Whether the margin is wanted; the focused one is shown all the same.
        zen: Whether the reader is to be alone.
    """
    margin = margin or focus == "margin"
    if zen:
        return False, True, False
    if width >= THREE_PANES:
        return True, True, margin
    if width >= TWO_PANES:
        at_margin = beside == "margin" and margin
        return not at_margin, True, at_margin
    return focus == "list", focus == "reader", focus == "margin"
