"""What the store should hold, as plain dictionaries; for `test_store_machine`."""

from __future__ import annotations

from dataclasses import dataclass, field

Content = tuple[str, tuple[str, ...]]
"""The text of a note and its tags."""


@dataclass
class Note:
    content: Content
    deleted: bool = False
    ever: set[Content] = field(default_factory=set)
    """All contents that were ever acknowledged."""


@dataclass
class Article:
    read_state: str = "unread"
    overrides: frozenset[str] = frozenset()
    position: int | None = None
    starred: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()


Change = tuple[str, str, object, object]
"""An article, what of it was changed, from what and to what."""


@dataclass(eq=False)
class Step:
    """Something that can be taken back: it set `subject` from `before` to `after`."""

    session: int
    kind: str
    subject: str
    before: object
    after: object
    undone: bool = False


@dataclass
class Model:
    """The tables, and the steps as each open session may take them back.

    A session takes back its own steps and those that it found when it was opened.
    """

    notes: dict[str, Note] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    rules: dict[str, bool] = field(default_factory=dict)
    searches: dict[str, tuple[str, str]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    found: dict[int, list[Step]] = field(default_factory=dict)

    def open_session(self) -> int:
        number = len(self.found)
        self.found[number] = list(self.steps)
        return number

    def add(self, session: int, name: str, article: str, content: Content) -> None:
        self.articles.setdefault(article, Article())
        self.notes[name] = Note(content, ever={content})
        self._did(Step(session, "deleted", name, before=True, after=False))

    def update(self, session: int, name: str, content: Content) -> None:
        note = self.notes.get(name)
        if note is None:  # it was emptied from the trash meanwhile, and is written anew
            self.notes[name] = Note(content, ever={content})
            self._did(Step(session, "deleted", name, before=True, after=False))
            return
        self.delete(session, name, deleted=False)
        if note.content != content:
            self._change(session, "content", name, content)

    def delete(self, session: int, name: str, *, deleted: bool = True) -> None:
        if name in self.notes and self.notes[name].deleted is not deleted:
            self._change(session, "deleted", name, deleted)

    def empty(self, names: list[str]) -> None:
        for name in names:
            if name in self.notes and self.notes[name].deleted:
                del self.notes[name]
                self.steps = [step for step in self.steps if step.subject != name]

    def open_article(self, name: str) -> None:
        article = self.articles.setdefault(name, Article())
        article.read_state = "reading" if article.read_state == "unread" else article.read_state

    def mark(self, session: int, name: str, state: str) -> None:
        if self.articles[name].read_state != state:
            self._change(session, "read_state", name, state)

    def override(self, session: int, name: str, stripped: frozenset[str]) -> None:
        if self.articles[name].overrides != stripped:
            self._change(session, "overrides", name, stripped)

    def rule(self, session: int, name: str, keep: bool | None) -> None:
        if self.rules.get(name) is not keep:
            self._change(session, "rule", name, keep)

    def search(self, session: int, key: str, search: tuple[str, str] | None) -> None:
        if self.searches.get(key) != search:
            self._change(session, "search", key, search)

    def change_articles(self, session: int, changes: list[Change]) -> None:
        """Make changes of what a session saw, which may be other than what stands now."""
        net: dict[tuple[str, str], tuple[object, object]] = {}
        for name, what, seen, wanted in changes:  # one article may be named twice
            if seen != wanted:
                old = getattr(self.articles.get(name, Article()), what)
                before, now = net.get((name, what), (old, old))
                after = retagged(now, seen, wanted) if what == "tags" else wanted
                net[name, what] = (before, after)
        done = [(*key, before, after) for key, (before, after) in net.items() if before != after]
        for name, what, _, after in done:
            setattr(self.articles.setdefault(name, Article()), what, after)
        if done:
            self._did(Step(session, "articles", "", done, None))

    def _flip_articles(self, changes: list[Change], *, undo: bool) -> None:
        for name, what, before, after in changes:
            there, wanted = (after, before) if undo else (before, after)
            now = getattr(self.articles[name], what)
            if what == "tags":
                setattr(self.articles[name], what, retagged(now, there, wanted))
            elif now == there:  # else it was changed since
                setattr(self.articles[name], what, wanted)

    def throw_away(self, session: int, name: str, text: str) -> None:
        done = [step for step in self._mine(session) if not step.undone][-1:]
        again = [("draft", name, text)] == [(step.kind, step.subject, step.before) for step in done]
        if again and name not in self.drafts:
            return  # taken for another attempt at the same
        self.drafts[name] = text  # saved before or not
        self._change(session, "draft", name, None)

    def flip(self, session: int, *, undo: bool) -> bool:
        """Take the last step back, or make the last one taken back again; say if there was one."""
        if undo:
            steps = [step for step in self._mine(session) if not step.undone][-1:]
        else:
            steps = self._undone(session)[:1]
        for step in steps:
            if step.kind == "articles":
                self._flip_articles(step.before, undo=undo)
            else:
                self._set(step.kind, step.subject, step.before if undo else step.after)
            step.undone = undo
        return bool(steps)

    def _change(self, session: int, kind: str, subject: str, after: object) -> None:
        self._did(Step(session, kind, subject, self._get(kind, subject), after))
        self._set(kind, subject, after)

    def _get(self, kind: str, subject: str) -> object:
        if kind in ("content", "deleted"):
            return getattr(self.notes[subject], kind)
        if kind in ("read_state", "overrides"):
            return getattr(self.articles[subject], kind)
        return self._table(kind).get(subject)

    def _table(self, kind: str) -> dict[str, object]:
        return {"rule": self.rules, "search": self.searches, "draft": self.drafts}[kind]

    def _set(self, kind: str, subject: str, value: object) -> None:
        if kind in ("content", "deleted"):
            setattr(self.notes[subject], kind, value)
            self.notes[subject].ever.add(self.notes[subject].content)
        elif kind in ("read_state", "overrides"):
            setattr(self.articles[subject], kind, value)
        else:
            table = self._table(kind)
            table.pop(subject, None)
            if value is not None:
                table[subject] = value

    def _did(self, step: Step) -> None:
        gone = self._undone(step.session)
        self.steps = [old for old in self.steps if old not in gone] + [step]

    def _mine(self, session: int) -> list[Step]:
        found = self.found[session]
        return [step for step in self.steps if step.session == session or step in found]

    def _undone(self, session: int) -> list[Step]:
        """The steps of a session that were taken back since the last one that stands."""
        steps = self._mine(session)
        while any(not step.undone for step in steps):
            steps.pop(0)
        return steps


def retagged(now: tuple[str, ...], old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """What becomes of tags in which another session may have changed others than these."""
    if now == old:
        return new
    added = [tag for tag in new if tag not in old and tag not in now]
    return (*(tag for tag in now if tag in new or tag not in old), *added)
