"""What can be read of a notes file that is cut off or overwritten: record by record, to the break.

A torn file may hold newer records than the newest backup. Those that are whole are put together
with the backup by the merge that desks use, so neither costs what the other has.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from tui.annotations.merging import merge
from tui.annotations.tables_json import Record, Records, Tables, canonical, renumbered
from tui.annotations.view import UNDO

_BLANKS = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Torn:
    """The whole records of a torn file.

    Attributes:
        tables: What was read.
        whole: The names of the tables that were read to their end.
    """

    tables: Tables
    whole: frozenset[str]

    @property
    def count(self) -> int:
        """How many records were read."""
        return sum(map(len, self.tables.values()))


def whole_records(data: bytes) -> Torn:
    """Read records until the first that is not whole. Takes linear time, never raises."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    tables: Tables = {}
    whole: set[str] = set()
    try:
        at = _past(text, 0, "{")
        while True:
            name, at = _key(text, at)
            at = _past(text, at, "{")
            found: dict[str, Record] = {}
            try:
                at = _read_table(text, at, found)
            finally:
                tables[name] = renumbered(found)
            whole.add(name)
            at = _past(text, at, ",")
    except (ValueError, RecursionError):
        pass  # the break: what stands before it was read
    return Torn(tables, frozenset(whole))


def _read_table(text: str, at: int, found: dict[str, Record]) -> int:
    """Read records into `found`; return where their table ends."""
    if text[at : at + 1] == "}":
        return at + 1
    while True:
        number, at = _key(text, at)
        record, at = _DECODER.raw_decode(text, at)
        if not isinstance(record, dict):
            raise ValueError("not a record")
        while number in found:  # no number of TinyDB's, so it is given a new one
            number += "~"
        found[number] = record
        at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        if text[at : at + 1] == "}":
            return at + 1
        at = _past(text, at, ",")


def _key(text: str, at: int) -> tuple[str, int]:
    key, at = _DECODER.raw_decode(text, at)
    if not isinstance(key, str):
        raise ValueError("not a name")
    return key.encode("utf-8", "replace").decode(), _past(text, at, ":")


def _past(text: str, at: int, wanted: str) -> int:
    """Return where the text goes on after a sign and blanks."""
    at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
    if text[at : at + 1] != wanted:
        raise ValueError(f"no {wanted}")
    return _BLANKS.match(text, at + 1).end()  # type: ignore[union-attr]


def put_together(torn: Torn, earlier: Tables) -> Tables:
    """Return what a torn file holds together with an earlier state of it.

    What the earlier state has and the torn file has not may have stood behind the break, so it
    stays, but for steps of undo: those that were lost would have to be taken back first.

    Raises:
        NotesError: one of them is of a newer form than this version knows.
    """
    filled: Tables = {name: dict(records) for name, records in torn.tables.items()}
    if UNDO not in torn.whole:
        filled.pop(UNDO, None)
    for name, records in earlier.items():
        if name != UNDO:
            _fill_up(filled.setdefault(name, {}), records)
    # As base, the earlier state tells nothing but which of two forms is the old one.
    return merge(earlier, filled, earlier)


def _fill_up(records: Records, earlier: Records) -> None:
    known = {_known_by(record) for record in records.values()}
    number = max(map(int, records), default=0)
    for record in earlier.values():
        if _known_by(record) not in known:
            number += 1
            records[str(number)] = record


def _known_by(record: Record) -> object:
    name = record.get("id")
    return name if isinstance(name, str) and name else canonical(record)
