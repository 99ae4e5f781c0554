"""The application: it starts the desk, and sees to it that leaving loses nothing."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterable, Sequence

from textual import events, on
from textual.app import App, SystemCommand
from textual.filter import LineFilter, Monochrome, NoColor
from textual.geometry import Size
from textual.screen import Screen

from tui.errors import NotesError
from tui.session import Session
from tui.ui.commands import COMMANDS
from tui.ui.keymap import Keymap, key_name
from tui.ui.screens.desk import Desk
from tui.ui.terminal.crash import write_report
from tui.ui.terminal.departure import Departure, let_go_of_dead_streams
from tui.ui.terminal.driver import frame_driver
from tui.ui.themes import DEFAULT, DEFAULT_VARIABLES, themes

REDRAW = next(command for command in COMMANDS if command.id == "desk.redraw")

LAST_WAIT = 0.5
"""Seconds to wait at the end for another session's save."""


class CopydeskApp(App[None]):
    """Holds the desk and the ways out of it.

    Args:
        session: What lives from start to end. It is closed by who made it.
    """

    CSS_PATH = "app.tcss"
    TITLE = "copydesk"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS = []

    def __init__(self, session: Session) -> None:
        compared = session.settings.compare_frames and os.environ.get("COPYDESK_FRAMES") != "0"
        super().__init__(driver_class=frame_driver() if compared else None)
        self.session = session
        self.farewell = ""
        """A sentence for after the screen is gone: where unsaved work went."""
        self._keys = Keymap(session.settings.keys)
        for theme in themes():
            self.register_theme(theme)
        wanted = session.settings.theme
        self.theme = wanted if wanted in self.available_themes else DEFAULT
        self.animation_level = "none"
        self._departure: Departure | None = None
        self.desk: Desk | None = None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Take colours away with NO_COLOR, and leave the terminal its own.

        Textual makes them grey before it knows the theme, and "the terminal's own colour" black.
        """
        filters = super().get_line_filters()
        return [NoColor() if isinstance(each, Monochrome) else each for each in filters]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer none of Textual's own commands: they know nothing of the desk's panes."""
        return ()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give themes from elsewhere the colours that only copydesk has."""
        return dict(DEFAULT_VARIABLES)

    def get_default_screen(self) -> Screen[None]:
        """Begin with the desk itself: a screen under it would be laid out for nothing."""
        files = [root for root in self.session.roots if root.is_file()]
        first = files[0] if len(files) == len(self.session.roots) and files else None
        self.desk = Desk(self.session, self._keys, self._write, first)
        return self.desk

    def on_mount(self) -> None:
        """Watch for the end, and for waking up."""
        self.app_resume_signal.subscribe(self, self._resumed)
        if not self.is_headless:
            self._departure = Departure(self._leave)
            self._departure.install()

    def on_unmount(self) -> None:
        """Watch no longer."""
        if self._departure is not None:
            self._departure.stop()

    async def on_event(self, event: events.Event) -> None:
        """Let the desk read its keys here, each to its end before the next one is looked at.

        On their way through the focused widget, keys typed ahead would overtake what the key
        before them opens, and a note's first words would be taken for commands.
        """
        if isinstance(event, events.Key) and self._is_redraw(event):
            self._draw_anew()  # over whatever is open, and while something is typed
            return
        if (
            isinstance(event, events.Key)
            and not event.is_forwarded
            and self.desk is not None
            and self.screen is self.desk
            and self.desk.keys.take(event)
        ):
            return
        await super().on_event(event)

    async def action_quit(self) -> None:
        """Quit as the desk does."""
        self._quit()

    def _is_redraw(self, event: events.Key) -> bool:
        """Tell whether a key that types nothing is the one that draws the screen anew."""
        name = key_name(event.key, event.character)
        return name.startswith("C-") and name in self._keys.keys_of(REDRAW)

    @on(Desk.Disturbed)
    def _draw_anew(self) -> None:
        """Paint everything: something else may have drawn on the terminal."""
        if not self.is_headless:
            size = Size(*shutil.get_terminal_size())
            self.post_message(events.Resize(size, size))
        forget = getattr(self._driver, "forget", None)  # the driver that compares frames has it
        if forget is not None:
            forget()
        self.refresh(layout=True)
        self.screen.refresh(layout=True)

    def _resumed(self, _: object) -> None:
        self._draw_anew()

    def _write(self, data: str) -> None:
        if self._driver is not None:
            self._driver.write(data)

    @on(Desk.Left)
    def _quit(self) -> None:
        self.put_away()
        self.exit()

    def _leave(self, code: int) -> None:
        """Put unsaved work away and leave with a status, because the world said so."""
        self.put_away()
        self.exit(return_code=code)

    def put_away(self) -> None:
        """Save what is not saved: the open note as a draft, the reader's place, what waits.

        What cannot be saved goes to a rescue file, and `farewell` says where.
        """
        desk, self.desk = self.desk, None
        if desk is None:
            return
        desk.updating.stop()
        draft = desk.annotating.draft()
        rescued = "" if draft is None else draft.text
        notes, saver = self.session.notes, desk.keeping.saver
        notes.hurry(LAST_WAIT)
        # What fails once is not tried again: a signal leaves four seconds for all of this.
        try:
            if saver.save_now():
                if draft is not None:
                    notes.save_draft(draft)
                    rescued = ""
                record = desk.opening.position_record()
                if record is not None:
                    seen = None if desk.article is None else desk.article.record
                    notes.save_article(record, seen)
        except NotesError as error:
            self.farewell = str(error)
        path = saver.write_rescue_file(rescued)
        if path is not None:
            self.farewell = f"{self.farewell} What could not be saved is in {path}.".strip()
        elif saver.unsaved or rescued:
            self.farewell = f"{self.farewell} Notes could not be saved anywhere.".strip()

    def _fatal_error(self) -> None:
        """End after a bug with a report in a file.

        Textual's own method prints a traceback with local variables, article text among them; it
        offers no public way to choose what is printed.
        """
        error = sys.exc_info()[1] or self._exception or RuntimeError("unknown")
        report = write_report(error, self.session.paths.state)
        where = f"the report is in {report}" if report else "no report could be written"
        self.put_away()
        self.farewell = f"copydesk had to stop because of a bug; {where}. {self.farewell}".strip()
        self._close_messages_no_wait()


def run_desk(session: Session) -> int:
    """Open the desk and stay until it is left.

    Returns:
        The exit status: 0, 1 after a bug, 128 + the signal's number after a signal.
    """
    # A thread that saves or reads notes gives way to the screen after 1 ms, not Python's 5.
    sys.setswitchinterval(0.001)
    app = CopydeskApp(session)
    app.run(mouse=session.settings.mouse)
    app.put_away()
    if app.return_code == 128 + signal.SIGHUP:
        let_go_of_dead_streams()
    if app.farewell:
        print(app.farewell, file=sys.stderr)  # noqa: T201 - the screen is gone
    return app.return_code or 0
