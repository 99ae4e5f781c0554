"""The list, searching, opening and the panes, through keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_in_hand import OpenDesk

from tui.annotations import Annotation, AnnotationStore, describe
from tui.ui.widgets.pager import Pager

SAMPLES = Path(__file__).parents[2] / "sample_articles"


async def test_the_list_is_newest_first(desk: OpenDesk):
    async with desk() as hand:
        lines = hand.painted("#articles")
        places = [lines.index(word) for word in ("Ferry crews", "Paper mill", "Orchard keepers")]
        assert places == sorted(places)
        assert "3 articles" in lines


async def test_every_sample_article_is_listed(desk: OpenDesk):
    async with desk(SAMPLES) as hand:
        expected = sum(1 for path in SAMPLES.iterdir() if path.suffix in (".txt", ".md", ".html"))
        assert len(hand.screen.articles) == expected
        assert hand.screen.articles.current.path.name == "rovers-late-winner.txt"
        await hand.press("enter")
        await hand.wait_for(lambda: hand.screen.article is not None)
        await hand.settle()
        assert "Rovers" in hand.painted("#reader")


async def test_opening_shows_the_article_and_counts_as_reading(desk: OpenDesk):
    async with desk(size=(120, 16)) as hand:
        assert "●" in hand.painted("#articles")
        await hand.open("mill.md")
        assert hand.screen.context == "reader"
        assert "will reopen in spring" in " ".join(hand.painted("#reader").split())
        [record] = hand.session.notes.articles()
        assert record.read_state in ("reading", "read")
        row = next(line for line in hand.painted("#articles").split("\n") if "Paper" in line)
        assert "●" not in row


async def test_read_and_unread_by_hand_are_remembered(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("z", "r")
        await hand.wait_for(lambda: "read" in hand.said)
        assert hand.said == "Marked as read; u undoes it."
        await hand.settle()
    async with desk() as hand:
        assert "●" not in hand.painted("#articles").split("\n")[1]
        await hand.press("z", "r")
        await hand.wait_for(lambda: hand.said == "Marked as unread; u undoes it.")
        await hand.settle()
        assert "●" in hand.painted("#articles").split("\n")[1]


async def test_next_and_previous_unread(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("j", "z", "r")
        await hand.settle()
        await hand.press("g", "g", "]", "u")
        assert hand.screen.articles.current.path.name == "orchard.md"
        await hand.press("[", "u")
        assert hand.screen.articles.current.path.name == "ferry.md"


async def test_searching_as_you_type_and_back(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("j")
        await hand.press("/")
        await hand.type("pears")
        await hand.wait_for(lambda: len(hand.screen.articles) == 1)
        assert hand.screen.articles.current.path.name == "orchard.md"
        assert "1 found" in hand.painted("#articles")
        await hand.press("escape")
        await hand.wait_for(lambda: len(hand.screen.articles) == 3)
        assert hand.screen.articles.current.path.name == "mill.md"
        assert hand.screen.context == "list"


async def test_a_search_without_a_hit_says_so(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("/")
        await hand.type("zeppelin")
        await hand.wait_for(lambda: "Nothing found" in hand.painted("#articles"))
        await hand.press("enter", "enter", "j", "k")
        assert hand.screen.articles.current is None
        await hand.press("q")
        await hand.wait_for(lambda: len(hand.screen.articles) == 3)


async def test_opening_a_hit_marks_it_in_the_reader(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("/")
        await hand.type("lanterns")
        await hand.wait_for(lambda: len(hand.screen.articles) == 2)
        await hand.press("enter", "enter")
        await hand.wait_for(lambda: hand.screen.article is not None)
        await hand.settle()
        reader = hand.screen.reader
        assert len(reader.matches) == 1
        text = hand.screen.article.document.text
        match = reader.matches[0]
        assert text[match.start : match.end].casefold() == "lanterns"
        assert reader.cursor == match.start


async def test_notes_are_searched_too(desk: OpenDesk):
    async with desk(open="orchard.md") as hand:
        await hand.go_to("late frost")
        await hand.press("a")
        await hand.type("quagga")
        await hand.press("escape")
        await hand.wait_for(lambda: hand.said == "Note saved.")
        await hand.settle()
        await hand.press("q", "/")
        await hand.type("quagga")
        await hand.wait_for(lambda: "1 found" in hand.painted("#articles"))
        assert hand.screen.articles.current.path.name == "orchard.md"


async def test_next_and_previous_article(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        for key, name in (("J", "mill.md"), ("J", "orchard.md"), ("K", "mill.md")):
            await hand.press(key)
            await hand.settle()
            assert hand.screen.article.document.provenance.path.name == name
        await hand.press("J")
        await hand.settle()
        await hand.press("J")
        await hand.pilot.pause()
        assert hand.said == "There are no more articles this way."
        assert hand.screen.article.document.provenance.path.name == "orchard.md"


async def test_the_place_in_an_article_is_remembered(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.go_to("second reading")
        place = hand.screen.reader.cursor
    async with desk(open="ferry.md") as hand:
        assert hand.screen.reader.cursor == place


async def test_tab_goes_round_the_panes(desk: OpenDesk):
    async with desk() as hand:
        seen = []
        for _ in range(4):
            seen.append(hand.screen.context)
            await hand.press("tab")
        assert seen == ["list", "reader", "margin", "list"]
        await hand.press("shift+tab")
        assert hand.screen.context == "list"


@pytest.mark.parametrize(
    ("width", "in_list", "in_reader"),
    [
        (120, (True, True, True), (True, True, True)),
        (100, (True, True, False), (False, True, True)),
        (80, (True, False, False), (False, True, False)),
    ],
)
async def test_panes_by_width(desk: OpenDesk, width, in_list, in_reader):
    async with desk(size=(width, 30)) as hand:
        assert hand.panes() == in_list
        await hand.open("ferry.md")
        assert hand.panes() == in_reader
        for _ in range(3):
            await hand.press("tab")
            shown = dict(zip(("list", "reader", "margin"), hand.panes(), strict=True))
            assert shown[hand.screen.context]


async def test_panes_follow_a_resized_terminal(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        for width, count in ((80, 1), (100, 2), (130, 3), (60, 1)):
            await hand.pilot.resize_terminal(width, 30)
            await hand.wait_for(lambda count=count: sum(hand.panes()) == count)
            assert hand.panes()[1]


async def test_hiding_the_margin_and_the_reader_alone(desk: OpenDesk):
    async with desk(open="ferry.md") as hand:
        await hand.press("\\")
        assert hand.panes() == (True, True, False)
        await hand.press("\\")
        assert hand.panes() == (True, True, True)
        await hand.press("Z")
        assert hand.panes() == (False, True, False)
        await hand.press("Z")
        assert hand.panes() == (True, True, True)


async def test_forty_by_twelve_is_usable(desk: OpenDesk):
    async with desk(size=(40, 12)) as hand:
        assert "Ferry crews" in hand.painted("#articles")
        await hand.open("ferry.md")
        await hand.go_to("lanterns")
        await hand.press("H")
        await hand.wait_for(lambda: hand.said.startswith("Highlighted"))
        await hand.press("tab")
        assert hand.panes() == (False, False, True)
        assert "lanterns" in " ".join(hand.painted("#margin").split())
        await hand.press("?")
        assert len(hand.app.screen.query(Pager)) == 1
        await hand.press("q")
        assert hand.app.screen is hand.screen


@pytest.mark.parametrize(
    ("keys", "words"),
    [("?", "Next sentence"), ("gS", "title: Ferry crews")],
)
async def test_pages_of_text_open_and_close(desk: OpenDesk, keys, words):
    async with desk(open="ferry.md", size=(120, 90)) as hand:
        for leave in ("escape", "q"):
            await hand.press(*keys)
            pager = hand.app.screen.query_one(Pager)
            shown = "\n".join(pager.render_line(y).text for y in range(pager.size.height))
            assert words in shown
            await hand.press("j", "space", "G", "g", "g", leave)
            assert hand.app.screen is hand.screen
        assert hand.screen.context == "reader"


@pytest.mark.parametrize("key", [":", "ctrl+p"])
async def test_the_palette_opens_and_closes(desk: OpenDesk, key):
    async with desk(open="ferry.md") as hand:
        await hand.press(key)
        await hand.wait_for(lambda: hand.app.screen is not hand.screen)
        await hand.pilot.pause()
        await hand.press("escape")
        await hand.wait_for(lambda: hand.app.screen is hand.screen)


async def test_a_file_that_vanished_is_told_in_a_sentence(desk: OpenDesk, folder: Path):
    async with desk() as hand:
        (folder / "ferry.md").unlink()
        await hand.press("enter")
        await hand.wait_for(lambda: hand.told)
        assert len(hand.told) == 1
        assert "\n" not in hand.told[0]
        assert hand.told[0].endswith(".")
        await hand.settle()
        assert "lanterns" in hand.painted("#reader")  # what the index kept of it
        await hand.open("mill.md")
        assert "reopen" in hand.painted("#reader")


async def test_a_binary_file_is_told_in_a_sentence(desk: OpenDesk, folder: Path):
    (folder / "broken.txt").write_bytes(bytes(range(256)) * 40)
    async with desk() as hand:
        assert len(hand.screen.articles) == 4
        await hand.press("G")
        names = []
        for _ in range(4):
            row = hand.screen.articles.current
            names.append(row.path.name)
            if row.path.name == "broken.txt":
                break
            await hand.press("k")
        assert names[-1] == "broken.txt"
        await hand.press("enter")
        await hand.wait_for(lambda: hand.told)
        assert hand.told[0].endswith(".")
        await hand.open("mill.md")


async def test_an_empty_folder_leaves_every_key_harmless(desk: OpenDesk, tmp_path: Path):
    empty = tmp_path / "nothing"
    empty.mkdir()
    async with desk(empty) as hand:
        assert "No articles here" in hand.painted("#articles")
        await hand.press("j", "G", "enter", "y", "z", "r", "tab", "H", "a", "t", "d", "d", "y")
        await hand.press("g", "s", "g", "r", "g", "R", "g", "x", "n", "v", "i", "s", "escape")
        await hand.press("tab", "e", "c", "enter", "d", "d", "tab")
        await hand.settle()
        assert hand.screen.article is None
        assert hand.app.screen is hand.screen


async def test_what_another_session_writes_appears(desk: OpenDesk, paths):
    async with desk(open="ferry.md") as hand:
        document = hand.screen.article.document
        target = describe(document, hand.place("every forty minutes"), source="file:///ferry.md")
        store = AnnotationStore(paths.notes)
        note = Annotation.make(
            [target], colour="blue", article=hand.screen.article.record.id, note="from next door"
        )
        store.add(note, document)
        store.close()
        await hand.wait_for(lambda: hand.annotations)
        assert hand.annotations[0].note == "from next door"
        await hand.wait_for(lambda: "from next door" in hand.painted("#margin"))


async def test_quitting(desk: OpenDesk):
    async with desk() as hand:
        await hand.press("Q")
        await hand.wait_for(lambda: not hand.app.is_running)
    assert hand.app.return_code == 0


async def test_without_colours_the_terminal_keeps_its_own(desk: OpenDesk, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk(open="ferry.md") as hand:
        colours = {
            (str(segment.style.color), str(segment.style.bgcolor))
            for line_filter in hand.app.get_line_filters()
            for segment in line_filter.apply(
                list(hand.screen.reader.render_line(3)), hand.screen.reader.background_colors[1]
            )
            if segment.style is not None
        }
        assert len(hand.app.get_line_filters()) > 0
        assert all("default" in " ".join(pair) for pair in colours), colours
