"""The notes file's content: TinyDB's JSON, checked on reading, salvaged where it is damaged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import orjson

Record = dict[str, Any]
Records = dict[str, Record]
Tables = dict[str, Records]
"""Tables by name; in each, records by their id in canonical decimal ("1", not "01")."""

_BOM = b"\xef\xbb\xbf"
_CANONICAL_ID = re.compile(r"0|[1-9][0-9]{0,18}")
_RECORD = re.compile(rb'"(?:0|[1-9][0-9]{0,18})')
_TABLE = re.compile(rb'("(?:[^"\\]|\\.)*"):\{(\},?)?\n')
_PART = 2_500
"""Pieces of about 100 bytes to 2 kB that are joined at once."""


class DamagedFileError(ValueError):
    """The bytes are not a TinyDB file."""


def encode(tables: Tables) -> bytes:
    """Return the tables as JSON that plain TinyDB reads; see `encode_parts`."""
    return b"".join(encode_parts(tables))


def encode_parts(tables: Tables) -> list[bytes]:
    """Return the tables as JSON that plain TinyDB reads, in parts that belong together.

    Each record has a line of its own, so that a comparison of two files shows notes. orjson
    writes 10,000 notes (9 MB) in 9 ms, but lets no other thread run meanwhile; a few records
    at a time, the screen's thread waits for none of it. What orjson refuses, which only other
    programs write (integers over 64 bits, lone surrogates, deep nesting), the standard library
    writes.

    Raises:
        ValueError: the tables hold something that JSON cannot say.
    """
    parts: list[bytes] = []
    pieces = [b"{"]
    behind = b"\n"
    for name, records in tables.items():
        pieces += (behind, _dumped(name), b":{")
        comma = b"\n"
        for number, record in records.items():
            pieces += (comma, b'"', number.encode(), b'":', _dumped(record))
            comma = b",\n"
            if len(pieces) >= _PART:
                parts.append(b"".join(pieces))
                pieces = []
        pieces.append(b"\n}" if records else b"}")
        behind = b",\n"
    pieces.append(b"\n}\n")
    return [*parts, b"".join(pieces)]


def _dumped(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # orjson.JSONEncodeError
        try:
            return json.dumps(value, separators=(",", ":")).encode()
        except (TypeError, RecursionError) as error:
            raise ValueError(str(error)) from error


def canonical(value: object) -> bytes:
    """Return a JSON value as the same bytes whenever it is the same, for comparing and hashing.

    Raises:
        ValueError: it holds something that JSON cannot say.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # as in `encode`
        try:
            return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
        except (TypeError, RecursionError) as error:
            raise ValueError(str(error)) from error


def decode(data: bytes) -> Tables:
    """Return the tables in the bytes; none for an empty file or `null`, as TinyDB has it.

    Raises:
        DamagedFileError: they are not a TinyDB file.
    """
    tables = _by_lines(data)
    if tables is not None:
        return tables
    data = data.removeprefix(_BOM)
    if data.strip() in (b"", b"null"):
        return {}
    value = _parse(data)
    if not _has_shape(value):
        raise DamagedFileError("not tables of records")
    whole: Tables = value
    return whole


def _by_lines(data: bytes) -> Tables | None:
    """Read what `encode_parts` wrote, record by record; None where it is anything else.

    Parsing 10,000 notes at once keeps every other thread waiting for as long as it takes. A raw
    line end never stands inside a JSON string, so lines that read as records between lines that
    open and close a table are just that.
    """
    lines = iter(BytesIO(data))
    if next(lines, b"") != b"{\n":
        return None
    tables: Tables = {}
    more = True
    try:
        for line in lines:
            if line == b"}\n":
                return tables if not more and next(lines, None) is None else None
            head = _TABLE.fullmatch(line)
            if head is None or not more:
                return None
            name, closed = orjson.loads(head[1]), head[2]
            if name in tables:
                return None
            records = tables[name] = {}
            if not closed:
                closed = _read_records(lines, records)
            if not closed:
                return None
            more = closed == b"},"
    except ValueError:  # orjson.JSONDecodeError
        return None
    return None


def _read_records(lines: Iterator[bytes], records: Records) -> bytes:
    """Read lines of records and the one that closes their table.

    Returns:
        The closing line without its end; nothing where these are no such lines.
    """
    more = True
    for line in lines:
        if line in (b"}\n", b"},\n"):
            return b"" if more else line[:-1]
        number, _, text = line.partition(b'":')
        if not more or not _RECORD.fullmatch(number):
            return b""
        more = text.endswith(b",\n")
        record = orjson.loads(text[:-2] if more else text)
        name = number[1:].decode()
        if name in records or not isinstance(record, dict):
            return b""
        records[name] = record
    return b""


def salvage(data: bytes) -> Tables | None:
    """Return what can be read of a damaged file, or None.

    Plain TinyDB writes over the old content and cuts off the rest afterwards, so most of its
    damage is a whole newest state with old bytes behind it: the head is taken. In JSON of the
    wrong shape the records are kept, under new ids where theirs are not canonical or taken.
    """
    text = data.removeprefix(_BOM).decode("utf-8", "replace").lstrip()
    try:
        value, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    tables: Tables = {}
    for name, records in value.items():
        if isinstance(records, dict):
            tables[_printable(name)] = renumbered(records)
    return tables if any(tables.values()) else None


def _parse(data: bytes) -> Any:  # noqa: ANN401 - JSON from a file may be anything
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        # NaN, lone surrogates and deep nesting: plain TinyDB writes them with the standard
        # library, so they are no damage.
        try:
            return json.loads(data.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise DamagedFileError(str(error)) from error


def _has_shape(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(records, dict)
        and all(_CANONICAL_ID.fullmatch(name) for name in records)
        and all(isinstance(record, dict) for record in records.values())
        for records in value.values()
    )


def renumbered(records: dict[str, Any]) -> Records:
    """Return those of the records that are some, under new ids where theirs are not canonical."""
    good = {name: item for name, item in records.items() if isinstance(item, dict)}
    kept = {name: item for name, item in good.items() if _CANONICAL_ID.fullmatch(name)}
    free = max(map(int, kept), default=0) + 1
    strays = [item for name, item in good.items() if name not in kept]
    return kept | {str(free + index): item for index, item in enumerate(strays)}


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()
