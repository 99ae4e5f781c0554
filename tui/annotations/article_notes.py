"""What the notes file remembers of articles: the part of the store that is about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from tui.annotations.facts import ArticleFacts
from tui.annotations.open_notes import OpenNotes
from tui.annotations.records import ArticleRecord, ArticleState
from tui.articles.document import Document


class ArticleNotes(OpenNotes):
    """The articles of a notes file; what `AnnotationStore` promises holds here."""

    def article_for(self, article: Document | ArticleFacts) -> ArticleRecord:
        """Find an article's record by its content, URL or path; a new one is only in memory."""
        facts = ArticleFacts.of(article)
        return self._view.article_of(facts) or ArticleRecord.of(facts)

    def article_of_facts(self, facts: ArticleFacts) -> ArticleRecord | None:
        """Find an article's record by its content, URL or path; None where it has none yet."""
        return self._view.article_of(facts)

    def articles(self) -> tuple[ArticleRecord, ...]:
        """Return all article records, in the order in which they were made."""
        return tuple(self._view.articles.values())

    def article(self, name: str) -> ArticleRecord | None:
        """Return an article's record by its id."""
        return self._view.articles.get(name)

    def article_states(self) -> Mapping[str, ArticleState]:
        """Return what the list shows of known articles, by path, URL and SHA-256."""
        return self._view.states

    def article_tags(self) -> Counter[str]:
        """Return how many articles have each tag."""
        return Counter(self._view.article_tags)

    def opened(self, document: Document) -> ArticleRecord:
        """Note that an article was opened: when, and what its file says now.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            return changes.open(document)

    def save_article(
        self, record: ArticleRecord, seen: ArticleRecord | None = None
    ) -> ArticleRecord:
        """Save what changed in an article's record; a change of its overrides can be undone.

        Only what differs from the record that it was made from is written, so that saving a
        reading position does not take back what another session did.

        Args:
            record: The record as it shall be.
            seen: The record that it was made from; the one that this session read last if None.

        Returns:
            The record as it is now.

        Raises:
            NotesError: it is not on disk.
        """
        seen = seen or self._view.articles.get(record.id)
        with self._change() as changes:
            return changes.save_article(record, seen)

    def set_read_state(self, record: ArticleRecord, state: str) -> None:
        """Mark an article as unread, being read or read, because the reader says so; undoable.

        Args:
            record: The article's record, which may be new.
            state: One of `READ_STATES`.

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as changes:
            changes.set_read_state(record, state)

    def change_articles(
        self, changes: Iterable[tuple[ArticleRecord, ArticleRecord]], what: str
    ) -> None:
        """Change one article or thousands in one save, and as one step to undo.

        Of each record only what differs from the one that it was made from is written, and of
        its tags only those that were added or taken away; undo takes back just that, where it
        still stands. Nothing is written where nothing differs.

        Args:
            changes: Pairs of a record as it was read, which may be new (`article_for`), and the
                same as it shall be.
            what: What was done, for the sentence of undo: "Archived 12 articles" becomes
                "Archived 12 articles: taken back"; where there is only one pair, "Star" becomes
                "Star taken back".

        Raises:
            NotesError: it is not on disk.
        """
        with self._change() as change:
            change.change_articles(changes, what)
