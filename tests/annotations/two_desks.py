"""Desks whose notes files grow apart, and a look at what becomes of them."""

from __future__ import annotations

import json

from paper import reopened

from tui.annotations import AnnotationStore
from tui.annotations.tables_json import Tables, decode, encode


class Desk:
    """A notes file on a machine of its own."""

    def __init__(self, path, clock):
        self.path, self.clock = path, clock
        self.store = AnnotationStore(path, clock=clock)

    @property
    def tables(self) -> Tables:
        return decode(self.path.read_bytes()) if self.path.exists() else {}

    def copy(self, name: str, clock=None) -> Desk:
        path = self.path.with_name(name)
        if self.path.exists():
            path.write_bytes(self.path.read_bytes())
        return Desk(path, clock or self.clock)

    def empty_trash(self) -> None:
        self.store.empty_trash({note.id for note in self.store.trash()})


def opened(tables: Tables, path) -> AnnotationStore:
    path.write_bytes(encode(tables))
    return reopened(path)


def same(one: Tables, other: Tables) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def notes(store):
    return sorted(annotation.note for annotation in store.all())
