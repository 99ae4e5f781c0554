"""What the tables say, indexed for reading: built once for each state of the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tui.annotations.drafts import Draft
from tui.annotations.facts import ArticleFacts
from tui.annotations.ledger import annotation_of, earlier_forms
from tui.annotations.loose_json import as_line
from tui.annotations.model import Annotation
from tui.annotations.outlet_rules import SavedRule
from tui.annotations.records import ArticleRecord, ArticleState
from tui.annotations.searches import SavedSearch
from tui.annotations.tables_json import Record, Tables
from tui.articles.addresses import address_key
from tui.boilerplate.outlet import OutletRule

ANNOTATIONS, ARTICLES, DRAFTS, UNDO = "annotations", "articles", "drafts", "undo"
OUTLET_RULES, SEARCHES = "outlet_rules", "searches"
"""The names of the tables."""


@dataclass(frozen=True)
class Trashed:
    """An annotation in the trash.

    Attributes:
        annotation: As it was.
        deleted: When it went there, ISO 8601 in UTC.
    """

    annotation: Annotation
    deleted: str


class View:
    """One state of the notes, for reading.

    A record is parsed when it is first asked for. What an earlier view parsed is taken over
    where the record is the same object: after a save all but one are.

    Args:
        tables: Committed tables, or those of a transaction as they are now.
        former: An earlier view.
    """

    def __init__(self, tables: Tables, former: View | None = None) -> None:
        self.tables = tables
        self._annotations: dict[str, tuple[Record, Annotation]]
        self._articles: dict[str, tuple[Record, ArticleRecord]]
        # Only ever filled with equal things, so that sharing them needs no lock.
        self._annotations = former._annotations if former else {}
        self._articles = former._articles if former else {}

    def annotation(self, name: str) -> Annotation | None:
        """Return the annotation of that id, None where it does not exist or is in the trash."""
        record = self._live.get(name)
        return None if record is None else self._parsed(name, record)

    def annotations(self) -> Iterator[Annotation]:
        """Yield all annotations but those in the trash, in the order in which they were made."""
        for name, record in self._live.items():
            yield self._parsed(name, record)

    def of_article(self, article: str) -> tuple[Annotation, ...]:
        """Return the annotations of an article in text order."""
        found = [self._parsed(name, self._live[name]) for name in self._by_article.get(article, ())]
        return tuple(sorted(found, key=lambda item: (item.start, item.created, item.id)))

    def forms(self, name: str) -> tuple[Annotation, ...]:
        """Return an annotation's earlier forms, the oldest first."""
        return earlier_forms(self._all.get(name, {}))

    @cached_property
    def trash_names(self) -> tuple[str, ...]:
        """The ids of the deleted annotations, the last deleted first."""
        deleted = {n: str(r["deleted"]) for n, r in self._all.items() if "deleted" in r}
        return tuple(sorted(deleted, key=deleted.__getitem__, reverse=True))

    def trash(self) -> tuple[Annotation, ...]:
        """Return the deleted annotations, the last deleted first."""
        return tuple(self._parsed(name, self._all[name]) for name in self.trash_names)

    def trashed(self, name: str) -> Trashed | None:
        """Return the deleted annotation of that id."""
        record = self._all.get(name, {})
        if "deleted" not in record:
            return None
        return Trashed(self._parsed(name, record), as_line(record["deleted"]))

    @cached_property
    def tags(self) -> Counter[str]:
        """How often each tag is used on a note."""
        return Counter(tag for annotation in self.annotations() for tag in annotation.tags)

    @cached_property
    def article_tags(self) -> Counter[str]:
        """How many articles have each tag."""
        return Counter(tag for record in self.articles.values() for tag in record.tags)

    @cached_property
    def articles(self) -> Mapping[str, ArticleRecord]:
        """The article records by id."""
        found: dict[str, ArticleRecord] = {}
        for name, record in self._named(ARTICLES).items():
            known = self._articles.get(name)
            if known is None or known[0] is not record:
                known = self._articles[name] = (record, ArticleRecord.from_json(record))
            found[name] = known[1]
        return found

    def article_of(self, facts: ArticleFacts) -> ArticleRecord | None:
        """Find an article by its content, then its URL, then its path.

        A path does not name the article where both have addresses and these differ: a file
        `article.html` may have been saved over by another article.
        """
        for digest in facts.digests:
            if digest in self._by_digest:
                return self._by_digest[digest]
        url = facts.url
        if url and (record := self._by_url.get(address_key(url))):
            return record
        record = None if facts.path is None else self._by_path.get(facts.path.absolute())
        if record is None or (url and record.url and address_key(url) != address_key(record.url)):
            return None
        return record

    @cached_property
    def states(self) -> Mapping[str, ArticleState]:
        """What the list shows, by path, URL and SHA-256."""
        states: dict[str, ArticleState] = {}
        for record in self._by_use:
            state = ArticleState.of(record, len(self._by_article.get(record.id, ())))
            paths = map(str, record.paths)
            states.update(dict.fromkeys((*paths, *record.sha256s), state))
            if record.url:
                states[record.url] = state
        return states

    @cached_property
    def drafts(self) -> tuple[Draft, ...]:
        """The unfinished notes, the oldest first."""
        found = [Draft.from_json(record) for record in self._named(DRAFTS).values()]
        return tuple(sorted(found, key=lambda draft: draft.saved))

    @cached_property
    def outlet_rules(self) -> tuple[SavedRule, ...]:
        """The rules for outlets, in the order in which they were decided."""
        read = map(SavedRule.from_json, self._named(OUTLET_RULES).values())
        rules = [rule for rule in read if rule is not None]
        return tuple(sorted(rules, key=lambda rule: rule.made))

    @cached_property
    def rules_by_outlet(self) -> Mapping[str, tuple[OutletRule, ...]]:
        """The same by outlet, the last decided at the end, as a `RuleBook` wants them."""
        found: dict[str, list[OutletRule]] = {}
        for saved in self.outlet_rules:
            found.setdefault(saved.rule.outlet, []).append(saved.rule)
        return {outlet: tuple(rules) for outlet, rules in found.items()}

    @cached_property
    def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches, in the order of their names."""
        read = map(SavedSearch.from_json, self._named(SEARCHES).values())
        searches = [search for search in read if search is not None]
        return tuple(sorted(searches, key=lambda search: (search.key, search.id)))

    def _parsed(self, name: str, record: Record) -> Annotation:
        known = self._annotations.get(name)
        if known is None or known[0] is not record:
            known = self._annotations[name] = (record, annotation_of(record))
        return known[1]

    def _named(self, table: str) -> dict[str, Record]:
        """Return a table's records by their own id; the first of equal ids counts."""
        found: dict[str, Record] = {}
        for record in self.tables.get(table, {}).values():
            name = record.get("id")
            if isinstance(name, str) and name:
                found.setdefault(name, record)
        return found

    @cached_property
    def _all(self) -> dict[str, Record]:
        return self._named(ANNOTATIONS)

    @cached_property
    def _live(self) -> dict[str, Record]:
        return {name: record for name, record in self._all.items() if "deleted" not in record}

    @cached_property
    def _by_article(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, record in self._live.items():
            article = record.get("article")
            if isinstance(article, str):
                found.setdefault(article, []).append(name)
        return found

    @cached_property
    def _by_use(self) -> list[ArticleRecord]:
        """The articles, the last opened at the end, so that it wins where two share a name."""
        return sorted(self.articles.values(), key=lambda record: record.last_opened)

    @cached_property
    def _by_digest(self) -> dict[str, ArticleRecord]:
        return {digest: record for record in self._by_use for digest in record.sha256s}

    @cached_property
    def _by_url(self) -> dict[str, ArticleRecord]:
        return {address_key(record.url): record for record in self._by_use if record.url}

    @cached_property
    def _by_path(self) -> dict[Path, ArticleRecord]:
        return {path: record for record in self._by_use for path in record.paths}
