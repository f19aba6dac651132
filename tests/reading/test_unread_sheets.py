"""What looks like data and is not read: tables below each other, sheets with changed headers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from msgspec.structs import replace

from qa_checks.assessment import run
from qa_checks.errors import InputError, ReleaseError
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Report, Verdict
from qa_checks.opened import Options
from qa_checks.plan import Choice
from qa_checks.reading.contents import File
from qa_checks.release import InputFile, Release
from qa_checks.release_file import read_release
from tests.published import HEADER, provider
from tests.small_catalogue import sheet_of

FACTS = ReleaseFacts("r", "r", as_at=dt.date(2022, 3, 31))
ROWS = [provider(number) for number in range(1, 31)]
REPEATED_HEADER = Choice(rules=("STR009",))  # most of them look at problems alone
Sheets = dict[str, list[list[str]]]


def read(sheets: Sheets, strict: bool = True, unchecked: dict[str, str] | None = None) -> Report:
    opened = tuple(replace(sheet_of(rows), name=name) for name, rows in sheets.items())
    file = File(Path("a.xlsx"), "0" * 64, 1, opened)
    item = InputFile(Path("a.xlsx"), "a.xlsx", opened=file, unchecked=unchecked or {})
    return run(Release(FACTS, (item,), strict=strict), Options(selection=REPEATED_HEADER))


def renamed(many: int) -> list[str]:
    return [f"Feld {number}" if number < many else name for number, name in enumerate(HEADER)]


def problems(report: Report) -> list[str]:
    return [problem.message for problem in report.problems]


@pytest.mark.parametrize(
    ("name", "header", "why"),
    [
        ("Tabelle", renamed(10), "some of its headers are those of a known table"),
        ("Tabelle", renamed(len(HEADER)), "it holds a table"),
        ("Provider_level_in_year", renamed(len(HEADER)), "its name or title is that of a known"),
    ],
)
def test_a_sheet_that_is_no_known_table_any_more_makes_a_release_incomplete(
    name: str, header: list[str], why: str
) -> None:
    sheets = {"At 31 March": [HEADER, *ROWS], name: [header, *ROWS]}
    report = read(sheets)
    [problem] = problems(report)
    assert problem.startswith(f"a.xlsx, sheet '{name}': It is not read, although {why}")
    assert problem.endswith(
        "with 'unchecked:' beside the path of the file, why it need not be checked."
    )
    assert "1 file could not be read" in report.reason
    assert problems(read(sheets, strict=False)) == []
    excused = read(sheets, unchecked={name: "an annex in German"})
    assert (problems(excused), excused.inputs[1].note) == ([], "not checked: an annex in German")


FEW = [[*provider(number), *[""] * 20, "Good", "Active"] for number in (31, 32)]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (FEW, "its rows are like those of a known table"),
        ([["Column"] * len(HEADER), FEW[0]], "its rows are like those of a known table"),
        ([[f"Note {n}"] for n in range(70)] + [HEADER, *FEW], "its rows are like those of a known"),
        ([[f"Note {n}"] for n in range(70)] + [["1"] * 9] * 20, "it holds a table"),
    ],
)
def test_rows_of_data_are_missed_without_a_header_or_far_below(
    rows: list[list[str]], why: str
) -> None:
    [problem] = problems(read({"At 31 March": [HEADER, *ROWS], "Tabelle": rows}))
    assert problem.startswith(f"a.xlsx, sheet 'Tabelle': It is not read, although {why}")


@pytest.mark.parametrize(
    "other",
    [
        {"By area": [["E09000003", "London", "Inner London", "Barnet", *["1234567"] * 8]] * 19},
        {"Cover": [["Children's social care in England"], ["Published on 5 July 2022"]]},
        {"Notes": [["Note", "Text"], *([str(number), "A note."] for number in range(40))]},
        {"Time series": [["Year", *HEADER[:5]], *(["2022", *row[:5]] for row in ROWS)]},
        {"Changes": [[*HEADER[:12], "Joiner status"], *(row[:13] for row in ROWS)]},
    ],
)
def test_covers_notes_and_tables_of_another_kind_are_left_out(other: Sheets) -> None:
    report = read({"At 31 March": [HEADER, *ROWS], **other})
    assert problems(report) == []
    assert [entry.layout for entry in report.inputs] == ["provider_level_as_at", None]


def test_a_reason_is_for_a_sheet_that_is_there(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError) as caught:
        read({"Data": [HEADER, *ROWS]}, unchecked={"Dat": "an annex"})
    assert "There is no sheet 'Dat', which 'unchecked' names." in str(caught.value)
    with pytest.raises(ReleaseError) as caught:
        read({"Data": [HEADER, *ROWS]}, unchecked={"Data": "an annex"})
    assert caught.value.what == "The sheet 'Data', which 'unchecked' names, is read and checked."
    path = tmp_path / "release.yml"
    path.write_text(
        "release: r\ntitle: r\nfiles:\n- path: a.xlsx\n  unchecked: {Annex: no data of ours}\n"
    )
    assert read_release(path).inputs[0].unchecked == {"Annex": "no data of ours"}


def test_a_second_header_with_more_columns_makes_no_title_of_the_rows_above() -> None:
    more = [*HEADER, "Places", "Town", "County"]
    below = [more, *([*row, "4", "", ""] for row in ROWS)]
    report = read({"Data": [HEADER, *ROWS, *below]}, strict=False)
    [entry] = report.inputs
    assert (entry.header_row, entry.rows) == (1, 60)
    again = [
        (finding.row, finding.message) for finding in report.findings if finding.check == "STR009"
    ]
    assert [row for row, _ in again] == [32]
    assert "column 16 is 'Places' in it and '' above" in again[0][1]
    assert report.verdict is Verdict.FAIL


def test_rows_of_another_table_above_the_header_are_refused() -> None:
    other = [
        ["Area", "Homes", "Places", "Staff"],
        *([f"Area {n}", "1", "2", "3"] for n in range(9)),
    ]
    with pytest.raises(InputError) as caught:
        read({"Data": [*other, HEADER, *ROWS]}, strict=False)
    assert "10 rows of data above the header in row 11 (provider level, " in str(caught.value)
    assert "two tables seem to stand below each other" in str(caught.value)


def test_one_row_of_data_above_the_header_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        read({"Data": [provider(31), HEADER, *ROWS]}, strict=False)
    assert "1 row of data above the header in row 2 (provider level, " in str(caught.value)


def test_titles_and_names_of_groups_of_columns_may_stand_above_a_header() -> None:
    groups = ["Provider", "Provider", "Address", "Inspection", *[""] * (len(HEADER) - 4)]
    title = [["Providers as at 31 March 2022"], ["Source", "Ofsted"], groups]
    report = read({"Data": [*title, HEADER, *ROWS]}, strict=False)
    assert (report.inputs[0].header_row, report.inputs[0].rows) == (4, 30)
