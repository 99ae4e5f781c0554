"""What the reader does with annotations: highlight, note, tag, recolour, delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.articles.document import TextRange
from tui.reading import quote_ranges, sentence_at
from tui.session import OpenArticle, PlacedAnnotation
from tui.ui.commands import COLOURS
from tui.ui.keymap import Press
from tui.ui.widgets.reader_pane import Selecting

if TYPE_CHECKING:  # at the start nothing is annotated yet: 20 ms later is early enough
    from tui.annotations import Annotation, AnnotationStore, Draft
    from tui.ui.screens.desk import Desk


class Annotating:
    """Carries out the commands about annotations.

    Args:
        desk: The screen.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._colour = COLOURS[0]
        self.writing: Draft | None = None
        """The note in the open editor as it was when the editor opened."""

    # Making and changing

    def do_highlight(self, press: Press) -> None:
        """Highlight the selection or the sentence; recolour what is highlighted already."""
        self._colour = press.argument or self._colour
        if self._desk.reader.selecting is Selecting.NOTHING:
            placed = self._annotation_here()
            if placed is not None:
                self._save(placed.annotation.edited(colour=self._colour), "Recoloured.")
                return
        annotation = self._make()
        if annotation is not None:
            self._save(annotation, f"Highlighted in {self._colour}.")

    def do_note(self, press: Press) -> None:
        """Write a note on the selection, the annotation here, or the sentence."""
        annotation = self._meant_or_new()
        if annotation is not None:
            self._edit(annotation)

    do_edit = do_note

    def do_note_in_editor(self, press: Press) -> None:
        """Write the note in `$EDITOR`; in the app where there is none."""
        from tui.ui.editor import edit_outside

        annotation = self._meant_or_new()
        if annotation is None:
            return
        text = edit_outside(self._desk.app, annotation.note)
        if text is None:
            self._edit(annotation)
        else:
            self._keep_note(annotation, text)

    def do_tag(self, press: Press) -> None:
        """Ask for the tags of the selection, the annotation here, or the sentence."""
        from tui.ui.screens.tag_prompt import TagPrompt

        annotation = self._meant_or_new()
        if annotation is None:
            return

        def keep(tags: tuple[str, ...] | None) -> None:
            if tags is not None and (tags or annotation.tags):
                self._save(annotation.edited(tags=tags), "Tagged.")

        known = [tag for tag, _ in self._desk.session.notes.tags().most_common()]
        self._desk.app.push_screen(TagPrompt(annotation.tags, known), keep)

    def do_colour(self, press: Press) -> None:
        """Give the annotation the next colour."""
        placed = self.meant()
        if placed is None:
            self._desk.say("There is no highlight here.")
            return
        following = (COLOURS.index(placed.annotation.colour) + 1) % len(COLOURS)
        self._recolour(placed, COLOURS[following])

    def do_recolour(self, press: Press) -> None:
        """Give the annotation one of the five colours."""
        placed = self.meant()
        if placed is not None:
            self._recolour(placed, press.argument)

    def do_delete(self, press: Press) -> None:
        """Delete the annotation; undo brings it back."""
        placed = self.meant()
        if placed is None:
            self._desk.say("There is no highlight here.")
            return
        name = placed.annotation.id
        if not placed.saved and self._desk.session.notes.get(name) is None:
            self._desk.keeping.saver.forget(name)
            self._desk.keeping.refresh()
            return
        self._desk.keeping.saver.forget(name)
        self._change(lambda notes: notes.delete(name), "Deleted; u brings it back.")

    def do_save(self, press: Press) -> None:
        """Try again to save what could not be saved."""
        self._desk.keeping.retry(tell=True)

    # What became of them

    def do_reanchor(self, press: Press) -> None:
        """Let the reader choose a place for the annotation in the margin."""
        from tui.ui.screens.places import Places

        placed = self._desk.margin.current
        if placed is None or not placed.annotation.targets:
            self._desk.say("There is nothing here to re-anchor.")
        else:
            self._desk.cover_with(Places(self._desk, placed))

    def reattach(self, annotation: Annotation, part: int, ranges: Sequence[TextRange]) -> None:
        """Put a part of an annotation where the reader says; the old form goes to its history.

        Args:
            annotation: The annotation.
            part: Which of its targets.
            ranges: The places that it is about now, in text order; at least one.
        """
        article = self._desk.article
        if article is None:
            return
        old = annotation.targets[part]
        new = tuple(article.placing.reattached(old, place) for place in ranges)
        targets = (*annotation.targets[:part], *new, *annotation.targets[part + 1 :])
        if targets == annotation.targets:
            self._desk.say("It stands there already.")
        else:
            self._save(replace(annotation, targets=targets), "Re-anchored; u takes it back.")

    def do_history(self, press: Press) -> None:
        """List the earlier forms of the annotation in the margin."""
        from tui.ui.screens.forms import Forms

        placed = self._desk.margin.current
        if placed is None:
            self._desk.say("There is no note here.")
        else:
            self._desk.cover_with(Forms(self._desk, placed.annotation.id))

    def restore_form(self, present: Annotation, form: Annotation) -> None:
        """Give an annotation an earlier form of it again."""
        same = replace(form, modified=present.modified, article=present.article)
        self._save(same, "Restored as it was; u undoes it.")

    def do_trash(self, press: Press) -> None:
        """List the deleted annotations of all articles."""
        from tui.ui.screens.trash import TrashList

        self._desk.cover_with(TrashList(self._desk))

    # Which annotation is meant

    def _annotation_here(self) -> PlacedAnnotation | None:
        here = self._desk.reader.annotations_here
        return here[0] if here else None

    def meant(self) -> PlacedAnnotation | None:
        """Return the annotation that a command is about: the margin's, or the one at the cursor."""
        if self._desk.context == "margin":
            return self._desk.margin.current
        return self._annotation_here()

    def _meant_or_new(self) -> Annotation | None:
        if self._desk.context != "margin" and self._desk.reader.selecting is not Selecting.NOTHING:
            return self._make()
        placed = self.meant()
        if placed is not None:
            return placed.annotation
        return self._make() if self._desk.context != "margin" else None

    def _make(self) -> Annotation | None:
        """Make an annotation of the selection or the sentence; it is not saved yet."""
        from tui.annotations import Annotation, describe

        article, reader = self._desk.article, self._desk.reader
        if article is None or reader.lines is None:
            self._desk.say("Open an article first.")
            return None
        ranges = self.ranges(article)
        if not ranges:
            self._desk.say("There is no article text here to mark.")
            return None
        source = article.document.metadata.url or article.document.provenance.path.as_uri()
        targets = [describe(article.document, place, source=source) for place in ranges]
        reader.select(Selecting.NOTHING)
        return Annotation.make(targets, colour=self._colour, article=article.record.id)

    def ranges(self, article: OpenArticle) -> tuple[TextRange, ...]:
        """Return the stretches that are selected, or those of the sentence at the cursor."""
        reader = self._desk.reader
        if reader.lines is None:
            return ()
        chosen = reader.selection or sentence_at(reader.lines, reader.cursor)
        return quote_ranges(article.verdicts, chosen, reader.reveal)

    # Saving

    def _recolour(self, placed: PlacedAnnotation, colour: str) -> None:
        self._colour = colour
        self._save(placed.annotation.edited(colour=colour), f"Now {colour}.")

    def _edit(self, annotation: Annotation, draft: Draft | None = None) -> None:
        from tui.annotations import Draft
        from tui.ui.screens.note_editor import NoteEditor

        self.writing = draft or Draft(
            article=annotation.article,
            annotation=annotation.id,
            targets=annotation.targets,
            colour=annotation.colour,
            text=annotation.note,
            tags=annotation.tags,
        )

        def keep(result: str | None) -> None:
            begun, self.writing = self.writing, None
            if result is not None:
                self._keep_note(annotation, result)
                if draft is not None:
                    self._change(lambda notes: notes.discard_draft(draft.id))
            elif begun is not None and (draft or editor.discarded.strip() != begun.text.strip()):
                self._throw_away(replace(begun, text=editor.discarded))

        text = annotation.note if draft is None else draft.text
        editor = NoteEditor(annotation.quote, text)
        self._desk.app.push_screen(editor, keep)

    def _throw_away(self, draft: Draft) -> None:
        if draft.text.strip():
            said = "Discarded; u brings it back as an unfinished note."
            self._change(lambda notes: notes.throw_away(draft), said)
        else:
            self._change(lambda notes: notes.discard_draft(draft.id))

    def _keep_note(self, annotation: Annotation, text: str) -> None:
        text = text.strip()
        if text != annotation.note:
            self._save(annotation.edited(note=text), "Note saved.")

    def draft(self) -> Draft | None:
        """Return the note in the open editor, if it holds something that is not saved."""
        from tui.ui.screens.note_editor import NoteEditor

        if self.writing is None:
            return None
        screen = self._desk.app.screen
        if not isinstance(screen, NoteEditor):
            return None
        text = screen.text
        if not text.strip() or text.strip() == self.writing.text.strip():
            return None  # nothing new; what was resumed is still kept as it was
        return replace(self.writing, text=text)

    def resume(self, draft: Draft) -> None:
        """Go on with a note that was being written when a session ended."""
        from tui.annotations import Annotation

        known = self._desk.session.notes.get(draft.annotation)
        annotation = known or replace(
            Annotation.make(
                draft.targets, colour=draft.colour, tags=draft.tags, article=draft.article
            ),
            id=draft.annotation,
        )
        self._edit(annotation, draft)

    def _save(self, annotation: Annotation, done: str) -> None:
        article = self._desk.article
        if article is None:
            return
        self._desk.keeping.saver.expect(annotation, article.document)
        self._desk.keeping.refresh(current=annotation.id)
        self._desk.keeping.save(done)

    def _change(self, operation: Callable[[AnnotationStore], str | None], done: str = "") -> None:
        self._desk.keeping.change(lambda notes: operation(notes) or done)
