"""Text styles as SGR sequences say them, and the shortest way from one to another.

See ECMA-48, 8.3.117. A style is named by one character, so that the styles of a row are a string
as long as its text.
"""

from __future__ import annotations

from typing import NamedTuple

DEFAULT = "\0"
"""The style after a reset."""

UNKNOWN = "\1"
"""The style of a cell of which nothing is known. No text has it."""

_FIRST = 2
_MOST_CHANGES = 4_000
"""Entries that are kept of what was worked out once."""

_LONGEST = 200
"""Characters of one sequence: more than all attributes and colours together."""

_ATTRIBUTES = frozenset((1, 2, 3, 4, 5, 6, 7, 8, 9, 21, 51, 52, 53))
_ENDS = {
    22: frozenset((1, 2)),
    23: frozenset((3,)),
    24: frozenset((4, 21)),
    25: frozenset((5, 6)),
    27: frozenset((7,)),
    28: frozenset((8,)),
    29: frozenset((9,)),
    54: frozenset((51, 52)),
    55: frozenset((53,)),
}
_WAYS_OUT = {1: 22, 2: 22, 3: 23, 4: 24, 7: 27, 9: 29}
"""What ends an attribute on every terminal that has it; the others are ended by a reset."""
_COLOUR_LENGTHS = {5: 3, 2: 5}
"""The numbers in 38;5;n and 38;2;r;g;b."""


class UnreadableError(Exception):
    """What was written cannot be followed. Never shown: it is written as it came instead."""


class _Look(NamedTuple):
    attributes: frozenset[int] = frozenset()
    foreground: str = ""
    background: str = ""

    @property
    def codes(self) -> str:
        attributes = map(str, sorted(self.attributes))
        return ";".join(filter(None, (*attributes, self.foreground, self.background)))


class Styles:
    """The styles that were seen, each with its character. `len` tells how many they are."""

    def __init__(self) -> None:
        self._looks = [_Look()]
        self._names: dict[_Look, str] = {_Look(): DEFAULT}
        self._after: dict[tuple[str, str], str] = {}
        self._changes: dict[tuple[str | None, str], str] = {}

    def __len__(self) -> int:
        return len(self._looks)

    def after(self, style: str, parameters: str) -> str:
        """Return the style that holds after an SGR sequence.

        Args:
            style: The style before it.
            parameters: What stands between `ESC [` and `m`.

        Raises:
            UnreadableError: a parameter is not known, or there are too many.
        """
        key = (style, parameters)
        known = self._after.get(key)
        if known is None:
            if len(parameters) > _LONGEST:
                raise UnreadableError("a style with too many numbers")
            if len(self._after) > _MOST_CHANGES:
                self._after.clear()
            known = self._after[key] = self._name(_changed(self._look(style), parameters))
        return known

    def change(self, before: str | None, after: str) -> str:
        """Return the shortest sequence from one style (None: not known) to another."""
        if before == after:
            return ""
        key = (before, after)
        known = self._changes.get(key)
        if known is None:
            if len(self._changes) > _MOST_CHANGES:
                self._changes.clear()
            look = self._look(after)
            known = f"\x1b[0;{look.codes}m" if look.codes else "\x1b[m"
            if before is not None:
                step = _step(self._look(before), look)
                if step is not None and len(step) + 3 < len(known):
                    known = f"\x1b[{step}m"
            self._changes[key] = known
        return known

    def _look(self, style: str) -> _Look:
        return self._looks[0 if style == DEFAULT else ord(style) - _FIRST + 1]

    def _name(self, look: _Look) -> str:
        name = self._names.get(look)
        if name is None:
            name = self._names[look] = chr(len(self._looks) - 1 + _FIRST)
            self._looks.append(look)
        return name


def _changed(look: _Look, parameters: str) -> _Look:
    """Apply the numbers of an SGR sequence."""
    numbers = [int(number or 0) for number in parameters.split(";")]
    attributes, foreground, background = look
    at = 0
    while at < len(numbers):
        number = numbers[at]
        length = 1
        if number == 0:
            attributes, foreground, background = _Look()
        elif number in _ATTRIBUTES:
            attributes |= {number}
        elif number in _ENDS:
            attributes -= _ENDS[number]
        elif number in (38, 48):
            length = _COLOUR_LENGTHS.get(numbers[at + 1] if at + 1 < len(numbers) else 0, 0)
            colour = numbers[at : at + length]
            if not length or len(colour) < length:
                raise UnreadableError(parameters)
            if number == 38:
                foreground = ";".join(map(str, colour))
            else:
                background = ";".join(map(str, colour))
        elif 30 <= number <= 39 or 90 <= number <= 97:
            foreground = "" if number == 39 else str(number)
        elif 40 <= number <= 49 or 100 <= number <= 107:
            background = "" if number == 49 else str(number)
        else:
            raise UnreadableError(parameters)
        at += length
    return _Look(attributes, foreground, background)


def _step(before: _Look, after: _Look) -> str | None:
    """Return the numbers that lead from one look to another without a reset, if any do."""
    removed = before.attributes - after.attributes
    if not removed <= _WAYS_OUT.keys():
        return None
    ends = {_WAYS_OUT[attribute] for attribute in removed}
    ended = frozenset().union(*(_ENDS[end] for end in ends))
    if 21 in after.attributes & ended:
        return None
    numbers = [str(end) for end in sorted(ends)]
    numbers += map(str, sorted(after.attributes - (before.attributes - ended)))
    if before.foreground != after.foreground:
        numbers.append(after.foreground or "39")
    if before.background != after.background:
        numbers.append(after.background or "49")
    return ";".join(numbers)
