"""Settings: what a file may say, and what is said of one that says something else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tui.config import Paths, Settings, load_settings
from tui.errors import SettingsError


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "config.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_missing_file_means_the_defaults(tmp_path: Path):
    assert load_settings(tmp_path / "none.toml") == Settings()


def test_an_empty_file_means_the_defaults(tmp_path: Path):
    assert load_settings(write(tmp_path, "")) == Settings()


def test_every_setting_can_be_chosen(tmp_path: Path):
    path = write(
        tmp_path,
        'measure = 60\ntheme = "ansi-dark"\nmouse = false\ncompare_frames = false\n'
        "timeout = 2.5\nlargest_file = 1000\n"
        'copy_template = "{quote}"\n[keys]\n"reader.down" = "f"\n"desk.quit" = "nop"\n',
    )
    assert load_settings(path) == Settings(
        measure=60,
        theme="ansi-dark",
        mouse=False,
        compare_frames=False,
        timeout=2.5,
        largest_file=1000,
        copy_template="{quote}",
        keys={"reader.down": "f", "desk.quit": "nop"},
    )


def test_a_whole_number_of_seconds_is_a_time(tmp_path: Path):
    timeout = load_settings(write(tmp_path, "timeout = 3")).timeout
    assert timeout == 3.0
    assert isinstance(timeout, float)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('colour = "red"', "colour"),
        ('measure = "wide"', "measure"),
        ("measure = true", "measure"),
        ("measure = 1.5", "measure"),
        ("mouse = 1", "mouse"),
        ("timeout = true", "timeout"),
        ("theme = 7", "theme"),
        ('keys = "j"', "keys"),
        ('copy_template = "“{source}”"', "“copy_template” has no {quote}"),
        ("measure = ", "not valid TOML"),
        ("measure = 1\nmeasure = 2", "not valid TOML"),
        (b'theme = "\xff\xfe"', "are not"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(tmp_path: Path, text, said):
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_folder_in_the_place_of_the_file(tmp_path: Path):
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG is the way of Linux")
def test_the_places_follow_xdg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    paths = Paths.of_user()
    assert paths.settings.name == "config.toml"
    for path, folder in (
        (paths.settings, "config"),
        (paths.notes, "data"),
        (paths.index, "cache"),
        (paths.state, "state"),
    ):
        assert path.is_relative_to(tmp_path / folder)
    assert list(tmp_path.iterdir()) == []
