"""Nothing in an article, a file name, a tag or a note acts on the terminal, on any screen.

The tests read the bytes that the program writes: what must not be in them are the payloads, which
are unique words, inside or right behind anything that a terminal obeys.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from terminal_desk import ENTER, ESC, PATIENCE, TAB, Desk

pytestmark = pytest.mark.terminal

CLIPBOARD = "c3RvbGVuYnlwYXlsb2Fk"
WINDOW = "PWNEDWINDOW"

OSC52 = f"\x1b]52;c;{CLIPBOARD}\x07"
TITLE = f"\x1b]0;{WINDOW}\x07"
C1 = f"\x9d0;{WINDOW}\x9c\x9b31m"
BIDI = "\u202eesrever\u202c \u2066isolate\u2069"
MARKUP = "[red]blood[/red] [/b] [@click=app.quit]x[/] [bold"
ALL_OF_IT = f"{MARKUP} {OSC52}{TITLE}{C1}{BIDI}"

DANGEROUS = "\x1b\x07\x7f\x9b\x9d\x9c\x90\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

# The one string sequence that Textual sends of its own accord: the shape of the mouse pointer.
POINTER = re.compile(rb"\x1b\]22;[a-z-]+\x07")
STRING_SEQUENCE = re.compile(rb"\x1b[\]P^_X]")
TITLE_OR_CLIPBOARD = re.compile(rb"\x1b\](?:0|1|2|52);")


def hostile_articles(folder: Path) -> None:
    """Write articles of every format with something hostile wherever text can stand."""
    quoted = MARKUP.replace('"', "'")
    (folder / "a.md").write_bytes(
        (
            f'---\ntitle: "AAA {quoted} \\e]52;c;{CLIPBOARD}\\a\\e]0;{WINDOW}\\a \\u202egnol"\n'
            f'author: "{quoted} \\e]0;{WINDOW}\\a"\nsite: "[/b] \\x9d0;{WINDOW}\\x9c"\n'
            f'date: 2026-03-09\ntags: ["[red]", "\\e]0;{WINDOW}\\a"]\n---\n'
            f"The harbour of Torvald was quiet on Monday, {ALL_OF_IT} said nobody at all.\n\n"
            f"Subscribe to our newsletter {ALL_OF_IT}\n\n"
            f"## A heading {ALL_OF_IT}\n\nThe crews went home late in the evening. {ALL_OF_IT}\n"
        ).encode()
    )
    (folder / "b.txt").write_bytes(
        (
            f"BBB strike {ALL_OF_IT}\n\nBy Ines [red]Marquat {TITLE}\nMarch 8, 2026\n\n"
            f"Unlock the Torvald Watch newsletter for free {ALL_OF_IT}\n\n"
            f"The boats of Torvald stayed in the harbour, and {ALL_OF_IT} the crews went home.\n\n"
            f"A second paragraph of the report {ALL_OF_IT} stands here, as long as any other.\n"
        ).encode()
    )
    entity = f"&#27;]52;c;{CLIPBOARD}&#7; &#x1b;]0;{WINDOW}&#7; &#155;31m &#x202e;gnol"
    paragraphs = "".join(
        f"<p>Paragraph {number} about the harbour, {MARKUP} {entity} {ALL_OF_IT} which is"
        " long enough that it can pass for a paragraph of an article that somebody wrote.</p>"
        for number in range(8)
    )
    (folder / "c.html").write_bytes(
        (
            f"<!doctype html><html><head><meta charset=utf-8><title>CCC {MARKUP} {entity}</title>"
            f'<meta name=author content="{MARKUP} {entity}">'
            f'<meta property="article:published_time" content="2026-03-07T10:00:00Z">'
            f'<meta property="og:site_name" content="{MARKUP} {entity}"></head><body><article>'
            f"<h1>CCC {MARKUP} {entity}</h1>{paragraphs}</article></body></html>"
        ).encode()
    )
    body = "The harbour of Torvald is quiet.\n\nNobody was there to say why it is so quiet.\n"
    names: list[bytes] = [
        b"d\nnew line.txt",
        f"e{TITLE}.txt".encode(),
        f"f{OSC52}.md".encode(),
        b"g [red] [@click=app.quit]x[-b].txt",
        b"h \xff\xfe\x9b31m.txt",
        f"i {BIDI}.txt".encode(),
        f"j {C1}.txt".encode(),
    ]
    for name in names:
        (folder / os.fsdecode(name)).write_text(body, "utf-8")
    # Files that cannot be read: their sentences name them.
    (folder / f"k{TITLE}[b].txt").touch()


def assert_harmless(raw: bytes) -> None:
    """Assert that nothing the program wrote could act."""
    assert not TITLE_OR_CLIPBOARD.search(raw)
    raw = POINTER.sub(b"", raw)
    strings = {raw[m.start() : m.start() + 40] for m in STRING_SEQUENCE.finditer(raw)}
    assert not strings
    # Every escape sequence is one that draws or sets a mode; a payload would leave others.
    rest = re.sub(rb"\x1b(?:\[[0-9;?<=>$]*[A-Za-z]|[=>78M]|\([B0])", b"", raw)
    assert b"\x1b" not in rest, rest[max(0, rest.find(b"\x1b") - 40) :][:80]
    text = rest.decode("utf-8")
    found = {hex(ord(character)) for character in text if character in DANGEROUS}
    found |= {hex(ord(character)) for character in text if "\x80" <= character <= "\x9f"}
    assert not found


SHOWN = r"[\s\S]*q back"
"""A page of text covers the whole screen, down to its last row."""

GONE = r"\A(?![\s\S]*q back)"
"""A page of text that covered the screen is there no more."""


def walk_through(send: Callable[[str, str], None]) -> None:
    """Go through every screen; `send` presses keys and waits for a pattern."""
    send("", "CCC")
    send("", "11 articles")
    for name in ("e", "f", "g", "h", "i", "j", "k"):
        send("j", rf"^›. {name}")
    send("gg", "^›.*new line")
    send("8j", "^›.*AAA")
    send(ENTER, "harbour of Torvald was")
    send("gs", "Stripped blocks are shown")
    send("gs", "folded again")
    for keys, title in (("gS", "The file as it came"), ("g?", "Stripped, and why"), ("?", "Keys")):
        send(keys, title + SHOWN)
        send("G", title + SHOWN)
        send("q", GONE)
    send("/", "find in this article")
    send("[red]", r"^ *\[red\] *$")
    send(ENTER, r"\A(?![\s\S]*^ *\[red\] *$)")
    send("1", "Highlighted|Recoloured")
    send("a", "C-g discard")
    send(MARKUP + " and note", "and note")
    send(ESC, "Note saved")
    send("t", "Tags, parted")
    send("[red], [/b], [@click=app.quit]x[/]", "click=app")
    send(ENTER, "Tagged")
    send("", r"#\[red\]")
    send("t", "no tags yet|Enter save")
    send(ESC, r"\A(?![\s\S]*Enter save)")
    send(TAB, "go to text")
    send("q", "v select")
    for title in ("BBB", "CCC"):
        send("J", rf"^›.. {title}|^›. {title}")
        send("", rf"^.{{34}}[ ›]* {title}")
        send("gS", "The file as it came" + SHOWN)
        send("q", GONE)
        send("g?", "(Stripped, and why|Nothing is stripped)" + SHOWN)
        send("q", GONE)
        send("H", "Highlighted")
    send(":", "(?i)search for commands|🔎")
    send("this help", "This help")
    send(ESC, r"\A(?![\s\S]*🔎)")
    send("q", "Enter open")
    send("/", "Esc back")
    send("harbour", "found")
    send(ESC, "11 articles")
    # The files with hostile names, and the one that cannot be read.
    send("gg", "^›.*new line")
    for name in ("d new", "e", "f", "g", "h", "i", "j"):
        send("", rf"^›. {name}")
        send(ENTER, "v select")
        send("q", "Enter open")
        send("j", r"\S")
    send("", "^›! k")
    send(ENTER, r"is empty|cannot be|nothing")


def test_nothing_acts_on_any_screen(desk: Desk) -> None:
    hostile_articles(desk.articles)
    terminal = desk.start(120, 40)

    def send(keys: str, wanted: str) -> None:
        terminal.press(keys, wanted)
        assert terminal.process.poll() is None

    walk_through(send)
    send("?", "Keys" + SHOWN)  # still alive, and listening
    send("q", GONE)
    terminal.write("Q")
    assert terminal.wait() == 0
    assert_harmless(terminal.raw)
    assert CLIPBOARD.encode() in terminal.raw, "the payload was never on the screen"


def test_the_check_finds_what_it_looks_for() -> None:
    for payload in (OSC52, TITLE, C1, BIDI, "\x1bPq\x1b\\", "\x1bc"):
        with pytest.raises(AssertionError):
            assert_harmless(f"\x1b[1;31mtext {payload} more\x1b[0m".encode())
    assert_harmless(b"\x1b[?1049h\x1b[>1u\x1b[1;3Htext [red]\x1b[0m")


class Tmux:
    """A tmux server of our own, with one window; it knows nothing of any other server."""

    def __init__(self, folder: str, environ: dict[str, str]) -> None:
        self._name = f"copydesk-{uuid.uuid4().hex[:12]}"
        self._environ = {**environ, "TMUX_TMPDIR": folder}

    def run(self, *arguments: str, check: bool = True) -> str:
        """Run a tmux command and return what it prints."""
        command = ["tmux", "-L", self._name, "-f", "/dev/null", *arguments]
        done = subprocess.run(
            command, env=self._environ, capture_output=True, check=False, timeout=10
        )
        assert not check or not done.returncode, done.stderr
        return done.stdout.decode("utf-8", "replace")

    def screen(self) -> str:
        """Return what the pane shows."""
        return self.run("capture-pane", "-p")


@pytest.fixture
def tmux(desk: Desk) -> Iterator[Tmux]:
    """A server that is ended afterwards."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    # A socket's path holds at most 107 bytes, which the tests' own folders exceed.
    with tempfile.TemporaryDirectory(prefix="copydesk-") as folder:
        server = Tmux(folder, desk.environ)
        yield server
        server.run("kill-server", check=False)


def test_tmux_keeps_its_title_and_its_buffers(desk: Desk, tmux: Tmux) -> None:
    hostile_articles(desk.articles)
    tmux.run("new-session", "-d", "-x", "120", "-y", "40", *map(os.fsdecode, desk.command))
    tmux.run("set-option", "-s", "set-clipboard", "on")
    tmux.run("set-option", "-g", "allow-rename", "on")
    tmux.run("select-pane", "-T", "our own title")
    tmux.run("set-buffer", "our own buffer")

    def send(keys: str, wanted: str) -> None:
        if keys:
            named = {ENTER: "Enter", ESC: "Escape", TAB: "Tab"}
            if keys in named:
                tmux.run("send-keys", named[keys])
            else:
                tmux.run("send-keys", "-l", "--", keys)
        wait_until(lambda: re.search(wanted, tmux.screen(), re.M), tmux.screen)

    walk_through(send)
    send("?", "Keys")
    assert tmux.run("display-message", "-p", "#{pane_title}") == "our own title\n"
    assert WINDOW not in tmux.run("list-windows")
    assert tmux.run("list-buffers", "-F", "#{buffer_sample}") == "our own buffer\n"
    assert tmux.run("show-buffer") == "our own buffer"


def wait_until(holds: Callable[[], object], tell: Callable[[], str]) -> None:
    """Ask again until something holds; tmux tells nobody when a pane changes."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, tell()
        select.select([], [], [], 0.03)
