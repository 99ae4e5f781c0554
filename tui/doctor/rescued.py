"""What a desk wrote at its end because it could not be saved: taken into the notes again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from tui.annotations.ledger import annotation_of, first_form
from tui.annotations.loose_json import as_lines, as_list, as_object
from tui.annotations.tables_json import Records
from tui.articles.safe_text import clean_path
from tui.config import Paths
from tui.doctor.finding import Finding, Severity

_LARGEST = 1 << 28
"""Bytes of a rescue file that are read."""


def examine_rescued(paths: Paths) -> Iterator[Finding]:
    """Yield the rescue files of this user, wherever a desk may have written one."""
    for folder in dict.fromkeys((paths.state, _home(), Path("/tmp"))):
        try:
            found = sorted(folder.glob("copydesk-rescue-*.json"))
            mine = [path for path in found if _is_mine(path)]
        except OSError:
            continue
        for path in mine:
            yield _examine(path, paths.notes)


def _examine(path: Path, notes: Path) -> Finding:
    records, draft = _read(path)
    what = f"{clean_path(path)} holds what could not be saved when a desk was left"
    if not records:
        return Finding(
            f"{what}{': an unfinished note' if draft else ''}.",
            Severity.ATTENTION,
            "Copy from it what is missing in your notes, then delete it.",
        )
    return Finding(
        f"{what}. Notes and highlights in it: {len(records):,}.",
        Severity.ATTENTION,
        "copydesk doctor --repair puts them among the others, and keeps the file as .taken"
        + (", for it holds an unfinished note as well." if draft else "."),
        _taking(path, notes, records),
    )


def _read(path: Path) -> tuple[Records, bool]:
    """Return the annotations in a rescue file as records, and whether it holds a draft."""
    try:
        with path.open("rb") as file:
            content = as_object(json.loads(file.read(_LARGEST)))
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError, RecursionError):
        return {}, False
    moment = written.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    records: Records = {}
    for item in as_list(content.get("annotations")):
        if isinstance(item, dict) and isinstance(item.get("id"), str) and item["id"]:
            # What was not saved has no moment of its own yet: it was the last that was written.
            records[str(len(records) + 1)] = first_form({**item, "modified": moment})
    return records, bool(content.get("draft"))


def _taking(path: Path, notes: Path, records: Records) -> Callable[[], str]:
    def take() -> str:
        from tui.annotations.atomic_storage import AtomicStorage
        from tui.annotations.merging import merge

        storage = AtomicStorage(notes)
        with closing(storage), storage.transaction() as working:
            joined = merge(dict(working), dict(working), {**working, **_with(working, records)})
            working.clear()
            working.update(joined)
        path.rename(path.with_name(path.name + ".taken"))
        return f"Notes and highlights that were taken from {clean_path(path)}: {len(records):,}."

    return take


def _with(tables: dict[str, Records], records: Records) -> dict[str, Records]:
    """Return the annotations with these added; copies of one id become one when merged.

    One that was not given its article yet gets the one whose text it was made on.
    """
    articles = {
        digest: str(article.get("id"))
        for article in tables.get("articles", {}).values()
        for digest in as_lines(article.get("sha256s"))
    }
    there = dict(tables.get("annotations", {}))
    free = max(map(int, there), default=0) + 1
    for number, record in enumerate(records.values(), free):
        texts = (target.text_sha256 for target in annotation_of(record).targets)
        found = next((articles[text] for text in texts if text in articles), None)
        lacking = not record.get("article") and found is not None
        there[str(number)] = {**record, "article": found} if lacking else record
    return {"annotations": there}


def _is_mine(path: Path) -> bool:
    status = path.lstat()
    return status.st_uid == os.getuid() and path.is_file() and not path.is_symlink()


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # nobody has said where that is
        return Path("/tmp")
