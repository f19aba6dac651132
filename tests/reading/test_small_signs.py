"""Raised and lowered parts of cells are read as small signs: 12¹ is not 121."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from qa_checks.catalogue import Catalogue
from qa_checks.published.printed import read_printed, without_notes
from qa_checks.reading.cell_marks import xlsx_texts
from qa_checks.reading.cell_marks.xls_small_texts import find_small
from qa_checks.reading.header_text import normalise
from qa_checks.reading.opening import open_file
from qa_checks.release import InputFile
from tests.reading.loading import loaded, rows_of, small
from tests.reading.making import ods_cell, ods_row, write_ods
from tests.small_catalogue import TABLE

pytestmark = pytest.mark.usefixtures("workbooks_here")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return small(tmp_path_factory.mktemp("office"), table=TABLE)


def shared_texts(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Visits")
        raised, lowered = (book.add_format({"font_script": script}) for script in (1, 2))
        sheet.write_row("A1", ["Number", "", "Score"])
        sheet.write_rich_string("B1", "Kind", raised, "1")
        sheet.write("A2", "1")
        sheet.write_rich_string("B2", "Full", raised, "2")
        sheet.write_rich_string("C2", "12", raised, "3")
        sheet.write_rich_string("E2", "H", lowered, "2", "O & 1", raised, "st")


def inline_texts(path: Path) -> None:
    book = openpyxl.Workbook()
    raised = InlineFont(vertAlign="superscript")
    rows = [["Number", ("Kind", "1"), "Score"], ["1", ("Full", "2"), ("12", "3")]]
    for row, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells, start=1):
            text = (
                cell if isinstance(cell, str) else CellRichText(cell[0], TextBlock(raised, cell[1]))
            )
            book.active.cell(row, column, text)
    book.save(path)


def spans(path: Path) -> None:
    styles = (
        '<style:style style:name="T1" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style>'
    )
    kind, full, score = (
        ods_cell(f'{words}<text:span text:style-name="T1">{mark}</text:span>')
        for words, mark in (("Kind", "1"), ("Full", "2"), ("12", "3"))
    )
    header = ods_row(ods_cell("Number"), kind, ods_cell("Score"))
    write_ods(path, header + ods_row(ods_cell("1"), full, score), styles=styles)


def listed_texts(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Visits")
    raised, lowered = (xlwt.easyfont(f"escapement {how}script") for how in ("super", "sub"))
    cells = {
        (0, 1): ["Kind", ("1", raised)],
        (1, 1): ["Full", ("2", raised)],
        (1, 2): ["12", ("3", raised)],
        (1, 4): ["H", ("2", lowered), ("O & 1", xlwt.easyfont("")), ("st", raised)],
    }
    for row, column, text in ((0, 0, "Number"), (0, 2, "Score"), (1, 0, "1")):
        sheet.write(row, column, text)
    for (row, column), parts in cells.items():
        sheet.write_rich_text(row, column, parts)
    book.save(str(path))


@pytest.mark.parametrize(
    ("write", "ending"),
    [(shared_texts, "xlsx"), (inline_texts, "xlsx"), (spans, "ods"), (listed_texts, "xls")],
)
def test_a_raised_mark_is_no_part_of_a_number_a_code_or_a_header(
    write: Callable[[Path], None], ending: str, office: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / f"visits.{ending}"
    write(path)
    read = loaded(office, tmp_path / "scratch", InputFile(path, path.name))
    assert rows_of(read, "SELECT number, kind, score FROM visits") == [("1", None, None)]
    cells = "SELECT header, written, fault FROM extract_cells WHERE fault IS NOT NULL ORDER BY ALL"
    assert rows_of(read, cells) == [
        ("Kind¹", "Full²", "unknown_code"),
        ("Score", "12³", "unreadable"),
    ]


@pytest.mark.parametrize(("write", "ending"), [(shared_texts, "xlsx"), (listed_texts, "xls")])
def test_lowered_parts_and_ordinals_stay_what_they_are(
    write: Callable[[Path], None], ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"visits.{ending}"
    write(path)
    [sheet] = open_file(path, tmp_path).sheets
    assert sheet.head[1][4] == "H₂O & 1st"


def test_a_long_list_of_texts_in_an_old_workbook_is_read_to_its_end(tmp_path: Path) -> None:
    """It is cut into records, within texts and within wide characters."""
    path = tmp_path / "visits.xls"
    book = xlwt.Workbook()
    sheet = book.add_sheet("Visits")
    raised = xlwt.easyfont("escapement superscript")
    words = ["a" * 3001, "é" * 2999 + "€", "b🙂" * 1501]
    for row in range(60):
        sheet.write_rich_text(row, 0, [f"{row} {words[row % 3]}", ("1", raised), "!"])
    book.save(str(path))
    [sheet] = open_file(path, tmp_path).sheets
    assert [text for (text,) in sheet.rows()] == [f"{row} {words[row % 3]}¹!" for row in range(60)]


def test_what_a_list_holds_besides_a_text_is_passed_over() -> None:
    """Readings of Japanese signs stand behind the runs of a text."""
    texts = struct.pack("<HBHI2sHHI", 2, 8 | 4, 1, 4, b"12", 1, 5, 0x0C0C0C0C)
    texts += struct.pack("<HBH2sHH", 2, 8, 1, b"34", 1, 5)
    fonts = [(0x0031, bytes([0, 0, 0, 0, 0, 0, 0, 0, raised, 0])) for raised in (0, 0, 0, 0, 1)]
    listed = (0x00FC, struct.pack("<II", 2, 2) + texts)
    assert find_small([*fonts, listed]) == {0: "1²", 1: "3⁴"}


def test_what_is_said_to_stand_behind_a_text_and_goes_beyond_the_list_ends_it() -> None:
    font = (0x0031, bytes(8) + b"\x01\x00" + bytes(6))
    sound = struct.pack("<HBH", 2, 8, 1) + b"12" + struct.pack("<HH", 1, 0)
    endless = struct.pack("<HBI", 1, 4, 2**32 - 1) + b"3"
    records = [(0x00FC, struct.pack("<II", 2, 2) + sound + endless)]
    records += [(0x003C, bytes(8_000))] * 20_000
    assert find_small([font, *records]) == {0: "1²"}


def test_texts_without_an_end_are_read_in_the_time_of_their_length() -> None:
    raised = '<vertAlign val="superscript"/>'
    assert xlsx_texts.find_small(raised + "<si>" * 200_000) == {}
    assert xlsx_texts.read_small(raised + "<r>" * 200_000) == ""
    assert xlsx_texts.read_small(f'<x:r a="">{raised}<t>3</t></x:r>') == "³"


def test_many_raised_marks_are_read_in_the_time_of_their_length() -> None:
    assert without_notes("Good" + "¹" * 30_000 + "x") == ("Good" + "¹" * 30_000 + "x", ())
    assert without_notes("Good" + "¹" * 30_000) == ("Good", ("1" * 30_000,))
    assert without_notes("km²¹") == ("km²", ("1",))


def test_the_mark_of_a_published_number_is_its_note() -> None:
    assert read_printed("1,204¹²") == read_printed("1,204 [note 12]")
    assert read_printed("12 ¹, ³").notes == ("1", "3")
    assert read_printed("¹²").value is None
    assert read_printed("5 km²").value is None


@pytest.mark.parametrize(
    "header", ["Overall effectiveness¹", "Overall⁽¹⁾ effectivenessᵃ", "Overall effectiveness¹, ²"]
)
def test_a_header_is_known_with_a_raised_mark(header: str) -> None:
    assert normalise(header) == normalise("Overall effectiveness")
