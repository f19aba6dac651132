"""Days read from texts and instants: those of the United Kingdom, whatever the machine's zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from qa_checks.catalogue import Catalogue
from qa_checks.reading.connection import connect
from qa_checks.reading.dates import day_of, has_time
from qa_checks.reading.formats.data_frame import open_frame
from qa_checks.release import InputFile
from tests.reading.loading import loaded, rows_of

SUMMER, NEXT, WINTER = dt.date(2019, 10, 20), dt.date(2019, 10, 21), dt.date(2019, 12, 20)


@pytest.fixture(scope="module", params=["UTC", "Asia/Tokyo", "America/New_York"])
def database(request: pytest.FixtureRequest) -> duckdb.DuckDBPyConnection:
    connection = connect(threads=1)
    connection.execute(f"SET TimeZone = '{request.param}'")
    return connection


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("2019-10-20", SUMMER, False),
        ("20/10/2019", SUMMER, False),
        ("2019-10-20 00:00:00", SUMMER, False),
        ("20/10/2019 00:00", SUMMER, False),
        ("2019-10-20T23:00:00Z", NEXT, False),  # midnight in the United Kingdom
        ("2019-10-20 23:00:00+00", NEXT, False),
        ("2019-10-20T18:00:00.000-0500", NEXT, False),
        ("2019-10-20T00:00:00Z", SUMMER, False),  # midnight as written, and the same day
        ("2019-10-20T00:00:00+01:00", SUMMER, False),
        ("2019-10-20 00:00:00 UTC", SUMMER, False),
        ("2019-10-20T22:59:59Z", SUMMER, True),
        ("2019-12-20T23:00:00Z", WINTER, True),
        ("2019-12-21T00:00:00+09:00", WINTER, True),  # midnight in Japan, the day before here
        ("2019-10-20T09:30", SUMMER, True),
        ("2019-10-20 00:00:01", SUMMER, True),
        ("20/10/2019 09:30:00", SUMMER, True),
        ("2019-10-20T12:00:00+25:00", None, False),  # no place on earth is so far ahead
        ("2019-10-20 00:00:00 BST", None, False),  # nobody can tell whose BST
        ("2019-10-20 11:00 PM", None, False),
        ("2019-10-20T09:30 Europe/Paris", None, False),
        ("2019-13-20T00:00:00Z", None, False),
        ("13:45", None, False),
    ],
)
def test_a_day_and_whether_a_time_stands_beside_it(
    database: duckdb.DuckDBPyConnection, text: str, day: dt.date | None, time: bool
) -> None:
    sql = (
        f"SELECT day, coalesce({has_time('t', 'day')}, FALSE) "
        f"FROM (SELECT t, {day_of('t')} AS day FROM (SELECT CAST($1 AS VARCHAR) AS t))"
    )
    assert database.execute(sql, [text]).fetchall() == [(day, time)]


# Midnight in the United Kingdom in summer, and an hour before midnight there in winter.
INSTANTS = [
    dt.datetime(2019, 10, 20, 23, tzinfo=dt.UTC),
    dt.datetime(2019, 12, 20, 23, tzinfo=dt.UTC),
]
WRITTEN = [moment.isoformat().replace("+00:00", "Z") for moment in INSTANTS]


def as_csv(path: Path) -> InputFile:
    rows = [f"{number},{text}" for number, text in enumerate(WRITTEN, start=1)]
    path.write_text("\n".join(["Number,Day", *rows, ""]))
    return InputFile(path, path.name)


def as_xlsx(path: Path) -> InputFile:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([("Number", "Day"), *enumerate(WRITTEN, start=1)]):
            sheet.write_row(row, 0, cells)
    return InputFile(path, path.name)


def as_parquet(path: Path) -> InputFile:
    days = pa.array(INSTANTS, pa.timestamp("ms", tz="America/New_York"))
    pq.write_table(pa.table({"Number": ["1", "2"], "Day": days}), path)
    return InputFile(path, path.name)


def as_parquet_of_text(path: Path) -> InputFile:
    pq.write_table(pa.table({"Number": ["1", "2"], "Day": WRITTEN}), path)
    return InputFile(path, path.name)


def as_frame(path: Path) -> InputFile:
    days = pd.Series(INSTANTS).dt.tz_convert("Asia/Tokyo")
    frame = pd.DataFrame({"Number": ["1", "2"], "Day": days})
    return InputFile(path, path.name, opened=open_frame(path.name, frame))


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_parquet, as_parquet_of_text, as_frame])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_an_instant_is_the_same_day_in_every_format_and_zone(
    office: Catalogue,
    tmp_path: Path,
    write: Callable[[Path], InputFile],
    zone: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", zone)
    read = loaded(office, tmp_path / "s", write(tmp_path / "visits"))
    assert rows_of(read, "SELECT day FROM visits ORDER BY number") == [(NEXT,), (WINTER,)]
    cells = rows_of(read, "SELECT place, read_as, fault FROM extract_cells ORDER BY _row")
    assert cells == [("row 3, Day", "20/12/2019", "time")]


def test_midnight_elsewhere_in_a_frame_is_no_day_of_its_own(
    office: Catalogue, tmp_path: Path
) -> None:
    midnight = pd.Series([dt.datetime(2019, 12, 21)]).dt.tz_localize("Asia/Tokyo")  # noqa: DTZ001
    frame = pd.DataFrame({"Number": ["1"], "Day": midnight})
    file = InputFile(Path("f"), "f", opened=open_frame("f", frame))
    read = loaded(office, tmp_path / "s", file)
    assert rows_of(read, "SELECT day FROM visits") == [(WINTER,)]
    assert rows_of(read, "SELECT fault FROM extract_cells") == [("time",)]
