"""What changed between versions, and what other outlets made of a story, through keys."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from desk_in_hand import ARTICLES, DeskInHand, OpenDesk
from post import cover, listed, said_over

from tui.annotations.version import Version
from tui.library import ArticleRow, Library, SearchIndex
from tui.library.storing import Facts, inflate
from tui.session import Session
from tui.ui.screens.comparison import Comparison
from tui.ui.screens.copies import CopyList
from tui.ui.screens.versions import VersionList

SAMPLES = Path(__file__).parents[2] / "sample_articles"
OLDER = (
    ARTICLES["ferry.md"]
    .replace("forty minutes", "half hour")
    .replace("A second reading of the plan is due in April. ", "")
)
OLDEST = OLDER.replace("on Friday", "on Monday").replace(
    "title: Ferry crews vote on the winter timetable", "title: Ferry crews may strike"
)


def version(session: Session, path: Path, text: str, day: int, **facts: str) -> Version:
    """Return what a file with that text would have said, replaced on a day in March."""
    before = path.read_text("utf-8")
    path.write_text(text, "utf-8")
    said = Facts.of(*session.read(path))
    path.write_text(before, "utf-8")
    seen, replaced = (f"2026-03-{n:02}T12:00:00+00:00" for n in (day - 1, day))
    made = Version(path, headline=said.headline, byline=said.byline, text=inflate(said.deflated))
    return replace(made, seen=seen, replaced=replaced, **facts)


def keep(hand: DeskInHand, folder: Path, *texts: str) -> None:
    path = folder / "ferry.md"
    found = [version(hand.session, path, text, day) for day, text in enumerate(texts, 2)]
    hand.session.versions.keep(found)


async def shown(hand: DeskInHand, kind: type) -> None:
    await hand.wait_for(lambda: isinstance(hand.app.screen, kind) and cover(hand).is_current)
    await hand.settle()


async def test_what_changed_word_by_word(desk: OpenDesk, folder):
    async with desk(open="ferry.md") as hand:
        keep(hand, folder, OLDER)
        await hand.press("g", "d")
        await shown(hand, Comparison)
        text = listed(hand)
        assert "What changed · 2 changes · +12 −2 words" in text
        assert "before  ferry.md · seen 2026-03-01" in text
        assert "now     ferry.md · 2026-03-02" in text
        assert "Ferry crews vote on the winter timetable" in text
        assert "every [-half hour-]{+forty minutes+}, said Pell" in text
        assert "{+A second reading of the plan is due in April.+}" in text
        assert "· 1 paragraph unchanged" in text
        assert "lanterns" not in text
        assert "Subscribe" not in text
        await hand.press("o")
        assert "lanterns of the" in listed(hand)
        await hand.press("o")
        assert "lanterns" not in listed(hand)
        await hand.press("q")
        assert hand.app.screen is hand.screen


async def test_signs_styles_and_colours_mark_what_differs(desk: OpenDesk, folder):
    async with desk(open="ferry.md") as hand:
        keep(hand, folder, OLDER)
        await hand.press("g", "d")
        await shown(hand, Comparison)
        entries = cover(hand).entries
        styles = {
            segment.text: segment.style
            for y in range(entries.size.height)
            for segment in entries.render_line(y)
        }
        old, new = styles["[-half hour-]"], styles["{+forty minutes+}"]
        assert old.strike
        assert new.underline
        assert new.bold
        assert old.color != new.color


async def test_from_change_to_change_and_to_its_place_in_the_text(desk: OpenDesk, folder):
    async with desk(open="ferry.md") as hand:
        keep(hand, folder, OLDER)
        await hand.press("g", "d")
        await shown(hand, Comparison)
        assert "change 0/2" in listed(hand)
        await hand.press("n")
        assert "change 1/2" in listed(hand)
        await hand.press("n", "n")
        assert said_over(hand) == "That was the last change."
        assert "change 2/2" in listed(hand)
        await hand.press("N", "N")
        assert said_over(hand) == "That was the first change."
        await hand.press("n", "enter")
        await hand.wait_for(lambda: hand.app.screen is hand.screen)
        await hand.settle()
        assert hand.screen.reader.cursor == hand.offset("A second reading")
        await hand.press("ctrl+o")
        assert hand.screen.reader.cursor != hand.offset("A second reading")


async def test_highlights_whose_words_changed_are_listed_and_led_to(desk: OpenDesk, folder):
    path = folder / "ferry.md"
    now = path.read_text("utf-8")
    path.write_text(OLDER, "utf-8")
    async with desk(open="ferry.md") as hand:
        for words in ("half hour", "lanterns of the"):
            await hand.go_to(words)
            await hand.press("H")
            await hand.settle()
        assert len(hand.annotations) == 2
    path.write_text(now, "utf-8")
    async with desk(open="ferry.md") as hand:
        keep(hand, folder, OLDER)
        assert {placed.state for placed in hand.screen.article.annotations} == {"changed", "exact"}
        await hand.press("g", "d")
        await shown(hand, Comparison)
        assert "Your highlight whose words changed or went" in listed(hand)
        await hand.press("g", "h")
        assert cover(hand).entries.index == len(cover(hand)._entries) - 1
        assert "≠ changed" in listed(hand)
        await hand.press("o")  # stays where it is among the passages
        await hand.press("g", "h", "enter")
        await hand.wait_for(lambda: hand.app.screen is hand.screen)
        await hand.settle()
        assert hand.screen.reader.cursor == hand.offset("The boats run every")


async def test_no_highlight_has_lost_a_word(desk: OpenDesk, folder):
    async with desk(open="ferry.md") as hand:
        keep(hand, folder, OLDER)
        await hand.press("g", "d")
        await shown(hand, Comparison)
        await hand.press("g", "h")
        assert said_over(hand) == "None of your highlights has lost a word."


async def test_several_versions_are_listed_first(desk: OpenDesk, folder):
    async with desk(open="ferry.md") as hand:
        keep(hand, folder, OLDEST, OLDER)
        await hand.press("g", "d")
        await shown(hand, VersionList)
        text = listed(hand)
        assert "Versions of this article · 2 earlier" in text
        assert "since then +12 −2 words" in text
        assert "since then +13 −3 words" in text
        assert "Ferry crews [-may strike-]{+vote on the winter timetable+}" in text
        assert text.index("now  2026-03-02") < text.index("+12") < text.index("+13")
        assert "2/3" in text
        await hand.press("j", "s")
        await shown(hand, Comparison)
        text = listed(hand)
        assert "One step · 1 change · +1 −1 words" in text
        assert "after " in text
        assert "on [-Monday-]{+Friday+}" in text
        await hand.press("n", "enter")
        assert said_over(hand) == "Neither of the two is the article as it is now."
        await hand.press("q")
        await shown(hand, VersionList)
        await hand.press("enter")
        await shown(hand, Comparison)
        assert "What changed · 3 changes" in listed(hand)
        await hand.press("G", "enter")
        await hand.wait_for(lambda: hand.app.screen is hand.screen)
        await hand.settle()
        assert hand.screen.cover is None
        assert hand.screen.reader.cursor == hand.offset("A second reading")


async def test_the_present_version_is_not_compared_with_itself(desk: OpenDesk, folder):
    async with desk(open="ferry.md") as hand:
        keep(hand, folder, OLDEST, OLDER)
        await hand.press("g", "d")
        await shown(hand, VersionList)
        await hand.press("g", "g", "enter")
        assert said_over(hand) == "This is how it is now."


async def test_there_is_none(desk: OpenDesk, folder):
    async with desk(open="ferry.md") as hand:
        await hand.press("g", "d")
        await hand.wait_for(lambda: hand.said == "No earlier version of this article is kept.")
        keep(hand, folder, ARTICLES["ferry.md"].replace("\n\n", "\n\n\n"))
        hand.screen.say("")
        await hand.press("g", "d")
        await hand.wait_for(lambda: hand.said == "No earlier version of this article is kept.")


async def test_nothing_is_open(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("tab")
        for key in ("d", "c"):
            hand.screen.say("")
            await hand.press("g", key)
            await hand.wait_for(lambda: hand.said == "Open an article first.")


async def test_from_the_list_of_an_article_that_is_not_open(desk: OpenDesk, folder):
    async with desk() as hand:
        keep(hand, folder, OLDER)
        await hand.press("g", "g", "g", "d")
        await shown(hand, Comparison)
        assert "half hour" in listed(hand)
        await hand.press("n", "n", "enter")
        await hand.wait_for(lambda: hand.app.screen is hand.screen and hand.screen.article)
        await hand.settle()
        assert hand.screen.article.document.provenance.path.name == "ferry.md"
        assert hand.screen.reader.cursor == hand.offset("A second reading")
        assert hand.app.focused is hand.screen.reader


async def test_an_article_whose_file_is_gone_is_compared_from_the_index(desk: OpenDesk, folder):
    async with desk() as hand:
        keep(hand, folder, OLDER)
        (folder / "ferry.md").unlink()
        await hand.press("g", "g", "g", "d")
        await shown(hand, Comparison)
        assert "every [-half hour-]{+forty minutes+}" in listed(hand)
        await hand.press("n", "enter")
        await hand.wait_for(lambda: hand.app.screen is hand.screen and hand.screen.article)
        await hand.settle()
        assert hand.screen.reader.cursor == hand.offset("The boats run every")


async def test_a_file_that_changes_while_nobody_looks(desk: OpenDesk, folder):
    async with desk():
        pass
    path = folder / "ferry.md"
    path.write_text(OLDER.replace("half hour", "hour, at best"), "utf-8")
    async with desk(open="ferry.md") as hand:
        await hand.press("g", "d")
        await shown(hand, Comparison)
        assert "[-forty minutes-]{+hour, at best+}" in listed(hand)
        assert "[-A second reading of the plan is due in April. -]" in listed(hand)


async def test_only_typography_differs(desk: OpenDesk, folder):
    async with desk(open="ferry.md") as hand:
        keep(hand, folder, ARTICLES["ferry.md"].replace("“", '"').replace("”", '"'))
        await hand.press("g", "d")
        await shown(hand, Comparison)
        assert "What changed · 0 changes" in listed(hand)
        assert "No word differs" in listed(hand)
        await hand.press("n", "N", "g", "h", "G", "o", "enter")
        await hand.settle()


HOSTILE = "[red]Tide[/red] \x1b]52;c;aGk=\x07 [@click=app.quit]x[/] \u202e「港」"


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (20, 6)])
async def test_hostile_words_stay_words_at_every_size(desk: OpenDesk, folder, size):
    async with desk(open="ferry.md", size=size) as hand:
        path = folder / "ferry.md"
        texts = [OLDER.replace("half hour", HOSTILE), OLDEST]
        found = [
            version(hand.session, path, text, day, headline=HOSTILE, byline=HOSTILE, outlet=HOSTILE)
            for day, text in enumerate(texts, 2)
        ]
        hand.session.versions.keep(found)
        await hand.press("g", "d")
        await shown(hand, VersionList)
        seen = listed(hand)
        await hand.press("j", "enter")
        await shown(hand, Comparison)
        for key in ("n", "o", "n", "space", "G", "g", "g", "ctrl+d", "b", "N", "7", "n"):
            await hand.press(key)
            seen += listed(hand)
        assert "\x1b" not in seen
        assert "\u202e" not in seen
        assert "[red]" in seen
        title, *rows = listed(hand).split("\n")
        assert title
        assert len(rows) == size[1] - 1


async def test_a_paragraph_higher_than_the_screen_is_walked_from_change_to_change(
    desk: OpenDesk, folder
):
    words = [f"word{n}" for n in range(600)]
    long = "Ropes\n\n" + " ".join(words)
    was = long.replace("word300 ", "tide ").replace("word590 ", "pier ").replace("word5 ", "fog ")
    path = folder / "ferry.md"
    path.write_text(long, "utf-8")
    async with desk(open="ferry.md", size=(80, 24)) as hand:
        keep(hand, folder, was)
        await hand.press("g", "d")
        await shown(hand, Comparison)
        for old in ("fog", "tide", "pier"):
            await hand.press("n")
            assert f"[-{old}-]" in listed(hand)
        await hand.press("n")
        assert said_over(hand) == "That was the last change."
        for old in ("tide", "fog"):
            await hand.press("N")
            assert f"[-{old}-]" in listed(hand)


async def test_thousands_of_passages_are_shown_at_once(desk: OpenDesk, folder):
    lines = [
        f"{n}. The ferry to Skarrow was late again on day {n}, they said." for n in range(3_000)
    ]
    path = folder / "ferry.md"
    path.write_text("\n\n".join(lines), "utf-8")
    async with desk(open="ferry.md", size=(80, 24)) as hand:
        was = [line.replace("late", "on time") if n % 2 else line for n, line in enumerate(lines)]
        keep(hand, folder, "\n\n".join(was))
        asked: list[int] = []
        await hand.press("g", "d")
        await shown(hand, Comparison)
        entries = cover(hand).entries
        laid_out = entries._rows_of
        entries._rows_of = lambda index, width: (asked.append(index), laid_out(index, width))[1]
        await hand.press("n", "o", "n", "9", "0", "0", "n")
        assert "change 902/1,500" in listed(hand)
        assert len(asked) < 4_000


# The copies of a story


@pytest.fixture
def story(folder, monkeypatch):
    """Three copies of one story, and an index that says so."""
    ferry = ARTICLES["ferry.md"]
    (folder / "ferry.md").write_text(ferry.replace("date:", "outlet: The Gazette\ndate:"), "utf-8")
    (folder / "cut.md").write_text(
        ferry.replace("date: 2026-03-02", "outlet: Orrin [b]Daily[/b]\ndate: 2026-03-01")
        .replace("The boats run every forty minutes, said Pell Havers, who has worked the ramp", "")
        .replace(" since 1998.", "Tickets will cost more from May, the company told this paper."),
        "utf-8",
    )
    (folder / "same.md").write_text(ferry.replace("date: 2026-03-02", "date: 2026-03-03"), "utf-8")
    names = ("cut.md", "ferry.md", "same.md")

    def copies(library: Library, article: int) -> list[ArticleRow]:
        rows = [library.index.article_at(folder / name) for name in names]
        found = [row for row in rows if row is not None]
        return found if article in [row.id for row in found] else []

    def text_of(index: SearchIndex, article: int) -> str:
        row = index.articles([article])[article]
        text = row.path.read_text("utf-8").split("---\n", 2)[2]
        kept = [part for part in text.strip().split("\n\n") if "Subscribe" not in part]
        return "\n\n".join(" ".join(part.split()) for part in kept)

    monkeypatch.setattr(Library, "copies", copies, raising=False)
    monkeypatch.setattr(SearchIndex, "text_of", text_of, raising=False)
    monkeypatch.setattr(SearchIndex, "same_address", lambda *_: [], raising=False)


async def test_in_which_outlets_a_story_ran(desk: OpenDesk, folder, story):
    async with desk(open="ferry.md") as hand:
        await hand.press("g", "c")
        await shown(hand, CopyList)
        text = listed(hand)
        assert "This story ran 3 times in 2 outlets" in text
        assert "Orrin [b]Daily[/b] · 2026-03-01" in text
        assert "paragraphs: 1 put in, 1 cut · +11 −16 words" in text
        assert "{+Tickets will cost more from May" in text
        assert "[-The boats run every forty minutes" in text
        assert "The Gazette · 2026-03-02 · the one you came from" in text
        assert "same.md · 2026-03-03 · 100% the same words" in text
        assert "not a word differs" in text
        await hand.press("enter")
        await shown(hand, Comparison)
        text = listed(hand)
        assert "As it ran in Orrin [b]Daily[/b] · 2 changes" in text
        assert "here   The Gazette · 2026-03-02" in text
        assert "there  Orrin [b]Daily[/b] · 2026-03-01" in text
        await hand.press("g", "h")
        assert said_over(hand).startswith("Highlights are listed where")
        await hand.press("n", "enter")
        await hand.wait_for(lambda: hand.app.screen is hand.screen)
        await hand.settle()
        assert hand.screen.reader.cursor == hand.offset("The boats run")
        assert hand.screen.article.document.provenance.path.name == "ferry.md"


async def test_the_sample_pair(desk: OpenDesk, folder):
    for name in ("kaldry-valley-earthquake.txt", "quake-wakes-castle-town.html"):
        shutil.copy(SAMPLES / name, folder)
    async with desk(open="kaldry-valley-earthquake.txt") as hand:
        await hand.press("g", "c")
        await shown(hand, CopyList)
        assert "The Lantern Post · 2026-01-19" in listed(hand)
        assert "79% the same words" in listed(hand)


async def test_another_copy_is_opened_from_there(desk: OpenDesk, folder, story):
    async with desk(open="ferry.md") as hand:
        await hand.press("g", "c")
        await shown(hand, CopyList)
        await hand.press("j", "enter")
        assert said_over(hand) == "This is the one that the others are compared with."
        await hand.press("j", "o")
        await hand.wait_for(lambda: hand.screen.article.document.provenance.path.name == "same.md")
        await hand.settle()
        assert hand.app.screen is hand.screen


async def test_no_other_outlet_has_it(desk: OpenDesk, story):
    async with desk(open="mill.md") as hand:
        await hand.press("g", "c")
        said = "No other outlet's copy of this is in the library."
        await hand.wait_for(lambda: hand.said == said)


async def test_a_page_saved_again_under_another_name(desk: OpenDesk, folder, story, monkeypatch):
    def same_address(index: SearchIndex, address: str) -> list[ArticleRow]:
        assert address == "https://gazette.example/ferry"
        rows = [index.article_at(folder / name) for name in ("ferry.md", "cut.md")]
        return [row for row in rows if row is not None]

    for name in ("ferry.md", "cut.md"):
        text = (folder / name).read_text("utf-8")
        address = "url: https://gazette.example/ferry?utm_source=x"
        (folder / name).write_text(text.replace("date:", f"{address}\ndate:"), "utf-8")
    monkeypatch.setattr(SearchIndex, "same_address", same_address)
    async with desk(open="ferry.md") as hand:
        await hand.press("g", "d")
        await shown(hand, Comparison)
        assert "What changed · 2 changes · +16 −11 words" in listed(hand)
