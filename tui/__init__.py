"""copydesk: read saved articles offline, without the clutter, and mark them up.

An article travels in one straight line, and each step is a room of this package:

    path ─ articles.formats.read_document ─▶ Document    what the file says, nothing thrown away
         ─ boilerplate.remove_boilerplate ─▶ Verdicts    which blocks are not the article, and why
         ─ reading.lay_out                ─▶ Lines       the kept blocks at one width
         ─ ui.widgets.ReaderPane          ─▶ TextRange   what the reader selected
         ─ annotations.describe           ─▶ Annotation  two selectors, a body, a target
         ─ annotations.AnnotationStore    ─▶ TinyDB      on disk, safely

`session.OpenArticle` chains the stages; `library` finds articles, `exchange` trades notes with
other tools, `cli` is the command line. Importing this package imports nothing else.
"""

__version__ = "0.1.0"
