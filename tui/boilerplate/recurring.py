"""What an outlet repeats from article to article: evidence, learned from the library.

That a block comes again says that it is not this article's own, which is nearly to say that it is
clutter, but not quite: a reporter who follows one case puts the same two paragraphs of background
below every piece, a court report ends with "The trial continues.", recipes share their lines, and
a byline comes again by nature. So what comes again is weighed by what it is. What belongs to the
story (it shares the names and the words of the rest, somebody says something in it, it is a
heading or an item among the article's own) stays undecided however often it comes; it is stripped
only where another rule says the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.articles.document import BlockKind
from tui.boilerplate.clue import DECIDES, Clue
from tui.boilerplate.outlet import OutletHabits, outlet_name
from tui.boilerplate.shingles import recurrence, shingles, shingles_of

if TYPE_CHECKING:
    from tui.boilerplate.page import Line, Page

__all__ = ["ENOUGH", "RECURRING", "credited", "recurring_blocks", "shingles", "shingles_of"]

RECURRING = "repeated in the outlet"
"""The rule's name."""

ENOUGH = 2
"""Other articles of the outlet that a block has to stand in: three articles are enough, this one
and two more."""

_DOUBT = 0.8
"""What is left of doubt after n other articles is this, divided by n: 0.4 after two, where two
in a hundred may still be chance or a series, and hardly any after ten."""
_SUREST = 0.95

_STORY = 0.5
"""What remains of the evidence where the block belongs to the story: below `clue.DECIDES`, however
many articles there are, and enough to decide beside another rule's word."""

_OWN_PROSE = 40
"""Words of prose that do not come again, without which there is no article to hold against it."""

_BYLINES = 3
"""Lines above the first paragraph of the article where a line of names is a byline."""

_WE_AND_YOU = """
you your yours we our ours us
wir uns unser unsere unseren unserem unserer
vous votre vos nous notre nos
usted ustedes nosotros nuestro nuestra
você nosso nossa
voi vostro vostra vostri noi nostro nostra
jij jouw wij ons onze
anda kami
"""
_TO_THE_READER = frozenset(_WE_AND_YOU.split())
"""By these a sentence speaks for the outlet, or to its readers."""


def recurring_blocks(page: Page, habits: OutletHabits) -> dict[int, Clue]:
    """Find the blocks that other articles of the outlet have as well.

    Args:
        page: The article.
        habits: What its outlet repeats.

    Returns:
        For each such block, how strongly that speaks against it.
    """
    if not habits.recurring:
        return {}
    counts = {
        index: count
        for index, line in enumerate(page.lines)
        if (count := recurrence(shingles(line.block.text), habits.recurring)) >= ENOUGH
    }
    if not counts:
        return {}
    own = [i for i, line in enumerate(page.lines) if line.prose and i not in counts]
    repeated = sum(page.lines[index].count for index in counts if page.lines[index].prose)
    if sum(page.lines[index].count for index in own) < min(_OWN_PROSE, repeated):
        return {}  # a form that is filled in, such as a report of results: all of it is the article
    story = _Story(page, own, counts)
    outlet = outlet_name(page.document)
    found: dict[int, Clue] = {}
    for index, count in counts.items():
        if not story.states_who_or_when(index):
            strength = min(_SUREST, 1 - _DOUBT / count)
            if story.has(index):
                strength *= _STORY
            reason = f"also stands in {count} other articles of {outlet}"
            found[index] = Clue(RECURRING, strength, reason)
    return found


def credited(found: Clue, learned: Clue) -> Clue:
    """Say in the reason of a verdict that it was learned, where it would not stand without that.

    Args:
        found: What all clues together came to.
        learned: The one of `recurring_blocks` that was among them.
    """
    without = 1 - (1 - found.strength) / (1 - learned.strength)
    if found.role is not learned.role or found.rule == learned.rule or without >= DECIDES:
        return found
    return replace(found, reason=f"{found.reason}; {learned.reason}")


class _Story:
    """The article's own prose, which does not come again, and what it has in common with a block.

    Args:
        page: The article.
        own: The indexes of its prose that does not come again, in order.
        repeated: The blocks that do.
    """

    def __init__(self, page: Page, own: list[int], repeated: Collection[int]) -> None:
        from tui.articles.wording import wording
        from tui.boilerplate.page import common_words
        from tui.boilerplate.wording import bare_words

        self._page = page
        self._repeated = repeated
        self._first, self._last = (own[0], own[-1]) if own else (len(page), -1)
        outlet = bare_words(outlet_name(page.document)).split()
        self._common = {*common_words("function"), *outlet}
        self._calendar = {*wording().months, *wording().weekdays}
        self._byline = frozenset(bare_words(page.document.metadata.byline).split())
        self._words = {word for i in own for word in self._telling(page.lines[i])}
        self._names = {name for i in own for name in self._names_in(page.lines[i])}

    def states_who_or_when(self, index: int) -> bool:
        """Tell whether a line states the author, or a date, and nothing else."""
        from tui.articles.bylines import is_name_like, parse_byline, parse_name_and_role
        from tui.articles.dates import parse_date_line

        line = self._page.lines[index]
        text = line.block.text.strip()
        if parse_date_line(text) or parse_byline(text) or parse_name_and_role(text):
            return True
        named = self._byline and self._byline <= set(line.bare.split())
        if named and line.count <= len(self._byline) + 8:
            return True
        above = self._first - _BYLINES <= index < self._first
        return (above or index == self._last + 1) and line.count <= 5 and is_name_like(text)

    def has(self, index: int) -> bool:
        """Tell whether a block that comes again is part of this story all the same."""
        line = self._page.lines[index]
        kind = line.block.kind
        inside = self._first < index < self._last
        if line.reported:
            return True
        if line.ends and kind is not BlockKind.HEADING:
            return self._shares_its_subject(line)
        if kind in (BlockKind.HEADING, BlockKind.TABLE, BlockKind.CODE):
            return inside
        return inside and self._is_in_a_list(index)

    def _shares_its_subject(self, line: Line) -> bool:
        telling = self._telling(line)
        shared = len(telling & self._words)
        if not _TO_THE_READER.isdisjoint(line.bare.split()):
            # "If you saw the boat, call the harbour police" is the story's; "our letter on what
            # moves the harbour" is not.
            return shared >= 3 and shared * 2 >= len(telling)
        if self._names_in(line) & self._names:
            return True
        return shared * 10 >= len(telling) * 3 and shared >= (1 if len(telling) <= 3 else 2)

    def _is_in_a_list(self, index: int) -> bool:
        """Tell whether a line that is no sentence stands next to another that does not repeat."""
        for place in (index - 1, index + 1):
            beside = self._page.lines[place]
            alike = beside.block.kind is self._page.lines[index].block.kind
            if alike and beside.bare and place not in self._repeated and not beside.ends:
                return True
        return False

    def _telling(self, line: Line) -> set[str]:
        return {word for word in line.bare.split() if len(word) > 3 and word not in self._common}

    def _names_in(self, line: Line) -> set[str]:
        """Return the words with a capital that stand after another word of a sentence."""
        names = set()
        before = "."
        for word in line.block.text.split():
            bare = word.strip("“”\"'’‘(),.;:!?–—").casefold()
            if word[:1].isupper() and before[-1] not in '.!?:“"”' and len(bare) > 2:
                names.add(bare.removesuffix("’s").removesuffix("'s"))
            before = word
        return names - self._common - self._calendar
