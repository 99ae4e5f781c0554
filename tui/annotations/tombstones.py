"""What is left of a note that was emptied from the trash, so that no merge brings it back.

A tombstone names the note and the forms of it that were emptied, as hashes, each with the moment
since which it is gone.
Another desk's copy of just those forms stays away. A form that whoever emptied the trash never
saw is no such copy: an edit made elsewhere comes back with the next merge, and is not lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from tui.annotations.ledger import SAME_IN_ALL_FORMS, content_of
from tui.annotations.loose_json import Json, as_count, as_list, as_object
from tui.annotations.tables_json import Record, canonical

TOMBSTONES = "tombstones"
"""The name of the table."""


@dataclass(frozen=True)
class Form:
    """One form of an annotation, by what it says.

    Attributes:
        digest: Names its content, whenever it was written.
        modified: When it was last written, ISO 8601 in UTC.
        revision: Its number, 0 where it has none.
        content: The W3C annotation without what is the same in all its forms.
    """

    digest: str
    modified: str
    revision: int
    content: Json

    @classmethod
    def of(cls, content: Json) -> Form:
        """Read a form; a `modified` or `revision` that makes no sense belongs to its content."""
        modified, revision = content.get("modified"), as_count(content.get("revision"))
        said = dict(content)
        if isinstance(modified, str):
            del said["modified"]
        if revision is not None:
            del said["revision"]
        digest = sha256(canonical(said)).hexdigest()[:16]
        return cls(digest, modified if isinstance(modified, str) else "", revision or 0, said)

    @property
    def order(self) -> tuple[str, int, str]:
        """What decides between two forms: the later, the higher number, the hash."""
        return self.modified, self.revision, self.digest


def forms_of(record: Record) -> tuple[Form, list[Form]]:
    """Return an annotation's present form and its earlier ones.

    The present form counts as no older than the earlier ones it was made from, though the clock
    of the machine may have been, nor than the deletion out of which it was taken back.
    """
    said = {k: v for k, v in content_of(record).items() if k not in SAME_IN_ALL_FORMS}
    revision = as_count(record.get("revision"))
    present = Form.of(said if revision is None else {**said, "revision": revision})
    earlier = [Form.of(form) for form in as_list(record.get("history")) if isinstance(form, dict)]
    latest = max((form.modified for form in earlier), default="")
    modified = max(present.modified, latest, _text(record.get("restored")))
    present = Form(present.digest, modified, present.revision, present.content)
    rival = max((form.order for form in earlier if form.modified == modified), default=None)
    if rival is not None and rival > present.order:
        present = Form(present.digest, modified, rival[1] + 1, present.content)
    return present, earlier


def tombstone(record: Record, moment: str, earlier: Record | None = None) -> Record:
    """Make the tombstone of an annotation that is emptied from the trash.

    `AnnotationStore.empty_trash` puts it into the table `tombstones` in the same save that removes
    the record. Who adds an annotation whose id has a tombstone (an import, say) has to set its
    `modified` to that moment, or the next merge takes it for the old copy.

    Args:
        record: The annotation's record.
        moment: When this happens, ISO 8601 in UTC.
        earlier: A tombstone that the id has already.
    """
    present, forms = forms_of(record)
    # By the deletion, not by the emptying: an edit between the two is later than the deletion.
    when = _text(record.get("deleted")) or moment
    gone = {form.digest: max(when, form.modified) for form in (present, *forms)}
    new = {"id": record.get("id"), "table": "annotations", "emptied": moment, "forms": gone}
    return new if earlier is None else {**earlier, **new, "forms": joined([earlier, new])}


def joined(tombstones: Iterable[Record]) -> dict[str, str]:
    """Return which forms several tombstones of one id bury, and since when."""
    gone: dict[str, str] = {}
    for stone in tombstones:
        for digest, when in as_object(stone.get("forms")).items():
            if isinstance(when, str):
                gone[digest] = max(when, gone.get(digest, ""))
    return gone


def is_buried(form: Form, gone: Mapping[str, str]) -> bool:
    """Tell whether a form was emptied, and not written again since."""
    return form.digest in gone and form.modified <= gone[form.digest]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
