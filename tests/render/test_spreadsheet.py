"""The file that is written: its parts, and what becomes of a text in a cell."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from qa_checks.render.sheet_cells import LONGEST
from qa_checks.render.spreadsheet import Sheet, write

SHEETS = [
    Sheet("First & last", [10, 20], [("title", ["About"]), ("plain", []), ("plain", [None, 7])]),
    Sheet("Table", [5], [("header", ["Word"]), ("plain", ["="]), ("plain", ["-1"])], table=True),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sheets.xlsx"


def only_cell(path: Path, text: str) -> openpyxl.cell.Cell:
    write(path, "", [Sheet("One", [10], [("plain", [text])])])
    cell = openpyxl.load_workbook(path)["One"]["A1"]
    assert isinstance(cell, openpyxl.cell.Cell)
    return cell


def test_every_part_is_well_formed_declared_and_referred_to(path: Path) -> None:
    write(path, "A <title> & more", SHEETS)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in names}  # noqa: S314  ours
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names[0] == "[Content_Types].xml"
    declared = {part.get("PartName") for part in parts[names[0]] if part.get("PartName")}
    assert declared == {f"/{name}" for name in names if not name.endswith((".rels", names[0]))}
    inside = {f"xl/{each.get('Target')}" for each in parts["xl/_rels/workbook.xml.rels"]}
    outside = {each.get("Target") for each in parts["_rels/.rels"]}
    assert inside | outside == {
        name for name in names if name[0] not in "[_" and "_rels" not in name
    }


def test_cells_are_as_they_were_given_and_a_table_can_be_filtered(path: Path) -> None:
    write(path, "A <title> & more", SHEETS)
    book = openpyxl.load_workbook(path)
    assert book.properties.title == "A <title> & more"
    assert book.sheetnames == ["First & last", "Table"]
    assert [list(row) for row in book["First & last"].values] == [
        ["About", None], [None, None], [None, 7],
    ]  # fmt: skip
    assert [row[0] for row in book["Table"].values] == ["Word", "=", "-1"]
    assert (book["Table"].auto_filter.ref, book["Table"].freeze_panes) == ("A1:A3", "A2")
    assert (book["First & last"].auto_filter.ref, book["First & last"].freeze_panes) == (None, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (" a  b ", " a  b "),
        ("a\nb", "a␊b"),
        ("_x0041_ _x41_", "_x0041_ _x41_"),
        ("_x_x0041_x0042_", "_x_x0041_x0042_"),
        ("x" * LONGEST, "x" * LONGEST),
        ("x" * (LONGEST + 1), f"{'x' * (LONGEST - 1)}…"),
        ("😀" * 16_383, "😀" * 16_383),
        ("😀" * 16_384, f"{'😀' * 16_383}…"),
        ("", ""),
    ],
)
def test_a_text_is_read_as_it_was_written(path: Path, text: str, value: str) -> None:
    write(path, "", [Sheet("One", [10, 10], [("plain", [text, "end"])])])
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("One")
    assert sheet.to_python() == [[value, "end"]]


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_what_no_cell_can_hold_as_a_number_is_a_text(path: Path, number: float) -> None:
    write(path, "", [Sheet("One", [10, 10], [("plain", [number, 2.5])])])
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("One")
    assert sheet.to_python() == [[str(number), 2.5]]


@pytest.mark.parametrize(("text", "guarded"), [("=1", True), (" +1", True), ("a=1", False)])
def test_only_what_csv_would_calculate_is_guarded(path: Path, text: str, guarded: bool) -> None:
    cell = only_cell(path, text)
    assert (cell.data_type, bool(cell.quotePrefix)) == ("s", guarded)
    assert cell.number_format == ('"\'"@' if guarded else "General")
