"""Every command once: its name, its help, its keys, and who carries it out.

The help screen, the footer, the command palette and the keymap are all made from this table.

A key is written as one would say it: `j`, `G`, `Space`, `Enter`, `Esc`, `C-d` (control), `S-Tab`
(shift); a chord's keys are parted by blanks (`g g`, `] h`).
"""

from __future__ import annotations

from tui.ui.article_commands import IN_THE_READER, TRIAGE
from tui.ui.command import Command, moves
from tui.ui.comparing_commands import COMPARING
from tui.ui.list_commands import FILTERS, LIST, ORDERS

CONTEXTS = {
    "desk": "Everywhere",
    "list": "List",
    "filters": "Filters (beside the list)",
    "reader": "Reader",
    "visual": "Reader, while selecting",
    "margin": "Margin",
    "stripped": "What was stripped (the list of it)",
    "rules": "Rules for outlets (the list of them)",
    "places": "Re-anchoring a note (the places nearest to it)",
    "forms": "A note's earlier forms (the list of them)",
    "trash": "Deleted notes (the list of them)",
    "contents": "Contents (the list of them)",
    "links": "Links (the list of them)",
    "orders": "Orders (the list of them)",
    "versions": "Earlier versions (the list of them)",
    "copies": "In which outlets a story ran",
    "comparison": "What differs between two texts",
    "triage": "Triage (unread articles, one after the other)",
}
"""The contexts and their titles on the help screen, in its order."""

OVER_THE_DESK = frozenset(
    {"stripped", "rules", "places", "forms", "trash", "contents", "links", "orders"}
    | {"versions", "copies", "comparison", "triage"}
)
"""Contexts of screens of their own, whose commands the desk cannot carry out."""

COLOURS = ("yellow", "green", "blue", "pink", "orange")
"""The highlight colours, in the order of the keys 1 to 5."""


_DESK = (
    Command("desk.help", "This help", ("?",), hint="help"),
    Command("desk.palette", "Command palette", (":", "C-p")),
    Command("desk.next-pane", "Next pane", ("Tab",), hint="pane", performer="panes"),
    Command("desk.previous-pane", "Previous pane", ("S-Tab",), performer="panes"),
    Command("desk.back", "Back: end what was begun, then to the list, then out", ("q",)),
    Command("desk.cancel", "End what was begun (a selection, a search)", ("Esc",)),
    Command("desk.quit", "Quit", ("Q",), hint="quit"),
    Command("desk.undo", "Undo", ("u",), performer="undo"),
    Command("desk.redo", "Redo", ("C-r",), performer="undo"),
    Command("desk.save", "Save what could not be saved", ("g w",), performer="annotate"),
    Command("desk.draft", "Go on with a note that was not finished", ("g n",), performer="open"),
    Command("desk.trash", "Deleted notes: list, restore, empty", ("g T",), performer="annotate"),
    Command("desk.rules", "Rules for outlets: list, remove", ("g O",), performer="outlets"),
    Command("desk.margin", "Show or hide the margin", ("\\",), performer="panes"),
    Command("desk.list", "Show or hide the list", ("g \\",), performer="panes"),
    Command("desk.zen", "The reader alone", ("Z",), performer="panes"),
    Command("desk.redraw", "Draw the screen anew", ("C-l",)),
    Command("desk.suspend", "Put copydesk to sleep (fg wakes it)", ("C-z",)),
)

SLIDES = (
    ("right", "z l", "A column right"),
    ("left", "z h", "A column left"),
    ("right-half", "z L", "Half a page right"),
    ("left-half", "z H", "Half a page left"),
)
"""Ways to slide what is wider than the page: name, keys, what is said of it."""

_READER_MOVES = (
    *moves("reader"),
    Command("reader.left", "Left one character", ("h", "Left"), counts=True),
    Command("reader.right", "Right one character", ("l", "Right"), counts=True),
    Command("reader.word-forward", "Next word", ("w",), counts=True),
    Command("reader.word-end", "End of the word", ("e",), counts=True),
    Command("reader.word-back", "Previous word", ("b",), counts=True),
    Command("reader.seek", "To a character in the paragraph", ("f",), counts=True, takes=True),
    Command("reader.seek-again", "To that character again", (";",), counts=True),
    Command("reader.seek-back", "To that character, the other way", (",",), counts=True),
    Command("reader.line-start", "Beginning of the line", ("0", "^")),
    Command("reader.line-end", "End of the line", ("$",), counts=True),
    Command("reader.sentence-forward", "Next sentence", (")",), counts=True),
    Command("reader.sentence-back", "Previous sentence", ("(",), counts=True),
    Command("reader.paragraph-forward", "Next paragraph", ("}",), counts=True),
    Command("reader.paragraph-back", "Previous paragraph", ("{",), counts=True),
    Command("reader.heading-forward", "Next heading", ("] ]",), counts=True),
    Command("reader.heading-back", "Previous heading", ("[ [",), counts=True),
    Command("reader.scroll-down", "Move the text up a line", ("C-e",), counts=True),
    Command("reader.scroll-up", "Move the text down a line", ("C-y",), counts=True),
    *(
        Command(
            f"reader.slide:{way}",
            f"{what} in a wide table or code",
            (keys,),
            counts=True,
            argument=way,
        )
        for way, keys, what in SLIDES
    ),
    Command("reader.mark", "Set a mark", ("m",), performer="bookmarks", takes=True),
    Command(
        "reader.to-mark",
        "To a mark; ' again goes back to before the last jump",
        ("'", "`"),
        performer="bookmarks",
        takes=True,
    ),
    Command("reader.jump-back", "Back to before the last jump", ("C-o",), counts=True),
    Command(
        "reader.jump-forward",
        "Forward again (C-i only where the terminal tells it from Tab)",
        ("g i", "C-i"),
        counts=True,
    ),
    Command("reader.next-highlight", "Next highlight", ("] h",), counts=True),
    Command("reader.previous-highlight", "Previous highlight", ("[ h",), counts=True),
    Command("reader.find", "Find in this article", ("/",), performer="desk", hint="find"),
    Command("reader.find:back", "Find further back", ("g /",), performer="desk", argument="back"),
    Command("reader.find-next", "Next match", ("n",), performer="find", counts=True),
    Command("reader.find-previous", "Previous match", ("N",), performer="find", counts=True),
    Command(
        "reader.find-word", "Find the word here further on", ("*",), performer="find", counts=True
    ),
    Command(
        "reader.find-word-back",
        "Find the word here further back",
        ("#",),
        performer="find",
        counts=True,
    ),
    Command("reader.next-article", "Next article", ("J",), performer="open", counts=True),
    Command("reader.previous-article", "Previous article", ("K",), performer="open", counts=True),
)

_READER = (
    *_READER_MOVES,
    Command("reader.select", "Select by characters", ("v",), hint="select"),
    Command("reader.select-blocks", "Select by paragraphs", ("V",)),
    Command(
        "reader.highlight",
        "Highlight the sentence or the selection in the last colour",
        ("H",),
        performer="annotate",
        hint="highlight",
    ),
    *(
        Command(
            f"reader.highlight:{colour}",
            f"Highlight in {colour}",
            (str(number),),
            performer="annotate",
            argument=colour,
        )
        for number, colour in enumerate(COLOURS, 1)
    ),
    Command("reader.note", "Write a note on it", ("a",), performer="annotate", hint="note"),
    Command("reader.note-in-editor", "Write the note in $EDITOR", ("A",), performer="annotate"),
    Command("reader.tag", "Tag it", ("t", "g t"), performer="annotate", hint="tag"),
    Command("reader.colour", "Change its colour", ("c",), performer="annotate"),
    Command("reader.delete", "Delete the annotation here", ("d d",), performer="annotate"),
    Command(
        "reader.copy",
        "Copy the selection, the highlight here, or the sentence",
        ("y",),
        performer="copy",
    ),
    Command("reader.copy-with-source", "Copy it with its source", ("Y",), performer="copy"),
    Command("reader.show-stripped", "Show or fold what was stripped", ("g s",), performer="clean"),
    Command("reader.restore", "Restore this stripped block", ("g r",), performer="clean"),
    Command("reader.restore-all", "Restore every stripped block", ("g R",), performer="clean"),
    Command("reader.strip", "Strip this block", ("g x",), performer="clean"),
    Command(
        "reader.strip-always",
        "Strip such blocks in all articles of this outlet",
        ("g X",),
        performer="outlets",
    ),
    Command(
        "reader.keep-always",
        "Keep such blocks in all articles of this outlet",
        ("g K",),
        performer="outlets",
    ),
    Command("reader.source", "The file's text as it came", ("g S",), performer="clean"),
    Command("reader.why", "What was stripped, and why", ("g ?",), performer="clean"),
    Command("reader.open-fold", "Show what this fold hides", ("z o",), performer="clean"),
    Command(
        "reader.follow",
        "Follow what is here: a fold, a note’s mark and back, a link",
        ("Enter",),
        performer="follow",
    ),
    Command("reader.contents", "Contents", ("T",), performer="follow", hint="contents"),
    Command("reader.links", "Links", ("L",), performer="follow"),
    Command("reader.open-original", "Open the original in a browser", ("o",), performer="follow"),
    *IN_THE_READER,
    Command("reader.wider", "Wider text", ("+",)),
    Command("reader.narrower", "Narrower text", ("-",)),
    Command("reader.usual-width", "Usual width", ("=",)),
)

OBJECTS = (
    ("iw", "i w", "the word"),
    ("aw", "a w", "the word and the blank beside it"),
    ("is", "i s", "the sentence"),
    ("as", "a s", "the sentence and the blank beside it"),
    ("ip", "i p", "the paragraph"),
    ("ap", "a p", "the paragraph and the blank line after it"),
    ("iq", 'i "', "the quotation"),
    ("aq", 'a "', "the quotation and its marks"),
)
"""The text objects: name, keys, what is selected."""

_VISUAL = (
    Command("visual.other-end", "To the other end", ("o",)),
    Command("visual.till", "To before a character (g t tags)", ("t",), counts=True, takes=True),
    *(
        Command(f"visual.object:{name}", f"Select {what}", (keys,), argument=name, counts=True)
        for name, keys, what in OBJECTS
    ),
    Command("visual.note", "Write a note on the selection", ("Enter",), performer="annotate"),
)

_MARGIN = (
    *moves("margin"),
    Command("margin.jump", "To its place in the text", ("Enter",), hint="go to text"),
    Command("margin.edit", "Edit the note", ("e", "a"), performer="annotate", hint="edit"),
    Command("margin.note-in-editor", "Edit it in $EDITOR", ("A",), performer="annotate"),
    Command("margin.tag", "Tags", ("t",), performer="annotate", hint="tag"),
    Command("margin.colour", "Next colour", ("c",), performer="annotate", hint="colour"),
    *(
        Command(
            f"margin.recolour:{colour}",
            f"Make it {colour}",
            (str(number),),
            performer="annotate",
            argument=colour,
        )
        for number, colour in enumerate(COLOURS, 1)
    ),
    Command("margin.copy", "Copy the quotation", ("y",), performer="copy"),
    Command("margin.copy-with-source", "Copy it with its source", ("Y",), performer="copy"),
    Command("margin.delete", "Delete it (u brings it back)", ("d d",), performer="annotate"),
    Command(
        "margin.reanchor",
        "Re-anchor it: to a place like it, or to what is selected in the reader",
        ("r",),
        performer="annotate",
        hint="re-anchor",
    ),
    Command("margin.history", "Its earlier forms: list, restore", ("g h",), performer="annotate"),
)

_STRIPPED = (
    *moves("stripped"),
    Command("stripped.toggle", "Restore it, or strip it again", ("r", "g r"), hint="restore"),
    Command("stripped.restore-all", "Restore all", ("R", "g R"), hint="all"),
    Command(
        "stripped.keep-always",
        "Keep such blocks in all articles of this outlet",
        ("K", "g K"),
        hint="keep always",
    ),
    Command(
        "stripped.strip-always", "Strip such blocks in all articles of this outlet", ("X", "g X")
    ),
    Command("stripped.jump", "To its place in the text", ("Enter",), hint="go to text"),
    Command("stripped.unfold", "Its whole text, or its beginning", ("o",), hint="whole text"),
)

_RULES = (
    *moves("rules"),
    Command("rules.remove", "Remove the rule (u brings it back)", ("d d",), hint="remove"),
    Command(
        "rules.unfold",
        "The whole of the block it was made from, or its beginning",
        ("Enter", "o"),
        hint="whole text",
    ),
)

_PLACES = (
    *moves("places"),
    Command("places.choose", "Put the note there, or keep it as it is", ("Enter",), hint="choose"),
)

_FORMS = (
    *moves("forms"),
    Command("forms.restore", "Make it so again (u undoes it)", ("Enter", "r"), hint="restore"),
)

_TRASH = (
    *moves("trash"),
    Command("trash.restore", "Restore it (u undoes it)", ("Enter", "r"), hint="restore"),
    Command("trash.empty", "Remove all of them for good", ("E",), hint="empty"),
)

_CONTENTS = (
    *moves("contents"),
    Command("contents.jump", "To its place in the text", ("Enter",), hint="go to text"),
)

_LINKS = (
    *moves("links"),
    Command("links.open", "Open it in a browser", ("Enter", "o"), hint="open"),
    Command("links.copy", "Copy its address", ("y",), hint="copy"),
    Command("links.jump", "To its place in the text", ("p",), hint="place in text"),
)

COMMANDS: tuple[Command, ...] = (
    *_DESK,
    *LIST,
    *FILTERS,
    *_READER,
    *_VISUAL,
    *_MARGIN,
    *_STRIPPED,
    *_RULES,
    *_PLACES,
    *_FORMS,
    *_TRASH,
    *_CONTENTS,
    *_LINKS,
    *ORDERS,
    *COMPARING,
    *TRIAGE,
)
"""All of them, in the order of the help screen."""
