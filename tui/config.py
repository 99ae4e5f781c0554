"""Settings and the places where things live. Importing this module does nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from tui.errors import SettingsError


@dataclass(frozen=True)
class Paths:
    """Where this user's files live (XDG folders; on other systems the platform's own).

    Attributes:
        settings: `config.toml`, written by the user alone.
        notes: The notes file, one TinyDB file with everything the reader made.
        index: The search index, a cache.
        state: Crash reports and other traces that are no notes.
    """

    settings: Path
    notes: Path
    index: Path
    state: Path

    @classmethod
    def of_user(cls) -> Paths:
        """Return the standard places, none of which needs to exist."""
        from platformdirs import PlatformDirs  # 20 ms: only where paths are needed

        dirs = PlatformDirs("copydesk", appauthor=False)
        return cls(
            settings=dirs.user_config_path / "config.toml",
            notes=dirs.user_data_path / "notes.json",
            index=dirs.user_cache_path / "index.sqlite",
            state=dirs.user_state_path,
        )


@dataclass(frozen=True)
class Settings:
    """What the user can choose in `config.toml`.

    Attributes:
        measure: The widest line of text in the reader, in cells.
        theme: A Textual theme name; `ansi-dark` and `ansi-light` use the terminal's own colours.
        mouse: Whether the mouse is listened to. Off saves bytes on a slow link.
        compare_frames: Whether only what changed on the screen is written. Off for a terminal
            that gets it wrong; COPYDESK_FRAMES=0 in the environment does the same.
        timeout: How long one file may take to be parsed, in seconds.
        largest_file: Files over this many bytes are not opened.
        copy_template: How a quotation is copied with its source: a text with `{quote}` in it, and
            with `{source}` or some of `{byline} {outlet} {date} {url} {headline}`. What the
            article does not state goes together with the comma, dash or brackets that belong to
            it, and a line that states nothing goes whole; words of your own stay. Double marks
            around `{quote}` make those in it single ones; `> {quote}` is a Markdown quotation.
        folders: What is opened where no folder is named; the current one if empty. `~` is home.
        ignore: What among the articles is none, in the words of `.gitignore`.
        keys: The user's own keys, by command id (`"reader.down" = "j"`); `nop` disables one.
    """

    measure: int = 72
    theme: str = "copydesk"
    mouse: bool = True
    compare_frames: bool = True
    timeout: float = 10.0
    largest_file: int = 64 * 1024 * 1024
    copy_template: str = "“{quote}” — {source}"
    folders: list[str] = field(default_factory=list)
    ignore: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)


_SHAPES: dict[str, type] = {"keys": dict, "folders": list, "ignore": list}
"""The types of the settings that are not simple values."""


def load_settings(path: Path) -> Settings:
    """Read the settings file; a missing one means the defaults.

    Raises:
        SettingsError: it cannot be read, is not TOML, or holds a name or a value that is not one
            of `Settings`.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Settings()
    except UnicodeDecodeError as error:
        raise SettingsError(f"The settings in {path} are not UTF-8: {error}.") from error
    except OSError as error:
        raise SettingsError(f"The settings in {path} cannot be read: {error.strerror}.") from error

    import tomllib  # most people have no settings file

    try:
        values: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The settings in {path} are not valid TOML: {error}.") from error
    known = {item.name: item.default for item in fields(Settings)}
    for name, value in values.items():
        if name not in known:
            raise SettingsError(
                f"The settings in {path} name “{name}”, which copydesk does not know."
            )
        wanted = _SHAPES.get(name) or type(known[name])
        if wanted is float and type(value) is int:
            values[name] = float(value)
        elif type(value) is not wanted:
            raise SettingsError(f"In {path}, “{name}” should be of type {wanted.__name__}.")
        if wanted is list and not all(type(each) is str for each in value):
            raise SettingsError(f"In {path}, “{name}” should be a list of texts.")
        if name == "copy_template" and "{quote}" not in value:
            raise SettingsError(
                f"In {path}, “{name}” has no {{quote}}, which is where the quotation goes."
            )
    if "folders" in values:
        values["folders"] = [_at_home(each) for each in values["folders"]]
    return Settings(**values)


def _at_home(folder: str) -> str:
    """Return a folder with its `~` replaced, where there is a home."""
    try:
        return str(Path(folder).expanduser())
    except RuntimeError:
        return folder
