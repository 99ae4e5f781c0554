"""The command line. It imports the screen only inside the command that opens it."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from tui import __version__, usage
from tui.config import Paths, load_settings
from tui.errors import CopydeskError, SettingsError
from tui.ui.terminal.preflight import refusal, speak_utf8

if TYPE_CHECKING:
    from tui.boilerplate import Verdicts
    from tui.session import Session

FAILED = 1
"""Exit status: a file could not be read, or something went wrong on the way."""
REFUSED = 2
"""Exit status: copydesk did not start, because of what was asked, the settings or the terminal."""
INTERRUPTED = 130
"""Exit status: Ctrl-C."""
NOBODY_READS = 141
"""Exit status: whoever read the output stopped, as `head` does."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run copydesk.

    Args:
        argv: The arguments, without the program's name; those of the process by default.

    Returns:
        The exit status.
    """
    speak_utf8()
    arguments = list(sys.argv[1:] if argv is None else argv)
    command = _COMMANDS.get(arguments[0]) if arguments else None
    failed = REFUSED if command is _search else FAILED  # as grep does: 1 says that nothing is found
    try:
        status = command(arguments[1:]) if command else _open_desk(arguments)
        _flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return NOBODY_READS
    except SystemExit as leaving:  # argparse, after --help or a wrong argument
        return leaving.code if isinstance(leaving.code, int) else failed
    except SettingsError as error:
        _say(str(error))
        return REFUSED
    except CopydeskError as error:
        _say(str(error))
        return failed
    except Exception as error:
        _say(_report(error))
        return failed
    return status


class _Parser(argparse.ArgumentParser):
    """Tells what is wrong in one line, in which nothing of the arguments can act."""

    def __init__(self, prog: str, description: str, epilog: str) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        _say(f"{message}. See: {self.prog} --help")
        raise SystemExit(REFUSED)


def _open_desk(arguments: Sequence[str]) -> int:
    parser = _Parser("copydesk", usage.DESK_HELP, usage.DESK_NOTES)
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="FOLDER|FILE",
        help="articles (default: folders of the settings, or the current one)",
    )
    parser.add_argument("--notes", metavar="FILE", help="keep the notes in this file")
    parser.add_argument("--version", action="version", version=f"copydesk {__version__}")
    chosen = _parse(parser, arguments)
    paths = Paths.of_user()
    settings = load_settings(paths.settings)
    problem = next(filter(None, map(_missing, chosen.paths)), None)
    if problem is None and chosen.notes is not None:
        problem = _no_notes_file(chosen.notes)
        paths = replace(paths, notes=Path(chosen.notes).absolute())
    if problem is None:
        problem = refusal()
    if problem is not None:
        _say(problem)
        return REFUSED

    # Imports make many objects and no garbage; collecting among them takes 10 ms of the start.
    # The desk turns it on again when the list has been painted.
    gc.disable()
    # Textual waits up to a frame before it paints, twice for what a thread has found: 60 frames a
    # second are 33 ms of the 50 that a letter typed into the search may take. It reads this when
    # it is imported.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from tui.session import Session
    from tui.ui.app import run_desk

    roots = [Path(root).absolute() for root in chosen.paths or settings.folders or ["."]]
    with Session(roots, paths, settings) as session:
        return run_desk(session)


def _read(arguments: Sequence[str]) -> int:
    parser = _Parser("copydesk read", usage.READ_HELP, usage.READ_NOTES)
    parser.usage = "copydesk read [--format text|markdown|jsonl] [--explain] FILE ..."
    parser.add_argument("paths", nargs="*", metavar="FILE", help="a saved article")
    parser.add_argument(
        "--format", choices=("text", "markdown", "jsonl"), default="text", help="default: text"
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="after each article, list what was stripped or set apart, and why",
    )
    chosen = _parse(parser, arguments)
    if not chosen.paths:
        parser.error("which FILE should be read?")
    paths = Paths.of_user()
    settings = load_settings(paths.settings)

    from tui.session import Session

    status = 0
    with Session([], paths, settings) as session:
        for number, name in enumerate(chosen.paths):
            try:
                verdicts = _verdicts(session, name)
            except CopydeskError as error:
                status = FAILED
                _tell_failure(name, str(error), chosen.format)
                continue
            parting = ""
            if len(chosen.paths) > 1 and chosen.format != "jsonl":
                parting = _parting(name, number, chosen.format)
            _write(parting + _article(verdicts, name, chosen.format, chosen.explain))
    return status


def _search(arguments: Sequence[str]) -> int:
    from tui import searching
    from tui.session import Session

    told = usage.SEARCH_NOTES.format(language=searching.language_help())
    parser = _Parser("copydesk search", usage.SEARCH_HELP, told)
    parser.usage = usage.SEARCH_USAGE
    for name, more in usage.SEARCH_OPTIONS.items():
        parser.add_argument(name, **more)
    words, options = searching.divide(arguments)
    chosen = parser.parse_args(options)
    if misuse := searching.misuse(words, chosen):
        parser.error(misuse)
    paths = Paths.of_user()
    problem = next(filter(None, map(_missing, chosen.folders)), None)
    if problem is None and chosen.notes_file is not None:
        problem = _no_notes_file(chosen.notes_file)
        paths = replace(paths, notes=Path(chosen.notes_file).absolute())
    if problem is not None:
        _say(problem)
        return REFUSED
    roots = [Path(root).absolute() for root in chosen.folders or ["."]]
    with Session(roots, paths, load_settings(paths.settings)) as session:
        return searching.run(session, " ".join(words), chosen, _write, _say)


def _rules(arguments: Sequence[str]) -> int:
    parser = _Parser("copydesk rules", usage.RULES_HELP, usage.RULES_NOTES)
    parser.add_argument("--json", action="store_true", help="list them as JSON")
    parser.add_argument("--notes", metavar="FILE", help="the rules in this notes file")
    parser.add_argument(
        "--remove", nargs="+", metavar="N", default=[], help="remove rules, by number or by id"
    )
    chosen = parser.parse_args(arguments)
    if chosen.notes is not None and (problem := _no_notes_file(chosen.notes)):
        _say(problem)
        return REFUSED
    path = Paths.of_user().notes if chosen.notes is None else Path(chosen.notes).absolute()

    from contextlib import closing

    from tui.annotations import AnnotationStore
    from tui.exchange.exporters.rules import rules_json, rules_text

    with closing(AnnotationStore(path)) as notes:
        rules = notes.outlet_rules()
        for notice in notes.notices:
            _say(notice)
        if chosen.remove:
            names = {name: each.id for n, each in enumerate(rules, 1) for name in (str(n), each.id)}
            for name in chosen.remove:
                if name not in names:
                    raise CopydeskError(f"There is no rule “{name}”; copydesk rules lists them.")
            gone = dict.fromkeys(names[name] for name in chosen.remove)
            with notes.together():
                for each in gone:
                    notes.delete_outlet_rule(each)
            if not chosen.json:
                what = (
                    "1 rule; u brings it" if len(gone) == 1 else f"{len(gone)} rules; u brings them"
                )
                _write(f"Removed {what} back when copydesk is opened next.\n")
                return 0
        rules = notes.outlet_rules()
    _write(rules_json(rules) if chosen.json else rules_text(rules))
    return 0


def _doctor(arguments: Sequence[str]) -> int:
    parser = _Parser("copydesk doctor", usage.DOCTOR_HELP, usage.DOCTOR_NOTES)
    parser.add_argument("--repair", action="store_true", help="repair what is safe to repair")
    parser.add_argument("--notes", metavar="FILE", help="look at this notes file")
    chosen = parser.parse_args(arguments)
    paths = Paths.of_user()
    if chosen.notes is not None:
        paths = replace(paths, notes=Path(chosen.notes).absolute())

    from tui.doctor import consult
    from tui.ui.keymap import Keymap

    report, well = consult(paths, Keymap, repairing=chosen.repair)
    _write(report)
    return 0 if well else FAILED


def _merge(arguments: Sequence[str]) -> int:
    parser = _Parser("copydesk merge", usage.MERGE_HELP, usage.MERGE_NOTES)
    for name in ("base", "ours", "theirs"):
        parser.add_argument(name, metavar=name.upper(), type=Path)
    chosen = parser.parse_args(arguments)

    from tui.annotations.merging import merge_files

    merge_files(chosen.base, chosen.ours, chosen.theirs)
    return 0


_COMMANDS = {"read": _read, "search": _search, "rules": _rules, "doctor": _doctor, "merge": _merge}


def _verdicts(session: Session, name: str) -> Verdicts:
    try:
        return session.read(Path(name))[1]
    except CopydeskError:
        raise
    except Exception as error:  # one article that breaks copydesk does not keep the others back
        raise CopydeskError(_report(error)) from error


def _article(verdicts: Verdicts, name: str, form: str, explain: bool) -> str:
    if form == "jsonl":
        from tui.exchange.exporters.article_json import article_json

        return article_json(verdicts, name)

    from tui.exchange.exporters.explanation import explanation

    if form == "markdown":
        from tui.exchange.exporters.article_markdown import article_markdown, fenced

        reasons = f"\n{fenced(explanation(verdicts))}" if explain else ""
        return article_markdown(verdicts) + reasons

    from tui.exchange.exporters.article_text import article_text

    return article_text(verdicts) + (f"\n{explanation(verdicts)}" if explain else "")


def _parting(name: str, number: int, form: str) -> str:
    """Return what stands before one of several articles."""
    from tui.articles.safe_text import clean_path

    if form == "markdown":
        return "\n* * *\n\n" if number else ""
    return ("\n" if number else "") + f"==> {clean_path(name)} <==\n\n"


def _tell_failure(name: str, sentence: str, form: str) -> None:
    if form == "jsonl":
        from tui.exchange.exporters.article_json import failure_json

        _write(failure_json(name, sentence))
    else:
        _flush()
        _say(sentence)


def _parse(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> argparse.Namespace:
    """Parse options, which may stand between the paths, and after "--" nothing but paths."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    # Cut here, because argparse of Python 3.11 loses "--" when it parses intermixed.
    chosen = parser.parse_intermixed_args(arguments[:end])
    chosen.paths = [*chosen.paths, *arguments[end + 1 :]]
    return chosen


def _missing(root: str) -> str | None:
    """Say in one sentence why there is nothing to open at a path; None where there is."""
    try:
        Path(root).stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "that is no file name"
        return f"“{root}” cannot be opened: {reason}."
    return None


def _no_notes_file(name: str) -> str | None:
    return f"“{name}” is a folder; --notes takes a file." if os.path.isdir(name) else None  # noqa: PTH112 - never raises


def _write(text: str) -> None:
    from tui.articles.safe_text import clean_text

    if sys.stdout is None:
        raise CopydeskError("There is no standard output to write to.")
    # Everything in it is safe by now; this is the last door before the terminal.
    text = clean_text(text)
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _output_lost(error) from error
    _flush()


def _flush() -> None:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _output_lost(error) from error


def _output_lost(error: OSError) -> CopydeskError:
    _discard_output()
    return CopydeskError(f"The output cannot be written: {error.strerror}.")


def _discard_output() -> None:
    """Send what is still buffered nowhere, so that Python does not complain when it ends."""
    with suppress(OSError, ValueError):  # a stream without a descriptor has nothing to complain of
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _say(sentence: str) -> None:
    """Print one line on standard error."""
    from tui.articles.safe_text import clean_line

    if sys.stderr is not None:
        with suppress(OSError):  # nobody is listening; the exit status still tells
            sys.stderr.write(f"copydesk: {clean_line(sentence, 2000)}\n")
            sys.stderr.flush()


def _report(error: Exception) -> str:
    """Write a crash report; return the sentence that tells of it."""
    from tui.ui.terminal.crash import write_report

    report = write_report(error, Paths.of_user().state)
    kind = type(error).__name__
    if report is None:
        return f"Something broke inside copydesk ({kind}), and no report of it could be written."
    return f"Something broke inside copydesk ({kind}); the report for its makers is in {report}."
