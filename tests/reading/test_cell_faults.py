"""Cells at fault say which provider, or whatever else a row is of, they are about."""

from __future__ import annotations

from pathlib import Path

from tests.small_catalogue import TABLE, outcome, rule, run_on, visits, write_catalogue

CELLS = {
    "table": "extract_cells",
    "require": "fault = 'none'",
    "columns": ["written"],
    "message": "{header}[ of {unit}]: {written}.",
    "examples": {"valid": [{"fault": "none"}], "invalid": [{"fault": "unreadable"}]},
}
ROWS = [
    ["1", "soon", "Full", "5"],
    ["2", "10/05/2022", "Ful", "NULL"],
    ["", "10/05/2022", "x", "5"],
]


def said(folder: Path, unit: str | None) -> list[str]:
    named = TABLE if unit is None else {**TABLE, "unit": unit}
    write_catalogue(folder, [rule(1, **CELLS)], table=named)
    findings = outcome(run_on(folder, visits(*ROWS)), "ABC001").findings
    return [finding.message for finding in findings]


def test_cells_at_fault_name_the_unit_of_their_row(tmp_path: Path) -> None:
    assert said(tmp_path, "visit") == [
        "Day of 1: soon.",
        "Kind of 2: Ful.",
        "Score of 2: NULL.",
        "Kind: x.",
    ]


def test_without_a_unit_they_name_none(tmp_path: Path) -> None:
    assert said(tmp_path, None) == ["Day: soon.", "Kind: Ful.", "Score: NULL.", "Kind: x."]


def test_a_shortened_number_names_whose_it_is(tmp_path: Path) -> None:
    score = {**TABLE["columns"]["score"], "type": "identifier"}
    columns = {**TABLE["columns"], "score": score}
    write_catalogue(tmp_path, table={**TABLE, "unit": "visit", "columns": columns})
    [finding] = outcome(run_on(tmp_path, visits(["7", "", "Full", "1.02E+07"])), "STR016").findings
    assert finding.message == (
        "Score of 7 is written as 1.02E+07: a spreadsheet has shortened the number, and its last "
        "digits are lost."
    )
