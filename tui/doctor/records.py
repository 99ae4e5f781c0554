"""What the notes file says: records that contradict each other, and texts that are not kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tui.annotations.describing import text_digest
from tui.annotations.ledger import annotation_of
from tui.annotations.loose_json import as_lines, as_list
from tui.annotations.merging_articles import ALSO
from tui.annotations.model import Annotation
from tui.annotations.records import ArticleRecord
from tui.annotations.searches import SavedSearch
from tui.annotations.selectors import Target
from tui.annotations.snapshots import Snapshots
from tui.annotations.tables_json import Tables
from tui.annotations.view import ANNOTATIONS, ARTICLES, DRAFTS, OUTLET_RULES, SEARCHES
from tui.articles.safe_text import clean_line
from tui.doctor.finding import Finding, Severity
from tui.errors import ArticleError

if TYPE_CHECKING:
    from tui.articles.isolation import DocumentReader

_LONGEST_QUOTE = 40


def examine_records(path: Path, tables: Tables) -> Iterator[Finding]:
    """Yield what is to be said of the records of a notes file that can be read.

    Args:
        path: The file, links resolved.
        tables: What it holds.
    """
    records = list(tables.get(ANNOTATIONS, {}).values())
    notes = [annotation_of(record) for record in records]
    articles = [ArticleRecord.from_json(record) for record in tables.get(ARTICLES, {}).values()]
    trash = sum("deleted" in record for record in records)
    searches = list(tables.get(SEARCHES, {}).values())
    yield Finding(
        f"Notes and highlights: {len(notes) - trash:,}; in the trash: {trash:,}; "
        f"articles: {len(articles):,}, of which starred: {sum(a.starred for a in articles):,}, "
        f"archived: {sum(a.archived for a in articles):,}; saved searches: {len(searches):,}."
    )
    yield from _duplicates(path, tables)
    if lost_searches := sum(SavedSearch.from_json(record) is None for record in searches):
        yield Finding(
            "Saved searches without a name, a query or an id, which are not shown: "
            f"{lost_searches:,}.",
            Severity.ATTENTION,
            'Give each an "id", a "name" and a "query" in the file.',
        )
    nameless = [note for note in notes if not note.id]
    if nameless:
        yield Finding(
            f"Annotations without an id, which are not shown: {_quotes(nameless)}.",
            Severity.ATTENTION,
            'Give each an "id" of its own in the file.',
        )
    known = {
        name for article in articles for name in (article.id, *as_lines(article.extra.get(ALSO)))
    }
    lost = [note for note in notes if note.id and note.article not in known]
    if lost:
        yield Finding(
            f"Annotations of articles that the file does not know: {_quotes(lost)}.",
            Severity.ATTENTION,
            "They are kept, and shown once their article has been opened again; otherwise a backup "
            "may hold its record.",
        )
    broken = [
        annotation_of(record)
        for record in records
        if not all(map(_points, as_list(record.get("target")) or [None]))
    ]
    if broken:
        yield Finding(
            "Annotations that say neither which words they are about nor where those stand: "
            f"{_quotes(broken)}.",
            Severity.ATTENTION,
            "Their notes are kept and shown in the margin; place them anew there.",
        )
    yield from _snapshots(path, notes, articles)


def _points(target: object) -> bool:
    """Tell whether a target points to anything; one without selectors is the whole article."""
    if isinstance(target, str) or (isinstance(target, dict) and "selector" not in target):
        return True
    read = Target.from_json(target)
    return bool(read.quote.exact or read.other_selectors) or read.position is not None


def _quotes(notes: list[Annotation]) -> str:
    """Say how many, and name the first few by what they quote or say."""
    named = [
        f"“{clean_line(note.quote or note.note or note.id, _LONGEST_QUOTE)}”" for note in notes
    ]
    return f"{len(named):,} ({', '.join(named[:3])}{', …' if len(named) > 3 else ''})"


def _duplicates(path: Path, tables: Tables) -> Iterator[Finding]:
    for table in (ANNOTATIONS, ARTICLES, DRAFTS, OUTLET_RULES, SEARCHES):
        names = Counter(
            record["id"]
            for record in tables.get(table, {}).values()
            if record.get("id") and isinstance(record["id"], str)
        )
        twice = sum(count > 1 for count in names.values())
        if twice:
            yield Finding(
                f"Ids that stand more than once in {table}, of which one is shown: {twice:,}.",
                Severity.ATTENTION,
                "copydesk doctor --repair makes one of each: the latest, with the others' words "
                "in its history or beside it.",
                _joining(path),
            )
            return  # one repair joins those of all tables


def _joining(path: Path) -> Callable[[], str]:
    def join() -> str:
        from tui.annotations.atomic_storage import AtomicStorage
        from tui.annotations.merging import merge

        storage = AtomicStorage(path)
        with closing(storage), storage.transaction() as working:
            joined = merge({}, working, {})
            working.clear()
            working.update(joined)
        return "Records with the same id were made one."

    return join


def _snapshots(
    path: Path, notes: list[Annotation], articles: list[ArticleRecord]
) -> Iterator[Finding]:
    kept = Snapshots.beside(path)
    wanted: dict[str, set[str]] = {}
    for note in notes:
        for target in note.targets:
            if target.text_sha256:
                wanted.setdefault(target.text_sha256, set()).add(note.article)
    lacking = {digest: wanted[digest] for digest in wanted if kept.text(digest) is None}
    if not lacking:
        if wanted:
            yield Finding(f"The texts of all annotated articles are kept: {len(wanted):,}.")
        return
    damaged = sum(kept.path_of(digest).exists() for digest in lacking)
    paths: dict[str, list[Path]] = {}
    for article in articles:
        for name in (article.id, *as_lines(article.extra.get(ALSO))):
            paths.setdefault(name, []).extend(article.paths)
    yield Finding(
        f"Texts of annotated articles that are not kept any more: {len(lacking):,} "
        f"({damaged:,} damaged, {len(lacking) - damaged:,} missing).",
        Severity.ATTENTION,
        "Notes find their places by their quotes meanwhile; copydesk doctor --repair writes it "
        "again where the article's file has not changed.",
        _keeping(path, lacking, paths),
    )


def _keeping(
    path: Path, lacking: Mapping[str, set[str]], paths: Mapping[str, list[Path]]
) -> Callable[[], str]:
    def keep() -> str:
        from tui.annotations.file_lock import locked
        from tui.annotations.notes_file import NotesFile
        from tui.articles.isolation import DocumentReader

        written = 0
        texts: dict[Path, str | None] = {}
        with DocumentReader() as reader:
            for digest, names in lacking.items():
                files = dict.fromkeys(file for name in names for file in paths.get(name, ()))
                for file in files:
                    if file not in texts:
                        texts[file] = _text_in(reader, file)
                    text = texts[file]
                    if text is not None and text_digest(text) == digest:
                        with locked(NotesFile(path).lock_path, 10.0):
                            Snapshots.beside(path).keep(text)
                        written += 1
                        break
        left = len(lacking) - written
        said = f"Texts of annotated articles that were written again: {written:,}"
        return f"{said}; their files have changed or gone: {left:,}." if left else f"{said}."

    return keep


def _text_in(reader: DocumentReader, file: Path) -> str | None:
    try:
        return reader.read(file).text
    except ArticleError:
        return None
