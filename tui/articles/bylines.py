"""A strict reader of lines that name an author: "By Ann Lee and Tom Roe, 3 February 2026"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tui.articles.dates import LONGEST, parse_date_line
from tui.articles.wording import wording

_MOST_WORDS = 14
_SEPARATOR = re.compile(r"\s*[|·•/]\s*|\s+[-–—]\s+|\s*\t\s*")
_COMMA = re.compile(r",\s+|\s+on\s+")
_SPACE = re.compile(r"\s+")
_LETTERS = re.compile(r"[^\W\d_]")
_WHERE = re.compile(r"\s+in\s+[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)?(?=$|,|\sand\s)")
_HANDLE = re.compile(r"\s*\(?@\w+\)?|\s*<?\S+@\S+>?$")


@dataclass(frozen=True, slots=True)
class StatedByline:
    """What a line about an article's author states.

    Attributes:
        names: The author's name or names, without "by", role and place.
        published: The date of publication on the same line, ISO 8601, or nothing.
        plain: Whether the names are written like names; a nickname in lower case is not.
    """

    names: str
    published: str = ""
    plain: bool = True


@cache
def _by() -> re.Pattern[str]:
    words = wording()
    with_colon = "|".join(map(re.escape, words.by_words))
    without = "|".join(
        re.escape(word) for word in words.by_words if word not in words.by_words_with_colon
    )
    return re.compile(rf"(?:(?:{with_colon})\s?[:：]\s?|(?:{without})\s+)(?=\S)", re.IGNORECASE)


def parse_byline(text: str) -> StatedByline | None:
    """Read a line that begins with a word such as "by" and goes on with names.

    Returns:
        None where the line says anything else.
    """
    if len(text) > LONGEST:
        return None
    match = _by().match(text)
    return _read_names(text[match.end() :]) if match else None


def parse_name_and_role(text: str) -> StatedByline | None:
    """Read a line such as "Ann Lee, health reporter", which is a byline beside a headline or date.

    Returns:
        None where the line says anything else.
    """
    if len(text) > LONGEST or text.endswith((".", ":")):
        return None
    name, comma, role = text.partition(",")
    roles = wording().roles
    if not comma or not any(word in roles for word in role.lower().split()):
        return None
    return StatedByline(name.strip()) if len(name.split()) >= 2 and _is_names(name) else None


def split_trailing_date(text: str) -> tuple[str, str]:
    """Part "The Weekly, Friday, 3 April 2026" into what comes first and the date in ISO 8601.

    Marks, commas and then the last spaces are tried as the place where it parts.

    Returns:
        The text and an empty string where it does not end in a date.
    """
    if len(text) > LONGEST:
        return text, ""
    cuts = sorted(
        (match.start(), match.end())
        for pattern in (_SEPARATOR, _COMMA)
        for match in pattern.finditer(text)
    )[:8]
    cuts += [(match.start(), match.end()) for match in _SPACE.finditer(text)][-6:]
    for start, end in cuts:
        stated = parse_date_line(text[end:])
        if stated and not stated.updated:
            return text[:start], stated.iso
    return text, ""


def is_name_like(text: str) -> bool:
    """Tell whether a text is made of capitalised words and the small words of names."""
    return _is_names(text)


def _read_names(text: str) -> StatedByline | None:
    text, published = split_trailing_date(text.strip())
    names = _SEPARATOR.split(text, maxsplit=1)[0]
    names = _WHERE.sub("", _HANDLE.sub("", names)).strip(" ,;:")
    head, comma, tail = names.partition(",")
    if comma and any(word in wording().roles for word in tail.lower().split()):
        names = head.strip()
    if _is_names(names):
        return StatedByline(names, published)
    words = names.split()
    nickname = len(words) <= 2 and all(word.replace("_", "").isalnum() for word in words)
    if nickname and names.islower() and _LETTERS.match(names):
        return StatedByline(names, published, plain=False)
    return None


def _is_names(text: str) -> bool:
    words = text.replace(",", " ").split()
    if not words or len(words) > _MOST_WORDS or not _LETTERS.search(text):
        return False
    if any(character in text for character in '?!:;“”"()[]{}<>@#…') or re.search(r"\d", text):
        return False
    if text.endswith(".") and len(words[-1]) > 4:  # "Jr." and initials may, sentences may not
        return False
    particles = wording().name_particles
    proper = [word for word in words if word.lower() not in particles]
    return bool(proper) and all(_begins_like_a_name(word) for word in proper)


def _begins_like_a_name(word: str) -> bool:
    letter = word.lstrip("’'‘-")[:1]
    return letter.isupper() or (letter.isalpha() and letter.lower() == letter.upper())
