"""Merging what two desks remember of one article, which each may have saved by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from tui.annotations.loose_json import Json, as_count, as_lines, as_list, as_object
from tui.annotations.records import READ_STATES
from tui.annotations.tables_json import Record, canonical
from tui.articles.addresses import address_key

ALSO = "also"
"""The key of an article's record that lists the ids of records which were merged into it."""
ALSO_AT = "also_at"
"""The key that lists what other addresses they had."""

_SAID = ("url", "headline", "outlet", "byline", "published")
_LATEST = (*_SAID, "read_state", "position", "length", "last_opened")
_FLAGS = ("starred", "archived")
_UNITED = ("sha256s", "paths", "first_seen", "overrides", "tags", ALSO, ALSO_AT)
_KNOWN = frozenset((*_LATEST, *_FLAGS, *_UNITED, "id"))
_EMPTY_TEXT = sha256(b"").hexdigest()
"""What all articles without text have in common, which are not one article for that."""


def merged_articles(
    base: Mapping[str, Record], records: Sequence[Record]
) -> tuple[list[Record], dict[str, str]]:
    """Merge article records, each with an `id`.

    Records are of one article if they share an id, a hash or an address: two desks that saved
    an article each by itself have different files of it, hence different ids, and the notes of
    both belong together. The id that was seen first stays.

    What is said of the article and where it was left comes from the record that was opened
    later; then the one that is read further. Hashes and paths are united. A block that one desk
    restored or stripped since the base is so; where both decided differently it is shown. A star
    that one desk gave or took since the base is given or taken; the same for the archive and for
    each tag.

    Args:
        base: The records of the common ancestor by id.
        records: Those of all sides.

    Returns:
        The articles, and the id that stands for each id that was given up.
    """
    merged: list[Record] = []
    stands_for: dict[str, str] = {}
    for same in _components(records):
        name = str(
            min((_text(record.get("first_seen")) or "~", record["id"]) for record in same)[1]
        )
        names = {str(record["id"]) for record in same}.union(*map(_also, same))
        article = _merged(name, [base[each] for each in sorted(names) if each in base], same)
        if others := sorted(names - {name}):
            article[ALSO] = others
            stands_for |= dict.fromkeys(others, name)
        merged.append(article)
    return merged, stands_for


def _components(records: Sequence[Record]) -> Iterable[list[Record]]:
    """Group records that are of one article: a union-find over what they are known by."""
    parents = list(range(len(records)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    first: dict[tuple[str, str], int] = {}
    for index, record in enumerate(records):
        for key in _keys(record):
            parents[root(index)] = root(first.setdefault(key, index))
    groups: defaultdict[int, list[Record]] = defaultdict(list)
    for index, record in enumerate(records):
        groups[root(index)].append(record)
    return groups.values()


def _keys(record: Record) -> Iterable[tuple[str, str]]:
    yield "id", record["id"]
    for name in _also(record):
        yield "id", name
    for digest in as_lines(record.get("sha256s")):
        if digest != _EMPTY_TEXT:
            yield "sha256", digest
    for url in _addresses(record):
        yield "url", address_key(url)


def _merged(name: str, base: Sequence[Record], records: Sequence[Record]) -> Record:
    latest = max(records, key=_order)
    merged: Record = {"id": name}
    seen = min(filter(None, (_text(record.get("first_seen")) for record in records)), default="")
    for key in ("sha256s", "paths"):
        first = as_list(latest.get(key))[:1]
        known = {canonical(item): item for record in records for item in as_list(record.get(key))}
        if first:
            del known[canonical(first[0])]
        merged[key] = [*first, *(known[item] for item in sorted(known))]
    merged.update({key: latest[key] for key in _LATEST if key in latest})
    merged["first_seen"] = seen
    addresses = {url for record in records for url in _addresses(record)}
    if others := sorted(addresses - {_text(merged.get("url"))}):
        merged[ALSO_AT] = others
    merged.update(dict.fromkeys(sorted(_merged_decisions(base, records, _flags)), True))
    if tags := _merged_tags(base, records):
        merged["tags"] = tags
    merged["overrides"] = _merged_overrides(base, records)
    return {**merged, **united_keys(base, records, _KNOWN)}


def _order(record: Record) -> tuple[str, int, int, bytes]:
    state = record.get("read_state")
    rank = READ_STATES.index(state) if state in READ_STATES else -1
    said: Json = {key: record[key] for key in _LATEST if key in record}
    heads = [as_list(record.get(key))[:1] for key in ("sha256s", "paths")]
    position = as_count(record.get("position"))
    return (
        _text(record.get("last_opened")),
        rank,
        -1 if position is None else position,
        canonical([said, heads]),
    )


def _merged_overrides(base: Sequence[Record], records: Sequence[Record]) -> Json:
    """Merge the reader's reversals block by block."""
    now = _merged_decisions(base, records, _decided)
    rest = united_keys(
        [as_object(record.get("overrides")) for record in base],
        [as_object(record.get("overrides")) for record in records],
        frozenset(("restored", "stripped")),
    )
    restored = [block for block, decided in now.items() if decided == _RESTORED]
    stripped = [block for block, decided in now.items() if decided == _STRIPPED]
    return {"restored": restored, "stripped": stripped, **rest}


def _merged_tags(base: Sequence[Record], records: Sequence[Record]) -> list[str]:
    """Merge tags one by one; in their order where all have it, else in that of the alphabet."""
    kept = _merged_decisions(base, records, _tags)
    orders = {as_lines(record.get("tags")) for record in records}
    return list(orders.pop()) if len(orders) == 1 else sorted(kept)


def _merged_decisions(
    base: Sequence[Record],
    records: Sequence[Record],
    decisions: Callable[[Record], Mapping[str, int]],
) -> dict[str, int]:
    """Merge what the reader decided, each thing by itself: what was changed since the base stands.

    Where both sides changed it the greater number stands. A record that never was one of those
    that the base says it of has not taken it back.

    Args:
        base: The records of the common ancestor.
        records: Those of all sides.
        decisions: Gives a record's decisions: positive numbers by what they are about.

    Returns:
        The decisions that stand, in the order of what they are about; none is 0.
    """
    former: dict[str, int] = {}
    for record in base:
        for thing, decided in decisions(record).items():
            former[thing] = max(decided, former.get(thing, 0))
    known_to = [
        (frozenset({record["id"], *_also(record)}), decisions(record)) for record in records
    ]
    now: dict[str, int] = {}
    for thing in sorted({thing for _, decided in known_to for thing in decided}):
        was = former.get(thing, 0)
        of_base = {record["id"] for record in base if thing in decisions(record)}
        votes = {
            decided.get(thing, 0)
            for names, decided in known_to
            if thing in decided or names & of_base
        }
        stands = max(votes - {was}, default=was)
        if stands:
            now[thing] = stands
    return now


_STRIPPED, _RESTORED = 1, 2


def _decided(record: Record) -> dict[str, int]:
    overrides = as_object(record.get("overrides"))
    stripped = dict.fromkeys(as_lines(overrides.get("stripped")), _STRIPPED)
    return stripped | dict.fromkeys(as_lines(overrides.get("restored")), _RESTORED)


def _flags(record: Record) -> dict[str, int]:
    return {flag: 1 for flag in _FLAGS if record.get(flag) is True}


def _tags(record: Record) -> dict[str, int]:
    return dict.fromkeys(as_lines(record.get("tags")), 1)


def united_keys(base: Iterable[Json], sides: Iterable[Json], known: frozenset[str]) -> Json:
    """Unite the keys that this version does not know, key by key.

    A value that one side has changed since the base stands. Of two changed ones, which this
    version cannot tell apart, it is always the same one.
    """
    former: defaultdict[str, set[bytes]] = defaultdict(set)
    for record in base:
        for key, value in record.items():
            former[key].add(canonical(value))
    found: defaultdict[str, dict[bytes, Any]] = defaultdict(dict)
    for record in sides:
        for key, value in record.items():
            if key not in known:
                found[key][canonical(value)] = value
    united: Json = {}
    for key in sorted(found):
        changed = found[key].keys() - former[key]
        united[key] = found[key][max(changed or found[key])]
    return united


def _addresses(record: Record) -> tuple[str, ...]:
    addresses = (record.get("url"), *as_list(record.get(ALSO_AT)))
    return tuple(filter(None, map(_text, addresses)))


def _also(record: Record) -> tuple[str, ...]:
    return as_lines(record.get(ALSO))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
