"""`check` takes the date and the period that titles state, and says so."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qa_checks.model.checks import State
from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.model.report import Report
from qa_checks.reading.contents import File
from qa_checks.release import InputFile
from tests.small_catalogue import HEADER, outcome, rule, run_on, sheet_of, write_catalogue

ROW = ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"]
RULES = [
    rule(1, require="day <= $as_at"),
    rule(2, require="day >= $period_start AND day <= $period_end"),
    rule(3, require="day >= $previous_as_at"),
]


def titled(title: str, name: str = "a.csv", role: Role = Role.RELEASE) -> InputFile:
    sheet = sheet_of([[title], HEADER, ROW])
    return InputFile(Path(name), name, role=role, opened=File(Path(name), "0" * 64, 1, (sheet,)))


def ran(folder: Path, *files: InputFile, facts: ReleaseFacts | None = None, **more: bool) -> Report:
    return run_on(write_catalogue(folder, RULES), *files, facts=facts, **more)


def test_a_date_and_a_period_in_titles_are_used(tmp_path: Path) -> None:
    report = ran(
        tmp_path,
        titled("Visits as at 31 May 2022"),
        titled("Visits in year 2022-23", "b.csv"),
        titled("Visits at 31 March 2022", "old.csv", Role.PREVIOUS),
    )
    assert report.release == ReleaseFacts(
        "test", "Test", dt.date(2022, 5, 31), dt.date(2022, 4, 1), dt.date(2023, 3, 31)
    )
    assert report.notes == (
        "As at 31/05/2022, as the title of a.csv says.",
        "Period 01/04/2022 to 31/03/2023, as the title of b.csv says.",
        "Previous release: as at 31/03/2022, as the title of old.csv says.",
    )
    assert {outcome(report, f"ABC00{n}").state for n in (1, 2, 3)} == {State.PASSED}


def test_what_is_given_stands(tmp_path: Path) -> None:
    facts = ReleaseFacts("test", "Test", as_at=dt.date(2022, 5, 1))
    report = ran(tmp_path, titled("Visits as at 31 May 2022"), facts=facts)
    assert (report.release, report.notes) == (facts, ())
    assert outcome(report, "ABC001").state is State.FAILED


def test_titles_that_contradict_each_other_say_nothing(tmp_path: Path) -> None:
    report = ran(
        tmp_path, titled("Visits as at 31 May 2022"), titled("Visits as at 31 May 2023", "b.csv")
    )
    assert report.release.as_at is None
    assert report.notes == (
        "The titles give more than one as-at date, 31/05/2022 and 31/05/2023: "
        "--as-at says which.",
    )  # fmt: skip
    assert outcome(report, "ABC001").reason == "no reference date (give --as-at)"


def test_a_release_yml_says_its_date_itself(tmp_path: Path) -> None:
    report = ran(tmp_path, titled("Visits as at 31 May 2022"), strict=True)
    assert (report.release.as_at, report.notes) == (None, ())
    assert outcome(report, "ABC001").required


@pytest.mark.parametrize(
    "title",
    [
        "Visits",
        "Visits of 31 May 2022",
        "Visits as at 31 June 2022",
        "Visits, April 2020 to March 0000",
    ],
)
def test_no_date_is_read_into_other_titles(tmp_path: Path, title: str) -> None:
    report = ran(tmp_path, titled(title))
    assert (report.release.as_at, report.notes) == (None, ())


@pytest.mark.parametrize(
    ("months", "last"),
    [
        ("October 2023 to February 2024", "29/02/2024"),
        ("October 2022 to February 2023", "28/02/2023"),
        ("April to September 2023", "30/09/2023"),
        ("October to December 9999", "31/12/9999"),
    ],
)
def test_a_period_of_months_ends_with_the_last_of_them(
    tmp_path: Path, months: str, last: str
) -> None:
    [note] = ran(tmp_path, titled(f"Visits, {months}")).notes
    assert note.endswith(f" to {last}, as the title of a.csv says.")
