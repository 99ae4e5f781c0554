"""What the list can be narrowed to, beside it: saved searches, states, outlets, tags, months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.library import Facet, Facets, Query, Sort
from tui.ui.clauses import holds, toggled
from tui.ui.keymap import Press
from tui.ui.latest import Latest
from tui.ui.widgets.cards import short
from tui.ui.widgets.entry_list import EntryList, EntryRow

if TYPE_CHECKING:
    from tui.annotations import AnnotationStore, SavedSearch
    from tui.ui.screens.desk import Desk

SECTIONS = (("states", "State"), ("outlets", "Outlet"), ("tags", "Tag"), ("months", "Month"))
"""The parts of `Facets`, and what they are called."""

MOST = 8
"""Values of a section that are shown until the reader asks for the others."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line that can be chosen.

    Attributes:
        key: What tells it from the others.
        text: What it says.
        heading: The title of the section that it begins, or empty.
        facet: What it narrows the list to.
        search: The saved search that it runs.
    """

    key: str
    text: str
    heading: str = ""
    facet: Facet | None = None
    search: SavedSearch | None = None


class Filters:
    """Keeps the pane of filters, and carries out what is chosen in it.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.entries = EntryList(self._rows_of, id="filter-entries")
        self._title = Static(Content(""), id="filter-title")
        self.pane = Vertical(self._title, self.entries, id="filters")
        self.is_open = False
        """Whether the pane belongs to what is in view."""
        self._facets = Facets()
        self._chosen: dict[str, tuple[str, Facet]] = {}
        self._unfolded: set[str] = set()
        self._lines: list[_Line] = []
        self._counting = Latest(desk, self._count, self._take, "facets")

    # The pane

    def do_filter(self, press: Press) -> None:
        """Show the pane and give it the keys, those typed meanwhile too."""
        self._desk.keys.hold()
        self._desk.run_worker(self._open(), group="filters")

    def do_searches(self, press: Press) -> None:
        """Show the pane, the cursor on the first of the saved searches."""
        if self._desk.session.notes.searches():
            self._lines = []
            self.do_filter(press)
        else:
            self._desk.say("There are no saved searches yet: m saves the present one.")

    async def _open(self) -> None:
        try:
            if not self.pane.is_attached:
                await self._desk.query_one("#panes").mount(self.pane, after="#library")
            if not self.is_open or not self._lines:
                self.is_open = True
                self._fill()
                self._counting.ask(self._desk.shelf.query)
            self._desk.panes.bring(self.entries)
        finally:
            self._desk.keys.release()

    def close(self) -> None:
        """Hide the pane; what was chosen stays."""
        self.is_open = False
        if self.entries.has_focus:
            self._desk.panes.bring(self._desk.articles)
        self._desk.panes.arrange()

    def follow(self) -> None:
        """Count anew, when what the list shows now has been painted."""
        if self.is_open:
            self._fill()
            self._desk.call_after_refresh(lambda: self._counting.ask(self._desk.shelf.query))

    def show_searches(self) -> None:
        """Show the searches that are saved now."""
        if self.is_open:
            self._fill()

    def _count(self, query: Query | None) -> tuple[Query | None, Facets]:
        return query, self._desk.session.library.facets("" if query is None else query)

    def _take(self, counted: tuple[Query | None, Facets]) -> None:
        query, facets = counted
        if self.is_open and query == self._desk.shelf.query:
            self._facets = facets
            self._fill()

    def _fill(self) -> None:
        """Show the lines that there are now, the cursor on the same one."""
        here = self._lines[self.entries.index].key if self._lines else ""
        self._lines = [*self._of_searches(), *self._of_facets()]
        keys = [line.key for line in self._lines]
        same = self.entries.index if here else 0
        index = keys.index(here) if here in keys else min(same, len(keys) - 1)
        self.entries.show(len(keys), max(0, index))
        found = ""
        if self._desk.shelf.query is not None:
            found = f" · {len(self._desk.articles):,} found"
        self._title.update(Content(f" Filter{found}" if keys else " Nothing to filter by"))

    def _of_searches(self) -> Iterator[_Line]:
        heading = "Searches"
        for search in self._desk.session.notes.searches():
            yield _Line(search.id, search.name, heading, search=search)
            heading = ""

    def _of_facets(self) -> Iterator[_Line]:
        text = self._text
        for name, heading in SECTIONS:
            known: tuple[Facet, ...] = getattr(self._facets, name)
            clauses = {facet.clause for facet in known}
            # What was chosen can be given up again, also where nothing is left of it.
            gone = [
                Facet(facet.value, 0, facet.clause)
                for section, facet in self._chosen.values()
                if section == name and facet.clause not in clauses and holds(text, facet.clause)
            ]
            facets = (*gone, *known)
            most = len(facets) if name in self._unfolded or len(facets) <= MOST + 1 else MOST
            for facet in facets[:most]:
                yield _Line(facet.clause, facet.value, heading, facet=facet)
                heading = ""
            if most < len(facets):
                yield _Line(f"more {name}", f"{len(facets) - most} more …")

    def _rows_of(self, index: int, width: int) -> list[EntryRow]:
        line = self._lines[index]
        rows: list[EntryRow] = []
        if line.heading:
            rows += (
                [((line.heading, "heading"),)] if not index else [(), ((line.heading, "heading"),)]
            )
        facet = line.facet
        mark = "✓ " if facet is not None and holds(self._text, facet.clause) else "  "
        count = f" {facet.count:,}" if facet is not None else ""
        text = short(line.text, max(4, width - len(mark) - len(count)))
        pad = " " * max(0, width - len(mark) - cell_len(text) - len(count))
        style = "state" if mark.strip() else "" if facet or line.search else "quiet"
        return [*rows, ((mark + text, style), (pad + count, "quiet"))]

    # Choosing

    @property
    def _text(self) -> str:
        return self._desk.searching.box.value

    @property
    def _here(self) -> _Line | None:
        return self._lines[self.entries.index] if self._lines else None

    def do_choose(self, press: Press) -> None:
        """Narrow the list to what the cursor is on, or no longer; run a saved search."""
        line = self._here
        if line is None:
            return
        if line.search is not None:
            self.run(line.search)
        elif line.facet is not None:
            name = next(name for name, _ in SECTIONS if line.facet in self._of(name))
            self._chosen[line.key] = (name, line.facet)
            self._desk.searching.set_text(toggled(self._text, line.facet.clause))
        else:
            self._unfolded.add(line.key.removeprefix("more "))
            self._fill()

    def _of(self, name: str) -> tuple[Facet, ...]:
        chosen = [facet for section, facet in self._chosen.values() if section == name]
        gone = [Facet(facet.value, 0, facet.clause) for facet in chosen]
        return (*getattr(self._facets, name), *gone)

    # Saved searches

    def run(self, search: SavedSearch) -> None:
        """Search for what was saved, in the order that was saved with it."""
        self._desk.shelf.sort_by(Sort.of(search.sort))
        self._desk.searching.set_text(search.query)
        self.is_open = False
        self._desk.keys.hold()
        self._desk.run_worker(self._desk.searching.leave(), group="leave")

    def do_keep_search(self, press: Press) -> None:
        """Keep what the list is searched for, and its order, under a name."""
        from tui.annotations import SavedSearch
        from tui.ui.screens.name_prompt import NamePrompt

        query, sort = self._text.strip(), self._desk.shelf.chosen_sort
        if not query and sort is None:
            self._desk.say("There is no search to save yet: / begins one.")
            return

        def keep(name: str | None) -> None:
            if name is not None:
                search = SavedSearch.of(name, query, sort.text if sort is not None else "")
                self._desk.keeping.change(lambda notes: _save(notes, search))

        self._desk.app.push_screen(NamePrompt("Save this search as", query), keep)

    def do_delete(self, press: Press) -> None:
        """Delete the saved search at the cursor; undo brings it back."""
        line = self._here
        if line is None or line.search is None:
            self._desk.say("Only saved searches can be deleted here.")
            return
        search = line.search

        def delete(notes: AnnotationStore) -> str:
            notes.delete_search(search.id)
            return f"Deleted the search “{search.name}”; u brings it back."

        self._desk.keeping.change(delete)


def _save(notes: AnnotationStore, search: SavedSearch) -> str:
    saved = notes.save_search(search)
    return f"Saved as “{saved.name}”; ' lists the saved searches."
