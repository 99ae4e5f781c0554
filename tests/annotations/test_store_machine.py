"""The store against plain dictionaries, with two sessions on one file, crashes and a bad disk."""

from __future__ import annotations

import contextlib
import copy
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from broken_disk import Failing, intercepted
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from paper import PARAGRAPHS, article, note_on, plain, ticking
from store_model import Article, Model

from tui.annotations import READ_STATES, AnnotationStore, Draft, SavedRule, SavedSearch
from tui.boilerplate.outlet import OutletRule
from tui.boilerplate.verdict import Overrides
from tui.errors import NotesError

DOCUMENTS = (
    article(),
    article("Another article, on the new hall.", *PARAGRAPHS[2:], url="u", path="/b.html"),
)
WORDS = ("Traders were told", "A new hall", "deputy")
SESSIONS, WHICH = st.integers(0, 1), st.integers(0, 99)
PAGES = st.integers(0, len(DOCUMENTS) - 1)
TEXTS = st.sampled_from(["", "x", "y", "🐟", "two\n\nparagraphs", "ab"])
TAGS = st.lists(st.sampled_from(["fish", "council", "Fisch 🐟"]), max_size=2, unique=True)
DRAFTS = ("urn:uuid:draft-1", "urn:uuid:draft-2")
RULES = st.sampled_from(["read more", "share this"])
SEARCHES = st.sampled_from(["Fish", " fish", "council\x1b"])
FLAGS = st.none() | st.booleans()
MARKS = st.tuples(PAGES, FLAGS, FLAGS, st.none() | TAGS, st.none() | st.sampled_from(READ_STATES))
"""Of which article what shall become what: star, archive, tags, state."""
TROUBLE = st.none() | st.tuples(st.integers(1, 14), st.booleans())
"""Which call of the save fails, and whether all after it do; then the same is done again."""


class StoreMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = ticking()
        self.model = Model()
        self.made = 0

    @initialize()
    def begin(self) -> None:
        self.stores = [self.open(self.folder), self.open(self.folder)]
        self.numbers = [self.model.open_session(), self.model.open_session()]
        self.up_to_date = [True, True]

    def open(self, folder: Path) -> AnnotationStore:
        store = AnnotationStore(folder / "notes.json", clock=self.clock)
        assert store.all() is not None  # looks at the file, and so finds the steps in it
        return store

    def teardown(self) -> None:
        for session, store in enumerate(getattr(self, "stores", [])):
            store.refresh()
            self.compare(store)
            self.stores[session].close()
        shutil.rmtree(self.folder)

    def do(
        self,
        session: int,
        call: Callable[[AnnotationStore], object],
        trouble: tuple[int, bool] | None = None,
    ) -> object:
        """Do something in a session, and again if the disk fails."""
        store = self.stores[session]
        self.up_to_date = [number == session for number in range(len(self.stores))]
        if trouble is not None:
            with (
                contextlib.suppress(NotesError),
                intercepted(Failing(trouble[0], lasting=trouble[1])),
            ):
                return call(store)
        return call(store)

    def note(self, which: int) -> str:
        return sorted(self.model.notes)[which % len(self.model.notes)]

    # notes

    @rule(
        session=SESSIONS,
        page=PAGES,
        words=st.sampled_from(WORDS),
        text=TEXTS,
        tags=TAGS,
        trouble=TROUBLE,
    )
    def add(self, session, page, words, text, tags, trouble):
        document = DOCUMENTS[page]
        # With a random id, which note `self.note` picks would differ from run to run.
        self.made += 1
        new = replace(note_on(document, words, text, tags=tags), id=f"urn:uuid:{self.made:04}")
        saved = self.do(session, lambda store: store.add(new, document), trouble)
        self.model.add(self.numbers[session], new.id, saved.article, (text, tuple(tags)))

    @precondition(lambda self: self.model.notes)
    @rule(
        session=SESSIONS,
        which=WHICH,
        text=st.none() | TEXTS,
        tags=st.none() | TAGS,
        trouble=TROUBLE,
    )
    def update(self, session, which, text, tags, trouble):
        name = self.note(which)
        # As the session sees it, which may be before the other's edit, deletion or emptying.
        seen = self.stores[session].get(name)
        if seen is not None:
            form = seen.edited(note=text, tags=tags)
            self.do(session, lambda store: store.update(form), trouble)
            self.model.update(self.numbers[session], name, (form.note, form.tags))

    @precondition(lambda self: self.model.notes)
    @rule(session=SESSIONS, which=WHICH, trouble=TROUBLE)
    def delete(self, session, which, trouble):
        name = self.note(which)
        self.do(session, lambda store: store.delete(name), trouble)
        self.model.delete(self.numbers[session], name)

    @precondition(lambda self: self.model.notes)
    @rule(session=SESSIONS, which=WHICH, trouble=TROUBLE)
    def restore(self, session, which, trouble):
        name = self.note(which)
        restored = self.do(session, lambda store: store.restore(name), trouble)
        self.model.delete(self.numbers[session], name, deleted=False)
        assert (restored.note, restored.tags) == self.model.notes[name].content

    @rule(session=SESSIONS, trouble=TROUBLE)
    def empty_the_trash(self, session, trouble):
        names = self.stores[session].trash_names()
        self.do(session, lambda store: store.empty_trash(names), trouble)
        self.model.empty(list(names))

    # articles

    @rule(session=SESSIONS, page=PAGES, trouble=TROUBLE)
    def open_article(self, session, page, trouble):
        record = self.do(session, lambda store: store.opened(DOCUMENTS[page]), trouble)
        self.model.open_article(record.id)

    def known_article(self, session, page):
        # What a record says is compared with what the session last read, so that has to be it.
        self.refresh(session)
        record = self.stores[session].article_for(DOCUMENTS[page])
        return record if record in self.stores[session].articles() else None

    @rule(session=SESSIONS, page=PAGES, state=st.sampled_from(READ_STATES), trouble=TROUBLE)
    def mark(self, session, page, state, trouble):
        record = self.known_article(session, page)
        if record:
            self.do(session, lambda store: store.set_read_state(record, state), trouble)
            self.model.mark(self.numbers[session], record.id, state)

    @rule(
        session=SESSIONS, page=PAGES, stripped=st.frozensets(st.sampled_from("ab")), trouble=TROUBLE
    )
    def override(self, session, page, stripped, trouble):
        record = self.known_article(session, page)
        if record and record.overrides.stripped != stripped:
            changed = replace(record, overrides=Overrides(stripped=stripped))
            self.do(session, lambda store: store.save_article(changed), trouble)
            self.model.override(self.numbers[session], record.id, stripped)

    @rule(session=SESSIONS, page=PAGES, position=st.integers(0, 9), trouble=TROUBLE)
    def leave_at(self, session, page, position, trouble):
        """Saving where the reader is takes back nothing that the other session did."""
        record = self.known_article(session, page)
        if record and record.position != position:
            changed = replace(record, position=position)
            self.do(session, lambda store: store.save_article(changed), trouble)
            self.model.articles[record.id].position = position

    @rule(session=SESSIONS, marks=st.lists(MARKS, max_size=4), trouble=TROUBLE)
    def change_articles(self, session, marks, trouble):
        """Several at once, each as the session sees it, which the other may have changed since."""
        pairs, changes = [], []
        for page, starred, archived, tags, state in marks:
            seen = self.stores[session].article_for(DOCUMENTS[page])
            wanted = {"starred": starred, "archived": archived, "read_state": state}
            wanted["tags"] = None if tags is None else tuple(tags)
            wanted = {key: value for key, value in wanted.items() if value is not None}
            pairs.append((seen, replace(seen, **wanted)))
            changes += [(seen.id, key, getattr(seen, key), wanted[key]) for key in wanted]
        self.do(session, lambda store: store.change_articles(pairs, "Changed"), trouble)
        self.model.change_articles(self.numbers[session], changes)

    # drafts, rules and searches

    @rule(session=SESSIONS, name=st.sampled_from(DRAFTS), text=TEXTS, trouble=TROUBLE)
    def save_draft(self, session, name, text, trouble):
        draft = Draft(article="a", text=text, id=name)
        self.do(session, lambda store: store.save_draft(draft), trouble)
        self.model.drafts[name] = text

    @rule(session=SESSIONS, name=st.sampled_from(DRAFTS), trouble=TROUBLE)
    def discard_draft(self, session, name, trouble):
        self.do(session, lambda store: store.discard_draft(name), trouble)
        self.model.drafts.pop(name, None)

    @rule(session=SESSIONS, name=st.sampled_from(DRAFTS), text=TEXTS)
    def throw_draft_away(self, session, name, text):
        # Without trouble: done again, it is thrown away again, which is a second step.
        draft = Draft(article="a", text=text, id=name)
        self.do(session, lambda store: store.throw_away(draft))
        self.model.throw_away(self.numbers[session], name, text)

    @rule(session=SESSIONS, words=RULES, keep=st.booleans(), trouble=TROUBLE)
    def save_rule(self, session, words, keep, trouble):
        decided = OutletRule("gazette", keep, words)
        saved = self.do(session, lambda store: store.save_outlet_rule(decided), trouble)
        self.model.rule(self.numbers[session], saved.id, keep)

    @rule(session=SESSIONS, words=RULES, trouble=TROUBLE)
    def delete_rule(self, session, words, trouble):
        name = SavedRule.of(OutletRule("gazette", True, words)).id
        self.do(session, lambda store: store.delete_outlet_rule(name), trouble)
        self.model.rule(self.numbers[session], name, None)

    @rule(session=SESSIONS, name=SEARCHES, query=TEXTS, trouble=TROUBLE)
    def save_search(self, session, name, query, trouble):
        wanted = SavedSearch.of(name, query)
        saved = self.do(session, lambda store: store.save_search(wanted), trouble)
        self.model.search(self.numbers[session], saved.id, (saved.name, saved.query))

    @rule(session=SESSIONS, name=SEARCHES, trouble=TROUBLE)
    def delete_search(self, session, name, trouble):
        name = SavedSearch.of(name, "").id
        self.do(session, lambda store: store.delete_search(name), trouble)
        self.model.search(self.numbers[session], name, None)

    # undo

    @rule(session=SESSIONS, trouble=TROUBLE)
    def undo(self, session, trouble):
        told = self.do(session, lambda store: store.undo(), trouble)
        assert (told is not None) == self.model.flip(self.numbers[session], undo=True)

    @rule(session=SESSIONS, trouble=TROUBLE)
    def redo(self, session, trouble):
        told = self.do(session, lambda store: store.redo(), trouble)
        assert (told is not None) == self.model.flip(self.numbers[session], undo=False)

    # sessions

    @rule(session=SESSIONS)
    def refresh(self, session):
        self.stores[session].refresh()
        self.up_to_date[session] = True

    @rule(session=SESSIONS)
    def reopen(self, session):
        self.stores[session].close()
        self.stores[session] = self.open(self.folder)
        self.numbers[session] = self.model.open_session()
        self.up_to_date[session] = True

    @rule(session=SESSIONS)
    def die_in_mid_write(self, session):
        """A session dies, leaving half a file: what another session must not trip over."""
        (self.folder / ".notes.json.0badc0de.tmp").write_bytes(b'{"annotations": {"1"')
        self.reopen(session)

    @rule()
    def crash(self):
        """All die; what is on the disk now is what the next session opens, and can take back."""
        with tempfile.TemporaryDirectory() as name:
            shutil.copytree(self.folder, name, dirs_exist_ok=True)
            store, after = self.open(Path(name)), copy.deepcopy(self.model)
            self.compare(store)
            if (Path(name) / "notes.json").exists():
                found = [record["id"] for record in plain(store.path, "annotations")]
                assert sorted(found) == sorted(self.model.notes)
            number = after.open_session()
            assert (store.undo() is not None) == after.flip(number, undo=True)
            self.compare(store, after)
            store.close()

    # what must always hold

    @invariant()
    def a_session_that_has_looked_holds_what_the_model_holds(self):
        for store, looked in zip(
            getattr(self, "stores", []), getattr(self, "up_to_date", []), strict=True
        ):
            # A disk that failed while the file was read is told of, and nothing else.
            assert all("cannot be read" in notice for notice in store.notices)
            if looked:
                self.compare(store)

    def compare(self, store: AnnotationStore, model: Model | None = None) -> None:
        model = model or self.model
        live = {name: note.content for name, note in model.notes.items() if not note.deleted}
        trash = {name: note.content for name, note in model.notes.items() if note.deleted}
        assert {note.id: (note.note, note.tags) for note in store.all()} == live
        assert {note.id: (note.note, note.tags) for note in store.trash()} == trash
        for name, note in model.notes.items():
            forms = {(form.note, form.tags) for form in store.history_of(name)}
            assert note.ever <= forms | {note.content}
        assert set(store.tags()) == {tag for _, tags in live.values() for tag in tags}
        records = store.articles()
        assert {
            record.id: Article(
                record.read_state,
                record.overrides.stripped,
                record.position,
                record.starred,
                record.archived,
                record.tags,
            )
            for record in records
        } == model.articles
        per_article = [store.for_article(record.id) for record in records]
        assert sum(map(len, per_article)) == len(live)
        assert {draft.id: draft.text for draft in store.drafts()} == model.drafts
        assert {saved.id: saved.rule.keep for saved in store.outlet_rules()} == model.rules
        searches = store.searches()
        assert {saved.id: (saved.name, saved.query) for saved in searches} == model.searches


StoreMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
test_store_against_a_dictionary = StoreMachine.TestCase
