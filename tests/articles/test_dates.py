from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.bylines import parse_byline, parse_name_and_role, split_trailing_date
from tui.articles.dates import parse_date_line, parse_machine_date


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("February 3, 2026 · 11:32 AM", "2026-02-03T11:32"),
        ("3 February 2026", "2026-02-03"),
        ("Friday, December 19, 2025", "2025-12-19"),
        ("Published 2:05 pm EST, Wednesday, November 20, 2019", "2019-11-20T14:05-05:00"),
        ("Feb. 3rd, 2026, 12:05 a.m.", "2026-02-03T00:05"),
        ("20 Nov 2019 6 min read", "2019-11-20"),
        ("3. Februar 2026, 14.30 Uhr", "2026-02-03T14:30"),
        ("Den 3 februari 2026 kl. 14.30", "2026-02-03T14:30"),
        ("Publié le 3 février 2026 à 11h32", "2026-02-03T11:32"),
        ("3 de febrero de 2026", "2026-02-03"),
        ("3 lutego 2026", "2026-02-03"),
        ("3 февраля 2026 г., 11:32", "2026-02-03T11:32"),
        ("2026年2月3日 11:32", "2026-02-03T11:32"),
        ("2026년 2월 3일", "2026-02-03"),
        ("2026-02-03T11:32:00+0100", "2026-02-03T11:32:00+01:00"),
        ("14:05 UTC+2, 3 February 2026", "2026-02-03T14:05+02:00"),
        ("Feb 3, 2026, 11:32 ET", "2026-02-03T11:32"),  # ET is two offsets: none is chosen
        ("13/04/2026", "2026-04-13"),
        ("04/13/2026", "2026-04-13"),
        ("13.4.2026", "2026-04-13"),
    ],
)
def test_lines_that_state_a_date(line: str, iso: str) -> None:
    stated = parse_date_line(line)
    assert stated is not None
    assert (stated.iso, stated.updated) == (iso, False)


@pytest.mark.parametrize(
    "line",
    [
        "03/04/2026",  # two dates
        "31 February 2026",
        "Meeting on 3 April 2026",
        "The council met on 3 April 2026.",
        "3 April 2026 25:99",
        "Wednesday",
        "April 2026",
        "1,234 people in 2026",
        "",
        "3 April 2026" * 40,
    ],
)
def test_lines_that_state_none(line: str) -> None:
    assert parse_date_line(line) is None


def test_the_date_of_a_later_version_is_told_apart() -> None:
    updated = parse_date_line("Updated 1:39 am EST, Wednesday, November 20, 2019")
    assert updated is not None
    assert updated.updated
    both = parse_date_line("Last updated: 4 Feb 2026 | Published: 3 Feb 2026")
    assert both is not None
    assert (both.iso, both.updated) == ("2026-02-03", False)


def test_dates_in_metadata() -> None:
    assert parse_machine_date("2026-02-03T11:32:00.123Z") == "2026-02-03T11:32:00Z"
    assert parse_machine_date("Tue, 03 Feb 2026 11:32:00 GMT") == "2026-02-03T11:32:00+00:00"
    assert parse_machine_date("2026-13-45") == ""
    assert parse_machine_date("yesterday") == ""


@given(st.text(alphabet="0123456789:/-. ,APMapm|Tz+年月日fébruy", max_size=130))
def test_whatever_a_line_says_the_answer_is_a_date_or_nothing(line: str) -> None:
    stated = parse_date_line(line)
    if stated is not None:
        assert len(stated.iso) >= 10
        assert parse_machine_date(stated.iso) == stated.iso


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee", "Ann Lee"),
        ("by ANN LEE and Tom O’Roe", "ANN LEE and Tom O’Roe"),
        ("By Ann Lee, Health Editor", "Ann Lee"),
        ("By Ann Lee in Warsaw and Tom Roe in Kyiv", "Ann Lee and Tom Roe"),
        ("Von Friederike von der Ohlsen", "Friederike von der Ohlsen"),
        ("Par Élodie Marchand", "Élodie Marchand"),
        ("Av Åsa Öberg", "Åsa Öberg"),
        ("Author: Ines Calloway", "Ines Calloway"),
        ("Interview by Lotte Amberley | Tideline | March 1, 2026", "Lotte Amberley"),
        ("by dharm", "dharm"),
    ],
)
def test_lines_that_name_an_author(line: str, names: str) -> None:
    stated = parse_byline(line)
    assert stated is not None
    assert stated.names == names


@pytest.mark.parametrize(
    "line",
    [
        "By the time the bridge opened it was too late",
        "By clicking here you agree",
        "Por la tarde llegó la lluvia",
        "Text that goes on",
        "Byelection in Harrow Vale",
        "By 2030 Half of All Cars",
        "By Ann Lee. She has covered the courts for years.",
    ],
)
def test_lines_that_name_none(line: str) -> None:
    assert parse_byline(line) is None


def test_a_byline_with_its_date() -> None:
    stated = parse_byline("By Regan Dale December 6, 2017")
    assert stated is not None
    assert (stated.names, stated.published) == ("Regan Dale", "2017-12-06")
    assert split_trailing_date("The Skarrow Weekly, Friday, December 19, 2025") == (
        "The Skarrow Weekly",
        "2025-12-19",
    )
    role = parse_name_and_role("Rafe Tollander, local democracy reporter")
    assert role is not None
    assert role.names == "Rafe Tollander"
    assert parse_name_and_role("Bread, butter and a reporter") is None
