"""Articles of invented outlets as files, and a session that has read them all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tui.boilerplate.verdict import Verdict
from tui.config import Paths, Settings
from tui.session import OpenArticle, Session

STORIES: tuple[tuple[str, ...], ...] = (
    (
        "Night ferry to Osk kept for another winter",
        "The harbour council voted on Tuesday to keep the night ferry running, after a meeting"
        " that lasted until two in the morning and ended in applause.",
        "“We had the figures in front of us,” said Odile Farrant, who has sat on the council since"
        " 2009 and who voted in favour.",
        "Tickets rise by a tenth in April, and the last crossing from Osk leaves twenty minutes"
        " earlier than it does today.",
    ),
    (
        "Beekeepers count their losses after the frost",
        "More than half the hives on the Sarn plateau died in the March frost, the growers’ union"
        " estimates, and almond blossom went without its visitors.",
        "Union treasurer Piet Halloran said that members would drive south to borrow colonies,"
        " as they did in the drought years.",
        "A fund for replacing queens was emptied in a single afternoon, and nobody knows who is"
        " going to fill it again.",
    ),
    (
        "School orchestra wins with borrowed cellos",
        "An orchestra of thirty pupils from Mellow Lane took first prize at the provincial contest"
        " on instruments that belonged to a bankrupt theatre.",
        "Their conductor, Imke Sandoval, told the jury afterwards that half of her players had"
        " never owned a bow.",
        "The theatre’s liquidator has extended the loan until midsummer, when creditors meet to"
        " divide what remains.",
    ),
    (
        "Quarry lorries banned from the old bridge",
        "Engineers closed the stone arch at Cutter’s Weir to vehicles above seven tonnes after a"
        " diver found a crack below the waterline.",
        "Hauliers face a detour of forty kilometres, and the quarry’s manager, Bodo Lenz, warned"
        " that jobs were at stake.",
        "Scaffolding goes up next week; mortar samples have been sent to a laboratory in the"
        " capital for dating.",
    ),
    (
        "Lottery winner buys the village a lighthouse",
        "A retired welder who won the spring lottery has bought the disused lighthouse on Gannet"
        " Point and signed it over to its neighbours.",
        "“It kept me awake as a boy, and I missed it when it went dark,” said Ruud Achterberg, 71,"
        " at the notary’s office.",
        "Volunteers intend to relight the lamp at New Year, once pigeons have been persuaded to"
        " leave the gallery.",
    ),
    (
        "Bakers strike over the price of flour",
        "Ovens stayed cold in eleven towns on Monday as bakers demanded a ceiling on flour, which"
        " has doubled in cost since the mill fire.",
        "Ministry officials met delegates for an hour and promised an answer before the weekend,"
        " according to negotiator Sunniva Brek.",
        "Supermarkets reported empty shelves by noon and limited each customer to two loaves of"
        " rye.",
    ),
)
"""Headline and paragraphs of articles that have nothing in common."""


def write(
    folder: Path,
    story: int,
    *more: str,
    outlet: str = "The Harbour Post",
    name: str = "",
    middle: Sequence[str] = (),
    facts: str = "",
) -> Path:
    """Write one of the stories as a Markdown file.

    Args:
        folder: Where to.
        story: Which.
        more: Paragraphs below the article.
        outlet: Who publishes it.
        name: The file's name, if not the outlet's and the story's.
        middle: Paragraphs after the story's first one.
        facts: More lines of front matter.
    """
    headline, first, *rest = STORIES[story]
    path = folder / (name or f"{outlet.replace(' ', '-').lower()}-{story}.md")
    head = f'---\ntitle: "{headline}"\noutlet: "{outlet}"\ndate: 2026-02-{story + 1:02}\n{facts}---'
    path.write_text("\n\n".join([head, first, *middle, *rest, *more]) + "\n", "utf-8")
    return path


class Desk:
    """A session whose library has been brought up to date."""

    def __init__(self, folder: Path) -> None:
        home = folder.parent / "home"
        paths = Paths(home / "config", home / "notes.json", home / "index.sqlite", home / "state")
        self.session = Session([folder], paths, Settings())

    def __enter__(self) -> Desk:
        self.session.library.update()
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def open(self, path: Path) -> OpenArticle:
        """Open an article as the app does."""
        return self.session.open(path)

    def verdict(self, path: Path, words: str) -> Verdict:
        """Open an article and return what became of the block that begins with the words."""
        for block, verdict in self.open(path).verdicts:
            if block.text.startswith(words):
                return verdict
        raise AssertionError(f"no block begins with {words!r}")
