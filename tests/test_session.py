"""A session: an article on the desk with what was noted on it, before and after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tui.annotations import Annotation, describe
from tui.articles.document import TextRange
from tui.boilerplate import fingerprints
from tui.boilerplate.outlet import OutletRule
from tui.boilerplate.outlet_rules import outlet_words
from tui.config import Paths, Settings
from tui.errors import ArticleError
from tui.session import OpenArticle, Session

FIRST = "The weir at Osk was opened at dawn, an hour before the water reached the upper lock."
SECOND = "Nobody was hurt. The lock keeper, Wenna Pike, had moved the boats the evening before."
PROMO = "Subscribe to our newsletter for the latest news."


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    home = tmp_path / "home"
    return Paths(home / "config.toml", home / "notes.json", home / "index.sqlite", home / "state")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "weir.md"
    path.write_text(f"# Weir opened in time\n\n{FIRST}\n\n{PROMO}\n\n{SECOND}\n", "utf-8")
    return path


def note_on(opened: OpenArticle, words: str, **facts) -> Annotation:
    start = opened.document.text.index(words)
    target = describe(opened.document, TextRange(start, start + len(words)), source="file:///weir")
    return Annotation.make([target], article=opened.record.id, **facts)


def words_of(opened: OpenArticle) -> list[str]:
    text = opened.document.text
    return [text[p.start : p.end] for placed in opened.annotations for p in placed.ranges]


def test_nothing_is_made_before_it_is_asked_for(article: Path, paths: Paths):
    with Session([article], paths, Settings()) as session:
        document, verdicts = session.read(article)
        assert SECOND in verdicts.body
        assert PROMO in document.text
        assert PROMO not in verdicts.body
    assert not paths.notes.parent.exists()


def test_notes_are_there_in_the_next_session_in_text_order(article: Path, paths: Paths):
    with Session([article], paths, Settings()) as session:
        opened = session.open(article)
        assert opened.annotations == ()
        for words in ("Wenna Pike", "upper lock", "at dawn"):
            session.notes.add(note_on(opened, words, note=f"on {words}"), opened.document)
    with Session([article], paths, Settings()) as session:
        opened = session.open(article)
        assert words_of(opened) == ["at dawn", "upper lock", "Wenna Pike"]
        assert all(placed.saved for placed in opened.annotations)
        assert [placed.start for placed in opened.annotations] == sorted(
            opened.document.text.index(words) for words in words_of(opened)
        )


def test_notes_follow_their_words_in_a_changed_file(article: Path, paths: Paths):
    with Session([article], paths, Settings()) as session:
        opened = session.open(article)
        session.notes.add(note_on(opened, "Wenna Pike"), opened.document)
        session.notes.opened(opened.document)
    text = article.read_text("utf-8")
    article.write_text(text.replace("# Weir opened in time", "# Weir opened just in time"), "utf-8")
    with Session([article], paths, Settings()) as session:
        opened = session.open(article)
        assert words_of(opened) == ["Wenna Pike"]


def test_altered_words_are_known_and_found_through_the_old_text(article: Path, paths: Paths):
    with Session([article], paths, Settings()) as session:
        opened = session.open(article)
        session.notes.add(note_on(opened, FIRST), opened.document)
        session.notes.add(note_on(opened, "Wenna Pike"), opened.document)
        session.notes.opened(opened.document)
    text = article.read_text("utf-8").replace("at dawn, an hour", "in the dark, two hours")
    article.write_text(text, "utf-8")
    with Session([article], paths, Settings()) as session:
        opened = session.open(article)
        changed, moved = opened.annotations
        assert (changed.state, moved.state) == ("changed", "moved")
        assert changed.altered == (FIRST.replace("at dawn, an hour", "in the dark, two hours"),)
        assert moved.altered == ("",)
        again = opened.with_annotations([placed.annotation for placed in opened.annotations])
        assert again.annotations == opened.annotations
        assert opened.placing.candidates(changed.annotation.targets[0], 5)[0] == changed.anchors[0]


def test_an_orphan_keeps_its_place_in_the_order(article: Path, paths: Paths):
    with Session([article], paths, Settings()) as session:
        opened = session.open(article)
        session.notes.add(note_on(opened, FIRST), opened.document)
        session.notes.opened(opened.document)
    article.write_text(f"# Weir opened in time\n\n{SECOND}\n", "utf-8")
    with Session([article], paths, Settings()) as session:
        [placed] = session.open(article).annotations
        assert placed.ranges == ()
        assert placed.start >= 0
        assert placed.annotation.quote == FIRST


def test_what_is_not_saved_stands_in_place_of_what_is(article: Path, paths: Paths):
    with Session([article], paths, Settings()) as session:
        opened = session.open(article)
        saved = session.notes.add(note_on(opened, "at dawn", note="old"), opened.document)
        changed = saved.edited(note="new")
        other = note_on(opened, "Wenna Pike")
        elsewhere = replace(note_on(opened, "upper lock"), article="another")
        opened = session.open(article, [changed, other, elsewhere])
        assert [(p.annotation.note, p.saved) for p in opened.annotations] == [
            ("new", False),
            ("", False),
        ]
        opened = opened.with_annotations([saved])
        assert [(p.annotation.note, p.saved) for p in opened.annotations] == [("old", True)]


def test_a_restored_block_is_in_the_article_and_stays(article: Path, paths: Paths):
    with Session([article], paths, Settings()) as session:
        opened = session.open(article)
        names = fingerprints(opened.document)
        [stripped] = [block.index for block, verdict in opened.verdicts if not verdict.keep]
        overrides = opened.record.overrides.restore(names[stripped])
        record = replace(opened.record, overrides=overrides)
        assert PROMO in opened.with_record(record).verdicts.body
        session.notes.save_article(record)
        assert PROMO not in session.read(article)[1].body
        assert PROMO in session.read(article, overrides)[1].body
    with Session([article], paths, Settings()) as session:
        assert PROMO in session.open(article).verdicts.body


def test_a_record_with_the_same_decisions_keeps_the_verdicts(article: Path, paths: Paths):
    with Session([article], paths, Settings()) as session:
        opened = session.open(article)
        moved = opened.with_record(replace(opened.record, position=12))
        assert moved.verdicts is opened.verdicts
        assert moved.record.position == 12


def test_the_outlets_rules_count_when_opening_and_follow_changes(article: Path, paths: Paths):
    article.write_text(f"---\noutlet: The Osk Post\n---\n\n{FIRST}\n\n{SECOND}\n\n{PROMO}\n")
    with Session([article], paths, Settings()) as session:
        plain = session.open(article)
        words = outlet_words(SECOND)
        rule = OutletRule("the osk post", False, words, name="The Osk Post")
        session.notes.save_outlet_rule(rule)
        session.notes.save_outlet_rule(OutletRule("another paper", False, outlet_words(FIRST)))
        opened = session.open(article)
        assert opened.habits.rules == (rule,)
        assert SECOND not in opened.verdicts.body
        assert FIRST in opened.verdicts.body
        assert SECOND in session.read(article)[1].body
        followed = plain.with_record(plain.record, session.notes.rules_of("the osk post"))
        assert followed.verdicts == opened.verdicts
        [second] = [b.index for b, _ in opened.verdicts if b.text == SECOND]
        overrides = opened.record.overrides.restore(fingerprints(opened.document)[second])
        restored = opened.with_record(replace(opened.record, overrides=overrides))
        assert SECOND in restored.verdicts.body
        assert SECOND in opened.with_record(opened.record, ()).verdicts.body
        assert opened.with_record(opened.record, opened.habits.rules).verdicts is opened.verdicts


@pytest.mark.parametrize("kind", ["missing", "binary", "empty", "folder", "large"])
def test_what_is_no_article_is_told_and_the_session_goes_on(
    article: Path, paths: Paths, tmp_path: Path, kind: str
):
    bad = tmp_path / "bad.txt"
    if kind == "binary":
        bad.write_bytes(bytes(range(256)) * 20)
    elif kind == "empty":
        bad.write_bytes(b"")
    elif kind == "folder":
        bad.mkdir()
    elif kind == "large":
        bad.write_bytes(b"a word " * 1000)
    with Session([tmp_path], paths, Settings(largest_file=5000)) as session:
        with pytest.raises(ArticleError) as caught:
            session.open(bad)
        assert str(caught.value).endswith(".")
        assert "\n" not in str(caught.value)
        assert session.open(article).document.text


def test_a_damaged_notes_file_does_not_keep_an_article_from_opening(article: Path, paths: Paths):
    paths.notes.parent.mkdir()
    paths.notes.write_text('{"annotations": {"1": ', "utf-8")
    with Session([article], paths, Settings()) as session:
        assert session.open(article).document.text
        assert session.notes.notices
    assert [path for path in paths.notes.parent.iterdir() if path.is_file()]


def test_the_library_knows_the_articles_under_the_roots(article: Path, paths: Paths):
    with Session([article.parent], paths, Settings()) as session:
        session.library.update(lambda done, total: None, lambda: False)
        assert [row.path for row in session.library.rows()] == [article]
        assert session.library.find("weir")


def test_closing_twice_is_harmless(article: Path, paths: Paths):
    session = Session([article], paths, Settings())
    session.open(article)
    session.close()
    session.close()
