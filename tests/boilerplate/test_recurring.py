"""What an outlet repeats is learned from the library, and what is the story is not taken for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from clippings import PROSE, document
from hypothesis import given
from hypothesis import strategies as st
from press import STORIES, Desk, write

from tui.articles.document import Block, BlockKind
from tui.boilerplate.outlet import OutletHabits
from tui.boilerplate.recurring import ENOUGH, RECURRING, shingles, shingles_of
from tui.boilerplate.remover import remove_boilerplate
from tui.boilerplate.shingles import recurrence
from tui.boilerplate.verdict import Role, Verdict, fingerprints
from tui.config import Paths, Settings
from tui.session import Session

PITCH = "Every Friday the lamplighters gather under the old clock, and a seat is kept for you."
WIRE = (
    "A customs treaty between the two republics was signed eleven years ago and has been renewed"
    " twice since, most recently without a vote."
)
POST, GAZETTE = "The Harbour Post", "Orrin Gazette"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    return made


# Seen through a session


def test_what_four_articles_of_an_outlet_repeat_is_stripped_and_says_so(folder: Path):
    paths = [write(folder, story, middle=[PITCH]) for story in range(4)]
    with Desk(folder) as desk:
        for path in paths:
            verdict = desk.verdict(path, PITCH)
            assert (verdict.keep, verdict.rule) == (False, RECURRING)
            assert verdict.reason == "also stands in 3 other articles of The Harbour Post"
            shown = desk.open(path).verdicts.body
            assert all(words in shown for words in STORIES[paths.index(path)][1:])


def test_three_articles_are_enough_and_two_are_not(folder: Path):
    first = write(folder, 0, PITCH)
    write(folder, 1, PITCH)
    with Desk(folder) as desk:
        assert desk.verdict(first, PITCH).keep
    third = write(folder, 2, PITCH)
    with Desk(folder) as desk:
        for path in (first, third):
            verdict = desk.verdict(path, PITCH)
            assert not verdict.keep
            assert verdict.reason == "also stands in 2 other articles of The Harbour Post"


def test_the_same_wire_paragraph_in_two_outlets_is_no_boilerplate(folder: Path):
    paths = [write(folder, story, WIRE) for story in range(4)]
    with Desk(folder) as desk:
        assert not desk.verdict(paths[0], WIRE).keep
    write(folder, 5, WIRE, outlet=GAZETTE)
    with Desk(folder) as desk:
        assert all(desk.verdict(path, WIRE).keep for path in paths)


def test_each_outlet_has_its_own_habits(folder: Path):
    for story in range(4):
        write(folder, story, PITCH)
    other = write(folder, 4, outlet=GAZETTE)
    no_outlet = write(folder, 5, WIRE, outlet="")
    for story in range(3):
        write(folder, story, WIRE, outlet="", name=f"unsigned-{story}.md")
    with Desk(folder) as desk:
        assert desk.open(other).habits.recurring == {}
        assert desk.verdict(no_outlet, WIRE).keep


def test_an_article_that_is_in_no_library_learns_from_it(folder: Path, tmp_path: Path):
    for story in range(3):
        write(folder, story, PITCH)
    (tmp_path / "elsewhere").mkdir()
    path = write(tmp_path / "elsewhere", 4, PITCH)
    with Desk(folder) as desk:
        assert desk.verdict(path, PITCH).reason.startswith("also stands in 3 other articles")


@pytest.mark.parametrize("copies", ["the same file", "later versions", "the same address"])
def test_several_files_of_one_article_are_one_article(folder: Path, copies: str):
    url = "url: https://harbourpost.example/a/1\n" if copies == "the same address" else ""
    path = write(folder, 0, PITCH, facts=url)
    text = path.read_text("utf-8")
    for number in range(4):
        if copies == "later versions":
            title = STORIES[0][0]
            text = text.replace(title, f"{number} boats: night ferry stays after all", 1)
            text += f"\nThe port’s accounts will be audited in spring number {number}.\n"
        elif url:
            headline, *rest = STORIES[number + 1]
            text = text.replace(STORIES[0][0], headline, 1).replace(STORIES[0][1], rest[0])
        (folder / f"copy-{number}.md").write_text(text, "utf-8")
    with Desk(folder) as desk:
        assert desk.verdict(path, PITCH).keep
        assert desk.open(path).habits.recurring == {}


def test_copies_of_another_article_count_once(folder: Path):
    path = write(folder, 0, PITCH)
    other = write(folder, 1, PITCH)
    for number in range(3):
        (folder / f"copy-{number}.md").write_bytes(other.read_bytes())
    with Desk(folder) as desk:
        assert desk.verdict(path, PITCH).keep


def test_what_was_learned_is_seen_when_an_article_is_opened_again(folder: Path):
    paths = [write(folder, 0, PITCH)]
    with Desk(folder) as desk:
        before = desk.open(paths[0])
        assert PITCH in before.verdicts.body
        paths += [write(folder, story, PITCH) for story in (1, 2, 3)]
        desk.session.library.update()
        after = desk.open(paths[0])
        assert PITCH not in after.verdicts.body
        assert after.document.text == before.document.text
        desk.session.index.remove(paths[1:])
        assert PITCH in desk.open(paths[0]).verdicts.body


def test_the_readers_word_stands_against_what_was_learned(folder: Path):
    paths = [write(folder, story, PITCH) for story in range(4)]
    with Desk(folder) as desk:
        opened = desk.open(paths[0])
        place = next(b.index for b in opened.document.blocks if b.text == PITCH)
        name = fingerprints(opened.document)[place]
        record = replace(opened.record, overrides=opened.record.overrides.restore(name))
        desk.session.notes.save_article(record)
        assert opened.with_record(record).verdicts[place].role is Role.BODY
        assert desk.verdict(paths[0], PITCH).rule == "reader"
        assert not desk.verdict(paths[1], PITCH).keep


def test_what_is_searched_does_not_depend_on_what_was_learned(folder: Path):
    for story in range(4):
        write(folder, story, PITCH)
    with Desk(folder) as desk:
        assert desk.session.library.find("lamplighters").total == 4
        _, verdicts = desk.session.read(next(folder.iterdir()))
        assert PITCH in verdicts.body


# What comes again and is the story

BACKGROUND = (
    "The night ferry to Osk lost money in nine of the past ten winters, and the council was split"
    " over its reserve."
)
QUOTED = "“This is a reserve for storms, not for timetables,” the finance officer, Arn Vale, said."


def learned(*blocks: str | Block, times: int = 50, **facts: str) -> list[Verdict]:
    """Judge an article of PROSE and blocks, all of which `times` other articles have as well."""
    article = document([*PROSE[:3], *blocks, *PROSE[3:]], **{"outlet": POST, **facts})
    return judged_with(article, *blocks, times=times)[3 : 3 + len(blocks)]


def judged_with(article, *blocks: str | Block, times: int = 50) -> list[Verdict]:
    known = {s: times for b in blocks for s in shingles(b if isinstance(b, str) else b.text)}
    return list(remove_boilerplate(article, habits=OutletHabits(recurring=known)).verdicts)


@pytest.mark.parametrize(
    "block",
    [
        BACKGROUND,
        QUOTED,
        "The ferry inquiry continues.",
        "Anyone who saw the ferry that night can call us or the harbour council.",
        Block(BlockKind.HEADING, "What happens to the ferry", level=2),
        Block(BlockKind.HEADING, "What we know so far", level=2),
        Block(BlockKind.TABLE, "Crossing from Osk\tLast boat\tFare"),
        "By Ann Lee and Tom Roe",
        "Ann Lee, harbour correspondent",
        "Tuesday 3 February 2026, 10:14",
        "Correction: An earlier version of this article gave the wrong year for the vote.",
        "Additional reporting by Tom Roe in Osk",
        "OSK HARBOUR, Feb 3 (Wire) —",
        "Photo: Ann Lee / The Harbour Post",
    ],
    ids=lambda block: (block if isinstance(block, str) else block.text)[:30],
)
def test_the_story_is_kept_however_often_it_comes_again(block: str | Block):
    assert learned(block)[0].keep


@pytest.mark.parametrize(
    "block",
    [
        PITCH,
        "The Harbour Post app wakes before you do. Tap the anchor and set it to six.",
        "A puzzle, a recipe and a very small poem: that is the weekend, folded.",
        "From the lantern room of the Post",
        "There are 12,400 neighbours who share our first coffee of the day with the lamplighters.",
    ],
)
def test_what_has_nothing_of_the_story_is_stripped(block: str):
    verdict = learned(block, times=ENOUGH)[0]
    assert (verdict.keep, verdict.rule) == (False, RECURRING)
    assert learned(block, times=ENOUGH - 1)[0].keep


def test_the_more_articles_the_surer():
    sure = [learned(PITCH, times=times)[0].confidence for times in (2, 3, 5, 20, 100)]
    assert sure == sorted(sure)
    assert 0.6 <= sure[0] < sure[1] < sure[-1] <= 0.95


def test_a_paragraph_that_ends_in_the_slogan_is_not_the_slogan():
    slogan = "Every Friday the lamplighters gather under the old clock and keep a seat for you."
    mixed = f"{PROSE[2]} {slogan}"
    article = document([*PROSE[:2], mixed, *PROSE[3:]], outlet=POST)
    assert judged_with(article, slogan)[2].keep
    article = document([*PROSE[:2], slogan, *PROSE[3:]], outlet=POST)
    assert not judged_with(article, slogan)[2].keep


def test_a_line_that_repeats_in_a_list_of_the_article_is_its_own():
    items = ["Salt and black pepper", "Quince paste", "The zest of two lemons", "Barley flour"]
    listed = [Block(BlockKind.LIST_ITEM, text, marker="•") for text in items]
    article = document([*PROSE[:2], *listed, *PROSE[2:]], outlet=POST)
    verdicts = judged_with(article, items[0], items[2])
    assert all(verdict.keep for verdict in verdicts)
    menu = ["Salt and black pepper", "Paste of the quince", "The zest of two lemons"]
    listed = [Block(BlockKind.LIST_ITEM, text, marker="•") for text in menu]
    article = document([*PROSE[:2], *listed, *PROSE[2:]], outlet=POST)
    # Where the whole list comes again, it is the outlet's.
    assert not any(verdict.keep for verdict in judged_with(article, *menu)[2:5])


@pytest.mark.parametrize("place", ["above", "below"])
def test_a_byline_that_comes_again_is_still_a_byline(place: str):
    name = "Marguerite van Oss"
    blocks = [name, *PROSE] if place == "above" else [*PROSE, name]
    verdicts = judged_with(document(blocks, outlet=POST), name)
    assert all(verdict.keep for verdict in verdicts)
    signed = f"{name} reports from the harbour"
    verdicts = judged_with(document([signed, *PROSE], outlet=POST, byline=name), signed)
    assert verdicts[0].keep


def test_a_form_that_is_filled_in_is_the_article():
    report = [
        "The index closed at 7,512 points on 3 February, which is 12 points above the day before.",
        "Trading was heaviest in the shares of shipping lines, of which 410 changed their hands.",
        "Copper stood at 9,120 a tonne and brass at 6,300, with nothing sold after four o’clock.",
    ]
    verdicts = judged_with(document(report, outlet=POST), *report)
    assert all(verdict.keep for verdict in verdicts)


def test_another_rules_suspicion_is_confirmed_and_the_reason_says_by_what():
    plug = (
        "The council met in the harbour hall, and the newsletter of the ferry company, which is"
        " free, was read out by the council’s clerk, said members who were there that night."
    )
    assert learned(plug)[0].keep
    link = "Our newsletter tells more about how the harbour keeps the ferry afloat for the council."
    article = document([*PROSE[:3], link, *PROSE[3:]], outlet=POST)
    alone = remove_boilerplate(article)[3]
    together = judged_with(article, link)[3]
    assert not together.keep
    if alone.keep:
        assert "other articles of The Harbour Post" in together.reason


def test_without_a_name_the_outlet_is_its_site():
    article = document([*PROSE, PITCH])
    metadata = replace(article.metadata, url="https://www.harbourpost.example/a/1")
    verdict = judged_with(replace(article, metadata=metadata), PITCH)[-1]
    assert verdict.reason == "also stands in 50 other articles of harbourpost.example"


# Shingles


def test_what_a_shingle_does_not_see():
    assert shingles(PITCH) == shingles(PITCH.upper().replace(" ", "  \n"))
    joined = "Join {} neighbours who open our letter with a first coffee, {} days a week, free."
    assert shingles(joined.format("12,400", 5)) == shingles(joined.format("9", "6.5"))
    assert shingles(PITCH) != shingles(PITCH.replace("Friday", "Monday"))


@pytest.mark.parametrize(
    "text",
    ["", "Sport", "Read more", "12 7 2026", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", "— * —",
     "2 large eggs", "シェア", "https://harbourpost.example/news/a-very-long-address/2026",
     "word " * 100_000],
)  # fmt: skip
def test_a_block_that_says_too_little_or_too_much_has_none(text: str):
    assert shingles(text) == ()


def test_scripts_that_do_not_part_words_have_shingles():
    text = "毎週金曜日の朝、港の灯台から読者の皆さまへ小さな手紙をお届けしています。"
    assert len(shingles(text)) >= 2
    assert shingles(text) != shingles(text.replace("金", "月"))


@given(st.text(max_size=400))
def test_any_text_has_a_few_small_numbers_and_always_the_same(text: str):
    found = shingles(text)
    assert len(found) <= 4
    assert all(0 <= shingle < 2**32 for shingle in found)
    assert found == shingles(text)
    assert shingles_of(document([text, text])) == frozenset(found)


@given(st.lists(st.sampled_from([PITCH, WIRE, *PROSE]), max_size=5), st.integers(1, 9))
def test_a_block_recurs_as_often_as_all_of_it_does(known: list[str], times: int):
    counts = {shingle: times for text in known for shingle in shingles(text)}
    for text in (PITCH, WIRE, *PROSE):
        assert recurrence(shingles(text), counts) == (times if text in known else 0)


@given(st.integers(0, 5), st.data())
def test_one_word_more_between_does_not_hide_a_long_block(story: int, data: st.DataObject):
    words = " ".join([*STORIES[story][1:]]).split()
    place = data.draw(st.integers(8, len(words) - 8))
    changed = " ".join([*words[:place], "also", *words[place:]])
    counts = dict.fromkeys(shingles(" ".join(words)), 3)
    assert recurrence(shingles(changed), counts) in (0, 3)
    near_the_middle = len(words) * 2 // 5 > place
    if near_the_middle:  # the second half is as it was
        assert recurrence(shingles(changed), counts) == 3


def test_the_samples_teach_each_other_nothing(tmp_path: Path):
    """Eighteen articles of as many outlets: no verdict of theirs may change."""
    samples = Path(__file__).parents[2] / "sample_articles"
    paths = Paths(tmp_path / "c", tmp_path / "n.json", tmp_path / "i.sqlite", tmp_path / "s")
    with Session([samples], paths, Settings()) as session:
        assert session.library.update().failed == 0
        for row in session.library.rows():
            document, verdicts = session.read(row.path)
            assert session.index.habits_of(document) == {}
            assert session.open(row.path).verdicts.verdicts == verdicts.verdicts
