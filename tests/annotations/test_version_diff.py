"""Two texts of one story compared, paragraph by paragraph and word by word."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from tui.annotations.differences import PieceKind
from tui.annotations.folding import fold
from tui.annotations.version_diff import PassageKind, TextDifferences, compare_texts

FERRY = "Ferry crews on the Orrin crossing will vote on Friday on a winter timetable."
BOATS = "The boats run every forty minutes, said Pell Havers, who has worked the ramp since 1998."
PLAN = "A second reading of the plan is due in April. The mayor called it “a fair compromise”."
ROPES = "Ropes will be checked twice a day from now on, the company wrote to its crews."


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def kinds(found: TextDifferences) -> list[str]:
    return [passage.kind.value for passage in found.passages]


def shown(found: TextDifferences) -> list[str]:
    signs = {PieceKind.SAME: "{}", PieceKind.OLD: "[-{}-]", PieceKind.NEW: "{{+{}+}}"}
    return [
        "".join(signs[piece.kind].format(piece.text) for piece in passage.pieces)
        for passage in found.passages
    ]


def test_words_that_changed_stand_beside_those_they_replace():
    found = compare_texts(text(FERRY, BOATS), text(FERRY, BOATS.replace("forty", "fifty-five")))
    assert kinds(found) == ["same", "changed"]
    assert "every [-forty-]{+fifty-five+} minutes" in shown(found)[1]
    assert (found.added, found.removed, found.changes) == (2, 1, 1)
    assert 0.9 < found.alike < 1


def test_what_was_taken_out_takes_one_of_the_blanks_around_it():
    found = compare_texts(BOATS.replace("minutes,", "minutes or so,"), BOATS)
    assert "forty minutes[- or so-], said" in shown(found)[0]
    found = compare_texts(BOATS.replace("minutes,", "long minutes,"), BOATS)
    assert "forty [-long -]minutes, said" in shown(found)[0]


def test_paragraphs_put_in_and_taken_out():
    found = compare_texts(text(FERRY, BOATS, PLAN), text(FERRY, ROPES, PLAN))
    assert kinds(found) == ["same", "removed", "added", "same"]
    assert [passage.old for passage in found.passages] == [(0, 1), (1, 2), (2, 2), (2, 3)]
    assert [passage.new for passage in found.passages] == [(0, 1), (1, 1), (1, 2), (2, 3)]
    assert kinds(compare_texts("", text(FERRY, PLAN))) == ["added", "added"]
    assert kinds(compare_texts(text(FERRY, PLAN), "\n \n")) == ["removed", "removed"]


def test_what_was_moved_is_neither_put_in_nor_taken_out():
    found = compare_texts(text(ROPES, FERRY, BOATS, PLAN), text(FERRY, BOATS, PLAN, ROPES))
    assert kinds(found) == ["moved away", "same", "same", "same", "moved here"]
    assert (found.added, found.removed, found.alike) == (0, 0, 1.0)
    assert found.changes == 2
    assert found.count(PassageKind.ADDED, PassageKind.REMOVED) == 0


def test_a_paragraph_that_was_parted_or_joined_is_the_same():
    old, new = text(FERRY + " " + BOATS, PLAN), text(FERRY, BOATS, PLAN)
    assert kinds(compare_texts(old, new)) == ["same", "same"]
    assert compare_texts(old, new).passages[0].new == (0, 2)
    assert kinds(compare_texts(new, old)) == ["same", "same"]
    edited = compare_texts(
        text(FERRY + " " + BOATS), text(FERRY, ROPES, BOATS.replace("forty", "fifty"))
    )
    assert kinds(edited) == ["changed"]
    assert "{+Ropes will" in shown(edited)[0]
    assert "[-forty-]{+fifty+}" in shown(edited)[0]


def test_typography_and_line_ends_are_no_change():
    found = compare_texts(text(FERRY, PLAN), text(FERRY.replace(" ", "\n"), PLAN.replace("“", '"')))
    assert kinds(found) == ["same", "same"]
    assert found.passages[1].pieces[0].text.count('"') == 1  # as it stands now
    assert (found.changes, found.alike) == (0, 1.0)


def test_an_edited_paragraph_is_found_beside_one_that_was_put_in():
    found = compare_texts(
        text(FERRY, BOATS, PLAN), text(FERRY.replace("Friday", "Sunday"), ROPES, BOATS[:60], PLAN)
    )
    assert kinds(found) == ["changed", "added", "changed", "same"]


def test_a_heading_is_not_taken_for_the_paragraph_that_holds_its_word():
    assert kinds(compare_texts("Ropes", ROPES)) == ["removed", "added"]
    assert kinds(compare_texts("The ropes", "The ropes!")) == ["changed"]


def test_repeated_paragraphs_keep_their_order():
    stars = "* * *"
    found = compare_texts(text(FERRY, stars, BOATS, stars, PLAN), text(FERRY, stars, PLAN, stars))
    assert kinds(found) == ["same", "same", "removed", "moved away", "same", "moved here"]
    assert found.added == 0


def test_no_words_at_all():
    assert compare_texts("", "").alike == 1.0
    assert compare_texts("", "").passages == ()
    assert compare_texts("…", "…").changes == 0


paragraphs = st.lists(
    st.lists(
        st.sampled_from(["ferry", "boat", "“pier”", "1,998", "of", "*", "船", "é", "no…", "—"]),
        min_size=1,
        max_size=12,
    ).map(" ".join),
    max_size=8,
).map("\n\n".join)


@given(paragraphs, paragraphs)
def test_both_texts_can_be_read_out_of_the_comparison(old, new):
    found = compare_texts(old, new)

    def read(without: PieceKind) -> list[str]:
        words = " ".join(
            "".join(piece.text for piece in passage.pieces if piece.kind is not without)
            for passage in found.passages
        )
        return fold(words).text.split()

    assert read(PieceKind.OLD) == fold(new).text.split()
    assert read(PieceKind.NEW) == fold(old).text.split()
    for side in ("old", "new"):
        ranges = [getattr(passage, side) for passage in found.passages]
        ends = [0, *(last for _, last in ranges)]
        assert [first for first, _ in ranges] == ends[:-1]
        assert ends[-1] == len(getattr(found, f"{side}_paragraphs"))
    assert 0 <= found.alike <= 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_two_texts_raise(old, new):
    assert compare_texts(old, old).changes == 0
    compare_texts(old, new)


def test_long_texts_take_about_a_second():
    old = [
        f"Paragraph {n} of {n * 7} tells of ropes, boats and {n % 13} crews." for n in range(9_000)
    ]
    new = [line.replace("ropes", "rigging") if n % 3 else line for n, line in enumerate(old)]
    start = time.perf_counter()
    found = compare_texts(text(*old), text(*new))
    took = time.perf_counter() - start
    assert found.changes == 6_000
    assert took < 10, took  # 1.5 s alone
