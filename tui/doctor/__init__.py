"""What is wrong with the notes file, the search index and the settings, and what to do about it.

It stands beside the screen, above the session: it looks at files and owns none of them. What the
screen knows (the commands that a key may be given to) is handed in by the command line.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from tui.config import Paths
from tui.doctor.finding import Finding, Severity
from tui.errors import CopydeskError

__all__ = ["Finding", "Severity", "consult", "examine", "repair"]


def examine(
    paths: Paths, check_keys: Callable[[Mapping[str, str]], object] | None = None
) -> tuple[Finding, ...]:
    """Look at everything that copydesk keeps, without changing any of it.

    Works while a desk is open on the same files.

    Args:
        paths: Where they are.
        check_keys: Raises `SettingsError` for keys that the screen does not understand.

    Returns:
        What was found, the worst first; where nothing is wrong, what there is.
    """
    from tui.doctor.index import examine_index
    from tui.doctor.notes import examine_notes
    from tui.doctor.settings import examine_settings

    found = [
        *examine_notes(paths),
        *examine_index(paths.index),
        *examine_settings(paths.settings, check_keys),
    ]
    return tuple(sorted(found, key=lambda finding: finding.severity.rank))


def repair(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Carry out the repairs that the findings offer; none of them can lose a word.

    Returns:
        What was done or could not be, a sentence each.
    """
    said: list[str] = []
    for finding in findings:
        if finding.repair is not None:
            try:
                said.append(finding.repair())
            except CopydeskError as error:
                said.append(str(error))
            except (OSError, sqlite3.Error, ValueError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                said.append(f"Not repaired ({reason}): {finding.what}")
    return tuple(said)


def consult(
    paths: Paths,
    check_keys: Callable[[Mapping[str, str]], object] | None = None,
    *,
    repairing: bool = False,
) -> tuple[str, bool]:
    """Examine, repair if that is wanted, and report.

    Args:
        paths: Where the files are.
        check_keys: As for `examine`.
        repairing: Whether to carry out what the findings offer.

    Returns:
        The report, a line each, and whether all is well.
    """
    lines: list[str] = []
    findings = examine(paths, check_keys)
    # A file that can be read again may show what could not be seen before: at most twice.
    for _ in range(2 if repairing else 0):
        done = [sentence for sentence in repair(findings) if sentence not in lines]
        if not done:
            break
        lines += done
        findings = examine(paths, check_keys)
    lines += [finding.line() for finding in findings]
    well = all(finding.severity is Severity.FINE for finding in findings)
    return "".join(f"{line}\n" for line in lines), well
