#!/usr/bin/env python3
"""Take the pictures in this folder from the running program: `python screenshots/take.py`.

The program runs without a terminal on the sample articles, with notes of its own in a temporary
folder. The pictures are SVG with the system's monospaced font; nothing is fetched to show them.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot

from tui.config import Paths, Settings
from tui.session import Session
from tui.ui.app import CopydeskApp

HERE = Path(__file__).parent
ARTICLES = HERE.parent / "sample_articles"
WAIT = 20.0

Scene = Callable[[Pilot[None], CopydeskApp], Awaitable[None]]


async def settle(pilot: Pilot[None], app: CopydeskApp) -> None:
    """Wait until nothing is going on any more."""
    await pilot.pause()
    await asyncio.wait_for(app.workers.wait_for_complete(), WAIT)
    await pilot.pause()


async def keys(pilot: Pilot[None], app: CopydeskApp, *names: str) -> None:
    """Press keys one after another, each when the one before has been dealt with."""
    for name in names:
        await pilot.press(name)
        await settle(pilot, app)


async def open_bridge(pilot: Pilot[None], app: CopydeskApp) -> None:
    """Open the article about the bridge from the list."""
    await keys(pilot, app, "j", "enter")


async def desk(pilot: Pilot[None], app: CopydeskApp) -> None:
    """List, reader and margin, with notes of several kinds."""
    await open_bridge(pilot, app)
    await keys(pilot, app, "g", "g", "right_curly_bracket", *["right_curly_bracket"] * 4)
    await keys(pilot, app, "H", "right_parenthesis", "right_parenthesis", "a")
    await keys(pilot, app, *"Ask", "space", *"for", "space", *"the", "space", *"memo.", "escape")
    await keys(pilot, app, "t", *"bridge,", "space", *"safety", "enter")
    await keys(pilot, app, *["right_curly_bracket"] * 2, "v", "i", "s", "2")
    await asyncio.sleep(0.8)  # the 2 waits to see whether it is a count
    await settle(pilot, app)


async def annotating(pilot: Pilot[None], app: CopydeskApp) -> None:
    """A note being written."""
    await open_bridge(pilot, app)
    await keys(pilot, app, "g", "g", *["right_curly_bracket"] * 5, "right_parenthesis", "a")
    await keys(pilot, app, *"Who", "space", *"signed", "space", *"this", "question_mark")


async def search(pilot: Pilot[None], app: CopydeskApp) -> None:
    """A search as it is typed."""
    await keys(pilot, app, "slash", *"inspec")


async def stripped(pilot: Pilot[None], app: CopydeskApp) -> None:
    """What was stripped, shown in its place."""
    await open_bridge(pilot, app)
    await keys(pilot, app, "g", "g", "g", "s")


async def reasons(pilot: Pilot[None], app: CopydeskApp) -> None:
    """What was stripped, and why."""
    await open_bridge(pilot, app)
    await keys(pilot, app, "g", "question_mark")


async def tags(pilot: Pilot[None], app: CopydeskApp) -> None:
    """Tags being typed."""
    await desk(pilot, app)
    await keys(pilot, app, "t", *"bri")


async def help_screen(pilot: Pilot[None], app: CopydeskApp) -> None:
    """The help."""
    await keys(pilot, app, "question_mark")


async def palette(pilot: Pilot[None], app: CopydeskApp) -> None:
    """The command palette."""
    await keys(pilot, app, "colon", *"high")


async def reading(pilot: Pilot[None], app: CopydeskApp) -> None:
    """The reader in a small terminal."""
    await open_bridge(pilot, app)


async def contents(pilot: Pilot[None], app: CopydeskApp) -> None:
    """The contents of an article."""
    await keys(pilot, app, "slash", *"bees", "enter", "enter", "T")


async def links(pilot: Pilot[None], app: CopydeskApp) -> None:
    """The links of an article."""
    await keys(pilot, app, "slash", *"bees", "enter", "enter", "L")


async def filters(pilot: Pilot[None], app: CopydeskApp) -> None:
    """What a search found, counted beside it."""
    await keys(pilot, app, "slash", *"the", "enter", "F")
    await keys(pilot, app, *["j"] * 5)


async def triage(pilot: Pilot[None], app: CopydeskApp) -> None:
    """Going through what is unread."""
    await keys(pilot, app, "s", "g", "q", "j", "j")


async def copies(pilot: Pilot[None], app: CopydeskApp) -> None:
    """What another outlet made of a story, word by word."""
    await keys(pilot, app, "slash", *"quake", "enter", "enter", "g", "c", "j", "enter")


SCENES: dict[str, tuple[Scene, tuple[int, int]]] = {
    "desk": (desk, (120, 40)),
    "annotating": (annotating, (120, 40)),
    "search": (search, (120, 40)),
    "stripped-shown": (stripped, (120, 40)),
    "stripped-why": (reasons, (120, 40)),
    "tags": (tags, (120, 40)),
    "contents": (contents, (120, 40)),
    "links": (links, (120, 40)),
    "filters": (filters, (120, 40)),
    "triage": (triage, (120, 40)),
    "copies": (copies, (120, 40)),
    "help": (help_screen, (120, 40)),
    "palette": (palette, (120, 40)),
    "two-panes-100x30": (reading, (100, 30)),
    "reader-80x24": (reading, (80, 24)),
    "list-80x24": (search, (80, 24)),
    "reader-40x12": (reading, (40, 12)),
}


async def take(name: str, scene: Scene, size: tuple[int, int], home: Path) -> None:
    """Play one scene and write its picture."""
    paths = Paths(home / "c.toml", home / f"{name}.json", home / "index.sqlite", home)
    with Session([ARTICLES], paths, Settings()) as session:
        app = CopydeskApp(session)
        async with app.run_test(size=size) as pilot:
            await settle(pilot, app)
            await scene(pilot, app)
            picture = app.export_screenshot(title="copydesk")
    picture = re.sub(r"@font-face\s*\{[^}]*\}", "", picture)
    picture = picture.replace("<text ", '<text xml:space="preserve" ')
    (HERE / f"{name}.svg").write_text(picture, "utf-8")
    print(name)


async def main() -> None:
    """Take every picture."""
    with tempfile.TemporaryDirectory() as home:
        for name, (scene, size) in SCENES.items():
            await take(name, scene, size, Path(home))


if __name__ == "__main__":
    asyncio.run(main())
