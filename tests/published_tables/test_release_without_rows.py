"""The release of 2012 of safeguarding and looked-after-children inspections: tables, no rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from qa_checks.assessment import run
from qa_checks.engines import reference
from qa_checks.model.checks import Outcome, State
from qa_checks.model.published import CellState
from qa_checks.opened import Opened, Options, opened
from qa_checks.published.numbers import Numbers
from qa_checks.published.table_checks import judge_tables
from qa_checks.release_file import read_release
from tests.published_tables.making import changed, write_csv
from tests.small_catalogue import outcome, write_yaml

GRADES = ["Outstanding", "Good", "Adequate", "Inadequate"]
TABLES = {
    1: [
        ["Table 1: Overall effectiveness", *[""] * 5],
        ["Service", *GRADES, "Inspections"],
        ["Safeguarding", "4", "44", "57", "20", "125"],
        ["Looked after children", "0", "64", "54", "3", "121"],
    ],
    2: [
        ["Table 2: Overall effectiveness, percent", *[""] * 4],
        ["Service", *GRADES],
        ["Safeguarding", "3", "35", "46", "16"],
        ["Looked after children", "0", "53", "45", "2"],
    ],
    3: [
        ["Table 3: Local authorities inspected", *[""] * 3],
        ["Service", "Local authorities", "Re-inspections", "Inspections"],
        ["Safeguarding", "119", "6", "125"],
        ["Looked after children", "119", "2", "121"],
    ],
    4: [
        ["Table 4: Capacity to improve", *[""] * 5],
        ["Service", *GRADES, "Inspections"],
        ["Safeguarding", "14", "55", "44", "12", "125"],
        ["Looked after children", "15", "64", "41", "1", "121"],
    ],
    5: [
        ["Table 5: The last quarter", *[""] * 5],
        ["Service", *GRADES, "Inspections"],
        ["Safeguarding", "2", "16", "7", "1", "26"],
        ["Looked after children", "0", "19", "7", "0", "26"],
    ],
    6: [
        ["Table 6: Judged inadequate", "", "", ""],
        ["Service", "Local authorities", "A second time", "Inadequate"],
        ["Safeguarding", "18", "2", "20"],
    ],
}
BY_GRADE = "Inspections = Outstanding + Good + Adequate + Inadequate"
DECLARED: dict[str, Any] = {
    "tables": [{"titles": {f"Table {number}:": {} for number in TABLES}}],
    "adds_up": [
        *(f"{number}: {BY_GRADE}" for number in (1, 4, 5)),
        "2: 100 = Outstanding + Good + Adequate + Inadequate",
        "3: Inspections = Local authorities + Re-inspections",
        "1: Inspections = 3: Inspections",
        "6: Inadequate = Local authorities + A second time",
        "6: Inadequate = 1: Inadequate",
    ],
    "percentages": ["2 = 1 / Inspections"],
}
CLOSING = {
    "adds_up.1_inspections": 2,
    "adds_up.1_inspections_2": 2,
    "adds_up.2_100": 2,
    "adds_up.3_inspections": 2,
    "adds_up.4_inspections": 2,
    "adds_up.5_inspections": 2,
    "adds_up.6_inadequate": 1,
    "adds_up.6_inadequate_2": 1,
    "percentages.2": 8,
}


def write_release(
    folder: Path, tables: Mapping[int, list[list[str]]] = TABLES, **declared: Any
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "tables.csv", [row for table in tables.values() for row in [*table, []]])
    write_yaml(folder / "tables.yml", {**DECLARED, **declared})
    return write_yaml(
        folder / "release.yml",
        {
            "release": "safeguarding-2012",
            "title": "Safeguarding and looked after children, March 2012",
            "as_at": dt.date(2012, 3, 31),
            "files": [{"path": "tables.csv"}],
            "tables": "tables.yml",
        },
    )


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The release opened once; tests change what is printed in it."""
    release = read_release(write_release(tmp_path_factory.mktemp("release-2012")))
    with opened(release, Options()) as read:
        yield read


def ended(read: Opened, table: int = 0, row: int = 0, column: int = 0, text: str = "") -> Any:
    """How each check ends, and the tables, with another text in one cell."""
    tables = {**TABLES}
    if table:
        tables[table] = changed(TABLES[table], row, column, text)
    rows = tuple(tuple(line) for table in tables.values() for line in [*table, []])
    [sheet] = read.loaded.published
    loaded = replace(read.loaded, published=(replace(sheet, rows=rows),))
    assert read.declaration
    return judge_tables(
        read.declaration, Numbers(reference.start(loaded, {}), loaded), read.catalogue.codes
    )


def failed(outcomes: tuple[Outcome, ...]) -> dict[str, list[str | None]]:
    return {
        item.check.id: [finding.key for finding in item.findings]
        for item in outcomes
        if item.state is State.FAILED
    }


def test_sums_percentages_and_reinspections_close(tmp_path: Path) -> None:
    report = run(read_release(write_release(tmp_path)), Options())
    closed = {name: outcome(report, name) for name in CLOSING}
    assert {name: item.checked for name, item in closed.items()} == CLOSING
    assert {item.state for item in closed.values()} == {State.PASSED}
    assert {cell.state for table in report.tables for row in table.cells for cell in row} == {
        CellState.NOT_IN_DATA
    }
    tables = [outcome(report, f"tables.{number}") for number in TABLES]
    assert {(item.state, item.required, item.reason) for item in tables} == {
        (State.SKIPPED, False, "no cube is named: tables known only by their sums and percentages")
    }
    assert report.verdict == "pass"


def test_a_number_that_nothing_is_compared_with_leaves_the_release_incomplete(
    tmp_path: Path,
) -> None:
    sums = [text for text in DECLARED["adds_up"] if not text.startswith("6")]
    report = run(read_release(write_release(tmp_path, adds_up=sums)), Options())
    item = outcome(report, "tables.6")
    assert (item.state, item.required, item.reason) == (
        State.SKIPPED,
        True,
        "no cube is named, and 3 of 3 numbers are part of no sum and no percentage that was "
        "compared: Safeguarding, Local authorities; Safeguarding, A second time; Safeguarding, "
        "Inadequate",
    )
    assert (report.verdict, outcome(report, "tables.5").required) == ("incomplete", False)


def test_every_other_digit_of_every_cell_is_found(read: Opened) -> None:
    count = 0
    for number, table in TABLES.items():
        for row in range(2, len(table)):
            for column in range(1, len(table[row])):
                text = table[row][column]
                for place, digit in enumerate(text):
                    for step in (1, -1):
                        other = str((int(digit) + step) % 10)
                        changed_to = text[:place] + other + text[place + 1 :]
                        by_check = failed(ended(read, number, row, column, changed_to).outcomes)
                        keys = {key for keys in by_check.values() for key in keys}
                        # A sum names its total; the row is that of the cell, and the table one of
                        # those that the sum names.
                        assert any(key and f" / {table[row][0]} / " in key for key in keys), (
                            number, row, column, changed_to,
                        )  # fmt: skip
                        count += 1
    assert count == 2 * sum(
        len(text) for table in TABLES.values() for row in table[2:] for text in row[1:]
    )


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "keys"),
    [
        (
            3, 2, 2, "5",
            {"adds_up.3_inspections": ["3 / Safeguarding / Inspections"]},
        ),
        (
            2, 2, 3, "45",
            {"percentages.2": ["2 / Safeguarding / Adequate"]},
        ),
        (
            2, 3, 2, "57",
            {
                "percentages.2": ["2 / Looked after children / Good"],
                "adds_up.2_100": ["2 / Looked after children / 100"],
            },
        ),
        (
            1, 2, 4, "21",
            {
                "adds_up.1_inspections": ["1 / Safeguarding / Inspections"],
                "adds_up.6_inadequate_2": ["6 / Safeguarding / Inadequate"],
                "percentages.2": ["2 / Safeguarding / Inadequate"],
            },
        ),
    ],
)  # fmt: skip
def test_a_fault_is_named_where_it_does_not_close(
    read: Opened, table: int, row: int, column: int, text: str, keys: dict[str, list[str]]
) -> None:
    assert failed(ended(read, table, row, column, text).outcomes) == keys


def test_what_is_no_number_is_a_finding_of_its_table(read: Opened) -> None:
    outcomes = ended(read, 3, 2, 2, "six").outcomes
    assert failed(outcomes) == {"tables.3": ["3 / Safeguarding / Re-inspections"]}
