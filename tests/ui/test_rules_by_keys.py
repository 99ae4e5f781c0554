"""Rules for outlets, made, listed and removed through keys."""

from __future__ import annotations

import pytest
from desk_in_hand import OpenDesk
from post import NOTICE, SERIES, cover, listed, said_over, stripped, write_articles

from tui.annotations import AnnotationStore
from tui.boilerplate.outlet import OutletRule
from tui.ui.screens.rule_list import RuleList
from tui.ui.screens.rule_question import RuleQuestion

LINK = "READ MORE: Prince arrives by ferry"
OTHER_LINK = "READ MORE: Nine bakers tell all"
PITCH = "Sign up for our free newsletter."


@pytest.fixture(autouse=True)
def articles(folder):
    write_articles(folder)


async def test_a_rule_to_strip_holds_in_all_articles_of_the_outlet_and_is_undone(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await hand.go_to(SERIES)
        await hand.press("g", "X")
        await hand.wait_for(lambda: SERIES in stripped(hand))
        await hand.settle()
        assert hand.said == "Always stripped: 1 block here; u undoes it (The Harbour Post)."
        assert SERIES not in hand.painted("#reader").replace("\n", " ").split("outlet rule")[0]
        await hand.open("sea.md")
        assert SERIES not in stripped(hand)
        await hand.open("tram.md")
        assert SERIES in stripped(hand)
    async with desk(open="tram.md") as hand:
        assert SERIES in stripped(hand)
        await hand.press("u")
        await hand.wait_for(lambda: SERIES not in stripped(hand))
        await hand.settle()
        assert hand.said == "New rule for The Harbour Post taken back"
        await hand.press("ctrl+r")
        await hand.wait_for(lambda: SERIES in stripped(hand))


async def test_a_label_is_asked_about_and_meant_by_default(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await hand.go_to(LINK)
        await hand.press("g", "K")
        assert isinstance(hand.app.screen, RuleQuestion)
        await hand.press("enter")
        await hand.wait_for(lambda: LINK not in stripped(hand))
        await hand.settle()
        assert hand.said.startswith("Always kept: 1 block here; u undoes it")
        await hand.open("tram.md")
        assert OTHER_LINK not in stripped(hand)
        assert PITCH in stripped(hand)


async def test_only_these_words_may_be_meant(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await hand.go_to(LINK)
        await hand.press("g", "K", "w")
        await hand.wait_for(lambda: LINK not in stripped(hand))
        await hand.open("tram.md")
        assert OTHER_LINK in stripped(hand)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_the_question_is_whole_and_esc_makes_no_rule(desk: OpenDesk, size):
    async with desk(open="bus.md", size=size) as hand:
        await hand.go_to(LINK)
        await hand.press("g", "K")
        await hand.pilot.pause()
        asked, keys = hand.app.screen.query("Static")
        assert str(asked.render()) == "Always keep what begins “READ MORE:” in The Harbour Post?"
        for part in (asked, keys):
            room = part.size.width * part.size.height
            assert room >= len(str(part.render()))
            assert hand.app.screen.region.contains_region(part.region)
        await hand.press("x", "escape")
        await hand.settle()
        assert hand.app.screen is hand.screen
        assert hand.session.notes.outlet_rules() == ()


async def test_what_cannot_be_a_rule_is_refused_in_a_sentence(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await hand.go_to(NOTICE)
        await hand.press("g", "X")
        await hand.settle()
        assert any("is protected (correction)" in sentence for sentence in hand.told)
        await hand.open("stray.md")
        await hand.go_to(SERIES)
        await hand.press("g", "X")
        await hand.settle()
        assert any("neither its outlet nor its address" in each for each in hand.told)
        assert hand.session.notes.outlet_rules() == ()


async def test_on_a_fold_of_several_blocks_one_has_to_be_chosen(desk: OpenDesk):
    async with desk(open="mill.md") as hand:
        await hand.go_to("Read more")
        await hand.press("g", "K")
        assert hand.screen.reader.reveal
        assert hand.said.startswith("2 blocks")


async def test_a_block_restored_by_hand_stays_and_that_is_said(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await hand.go_to(PITCH)
        await hand.press("g", "r")
        await hand.wait_for(lambda: PITCH not in stripped(hand))
        await hand.settle()
        await hand.go_to(PITCH)
        await hand.press("g", "X")
        await hand.settle()
        assert PITCH not in stripped(hand)
        assert "This very block stays as you decided" in hand.said


async def test_another_sessions_rule_reaches_the_open_article(desk: OpenDesk, paths):
    async with desk(open="bus.md") as hand:
        await hand.settle()
        other = AnnotationStore(paths.notes)
        words = "this story is part of our series on the river towns"
        other.save_outlet_rule(OutletRule("the harbour post", False, words))
        other.close()
        await hand.wait_for(lambda: SERIES in stripped(hand))


async def test_rules_are_listed_removed_and_brought_back(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await hand.go_to(SERIES)
        await hand.press("g", "X")
        await hand.wait_for(lambda: SERIES in stripped(hand))
        await hand.go_to(LINK)
        await hand.press("g", "K", "enter")
        await hand.wait_for(lambda: LINK not in stripped(hand))
        await hand.settle()
        await hand.press("g", "O")
        await hand.settle()
        assert isinstance(hand.app.screen, RuleList)
        shown = listed(hand)
        assert "Rules for outlets · 2" in shown
        assert "always stripped · The Harbour Post" in shown
        assert "what begins “read more”" in shown
        await hand.press("d", "d")
        await hand.wait_for(lambda: SERIES not in stripped(hand))
        await hand.settle()
        assert said_over(hand) == "Rule removed; u brings it back."
        assert "always stripped" not in listed(hand)
        await hand.press("u")
        await hand.wait_for(lambda: SERIES in stripped(hand))
        await hand.settle()
        assert said_over(hand) == "Removed rule for The Harbour Post is back"
        await hand.press("d", "d")
        await hand.settle()
        await hand.press("d", "d")
        await hand.settle()
        assert "No rules for outlets yet" in listed(hand)
        await hand.press("d", "d", "j", "enter", "q")
        await hand.settle()
        assert hand.app.screen is hand.screen
    async with desk() as hand:
        assert hand.session.notes.outlet_rules() == ()
        await hand.press("u", "u")
        await hand.settle()
        assert len(hand.session.notes.outlet_rules()) == 2


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_many_rules_of_hostile_outlets_are_walked_through(desk: OpenDesk, paths, size):
    store = AnnotationStore(paths.notes)
    with store.together():
        for number in range(60):
            outlet = f"[red]Paper {number}\x1b]0;x\x07" + " of a long name" * 5
            words = f"[b]words {'again ' * 30}{chr(97 + number % 26)}{number // 26}"
            sample = f"\x1b[2J[blink]Sample {number} " + "goes on " * 20
            store.save_outlet_rule(
                OutletRule(outlet, number % 2 == 0, words, number % 3 == 0, sample, outlet)
            )
    store.close()
    async with desk(size=size) as hand:
        await hand.press("g", "O")
        await hand.settle()
        first = listed(hand)
        assert "[red]Paper 0" in first
        for keys in (("G",), ("g", "g"), ("ctrl+d",), ("space",), ("b",), ("9", "j"), ("enter",)):
            await hand.press(*keys)
            shown = listed(hand)
            assert "\x1b" not in shown
            assert "┃" in shown
            assert all(len(line) <= size[0] for line in shown.split("\n")[1:])
        assert cover(hand).entries.index > 0


async def test_the_palette_has_the_rules_and_nothing_that_the_desk_cannot_do(desk: OpenDesk):
    async with desk(open="bus.md") as hand:
        await hand.press(":")
        await hand.type("rules for outlets")
        await hand.wait_for(lambda: hand.app.screen.query("CommandList").first().option_count)
        await hand.settle()
        await hand.press("enter")
        await hand.press("enter")
        await hand.wait_for(lambda: isinstance(hand.app.screen, RuleList))
