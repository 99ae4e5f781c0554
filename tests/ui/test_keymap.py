"""Keys: names, chords, counts, keys that wait, and the user's own."""

from __future__ import annotations

from collections import Counter

import pytest
from desk_in_hand import OpenDesk
from hypothesis import given
from hypothesis import strategies as st

from tui.config import Settings
from tui.errors import SettingsError
from tui.ui.commands import COLOURS, COMMANDS, CONTEXTS
from tui.ui.keymap import LARGEST_COUNT, Keymap, KeyMatcher, key_name

READER = ("reader", "desk")
VISUAL = ("visual", "reader", "desk")
EVERY_KEY = sorted({key for command in COMMANDS for each in command.keys for key in each.split()})


def pressed(matcher: KeyMatcher, keys: str, contexts: tuple[str, ...] = READER):
    presses = [press for key in keys.split() for press in matcher.feed(contexts, key)]
    return [(press.command.id, press.count) for press in presses]


@pytest.fixture
def matcher() -> KeyMatcher:
    return KeyMatcher(Keymap())


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [
        ("j", "j", "j"),
        ("J", "J", "J"),
        ("space", " ", "Space"),
        ("enter", "\r", "Enter"),
        ("escape", "\x1b", "Esc"),
        ("ctrl+d", "\x04", "C-d"),
        ("shift+tab", None, "S-Tab"),
        ("ctrl+shift+up", None, "C-S-Up"),
        ("left_square_bracket", "[", "["),
        ("backslash", "\\", "\\"),
        ("pagedown", None, "PageDown"),
        ("é", "é", "é"),
    ],
)
def test_names_of_keys(key, character, name):
    assert key_name(key, character) == name


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("j", [("reader.down", None)]),
        ("g g", [("reader.first", None)]),
        ("g s", [("reader.show-stripped", None)]),
        ("1 2 j", [("reader.down", 12)]),
        ("1 0 j", [("reader.down", 10)]),
        ("3 ] h", [("reader.next-highlight", 3)]),
        ("0", [("reader.line-start", None)]),
        ("g x g x", [("reader.strip", None)] * 2),
        ("d d", [("reader.delete", None)]),
        ("g Esc j", [("reader.down", None)]),
        ("1 2 Esc j", [("reader.down", None)]),
        ("Esc", [("desk.cancel", None)]),
        ("1 Esc Esc", [("desk.cancel", None)]),
        ("q", [("desk.back", None)]),
        ("µ", []),
        ("g µ j", [("reader.down", None)]),
    ],
)
def test_chords_and_counts(matcher, keys, expected):
    assert pressed(matcher, keys) == expected
    assert matcher.pending == ""
    assert not matcher.waits


def test_what_is_begun_is_shown(matcher):
    assert pressed(matcher, "3 g") == []
    assert matcher.pending == "3g"
    pressed(matcher, "g")
    assert matcher.pending == ""


def test_a_count_is_bounded(matcher):
    assert pressed(matcher, " ".join("9" * 40) + " j") == [("reader.down", LARGEST_COUNT)]


def test_a_digit_waits_and_expires_as_a_colour(matcher):
    assert pressed(matcher, "1") == []
    assert matcher.waits
    [press] = matcher.expire()
    assert (press.command.id, press.argument, press.count) == (
        "reader.highlight:yellow",
        "yellow",
        None,
    )
    assert matcher.pending == ""
    assert matcher.expire() == ()


def test_a_digit_before_what_takes_no_count_is_a_colour(matcher):
    assert pressed(matcher, "2 H") == [("reader.highlight:green", None), ("reader.highlight", None)]


def test_a_digit_that_is_no_colour_only_counts(matcher):
    assert pressed(matcher, "9") == []
    assert not matcher.waits
    assert pressed(matcher, "k") == [("reader.up", 9)]


def test_two_digits_are_a_count_only(matcher):
    assert pressed(matcher, "1 2") == []
    assert not matcher.waits
    assert matcher.expire() == ()


def test_a_while_selecting_is_a_note_or_the_beginning_of_an_object(matcher):
    assert pressed(matcher, "a s", VISUAL) == [("visual.object:as", None)]
    assert pressed(matcher, "a", VISUAL) == []
    assert matcher.waits
    assert [press.command.id for press in matcher.expire()] == ["reader.note"]
    assert pressed(matcher, "a j", VISUAL) == [("reader.note", None), ("reader.down", None)]
    assert pressed(matcher, "a Esc", VISUAL) == []
    assert not matcher.waits
    assert pressed(matcher, "a", READER) == [("reader.note", None)]


def test_b_is_a_word_in_the_reader_and_a_page_elsewhere(matcher):
    for contexts in (READER, VISUAL):
        assert pressed(matcher, "b", contexts) == [("reader.word-back", None)]
        assert pressed(matcher, "Backspace", contexts) == [("reader.page-up", None)]
    assert pressed(matcher, "b", ("list", "desk")) == [("list.page-up", None)]


def test_t_tags_and_means_till_while_selecting(matcher):
    assert pressed(matcher, "t", READER) == [("reader.tag", None)]
    assert [press.argument for press in matcher.feed(VISUAL, "t")] == []
    assert [press.argument for press in matcher.feed(VISUAL, "x")] == ["x"]
    assert pressed(matcher, "g t", VISUAL) == [("reader.tag", None)]


def test_own_keys():
    own = {"reader.down": "z z", "reader.up": ["K", "Up"], "reader.previous-article": "k"}
    matcher = KeyMatcher(Keymap(own))
    assert pressed(matcher, "z z K k j") == [
        ("reader.down", None),
        ("reader.up", None),
        ("reader.previous-article", None),
    ]
    assert pressed(matcher, "j", ("list", "desk")) == [("list.down", None)]


def test_nop_takes_a_key_away():
    keymap = Keymap({"desk.quit": "nop"})
    assert pressed(KeyMatcher(keymap), "Q") == []
    [command] = [command for command in COMMANDS if command.id == "desk.quit"]
    assert keymap.keys_of(command) == ()


@pytest.mark.parametrize(
    ("own", "named"),
    [
        ({"reader.down": "k"}, ("reader.down", "reader.up")),
        ({"reader.down": "g"}, ("reader.down",)),
        ({"reader.down": "j j", "reader.left": "j"}, ("reader.down", "reader.left")),
        ({"reader.fly": "f"}, ("reader.fly",)),
        ({"reader.down": "C-s"}, ("C-s",)),
        ({"reader.down": "g C-q"}, ("C-q",)),
    ],
)
def test_settings_that_cannot_be(own, named):
    with pytest.raises(SettingsError) as caught:
        Keymap(own)
    for name in named:
        assert name in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_every_command_is_there_once_with_help_and_a_known_context():
    assert max(Counter(command.id for command in COMMANDS).values()) == 1
    for command in COMMANDS:
        assert command.context in CONTEXTS
        assert command.help
        assert command.keys or command.argument  # some families are in the palette alone


def test_no_default_key_needs_alt_a_function_key_or_flow_control():
    for key in EVERY_KEY:
        assert not key.startswith(("A-", "M-"))
        assert key not in ("C-s", "C-q")
        assert not (key[0] in "fF" and key[1:].isdigit())


def test_one_to_five_are_the_colours():
    for context in ("reader", "margin"):
        keys = {
            command.argument: command.keys
            for command in COMMANDS
            if command.context == context and command.argument in COLOURS
        }
        assert keys == {colour: (str(n),) for n, colour in enumerate(COLOURS, 1)}


@given(
    st.lists(
        st.one_of(
            st.tuples(
                st.sampled_from([("list", "desk"), READER, VISUAL, ("margin", "desk")]),
                st.sampled_from([*EVERY_KEY, *"0123456789", "é", "٣", "²", "Esc", "F5"]),
            ),
            st.none(),
        ),
        max_size=30,
    )
)
def test_any_keys_never_raise_and_esc_clears(steps):
    matcher = KeyMatcher(Keymap())
    for step in steps:
        presses = matcher.expire() if step is None else matcher.feed(*step)
        for press in presses:
            assert 1 <= press.times <= LARGEST_COUNT
    matcher.feed(READER, "Esc")
    assert matcher.pending == ""
    assert not matcher.waits
    assert pressed(matcher, "j") == [("reader.down", None)]


TEXTUAL_NAMES = {
    "Space": "space", "Enter": "enter", "Esc": "escape", "Tab": "tab", "S-Tab": "shift+tab",
    "Up": "up", "Down": "down", "Left": "left", "Right": "right", "PageUp": "pageup",
    "PageDown": "pagedown", "Home": "home", "End": "end",
}  # fmt: skip


def textual_name(key: str) -> str:
    if key in TEXTUAL_NAMES:
        return TEXTUAL_NAMES[key]
    return f"ctrl+{key[2:]}" if key.startswith("C-") else key


# They leave the program, or put it to sleep.
_LEAVING = {"desk.quit", "desk.back", "desk.suspend"}


@pytest.mark.parametrize("context", ["list", "reader", "visual", "margin"])
async def test_every_key_of_a_pane_is_carried_out(desk: OpenDesk, context):
    async with desk(open="ferry.md") as hand:
        hand.screen.write = lambda data: None
        await hand.go_to("lanterns")
        await hand.press("H")
        await hand.wait_for(lambda: hand.annotations)
        await hand.settle()
        pane = {"list": hand.screen.articles, "margin": hand.screen.margin}.get(
            context, hand.screen.reader
        )
        pane.focus()
        await hand.pilot.pause()
        done = 0
        for command in COMMANDS:
            everywhere = command.context == "desk" and context in ("list", "reader")
            if command.id in _LEAVING or not (everywhere or command.context == context):
                continue
            if not command.keys or (command.keys[0].isdecimal() and command.argument):
                continue  # a digit waits; the tests of annotating wait for it
            if context == "visual" and hand.screen.reader.selection is None:
                await hand.press("v")
            await hand.press(*(textual_name(key) for key in command.keys[0].split()))
            done += 1
            if hand.app.screen is not hand.screen:
                await hand.press("escape")
            if hand.app.focused is not pane:
                await hand.press("escape")
                pane.focus()
                await hand.pilot.pause()
            assert hand.app.screen is hand.screen
            assert hand.app.is_running
        await hand.settle()
        assert done >= 7


async def test_a_key_of_the_users_own_moves_the_list(desk: OpenDesk):
    chosen = Settings(keys={"list.down": "f", "list.up": "nop"})
    async with desk(chosen=chosen) as hand:
        await hand.press("f")
        assert hand.screen.articles.place == 1
        await hand.press("k", "up", "j")
        assert hand.screen.articles.place == 1
        await hand.press("?")
        pager = hand.app.screen.query_one("#pager")
        lines = [pager.render_line(y).text for y in range(pager.size.height)]
        assert not any("nop" in line for line in lines)
