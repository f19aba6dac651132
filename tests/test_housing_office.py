"""An office with a table of its own: a published table of homes built, as the guide says.

The keys of the layout that deal with totals, notes and signs are those of the page.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
import yaml

from qa_checks.api import check
from qa_checks.assessment import run
from qa_checks.catalogue import load
from qa_checks.examples import run_examples
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Report, Verdict
from qa_checks.opened import Options
from qa_checks.reading.connection import connect
from qa_checks.reading.formats import delimited_text
from qa_checks.release import release_from_files
from qa_checks.scaffold import draft_release
from tests import markdown
from tests.published import write_csv

PAGE = markdown.read("docs/adding-a-table-and-a-rule.md")
SIGNS = re.search(r"<!-- signs -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)
TABLE: dict[str, Any] = {
    "table": "areas",
    "title": "Homes built by area",
    "rows_are": "areas",
    "key": ["area"],
    "columns": {
        "area": {"title": "Area", "nullable": False, "unique": True, "example": "Norham"},
        "region": {"title": "Region", "in": "regions.csv", "example": "North"},
        "started": {"title": "Homes started", "type": "integer", "ge": 0, "example": 300},
        "completed": {"title": "Homes completed", "type": "integer", "ge": 0, "example": 250},
        "share": {"title": "Share affordable", "type": "number", "ge": 0, "le": 100},
        "begun": {"title": "Works begun", "type": "date", "example": "2021-01-31"},
        "ended": {"title": "Works ended", "type": "date", "example": "2021-04-30"},
    },
}
LAYOUT: dict[str, Any] = {
    "layout": "homes_by_area",
    "title": "homes by area",
    "required": ["areas.area", "areas.started"],
    "blocks": [
        {
            "table": "areas",
            "columns": {
                "area": ["Area"],
                "region": ["Region"],
                "started": ["Homes started", "Starts"],
                "completed": ["Homes completed", "Completions"],
                "share": ["Affordable (%)"],
                "begun": ["Works begun"],
                "ended": ["Works ended"],
            },
        }
    ],
}
RULE: dict[str, Any] = {
    "id": "HOM001",
    "name": "ended-too-soon",
    "title": "Works take three months at least",
    "table": "areas",
    "severity": "error",
    "require": "ended >= begun + INTERVAL 3 MONTH",
    "columns": ["ended"],
    "message": "{area}: works begun on {begun} ended on {ended}.",
    "why": "Nothing is built in less.",
    "remedy": "Ask the area.",
    "source": ["Handbook of housing returns, section 2"],
    "examples": {
        "valid": [{"ended": "2021-04-30"}, {"ended": None}],
        "invalid": [{"ended": "2021-04-29"}],
    },
}
TITLE = ["Homes built in England by area, April 2021 to March 2022"]
HEADER = ["Area [note 1]", "Region", "Starts", "Completions [r]", "Affordable (%)"]
HEADER += ["Works begun", "Works ended"]
BLANK = [""] * 7
ROWS = [
    ["England", "", "1,900", "1,460", "31.5", "", ""],
    ["Norham", "North", "300 [r]", "250", "30.1", "31/01/2021", "30/04/2021"],
    ["Suthby [note 2]", "South", "1,200", "[c]", "[x]", "01/02/2021", "01/06/2021"],
    ["Easton", "East [note 12]", "-", "10 [r] [note 3]", "[c]", "[x]", "01/06/2021"],
    ["Weston", "West", "400", "1,200", "33.0\u00a0[r]", "01/02/2021", "03/05/2021"],
    ["Total", "", "1,900", "1,460", "31.5", "", ""],
    BLANK,
    ["Source: housing returns", *BLANK[1:]],
    ["[x] not available; [c] confidential", *BLANK[1:]],
    ["1. Areas as at 1 April 2021", *BLANK[1:]],
    ["Contact the office for more", *BLANK[1:]],
]  # fmt: skip


def write_yaml(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def write_office(folder: Path, **layout: Any) -> Path:
    write_yaml(folder / "schemas/tables/areas.yml", TABLE)
    write_yaml(folder / "schemas/layouts/homes_by_area.yml", {**LAYOUT, **layout})
    write_yaml(folder / "rules/homes/HOM001_ended_too_soon.yml", RULE)
    codes = folder / "schemas/codes/regions.csv"
    codes.parent.mkdir()
    codes.write_text("code,aliases\nNorth,\nSouth,\nEast,\nWest,\n")
    return folder


@pytest.fixture(scope="module")
def signs() -> dict[str, Any]:
    assert SIGNS is not None
    data: dict[str, Any] = yaml.safe_load(SIGNS[1])
    return data


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, signs: dict[str, Any]) -> Path:
    return write_office(tmp_path_factory.mktemp("office"), **signs)


def as_cell(text: str) -> str | float | None:
    """What stands in a cell of a workbook, which keeps numbers as numbers."""
    plain = text.replace(",", "")
    return float(plain) if plain.replace(".", "", 1).isdecimal() else text or None


def write_table(path: Path, rows: list[list[str]] = ROWS) -> Path:
    whole = [[*TITLE, *BLANK[1:]], HEADER, *rows]
    if path.suffix == ".csv":
        return write_csv(path, whole)
    book = openpyxl.Workbook()
    for row in whole:
        book.active.append(list(map(as_cell, row)))
    book.save(path)
    return path


def findings(report: Report) -> list[tuple[str, int | None, str | None]]:
    return [(finding.check, finding.row, finding.value) for finding in report.findings]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("most", [-1, 10**6])
def test_an_ordinary_published_table_passes_clean(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, most: int
) -> None:
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", most)
    report = check(write_table(tmp_path / f"homes{ending}"), catalogue=office)
    assert (report.verdict, findings(report)) == (Verdict.PASS, [])
    [sheet] = report.inputs
    assert (sheet.header_row, sheet.rows, sheet.tables) == (2, 4, {"areas": 4})


def test_a_parquet_file_of_texts_passes_clean(office: Path, tmp_path: Path) -> None:
    columns = [[cell or None for cell in column] for column in zip(*ROWS, strict=True)]
    pq.write_table(pa.table(columns, names=HEADER), tmp_path / "homes.parquet")
    report = check(tmp_path / "homes.parquet", catalogue=office)
    assert (report.verdict, findings(report)) == (Verdict.PASS, [])
    assert report.inputs[0].tables == {"areas": 4}


def test_another_engine_agrees_or_says_why_not(office: Path, tmp_path: Path) -> None:
    inputs = release_from_files([write_table(tmp_path / "homes.csv")], ReleaseFacts("h", "h"))
    report = run(inputs, Options(office, second_opinion=True))
    assert report.second_opinion is not None
    assert (report.verdict, report.second_opinion.disagreed) == (Verdict.PASS, 0)


def test_values_are_read_and_faults_found_beside_signs(office: Path, tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][2] = "-300 [r]"
    rows[2][1] = "Souht [note 2]"
    rows[3][4] = "101 [r]"
    rows[4][6] = "30/04/2021 [r]"
    rows[4][3] = "many [x]"
    report = check(write_table(tmp_path / "homes.csv", rows), catalogue=office)
    assert sorted(findings(report)) == [
        ("HOM001", 7, "30/04/2021"),
        ("areas.completed.type", 7, "many"),
        ("areas.region.in", 5, "Souht"),
        ("areas.share.le", 6, "101"),
        ("areas.started.ge", 4, "-300"),
    ]


def test_without_the_keys_nothing_is_passed_over_in_silence(tmp_path: Path) -> None:
    bare = write_office(tmp_path / "bare")
    report = check(write_table(tmp_path / "homes.csv"), catalogue=bare)
    assert report.verdict is Verdict.FAIL
    below = [finding.message for finding in report.findings if finding.check == "STR029"]
    assert below == [
        "Totals or notes stand below the rows of data and are not read as data: "
        "rows 8, 10, 11, 12 and 13: 1 total and 4 notes."
    ]
    signs = {finding.value for finding in report.findings if finding.check == "areas.started.type"}
    assert signs == {"300 [r]", "-"}


def test_examples_with_an_interval_hold(office: Path) -> None:
    connection = connect()
    catalogue = load(office, connection, examples=True)
    results = list(run_examples(catalogue, [catalogue.rules["HOM001"]]))
    assert [(result.kind, result.actual) for result in results] == [
        ("valid", ()), ("valid", ()), ("invalid", ("Norham",)),
    ]  # fmt: skip


def test_a_draft_speaks_of_the_tables_of_the_office(office: Path, tmp_path: Path) -> None:
    draft = draft_release([write_table(tmp_path / "homes.csv")], tmp_path, office).release
    assert "homes by area, 4 rows" in draft
    assert "#   Works ended: the system of record does not give it" in draft
    other = r"ofsted|inspection|provider|authorit|judgement|publication date|register"
    assert re.findall(other, draft, re.IGNORECASE) == []


def test_a_draft_asks_about_sheets_that_look_like_data(office: Path, tmp_path: Path) -> None:
    with write_table(tmp_path / "homes.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    other = book.create_sheet("Working")
    for number in range(30):
        other.append([f"{column} {number}" for column in range(12)])
    book.save(tmp_path / "homes.xlsx")
    draft = draft_release([tmp_path / "homes.xlsx"], tmp_path, office).release
    assert (
        "  - path: homes.xlsx\n"
        "    unchecked:  # they look like data and are no known table\n"
        '      Working: "FILL IN: say why it need not be checked"\n'
    ) in draft
