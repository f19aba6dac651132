"""Rows at fault as CSV: all published columns, masked where reports mask, nothing calculated."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook

from qa_checks.catalogue import load
from qa_checks.errors import InputError
from qa_checks.exports import row_files
from qa_checks.exports.row_files import FailingRows
from qa_checks.model.inputs import Role
from qa_checks.release import InputFile
from tests.cli.running import Ended, listing, qa_checks
from tests.small_catalogue import LAYOUT, TABLE, rule, run_on, write_catalogue

HEADER = "Number,Day,Kind,Score,Share,Open,Person,Remarks,Telephone"
TOO_LOW = rule(1, require="score > 3", message="Visit {number}: score {score}.")
NO_KIND = rule(2, require="kind <> 'Short'", masked=["kind"], message="Visit {number}: {kind}.")
LAYOUT_TOO = {**LAYOUT, "ignored": ["Remarks"]}
LEAD = ["File", "Sheet", "Row", "What is wrong"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_catalogue(tmp_path / "catalogue", [TOO_LOW], layout=LAYOUT_TOO)
    return tmp_path


def write_text(folder: Path, *lines: str, name: str = "visits.csv") -> InputFile:
    path = folder / name
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return InputFile(path, name)


def collect(folder: Path, *files: InputFile, **options: Any) -> dict[str, FailingRows]:
    catalogue = folder / "catalogue"
    report = run_on(catalogue, *files, **options)
    return {rows.check: rows for rows in row_files.collect(report, files, load(catalogue))}


def check(folder: Path, *words: str) -> Ended:
    return qa_checks("check", *words, "--catalogue", "catalogue", "--no-files", cwd=folder)


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_a_row_has_every_column_of_its_file_as_it_was_written(folder: Path) -> None:
    file = write_text(
        folder,
        "1,2022-05-11,Full,5,0.5,Yes,,,",
        '2,31/02/2022,whole,1,,No,,"two\nlines",0114',
        "3,2022-05-13,Full,2,,,,,",
    )
    rows = collect(folder, file)
    assert rows["ABC001"].header == (*LEAD, *HEADER.split(","))
    assert rows["ABC001"].lines == (
        ("visits.csv", "", "3", "Visit 2: score 1.",
         "2", "31/02/2022", "whole", "1", "", "No", "", "two\nlines", "0114"),
        ("visits.csv", "", "4", "Visit 3: score 2.", "3", "2022-05-13", "Full", "2", *[""] * 5),
    )  # fmt: skip
    assert [line[2] for line in rows["visits.day.type"].lines] == ["3"]


def test_what_reports_mask_is_masked_in_the_rows_of_every_check(folder: Path) -> None:
    write_catalogue(folder / "catalogue", [TOO_LOW, NO_KIND], layout=LAYOUT_TOO)
    rows = collect(folder, write_text(folder, "1,2022-05-11,Short,1,,,Ann,,"))
    masked = ("1", "2022-05-11", "[masked]", "1", "", "", "[masked]", "", "")
    assert rows["ABC001"].lines == (("visits.csv", "", "2", "Visit 1: score 1.", *masked),)
    assert rows["ABC002"].lines == (("visits.csv", "", "2", "Visit 1: [masked].", *masked),)


def test_a_masked_text_is_shown_under_no_header_and_in_no_row(folder: Path) -> None:
    write_catalogue(folder / "catalogue", [TOO_LOW, NO_KIND], layout=LAYOUT_TOO)
    file = write_text(
        folder,
        "1,2022-05-11,Short,1,,,Annabel,Ring the bell,0114",
        '2,2022-05-12,Full,1,,,,"Ask ANNA-BEL, twice",0115',
        "3,2022-05-13,Full,1,,,,Ask Bert,0116",
    )
    lines = collect(folder, file)["ABC001"].lines
    assert [line[-3:] for line in lines] == [
        ("[masked]", "[masked]", "[masked]"),  # of a finding that does not show a value of it
        ("", "[masked]", "0115"),
        ("", "Ask Bert", "0116"),
    ]


def test_in_a_row_that_is_shifted_all_is_masked_from_the_first_masked_column_on(
    folder: Path,
) -> None:
    rows = collect(folder, write_text(folder, "1,2022-05-11,Full,1,,,Hill, Ann,,0114"))
    assert rows["STR008"].header[-1] == "column 10"
    assert rows["STR008"].lines[0][4:] == (
        "1", "2022-05-11", "Full", "1", "", "", "[masked]", "[masked]", "", "[masked]"
    )  # fmt: skip


SHOWN = {
    "=1+1": "'=1+1",
    "+44 114 496": "'+44 114 496",
    "-2+3": "'-2+3",
    "@SUM(A1)": "'@SUM(A1)",
    " \t=1+1": "' \t=1+1",
    "\uff1d1+1": "'\uff1d1+1",
    "-": "'-",
    "-5": "-5",
    "+0.25": "+0.25",
    "a=1": "a=1",
    "'=1": "'=1",
}


def test_no_cell_acts_as_a_formula(folder: Path) -> None:
    lines = [f'{number},2022-05-11,Full,1,,,,"{written}",' for number, written in enumerate(SHOWN)]
    rows = collect(folder, write_text(folder, *lines))
    row_files.write(list(rows.values()), folder)
    assert [line[-2] for line in read(folder / "ABC001.csv")[1:]] == list(SHOWN.values())


def test_headers_cannot_act_as_formulas_and_each_has_a_name_of_its_own(folder: Path) -> None:
    path = folder / "visits.csv"
    path.write_text(
        "Number,Score,Kind,Day,Share,Open,=A1,Row,,=A1\n1,1,,,,,a,b,c,d\n", encoding="utf-8"
    )
    rows = collect(folder, InputFile(path, "visits.csv"))
    row_files.write(list(rows.values()), folder)
    known = ["Number", "Score", "Kind", "Day", "Share", "Open"]
    assert read(folder / "ABC001.csv") == [
        [*LEAD, *known, "'=A1", "Row (column 8)", "column 9", "'=A1 (column 10)"],
        ["visits.csv", "", "2", "Visit 1: score 1.", "1", "1", *[""] * 4, *"abcd"],
    ]


def test_several_files_stand_below_each_other_under_all_of_their_headers(folder: Path) -> None:
    first = write_text(folder, "1,2022-05-11,Full,1,,,,note,", name="a.csv")
    path = folder / "b.csv"
    path.write_text("Score,Number,Day,Extra\n2,7,2022-05-11,more\n", encoding="utf-8")
    rows = collect(folder, first, InputFile(path, "b.csv"))["ABC001"]
    assert rows.header == (*LEAD, *HEADER.split(","), "Extra")
    assert [line[0] for line in rows.lines] == ["a.csv", "b.csv"]
    named = dict(zip(rows.header, rows.lines[1], strict=True))
    assert [named[header] for header in ("Number", "Score", "Extra")] == ["7", "2", "more"]
    assert named["Kind"] == ""


def test_workbooks_and_parquet_give_the_same_rows(folder: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Visits"
    for line in (["Title of the table"], ["Number", "Score", "Remarks"], ["1", 1, "=x"], ["2", 9]):
        sheet.append(line)
    sheet["C3"].data_type = "s"
    book.save(folder / "visits.xlsx")
    duckdb.execute(
        "COPY (SELECT * FROM (VALUES ('8', 9, NULL), ('9', 1, 'y')) "
        f"AS t(Number, Score, Remarks)) TO '{folder}/visits.parquet' (FORMAT parquet)"
    )
    files = [InputFile(folder / name, name) for name in ("visits.xlsx", "visits.parquet")]
    assert collect(folder, *files)["ABC001"].lines == (
        ("visits.xlsx", "Visits", "3", "Visit 1: score 1.", "1", "1", "=x"),
        ("visits.parquet", "", "3", "Visit 9: score 1.", "9", "1", "y"),
    )


def test_a_file_that_was_changed_since_it_was_checked_is_refused(folder: Path) -> None:
    file = write_text(folder, "1,2022-05-11,Full,1,,,,,")
    report = run_on(folder / "catalogue", file)
    write_text(folder, "1,2022-05-11,Full,9,,,,,")
    with pytest.raises(InputError, match="The file was changed while it was checked"):
        row_files.collect(report, [file], load(folder / "catalogue"))


def test_a_file_of_the_previous_release_is_told_apart(folder: Path) -> None:
    table = {**TABLE, "key": ["number"]}
    gone = rule(
        1,
        require=None,
        query="SELECT p.* FROM previous.visits AS p WHERE p.number NOT IN "
        "(SELECT number FROM visits WHERE number IS NOT NULL)",
        message="Visit {number} is gone.",
        examples={
            "valid": [{"rows": {"visits": [{}], "previous.visits": [{}]}}],
            "invalid": [{"rows": {"visits": [{}], "previous.visits": [{"number": "2"}]},
                         "finds": ["2"]}],
        },
    )  # fmt: skip
    write_catalogue(folder / "catalogue", [gone], layout=LAYOUT_TOO, table=table)
    now = write_text(folder, "1,2022-05-11,Full,5,,,,,")
    write_text(folder, "1,2022-05-11,Full,5,,,,,", "2,2022-05-11,Full,5,,,,,", name="old.csv")
    before = InputFile(folder / "old.csv", "visits.csv", role=Role.PREVIOUS)
    (line,) = collect(folder, now, before)["ABC001"].lines
    assert line[:5] == ("previous: visits.csv", "", "3", "Visit 2 is gone.", "2")


def test_the_command_writes_a_file_a_check_and_says_so(folder: Path) -> None:
    write_text(folder, *(f"{number},2022-05-11,Full,1,,,,," for number in range(1, 4)))
    done = check(folder, "visits.csv", "--failing-rows", "rows/new", "--max-findings", "2")
    assert done.code == 1
    assert done.err == (
        "Wrote the failing rows of 1 check to rows/new.\n"
        "1 other check found nothing that is a row of a file: STR002.\n"
        "ABC001: only the first 2 of 3 findings (see --max-findings).\n"
    )
    assert listing(folder / "rows" / "new") == ["ABC001.csv"]
    assert [line[2] for line in read(folder / "rows/new/ABC001.csv")] == ["Row", "2", "3"]


def test_programs_get_json_alone_and_nothing_is_ever_replaced(folder: Path) -> None:
    write_text(folder, "1,2022-05-11,Full,1,,,,,")
    done = check(folder, "visits.csv", "--failing-rows", "rows", "--format", "json")
    assert json.loads(done.out)["verdict"] == "fail"
    done = check(folder, "visits.csv", "--failing-rows", "rows")
    assert (done.code, done.out) == (2, "")
    assert "an export never replaces anything" in done.err
    assert "Give --failing-rows another name" in done.err


def test_without_a_row_at_fault_there_is_no_folder(folder: Path) -> None:
    write_text(folder, "1,2022-05-11,Full,5,,,,,")
    done = check(folder, "visits.csv", "--failing-rows", "rows", "--rules", "ABC001")
    assert (done.code, done.err) == (
        0,
        "No check failed on a row of a file: nothing was written to rows.\n",
    )
    assert not (folder / "rows").exists()
