"""Rows that tables count under another value: counted so, itemised, and compared with the data."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from qa_checks.errors import CatalogueError, ReleaseError
from qa_checks.model.checks import State
from qa_checks.model.report import Report
from qa_checks.plan import Choice
from qa_checks.render import as_html, as_json, as_terminal
from tests.cli.running import qa_checks
from tests.published_tables.making import CUBE, SERIES, TABLE_1, judge, prepare, write_csv
from tests.small_catalogue import HEADER, LAYOUT, TABLE, outcome, write_catalogue, write_yaml

BY: dict[str, Any] = {"column": "owner", "needs": ["visits.owner"]}
OWNED: dict[str, Any] = CUBE | {
    "select": "SELECT number, kind, open, score, owner, person, _source, _row FROM visits",
    "dimensions": CUBE["dimensions"]
    | {"kind": {"title": "Kind", "codes": "kinds", "recoded_by": BY}},
}
RECODE = {"dimension": "kind", "from": "Short", "to": "Full", "of": ["North  TRUST", "O'Neill Ltd"]}
# Number, kind and owner of each visit of a year; those of the trust count as full ones.
VISITS = {
    2021: [("1", "Full", "A"), ("2", "Short", "B"), ("3", "Short", "O\u2019Neill Ltd")],
    2022: [("1", "Full", "A"), ("2", "Short", "North Trust"), ("3", "Short", "north trust ")],
}
COUNTED = [*TABLE_1[:2], ["31 March 2022", "3", "0", "3"], ["31 March 2021", "2", "1", "3"]]


def write_visits(folder: Path, year: int, rows: Sequence[tuple[str, str, str]]) -> None:
    lines = [
        [number, f"10/05/{year - 1}", kind, "1", "", "Yes", "", owner]
        for number, kind, owner in rows
    ]
    write_csv(folder / str(year) / "visits.csv", [[*HEADER, "Owner"], *lines])


def write_owned(folder: Path, cube: dict[str, Any] = OWNED, **more: Any) -> None:
    """Write the releases of 2021 and 2022 with owners, their tables, and what is re-coded."""
    prepare(folder, "tables.csv", SERIES, **({"recode": [RECODE]} | more))
    owner = {"owner": {"title": "Owner", "example": "A"}}
    columns = LAYOUT["blocks"][0]["columns"] | {"owner": ["Owner"]}
    write_catalogue(
        folder / "catalogue",
        cube=cube,
        table=TABLE | {"columns": TABLE["columns"] | owner},
        layout=LAYOUT | {"blocks": [{"table": "visits", "columns": columns}]},
    )
    for year, rows in VISITS.items():
        write_visits(folder, year, rows)
    write_csv(folder / "2022" / "tables.csv", COUNTED)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    write_owned(tmp_path)
    return judge(tmp_path)


def test_tables_count_rows_under_the_recoded_value(report: Report, tmp_path: Path) -> None:
    assert outcome(report, "tables.1").state is State.PASSED
    [now, before] = report.tables[0].cells
    assert [cell.recomputed for cell in now] == [3, 0, 3]
    assert [cell.recomputed for cell in before] == [2, 1, 3]
    assert outcome(report, "recode.kind").state is State.PASSED
    assert judge(tmp_path, Choice()).verdict == "pass"


def test_each_recoded_row_is_itemised_in_every_report(report: Report) -> None:
    assert [
        (row.key, row.of, row.before, row.after, row.release, row.file, row.row)
        for row in report.recoded
    ] == [
        ("2", "North Trust", "Short", "Full", "visits-2022", "visits.csv", 3),
        ("3", "north trust", "Short", "Full", "visits-2022", "visits.csv", 4),
        ("3", "O\u2019Neill Ltd", "Short", "Full", "visits-2021", "../2021/visits.csv", 4),
    ]
    listed = json.loads(as_json.render(report))["recoded"]
    assert [row["key"] for row in listed] == ["2", "3", "3"]
    assert listed[0] == {
        "key": "2", "of": "North Trust", "dimension": "kind", "before": "Short", "after": "Full",
        "release": "visits-2022", "file": "visits.csv", "sheet": None, "row": 3,
    }  # fmt: skip
    assert outcome(report, "recode.kind").check.table == "re-coded names"
    out = io.StringIO()
    as_terminal.render(report, Console(file=out, width=200))
    page = as_html.render(report)
    for message in (
        "1 row of North Trust in visits.csv counts in tables as Full instead of Short (kind)",
        "../2021/visits.csv counts in tables as Full instead of Short (kind)",
    ):
        assert message in " ".join(out.getvalue().split())
        assert message in page
    assert "Short (kind): 2 (row 3)." in page
    assert "Re-coded: 3 rows" in page


@pytest.mark.parametrize(
    ("rows", "message", "place"),
    [
        (
            [("1", "Full", "A"), ("2", "Short", "North Trusts")],
            "stands nowhere in the data. Did you mean 'North Trusts'?",
            (None, None),
        ),
        (
            [("1", "Full", "North Trust"), ("2", "Full", "North Trust")],
            "stands nowhere in the data as Short, but as Full (2 rows: 1, 2).",
            ("visits.csv", 2),
        ),
        (
            [("1", "Short", "North Trust"), ("2", "Full", "NORTH TRUST"), ("3", "Short", "A")],
            "stands in the data both as Short (1 row: 1) and as Full (1 row: 2).",
            ("visits.csv", 3),
        ),
    ],
)
def test_a_listed_name_that_stands_otherwise_is_one_finding(
    tmp_path: Path,
    rows: list[tuple[str, str, str]],
    message: str,
    place: tuple[str | None, int | None],
) -> None:
    write_owned(tmp_path)
    write_visits(tmp_path, 2022, rows)
    ended = outcome(judge(tmp_path), "recode.kind")
    [finding] = ended.findings
    assert (ended.state, ended.checked, ended.failed) == (State.FAILED, 2, 1)
    assert finding.message == (
        f"North  TRUST, whose rows count as Full in the tables instead of Short, {message}"
    )
    assert (finding.key, finding.severity) == ("North  TRUST", "warning")
    assert (finding.file, finding.row) == place


def test_an_earlier_release_with_both_values_is_named(tmp_path: Path) -> None:
    write_owned(tmp_path)
    write_visits(tmp_path, 2021, [*VISITS[2021], ("4", "Full", "O'Neill Ltd")])
    [finding] = outcome(judge(tmp_path), "recode.kind").findings
    assert "of release visits-2021 both as Short (1 row: 3) and as Full (1 row: 4)" in (
        finding.message
    )
    assert (finding.file, finding.row, finding.role) == ("../2021/visits.csv", 5, "previous")


def test_what_is_recoded_is_unknown_without_the_column_it_goes_by(tmp_path: Path) -> None:
    """A release without owners is not compared: nobody knows what would be counted elsewhere."""
    write_owned(tmp_path)
    for year in (2021, 2022):
        write_csv(tmp_path / f"{year}" / "visits.csv", [["Number", "Kind"], ["1", "Full"]])
    report = judge(tmp_path)
    cells = [cell for row in report.tables[0].cells for cell in row]
    assert [str(cell.state) for cell in cells[:2]] == ["not in the data"] * 2
    assert cells[0].reason == "no file has the column owner of visits"
    ended = outcome(report, "recode.kind")
    assert (ended.state, ended.reason) == (
        State.SKIPPED, "no file gives what kind is re-coded by",
    )  # fmt: skip
    assert report.recoded == ()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"dimension": "kinds"}, "No cube says by what its dimension 'kinds' is re-coded"),
        ({"dimension": "open"}, "No cube says by what its dimension 'open' is re-coded"),
        ({"from": "Shrt"}, "Dimension 'kind' has no value 'Shrt'. Did you mean 'Short'?"),
        ({"to": "Whole"}, "Dimension 'kind' has no value 'Whole'. Its values: Full, Short."),
        ({"to": "Short"}, "'Short' is what the data has already."),
        ({"of": ["A", " a "]}, "'a' is listed twice."),
        ({"of": []}, "'of': list should have at least 1 item"),
        ({"by": "owner"}, "'by' is not a key of this file."),
    ],
)
def test_a_recoding_of_what_is_not_there_is_refused(
    tmp_path: Path, changes: dict[str, Any], fault: str
) -> None:
    write_owned(tmp_path, recode=[RECODE | changes])
    with pytest.raises(ReleaseError) as refused:
        judge(tmp_path)
    assert fault in str(refused.value)
    assert "tables.yml:" in str(refused.value)


@pytest.mark.parametrize(
    ("by", "fault"),
    [
        ({"column": "holder"}, "the SELECT gives no column 'holder'"),
        ({"column": "person"}, "'person' would be shown, which reports mask"),
        ({"column": "owner", "needs": ["visits.holder"]}, "there is no column 'visits.holder'"),
    ],
)
def test_a_cube_recodes_by_a_column_that_is_there_and_shown(
    tmp_path: Path, by: dict[str, Any], fault: str
) -> None:
    kind = OWNED["dimensions"]["kind"] | {"recoded_by": by}
    write_owned(tmp_path, OWNED | {"dimensions": OWNED["dimensions"] | {"kind": kind}})
    with pytest.raises(CatalogueError) as refused:
        judge(tmp_path)
    assert fault.lower() in str(refused.value).lower()


def test_a_cube_that_says_nothing_of_it_cannot_be_recoded(tmp_path: Path) -> None:
    write_owned(tmp_path)
    write_yaml(tmp_path / "catalogue/schemas/cubes/plain.yml", CUBE | {"cube": "plain"})
    write_yaml(
        tmp_path / "2022/tables.yml",
        {"tables": [{**SERIES, "cube": "plain"}], "recode": [RECODE]},
    )
    with pytest.raises(ReleaseError) as refused:
        judge(tmp_path)
    assert str(refused.value).endswith(
        "tables.yml:2: Cube 'plain' does not say by what 'kind' is re-coded (recoded_by)."
    )


def test_tabulate_counts_as_the_tables_do_and_says_so(tmp_path: Path) -> None:
    write_owned(tmp_path)
    words = ("tabulate", "visits", "--rows", "as_at", "--columns", "kind")
    ended = qa_checks(
        *words, "--release", "2022/release.yml", "--catalogue", "catalogue", cwd=tmp_path
    )
    assert (ended.code, ended.err) == (0, "")
    lines = [line.split() for line in ended.out.splitlines()]
    assert ["31", "March", "2021", "2", "1", "3"] in lines
    assert ["31", "March", "2022", "3", "0", "3"] in lines
    assert (
        "Re-coded by tables.yml: kind Short counts as Full for North  TRUST and O'Neill Ltd."
        in (ended.out)
    )
