"""What can be done to the records of articles, inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.annotations.changed_keys import changed_keys, changed_parts, moved
from tui.annotations.facts import ArticleFacts
from tui.annotations.history import History
from tui.annotations.records import ArticleRecord, overrides_to_json
from tui.annotations.steps import Step, StepKind
from tui.annotations.view import ARTICLES, View
from tui.articles.document import Document
from tui.articles.safe_text import clean_line

if TYPE_CHECKING:  # brings TinyDB
    from tui.annotations.tables import NotesDatabase
    from tui.annotations.tables_json import Record


class ArticleChanges:
    """The part of an open change that is about articles.

    Args:
        database: The tables, inside a transaction.
        history: Where steps that can be taken back are noted.
        view: The tables as they were when the transaction began.
        moment: When this happens, ISO 8601 in UTC.
    """

    def __init__(self, database: NotesDatabase, history: History, view: View, moment: str) -> None:
        self._articles = database.records_of(ARTICLES)
        self._history = history
        self._view = view
        self._moment = moment

    def know(self, document: Document) -> ArticleRecord:
        """Make sure that an article has a record, and that it says what its file says now."""
        facts = ArticleFacts.of(document)
        record = self._view.article_of(facts) or ArticleRecord.of(facts)
        record = record.seen_as(facts)
        record = replace(record, first_seen=record.first_seen or self._moment)
        self._put_article(record)
        return record

    def open(self, document: Document) -> ArticleRecord:
        """Note that an article was opened."""
        record = self.know(document)
        state = "reading" if record.read_state == "unread" else record.read_state
        record = replace(record, last_opened=self._moment, read_state=state)
        self._put_article(record)
        return record

    def save_article(self, record: ArticleRecord, seen: ArticleRecord | None) -> ArticleRecord:
        """Write what differs between a record and the one that the caller had seen.

        Who saw none made the record anew: what it says beyond an empty one is written.
        """
        there = self._view.articles.get(record.id)
        saved = record
        if there is not None:
            old = vars(seen or ArticleRecord(record.id))
            saved = replace(there, **{k: v for k, v in vars(record).items() if v != old[k]})
        before = overrides_to_json((there or ArticleRecord(record.id)).overrides)
        after = overrides_to_json(saved.overrides)
        if before != after:
            self._history.add(StepKind.OVERRIDES, saved.id, before=before, after=after)
        self._put_article(saved)
        return saved

    def set_read_state(self, record: ArticleRecord, state: str) -> None:
        """Write the reader's own mark of an article, and note the step."""
        there = self._view.articles.get(record.id) or record
        if there.read_state != state:
            before, after = {"read_state": there.read_state}, {"read_state": state}
            self._history.add(StepKind.READ_STATE, there.id, before=before, after=after)
            first_seen = there.first_seen or self._moment
            self._put_article(replace(there, read_state=state, first_seen=first_seen))

    def change_articles(
        self, changes: Iterable[tuple[ArticleRecord, ArticleRecord]], what: str
    ) -> None:
        """Write what differs in each pair of records, and note all of it as one step."""
        numbers = self._articles.numbers("id")
        were: dict[str, Record] = {}
        now: dict[str, Record] = {}
        pairs = 0
        for seen, record in changes:
            pairs += 1
            before, after = changed_keys(seen.to_json(), record.to_json())
            if not before and not after:
                continue
            name = record.id
            if name not in were:
                number = numbers.get(name)
                were[name] = self._new(seen) if number is None else self._articles.look(number)
            now[name] = moved(now.get(name, were[name]), before, after, always=True)
        now = {name: content for name, content in now.items() if content != were[name]}
        if not now:
            return
        parts = changed_parts((name, *changed_keys(were[name], now[name])) for name in now)
        subject = next(iter(now)) if len(now) == 1 else ""
        line = clean_line(what) + (":" if pairs > 1 else "")
        self._history.add(StepKind.ARTICLES, subject, what=line, parts=parts)
        self._articles.put_all(
            {numbers[name]: content for name, content in now.items() if name in numbers},
            (content for name, content in now.items() if name not in numbers),
        )

    def _new(self, record: ArticleRecord) -> Record:
        return replace(record, first_seen=record.first_seen or self._moment).to_json()

    def flip_articles(self, step: Step) -> Step | None:
        """Take a change of articles back or make it again; None where none of them exists.

        Where another value stands than the step left there, another session or a later change
        has written it, and it stays.
        """
        numbers = self._articles.numbers("id")
        changed: dict[int, Record] = {}
        left = known = 0
        for name, before, after in step.articles:
            number = numbers.get(name)
            if number is None:
                left += 1
                continue
            known += 1
            record = self._articles.look(number)
            there, wanted = (before, after) if step.undone else (after, before)
            content = moved(record, there, wanted)
            if content == record:
                left += 1
            else:
                changed[number] = content
        if changed:
            self._articles.put_all(changed)
        return replace(step, left=left) if known else None

    def _put_article(self, record: ArticleRecord) -> None:
        content = record.to_json()
        number = self._articles.find("id", record.id)
        if number is None or self._articles.record(number) != content:
            self._articles.put(content, number)
