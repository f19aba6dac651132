"""Writes rows of text in every format that is read."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

from tests.reading.making import ods_cell, ods_row, write_ods

Rows = Sequence[Sequence[str]]


def _text(rows: Rows, delimiter: str = ",", newline: str = "\n", *, quoted: bool = False) -> str:
    stream = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    writer.writerows(rows)
    return stream.getvalue()


def plain(path: Path, rows: Rows) -> None:
    path.write_bytes(_text(rows).encode())


def with_mark(path: Path, rows: Rows) -> None:
    path.write_bytes(_text(rows, newline="\r\n").encode("utf-8-sig"))


def western(path: Path, rows: Rows) -> None:
    path.write_bytes(_text(rows).encode("cp1252", "replace"))


def wide(path: Path, rows: Rows) -> None:
    path.write_bytes(_text(rows).encode("utf-16"))


def tabbed(path: Path, rows: Rows) -> None:
    path.write_bytes(_text(rows, "\t").encode())


def semicolons(path: Path, rows: Rows) -> None:
    path.write_bytes(_text(rows, ";", quoted=True).encode())


def packed(path: Path, rows: Rows) -> None:
    path.write_bytes(gzip.compress(_text(rows).encode(), mtime=0))


def xlsx(path: Path, rows: Rows) -> None:
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, place, cell)


def xls(path: Path, rows: Rows) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell:
                sheet.write(number, place, cell)
    book.save(str(path))


def ods(path: Path, rows: Rows) -> None:
    write_ods(path, "".join(ods_row(*(ods_cell(escape(cell)) for cell in row)) for row in rows))


def parquet(path: Path, rows: Rows) -> None:
    """Headers are the first row, so there can be none above them."""
    import pyarrow as pa
    from pyarrow import parquet as files

    header, *below = rows
    columns = [
        pa.array([row[place] or None for row in below], pa.string()) for place in range(len(header))
    ]
    files.write_table(pa.Table.from_arrays(columns, list(header)), path)


WRITERS: dict[str, Callable[[Path, Rows], None]] = {
    "plain.csv": plain,
    "mark.csv": with_mark,
    "western.csv": western,
    "wide.csv": wide,
    "tabbed.tsv": tabbed,
    "semicolons.csv": semicolons,
    "packed.csv.gz": packed,
    "book.xlsx": xlsx,
    "book.xls": xls,
    "book.ods": ods,
    "table.parquet": parquet,
}
