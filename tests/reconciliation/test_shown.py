"""What every report shows of the system of record, and of the queries."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import openpyxl
import pytest
from rich.console import Console

from qa_checks.model.report import Report
from qa_checks.render import as_html, as_json, as_junit, as_terminal, as_xlsx
from qa_checks.render.source_lines import source_lines
from tests.cli.running import SCHEMA
from tests.reconciliation.office import RECORD, Office, with_cell

QUERY = "SELECT *\n\tFROM visits -- <b>=1+1</b>\nWHERE day > '2020-01-01' ORDER BY number"
TOTALS = (
    "2 visits in both, 1 only in the source, 0 only in the extract; of those in both a field "
    "differs in 2. 3 rows of the two were not compared, for want of a key that no other "
    "row has."
)
READ = "It reads visits (day, number, all columns)."
LONG_AGO = "It keeps rows by day from 02/01/2020 on. The release is as at 31/12/2022."
STAR = (
    "It takes all columns of visits, whichever they are on the day: a column that is added there "
    "comes with it."
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    office = Office(tmp_path_factory.mktemp("office"))
    changed = with_cell(with_cell(RECORD, 0, "score", 6), 1, "kind", "SHORT ")
    office.record([*changed, ("4", "2022-05-13", "Full", 1, None, None, None), changed[2]])
    office.declare(QUERY)
    return office.run()


def test_a_source_of_keys_alone_compares_no_field(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.declare("SELECT number FROM visits ORDER BY number")
    [line] = source_lines(office.run().sources)
    assert line.totals == (
        "3 visits in both, 0 only in the source, 0 only in the extract; of those in both no field "
        "was compared."
    )


def test_json_has_both_values_and_the_query_and_fits_its_schema(report: Report) -> None:
    written = json.loads(as_json.render(report))

    jsonschema.validate(written, SCHEMA)
    [source], [query] = written["sources"], written["queries"]
    assert source["source"]["key"] == ["number"]
    told = ("key", "kind", "extract", "source", "note")
    assert [tuple(map(difference.get, told)) for difference in source["differences"]] == [
        ("4", "not in the extract", None, None, ""),
        ("2", "differs unseen", "Short", "SHORT␠", "only blanks, and upper and lower case, differ"),
        ("1", "differs", "5", "6", ""),
    ]
    assert query["text"] == QUERY
    assert query["tables"] == [{"name": "visits", "columns": ["day", "number", "*"]}]
    assert [doubt["sentence"] for doubt in query["doubts"]] == [STAR, LONG_AGO]


def test_the_page_shows_what_differs_and_the_sql_as_it_stands(report: Report) -> None:
    page = as_html.render(report)

    assert f"<p>Compared with sqlite:///care.db, query, by number. {TOTALS}</p>" in page
    assert "<summary>3 differences</summary>" in page
    row = "<tr><td>2</td><td>Kind</td><td>Short</td><td>SHORT␠</td>"
    assert row in page
    assert "<td>only blanks, and upper and lower case, differ</td>" in page
    assert "SELECT *<br>        FROM visits -- &lt;b&gt;=1+1&lt;/b&gt;<br>WHERE" in page
    assert f"<p>{READ}</p>" in page
    assert f"<li>{LONG_AGO} <code>day &gt; &#39;2020-01-01&#39;</code></li>" in page


def test_the_terminal_says_the_totals_and_what_is_read(report: Report) -> None:
    console = Console(width=400, record=True, file=None, quiet=False)
    with console.capture() as captured:
        as_terminal.render(report, console)
    told = captured.get()

    assert f" source   Visits. {TOTALS}\n" in told
    assert f" query    sqlite:///care.db, query. {READ}\n" in told
    assert "source.visits.query  query-that-may-give-other-rows" in told
    assert "2 findings" in told


def test_the_workbook_has_sheets_of_both(report: Report, tmp_path: Path) -> None:
    as_xlsx.render(report, tmp_path / "findings.xlsx")
    book = openpyxl.load_workbook(tmp_path / "findings.xlsx")

    assert book.sheetnames == [
        "Summary", "System of record", "Unlike the source", "SQL", "queries", "visits",
    ]  # fmt: skip
    rows = [*book["Unlike the source"].iter_rows(min_row=2, values_only=True)]
    assert [row[1:6] for row in rows] == [
        ("4", "not in the extract", None, None, None),
        ("2", "differs unseen", "Kind", "Short", "SHORT␠"),
        ("1", "differs", "Score", "5", "6"),
    ]
    lines = [row[0] for row in book["SQL"].iter_rows(values_only=True)]
    assert "WHERE day > '2020-01-01' ORDER BY number" in lines


def test_junit_has_a_case_for_each_check(report: Report) -> None:
    root = ET.fromstring(as_junit.render(report))  # noqa: S314
    cases = {
        case.get("name", "").split()[0]: [part.tag for part in case]
        for case in root.iter("testcase")
        if case.get("name", "").startswith("source.")
    }

    failed = {name for name, parts in cases.items() if "failure" in parts}
    assert failed == {
        "source.visits.differs.kind", "source.visits.differs.score", "source.visits.key",
        "source.visits.missing",
    }  # fmt: skip
    assert cases["source.visits.query"] == ["skipped", "system-out"]
    assert cases["source.visits.surplus"] == []
