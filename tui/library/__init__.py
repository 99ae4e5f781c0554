"""All the articles, searchable. Everything here can be rebuilt from the files."""

from tui.library.finding import Facet, Facets
from tui.library.library import Library, UpdateReport, Versions
from tui.library.query import Query, parse
from tui.library.rows import ArticleRow, Entry, Found, Hit, Rows
from tui.library.search_index import SearchIndex
from tui.library.sorting import SORTS, Sort
from tui.library.standings import Standing
from tui.library.storing import Replaced

__all__ = [
    "SORTS",
    "ArticleRow",
    "Entry",
    "Facet",
    "Facets",
    "Found",
    "Hit",
    "Library",
    "Query",
    "Replaced",
    "Rows",
    "SearchIndex",
    "Sort",
    "Standing",
    "UpdateReport",
    "Versions",
    "parse",
]
