"""Keeping the word index as the tables are: what is pending is written, what is damaged made anew.

The tables are written first, and with them which articles the word index does not know yet
(`pending`). Then the word index is written, and only then are they taken off. A kill at any moment
leaves at worst something pending that is written once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, RLock, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from tui.articles.safe_text import clean_line
from tui.errors import SearchIndexError
from tui.library.database import DamagedTextError, Database
from tui.library.rows import file_path
from tui.library.storing import inflate
from tui.library.word_files import words_folder
from tui.library.words import index_text

if TYPE_CHECKING:  # tantivy takes 4 ms that the first list need not wait for
    from tui.library.word_index import WordDocument, WordIndex

AT_ONCE = 5_000
"""Articles in one commit of the word index."""
_FETCHED = 250  # of them read at once: all would be 50 MB
Answer = TypeVar("Answer")


class WordKeeper:
    """The word index that belongs to a database. Any thread may use it.

    Args:
        database: The tables.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = RLock()
        self._opened: WordIndex | None = None
        self._generation = -1

    def ask(self, question: Callable[[WordIndex], Answer]) -> Answer:
        """Return what the word index answers.

        Where it is damaged it is emptied, everything becomes pending and `generation` of the
        database goes up: it wants an update.

        Raises:
            SearchIndexError: it cannot be asked.
        """
        from tui.library.word_index import DamagedWordsError, WordsBusyError

        index = self._index()
        try:
            return question(index)
        except DamagedWordsError as error:
            self._begin_anew(index)
            raise SearchIndexError(self._database.notice) from error
        except WordsBusyError as error:
            raise SearchIndexError("Another session is writing to the search index.") from error

    def catch_up(self, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Write what is pending, on disk when it returns.

        Where another session writes for long, it is left to that one, or to the next time.

        Raises:
            SearchIndexError: something went wrong.
        """
        from tui.library.word_index import WordsBusyError

        with self._lock:
            self._index()  # if it began empty, everything is pending now
            while not cancelled() and (rows := self._pending()):
                articles = list(dict.fromkeys(row[1] for row in rows))
                index = self._index()
                try:
                    self.ask(lambda index: index.write(articles, self._documents))  # noqa: B023
                except SearchIndexError as error:
                    if isinstance(error.__cause__, WordsBusyError):
                        return
                    raise
                if index is not self._opened:
                    continue  # it was made anew meanwhile: everything is pending again
                with self._database.transaction() as connection:
                    connection.executemany(
                        "DELETE FROM pending WHERE id = ?", [(row[0],) for row in rows]
                    )

    def rest(self) -> None:
        """Let other sessions write."""
        with self._lock:
            if self._opened is not None:
                with suppress(SearchIndexError):
                    self.ask(lambda index: index.rest())

    def close(self) -> None:
        """Let go of the folder."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def _pending(self) -> list[Any]:
        return self._database.rows(f"SELECT id, article FROM pending ORDER BY id LIMIT {AT_ONCE}")

    def _documents(self, articles: Sequence[int]) -> Iterator[WordDocument]:
        """Yield those of the articles that the tables have, a few at a time."""
        for start in range(0, len(articles), _FETCHED):
            yield from self._fetched(articles[start : start + _FETCHED])

    def _fetched(self, articles: Sequence[int]) -> Iterator[WordDocument]:
        from tui.library.word_index import WordDocument

        marks = ", ".join("?" * len(articles))
        rows = self._database.rows(
            f"""SELECT article.id, newest, words, stripped, headline, byline, outlet, language,
                path, body.text, ifnull(standing.text, '')
            FROM article JOIN body ON body.article = article.id
            LEFT JOIN standing ON standing.id = article.standing
            WHERE article.id IN ({marks})""",
            articles,
        )
        for row in rows:
            number, newest, words, stripped, headline, byline, outlet, language, path = row[:9]
            try:
                body = inflate(row[9])
            except DamagedTextError as error:
                self._database.mend(error)
                raise SearchIndexError(self._database.notice) from error
            headline = index_text(headline or clean_line(file_path(path).name))
            byline = index_text(byline)
            body = index_text(f"{body}\n{row[10]}")  # `compiling.NOTED` says why
            yield WordDocument(
                id=number,
                newest=newest,
                month=_month(newest),
                words=words,
                stripped=bool(stripped),
                headline=headline,
                byline=byline,
                body=body,
                notes=index_text(row[10]),
                outlet=index_text(outlet),
                outlet_name=outlet,
                language=language.casefold().partition("-")[0],
                folders=folders_of(path),
                starts=" ".join(_starts(f"{headline} {byline} {body}")),
            )

    def _index(self) -> WordIndex:
        """Return the word index that belongs to the tables as they are now."""
        from tui.library.word_index import DamagedWordsError, WordIndex, remove_folder

        with self._lock:
            generation = self._database.generation
            if self._opened is not None and self._generation == generation:
                return self._opened
            self.close()
            folder = self._folder()
            try:
                opened = WordIndex(folder)
            except DamagedWordsError:
                if folder is None:
                    raise SearchIndexError("The search index cannot be used.") from None
                remove_folder(folder)
                try:
                    opened = WordIndex(folder)
                except (DamagedWordsError, OSError) as error:
                    raise SearchIndexError(f"The search index cannot be used: {error}.") from error
            except OSError as error:
                raise SearchIndexError(
                    f"The search index cannot be kept on disk: {error.strerror}."
                ) from error
            if opened.is_new:
                self._await_all()
            self._opened, self._generation = opened, self._database.generation
            return opened

    def _folder(self) -> Path | None:
        if self._database.is_private:
            return None
        [(name,)] = self._database.rows("SELECT name FROM words")
        whole = words_folder(self._database.path)
        with suppress(OSError):
            for other in whole.iterdir():
                # Left by a database that was replaced. Who still reads it keeps its open files.
                if other.name != name:
                    _remove(other)
        return whole / str(name)

    def _begin_anew(self, damaged: WordIndex) -> None:
        """Empty the word index: other sessions may use the damaged folder, so a new one."""
        import secrets

        with self._lock:
            if damaged is not self._opened:
                return
            self.close()
            with self._database.transaction() as connection:
                connection.execute("UPDATE words SET name = ?", (secrets.token_hex(8),))
            self._await_all()
            self._database.began_anew("The search index was damaged; it is being built anew.")

    def _await_all(self) -> None:
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM pending")
            # The latest are searched for most, and are there first.
            connection.execute(
                "INSERT INTO pending (article) SELECT id FROM article ORDER BY newest DESC"
            )


class Follower:
    """Lets the word index follow the tables while many articles are put into them.

    What is pending is written after a second, then after two, four and so on: many small commits
    are merged again and again, which took as long as all the rest. At the end all is written, and
    what is being merged is waited for. What goes wrong is raised at the end.

    Args:
        words: The word index.
        cancelled: Whether to leave what is pending to the next time.
    """

    FIRST, LONGEST = 1.0, 8.0
    """Seconds between two commits."""

    def __init__(self, words: WordKeeper, cancelled: Callable[[], bool]) -> None:
        self._words = words
        self._cancelled = cancelled
        self._end = Event()
        self._thread = Thread(target=self._follow, name="words", daemon=True)
        self._error: SearchIndexError | None = None

    def __enter__(self) -> Follower:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        self._thread.join()
        if self._error is not None and error is None:
            raise self._error

    def _follow(self) -> None:
        try:
            pause = self.FIRST
            while not self._end.wait(pause):
                self._words.catch_up(self._cancelled)
                pause = min(2 * pause, self.LONGEST)
            self._words.catch_up(self._cancelled)
        except SearchIndexError as error:
            self._error = error
        finally:
            if self._cancelled():
                self._words.close()
            else:
                self._words.rest()


def folders_of(path: bytes) -> list[str]:
    """Return every folder above a file, as text that any bytes have exactly one of."""
    found: list[str] = []
    end = path.rfind(b"/")
    while end > 0:
        found.append(folder_text(path[:end]))
        end = path.rfind(b"/", 0, end)
    found.append("/")
    return found


def folder_text(folder: bytes) -> str:
    """Return a folder's path as text; bytes that are no UTF-8 are written as escapes."""
    return folder.decode("utf-8", "backslashreplace")


def _starts(text: str) -> set[str]:
    """Return the first one and two characters of all words."""
    two = {word[:2] for word in set(text.split())}
    return two | {word[0] for word in two}


def _month(newest: int) -> int:
    from datetime import UTC, datetime

    try:
        when = datetime.fromtimestamp(newest, UTC)
    except (OverflowError, ValueError, OSError):
        return 0
    return when.year * 100 + when.month


def _remove(folder: Path) -> None:
    from tui.library.word_index import remove_folder

    remove_folder(folder)
