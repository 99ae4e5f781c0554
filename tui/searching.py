"""Finding articles for a script: what `copydesk search` was asked, and what it found.

It stands beside the screen, above the session, and prints nothing: the command line does.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.exchange.exporters.found import FoundArticle, found_json, found_text
from tui.library import SORTS, Query, Sort, Standing, parse
from tui.library.query_help import ROWS

if TYPE_CHECKING:
    from tui.annotations import Annotation
    from tui.library import ArticleRow
    from tui.session import Session

VALUED = ("--in", "--limit", "--sort", "--notes-file")
"""Options that take a value."""
AT_ONCE = 64
"""Articles that are described at once: `head` need not wait for more."""
MOST = 10_000
"""Articles that are asked for by number; of more, all are."""
FOUND, NOTHING, TROUBLE = 0, 1, 2
"""The exit statuses."""


@dataclass(frozen=True)
class Outcome:
    """What a search came to.

    Attributes:
        found: The articles, described when they are asked for.
        total: How many there are in all.
        remarks: What the reader should be told about the index and the folders, as sentences.
        failed: Whether the index could not be asked, so that nothing found means nothing.
    """

    found: Iterator[FoundArticle]
    total: int
    remarks: tuple[str, ...] = ()
    failed: bool = False


def divide(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tell the words of a query from the options between them.

    `-sport` is a word, as in the search box; an option begins with two dashes, or is `-h`. After
    `--` there are only words.

    Returns:
        The words; the options, each with its value in one argument, as argparse needs it for a
        value that begins with a dash.
    """
    words: list[str] = []
    options: list[str] = []
    rest = iter(arguments)
    for each in rest:
        if each == "--":
            words += rest
        elif each in VALUED:
            value = next(rest, None)
            options.append(each if value is None else f"{each}={value}")
        elif each.startswith("--") or each == "-h":
            options.append(each)
        else:
            words.append(each)
    return words, options


def misuse(words: Sequence[str], chosen: Namespace) -> str:
    """Say what is wrong with what was asked; nothing where it makes sense."""
    if not " ".join(words).strip():
        return "what should be searched for?"
    if chosen.limit is not None and chosen.limit < 1:
        return "--limit takes a number from 1 on"
    if chosen.sort is not None and Sort.of(chosen.sort) is None:
        return f"--sort takes one of {', '.join(SORTS)}"
    return ""


def run(
    session: Session,
    text: str,
    chosen: Namespace,
    write: Callable[[str], None],
    say: Callable[[str], None],
) -> int:
    """Search, and hand over what was found as it is described.

    Args:
        session: Whose roots are searched.
        text: The query.
        chosen: The options.
        write: Takes what is printed.
        say: Takes a sentence about something that went wrong.

    Returns:
        The exit status, as grep has it.
    """
    sort = Sort.of(chosen.sort) if chosen.sort else None
    outcome = search(
        session,
        parse(text),
        everywhere=chosen.all,
        updating=not chosen.no_update,
        sort=sort,
        limit=chosen.limit or -1,
    )
    for remark in outcome.remarks:
        say(remark)
    form, parting = (found_json, "") if chosen.json else (found_text, "\n")
    for number, found in enumerate(outcome.found):
        write((parting if number else "") + form(found, notes=chosen.notes))
    if outcome.failed:
        return TROUBLE
    return FOUND if outcome.total else NOTHING


def search(
    session: Session,
    query: Query,
    *,
    everywhere: bool = False,
    updating: bool = True,
    sort: Sort | None = None,
    limit: int = -1,
) -> Outcome:
    """Find articles, the index brought up to date before. Raises nothing because of files.

    Args:
        session: Whose roots are searched.
        query: What is asked.
        everywhere: Whether all articles that the index knows are searched, of any folder.
        updating: Whether to look for new and changed files under the roots first.
        sort: Another order than by relevance.
        limit: At most so many; -1 for all.
    """
    standings = session.standings()
    session.index.set_standings(standings)
    remarks: list[str] = []
    if updating and not everywhere:
        report = session.library.update()
        remarks += [folder.sentence for folder in report.unreadable]
        remarks.append(report.notice)
    roots = None if everywhere else session.library.roots
    # Room is made for as many as are asked for, so not for any number that somebody types.
    found = session.index.find(query, roots, limit if limit <= MOST else -1, sort)
    ids = found.ids if limit < 0 else found.ids[:limit]
    notice = session.index.notice
    remarks = list(dict.fromkeys(filter(None, (*session.notes.notices, *remarks, notice))))
    failed = bool(notice) and not found.ids and not session.index.is_private
    return Outcome(_described(session, query, ids, standings), found.total, (*remarks,), failed)


def _described(
    session: Session, query: Query, ids: Sequence[int], standings: Iterable[Standing]
) -> Iterator[FoundArticle]:
    by_key = {key: standing for standing in standings for key in standing.keys}
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        rows = session.index.articles(some)
        for hit in session.index.hits(query, some):
            if hit.article in rows:
                row = rows[hit.article]
                standing = _standing(row, by_key)
                notes = session.notes.for_article(standing.record) if standing.notes else ()
                matching = tuple(note for note in notes if _matches(query, note))
                yield FoundArticle(row, hit, standing, matching)


def _standing(row: ArticleRow, by_key: dict[bytes, Standing]) -> Standing:
    """Return what the reader made of an article: found by its bytes, its address, its place."""
    for known in (
        Standing("", sha256s=(row.sha256,)) if row.sha256 else Standing(""),
        Standing("", url=row.url),
        Standing("", paths=(row.path,)),
    ):
        for key in known.keys:
            if key in by_key:
                return by_key[key]
    return Standing("")


def _matches(query: Query, note: Annotation) -> bool:
    """Tell whether a note or highlight holds any of what was asked; where no words are, it does."""
    if not query.wanted:
        return True
    return any(query.ranges_in(text) for text in (note.note, note.quote, *note.tags))


def language_help() -> str:
    """Tell the query language, a line each."""
    width = max(len(example) for example, _ in ROWS)
    return "\n".join(f"  {example:{width}}  {meaning}" for example, meaning in ROWS) + "\n"
