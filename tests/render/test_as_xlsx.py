from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from qa_checks.model.checks import State
from qa_checks.model.report import Report
from qa_checks.render import as_xlsx
from qa_checks.render.report_words import clean
from tests.render import marked_texts, reports, runs

HEADER = [
    "Check", "Fault", "Severity", "File", "Sheet", "Row", "Column", "Key", "Value", "Message",
    "Also in", "Waived by decision", "Decision", "Reason", "Until",
]  # fmt: skip
OPEN = ["", "", ""]  # what people fill in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "findings.xlsx"


def rows(report: Report, path: Path, sheet: str) -> list[list[Any]]:
    as_xlsx.render(report, path)
    book = CalamineWorkbook.from_path(str(path))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def test_there_is_a_summary_and_a_sheet_for_each_table_with_findings(path: Path) -> None:
    as_xlsx.render(runs.every_ending(), path)
    names = CalamineWorkbook.from_path(str(path)).sheet_names
    assert names == ["Summary", "inspections", "judgements", "providers"]


def test_the_summary_says_what_was_judged_and_how(path: Path) -> None:
    written = rows(runs.every_ending(), path, "Summary")
    texts = [[cell for cell in row if cell != ""] for row in written]
    assert texts[:21] == [
        ["Children's homes inspections and outcomes, spring 2018"],
        ["Verdict", "FAIL: 2 errors, 2 warnings, 1 check errored, 1 file not read"],
        ["Release", "homes-spring-2018"],
        ["As at", "31/03/2018"],
        ["Period", "01/04/2017 to 31/03/2018"],
        ["Publication cut-off", "31/05/2018"],
        ["Status", "final"],
        ["Producing analyst", "producing.analyst@example.org"],
        ["Tool", "qa-checks 0.1.0, DuckDB 2.0.0"],
        ["Rulebook", "9f" * 32],
        [],
        ["Checks", "How many"],
        ["Passed", 97],
        ["Passed, some rows undecided", 0],
        ["Failed", 4],
        ["Waived", 1],
        ["Skipped", 3],
        ["Errored", 1],
        ["Findings", 8],
        [],
        ["Input", "Sheet", "Layout", "Rows", "Bytes", "Role", "SHA-256"],
    ]
    assert texts[21] == [
        "data/providers_as_at.csv", "provider_level_as_at", 2797, 954586, "release", "9f2b" * 16
    ]  # fmt: skip
    assert texts[23:25] == [
        ["Not read", "Why"],
        ["data/old.xls", "The file is encrypted. Save it without a password."],
    ]
    assert len(texts) == 36
    assert texts[27] == [
        "DAT004", "published-before-inspected", "error", "failed", 1, 1,
        "The report is published on or after the inspection",
    ]  # fmt: skip
    assert texts[33][-1] == "no period given"


def test_a_sheet_gives_each_finding_its_place(path: Path) -> None:
    written = rows(runs.every_ending(), path, "providers")
    assert written == [
        HEADER,
        ["providers.sector.spelling", "sector-spelling", "warning", "data/providers_as_at.csv", "",
         9, "Sector", "SC9 / latest", "private ",
         "Provider SC9: sector 'private ' is read as Private.", "", "", *OPEN],
        ["providers.sector.spelling", "sector-spelling", "warning", "data/providers_as_at.csv", "",
         10, "Sector", "SC10 / latest", "PRIVATE",
         "Provider SC10: sector 'PRIVATE' is read as Private.", "", 1, *OPEN],
        ["REG003", "region-not-of-local-authority", "error", "data/providers_as_at.csv", "", 42,
         "Ofsted Region", "SC3 / latest", "London",
         "Provider SC3: region London, but Luton is in East of England.", "", 2, *OPEN],
    ]  # fmt: skip


def test_a_sheet_can_be_filtered_and_keeps_its_header_in_sight(path: Path) -> None:
    as_xlsx.render(runs.every_ending(), path)
    sheet = openpyxl.load_workbook(path)["inspections"]
    assert isinstance(sheet, Worksheet)
    assert sheet.auto_filter.ref == "A1:O7"
    assert sheet.freeze_panes == "A2"
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJKLMNO"]
    assert all(7 <= width <= 62 for width in widths), widths
    assert widths[5] < 12
    assert widths[9] > 60


def test_no_cell_is_a_formula_or_a_link_and_each_holds_its_value(path: Path) -> None:
    report = runs.attacks()
    as_xlsx.render(report, path)
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not [cell for cell in cells if cell.hyperlink]
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8")
            assert not re.search(r"<f[ >]|<hyperlink", text), name
    values = [cell.value for cell in book["inspections"]["I"]][1:]
    texts = [clean(finding.value or "") for finding in report.findings]
    assert values == [text if len(text) <= 32_767 else f"{text[:32_766]}…" for text in texts]
    assert values[:4] == ["=1+1", "+1", "-1+2", "@SUM(A1)"]


def test_what_csv_would_calculate_is_shown_with_an_apostrophe(path: Path) -> None:
    as_xlsx.render(runs.attacks(), path)
    cells = openpyxl.load_workbook(path)["inspections"]["I"][1:]
    shown = {str(cell.value)[:12]: (cell.number_format, bool(cell.quotePrefix)) for cell in cells}
    guarded = {text for text, looks in shown.items() if looks == ('"\'"@', True)}
    assert guarded == {"=1+1", "+1", "-1+2", "@SUM(A1)", '=HYPERLINK("', "-5.2"}
    assert {looks for text, looks in shown.items() if text not in guarded} == {("General", False)}


def test_text_that_looks_like_markup_stays_text(path: Path) -> None:
    check = reports.check()
    texts = ("<r><t>x</t></r>", "</t></is></c><c><f>1+1</f></c>", "_x0041_", " a ", "&amp;")
    findings = tuple(reports.finding(check, value=text) for text in texts)
    failed = reports.outcome(check, State.FAILED, failed=len(findings), findings=findings)
    values = [row[8] for row in rows(reports.report([failed]), path, "inspections")][1:]
    assert values == list(texts)


def test_the_same_report_gives_the_same_bytes(path: Path) -> None:
    as_xlsx.render(runs.every_ending(), path)
    first = path.read_bytes()
    as_xlsx.render(runs.every_ending(), path)
    assert path.read_bytes() == first
    with zipfile.ZipFile(path) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"1980-01-01T00:00:00Z"}


def test_more_findings_than_a_sheet_holds_go_on_the_next(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_xlsx, "ROWS", 4)
    as_xlsx.render(runs.every_ending(), path)
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == [
        "Summary", "inspections", "inspections (2)", "judgements", "providers"
    ]  # fmt: skip
    assert [row[5] for row in book.get_sheet_by_name("inspections (2)").to_python()] == [
        "Row", 6.0, 7.0
    ]  # fmt: skip


def test_of_very_many_findings_the_first_of_each_check_are_listed_and_the_rest_counted(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_xlsx, "MANY", 9)
    monkeypatch.setattr(as_xlsx, "FIRST", 3)
    listed = rows(reports.large(20, 10), path, "inspections")
    own = [row for row in listed if row[0] == "DAT000"]
    assert [row[5] for row in own] == [1000.0, 1001.0, 1002.0, ""]
    assert own[-1][9] == "2 more findings of DAT000 in report.json."
    summary = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Summary").to_python()
    assert [(row[0], row[4], row[5]) for row in summary if row[0] == "DAT000"] == [
        ("DAT000", 5.0, 3.0)
    ]


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("summary", "summary (2)"),
        ("history", "history (2)"),
        ("a_table_whose_name_is_longer_than_a_sheet", "a_table_whose_name_is_longer_tha"[:31]),
        ("a[b]:c*d?e/f\\g", "a_b__c_d_e_f_g"),
    ],
)
def test_every_table_gets_a_name_excel_accepts(path: Path, table: str, name: str) -> None:
    check = reports.check(table=table)
    failed = reports.outcome(check, State.FAILED, failed=1, findings=(reports.finding(check),))
    as_xlsx.render(reports.report([failed]), path)
    assert CalamineWorkbook.from_path(str(path)).sheet_names == ["Summary", name]


def test_a_clean_release_has_a_summary_only(path: Path) -> None:
    as_xlsx.render(runs.all_well(), path)
    assert CalamineWorkbook.from_path(str(path)).sheet_names == ["Summary"]


def test_a_file_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file or directory"):
        as_xlsx.render(runs.all_well(), tmp_path / "nowhere" / "findings.xlsx")


def test_nothing_is_left_beside_the_file(path: Path) -> None:
    as_xlsx.render(runs.every_ending(), path)
    assert [file.name for file in path.parent.iterdir()] == ["findings.xlsx"]


def test_the_numbers_of_a_text_have_a_sheet_with_what_nobody_looked_at_first(path: Path) -> None:
    header, *numbers = rows(marked_texts.with_text(), path, "Numbers in text")
    assert header == [
        "Text", "Line", "State", "Printed", "Sentence", "Why", "Recomputed", "Right from",
        "Right to", "Claim", "Hole", "Query",
    ]  # fmt: skip
    assert [row[2:4] for row in numbers] == [
        ["unbound", "140"], ["unbound", "12"], ["wrong", "Every"], ["wrong", "14,259"],
        ["outside", "312"], ["consistent", "18%"], ["consistent", "550"], ["consistent", "3,125"],
        ["verified", "7%"], ["verified", "2,797"], ["exempt", "31 March 2018"], ["exempt", "1"],
    ]  # fmt: skip
    assert numbers[3] == [
        "main-findings.html", 4, "wrong", "14,259", "14,259 places are in mainstream homes",
        "The rows give 14,275", "14,275", "14,258.5", "14,259.5", 3, "places",
        "SELECT sum(places) AS places FROM providers WHERE mainstream",
    ]  # fmt: skip


def test_the_summary_counts_the_numbers_of_each_text(path: Path) -> None:
    summary = rows(marked_texts.with_text(), path, "Summary")
    at = next(place for place, row in enumerate(summary) if row[0] == "Text")
    assert summary[at : at + 2] == [
        ["Text", "SHA-256", "Numbers", "Unbound", "Wrong", "Outside", "Consistent", "Verified",
         "Exempt"],
        ["main-findings.html", "5a" * 32, 12, 2, 2, 1, 3, 2, 2],
    ]  # fmt: skip


def test_a_hostile_text_is_text_in_a_spreadsheet(path: Path) -> None:
    _, *numbers = rows(marked_texts.hostile(), path, "Numbers in text")
    assert numbers[0][4].startswith("::error::12 </script>")
    assert "⟨U+202E⟩" in numbers[0][4]
