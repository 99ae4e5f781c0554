"""Writing to the notes file without holding up the screen, and keeping what could not be written.

Writes run one after another in a thread. An annotation that could not be saved stays here, is
shown as unsaved, and is tried again: before the next write, every few seconds, when asked, and at
the end, where it goes to a rescue file if nothing else helps.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tui.articles.document import Document
from tui.errors import NotesError
from tui.session import Session

if TYPE_CHECKING:
    from tui.annotations import Annotation, AnnotationStore

T = TypeVar("T")


class Saver:
    """The one way from the screen to the notes file.

    Args:
        session: Holds the notes file.
        tell: Shows a sentence to the reader.
    """

    def __init__(self, session: Session, tell: Callable[[str], None]) -> None:
        self._session = session
        self._tell = tell
        self._told_quietly: set[str] = set()
        self._written: dict[str, str] = {}
        """When this session last wrote which annotation."""
        self._lock = asyncio.Lock()
        self._told = False
        self._waiting: dict[str, tuple[Annotation, Document]] = {}

    @property
    def unsaved(self) -> tuple[Annotation, ...]:
        """Annotations that are not on disk yet, or whose last change is not."""
        return tuple(annotation for annotation, _ in self._waiting.values())

    @property
    def has_failed(self) -> bool:
        """Whether something waits because it could not be written, not because its turn comes."""
        return self._told and bool(self._waiting)

    def expect(self, annotation: Annotation, document: Document) -> None:
        """Take an annotation that will be saved; from now on it counts as unsaved."""
        self._waiting[annotation.id] = (annotation, document)

    def forget(self, name: str) -> None:
        """Give up a change that waits."""
        self._waiting.pop(name, None)

    async def save(self) -> bool:
        """Write everything that waits, in the order it came.

        Returns:
            Whether all of it is on disk now.
        """
        async with self._lock:
            return await self._save()

    async def run(
        self, operation: Callable[[AnnotationStore], T], *, quiet: bool = False
    ) -> T | None:
        """Carry out another operation on the notes file, after what waits.

        Args:
            operation: Does it, in a thread.
            quiet: Whether a failure is told only once.

        Returns:
            What it returns; None where it failed, which the reader has been told.
        """
        async with self._lock:
            await self._save()
            try:
                done = await asyncio.to_thread(lambda: operation(self._session.notes))
            except NotesError as error:
                if not quiet or not (self._told or str(error) in self._told_quietly):
                    self._tell(str(error))
                self._told_quietly.add(str(error))
                return None
            self._told_quietly.clear()
            return done

    async def _save(self) -> bool:
        for name, (annotation, document) in list(self._waiting.items()):
            try:
                overtaken = await asyncio.to_thread(self._write, annotation, document)
            except NotesError as error:
                if not self._told and str(error) not in self._told_quietly:
                    self._tell(str(error))
                self._told = True
                return False
            if overtaken:
                self._tell(overtaken)
            if self._waiting.get(name, (None,))[0] is annotation:
                del self._waiting[name]
        self._told = False
        return True

    def save_now(self) -> bool:
        """Write everything that waits before anything else happens; for the end of a session."""
        for name, (annotation, document) in list(self._waiting.items()):
            try:
                self._write(annotation, document)
            except NotesError:
                return False
            del self._waiting[name]
        return True

    def _write(self, annotation: Annotation, document: Document) -> str:
        """Save an annotation; return what another session had done to it meanwhile, if it had."""
        notes = self._session.notes
        with notes.together():
            there = notes.get(annotation.id)
            deleted = there is None and notes.trashed(annotation.id) is not None
            if there is not None and there.targets == annotation.targets:
                saved = notes.update(annotation)
            else:  # what it is about now has to be kept
                saved = notes.add(annotation, document)
        known = (annotation.modified, self._written.get(annotation.id))
        self._written[annotation.id] = saved.modified
        if deleted:
            return "This note had been deleted; with your change it is back."
        if (
            there is None
            or there.modified in known
            or replace(there, modified="") == replace(annotation, modified="")
        ):
            return ""
        return (
            "Another session changed this note meanwhile: yours stands, theirs is in the note’s "
            "history (gh in the margin)."
        )

    def write_rescue_file(self, draft: str = "") -> Path | None:
        """Write what could not be saved to a file of its own, as W3C JSON.

        Args:
            draft: The text of a note that was being written.

        Returns:
            The file, or None where there was nothing to write or that failed too.
        """
        if not self._waiting and not draft:
            return None
        rescued = {
            "annotations": [annotation.to_json() for annotation in self.unsaved],
            "draft": draft,
        }
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        data = json.dumps(rescued, ensure_ascii=False, indent=1).encode("utf-8", "replace")
        for folder in (self._session.paths.state, Path.home(), Path("/tmp")):
            path = folder / f"copydesk-rescue-{stamp}-{os.getpid()}.json"
            if _write_whole(path, data):
                return path
        return None


def _write_whole(path: Path, data: bytes) -> bool:
    """Write a new file, readable by the user alone; leave nothing behind where that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError:
        with suppress(OSError):
            path.unlink()
        return False
    # Where the disk cannot be told to keep it, a file that is there is better than none.
    with suppress(OSError), path.open("rb") as file:
        os.fsync(file.fileno())
    return True
