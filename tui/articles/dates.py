"""A strict reader of dates: a line is a date or it is not, and nothing is guessed.

Dates are given back in ISO 8601, as precisely as they are stated. 03/04/2026 is two dates, so it
is none; "Meeting on 3 April 2026" is a sentence, so it is none either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from tui.articles.wording import wording

LONGEST = 120
"""A longer line states more than a date."""

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[t ,]{1,3}(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?"
    r"\s?(z|[+-]\d\d:?\d\d|[+-]\d\d)?)?(?![\d-])"
)
_MONTH_NAME = r"([^\W\d_]{3,12})\.?"
_DAY = r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?"
_YEAR = r"(\d{4})(?!\d)"
_JOINT = r"(?:[ ,]{0,3}(?:of |de |del |d')?)"
_DAY_MONTH_YEAR = re.compile(rf"{_DAY}{_JOINT}[ -]?{_MONTH_NAME}{_JOINT}[ -]?{_YEAR}")
_MONTH_DAY_YEAR = re.compile(rf"(?<![^\W\d_]){_MONTH_NAME} {{0,2}}{_DAY}[ ,]{{1,3}}{_YEAR}")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4}) ?([年./]) ?(\d{1,2}) ?[月./] ?(\d{1,2})(?: ?日|(?!\d))")
_KOREAN = re.compile(r"(?<!\d)(\d{4})년 ?(\d{1,2})월 ?(\d{1,2})일")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{4})(?!\d)")

_TIME = re.compile(
    r"(?<![\d.])(\d{1,2})(?:[:.h](\d\d)(?::(\d\d))?)(?!\d)\s{0,2}(?:([ap])\.?\s?m\b\.?)?"
    r"|(?<![\d.])(\d{1,2})\s{0,2}([ap])\.?\s?m\b\.?"
)
_OFFSET = re.compile(r"(?:\b(?:utc|gmt)\s?)?([+-])(\d{1,2}):?(\d\d)?\b")
_READING_TIME = re.compile(r"\b\d{1,3}[ -]min(?:ute)?s?(?: read)?\b")
_WORD = re.compile(r"[^\W\d_]+(?:-feira)?")
_DIGIT = re.compile(r"\d")
_EDGES = " ,;:|·•-–—()[]"


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date as it is stated.

    Attributes:
        iso: ISO 8601, as precise as stated.
        updated: Whether it is called the date of a later version.
    """

    iso: str
    updated: bool = False


@cache
def _labels() -> re.Pattern[str]:
    words = wording()
    updated = "|".join(map(re.escape, words.updated_labels))
    published = "|".join(map(re.escape, words.published_labels))
    return re.compile(rf"(?<!\w)(?:({updated})|({published}))(?!\w)\s{{0,2}}:?")


def parse_date_line(text: str) -> StatedDate | None:
    """Read a line that states a date, perhaps with its weekday, time, zone and label.

    Where a line has both a date of publication and one of a later version, the former counts.

    Returns:
        None where the line says anything else, or says a date that can be read in two ways.
    """
    if len(text) > LONGEST or not _DIGIT.search(text):
        return None
    line = " ".join(text.lower().split())
    marks = list(_labels().finditer(line))
    if not marks:
        iso = _parse(line)
        return StatedDate(iso) if iso else None
    parts = [(line[: marks[0].start()], False)] if line[: marks[0].start()].strip(_EDGES) else []
    edges = [*(mark.start() for mark in marks[1:]), len(line)]
    parts += [
        (line[mark.end() : edge], mark[1] is not None)
        for mark, edge in zip(marks, edges, strict=True)
    ]
    found = [StatedDate(_parse(part), updated) for part, updated in parts]
    if not all(stated.iso for stated in found):
        return None
    return min(found, key=lambda stated: stated.updated)


def parse_machine_date(text: str) -> str:
    """Read a date from metadata: ISO 8601, an e-mail date, or what a person would write.

    Returns:
        ISO 8601 with time and zone as stated; an empty string for anything else.
    """
    line = " ".join(text.lower().split())[:LONGEST]
    if match := _ISO.match(line):
        return _iso_from(match)
    stated = parse_date_line(text)
    return stated.iso if stated else ""


def _parse(line: str) -> str:
    """Return the one date that a line consists of, or an empty string."""
    line = line.strip(_EDGES)
    if match := _ISO.search(line):
        iso = _iso_from(match)
        day, clock = iso[:10], iso[10:]
    else:
        day, match = _find_day(line)
        clock = ""
    if match is None or not day:
        return ""
    rest = line[: match.start()] + " | " + line[match.end() :]
    if not clock:
        clock, rest = _take_time(_READING_TIME.sub(" ", rest))
    return day + clock if _means_nothing(rest) else ""


def _find_day(line: str) -> tuple[str, re.Match[str] | None]:
    months = wording().months
    for pattern, order in ((_DAY_MONTH_YEAR, "dmy"), (_MONTH_DAY_YEAR, "mdy")):
        for match in pattern.finditer(line):
            name, number = match[order.index("m") + 1], match[order.index("d") + 1]
            if name in months:
                return _day(match[3], months[name], number), match
    if found := _YEAR_FIRST.search(line):
        return _day(found[1], found[3], found[4]), found
    if found := _KOREAN.search(line):
        return _day(found[1], found[2], found[3]), found
    if found := _NUMERIC.search(line):
        first, sign, second, year = found.groups()
        if sign == "." or int(first) > 12 or first == second:  # full stops: the day comes first
            return _day(year, second, first), found
        if int(second) > 12:
            return _day(year, first, second), found
    return "", None


def _day(year: str, month: str | int, day: str) -> str:
    try:
        stated = date(int(year), int(month), int(day))
    except ValueError:
        return ""
    return stated.isoformat() if 1600 <= stated.year <= 2200 else ""


def _iso_from(match: re.Match[str]) -> str:
    year, month, day, hour, minute, second, zone = match.groups()
    stated = _day(year, month, day)
    if not stated or hour is None:
        return stated
    clock = _clock(hour, minute, second, None)
    return stated + clock + _offset(zone) if clock else stated


def _offset(zone: str | None) -> str:
    if not zone or zone == "z":
        return (zone or "").upper()
    hours, minutes = zone[1:3], zone[3:].lstrip(":") or "00"
    return f"{zone[0]}{hours}:{minutes}" if int(hours) <= 14 and int(minutes) < 60 else ""


def _take_time(rest: str) -> tuple[str, str]:
    """Cut a time of day and its zone out of a line; return both as ISO, and what is left."""
    match = _TIME.search(rest)
    if match is None:
        return "", rest
    hour, minute, second, half, bare_hour, bare_half = match.groups()
    clock = _clock(hour or bare_hour, minute or "0", second, half or bare_half)
    rest = rest[: match.start()] + " | " + rest[match.end() :]
    if not clock:
        return "", rest + " 0"  # no time of day: the line says something else
    zone = ""
    if offset := _OFFSET.search(rest):
        zone = _offset(f"{offset[1]}{int(offset[2]):02}:{offset[3] or '00'}")
        rest = rest[: offset.start()] + " " + rest[offset.end() :]
    else:
        for word in _WORD.findall(rest):
            if word in wording().zones:
                zone = zone or wording().zones[word]
    return clock + zone, rest


def _clock(hour: str, minute: str, second: str | None, half: str | None) -> str:
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return ""
        hours = hours % 12 + (12 if half == "p" else 0)
    try:
        stated = time(hours, int(minute), int(second or 0))
    except ValueError:
        return ""
    return "T" + stated.isoformat("seconds" if second else "minutes")


def _means_nothing(rest: str) -> bool:
    words = wording()
    return not _DIGIT.search(rest) and all(
        word in words.date_fillers or word in words.weekdays or word in words.zones
        for word in _WORD.findall(rest)
    )
