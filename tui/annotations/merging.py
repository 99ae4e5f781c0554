"""Merging two notes files that grew apart: without conflicts, the same result in any order.

`merge` is a join: it does not matter which file is ours and which is theirs, in what order three
desks are merged, or how often. Each kind of record has its own rule, given where it stands.
Records are matched by their own ids; the numbers that TinyDB gives them differ between desks and
are given anew, by when the records were made.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from tui.annotations.loose_json import Json
from tui.annotations.merging_articles import merged_articles, united_keys
from tui.annotations.merging_notes import merged_annotation, merged_texts
from tui.annotations.notes_file import NotesFile
from tui.annotations.outlet_rules import RULE_KEYS
from tui.annotations.schema import META, SCHEMA, migrated, version_of
from tui.annotations.searches import SEARCH_KEYS
from tui.annotations.snapshots import LARGEST
from tui.annotations.tables_json import (
    DamagedFileError,
    Record,
    Records,
    Tables,
    canonical,
    decode,
    encode,
)
from tui.annotations.tombstones import TOMBSTONES, joined
from tui.annotations.version import unpacked
from tui.annotations.view import ANNOTATIONS, ARTICLES, DRAFTS, OUTLET_RULES, SEARCHES, UNDO
from tui.articles.safe_text import clean_line, clean_path
from tui.errors import NotesError

CUT = "merge"
"""The kind of the record that stands in `undo` where steps were cut off; no step is read of it."""

_GZIP = b"\x1f\x8b"
_WHEN = ("created", "first_seen", "saved", "made", "modified")

_Named = dict[str, list[Record]]


def merge(base: Tables, ours: Tables, theirs: Tables) -> Tables:
    """Merge two states of the notes.

    Annotations and articles are only ever united (`merging_notes`, `merging_articles`); of
    annotations only what a tombstone names falls away. Drafts and what unknown tables hold are
    kept in every version; a rule for an outlet or a saved search is what was decided last. These
    go where one side has removed them since the base and the other has not touched them.

    Args:
        base: The state that both came from; empty where there is none. It only tells what was
            removed, and which of two values is the old one.
        ours: One state.
        theirs: The other.

    Returns:
        A state that holds what both hold; `ours` itself where both are equal.

    Raises:
        NotesError: a state is of a newer form than this version knows.
    """
    for tables in (base, ours, theirs):
        if version_of(tables) > SCHEMA:
            raise NotesError(
                f"The notes were written by a newer copydesk (form {version_of(tables)}, this one "
                f"knows {SCHEMA}): install the newer version."
            )
    if ours == theirs:
        return ours
    was, *states = (migrated(tables) for tables in (base, ours, theirs))
    gone = _united_tombstones(states)
    articles, stands_for = merged_articles(
        _first(_named(was, ARTICLES)), [r for state in states for r in _all(state, ARTICLES)]
    )
    found: dict[str, list[Record]] = {
        ARTICLES: articles,
        ANNOTATIONS: _united_annotations(states, gone),
        TOMBSTONES: list(gone.values()),
        DRAFTS: _united_texts(was, states, DRAFTS),
        OUTLET_RULES: _last_decided(was, states, OUTLET_RULES, RULE_KEYS),
        SEARCHES: _last_decided(was, states, SEARCHES, SEARCH_KEYS),
    }
    for table in {name for state in states for name in state} - {*found, META, UNDO}:
        found[table] = _united_texts(was, states, table)
    for table in (ANNOTATIONS, DRAFTS):
        found[table] = [_moved(record, stands_for) for record in found[table]]
    for table in {name for state in states for name in state} - {META, UNDO}:
        found[table] += _united_nameless(was, states, table)
    merged = {name: _numbered(sorted(found[name], key=_order)) for name in sorted(found)}
    merged[UNDO] = _numbered(_united_steps(was, states))
    rest = [list(tables.get(META, {}).values()) for tables in (was, *states)]
    unknown = united_keys(rest[0], [*rest[1], *rest[2]], frozenset(("schema",)))
    merged[META] = {"1": {"schema": SCHEMA, **unknown}}
    return {name: records for name, records in merged.items() if records}


def merge_files(base: Path, ours: Path, theirs: Path) -> None:
    """Merge two notes files and write the result to `ours`, as git asks of a merge driver.

    Where `ours` is a desk's own file, other sessions are kept out meanwhile and the old content
    becomes a backup, as with every save. Two snapshots of one text, which two versions of zlib
    may have packed differently, are merged by keeping ours, and so are two earlier versions of an
    article with the same words, which two desks may have seen at different times.

    Args:
        base: The common ancestor; an empty or missing file where there is none.
        ours: One file; it is replaced in one step, or not touched.
        theirs: The other.

    Raises:
        NotesError: a file cannot be read, is damaged or of a newer form, or the result cannot
            be written.
    """
    from tui.annotations.file_lock import locked

    file = NotesFile(ours)
    try:
        if _are_one_text(file, theirs):
            return
        if not file.lock_path.exists():  # git's own temporary file: nobody else knows it
            _merge_into(file, base, theirs, backup=False)
            return
        with locked(file.lock_path, 10.0):
            _merge_into(file, base, theirs, backup=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        name = clean_path(ours)
        raise NotesError(f"The notes were not merged into {name}: {clean_line(reason)}.") from error
    except RecursionError as error:
        raise NotesError("The notes were not merged: a record is nested too deeply.") from error
    finally:
        file.close()


def _merge_into(file: NotesFile, base: Path, theirs: Path, *, backup: bool) -> None:
    before = _tables_of(file)
    merged = merge(_tables_at(base, needed=False), before, _tables_at(theirs))
    if merged != before:
        file.replace(encode(merged), keep_old_as=None, backup=backup)


def _are_one_text(ours: NotesFile, theirs: Path) -> bool:
    """Tell whether both files are snapshots of the same text, or versions with the same words."""
    content = ours.read()
    if content is None or not content[0].startswith(_GZIP):
        return False
    file = NotesFile(theirs)
    try:
        other = file.read()
    finally:
        file.close()
    if other is None:
        return False
    if _unpacked(content[0]) == _unpacked(other[0]) is not None:
        return True
    one, another = unpacked(content[0]), unpacked(other[0])
    return one is not None and another is not None and one.file_name == another.file_name


def _unpacked(data: bytes) -> bytes | None:
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(data, LARGEST)
    except zlib.error:
        return None


def _tables_at(path: Path, *, needed: bool = True) -> Tables:
    file = NotesFile(path)
    try:
        return _tables_of(file, needed=needed)
    finally:
        file.close()


def _tables_of(file: NotesFile, *, needed: bool = True) -> Tables:
    content = file.read()
    if content is None:
        if needed:
            raise NotesError(f"There is no notes file {clean_path(file.path)}.")
        return {}
    try:
        return decode(content[0])
    except DamagedFileError as error:
        raise NotesError(
            f"{clean_path(file.path)} is no notes file, or damaged; nothing was merged. "
            "See: copydesk doctor"
        ) from error


# one rule for each kind of record


def _united_annotations(states: Sequence[Tables], gone: Mapping[str, Record]) -> list[Record]:
    copies: defaultdict[str, list[Record]] = defaultdict(list)
    for state in states:
        for record in _all(state, ANNOTATIONS):
            copies[record["id"]].append(record)
    united = (
        merged_annotation(records, joined([gone[name]]) if name in gone else {})
        for name, records in copies.items()
    )
    return [record for record in united if record is not None]


def _united_tombstones(states: Sequence[Tables]) -> dict[str, Record]:
    """Unite the tombstones of annotations by id, and keep those of other tables beside them."""
    stones: defaultdict[str, list[Record]] = defaultdict(list)
    for state in states:
        for record in _all(state, TOMBSTONES):
            table = record.get("table")
            of_notes = table == ANNOTATIONS
            stones[record["id"] if of_notes else f"{table}\n{record['id']}"].append(record)
    return {
        name: {
            **united_keys([], records, frozenset(("forms",))),
            "forms": dict(sorted(joined(records).items())),
        }
        for name, records in stones.items()
    }


def _united_texts(was: Tables, states: Sequence[Tables], table: str) -> list[Record]:
    passing = frozenset(("saved", "article")) if table == DRAFTS else frozenset[str]()
    sides = [_named(state, table) for state in states]
    return merged_texts(_first(_named(was, table)), sides, passing, _when_written)


def _last_decided(
    was: Tables, states: Sequence[Tables], table: str, keys: frozenset[str]
) -> list[Record]:
    """Unite what has one value under each id: the last decision stands.

    Args:
        was: The base.
        states: Those that are merged.
        table: The table's name.
        keys: The keys that one decision says together.
    """
    base = _first(_named(was, table))
    sides = [_named(state, table) for state in states]
    united: list[Record] = []
    for name in {name for side in sides for name in side}:
        records = [record for side in sides for record in side.get(name, [])]
        former = base.get(name)
        said = {canonical(own := _only(record, keys)): own for record in records}
        if former is not None:
            old = canonical(_only(former, keys))
            if len(said) > 1 or any(name not in side for side in sides):
                said.pop(old, None)
        if said:
            last = max(said, key=lambda key: (_text(said[key].get("made")), key))
            # A side that left it as it was says nothing: else the keys that another side took
            # out would come back, but only where the two are merged before a third.
            changed = [record for record in records if record != former] or records
            rest = united_keys([former] if former else [], changed, keys)
            united.append({**said[last], **rest})
    return united


def _only(record: Record, keys: frozenset[str]) -> Record:
    return {key: value for key, value in record.items() if key in keys}


def _united_nameless(was: Tables, states: Sequence[Tables], table: str) -> list[Record]:
    """Unite records without an id, which are known by what they say only.

    Of equal ones there are as many as the side has that has changed their number; where both
    have, the greater number above the base's stands, else the smaller one below it.
    """
    records: dict[bytes, Record] = {}
    counts: list[Counter[bytes]] = []
    for tables in (was, *states):
        count: Counter[bytes] = Counter()
        for record in tables.get(table, {}).values():
            if not _name(record):
                key = canonical(record)
                records[key] = record
                count[key] += 1
        counts.append(count)
    former, *now = counts
    return [
        record
        for key, record in records.items()
        for _ in range(max((c[key] for c in now), key=_since(former[key])))
    ]


def _since(former: int) -> Callable[[int], tuple[bool, int]]:
    return lambda number: (number > former, abs(number - former))


def _united_steps(was: Tables, states: Sequence[Tables]) -> list[Record]:
    """Return the steps of undo where only one side has any since the base; else cut them off.

    Two desks' steps have no common order, and taking back one below another's would change what
    its own desk never saw. Nothing is lost with them: earlier forms are in the notes' histories,
    and what was deleted is in the trash.
    """
    former, *now = (_in_order(tables.get(UNDO, {})) for tables in (was, *states))
    cut: list[Record] = [{"id": sha256(canonical(former)).hexdigest()[:16], "kind": CUT}]
    changed = {canonical(steps): steps for steps in now if steps != former}
    if not changed:
        return former
    return cut if len(changed) > 1 else next(iter(changed.values()))


# small parts


def _all(tables: Tables, table: str) -> list[Record]:
    """Return a table's records that have an id of their own."""
    return [record for record in tables.get(table, {}).values() if _name(record)]


def _named(tables: Tables, table: str) -> _Named:
    named: defaultdict[str, list[Record]] = defaultdict(list)
    for record in _all(tables, table):
        named[record["id"]].append(record)
    return dict(named)


def _first(named: _Named) -> dict[str, Record]:
    return {name: records[0] for name, records in named.items()}


def _name(record: Record) -> str:
    return _text(record.get("id"))


def _moved(record: Record, stands_for: Mapping[str, str]) -> Record:
    article = _text(record.get("article"))
    return {**record, "article": stands_for[article]} if article in stands_for else record


def _in_order(records: Records) -> list[Record]:
    return [records[number] for number in sorted(records, key=int)]


def _numbered(records: Iterable[Record]) -> Records:
    return {str(number): record for number, record in enumerate(records, 1)}


def _order(record: Record) -> tuple[str, str, bytes]:
    made = next(filter(None, (_text(record.get(key)) for key in _WHEN)), "")
    return made, _name(record), canonical(record)


def _when_written(record: Json) -> str:
    return max((_text(record.get(key)) for key in ("saved", "modified", "created")), default="")


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a file holds
    return value if isinstance(value, str) else ""
