"""The store against a plain dictionary, with two sessions on one file."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from paper import PARAGRAPHS, article, note_on, ticking

from tui.annotations import AnnotationStore

DOCUMENTS = (
    article(),
    article("Another article, on the new hall.", *PARAGRAPHS[2:], url="u", path="/b.html"),
)
WORDS = ("Traders were told", "A new hall", "deputy")
SESSIONS = st.integers(0, 1)


@dataclass
class Entry:
    text: str
    deleted: bool = False


@dataclass
class Taken:
    """A step as the model keeps it."""

    session: int
    kind: str
    name: str
    before: str = ""
    after: str = ""
    undone: bool = False


@dataclass
class Model:
    notes: dict[str, Entry] = field(default_factory=dict)
    steps: list[Taken] = field(default_factory=list)
    numbers: list[int] = field(default_factory=lambda: [0, 1])  # of the sessions open now
    seen: list[list[Taken]] = field(default_factory=lambda: [[], []])  # when each was opened

    def mine(self, session: int) -> list[Taken]:
        number, seen = self.numbers[session], self.seen[session]
        return [
            step
            for step in self.steps
            if step.session == number or any(step is old for old in seen)
        ]

    def undone(self, session: int) -> list[Taken]:
        steps = self.mine(session)
        while any(not step.undone for step in steps):
            steps.pop(0)
        return steps

    def did(self, session: int, kind: str, name: str, before: str = "", after: str = "") -> None:
        gone = self.undone(session)
        self.steps = [step for step in self.steps if not any(step is old for old in gone)]
        self.steps.append(Taken(self.numbers[session], kind, name, before, after))

    def flip(self, session: int, undo: bool) -> bool:
        if undo:
            steps = [step for step in self.mine(session) if not step.undone][-1:]
        else:
            steps = self.undone(session)[:1]
        for step in steps:
            entry = self.notes[step.name]
            if step.kind == "update":
                entry.text = step.before if undo else step.after
            else:
                entry.deleted = (step.kind == "delete") is not undo
            step.undone = undo
        return bool(steps)


class StoreMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = ticking()
        self.model = Model()

    @initialize()
    def begin(self) -> None:
        self.stores = [self.open(), self.open()]

    def open(self) -> AnnotationStore:
        store = AnnotationStore(self.folder / "notes.json", clock=self.clock)
        assert not any(self.folder.iterdir()) or store.all() is not None  # looks at the file
        return store

    def teardown(self) -> None:
        for store in getattr(self, "stores", []):
            store.close()
        shutil.rmtree(self.folder)

    def name(self, which: int) -> str:
        return sorted(self.model.notes)[which % len(self.model.notes)]

    @rule(
        session=SESSIONS,
        document=st.integers(0, 1),
        words=st.sampled_from(WORDS),
        text=st.text(max_size=8, alphabet="ab🐟 \n"),
    )
    def add(self, session, document, words, text):
        article_read = DOCUMENTS[document]
        saved = self.stores[session].add(note_on(article_read, words, text), article_read)
        self.model.notes[saved.id] = Entry(saved.note)
        self.model.did(session, "add", saved.id)

    @precondition(lambda self: self.model.notes)
    @rule(session=SESSIONS, which=st.integers(0, 99), text=st.sampled_from(["x", "y", "🐟", ""]))
    def update(self, session, which, text):
        name = self.name(which)
        self.stores[session].refresh()
        annotation = self.stores[session].get(name)
        entry = self.model.notes[name]
        assert (annotation is None) == entry.deleted
        if annotation is not None:
            self.stores[session].update(annotation.edited(note=text))
            if text != entry.text:
                self.model.did(session, "update", name, entry.text, text)
                entry.text = text

    @precondition(lambda self: self.model.notes)
    @rule(session=SESSIONS, which=st.integers(0, 99))
    def delete(self, session, which):
        name = self.name(which)
        self.stores[session].delete(name)
        if not self.model.notes[name].deleted:
            self.model.did(session, "delete", name)
            self.model.notes[name].deleted = True

    @precondition(lambda self: self.model.notes)
    @rule(session=SESSIONS, which=st.integers(0, 99))
    def restore(self, session, which):
        name = self.name(which)
        restored = self.stores[session].restore(name)
        if self.model.notes[name].deleted:
            self.model.did(session, "restore", name)
            self.model.notes[name].deleted = False
        assert restored.note == self.model.notes[name].text

    @rule(session=SESSIONS)
    def undo(self, session):
        assert (self.stores[session].undo() is not None) == self.model.flip(session, undo=True)

    @rule(session=SESSIONS)
    def redo(self, session):
        assert (self.stores[session].redo() is not None) == self.model.flip(session, undo=False)

    @rule(session=SESSIONS)
    def reopen(self, session):
        self.stores[session].close()
        self.stores[session] = self.open()
        self.model.numbers[session] = max(self.model.numbers) + 1
        self.model.seen[session] = list(self.model.steps)

    @rule(session=SESSIONS)
    def die_in_mid_write(self, session):
        """A session dies, leaving half a file: what another session must not trip over."""
        (self.folder / ".notes.json.0badc0de.tmp").write_bytes(b'{"annotations": {"1"')
        self.reopen(session)

    @invariant()
    def both_sessions_hold_what_the_model_holds(self):
        live = {name: entry.text for name, entry in self.model.notes.items() if not entry.deleted}
        trash = {name: entry.text for name, entry in self.model.notes.items() if entry.deleted}
        for store in getattr(self, "stores", []):
            store.refresh()
            assert {note.id: note.note for note in store.all()} == live
            assert {note.id: note.note for note in store.trash()} == trash
            per_article = [store.for_article(record.id) for record in store.articles()]
            assert sum(map(len, per_article)) == len(live)
            assert store.notices == ()


StoreMachine.TestCase.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
test_store_against_a_dictionary = StoreMachine.TestCase
