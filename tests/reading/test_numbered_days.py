"""Days that stand as numbers are one fault of their column, which says what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from qa_checks.catalogue import Catalogue
from qa_checks.release import InputFile
from tests.reading.loading import loaded, rows_of, small
from tests.reading.making import ods_cell, ods_row, write_ods
from tests.small_catalogue import TABLE, visits

pytestmark = pytest.mark.usefixtures("workbooks_here")

HEADER = ["Number", "Day", "Score"]
FAULTS = "SELECT header, fault, _row, cells, detail FROM extract_column_faults ORDER BY position"
CELLS = "SELECT _row, written, fault FROM extract_cells ORDER BY _row"
SERIAL = "serial numbers of a spreadsheet"
COMPACT = "dates without strokes"


def as_csv(path: Path, days: Sequence[int]) -> None:
    rows = "".join(f"{number},{day},5\n" for number, day in enumerate(days, start=1))
    path.write_text(f"{','.join(HEADER)}\n{rows}")


def as_parquet(path: Path, days: Sequence[int]) -> None:
    numbers = list(map(str, range(1, len(days) + 1)))
    columns = (numbers, list(days), [5] * len(days))
    pq.write_table(pa.table(dict(zip(HEADER, columns, strict=True))), path)


def as_xlsx(path: Path, days: Sequence[int]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for number, day in enumerate(days, start=1):
            sheet.write_row(number, 0, [str(number), day, 5])


def as_ods(path: Path, days: Sequence[int]) -> None:
    def number(value: int) -> str:
        kind = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"

    rows = [
        ods_row(ods_cell(str(place)), number(day), number(5))
        for place, day in enumerate(days, start=1)
    ]
    write_ods(path, ods_row(*map(ods_cell, HEADER)) + "".join(rows))


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_ods, as_parquet])
def test_serial_numbers_are_days_in_every_format(
    office: Catalogue, tmp_path: Path, write: Callable[[Path, Sequence[int]], None]
) -> None:
    write(tmp_path / "visits", [45382, 44927, 45000])
    read = loaded(office, tmp_path / "s", InputFile(tmp_path / "visits", "visits"))
    detail = f"{SERIAL}, 44927 to 45382, which counted from 1900 are 01/01/2023 to 31/03/2024"
    assert rows_of(read, FAULTS) == [("Day", "numbered_day", 2, 3, detail)]
    assert rows_of(read, CELLS) == [
        (2, "45382", "numbered_day"),
        (3, "44927", "numbered_day"),
        (4, "45000", "numbered_day"),
    ]
    assert rows_of(read, "SELECT day, score FROM visits") == [(None, 5)] * 3


@pytest.mark.parametrize(
    ("days", "detail"),
    [
        (["45382", "45382"], f"{SERIAL}, 45382, which counted from 1900 is 31/03/2024"),
        (
            ["43,190", "43191.75"],
            f"{SERIAL}, 43,190 to 43191.75, which counted from 1900 are 31/03/2018 to 01/04/2018",
        ),
        (
            ["20180331", "20180401"],
            f"{COMPACT}, 20180331 to 20180401, which read as year, month and day are 31/03/2018 "
            "to 01/04/2018",
        ),
        (
            ["31032018", "1042018"],  # a number has lost its nought
            f"{COMPACT}, 31032018 to 1042018, which read as day, month and year are 31/03/2018 to "
            "01/04/2018",
        ),
    ],
)
def test_what_the_numbers_stand_for_is_said(
    office: Catalogue, tmp_path: Path, days: list[str], detail: str
) -> None:
    read = loaded(office, tmp_path / "s", visits(*(["1", day] for day in days)))
    assert rows_of(read, FAULTS) == [("Day", "numbered_day", 2, 2, detail)]


def test_among_dates_the_numbers_alone_are_the_fault(office: Catalogue, tmp_path: Path) -> None:
    days = ["45382", "13/05/2022", "44927", "soon", "14/05/2022"]
    read = loaded(office, tmp_path / "s", visits(*(["1", day] for day in days)))
    detail = f"{SERIAL}, 44927 to 45382, which counted from 1900 are 01/01/2023 to 31/03/2024"
    assert rows_of(read, FAULTS) == [("Day", "numbered_day", 2, 2, detail)]
    assert rows_of(read, CELLS) == [
        (2, "45382", "numbered_day"),
        (4, "44927", "numbered_day"),
        (5, "soon", "unreadable"),
    ]


@pytest.mark.parametrize(
    "days",
    [
        ["45382", "10/05/2022"],  # one is a slip
        ["80434", "80435", "80436"],  # beyond the days of this century
        ["10025840", "10025841", "10025842"],
        ["4538", "4539", "4540"],
    ],
)
def test_other_numbers_are_no_days(office: Catalogue, tmp_path: Path, days: list[str]) -> None:
    read = loaded(office, tmp_path / "s", visits(*(["1", day] for day in days)))
    assert [fault for fault in rows_of(read, FAULTS) if fault[1] == "numbered_day"] == []


@pytest.mark.parametrize("header", ["Number", "Score"])
def test_numbers_of_another_column_are_no_days(tmp_path: Path, header: str) -> None:
    """The days stand under the header whose numbers stand under theirs."""
    number = {**TABLE["columns"]["number"], "str_matches": "[0-9]{5}", "example": "10001"}
    columns = {**TABLE["columns"], "number": number}
    office = small(tmp_path / "office", table={**TABLE, "columns": columns})
    row = {**dict.fromkeys(HEADER, "45382"), header: "10/05/2022"}
    rows = [[row["Number"], row["Day"], "Full", row["Score"]]] * 3
    read = loaded(office, tmp_path / "s", visits(*rows))
    assert {fault[:2] for fault in rows_of(read, FAULTS)} == {
        ("Day", "misplaced"),
        (header, "misplaced"),
    }


def test_the_days_of_a_sensitive_column_are_not_said(tmp_path: Path) -> None:
    day = {**TABLE["columns"]["day"], "sensitive": True}
    table = {**TABLE, "columns": {**TABLE["columns"], "day": day}}
    office = small(tmp_path / "office", table=table)
    read = loaded(office, tmp_path / "s", visits(["1", "45382"], ["2", "45383"]))
    assert rows_of(read, FAULTS) == [("Day", "numbered_day", 2, 2, SERIAL)]
