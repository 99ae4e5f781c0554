"""The settings file, which only its owner changes: the doctor says what, and repairs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tui.articles.safe_text import clean_line, clean_path
from tui.config import Settings, load_settings
from tui.doctor.finding import Finding, Severity
from tui.errors import SettingsError
from tui.exchange.citation import FIELDS, unknown_fields

_STOPS = "copydesk does not start before that is corrected."


def examine_settings(
    path: Path, check_keys: Callable[[Mapping[str, str]], object] | None
) -> Iterator[Finding]:
    """Yield what is to be said of the settings."""
    try:
        settings = load_settings(path)
    except SettingsError as error:
        yield Finding(clean_line(str(error), 2000), Severity.WRONG, _STOPS)
        return
    wrong = [*_values(settings), *_keys(settings, check_keys)]
    yield from wrong
    if not wrong:
        there = "are good" if path.exists() else "are the defaults; there is no file"
        yield Finding(f"The settings {there}: {clean_path(path)}.")


def _values(settings: Settings) -> Iterator[Finding]:
    if settings.measure < 1:
        yield _odd("measure", settings.measure, "a number of cells, such as 72")
    if not 0 < settings.timeout < float("inf"):
        yield _odd("timeout", settings.timeout, "a number of seconds, such as 10")
    if settings.largest_file < 1:
        yield _odd("largest_file", settings.largest_file, "a number of bytes")
    for name in unknown_fields(settings.copy_template):
        yield Finding(
            f"The “copy_template” of the settings names “{{{clean_line(name, 60)}}}”, no field.",
            Severity.ATTENTION,
            f"It is copied as it stands; the fields are {', '.join(FIELDS)}.",
        )


def _odd(name: str, value: object, wanted: str) -> Finding:
    return Finding(
        f"The settings give “{clean_line(str(value), 60)}” for “{name}”.",
        Severity.ATTENTION,
        f"It should be {wanted}.",
    )


def _keys(
    settings: Settings, check: Callable[[Mapping[str, str]], object] | None
) -> Iterator[Finding]:
    """Look at each key by itself, so that all that is wrong is said; then at all together."""
    good: dict[str, str] = {}
    for name, keys in settings.keys.items():
        listed: object = keys
        if not isinstance(listed, str) and not (
            isinstance(listed, list) and all(isinstance(key, str) for key in listed)
        ):
            yield Finding(
                f"The settings give “{clean_line(name, 60)}” no key that can be read.",
                Severity.WRONG,
                f"Write it as text. {_STOPS}",
            )
        elif check is not None:
            try:
                check({name: keys})
                good[name] = keys
            except SettingsError as error:
                if "which is no command" in str(error):
                    yield Finding(clean_line(str(error)), Severity.WRONG, _STOPS)
                else:  # perhaps only beside the default of a command that has another key, too
                    good[name] = keys
    if check is not None:
        try:
            check(good)
        except SettingsError as error:
            yield Finding(clean_line(str(error)), Severity.WRONG, _STOPS)
