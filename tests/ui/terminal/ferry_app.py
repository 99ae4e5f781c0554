"""A small program to be driven in a terminal: `ferry_app.py plain` or `ferry_app.py compared`."""

from __future__ import annotations

import sys
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.events import Key
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from tui.ui.terminal.driver import frame_driver

TEXT, MARKED = Style.parse("#d0d0d0 on #101010"), Style.parse("bold #000000 on #ffcc00")
CREW = "👩\u200d🚀 and cre\u0301w "
LINES = [
    f"{number:3} {'the late ferry to Kaldry — '[number % 9 :]}{'日本の船 ' * (number % 4)}"
    f"{CREW * (number % 50 == 30)}{'-' * (number * 7 % 31)}"
    for number in range(300)
]


class Timetable(Widget):
    """Lines across the whole width, one of them marked."""

    top = reactive(0)
    cursor = reactive(0)

    def render_line(self, y: int) -> Strip:
        number = self.top + y
        style = MARKED if y == self.cursor else TEXT
        line = Strip([Segment(LINES[number % len(LINES)], style)])
        return line.adjust_cell_length(self.size.width, TEXT)


class Question(ModalScreen[None]):
    """Something that covers part of the screen."""

    BINDINGS: ClassVar = [("escape", "dismiss", "Away")]

    def compose(self) -> ComposeResult:
        yield Label("Is the ferry late? 日本", markup=False)


class Ferry(App[None]):
    """Every key that came is counted in the last line, so that one knows when it was drawn."""

    CSS = """
    Timetable { height: 1fr; }
    Static, Input { height: 1; border: none; }
    Question { align: center middle; }
    Question Label { border: round red; padding: 1 2; background: blue; }
    """
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = False
    keys = 0

    def compose(self) -> ComposeResult:
        yield Timetable()
        yield Input(compact=True)
        yield Static("ready", markup=False)

    def on_key(self, event: Key) -> None:
        self.press(event)
        self.keys += 1
        self.screen_stack[0].query_one(Static).update(f"keys {self.keys}.")

    def press(self, event: Key) -> None:
        page = self.screen_stack[0].query_one(Timetable)
        if event.key in ("j", "k"):
            page.top += 1 if event.key == "j" else -1
        elif event.key in ("n", "p"):
            page.cursor += 1 if event.key == "n" else -1
        elif event.key == "space":
            page.top += page.size.height
        elif event.key == "i":
            self.screen_stack[0].query_one(Input).value += "船é"
        elif event.key == "m":
            self.push_screen(Question())
        elif event.key == "s":
            with self.suspend():
                print("\x1b[2J\x1b[35mthe shell was here", flush=True)  # noqa: T201 - a shell does
        elif event.key == "ctrl+l":
            if forget := getattr(self._driver, "forget", None):
                forget()
            self.refresh(layout=True)
        elif event.key == "q":
            self.exit()


if __name__ == "__main__":
    Ferry(driver_class=frame_driver() if sys.argv[1] == "compared" else None).run()
