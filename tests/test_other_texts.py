"""What an article said at other times: kept by the session, found again, told from blanks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tui.annotations import version as version_module
from tui.config import Paths, Settings
from tui.errors import ArticleError, NotesError
from tui.session import Session

TEXT = "# Weir opened in time\n\nThe weir at Osk was opened at dawn.\n\nNobody was hurt.\n"


@dataclass(frozen=True)
class Before:
    path: bytes
    text: str
    seen: str = "2026-01-01T00:00:00+00:00"
    sha256: str = "ab" * 32
    url: str = "https://gazette.example/weir"
    headline: str = "Weir opened"
    byline: str = "Wenna Pike"
    outlet: str = "The Gazette"
    published: str = "2026-01-01"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "weir [b]\udcff.md"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def session(article: Path, tmp_path: Path):
    home = tmp_path / "home"
    paths = Paths(home / "config.toml", home / "notes.json", home / "index.sqlite", home / "state")
    with Session([article], paths, Settings()) as session:
        yield session


def before(article: Path, text: str, **facts: str) -> Before:
    return Before(str(article).encode("utf-8", "surrogateescape"), text, **facts)


def test_what_a_changed_file_said_is_kept_beside_the_notes(session, article, monkeypatch):
    moments = iter(("2026-01-02T00:00:00.000Z", "2026-01-03T00:00:00.000Z"))
    monkeypatch.setattr("tui.other_texts.now", lambda: next(moments))
    session.keep_versions([before(article, "The weir is shut.")])
    session.keep_versions([before(article, "The weir will be opened.")])
    later, first = session.other_texts.versions_of(article)
    assert session.versions.folder == session.paths.notes.with_name("notes.json.versions")
    assert (first.text, later.text) == ("The weir is shut.", "The weir will be opened.")
    assert first.headline == "Weir opened"
    assert (first.seen, first.replaced) == ("2026-01-01T00:00:00+00:00", "2026-01-02T00:00:00.000Z")
    # The index tells when the file came; what it said then was replaced at the first change.
    assert (later.seen, later.replaced) == (first.replaced, "2026-01-03T00:00:00.000Z")
    assert session.other_texts.versions_of(Path("/b.md"), "https://gazette.example/weir?gclid=1")
    assert session.other_texts.versions_of(Path("/b.md")) == ()


def test_the_present_text_is_the_kept_one(session, article):
    present = session.other_texts.present(article)
    assert present.text == "The weir at Osk was opened at dawn.\n\nNobody was hurt."
    assert present.headline == "Weir opened in time"
    assert present.sha256
    article.unlink()
    with pytest.raises(ArticleError):
        session.other_texts.present(article)


def test_no_room_is_told_in_a_sentence(session, article, monkeypatch):
    def full(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tui.annotations.versions.make_folder", full)
    with pytest.raises(NotesError, match="No space left"):
        session.keep_versions([before(article, "The weir is shut.")])
    session.keep_versions([])


def test_an_address_that_is_a_front_page_is_no_articles(session, article):
    session.keep_versions([before(article, "The weir is shut.", url="https://gazette.example")])
    assert session.other_texts.versions_of(Path("/b.md"), "https://gazette.example/") == ()
    assert version_module.address_hash("https://gazette.example/?p=3") != "-"
