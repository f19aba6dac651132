"""What stands below the rows of a table: totals, notes, a second table; and what only seems to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from qa_checks.catalogue import Catalogue
from qa_checks.reading.formats import delimited_text
from qa_checks.reading.loaded import Loaded
from qa_checks.release import InputFile
from tests import spooled
from tests.fuzz.writers import ods
from tests.published import write_csv
from tests.reading.loading import loaded, rows_of, small
from tests.small_catalogue import LAYOUT

pytestmark = pytest.mark.usefixtures("workbooks_here")

HEADER = ["Number", "Day", "Kind", "Score", "Share", "Open", "Person"]
DATA = [
    [str(number), "10/05/2022", "Full", "5", "0.5", "Yes", f"Ann {number}"]
    for number in range(1, 7)
]
BLANK = [""] * 7
FOUND = "SELECT _row, fault, detail FROM extract_rows ORDER BY ALL"


def line(*cells: str) -> list[str]:
    return [*cells, *BLANK[len(cells) :]]


TOTAL = line("Total", "", "", "30")
SOURCE = line("Source: the office")


@pytest.fixture(scope="module")
def naming(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    layout = {**LAYOUT, "totals": ["All kinds", "Total"], "notes": ["Source", "[x]"]}
    return small(tmp_path_factory.mktemp("naming"), layout=layout)


def as_csv(path: Path, rows: list[list[str]]) -> InputFile:
    written = write_csv(path.with_suffix(".csv"), rows)
    return InputFile(written, written.name)


def as_parquet(path: Path, rows: list[list[str]]) -> InputFile:
    header, *below = rows
    columns = [[cell or None for cell in column] for column in zip(*below, strict=True)]
    written = path.with_suffix(".parquet")
    pq.write_table(pa.table(columns, names=header), written)
    return InputFile(written, written.name)


def as_ods(path: Path, rows: list[list[str]]) -> InputFile:
    written = path.with_suffix(".ods")
    ods(written, rows)
    return InputFile(written, written.name)


WAYS = {"row by row": as_csv, "a large file": as_csv, "Parquet": as_parquet, "ODS": as_ods}


def read(
    catalogue: Catalogue, folder: Path, rows: list[list[str]], way: str = "row by row"
) -> tuple[list[Any], list[Any]]:
    """Rows that are data, and what is noted of the others."""
    done = loaded(catalogue, folder / "scratch", WAYS[way](folder / "a", [HEADER, *rows]))
    numbers = [row for (row,) in rows_of(done, "SELECT _row FROM visits ORDER BY 1")]
    return numbers, rows_of(done, FOUND)


FEET: dict[str, tuple[list[list[str]], list[tuple[int, str, str]]]] = {
    "a copyright right below": ([line("© Crown copyright 2021")], [(8, "below", "row 8: 1 note")]),
    "a second table with few of the same columns": (
        [BLANK, line("Table 2"), line("Kind", "Score"), line("Full", "12")],
        [(9, "second_table", "rows 9 to 11")],
    ),
    "a total and notes": (
        [TOTAL, BLANK, SOURCE, line("1. Provisional.")],
        [(8, "below", "rows 8, 10 and 11: 1 total and 2 notes")],
    ),
    "a total alone": ([TOTAL], [(8, "below", "row 8: 1 total")]),
    "a total of a country": (
        [line("England total", "", "", "30")],
        [(8, "below", "row 8: 1 total")],
    ),
    "a sum without a word": ([line("", "", "", "30")], [(8, "below", "row 8: 1 total")]),
    "a formula without a value": (
        [line("", "", "", "=SUM(D2:D7)")],
        [(8, "below", "row 8: 1 total")],
    ),
    "sums without a word": ([line("", "", "", "1,030", "3.5")], [(8, "below", "row 8: 1 total")]),
    "the country alone": ([line("England")], [(8, "below", "row 8: 1 total")]),
    "the country behind its code": (
        [line("E92000001", "England", "", "30")],
        [(8, "below", "row 8: 1 total")],
    ),
    "a full total": (
        [["Grand total", "", "All", "30", "0.5", "", ""]],
        [(8, "below", "row 8: 1 total")],
    ),
    "prose": (
        [BLANK, line("Values may change"), line("", "Ask us")],
        [(9, "below", "rows 9 and 10: 2 notes")],
    ),
    "a note whose words are no usual ones": (
        [line("The office counts every visit it was told of.")],
        [(8, "below", "row 8: 1 note")],
    ),
    "a second table with a title": (
        [
            BLANK,
            line("Visits by kind"),
            line("Kind", "Visits"),
            line("Full", "6"),
            line("Short", "0"),
        ],
        [(9, "second_table", "rows 9 to 12")],
    ),
    "a second table as wide as the first": (
        [
            BLANK,
            ["Area", "Staff", "Beds", "Cars", "Rooms", "Halls", "Doors"],
            *[["North", *"123456"]] * 3,
        ],
        [(9, "second_table", "rows 9 to 12")],
    ),
    "a total above a second table": (
        [TOTAL, BLANK, line("Kind", "Visits"), line("Full", "6")],
        [(8, "below", "row 8: 1 total"), (10, "second_table", "rows 10 to 11")],
    ),
}


@pytest.fixture(scope="module")
def with_feet(office: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Loaded]:
    """Tables with all of these below them, each in a file of its own, read in each way."""
    folder = tmp_path_factory.mktemp("feet")
    read_so = {}
    for way, write in WAYS.items():
        scratch = folder / way
        scratch.mkdir()
        files = [
            write(scratch / f"{number}", [HEADER, *DATA, *foot])
            for number, (foot, _) in enumerate(FEET.values(), start=1)
        ]
        with pytest.MonkeyPatch.context() as patched, spooled.here():
            most = -1 if way == "a large file" else 10**6
            patched.setattr(delimited_text, "DIRECT_BYTES", most)
            read_so[way] = loaded(office, scratch, *files)
    return read_so


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", FEET)
def test_what_stands_below_a_table_is_named_and_not_read(
    with_feet: dict[str, Loaded], name: str, way: str
) -> None:
    read_so, source = with_feet[way], list(FEET).index(name) + 1
    data = rows_of(read_so, f"SELECT _row FROM visits WHERE _source = {source} ORDER BY 1")
    assert data == [(number,) for number in range(2, 8)]
    faults_sql = (
        f"SELECT _row, fault, detail FROM extract_rows WHERE _source = {source} ORDER BY ALL"
    )
    assert rows_of(read_so, faults_sql) == FEET[name][1]


DATA_STILL = {
    "a full row of one called Total": [
        ["Total", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann Other"]
    ],
    "a row with few cells": [line("7", "", "", "", "", "", "Ann")],
    "a row with a number alone": [line("7")],
    "a lone cell like those above": [["", "", "Full", "", "", "", ""]],
    "a lone word": [line("Leeds")],
    "a number that is no sum": [line("", "", "", "29")],
    "a record whose name begins as a total does": [line("7", "Total Care Ltd", "", "30")],
    "a record of the country": [line("7", "England", "", "30")],
    "a person called Total": [["7", "10/05/2022", "Full", "5", "0.5", "Yes", "Total"]],
    "a record of one whose name begins as a total does": [
        line("7", "Total Care Ltd", "", "30"),
        DATA[0],
    ],
    "a name that ends so, behind a number": [line("7", "", "", "", "", "", "Ann Total"), DATA[0]],
    "one called Total among the rows": [
        ["Total", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann Other"],
        DATA[0],
    ],
    "a note among the rows": [SOURCE, DATA[0]],
}


@pytest.fixture(scope="module")
def with_data(office: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Tables with all of these rows below them, each in a file of its own."""
    folder = tmp_path_factory.mktemp("data")
    files = [
        as_csv(folder / f"{number}", [HEADER, *DATA, *more])
        for number, more in enumerate(DATA_STILL.values(), start=1)
    ]
    return loaded(office, folder / "scratch", *files)


@pytest.mark.parametrize("name", DATA_STILL)
def test_what_may_be_data_is_read_as_data(with_data: Loaded, name: str) -> None:
    source = list(DATA_STILL).index(name) + 1
    numbers = rows_of(with_data, f"SELECT _row FROM visits WHERE _source = {source} ORDER BY 1")
    assert numbers == [(number,) for number in range(2, 8 + len(DATA_STILL[name]))]
    faults_sql = f"SELECT fault FROM extract_rows WHERE _source = {source} AND fault <> 'duplicate'"
    assert rows_of(with_data, faults_sql) == []


def test_a_blank_row_among_the_data_is_one_still(office: Catalogue, tmp_path: Path) -> None:
    numbers, read_back = read(office, tmp_path, [*DATA[:3], BLANK, *DATA[3:], BLANK, SOURCE])
    assert numbers == [2, 3, 4, 6, 7, 8]
    assert read_back == [(5, "blank", None), (10, "below", "row 10: 1 note")]


@pytest.mark.parametrize("way", WAYS)
def test_what_a_layout_names_is_no_finding(
    naming: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", -1 if way == "a large file" else 10**6)
    foot = [TOTAL, BLANK, SOURCE, line("[x] not available"), line("Ask the office")]
    rows = [
        line("All kinds", "", "", "30"),
        *DATA[:3],
        line("total", "", "", "15"),
        line("9", "Total (note 2)", "", "15"),
        *DATA[3:],
        *foot,
    ]
    assert read(naming, tmp_path, rows, way) == ([3, 4, 5, 8, 9, 10], [])


def test_a_small_table_of_two_columns_keeps_its_last_row(tmp_path: Path) -> None:
    blocks = [{"table": "visits", "columns": {"number": ["Number"], "score": ["Score"]}}]
    catalogue = small(tmp_path / "c", layout={**LAYOUT, "blocks": blocks})
    rows = [["Number", "Score"], ["Key Stage 2", "4"], ["Notes and coins", "5"], ["1", ""]]
    file = InputFile(write_csv(tmp_path / "a.csv", rows), "a.csv")
    done = loaded(catalogue, tmp_path / "s", file)
    assert rows_of(done, "SELECT number FROM visits ORDER BY _row") == [
        ("Key Stage 2",), ("Notes and coins",), ("1",),
    ]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_block_of_notes_longer_than_the_end_that_is_looked_at(
    office: Catalogue, tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", -1 if way == "a large file" else 1_000_000)
    notes = [line(f"Note {number}: a text.") for number in range(1, 151)]
    read = loaded(office, tmp_path / "s", WAYS[way](tmp_path / "a", [HEADER, *DATA, BLANK, *notes]))
    assert rows_of(read, "SELECT count(*) FROM visits") == [(len(DATA),)]
    [(row, fault, detail)] = rows_of(read, FOUND)
    assert (row, fault, detail.endswith(": 150 notes")) == (9, "below", True)
