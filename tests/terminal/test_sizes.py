"""The desk in small windows: as many panes as fit, and all of them within reach."""

from __future__ import annotations

import pytest
from terminal_desk import ENTER, ESC, TAB, Desk, Terminal

pytestmark = pytest.mark.terminal


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """A desk with five articles of our own."""
    for number in range(1, 6):
        (desk.articles / f"{number}.md").write_text(
            f"---\ntitle: Bridge report {number}\ndate: 2026-03-0{number}\nsite: Torvald Post\n"
            "---\nThe old bridge was closed on Friday.\n\n"
            "Its northern pier has moved by a hand's breadth since the flood.\n\n"
            "Nobody can say when it will open again, the council wrote.\n",
            "utf-8",
        )
    return desk


def assert_fits(terminal: Terminal, columns: int, rows: int) -> None:
    """Assert that the whole screen is drawn, the last row with its keys included."""
    assert len(terminal.rows) == rows
    assert all(len(row) == columns for row in terminal.rows)
    assert terminal.rows[-1].strip()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
def test_a_small_window_is_enough(stocked: Desk, columns: int, rows: int) -> None:
    terminal = stocked.start(columns, rows)
    terminal.wait_for("5 articles")
    terminal.wait_for(r"^›.*Bridge report 5")
    assert_fits(terminal, columns, rows)
    terminal.press("jj", r"^›.*Bridge report 3")

    terminal.press(ENTER, "The old bridge was closed")
    assert "5 articles" not in terminal.text
    assert "Margin" not in terminal.text
    assert_fits(terminal, columns, rows)
    terminal.press("}", "› *Its northern pier")
    terminal.press("H", r"Highlighted in yellow\.")
    terminal.press("a", "│ *Its northern pier")
    assert "Its northern pier" in terminal.text  # what the note is about stays in view
    terminal.press("Measured when?", "Measured when")
    terminal.press(ESC, r"Note saved\.")
    terminal.press("t", "Tags, parted by commas")
    terminal.press("bridge", "│ *bridge")
    terminal.press(ENTER, r"Tagged\.")

    terminal.press(TAB, "Margin · 1 note")
    terminal.wait_for(r"Measured when\?")
    terminal.wait_for("#bridge")
    assert_fits(terminal, columns, rows)
    terminal.press(ENTER, "▌ Its northern pier")
    assert "Margin" not in terminal.text

    terminal.press("q", r"^›.*Bridge report 3")
    terminal.wait_for("1 note")
    terminal.press("?", "q back")
    terminal.press("q", lambda: "q back" not in terminal.text)
    terminal.wait_for(r"^›.*Bridge report 3")
    terminal.press("/", "Enter done")
    terminal.press("Measured", "1 found")
    terminal.press(ESC, "5 articles")
    terminal.write("Q")
    assert terminal.wait() == 0
    terminal.assert_restored()


def test_panes_come_and_go_with_the_window(stocked: Desk) -> None:
    terminal = stocked.start(120, 40)
    terminal.wait_for("5 articles")
    terminal.press(ENTER, "The old bridge was closed")
    terminal.wait_for("Margin")
    assert "5 articles" in terminal.text

    # Whatever comes and goes, the line that the reader was at stays on the screen.
    terminal.resize(90, 30)
    terminal.wait_for(lambda: "5 articles" not in terminal.text and "Margin" in terminal.text)
    terminal.wait_for("The old bridge was closed", timeout=3)
    terminal.resize(80, 24)
    terminal.wait_for(lambda: "Margin" not in terminal.text)
    terminal.wait_for("The old bridge was closed", timeout=3)
    terminal.resize(120, 40)
    terminal.wait_for(lambda: "5 articles" in terminal.text and "Margin" in terminal.text)
    terminal.wait_for("The old bridge was closed", timeout=3)


def test_the_keys_of_the_note_editor_are_in_view_at_40_by_12(stocked: Desk) -> None:
    terminal = stocked.start(40, 12)
    terminal.wait_for("5 articles")
    terminal.press(ENTER, "The old bridge was closed")
    terminal.press("a", "│ *The old bridge was closed")
    terminal.wait_for("Esc save", timeout=3)


def test_q_twice_leaves_a_page_of_help_and_then_the_article(stocked: Desk) -> None:
    terminal = stocked.start()
    terminal.wait_for("5 articles")
    terminal.press(ENTER, "The old bridge was closed")
    terminal.press("?", "q back")
    terminal.press("qq", "Enter open")
    assert terminal.process.poll() is None
