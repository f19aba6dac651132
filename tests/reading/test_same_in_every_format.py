"""One table gives the same findings whatever file it comes in."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import random
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from qa_checks.assessment import run
from qa_checks.demo_release import unpack
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.reading.formats import FORMATS
from qa_checks.reading.formats.format import look_at
from qa_checks.reading.formats.gzipped import ENDING, is_gzipped
from qa_checks.release import release_from_files
from tests.fuzz.writers import WRITERS

# These judge the form of the file itself, which is what differs here.
OF_THE_FORM = {"STR006", "STR011", "STR012", "STR013", "STR014"}
ROWS = 400

Rows = list[list[str]]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Banner, header and the first rows of the demo's as-at table, with faults of their own."""
    release = unpack(tmp_path_factory.mktemp("demo"))
    source = next(release.parent.glob("data/providers_as_at_*.csv"))
    with source.open(encoding="utf-8-sig", newline="") as stream:
        read = list(csv.reader(stream))[: ROWS + 2]
    header = read[1]
    place = {name: position for position, name in enumerate(header)}
    read[10][place["Sector"]] = "Private "
    read[11][place["Inspection date"]] = "31/02/2021"
    read[12][place["Publication date"]] = "NULL"
    read[13][place["Local authority"]] = "Atlantis"
    read[14][place["URN"]] = read[15][place["URN"]]
    return read


def check(path: Path) -> Report:
    facts = ReleaseFacts("x", "x", as_at=dt.date(2021, 8, 31))
    return run(release_from_files([path], facts), Options())


def essence(report: Report) -> list[tuple[str, int | None, str | None, str | None, str]]:
    return sorted(
        (finding.check, finding.row, finding.key, finding.value, finding.message)
        for finding in report.findings
        if finding.check not in OF_THE_FORM
    )


@pytest.fixture(scope="module")
def expected(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> Report:
    path = tmp_path_factory.mktemp("plain") / "table.csv"
    write_text(rows, path, "utf-8", ",", "\n")
    report = check(path)
    names = {finding.check for finding in report.findings}
    assert {
        "STR018",
        "STR017",
        "inspections.inspection_date.type",
        "providers.local_authority.in",
        "providers.key",
    } <= names
    return report


def write_text(rows: Rows, path: Path, encoding: str, delimiter: str, newline: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def semicolons_cp1252(rows: Rows, path: Path) -> None:
    write_text(rows, path, "cp1252", ";", "\r\n")


def utf16_tabs(rows: Rows, path: Path) -> None:
    write_text(rows, path, "utf-16", "\t", "\r\n")


def zipped(rows: Rows, path: Path) -> None:
    write_text(rows, path, "utf-8-sig", ",", "\n")
    path.write_bytes(gzip.compress(path.read_bytes()))


def shuffled_columns(rows: Rows, path: Path) -> None:
    order = list(range(len(rows[1])))
    random.Random(7).shuffle(order)
    write_text([[row[place] for place in order] for row in rows], path, "utf-8", ",", "\n")


def other_headers(rows: Rows, path: Path) -> None:
    """Other case, line breaks, a note marker, a prefix, and one header misspelt."""
    renamed = {
        "Provision type": "PROVISION\nTYPE",
        "Sector": "Sector [note 3]",
        "Inspection date": "Latest full inspection date",
        "Registration status": "Reg Status",
        "Parliamentary constituency": "Parlimentary constituency",
    }
    header = [renamed.get(name, name) for name in rows[1]]
    write_text([rows[0], header, *rows[2:]], path, "utf-8", ",", "\n")


def workbook(rows: Rows, path: Path) -> None:
    """Text as text, dates as dates and numbers as numbers, as a spreadsheet holds them."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Providers")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if number > 1 and len(cell) == 10 and cell[2:3] == "/" and not cell.startswith("31/02"):
                sheet.write_datetime(number, place, dt.datetime.strptime(cell, "%d/%m/%Y"), day)  # noqa: DTZ007
            elif number > 1 and cell.isdigit():
                sheet.write_number(number, place, int(cell))
            else:
                sheet.write_string(number, place, cell)
    book.close()


WAYS: dict[str, tuple[str, Callable[[Rows, Path], None]]] = {
    "semicolons and cp1252": ("table.csv", semicolons_cp1252),
    "tabs and UTF-16": ("table.txt", utf16_tabs),
    "gzip": ("table.csv.gz", zipped),
    "columns in another order": ("table.csv", shuffled_columns),
    "workbook": ("table.xlsx", workbook),
    "a name that says another format": ("table.ods", workbook),
}


def test_every_format_is_tried(tmp_path: Path) -> None:
    """By what alters files by chance, too."""
    kinds = {ENDING: is_gzipped, **{kind.title: kind.recognises for kind in FORMATS}}
    tried = set()
    for name, write in WRITERS.items():
        write(tmp_path / name, [["Code", "Visits"], ["L0001", "7"]])
        file = look_at(tmp_path / name, name)
        [title] = [title for title, recognises in kinds.items() if recognises(file)]
        tried.add(title)
    assert tried == kinds.keys()


@pytest.mark.parametrize("form", WAYS)
def test_findings_do_not_depend_on_the_format(
    form: str, rows: Rows, expected: Report, tmp_path: Path
) -> None:
    name, write = WAYS[form]
    write(rows, tmp_path / name)
    report = check(tmp_path / name)
    assert report.problems == ()
    assert essence(report) == essence(expected)
    assert report.figures == expected.figures


def test_findings_do_not_depend_on_how_headers_are_written(
    rows: Rows, expected: Report, tmp_path: Path
) -> None:
    other_headers(rows, tmp_path / "table.csv")
    report = check(tmp_path / "table.csv")
    misspelt = [finding for finding in report.findings if finding.check == "STR003"]
    assert [finding.value for finding in misspelt] == ["Parlimentary constituency"]
    # A message may name the header as this file writes it: place and value stay the same.
    names = {finding[:2] + finding[3:4] for finding in essence(report) if finding[0] != "STR003"}
    assert names == {finding[:2] + finding[3:4] for finding in essence(expected)}


def test_parquet_says_the_same_of_the_rows(rows: Rows, expected: Report, tmp_path: Path) -> None:
    """Parquet has no rows above its header: its rows stand one higher."""
    write_text(rows[1:], tmp_path / "table.csv", "utf-8", ",", "\n")
    duckdb.sql(
        f"COPY (SELECT * FROM read_csv('{tmp_path}/table.csv', all_varchar = true)) "
        f"TO '{tmp_path}/table.parquet'"
    )
    results = [
        (check_, row, key) for check_, row, key, _, _ in essence(check(tmp_path / "table.parquet"))
    ]
    assert results == [
        (check_, row and row - 1, key and key.replace(f"row {row}", f"row {(row or 1) - 1}"))
        for check_, row, key, _, _ in essence(expected)
    ]
