"""The desk: the list, the reader and the margin side by side, as many as the terminal has room for.

This screen wires: it hands each command to whom it belongs, and the messages of one pane to the
others. What the commands do is in `annotating`, `cleaning`, `shelf` and the panes.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen

from tui.reading import Matches
from tui.session import OpenArticle, Session
from tui.ui.annotating import Annotating
from tui.ui.arrangement import Panes
from tui.ui.bookmarks import Bookmarks
from tui.ui.choosing import Choosing
from tui.ui.cleaning import Cleaning
from tui.ui.comparing import Comparing
from tui.ui.copying import Copying
from tui.ui.filing import Filing
from tui.ui.filters import Filters
from tui.ui.following import Following
from tui.ui.keeping import LOOK_INTERVAL, Keeping
from tui.ui.key_reader import KeyReader
from tui.ui.keymap import Keymap, Press
from tui.ui.opening import Opening
from tui.ui.outlets import Outlets
from tui.ui.palette import CommandProvider
from tui.ui.relisting import Relisting
from tui.ui.screens.pager_screen import PagerScreen, help_lines
from tui.ui.searching import Searching
from tui.ui.shelf import Shelf
from tui.ui.triaging import Triaging
from tui.ui.undoing import Undoing
from tui.ui.updating import Updating
from tui.ui.walking import Walking
from tui.ui.watching import Watch
from tui.ui.widgets.article_list import ArticleList
from tui.ui.widgets.line_input import LineInput
from tui.ui.widgets.margin import Margin
from tui.ui.widgets.reader_commands import ReaderCommands
from tui.ui.widgets.reader_finding import Finding
from tui.ui.widgets.reader_pane import ReaderPane, Selecting
from tui.ui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from tui.ui.screens.cover import Cover


class Desk(Screen[None]):
    """The main screen.

    Args:
        session: What lives from start to end.
        keymap: The user's keys.
        write: Writes to the terminal, unaltered.
        first: An article to open at once.
    """

    class Left(Message):
        """The reader wants to quit."""

    class Disturbed(Message):
        """The reader sees that the screen is not what it should be."""

    class News(Message):
        """Another session has written notes, or what could not be saved should be tried again."""

    BINDINGS = []
    COMMANDS: ClassVar[set[Any]] = {CommandProvider}

    def __init__(
        self,
        session: Session,
        keymap: Keymap,
        write: Callable[[str], None],
        first: Path | None = None,
    ) -> None:
        super().__init__(id="desk")
        self.session, self.keymap, self.write = session, keymap, write
        self.article: OpenArticle | None = None
        self.shelf = Shelf(self)
        self.updating = Updating(self)
        self.searching = Searching(self)
        self.filters = Filters(self)
        self.walking = Walking(self)
        self.articles = ArticleList(self.shelf.standing, id="articles")
        self.reader = ReaderPane(session.settings.measure, id="reader")
        self.margin = Margin(id="margin")
        self.status = StatusBar(id="status")
        self.keeping = Keeping(self)
        self.opening = Opening(self)
        self.annotating = Annotating(self)
        self.choosing = Choosing(self)
        self.filing = Filing(self)
        self.relisting = Relisting(self)
        self.undoing = Undoing(self)
        self.cleaning = Cleaning(self)
        self.outlets = Outlets(self)
        self.following = Following(self)
        self.comparing = Comparing(self)
        self._covers: list[Cover] = []
        self.panes = Panes(self)
        self.reading = ReaderCommands(self.reader, self.say)
        self.finding = Finding(self.reader, self.say)
        self._performers: dict[str, object] = {
            "desk": self,
            "list": self.articles,
            "walk": self.walking,
            "search": self.searching,
            "filters": self.filters.entries,
            "filter": self.filters,
            "reader": self.reading,
            "visual": self.reading,
            "find": self.finding,
            "margin": self.margin,
            "annotate": self.annotating,
            "choose": self.choosing,
            "clean": self.cleaning,
            "copy": Copying(self),
            "file": self.filing,
            "follow": self.following,
            "outlets": self.outlets,
            "open": self.opening,
            "panes": self.panes,
            "bookmarks": Bookmarks(self),
            "triage": Triaging(self),
            "undo": self.undoing,
            "comparing": self.comparing,
        }
        self.keys = KeyReader(self, keymap)
        self.keys.hold()  # what is typed ahead waits for the panes
        self._watch = Watch(
            self.keeping.news, lambda: self.post_message(self.News()), LOOK_INTERVAL
        )
        self._first = first

    def compose(self) -> ComposeResult:
        """Lay out the list, the line to find with and the status.

        The reader and the margin join them when the list has been painted: their styles take
        20 ms.
        """
        with Horizontal(id="panes"), Vertical(id="library"):
            yield self.searching.box
            yield self.articles
        yield LineInput("find in this article", id="find")
        yield self.status

    def on_mount(self) -> None:
        """Show the list as it was indexed; the rest follows in the background."""
        self.query_one("#find").display = False
        self.shelf.show_first()
        self.panes.arrange()
        self.set_focus(self.articles)
        self.call_after_refresh(self._start)

    async def _start(self) -> None:
        gc.freeze()  # what was imported stays: later collections need not look at it
        gc.enable()
        await self.query_one("#panes").mount(self.reader, self.margin)
        self.panes.arrange()
        self.keys.release()
        if self._first is not None:
            self.opening.open_path(self._first)
        self.run_worker(self.keeping.load(), group="notes")
        self.run_worker(self.session.warm_up, group="warm-up", thread=True)
        self.run_worker(self.updating.run(), group="index")
        self._watch.start()

    def on_unmount(self) -> None:
        """Look no more at what others write, nor at what happens in the folders."""
        self._watch.stop()
        self.updating.stop()

    @on(News)
    async def _take_news(self) -> None:
        await self.keeping.take_news()

    # What others ask of the desk

    @property
    def context(self) -> str:
        """Where the keys go: "list", "filters", "reader" or "margin"."""
        focused = self.focused  # also while something lies over this screen
        if focused is self.articles:
            return "list"
        if focused is self.filters.entries:
            return "filters"
        return "margin" if focused is self.margin else "reader"

    @property
    def cover(self) -> Cover | None:
        """The screen that lists something over this one, if there is one; of several the top."""
        return self._covers[-1] if self._covers else None

    def say(self, message: str) -> None:
        """Show a short message until the next key."""
        (self.cover or self).status.say(message)

    def cover_with(self, cover: Cover) -> None:
        """Show a list over the desk; what is said is said there until it is left."""

        def uncover(_: None) -> None:
            self._covers.remove(cover)
            self.show_status()

        self._covers.append(cover)
        self.app.push_screen(cover, uncover)

    def tell(self, sentence: str) -> None:
        """Show what went wrong; it stays for a while."""
        self.app.notify(sentence, severity="error", timeout=10, markup=False)

    # Messages of the panes

    @on(ArticleList.Opened)
    def _open_row(self, message: ArticleList.Opened) -> None:
        if message.row.error:
            self.tell(message.row.error)
        else:
            self.panes.beside = "margin"
            self.opening.open_path(message.row.path, query=self.shelf.query)

    @on(ArticleList.Turned)
    def _turned(self) -> None:
        self.searching.turned()

    @on(LineInput.Changed, "#search")
    def _search(self, message: LineInput.Changed) -> None:
        self.searching.changed(message.value)

    @on(LineInput.Submitted, "#search")
    def _search_done(self) -> None:
        self.run_worker(self.searching.leave(), group="leave")

    @on(LineInput.Stepped, "#search")
    def _search_step(self, message: LineInput.Stepped) -> None:
        self.searching.step(message.steps)

    @on(LineInput.Completed, "#search")
    def _complete(self, message: LineInput.Completed) -> None:
        self.searching.complete(message.steps)

    @on(LineInput.Asked, "#search")
    def _explain(self) -> None:
        self.searching.explain()

    @on(LineInput.Cancelled, "#search")
    def _search_cancelled(self) -> None:
        self.run_worker(self.searching.cancel(), group="leave")

    def do_find(self, press: Press) -> None:
        """Let the reader type what to find in the article."""
        self.finding.begin(back=bool(press.argument))
        box = self.query_one("#find", LineInput)
        box.display = True
        with box.prevent(LineInput.Changed):
            box.value = ""
        self.set_focus(box)

    @on(LineInput.Changed, "#find")
    def _find(self, message: LineInput.Changed) -> None:
        self.finding.find(message.value)

    @on(LineInput.Stepped, "#find")
    def _find_earlier(self, message: LineInput.Stepped) -> None:
        typed = self.finding.recall(message.steps)
        if typed is not None:
            message.line.value = typed
            message.line.cursor_position = len(typed)

    @on(LineInput.Submitted, "#find")
    def _find_done(self, message: LineInput.Submitted) -> None:
        self.finding.done(message.value)
        self.query_one("#find").display = False
        self.set_focus(self.reader)
        self.keys.release()

    @on(LineInput.Cancelled, "#find")
    def _find_cancelled(self) -> None:
        self.query_one("#find").display = False
        self.finding.give_up()
        self.set_focus(self.reader)
        self.keys.release()

    @on(ReaderPane.Moved)
    def follow_reader(self) -> None:
        """Let the margin and the last line follow the reader's cursor."""
        if self.context != "margin":
            self.margin.follow(self.reader.cursor)
        self.opening.note_progress()
        self.show_status()

    @on(ReaderPane.Selected)
    def _selected(self) -> None:
        self.show_status()

    @on(Margin.Chosen)
    def _to_text(self, message: Margin.Chosen) -> None:
        self.reader.set_current(message.placed.annotation.id)
        if not message.placed.ranges:
            self.say("Its words are no longer in the article; r looks for them.")
        elif message.jump or self.reader.selecting is Selecting.NOTHING:
            self.reader.go(message.placed.start)  # a selection stays, for r to re-anchor to
        if message.jump:
            self.panes.bring(self.reader)

    # Keys

    def perform(self, press: Press) -> None:
        """Carry out a command."""
        command = press.command
        performer = self._performers[command.performer or command.context]
        getattr(performer, command.method)(press)

    def on_mouse_down(self) -> None:
        """Show a message no longer than until the next click."""
        self.status.say("")

    # Panes

    def on_resize(self, event: events.Resize) -> None:
        """Show as many panes as there is room for."""
        self.panes.arrange()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keep the focused pane in view."""
        self.panes.follow_focus(event.widget)
        self.show_status()

    def show_status(self) -> None:
        """Show the keys for now, and how far along the reader is."""
        if self.searching.box.has_focus:
            self.searching.show_hints()
            return
        progress = "" if self.context in ("list", "filters") else self.reader.progress
        if progress and self.reader.selecting is not Selecting.NOTHING:
            progress = f"{self.reader.selecting.value} · {progress}"
        if self.keeping.saver.unsaved:
            progress = f"not saved yet · {progress}"
        self.status.show(hints=self.keys.hints, progress=progress)

    # The desk's own commands

    def do_help(self, press: Press) -> None:
        """Show every command and its keys."""
        lines = help_lines(self.keymap, self.keys.contexts)
        self.app.push_screen(PagerScreen("Keys", lines, self.keymap))

    def do_palette(self, press: Press) -> None:
        """Open the command palette."""
        self.app.action_command_palette()

    def do_cancel(self, press: Press) -> None:
        """End what was begun: selecting, matches, a search."""
        if self.reader.selecting is not Selecting.NOTHING:
            self.reader.select(Selecting.NOTHING)
        elif self.context == "filters":
            self.filters.close()
        elif self.context == "list":
            _ = self.choosing.clear() or self.searching.end_search()
        elif self.reader.matches:
            self.reader.set_matches(Matches())

    def do_back(self, press: Press) -> None:
        """Go back: out of a selection, a search, to the list, out."""
        if self.reader.selecting is not Selecting.NOTHING:
            self.reader.select(Selecting.NOTHING)
        elif self.context == "margin":
            self.panes.bring(self.reader)
        elif self.context == "filters":
            self.filters.close()
        elif self.context == "reader":
            if self.panes.zen:
                self.panes.do_zen(press)
            self.panes.bring(self.articles)
        elif not self.choosing.clear() and not self.searching.end_search():
            self.do_quit(press)

    def do_quit(self, press: Press) -> None:
        """Save everything and quit."""
        self.post_message(self.Left())

    def do_redraw(self, press: Press) -> None:
        """Draw the whole screen anew, at the size that the terminal has now."""
        self.post_message(self.Disturbed())

    def do_suspend(self, press: Press) -> None:
        """Put the program to sleep."""
        self.app.action_suspend_process()
