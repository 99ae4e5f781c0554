"""One story as several outlets run it, and what only looks like one story: generated, seeded."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "annotations"))

from newsprint import Newsroom, edit_words

Story = list[str]
"""The paragraphs of an article's body."""

_WORDS = {
    "place": "Ostrel Varnow Kaldry Orrin Sorrel Togaura Mellin Harth Quenby Tolver Brask Immering",
    "club": "Rovers Albion Wanderers Athletic Rangers Thistle United Orient Corinthians Harriers",
    "firm": "Meridian Kestrel Halden Brine Castor Lumen Ferrow Dunmore Pallas Tarn Vesper Aldous",
    "name": "Voss Dahl Marrin Kolbe Brandt Brek Tamsin Orlo Hesper Quill Ferrant Osei Abara Lund",
    "sky": "bright dry wet cloudy foggy frosty stormy mild showery changeable",
    "wind": "light moderate brisk strong",
    "from": "north south east west",
    "day": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "went": "rose fell climbed slipped",
    "result": "beat held outplayed",
}
"""What stands in the gaps of a template."""

WEATHER = """\
The national weather service expects a {sky} day for {place} and the surrounding valleys, with \
temperatures between {-8 12} and {13 31} degrees. Winds will be {wind} from the {from}, gusting to \
{15 85} kilometres an hour on the coast.

In {place}, a {sky} morning will give way to a {sky} evening. The service put the chance of rain \
at {5 95} per cent and said up to {1 40} millimetres could fall overnight.

The sun rises at {4 8}.{10 59} and sets at {16 21}.{10 59}. The pollen count is {10 90}. The water \
in the bay at {place} is {6 21} degrees. Drivers are asked to allow more time for their journeys \
and to check the state of the passes before they set out."""

MARKET = """\
Shares on the Varnow exchange {went} on {day}, with the main index closing at {3000 5200}.{10 99} \
points, {0 3}.{10 99} per cent from the day before. Turnover was {110 990} million crowns, against \
an average of {300 600} million this year.

{firm} was the day’s best performer and gained {0 9}.{10 99} per cent after it published quarterly \
figures. {firm} was at the bottom of the index, down {0 9}.{10 99} per cent. {firm} closed \
unchanged at {10 400}.{10 99}.

The crown stood at {1 9}.{1000 9999} to the euro. A barrel of crude cost {55 110}.{10 99} dollars, \
and an ounce of gold {1900 3400} dollars. The yield of ten-year government bonds was {0 5}.{10 99} \
per cent, analyst {name} of {firm} said in a note to clients after the close of trading."""

MATCH = """\
{place} {club} {result} {place} {club} {1 4}-{0 3} in front of a crowd of {800 9900} on {day} \
evening. {name} opened the scoring in the {3 44}th minute with a shot from the edge of the area, \
and {name} added a second in the {46 89}th.

The visitors had {35 65} per cent of the ball and {2 19} shots, but {name} in goal was equal to \
everything that came his way before the break. The referee showed {1 8} yellow cards.

“We knew what to expect and the lads stuck to the plan,” said coach {name}. The result leaves the \
{club} in {4 18}th place with {11 60} points from {10 30} matches. They travel to {place} next."""

NOTICE = """\
The road between {place} and {place} will be closed to all traffic from {day} while crews mend the \
surface, the district council said in a notice on {day}.

Drivers are asked to follow the signs by way of {place}. Buses will stop at the church instead of \
the market, and the school run is to leave {10 40} minutes earlier than usual. Residents may reach \
their houses at all times, said {name}, who is in charge of roads at the council. “We are sorry \
for the trouble,” {name} said, and added that the work had been put off twice because of frost."""


class WireDesk:
    """Writes stories and what becomes of them; the same seed writes the same ones."""

    def __init__(self, seed: int = 1) -> None:
        self.newsroom = Newsroom(seed)
        self.rng = self.newsroom.rng
        self.outlets = [self._paragraph(35, 80) for _ in range(20)]
        """What each of twenty outlets puts below its articles."""

    def story(self, low: int = 1_200, high: int = 6_000) -> Story:
        return self.newsroom.paragraphs(self.rng.randint(low, high))

    def _paragraph(self, low: int, high: int) -> str:
        """Write a paragraph of so many words."""
        words: list[str] = []
        count = self.rng.randint(low, high)
        while len(words) < count:
            words += self.newsroom.sentence().split()
        return " ".join(words[:count]).rstrip(",.") + "."

    # How outlets change a story

    def cut(self, story: Story, part: float) -> Story:
        """Keep that part of the words, from the beginning; the last paragraph may be cut short."""
        left = round(part * sum(len(paragraph.split()) for paragraph in story))
        kept = []
        for paragraph in story:
            words = paragraph.split()
            if left < 5:
                break
            kept.append(" ".join(words[:left]))
            left -= len(words)
        return kept

    def dropped(self, story: Story, most: float = 0.5) -> Story:
        """Leave out one paragraph, or up to that share of them; the first stays."""
        count = self.rng.randint(1, max(1, int(most * len(story))))
        gone = set(self.rng.sample(range(1, len(story)), min(count, len(story) - 1)))
        return [paragraph for at, paragraph in enumerate(story) if at not in gone]

    def edited(self, story: Story, share: float = 1 / 6) -> Story:
        return [self._edited(paragraph, share) for paragraph in story]

    def _edited(self, paragraph: str, share: float) -> str:
        edited = edit_words(paragraph, share, self.rng, self.newsroom, misspell=False)
        return edited.text.strip() or paragraph

    def with_subheadings(self, story: Story) -> Story:
        """Give it another headline, which stands in the body, and subheadings."""
        changed = [self._paragraph(5, 10)]
        for at, paragraph in enumerate(story):
            changed += [self._paragraph(2, 4), paragraph] if at % 4 == 3 else [paragraph]
        return changed

    def local(self, story: Story, *, top: bool) -> Story:
        added = self._paragraph(30, 90)
        return [added, *story] if top else [*story, added]

    def otherwise_parted(self, story: Story) -> Story:
        """Make a paragraph of each sentence."""
        return [part for paragraph in story for part in paragraph.replace(". ", ".\n").split("\n")]

    def mildly(self, story: Story) -> Story:
        story = self.cut(story, self.rng.uniform(0.6, 0.9))
        story = self.edited(self.dropped(story, 0.15), 0.05)
        story = self.local(story, top=self.rng.random() < 0.3)
        return [*story, self.rng.choice(self.outlets)]

    def roughly(self, story: Story) -> Story:
        story = self.edited(self.cut(story, 0.5), 0.1)
        return [*self.local(story, top=self.rng.random() < 0.3), self.rng.choice(self.outlets)]

    def copies(self) -> dict[str, Callable[[Story], Story]]:
        """Return what outlets do to a story, by name."""
        return {
            "unchanged": list,
            "cut to 80 %": lambda story: self.cut(story, 0.8),
            "cut to 60 %": lambda story: self.cut(story, 0.6),
            "cut to 40 %": lambda story: self.cut(story, 0.4),
            "cut to 25 %": lambda story: self.cut(story, 0.25),
            "paragraphs dropped, 1 to half": self.dropped,
            "headline changed, subheadings": self.with_subheadings,
            "a sixth of the words edited": self.edited,
            "a quarter of the words edited": lambda story: self.edited(story, 1 / 4),
            "local paragraph at the top": lambda story: self.local(story, top=True),
            "local paragraph at the end": lambda story: self.local(story, top=False),
            "a paragraph for each sentence": self.otherwise_parted,
            "all of it, mildly": self.mildly,
            "half of it, a tenth edited, local": self.roughly,
        }

    # What only looks like a copy

    def strangers(self) -> dict[str, Callable[[], tuple[Story, Story]]]:
        """Return pairs that are two stories, by name."""
        return {
            "another story": lambda: (self.story(), self.story()),
            "one outlet's paragraph below": self._one_outlet,
            "explainer of 100-200 words in both": self._explainer,
            "follow-up quoting two paragraphs": self._follow_up,
            "brief quoted in full": self._quoted,
            "brief in full, in a short article": lambda: self._quoted(1_500, 2_500),
            "weather report, another day": lambda: (self.filled(WEATHER), self.filled(WEATHER)),
            "market report, another day": lambda: (self.filled(MARKET), self.filled(MARKET)),
            "match report, another match": lambda: (self.filled(MATCH), self.filled(MATCH)),
            "notice of a template, one number": lambda: (self.filled(NOTICE), self.filled(NOTICE)),
            "same notice, only the days changed": self._another_day,
        }

    def _one_outlet(self) -> tuple[Story, Story]:
        slogan = self.rng.choice(self.outlets)
        return [*self.story(), slogan], [*self.story(), slogan]

    def _explainer(self) -> tuple[Story, Story]:
        explainer = self._paragraph(100, 200)
        first, second = self.story(2_000), self.story(2_000)
        return [*first[:-1], explainer, first[-1]], [*second, explainer]

    def _follow_up(self) -> tuple[Story, Story]:
        first = self.story(2_000)
        quoted = self.rng.sample(first[:6], 2)
        new = self.story(2_000)
        return first, [*new[:3], *quoted, *new[3:]]

    def _quoted(self, low: int = 3_000, high: int = 6_000) -> tuple[Story, Story]:
        brief = [self._paragraph(45, 60), self._paragraph(20, 50)]
        long = self.story(low, high)
        return brief, [*long[:3], *brief, *long[3:]]

    def _another_day(self) -> tuple[Story, Story]:
        """Write what cannot be told from a story with a correction, and is called one story."""
        notice = self.filled(NOTICE)
        day = re.compile("|".join(_WORDS["day"].split()))
        return notice, [day.sub(self.rng.choice(_WORDS["day"].split()), part) for part in notice]

    def filled(self, template: str) -> Story:
        """Fill the gaps of a template: a number between two, or a word of its kind."""

        def gap(match: re.Match[str]) -> str:
            what = match[1].split()
            if len(what) == 2:
                return str(self.rng.randint(int(what[0]), int(what[1])))
            return self.rng.choice(_WORDS[what[0]].split())

        return re.sub(r"\{([^}]+)\}", gap, template).split("\n\n")


def text(story: Story) -> str:
    return "\n\n".join(story)
