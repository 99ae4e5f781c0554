"""What a command is: its name, its help, its keys, and who carries it out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do.

    Attributes:
        id: `context.name`; the context says where its keys work, and the method `do_name` of the
            performer carries it out.
        help: What it does, for the help screen and the palette.
        keys: Its default keys.
        performer: Who carries it out, where that is not the context's own pane.
        counts: Whether a number typed before it repeats it.
        takes: Whether it waits for one more character (`m a`).
        argument: A fixed argument, for families such as the five colours.
        hint: Its word in the footer; empty where it is not shown there.
    """

    id: str
    help: str
    keys: tuple[str, ...]
    performer: str = ""
    counts: bool = False
    takes: bool = False
    argument: str = ""
    hint: str = ""

    @property
    def context(self) -> str:
        """Where its keys work."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """Its own name within the context."""
        return self.id.partition(".")[2]

    @property
    def method(self) -> str:
        """The performer's method; what follows a colon tells the members of a family apart."""
        return "do_" + self.name.partition(":")[0].replace("-", "_")


def moves(context: str) -> tuple[Command, ...]:
    """Return the motions that every pane shares; in the reader `b` is a word, as beside `w`."""
    in_reader = context == "reader"
    on = ("Space", "PageDown", "C-f") if in_reader else ("Space", "PageDown")
    back = ("Backspace", "PageUp", "C-b") if in_reader else ("b", "Backspace", "PageUp")
    return (
        Command(f"{context}.down", "Down one line", ("j", "Down"), counts=True),
        Command(f"{context}.up", "Up one line", ("k", "Up"), counts=True),
        Command(f"{context}.page-down", "Down one page", on, counts=True),
        Command(f"{context}.page-up", "Up one page", back, counts=True),
        Command(f"{context}.half-down", "Down half a page", ("C-d",), counts=True),
        Command(f"{context}.half-up", "Up half a page", ("C-u",), counts=True),
        Command(f"{context}.first", "To the beginning", ("g g", "Home"), counts=True),
        Command(f"{context}.last", "To the end", ("G", "End"), counts=True),
    )
