"""The small invented inputs that once went wrong by a rule: now each finds what is right."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from qa_checks.catalogue import load
from qa_checks.errors import InputError
from qa_checks.model.checks import Finding, Severity
from qa_checks.model.report import Report, Verdict
from qa_checks.reading.connection import connect
from qa_checks.reading.release_files import read_files
from qa_checks.release import InputFile
from qa_checks.render import report_folder
from tests.real.judged import findings_of
from tests.real.small_cases import CASES, as_at, check

pytestmark = pytest.mark.skipif(
    not CASES.is_dir(),
    reason=f"the small cases are not there ({CASES}); they stand beside the project, not in it",
)


FORMATS = (".csv", ".ods", ".parquet", ".xls", ".xlsx")
OF_EACH_CONTENT = {
    path.read_bytes(): str(path.relative_to(CASES))
    for path in sorted(CASES.rglob("*"))
    if path.suffix in FORMATS and "schemas" not in path.parts
}

REFUSED = ("e1_two_opening_quotes.csv", "g1_joiners_and_leavers.csv")


def errors_of(report: Report) -> list[tuple[str, int | None, str | None]]:
    """Check, row and value of every error."""
    return [
        (finding.check, finding.row, finding.value)
        for finding in report.findings
        if finding.severity is Severity.ERROR
    ]


@pytest.mark.parametrize("name", OF_EACH_CONTENT.values())
def test_no_check_finds_more_than_it_looked_at(name: str) -> None:
    if name in REFUSED:
        with pytest.raises(InputError):
            check(name, as_at(name))
        return
    report = check(name, as_at(name))
    assert [
        outcome.check.id for outcome in report.outcomes if outcome.failed > outcome.checked
    ] == []


def test_years_that_have_not_come_are_errors() -> None:
    assert errors_of(check("l1_published_in_2109.csv", "2020-03-31")) == [
        ("DAT020", 3, "05/11/2109"),
        ("DAT021", 4, "04/03/2103"),
    ]


def test_sheffield_and_barnsley_have_new_codes_from_1_april_2025() -> None:
    name = "o1_codes_in_april_2025.csv"
    assert findings_of(check(name, "2025-04-15"), "LAR004") == []
    day_before: list[Finding] = findings_of(check(name, "2025-03-31"), "LAR004")
    assert [finding.key for finding in day_before] == ["Barnsley", "Sheffield"]


def test_another_word_than_redacted_is_one_fault_a_row_and_no_other() -> None:
    report = check("f1_redacted_title_case.csv", "2020-03-31")
    assert [(finding.check, finding.row) for finding in report.findings] == [
        ("DIS007", row) for row in range(2, 8)
    ]
    assert findings_of(report, "DIS007")[0].message == (
        "Provider SC900000 is redacted in other words than REDACTED: name 'Redacted', "
        "address line 1 'Redacted', address line 2 'Redacted', town 'Redacted', "
        "county 'Redacted', postcode 'Redacted'."
    )


@pytest.mark.parametrize(
    ("name", "findings"),
    [
        ("grade_without_inspection", [("MIS001", 5, "9177977 / helped_and_protected / latest")]),
        (
            "missing_values_nobody_asks_for",
            [
                ("DIS024", 24, "SC916362 / latest"),
                ("MIS002", 21, "9047921 / latest"),
                ("MIS002", 22, "SC935848 / latest"),
                ("MIS002", 23, "9200012 / latest"),
            ],
        ),
    ],
)
def test_values_that_most_rules_need_are_missed(
    name: str, findings: list[tuple[str, int, str]]
) -> None:
    report = check(f"hostile/{name}/homes.csv", "2021-08-31")
    assert [(finding.check, finding.row, finding.key) for finding in report.findings] == findings


def test_what_one_check_masks_stands_in_no_report(tmp_path: Path) -> None:
    report = check("hostile/contact_details_repeated/homes.csv", "2021-08-31")
    assert [(finding.check, finding.row, finding.value) for finding in report.findings] == [
        ("DIS015", 21, "[masked]"),
        ("STR019", 21, "[masked]"),
    ]
    for path in report_folder.write(report, tmp_path):
        assert b"jane.doe" not in path.read_bytes(), path.name
    with zipfile.ZipFile(tmp_path / "findings.xlsx") as workbook:
        assert not [name for name in workbook.namelist() if b"jane.doe" in workbook.read(name)]


def test_a_message_shows_the_no_break_space() -> None:
    [finding] = findings_of(check("p1_no_break_space_in_code.csv", "2020-03-31"), "STR018")
    assert (finding.row, finding.value) == (3, "Local\u00a0Authority")
    assert "'Local⟨U+00A0⟩Authority'" in finding.message


def test_a_row_swallowed_by_a_quotation_mark_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        check("e1_two_opening_quotes.csv", "2020-03-31")
    assert "A quotation mark opened in row 4 is closed in a later line" in str(caught.value)


def test_a_cell_of_the_first_row_may_hold_two_lines() -> None:
    report = check("a1_crlf_in_first_row.csv", "2020-03-31")
    assert (report.verdict, report.inputs[0].rows) == (Verdict.PASS, 2)
    assert report.findings == ()


def test_no_line_ends_the_reading() -> None:
    report = check("hostile/line_that_ends_reading/homes.csv", "2021-08-31")
    assert (report.verdict, report.inputs[0].rows) == (Verdict.FAIL, 61)
    sectors = [finding.row for finding in findings_of(report, "providers.sector.in")]
    assert (len(sectors), sectors[0], sectors[-1]) == (22, 35, 63)


@pytest.mark.parametrize("name", ["b1_error_cells.ods", "b2_error_cells.xls"])
def test_error_cells_are_no_missing_values(name: str) -> None:
    report = check(name, "2020-03-31")
    assert report.verdict is Verdict.FAIL
    assert [(finding.row, finding.value) for finding in findings_of(report, "STR017")] == [
        (2, "#N/A"), (3, "#REF!"), (4, "#N/A"),
    ]  # fmt: skip
    never_worked_out = [finding.row for finding in findings_of(report, "judgements.word.in")]
    assert never_worked_out == ([5] if name.endswith(".ods") else [])


def test_a_file_of_instants_passes() -> None:
    assert check("c1_timestamps_with_zone.parquet", "2020-03-31").verdict is Verdict.PASS


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "Asia/Tokyo"])
def test_instants_fall_on_the_day_of_the_united_kingdom(
    zone: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TZ", zone)
    path = CASES / "c1_timestamps_with_zone.parquet"
    read = read_files(connect(), load(), tmp_path, [InputFile(path, path.name)])
    days = read.connection.execute("SELECT day(inspection_date) FROM inspections ORDER BY _row")
    assert [day for (day,) in days.fetchall()] == [10, 11, 12, 10, 11, 12]


@pytest.mark.parametrize("name", ["d1_boolean_cells.xlsx", "d2_boolean_column.parquet"])
def test_native_booleans_are_yes_and_no(name: str) -> None:
    report = check(name, "2020-03-31")
    assert report.verdict is Verdict.PASS
    assert findings_of(report, "providers.short_break_only.type") == []


@pytest.mark.parametrize(
    ("name", "rows", "findings"),
    [
        ("k1_two_byte_order_marks.csv", 6, [("STR019", 1)]),
        ("k2_header_again_with_a_trailing_comma.csv", 12, [("STR009", 8)]),
        ("k3_header_again_with_a_mark.csv", 12, [("STR009", 8), ("STR019", 8)]),
    ],
)
def test_headers_are_known_however_they_are_written(
    name: str, rows: int, findings: list[tuple[str, int]]
) -> None:
    report = check(name, "2020-03-31")
    assert report.inputs[0].tables["providers"] == rows
    assert [(finding.check, finding.row) for finding in report.findings if finding.row] == findings


def test_a_formula_with_a_stored_value_is_named() -> None:
    report = check("hostile/formula_with_a_stored_value/homes.xlsx", "2021-08-31")
    assert [(finding.check, finding.row, finding.column) for finding in report.findings] == [
        ("STR032", 11, "Sector"),
        *[("STR044", None, None)] * 2,
        ("STR049", 3, "Places"),
    ]


@pytest.mark.parametrize(
    ("name", "as_at", "rows"),
    [
        ("h1_provider_twice_as_at.csv", "2020-03-31", [2, 8]),
        ("hostile/more_duplicates_and_it_passes/one.csv", "2021-08-31", [3, 62]),
        ("hostile/more_duplicates_and_it_passes/two.csv", "2021-08-31", [3, 4, 62, 63]),
    ],
)
def test_providers_listed_twice_make_no_file_of_another_kind(
    name: str, as_at: str, rows: list[int]
) -> None:
    report = check(name, as_at)
    assert report.inputs[0].layout == "provider_level_as_at"
    assert [finding.row for finding in findings_of(report, "providers.key")] == rows
    assert findings_of(report, "LAT001") == []  # which would tell the same again


def test_a_list_of_joiners_and_leavers_is_no_register() -> None:
    with pytest.raises(InputError) as caught:
        check("g1_joiners_and_leavers.csv", "2021-03-31")
    assert "row 1 has 'Resigned/closed date', which a file of the kind 'joiners " in str(
        caught.value
    )


def test_a_hidden_sheet_is_named_and_looked_through() -> None:
    report = check("hostile/unknown_sheet_beside_a_known_one/homes.xlsx", "2021-08-31")
    assert [
        (finding.check, finding.sheet, finding.row, finding.message) for finding in report.findings
    ] == [
        *[
            (
                "DIS031",
                "Working",
                2,
                f"Column {column} of a sheet beside the tables has 59 cells with what reads like "
                "names, addresses or contact details of redacted providers, the first in row 2.",
            )
            for column in (2, 3, 4)
        ],
        (
            "STR033",
            "Working",
            None,
            "Sheet 'Working' is hidden; anyone who has the workbook can show it.",
        ),
        *[
            (
                "STR044",
                "As at",
                None,
                f"The workbook's property '{name}' is filled, so the published file names a person "
                "or an office.",
            )
            for name in ("author", "last modified by")
        ],
        (
            "STR049",
            "As at",
            3,
            "Column 'Places' keeps numbers as texts, in 52 of its cells, the first in row 3. They "
            "were read as numbers.",
        ),
    ]
    words = ("Oak House", "High St", "Jane Doe", "Real name")
    assert not [word for word in words if word in repr(report.findings)]


def test_totals_and_notes_below_the_rows_are_no_providers() -> None:
    report = check("j1_total_and_notes_below.csv", "2020-03-31")
    assert report.inputs[0].tables["providers"] == 6
    assert [
        (finding.check, finding.row, finding.message) for finding in report.findings if finding.row
    ] == [
        (
            "STR029",
            8,
            "Totals or notes stand below the rows of data and are not read as data: "
            "rows 8, 10 and 11: 1 total and 2 notes.",
        )
    ]
