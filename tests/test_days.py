"""A day is read as people print it, day first, and as programs write it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qa_checks import days
from qa_checks.errors import ReleaseError
from qa_checks.release_file import read_release


@pytest.mark.parametrize(
    "text",
    ["2023-03-31", "31/03/2023", "31/3/2023", "31 March 2023", "31st March 2023",
     "31st of March 2023", "31 Mar 2023",
     "31 Mar. 2023", "31-Mar-2023", "31.03.2023", "31-03-2023", "31 MARCH, 2023",
     " 31  march 2023 "],
)  # fmt: skip
def test_a_day_as_it_is_printed(text: str) -> None:
    assert days.read_day(text) == dt.date(2023, 3, 31)


@pytest.mark.parametrize(
    ("day", "later"),
    [("2021-08-31", "2022-08-31"), ("2024-02-29", "2025-02-28"), ("9999-01-01", "9999-12-31")],
)
def test_a_year_later(day: str, later: str) -> None:
    assert days.a_year_after(dt.date.fromisoformat(day)) == dt.date.fromisoformat(later)


@pytest.mark.parametrize(
    "text",
    ["", "03/31/2023", "31/03/23", "31/03", "March 2023", "31 Marsh 2023", "2023/03/31",
     "31.03..2023", "2023-3-31", "31/02/2023", "2023-02-30", "20230331", "31 0 2023",
     "2023-03-31T00:00:00"],
)  # fmt: skip
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        days.read_day(text)


@pytest.mark.parametrize(
    "text", ["2022-04-01..2023-03-31", "01/04/2022..31/03/2023", "1 April 2022 to 31 March 2023"]
)
def test_a_period_as_it_is_printed(text: str) -> None:
    assert days.read_span(text) == (dt.date(2022, 4, 1), dt.date(2023, 3, 31))


@pytest.mark.parametrize("text", ["2022-04-01", "a..b", "01/04/2022..31/03/2023..", ""])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        days.read_span(text)


def test_release_yml_may_say_dates_as_they_are_printed(tmp_path: Path) -> None:
    path = tmp_path / "release.yml"
    text = (
        "release: a\ntitle: A\nas_at: 31/03/2023\n"
        "period: {start: 1 April 2022, end: 2023-03-31}\nfiles: [{path: a.csv}]\n"
    )
    path.write_text(text)
    facts = read_release(path).facts
    assert (facts.as_at, facts.period_start, facts.period_end) == (
        dt.date(2023, 3, 31), dt.date(2022, 4, 1), dt.date(2023, 3, 31),
    )  # fmt: skip
    path.write_text(text.replace("31/03/2023", "03/31/2023"))
    with pytest.raises(ReleaseError) as refused:
        read_release(path)
    assert str(refused.value) == (
        f"{path}:3: 'as_at': '03/31/2023' is not a date. "
        "Write it as 2021-08-31, 31/08/2021 or 31 August 2021."
    )
