"""What the reader takes away: the words, with their source or without, and citations."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.articles.metadata import Metadata
from tui.reading import join_quotes, quoted_text
from tui.session import OpenArticle, PlacedAnnotation
from tui.ui.keymap import Press
from tui.ui.widgets.reader_pane import Selecting

if TYPE_CHECKING:  # at the start nothing is copied yet
    from tui.ui.screens.desk import Desk
    from tui.ui.terminal.clipboard import Copied


class Copying:
    """Carries out the commands that put something on the clipboard.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turn = asyncio.Lock()
        self._latest = ""

    def do_copy(self, press: Press) -> None:
        """Copy the selection, the annotation's quotation, or the sentence, as it is."""
        self.copy(self._quote())

    def do_copy_with_source(self, press: Press) -> None:
        """Copy it as the user's template says: with byline, outlet, date and address."""
        from tui.exchange.citation import attributed

        article, quote = self._desk.article, self._quote()
        if article is not None and quote:
            template = self._desk.session.settings.copy_template
            quote = attributed(quote, article.document.metadata, template)
        self.copy(quote)

    def do_cite(self, press: Press) -> None:
        """Copy a citation of the article in the list."""
        from tui.exchange.citation import citation

        row = self._desk.articles.current
        if row is not None:
            said = Metadata(
                headline=row.title,
                byline=row.byline,
                outlet=row.outlet,
                published=row.published,
                url=row.url,
            )
            self.copy(citation(said))

    def copy(self, text: str) -> None:
        """Put a text on the clipboard and say what became of it, at once or when it is known."""
        from tui.ui.terminal.clipboard import copy, may_take_time

        if not text:
            self._desk.say("There is nothing here to copy.")
            return
        self._latest = text
        if may_take_time():
            self._desk.run_worker(self._copy_aside(text), group="copy")
        else:
            self._finish(copy(text))

    def _quote(self) -> str:
        """Return the words that are meant, and end the selection; nothing where there are none."""
        article, reader = self._desk.article, self._desk.reader
        if article is None:
            return ""
        in_margin = self._desk.context == "margin"
        selecting = reader.selecting is not Selecting.NOTHING and not in_margin
        placed = None if selecting else self._desk.annotating.meant()
        if placed is not None:
            return quote_of(article, placed)
        if in_margin:
            return ""
        quote = quoted_text(article.document, self._desk.annotating.ranges(article))
        if quote and selecting:
            start = reader.selection.start if reader.selection is not None else reader.cursor
            reader.select(Selecting.NOTHING)
            reader.go(start)  # as vim does
        return quote

    async def _copy_aside(self, text: str) -> None:
        """Let a clipboard program take its time; only the last of several copies matters."""
        from tui.ui.terminal.clipboard import copy

        async with self._turn:
            if text == self._latest:
                self._finish(await asyncio.to_thread(copy, text))

    def _finish(self, copied: Copied) -> None:
        if copied.request:
            self._desk.write(copied.request)
        self._desk.say(copied.said)


def quote_of(article: OpenArticle, placed: PlacedAnnotation) -> str:
    """Return an annotation's words as they were when it was made, and marks of what they leave out.

    Args:
        article: Its article as it is now; it tells what lies between the parts.
        placed: The annotation.
    """
    targets = placed.annotation.targets
    places = [anchored.range for anchored in placed.anchors]
    return join_quotes(article.document, [target.quote.exact for target in targets], places)
