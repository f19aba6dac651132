"""Sheets that are no table of a known layout: listed, and kept cell by cell."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
import xlwt

from qa_checks.catalogue import Catalogue, load
from qa_checks.model.inputs import Role
from qa_checks.reading.contents import File
from qa_checks.release import InputFile
from tests.own_rules import parser
from tests.reading.loading import ABOUT_CELLS, loaded, rows_of, small
from tests.reading.making import ods_cell, ods_row, write_ods
from tests.small_catalogue import TABLE, sheet_of, write_catalogue

pytestmark = pytest.mark.usefixtures("workbooks_here")

UNREAD = "SELECT part, _row, position, header, written, unit FROM extract_unread ORDER BY ALL"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return small(tmp_path_factory.mktemp("office"), table={**TABLE, "unit": "visit"})


def test_every_sheet_is_listed_and_the_unread_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Visits").write_column("A1", ["Number", "1"])
        notes = book.add_worksheet("Working")
        notes.hide()
        notes.write_column("A1", ["A title", "", "No.", 7])
        notes.write_column("B3", ["Name", ' Oak "House",\nLeeds '])
    read = loaded(small(tmp_path / "office"), tmp_path / "s", InputFile(path, path.name))
    listed = rows_of(read, "SELECT _source, sheet, hidden, read FROM extract_contents ORDER BY 1")
    assert listed == [(1, "Visits", False, True), (2, "Working", True, False)]
    assert rows_of(
        read, "SELECT * EXCLUDE (_block) FROM extract_unread ORDER BY _row, position"
    ) == [
        (2, 1, "row 1, column 1", "sheet", 1, "No.", "A title", None),
        (2, 3, "row 3, column 1", "sheet", 1, "No.", "No.", None),
        (2, 3, "row 3, column 2", "sheet", 2, "Name", "Name", None),
        (2, 4, "row 4, column 1", "sheet", 1, "No.", "7", None),
        (2, 4, "row 4, column 2", "sheet", 2, "Name", 'Oak "House",\nLeeds', None),
    ]


def test_sheets_of_the_previous_release_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Visits").write_column("A1", ["Number", "1"])
        book.add_worksheet("Notes").write("A1", "A note")
    file = InputFile(path, path.name, role=Role.PREVIOUS)
    read = loaded(small(tmp_path / "office"), tmp_path / "s", file)
    assert rows_of(read, "FROM extract_contents") == rows_of(read, "FROM extract_unread") == []


def text_file(*rows: list[str]) -> InputFile:
    file = File(Path("visits.csv"), "0" * 64, 1, (sheet_of(rows),))
    return InputFile(Path("visits.csv"), "visits.csv", opened=file)


def test_what_stands_beside_the_columns_of_a_table_is_kept(
    office: Catalogue, tmp_path: Path
) -> None:
    read = loaded(
        office,
        tmp_path / "s",
        text_file(
            ["Number", "Remark", "Score", ""],
            ["1", "ask Ann", "5", ""],
            ["2", "", "6", "a note"],
            ["3", " ", "7", "", "more"],
            ["", "", "", ""],
            ["Total", "", "18", ""],
        ),
    )
    assert rows_of(read, UNREAD) == [
        ("below", 6, 1, "Number", "Total", None),
        ("below", 6, 3, "Score", "18", None),
        ("column", 2, 2, "Remark", "ask Ann", "1"),
        ("column", 3, 4, None, "a note", "2"),
        ("column", 4, 5, None, "more", "3"),
    ]


def test_of_a_parquet_file_as_well(office: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "visits.parquet"
    rows = "SELECT * FROM (VALUES ('1', 5, 'ask Ann'), ('2', 6, NULL)) AS v(Number, Score, Remark)"
    duckdb.sql(f"COPY ({rows}) TO '{path}'")
    read = loaded(office, tmp_path / "s", InputFile(path, path.name))
    assert rows_of(read, UNREAD) == [("column", 2, 3, "Remark", "ask Ann", "1")]


def test_of_a_table_that_is_read_whole_nothing_is_kept(office: Catalogue, tmp_path: Path) -> None:
    read = loaded(office, tmp_path / "s", text_file(["Number", "Score", ""], ["1", "5", ""]))
    assert rows_of(read, UNREAD) == []


def commented_xlsx(path: Path) -> InputFile:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_column("A1", ["Number", 1, 2])
        sheet.write_column("B1", ["Score", 5, 6])
        sheet.write_comment("B3", "Oak & Elm,\nLeeds", {"author": "Ann"})
    return InputFile(path, path.name)


def threaded_xlsx(path: Path) -> InputFile:
    """As `commented_xlsx`, with a thread in the place of the note."""
    plain = path.with_suffix(".plain")
    commented_xlsx(plain)
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><threadedComment ref="B3" id="{1}"><text>Oak &amp; Elm,\nLeeds</text>'
        "</threadedComment></ThreadedComments>"
    )
    link = (
        '<Relationships><Relationship Id="rId1" Target="../threadedComments/threadedComment1.xml" '
        'Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/>'
        "</Relationships>"
    )
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if name == "xl/worksheets/_rels/sheet1.xml.rels":
                new.writestr(name, link)
            elif "comments" not in name:
                new.writestr(name, old.read(name))
        new.writestr("xl/threadedComments/threadedComment1.xml", thread)
    return InputFile(path, path.name)


def commented_ods(path: Path, before: str = "", after: str = "") -> InputFile:
    """What stands in a cell besides its value: a comment, or that in the place of one."""
    before = before or "<office:annotation><dc:creator>Ann</dc:creator>"
    texts = "<text:p>Oak &amp; Elm,</text:p><text:p>Leeds</text:p>"
    inside = f"{before}{texts}{after or '</office:annotation>'}"
    score = ods_cell("6").replace("<text:p>", f"{inside}<text:p>", 1)
    rows = [
        ods_row(ods_cell("Number"), ods_cell("Score")),
        ods_row(ods_cell("1"), ods_cell("5")),
        ods_row(ods_cell("2"), score),
    ]
    write_ods(path, "".join(rows))
    return InputFile(path, path.name)


def boxed_ods(path: Path) -> InputFile:
    return commented_ods(path, "<draw:frame><draw:text-box>", "</draw:text-box></draw:frame>")


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def commented_xls(path: Path) -> InputFile:
    """A comment in two pieces, as Excel writes a long one, put before the end of the sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for row, cells in enumerate([("Number", "Score"), ("1", "5"), ("2", "6")]):
        for column, text in enumerate(cells):
            sheet.write(row, column, text)
    first, second = "Oak & Elm,\n", "Leeds"
    comment = b"".join(
        [
            record(0x005D, struct.pack("<4H", 0x15, 0x12, 0x19, 1) + bytes(14)),
            record(0x01B6, struct.pack("<9H", 0x212, 0, 0, 0, 0, 16, 16, 0, 0)),
            record(0x003C, b"\0" + first.encode("latin-1")),
            record(0x003C, b"\1" + second.encode("utf-16-le")),
            record(0x003C, bytes(16)),
            record(0x001C, struct.pack("<4H", 2, 1, 0, 1) + struct.pack("<HB", 3, 0) + b"Ann\0"),
        ]
    )
    whole = sheet.get_biff_data()
    sheet.get_biff_data = lambda: whole[:-4] + comment + whole[-4:]
    book.save(str(path))
    return InputFile(path, path.name)


@pytest.mark.parametrize("write", [commented_xlsx, threaded_xlsx, commented_ods, commented_xls])
def test_comments_at_cells_are_kept(
    office: Catalogue, tmp_path: Path, write: Callable[[Path], InputFile]
) -> None:
    read = loaded(office, tmp_path / "s", write(tmp_path / "visits"))
    assert rows_of(read, UNREAD) == [("comment", 3, 2, "Score", "Oak & Elm,\nLeeds", "2")]
    assert rows_of(read, "SELECT score FROM visits ORDER BY _row") == [(5,), (6,)]


def test_a_text_box_in_a_cell_is_kept_as_a_comment(office: Catalogue, tmp_path: Path) -> None:
    read = loaded(office, tmp_path / "s", boxed_ods(tmp_path / "visits"))
    assert rows_of(read, UNREAD) == [("comment", 3, 2, "Score", "Oak & Elm,\nLeeds", "2")]
    assert rows_of(read, "SELECT score FROM visits ORDER BY _row") == [(5,), (6,)]


def test_what_no_rule_judges_is_not_kept(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path / "office", [ABOUT_CELLS], table={**TABLE, "unit": "visit"})
    read = loaded(load(folder, parser()), tmp_path / "s", commented_xlsx(tmp_path / "visits"))
    assert rows_of(read, UNREAD) == [("comment", 3, 2, "Score", "Oak & Elm,\nLeeds", "2")]
    assert rows_of(read, "SELECT _row, position, header, written, unit FROM extract_comments") == [
        (3, 2, "Score", "Oak & Elm,\nLeeds", "2")
    ]
    beside = text_file(["Number", "Remark"], ["1", "ask Ann"])
    assert rows_of(loaded(load(folder, parser()), tmp_path / "t", beside), UNREAD) == []
