"""One whole session on a real article, in a real terminal, and the day after."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from terminal_desk import ENTER, ESC, Desk, Terminal
from tinydb import TinyDB

pytestmark = pytest.mark.terminal

SEED = Path(__file__).parents[2].parent / "shared/seed/000_0175700b6812221d.txt"
TITLE = "Russia hits Ukraine"
PROMO = "Unlock the White House Watch newsletter for free"
FIRST = "Russia resumed bombing Kyiv and its energy infrastructure just five days after"
NOTE = "Ask the [mayor] how many are without heating."


@pytest.fixture
def seeded(desk: Desk) -> Desk:
    """A desk with the one article."""
    if not SEED.exists():
        pytest.skip("the saved article is not part of the repository")
    shutil.copy(SEED, desk.articles)
    return desk


def open_article(desk: Desk) -> Terminal:
    """Start, and open the first article of the list."""
    terminal = desk.start(120, 40)
    terminal.wait_for(TITLE)
    terminal.press(ENTER, "Russia resumed bombing Kyiv")
    return terminal


def leave(terminal: Terminal) -> None:
    """Quit as one should."""
    terminal.write("Q")
    assert terminal.wait() == 0
    terminal.assert_restored()


def shows_promo(terminal: Terminal) -> bool:
    """Tell whether the promo stands in the article, rather than being named by a fold."""
    return any(row[34:87].strip() == PROMO for row in terminal.rows)


def find(terminal: Terminal, words: str) -> None:
    """Find words in the article, and put the cursor on the first of them."""

    def box_holds_them() -> bool:
        return any(row[:34].strip() == words for row in terminal.rows[-3:])

    terminal.press("/", "find in this article")
    terminal.press(words, box_holds_them)
    terminal.press(ENTER, lambda: not box_holds_them())


def test_a_session_is_found_again(seeded: Desk) -> None:
    terminal = open_article(seeded)
    assert "2 stripped: repeated headline" in terminal.text
    assert not shows_promo(terminal)
    assert terminal.text.count("Russia hits Ukraine energy sites as Trump truce") == 1

    find(terminal, "Russia resumed")
    terminal.press("H", r"Highlighted in yellow\.")
    terminal.wait_for("Margin · 1 note")
    plain = terminal.look("DTEK, the country")
    marked = terminal.look("infrastructure just five days after")
    assert marked.isdisjoint(plain)
    assert terminal.look("ceasefire owing to the extreme cold") == marked

    # A selection: the second paragraph's first words.
    terminal.press("}v", r"select\b")
    terminal.press("wwe", lambda: not terminal.look("massive barr") & plain)
    terminal.press("a", "C-g discard")
    terminal.press(NOTE, r"how many are without heating\.")
    terminal.press(ESC, r"Note saved\.")
    terminal.wait_for("Margin · 2 notes")
    terminal.press("t", "Tags, parted by commas")
    terminal.press("heat, kyiv", "heat, kyiv")
    terminal.press(ENTER, r"Tagged\.")
    terminal.wait_for("#heat  #kyiv")
    terminal.wait_for(r"Ask the \[mayor\] how many")
    leave(terminal)

    terminal = seeded.start(120, 40)
    terminal.wait_for(r"2026-02-03 .*2 notes")
    terminal.press(ENTER, "Margin · 2 notes")
    terminal.wait_for(r"Ask the \[mayor\] how many")
    assert "#heat  #kyiv" in terminal.text
    assert terminal.look("infrastructure just five days after") == marked
    assert terminal.look("massive barr") >= marked
    leave(terminal)


def test_the_notes_file_is_plain_tinydb_with_web_annotations(seeded: Desk) -> None:
    terminal = open_article(seeded)
    find(terminal, "Russia resumed")
    terminal.press("2", r"Highlighted in green\.")
    terminal.press("a", "C-g discard")
    terminal.press(NOTE, r"without heating\.")
    terminal.press(ESC, r"Note saved\.")
    terminal.press("t", "Tags, parted by commas")
    terminal.press(f"heat, kyiv{ENTER}", r"Tagged\.")
    terminal.wait_for("#heat  #kyiv")
    leave(terminal)

    with TinyDB(seeded.notes) as database:
        annotations = database.table("annotations").all()
        articles = database.table("articles").all()
    assert [article["headline"] for article in articles] == [
        "Russia hits Ukraine energy sites as Trump truce unravels"
    ]
    assert len(annotations) == 1
    annotation = annotations[0]
    assert annotation["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert annotation["type"] == "Annotation"
    assert [(body["purpose"], body["value"]) for body in annotation["body"]] == [
        ("commenting", NOTE),
        ("tagging", "heat"),
        ("tagging", "kyiv"),
    ]
    quote, position = annotation["target"]["selector"]
    assert quote["type"] == "TextQuoteSelector"
    assert quote["exact"].startswith(FIRST)
    assert quote["exact"].endswith("owing to the extreme cold in Ukraine.")
    assert position["type"] == "TextPositionSelector"
    assert position["end"] - position["start"] == len(quote["exact"])


def test_what_was_restored_and_stripped_is_remembered(seeded: Desk) -> None:
    terminal = open_article(seeded)
    terminal.press("gs", r"Stripped blocks are shown\.")
    terminal.wait_for(lambda: shows_promo(terminal))
    terminal.press("gs", r"They are folded again\.")
    terminal.wait_for(lambda: not shows_promo(terminal))

    # Restore the promo alone; strip a paragraph of the report.
    terminal.press("gs", r"Stripped blocks are shown\.")
    find(terminal, "Unlock the")
    terminal.press("gr", r"1 block restored; u undoes it\.")
    find(terminal, "DTEK")
    terminal.press("gx", r"1 block stripped; u undoes it\.")
    terminal.press("gs", r"They are folded again\.")
    terminal.wait_for(lambda: "said two thermal power plants" not in terminal.text)
    assert shows_promo(terminal)
    leave(terminal)

    terminal = open_article(seeded)
    terminal.press("gg", lambda: shows_promo(terminal))
    assert "said two thermal power plants" not in terminal.text
    assert "1 stripped: repeated headline" in terminal.text
    terminal.press("gR", "blocks restored")
    terminal.wait_for("said two thermal power plants")
    leave(terminal)


def test_search_marks_and_escape_returns(seeded: Desk) -> None:
    for number in range(8):
        (seeded.articles / f"{number}.md").write_text(
            f"---\ntitle: Ferry strike, day {number + 2}\ndate: 2026-03-{number + 4:02}\n---\n"
            "The boats stayed in the harbour of Torvald on Monday, and the crews went home.\n\n"
            "A spokesman for the line said that talks would go on into the night.\n",
            "utf-8",
        )
    terminal = seeded.start(120, 40)
    terminal.wait_for("9 articles")
    terminal.wait_for("Ferry strike, day 9")
    terminal.press("jjj", r"^›.*Ferry strike, day 6")
    terminal.press("/", "Esc back")
    terminal.press("heating", "1 found")
    terminal.wait_for(r"^›.*Russia hits")
    terminal.wait_for(lambda: len(terminal.look("heating to more")) > 1)  # the hit is marked
    terminal.press(ENTER, "Enter open")
    terminal.press(ENTER, "knocked out heating")
    unmarked = terminal.look("knocked out ")
    assert terminal.look("heating") - unmarked, "the hit is not marked in the reader"
    terminal.press("q", "Enter open")
    terminal.press(ESC, "9 articles")
    terminal.wait_for(r"^›.*Ferry strike, day 6")
    leave(terminal)


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (f"/DTEK{ENTER}H", "┃ DTEK, the country"),
        ("aAsk them twice.", "│ *Ask them twice"),
        (f"theat{ENTER}", "#heat"),
        ("qj/Russia", "1 found"),
    ],
    ids=["find", "note", "tag", "search"],
)
def test_keys_typed_ahead_reach_what_the_key_before_opened(
    seeded: Desk, keys: str, wanted: str
) -> None:
    # Over a slow link several keys arrive as one packet.
    terminal = open_article(seeded)
    terminal.write(keys)
    terminal.wait_for(wanted, timeout=4)
