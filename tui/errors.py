"""The one family of errors that a person may see."""


class CopydeskError(Exception):
    """Something went wrong that the reader can be told in one sentence.

    `str(error)` is that sentence: plain text, safe to draw, saying what happened and, where
    there is something to do, what to do. The screen shows it as a notice; the command line
    prints it as one line on standard error and exits non-zero.
    """


class ArticleError(CopydeskError):
    """A file cannot be read as an article."""


class NotesError(CopydeskError):
    """The notes file cannot be read or written."""


class SearchIndexError(CopydeskError):
    """The search index cannot be used. It is a cache: deleting it loses nothing."""


class SettingsError(CopydeskError):
    """The settings file says something that copydesk does not understand."""
