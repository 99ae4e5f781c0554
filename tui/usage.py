"""What the commands say of themselves: their --help, before the options and after them."""

from __future__ import annotations

from typing import Any

DESK_HELP = """\
Open saved articles on a desk in the terminal: read them without the clutter, mark them up.
"""
DESK_NOTES = """\
copydesk read FILE ... prints articles instead; see: copydesk read --help
copydesk search QUERY finds articles, for scripts; see: copydesk search --help
copydesk rules lists what you always strip or keep in an outlet; see: copydesk rules --help
copydesk doctor looks at your notes, the search index and the settings; copydesk merge puts two
notes files together, also for git. See: copydesk doctor --help, copydesk merge --help
A folder that is called like a command is opened by: copydesk ./read
"""
READ_HELP = """\
Print articles to standard output, without the clutter. Notes are neither read nor written.
"""
READ_NOTES = """\
text      headline; byline, outlet and date as far as they are known; the article, its paragraphs
          not wrapped. Corrections, editor's notes and the like stand where they stood; captions
          and credits are left out. With several files each begins with ==> FILE <==.
markdown  the same with headings, lists, quotations, tables, emphasis and links.
jsonl     one JSON object a line and a file: path, headline, byline, outlet, published, language,
          url, sha256, body, standfirst, captions, protected, stripped (text, rule, reason,
          confidence). For a file that cannot be read: path, error. --explain changes nothing: it
          is all there.

The exit status is 1 if a file could not be read, after all the others were.
"""
SEARCH_USAGE = """\
copydesk search QUERY ... [--in FOLDER|FILE]... [--all] [--notes] [--json] [--limit N] [--sort S]"""
SEARCH_HELP = """\
Find articles in the current folder, the best first: what holds all the words, in the text, the
headline, the byline or your notes.
"""
SEARCH_OPTIONS: dict[str, dict[str, Any]] = {
    "--in": {
        "dest": "folders",
        "action": "append",
        "default": [],
        "metavar": "FOLDER|FILE",
        "help": "search there instead; may be repeated",
    },
    "--all": {"action": "store_true", "help": "search all that was ever indexed, of any folder"},
    "--notes": {"action": "store_true", "help": "print the notes and highlights that match, too"},
    "--json": {"action": "store_true", "help": "one JSON object a line and an article"},
    "--limit": {"type": int, "metavar": "N", "help": "at most so many; without it all"},
    "--sort": {
        "metavar": "S",
        "help": "relevance, date, added, title, outlet, length, opened, notes; -date is reversed",
    },
    "--no-update": {"action": "store_true", "help": "do not look for new and changed files first"},
    "--notes-file": {"metavar": "FILE", "help": "the notes are in this file"},
}
SEARCH_NOTES = """\
The query is as in the desk's search box. It need not be quoted for the shell, but for what the
shell would change: quotation marks and parentheses. The last word may be half typed; in quotation
marks it is whole: '"vote"'. -sport refuses a word; after -- there is nothing but words.

{language}
Each article is its file, and indented under it its headline, outlet, date and byline, and a line of
text that shows why. --json has path, headline, byline, outlet, published, language, url, sha256,
words, snippet, ranges (where the words stand in it), where, state, starred, archived, tags, notes
(how many), corrected, missing, copies, error, and with --notes annotations.

The exit status is 0 if something was found, 1 if nothing was, 2 if there was trouble.
"""
RULES_HELP = """\
List the rules that you made for all articles of an outlet, or remove some of them.
"""
RULES_NOTES = """\
In the app, gX on a block strips such blocks in all articles of its outlet, and gK keeps them. A
rule goes by the words of the block, or by the label that opens it (“Read more: …”); # stands for
any number. What you restored or stripped by hand counts for more than a rule, and corrections,
editor's notes and the like are never stripped by one.

--json prints a list of objects: number, id, outlet, key, action (keep or strip), words, label
(whether the words are the label only), sample, made. In the copydesk that is opened next, u brings
back what was removed.

The exit status is 1 if a rule that should be removed is not there; then none is.
"""
DOCTOR_HELP = """\
Say what is wrong with the notes file, the search index and the settings, and what to do about it.
"""
DOCTOR_NOTES = """\
It works while copydesk is open on the same notes. --repair does what is safe: nothing that it does
can lose a word. The exit status is 1 if something needs attention, 0 if all is well.
"""
MERGE_HELP = """\
Put two notes files together that grew apart, without conflicts; the result is written to OURS.
"""
MERGE_NOTES = """\
BASE is what both came from; an empty or missing file if there is none. Of two edits of one note
the later stands, and the other is in its history. As a driver for git:

  git config merge.copydesk.driver "copydesk merge %O %A %B"
  printf "%s merge=copydesk\\n" "notes.json" "*.gz" >> .gitattributes

The exit status is 1 if a file cannot be read or is of a newer copydesk; OURS is then untouched.
"""
