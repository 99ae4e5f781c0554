"""An annotation's record in the notes file: its present form, its revision, its earlier forms.

The record is the W3C annotation with keys of ours beside it: `revision` counts its forms from 1,
`history` keeps the earlier ones, `deleted` says when it went to the trash, `restored` which
deletion was taken back, so that a copy on another desk that is still deleted does not delete it
again when the two are merged.
"""

from __future__ import annotations

from tui.annotations.loose_json import Json, as_count, as_list
from tui.annotations.model import Annotation
from tui.annotations.tables_json import Record

_OURS = ("revision", "history", "deleted", "restored")
SAME_IN_ALL_FORMS = ("@context", "id", "type", "article")
"""Keys that earlier forms do not repeat."""


def annotation_of(record: Record) -> Annotation:
    """Return the annotation that a record holds."""
    return Annotation.from_json(content_of(record))


def earlier_forms(record: Record) -> tuple[Annotation, ...]:
    """Return what the record's annotation was before, the oldest form first."""
    same = {key: record[key] for key in SAME_IN_ALL_FORMS if key in record}
    forms = (form for form in as_list(record.get("history")) if isinstance(form, dict))
    return tuple(annotation_of({**same, **form}) for form in forms)


def content_of(record: Record) -> Json:
    """Return a record's W3C annotation as JSON."""
    return {key: value for key, value in record.items() if key not in _OURS}


def first_form(content: Json) -> Record:
    """Return the record of a new annotation."""
    return {**content, "revision": 1, "history": []}


def next_form(record: Record, content: Json, moment: str) -> Record:
    """Return the record with other content, its present form moved to its history.

    A form that the history holds already is not kept twice, so that undoing and redoing does
    not make it grow. A record whose content stays, `modified` aside, is returned as it is.

    Args:
        record: The record.
        content: The W3C annotation as JSON.
        moment: When this happens, ISO 8601 in UTC.
    """
    if is_same(record, content):
        return record
    revision = as_count(record.get("revision")) or 1
    history = as_list(record.get("history"))
    form = {k: v for k, v in content_of(record).items() if k not in SAME_IN_ALL_FORMS}
    if not any(isinstance(old, dict) and _is_form(old, form) for old in history):
        history = [*history, {"revision": revision, **form}]
    changed = {**content, "modified": moment, "revision": revision + 1, "history": history}
    for key in ("deleted", "restored"):
        if key in record:
            changed[key] = record[key]
    return changed


def is_same(record: Record, content: Json) -> bool:
    """Tell whether a record holds that content, whenever it was modified."""
    return _is_form(content_of(record), content)


def in_trash(record: Record, moment: str) -> Record:
    """Return the record as it lies in the trash; unchanged where it lies there already."""
    if "deleted" in record:
        return record
    return _counted({**_without(record, "restored"), "deleted": moment})


def out_of_trash(record: Record) -> Record:
    """Return the record as it stands among the others."""
    if "deleted" not in record:
        return record
    # A form written while it lay there counts as deleted, so that is taken back with it.
    moments = [record["deleted"], record.get("modified"), record.get("restored")]
    taken_back = max((text for text in moments if isinstance(text, str)), default="")
    return _counted({**_without(record, "deleted"), "restored": taken_back})


def _without(record: Record, key: str) -> Record:
    return {name: value for name, value in record.items() if name != key}


def _counted(record: Record) -> Record:
    return {**record, "revision": (as_count(record.get("revision")) or 1) + 1}


def _is_form(one: Json, other: Json) -> bool:
    passing = ("modified", "revision")
    return {k: v for k, v in one.items() if k not in passing} == {
        k: v for k, v in other.items() if k not in passing
    }
