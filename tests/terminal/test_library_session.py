"""A session over a library of a few thousand articles, in a real terminal."""

from __future__ import annotations

import os
import random
import re

import pytest
from terminal_desk import ENTER, ESC, Desk, Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.timeout(300)]

ARTICLES = 2_000
SLOW = 150.0
"""Seconds in which they are indexed on a machine that has much else to do; mostly it takes 3."""
BAR = "[▓░]{5}"
"""What the list shows while articles are indexed."""
RARE, EVERY = "lamplighter", 100
"""A word that every so manieth article has, far down, and once more at its end."""
DATED = 1_600_000_000


def write_articles(desk: Desk) -> None:
    """Write articles of invented words, a day between each and the next; the last is the newest."""
    chance = random.Random(2)
    words = ["".join(chance.choices("abdeilmnorstu", k=chance.randint(3, 9))) for _ in range(900)]

    def paragraph() -> str:
        return " ".join(chance.choices(words, k=45)).capitalize() + "."

    for number in range(ARTICLES):
        paragraphs = [paragraph() for _ in range(3)]
        if number % EVERY == 0:
            paragraphs += [paragraph() for _ in range(24)]
            paragraphs.append(f"There the {RARE} of quay {number} was seen. {paragraph()}")
            paragraphs += [paragraph() for _ in range(24)]
            paragraphs.append(f"And the {RARE} went home.")
        day = f"{1 + number % 28:02}"
        date = f"{2016 + number // 336}-{1 + number // 28 % 12:02}-{day}"
        head = (
            f"---\ntitle: The quay report, no. {number:04}\nsite: Skarrow Weekly\ndate: {date}\n---"
        )
        path = desk.articles / f"{number // 500}" / f"{number:04}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n\n".join((head, *paragraphs)) + "\n")
        os.utime(path, (DATED + number, DATED + number))


@pytest.fixture
def library(desk: Desk) -> Desk:
    """A desk with many articles, none of them indexed."""
    write_articles(desk)
    return desk


def leave(terminal: Terminal) -> None:
    terminal.write("Q")
    assert terminal.wait() == 0
    terminal.assert_restored()


def indexed(terminal: Terminal) -> None:
    """Wait until nothing is left to be indexed."""
    terminal.wait_for(lambda: is_whole(terminal), timeout=SLOW)


def is_whole(terminal: Terminal) -> bool:
    return f"{ARTICLES:,} articles" in terminal.text and not re.search(BAR, terminal.text)


def listed(terminal: Terminal) -> list[int]:
    """The numbers of the articles on the screen's left."""
    found = (re.match(r"[›▸ ].*no\. (\d{4})", row[:40]) for row in terminal.rows)
    return [int(match[1]) for match in found if match]


def test_a_library_is_searched_while_typing_and_read(library: Desk) -> None:
    terminal = library.start(120, 40)
    indexed(terminal)
    newest = ARTICLES - 1
    assert listed(terminal)[:3] == [newest, newest - 1, newest - 2]
    terminal.press("G", r"^›.*no\. 0000")
    terminal.press("gg", rf"^›.*no\. {newest}")

    # Letter by letter: the same words, and what is found gets less.
    terminal.press("/", "Esc back")
    for at, letter in enumerate(RARE, 1):
        # Behind what is typed may stand how it could go on.
        terminal.press(letter, rf"\A *{RARE[:at]}")
    terminal.wait_for(rf"{ARTICLES // EVERY} found")
    terminal.wait_for(lambda: len(terminal.look(f"{RARE} of")) > 1)  # the hits are marked
    assert set(listed(terminal)) <= set(range(0, ARTICLES, EVERY))
    terminal.write("\x7f" * len(RARE))
    terminal.wait_for(f"{ARTICLES:,} articles")
    terminal.press('"quay 1200 was', "1 found")
    assert listed(terminal) == [1200]
    terminal.wait_for(lambda: len(terminal.look("quay 1200 was seen")) > 1)

    # Opening it lands on the match, which is marked; the next one is at the end of the article.
    terminal.press(ENTER, "Enter open")
    terminal.press(ENTER, rf"There the {RARE} of quay 1200 was seen")
    unmarked = terminal.look(f"There the {RARE}")
    terminal.wait_for(lambda: terminal.look("quay 1200 was") - unmarked)
    terminal.press("q", "Enter open")

    # Back, and another search: what is found is walked with J, each landing on its match.
    terminal.press(ESC, f"{ARTICLES:,} articles")
    terminal.wait_for(rf"^›.*no\. {newest}")
    terminal.press("/", "Esc back")
    terminal.press(f"{RARE} date:2018", "4 found")
    terminal.press(ENTER, "Enter open")
    terminal.wait_for(lambda: listed(terminal) == [1000, 900, 800, 700])
    first, second = 1000, 900
    terminal.press(ENTER, rf"the {RARE} of quay {first} was seen")
    terminal.press("J", rf"the {RARE} of quay {second} was seen")
    terminal.press("n", rf"And the {RARE} went home\.")
    terminal.press("K", rf"the {RARE} of quay {first} was seen")
    leave(terminal)


def test_the_list_is_there_while_it_is_indexed_and_at_once_the_day_after(library: Desk) -> None:
    terminal = library.start(120, 40)
    terminal.wait_for(BAR, timeout=SLOW)
    terminal.wait_for(r"^›.*no\. \d{4}", timeout=SLOW)
    before = listed(terminal)[0]
    terminal.press("jj", lambda: not re.search(rf"^›.*no\. {before:04}", terminal.text, re.M))
    indexed(terminal)
    leave(terminal)

    again = library.start(120, 40)
    again.wait_for(f"{ARTICLES:,} articles")
    assert "░" not in again.raw.decode()
    assert listed(again)[0] == ARTICLES - 1
    leave(again)


def test_what_was_not_indexed_when_the_window_closed_is_indexed_then(library: Desk) -> None:
    terminal = library.start(120, 40)
    terminal.wait_for(f"[1-9]\\d* (?:articles )?· {BAR}", timeout=SLOW)
    terminal.close()
    terminal.process.wait(30)

    again = library.start(120, 40)
    indexed(again)
    again.press("/", "Esc back")
    again.press(RARE, rf"{ARTICLES // EVERY} found")
    again.press(ENTER, "Enter open")
    leave(again)
