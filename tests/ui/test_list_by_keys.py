"""What the list says of articles, its order, and walking to what is unread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from desk_in_hand import DeskInHand, OpenDesk
from newsstand import HOSTILE, write, write_hostile, write_many
from post import cover, listed

from tui.annotations import ArticleFacts
from tui.library import ArticleRow
from tui.ui.widgets.list_rows import Standing, facts, figures, signs


def row(**said) -> ArticleRow:
    plain = ArticleRow(1, Path("a.md"), 1, 1, "", "A", "", "", "", "", "", 1, "", "", "")
    return replace(plain, **said)


def facts_of(row: ArticleRow) -> ArticleFacts:
    return ArticleFacts(sha256=row.sha256, url=row.url, path=row.path, headline=row.headline)


def names(hand: DeskInHand) -> list[str]:
    return [each.path.name for each in hand.screen.articles.rows]


def change(hand: DeskInHand, places, **said) -> None:
    """Change what is kept of articles, as a command of the list does."""
    notes = hand.session.notes
    records = [notes.article_for(facts_of(hand.screen.articles.rows[p])) for p in places]
    notes.change_articles([(record, replace(record, **said)) for record in records], "Mark")


@pytest.mark.parametrize(
    ("article", "standing", "sign", "said", "figure"),
    [
        (row(), Standing(), "", [], ""),
        (row(missing=True), Standing(), "", ["file missing"], ""),
        (row(corrected=True), Standing(starred=True), "★≠", ["starred", "corrected"], ""),
        (row(copies=2), Standing(notes=1), "≈3", ["2 copies elsewhere"], "1 note"),
        (row(copies=1), Standing("reading", progress=0.4), "≈2", ["1 copy elsewhere"], "40%"),
        (row(), Standing(archived=True, tags=("a", "[b]")), "", ["archived", "#a", "#[b]"], ""),
        (row(), Standing("read", notes=12, progress=1.0), "", [], "12 notes"),
    ],
)
def test_each_fact_has_a_sign_or_a_word(article, standing, sign, said, figure):
    assert signs(article, standing) == sign
    assert list(filter(None, facts(article, standing))) == said
    assert figures(standing) == figure


async def test_stars_progress_notes_and_missing_files_are_shown(desk: OpenDesk, folder: Path):
    async with desk() as hand:
        change(hand, [0], starred=True, tags=("court",))
        change(hand, [1], read_state="reading", position=50, length=200)
    (folder / "orchard.md").unlink()
    async with desk(size=(80, 24)) as hand:
        lines = hand.painted("#articles").split("\n")
        assert lines[1].endswith("★")
        assert "starred · #court" in lines[2]
        assert lines[3].startswith(" ◐")
        assert lines[4].endswith("25%")
        assert "file missing" in lines[6]


async def test_a_corrected_article_bears_a_sign(desk: OpenDesk, folder: Path):
    notice = "CORRECTION: An earlier version of this article gave the wrong year for the fire."
    write(folder, "fire.md", "The fire", text=f"It burned.\n\n{notice}", date="2026-05-05")
    async with desk(size=(80, 24)) as hand:
        lines = hand.painted("#articles").split("\n")
        assert lines[1].endswith("≠")
        assert "corrected" in lines[2]


async def test_copies_of_a_story_are_counted(desk: OpenDesk, folder: Path):
    story = "\n\n".join(
        f"On day {day} the ferry company said that talks with crew number {day * 7} would go on "
        f"at pier {day * 3}, and that {day * 11} passengers had waited."
        for day in range(1, 12)
    )
    for outlet in ("Orrin Daily", "Tarn Echo", "The Harbour Post"):
        write(folder, f"{outlet}.md", f"Talks, says {outlet}", outlet=outlet, text=story)
    async with desk(size=(80, 24)) as hand:
        lines = hand.painted("#articles").split("\n")
        of_story = [n for n, line in enumerate(lines) if "Talks, says" in line]
        assert len(of_story) == 3
        assert all(lines[n].endswith("≈3") for n in of_story)
        assert all("2 copies elsewhere" in lines[n + 1] for n in of_story)
        await hand.press("G")
        while "Talks" not in hand.screen.articles.current.title:
            await hand.press("k")
        await hand.press("z", "c")
        await hand.wait_for(lambda: "4 articles · copies folded" in hand.painted("#articles"))
        assert "Talks" in hand.screen.articles.current.title
        assert hand.painted("#articles").count("≈3") == 1
        await hand.press("z", "c")
        await hand.wait_for(lambda: "6 articles\n" in hand.painted("#articles"))


async def test_a_long_title_leaves_room_for_its_signs(desk: OpenDesk, folder: Path):
    write(folder, "long.md", "word " * 60, date="2026-06-06")
    async with desk() as hand:
        change(hand, [0], starred=True)
        hand.screen.shelf.refresh_states()
        line = hand.painted("#articles").split("\n")[1]
        assert line.endswith("… ★")


async def test_titles_outlets_and_tags_are_text_and_nothing_else(desk: OpenDesk, folder: Path):
    write_hostile(folder)
    async with desk(size=(100, 40)) as hand:
        change(hand, range(len(hand.screen.articles)), starred=True, tags=tuple(HOSTILE))
        hand.screen.shelf.refresh_states()
        for key in ("j", "G", "enter"):
            await hand.press(key)
            await hand.settle()
            shown = hand.painted("#articles")
            assert not {"\x1b", "\x07", "\u202e"} & set(shown)
            if key == "G":
                assert "Why [/b] fails" in shown
                assert "[@click=app.quit]x[/]" in shown


async def test_orders_are_chosen_reversed_named_and_stay(desk: OpenDesk):
    async with desk() as hand:
        usual = names(hand)
        await hand.press("S")
        assert "newest first now; again: oldest first" in listed(hand)
        assert "how well it matches" not in listed(hand)
        await hand.press("enter")
        await hand.wait_for(lambda: names(hand) == usual[::-1])
        assert "oldest first" in hand.painted("#articles")
        await hand.press("S", "G", "g", "g", "j", "j", "enter")
        await hand.wait_for(lambda: "titles A to Z" in hand.painted("#articles"))
        titled = [each.title.casefold() for each in hand.screen.articles.rows]
        assert [title.lstrip("[") for title in titled] == sorted(t.lstrip("[") for t in titled)
        await hand.press("/")
        await hand.type("lanterns")
        await hand.wait_for(lambda: "2 found · titles A to Z" in hand.painted("#articles"))
        await hand.press("escape")
        await hand.wait_for(lambda: "3 articles · titles A to Z" in hand.painted("#articles"))


async def test_searches_are_by_relevance_unless_another_order_is_chosen(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("/")
        await hand.type("the")
        await hand.wait_for(lambda: "found" in hand.painted("#articles"))
        await hand.press("enter")
        await hand.wait_for(lambda: hand.screen.context == "list")
        await hand.press("S")
        assert "best match first now" in listed(hand)
        assert cover(hand).entries.index == 0
        await hand.press("q")


async def test_leaving_a_search_in_another_order_goes_back_to_where_one_was(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("j", "/")
        await hand.type("lanterns")
        await hand.wait_for(lambda: "2 found" in hand.painted("#articles"))
        await hand.press("enter")
        await hand.wait_for(lambda: hand.screen.context == "list")
        await hand.press("S", "j", "enter")
        await hand.wait_for(lambda: "2 found · newest first" in hand.painted("#articles"))
        await hand.press("q")
        await hand.wait_for(lambda: "3 articles" in hand.painted("#articles"))
        assert hand.screen.articles.current.path.name == "mill.md"


async def test_unread_articles_beyond_the_page_are_found_by_the_index(desk: OpenDesk, folder: Path):
    write_many(folder, 160)
    async with desk() as hand:
        wanted = [*range(1, 100), *range(101, 150)]
        change(hand, wanted, read_state="read")
        kept = [names(hand)[place] for place in (0, 100, 150)]
    async with desk() as hand:
        await hand.press("]", "u")
        await hand.wait_for(lambda: hand.screen.articles.place == 100)
        await hand.press("2", "]", "u", "[", "u")
        await hand.wait_for(lambda: hand.screen.articles.place == 150)
        await hand.press("[", "u", "[", "u", "j", "k")
        await hand.wait_for(lambda: hand.screen.articles.place == 0)
        assert hand.screen.articles.current.path.name == kept[0]
        await hand.press("[", "u")
        assert hand.said == "There are no more unread articles this way."


async def test_the_cursor_stays_on_its_article_while_others_are_indexed(
    desk: OpenDesk, folder: Path
):
    write_many(folder, 40)
    async with desk() as hand:
        await hand.press("1", "2", "G")
        here, line = hand.screen.articles.current, pointer_line(hand)
        for number in range(5):
            write(folder, f"new-{number}.md", f"Newer {number}", date=f"2027-01-0{number + 1}")
        await hand.wait_for(lambda: len(hand.screen.articles) == 48)  # by themselves
        assert hand.screen.articles.current.id == here.id
        assert hand.screen.articles.place == 16
        assert pointer_line(hand) == line


async def test_the_cursor_stays_where_the_reader_walked_while_the_list_was_looked_up(
    desk: OpenDesk,
):
    async with desk() as hand:
        hand.screen.shelf.look_again()  # the cursor is at the top now
        hand.screen.articles.go(2)
        await hand.screen.shelf.caught_up(10)
        assert hand.screen.articles.place == 2


def pointer_line(hand: DeskInHand) -> int:
    shown = hand.painted("#articles")
    return shown[: shown.index("›")].count("\n")
