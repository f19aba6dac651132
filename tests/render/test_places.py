"""Every form of the report says where else a fault stands, and counts it once."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
from rich.console import Console

from qa_checks.model.checks import FindingPlace, State
from qa_checks.model.report import Report
from qa_checks.render import as_github, as_html, as_json, as_junit, as_terminal, as_xlsx
from tests.render.reports import check, finding, outcome, report

RULE = check()
OTHERS = (FindingPlace("data/in_year.ods", "Table 2", 1204), FindingPlace("data/all.csv", None, 7))
ALSO = "also in data/in_year.ods, Table 2, row 1,204; data/all.csv, row 7"


def with_places() -> Report:
    joined = finding(RULE, places=OTHERS)
    failed = outcome(RULE, State.FAILED, [joined, finding(RULE, 2)], failed=4, further=2)
    return report([failed])


def test_report_json_lists_them() -> None:
    first, second = json.loads(as_json.render(with_places()))["findings"]
    assert first["places"] == [
        {"file": "data/in_year.ods", "sheet": "Table 2", "row": 1204},
        {"file": "data/all.csv", "sheet": None, "row": 7},
    ]
    assert second["places"] == []


def test_the_terminal_says_them_and_counts_rows() -> None:
    out = io.StringIO()
    as_terminal.render(with_places(), Console(file=out, width=400))
    lines = out.getvalue().splitlines()
    assert [line.endswith(f"({ALSO})") for line in lines if "  SC39447" in line] == [True]
    assert any(line.endswith("4 of 2,797 inspection rows") for line in lines)
    assert "more" not in out.getvalue()


def test_the_page_says_them_and_counts_findings() -> None:
    page = as_html.render(with_places())
    assert page.count(ALSO) >= 1
    assert "2 findings in " in page
    assert "not kept by this run" not in page


def test_junit_says_them_and_leaves_nothing_to_be_listed() -> None:
    text = as_junit.render(with_places())
    assert text.count(f"({ALSO})") == 1
    assert "more" not in text


def test_annotations_stand_at_the_first_place_only() -> None:
    text = as_github.render(with_places())
    assert "in_year" not in text
    assert text.count("line=1001,") == 1
    assert "shown" not in text


def test_the_workbook_has_a_column_for_them(tmp_path: Path) -> None:
    as_xlsx.render(with_places(), tmp_path / "findings.xlsx")
    header, first, second = openpyxl.load_workbook(tmp_path / "findings.xlsx")[
        "inspections"
    ].iter_rows(values_only=True)
    at = header.index("Also in")
    assert (first[at], second[at]) == (ALSO.removeprefix("also in "), None)
