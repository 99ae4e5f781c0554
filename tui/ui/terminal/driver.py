"""The driver that writes only what changed, where Textual's own driver for Unix can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver


def frame_driver() -> type[Driver] | None:
    """Return the driver class to give to `App(driver_class=…)`.

    Returns:
        None where Textual's own choice must stand: on Windows, and where the environment variable
        TEXTUAL_DRIVER names another, as a terminal in a browser does.
    """
    from textual import constants

    if constants.DRIVER is not None:
        return None
    try:
        import termios  # noqa: F401 - asked only whether this is Unix
    except ImportError:
        return None
    from tui.ui.terminal.frame_driver import FrameDriver

    return FrameDriver
