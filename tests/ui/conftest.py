"""The app opened headless on articles made for these tests."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from desk_in_hand import ARTICLES, DeskInHand, OpenDesk
from hypothesis import settings

from tui.config import Paths, Settings
from tui.session import Session
from tui.ui.app import CopydeskApp

# A loaded machine is slow now and then; pytest's own timeout catches what hangs.
settings.register_profile("desk", deadline=None)
settings.load_profile("desk")


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a save not wait for the disk: no test here cuts the power."""
    monkeypatch.setattr(os, "fsync", os.fstat)


@pytest.fixture(autouse=True)
def bare_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No clipboard program, multiplexer or editor of the machine takes part."""
    for name in ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three articles."""
    made = tmp_path / "articles"
    made.mkdir()
    for name, text in ARTICLES.items():
        (made / name).write_text(text, "utf-8")
    return made


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Where the notes and the rest of a made-up user live."""
    home = tmp_path / "home"
    return Paths(home / "config.toml", home / "notes.json", home / "index.sqlite", home / "state")


@pytest.fixture
def desk(folder: Path, paths: Paths) -> OpenDesk:
    """Open the desk: `async with desk() as hand`, again and again in one test."""

    @asynccontextmanager
    async def opened(
        *roots: Path,
        size: tuple[int, int] = (120, 40),
        chosen: Settings | None = None,
        open: str = "",
    ) -> AsyncIterator[DeskInHand]:
        with Session(roots or (folder,), paths, chosen or Settings()) as session:
            app = CopydeskApp(session)
            async with app.run_test(size=size) as pilot:
                hand = DeskInHand(app, pilot, session)
                await hand.wait_for(lambda: app.desk is not None and app.desk.is_attached)
                await hand.settle()
                if open:
                    await hand.open(open)
                yield hand
            app.put_away()

    return opened
