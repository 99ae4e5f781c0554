"""Giving an address to the browser that the reporter can see, from a terminal that must stay ours.

The standard library's `webbrowser` knows how browsers are started, but it may ask programs that
hang, wait for a browser until it is closed, and fall back to one that draws in the terminal. So it
runs in a process of its own, without a terminal and with all its output thrown away. This file is
also that process's program; it is run by its path, so that nothing but the standard library, and
no file of the folder one is in, is imported.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping

STARTS_WITHIN = 1.0
"""Seconds after which a browser that has not failed counts as started."""

HANGS_AFTER = 5.0
"""Seconds after which what starts the browser is given up."""

_IN_TERMINAL = frozenset(
    {
        "browsh",
        "carbonyl",
        "cha",
        "elinks",
        "links",
        "links2",
        "lynx",
        "retawq",
        "w3m",
        "www-browser",
    }
)
_MISREAD = re.compile(r"""[\x00-\x20"<>\\^`{|}\x7f]""")
"""What stands in no address; the scripts that start browsers are written with less care."""


def why_not(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """Say why no browser can be opened that the reporter would see; nothing where one can."""
    if any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")):
        return "Not opened: over SSH no browser would be seen."
    on_desktop = any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    if platform not in ("darwin", "win32") and not on_desktop:
        return "Not opened: there is no desktop here."
    return ""


def open_address(address: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Start a browser on an address, and come back when it has started or failed; some seconds.

    Args:
        address: Of the web or of e-mail; anything else is refused.
        environ: Where the session's surroundings are read from.

    Returns:
        Whether a browser was started.
    """
    if not address.lower().startswith(("http://", "https://", "mailto:")):
        return False
    plain = _MISREAD.sub(lambda sign: f"%{ord(sign[0]):02X}", address)
    command = [sys.executable, "-I", __file__, plain]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_surroundings(environ),
            start_new_session=True,  # away from our terminal, and from the signals sent to it
            timeout=HANGS_AFTER,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _surroundings(environ: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which `webbrowser` finds no browser that draws in a terminal."""
    kept = {name: value for name, value in environ.items() if name not in ("TERM", "BROWSER")}
    chosen = [
        command
        for command in environ.get("BROWSER", "").split(os.pathsep)
        if command.split() and command.split()[0].rpartition("/")[2] not in _IN_TERMINAL
    ]
    if chosen:
        kept["BROWSER"] = os.pathsep.join(chosen)
    return kept


def _main(address: str) -> int:
    """Start the browser in one more process, which may live as long as the browser does."""
    import webbrowser

    child = os.fork()
    if not child:
        os._exit(0 if webbrowser.open(address) else 1)
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
