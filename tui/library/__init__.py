"""All the articles, searchable. Everything here can be rebuilt from the files."""

from tui.library.library import Library, UpdateReport
from tui.library.query import Query, parse
from tui.library.rows import ArticleRow, Entry, Hit, Rows
from tui.library.search_index import SearchIndex

__all__ = [
    "ArticleRow",
    "Entry",
    "Hit",
    "Library",
    "Query",
    "Rows",
    "SearchIndex",
    "UpdateReport",
    "parse",
]
