"""Lists of joiners and leavers, and of premises: found by their headers in whatever year."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec.structs import replace

from qa_checks.assessment import run
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.reading.contents import File
from qa_checks.release import InputFile, Release
from tests.published import HEADER, provider
from tests.small_catalogue import outcome, sheet_of

FACTS = ReleaseFacts(
    "r",
    "r",
    as_at=dt.date(2026, 3, 31),
    period_start=dt.date(2025, 4, 1),
    period_end=dt.date(2026, 3, 31),
)
JOINERS = [
    "URN", "Provision type", "Ofsted Region", "Government Office Region", "Local authority",
    "Parliamentary constituency", "Sector", "Places", "Supported accommodation premises",
    "Short-break-only children's home", "First effective date (that the provider became active)",
    "First effective date (that the provider became resigned)",
    "First effective date (that the provider closed)",
    "First effective date (that the provider became cancelled)", "Joiner status", "Leaver status",
    "Registration status (as at 1 April 2025)", "Registration status (as at 31 March 2026)",
    "Inspectorate (as at 1 April 2025)", "Inspectorate (as at 31 March 2026)", "Setting name",
    "Reason",
]  # fmt: skip
PLACE = ["Children's home", "London", "London", "Barnet", "Hendon", "Private", "4", "", ""]
JOINED = ["01/06/2025", "", "", "", "Joiner", "", "", "Active", "", "", "REDACTED", "New"]
LEFT = ["01/06/2015", "", "02/03/2026", "", "", "Leaver", "Active", "Closed", "", "", "REDACTED"]
MOVED = [["SC900001", *PLACE, *JOINED], ["SC900002", *PLACE, *LEFT, "Gone"]]
PREMISES = [
    "URN", "Provider name", "Provision type", "Registration date", "Registration status",
    "Service category (Note 4)", "Places", "Premises Ofsted Region",
    "Premises Government Office Region", "Premises Parliamentary Constituency",
    "Premises Local Authority", "Sector", "Organisation name",
]  # fmt: skip
BUILDING = [
    "2700001", "Example Housing", "Supported Accommodation", "01/06/2024", "Active", "Category 2",
    "3", "London", "London", "Hendon", "Barnet", "Private", "Example Housing",
]  # fmt: skip


def read(sheets: dict[str, list[list[str]]]) -> Report:
    opened = tuple(replace(sheet_of(rows), name=name) for name, rows in sheets.items())
    file = File(Path("a.xlsx"), "0" * 64, 1, opened)
    item = InputFile(Path("a.xlsx"), "a.xlsx", opened=file)
    return run(Release(FACTS, (item,), strict=True), Options())


def test_joiners_and_leavers_of_another_year_and_order_are_read() -> None:
    turned = [list(reversed(row)) for row in [JOINERS, *MOVED]]
    report = read({"List": turned})
    [entry] = report.inputs
    assert (entry.layout, dict(entry.tables)) == (
        "joiners_and_leavers",
        {"joiners_and_leavers": 2},
    )
    assert {column.recognised for column in entry.columns} == {"exact"}


def test_equal_premises_are_different_buildings() -> None:
    report = read({"List": [PREMISES, BUILDING, BUILDING]})
    assert [(entry.layout, entry.rows) for entry in report.inputs] == [("premises", 2)]
    assert not outcome(report, "STR010").findings


def test_a_leaver_that_is_still_listed_is_found_in_one_release() -> None:
    listed = [provider(1), provider(2)]
    key = HEADER.index("URN")
    listed[0][key], listed[1][key] = "SC900001", "SC900002"
    report = read({"As at 31 March": [HEADER, *listed], "List": [JOINERS, *MOVED]})
    findings = outcome(report, "JNL001").findings
    assert [(finding.sheet, finding.row, finding.key) for finding in findings] == [
        ("List", 3, "SC900002")
    ]


def test_a_list_of_joiners_that_is_none_any_more_must_be_read() -> None:
    header = [f"Feld {number}" if number > 10 else name for number, name in enumerate(JOINERS)]
    report = read({"List": [PREMISES, BUILDING], "Leavers+Joiners_at_31_Mar": [header, *MOVED]})
    [problem] = report.problems
    assert problem.message.startswith(
        "a.xlsx, sheet 'Leavers+Joiners_at_31_Mar': It is not read, although its name or title is "
        "that of a known table"
    )


def findings_below(header: list[str], *rows: list[str]) -> dict[str, list[int | None]]:
    """The rows in which the checks of cells and details find something, by check."""
    report = read({"List": [header, *rows]})
    return {
        judged.check.id: [finding.row for finding in judged.findings]
        for judged in report.outcomes
        if judged.findings and not judged.check.id.startswith(("LAT", "STR026"))
    }


def changed(header: list[str], row: list[str], **cells: str) -> list[str]:
    """A row with other cells, named by the header's words joined by _."""
    return [
        cells.get(name.replace(" ", "_"), value) for name, value in zip(header, row, strict=True)
    ]


def test_a_blank_cell_of_a_list_that_has_no_blanks_is_a_finding_of_its_own() -> None:
    kept = ("Premises_Ofsted_Region", "Registration_date", "Registration_status")
    rows = [changed(PREMISES, BUILDING, **{name: ""}) for name in kept]
    assert findings_below(PREMISES, BUILDING, *rows) == {
        "premises.ofsted_region.nullable": [3],
        "premises.registration_date.nullable": [4],
        "premises.registration_status.nullable": [5],
    }


def test_a_joiner_whose_number_is_none_is_told_by_its_form_alone() -> None:
    listed = [provider(1), provider(2)]
    joined = changed(JOINERS, MOVED[0], URN="SC90OOO1")
    report = read({"As at 31 March": [HEADER, *listed], "List": [JOINERS, joined]})
    assert not outcome(report, "JNL002").findings
    [malformed] = outcome(report, "joiners_and_leavers.urn.str_matches").findings
    assert (malformed.sheet, malformed.row) == ("List", 2)
