"""After any sequence of changes the index equals one that is built anew."""

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from newsroom import SUFFIXES, contents, note, noted, read_plain

from tui.library import Library, Rows, SearchIndex

NAMES = st.sampled_from(
    [b"a.txt", b"b.html", b"in/c.txt", b"in/deep/d.txt", b"\xff\x1b\n.txt", b"e_files/f.txt",
     b"e.html", b"no.pdf", b".hidden.txt"]
)  # fmt: skip
TEXTS = st.sampled_from(
    ["Ferry\nThe word", "Verry\nThe sword", "BAD", "BUG", "", "東京\n新聞 Élysée", "Ferry\nword"]
) | st.text(max_size=20)
NOTES = st.sampled_from(["", "lighthouse", "word 東京", "Ferry"])


def here(rows: Rows) -> list[Path]:
    return [row.path for row in rows if not row.missing]


class Desk(RuleBasedStateMachine):
    """Files and notes change while one index, opened and closed, follows them."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp())
        self.folder = self.base / "articles"
        self.folder.mkdir()
        self.index = SearchIndex(self.base / "index.sqlite")
        self.notes: dict[Path | str, str] = {}
        self.is_current = False
        self.round = 0

    def path(self, name: bytes) -> Path:
        return Path(os.fsdecode(os.fsencode(self.folder) + b"/" + name))

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: bytes, text: str) -> None:
        self.is_current = False
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", "replace")

    @rule(name=NAMES, other=NAMES)
    def move(self, name: bytes, other: bytes) -> None:
        self.is_current = False
        if self.path(name).exists():
            self.path(other).parent.mkdir(parents=True, exist_ok=True)
            self.path(name).replace(self.path(other))

    @rule(name=NAMES)
    def delete(self, name: bytes) -> None:
        self.is_current = False
        self.path(name).unlink(missing_ok=True)

    @rule()
    def delete_folder(self) -> None:
        self.is_current = False
        shutil.rmtree(self.folder / "in", ignore_errors=True)

    @rule(name=NAMES, text=NOTES, by_hash=st.booleans())
    def note(self, name: bytes, text: str, by_hash: bool) -> None:
        of: Path | str = self.path(name)
        if by_hash:
            row = self.index.article_at(self.path(name))
            of = row.sha256 if row and row.sha256 else of
        self.notes[of] = text
        note(self.index, of, text)

    @rule()
    def forget_all_notes_but_one(self) -> None:
        self.notes = dict(list(self.notes.items())[:1])
        self.index.set_standings([noted(*each) for each in self.notes.items()])

    @rule(stop_after=st.integers(0, 4))
    def update_in_part(self, stop_after: int) -> None:
        asked = iter(range(100))
        self.library().update(cancelled=lambda: next(asked) >= stop_after)
        self.is_current = False

    @rule()
    def update(self) -> None:
        report = self.library().update()
        assert report.notice == ""
        self.is_current = True

    @precondition(lambda self: self.is_current)
    @rule()
    def update_once_more(self) -> None:
        report = self.library().update()
        assert (report.added, report.removed) == (0, 0)

    @rule()
    def open_again(self) -> None:
        self.index.close()
        self.index = SearchIndex(self.base / "index.sqlite")
        assert self.index.notice == ""

    @invariant()
    def equals_one_built_anew(self) -> None:
        if not self.is_current:
            return
        self.round += 1
        path = self.base / f"anew{self.round}.sqlite"
        with SearchIndex(path) as anew:
            library = self.library(anew)
            library.update()
            anew.set_standings([noted(*each) for each in self.notes.items()])
            for query in ("word", "ferry", "lighthouse", "東", "-word", "e"):
                found = [sorted(here(index.rows_of(index.find(query).ids)))
                         for index in (self.index, anew)]  # fmt: skip
                assert found[0] == found[1], query
            assert here(self.index.rows()) == here(anew.rows())
        assert contents(self.base / "index.sqlite") == contents(path)

    def library(self, index: SearchIndex | None = None) -> Library:
        return Library([self.folder], index or self.index, read_plain, suffixes=SUFFIXES)

    def teardown(self) -> None:
        self.index.close()
        shutil.rmtree(self.base)


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
