"""Merging what two desks know of one annotation, or of one unfinished note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tui.annotations.ledger import SAME_IN_ALL_FORMS
from tui.annotations.loose_json import Json, as_list
from tui.annotations.tables_json import Record, canonical
from tui.annotations.tombstones import Form, forms_of, is_buried


def merged_annotation(records: Sequence[Record], gone: Mapping[str, str]) -> Record | None:
    """Return what several copies of one annotation amount to; None where all of it was emptied.

    All their forms are kept. The latest is the present one (by `modified`, then the revision,
    then a hash), the others are its history. It is in the trash if the last deletion is later
    than that form and was not taken back. What has been emptied since (`gone`) falls away form
    by form, so one that whoever emptied the trash had not seen comes back, deleted or not by
    the same rule.

    Each part is a maximum or a union, so neither order nor grouping nor repetition matters.

    Args:
        records: The copies, at least one.
        gone: The forms that were emptied, as `tombstones.joined` tells.
    """
    forms: dict[str, Form] = {}
    odd: dict[bytes, Any] = {}
    deleted = restored = ""
    for record in records:
        present, earlier = forms_of(record)
        for form in (present, *earlier):
            known = forms.get(form.digest)
            forms[form.digest] = form if known is None else max(known, form, key=_order)
        for item in as_list(record.get("history")):
            if not isinstance(item, dict):
                odd[canonical(item)] = item
        if "deleted" in record:
            deleted = max(deleted, _text(record["deleted"]), present.modified, "0")
        restored = max(restored, _text(record.get("restored")))
    emptied = max(gone.values(), default="")
    kept = sorted((form for form in forms.values() if not is_buried(form, gone)), key=_order)
    if not kept:
        return None
    if gone:
        deleted, odd = max(deleted, emptied), {}
        restored = restored if restored > emptied else ""
    present = kept.pop()
    merged = {**_shared(records), **_written(present)}
    merged["history"] = [*(odd[key] for key in sorted(odd)), *map(_written, kept)]
    if deleted > restored and deleted >= present.modified:
        merged["deleted"] = deleted
    if restored:
        merged["restored"] = restored
    return merged


def _shared(records: Iterable[Record]) -> Json:
    """Return what is the same in all forms; where copies differ, any one of them, always it."""
    shared: Json = {}
    for record in records:
        for key in SAME_IN_ALL_FORMS:
            if key in record and (
                key not in shared or canonical(record[key]) > canonical(shared[key])
            ):
                shared[key] = record[key]
    return {key: shared[key] for key in SAME_IN_ALL_FORMS if key in shared}


def _written(form: Form) -> Json:
    written = dict(form.content)
    if form.modified:
        written["modified"] = form.modified
    if form.revision:
        written["revision"] = form.revision
    return written


def _order(form: Form) -> tuple[str, int, str]:
    return form.order


def merged_texts(
    base: Mapping[str, Record],
    sides: Sequence[Mapping[str, Sequence[Record]]],
    passing: frozenset[str],
    when: Callable[[Record], str],
) -> list[Record]:
    """Merge records of which every differing version is kept, each as a record of its own.

    Drafts are such, and the records of tables that this version does not know. The latest keeps
    the id, the others get one made from it and from what they say. A record that the base has
    and one side has not was removed there: it goes, unless the other side has changed it.

    Args:
        base: The records of the common ancestor by id.
        sides: The records of each side by id.
        passing: Keys in which versions may differ without being different.
        when: Tells when a version was written.
    """

    def digest(record: Record) -> str:
        said = {k: v for k, v in record.items() if k not in passing and k != "id"}
        return sha256(canonical(said)).hexdigest()

    def order(item: tuple[str, Record]) -> tuple[str, str, bytes]:
        return when(item[1]), item[0], canonical(item[1])

    versions: defaultdict[str, dict[str, Record]] = defaultdict(dict)
    removed: set[str] = set()
    for side in sides:
        removed |= {name for name in base if name not in side}
        for name, records in side.items():
            for record in records:
                _keep_latest(versions[name], digest(record), record, when)
    waiting = list(versions)
    while waiting:
        name = waiting.pop()
        there = versions[name]
        if name in base:
            unchanged = digest(base[name])
            if name in removed or len(there) > 1:
                there.pop(unchanged, None)
        if len(there) > 1:
            winner, _ = max(there.items(), key=order)
            for key in [key for key in there if key != winner]:
                other = uuid5(NAMESPACE_URL, f"{name}\n{key}").urn
                _keep_latest(versions[other], key, {**there.pop(key), "id": other}, when)
                waiting.append(other)
    return [record for there in versions.values() for record in there.values()]


def _keep_latest(
    there: dict[str, Record], digest: str, record: Record, when: Callable[[Record], str]
) -> None:
    known = there.get(digest)
    if known is None or (when(record), canonical(record)) > (when(known), canonical(known)):
        there[digest] = record


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
