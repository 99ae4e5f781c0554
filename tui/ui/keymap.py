"""The keys: the defaults with the user's own over them, and a matcher for chords and counts.

Textual knows neither chords nor counts, so the keys of the panes are read here. The matcher is a
small state machine without a clock: the screen asks it whether it `waits`, and calls `expire`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tui.errors import SettingsError
from tui.ui.command import Command
from tui.ui.commands import COMMANDS

TAKEN_BY_THE_TERMINAL = frozenset({"C-s", "C-q"})
"""Flow control: a terminal or a link may keep these for itself."""

_NAMES = {
    "space": "Space",
    "enter": "Enter",
    "tab": "Tab",
    "escape": "Esc",
    "backspace": "Backspace",
    "delete": "Delete",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pageup": "PageUp",
    "pagedown": "PageDown",
    "home": "Home",
    "end": "End",
}


def key_name(key: str, character: str | None) -> str:
    """Write a Textual key as this program writes keys: `j`, `Space`, `C-d`, `S-Tab`.

    Args:
        key: Textual's name for it ("ctrl+d", "left_square_bracket").
        character: What it types, where it types something.
    """
    if character and character.isprintable() and character != " ":
        return character
    *modifiers, name = key.split("+")
    prefix = "".join(f"{modifier[0].upper()}-" for modifier in modifiers)
    return prefix + _NAMES.get(name, name)


class Keymap:
    """Which keys stand for which commands, by context.

    Raises:
        SettingsError: a command that does not exist, a key that a terminal keeps for itself, or
            two commands of one context on the same keys.
    """

    def __init__(self, own: Mapping[str, str | Sequence[str]] | None = None) -> None:
        own = own or {}
        known = {command.id for command in COMMANDS}
        for name in own:
            if name not in known:
                raise SettingsError(f"The settings give a key to “{name}”, which is no command.")
        self._keys: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._by_context: dict[str, dict[tuple[str, ...], Command]] = {}
        for command in COMMANDS:
            chords = _chords(own[command.id]) if command.id in own else _chords(command.keys)
            self._keys[command.id] = chords
            for chord in chords:
                self._bind(command, chord)

    def _bind(self, command: Command, chord: tuple[str, ...]) -> None:
        if taken := TAKEN_BY_THE_TERMINAL.intersection(chord):
            raise SettingsError(f"{min(taken)} cannot be a key: terminals keep it for themselves.")
        bound = self._by_context.setdefault(command.context, {})
        for other, owner in bound.items():
            shorter = min(len(other), len(chord))
            if other[:shorter] == chord[:shorter]:
                raise SettingsError(
                    f"“{' '.join(chord)}” is the key of both {owner.id} and {command.id}."
                )
        bound[chord] = command

    def keys_of(self, command: Command) -> tuple[str, ...]:
        """Return a command's keys as they are shown: `gs`, `Space`, `]h`."""
        return tuple("".join(chord) for chord in self._keys[command.id])

    def look_up(
        self, contexts: Iterable[str], chord: tuple[str, ...]
    ) -> tuple[Command | None, bool]:
        """Return the command of a chord in the first context that has it.

        Returns:
            The command, or None; and whether the chord is the beginning of a longer one in that
            context or one before it.
        """
        more = False
        for context in contexts:
            bound = self._by_context.get(context, {})
            if chord in bound:
                return bound[chord], more
            more = more or any(other[: len(chord)] == chord for other in bound)
        return None, more


def _chords(keys: str | Sequence[str]) -> tuple[tuple[str, ...], ...]:
    if isinstance(keys, str):
        keys = [keys]
    return tuple(tuple(chord.split()) for chord in keys if chord.split() and chord != "nop")


@dataclass(frozen=True, slots=True)
class Press:
    """A command that was typed.

    Attributes:
        command: Which one.
        count: The number before it, or None.
        argument: The character after it, or the command's own fixed argument.
    """

    command: Command
    count: int | None = None
    argument: str = ""

    @property
    def times(self) -> int:
        """How often it is to be repeated: once where no number was typed."""
        return self.count or 1


LARGEST_COUNT = 99_999


class KeyMatcher:
    """Turn keys into commands, one key at a time.

    Some keys are a command and the beginning of something longer: `1` highlights and begins `12j`;
    while selecting, `a` writes a note and begins `as`. Such a command waits for the next key. What
    completes the longer form is that; any other key, and `expire`, carry the waiting one out.
    """

    def __init__(self, keymap: Keymap) -> None:
        self._keymap = keymap
        self._count = ""
        self._chord: tuple[str, ...] = ()
        self._waiting: Press | None = None
        self._taking: Command | None = None

    @property
    def pending(self) -> str:
        """What was typed and is not a command yet, to be shown: `3g`."""
        return self._count + "".join(self._chord) + ("…" if self._taking else "")

    @property
    def waits(self) -> bool:
        """Whether a command waits to see if it is the beginning of something longer."""
        return self._waiting is not None

    def feed(self, contexts: Sequence[str], key: str) -> tuple[Press, ...]:
        """Take one key.

        Args:
            contexts: Where the keys are looked up, the first first.
            key: The key, as `key_name` writes it.

        Returns:
            The commands to carry out now, in order; empty while a chord is being typed.
        """
        if self._taking is not None:
            press = Press(self._taking, self._number(), key)
            self.clear()
            return () if key == "Esc" else (press,)
        if key == "Esc" and self.pending:
            self.clear()
            return ()
        if not self._chord and key.isdecimal() and key.isascii() and (self._count or key != "0"):
            return self._feed_digit(contexts, key)
        chord = (*self._chord, key)
        command, more = self._keymap.look_up(contexts, chord)
        digit_stands = self._waiting is not None and not self._chord
        if digit_stands and not more and not (command and command.counts):
            return self._carry_out_waiting(contexts, key)
        if more:
            self._chord = chord
            # A digit before the beginning of a chord is its count, and no command any more.
            self._waiting = (
                Press(command, self._number(), command.argument) if command is not None else None
            )
            return ()
        if command is None:
            if self._waiting is not None:
                return self._carry_out_waiting(contexts, key)
            self.clear()
            return ()
        if command.takes:
            self._taking, self._chord, self._waiting = command, chord, None
            return ()
        press = Press(command, self._number(), command.argument)
        self.clear()
        return (press,)

    def expire(self) -> tuple[Press, ...]:
        """Take a pause for an answer: a waiting command is meant after all."""
        if self._waiting is None:
            return ()
        waiting = self._waiting
        self.clear()
        return (waiting,)

    def clear(self) -> None:
        """Forget what was typed."""
        self._count, self._chord, self._waiting, self._taking = "", (), None, None

    def _feed_digit(self, contexts: Sequence[str], key: str) -> tuple[Press, ...]:
        command, _ = self._keymap.look_up(contexts, (key,))
        first = not self._count and command is not None
        self._waiting = Press(command, None, command.argument) if first and command else None
        self._count = str(min(int(self._count + key), LARGEST_COUNT))
        return ()

    def _carry_out_waiting(self, contexts: Sequence[str], key: str) -> tuple[Press, ...]:
        return (*self.expire(), *self.feed(contexts, key))

    def _number(self) -> int | None:
        return int(self._count) if self._count else None
