"""What the commands say of themselves: their --help, before the options and after them."""

from __future__ import annotations

DESK_HELP = """\
Open saved articles on a desk in the terminal: read them without the clutter, mark them up.
"""
DESK_NOTES = """\
copydesk read FILE ... prints articles instead; see: copydesk read --help
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
