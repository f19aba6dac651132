"""A shortened number is named whole where another file or sheet of the release has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.model.inputs import Role
from qa_checks.release import InputFile
from tests.small_catalogue import TABLE, outcome, run_on, visits, write_catalogue

DAY, LATER = "10/05/2022", "11/05/2022"
SHORT = (
    "Score of 7 is written as {}: a spreadsheet has shortened the number, and its last digits are "
    "lost"
)


def message(
    folder: Path, *others: InputFile, written: str = "1.02E+07", hidden: bool = False
) -> str:
    score = {**TABLE["columns"]["score"], "type": "identifier", "sensitive": hidden}
    columns = {**TABLE["columns"], "score": score}
    write_catalogue(folder, table={**TABLE, "unit": "visit", "columns": columns})
    own = visits(["6", DAY, "Full", "10203049"], ["7", DAY, "Full", written])
    [finding] = outcome(run_on(folder, own, *others), "STR016").findings
    assert finding.row == 3
    return finding.message


def year(*rows: list[str], name: str = "data/year.csv", role: Role = Role.RELEASE) -> InputFile:
    return visits(*rows, name=name, role=role)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1.02E+07", "10203040"),
        ("1.02e7", "10203040"),
        ("1.02E+07", "10299999"),  # cut off
        ("1.03E+07", "10250001"),  # rounded
        ("5E+07", "50074475"),
    ],
)
def test_the_whole_number_is_named_with_its_place(
    tmp_path: Path, written: str, number: str
) -> None:
    other = year(["8", DAY, "Full", "10203041"], ["7", DAY, "Full", number])
    assert message(tmp_path, other, written=written) == (
        f"{SHORT.format(written)}; data/year.csv, row 3 has {number}."
    )


def test_two_files_with_the_same_number_are_one_answer(tmp_path: Path) -> None:
    row = ["7", DAY, "Full", "10203040"]
    assert message(tmp_path, year(row), year(row, name="data/month.csv")) == (
        f"{SHORT.format('1.02E+07')}; data/year.csv, row 2 has 10203040."
    )


@pytest.mark.parametrize(
    "rows",
    [
        [["7", LATER, "Full", "10203040"]],
        [["8", DAY, "Full", "10203040"]],
        [["7", "", "Full", "10203040"]],
        [["7", DAY, "Full", "10203040"], ["7", DAY, "Full", "10203041"]],
        [["7", DAY, "Full", "10304050"]],
        [["7", DAY, "Full", "1020304"]],
        [["7", DAY, "Full", "102030405"]],
        [["7", DAY, "Full", "1020304X"]],
        [["7", DAY, "Full", ""]],
    ],
    ids=["day", "visit", "no day", "two numbers", "digits", "short", "long", "letter", "blank"],
)
def test_nothing_is_named_where_no_single_number_fits(
    tmp_path: Path, rows: list[list[str]]
) -> None:
    assert message(tmp_path, year(*rows)) == f"{SHORT.format('1.02E+07')}."


def test_two_files_that_differ_name_nothing(tmp_path: Path) -> None:
    first = year(["7", DAY, "Full", "10203040"])
    second = year(["7", DAY, "Full", "10203041"], name="data/month.csv")
    assert message(tmp_path, first, second) == f"{SHORT.format('1.02E+07')}."


def test_the_previous_release_is_not_asked(tmp_path: Path) -> None:
    before = year(["7", DAY, "Full", "10203040"], role=Role.PREVIOUS)
    assert message(tmp_path, before) == f"{SHORT.format('1.02E+07')}."


def test_an_exponent_beyond_all_numbers_is_no_fault_of_the_program(tmp_path: Path) -> None:
    written = "1.02E+99999999999"
    other = year(["7", DAY, "Full", "10203040"])
    assert message(tmp_path, other, written=written) == f"{SHORT.format(written)}."


def test_a_sensitive_number_is_never_named(tmp_path: Path) -> None:
    words = message(tmp_path, year(["7", DAY, "Full", "10203040"]), hidden=True)
    assert "10203040" not in words
    assert "data/year.csv" not in words
