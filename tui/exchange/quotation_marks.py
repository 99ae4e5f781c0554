"""Quotation marks inside quotation marks: “a ‘b’ c” within “ ” is written ‘a “b” c’.

Marks are paired first, and only then changed, so that an apostrophe is never taken for a mark
because it looks like one. Every mark is replaced by one code point and nothing else is touched:
the result is as long as the text, and its words are the text's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Pair = tuple[str, str]
"""An opening mark and a closing one."""

_SINGLES: dict[Pair, Pair] = {
    ("“", "”"): ("‘", "’"),
    ("„", "“"): ("‚", "‘"),
    ("„", "”"): ("‚", "’"),
    ("”", "”"): ("’", "’"),
    ("«", "»"): ("‹", "›"),
    ("»", "«"): ("›", "‹"),
    ('"', '"'): ("'", "'"),
    ("「", "」"): ("『", "』"),
}
"""For each pair of double marks the single ones that stand inside it."""

_APOSTROPHES = "’'"
_AMBIGUOUS = "‘’'"
"""Single marks that do not always open a quotation where they could."""
_BEFORE_OPENING = frozenset("([{<—–-/…“”‘’„‚«»‹›「『\"'")
_AFTER_OPENING = frozenset("([{“‘„‚«»‹›「『\"'$£€…¿¡#@&")
_ELIDED = re.compile(r"(?:\d\ds?|tis|twas|twere|til|em|cause|bout|round|n)\b", re.IGNORECASE)
"""What follows an apostrophe at the beginning of a word: '90s, 'tis, rock 'n' roll."""
_CLIPPED = frozenset({"o", "th", "an", "ol", "wi", "n"})
"""Words before an apostrophe at their end: th' end, rock 'n' roll."""
_LONGEST_CLIPPED = 20
"""How far back the word before a mark is looked at, in code points."""


@dataclass(slots=True)
class _Mark:
    """A mark in the text.

    Attributes:
        at: Its offset.
        glyph: What stands there.
        double: Whether it is a double mark.
        opens: Whether it opens a quotation.
        paired: Whether its other end was found.
        likely: For an open single one, the first end that may as well be an apostrophe.
    """

    at: int
    glyph: str
    double: bool
    opens: bool
    paired: bool = False
    likely: _Mark | None = None


def outer_marks(before: str, after: str) -> Pair | None:
    """Return the double marks that stand around a place, or None where there are none.

    Args:
        before: The text before it; white space at its end does not count (« … »).
        after: The text after it.
    """
    pair = (before.rstrip()[-1:], after.lstrip()[:1])
    return pair if pair in _SINGLES else None


def nest(text: str, outer: Pair) -> str:
    """Change the marks in a text that is to stand between double ones.

    Marks of the outer kind and plain ones take turns: single ones first, in them double ones, in
    those single ones. Marks of other kinds stay („ja“ within “ ”), and so do apostrophes and
    single marks whose other end cannot be told. A double mark without another end becomes a
    single one, so that it does not end the quotation early; inches (2") stay.

    Args:
        text: The text. Each of its paragraphs is looked at by itself: a quotation that runs over
            several begins each with a mark.
        outer: A pair that `outer_marks` returned.
    """
    return "\n\n".join(_nest(paragraph, outer) for paragraph in text.split("\n\n"))


def _nest(text: str, outer: Pair) -> str:
    marks = _paired(text, outer)
    if not marks:
        return text
    letters = list(text)
    levels: list[int] = []  # of what is open, 1 for the outermost
    # What was selected may begin or end inside a quotation: then a single mark is in a double one.
    within = next((not mark.opens for mark in marks if not mark.paired), False)
    for mark in marks:
        if mark.paired and not mark.opens:
            level = levels.pop()
        elif levels:
            level = levels[-1] + 1
        else:
            level = 2 if within and not mark.double else 1
        if mark.paired and mark.opens:
            levels.append(level)
        if not mark.paired:
            within = mark.opens
        wants_double = level % 2 == 0
        if mark.double is not wants_double:
            pair = outer if wants_double else _SINGLES[outer]
            letters[mark.at] = pair[0 if mark.opens else 1]
    return "".join(letters)


def _paired(text: str, outer: Pair) -> list[_Mark]:
    """Return the marks that count, in order: pairs, and double ones without another end."""
    found: list[_Mark] = []
    stack: list[_Mark] = []  # what is open
    for mark in _marks(text, outer):
        found.append(mark)
        top = stack[-1] if stack else None
        if mark.opens:
            if top is not None and not top.double and not mark.double:
                _settle(stack.pop())  # a single one does not stand in a single one
            stack.append(mark)
        elif mark.double:
            if any(opening.double for opening in stack[-2:]):
                while not stack[-1].double:
                    _settle(stack.pop())
                stack.pop().paired = mark.paired = True
        elif top is not None and not top.double and (top.glyph == "'") is (mark.glyph == "'"):
            if not _may_be_apostrophe(text, mark):
                stack.pop().paired = mark.paired = True
            elif top.likely is None:
                top.likely = mark
    for opening in stack:
        _settle(opening)
    return [mark for mark in found if mark.paired or (mark.double and not _is_inch(text, mark))]


def _is_inch(text: str, mark: _Mark) -> bool:
    return mark.glyph == '"' and text[max(0, mark.at - 1)].isdigit()


def _settle(opening: _Mark) -> None:
    """Let a single mark end where it may have ended, since no better end was found."""
    if opening.likely is not None:
        opening.paired = opening.likely.paired = True


def _marks(text: str, outer: Pair) -> Iterator[_Mark]:
    """Yield what may be a mark of the outer kind or a plain one, and which way it points."""
    singles = _SINGLES[outer]
    doubles = {*outer, '"'}
    foreign = ""
    open_plain = False
    for found in re.finditer("[„“”\"'" + "".join((*outer, *singles)) + "]", text):
        at, glyph = found.start(), found[0]
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        begins = not before or before.isspace() or before in _BEFORE_OPENING
        can_open = begins and (after.isalnum() or after in _AFTER_OPENING) and after != ""
        if foreign:
            if glyph in foreign:
                foreign = ""
                continue
        elif glyph == "„" and glyph not in outer:
            foreign = "“”"
            continue
        elif glyph == "“" and outer[0] == "„" and can_open:
            foreign = "”"
            continue
        if glyph in doubles:
            if glyph != '"' and outer[0] != outer[1]:
                yield _Mark(at, glyph, True, glyph == outer[0])
            else:
                open_plain = can_open and not (open_plain and before.strip())
                yield _Mark(at, glyph, True, open_plain)
        elif glyph in singles or glyph == "'":
            opens = glyph in (singles[0], "'") and (can_open or glyph not in _AMBIGUOUS)
            if opens and not _ELIDED.match(text, at + 1):
                yield _Mark(at, glyph, False, True)
            elif (
                glyph in (singles[1], "'")
                and before.strip()
                and not (glyph in _APOSTROPHES and after.isalnum())
            ):
                yield _Mark(at, glyph, False, False)


def _may_be_apostrophe(text: str, mark: _Mark) -> bool:
    """Tell whether an end may belong to the word before it: the readers’ page, goin’ home."""
    at = mark.at
    if mark.glyph not in _APOSTROPHES or not re.match(r"\s\w", text[at + 1 : at + 3]):
        return False
    ending = re.search(r"[^\W\d_]*\Z", text[max(0, at - _LONGEST_CLIPPED) : at])
    word = ending[0].lower() if ending else ""
    return word.endswith(("s", "x", "z", "in")) or word in _CLIPPED
