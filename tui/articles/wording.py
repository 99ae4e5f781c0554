"""The wording of `wording.toml`, read once when it is first needed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Wording:
    """The words in which articles state their date, author, source and address.

    The attributes are explained in `wording.toml`, and every word is in lower case.
    """

    months: dict[str, int]
    weekdays: frozenset[str]
    date_fillers: frozenset[str]
    published_labels: tuple[str, ...]
    updated_labels: tuple[str, ...]
    by_words: tuple[str, ...]
    by_words_with_colon: frozenset[str]
    name_particles: frozenset[str]
    roles: frozenset[str]
    outlet_nouns: frozenset[str]
    headline_labels: frozenset[str]
    outlet_labels: frozenset[str]
    url_labels: frozenset[str]
    zones: dict[str, str]


@cache
def wording() -> Wording:
    """Return the wording; 2 ms the first time."""
    data = tomllib.loads(files("tui.articles").joinpath("wording.toml").read_text("utf-8"))
    return Wording(
        months={
            name: number for number, names in enumerate(data["months"], 1) for name in names.split()
        },
        weekdays=frozenset(data["weekdays"].split()),
        date_fillers=frozenset(data["date_fillers"].split()),
        published_labels=longest_first(data["published_labels"]),
        updated_labels=longest_first(data["updated_labels"]),
        by_words=longest_first(data["by_words"]),
        by_words_with_colon=frozenset(data["by_words_with_colon"]),
        name_particles=frozenset(data["name_particles"].split()),
        roles=frozenset(data["roles"].split()),
        outlet_nouns=frozenset(data["outlet_nouns"].split()),
        headline_labels=frozenset(data["headline_labels"]),
        outlet_labels=frozenset(data["outlet_labels"]),
        url_labels=frozenset(data["url_labels"]),
        zones=data["zones"],
    )


def longest_first(phrases: list[str]) -> tuple[str, ...]:
    """Order phrases so that, tried in turn, "last updated" is found before "updated"."""
    return tuple(sorted(phrases, key=len, reverse=True))
