#!/usr/bin/env python3
"""The reader on a terminal, beside `less` and `vim`: `python reader.py PTYBENCH.py [--quick]`.

PTYBENCH.py is a program that measures another one through a pty, with a function
`bench(command, wait=, keys=, runs=, warmup=, idle=, env=, quit=, …)`. The texts are made first:
see `reader_texts.py`. Pagers and editors get the same text wrapped at 72 columns. All are measured
in turn, one run each, so that a noisy machine is noisy for all; the table gives medians.

Bytes are what the program wrote; milliseconds run from the key to the last byte it caused, but
where words are waited for, to the byte that made them visible. "copydesk" uses the terminal's 16
colours, as it comes; "256 colours" is its dark theme; "no frames" is copydesk with its
frame-comparing driver off.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader_table import MARKED_ROWS, ROWS, Figures, table
from reader_texts import BEGINNING, BESIDE_IT, END, RARE, dark_config, environ_of, paths_of

Bench = Callable[..., dict[str, Any]]

RUNS = 5
SETTLE = 1100.0
"""Milliseconds without output after which a program has started; vim waits a second for answers."""
IDLE = 5.0
"""Seconds without a key."""

# A step whose name begins with an underscore gets the program where the next one begins; what it
# is still painting or saving then is not the next one's. Of a long text copydesk shows the first
# page while it reads the rest; keys wait for that.
_LINES = "j*3#_,j*30#down{0},c-e*20#scroll{0},gg#_,gg#_,space*12#page{0},gg#_,gg#_"
_WHOLE = r"{wait:(?s)\A(?!.*reading the rest)}#_"
READING = f"{_WHOLE},{_LINES.format(' of three')},Z#_,gg#_,{_LINES.format('')},j*60@33#held"
FINDING = f"/#_,{RARE}{{expect:{BESIDE_IT}}}#find,enter#_,enter#_"
RESIZING = "{resize:100x30}#resize,{resize:120x40}#resize"

DESK = {
    "reading": READING,
    "ends": (
        f"G{{expect:{END}}}#end at once,gg{{expect:{BEGINNING}}}#_,"
        f"G{{expect:{END}}}#end,gg{{expect:{BEGINNING}}}#_"
    ),
    "finding": f"{_WHOLE},{FINDING},gg{{expect:{BEGINNING}}}#_,{RESIZING}",
}
LESS = {
    "reading": "j*20#scroll,g#_,space*12#page,g#_,j*60@33#held",
    "ends": f"G{{expect:{END}}}#end,g#_",
    "finding": f"/#_,{RARE}<enter>{{expect:{BESIDE_IT}}}#find,g#_,{RESIZING}",
}
VIM = {
    "reading": "j*3#_,j*30#down,c-e*20#scroll,gg#_,c-f*12#page,gg#_,j*60@33#held",
    "ends": f"G{{expect:{END}}}#end,gg#_",
    "finding": f"/#_,{RARE}{{expect:{BESIDE_IT}}}#find,enter#_,gg#_,{RESIZING}",
}
"""What is pressed in each program, once the text is open, by scenario."""

SCENARIOS = {
    "middle": "reading",
    "small": "ends",
    "large": "ends",
    "large, found": "finding",
    "marked": "reading",
    "marked, ends": "ends",
    "marked, found": "finding",
}
"""What is done, by text; the name before the comma is that of the text."""


@dataclass(frozen=True)
class Program:
    """Something that shows a text.

    Attributes:
        name: Its heading in the table.
        environ: Variables that it is given, as `NAME=VALUE`; an empty value unsets.
        keys: What is pressed, by scenario.
        begin: The keys that open the long text while a short one, or the list, is shown.
        leave: The keys that end it.
        wait: What the screen shows when it has started.
        texts: What it is measured with.
    """

    name: str
    environ: tuple[str, ...]
    keys: dict[str, str]
    begin: str
    leave: str
    wait: str
    texts: tuple[str, ...]

    @property
    def is_desk(self) -> bool:
        return self.keys is DESK

    def command(self, home: Path) -> list[str]:
        if self.is_desk:
            return [sys.executable, "-m", "tui", str(home / "articles")]
        files = [str(home / "wrapped" / name) for name in ("lead.txt", "text.txt")]
        options = ["-u", "DEFAULTS", "-i", "NONE", "-n", "-R"] if self.name == "vim" else []
        return [self.name, *options, *files]


def desk(name: str, *environ: str, texts: tuple[str, ...] = ("middle", "marked")) -> Program:
    return Program(name, ("COLORTERM=", *environ), DESK, "j#_,enter", "Q", "2 articles", texts)


def other(name: str, keys: dict[str, str], leave: str, *environ: str) -> Program:
    texts = tuple(name for name in SCENARIOS if not name.startswith("marked"))
    environ = ("COLORTERM=", *environ)
    return Program(name, environ, keys, ":n<enter>", leave, "harbour office", texts)


DARK = "256 colours"
PROGRAMS = (
    desk("copydesk", "TERM=xterm", texts=tuple(SCENARIOS)),
    desk(DARK, "TERM=xterm-256color"),
    desk("no frames", "TERM=xterm", "COPYDESK_FRAMES=0"),
    other("less", LESS, "q", "LESSHISTFILE=-"),
    other("vim", VIM, ":q!<enter>"),
)


def measure(bench: Bench, program: Program, scenario: str, home: Path, seen: Figures) -> None:
    """Run a program once and add what it did to the figures."""
    kind = SCENARIOS[scenario]
    restore(home)
    environ = [*environ_of(home), *program.environ]
    if program.name == DARK:
        environ.append(f"XDG_CONFIG_HOME={dark_config(home.parent)}")
    result = bench(
        program.command(home),
        wait=program.wait,
        keys=f"{program.begin}{{expect:{BEGINNING}}}#open,{program.keys[kind]}",
        runs=1,
        warmup=0,
        idle=IDLE if kind == "ends" else 0.0,
        env=environ,
        quit=program.leave,
        settle=SETTLE,
        first_timeout=0.5,
    )
    [run] = result["raw"]
    for step in run.get("steps", ()):
        for value in ("bytes", "last", "seen"):
            if step[value] is not None and step["first"] is not None:
                seen[program.name, scenario, step["label"], value].append(step[value])
    for value, figure in (run.get("idle") or {}).items():
        seen[program.name, scenario, "idle", value].append(figure)
    if kind == "ends":
        seen[program.name, scenario, "memory", "pss"].append(run["pss_kb"] / 1024)
        seen[program.name, scenario, "memory", "peak"].append(run["peak_rss_kb"] / 1024)
    expected = {step.partition("#")[2] for step in program.keys[kind].split(",")} - {"_"}
    missing = expected - {step["label"] for step in run.get("steps", ())}
    if not run["ok"] or missing:
        why = run.get("error") or f"ended before {', '.join(sorted(missing))}"
        print(f"\n{program.name}, {scenario}: {why}\n{run['screen']}", file=sys.stderr)


def restore(home: Path) -> None:
    """Put back the notes as they were made: no reading position, nothing opened yet."""
    notes, kept = paths_of(home).notes.parent, home / "notes as made"
    if not kept.exists():
        notes.mkdir(parents=True, exist_ok=True)
        shutil.copytree(notes, kept)
    shutil.rmtree(notes)
    shutil.copytree(kept, notes)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("ptybench", type=Path, metavar="PTYBENCH.py")
    parser.add_argument("--quick", action="store_true", help="one run of each")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--scenario", nargs="*", choices=SCENARIOS, default=tuple(SCENARIOS))
    parser.add_argument("--program", nargs="*", choices=[program.name for program in PROGRAMS])
    given = parser.parse_args()
    sys.path.insert(0, str(given.ptybench.resolve().parent))
    bench = __import__(given.ptybench.stem).bench
    programs = tuple(
        program
        for program in PROGRAMS
        if (program.is_desk or shutil.which(program.name))
        and (not given.program or program.name in given.program)
    )
    names = [program.name for program in programs]
    desks = [program.name for program in programs if program.is_desk]
    seen: Figures = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        maker = Path(__file__).with_name("reader_texts.py")
        subprocess.run([sys.executable, str(maker), name], check=True)
        for turn in range(1 if given.quick else given.runs):
            for scenario in given.scenario:
                for program in programs:
                    if scenario not in program.texts:
                        continue
                    place = f"run {turn + 1}: {scenario}, {program.name}"
                    print(f"\r{place}\x1b[K", end="", file=sys.stderr)
                    home = Path(name) / scenario.partition(",")[0]
                    measure(bench, program, scenario, home, seen)
        print("\r\x1b[K", end="", file=sys.stderr)
    print("120×40, three panes or the reader alone; medians. ! misses what is to be reached.\n")
    print("\n".join(table(seen, ROWS, names, desks)))
    if desks:
        print("\nThe same in 1 MB with 2,000 overlapping highlights\n")
        print("\n".join(table(seen, MARKED_ROWS, desks, desks)))


if __name__ == "__main__":
    main()
